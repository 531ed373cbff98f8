// SPDX-License-Identifier: Apache-2.0

/** Positions behind an operator: a slash takes from them as from all stake. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertMoves, assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, HELD, NATIVE, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import {
	fractions,
	letPass,
	percent,
	reportFault,
	slashPreviewFor,
	undisputed,
} from './lib/restaking.mjs';
import {
	ANY_PENALTY,
	assertClaims,
	assertRewardsCovered,
	claimTx,
	eventOf,
	named,
	offer,
	ofPosition,
	ofStake,
	positionView,
	previewUnstake,
	rewardPoolFor,
	stakePosition,
	tier,
} from './lib/rewards.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';
import { epochView, operatorView, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, newcomer } = accounts;

const chain = await startChain('slashes');
after(() => chain.stop());

const { operatorStaking, restaking, stakingRewards } = chain.api.tx;
const BOND = plain(chain.api.consts.operatorStaking.bond);
const W = plain(chain.api.consts.operatorStaking.window);
const OWN = 4n * (await minSelfStake(chain));
const POT = accounts.potAccount(chain);
const TREASURY = accounts.treasury;
const THOUSAND = 1_000n * BULW;
const TENTH = 10n ** 17n;
const LOCK = tier(26, 200);

const view = (id) => positionView(chain, id);
const unstakeAll = (id) => stakingRewards.unstake(id, 'All', ANY_PENALTY);
const withdraw = (poolId, { address }) => operatorStaking.withdraw(poolId, address);
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `stakingRewards.${error}`);

/** An operator whose pool offers one lock tier, and that governance may slash as far as it goes. */
async function offering(name) {
	const operator = newcomer(name);
	const [poolId] = await newOperator(chain, operator, { own: OWN, budget: fractions(100) });
	await send(chain, stakingRewards.configure(poolId, offer({ tiers: [LOCK] })), operator);
	await goToEpoch(chain);
	return { operator, poolId };
}

