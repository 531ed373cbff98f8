// SPDX-License-Identifier: Apache-2.0

/** Accounts: the well-known ones, new ones, and those of the chain itself. */

import { Keyring } from '@polkadot/api';
import { cryptoWaitReady, encodeAddress } from '@polkadot/util-crypto';

await cryptoWaitReady();

const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });

/** @param {string} name */
const account = (name) => keyring.addFromUri(`//${name}`, { name });

export const alice = account('Alice');
export const bob = account('Bob');
export const charlie = account('Charlie');
export const dave = account('Dave');
export const eve = account('Eve');
export const ferdie = account('Ferdie');

/** Everybody who has money at genesis. Alice holds the sudo key. */
export const wellKnown = [alice, bob, charlie, dave, eve, ferdie];

/** An account that nobody has heard of yet. */
export const newcomer = account;

/**
 * The account of a pallet.
 *
 * @param {Uint8Array | string} id Its `PalletId`: eight bytes.
 */
export function palletAccount(id) {
	const bytes = new Uint8Array(32);
	bytes.set(new TextEncoder().encode('modl'));
	bytes.set(typeof id === 'string' ? new TextEncoder().encode(id) : id, 4);
	return encodeAddress(bytes, 42);
}

/**
 * The account that keeps all stake.
 *
 * @param {import('./chain.mjs').Chain} chain
 */
export function potAccount({ api }) {
	return palletAccount(api.consts.operatorStaking.palletId.toU8a());
}

/** The account that receives what is slashed. */
export const treasury = palletAccount('bw/treas');

/** The account that keeps all rewards. */
export const rewardPot = palletAccount('bw/rewrd');

/** The account that keeps the money of programmes. */
export const programmePot = palletAccount('bw/progr');

/** The account that keeps bounties. */
export const slashPot = palletAccount('bw/slash');

/** The follower of the active set on this chain itself. */
export const localFollower = palletAccount('bw/local');

/**
 * The name of an address in messages.
 *
 * @param {string} address
 */
export function nameOf(address) {
	const known = keyring.getPairs().find((pair) => pair.address === address);
	return String(known?.meta.name ?? address);
}
