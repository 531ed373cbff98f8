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
import { minSelfStake, newOperator, nextPool } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { fractions, letPass, reportFault, undisputed } from './lib/restaking.mjs';
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
/** Own stake of operators here: enough also after a few slashes. */
const OWN = 2n * MINIMUM;
const POT = accounts.potAccount(chain);
const TREASURY = accounts.treasury;

/** Parts of one, in the 10⁻¹⁸ steps of the chain. */
const ONE = 10n ** 18n;
const TENTH = ONE / 10n;
const HALF = ONE / 2n;

/** The departure of who leaves an operator that is opted in. */
const departure = (lastEpoch) => ({ lastEpoch, releaseEpoch: lastEpoch + W + 1n });

const openPool = (asset, minimum) => operatorStaking.openPool(asset, minimum);
const delegate = (poolId, amount) => operatorStaking.delegate(poolId, amount);
const undelegate = (poolId, amount) => operatorStaking.undelegate(poolId, { Exactly: amount });
const undelegateAll = (poolId) => operatorStaking.undelegate(poolId, 'All');
const withdraw = (poolId, staker) => operatorStaking.withdraw(poolId, staker.address);
const BUDGET = fractions(50);

/** Whether a staker has nothing in a pool, and nothing is unbonding. */
const isNothing = ({ value, lots, exits, redelegations, withdrawable }) =>
	value === 0n && [lots, exits, redelegations].every(isEmpty) && withdrawable === 0n;
const isEmpty = ({ length }) => length === 0;

