// SPDX-License-Identifier: Apache-2.0

/**
 * Restaking as a consumer, an operator and wallets do it: what is promised, paid, reported and
 * taken, every balance to the unit.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, endow, GOLD, HELD, NATIVE, OUNCE, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import {
	assertRewardsCovered,
	availableReward,
	eventOf,
	named,
	offer,
	positionView,
	preset,
	previewUnstake,
	stakePosition,
} from './lib/rewards.mjs';
import {
	atTime,
	budget,
	casesOf,
	caseView,
	claimOf,
	consumerView,
	costOf,
	costTo,
	EVIDENCE,
	GOVERNANCE,
	inEpoch,
	letPass,
	percent,
	pledgeView,
	proposeTx,
	reportId,
	reportTx,
	ROLLUP,
} from './lib/restaking.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { epochView, operatorView, poolView, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, ferdie, newcomer } = accounts;

const chain = await startChain('restaking');
after(() => chain.stop());

const { operatorStaking, restaking, stakingRewards, sudo } = chain.api.tx;
const constant = (name) => plain(chain.api.consts.restaking[name]);
const [W, MIN_BLOCKS] = [constant('window'), constant('minBlocks')];
// What is announced now holds so many epochs later: as many whole ones lie between as the constant says.
const N = constant('notice') + 1n;
const [OF_CONSUMER, OF_REPORT, OF_DISPUTE] = [
	constant('consumerDeposit'),
	constant('reportDeposit'),
	constant('disputeDeposit'),
];
const BOND = plain(chain.api.consts.operatorStaking.bond);
const OWN = 4n * (await minSelfStake(chain));
const POT = accounts.potAccount(chain);
const { rewardPot: REWARD_POT, slashPot: ESCROW, treasury: TREASURY } = accounts;
const ONE = 10n ** 18n;
const HALF = ONE / 2n;
const LOCK = preset(26, 200);
const NOBODY = 4_000_000_000n;

const bridge = newcomer('Bridge');
const judge = newcomer('Judge');
const relay = newcomer('Relay');
const insurance = newcomer('Insurance');
const watcher = newcomer('Watcher');
const operator = newcomer('Prover');

/** Bob and Charlie stake before the fault, Eve leaves before it, Ferdie comes after it. */
const stakes = { bob: 1_000n * BULW, charlie: 500n * BULW, eve: 200n * BULW, ferdie: 400n * BULW };
const locked = 300n * BULW;
const dollars = 4_200n * DOLLAR;

/** Epochs to report, and to dispute; the consumer's terms, and those that follow them. */
const [R, D] = [3n, 1n];
const first = {
	most: budget(100, 50),
	windows: { report: R, dispute: D },
	bounty: percent(20),
	destination: 'Treasury',
	resolver: judge.address,
	follower: relay.address,
};
const second = { ...first, destination: { Account: insurance.address } };

/** @type {bigint} The consumer, its operator's pools, and the position of Dave. */
let consumer, native, usdx, position;
/** @type {string} The key of that position. */
let key;
/** @type {bigint} The epoch of the fault. */
let fault;

const delegate = (pool, amount) => operatorStaking.delegate(pool, amount);
const leave = (pool) => operatorStaking.undelegate(pool, 'All');
const withdraw = (pool, { address }) => operatorStaking.withdraw(pool, address);
const bySudo = (call) => sudo.sudo(call);
const says = (receipt, expected) => assertEvents(receipt, expected, 'restaking');
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `restaking.${error}`);
const staked = async ({ address }) => (await stakeView(chain, native, address)).value;
const exitsOf = async ({ address }) => (await stakeView(chain, native, address)).exits;
const part = (fraction, amount) => (fraction * amount) / ONE;

/** Bytes as events show them, if they are text. */
const textOf = (hex) => Buffer.from(hex.slice(2), 'hex').toString();

const report = (id, claim, when = inEpoch(fault), of = consumer) =>
	reportTx(chain, { consumer: of, operator, when, claim, id: reportId(id) });
const propose = (claim) =>
	proposeTx(chain, { consumer, operator, when: inEpoch(fault), claim });

/** The consumer reports: nothing moves, and the case can be disputed for D epochs and B blocks. */
async function assertFiled(id, claim, fraction, when) {
	const receipt = await assertMoves(chain, report(id, claim, when), bridge, []);
	return assertSaysFiled(receipt, id, claim, fraction);
}

async function assertSaysFiled(receipt, id, claim, fraction, more = []) {
	const { case: number } = eventOf(receipt, 'restaking.Filed');
	const { now } = await epochView(chain);
	const header = await chain.api.rpc.chain.getHeader(receipt.block);
	const until = { epoch: now + D, block: header.number.toBigInt() + MIN_BLOCKS };
	const quantity = claim.quantity && [named(claim.quantity[0]), claim.quantity[1]];
	says(receipt, [
		[
			'Filed',
			{
				case: number,
				consumer,
				report: textOf(reportId(id)),
				operator: operator.address,
				fault,
				claim: { ...claim, quantity },
				fraction,
				evidence: textOf(EVIDENCE),
				until,
			},
		],
		...more.map(([name, fields]) => [name, { case: number, ...fields }]),
	]);
	const { course } = await caseView(chain, number);
	assert.deepEqual(course, { fault, last: fault + W, state: { Filed: until } });
	return number;
}

