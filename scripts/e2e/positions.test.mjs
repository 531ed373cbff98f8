// SPDX-License-Identifier: Apache-2.0

/**
 * Positions as a wallet and a market see them: stake that an NFT owns, which is paid, sold, left
 * early or late, divided and joined, to the unit.
 */

import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { errorName, send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, NATIVE, USDX } from './lib/money.mjs';
import { newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import {
	ANY_PENALTY,
	TO_TREASURY,
	assertClaims,
	assertRewardsCovered,
	availableReward,
	claimTx,
	collectionOf,
	eventOf,
	named,
	nftOwner,
	nftText,
	offer,
	ofPosition,
	ofStake,
	positionsOf,
	positionView,
	previewUnstake,
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

const chain = await startChain('positions');
after(() => chain.stop());

const { nfts, operatorStaking, proxy, stakingRewards, sudo, utility } = chain.api.tx;
const POT = accounts.potAccount(chain);
const TREASURY = accounts.treasury;
const COLLECTION = await collectionOf(chain);
const NOWHERE = 4_000_000_000n;
const HALF = 5n * 10n ** 17n;

/** Four epochs at full weight, two at half of it. */
const [LONG, SHORT] = [tier(4, 100), tier(2, 50)];
const THOUSAND = 1_000n * BULW;

const { ensureWorth, extend, merge, remint, restake, split, stake } = stakingRewards;
const unstake = (id, amount) => stakingRewards.unstake(id, { Exactly: amount }, ANY_PENALTY);
const unstakeAll = (id) => stakingRewards.unstake(id, 'All', ANY_PENALTY);
const transfer = (id, { address }) => nfts.transfer(COLLECTION, id, address);
const burn = (id) => nfts.burn(COLLECTION, id);
const withdraw = (poolId, { address }) => operatorStaking.withdraw(poolId, address);
const bySudo = (call) => sudo.sudo(call);
const now = async () => (await epochView(chain)).current;
const view = (id) => positionView(chain, id);
const claimable = async (id) => (await view(id)).claimable;
/** What its owner can claim, and what has not vested. */
const earned = async (id) => {
	const { claimable, unvested } = await view(id);
	return [claimable, unvested];
};
const usdx = (amount) => [[named(USDX), amount]];

const assertSays = (receipt, expected) => assertEvents(receipt, expected, 'stakingRewards');
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `stakingRewards.${error}`);

/** Unstaking from a position does as the preview says; nothing is paid yet. */
async function assertUnstakes(id, amount, owner, moves = []) {
	const shown = await previewUnstake(chain, id, amount);
	const tx = stakingRewards.unstake(id, amount, ANY_PENALTY);
	const receipt = await assertMoves(chain, tx, owner, moves);
	const said = eventOf(receipt, 'stakingRewards.Unstaked');
	const { positionId, owner: whose, restId, ...left } = said;
	assert.deepEqual([positionId, whose], [id, owner.address]);
	const { returned, unbonding, penalty } = shown;
	assert.deepEqual(left, { returned, unbonding, penalty });
	assert.equal(await nftOwner(chain, id), null);
	assert.equal(await view(id), null);
	return { shown, restId, receipt };
}

/** A withdrawal pays this. */
async function assertWithdraws(poolId, who, amount) {
	await assertMoves(chain, withdraw(poolId, who), who, [
		[POT, NATIVE, -amount],
		[who.address, NATIVE, amount],
	]);
}

/** Two have as much in a pool, for long, and Charlie leaves at once. */
async function leaveEarly(destination) {
	const poolId = await rewardPool(chain, { tiers: [LONG], destination });
	await goToEpoch(chain);
	const stays = await stakePosition(chain, bob, poolId, THOUSAND, LONG);
	const leaves = await stakePosition(chain, charlie, poolId, THOUSAND, LONG);
	const epoch = await goToEpoch(chain);
	const { shown } = await assertUnstakes(leaves, 'All', charlie);
	assert.deepEqual([shown.unbonding, shown.penalty], [THOUSAND / 2n, THOUSAND / 2n]);
	return { poolId, epoch, stays };
}

describe('a position', () => {
	/** @type {bigint} The pool, its two positions, and the first epoch in which they are active. */
	let poolId, ofBob, ofCharlie, epoch;

	test('is staked, and an NFT owns it', async () => {
		poolId = await rewardPool(chain, { tiers: [LONG, SHORT] });
		epoch = 1n + (await goToEpoch(chain));
		ofBob = plain(await chain.api.query.stakingRewards.nextPositionId());
		const expiry = epoch + 4n;

		const locked = stake(poolId, THOUSAND, LONG, ANY_PENALTY, TO_TREASURY);
		const receipt = await assertMoves(chain, locked, bob, [
			[bob.address, NATIVE, -THOUSAND],
			[POT, NATIVE, THOUSAND],
		]);

		const staked = { poolId, amount: THOUSAND };
		const terms = { duration: 4n, multiplier: 100n };
		assertSays(receipt, [
			[
				'Staked',
				{
					positionId: ofBob,
					owner: bob.address,
					...staked,
					tier: terms,
					effectiveFrom: epoch,
					expiry,
				},
			],
		]);
		const { account, ...shown } = await view(ofBob);
		assertEvents(receipt, [
			[
				'StakedFor',
				{ poolId, account, payer: bob.address, amount: THOUSAND, effectiveFrom: epoch },
			],
		]);
		assert.deepEqual(shown, {
			positionId: ofBob,
			owner: bob.address,
			isLocked: false,
			poolId,
			asset: NATIVE,
			operator: null,
			active: 0n,
			pending: THOUSAND,
			...{ multiplier: terms.multiplier, duration: terms.duration, expiry },
			isExpired: false,
			penalty: HALF,
			agreedPenalty: HALF,
			destination: TO_TREASURY,
			taggedFor: null,
			claimable: [],
			unvested: [],
			vestedEpoch: epoch + 1n,
			expiredRewards: [],
			taggableEpoch: expiry + 1n,
		});
		assert.equal(await nftOwner(chain, ofBob), bob.address);
		assert.deepEqual(await positionsOf(chain, bob.address), [ofBob]);
	});

	test('is described in a text that nobody changes', async () => {
		const text = await nftText(chain, ofBob);

		const staked = `Position ${ofBob}: 1 000 BULW in pool ${poolId}`;
		assert.equal(text, `${staked}, multiplier 1.00, locked until epoch ${epoch + 4n}`);
		const noPermission = 'nfts.NoPermission';
		for (const [tx, from] of [
			[nfts.setMetadata(COLLECTION, ofBob, 'Mine'), bob],
			[nfts.clearMetadata(COLLECTION, ofBob), bob],
			[nfts.mint(COLLECTION, NOWHERE, alice.address, null), alice],
			[nfts.lockItemTransfer(COLLECTION, ofBob), alice],
		]) {
			await assertRefused(chain, tx, from, noPermission);
		}
		assert.equal(await nftText(chain, ofBob), text);
	});

	test('that is pending is taken back at once, all or a part, for nothing', async () => {
		const some = 400n * BULW;
		const id = await stakePosition(chain, dave, poolId, THOUSAND, SHORT);

		const part = await assertUnstakes(id, { Exactly: some }, dave, [
			[POT, NATIVE, -some],
			[dave.address, NATIVE, some],
		]);
		const left = THOUSAND - some;
		assert.equal((await view(part.restId)).pending, left);
		const all = await assertUnstakes(part.restId, 'All', dave, [
			[POT, NATIVE, -left],
			[dave.address, NATIVE, left],
		]);

		assert.equal(all.restId, null);
		assert.deepEqual([part.shown.penalty, all.shown.penalty], [0n, 0n]);
		assert.deepEqual(await positionsOf(chain, dave.address), []);
		assert.deepEqual((await stakeView(chain, poolId, dave.address)).exits, []);
	});

	test('earns by its multiplier: 300 are 200 and 100, whatever joins before they claim', async () => {
		ofCharlie = await stakePosition(chain, charlie, poolId, THOUSAND, SHORT);
		await goToEpoch(chain);

		await rewardPoolFor(chain, poolId, USDX, 300n * DOLLAR, epoch);
		await stakePosition(chain, ferdie, poolId, THOUSAND, LONG);

		// Half of it by the base multiplier, the rest once the lock has lasted for the window.
		assert.deepEqual(await earned(ofBob), [usdx(100n * DOLLAR), usdx(100n * DOLLAR)]);
		assert.deepEqual(await earned(ofCharlie), [usdx(100n * DOLLAR), []]);
		const { account } = await view(ofBob);
		const ofAccount = ofStake(poolId, { address: account });
		const claim = ofPosition(ofBob);
		assert.deepEqual(await availableReward(chain, claim), usdx(100n * DOLLAR));
		assert.deepEqual(await availableReward(chain, claim, epoch + 1n), usdx(200n * DOLLAR));
		assert.deepEqual(await availableReward(chain, ofAccount), usdx(200n * DOLLAR));
	});

	test('is given away, and its rewards go with it, whoever claims', async () => {
		const { account: address } = await view(ofBob);

		await assertMoves(chain, transfer(ofBob, eve), bob, []);

		assert.deepEqual(await positionsOf(chain, bob.address), []);
		assert.deepEqual(await positionsOf(chain, eve.address), [ofBob]);
		assert.equal((await view(ofBob)).owner, eve.address);
		await refuses(unstakeAll(ofBob), bob, 'NotOwner');
		await refuses(claimTx(chain, ofPosition(ofBob), bob.address), bob, 'NotOwner');
		await refuses(claimTx(chain, ofStake(poolId, { address })), eve, 'IsPositionAccount');
		const claim = ofPosition(ofBob);
		await assertClaims(chain, claim, dave, [[eve.address, USDX, 100n * DOLLAR]]);
		await refuses(claimTx(chain, claim), eve, 'NothingToClaim');
	});

	test('is paid where its owner wants', async () => {
		const payment = [ferdie.address, USDX, 100n * DOLLAR];

		await assertClaims(chain, ofPosition(ofCharlie), charlie, [payment], ferdie.address);
	});

	test('that is left early costs half, and its rewards are kept', async () => {
		await rewardPoolFor(chain, poolId, NATIVE, 30n * BULW, epoch);
		const half = THOUSAND / 2n;
		await refuses(stakingRewards.unstake(ofBob, 'All', HALF - 1n), eve, 'PenaltyTooHigh');

		const { shown, receipt } = await assertUnstakes(ofBob, 'All', eve);

		const releaseEpoch = epoch + 1n;
		const left = { returned: 0n, unbonding: half, penalty: half };
		assert.deepEqual(shown, { ...left, releaseEpoch, forgone: [] });
		const { account, ...staking } = eventOf(receipt, 'operatorStaking.UnstakedFor');
		assert.deepEqual(staking, {
			poolId,
			to: eve.address,
			returned: 0n,
			unbonding: half,
			penalty: half,
			departure: { lastEpoch: epoch, releaseEpoch },
		});
		for (const { address } of [eve, { address: TREASURY }]) {
			const { exits } = await stakeView(chain, poolId, address);
			assert.deepEqual(exits, [{ askedEpoch: epoch, release: releaseEpoch, value: half }]);
		}
		// Also what comes later for the epoch in which it left.
		await rewardPoolFor(chain, poolId, NATIVE, 30n * BULW, epoch);
		await assertClaims(chain, ofStake(poolId, eve), eve, [
			[eve.address, NATIVE, 40n * BULW],
			[eve.address, USDX, 100n * DOLLAR],
		]);
	});

	test('unbonds until its release, the penalty beside it', async () => {
		const early = 'operatorStaking.NotReleased';
		await assertRefused(chain, withdraw(poolId, eve), eve, early);
		await goToEpoch(chain);

		await assertWithdraws(poolId, eve, THOUSAND / 2n);
	});

	test('that has expired goes whole, without a penalty', async () => {
		const expiry = epoch + 2n;
		assert.equal((await view(ofCharlie)).penalty, HALF);
		await refuses(restake(ofCharlie), charlie, 'NotExpired');
		await goToEpoch(chain, expiry);
		const { isExpired, penalty } = await view(ofCharlie);
		assert.deepEqual([isExpired, penalty], [true, 0n]);
		for (const tx of [unstake(ofCharlie, BULW), extend(ofCharlie), split(ofCharlie, BULW)]) {
			await refuses(tx, charlie, 'PositionExpired');
		}
		assert.equal(await previewUnstake(chain, ofCharlie, { Exactly: BULW }), null);

		const { shown } = await assertUnstakes(ofCharlie, 'All', charlie);

		const left = { returned: 0n, unbonding: THOUSAND, penalty: 0n };
		assert.deepEqual(shown, { ...left, releaseEpoch: expiry + 1n, forgone: [] });
		await goToEpoch(chain);
		await assertWithdraws(poolId, charlie, THOUSAND);
		await assertClaims(chain, ofStake(poolId, charlie), alice, [
			[charlie.address, NATIVE, 20n * BULW],
		]);
	});

	test('is refused without an offer, and too small', async () => {
		const unlisted = stake(poolId, THOUSAND, tier(4, 101), ANY_PENALTY, TO_TREASURY);
		await refuses(unlisted, bob, 'UnknownTier');
		await refuses(stake(NOWHERE, THOUSAND, LONG, ANY_PENALTY, TO_TREASURY), bob, 'UnknownPool');
		const nothing = stake(poolId, 0n, LONG, ANY_PENALTY, TO_TREASURY);
		const dear = stake(poolId, THOUSAND, LONG, HALF - 1n, TO_TREASURY);
		await refuses(dear, bob, 'PenaltyTooHigh');
		for (const other of ['Burn', 'Stakers', 'Treasury', { Account: alice.address }]) {
			const elsewhere = stake(poolId, THOUSAND, LONG, ANY_PENALTY, other);
			await refuses(elsewhere, bob, 'DestinationMismatch');
		}
		await assertRefused(chain, nothing, bob, 'operatorStaking.BelowMinimum');
		await refuses(unstakeAll(NOWHERE), bob, 'UnknownPosition');
		assert.equal(await view(NOWHERE), null);
	});
});

describe('an owner of positions', () => {
	/** @type {bigint} A pool with a position of Bob's, and the first epoch in which it is active. */
	let poolId, id, epoch;

	beforeEach(async () => {
		poolId = await rewardPool(chain, { tiers: [LONG, SHORT] });
		epoch = 1n + (await goToEpoch(chain));
		id = await stakePosition(chain, bob, poolId, THOUSAND, LONG);
	});

	test('leaves with a part, and the rest has another id', async () => {
		await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, 7n * DOLLAR, epoch);
		const { account } = await view(id);

		const odd = 301n; // a penalty of half of it is 151, rounded up
		const { shown, restId } = await assertUnstakes(id, { Exactly: odd }, bob);

		assert.deepEqual([shown.unbonding, shown.penalty], [150n, 151n]);
		const left = await view(restId);
		const { active, owner, expiry } = left;
		assert.deepEqual([active, owner, expiry], [THOUSAND - odd, bob.address, epoch + 4n]);
		const half = usdx((7n * DOLLAR) / 2n);
		assert.deepEqual([left.account, left.claimable, left.unvested], [account, half, half]);
		const tooMuch = unstake(restId, 2n * THOUSAND);
		await assertRefused(chain, tooMuch, bob, 'operatorStaking.InsufficientStake');
		await goToEpoch(chain);
		assert.deepEqual(await earned(restId), [usdx(7n * DOLLAR), []]);
	});

	test('locks for longer, under another id', async () => {
		await refuses(extend(id), bob, 'NothingToExtend');
		await goToEpoch(chain);
		await refuses(extend(id), charlie, 'NotOwner');

		const receipt = await assertMoves(chain, extend(id), bob, []);

		const { newId: longer, ...said } = eventOf(receipt, 'stakingRewards.Extended');
		assert.deepEqual(said, { positionId: id, expiry: epoch + 5n });
		assert.equal(await view(id), null);
		const { expiry, active, owner } = await view(longer);
		assert.deepEqual([expiry, active, owner], [epoch + 5n, THOUSAND, bob.address]);
		assert.ok((await nftText(chain, longer)).endsWith(`locked until epoch ${epoch + 5n}`));
	});

	test('splits, and what can be claimed stays with the rest', async () => {
		await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, 10n * DOLLAR, epoch);
		const amount = 250n * BULW;

		const receipt = await assertMoves(chain, split(id, amount), bob, []);

		const { restId, partId, ...said } = eventOf(receipt, 'stakingRewards.Split');
		assert.deepEqual(said, { positionId: id, amount });
		assert.equal(await view(id), null);
		const latest = (await positionsOf(chain, bob.address)).slice(-2);
		assert.deepEqual(latest, [partId, restId]);
		const [ofRest, ofPart] = [await view(restId), await view(partId)];
		assert.deepEqual([ofRest.active, ofPart.active], [THOUSAND - amount, amount]);
		assert.deepEqual([ofRest.expiry, ofPart.expiry], [epoch + 4n, epoch + 4n]);
		const quarter = 10n * DOLLAR / 8n; // of what has not vested
		assert.deepEqual([ofRest.claimable, ofPart.claimable], [usdx(5n * DOLLAR), []]);
		assert.deepEqual([ofRest.unvested, ofPart.unvested], [usdx(3n * quarter), usdx(quarter)]);

		// From now on each earns for itself.
		await rewardPoolFor(chain, poolId, USDX, 10n * DOLLAR + 1n, epoch);
		assert.deepEqual(await earned(partId), [usdx(quarter), usdx(2n * quarter)]);
		await goToEpoch(chain);
		assert.deepEqual(await earned(partId), [usdx(3n * quarter), []]);
	});

	test('does not split off nothing, everything or more', async () => {
		await refuses(split(id, THOUSAND), bob, 'CannotSplit');
		await refuses(split(id, BULW), charlie, 'NotOwner');
		for (const [amount, error] of [[0n, 'BelowMinimum'], [THOUSAND + 1n, 'InsufficientStake']]) {
			await assertRefused(chain, split(id, amount), bob, `operatorStaking.${error}`);
		}
	});

	test('merges two under the same terms, with the later expiry', async () => {
		const first = id;
		await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, 10n * DOLLAR, epoch);
		const second = await stakePosition(chain, bob, poolId, 500n * BULW, LONG);
		const other = await stakePosition(chain, bob, poolId, THOUSAND, SHORT);
		const foreign = await stakePosition(chain, charlie, poolId, THOUSAND, LONG);
		await refuses(merge(first, other), bob, 'CannotMerge');
		await refuses(merge(first, first), bob, 'CannotMerge');
		await refuses(merge(first, foreign), bob, 'NotOwner');

		const receipt = await assertMoves(chain, merge(second, first), bob, []);

		const { newId: both, ...said } = eventOf(receipt, 'stakingRewards.Merged');
		assert.deepEqual(said, { positionId: second, otherId: first, expiry: epoch + 5n });
		const merged = await view(both);
		const { active, pending, expiry } = merged;
		assert.deepEqual([active, pending, expiry], [THOUSAND, 500n * BULW, epoch + 5n]);
		// What has not vested vests with the later lock.
		const half = usdx(5n * DOLLAR);
		assert.deepEqual([merged.claimable, merged.unvested], [half, half]);
		assert.equal(merged.vestedEpoch, epoch + 2n);
		for (const gone of [first, second]) assert.equal(await view(gone), null);
		await goToEpoch(chain);
		assert.equal((await view(both)).active, 1_500n * BULW);
		const payment = [bob.address, USDX, 5n * DOLLAR];
		await assertClaims(chain, ofPosition(both), bob, [payment]);
		assert.deepEqual(await earned(both), [[], half]);
		await goToEpoch(chain);
		await assertClaims(chain, ofPosition(both), bob, [payment]);
	});
});

