// SPDX-License-Identifier: Apache-2.0

/**
 * Rewards as a wallet sees them: who was active is paid for the epoch, to the unit, whenever the
 * money comes and whenever it is claimed.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { blockEvents, send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, endow, GOLD, NATIVE, OUNCE, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import {
	assertClaims,
	assertRewardsCovered,
	availableReward,
	claimTx,
	eventOf,
	named,
	offer,
	ofCommission,
	ofPosition,
	ofStake,
	positionView,
	rewardPool,
	rewardPoolFor,
	rewardPoolView,
	stakePosition,
	tier,
} from './lib/rewards.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';
import { epochView, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, ferdie, newcomer } = accounts;

const chain = await startChain('rewards');
after(() => chain.stop());

const { operatorStaking, stakingRewards, sudo, utility } = chain.api.tx;
const POT = accounts.rewardPot;
const TREASURY = accounts.treasury;
const NOWHERE = 4_000_000_000n;
/** Alice's in the native token, and the standalone one, of the development chain. */
const [SENIOR_POOL, STANDALONE_POOL] = [1n, 6n];

/** Parts of one, in the 10⁻¹⁸ steps of the chain. */
const ONE = 10n ** 18n;
const TENTH = ONE / 10n;
const HALF = ONE / 2n;

const delegate = (poolId, amount) => operatorStaking.delegate(poolId, amount);
const undelegateAll = (poolId) => operatorStaking.undelegate(poolId, 'All');
const reward = (poolId, asset, amount, earnedIn) =>
	stakingRewards.reward({ Pool: poolId }, asset, amount, earnedIn);
const rewardOperator = ({ address }, asset, amount, earnedIn) =>
	stakingRewards.reward({ Operator: address }, asset, amount, earnedIn);
const available = (poolId, who, epoch) => availableReward(chain, ofStake(poolId, who), epoch);
const kept = (poolId) => availableReward(chain, ofCommission(poolId));

/** The events of the pallet in a transaction. */
const assertSays = (receipt, expected) => assertEvents(receipt, expected, 'stakingRewards');

