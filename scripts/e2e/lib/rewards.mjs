// SPDX-License-Identifier: Apache-2.0

/** Rewards and positions: pools that pay, stake that an NFT owns, what a wallet asks of both. */

import assert from 'node:assert/strict';
import { alice, rewardPot, treasury } from './accounts.mjs';
import { assertEvents, assertMoves } from './assert.mjs';
import { send } from './chain.mjs';
import { assetName, NATIVE, USDX } from './money.mjs';
import { plain } from './plain.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {import('./money.mjs').Asset} Asset */
/** @typedef {{ duration: number, multiplier: number }} Preset Epochs, and hundredths. */

/** Half, in the 10⁻¹⁸ steps of the chain. */
const HALF = 5n * 10n ** 17n;

/** Whatever leaving early costs: a wallet would say what it has shown. */
export const ANY_PENALTY = 10n ** 18n;

/**
 * A lock: for so many epochs, and a share weighs so many hundredths.
 *
 * @param {number} duration
 * @param {number} multiplier
 * @returns {Preset}
 */
export const preset = (duration, multiplier) => ({ duration, multiplier });

/**
 * What a pool offers, as `configure` takes it. A test names what it is about.
 *
 * @param {object} [what]
 * @param {Preset[]} [what.presets]
 * @param {Asset[]} [what.assets] In what it can be rewarded.
 * @param {bigint} [what.penalty] What leaving early costs, of one.
 * @param {any} [what.beneficiary] Where that goes.
 * @param {boolean} [what.plain] Whether stake without a position earns too.
 */
export function offer({
	presets = [],
	assets = [NATIVE, USDX],
	penalty = HALF,
	beneficiary = { Account: treasury },
	plain = true,
} = {}) {
	return { presets, assets, penalty, beneficiary, plain };
}

/**
 * A plain pool in the native token that pays rewards and has no stream, by sudo.
 *
 * @param {Chain} chain
 * @param {Parameters<typeof offer>[0]} [what]
 * @returns {Promise<bigint>}
 */
export async function rewardPool(chain, what) {
	const { operatorStaking, stakingRewards, sudo } = chain.api.tx;
	const opened = await send(chain, sudo.sudo(operatorStaking.openPlainPool(NATIVE, 1n)), alice);
	const { pool } = eventOf(opened, 'operatorStaking.PoolOpened');
	await send(chain, sudo.sudo(stakingRewards.configure(pool, offer(what))), alice);
	return pool;
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
 * @param {bigint} pool
 * @param {bigint} amount
 * @param {Preset} terms
 * @returns {Promise<bigint>} Its number.
 */
export async function stakePosition(chain, owner, pool, amount, terms) {
	const receipt = await send(chain, chain.api.tx.stakingRewards.stake(pool, amount, terms, ANY_PENALTY), owner);
	return eventOf(receipt, 'stakingRewards.Staked').position;
}

/** What can be claimed, as `claim` names it. */
export const ofStake = (pool, { address }) => ({ Stake: { pool, holder: address } });
export const ofPosition = (id) => ({ Position: id });
export const ofCommission = (pool) => ({ Commission: pool });

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
 * Rewards who was in force in an epoch: the pot gets it, and the event says what was divided.
 *
 * @param {Chain} chain
 * @param {bigint} pool
 * @param {Asset} asset
 * @param {bigint} amount
 * @param {bigint} earnedIn
 * @param {any} [from] A pair.
 */
export async function rewardPoolFor(chain, pool, asset, amount, earnedIn, from = alice) {
	const tx = chain.api.tx.stakingRewards.reward({ Pool: pool }, asset, amount, earnedIn);
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
 * @param {bigint} id
 */
export async function positionView({ api }, id) {
	return plain(await api.call.stakingRewardsApi.position(id));
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
 * What a holder could claim in an epoch, the present one if none is named.
 *
 * @param {Chain} chain
 * @param {bigint} pool
 * @param {string} holder
 * @param {bigint} [epoch]
 * @param {'Staker' | 'Operator'} [kind]
 * @returns {Promise<[asset: Asset, amount: bigint][]>}
 */
export async function availableReward({ api }, pool, holder, epoch, kind = 'Staker') {
	const { availableReward } = api.call.stakingRewardsApi;
	const present = plain(await api.call.operatorStakingApi.epoch()).now;
	return plain(await availableReward(kind, pool, epoch ?? present, holder));
}

/**
 * @param {Chain} chain
 * @param {bigint} id
 * @param {any} [amount]
 */
export async function previewUnstake({ api }, id, amount = 'All') {
	return plain(await api.call.stakingRewardsApi.previewUnstake(id, amount));
}

/**
 * What a pool pays and offers.
 *
 * @param {Chain} chain
 * @param {bigint} pool
 */
export async function rewardsView({ api }, pool) {
	return plain(await api.call.stakingRewardsApi.rewards(pool));
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
 * Who has the NFT of a position, as the NFT pallet says; nobody if it is burnt.
 *
 * @param {Chain} chain
 * @param {bigint} id
 * @returns {Promise<string | null>}
 */
export async function nftOwner(chain, id) {
	const item = await chain.api.query.nfts.item(await collectionOf(chain), id);
	return plain(item)?.owner ?? null;
}

/**
 * What the NFT of a position says.
 *
 * @param {Chain} chain
 * @param {bigint} id
 * @returns {Promise<string>}
 */
export async function nftText(chain, id) {
	const text = await chain.api.query.nfts.itemMetadataOf(await collectionOf(chain), id);
	return text.unwrap().data.toUtf8();
}

/**
 * The invariant of the pot of rewards, for every asset: what all holders, operators and owners
 * could claim now, and what streams have yet to pay, is there.
 *
 * @param {Chain} chain At rest: no transaction is on its way.
 */
export async function assertRewardsCovered(chain) {
	const { entitlements, pools, positions, pots } = chain.api.query.stakingRewards;
	const { exits, holdings } = chain.api.query.operatorStaking;
	const owed = new Map();
	const add = (asset, amount) => {
		const name = assetName(asset);
		owed.set(name, (owed.get(name) ?? 0n) + amount);
	};
	const addAll = (amounts) => amounts.forEach(([asset, amount]) => add(asset, amount));

	const holders = new Set();
	for (const item of [entitlements, exits, holdings]) {
		for (const { args } of await item.keys()) holders.add(`${args[1]} ${args[0]}`);
	}
	for (const [pool, holder] of [...holders].map((key) => key.split(' '))) {
		addAll(await availableReward(chain, pool, holder));
	}
	for (const [{ args: [id] }] of await pools.entries()) {
		for (const { asset, stream, commission } of (await rewardsView(chain, plain(id))).assets) {
			add(asset, commission);
			stream.forEach(({ from, amount }, at) => {
				const until = stream[at + 1]?.from ?? from;
				add(asset, amount * (until - from));
			});
		}
	}
	for (const [{ args: [id] }, position] of await positions.entries()) {
		// Of a tagged position the key has what is for the tagger.
		if (plain(position).tag) addAll((await positionView(chain, plain(id))).claimable);
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
