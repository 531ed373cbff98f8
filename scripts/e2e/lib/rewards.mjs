// SPDX-License-Identifier: Apache-2.0

/** Rewards and positions: pools that pay, stake that an NFT owns, what a wallet asks of both. */

import assert from 'node:assert/strict';
import { alice, rewardPot, treasury } from './accounts.mjs';
import { assertEvents, assertMoves } from './assert.mjs';
import { send } from './chain.mjs';
import { assetName, BASE, NATIVE, USDX } from './money.mjs';
import { plain } from './plain.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {import('./money.mjs').Asset} Asset */
/** @typedef {{ duration: number, multiplier: number }} LockTier Epochs, and hundredths. */

/** Half, in the 10⁻¹⁸ steps of the chain. */
const HALF = 5n * 10n ** 17n;

/** The destination of penalties in the pools of the genesis, and in those that `rewardPool` makes. */
export const TO_TREASURY = { Account: treasury };

/** Whatever leaving early costs: a wallet would say what it has shown. */
export const ANY_PENALTY = 10n ** 18n;

/**
 * A lock tier: so many epochs, and a multiplier in hundredths.
 *
 * @param {number} duration
 * @param {number} multiplier
 * @returns {LockTier}
 */
export const tier = (duration, multiplier) => ({ duration, multiplier });

/**
 * The offer of a pool, as `configure` takes it. A test names the fields that it is about.
 *
 * @param {object} [what]
 * @param {LockTier[]} [what.tiers]
 * @param {Asset[]} [what.assets] Its reward assets.
 * @param {bigint} [what.penalty] The part of the stake that leaving early costs.
 * @param {any} [what.destination] Of penalties: an account if the admin names it.
 */
export function offer({
	tiers = [],
	assets = [NATIVE, USDX],
	penalty = HALF,
	destination = 'Burn',
} = {}) {
	return { tiers, assets, penalty, destination };
}

/**
 * A standalone pool in the native token that pays rewards and has no stream, by sudo. Stake without a position earns
 * with the smallest multiplier of its tiers, at most 1.00.
 *
 * @param {Chain} chain
 * @param {Parameters<typeof offer>[0]} [what]
 * @returns {Promise<bigint>}
 */
export async function rewardPool(chain, what) {
	const { operatorStaking, stakingRewards, sudo } = chain.api.tx;
	const smallest = Math.min(BASE.multiplier, ...(what?.tiers ?? []).map(({ multiplier }) => multiplier));
	const base = { ...BASE, multiplier: smallest };
	const opened = await send(chain, sudo.sudo(operatorStaking.openStandalonePool(NATIVE, 1n, base)), alice);
	const { poolId } = eventOf(opened, 'operatorStaking.PoolOpened');
	await send(chain, sudo.sudo(stakingRewards.configure(poolId, offer({ destination: TO_TREASURY, ...what }))), alice);
	return poolId;
}

/**
 * The fields of an event that a transaction said once.
 *
 * @param {import('./chain.mjs').Receipt} receipt
 * @param {string} name With its section.
 * @returns {Record<string, any>}
 */
export function eventOf({ events }, name) {
	const [event, more] = events.filter((said) => said.name === name);
	if (!event || more) throw new Error(`one ${name} was expected`);
	return event.fields;
}

/**
 * Opens a position.
 *
 * @param {Chain} chain
 * @param {any} owner A pair.
 * @param {bigint} poolId
 * @param {bigint} amount
 * @param {LockTier} tier
 * @returns {Promise<bigint>} Its id.
 */
export async function stakePosition(chain, owner, poolId, amount, tier) {
	const { stake } = chain.api.tx.stakingRewards;
	const { destination } = await rewardPoolView(chain, poolId);
	const receipt = await send(chain, stake(poolId, amount, tier, ANY_PENALTY, destination), owner);
	return eventOf(receipt, 'stakingRewards.Staked').positionId;
}

/** Rewards to claim, as `claim` and `availableReward` name them. */
export const ofStake = (poolId, { address }) => ({ Stake: { poolId, staker: address } });
export const ofPosition = (positionId) => ({ Position: positionId });
export const ofCommission = (poolId) => ({ Commission: poolId });

/**
 * A claim must pay exactly this, and say so.
 *
 * @param {Chain} chain
 * @param {any} claim One of the three above.
 * @param {any} from Who asks, a pair.
 * @param {[who: string, asset: Asset, amount: bigint][]} payments In the order they are made.
 * @param {string | null} [to] Where the owner wants it.
 */
export async function assertClaims(chain, claim, from, payments, to = null) {
	const moves = payments.flatMap(([who, asset, amount]) => [
		[rewardPot, asset, -amount],
		[who, asset, amount],
	]);
	const receipt = await assertMoves(chain, claimTx(chain, claim, to), from, moves);
	const claimed = receipt.events.filter(({ name }) => name === 'stakingRewards.Claimed');
	const said = payments.map(([who, asset, amount]) => [
		'Claimed',
		{ claim, to: who, asset: named(asset), amount },
	]);
	assertEvents({ ...receipt, events: claimed }, said, 'stakingRewards');
	return receipt;
}

/**
 * @param {Chain} chain
 * @param {any} claim
 * @param {string | null} [to]
 */
export const claimTx = ({ api }, claim, to = null) => api.tx.stakingRewards.claim(claim, to);

/**
 * Rewards the stake that was active in an epoch: the pot gets it, and the event says what was
 * divided.
 *
 * @param {Chain} chain
 * @param {bigint} poolId
 * @param {Asset} asset
 * @param {bigint} amount
 * @param {bigint} earnedIn
 * @param {any} [from] A pair.
 */