describe('a new chain', () => {
	/** The streams of the genesis for each epoch, in the standalone pool and in Alice's. */
	const [each, senior] = [10n * BULW, 5n * BULW];
	/** The rest of the division by 104 epochs comes with the first. */
	const ounces = [OUNCE - 103n * (OUNCE / 104n), OUNCE / 104n];
	/** @type {bigint} The first epoch that is paid for. */
	let first;

	test('has streams that begin with its first block', async () => {
		const block = String(await chain.api.rpc.chain.getBlockHash(1));

		const said = await blockEvents(chain, block, 'stakingRewards');

		first = said[0].fields.effectiveFrom;
		const streams = said.map(({ name, fields }) => {
			assert.equal(name, 'stakingRewards.StreamFunded');
			const { poolId, asset, amount, ...when } = fields;
			assert.deepEqual(when, { effectiveFrom: first, epochs: 104n });
			return [poolId, asset, amount];
		});
		assert.deepEqual(streams.sort(([a], [b]) => Number(a - b)), [
			...[1n, 2n, 3n, 4n, 5n].map((poolId) => [poolId, NATIVE, 520n * BULW]),
			[STANDALONE_POOL, named(GOLD), OUNCE],
			[STANDALONE_POOL, named(USDX), 1_040n * DOLLAR],
			[STANDALONE_POOL, NATIVE, 1_040n * BULW],
		]);
	});

	test('shows who staked at genesis claimable amounts after an epoch', async () => {
		await goToEpoch(chain, first + 1n);

		assert.deepEqual(await available(STANDALONE_POOL, ferdie), [
			[NATIVE, each],
			[named(USDX), 10n * DOLLAR],
			[named(GOLD), ounces[0]],
		]);
		const parts = [[alice, 5n], [dave, 20n], [eve, 10n]];
		for (const [who, part] of parts) {
			assert.deepEqual(await available(SENIOR_POOL, who), [[NATIVE, (senior * part) / 35n]]);
		}
		assert.deepEqual(await available(SENIOR_POOL, bob), []);
	});

	test('answers alike about a claim and about a kind of reward', async () => {
		const { availableRewardOf } = chain.api.call.stakingRewardsApi;
		const { current } = await epochView(chain);

		const ofDave = await availableRewardOf('Staker', SENIOR_POOL, current, dave.address);
		const ofAlice = await availableRewardOf('Operator', SENIOR_POOL, current, dave.address);

		assert.deepEqual(plain(ofDave), await available(SENIOR_POOL, dave));
		assert.deepEqual(plain(ofAlice), await kept(SENIOR_POOL));
	});

	test('shows what will be claimable if nothing happens until then', async () => {
		assert.deepEqual(await available(STANDALONE_POOL, ferdie, first), []);
		assert.deepEqual(await available(STANDALONE_POOL, ferdie, first + 7n), [
			[NATIVE, 7n * each],
			[named(USDX), 70n * DOLLAR],
			[named(GOLD), ounces[0] + 6n * ounces[1]],
		]);
	});

	test('pays all epochs and all assets in one claim', async () => {
		await goToEpoch(chain, first + 2n);

		await assertClaims(chain, ofStake(STANDALONE_POOL, ferdie), ferdie, [
			[ferdie.address, NATIVE, 2n * each],
			[ferdie.address, USDX, 20n * DOLLAR],
			[ferdie.address, GOLD, ounces[0] + ounces[1]],
		]);

		assert.deepEqual(await available(STANDALONE_POOL, ferdie), []);
	});

	test('pays a staker whoever asks, and elsewhere only if the staker does', async () => {
		const amount = (2n * senior * 20n) / 35n;
		const claim = ofStake(SENIOR_POOL, dave);
		await assertRefused(
			chain,
			claimTx(chain, claim, ferdie.address),
			ferdie,
			'stakingRewards.NotOwner',
		);

		await assertClaims(chain, claim, ferdie, [[dave.address, NATIVE, amount]]);

		const third = (2n * senior * 10n) / 35n;
		const ofEve = ofStake(SENIOR_POOL, eve);
		await assertClaims(chain, ofEve, eve, [[bob.address, NATIVE, third]], bob.address);
	});

	test('refuses a claim of nothing', async () => {
		const epoch = (await epochView(chain)).current;
		for (const [claim, error] of [
			[ofStake(STANDALONE_POOL, ferdie), 'NothingToClaim'],
			[ofStake(STANDALONE_POOL, bob), 'NothingToClaim'],
			[ofStake(NOWHERE, ferdie), 'UnknownPool'],
			[ofCommission(SENIOR_POOL), 'NothingToClaim'],
			[ofCommission(STANDALONE_POOL), 'NothingToClaim'],
			[ofCommission(NOWHERE), 'UnknownPool'],
			[ofPosition(NOWHERE), 'UnknownPosition'],
		]) {
			await assertRefused(chain, claimTx(chain, claim), ferdie, `stakingRewards.${error}`);
		}
		assert.equal((await epochView(chain)).current, epoch, 'nothing was earned in between');
	});
});