/** Somebody disputes a case with a deposit. */
async function assertDisputed(id, who) {
	const receipt = await assertMoves(chain, restaking.dispute(id), who, [
		[who.address, NATIVE, -OF_DISPUTE],
		[who.address, HELD, OF_DISPUTE],
	]);
	says(receipt, [['Disputed', { case: id, disputer: who.address, deposit: OF_DISPUTE }]]);
}

/** A case ends, exactly so, by who has nothing to do with it and pays no fee. */
async function assertEnds(id, outcome, moves, said = []) {
	const receipt = await assertMoves(chain, restaking.settle(id), alice, moves);
	assert.equal(receipt.fee.amount, 0n);
	says(receipt, [...said, ['Ended', { case: id, outcome }]]);
	assert.equal(await caseView(chain, id), null);
	return receipt;
}

describe('a new chain', () => {
	/** What both consumers of the genesis ask for, and what an operator promises from the start. */
	const most = budget(100, 50);
	const since = (of, promised) => {
		const span = { from: 0n, budget: promised, version: 1n };
		return { consumer: of, present: span, next: null, spans: [span], left: promised };
	};

	test('has governance, and a rollup that hears of the active set', async () => {
		const now = { admitted: true, retired: null, version: 1n };
		assert.deepEqual(await consumerView(chain, GOVERNANCE), {
			manager: TREASURY,
			...now,
			terms: {
				most,
				windows: { report: 4n, dispute: 2n },
				bounty: percent(10),
				destination: 'Treasury',
				resolver: TREASURY,
				follower: null,
			},
			next: null,
		});
		assert.deepEqual(await consumerView(chain, ROLLUP), {
			manager: ferdie.address,
			...now,
			terms: {
				most,
				windows: { report: 2n, dispute: 1n },
				bounty: percent(20),
				destination: 'Treasury',
				resolver: eve.address,
				follower: accounts.localFollower,
			},
			next: null,
		});
		assert.equal(await consumerView(chain, 2n), null);
	});

	test('has operators that have promised from the first epoch on', async () => {
		const toGovernance = since(GOVERNANCE, budget(50));
		const both = {
			cap: percent(70),
			nextCap: percent(70),
			counted: budget(90, 70),
			widens: false,
			promises: [toGovernance, since(ROLLUP, budget(40, 20))],
		};
		const one = {
			cap: percent(50),
			nextCap: percent(50),
			counted: budget(50),
			widens: false,
			promises: [toGovernance],
		};
		for (const [who, pledge] of [[alice, both], [bob, both], [charlie, one]]) {
			assert.deepEqual(await pledgeView(chain, who), pledge);
			assert.deepEqual(await casesOf(chain, who), []);
		}
	});
});

describe('a consumer', () => {
	/** @type {bigint} */
	let now;

	test('registers with a deposit', async () => {
		await endow(chain, [bridge, judge, relay, watcher], { bulw: 1_000n, usdx: 10_000n });
		now = await goToEpoch(chain);
		consumer = plain(await chain.api.query.restaking.nextConsumer());

		const receipt = await assertMoves(chain, restaking.registerConsumer(first), bridge, [
			[bridge.address, NATIVE, -OF_CONSUMER],
			[bridge.address, HELD, OF_CONSUMER],
		]);

		const manager = bridge.address;
		says(receipt, [
			['ConsumerRegistered', { consumer, manager, deposit: OF_CONSUMER }],
			['TermsSet', { consumer, version: 1n, terms: first, from: now }],
		]);
		const terms = { version: 1n, terms: first, next: null };
		assert.deepEqual(await consumerView(chain, consumer), {
			manager,
			admitted: false,
			retired: null,
			...terms,
		});
	});

	test('asks for no more than there is, and for nothing on its own account', async () => {
		const { registerConsumer, setTerms } = restaking;
		const greedy = { ...first, most: budget(100, 51) };
		await refuses(registerConsumer(greedy), bridge, 'InvalidTerms');
		const slow = { ...first, windows: { report: R, dispute: W - R } };
		await refuses(registerConsumer(slow), bridge, 'InvalidTerms');
		await refuses(setTerms(consumer, second), bridge, 'NotAdmitted');
		await refuses(setTerms(consumer, first), judge, 'NotManager');
		await refuses(setTerms(NOBODY, first), bridge, 'UnknownConsumer');
	});

	test('is admitted by the admin, and takes slashed money two epochs later', async () => {
		const { setAdmission, setTerms } = restaking;
		await assertRefused(chain, setAdmission(consumer, true), bridge, 'BadOrigin');
		const admits = await assertMoves(chain, bySudo(setAdmission(consumer, true)), alice, []);
		says(admits, [['AdmissionSet', { consumer, admitted: true }]]);

		const receipt = await assertMoves(chain, setTerms(consumer, second), bridge, []);

		const from = now + N;
		says(receipt, [['TermsSet', { consumer, version: 2n, terms: second, from }]]);
		const { version, terms, next } = await consumerView(chain, consumer);
		assert.deepEqual([version, terms, next], [1n, first, [from, second]]);
	});
});