describe('an expired position', () => {
	const EXPIRED = 50n * DOLLAR;
	/** @type {bigint} The pool, three equal positions, and the epoch of their expiry. */
	let poolId, kept, left, inTime, expiry;

	test('goes on earning, and that is not its owner\'s yet', async () => {
		poolId = await rewardPool(chain, { tiers: [SHORT] });
		await goToEpoch(chain);
		kept = await stakePosition(chain, bob, poolId, THOUSAND, SHORT);
		left = await stakePosition(chain, charlie, poolId, THOUSAND, SHORT);
		inTime = await stakePosition(chain, dave, poolId, THOUSAND, SHORT);
		await goToEpoch(chain);
		expiry = 1n + (await goToEpoch(chain));
		await rewardPoolFor(chain, poolId, USDX, 300n * DOLLAR, expiry - 1n);
		await goToEpoch(chain);

		await rewardPoolFor(chain, poolId, USDX, (3n * EXPIRED) / 2n, expiry);

		for (const id of [kept, left, inTime]) {
			const { claimable: until, expiredRewards, isExpired } = await view(id);
			assert.equal(isExpired, true);
			assert.deepEqual([until, expiredRewards], [usdx(100n * DOLLAR), usdx(EXPIRED / 2n)]);
		}
	});

	test('that is left in the epoch of its expiry keeps what it has earned in it', async () => {
		const { shown, receipt } = await assertUnstakes(inTime, 'All', dave);

		assert.deepEqual([shown.unbonding, shown.penalty, shown.forgone], [THOUSAND, 0n, []]);
		assertSays(receipt, [['Unstaked', eventOf(receipt, 'stakingRewards.Unstaked')]]);
		// Whether it comes before the call or after it.
		await rewardPoolFor(chain, poolId, USDX, (3n * EXPIRED) / 2n, expiry);
		const payment = [dave.address, USDX, 100n * DOLLAR + EXPIRED];
		await assertClaims(chain, ofStake(poolId, dave), dave, [payment]);
	});

	test('is locked again if it is restaked, and the rest vests with the lock', async () => {
		await refuses(restake(kept), charlie, 'NotOwner');

		const receipt = await assertMoves(chain, restake(kept), bob, []);

		const { newId: again, ...said } = eventOf(receipt, 'stakingRewards.Restaked');
		assert.deepEqual(said, { positionId: kept, expiry: expiry + 3n });
		const { active, expiredRewards, isExpired, vestedEpoch } = await view(again);
		assert.deepEqual([isExpired, active, expiredRewards], [false, THOUSAND, []]);
		assert.deepEqual(await earned(again), [usdx(100n * DOLLAR), usdx(EXPIRED)]);
		assert.equal(vestedEpoch, expiry + 2n);
		await assertClaims(chain, ofPosition(again), bob, [[bob.address, USDX, 100n * DOLLAR]]);
		await refuses(claimTx(chain, ofPosition(again)), bob, 'NothingToClaim');
		await refuses(restake(again), bob, 'NotExpired');
	});

	test('pays its owner what it earned until then', async () => {
		const payment = [charlie.address, USDX, 100n * DOLLAR];

		await assertClaims(chain, ofPosition(left), alice, [payment]);

		assert.deepEqual((await view(left)).expiredRewards, usdx(EXPIRED));
		await refuses(claimTx(chain, ofPosition(left)), charlie, 'NothingToClaim');
	});

	test('that is left gives the rest back to those who stay, as a stream', async () => {
		await goToEpoch(chain);
		const { shown, receipt } = await assertUnstakes(left, 'All', charlie);

		assert.deepEqual(shown.forgone, usdx(EXPIRED));
		const returned = eventOf(receipt, 'stakingRewards.ExpiredRewardsReturned');
		assert.deepEqual(returned, { positionId: left, asset: named(USDX), amount: EXPIRED });
		const last = (await positionsOf(chain, bob.address)).at(-1);
		await goToEpoch(chain, expiry + 9n);
		// His own have vested besides.
		const { claimable: paid, expiredRewards, unvested } = await view(last);
		const all = [paid, expiredRewards].flat().reduce((sum, [, amount]) => sum + amount, 0n);
		assert.deepEqual(unvested, []);
		// The last unit may wait for the next credit: see docs/rewards-ledger.md.
		const lacking = 2n * EXPIRED - all;
		assert.ok(lacking === 0n || lacking === 1n, `${all} are Bob's, who stayed: ${lacking} are not`);
	});
});