describe('the reward of an operator', () => {
	const operator = newcomer('Prover');
	const OWN = 1_000n * BULW;
	const commission = 2n * TENTH;
	const free = offer();
	/** @type {bigint} Its pools in BULW and in USDX. */
	let native, usdx;
	/** @type {bigint} The epoch in which it stakes alone, and the first of the others. */
	let alone, epoch;

	test('is listed by the operator itself', async () => {
		assert.equal(await minSelfStake(chain), OWN, 'enough, and easy to reckon with');
		[native, usdx] = await newOperator(chain, operator, { own: OWN, assets: [NATIVE, USDX] });
		const unlisted = reward(native, NATIVE, BULW, (await epochView(chain)).current);
		await assertRefused(chain, unlisted, alice, 'stakingRewards.AssetNotListed');

		for (const poolId of [native, usdx]) {
			const tx = stakingRewards.configure(poolId, free);
			const receipt = await assertMoves(chain, tx, operator, []);
			// At once: nobody else has stake.
			const { current: effectiveFrom } = await epochView(chain);
			const set = { ...free, assets: free.assets.map(named) };
			assertSays(receipt, [['OfferSet', { poolId, old: null, new: set, effectiveFrom }]]);
		}

		assert.deepEqual(await rewardPoolView(chain, usdx), {
			operator: operator.address,
			assets: [NATIVE, named(USDX)].map((asset) => ({ asset, stream: [], commission: 0n })),
			tiers: [],
			penalty: HALF,
			destination: 'Burn',
			announced: null,
			base: { multiplier: 100n, delegationsEarn: true },
			commission: 0n,
			nextCommission: 0n,
			commissionCap: HALF,
		});
	});

	test('knows a commission that takes effect with the next epoch', async () => {
		alone = await goToEpoch(chain);
		epoch = alone + 1n;
		await send(chain, delegate(native, 3_000n * BULW), dave);
		await send(chain, delegate(usdx, 4_000n * DOLLAR), eve);

		const tx = stakingRewards.setCommission(commission);
		const receipt = await assertMoves(chain, tx, operator, []);

		const set = { operator: operator.address, old: 0n, new: commission, effectiveFrom: epoch };
		assertSays(receipt, [['CommissionSet', set]]);
		const view = await rewardPoolView(chain, native);
		assert.deepEqual([view.commission, view.nextCommission], [0n, commission]);
	});

	test('is divided after the commission: 10 at 20 % are 8 and 2', async () => {
		await goToEpoch(chain);

		const receipt = await rewardPoolFor(chain, native, NATIVE, 10n * BULW, epoch);

		const said = { poolId: native, earnedIn: epoch, asset: NATIVE };
		assertSays(receipt, [['Rewarded', { ...said, amount: 8n * BULW, commission: 2n * BULW }]]);
		assert.deepEqual(await available(native, operator), [[NATIVE, 2n * BULW]]);
		assert.deepEqual(await available(native, dave), [[NATIVE, 6n * BULW]]);
		assert.deepEqual(await kept(native), [[NATIVE, 2n * BULW]]);
	});

	test('for an epoch that is over goes to who was active then, at the rate of then', async () => {
		const receipt = await rewardPoolFor(chain, native, USDX, 7n * DOLLAR, alone);

		const said = { poolId: native, earnedIn: alone, asset: named(USDX) };
		assertSays(receipt, [['Rewarded', { ...said, amount: 7n * DOLLAR, commission: 0n }]]);
		const [, usd] = await available(native, operator);
		assert.deepEqual(usd, [named(USDX), 7n * DOLLAR]);
		assert.deepEqual(await available(native, dave), [[NATIVE, 6n * BULW]], 'came later');
	});

	test('is divided over its pools by power, the commission off the whole', async () => {
		const amount = 100n * BULW;

		const tx = rewardOperator(operator, NATIVE, amount, epoch);
		const receipt = await assertMoves(chain, tx, charlie, [
			[charlie.address, NATIVE, -amount],
			[POT, NATIVE, amount],
		]);

		const each = { earnedIn: epoch, asset: NATIVE, amount: 40n * BULW };
		assertSays(receipt, [
			['Rewarded', { poolId: native, ...each, commission: 20n * BULW }],
			['Rewarded', { poolId: usdx, ...each, commission: 0n }],
		]);
		assert.deepEqual(await available(usdx, eve), [[NATIVE, 40n * BULW]]);
	});

	test('is paid apart: rewards of its own stake, and its commission', async () => {
		await assertClaims(chain, ofStake(native, operator), operator, [
			[operator.address, NATIVE, 12n * BULW],
			[operator.address, USDX, 7n * DOLLAR],
		]);
		await assertClaims(chain, ofStake(native, dave), alice, [
			[dave.address, NATIVE, 36n * BULW],
		]);
		await assertClaims(chain, ofStake(usdx, eve), eve, [[eve.address, NATIVE, 40n * BULW]]);

		const claim = ofCommission(native);
		const elsewhere = claimTx(chain, claim, dave.address);
		await assertRefused(chain, elsewhere, dave, 'stakingRewards.NotOwner');
		await assertClaims(chain, claim, dave, [[operator.address, NATIVE, 22n * BULW]]);
		assert.deepEqual(await kept(native), []);
	});

	test('keeps its rate for two epochs more', async () => {
		const { setCommission } = stakingRewards;
		const locked = 'stakingRewards.CommissionLocked';
		await assertRefused(chain, setCommission(TENTH), operator, locked);
		await goToEpoch(chain);
		await assertRefused(chain, setCommission(TENTH), operator, locked);
		await goToEpoch(chain);

		const receipt = await send(chain, setCommission(TENTH), operator);

		const [old, set] = [commission, { new: TENTH, effectiveFrom: epoch + 3n }];
		assertSays(receipt, [['CommissionSet', { operator: operator.address, old, ...set }]]);
	});

	test('never goes to an operator beyond its cap', async () => {
		const { lowerCommissionCap, setCommission } = stakingRewards;
		const tooHigh = 'stakingRewards.CommissionTooHigh';
		await assertRefused(chain, setCommission(HALF + 1n), operator, tooHigh);

		const receipt = await assertMoves(chain, lowerCommissionCap(TENTH), operator, []);

		assertSays(receipt, [
			['CommissionCapLowered', { operator: operator.address, old: HALF, new: TENTH }],
		]);
		await assertRefused(chain, setCommission(TENTH + 1n), operator, tooHigh);
		await assertRefused(chain, lowerCommissionCap(TENTH), operator, tooHigh);
		assert.equal((await rewardPoolView(chain, native)).commissionCap, TENTH);
		for (const tx of [setCommission(0n), lowerCommissionCap(0n)]) {
			await assertRefused(chain, tx, dave, 'stakingRewards.NotOperator');
		}
	});
});

