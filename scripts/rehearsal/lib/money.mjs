// SPDX-License-Identifier: Apache-2.0

/** Money that messages of another chain could move, to the unit. */

import assert from 'node:assert/strict';
import { sovereign } from './messages.mjs';

/** The account of a pallet of the chain by its id. */
const palletAccount = (id) => `0x${Buffer.from(`modl${id}`).toString('hex').padEnd(64, '0')}`;

const TREASURY = palletAccount('bw/treas');
const REWARDS = palletAccount('bw/rewrd');

/**
 * All money that counts on a chain: what the other one has there, where its fees and payments go, and what exists.
 *
 * @param {import('./chain.mjs').Chain} chain
 * @param {number} other Id of the other chain.
 */
export async function moneyOn({ api }, other) {
	const account = sovereign(other);
	const native = async (who) => (await api.query.system.account(who)).data;
	const foreign = async (asset, who) => {
		const held = await api.query.foreignAssets.account(asset, who);
		return held.isSome ? held.unwrap().balance.toBigInt() : 0n;
	};
	const supply = async (asset) => (await api.query.foreignAssets.asset(asset)).unwrap().supply.toBigInt();
	const { free, reserved } = await native(account);
	return {
		free: free.toBigInt(),
		held: reserved.toBigInt(),
		treasury: (await native(TREASURY)).free.toBigInt(),
		dollars: await foreign('Usdt', account),
		relayTokens: await foreign('RelayToken', account),
		treasuryDollars: await foreign('Usdt', TREASURY),
		rewards: await foreign('Usdt', REWARDS),
		issued: (await api.query.balances.totalIssuance()).toBigInt(),
		issuedDollars: await supply('Usdt'),
	};
}

/**
 * All money before and after a message: the fee went to the treasury, what its call moves where it belongs, and nothing else
 * anywhere. Returns the fee.
 */
export function assertMoved(before, after, { held = 0n, remitted = 0n } = {}) {
	const fee = after.treasury - before.treasury;
	assert.deepEqual(after, {
		...before,
		free: before.free - held - fee,
		held: before.held + held,
		treasury: before.treasury + fee,
		dollars: before.dollars - remitted,
		rewards: before.rewards + remitted,
	});
	return fee;
}

/** The same after dollars were brought, out of which the message was paid. */
export function assertBrought(before, after, dollars) {
	const fee = after.treasuryDollars - before.treasuryDollars;
	assert.deepEqual(after, {
		...before,
		dollars: before.dollars + dollars - fee,
		treasuryDollars: before.treasuryDollars + fee,
		issuedDollars: before.issuedDollars + dollars,
	});
	return fee;
}