describe('a young lock', () => {
	test('that leaves for nothing gives back what it earned above the base multiplier', async () => {
		const operator = newcomer('Friend');
		const [poolId] = await newOperator(chain, operator, { own: THOUSAND });
		const heavy = tier(7, 1_000);
		await send(chain, stakingRewards.configure(poolId, offer({ tiers: [heavy] })), operator);
		await goToEpoch(chain);
		const stakedNow = THOUSAND / 10n; // weighs as much as the operator's own
		const id = await stakePosition(chain, bob, poolId, stakedNow, heavy);
		const epoch = await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, 200n * DOLLAR, epoch);
		assert.equal((await view(id)).vestedEpoch, epoch + 7n);
		assert.deepEqual(await earned(id), [usdx(10n * DOLLAR), usdx(90n * DOLLAR)]);
		await send(chain, bySudo(operatorStaking.suspend(operator.address)), alice);

		const { shown, receipt } = await assertUnstakes(id, 'All', bob);

		const { unbonding, penalty, forgone } = shown;
		assert.deepEqual([unbonding, penalty, forgone], [stakedNow, 0n, usdx(90n * DOLLAR)]);
		const returned = eventOf(receipt, 'stakingRewards.UnvestedRewardsReturned');
		assert.deepEqual(returned, { positionId: id, asset: named(USDX), amount: 90n * DOLLAR });
		const { assets } = await rewardPoolView(chain, poolId);
		const each = (90n * DOLLAR) / 7n;
		assert.deepEqual(assets[1].stream, [
			{ effectiveFrom: epoch + 1n, amount: 90n * DOLLAR - 6n * each },
			{ effectiveFrom: epoch + 2n, amount: each },
			{ effectiveFrom: epoch + 8n, amount: 0n },
		]);
		// What comes late is by the base multiplier too: 10 for one, 100 for ten.
		await rewardPoolFor(chain, poolId, USDX, 110n * DOLLAR, epoch);
		const payment = [bob.address, USDX, 20n * DOLLAR];
		await assertClaims(chain, ofStake(poolId, bob), bob, [payment]);
	});
});