describe('a reward for an operator in an asset that only its smallest pool lists', () => {
	const operator = newcomer('Miner');
	const OWN = 1_000n * BULW;
	/** A thousandth of GOLD has the power of 2 BULW, of 2 000 behind the operator. */
	const GRAIN = OUNCE / 1_000n;
	const amount = 2n * OUNCE;
	/** @type {bigint} Its pools in BULW and in GOLD, and the epoch in which all are active. */
	let native, gold, epoch;

	test('is refused: what its operator has in there does not take all of it', async () => {
		[native, gold] = await newOperator(chain, operator, { own: OWN, assets: [NATIVE, GOLD] });
		await endow(chain, operator, { gold: 1n });
		await send(chain, stakingRewards.configure(native, offer()), operator);
		await send(chain, stakingRewards.configure(gold, offer({ assets: [GOLD] })), operator);
		await goToEpoch(chain);
		await send(chain, delegate(gold, GRAIN), operator);
		await send(chain, delegate(native, 998n * BULW), bob);
		epoch = await goToEpoch(chain);

		const tx = rewardOperator(operator, GOLD, amount, epoch);
		await assertRefused(chain, tx, dave, 'stakingRewards.AssetNotListed');

		assert.deepEqual(await available(gold, operator), []);
	});

	test('is divided by power if it is the admin\'s, which lists the asset', async () => {
		const tx = sudo.sudo(rewardOperator(operator, GOLD, amount, epoch));
		const receipt = await assertMoves(chain, tx, alice, [
			[TREASURY, GOLD, -amount],
			[POT, GOLD, amount],
		]);

		const [asset, part] = [named(GOLD), amount / 2_000n];
		const said = { earnedIn: epoch, asset };
		assertSays(receipt, [
			['AssetListed', { poolId: native, asset }],
			['Rewarded', { poolId: native, ...said, amount: 1_998n * part, commission: 0n }],
			['Rewarded', { poolId: gold, ...said, amount: 2n * part, commission: 0n }],
		]);
		assert.deepEqual(await available(native, bob), [[asset, 998n * part]]);
		assert.deepEqual(await available(native, operator), [[asset, 1_000n * part]]);
		assert.deepEqual(await available(gold, operator), [[asset, 2n * part]]);
		const { assets } = await rewardPoolView(chain, native);
		assert.deepEqual(assets.map((listed) => listed.asset), [NATIVE, named(USDX), asset]);
	});

	test('is anybody\'s to pay from then on', async () => {
		const tx = rewardOperator(operator, GOLD, amount, epoch);

		await assertMoves(chain, tx, dave, [
			[dave.address, GOLD, -amount],
			[POT, GOLD, amount],
		]);

		const part = amount / 2_000n;
		assert.deepEqual(await available(native, bob), [[named(GOLD), 2n * 998n * part]]);
	});
});