describe('an operator', () => {
	const BUDGET = budget(80, 50);
	const leavers = { ferdie: 50n * BULW, dave: 70n * BULW };
	/** @type {bigint} When it opts in, and a position that leaves meanwhile. */
	let asked, early;

	test('that has promised nothing lets stake go after an epoch', async () => {
		[native, usdx] = await newOperator(chain, operator, { own: OWN, assets: [NATIVE, USDX] });
		const offered = offer({ presets: [preset(7, 100), LOCK] });
		for (const pool of [native, usdx]) {
			await send(chain, stakingRewards.configure(pool, offered), operator);
		}
		await send(chain, stakingRewards.setCommission(percent(10)), operator);
		await goToEpoch(chain);
		for (const [who, amount] of Object.entries({ ...stakes, ferdie: leavers.ferdie })) {
			await send(chain, delegate(native, amount), accounts[who]);
		}
		await send(chain, delegate(usdx, dollars), bob);
		position = await stakePosition(chain, dave, native, locked, LOCK);
		early = await stakePosition(chain, dave, native, leavers.dave, LOCK);
		({ key } = await positionView(chain, position));
		await goToEpoch(chain);
		asked = await goToEpoch(chain); // the commission counts for long enough

		const { exiting, penalty, release } = await previewUnstake(chain, position);

		assert.deepEqual([exiting, penalty, release], [locked / 2n, locked / 2n, asked + 1n]);
		assert.deepEqual(await pledgeView(chain, operator), {
			cap: 0n,
			nextCap: 0n,
			counted: budget(0),
			widens: false,
			promises: [],
		});
	});

	test('promises no more than it has, on terms that it has seen', async () => {
		const { optIn, optOut } = restaking;
		await refuses(optIn(consumer, 2n, BUDGET), operator, 'OverCap');
		await refuses(optIn(consumer, 1n, BUDGET), operator, 'TermsChanged');
		await refuses(optIn(consumer, 2n, budget(20, 30)), operator, 'InvalidBudget');
		await refuses(optIn(consumer, 2n, budget(0)), operator, 'InvalidBudget');
		await refuses(optIn(NOBODY, 1n, BUDGET), operator, 'UnknownConsumer');
		await refuses(optIn(consumer, 2n, BUDGET), dave, 'NotAnOperator');
		await refuses(optOut(consumer), operator, 'NothingPromised');
	});

	test('opts in with notice', async () => {
		const { optIn, setCap } = restaking;
		const from = asked + N;

		const cap = await assertMoves(chain, setCap(percent(60)), operator, []);
		const receipt = await assertMoves(chain, optIn(consumer, 2n, BUDGET), operator, []);

		const who = { operator: operator.address };
		says(cap, [['CapSet', { ...who, old: 0n, new: percent(60), from }]]);
		says(receipt, [['OptedIn', { ...who, consumer, version: 2n, budget: BUDGET, from }]]);
		const span = { from, budget: BUDGET, version: 2n };
		const promise = { consumer, present: null, next: span, spans: [span], left: budget(0) };
		assert.deepEqual(await pledgeView(chain, operator), {
			cap: 0n,
			nextCap: percent(60),
			counted: budget(0),
			widens: false, // it may be taken back in the same epoch
			promises: [promise],
		});
	});

	test('promises its bond alone from the next epoch on', async () => {
		const { optIn } = restaking;
		await refuses(optIn(GOVERNANCE, 1n, budget(30, 0)), operator, 'OverBond');

		const receipt = await assertMoves(
			chain,
			optIn(GOVERNANCE, 1n, budget(20, 0)),
			operator,
			[],
		);

		assert.equal(eventOf(receipt, 'restaking.OptedIn').from, asked + 1n);
	});

	test('lets everybody go until the promise holds, early leavers too', async () => {
		const now = await goToEpoch(chain);
		assert.equal((await positionView(chain, position)).penalty, 0n);
		await refuses(report('early', claimOf(percent(10)), inEpoch(now)), bridge, 'NotOptedIn');

		await assertMoves(chain, stakingRewards.unstake(early, 'All', 0), dave, []);
		await assertMoves(chain, leave(native), ferdie, []);

		for (const [who, amount] of Object.entries(leavers)) {
			const exit = { asked: now, release: now + 1n, value: amount };
			assert.deepEqual(await exitsOf(accounts[who]), [exit]);
		}
		await goToEpoch(chain);
		for (const [name, amount] of Object.entries(leavers)) {
			const who = accounts[name];
			await assertMoves(chain, withdraw(native, who), who, [
				[POT, NATIVE, -amount],
				[who.address, NATIVE, amount],
			]);
		}
	});

	test('keeps who leaves later for the window, and early leavers pay', async () => {
		const { now } = await epochView(chain);
		assert.equal(now, asked + N);
		const release = now + W + 1n;
		const shown = await previewUnstake(chain, position);
		assert.deepEqual([shown.penalty, shown.release], [locked / 2n, release]);

		await assertMoves(chain, leave(native), eve, []);

		assert.deepEqual(await exitsOf(eve), [{ asked: now, release, value: stakes.eve }]);
		const { cap, counted, widens, promises } = await pledgeView(chain, operator);
		const all = { bond: percent(100), pools: BUDGET.pools };
		assert.deepEqual([cap, counted, widens], [percent(60), all, false]);
		assert.deepEqual(promises[0].left, BUDGET);
	});
});