describe('the NFT of a position', () => {
	/** @type {bigint} The pool, the position, and the epoch in which it is active. */
	let poolId, id, epoch;

	test('is not burnt: not directly, in a batch or by a proxy', async () => {
		poolId = await rewardPool(chain, { tiers: [LONG] });
		await goToEpoch(chain);
		id = await stakePosition(chain, bob, poolId, THOUSAND, LONG);
		epoch = await goToEpoch(chain);
		const filtered = 'system.CallFiltered';
		await send(chain, proxy.addProxy(charlie.address, 'Any', 0), bob);

		await assertRefused(chain, burn(id), bob, filtered);
		await assertRefused(chain, utility.batchAll([burn(id)]), bob, filtered);
		await assertRefused(chain, utility.asDerivative(0, burn(id)), bob, filtered);
		const batch = await assertMoves(chain, utility.batch([burn(id)]), bob, []);
		const nested = utility.batch([utility.batch([burn(id)])]);
		await assertMoves(chain, nested, bob, []);
		const byProxy = proxy.proxy(bob.address, null, burn(id));
		const proxied = await assertMoves(chain, byProxy, charlie, []);
		const twice = proxy.proxy(bob.address, null, utility.batchAll([burn(id)]));
		await assertMoves(chain, twice, charlie, []);

		const { error } = eventOf(batch, 'utility.BatchInterrupted');
		const { result } = eventOf(proxied, 'proxy.ProxyExecuted');
		assert.deepEqual([error, result.Err].map((failed) => errorName(chain, failed)), [
			filtered,
			filtered,
		]);
		assert.equal(await nftOwner(chain, id), bob.address);
	});

	test('is burnt where it is no position', async () => {
		const { nextCollectionId } = chain.api.query.nfts;
		const own = plain(await nextCollectionId());
		const mintSettings = { mintType: 'Issuer', defaultItemSettings: 0 };
		await send(chain, nfts.create(bob.address, { settings: 0, mintSettings }), bob);
		await send(chain, nfts.mint(own, 1, bob.address, null), bob);

		await send(chain, nfts.burn(own, 1), bob);

		assert.equal((await chain.api.query.nfts.item(own, 1)).isNone, true);
	});

	test('that was burnt behind the chain\'s back is minted again by the admin', async () => {
		await rewardPoolFor(chain, poolId, USDX, 10n * DOLLAR, epoch);
		await refuses(bySudo(remint(id, eve.address)), alice, 'NotBurnt');
		const asBob = { system: { Signed: bob.address } };
		await send(chain, bySudo(utility.dispatchAs(asBob, burn(id))), alice);
		const { owner, active } = await view(id);
		assert.deepEqual([owner, active], [null, THOUSAND]);
		await refuses(unstakeAll(id), bob, 'NotOwner');
		await refuses(claimTx(chain, ofPosition(id)), bob, 'UnknownPosition');
		await assertRefused(chain, remint(id, bob.address), bob, 'BadOrigin');
		await refuses(bySudo(remint(NOWHERE, bob.address)), alice, 'UnknownPosition');

		const receipt = await assertMoves(chain, bySudo(remint(id, bob.address)), alice, []);

		assertSays(receipt, [['Reminted', { positionId: id, owner: bob.address }]]);
		assert.equal(await nftOwner(chain, id), bob.address);
		await assertClaims(chain, ofPosition(id), bob, [[bob.address, USDX, 10n * DOLLAR]]);
	});

	test('that is locked keeps its id, and pays its rewards', async () => {
		const asPot = { system: { Signed: accounts.rewardPot } };
		const bySomebody = (call) => bySudo(utility.dispatchAs(asPot, call));
		await rewardPoolFor(chain, poolId, USDX, 10n * DOLLAR + 1n, epoch);

		await send(chain, bySomebody(nfts.lockItemTransfer(COLLECTION, id)), alice);

		assert.equal((await view(id)).isLocked, true);
		assert.equal(await previewUnstake(chain, id), null);
		for (const tx of [unstakeAll(id), extend(id), split(id, BULW), restake(id)]) {
			await refuses(tx, bob, 'PositionLocked');
		}
		await assertRefused(chain, transfer(id, eve), bob, 'nfts.ItemLocked');
		const payment = [bob.address, USDX, 10n * DOLLAR + 1n];
		await assertClaims(chain, ofPosition(id), bob, [payment]);
		await send(chain, bySomebody(nfts.unlockItemTransfer(COLLECTION, id)), alice);
		assert.equal((await view(id)).isLocked, false);
	});

	test('is burnt with the position, whatever its owner has hung on it', async () => {
		const hung = await stakePosition(chain, dave, poolId, THOUSAND, LONG);
		const attribute = [COLLECTION, hung, 'ItemOwner', 'colour'];
		await send(chain, nfts.setAttribute(...attribute, 'blue'), dave);
		await send(chain, nfts.createSwap(COLLECTION, hung, COLLECTION, id, null, 100), dave);
		await send(chain, nfts.setPrice(COLLECTION, hung, BULW, null), dave);

		await assertUnstakes(hung, 'All', dave, [
			[POT, NATIVE, -THOUSAND],
			[dave.address, NATIVE, THOUSAND],
		]);

		const claimed = nfts.claimSwap(COLLECTION, id, COLLECTION, hung, null);
		await assertRefused(chain, claimed, bob, 'nfts.UnknownItem');
		const receipt = await send(chain, nfts.clearAttribute(...attribute), dave);
		const { amount } = eventOf(receipt, 'balances.Unreserved');
		assert.ok(amount > 0n, 'the deposit comes back');
	});

	test('is moved by who was allowed to, and pays the new owner', async () => {
		await send(chain, nfts.approveTransfer(COLLECTION, id, ferdie.address, null), bob);

		await assertMoves(chain, transfer(id, eve), ferdie, []);

		assert.equal((await view(id)).owner, eve.address);
		await assertRefused(chain, transfer(id, bob), ferdie, 'nfts.NoPermission');
	});
});