describe('the reward of a pool', () => {
	/** @type {bigint} A pool of Bob and Charlie, and the epoch in which both are active. */
	let poolId, epoch;

	test('is for who was active: 500 each, though one has left since', async () => {
		poolId = await rewardPool(chain);
		await goToEpoch(chain);
		for (const who of [bob, charlie]) await send(chain, delegate(poolId, 100n * BULW), who);
		epoch = await goToEpoch(chain);
		await goToEpoch(chain);
		await send(chain, undelegateAll(poolId), bob);

		await rewardPoolFor(chain, poolId, USDX, 1_000n * DOLLAR, epoch);

		for (const who of [bob, charlie]) {
			const payment = [who.address, USDX, 500n * DOLLAR];
			await assertClaims(chain, ofStake(poolId, who), who, [payment]);
		}
	});

	test('is for who leaves as long as it is active, and no longer', async () => {
		const odd = 10n * DOLLAR + 1n;
		await rewardPoolFor(chain, poolId, USDX, odd, epoch + 1n);
		await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, odd, epoch + 2n);

		// Half a unit stays owed to each.
		assert.deepEqual(await available(poolId, charlie), [[named(USDX), odd + odd / 2n]]);
		await assertClaims(chain, ofStake(poolId, bob), bob, [[bob.address, USDX, odd / 2n]]);
	});

	test('goes to the treasury if nobody was active', async () => {
		const empty = await rewardPool(chain);
		const { current: now } = await epochView(chain);

		const receipt = await assertMoves(chain, reward(empty, USDX, 3n * DOLLAR, now), alice, [
			[alice.address, USDX, -3n * DOLLAR],
			[TREASURY, USDX, 3n * DOLLAR],
		]);

		const said = { to: { Pool: empty }, asset: named(USDX), amount: 3n * DOLLAR };
		assertSays(receipt, [['Unallocated', said]]);
	});

	test('is refused if it cannot be divided', async () => {
		const { current: now } = await epochView(chain);
		for (const [tx, error] of [
			[reward(poolId, USDX, 0n, now), 'stakingRewards.NothingToPay'],
			[reward(poolId, USDX, DOLLAR, now + 1n), 'stakingRewards.EpochInFuture'],
			[reward(poolId, USDX, DOLLAR, now - 2n), 'stakingRewards.EpochTooOld'],
			[reward(poolId, GOLD, OUNCE, now), 'stakingRewards.AssetNotListed'],
			[reward(poolId, { WithId: 77 }, 1n, now), 'stakingRewards.AssetNotListed'],
			[reward(NOWHERE, USDX, DOLLAR, now), 'stakingRewards.UnknownPool'],
			[rewardOperator(dave, USDX, DOLLAR, now), 'stakingRewards.UnknownPool'],
			[reward(poolId, NATIVE, 2_000_000n * BULW, now), 'Token.FundsUnavailable'],
		]) {
			await assertRefused(chain, tx, dave, error);
		}
		assert.equal((await epochView(chain)).current, now);
	});

	test('is owed until the asset can be paid, and stops no other', async () => {
		const saver = newcomer('Saver');
		const alone = await rewardPool(chain);
		await endow(chain, saver, { bulw: 20n });
		await send(chain, delegate(alone, 10n * BULW), saver);
		const now = await goToEpoch(chain);
		const least = DOLLAR / 100n; // its minimum balance
		const claim = ofStake(alone, saver);

		await rewardPoolFor(chain, alone, USDX, least - 1n, now);
		await assertRefused(chain, claimTx(chain, claim), alice, 'stakingRewards.PaymentRefused');

		await rewardPoolFor(chain, alone, NATIVE, BULW, now);
		const receipt = await assertClaims(chain, claim, alice, [[saver.address, NATIVE, BULW]]);
		const { reason, ...deferred } = eventOf(receipt, 'stakingRewards.PaymentDeferred');
		const payment = { asset: named(USDX), amount: least - 1n };
		assert.deepEqual(deferred, { claim, to: saver.address, ...payment });
		assert.deepEqual(reason, { Token: 'BelowMinimum' });

		await rewardPoolFor(chain, alone, USDX, 1n, now);
		await assertClaims(chain, claim, alice, [[saver.address, USDX, least]]);
	});
});

