// SPDX-License-Identifier: Apache-2.0

/** Storage of our pallets, read from outside: nothing may be lost, and the books must balance. */

import assert from 'node:assert/strict';
import { xxhashAsHex } from '@polkadot/util-crypto';
import { potAccount, rewardPot, slashPot } from './accounts.mjs';
import { assetName, balance, NATIVE } from './money.mjs';
import { plain } from './plain.mjs';
import { rpc } from './rpc.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/** Items of one page: more than any test makes. */
const PAGE = 1_000;

/** The prefixes of the keys of our pallets, and `true` in storage. */
const OURS = ['OperatorStaking', 'StakingRewards', 'Restaking', 'Nfts'].map((pallet) => prefixOf(pallet));
const TRUE = '0x01';

/**
 * All of the storage of staking, rewards and restaking, and the NFTs, as raw keys and values.
 *
 * @param {Chain} chain
 * @returns {Promise<[key: string, value: string][]>}
 */
export async function stakingStorage({ node }) {
	const pages = await Promise.all(
		OURS.map((prefix) => rpc(node, 'state_getKeysPaged', prefix, PAGE)),
	);
	assert.ok(pages.every(({ length }) => length < PAGE), 'each page holds all of it');
	const [{ changes }] = await rpc(node, 'state_queryStorageAt', pages.flat());
	return changes;
}

/** The items that a block writes by itself when an epoch begins or the active set changes. */
const BY_ITSELF = [
	['OperatorStaking', 'LastElection'],
	['OperatorStaking', 'RankingPending'],
	['OperatorStaking', 'Ranking'],
	['OperatorStaking', 'NextSetId'],
	['OperatorStaking', 'OldestSetId'],
	['OperatorStaking', 'ActiveSets'],
	['OperatorStaking', 'PowerHistory'],
	['Restaking', 'AcknowledgedEpochs'],
].map((names) => prefixOf(...names));
const [LAST_ELECTION, RANKING_PENDING] = BY_ITSELF;

/**
 * Two states of all of this storage, so that what differs was written by a transaction: if
 * an election or a change of the active set was due between them, without what these write.
 *
 * @param {Awaited<ReturnType<typeof stakingStorage>>} before
 * @param {Awaited<ReturnType<typeof stakingStorage>>} after
 */
export function comparable(before, after) {
	const valueAt = (storage, key) => storage.find(([present]) => present === key)?.[1];
	const elected = valueAt(before, LAST_ELECTION) !== valueAt(after, LAST_ELECTION);
	const changed = valueAt(before, RANKING_PENDING) === TRUE;
	if (!elected && !changed) return [before, after];

	const byCalls = ([key]) => !BY_ITSELF.some((prefix) => key.startsWith(prefix));
	return [before.filter(byCalls), after.filter(byCalls)];
}

/** The prefix of the keys of a pallet, or of one of its items. */
function prefixOf(...names) {
	return `0x${names.map((name) => xxhashAsHex(name, 128).slice(2)).join('')}`;
}

/**
 * The invariant of the pots (I1) for every asset: the recorded sum is all stake in pools, all that
 * is unbonding and all that is due; and the pot's account has at least that and its floor. The pot
 * of rewards has what it records, too; the escrow has all bounties, and deposits are held.
 *
 * @param {Chain} chain At rest: no transaction is on its way.
 */
export async function assertBooksBalance(chain) {
	const { pots, pools, exitBuckets, exits } = chain.api.query.operatorStaking;
	const records = await pots.entries();
	assert.ok(records.length > 0, 'there are pots');

	const assets = new Map();
	const standing = new Map();
	const add = (poolId, tokens) => {
		const asset = assets.get(plain(poolId));
		standing.set(asset, (standing.get(asset) ?? 0n) + tokens);
	};
	for (const [key, record] of await pools.entries()) {
		const { asset, buckets } = plain(record);
		assets.set(plain(key.args[0]), assetName(asset));
		add(key.args[0], tokensOf(buckets));
	}
	for (const [key, buckets] of await exitBuckets.entries()) {
		add(key.args[0], tokensOf(plain(buckets)));
	}
	for (const [key, unbonding] of await exits.entries()) add(key.args[1], plain(unbonding).due);

	for (const [key, record] of records) {
		const asset = plain(key.args[0]);
		const { owed } = plain(record);
		const name = assetName(asset);
		assert.equal(standing.get(name) ?? 0n, owed, `all stake of ${name} is somebody's`);
		await assertCovers(chain, potAccount(chain), asset, record);
	}
	const rewards = await chain.api.query.stakingRewards.pots.entries();
	assert.ok(rewards.length > 0, 'there are pots for rewards');
	for (const [key, record] of rewards) {
		await assertCovers(chain, rewardPot, plain(key.args[0]), record);
	}
	await assertEscrowed(chain);
}

/** The money of restaking is there: bounties in its escrow, deposits held of those who paid them. */
async function assertEscrowed(chain) {
	const { bounties, cases, consumers, escrow } = chain.api.query.restaking;
	const all = async (item) => (await item.entries()).map(([, value]) => plain(value));
	const record = await escrow();
	const locked = (await all(bounties)).reduce((sum, { amount }) => sum + amount, 0n);
	assert.equal(plain(record).owed, locked, 'all of the escrow is bounties');
	await assertCovers(chain, slashPot, NATIVE, record);

	const [deposits, held] = [new Map(), new Map()];
	const add = (sums, who, reason, amount) => {
		const key = `${who} ${reason}`;
		if (amount > 0n) sums.set(key, (sums.get(key) ?? 0n) + amount);
	};
	const note = (reason, deposit) => deposit && add(deposits, deposit.who, reason, deposit.amount);
	for (const { deposit } of await all(consumers)) note('ConsumerDeposit', deposit);
	for (const { course } of await all(cases)) {
		note('ReportDeposit', course.state.Proposed?.proposal);
		note('DisputeDeposit', course.state.Filed?.stage.Disputed);
	}
	for (const [{ args: [who] }, holds] of await chain.api.query.balances.holds.entries()) {
		const ours = plain(holds).filter(({ id }) => id.Restaking);
		for (const { id, amount } of ours) add(held, who, id.Restaking, amount);
	}
	const sorted = (sums) => [...sums].sort();
	assert.deepEqual(sorted(held), sorted(deposits), 'every deposit is held');
}

/** A pot has what it records, and its floor. */
async function assertCovers(chain, pot, asset, record) {
	const { owed, floor } = plain(record);
	const has = await balance(chain, pot, asset);
	const name = assetName(asset);
	assert.ok(has >= owed + floor, `the pot of ${name} has ${has} for ${owed} + ${floor}`);
}

/** Σ T. */
function tokensOf({ list }) {
	return list.reduce((sum, [, { tokens }]) => sum + tokens, 0n);
}