describe('a remittance', () => {
	const amount = 1_000n * DOLLAR;

	test('is divided among who was in force when it was earned, commission first', async () => {
		fault = await goToEpoch(chain);
		await send(chain, delegate(native, stakes.ferdie), ferdie); // counts one epoch too late
		await goToEpoch(chain);
		const to = operator.address;
		const { remit } = restaking;
		await refuses(remit(consumer, to, USDX, amount, fault), judge, 'NotManager');
		await refuses(remit(consumer, to, USDX, amount, fault - N), bridge, 'NotOptedIn');

		const receipt = await assertMoves(chain, remit(consumer, to, USDX, amount, fault), bridge, [
			[bridge.address, USDX, -amount],
			[REWARD_POT, USDX, amount],
		]);

		says(receipt, [
			['Remitted', { consumer, operator: to, asset: named(USDX), amount, earnedIn: fault }],
		]);
		// Of 5 800 BULW and 4 200 USDX, a position counts twice.
		const [ofNative, ofUsdx, commission] = [522n * DOLLAR, 378n * DOLLAR, 100n * DOLLAR];
		const each = { earnedIn: fault, asset: named(USDX) };
		assertEvents(
			receipt,
			[
				['Rewarded', { pool: native, ...each, amount: ofNative, commission }],
				['Rewarded', { pool: usdx, ...each, amount: ofUsdx, commission: 0n }],
			],
			'stakingRewards',
		);
		const parts = OWN + stakes.bob + stakes.charlie + 2n * locked;
		const share = (weight) => [[named(USDX), (ofNative * weight) / parts]];
		for (const [who, weight] of [
			[operator, OWN],
			[bob, stakes.bob],
			[charlie, stakes.charlie],
		]) {
			assert.deepEqual(await availableReward(chain, native, who.address), share(weight));
		}
		assert.deepEqual((await positionView(chain, position)).claimable, share(2n * locked));
		for (const who of [eve, ferdie]) {
			assert.deepEqual(await availableReward(chain, native, who.address), []);
		}
	});

	test('is refused if nobody can have it, and the money stays', async () => {
		const { now } = await epochView(chain);
		const remit = (asset, units, epoch) =>
			restaking.remit(ROLLUP, alice.address, asset, units, epoch);
		for (const [tx, error] of [
			[remit(USDX, amount, now + 1n), 'stakingRewards.EpochInFuture'],
			[remit(USDX, amount, now - W - 1n), 'stakingRewards.EpochTooOld'],
			[remit(GOLD, OUNCE, now), 'stakingRewards.AssetNotListed'],
			[remit(USDX, 0n, now), 'stakingRewards.NothingToPay'],
			[remit(USDX, 10n ** 18n, now), 'assets.BalanceLow'],
		]) {
			await assertRefused(chain, tx, ferdie, error);
		}
		const { remit: pay } = restaking;
		const toCharlie = pay(ROLLUP, charlie.address, USDX, amount, now);
		await refuses(toCharlie, ferdie, 'NotOptedIn');
	});
});

