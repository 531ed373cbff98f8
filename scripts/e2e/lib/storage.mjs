// SPDX-License-Identifier: Apache-2.0

/** Storage of our pallets, read from outside: nothing may be lost, and the books must balance. */

import assert from 'node:assert/strict';
import { xxhashAsHex } from '@polkadot/util-crypto';
import { potAccount, programmePot, rewardPot, slashPot } from './accounts.mjs';
import { assetName, balance, NATIVE } from './money.mjs';
import { plain } from './plain.mjs';
import { rollupDeposits } from './rollup.mjs';
import { rpc } from './rpc.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/** Items of one page: more than any test makes. */
const PAGE = 1_000;

/** The prefixes of the keys of our pallets, and `true` in storage. */
const PALLETS = ['OperatorStaking', 'StakingRewards', 'Restaking', 'Programmes', 'Rollup', 'Nfts'];
const OURS = PALLETS.map((pallet) => prefixOf(pallet));
const TRUE = '0x01';

/**
 * All of the storage of our pallets, and the NFTs, as raw keys and values.
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
	['OperatorStaking', 'PriceHistory'],
	['OperatorStaking', 'ElectionCount'],
	['OperatorStaking', 'ReplaceableOperator'],
	// An election notes in the records who could not be elected.
	['OperatorStaking', 'Operators'],
	['Restaking', 'AcknowledgedEpochs'],
].map((names) => prefixOf(...names));
const [LAST_ELECTION, RANKING_PENDING] = BY_ITSELF;

/** The items that an idle block writes when it catches up pools, and where it stands with that. */
const BY_IDLE_BLOCKS = [
	['OperatorStaking', 'IdleRound'],
	['OperatorStaking', 'Pools'],
	['OperatorStaking', 'Conversions'],
	['StakingRewards', 'RewardPools'],
	['StakingRewards', 'Streams'],
	['StakingRewards', 'MergedCohorts'],
	['StakingRewards', 'Expiries'],
	['StakingRewards', 'ExitRewards'],
	['StakingRewards', 'CreditedEpochs'],
	['StakingRewards', 'Unallocated'],
].map((names) => prefixOf(...names));
const [IDLE_ROUND] = BY_IDLE_BLOCKS;

/** The items that any block may write by itself: its author counts, epochs of programmes are finalised, sequencers change. */
const BY_BLOCKS = [
	['Programmes', 'AuthorTurns'],
	['Programmes', 'Authors'],
	['Programmes', 'Budgets'],
	['Programmes', 'LastMint'],
	['Programmes', 'Performances'],
	['Programmes', 'Programmes'],
	['Programmes', 'WorkRecords'],
	['Rollup', 'Kept'],
	['Rollup', 'LastLook'],
	['Rollup', 'NextSetNumber'],
	['Rollup', 'SetPending'],
	['Rollup', 'Sets'],
	['Rollup', 'Turns'],
].map((names) => prefixOf(...names));

/**
 * Two states of all of this storage, so that what differs was written by a transaction: if
 * an election, a change of the active set or an idle block came between them, without what these write.
 *
 * @param {Awaited<ReturnType<typeof stakingStorage>>} before
 * @param {Awaited<ReturnType<typeof stakingStorage>>} after
 */
export function comparable(before, after) {
	const without = (storage, prefixes) =>
		storage.filter(([key]) => !prefixes.some((prefix) => key.startsWith(prefix)));
	[before, after] = [before, after].map((storage) => without(storage, BY_BLOCKS));
	const valueAt = (storage, key) => storage.find(([present]) => present === key)?.[1];
	if (valueAt(before, IDLE_ROUND) !== valueAt(after, IDLE_ROUND)) {
		[before, after] = [before, after].map((storage) => without(storage, BY_IDLE_BLOCKS));
	}
	const elected = valueAt(before, LAST_ELECTION) !== valueAt(after, LAST_ELECTION);
	const changed = valueAt(before, RANKING_PENDING) === TRUE;
	if (!elected && !changed) return [before, after];

	return [without(before, BY_ITSELF), without(after, BY_ITSELF)];
}

/** The prefix of the keys of a pallet, or of one of its items. */
function prefixOf(...names) {
	return `0x${names.map((name) => xxhashAsHex(name, 128).slice(2)).join('')}`;
}

/**
 * The invariant of the pots (I1) for every asset: the recorded sum is all stake in pools, all that
 * is unbonding, all that is due and what slashes are still owed; and the pot's account has at least that and its floor. The pot
 * of rewards has what it records, too, and that of programmes; the escrow has all bounties, and deposits are held.
 *
 * @param {Chain} chain At rest: no transaction is on its way.
 */
export async function assertBooksBalance(chain) {
	const { pots, pools, exitBuckets, exits, owedSlashes } = chain.api.query.operatorStaking;
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
	for (const [key, page] of await exitBuckets.entries()) {
		const left = plain(page).records.filter((buckets) => buckets !== null);
		for (const buckets of left) add(key.args[0], tokensOf(buckets));
	}
	for (const [key, unbonding] of await exits.entries()) add(key.args[1], plain(unbonding).due);
	for (const [key, owed] of await owedSlashes.entries()) add(key.args[0], plain(owed));

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
	for (const [key, record] of await chain.api.query.programmes.pots.entries()) {
		await assertCovers(chain, programmePot, plain(key.args[0]), record);
	}
	await assertEscrowed(chain);
	const [held, recorded] = await rollupDeposits(chain);
	assert.deepEqual(held, recorded, 'every deposit for a batch or a challenge is held');
}

/** The money of restaking is there: bounties and what waits for accounts in its escrow, deposits held of those who paid them. */
async function assertEscrowed(chain) {
	const { bounties, cases, consumers, disputes, escrow, withheldSlashes } = chain.api.query.restaking;
	const all = async (item) => (await item.entries()).map(([, value]) => plain(value));
	const waits = new Map();
	const wait = (asset, amount) => waits.set(asset, (waits.get(asset) ?? 0n) + amount);
	for (const { amount } of await all(bounties)) wait(NATIVE, amount);
	for (const [{ args: [, asset] }, record] of await withheldSlashes.entries()) {
		wait(assetName(plain(asset)), plain(record).escrowed);
	}
	for (const [{ args: [key] }, record] of await escrow.entries()) {
		const asset = plain(key);
		assert.equal(plain(record).owed, waits.get(assetName(asset)) ?? 0n, 'all of the escrow waits');
		waits.delete(assetName(asset));
		await assertCovers(chain, slashPot, asset, record);
	}
	const unkept = [...waits].filter(([, amount]) => amount > 0n);
	assert.deepEqual(unkept, [], 'nothing waits without an escrow');

	const [deposits, held] = [new Map(), new Map()];
	const add = (sums, who, reason, amount) => {
		const key = `${who} ${reason}`;
		if (amount > 0n) sums.set(key, (sums.get(key) ?? 0n) + amount);
	};
	for (const { deposit } of await all(consumers)) {
		add(deposits, deposit.who, 'ConsumerDeposit', deposit.amount);
	}
	for (const { course } of await all(cases)) {
		const { proposal, isDeclined } = course.state.Proposed ?? {};
		if (proposal && !isDeclined) add(deposits, proposal.who, 'ReportDeposit', proposal.amount);
	}
	for (const [{ args: [, who] }, dispute] of await disputes.entries()) {
		add(deposits, who, 'DisputeDeposit', plain(dispute).deposit);
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
