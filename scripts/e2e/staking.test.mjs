// SPDX-License-Identifier: Apache-2.0

/**
 * Staking as a wallet does it: every balance to the unit, every event, and what was shown is what
 * is paid.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import {
	allBalances,
	balanceKey,
	BULW,
	DOLLAR,
	endow,
	GOLD,
	HELD,
	NATIVE,
	OUNCE,
	USDX,
} from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { budget, letPass, reportFault, undisputed } from './lib/restaking.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';
import { epochView, operatorView, poolView, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, newcomer } = accounts;

const chain = await startChain('staking');
after(() => chain.stop());

const { operatorStaking, restaking, sudo } = chain.api.tx;
const BOND = plain(chain.api.consts.operatorStaking.bond);
const W = plain(chain.api.consts.operatorStaking.window);
const CURE_PERIOD = plain(chain.api.consts.operatorStaking.curePeriod);
const MINIMUM = await minSelfStake(chain);
/** What operators stake themselves here: enough also after a few slashes. */
const OWN = 2n * MINIMUM;
const POT = accounts.potAccount(chain);
const TREASURY = accounts.treasury;

/** Parts of one, in the 10⁻¹⁸ steps of the chain. */
const ONE = 10n ** 18n;
const TENTH = ONE / 10n;
const HALF = ONE / 2n;

/** The first epoch in which somebody who leaves an operator with `last` is paid. */
const departure = (last) => ({ last, release: last + W + 1n });

const openPool = (asset, minimum) => operatorStaking.openPool(asset, minimum);
const delegate = (pool, amount) => operatorStaking.delegate(pool, amount);
const undelegate = (pool, amount) => operatorStaking.undelegate(pool, { Exactly: amount });
const undelegateAll = (pool) => operatorStaking.undelegate(pool, 'All');
const withdraw = (pool, holder) => operatorStaking.withdraw(pool, holder.address);
const PROMISED = budget(50);

/** Whether a holder has nothing in a pool and waits for nothing. */
const isNothing = ({ value, lots, exits, redelegations, withdrawable }) =>
	value === 0n && [lots, exits, redelegations].every(isEmpty) && withdrawable === 0n;
const isEmpty = ({ length }) => length === 0;

describe('an operator', () => {
	const operator = newcomer('Prover');
	/** @type {bigint} */
	let epoch;

	test('registers, and its bond is held', async () => {
		await endow(chain, operator, { bulw: 4n * BOND / BULW });
		epoch = await goToEpoch(chain);

		const receipt = await assertMoves(chain, operatorStaking.register(), operator, [
			[operator.address, NATIVE, -BOND],
			[operator.address, HELD, BOND],
		]);

		assertEvents(receipt, [
			['OperatorRegistered', { operator: operator.address, bond: BOND, epoch }],
		]);
		assert.deepEqual(await operatorView(chain, operator.address), {
			state: 'Suspended',
			bond: BOND,
			bondRequired: BOND,
			since: epoch,
			departure: null,
			mark: ONE,
			suspension: null,
			power: { now: 0n, next: 0n },
			selfStake: { own: { now: 0n, next: 0n }, minimum: MINIMUM, cureUntil: null },
			isServing: false,
			pools: [],
		});
	});

	test('opens a pool in the native token and one in an asset', async () => {
		const opened = [];
		for (const [asset, minimum] of [[NATIVE, BULW], [USDX, DOLLAR]]) {
			const pool = 1n + plain(await chain.api.query.operatorStaking.lastPool());
			opened.push(pool);

			const receipt = await assertMoves(chain, openPool(asset, minimum), operator, []);

			const named = asset === NATIVE ? NATIVE : { WithId: 1n };
			assertEvents(receipt, [
				['PoolOpened', { pool, asset: named, operator: operator.address, minimum }],
			]);
			assert.deepEqual(await poolView(chain, pool), {
				asset: named,
				operator: operator.address,
				minimum,
				departure: null,
				inForce: 0n,
				tokens: 0n,
				buckets: [],
			});
		}

		assert.deepEqual((await operatorView(chain, operator.address)).pools, opened);
	});

	test('takes stake from others once enough of its own is in force', async () => {
		const [pool] = (await operatorView(chain, operator.address)).pools;
		const tooLow = 'operatorStaking.SelfStakeTooLow';
		await assertRefused(chain, delegate(pool, BULW), bob, tooLow);
		await assertRefused(chain, delegate(pool, MINIMUM - 1n), operator, tooLow);

		await assertMoves(chain, delegate(pool, MINIMUM), operator, [
			[operator.address, NATIVE, -MINIMUM],
			[POT, NATIVE, MINIMUM],
		]);
		await assertRefused(chain, delegate(pool, BULW), bob, tooLow);
		await goToEpoch(chain);

		await assertMoves(chain, delegate(pool, BULW), bob, [
			[bob.address, NATIVE, -BULW],
			[POT, NATIVE, BULW],
		]);
		const { state, power, selfStake } = await operatorView(chain, operator.address);
		assert.equal(state, 'Active');
		assert.equal(power.next, MINIMUM + BULW);
		assert.equal(selfStake.own.next, MINIMUM);
	});

	test('keeps the minimum of its own stake, or takes all of it back', async () => {
		const [pool] = (await operatorView(chain, operator.address)).pools;
		const tooLow = 'operatorStaking.SelfStakeTooLow';
		await assertRefused(chain, undelegate(pool, BULW), operator, tooLow);
		await goToEpoch(chain);

		await assertMoves(chain, undelegateAll(pool), operator, []);

		const { selfStake } = await operatorView(chain, operator.address);
		assert.deepEqual(selfStake.own, { now: MINIMUM, next: 0n });
		await assertRefused(chain, delegate(pool, BULW), bob, tooLow);
		await goToEpoch(chain);
		assert.equal((await operatorView(chain, operator.address)).state, 'Suspended');
	});
});