describe('a stream', () => {
	/** @type {bigint} */
	let poolId, first;
	const fund = (amount, epochs, asset = USDX) =>
		stakingRewards.fundStream(poolId, asset, amount, epochs);
	const streamed = ({ events }) =>
		events
			.filter(({ name }) => name === 'stakingRewards.Streamed')
			.reduce((sum, { fields }) => sum + fields.amount, 0n);
	const steps = async () => (await rewardPoolView(chain, poolId)).assets[1].stream;

	test('is paid in epochs to come, the rest of the division with the first', async () => {
		poolId = await rewardPool(chain);
		await send(chain, delegate(poolId, 3n * BULW), bob);
		first = 1n + (await goToEpoch(chain));

		const receipt = await assertMoves(chain, fund(103n, 4), eve, [
			[eve.address, USDX, -103n],
			[POT, USDX, 103n],
		]);

		const said = { poolId, asset: named(USDX), amount: 103n, effectiveFrom: first, epochs: 4n };
		assertSays(receipt, [['StreamFunded', said]]);
		assert.deepEqual(await steps(), [
			{ effectiveFrom: first, amount: 28n },
			{ effectiveFrom: first + 1n, amount: 25n },
			{ effectiveFrom: first + 4n, amount: 0n },
		]);
	});

	test('adds up with another', async () => {
		await goToEpoch(chain, first);

		await send(chain, fund(60n, 2), alice);

		assert.deepEqual(await steps(), [
			{ effectiveFrom: first, amount: 28n },
			{ effectiveFrom: first + 1n, amount: 55n },
			{ effectiveFrom: first + 3n, amount: 25n },
			{ effectiveFrom: first + 4n, amount: 0n },
		]);
	});

	test('is paid when an epoch is over, to who was active in it', async () => {
		await send(chain, delegate(poolId, 7n * BULW), charlie); // from the second epoch on
		assert.deepEqual(await available(poolId, bob), []);
		await goToEpoch(chain);
		assert.deepEqual(await available(poolId, bob), [[named(USDX), 28n]]);
		await goToEpoch(chain, first + 3n);

		// By then idle blocks may have caught the pool up.
		await assertMoves(chain, stakingRewards.poke(poolId), eve, []);

		assert.deepEqual(await available(poolId, bob), [[named(USDX), 28n + 33n]]);
		assert.deepEqual(await available(poolId, charlie), [[named(USDX), 77n]]);
		assert.deepEqual(await steps(), [
			{ effectiveFrom: first + 3n, amount: 25n },
			{ effectiveFrom: first + 4n, amount: 0n },
		]);
	});

	test('goes to the treasury for epochs in which nobody is active', async () => {
		for (const who of [bob, charlie]) await send(chain, undelegateAll(poolId), who);
		await send(chain, fund(40n, 2), alice); // 20 for each of the next two
		await goToEpoch(chain, first + 6n);

		const receipt = await assertMoves(chain, stakingRewards.poke(poolId), eve, [
			[POT, USDX, -40n],
			[TREASURY, USDX, 40n],
		]);

		assert.equal(streamed(receipt), 25n);
		const { amount, ...where } = eventOf(receipt, 'stakingRewards.Unallocated');
		assert.deepEqual([amount, where], [40n, { to: { Pool: poolId }, asset: named(USDX) }]);
		assert.deepEqual(await available(poolId, bob), [[named(USDX), 28n + 33n + 7n]]);
	});

	test('is refused if it is of nothing, for no time or too long, or unlisted', async () => {
		for (const [tx, error] of [
			[fund(0n, 4), 'NothingToPay'],
			[fund(100n, 0), 'InvalidDuration'],
			[fund(100n, 105), 'InvalidDuration'],
			[fund(100n, 4, GOLD), 'AssetNotListed'],
			[stakingRewards.fundStream(NOWHERE, USDX, 100n, 4), 'UnknownPool'],
			[stakingRewards.poke(NOWHERE), 'UnknownPool'],
		]) {
			await assertRefused(chain, tx, alice, `stakingRewards.${error}`);
		}
	});
});