describe('a position behind an operator that is slashed', () => {
	/** @type {any} */
	let operator;
	/** @type {bigint} The pool, three equal positions, and the epoch of the settlement. */
	let poolId, stays, leaves, freed, now;

	test('is worth less, and its text says what it was', async () => {
		({ operator, poolId } = await offering('Prover'));
		[stays, leaves, freed] = [
			await stakePosition(chain, bob, poolId, THOUSAND, LOCK),
			await stakePosition(chain, charlie, poolId, THOUSAND, LOCK),
			await stakePosition(chain, dave, poolId, THOUSAND, LOCK),
		];
		const fault = await goToEpoch(chain);
		const cut = (OWN + 3n * THOUSAND) / 5n;
		const id = await reportFault(chain, operator, fault, percent(20));
		now = await letPass(chain, id);
		const { account } = await view(stays);
		assert.equal(await slashPreviewFor(chain, id, poolId, account), THOUSAND / 5n);

		await assertMoves(chain, restaking.settle(id), dave, [
			[operator.address, HELD, -BOND / 5n],
			[POT, NATIVE, -cut],
			[TREASURY, NATIVE, BOND / 5n + cut],
		]);

		const { active, operator: behind, owner } = await view(stays);
		const left = THOUSAND - THOUSAND / 5n;
		assert.deepEqual([active, behind, owner], [left, operator.address, bob.address]);
		const { ensureWorth } = stakingRewards;
		await refuses(ensureWorth(stays, THOUSAND, []), dave, 'BelowExpectation');
		await assertMoves(chain, ensureWorth(stays, left, []), dave, []);
	});

	test('leaves without a penalty while the operator is suspended', async () => {
		assert.equal((await operatorView(chain, operator.address)).state, 'Suspended');
		assert.equal((await view(freed)).penalty, 0n);
		const more = stakingRewards.stake(poolId, THOUSAND, LOCK, ANY_PENALTY);
		await assertRefused(chain, more, dave, 'operatorStaking.OperatorNotActive');

		const { unbonding, penalty, releaseEpoch } = await previewUnstake(chain, freed);
		await assertMoves(chain, unstakeAll(freed), dave, []);

		assert.deepEqual([unbonding, penalty, releaseEpoch], [800n * BULW, 0n, now + W + 1n]);
		const { exits } = await stakeView(chain, poolId, dave.address);
		assert.deepEqual(exits, [{ askedEpoch: now, release: releaseEpoch, value: unbonding }]);
		await send(chain, operatorStaking.topUpBond(), operator);
	});

	test('earns by what it still has', async () => {
		// Twice the weight of the operator's own stake, share for share.
		const parts = 2n * 3n * THOUSAND + OWN;

		await rewardPoolFor(chain, poolId, USDX, 1_000n * DOLLAR, now);

		const { claimable } = await view(stays);
		assert.deepEqual(claimable, [[named(USDX), (1_000n * DOLLAR * 2n * THOUSAND) / parts]]);
	});

	test('that left early shares a slash with its penalty, as long as both are unbonding', async () => {
		const half = 400n * BULW;
		const { unbonding, penalty } = await previewUnstake(chain, leaves);
		await assertMoves(chain, unstakeAll(leaves), charlie, []);
		assert.deepEqual([unbonding, penalty], [half, half]);
		const asked = now;
		await goToEpoch(chain);
		const settle = await undisputed(chain, operator, asked, TENTH);

		// For the epoch in which they left: three exits, the penalty, and what stays.
		const own = OWN - OWN / 5n;
		const cut = (own + 800n * BULW + half + half + 800n * BULW) / 10n;
		await assertMoves(chain, settle, alice, [
			[operator.address, HELD, -BOND / 10n],
			[POT, NATIVE, -cut],
			[TREASURY, NATIVE, BOND / 10n + cut],
		]);
		await send(chain, operatorStaking.topUpBond(), operator);

		const left = half - half / 10n;
		const release = asked + W + 1n;
		for (const address of [charlie.address, TREASURY]) {
			const { exits } = await stakeView(chain, poolId, address);
			assert.deepEqual(exits, [{ askedEpoch: asked, release, value: left }]);
		}
		assert.equal((await view(stays)).active, 720n * BULW);
	});

	test('is paid after the liability window, what is left', async () => {
		const early = 'operatorStaking.NotReleased';
		await goToEpoch(chain, now + W);
		await assertRefused(chain, withdraw(poolId, charlie), charlie, early);
		await goToEpoch(chain, now + W + 1n);

		for (const [who, amount] of [[charlie, 360n * BULW], [dave, 720n * BULW]]) {
			await assertMoves(chain, withdraw(poolId, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
		}
	});

	test('leaves without a penalty when the commission has just risen', async () => {
		await goToEpoch(chain);
		assert.equal((await view(stays)).penalty, 5n * TENTH);

		await send(chain, stakingRewards.setCommission(TENTH), operator);

		const { current } = await epochView(chain);
		for (const epoch of [current + 1n, current + 2n]) {
			assert.equal((await view(stays)).penalty, 0n);
			await goToEpoch(chain, epoch);
		}
		assert.equal((await view(stays)).penalty, 0n, 'one epoch after it takes effect');
		await goToEpoch(chain);
		assert.equal((await view(stays)).penalty, 5n * TENTH);
	});

	test('is let go with what is left when the operator is deactivated', async () => {
		const [{ current: fault }, { claimable }] = [await epochView(chain), await view(stays)];
		const half = () => reportFault(chain, operator, fault, percent(50));
		const cases = [await half(), await half()];
		now = await letPass(chain, cases[1]);
		for (const id of cases) await send(chain, restaking.settle(id), alice);
		assert.equal((await operatorView(chain, operator.address)).state, 'Deactivated');
		const left = 180n * BULW;
		const { active, penalty } = await view(stays);
		assert.deepEqual([active, penalty], [left, 0n]);

		const receipt = await assertMoves(chain, unstakeAll(stays), bob, []);

		const { unbonding, penalty: paid } = eventOf(receipt, 'stakingRewards.Unstaked');
		assert.deepEqual([unbonding, paid], [left, 0n]);
		const [[, amount]] = claimable;
		await assertClaims(chain, ofStake(poolId, bob), bob, [[bob.address, USDX, amount]]);
		await goToEpoch(chain, now + W + 1n);
		await assertMoves(chain, withdraw(poolId, bob), bob, [
			[POT, NATIVE, -left],
			[bob.address, NATIVE, left],
		]);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});

describe('a position behind an operator that retires', () => {
	/** @type {any} */
	let operator;
	/** @type {bigint} */
	let poolId, id, other, last;

	test('is let go without a penalty, and locked for no longer', async () => {
		({ operator, poolId } = await offering('Leaver'));
		id = await stakePosition(chain, bob, poolId, THOUSAND, LOCK);
		other = await stakePosition(chain, charlie, poolId, THOUSAND, LOCK);
		last = await goToEpoch(chain);
		await rewardPoolFor(chain, poolId, USDX, 50n * DOLLAR, last);

		await send(chain, operatorStaking.retire(), operator);

		assert.equal((await view(id)).penalty, 0n);
		const { extend, stake } = stakingRewards;
		await refuses(extend(id), bob, 'PoolClosed');
		const closed = 'operatorStaking.PoolClosed';
		await assertRefused(chain, stake(poolId, THOUSAND, LOCK, ANY_PENALTY), dave, closed);
		await refuses(stakingRewards.fundStream(poolId, USDX, DOLLAR, 4), dave, 'PoolClosed');
	});

	test('is paid out with the pool, whenever it is asked for', async () => {
		const release = last + W + 1n;
		await send(chain, unstakeAll(other), charlie);
		await goToEpoch(chain, release);

		const shown = await previewUnstake(chain, id);
		await assertMoves(chain, unstakeAll(id), bob, [
			[POT, NATIVE, -THOUSAND],
			[bob.address, NATIVE, THOUSAND],
		]);
		await assertMoves(chain, withdraw(poolId, charlie), charlie, [
			[POT, NATIVE, -THOUSAND],
			[charlie.address, NATIVE, THOUSAND],
		]);

		assert.equal(shown.releaseEpoch, release);
		for (const who of [bob, charlie]) {
			const claim = ofStake(poolId, who);
			const weight = 2n * THOUSAND;
			const amount = (50n * DOLLAR * weight) / (2n * weight + OWN);
			await assertClaims(chain, claim, alice, [[who.address, USDX, amount]]);
			await refuses(claimTx(chain, claim), who, 'NothingToClaim');
		}
		await refuses(claimTx(chain, ofPosition(id)), bob, 'UnknownPosition');
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});