export async function rewardPoolFor(chain, poolId, asset, amount, earnedIn, from = alice) {
	const tx = chain.api.tx.stakingRewards.reward({ Pool: poolId }, asset, amount, earnedIn);
	const receipt = await assertMoves(chain, tx, from, [
		[from.address, asset, -amount],
		[rewardPot, asset, amount],
	]);
	const { commission, amount: divided } = eventOf(receipt, 'stakingRewards.Rewarded');
	if (commission + divided !== amount) throw new Error('a reward is divided to the unit');
	return receipt;
}

/** An asset as events and views name it. */
export const named = (asset) => (asset === NATIVE ? NATIVE : { WithId: BigInt(asset.WithId) });

/**
 * Everything a wallet shows of a position.
 *
 * @param {Chain} chain
 * @param {bigint} positionId
 */
export async function positionView({ api }, positionId) {
	return plain(await api.call.stakingRewardsApi.position(positionId));
}

/**
 * @param {Chain} chain
 * @param {string} account
 * @returns {Promise<bigint[]>}
 */
export async function positionsOf({ api }, account) {
	return plain(await api.call.stakingRewardsApi.positionsOf(account));
}

/**
 * Amounts that a claim would pay in an epoch, the present one if none is named.
 *
 * @param {Chain} chain
 * @param {any} claim
 * @param {bigint} [epoch]
 * @returns {Promise<[asset: Asset, amount: bigint][]>}
 */
export async function availableReward({ api }, claim, epoch) {
	const { current } = plain(await api.call.operatorStakingApi.epoch());
	return plain(await api.call.stakingRewardsApi.availableReward(claim, epoch ?? current));
}

/**
 * @param {Chain} chain
 * @param {bigint} positionId
 * @param {any} [amount]
 */
export async function previewUnstake({ api }, positionId, amount = 'All') {
	return plain(await api.call.stakingRewardsApi.previewUnstake(positionId, amount));
}

/**
 * Rewards, streams and offer of a pool.
 *
 * @param {Chain} chain
 * @param {bigint} poolId
 */
export async function rewardPoolView({ api }, poolId) {
	return plain(await api.call.stakingRewardsApi.rewardPool(poolId));
}

/**
 * The collection of the positions' NFTs.
 *
 * @param {Chain} chain
 * @returns {Promise<bigint>}
 */
export async function collectionOf({ api }) {
	return plain(await api.query.stakingRewards.collection());
}

/**
 * The owner of the NFT of a position, as the NFT pallet says; nobody if it is burnt.
 *
 * @param {Chain} chain
 * @param {bigint} positionId
 * @returns {Promise<string | null>}
 */
export async function nftOwner(chain, positionId) {
	const item = await chain.api.query.nfts.item(await collectionOf(chain), positionId);
	return plain(item)?.owner ?? null;
}

/**
 * The text of the NFT of a position.
 *
 * @param {Chain} chain
 * @param {bigint} positionId
 * @returns {Promise<string>}
 */
export async function nftText(chain, positionId) {
	const text = await chain.api.query.nfts.itemMetadataOf(await collectionOf(chain), positionId);
	const { name, description } = JSON.parse(text.unwrap().data.toUtf8());
	return `${name}: ${description}`;
}

/**
 * The invariant of the pot of rewards, for every asset: what all stakers, operators and owners
 * could claim now, and what streams have yet to pay, is there.
 *
 * @param {Chain} chain At rest: no transaction is on its way.
 */
export async function assertRewardsCovered(chain) {
	const { entitlements, positions, pots, rewardPools } = chain.api.query.stakingRewards;
	const { exits, holdings } = chain.api.query.operatorStaking;
	const owed = new Map();
	const add = (asset, amount) => {
		const name = assetName(asset);
		owed.set(name, (owed.get(name) ?? 0n) + amount);
	};
	const addAll = (amounts) => amounts.forEach(([asset, amount]) => add(asset, amount));

	// What a position account has earned is shown with its position.
	const accounts = new Set((await positions.entries()).map(([, position]) => plain(position).account));
	const stakers = new Set();
	for (const item of [entitlements, exits, holdings]) {
		for (const { args: [staker, poolId] } of await item.keys()) {
			if (!accounts.has(`${staker}`)) stakers.add(`${poolId} ${staker}`);
		}
	}
	for (const [poolId, staker] of [...stakers].map((key) => key.split(' '))) {
		addAll(await availableReward(chain, ofStake(poolId, { address: staker })));
	}
	for (const [{ args: [id] }] of await rewardPools.entries()) {
		for (const { asset, stream, commission } of (await rewardPoolView(chain, plain(id))).assets) {
			add(asset, commission);
			stream.forEach(({ effectiveFrom, amount }, at) => {
				const until = stream[at + 1]?.effectiveFrom ?? effectiveFrom;
				add(asset, amount * (until - effectiveFrom));
			});
		}
	}
	for (const { args: [id] } of await positions.keys()) {
		const { claimable, unvested, expiredRewards } = await positionView(chain, plain(id));
		for (const amounts of [claimable, unvested, expiredRewards]) addAll(amounts);
	}

	for (const [{ args: [asset] }, pot] of await pots.entries()) {
		const name = assetName(plain(asset));
		const { owed: has } = plain(pot);
		const owes = owed.get(name) ?? 0n;
		assert.ok(has >= owes, `the pot of ${name} has ${has} and owes ${owes}`);
		owed.delete(name);
	}
	assert.deepEqual([...owed], [], 'nothing is owed without a pot');
}
