// SPDX-License-Identifier: Apache-2.0

/**
 * Twelve operators, of whom five serve: who answers to the chain comes first, stake moves them up and
 * down with the epochs, faults within a block, and there is always somebody.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { assertReplaced, nextEpoch, saidIn, serving, show } from './lib/elections.mjs';
import { BASE, BULW, DOLLAR, endow, GOLD, HELD, NATIVE, OUNCE, USDX } from './lib/money.mjs';
import { becomeOperator, minSelfStake, nextPool } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { chainWithSessions } from './lib/program.mjs';
import { fractions, letPass, reportFault } from './lib/restaking.mjs';
import { authorOf, awayFromRotation, endSession, validators } from './lib/sessions.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { activeSetView, operatorView, poolView, powerHistory, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, ferdie, nameOf, newcomer } = accounts;

const chain = await startChain('active-set', [...chainWithSessions(), '--tmp']);
after(() => chain.stop());

const { operatorStaking, restaking, stakingRewards, sudo, utility } = chain.api.tx;
const BOND = plain(chain.api.consts.operatorStaking.bond);
const W = plain(chain.api.consts.operatorStaking.window);
/** Whole epochs between the announcement that one closes, and its last epoch. */
const M = plain(chain.api.consts.restaking.narrowNotice);
const MIN_MEMBERS = plain(chain.api.consts.operatorStaking.minMembers);
const MINIMUM = await minSelfStake(chain);
const POT = accounts.potAccount(chain);
const TREASURY = accounts.treasury;
const TENTH = 10n ** 17n;
const SIZE = 5n;
const FOR_EVER = 2n ** 32n - 1n;

/** Op4 stakes 4 000 BULW and four units itself, Op5 5 000 and five, and so on. */
const own = (number) => BigInt(number) * (1_000n * BULW + 1n);
const numbers = [4, 5, 6, 7, 8, 9, 10, 11, 12];
const newcomers = numbers.map((number) => newcomer(`Op${number}`));
const [op4, op5, , , , , , op11, op12] = newcomers;

/** Stake that Dave moves from Op4 to Op11, and stake that makes Op5 as strong as Op12. */
const moved = 9_000n * BULW;
const levelling = own(12) - own(5);

/** The first pool of each operator: those of genesis, and who comes later. */
const pools = new Map([
	[alice.address, 1n],
	[bob.address, 3n],
	[charlie.address, 5n],
]);
const poolOf = ({ address }) => pools.get(address);

/** @type {bigint} The epoch of the present step. */
let now;

const delegate = (operator, amount) => operatorStaking.delegate(poolOf(operator), amount);
const bySudo = (call) => sudo.sudo(call);
const departure = (lastEpoch) => ({ lastEpoch, releaseEpoch: lastEpoch + W + 1n });
const ranked = (operator, power, answers = true) => ({ operator, power, answers });
const addresses = (who) => who.map(({ address }) => address);