describe('an offer', () => {
	/** Alice's pool in USDX, of the genesis: it takes rewards in BULW and USDX. */
	const POOL = 2n;

	test('is made by the operator of the pool or by the admin, and is fair', async () => {
		const configure = (what, poolId = POOL) => stakingRewards.configure(poolId, offer(what));
		const unlisted = { WithId: 77 };
		const twice = [tier(7, 100), tier(7, 200)];
		for (const [tx, from, error] of [
			[configure({}), bob, 'NotOperator'],
			[configure({}, STANDALONE_POOL), alice, 'NotOperator'],
			[configure({}, NOWHERE), alice, 'UnknownPool'],
			[configure({ tiers: [tier(6, 100)] }), alice, 'InvalidTier'],
			[configure({ tiers: [tier(53, 100)] }), alice, 'InvalidTier'],
			[configure({ tiers: [tier(7, 0)] }), alice, 'InvalidTier'],
			[configure({ tiers: [tier(7, 1_001)] }), alice, 'InvalidTier'],
			[configure({ tiers: twice }), alice, 'InvalidTier'],
			[configure({ penalty: ONE }), alice, 'InvalidPenalty'],
			[configure({ destination: { Account: alice.address } }), alice, 'InvalidDestination'],
			[configure({ assets: [unlisted] }), alice, 'AssetNotListed'],
			[sudo.sudo(configure({ penalty: ONE })), alice, 'InvalidPenalty'],
		]) {
			await assertRefused(chain, tx, from, `stakingRewards.${error}`);
		}
	});

	test('lists assets for good', async () => {
		const tx = stakingRewards.configure(POOL, offer({ assets: [GOLD] }));
		await assertMoves(chain, tx, alice, []);

		const { assets } = await rewardPoolView(chain, POOL);

		assert.deepEqual(assets.map(({ asset }) => asset), [NATIVE, named(USDX), named(GOLD)]);
	});
});