describe('stake', () => {
	const operator = newcomer('Sequencer');
	const stakes = {
		bob: { native: 1_000n * BULW + 7n, usdx: 1_000n * DOLLAR + 3n },
		charlie: { native: 500n * BULW + 13n, usdx: 500n * DOLLAR + 8n },
		dave: { native: 200n * BULW },
		eve: { native: 300n * BULW + 1n },
	};
	/** What Charlie takes out after the fault. */
	const partly = 100n * BULW + 3n;
	/** What Bob takes out first. */
	const some = 400n * BULW + 9n;

	/** @type {bigint} Epochs: of the deposits, of the fault, of the settlement. */
	let deposits, fault, now;
	/** @type {bigint} The pools. */
	let native, usdx;
	/** @type {Map<string, bigint>} What the pot had before anybody came. */
	let before;

	test('is taken in, and counts from the next epoch', async () => {
		before = await allBalances(chain);
		const what = { own: OWN, assets: [NATIVE, USDX], promised: PROMISED };
		[native, usdx] = await newOperator(chain, operator, what);
		deposits = await goToEpoch(chain);
		const effective = deposits + 1n;

		for (const [who, pool, asset, amount] of [
			[bob, native, NATIVE, stakes.bob.native],
			[bob, usdx, USDX, stakes.bob.usdx],
			[charlie, native, NATIVE, stakes.charlie.native],
			[charlie, usdx, USDX, stakes.charlie.usdx],
			[dave, native, NATIVE, stakes.dave.native],
		]) {
			const receipt = await assertMoves(chain, delegate(pool, amount), who, [
				[who.address, asset, -amount],
				[POT, asset, amount],
			]);
			assertEvents(receipt, [
				['Delegated', { pool, holder: who.address, amount, effective }],
			]);
		}

		const pool = await poolView(chain, native);
		const tokens = OWN + stakes.bob.native + stakes.charlie.native + stakes.dave.native;
		assert.deepEqual([pool.inForce, pool.tokens], [OWN, tokens]);
		await goToEpoch(chain);
		assert.equal((await poolView(chain, native)).inForce, tokens);
	});

	test('that has not taken effect comes back at once, unit for unit', async () => {
		const [epoch, amount] = [(await epochView(chain)).now, 50n * BULW + 1n];
		await send(chain, delegate(native, amount), eve);

		const receipt = await assertMoves(chain, undelegate(native, amount), eve, [
			[POT, NATIVE, -amount],
			[eve.address, NATIVE, amount],
		]);

		const stake = { pool: native, holder: eve.address };
		assertEvents(receipt, [
			['Withdrawn', { ...stake, amount }],
			[
				'Undelegated',
				{ ...stake, returned: amount, exiting: 0n, departure: departure(epoch) },
			],
		]);
	});

	test('that leaves is not paid yet, and waits for its release', async () => {
		const [epoch, amount] = [(await epochView(chain)).now, stakes.dave.native];

		const receipt = await assertMoves(chain, undelegateAll(native), dave, []);

		assertEvents(receipt, [
			[
				'Undelegated',
				{
					pool: native,
					holder: dave.address,
					returned: 0n,
					exiting: amount,
					departure: departure(epoch),
				},
			],
		]);
		assert.deepEqual(await stakeView(chain, native, dave.address), {
			value: 0n,
			lots: [],
			exits: [{ asked: epoch, release: epoch + W + 1n, value: amount }],
			redelegations: [],
			withdrawable: 0n,
		});
	});

	test('is charged by a slash exactly if it was in force when the fault happened', async () => {
		fault = await goToEpoch(chain);
		await send(chain, delegate(native, stakes.eve.native), eve); // too late for the fault
		await goToEpoch(chain);
		await send(chain, undelegate(native, partly), charlie); // too late to get away
		await goToEpoch(chain);
		const settle = await undisputed(chain, operator, fault, TENTH);
		now = (await epochView(chain)).now;
		const stays = stakes.bob.native + stakes.charlie.native - partly;
		const cut = {
			bond: BOND / 10n,
			native: OWN / 10n + stays / 10n + partly / 10n,
			usdx: (stakes.bob.usdx + stakes.charlie.usdx) / 10n,
		};

		const receipt = await assertMoves(chain, settle, dave, [
			[operator.address, HELD, -cut.bond],
			[POT, NATIVE, -cut.native],
			[POT, USDX, -cut.usdx],
			[TREASURY, NATIVE, cut.bond + cut.native],
			[TREASURY, USDX, cut.usdx],
		]);

		assert.equal(now, fault + 5n, 'reported two epochs later, disputed in none of three');
		assert.equal(receipt.fee.amount, 0n);
		const what = { fault, fraction: TENTH };
		assertEvents(receipt, [
			[
				'Slashed',
				{ operator: operator.address, ...what, scope: 'BondAndPools', bond: cut.bond },
			],
			['PoolSlashed', { pool: native, ...what, amount: cut.native }],
			['PoolSlashed', { pool: usdx, ...what, amount: cut.usdx }],
		]);
		const left = stays - stays / 10n;
		const [ofBob, ofCharlie, ofDave, ofEve] = await Promise.all(
			[bob, charlie, dave, eve].map((who) => stakeView(chain, native, who.address)),
		);
		assert.equal(ofBob.value, (stakes.bob.native * left) / stays);
		assert.equal(ofCharlie.value, ((stakes.charlie.native - partly) * left) / stays);
		assert.equal(ofCharlie.exits[0].value, partly - partly / 10n);
		assert.equal(ofDave.exits[0].value, stakes.dave.native, 'left before the fault');
		assert.equal(ofEve.value, stakes.eve.native, 'came after the fault');
		await assertBooksBalance(chain);
	});

	test('is not accepted while the bond is short, and again once it is topped up', async () => {
		const cut = BOND / 10n;
		const suspended = await operatorView(chain, operator.address);
		assert.deepEqual(
			[suspended.state, suspended.bond, suspended.mark],
			['Suspended', BOND - cut, ONE - TENTH],
		);
		const refused = 'operatorStaking.OperatorNotActive';
		await assertRefused(chain, delegate(native, BULW), bob, refused);

		const receipt = await assertMoves(chain, operatorStaking.topUpBond(), operator, [
			[operator.address, NATIVE, -cut],
			[operator.address, HELD, cut],
		]);

		assertEvents(receipt, [['BondToppedUp', { operator: operator.address, amount: cut }]]);
		assert.equal((await operatorView(chain, operator.address)).state, 'Active');
	});

	test('leaves by an amount, exactly, and then all of it, in one exit', async () => {
		const view = await stakeView(chain, native, bob.address);

		const first = await assertMoves(chain, undelegate(native, some), bob, []);
		const rest = (await stakeView(chain, native, bob.address)).value;
		const second = await assertMoves(chain, undelegateAll(native), bob, []);

		const exit = { pool: native, holder: bob.address, returned: 0n };
		assertEvents(first, [
			['Undelegated', { ...exit, exiting: some, departure: departure(now) }],
		]);
		assertEvents(second, [
			['Undelegated', { ...exit, exiting: rest, departure: departure(now) }],
		]);
		assert.ok(view.value - some - rest <= 1n, 'an exit rounds off less than a unit');
		assert.deepEqual(await stakeView(chain, native, bob.address), {
			value: 0n,
			lots: [],
			exits: [{ asked: now, release: now + W + 1n, value: some + rest }],
			redelegations: [],
			withdrawable: 0n,
		});
	});

	test('is paid from its release on, as it was shown, by whoever asks', async () => {
		const left = deposits + 1n; // when Dave asked
		await goToEpoch(chain, left + W);
		const early = 'operatorStaking.NotReleased';
		await assertRefused(chain, withdraw(native, dave), dave, early);
		await goToEpoch(chain, left + W + 1n);
		const { withdrawable } = await stakeView(chain, native, dave.address);

		const receipt = await assertMoves(chain, withdraw(native, dave), alice, [
			[POT, NATIVE, -stakes.dave.native],
			[dave.address, NATIVE, stakes.dave.native],
		]);

		assert.equal(withdrawable, stakes.dave.native);
		assertEvents(receipt, [
			['Withdrawn', { pool: native, holder: dave.address, amount: withdrawable }],
		]);
		assert.equal((await stakeView(chain, native, dave.address)).exits.length, 0);
	});

	test('is paid less after a slash, even if it had been asked back before', async () => {
		await goToEpoch(chain, now + W + 1n);
		const charged = partly - partly / 10n;
		const { exits } = await stakeView(chain, native, bob.address);

		await assertMoves(chain, withdraw(native, charlie), charlie, [
			[POT, NATIVE, -charged],
			[charlie.address, NATIVE, charged],
		]);
		await assertMoves(chain, withdraw(native, bob), bob, [
			[POT, NATIVE, -exits[0].value],
			[bob.address, NATIVE, exits[0].value],
		]);
	});

	test('keeps its value when it matures, but for the rounding of the merge', async () => {
		const { value } = await stakeView(chain, native, eve.address);
		await send(chain, operatorStaking.roll(native, eve.address), alice);

		const rolled = await stakeView(chain, native, eve.address);

		assert.equal(rolled.value, value);
		assert.deepEqual(rolled.lots.map(({ cohort }) => cohort), ['Mature']);
		const lost = stakes.eve.native - value;
		assert.ok(lost >= 0n && lost <= 2n, `a merge rounded ${lost} off`);
	});

	test('can all leave, and only what a merge rounded off stays in the pot', async () => {
		const leave = await goToEpoch(chain);
		const stays = [
			[charlie, native, NATIVE],
			[eve, native, NATIVE],
			[bob, usdx, USDX],
			[charlie, usdx, USDX],
			[operator, native, NATIVE],
		];
		for (const [who, pool] of stays) await send(chain, undelegateAll(pool), who);
		await goToEpoch(chain, leave + W + 1n);

		for (const [who, pool, asset] of stays) {
			const amount = (await stakeView(chain, pool, who.address)).withdrawable;
			await assertMoves(chain, withdraw(pool, who), who, [
				[POT, asset, -amount],
				[who.address, asset, amount],
			]);
			assert.equal(await stakeView(chain, pool, who.address).then(isNothing), true);
		}

		const end = await allBalances(chain);
		for (const [pool, asset] of [[native, NATIVE], [usdx, USDX]]) {
			const key = balanceKey(POT, asset);
			const { tokens } = await poolView(chain, pool);
			const holders = stays.filter(([, held]) => held === pool).length;
			assert.equal(end.get(key) - before.get(key), tokens, 'the pot has what the pool has');
			assert.ok(tokens < BigInt(holders), 'of each holder, less than a unit');
		}
		await assertBooksBalance(chain);
	});
});