describe('twelve operators', () => {
	/** The ranking by the stake they began with: those of genesis answer, and the newcomers or not. */
	const rankedByPower = (answers) => [
		ranked(bob.address, 520_000n * BULW),
		ranked(alice.address, 85_000n * BULW),
		ranked(charlie.address, 12_500n * BULW),
		...newcomers
			.map(({ address }, index) => ranked(address, own(numbers[index]), answers))
			.reverse(),
	];

	test('register, and stake themselves', async () => {
		await endow(chain, newcomers, { bulw: 15_000n });
		now = await goToEpoch(chain);

		for (const [index, who] of newcomers.entries()) {
			const stake = own(numbers[index]);
			const what = { own: stake, minimum: BULW, budget: fractions(50) };
			const become = await becomeOperator(chain, what);
			const [poolId] = become.pools;
			pools.set(who.address, poolId);

			const receipt = await assertMoves(chain, become.tx, who, [
				[who.address, NATIVE, -BOND - stake],
				[who.address, HELD, BOND],
				[POT, NATIVE, stake],
			]);

			const operator = who.address;
			assertEvents(receipt, [
				['OperatorRegistered', { operator, bond: BOND, sinceEpoch: now }],
				['PoolOpened', { poolId, asset: NATIVE, operator, minimum: BULW, base: { ...BASE, multiplier: 100n } }],
				['Delegated', { poolId, staker: operator, amount: stake, effectiveFrom: now + 1n }],
			]);
		}
	});

	test('are elected with the next epoch, and one serves unsecured for want of others', async (t) => {
		const size = operatorStaking.setActiveSetSize(SIZE);
		const receipt = await assertMoves(chain, bySudo(size), alice, []);
		assertEvents(receipt, [['ActiveSetSizeSet', { old: 3n, new: SIZE }]]);
		await newBlock(chain);
		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Charlie'], 'not within the epoch');

		now = await nextEpoch(chain, t, { candidates: 12n, joined: [op12], unsecured: [op12] });

		const { sinceEpoch, members, ranking, size: places } = await activeSetView(chain);
		assert.deepEqual([sinceEpoch, places, MIN_MEMBERS], [now, SIZE, 4n]);
		assert.deepEqual(members, addresses([bob, alice, charlie, op12]));
		assert.deepEqual(ranking, rankedByPower(false));
		const { cover } = await operatorView(chain, op12.address);
		assert.deepEqual(cover, { firstEpoch: now + 1n, lastEpoch: FOR_EVER });
	});

	test('answer from the epoch of their opt-in on, and five serve a block later', async (t) => {
		now = await nextEpoch(chain, t, { candidates: 12n, joined: [op11] });

		const { sinceEpoch, members, ranking } = await activeSetView(chain);
		assert.equal(sinceEpoch, now);
		assert.deepEqual(members, addresses([bob, alice, charlie, op12, op11]));
		assert.deepEqual(ranking, rankedByPower(true));
		const { isServing, power, selfStake, state } = await operatorView(chain, op4.address);
		assert.deepEqual([isServing, state], [false, 'Active']);
		assert.deepEqual(power, { current: own(4), next: own(4) });
		assert.deepEqual(selfStake, { own: power, minimum: MINIMUM, cureUntilEpoch: null });
	});

	test('keep enough of their own stake, or none', async () => {
		const most = own(4) - MINIMUM;
		const poolId = poolOf(op4);
		const undelegate = (amount) => operatorStaking.undelegate(poolId, { Exactly: amount });

		await assertRefused(chain, undelegate(most + 1n), op4, 'operatorStaking.SelfStakeTooLow');
	});
});

describe('stake', () => {
	test('moves operators with the next epoch; of equals the senior one serves', async (t) => {
		for (const [operator, amount] of [[op4, moved], [op5, levelling]]) {
			await assertMoves(chain, delegate(operator, amount), dave, [
				[dave.address, NATIVE, -amount],
				[POT, NATIVE, amount],
			]);
		}
		await newBlock(chain);
		const { power } = await operatorView(chain, op4.address);
		assert.deepEqual(power, { current: own(4), next: own(4) + moved });
		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Charlie', 'Op12', 'Op11']);

		now = await nextEpoch(chain, t, { candidates: 12n, joined: [op4, op5], left: [op12, op11] });

		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Op4', 'Charlie', 'Op5']);
		const [fifth, sixth] = (await activeSetView(chain)).ranking.slice(4);
		assert.deepEqual([fifth, sixth], [ranked(op5.address, own(12)), ranked(op12.address, own(12))]);
	});

	/** @type {bigint} When Dave asked for it. */
	let asked;

	test('that is redelegated leaves the old operator with the next epoch', async (t) => {
		asked = now;
		const [from, to] = [poolOf(op4), poolOf(op11)];
		const redelegate = (target) => operatorStaking.redelegate(from, target, 'All');
		const [, inUsdx] = (await operatorView(chain, alice.address)).poolIds;
		await assertRefused(chain, redelegate(from), dave, 'operatorStaking.SamePool');
		await assertRefused(chain, redelegate(inUsdx), dave, 'operatorStaking.AssetMismatch');

		const receipt = await assertMoves(chain, redelegate(to), dave, []);

		const way = { from, to, staker: dave.address };
		const leaves = { returned: 0n, unbonding: moved, departure: departure(asked) };
		assertEvents(receipt, [['Redelegated', { ...way, ...leaves }]]);
		const exit = { askedEpoch: asked, release: asked + W + 1n, value: moved };
		assert.deepEqual(await stakeView(chain, from, dave.address), {
			value: 0n,
			multiplier: 100n,
			lots: [],
			exits: [],
			redelegations: [{ to, exits: [exit] }],
			withdrawable: 0n,
		});

		now = await nextEpoch(chain, t, { candidates: 12n, joined: [op12], left: [op4] });

		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Charlie', 'Op5', 'Op12']);
		const history = await powerHistory(chain, op4.address);
		assert.deepEqual(history.slice(-3), [
			[now - 2n, own(4)],
			[now - 1n, own(4) + moved],
			[now, own(4)],
		]);
	});

	test('arrives at the new one after the liability window, by whoever asks', async (t) => {
		const [from, to] = [poolOf(op4), poolOf(op11)];
		const complete = operatorStaking.completeRedelegation(from, to, dave.address);
		await assertRefused(chain, complete, ferdie, 'operatorStaking.NotReleased');
		const withdraw = operatorStaking.withdraw(from, dave.address);
		await assertRefused(chain, withdraw, dave, 'operatorStaking.NothingToWithdraw');
		now = await nextEpoch(chain, t, { epoch: asked + W, candidates: 12n });
		await assertRefused(chain, complete, ferdie, 'operatorStaking.NotReleased');
		now = await nextEpoch(chain, t, { epoch: asked + W + 1n, candidates: 12n });
		const arrived = now;

		const receipt = await assertMoves(chain, complete, ferdie, []);

		const way = { from, to, staker: dave.address };
		const arrives = { amount: moved, effectiveFrom: arrived + 1n };
		assertEvents(receipt, [['RedelegationCompleted', { ...way, ...arrives }]]);
		assert.deepEqual((await stakeView(chain, from, dave.address)).redelegations, []);
		const { value, multiplier } = await stakeView(chain, to, dave.address);
		assert.deepEqual([value, multiplier], [moved, 100n], 'weighed as the pool was opened');

		now = await nextEpoch(chain, t, { candidates: 12n, joined: [op11], left: [op12] });

		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Op11', 'Charlie', 'Op5']);
		assert.deepEqual(await powerHistory(chain, op11.address), [
			[arrived - 1n, own(11)],
			[arrived, own(11)],
			[now, own(11) + moved],
		]);
		await assertBooksBalance(chain);
	});
});