describe('a proxy for staking', () => {
	test('claims and locks, but gives nothing away, binds nothing at a price, and moves no NFT', async () => {
		const poolId = await rewardPool(chain, { tiers: [LONG] });
		await goToEpoch(chain);
		const id = await stakePosition(chain, dave, poolId, THOUSAND, LONG);
		const epoch = await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, 10n * DOLLAR, epoch);
		await send(chain, proxy.addProxy(eve.address, 'Staking', 0), dave);
		const asDave = (call) => proxy.proxy(dave.address, null, call);
		const elsewhere = claimTx(chain, ofPosition(id), eve.address);
		const gifts = [
			stakingRewards.reward({ Pool: poolId }, USDX, DOLLAR, epoch),
			stakingRewards.fundStream(poolId, USDX, DOLLAR, 1),
			stake(poolId, THOUSAND, LONG, HALF, TO_TREASURY),
			stakingRewards.unstake(id, 'All', HALF),
		];
		const bonds = [
			stakingRewards.extend(id),
			stakingRewards.restake(id),
			stakingRewards.merge(id, id),
			stakingRewards.setCommission(0),
			operatorStaking.retire(),
		];
		const refused = [elsewhere, utility.batchAll([elsewhere]), transfer(id, eve), ...gifts, ...bonds];

		for (const call of refused) {
			const receipt = await assertMoves(chain, asDave(call), eve, []);
			const { result } = eventOf(receipt, 'proxy.ProxyExecuted');
			assert.equal(errorName(chain, result.Err), 'system.CallFiltered');
		}

		await assertMoves(chain, asDave(claimTx(chain, ofPosition(id))), eve, [
			[accounts.rewardPot, USDX, -10n * DOLLAR],
			[dave.address, USDX, 10n * DOLLAR],
		]);
		const free = await rewardPool(chain, { tiers: [LONG], penalty: 0n });
		await assertMoves(chain, asDave(stake(free, THOUSAND, LONG, 0, TO_TREASURY)), eve, [
			[dave.address, NATIVE, -THOUSAND],
			[POT, NATIVE, THOUSAND],
		]);
	});
});

