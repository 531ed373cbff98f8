// SPDX-License-Identifier: Apache-2.0

/** Leaving a lock without a penalty is for those who were caught, and pays nobody to lock for a moment. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { fractions, GOVERNANCE, optInCalls } from './lib/restaking.mjs';
import {
	assertRewardsCovered,
	availableReward,
	eventOf,
	named,
	offer,
	ofStake,
	positionView,
	rewardPoolFor,
	stakePosition,
	tier,
} from './lib/rewards.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';
import { epochView } from './lib/views.mjs';

const { alice, bob, charlie, dave, newcomer } = accounts;

const chain = await startChain('waivers');
after(() => chain.stop());

const { operatorStaking, restaking, stakingRewards, sudo, utility } = chain.api.tx;
const W = Number(plain(chain.api.consts.operatorStaking.window));
const OWN = 4n * (await minSelfStake(chain));
const STAKE = 1_000n * BULW;
/** Parts of one, in the 10⁻¹⁸ steps of the chain. */
const TENTH = 10n ** 17n;
const HALF = 5n * TENTH;
/** The shortest and the longest lock behind an operator, and one that is ten times as heavy as stake without a position. */
const [SHORT, LONG, HEAVY] = [tier(W, 100), tier(52, 200), tier(W + 1, 1_000)];

const view = (id) => positionView(chain, id);
const penalties = (...ids) => Promise.all(ids.map(async (id) => (await view(id)).penalty));
const unstakeFree = (id) => stakingRewards.unstake(id, 'All', 0n);
const usdx = (amount) => [[named(USDX), amount]];
const owed = (poolId, who) => availableReward(chain, ofStake(poolId, who));

/** The pool of a newcomer, which offers all three locks, when its own stake is active. */
async function poolOf(operator) {
	const [poolId] = await newOperator(chain, operator, { own: OWN });
	await send(chain, stakingRewards.configure(poolId, offer({ tiers: [SHORT, LONG, HEAVY] })), operator);
	await goToEpoch(chain);
	return poolId;
}

describe('a rise of the commission', () => {
	const operator = newcomer('Riser');
	/** @type {bigint} The pool, a lock from before the rise, and the longest one, from the time in which the first leaves free. */
	let poolId, old, young;

	/** Sets the commission, and waits until it can be set again. */
	async function rise(rate) {
		await send(chain, stakingRewards.setCommission(rate), operator);
		const free = await penalties(old, young);
		for (let epochs = 3; epochs > 0; epochs -= 1) await goToEpoch(chain);
		return free;
	}

	test('frees who locked before, and not who locks to leave again', async () => {
		poolId = await poolOf(operator);
		old = await stakePosition(chain, bob, poolId, STAKE, LONG);
		await goToEpoch(chain);
		assert.deepEqual(await penalties(old), [HALF]);

		await send(chain, stakingRewards.setCommission(TENTH), operator);
		young = await stakePosition(chain, charlie, poolId, STAKE, LONG);

		assert.deepEqual(await penalties(old, young), [0n, HALF]);
		await goToEpoch(chain);
		await assertRefused(chain, unstakeFree(young), charlie, 'stakingRewards.PenaltyTooHigh');
		await goToEpoch(chain);
		assert.deepEqual(await penalties(old, young), [0n, HALF], 'one epoch after it takes effect');
		await goToEpoch(chain);
		assert.deepEqual(await penalties(old, young), [HALF, HALF]);
	});

	test('of next to nothing keeps no window open', async () => {
		for (const step of [1n, 2n, 3n]) {
			assert.deepEqual(await rise(TENTH + step), [HALF, HALF]);
		}
	});

	test('by 0.99 % again and again is one, whenever it passes another whole 1 %', async () => {
		const step = 99n * 10n ** 14n;
		const freed = [];
		for (const times of [1n, 2n, 3n]) freed.push(await rise(TENTH + times * step));

		// 10.99, 11.98 and 12.97 %: the first passes nothing above the 10 % of before.
		assert.deepEqual(freed.map(([ofOld]) => ofOld), [HALF, 0n, 0n]);
		await assertBooksBalance(chain);
	});
});

