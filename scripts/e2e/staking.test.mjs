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
import { allBalances, balanceKey, BASE, BULW, DOLLAR, endow, GOLD, HELD, NATIVE, OUNCE, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator, nextPool } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { fractions, letPass, reportFault, undisputed } from './lib/restaking.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { activeSetView, epochView, operatorView, poolView, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, newcomer } = accounts;

const chain = await startChain('staking');
after(() => chain.stop());

const { assets, operatorStaking, restaking, sudo } = chain.api.tx;
const BOND = plain(chain.api.consts.operatorStaking.bond);
const W = plain(chain.api.consts.operatorStaking.window);
/** Whole epochs between the announcement that an operator closes which is opted in, and its last epoch. */
const M = plain(chain.api.consts.restaking.narrowNotice);
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

/** The cover of an operator whose bond answers to none of the chain's own consumers. */
const NEVER = { firstEpoch: 2n ** 32n - 1n, lastEpoch: 0n };

/** The departure of who leaves an operator that is opted in. */
const departure = (lastEpoch) => ({ lastEpoch, releaseEpoch: lastEpoch + W + 1n });

const openPool = (asset, minimum) => operatorStaking.openPool(asset, minimum, BASE);
const delegate = (poolId, amount) => operatorStaking.delegate(poolId, amount);
const undelegate = (poolId, amount) => operatorStaking.undelegate(poolId, { Exactly: amount });
const undelegateAll = (poolId) => operatorStaking.undelegate(poolId, 'All');
const withdraw = (poolId, staker) => operatorStaking.withdraw(poolId, staker.address);
const BUDGET = fractions(50);

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
			bondParts: [{ effectiveFrom: epoch, amount: BOND }],
			bondRequired: BOND,
			sinceEpoch: epoch,
			departure: null,
			unslashed: ONE,
			suspension: null,
			power: { current: 0n, next: 0n },
			selfStake: { own: { current: 0n, next: 0n }, minimum: MINIMUM, cureUntilEpoch: null },
			isServing: false,
			cover: NEVER,
			unableElections: 0n,
			unelectedElections: 0n,
			reclaimable: null,
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
				['PoolOpened', { poolId, asset: named, operator: operator.address, minimum, base: { ...BASE, multiplier: 100n } }],
			]);
			assert.deepEqual(await poolView(chain, poolId), {
				asset: named,
				operator: operator.address,
				minimum,
				base: { ...BASE, multiplier: 100n },
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
				{ ...stake, returned: amount, unbonding: 0n, departure: departure(epoch) },
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
					unbonding: amount,
					departure: departure(epoch),
				},
			],
		]);
		assert.deepEqual(await stakeView(chain, native, dave.address), {
			value: 0n,
			multiplier: 100n,
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
		const [faultEpoch, fraction] = [fault, TENTH];
		const of = { operator: operator.address, faultEpoch, fractions: fractions(10) };
		assertEvents(receipt, [
			['Slashed', { ...of, bond: cut.bond }],
			['PoolSlashed', { poolId: native, faultEpoch, fraction, amount: cut.native }],
			['PoolSlashed', { poolId: usdx, faultEpoch, fraction, amount: cut.usdx }],
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

		const said = { operator: operator.address, amount: cut, effectiveFrom: now + 1n };
		assertEvents(receipt, [['BondToppedUp', said]]);
		const { bond, bondParts, state } = await operatorView(chain, operator.address);
		assert.deepEqual([state, bond], ['Active', BOND]);
		assert.deepEqual(bondParts, [
			{ effectiveFrom: suspended.sinceEpoch, amount: BOND - cut },
			{ effectiveFrom: now + 1n, amount: cut },
		]);
	});

	test('leaves by an amount, exactly, and then all of it, in one exit', async () => {
		const view = await stakeView(chain, native, bob.address);

		const first = await assertMoves(chain, undelegate(native, some), bob, []);
		const rest = (await stakeView(chain, native, bob.address)).value;
		const second = await assertMoves(chain, undelegateAll(native), bob, []);

		const exit = { poolId: native, staker: bob.address, returned: 0n };
		assertEvents(first, [
			['Undelegated', { ...exit, unbonding: some, departure: departure(now) }],
		]);
		assertEvents(second, [
			['Undelegated', { ...exit, unbonding: rest, departure: departure(now) }],
		]);
		assert.ok(view.value - some - rest <= 1n, 'an exit rounds off less than a unit');
		assert.deepEqual(await stakeView(chain, native, bob.address), {
			value: 0n,
			multiplier: 100n,
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
			const left = await chain.api.call.operatorStakingApi.stakeOf(poolId, who.address);
			assert.equal(plain(left), null);
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
	/** @type {bigint} The epoch of the announcement, and the last one. */
	let announced, last;

	test('announces it, and its pool closes after the notice of consumers, whatever the stakers do', async () => {
		[poolId] = await newOperator(chain, operator, { own: OWN, budget: BUDGET });
		await goToEpoch(chain);
		await send(chain, delegate(poolId, staked), bob);
		await send(chain, delegate(poolId, staked), charlie);
		announced = await goToEpoch(chain);
		last = announced + M;
		await send(chain, delegate(poolId, late), charlie);

		const receipt = await assertMoves(chain, operatorStaking.retire(), operator, []);

		assertEvents(receipt, [
			['PoolClosed', { poolId, departure: departure(last) }],
			closing(operator, 'Retired', departure(last)),
		]);
		assert.equal((await operatorView(chain, operator.address)).state, 'Closing');
		assert.deepEqual((await poolView(chain, poolId)).departure, departure(last));
		const closed = 'operatorStaking.PoolClosed';
		await assertRefused(chain, delegate(poolId, BULW), charlie, closed);
	});

	test('gives pending stake back at once', async () => {
		const receipt = await assertMoves(chain, withdraw(poolId, charlie), charlie, [
			[POT, NATIVE, -late],
			[charlie.address, NATIVE, late],
		]);

		assertEvents(receipt, [['Withdrawn', { poolId, staker: charlie.address, amount: late }]]);
	});

	test('answers with bond and stake until its last epoch is over, and is not elected', async () => {
		const both = OWN + 2n * staked;
		await goToEpoch(chain, last);
		const { cover, isServing, power } = await operatorView(chain, operator.address);
		assert.deepEqual([isServing, power], [false, { current: both, next: 0n }]);
		assert.ok(cover.firstEpoch <= last && last <= cover.lastEpoch);
		const { ranking } = await activeSetView(chain);
		assert.ok(ranking.every((one) => one.operator !== operator.address));

		// A fault of the last epoch, reported after it.
		await goToEpoch(chain);
		assert.equal((await poolView(chain, poolId)).active, 0n);
		const settle = await undisputed(chain, operator, last, TENTH);
		await assertMoves(chain, settle, bob, [
			[operator.address, HELD, -BOND / 10n],
			[POT, NATIVE, -both / 10n],
			[TREASURY, NATIVE, BOND / 10n + both / 10n],
		]);
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

		for (const [who, whole] of [[bob, staked], [charlie, staked], [operator, OWN]]) {
			const amount = whole - whole / 10n;
			assert.equal((await stakeView(chain, poolId, who.address)).withdrawable, amount);
			const receipt = await assertMoves(chain, withdraw(poolId, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
			assertEvents(receipt, [['Withdrawn', { poolId, staker: who.address, amount }]]);
		}
	});

	test('gets its bond back, and does not come again', async () => {
		const left = BOND - BOND / 10n;
		const receipt = await assertMoves(chain, operatorStaking.withdrawBond(operator.address), operator, [
			[operator.address, HELD, -left],
			[operator.address, NATIVE, left],
		]);

		assertEvents(receipt, [['BondWithdrawn', { operator: operator.address, amount: left }]]);
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
		const exit = { poolId, staker: bob.address, returned: 0n, unbonding: amount, departure: left };
		assertEvents(receipt, [['Undelegated', exit]]);
		await assertMoves(chain, withdraw(poolId, bob), bob, [
			[POT, GOLD, -amount],
			[bob.address, GOLD, amount],
		]);
	});
});

/** Opens a standalone pool, by sudo. */
async function standalonePool(asset) {
	const open = operatorStaking.openStandalonePool(asset, 1n, BASE);
	const receipt = await send(chain, sudo.sudo(open), alice);
	return receipt.events.find(({ name }) => name.endsWith('.PoolOpened')).fields.poolId;
}

describe('an asset whose minimum balance rises', () => {
	/** Bob's stake, and the half of it that stays behind in the place of the new minimum. */
	const [amount, half] = [100n * OUNCE, 50n * OUNCE];
	const asset = { WithId: 2n };
	/** @type {bigint} */
	let poolId;
	/** @type {bigint} The minimum before, and the amount by which it rises. */
	let minimum, missing;

	/** Sets it, by sudo; nothing else changes. */
	async function setMinimum(minBalance) {
		const { owner, issuer, admin, freezer, isSufficient } = plain(
			await chain.api.query.assets.asset(GOLD.WithId),
		);
		const { forceAssetStatus } = assets;
		const who = [owner, issuer, admin, freezer];
		const set = forceAssetStatus(GOLD.WithId, ...who, minBalance, isSufficient, false);
		await send(chain, sudo.sudo(set), alice);
	}

	test('keeps payments back that would leave the pot less, and they stay owed', async () => {
		poolId = await standalonePool(GOLD);
		await send(chain, delegate(poolId, amount), bob);
		const { owed, floor } = plain(await chain.api.query.operatorStaking.pots(GOLD));
		[minimum, missing] = [floor, owed - half];
		await setMinimum(minimum + missing);
		const { current: now } = await epochView(chain);

		const receipt = await assertMoves(chain, undelegateAll(poolId), bob, [
			[POT, GOLD, -half],
			[bob.address, GOLD, half],
		]);

		const stake = { poolId, staker: bob.address };
		const at = { lastEpoch: now, releaseEpoch: now + 1n };
		assertEvents(receipt, [
			['Withdrawn', { ...stake, amount: half }],
			['PaymentDeferred', { ...stake, amount: half }],
			['Undelegated', { ...stake, returned: amount, unbonding: 0n, departure: at }],
		]);
		assert.equal((await stakeView(chain, poolId, bob.address)).withdrawable, half);
		await assertRefused(chain, withdraw(poolId, bob), bob, 'operatorStaking.PaymentRefused');
	});

	test('is made good by anybody, and the rest is paid', async () => {
		const receipt = await assertMoves(chain, operatorStaking.touch(GOLD), charlie, [
			[charlie.address, GOLD, -missing],
			[POT, GOLD, missing],
		]);

		const payer = charlie.address;
		assertEvents(receipt, [['PotTouched', { asset, payer, amount: missing }]]);
		const { floor } = plain(await chain.api.query.operatorStaking.pots(GOLD));
		assert.equal(floor, minimum + missing);
		await assertMoves(chain, withdraw(poolId, bob), bob, [
			[POT, GOLD, -half],
			[bob.address, GOLD, half],
		]);
		await assertBooksBalance(chain);
		await setMinimum(minimum);
	});
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
		const exit = { poolId, staker: bob.address, returned: 0n, unbonding: staked, departure: left };
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

		const [faultEpoch, who] = [fault, { operator: operator.address }];
		assertEvents(receipt, [
			['Slashed', { ...who, faultEpoch, fractions: fractions(50), bond: BOND / 8n }],
			['PoolSlashed', { poolId, faultEpoch, fraction: HALF, amount: cut }],
			['PoolClosed', { poolId, departure: departure(last) }],
			// Its bond answers for the consumers' notice all the same.
			closing(operator, { Deactivated: { unslashed: ONE / 8n } }, departure(last + M)),
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
		const withdrawBond = () => operatorStaking.withdrawBond(operator.address);
		await assertRefused(chain, withdrawBond(), operator, 'operatorStaking.NotReleased');
		await goToEpoch(chain, last + M + W + 1n);
		await assertMoves(chain, withdrawBond(), operator, [
			[operator.address, HELD, -BOND / 8n],
			[operator.address, NATIVE, BOND / 8n],
		]);
		await assertBooksBalance(chain);
	});
});

describe('an operator that holds a place and has no stake', () => {
	const K = plain(chain.api.consts.operatorStaking.reclaimPeriod);
	const SEATS = 10n;
	const [squatter, promising] = [newcomer('Squatter'), newcomer('Promising')];
	/** @type {bigint} */
	let now;

	/** Closes an operator whose place nobody uses. */
	const reclaim = ({ address }) => operatorStaking.reclaimPlace(address);

	test('is ranked behind all others, and does not serve while somebody has power', async () => {
		await endow(chain, [squatter, promising], { bulw: BOND / BULW + 100n });
		for (const call of [
			operatorStaking.setGlobalMinSelfStake(0n),
			operatorStaking.setActiveSetSize(SEATS),
		]) {
			await send(chain, sudo.sudo(call), alice);
		}
		await send(chain, operatorStaking.register(), squatter);
		await send(chain, operatorStaking.register(), promising);
		// Whoever answers for all of its bond, with nothing behind it, is no better.
		await send(chain, restaking.optIn(1n, 1, { bond: ONE, pools: 0n }), promising);

		now = await goToEpoch(chain);
		now = await goToEpoch(chain);
		await newBlock(chain);

		const { members, ranking, size } = await activeSetView(chain);
		const last = ranking.slice(-2);
		assert.deepEqual(last, [
			{ operator: promising.address, power: 0n, answers: true },
			{ operator: squatter.address, power: 0n, answers: false },
		]);
		assert.ok(BigInt(members.length) < size, 'there are places');
		assert.ok(!members.includes(squatter.address) && !members.includes(promising.address));
	});

	test('keeps it for some elections', async () => {
		now = await goToEpoch(chain, now + 1n);
		for (let elections = 3n; elections < K - 2n; elections++) now = await goToEpoch(chain);
		// An epoch without a block has no election.
		now = await goToEpoch(chain, now + 5n);

		for (const who of [squatter, promising]) {
			const { reclaimable, state, unableElections } = await operatorView(chain, who.address);
			assert.deepEqual([state, unableElections, reclaimable], ['Active', K - 1n, null]);
			await assertRefused(chain, reclaim(who), eve, 'operatorStaking.PlaceInUse');
		}
	});

	test('loses it to whoever asks after that, opted in or not', async () => {
		now = await goToEpoch(chain);
		const elections = K;
		const cause = { Unable: { elections } };

		for (const [who, lastEpoch, releaseEpoch] of [
			[squatter, now, now + 1n],
			[promising, now + M, now + M + W + 1n],
		]) {
			const { reclaimable } = await operatorView(chain, who.address);
			assert.deepEqual(reclaimable, cause);

			const receipt = await assertMoves(chain, reclaim(who), eve, []);

			assertEvents(receipt, [closing(who, cause, { lastEpoch, releaseEpoch })]);
			assert.equal((await operatorView(chain, who.address)).state, 'Closing');
			await assertRefused(chain, reclaim(who), eve, 'operatorStaking.AlreadyClosing');
		}
		await assertRefused(chain, reclaim(alice), eve, 'operatorStaking.PlaceInUse');
	});

	test('gets its bond back, and its place is free', async () => {
		await goToEpoch(chain);
		for (const who of [squatter, promising]) {
			if (who === promising) await goToEpoch(chain, now + M + W + 1n);
			await assertMoves(chain, operatorStaking.withdrawBond(who.address), eve, [
				[who.address, HELD, -BOND],
				[who.address, NATIVE, BOND],
			]);
			assert.equal(await operatorView(chain, who.address), null);
		}
	});
});

describe('the minimum of a pool', () => {
	const operator = newcomer('Minimum');

	test('is of all that a staker leaves there, and not of each deposit', async () => {
		const [poolId] = await newOperator(chain, operator, { own: OWN, minimum: BULW });
		await goToEpoch(chain);
		const few = (3n * BULW) / 2n;
		await send(chain, delegate(poolId, few), charlie);
		const { current: now } = await epochView(chain);
		await goToEpoch(chain, now + W + 1n);
		await send(chain, delegate(poolId, 100n * BULW), charlie);
		await goToEpoch(chain);
		assert.equal((await stakeView(chain, poolId, charlie.address)).lots.length, 2);

		// Of the mature one half a BULW is left, and of all of it 100.
		await assertMoves(chain, undelegate(poolId, BULW), charlie, []);

		const left = few + 99n * BULW;
		assert.equal((await stakeView(chain, poolId, charlie.address)).value, left);
		const most = left - BULW;
		const tooMuch = undelegate(poolId, most + 1n);
		await assertRefused(chain, tooMuch, charlie, 'operatorStaking.BelowMinimum');
		await assertMoves(chain, undelegate(poolId, most), charlie, []);
		await assertMoves(chain, undelegateAll(poolId), charlie, []);
		await assertBooksBalance(chain);
	});
});
