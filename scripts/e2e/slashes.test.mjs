// SPDX-License-Identifier: Apache-2.0

/** Positions behind an operator: a slash takes from them as from all stake. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, GOLD, HELD, NATIVE, OUNCE, USDX } from './lib/money.mjs';
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
	TO_TREASURY,
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
/** Whole epochs between the announcement that an operator closes, and its last epoch. */
const M = plain(chain.api.consts.restaking.narrowNotice);
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

/**
 * An operator whose pool offers one lock tier, and that governance may slash as far as it goes. Penalties
 * go to the treasury, an account that only an offer by the admin names.
 */
async function offering(name) {
	const operator = newcomer(name);
	const [poolId] = await newOperator(chain, operator, { own: OWN, budget: fractions(100) });
	const configure = stakingRewards.configure(poolId, offer({ tiers: [LOCK], destination: TO_TREASURY }));
	await assertRefused(chain, configure, operator, 'stakingRewards.InvalidDestination');
	await send(chain, chain.api.tx.sudo.sudo(configure), alice);
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
		const { expiry } = await view(stays);
		const isWorth = (principal) =>
			stakingRewards.ensureWorth(stays, {
				principal,
				claimable: [],
				expiredRewards: [],
				expiry,
				taggedFor: null,
			});
		await refuses(isWorth(THOUSAND), dave, 'BelowExpectation');
		await assertMoves(chain, isWorth(left), dave, []);
	});

	test('leaves without a penalty while the operator is suspended', async () => {
		assert.equal((await operatorView(chain, operator.address)).state, 'Suspended');
		assert.equal((await view(freed)).penalty, 0n);
		const more = stakingRewards.stake(poolId, THOUSAND, LOCK, ANY_PENALTY, TO_TREASURY);
		await assertRefused(chain, more, dave, 'operatorStaking.OperatorNotActive');

		const { unbonding, penalty, releaseEpoch } = await previewUnstake(chain, freed);
		await assertMoves(chain, unstakeAll(freed), dave, []);

		assert.deepEqual([unbonding, penalty, releaseEpoch], [800n * BULW, 0n, now + W + 1n]);
		const { exits } = await stakeView(chain, poolId, dave.address);
		assert.deepEqual(exits, [{ askedEpoch: now, release: releaseEpoch, value: unbonding }]);
		await send(chain, operatorStaking.topUpBond(), operator);
	});

	test('earns by what it still has', async () => {
		// Twice the weight of the operator's own stake, share for share; once what has left for nothing before it has vested.
		const parts = 2n * 2n * THOUSAND + THOUSAND + OWN;

		await rewardPoolFor(chain, poolId, USDX, 1_000n * DOLLAR, now);

		const { claimable, unvested } = await view(stays);
		const half = [[named(USDX), (1_000n * DOLLAR * THOUSAND) / parts]];
		assert.deepEqual([claimable, unvested], [half, half]);
	});

	test('that left early shares a slash with its penalty, as long as both are unbonding', async () => {
		const half = 400n * BULW;
		const { unbonding, penalty } = await previewUnstake(chain, leaves);
		await assertMoves(chain, unstakeAll(leaves), charlie, []);
		assert.deepEqual([unbonding, penalty], [half, half]);
		const asked = now;
		await goToEpoch(chain);
		const settle = await undisputed(chain, operator, asked, TENTH);

		// For the epoch in which they left: three exits, the penalty, and what stays. Of the bond what answered
		// then: it was filled up in that epoch, and that answers from the next one on.
		const own = OWN - OWN / 5n;
		const cut = (own + 800n * BULW + half + half + 800n * BULW) / 10n;
		const ofBond = (BOND - BOND / 5n) / 10n;
		await assertMoves(chain, settle, alice, [
			[operator.address, HELD, -ofBond],
			[POT, NATIVE, -cut],
			[TREASURY, NATIVE, ofBond + cut],
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
	/** @type {bigint} A pool, two positions, the epoch of the announcement, and the pool's last one. */
	let poolId, id, other, announced, last;

	test('is let go without a penalty, and locked for no longer', async () => {
		({ operator, poolId } = await offering('Leaver'));
		id = await stakePosition(chain, bob, poolId, THOUSAND, LOCK);
		other = await stakePosition(chain, charlie, poolId, THOUSAND, LOCK);
		announced = await goToEpoch(chain);
		last = announced + M;
		await rewardPoolFor(chain, poolId, USDX, 50n * DOLLAR, announced);

		await send(chain, operatorStaking.retire(), operator);

		assert.equal((await view(id)).penalty, 0n);
		const { extend, stake } = stakingRewards;
		await refuses(extend(id), bob, 'PoolClosed');
		const closed = 'operatorStaking.PoolClosed';
		await assertRefused(chain, stake(poolId, THOUSAND, LOCK, ANY_PENALTY, TO_TREASURY), dave, closed);
		await refuses(stakingRewards.fundStream(poolId, USDX, DOLLAR, 4), dave, 'PoolClosed');
	});

	test('is paid out with the pool, whenever it is asked for', async () => {
		const release = last + W + 1n;
		const asked = await send(chain, unstakeAll(other), charlie);
		const { departure } = eventOf(asked, 'operatorStaking.UnstakedFor');
		assert.deepEqual(departure, { lastEpoch: announced, releaseEpoch: announced + W + 1n });
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
			// Charlie has left before half of it had vested.
			const weight = who === bob ? 2n * THOUSAND : THOUSAND;
			const amount = (50n * DOLLAR * weight) / (4n * THOUSAND + OWN);
			await assertClaims(chain, claim, alice, [[who.address, USDX, amount]]);
			await refuses(claimTx(chain, claim), who, 'NothingToClaim');
		}
		await refuses(claimTx(chain, ofPosition(id)), bob, 'UnknownPosition');
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});

describe('a pool in an asset that cannot be moved', () => {
	const operator = newcomer('Vault');
	const staked = 10n * OUNCE + 7n;
	const cut = { bond: BOND / 10n, native: OWN / 10n, gold: staked / 10n };
	/** @type {bigint} Its pools, and the case. */
	let native, gold, caseId;

	/** Freezes it or not, by sudo; nothing else changes. */
	async function freeze(isFrozen) {
		const { owner, issuer, admin, freezer, minBalance, isSufficient } = plain(
			await chain.api.query.assets.asset(GOLD.WithId),
		);
		const { forceAssetStatus } = chain.api.tx.assets;
		const who = [owner, issuer, admin, freezer];
		const set = forceAssetStatus(GOLD.WithId, ...who, minBalance, isSufficient, isFrozen);
		await send(chain, chain.api.tx.sudo.sudo(set), alice);
	}

	const release = () => restaking.releaseSlashed(caseId, GOLD);

	test('is charged with all the rest, which is moved', async () => {
		const what = { own: OWN, assets: [NATIVE, GOLD], budget: fractions(50) };
		[native, gold] = await newOperator(chain, operator, what);
		await goToEpoch(chain);
		await send(chain, operatorStaking.delegate(gold, staked), bob);
		const faultEpoch = await goToEpoch(chain);
		caseId = await reportFault(chain, operator, faultEpoch, TENTH);
		await letPass(chain, caseId);
		await freeze(true);

		const receipt = await assertMoves(chain, restaking.settle(caseId), dave, [
			[operator.address, HELD, -cut.bond],
			[POT, NATIVE, -cut.native],
			[TREASURY, NATIVE, cut.bond + cut.native],
		]);

		const who = operator.address;
		const of = { faultEpoch, fraction: TENTH };
		assertEvents(receipt, [
			['Slashed', { operator: who, faultEpoch, fractions: fractions(10), bond: cut.bond }],
			['PoolSlashed', { poolId: native, ...of, amount: cut.native }],
			['PoolSlashed', { poolId: gold, ...of, amount: cut.gold }],
			['SlashOwed', { poolId: gold, amount: cut.gold }],
		]);
		assert.equal((await stakeView(chain, gold, bob.address)).value, staked - cut.gold);
		await assertBooksBalance(chain);
		await assertRefused(chain, release(), dave, 'operatorStaking.PaymentRefused');
	});

	test('pays what it owes once it can be, by whoever asks', async () => {
		await freeze(false);

		const receipt = await assertMoves(chain, release(), dave, [
			[POT, GOLD, -cut.gold],
			[TREASURY, GOLD, cut.gold],
		]);

		const asset = named(GOLD);
		assertEvents(receipt, [['OwedSlashPaid', { poolId: gold, amount: cut.gold }]]);
		const paid = { caseId, asset, amount: cut.gold, to: 'Treasury' };
		assertEvents(receipt, [['Distributed', paid]], 'restaking');
		await assertRefused(chain, release(), dave, 'restaking.NothingWithheld');
		await assertBooksBalance(chain);
	});
});