describe('an announcement that is taken back in the same batch', () => {
	const operator = newcomer('Feint');
	const BUDGET = fractions(20, 10);

	test('frees nobody, and the real one does', async () => {
		const poolId = await poolOf(operator);
		const id = await stakePosition(chain, bob, poolId, STAKE, LONG);
		const leaver = await stakePosition(chain, dave, poolId, STAKE, LONG);
		await goToEpoch(chain);
		const announced = optInCalls(chain, BUDGET);

		await send(chain, utility.batchAll([...announced, restaking.optOut(GOVERNANCE)]), operator);
		await goToEpoch(chain);
		assert.deepEqual(await penalties(id, leaver), [HALF, HALF]);

		await send(chain, restaking.optIn(GOVERNANCE, 1, BUDGET), operator);
		await goToEpoch(chain);

		assert.deepEqual(await penalties(id, leaver), [0n, 0n]);
		await send(chain, unstakeFree(leaver), dave);
		await assertBooksBalance(chain);
	});
});

describe('an expired position', () => {
	const operator = newcomer('Closer');
	/** What came after the expiry: the operator's own stake and the position have half of it each. */
	const LATER = 200n * DOLLAR;
	/** @type {bigint} */
	let poolId, id;

	test('is not locked for a moment to get what it earned since', async () => {
		poolId = await poolOf(operator);
		id = await stakePosition(chain, bob, poolId, OWN, SHORT);
		const { expiry } = await view(id);
		const now = await goToEpoch(chain, expiry + 1n);
		await rewardPoolFor(chain, poolId, USDX, LATER, expiry);
		assert.deepEqual((await view(id)).expiredRewards, usdx(LATER / 2n));
		await send(chain, sudo.sudo(operatorStaking.suspend(operator.address)), alice);
		const next = plain(await chain.api.query.stakingRewards.nextPositionId());

		// Behind an operator that is not active, which the new lock has agreed to.
		const batch = utility.batchAll([stakingRewards.restake(id), unstakeFree(next)]);
		await assertRefused(chain, batch, bob, 'stakingRewards.PenaltyTooHigh');

		const receipt = await send(chain, stakingRewards.restake(id), bob);
		id = eventOf(receipt, 'stakingRewards.Restaked').newId;
		const { claimable, unvested, vestedEpoch, penalty } = await view(id);
		assert.deepEqual([claimable, unvested, penalty], [[], usdx(LATER / 2n), HALF]);
		assert.equal(vestedEpoch, now + 1n + BigInt(W));
	});

	test('that was locked again and is freed leaves it to those who stay', async () => {
		await send(chain, stakingRewards.setCommission(TENTH), operator);
		assert.deepEqual(await penalties(id), [0n]);

		const receipt = await send(chain, unstakeFree(id), bob);

		const returned = eventOf(receipt, 'stakingRewards.UnvestedRewardsReturned');
		assert.deepEqual(returned, { positionId: id, asset: named(USDX), amount: LATER / 2n });
		assert.deepEqual(await owed(poolId, bob), []);
		// And gets nothing that comes late for the time between the locks.
		const { current } = await epochView(chain);
		await rewardPoolFor(chain, poolId, USDX, LATER, current - 1n);
		assert.deepEqual(await owed(poolId, bob), []);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});

describe('a small lock that leaves', () => {
	const operator = newcomer('Payer');

	test('is not paid for by a large one that stays', async () => {
		const poolId = await poolOf(operator);
		const small = await stakePosition(chain, bob, poolId, STAKE, HEAVY);
		const epoch = await goToEpoch(chain);
		// The operator's own stake weighs less: whatever Bob's part is, nine tenths of it have not vested.
		await rewardPoolFor(chain, poolId, USDX, 1_100n * DOLLAR, epoch);
		const [[, withheld]] = (await view(small)).unvested;
		const large = await stakePosition(chain, bob, poolId, 9n * STAKE, HEAVY);
		const merging = await send(chain, stakingRewards.merge(small, large), bob);
		const merged = eventOf(merging, 'stakingRewards.Merged').newId;
		await goToEpoch(chain);
		await assertRefused(chain, stakingRewards.split(merged, STAKE), bob, 'stakingRewards.CannotSplit');
		await send(chain, sudo.sudo(operatorStaking.suspend(operator.address)), alice);

		const leave = stakingRewards.unstake(merged, { Exactly: STAKE }, 0n);
		const receipt = await send(chain, leave, bob);

		const returned = eventOf(receipt, 'stakingRewards.UnvestedRewardsReturned');
		assert.deepEqual(returned, { positionId: merged, asset: named(USDX), amount: withheld });
		const { restId } = eventOf(receipt, 'stakingRewards.Unstaked');
		assert.deepEqual((await view(restId)).unvested, []);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});