describe('a case', () => {
	/** Twelve percent and a bit: every cut is rounded. */
	const fraction = 123_456_789_012_345_678n;
	/** @type {bigint} By what becomes of them. */
	let executed, dismissed, upheld, ignored, unjudged, endorsed;
	/** @type {bigint[]} Outsiders' reports that nobody endorses. */
	let silent;
	/** @type {number} A moment of the epoch of the fault. */
	let moment;

	test('needs a consumer that has heard of the active set', async () => {
		const { start, end } = await epochView(chain);
		moment = Number(start) - 1;
		assert.equal(end - start, 60_000n);
		const claim = claimOf(fraction);
		await refuses(report('first', claim), bridge, 'NotAcknowledged');

		await send(chain, operatorStaking.acknowledgeSet(fault), relay);

		executed = await assertFiled('first', claim, fraction);
		assert.deepEqual(await casesOf(chain, operator), [executed]);
	});

	test('is refused unless it fits what was promised', async () => {
		const tenth = claimOf(percent(10));
		const { now } = await epochView(chain);
		for (const [tx, from, error] of [
			[report('no', tenth), judge, 'NotManager'],
			[report('no', tenth, inEpoch(now + 1n)), bridge, 'EpochInFuture'],
			[report('no', tenth, atTime(moment + 10 * 60_000)), bridge, 'EpochInFuture'],
			[report('no', tenth, inEpoch(fault - N)), bridge, 'NotOptedIn'],
			[report('no', tenth, inEpoch(now)), bridge, 'NotAcknowledged'],
			[report('no', claimOf(HALF + 1n)), bridge, 'FractionTooLarge'],
			[report('no', claimOf(percent(1) / 100n - 1n)), bridge, 'BelowMinimum'],
			[report('no', claimOf(HALF - fraction + 1n)), bridge, 'OverBudget'],
			[report('first', tenth), bridge, 'DuplicateReport'],
			[bySudo(report('no', tenth, inEpoch(fault), GOVERNANCE)), alice, 'OutOfScope'],
			[report('no', tenth, inEpoch(fault), ROLLUP), ferdie, 'NotOptedIn'],
			[report('no', tenth, inEpoch(fault), NOBODY), bridge, 'UnknownConsumer'],
		]) {
			await refuses(tx, from, error);
		}
		const nothing = claimOf(percent(10), { quantity: [GOLD, OUNCE] });
		await refuses(report('no', nothing), bridge, 'NothingInForce');
		await refuses(restaking.settle(executed), alice, 'StillOpen');
		await refuses(restaking.resolve(executed, 'Dismiss'), judge, 'NotDisputed');
		await refuses(restaking.endorse(executed, reportId('no')), bridge, 'NotProposed');
		await refuses(restaking.settle(NOBODY), alice, 'UnknownCase');
	});

	test('is charged to who leaves after the fault', async () => {
		await assertMoves(chain, leave(native), charlie, []);

		assert.equal((await exitsOf(charlie))[0].value, stakes.charlie);
	});

	test('names the fault by its time as well, and ends with the resolver’s word', async () => {
		await goToEpoch(chain);
		const claim = claimOf(percent(5));
		dismissed = await assertFiled('second', claim, percent(5), atTime(moment));
		const { left } = (await pledgeView(chain, operator)).promises[0];
		assert.equal(left.pools, HALF - fraction - percent(5));
		await assertDisputed(dismissed, bob);
		const dispute = restaking.dispute(dismissed);
		await refuses(dispute, charlie, 'NotDisputable');
		await refuses(restaking.settle(dismissed), alice, 'AwaitsVerdict');
		await refuses(restaking.resolve(dismissed, 'Dismiss'), bridge, 'NotResolver');

		const receipt = await assertMoves(chain, restaking.resolve(dismissed, 'Dismiss'), judge, [
			[bob.address, HELD, -OF_DISPUTE],
			[bob.address, NATIVE, OF_DISPUTE],
		]);

		says(receipt, [
			['Resolved', { case: dismissed, verdict: 'Dismiss' }],
			['Ended', { case: dismissed, outcome: 'Dismissed' }],
		]);
		assert.equal(await caseView(chain, dismissed), null);
		const { left: again } = (await pledgeView(chain, operator)).promises[0];
		assert.equal(again.pools, HALF - fraction);
		await refuses(report('second', claim), bridge, 'DuplicateReport');
	});

	test('may ask for a quantity: what is taken of all else follows', async () => {
		const quantity = [USDX, 211n * DOLLAR];
		const claim = claimOf(percent(20), { quantity });

		upheld = await assertFiled('third', claim, (211n * ONE) / 4_200n);

		assert.deepEqual(await casesOf(chain, operator), [executed, upheld]);
	});

	test('costs its disputer the deposit if it is upheld', async () => {
		await assertDisputed(upheld, operator);

		const receipt = await assertMoves(chain, restaking.resolve(upheld, 'Uphold'), judge, [
			[operator.address, HELD, -OF_DISPUTE],
			[TREASURY, NATIVE, OF_DISPUTE],
		]);

		const lost = { case: upheld, who: operator.address, amount: OF_DISPUTE };
		says(receipt, [
			['Resolved', { case: upheld, verdict: 'Uphold' }],
			['DepositForfeited', lost],
		]);
		assert.equal((await caseView(chain, upheld)).course.state, 'Upheld');
	});

	test('is also reported by outsiders, a few at a time, with a deposit', async () => {
		const claim = claimOf(percent(4));
		const until = fault + R;
		const cases = [];
		for (let count = 0; count < 4; count++) {
			const receipt = await assertMoves(chain, propose(claim), watcher, [
				[watcher.address, NATIVE, -OF_REPORT],
				[watcher.address, HELD, OF_REPORT],
			]);
			const { case: id } = eventOf(receipt, 'restaking.Proposed');
			const whom = { reporter: watcher.address, consumer, operator: operator.address };
			const what = { fault, claim, evidence: textOf(EVIDENCE), until };
			says(receipt, [['Proposed', { case: id, ...whom, ...what }]]);
			cases.push(id);
		}
		[endorsed, ...silent] = cases;

		await refuses(propose(claim), watcher, 'TooManyCases');
		await refuses(restaking.endorse(endorsed, reportId('fifth')), watcher, 'NotEndorser');
		await refuses(restaking.dispute(endorsed), operator, 'NotDisputable');
		await refuses(restaking.settle(endorsed), alice, 'StillOpen');
		assert.deepEqual(await casesOf(chain, operator), [executed, upheld, ...cases]);
	});

	test('takes exactly what was in force at the fault, as it was shown', async () => {
		unjudged = await assertFiled('fourth', claimOf(percent(3)), percent(3));
		await assertDisputed(unjudged, dave);
		await letPass(chain, executed);
		// Charlie's exit stands apart from the rest.
		const stays = OWN + stakes.bob + locked;
		const cut = {
			bond: part(fraction, BOND),
			native: part(fraction, stays) + part(fraction, stakes.charlie),
			usdx: part(fraction, dollars),
		};
		const [inNative, inUsdx] = await costOf(chain, executed);
		const shown = part(fraction, BOND + stays + stakes.charlie);
		assert.deepEqual([inNative, inUsdx], [[NATIVE, shown], [named(USDX), cut.usdx]]);
		assert.ok(shown - cut.bond - cut.native <= 2n, 'a unit for each part that is rounded');
		const bill = await billOf(executed);

		const taken = { native: cut.bond + cut.native, usdx: cut.usdx };
		const to = { Account: insurance.address };
		await assertEnds(
			executed,
			'Executed',
			[
				[operator.address, HELD, -cut.bond],
				[POT, NATIVE, -cut.native],
				[POT, USDX, -cut.usdx],
				[insurance.address, NATIVE, taken.native],
				[insurance.address, USDX, taken.usdx],
			],
			[
				['Distributed', { case: executed, asset: NATIVE, amount: cut.bond, to }],
				['Distributed', { case: executed, asset: NATIVE, amount: cut.native, to }],
				['Distributed', { case: executed, asset: named(USDX), amount: cut.usdx, to }],
			],
		);

		await assertPaid(bill);
		assert.deepEqual([bill.eve.cost, bill.ferdie.cost], [0n, 0n]);
		assert.equal(await staked(ferdie), stakes.ferdie, 'came after the fault');
		assert.equal((await exitsOf(eve))[0].value, stakes.eve, 'left before the fault');
		const [{ value: leaves }] = await exitsOf(charlie);
		assert.equal(leaves, stakes.charlie - part(fraction, stakes.charlie), 'left after it');
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	test('that was upheld is settled at once', async () => {
		await send(chain, operatorStaking.topUpBond(), operator);
		const { fraction: third } = await caseView(chain, upheld);
		const [[, inNative], [, inUsdx]] = await costOf(chain, upheld);
		const bill = await billOf(upheld);
		const before = await chain.api.query.system.account(insurance.address);

		const receipt = await send(chain, restaking.settle(upheld), bob);

		const bond = part(third, BOND);
		const pools = receipt.events.filter(({ name }) => name.endsWith('.PoolSlashed'));
		const [ofNative, ofUsdx] = pools.map(({ fields }) => fields.amount);
		assert.ok(inNative - bond - ofNative <= 2n && inNative >= bond + ofNative);
		assert.equal(ofUsdx, inUsdx);
		const left = dollars - part(fraction, dollars);
		assert.equal(ofUsdx, part(third, left));
		const after = await chain.api.query.system.account(insurance.address);
		assert.equal(plain(after.data.free) - plain(before.data.free), bond + ofNative);
		await assertPaid(bill);
		assert.equal(await staked(ferdie), stakes.ferdie);
	});

	test('of an outsider becomes the consumer’s own with an endorsement', async () => {
		assert.equal((await epochView(chain)).now, fault + R, 'the last epoch for it');

		const endorse = restaking.endorse(endorsed, reportId('fifth'));
		const receipt = await assertMoves(chain, endorse, judge, [
			[watcher.address, HELD, -OF_REPORT],
			[watcher.address, NATIVE, OF_REPORT],
		]);

		const said = [['Endorsed', { by: judge.address }]];
		await assertSaysFiled(receipt, 'fifth', claimOf(percent(4)), percent(4), said);
		assert.deepEqual(await casesOf(chain, operator), [endorsed, unjudged, ...silent]);
	});

	test('can be reported in this epoch, and in none after it', async () => {
		ignored = await assertFiled('sixth', claimOf(percent(1)), percent(1));
		await goToEpoch(chain);

		await refuses(report('late', claimOf(percent(1))), bridge, 'ReportTooLate');
		await refuses(propose(claimOf(percent(1))), watcher, 'ReportTooLate');
		await refuses(restaking.endorse(silent[0], reportId('late')), bridge, 'ReportTooLate');
	});

	test('that nobody has endorsed costs its reporter the deposit', async () => {
		for (const id of silent) {
			const lost = { case: id, who: watcher.address, amount: OF_REPORT };
			await assertEnds(
				id,
				'Lapsed',
				[
					[watcher.address, HELD, -OF_REPORT],
					[TREASURY, NATIVE, OF_REPORT],
				],
				[['DepositForfeited', lost]],
			);
		}
	});

	test('pays its outside reporter a part of the bond', async () => {
		const now = await letPass(chain, endorsed);
		const { bond: has } = await operatorView(chain, operator.address);
		const bond = part(percent(4), has);
		const bounty = part(percent(20), bond);
		const unlocks = now + constant('bountyDelay');
		const bill = await billOf(endorsed);

		const receipt = await send(chain, restaking.settle(endorsed), eve);

		const { reporter, amount, unlocks: from } = eventOf(receipt, 'restaking.BountySet');
		assert.deepEqual([reporter, amount, from], [watcher.address, bounty, unlocks]);
		const [ofBond] = receipt.events.filter(({ name }) => name === 'restaking.Distributed');
		assert.equal(ofBond.fields.amount, bond - bounty, 'the rest goes where all goes');
		await assertPaid(bill);
		await assertBooksBalance(chain);
		await refuses(restaking.claimBounty(endorsed), watcher, 'StillLocked');
		await refuses(restaking.claimBounty(executed), watcher, 'NoBounty');
		await goToEpoch(chain, unlocks);

		const claimed = await assertMoves(chain, restaking.claimBounty(endorsed), bob, [
			[ESCROW, NATIVE, -bounty],
			[watcher.address, NATIVE, bounty],
		]);

		says(claimed, [
			['BountyClaimed', { case: endorsed, reporter: watcher.address, amount: bounty }],
		]);
		await refuses(restaking.claimBounty(endorsed), watcher, 'NoBounty');
	});

	test('runs out with the window: nothing is taken, whatever nobody did', async () => {
		await refuses(restaking.dispute(ignored), operator, 'DisputeTooLate');
		await refuses(restaking.settle(unjudged), alice, 'AwaitsVerdict');
		const { now } = await epochView(chain);
		if (now <= fault + W) await goToEpoch(chain, fault + W + 1n);
		await refuses(restaking.resolve(unjudged, 'Uphold'), judge, 'VerdictTooLate');
		const { left: before } = (await pledgeView(chain, operator)).promises[0];

		await assertEnds(ignored, 'Lapsed', []);
		await assertEnds(unjudged, 'Dismissed', [
			[dave.address, HELD, -OF_DISPUTE],
			[dave.address, NATIVE, OF_DISPUTE],
		]);

		const { left: after } = (await pledgeView(chain, operator)).promises[0];
		assert.deepEqual(before, budget(80, 50), 'what was asked for the fault counts no more');
		assert.deepEqual(after, before);
		assert.deepEqual(await casesOf(chain, operator), []);
		await assertBooksBalance(chain);
	});

	/** What a case would cost everybody, and what they have. */
	async function billOf(id) {
		const holders = { operator, bob, charlie, eve, ferdie, dave: { address: key } };
		const list = Object.entries(holders).map(async ([name, { address }]) => {
			const has = await worth(address);
			return [name, { address, has, cost: await costTo(chain, id, native, address) }];
		});
		return Object.fromEntries(await Promise.all(list));
	}

	/** It has cost everybody that, but for a unit of rounding. */
	async function assertPaid(bill) {
		for (const [name, { address, has, cost }] of Object.entries(bill)) {
			const taken = has - (await worth(address));
			const isRight = taken <= cost && cost <= taken + 1n;
			assert.ok(isRight, `${name} was shown ${cost}, and lost ${taken}`);
		}
	}

	/** What of a holder stays, and what is on its way out. */
	async function worth(address) {
		const { value, exits } = await stakeView(chain, native, address);
		return exits.reduce((sum, exit) => sum + exit.value, value);
	}
});

describe('an operator that opts out', () => {
	const tenth = percent(10);
	/** @type {bigint} The last epoch that it answers for, and the case about it. */
	let last, id;

	test('answers for the epoch in which it says so, and for none after it', async () => {
		const { optOut, setCap } = restaking;
		await send(chain, operatorStaking.topUpBond(), operator);
		last = await goToEpoch(chain);
		fault = last;

		const receipt = await assertMoves(chain, optOut(consumer), operator, []);

		says(receipt, [['OptedOut', { operator: operator.address, consumer, last }]]);
		await refuses(optOut(consumer), operator, 'Unchanged');
		await refuses(setCap(0n), operator, 'OverCap');
		const now = await goToEpoch(chain);
		await send(chain, operatorStaking.acknowledgeSet(now), relay);
		await refuses(report('after', claimOf(tenth), inEpoch(now)), bridge, 'NotOptedIn');
		id = await assertFiled('seventh', claimOf(tenth), tenth);
	});

	test('lets who leaves now go when the window of that epoch is over', async () => {
		const now = await goToEpoch(chain);
		const release = last + W + 1n;
		const value = await staked(bob);
		const { exiting, penalty, release: shown } = await previewUnstake(chain, position);
		assert.equal(shown, release);
		assert.ok(exiting > 0n && penalty > 0n, 'less can be lost: no reason to leave early');

		await assertMoves(chain, leave(native), bob, []);

		assert.deepEqual(await exitsOf(bob), [{ asked: now, release, value }]);
	});

	test('is charged after so many blocks, however fast the clock runs', async () => {
		const revoke = restaking.setAdmission(consumer, false);
		await send(chain, bySudo(revoke), alice);
		const { epoch, block } = (await caseView(chain, id)).course.state.Filed;
		await goToEpoch(chain, epoch + 1n);
		await refuses(restaking.settle(id), alice, 'StillOpen');
		await newBlock(chain, { to: Number(block) });
		const [, [, inUsdx]] = await costOf(chain, id);
		const { bond: has } = await operatorView(chain, operator.address);
		const bond = part(tenth, has);
		const cut = await cutOf(native);

		const to = 'Treasury'; // the consumer may not name accounts any more
		await assertEnds(
			id,
			'Executed',
			[
				[operator.address, HELD, -bond],
				[POT, NATIVE, -cut],
				[POT, USDX, -inUsdx],
				[TREASURY, NATIVE, bond + cut],
				[TREASURY, USDX, inUsdx],
			],
			[
				['Distributed', { case: id, asset: NATIVE, amount: bond, to }],
				['Distributed', { case: id, asset: NATIVE, amount: cut, to }],
				['Distributed', { case: id, asset: named(USDX), amount: inUsdx, to }],
			],
		);
	});

	test('has nothing of it left after the window', async () => {
		const { setCap } = restaking;
		await goToEpoch(chain, last + W);
		await refuses(setCap(0n), operator, 'OverCap');
		await assertRefused(chain, withdraw(native, bob), bob, 'operatorStaking.NotReleased');
		const now = await goToEpoch(chain);

		const receipt = await assertMoves(chain, setCap(0n), operator, []);

		const who = { operator: operator.address };
		says(receipt, [['CapSet', { ...who, old: percent(60), new: 0n, from: now }]]);
		const { counted, promises } = await pledgeView(chain, operator);
		assert.deepEqual(counted, budget(20, 0));
		assert.deepEqual(promises.map(({ consumer: to }) => to), [GOVERNANCE]);
		const [{ value }] = await exitsOf(bob);
		await assertMoves(chain, withdraw(native, bob), bob, [
			[POT, NATIVE, -value],
			[bob.address, NATIVE, value],
		]);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	/** A tenth of each bucket that was in force, and of who has left since. */
	async function cutOf(pool) {
		const { buckets } = await poolView(chain, pool);
		const [{ value }] = await exitsOf(bob);
		const amounts = [value, ...buckets.map(([, { tokens }]) => tokens)];
		return amounts.reduce((sum, amount) => sum + part(tenth, amount), 0n);
	}
});

describe('an operator that promises its bond alone', () => {
	const careful = newcomer('Careful');
	/** @type {bigint} Its pool, the epoch in which it retires, and a case about that. */
	let pool, last, id;
	const reports = (claim, name) =>
		reportTx(chain, {
			operator: careful,
			when: inEpoch(last),
			claim,
			id: reportId(name),
		});

	test('loses nothing of its pools', async () => {
		[pool] = await newOperator(chain, careful, { own: OWN });
		await goToEpoch(chain);
		await send(chain, delegate(pool, stakes.bob), bob);
		const optsIn = await send(
			chain,
			restaking.optIn(GOVERNANCE, 1n, budget(40, 0)),
			careful,
		);
		last = await goToEpoch(chain);
		assert.equal(eventOf(optsIn, 'restaking.OptedIn').from, last);
		const ofPools = bySudo(reports(claimOf(percent(40)), 'pools'));
		await refuses(ofPools, alice, 'OutOfScope');

		const ofBond = reports(claimOf(percent(40), { scope: 'Bond' }), 'bond');
		const receipt = await assertMoves(chain, bySudo(ofBond), alice, []);

		id = eventOf(receipt, 'restaking.Filed').case;
		assert.deepEqual(await costOf(chain, id), [[NATIVE, part(percent(40), BOND)]]);
		assert.equal(await costTo(chain, id, pool, bob.address), 0n);
	});

	test('retires: its stakers go after an epoch, its bond stays for the window', async () => {
		const receipt = await assertMoves(chain, operatorStaking.retire(), careful, []);

		const who = { operator: careful.address };
		assertEvents(receipt, [
			['PoolClosed', { pool, departure: { last, release: last + 1n } }],
			['OperatorRetired', { ...who, departure: { last, release: last + W + 1n } }],
		]);
		await goToEpoch(chain);
		for (const [holder, amount] of [[bob, stakes.bob], [careful, OWN]]) {
			await assertMoves(chain, withdraw(pool, holder), holder, [
				[POT, NATIVE, -amount],
				[holder.address, NATIVE, amount],
			]);
		}
		await refuses(restaking.setCap(percent(10)), careful, 'NotAnOperator');
	});

	test('is charged where it has retired, and gets the rest', async () => {
		const cut = part(percent(40), BOND);
		const back = operatorStaking.withdrawBond(careful.address);
		await letPass(chain, id);

		const to = 'Treasury';
		await assertEnds(
			id,
			'Executed',
			[
				[careful.address, HELD, -cut],
				[TREASURY, NATIVE, cut],
			],
			[['Distributed', { case: id, asset: NATIVE, amount: cut, to }]],
		);

		await goToEpoch(chain, last + W);
		await assertRefused(chain, back, careful, 'operatorStaking.NotReleased');
		await goToEpoch(chain);
		await assertMoves(chain, back, careful, [
			[careful.address, HELD, cut - BOND],
			[careful.address, NATIVE, BOND - cut],
		]);
		await assertBooksBalance(chain);
	});
});

describe('a consumer that retires', () => {
	test('is ended by its new manager', async () => {
		const { optIn, retireConsumer, setManager, setTerms } = restaking;
		const [old, manager] = [bridge.address, judge.address];
		const hands = await assertMoves(chain, setManager(consumer, manager), bridge, []);
		says(hands, [['ManagerSet', { consumer, old, new: manager }]]);
		await refuses(retireConsumer(consumer), bridge, 'NotManager');
		const last = await goToEpoch(chain);

		const receipt = await assertMoves(chain, retireConsumer(consumer), judge, []);

		says(receipt, [['ConsumerRetired', { consumer, last }]]);
		assert.equal((await consumerView(chain, consumer)).retired, last);
		const retired = 'ConsumerRetired';
		await refuses(retireConsumer(consumer), judge, retired);
		await refuses(setTerms(consumer, first), judge, retired);
		await refuses(optIn(consumer, 2n, budget(10, 0)), operator, retired);
	});

	test('gives its deposit back to who paid it, after the window', async () => {
		const { retired } = await consumerView(chain, consumer);
		const back = restaking.returnDeposit(consumer);
		await goToEpoch(chain, retired + W);
		await refuses(back, bridge, 'NotReleased');
		await goToEpoch(chain);

		const receipt = await assertMoves(chain, back, alice, [
			[bridge.address, HELD, -OF_CONSUMER],
			[bridge.address, NATIVE, OF_CONSUMER],
		]);

		const returned = { consumer, who: bridge.address, amount: OF_CONSUMER };
		says(receipt, [['DepositReturned', returned]]);
		await refuses(back, alice, 'Unchanged');
		await assertBooksBalance(chain);
	});
});