describe('an operator that is slashed', () => {
	const cut = { bond: BOND / 10n, own: own(11) / 10n, moved: moved / 10n };

	/** @type {bigint} The epoch of the fault, and the case. */
	let fault, id;

	test('serves on while the report may be disputed', async (t) => {
		fault = now;
		id = await reportFault(chain, op11, fault, TENTH);

		now = await nextEpoch(chain, t, { epoch: fault + 3n, candidates: 12n });
		await letPass(chain, id);

		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Op11', 'Charlie', 'Op5']);
	});

	test('is out a block later, and the first in reserve serves', async (t) => {
		const ofPool = cut.own + cut.moved;

		const receipt = await assertReplaced(chain, {
			tx: restaking.settle(id),
			from: ferdie,
			moves: [
				[op11.address, HELD, -cut.bond],
				[POT, NATIVE, -ofPool],
				[TREASURY, NATIVE, cut.bond + ofPool],
			],
			out: op11,
			by: op12,
		});

		const fractions = { bond: TENTH, pools: TENTH };
		assertEvents(receipt, [
			['Slashed', { operator: op11.address, faultEpoch: fault, fractions, bond: cut.bond }],
			['PoolSlashed', { poolId: poolOf(op11), faultEpoch: fault, fraction: TENTH, amount: ofPool }],
		]);
		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Charlie', 'Op5', 'Op12']);
		await show(chain, t);
	});

	test('comes back with the epoch after its bond is full', async (t) => {
		const { isServing, state } = await operatorView(chain, op11.address);
		assert.deepEqual([isServing, state], [false, 'Suspended']);
		await assertMoves(chain, operatorStaking.topUpBond(), op11, [
			[op11.address, NATIVE, -cut.bond],
			[op11.address, HELD, cut.bond],
		]);
		await newBlock(chain);
		assert.equal((await operatorView(chain, op11.address)).state, 'Active');
		assert.ok(!(await serving(chain)).includes('Op11'), 'not within the epoch');

		now = await nextEpoch(chain, t, { candidates: 12n, joined: [op11], left: [op12] });

		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Op11', 'Charlie', 'Op5']);
		const left = own(11) - cut.own + moved - cut.moved;
		const { power } = await operatorView(chain, op11.address);
		assert.deepEqual(power, { current: left, next: left });
	});
});

