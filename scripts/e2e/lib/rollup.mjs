// SPDX-License-Identifier: Apache-2.0

/** The rollup: sequencers, the next batch and its signatures, the runtime API of the pallet. */

import { hexToU8a, u8aToHex } from '@polkadot/util';
import { createHash } from 'node:crypto';
import { aggregate, batchId, bitmapOf, possessionOf, publicKey, secretKey, sign } from './bls.mjs';
import { plain } from './plain.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {import('./bls.mjs').Header} Header */

/**
 * An operator with a key for signatures.
 *
 * @typedef {object} Sequencer
 * @property {any} pair
 * @property {Uint8Array} secret
 * @property {Uint8Array} key
 */

/**
 * @param {any} pair
 * @param {number} number The secret, as everybody knows it.
 * @returns {Sequencer}
 */
export function sequencer(pair, number) {
	const secret = secretKey(number);
	return { pair, secret, key: publicKey(secret) };
}

/**
 * The chain and the pallet, as all signed bytes name them.
 *
 * @param {Chain} chain
 * @returns {import('./bls.mjs').Domain}
 */
export function domainOf({ api }) {
	return { genesis: api.genesisHash.toU8a(), palletId: api.consts.rollup.palletId.toU8a() };
}

/**
 * The transaction by which an operator sets its key.
 *
 * @param {Chain} chain
 * @param {Sequencer} who
 * @param {any} [account] The pair whose possession is shown; its own if left out.
 */
export function setKeyTx(chain, { pair, secret, key }, account = pair) {
	const possession = possessionOf(secret, domainOf(chain), account.publicKey);
	return chain.api.tx.rollup.setKey(key, possession);
}

/**
 * The header of the next batch.
 *
 * @param {Chain} chain
 * @param {object} [content]
 * @param {number} [content.filler] The byte that its hash is made of.
 * @param {bigint} [content.blocks] The number of its blocks.
 * @param {number} [content.size]
 * @param {Header['next']} [content.next]
 * @returns {Promise<Header>}
 */
export async function nextHeader(chain, { filler = 0x11, blocks = 100n, size = 4_096, next = null } = {}) {
	const { fork, index, parent, firstBlock, setNumber } = await headView(chain);
	const first = firstBlock ?? 1n;
	return {
		fork: Number(fork),
		setNumber: Number(setNumber),
		index: Number(index),
		parent: hexToU8a(parent),
		hash: new Uint8Array(32).fill(filler),
		firstBlock: first,
		lastBlock: first + blocks - 1n,
		size,
		next,
	};
}

/**
 * The id of a batch, as calls and events show it.
 *
 * @param {Chain} chain
 * @param {Header} header
 */
export const idOf = (chain, header) => u8aToHex(batchId(domainOf(chain), header));

/**
 * The aggregate of the signatures of some members of a set over a header, and the bitmap that names them.
 *
 * @param {Chain} chain
 * @param {Header} header
 * @param {Sequencer[]} members All of the set, in its order.
 * @param {Sequencer[]} signers
 */
export function attestation(chain, header, members, signers) {
	const id = batchId(domainOf(chain), header);
	const places = signers.map((signer) => members.indexOf(signer));
	return {
		signers: u8aToHex(bitmapOf(members.length, places)),
		signature: aggregate(signers.map(({ secret }) => sign(secret, id))),
	};
}

/**
 * A header as events show it.
 *
 * @param {Header} header
 */
export function shown({ parent, hash, next, ...numbers }) {
	const { fork, setNumber, index, firstBlock, lastBlock, size } = numbers;
	return {
		fork: BigInt(fork),
		setNumber: BigInt(setNumber),
		index: BigInt(index),
		parent: u8aToHex(parent),
		hash: u8aToHex(hash),
		firstBlock,
		lastBlock,
		size: BigInt(size),
		next: next && { setNumber: BigInt(next.setNumber), hash: u8aToHex(next.hash) },
	};
}

/**
 * The evidence that an account names for a proof: SHA-256(account ‖ proof).
 *
 * @param {any} who A pair.
 * @param {string} proof
 */
export function evidenceFor({ publicKey: account }, proof) {
	return `0x${createHash('sha256').update(account).update(proof).digest('hex')}`;
}

/**
 * The place at which the next batch goes on.
 *
 * @param {Chain} chain
 */
export async function headView({ api }) {
	return plain(await api.call.rollupAttestationApi.head());
}

/**
 * The kept sets, the oldest first.
 *
 * @param {Chain} chain
 */
export async function setsView({ api }) {
	return plain(await api.call.rollupAttestationApi.sets());
}

/**
 * A kept set with its members.
 *
 * @param {Chain} chain
 * @param {bigint | number} setNumber
 */
export async function sequencerSet({ api }, setNumber) {
	return plain(await api.call.rollupAttestationApi.sequencerSet(setNumber));
}

/**
 * A batch with its end; nothing if it is forgotten.
 *
 * @param {Chain} chain
 * @param {string} id
 */
export async function batchView({ api }, id) {
	return plain(await api.call.rollupAttestationApi.batch(id));
}

/**
 * The challenge of a batch whose deposits are held.
 *
 * @param {Chain} chain
 * @param {string} id
 */
export async function challengeOf({ api }, id) {
	return plain(await api.call.rollupAttestationApi.challengeOf(id));
}

/**
 * The bar of an operator; nothing if it is not barred.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 */
export async function barOf({ api }, { address }) {
	return plain(await api.call.rollupAttestationApi.barOf(address));
}

/**
 * The deposits that the rollup holds, and those that it records, by account and reason: the same.
 *
 * @param {Chain} chain
 * @returns {Promise<[held: [string, bigint][], recorded: [string, bigint][]]>}
 */
export async function rollupDeposits({ api }) {
	const { batches, bounties, challengers } = api.query.rollup;
	const [held, recorded] = [new Map(), new Map()];
	const add = (sums, who, reason, amount) => {
		const key = `${who} ${reason}`;
		if (amount > 0n) sums.set(key, (sums.get(key) ?? 0n) + amount);
	};
	for (const [, record] of await batches.entries()) {
		const { submitter, surety } = plain(record);
		add(recorded, submitter, 'BatchDeposit', surety.Deposit ?? 0n);
	}
	for (const [, record] of await bounties.entries()) {
		const { from, amount } = plain(record);
		add(recorded, from, 'BatchDeposit', amount);
	}
	for (const [{ args: [, who] }, record] of await challengers.entries()) {
		add(recorded, who, 'ChallengeDeposit', plain(record).deposit);
	}
	for (const [{ args: [who] }, holds] of await api.query.balances.holds.entries()) {
		const ours = plain(holds).filter(({ id }) => id.Rollup);
		for (const { id, amount } of ours) add(held, who, id.Rollup, amount);
	}
	return [held, recorded].map((sums) => [...sums].sort());
}