/** The event of an operator that closes. */
const closing = ({ address }, cause, departure) => [
	'OperatorClosing',
	{ operator: address, cause, departure },
];

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
			['OperatorRegistered', { operator: operator.address, bond: BOND, sinceEpoch: epoch }],
		]);
		assert.deepEqual(await operatorView(chain, operator.address), {
			state: 'Suspended',
			bond: BOND,
			bondRequired: BOND,
			sinceEpoch: epoch,
			departure: null,
			unslashed: ONE,
			suspension: null,
			power: { current: 0n, next: 0n },
			selfStake: { own: { current: 0n, next: 0n }, minimum: MINIMUM, cureUntilEpoch: null },
			isServing: false,
			poolIds: [],
		});
	});

	test('opens a pool in the native token and one in an asset', async () => {
		const opened = [];
		for (const [asset, minimum] of [[NATIVE, BULW], [USDX, DOLLAR]]) {
			const poolId = await nextPool(chain);
			opened.push(poolId);

			const receipt = await assertMoves(chain, openPool(asset, minimum), operator, []);

			const named = asset === NATIVE ? NATIVE : { WithId: 1n };
			assertEvents(receipt, [
				['PoolOpened', { poolId, asset: named, operator: operator.address, minimum }],
			]);
			assert.deepEqual(await poolView(chain, poolId), {
				asset: named,
				operator: operator.address,
				minimum,
				departure: null,
				active: 0n,
				staked: 0n,
				buckets: [],
			});
		}

		assert.deepEqual((await operatorView(chain, operator.address)).poolIds, opened);
	});

	test('takes stake from others once enough of its own is active', async () => {
		const [poolId] = (await operatorView(chain, operator.address)).poolIds;
		const tooLow = 'operatorStaking.SelfStakeTooLow';
		await assertRefused(chain, delegate(poolId, BULW), bob, tooLow);
		await assertRefused(chain, delegate(poolId, MINIMUM - 1n), operator, tooLow);

		await assertMoves(chain, delegate(poolId, MINIMUM), operator, [
			[operator.address, NATIVE, -MINIMUM],
			[POT, NATIVE, MINIMUM],
		]);
		await assertRefused(chain, delegate(poolId, BULW), bob, tooLow);
		await goToEpoch(chain);

		await assertMoves(chain, delegate(poolId, BULW), bob, [
			[bob.address, NATIVE, -BULW],
			[POT, NATIVE, BULW],
		]);
		const { state, power, selfStake } = await operatorView(chain, operator.address);
		assert.equal(state, 'Active');
		assert.equal(power.next, MINIMUM + BULW);
		assert.equal(selfStake.own.next, MINIMUM);
	});

	test('keeps the minimum of its own stake, or takes all of it back', async () => {
		const [poolId] = (await operatorView(chain, operator.address)).poolIds;
		const tooLow = 'operatorStaking.SelfStakeTooLow';
		await assertRefused(chain, undelegate(poolId, BULW), operator, tooLow);
		await goToEpoch(chain);

		await assertMoves(chain, undelegateAll(poolId), operator, []);

		const { selfStake } = await operatorView(chain, operator.address);
		assert.deepEqual(selfStake.own, { current: MINIMUM, next: 0n });
		await assertRefused(chain, delegate(poolId, BULW), bob, tooLow);
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
	/** Stake that Charlie takes out after the fault. */
	const partly = 100n * BULW + 3n;
	/** Stake that Bob takes out first. */
	const some = 400n * BULW + 9n;

	/** @type {bigint} Epochs: of the deposits, of the fault, of the settlement. */
	let deposits, fault, now;
	/** @type {bigint} The pools. */
	let native, usdx;
	/** @type {Map<string, bigint>} All balances before anybody came. */
	let before;

	test('is taken in, and is active from the next epoch', async () => {
		before = await allBalances(chain);
		const what = { own: OWN, assets: [NATIVE, USDX], budget: BUDGET };
		[native, usdx] = await newOperator(chain, operator, what);
		deposits = await goToEpoch(chain);
		const effectiveFrom = deposits + 1n;

		for (const [who, poolId, asset, amount] of [
			[bob, native, NATIVE, stakes.bob.native],
			[bob, usdx, USDX, stakes.bob.usdx],
			[charlie, native, NATIVE, stakes.charlie.native],
			[charlie, usdx, USDX, stakes.charlie.usdx],
			[dave, native, NATIVE, stakes.dave.native],
		]) {
			const receipt = await assertMoves(chain, delegate(poolId, amount), who, [
				[who.address, asset, -amount],
				[POT, asset, amount],
			]);
			assertEvents(receipt, [
				['Delegated', { poolId, staker: who.address, amount, effectiveFrom }],
			]);
		}

		const pool = await poolView(chain, native);
		const all = OWN + stakes.bob.native + stakes.charlie.native + stakes.dave.native;
		assert.deepEqual([pool.active, pool.staked], [OWN, all]);
		await goToEpoch(chain);
		assert.equal((await poolView(chain, native)).active, all);
	});

	test('that is pending comes back at once, unit for unit', async () => {
		const [epoch, amount] = [(await epochView(chain)).current, 50n * BULW + 1n];
		await send(chain, delegate(native, amount), eve);

		const receipt = await assertMoves(chain, undelegate(native, amount), eve, [
			[POT, NATIVE, -amount],
			[eve.address, NATIVE, amount],
		]);

		const stake = { poolId: native, staker: eve.address };
		assertEvents(receipt, [
			['Withdrawn', { ...stake, amount }],
			[
				'Undelegated',
				{ ...stake, returned: amount, exiting: 0n, departure: departure(epoch) },
			],
		]);
	});

	test('that leaves is not paid yet, and unbonds until its release', async () => {
		const [epoch, amount] = [(await epochView(chain)).current, stakes.dave.native];

		const receipt = await assertMoves(chain, undelegateAll(native), dave, []);

		assertEvents(receipt, [
			[
				'Undelegated',
				{
					poolId: native,
					staker: dave.address,
					returned: 0n,
					exiting: amount,
					departure: departure(epoch),
				},
			],
		]);
		assert.deepEqual(await stakeView(chain, native, dave.address), {
			value: 0n,
			lots: [],
			exits: [{ askedEpoch: epoch, release: epoch + W + 1n, value: amount }],
			redelegations: [],
			withdrawable: 0n,
		});
	});

	test('is slashed exactly if it was active when the fault happened', async () => {
		fault = await goToEpoch(chain);
		await send(chain, delegate(native, stakes.eve.native), eve); // too late for the fault
		await goToEpoch(chain);
		await send(chain, undelegate(native, partly), charlie); // too late to get away
		await goToEpoch(chain);
		const settle = await undisputed(chain, operator, fault, TENTH);
		now = (await epochView(chain)).current;
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
		const what = { faultEpoch: fault, fraction: TENTH };
		assertEvents(receipt, [
			[
				'Slashed',
				{ operator: operator.address, ...what, scope: 'BondAndPools', bond: cut.bond },
			],
			['PoolSlashed', { poolId: native, ...what, amount: cut.native }],
			['PoolSlashed', { poolId: usdx, ...what, amount: cut.usdx }],
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
			[suspended.state, suspended.bond, suspended.unslashed],
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

		const exit = { poolId: native, staker: bob.address, returned: 0n };
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
			exits: [{ askedEpoch: now, release: now + W + 1n, value: some + rest }],
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
			['Withdrawn', { poolId: native, staker: dave.address, amount: withdrawable }],
		]);
		assert.equal((await stakeView(chain, native, dave.address)).exits.length, 0);
	});

	test('is paid less after a slash, even if it had been asked back before', async () => {
		await goToEpoch(chain, now + W + 1n);
		const left = partly - partly / 10n;
		const { exits } = await stakeView(chain, native, bob.address);

		await assertMoves(chain, withdraw(native, charlie), charlie, [
			[POT, NATIVE, -left],
			[charlie.address, NATIVE, left],
		]);
		await assertMoves(chain, withdraw(native, bob), bob, [
			[POT, NATIVE, -exits[0].value],
			[bob.address, NATIVE, exits[0].value],
		]);
	});

	test('keeps its value when it matures, but for the rounding of the merge', async () => {
		const { value } = await stakeView(chain, native, eve.address);
		await send(chain, operatorStaking.poke(native, eve.address), alice);

		const poked = await stakeView(chain, native, eve.address);

		assert.equal(poked.value, value);
		assert.deepEqual(poked.lots.map(({ cohort }) => cohort), ['Mature']);
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
		for (const [who, poolId] of stays) await send(chain, undelegateAll(poolId), who);
		await goToEpoch(chain, leave + W + 1n);

		for (const [who, poolId, asset] of stays) {
			const amount = (await stakeView(chain, poolId, who.address)).withdrawable;
			await assertMoves(chain, withdraw(poolId, who), who, [
				[POT, asset, -amount],
				[who.address, asset, amount],
			]);
			assert.equal(await stakeView(chain, poolId, who.address).then(isNothing), true);
		}

		const end = await allBalances(chain);
		for (const [poolId, asset] of [[native, NATIVE], [usdx, USDX]]) {
			const key = balanceKey(POT, asset);
			const { staked } = await poolView(chain, poolId);
			const stakers = stays.filter(([, held]) => held === poolId).length;
			assert.equal(end.get(key) - before.get(key), staked, 'the pot has what the pool has');
			assert.ok(staked < BigInt(stakers), 'of each staker, less than a unit');
		}
		await assertBooksBalance(chain);
	});
});