describe('an operator that the admin suspends', () => {
	test('is out a block later, and the admin alone ends it', async () => {
		const suspend = bySudo(operatorStaking.suspend(charlie.address));

		const sent = { tx: suspend, from: alice, moves: [] };
		const receipt = await assertReplaced(chain, { ...sent, out: charlie, by: op12 });

		const who = { operator: charlie.address };
		assertEvents(receipt, [['OperatorSuspended', { ...who, reason: 'ByAdmin' }]]);
		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Op11', 'Op5', 'Op12']);
		for (const [tx, from, error] of [
			[operatorStaking.resume(charlie.address), charlie, 'CannotResume'],
			[suspend, alice, 'AlreadySuspended'],
			[delegate(charlie, BULW), dave, 'OperatorNotActive'],
		]) {
			await assertRefused(chain, tx, from, `operatorStaking.${error}`);
		}
	});

	test('writes no blocks two sessions later; operators without keys never do', async () => {
		assert.deepEqual((await validators(chain)).sort(), addresses([alice, bob, charlie]).sort());

		await endSession(chain);
		await endSession(chain);

		assert.deepEqual(await validators(chain), addresses([bob, alice]));
		for (let blocks = 0; blocks < 3; blocks++) {
			const author = await authorOf(chain, await newBlock(chain));
			assert.ok([bob, alice].some(({ address }) => address === author), nameOf(author));
		}
	});

	test('comes back with the epoch after it was resumed', async (t) => {
		now = await nextEpoch(chain, t, { candidates: 11n });
		const resume = bySudo(operatorStaking.resume(charlie.address));

		const receipt = await assertMoves(chain, resume, alice, []);

		assertEvents(receipt, [['OperatorResumed', { operator: charlie.address }]]);
		await newBlock(chain);
		assert.ok(!(await serving(chain)).includes('Charlie'), 'not within the epoch');
		now = await nextEpoch(chain, t, { candidates: 12n, joined: [charlie], left: [op12] });
		assert.deepEqual(await serving(chain), ['Bob', 'Alice', 'Op11', 'Charlie', 'Op5']);
	});

	test('writes blocks again two sessions later', async () => {
		await endSession(chain);
		await endSession(chain);

		assert.deepEqual(await validators(chain), addresses([bob, alice, charlie]));
	});
});