describe('a position for sale', () => {
	const PRICE = 900n * BULW;
	const EARNED = 40n * DOLLAR;
	/** @type {bigint} */
	let poolId, id, epoch;
	const list = (which) => nfts.setPrice(COLLECTION, which, PRICE, null);
	/** The stake of a position, its expiry and its tag, as a buyer has seen them; nothing is earned. */
	const worthOf = async (which) => {
		const { expiry, taggedFor } = (await view(which)) ?? { expiry: 0n, taggedFor: null };
		return { principal: THOUSAND, claimable: [], expiredRewards: [], expiry, taggedFor };
	};
	/** As a careful buyer does it. */
	const buy = async (which, principal, claimable) => {
		const expected = { ...(await worthOf(which)), principal, claimable };
		return utility.batchAll([
			ensureWorth(which, expected),
			nfts.buyItem(COLLECTION, which, PRICE),
		]);
	};

	test('is not sold if it has less than the buyer expects', async () => {
		poolId = await rewardPool(chain, { tiers: [LONG] });
		await goToEpoch(chain);
		id = await stakePosition(chain, bob, poolId, THOUSAND, LONG);
		epoch = await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, EARNED, epoch);
		await send(chain, list(id), bob);

		await send(chain, claimTx(chain, ofPosition(id)), bob); // just before the sale

		await refuses(await buy(id, THOUSAND, [[USDX, EARNED]]), eve, 'BelowExpectation');
		await refuses(await buy(id, THOUSAND + 1n, []), eve, 'BelowExpectation');
		const worth = await worthOf(id);
		for (const other of [
			{ expiry: worth.expiry + 1n },
			{ expiry: worth.expiry - 1n },
			{ taggedFor: alice.address },
			{ expiredRewards: [[USDX, 1n]] },
		]) {
			await refuses(ensureWorth(id, { ...worth, ...other }), eve, 'BelowExpectation');
		}
		await assertMoves(chain, ensureWorth(id, worth), eve, []);
		const unlisted = [[{ WithId: 77 }, 1n]];
		await refuses(await buy(id, THOUSAND, unlisted), eve, 'AssetNotListed');
		await refuses(ensureWorth(NOWHERE, await worthOf(NOWHERE)), eve, 'UnknownPosition');
		assert.equal(await nftOwner(chain, id), bob.address);
	});

	test('is sold with unclaimed rewards', async () => {
		await rewardPoolFor(chain, poolId, USDX, EARNED, epoch);

		await assertMoves(chain, await buy(id, THOUSAND, [[USDX, EARNED]]), eve, [
			[eve.address, NATIVE, -PRICE],
			[bob.address, NATIVE, PRICE],
		]);

		assert.equal((await positionsOf(chain, eve.address)).at(-1), id);
		await assertClaims(chain, ofPosition(id), bob, [[eve.address, USDX, EARNED]]);
	});

	test('is not sold under an id that its owner has changed since', async () => {
		await send(chain, list(id), eve);
		await send(chain, split(id, THOUSAND / 10n), eve);

		await assertRefused(chain, await buy(id, THOUSAND, []), ferdie, 'stakingRewards.UnknownPosition');
		const carelessly = nfts.buyItem(COLLECTION, id, PRICE);
		await assertRefused(chain, carelessly, ferdie, 'nfts.UnknownItem');
		for (const part of (await positionsOf(chain, eve.address)).slice(-2)) {
			const unlisted = nfts.buyItem(COLLECTION, part, PRICE);
			await assertRefused(chain, unlisted, ferdie, 'nfts.NotForSale');
		}
	});
});