describe('the next offer of a pool in which others have stake', () => {
	const operator = newcomer('Weigher');
	const OWN = 1_000n * BULW;
	/** Two tiers of one length: by the second, stake that is there would weigh ten times as much. */
	const [PLAIN, TEN] = [tier(7, 100), tier(7, 1_000)];
	const [ones, tens] = [PLAIN, TEN].map((one) => offer({ tiers: [one] }));
	const asSaid = (what) => ({
		...what,
		tiers: what.tiers.map(({ duration, multiplier }) => {
			return { duration: BigInt(duration), multiplier: BigInt(multiplier) };
		}),
		assets: what.assets.map(named),
	});
	const configure = (what) => stakingRewards.configure(poolId, what);
	/** @type {bigint} The pool, a position in it, and the first epoch in which all stake is active. */
	let poolId, id, epoch;

	/** The operator, Bob and Charlie's position have 1, 3 and 4 shares of what comes for the epoch. */
	async function assertDivides(times) {
		await rewardPoolFor(chain, poolId, USDX, 8n * DOLLAR, epoch);
		const of = (parts) => [[named(USDX), times * parts * DOLLAR]];
		assert.deepEqual(await available(poolId, operator), of(1n));
		assert.deepEqual(await available(poolId, bob), of(3n));
		assert.deepEqual((await positionView(chain, id)).claimable, of(4n));
		for (const { address } of [operator, bob]) {
			assert.equal((await stakeView(chain, poolId, address)).multiplier, 100n);
		}
		const { multiplier, agreedPenalty, destination } = await positionView(chain, id);
		assert.deepEqual([multiplier, agreedPenalty, destination], [100n, HALF, 'Burn']);
	}

	test('changes nothing for their stake, neither there and back in one batch', async () => {
		[poolId] = await newOperator(chain, operator, { own: OWN });
		await send(chain, configure(ones), operator);
		await goToEpoch(chain);
		await send(chain, delegate(poolId, 3n * OWN), bob);
		id = await stakePosition(chain, charlie, poolId, 4n * OWN, PLAIN);
		epoch = await goToEpoch(chain);
		const now = await goToEpoch(chain);
		await assertDivides(1n);

		const batch = [configure(tens), delegate(poolId, 1n), configure(ones)];
		const receipt = await send(chain, utility.batchAll(batch), operator);

		const announced = { poolId, old: asSaid(ones), new: asSaid(tens), effectiveFrom: now + 2n };
		const takenBack = { poolId, old: asSaid(tens), new: asSaid(ones), effectiveFrom: now };
		assertSays(receipt, [['OfferSet', announced], ['OfferSet', takenBack]]);
		assert.equal((await rewardPoolView(chain, poolId)).announced, null);
		await assertDivides(2n);
	});

	test('is announced, and holds after its notice', async () => {
		const { current: now } = await epochView(chain);
		const effectiveFrom = now + 2n;
		const dearer = offer({ tiers: [TEN], penalty: HALF + TENTH, destination: 'Stakers' });

		const receipt = await assertMoves(chain, configure(dearer), operator, []);

		const set = { poolId, old: asSaid(ones), new: asSaid(dearer), effectiveFrom };
		assertSays(receipt, [['OfferSet', set]]);
		const { tiers } = asSaid(dearer);
		const announced = { effectiveFrom, tiers, penalty: HALF + TENTH, destination: 'Stakers' };
		const present = { tiers: asSaid(ones).tiers, penalty: HALF, destination: 'Burn' };
		await assertOffers({ ...present, announced });
		const lock = (one, to) => stakingRewards.stake(poolId, OWN, one, ONE, to);
		await assertRefused(chain, lock(TEN, 'Stakers'), eve, 'stakingRewards.UnknownTier');

		await goToEpoch(chain);

		// It can be taken back in its own epoch only.
		for (const again of [ones, tens, dearer]) {
			await assertRefused(chain, configure(again), operator, 'stakingRewards.OfferAnnounced');
		}
		await assertOffers({ ...present, announced });
		await assertRefused(chain, lock(TEN, 'Stakers'), eve, 'stakingRewards.UnknownTier');

		await goToEpoch(chain);

		await assertOffers({ tiers, penalty: HALF + TENTH, destination: 'Stakers', announced: null });
		await assertRefused(chain, lock(PLAIN, 'Burn'), eve, 'stakingRewards.UnknownTier');
		const extended = stakingRewards.extend(id);
		await assertRefused(chain, extended, charlie, 'stakingRewards.UnknownTier');
		const locked = await stakePosition(chain, eve, poolId, OWN, TEN);
		assert.equal((await positionView(chain, locked)).multiplier, 1_000n);
		await assertDivides(3n);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	async function assertOffers(expected) {
		const { tiers, penalty, destination, announced, base } = await rewardPoolView(chain, poolId);
		assert.deepEqual({ tiers, penalty, destination, announced }, expected);
		assert.deepEqual(base, { multiplier: 100n, delegationsEarn: true });
	}
});