describe('when everybody retires', () => {
	const set = [bob, alice, op11, charlie, op5];
	const reserve = newcomers.filter((who) => !set.includes(who));
	/** @type {bigint} Their last epoch. */
	let last;

	/** The fields of the event of an operator that retires. */
	const closing = ({ address }) => ({
		operator: address,
		cause: 'Retired',
		departure: departure(last),
	});

	/** The bond of an operator comes back. */
	async function assertBondLeaves(who) {
		const receipt = await assertMoves(chain, operatorStaking.withdrawBond(who.address), who, [
			[who.address, HELD, -BOND],
			[who.address, NATIVE, BOND],
		]);
		assertEvents(receipt, [['BondWithdrawn', { operator: who.address, amount: BOND }]]);
		assert.equal(await operatorView(chain, who.address), null);
	}

	test('the reserve goes without a trace', async (t) => {
		now = await nextEpoch(chain, t, { candidates: 12n });
		last = now + M;

		const receipts = await Promise.all(
			reserve.map((who) => send(chain, operatorStaking.retire(), who)),
		);

		for (const [index, who] of reserve.entries()) {
			assertEvents(receipts[index], [
				['PoolClosed', { poolId: poolOf(who), departure: departure(last) }],
				['OperatorClosing', closing(who)],
			]);
		}
		await newBlock(chain);
		const { members, ranking } = await activeSetView(chain);
		assert.deepEqual(members, addresses(set));
		assert.deepEqual(ranking.map(({ operator }) => operator), members);
	});

	test('the last set stays, and its stake answers until its last epoch is over', async (t) => {
		await awayFromRotation(chain, 2);
		const { setId, ranking } = await activeSetView(chain);
		const retire = ({ address }) => sudo.sudoAs(address, operatorStaking.retire());

		// All in one block: one by one each would leave a smaller set behind.
		const receipt = await assertMoves(chain, utility.batchAll(set.map(retire)), alice, []);
		const next = await newBlock(chain);

		const said = receipt.events.filter(({ name }) => name.endsWith('.OperatorClosing'));
		assert.deepEqual(said.map(({ fields }) => fields), set.map(closing));
		assert.deepEqual(await saidIn(chain, next), [['ActiveSetKept', { setId, epoch: now }]]);
		for (const epoch of [last, last + 1n]) {
			now = await nextEpoch(chain, t, { epoch, candidates: 0n });
			const kept = await activeSetView(chain);
			assert.deepEqual([kept.setId, kept.members, kept.ranking], [setId, addresses(set), []]);
			for (const [index, who] of set.entries()) {
				const { isServing, power, state } = await operatorView(chain, who.address);
				const current = epoch === last ? ranking[index].power : 0n;
				assert.deepEqual([isServing, state], [true, 'Closing']);
				assert.deepEqual(power, { current, next: 0n });
			}
		}
	});

	test('nobody has power once that is over', async () => {
		for (const { address } of [...set, ...reserve]) {
			const { power } = await operatorView(chain, address);
			assert.deepEqual(power, { current: 0n, next: 0n }, nameOf(address));
			const { active } = await poolView(chain, pools.get(address));
			assert.equal(active, 0n);
		}
	});

	test('its bonds leave as those of the reserve do, and it serves on', async (t) => {
		now = await nextEpoch(chain, t, { epoch: last + W + 1n, candidates: 0n });
		const { setId } = await activeSetView(chain);
		// Idle blocks come to all pools first: what streams had for nobody goes to the treasury.
		await newBlock(chain, { count: 10 });

		for (const who of [...set, ...reserve]) await assertBondLeaves(who);

		await newBlock(chain);
		const kept = await activeSetView(chain);
		assert.deepEqual([kept.setId, kept.members], [setId, addresses(set)]);
	});

	test('a newcomer that has staked takes over', async (t) => {
		pools.set(dave.address, await nextPool(chain));
		await send(chain, operatorStaking.register(), dave);
		await send(chain, operatorStaking.openPool(NATIVE, BULW, BASE), dave);
		const early = delegate(dave, BULW);
		await assertRefused(chain, early, eve, 'operatorStaking.SelfStakeTooLow');
		await assertMoves(chain, delegate(dave, MINIMUM), dave, [
			[dave.address, NATIVE, -MINIMUM],
			[POT, NATIVE, MINIMUM],
		]);

		// Opted in to nothing, but better than nobody.
		const elected = { joined: [dave], left: set, unsecured: [dave] };
		now = await nextEpoch(chain, t, { candidates: 1n, ...elected });

		assert.deepEqual(await serving(chain), ['Dave']);
	});

	test('it writes the blocks two sessions later', async () => {
		await endSession(chain);
		await endSession(chain);

		assert.deepEqual(await validators(chain), [dave.address]);
		assert.equal(await authorOf(chain, await newBlock(chain)), dave.address);
	});

	test('all stake leaves, to the unit', async () => {
		const slashed = (amount) => amount - amount / 10n;
		const ofNewcomer = (who, index) => [who, poolOf(who), NATIVE, own(numbers[index])];
		const stakes = [
			...newcomers.map(ofNewcomer).filter(([who]) => who !== op11),
			[op11, poolOf(op11), NATIVE, slashed(own(11))],
			[dave, poolOf(op11), NATIVE, slashed(moved)],
			[dave, poolOf(op5), NATIVE, levelling],
			[alice, 1n, NATIVE, 5_000n * BULW],
			[dave, 1n, NATIVE, 20_000n * BULW],
			[eve, 1n, NATIVE, 10_000n * BULW],
			[eve, 2n, USDX, 50_000n * DOLLAR],
			[bob, 3n, NATIVE, 5_000n * BULW],
			[eve, 3n, NATIVE, 15_000n * BULW],
			[ferdie, 4n, GOLD, 250n * OUNCE],
			[charlie, 5n, NATIVE, 5_000n * BULW],
			[dave, 5n, NATIVE, 7_500n * BULW],
		];
		const withdraw = ([staker, poolId]) => operatorStaking.withdraw(poolId, staker.address);
		// Streams for epochs in which nobody had stake go elsewhere once somebody pokes the pool.
		const pokes = [1, 2, 3, 4, 5].map((poolId) => stakingRewards.poke(poolId));
		await send(chain, utility.batchAll(pokes), ferdie);
		const paid = stakes.flatMap(([staker, , asset, amount]) => [
			[staker.address, asset, amount],
			[POT, asset, -amount],
		]);

		await assertMoves(chain, utility.batchAll(stakes.map(withdraw)), ferdie, paid);

		const standalone = 1_000n * BULW;
		for (const [asset, staked] of [[NATIVE, MINIMUM + standalone], [USDX, 0n], [GOLD, 0n]]) {
			const pot = plain(await chain.api.query.operatorStaking.pots(asset));
			assert.equal(pot.owed, staked);
		}
		await assertBooksBalance(chain);
	});
});