describe('a penalty', () => {
	const { poke } = stakingRewards;

	// Its destination may be nobody's account: anyone may withdraw it.
	test('is sent to its destination by anyone', async () => {
		const { poolId, epoch } = await leaveEarly({ Account: TREASURY });
		await goToEpoch(chain, epoch + 2n); // nobody can credit it any more

		await assertMoves(chain, withdraw(poolId, { address: TREASURY }), dave, [
			[POT, NATIVE, -THOUSAND / 2n],
			[TREASURY, NATIVE, THOUSAND / 2n],
		]);
	});

	test('is burnt where the offer says so, once it is released', async () => {
		const { poolId } = await leaveEarly('Burn');
		const early = await assertMoves(chain, poke(poolId), dave, []);
		assertSays(early, []);
		await goToEpoch(chain);
		const issued = await issuance();

		const receipt = await assertMoves(chain, poke(poolId), dave, [[POT, NATIVE, -THOUSAND / 2n]]);

		const collected = { poolId, amount: THOUSAND / 2n, destination: 'Burn' };
		assertSays(receipt, [['PenaltiesCollected', collected]]);
		assert.equal(issued - (await issuance()), THOUSAND / 2n + receipt.fee.amount);
	});

	test('streams to those who stay where the offer says so', async () => {
		const { poolId, epoch, stays } = await leaveEarly('Stakers');
		await goToEpoch(chain);

		const receipt = await assertMoves(chain, poke(poolId), dave, [
			[POT, NATIVE, -THOUSAND / 2n],
			[accounts.rewardPot, NATIVE, THOUSAND / 2n],
		]);

		const collected = { poolId, amount: THOUSAND / 2n, destination: 'Stakers' };
		assert.deepEqual(eventOf(receipt, 'stakingRewards.PenaltiesCollected'), collected);
		await goToEpoch(chain, epoch + 3n);
		const each = THOUSAND / 2n / 7n;
		assert.deepEqual(await claimable(stays), [[NATIVE, THOUSAND / 2n - 6n * each]]);
	});

	test('is none where the offer asks for none', async () => {
		const poolId = await rewardPool(chain, { tiers: [LONG], penalty: 0n });
		await goToEpoch(chain);
		const id = await stakePosition(chain, bob, poolId, THOUSAND, LONG);
		await goToEpoch(chain);

		const { shown } = await assertUnstakes(id, 'All', bob);

		assert.deepEqual([shown.unbonding, shown.penalty], [THOUSAND, 0n]);
	});

	test('stays what it was when the position was opened', async () => {
		const poolId = await rewardPool(chain, { tiers: [LONG] });
		await goToEpoch(chain);
		const id = await stakePosition(chain, bob, poolId, THOUSAND, LONG);
		const dearer = offer({ tiers: [SHORT], penalty: 9n * 10n ** 17n });
		await refuses(bySudo(stakingRewards.configure(poolId, dearer)), alice, 'InvalidTier');
		dearer.tiers = [tier(4, 200)];
		const receipt = await send(chain, bySudo(stakingRewards.configure(poolId, dearer)), alice);
		// Somebody has stake: it holds after a whole epoch of notice.
		const { effectiveFrom } = eventOf(receipt, 'stakingRewards.OfferSet');
		assert.equal(effectiveFrom, (await now()) + 2n);
		await assertMoves(chain, stake(poolId, THOUSAND, LONG, HALF, TO_TREASURY), charlie, [
			[charlie.address, NATIVE, -THOUSAND],
			[POT, NATIVE, THOUSAND],
		]);
		await goToEpoch(chain, effectiveFrom);
		const { agreedPenalty, destination, multiplier } = await view(id);
		assert.deepEqual([agreedPenalty, destination, multiplier], [HALF, TO_TREASURY, 100n]);

		const { shown } = await assertUnstakes(id, 'All', bob);

		assert.equal(shown.penalty, THOUSAND / 2n);
		await refuses(stake(poolId, THOUSAND, LONG, ANY_PENALTY, 'Burn'), bob, 'UnknownTier');
		const [again] = dearer.tiers;
		await refuses(stake(poolId, THOUSAND, again, HALF, 'Burn'), bob, 'PenaltyTooHigh');
		const elsewhere = stake(poolId, THOUSAND, again, ANY_PENALTY, TO_TREASURY);
		await refuses(elsewhere, bob, 'DestinationMismatch');
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	test('behind an operator goes where it went when the position was opened', async () => {
		const [operator, second] = [newcomer('Keeper'), newcomer('Keeper\'s second')];
		const [poolId] = await newOperator(chain, operator, { own: THOUSAND });
		const lock = tier(7, 100);
		const [toFerdie, toSecond] = [ferdie, second].map(({ address }) => ({ Account: address }));
		const configure = (destination) => {
			return stakingRewards.configure(poolId, offer({ tiers: [lock], destination }));
		};
		await refuses(configure(toSecond), operator, 'InvalidDestination');
		await refuses(configure(toFerdie), operator, 'InvalidDestination');
		const toItself = bySudo(configure({ Account: operator.address }));
		await refuses(toItself, alice, 'InvalidDestination');
		await send(chain, bySudo(configure(toFerdie)), alice); // at once: nobody else has stake
		await goToEpoch(chain);
		const id = await stakePosition(chain, bob, poolId, THOUSAND, lock);
		const asked = await goToEpoch(chain);

		await refuses(configure(toSecond), operator, 'InvalidDestination');
		await assertMoves(chain, configure('Burn'), operator, []);
		await goToEpoch(chain, asked + 2n);

		assert.equal((await rewardPoolView(chain, poolId)).destination, 'Burn');
		assert.deepEqual((await view(id)).destination, toFerdie);
		const lockTo = (to) => stake(poolId, THOUSAND, lock, ANY_PENALTY, to);
		await refuses(lockTo(toFerdie), charlie, 'DestinationMismatch');
		await assertMoves(chain, lockTo('Burn'), charlie, [
			[charlie.address, NATIVE, -THOUSAND],
			[POT, NATIVE, THOUSAND],
		]);
		await assertUnstakes(id, 'All', bob);
		for (const { address } of [bob, ferdie]) {
			const { exits } = await stakeView(chain, poolId, address);
			const exit = { askedEpoch: asked + 2n, release: asked + 3n, value: THOUSAND / 2n };
			assert.deepEqual(exits, [exit]);
		}
		await goToEpoch(chain);
		await assertWithdraws(poolId, ferdie, THOUSAND / 2n);
		await assertWithdraws(poolId, bob, THOUSAND / 2n);
	});

	async function issuance() {
		return plain(await chain.api.query.balances.totalIssuance());
	}
});