describe('an operator that retires', () => {
	const operator = newcomer('Leaver');
	const [staked, late] = [100n * BULW + 1n, 10n * BULW];
	/** @type {bigint} */
	let poolId;
	/** @type {bigint} */
	let last;

	test('closes its pool with the epoch, whatever the stakers do', async () => {
		[poolId] = await newOperator(chain, operator, { own: OWN, budget: BUDGET });
		await goToEpoch(chain);
		await send(chain, delegate(poolId, staked), bob);
		await send(chain, delegate(poolId, staked), charlie);
		last = await goToEpoch(chain);
		await send(chain, delegate(poolId, late), charlie);

		const receipt = await assertMoves(chain, operatorStaking.retire(), operator, []);

		assertEvents(receipt, [
			['PoolClosed', { poolId, departure: departure(last) }],
			closing(operator, 'Retired', departure(last)),
		]);
		assert.equal((await operatorView(chain, operator.address)).state, 'Closing');
		assert.deepEqual((await poolView(chain, poolId)).departure, departure(last));
	});

	test('gives pending stake back at once', async () => {
		const receipt = await assertMoves(chain, withdraw(poolId, charlie), charlie, [
			[POT, NATIVE, -late],
			[charlie.address, NATIVE, late],
		]);

		assertEvents(receipt, [['Withdrawn', { poolId, staker: charlie.address, amount: late }]]);
	});

	test('lets its stakers go after the release, without asking for it', async () => {
		await goToEpoch(chain, last + W);
		await assertRefused(chain, withdraw(poolId, bob), bob, 'operatorStaking.NotReleased');
		await assertRefused(
			chain,
			operatorStaking.withdrawBond(operator.address),
			operator,
			'operatorStaking.NotReleased',
		);
		await goToEpoch(chain, last + W + 1n);

		for (const [who, amount] of [[bob, staked], [charlie, staked], [operator, OWN]]) {
			assert.equal((await stakeView(chain, poolId, who.address)).withdrawable, amount);
			const receipt = await assertMoves(chain, withdraw(poolId, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
			assertEvents(receipt, [['Withdrawn', { poolId, staker: who.address, amount }]]);
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

describe('a standalone pool', () => {
	test('lets its stakers go after one epoch', async () => {
		const amount = 100_000n * OUNCE + 5n; // does not fit into 64 bits
		const poolId = await standalonePool(GOLD);
		await goToEpoch(chain);
		await send(chain, delegate(poolId, amount), bob);
		const last = await goToEpoch(chain);

		const receipt = await assertMoves(chain, undelegateAll(poolId), bob, []);
		await assertRefused(chain, withdraw(poolId, bob), bob, 'operatorStaking.NotReleased');
		await goToEpoch(chain);

		const left = { lastEpoch: last, releaseEpoch: last + 1n };
		const exit = { poolId, staker: bob.address, returned: 0n, exiting: amount, departure: left };
		assertEvents(receipt, [['Undelegated', exit]]);
		await assertMoves(chain, withdraw(poolId, bob), bob, [
			[POT, GOLD, -amount],
			[bob.address, GOLD, amount],
		]);
	});

	/** Opens one, by sudo. */
	async function standalonePool(asset) {
		const receipt = await send(
			chain,
			sudo.sudo(operatorStaking.openStandalonePool(asset, 1n)),
			alice,
		);
		return receipt.events.find(({ name }) => name.endsWith('.PoolOpened')).fields.poolId;
	}
});

describe('an operator that is opted in to nothing', () => {
	const operator = newcomer('Careful');
	const [own, staked] = [MINIMUM, 100n * BULW + 1n];
	/** @type {bigint} */
	let poolId;
	/** @type {bigint} Its last epoch. */
	let last;

	test('is not slashed, and lets stake go after one epoch', async () => {
		[poolId] = await newOperator(chain, operator, { own });
		await goToEpoch(chain);
		await send(chain, delegate(poolId, staked), bob);
		await send(chain, delegate(poolId, staked), charlie);
		const asked = await goToEpoch(chain);
		const slash = reportFault(chain, operator, asked, TENTH);
		await assert.rejects(slash, { name: 'restaking.NotOptedIn' });

		const receipt = await assertMoves(chain, undelegateAll(poolId), bob, []);
		await assertRefused(chain, withdraw(poolId, bob), bob, 'operatorStaking.NotReleased');
		last = await goToEpoch(chain);

		const left = { lastEpoch: asked, releaseEpoch: last };
		const exit = { poolId, staker: bob.address, returned: 0n, exiting: staked, departure: left };
		assertEvents(receipt, [['Undelegated', exit]]);
		await assertMoves(chain, withdraw(poolId, bob), bob, [
			[POT, NATIVE, -staked],
			[bob.address, NATIVE, staked],
		]);
	});

	test('is gone an epoch after it retires, with bond and stake', async () => {
		const left = { lastEpoch: last, releaseEpoch: last + 1n };

		const receipt = await assertMoves(chain, operatorStaking.retire(), operator, []);
		await goToEpoch(chain);

		assertEvents(receipt, [
			['PoolClosed', { poolId, departure: left }],
			closing(operator, 'Retired', left),
		]);
		for (const [who, amount] of [[charlie, staked], [operator, own]]) {
			await assertMoves(chain, withdraw(poolId, who), who, [
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
	let poolId;
	/** @type {bigint} The epoch of the faults, and the last one of the pool. */
	let fault, last;
	const half = () => reportFault(chain, operator, fault, HALF);
	const settle = (id) => send(chain, restaking.settle(id), bob);

	test('is short of own stake after two slashes, with a few epochs to make up for it', async () => {
		[poolId] = await newOperator(chain, operator, { own: OWN, budget: fractions(100) });
		await goToEpoch(chain);
		await send(chain, delegate(poolId, staked), bob);
		fault = await goToEpoch(chain);
		const cases = [await half(), await half()];
		const now = await letPass(chain, cases[1]);
		const [first, second] = [await settle(cases[0]), await settle(cases[1])];

		const [own, cureUntilEpoch] = [OWN / 4n, now + CURE_PERIOD];
		const short = { operator: operator.address, own, minimum: MINIMUM, cureUntilEpoch };
		const said = ({ events }) => events.find(({ name }) => name.endsWith('.SelfStakeBelowMinimum'));
		assert.equal(said(first), undefined);
		assert.deepEqual(said(second).fields, short);
		const { state, selfStake } = await operatorView(chain, operator.address);
		assert.equal(state, 'Suspended', 'for its bond');
		assert.deepEqual(selfStake, {
			own: { current: own, next: own },
			minimum: MINIMUM,
			cureUntilEpoch,
		});
	});

	test('loses no more than its budget for faults within the window', async () => {
		const overBudget = { name: 'restaking.OverBudget' };
		await assert.rejects(half(), overBudget);
		fault = await goToEpoch(chain, fault + W);
		await assert.rejects(half(), overBudget);
		fault = await goToEpoch(chain);
	});

	test('is deactivated for good by a third one, and its pool closes', async () => {
		const cut = (OWN + staked) / 8n;
		const third = await undisputed(chain, operator, fault, HALF);
		last = (await epochView(chain)).current;

		const receipt = await assertMoves(chain, third, bob, [
			[operator.address, HELD, -BOND / 8n],
			[POT, NATIVE, -cut],
			[TREASURY, NATIVE, BOND / 8n + cut],
		]);

		const what = { faultEpoch: fault, fraction: HALF };
		const who = { operator: operator.address };
		assertEvents(receipt, [
			['Slashed', { ...who, ...what, scope: 'BondAndPools', bond: BOND / 8n }],
			['PoolSlashed', { poolId, ...what, amount: cut }],
			['PoolClosed', { poolId, departure: departure(last) }],
			closing(operator, { Deactivated: { unslashed: ONE / 8n } }, departure(last)),
		]);
		assert.equal((await operatorView(chain, operator.address)).state, 'Deactivated');
	});

	test('lets what is left go after the release', async () => {
		await goToEpoch(chain, last + W + 1n);

		for (const [who, amount] of [[bob, staked / 8n], [operator, OWN / 8n]]) {
			await assertMoves(chain, withdraw(poolId, who), who, [
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