describe('an operator that retires', () => {
	const operator = newcomer('Leaver');
	const [staked, late] = [100n * BULW + 1n, 10n * BULW];
	/** @type {bigint} */
	let pool;
	/** @type {bigint} */
	let last;

	test('closes its pool with the epoch, whatever the holders do', async () => {
		[pool] = await newOperator(chain, operator, { own: OWN, promised: PROMISED });
		await goToEpoch(chain);
		await send(chain, delegate(pool, staked), bob);
		await send(chain, delegate(pool, staked), charlie);
		last = await goToEpoch(chain);
		await send(chain, delegate(pool, late), charlie);

		const receipt = await assertMoves(chain, operatorStaking.retire(), operator, []);

		assertEvents(receipt, [
			['PoolClosed', { pool, departure: departure(last) }],
			['OperatorRetired', { operator: operator.address, departure: departure(last) }],
		]);
		assert.equal((await operatorView(chain, operator.address)).state, 'Closing');
		assert.deepEqual((await poolView(chain, pool)).departure, departure(last));
	});

	test('gives stake back at once that never took effect', async () => {
		const receipt = await assertMoves(chain, withdraw(pool, charlie), charlie, [
			[POT, NATIVE, -late],
			[charlie.address, NATIVE, late],
		]);

		assertEvents(receipt, [['Withdrawn', { pool, holder: charlie.address, amount: late }]]);
	});

	test('lets its holders go after the release, without asking for it', async () => {
		await goToEpoch(chain, last + W);
		await assertRefused(chain, withdraw(pool, bob), bob, 'operatorStaking.NotReleased');
		await assertRefused(
			chain,
			operatorStaking.withdrawBond(operator.address),
			operator,
			'operatorStaking.NotReleased',
		);
		await goToEpoch(chain, last + W + 1n);

		for (const [who, amount] of [[bob, staked], [charlie, staked], [operator, OWN]]) {
			assert.equal((await stakeView(chain, pool, who.address)).withdrawable, amount);
			const receipt = await assertMoves(chain, withdraw(pool, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
			assertEvents(receipt, [['Withdrawn', { pool, holder: who.address, amount }]]);
		}
	});

	test('gets its bond back, and does not come again', async () => {
		const receipt = await assertMoves(chain, operatorStaking.withdrawBond(operator.address), operator, [
			[operator.address, HELD, -BOND],
			[operator.address, NATIVE, BOND],
		]);

		assertEvents(receipt, [['BondWithdrawn', { operator: operator.address, amount: BOND }]]);
		assert.equal(await operatorView(chain, operator.address), null);
		const gone = 'operatorStaking.OperatorGone';
		await assertRefused(chain, operatorStaking.register(), operator, gone);
		await assertBooksBalance(chain);
	});
});

describe('a plain pool', () => {
	test('lets its holders go after one epoch', async () => {
		const amount = 100_000n * OUNCE + 5n; // does not fit into 64 bits
		const pool = await plainPool(GOLD);
		await goToEpoch(chain);
		await send(chain, delegate(pool, amount), bob);
		const last = await goToEpoch(chain);

		const receipt = await assertMoves(chain, undelegateAll(pool), bob, []);
		await assertRefused(chain, withdraw(pool, bob), bob, 'operatorStaking.NotReleased');
		await goToEpoch(chain);

		const left = { last, release: last + 1n };
		const exit = { pool, holder: bob.address, returned: 0n, exiting: amount, departure: left };
		assertEvents(receipt, [['Undelegated', exit]]);
		await assertMoves(chain, withdraw(pool, bob), bob, [
			[POT, GOLD, -amount],
			[bob.address, GOLD, amount],
		]);
	});

	/** Opens one, by sudo. */
	async function plainPool(asset) {
		const receipt = await send(
			chain,
			sudo.sudo(operatorStaking.openPlainPool(asset, 1n)),
			alice,
		);
		return receipt.events.find(({ name }) => name.endsWith('.PoolOpened')).fields.pool;
	}
});

describe('an operator that has promised nothing', () => {
	const operator = newcomer('Careful');
	const [own, staked] = [MINIMUM, 100n * BULW + 1n];
	/** @type {bigint} */
	let pool;
	/** @type {bigint} Its last epoch. */
	let last;

	test('is not slashed, and lets stake go after one epoch', async () => {
		[pool] = await newOperator(chain, operator, { own });
		await goToEpoch(chain);
		await send(chain, delegate(pool, staked), bob);
		await send(chain, delegate(pool, staked), charlie);
		const asked = await goToEpoch(chain);
		const slash = reportFault(chain, operator, asked, TENTH);
		await assert.rejects(slash, { name: 'restaking.NotOptedIn' });

		const receipt = await assertMoves(chain, undelegateAll(pool), bob, []);
		await assertRefused(chain, withdraw(pool, bob), bob, 'operatorStaking.NotReleased');
		last = await goToEpoch(chain);

		const left = { last: asked, release: last };
		const exit = { pool, holder: bob.address, returned: 0n, exiting: staked, departure: left };
		assertEvents(receipt, [['Undelegated', exit]]);
		await assertMoves(chain, withdraw(pool, bob), bob, [
			[POT, NATIVE, -staked],
			[bob.address, NATIVE, staked],
		]);
	});

	test('is gone an epoch after it retires, with bond and stake', async () => {
		const left = { last, release: last + 1n };

		const receipt = await assertMoves(chain, operatorStaking.retire(), operator, []);
		await goToEpoch(chain);

		assertEvents(receipt, [
			['PoolClosed', { pool, departure: left }],
			['OperatorRetired', { operator: operator.address, departure: left }],
		]);
		for (const [who, amount] of [[charlie, staked], [operator, own]]) {
			await assertMoves(chain, withdraw(pool, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
		}
		await assertMoves(chain, operatorStaking.withdrawBond(operator.address), operator, [
			[operator.address, HELD, -BOND],
			[operator.address, NATIVE, BOND],
		]);
		await assertBooksBalance(chain);
	});
});

describe('an operator that is slashed to a fifth', () => {
	const operator = newcomer('Offender');
	const staked = 800n * BULW;
	/** @type {bigint} */
	let pool;
	/** @type {bigint} The epoch of the faults, and the last one of the pool. */
	let fault, last;
	const half = () => reportFault(chain, operator, fault, HALF);
	const settle = (id) => send(chain, restaking.settle(id), bob);

	test('is short of own stake after two slashes, with a few epochs to make up for it', async () => {
		[pool] = await newOperator(chain, operator, { own: OWN, promised: budget(100) });
		await goToEpoch(chain);
		await send(chain, delegate(pool, staked), bob);
		fault = await goToEpoch(chain);
		const cases = [await half(), await half()];
		const now = await letPass(chain, cases[1]);
		const [first, second] = [await settle(cases[0]), await settle(cases[1])];

		const [own, until] = [OWN / 4n, now + CURE_PERIOD];
		const short = { operator: operator.address, own, minimum: MINIMUM, until };
		const said = ({ events }) => events.find(({ name }) => name.endsWith('.SelfStakeShort'));
		assert.equal(said(first), undefined);
		assert.deepEqual(said(second).fields, short);
		const { state, selfStake } = await operatorView(chain, operator.address);
		assert.equal(state, 'Suspended', 'for its bond');
		assert.deepEqual(selfStake, {
			own: { now: own, next: own },
			minimum: MINIMUM,
			cureUntil: until,
		});
	});

	test('loses no more than it has promised for faults within the window', async () => {
		const overBudget = { name: 'restaking.OverBudget' };
		await assert.rejects(half(), overBudget);
		fault = await goToEpoch(chain, fault + W);
		await assert.rejects(half(), overBudget);
		fault = await goToEpoch(chain);
	});

	test('is deactivated for good by a third one, and its pool closes', async () => {
		const cut = (OWN + staked) / 8n;
		const third = await undisputed(chain, operator, fault, HALF);
		last = (await epochView(chain)).now;

		const receipt = await assertMoves(chain, third, bob, [
			[operator.address, HELD, -BOND / 8n],
			[POT, NATIVE, -cut],
			[TREASURY, NATIVE, BOND / 8n + cut],
		]);

		const what = { fault, fraction: HALF };
		const who = { operator: operator.address };
		assertEvents(receipt, [
			['Slashed', { ...who, ...what, scope: 'BondAndPools', bond: BOND / 8n }],
			['PoolSlashed', { pool, ...what, amount: cut }],
			['OperatorDeactivated', { ...who, mark: ONE / 8n }],
			['PoolClosed', { pool, departure: departure(last) }],
		]);
		assert.equal((await operatorView(chain, operator.address)).state, 'Deactivated');
	});

	test('lets what is left go after the release', async () => {
		await goToEpoch(chain, last + W + 1n);

		for (const [who, amount] of [[bob, staked / 8n], [operator, OWN / 8n]]) {
			await assertMoves(chain, withdraw(pool, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
		}
		await assertMoves(chain, operatorStaking.withdrawBond(operator.address), operator, [
			[operator.address, HELD, -BOND / 8n],
			[operator.address, NATIVE, BOND / 8n],
		]);
		await assertBooksBalance(chain);
	});
});
