// SPDX-License-Identifier: Apache-2.0

/**
 * Restaking as a consumer, an operator and wallets do it: opt-ins, remittances, reports and slashes,
 * every balance to the unit.
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
	ofStake,
	positionView,
	previewUnstake,
	stakePosition,
	tier,
} from './lib/rewards.mjs';
import {
	atTime,
	casesOf,
	caseView,
	consumerView,
	EVIDENCE,
	evidenceOf,
	fractions,
	GOVERNANCE,
	inEpoch,
	letPass,
	optInsView,
	percent,
	proposeTx,
	reportId,
	reportTx,
	requestOf,
	ROLLUP,
	slashPreview,
	slashPreviewFor,
	TEXT,
	whatAnswers,
} from './lib/restaking.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch, newBlock, toLastMoment } from './lib/time.mjs';
import { epochView, operatorView, poolView, stakeView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, ferdie, newcomer } = accounts;

const chain = await startChain('restaking');
after(() => chain.stop());

const { assets, operatorStaking, restaking, stakingRewards, sudo, utility } = chain.api.tx;
const constant = (name) => plain(chain.api.consts.restaking[name]);
const W = plain(chain.api.consts.operatorStaking.window);
const MIN_BLOCKS = constant('minBlocks');
// An announcement takes effect so many epochs later: the notice is of whole epochs.
const N = constant('notice') + 1n;
const M = constant('narrowNotice');
const [OF_CONSUMER, OF_FALSE, OF_REPORT, OF_DISPUTE] = [
	constant('consumerDeposit'),
	constant('consumerForfeit'),
	constant('reportDeposit'),
	constant('disputeDeposit'),
];
const BOND = plain(chain.api.consts.operatorStaking.bond);
const OWN = 4n * (await minSelfStake(chain));
const POT = accounts.potAccount(chain);
const { rewardPot: REWARD_POT, slashPot: ESCROW, treasury: TREASURY } = accounts;
const ONE = 10n ** 18n;
const HALF = ONE / 2n;
const LOCK = tier(26, 200);
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
	most: fractions(100, 50),
	windows: { report: R, dispute: D },
	bounty: percent(20),
	destination: 'Treasury',
	resolver: judge.address,
	follower: relay.address,
};
const second = { ...first, destination: { Account: insurance.address } };

/** @type {bigint} The consumer, its operator's pools, and the position of Dave. */
let consumerId, native, usdx, positionId;
/** @type {string} The account of that position. */
let account;
/** @type {bigint} The epoch of the fault. */
let fault;

const delegate = (poolId, amount) => operatorStaking.delegate(poolId, amount);
const leave = (poolId) => operatorStaking.undelegate(poolId, 'All');
const withdraw = (poolId, { address }) => operatorStaking.withdraw(poolId, address);
const bySudo = (call) => sudo.sudo(call);
const says = (receipt, expected) => assertEvents(receipt, expected, 'restaking');
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `restaking.${error}`);
const staked = async ({ address }) => (await stakeView(chain, native, address)).value;
const exitsOf = async ({ address }) => (await stakeView(chain, native, address)).exits;
const part = (fraction, amount) => (fraction * amount) / ONE;

/** The amount that a slash takes of a bond: of each part that answered then, those older than the window being one. */
async function cutOfBond({ address }, epoch, fraction) {
	const { current } = await epochView(chain);
	const { bondParts } = await operatorView(chain, address);
	const isOld = ({ effectiveFrom }) => effectiveFrom + W <= current;
	const sum = (amounts) => amounts.reduce((one, other) => one + other, 0n);
	const old = sum(bondParts.filter(isOld).map(({ amount }) => amount));
	const young = bondParts.filter((one) => !isOld(one) && one.effectiveFrom <= epoch);
	return part(fraction, old) + sum(young.map(({ amount }) => part(fraction, amount)));
}

/** Bytes as events show them, if they are text. */
const textOf = (hex) => Buffer.from(hex.slice(2), 'hex').toString();

const report = (id, request, when = inEpoch(fault), of = consumerId) =>
	reportTx(chain, { consumerId: of, operator, when, request, id: reportId(id) });
const propose = (request) =>
	proposeTx(chain, { consumerId, operator, when: inEpoch(fault), request, reporter: watcher });

/** The consumer reports: nothing moves, and the case can be disputed for D epochs and B blocks. */
async function assertFiled(id, request, fraction, when = inEpoch(fault)) {
	const receipt = await assertMoves(chain, report(id, request, when), bridge, []);
	return assertSaysFiled(receipt, id, request, { fraction, when });
}

async function assertSaysFiled(receipt, id, request, filed, more = []) {
	const { fraction, when = inEpoch(fault), evidence = EVIDENCE } = filed;
	const { caseId } = eventOf(receipt, 'restaking.Filed');
	const { current: now } = await epochView(chain);
	const header = await chain.api.rpc.chain.getHeader(receipt.block);
	const until = { lastEpoch: now + D, lastBlock: header.number.toBigInt() + MIN_BLOCKS };
	const quantity = request.quantity && [named(request.quantity[0]), request.quantity[1]];
	says(receipt, [
		[
			'Filed',
			{
				caseId,
				consumerId,
				reportId: textOf(reportId(id)),
				operator: operator.address,
				when,
				faultEpoch: fault,
				request: { ...request, quantity },
				fractions: { bond: fraction, pools: request.fractions.pools && fraction },
				basis: 'Word',
				evidence,
				until,
			},
		],
		...more.map(([name, fields]) => [name, { caseId, ...fields }]),
	]);
	const { faultEpoch, lastEpoch, status } = await caseView(chain, caseId);
	assert.deepEqual([faultEpoch, lastEpoch, status], [fault, fault + W, { Filed: { until } }]);
	return caseId;
}

/** Somebody disputes a case with a deposit. */
async function assertDisputed(id, who) {
	const receipt = await assertMoves(chain, restaking.dispute(id, EVIDENCE), who, [
		[who.address, NATIVE, -OF_DISPUTE],
		[who.address, HELD, OF_DISPUTE],
	]);
	const said = { caseId: id, disputer: who.address, deposit: OF_DISPUTE, evidence: EVIDENCE };
	says(receipt, [['Disputed', said]]);
}

/** A case ends, exactly so, by an account that has nothing to do with it and pays no fee. */
async function assertEnds(id, outcome, moves, said = []) {
	const receipt = await assertMoves(chain, restaking.settle(id), alice, moves);
	assert.equal(receipt.fee.amount, 0n);
	says(receipt, [...said, ['Ended', { caseId: id, outcome }]]);
	assert.equal(await caseView(chain, id), null);
	return receipt;
}

describe('a new chain', () => {
	/** The largest fractions of both consumers of the genesis, and an opt-in from the start. */
	const most = fractions(100, 50);
	const since = (of, budget) => {
		const span = { effectiveFrom: 0n, announcedEpoch: 0n, budget, version: 1n };
		return { consumerId: of, current: span, next: null, spans: [span], unused: budget, reportable: budget };
	};

	test('has governance, and a rollup that follows the active set', async () => {
		const now = { admitted: true, lastEpoch: null, version: 1n };
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
				windows: { report: 3n, dispute: 1n },
				bounty: percent(20),
				destination: 'Treasury',
				resolver: eve.address,
				follower: accounts.localFollower,
			},
			next: null,
		});
		assert.equal(await consumerView(chain, 3n), null);
	});

	test('has operators that are opted in from the first epoch on', async () => {
		const both = {
			slashCap: percent(70),
			nextSlashCap: percent(70),
			counted: fractions(100, 70),
			optIns: [since(GOVERNANCE, fractions(0, 50)), since(ROLLUP, fractions(100, 20))],
		};
		const one = {
			slashCap: percent(50),
			nextSlashCap: percent(50),
			counted: fractions(10, 50),
			optIns: [since(GOVERNANCE, fractions(10, 50))],
		};
		for (const [who, expected] of [[alice, both], [bob, both], [charlie, one]]) {
			assert.deepEqual(await optInsView(chain, who), expected);
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
		consumerId = plain(await chain.api.query.restaking.nextConsumerId());

		const receipt = await assertMoves(chain, restaking.registerConsumer(first), bridge, [
			[bridge.address, NATIVE, -OF_CONSUMER],
			[bridge.address, HELD, OF_CONSUMER],
		]);

		const manager = bridge.address;
		says(receipt, [
			['ConsumerRegistered', { consumerId, manager, deposit: OF_CONSUMER }],
			['TermsSet', { consumerId, version: 1n, old: null, new: first, effectiveFrom: now }],
		]);
		const terms = { version: 1n, terms: first, next: null };
		assert.deepEqual(await consumerView(chain, consumerId), {
			manager,
			admitted: false,
			lastEpoch: null,
			...terms,
		});
	});

	test('asks for no more than there is, and for nothing to its own account', async () => {
		const { registerConsumer, setTerms } = restaking;
		const greedy = { ...first, most: fractions(100, 51) };
		await refuses(registerConsumer(greedy), bridge, 'InvalidTerms');
		const slow = { ...first, windows: { report: R, dispute: W - R } };
		await refuses(registerConsumer(slow), bridge, 'InvalidTerms');
		await refuses(setTerms(consumerId, second), bridge, 'NotAdmitted');
		await refuses(setTerms(consumerId, first), judge, 'NotManager');
		await refuses(setTerms(NOBODY, first), bridge, 'UnknownConsumer');
	});

	test('is admitted by the admin, and takes slashed money two epochs later', async () => {
		const { setAdmission, setTerms } = restaking;
		await assertRefused(chain, setAdmission(consumerId, true), bridge, 'BadOrigin');
		const admits = await assertMoves(chain, bySudo(setAdmission(consumerId, true)), alice, []);
		says(admits, [['AdmissionSet', { consumerId, old: false, new: true }]]);

		const receipt = await assertMoves(chain, setTerms(consumerId, second), bridge, []);

		const effectiveFrom = now + N;
		const set = { consumerId, version: 2n, old: first, new: second, effectiveFrom };
		says(receipt, [['TermsSet', set]]);
		const { version, terms, next } = await consumerView(chain, consumerId);
		assert.deepEqual([version, terms, next], [1n, first, [effectiveFrom, second]]);
	});
});

describe('an operator', () => {
	const BUDGET = fractions(80, 50);
	const leavers = { ferdie: 50n * BULW, dave: 70n * BULW };
	/** @type {bigint} When it opts in, and a position that leaves meanwhile. */
	let asked, early;

	test('that is opted in to nothing lets stake go after an epoch', async () => {
		[native, usdx] = await newOperator(chain, operator, { own: OWN, assets: [NATIVE, USDX] });
		const offered = offer({ tiers: [tier(7, 100), LOCK] });
		for (const poolId of [native, usdx]) {
			await send(chain, stakingRewards.configure(poolId, offered), operator);
		}
		await send(chain, stakingRewards.setCommission(percent(10)), operator);
		await goToEpoch(chain);
		for (const [who, amount] of Object.entries({ ...stakes, ferdie: leavers.ferdie })) {
			await send(chain, delegate(native, amount), accounts[who]);
		}
		await send(chain, delegate(usdx, dollars), bob);
		positionId = await stakePosition(chain, dave, native, locked, LOCK);
		early = await stakePosition(chain, dave, native, leavers.dave, LOCK);
		({ account } = await positionView(chain, positionId));
		await goToEpoch(chain);
		asked = await goToEpoch(chain); // the commission has been in effect for long enough

		const { unbonding, penalty, releaseEpoch } = await previewUnstake(chain, positionId);

		assert.deepEqual([unbonding, penalty, releaseEpoch], [locked / 2n, locked / 2n, asked + 1n]);
		assert.deepEqual(await optInsView(chain, operator), {
			slashCap: 0n,
			nextSlashCap: 0n,
			counted: fractions(0),
			optIns: [],
		});
	});

	test('opts in with no more than it has, on terms that it has seen', async () => {
		const { optIn, optOut } = restaking;
		await refuses(optIn(consumerId, 2n, BUDGET), operator, 'OverCap');
		await refuses(optIn(consumerId, 1n, BUDGET), operator, 'TermsChanged');
		await refuses(optIn(consumerId, 2n, fractions(0)), operator, 'InvalidBudget');
		await refuses(optIn(NOBODY, 1n, BUDGET), operator, 'UnknownConsumer');
		await refuses(optIn(consumerId, 2n, BUDGET), dave, 'NotOperator');
		await refuses(optOut(consumerId), operator, 'NotOptedIn');
	});

	test('opts in with notice', async () => {
		const { optIn, setSlashCap } = restaking;
		const effectiveFrom = asked + N;

		const cap = await assertMoves(chain, setSlashCap(percent(60)), operator, []);
		const receipt = await assertMoves(chain, optIn(consumerId, 2n, BUDGET), operator, []);

		const who = { operator: operator.address };
		const span = { version: 2n, budget: BUDGET, effectiveFrom, announcedEpoch: asked };
		says(cap, [['SlashCapSet', { ...who, old: 0n, new: percent(60), effectiveFrom }]]);
		const announced = { version: 2n, budget: BUDGET, effectiveFrom };
		says(receipt, [['OptedIn', { ...who, consumerId, ...announced }]]);
		const unused = fractions(0);
		const optedIn = { consumerId, current: null, next: span, spans: [span], unused, reportable: unused };
		assert.deepEqual(await optInsView(chain, operator), {
			slashCap: 0n,
			nextSlashCap: percent(60),
			counted: fractions(0),
			optIns: [optedIn],
		});
	});

	test('opts in with its bond alone from the next epoch on', async () => {
		const { optIn } = restaking;
		await refuses(optIn(GOVERNANCE, 1n, fractions(30, 0)), operator, 'OverBond');

		const receipt = await assertMoves(
			chain,
			optIn(GOVERNANCE, 1n, fractions(20, 0)),
			operator,
			[],
		);

		assert.equal(eventOf(receipt, 'restaking.OptedIn').effectiveFrom, asked + 1n);
	});

	test('lets everybody go until the opt-in takes effect, early leavers too', async () => {
		const now = await goToEpoch(chain);
		assert.equal((await positionView(chain, positionId)).penalty, 0n);
		await refuses(report('early', requestOf(percent(10)), inEpoch(now)), bridge, 'NotOptedIn');

		await assertMoves(chain, stakingRewards.unstake(early, 'All', 0), dave, []);
		await assertMoves(chain, leave(native), ferdie, []);

		for (const [who, amount] of Object.entries(leavers)) {
			const exit = { askedEpoch: now, release: now + 1n, value: amount };
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
		const { current: now } = await epochView(chain);
		assert.equal(now, asked + N);
		const release = now + W + 1n;
		const shown = await previewUnstake(chain, positionId);
		assert.deepEqual([shown.penalty, shown.releaseEpoch], [locked / 2n, release]);

		await assertMoves(chain, leave(native), eve, []);

		assert.deepEqual(await exitsOf(eve), [{ askedEpoch: now, release, value: stakes.eve }]);
		const { slashCap, counted, optIns } = await optInsView(chain, operator);
		const all = { bond: percent(100), pools: BUDGET.pools };
		assert.deepEqual([slashCap, counted], [percent(60), all]);
		assert.deepEqual(optIns[0].unused, BUDGET);
	});
});

describe('a remittance', () => {
	const amount = 1_000n * DOLLAR;

	test('is divided among who was active when it was earned, commission first', async () => {
		fault = await goToEpoch(chain);
		await send(chain, delegate(native, stakes.ferdie), ferdie); // active one epoch too late
		await goToEpoch(chain);
		const to = operator.address;
		const { remit } = restaking;
		await refuses(remit(consumerId, to, USDX, amount, fault), judge, 'NotManager');
		await refuses(remit(consumerId, to, USDX, amount, fault - N), bridge, 'NotOptedIn');

		const receipt = await assertMoves(chain, remit(consumerId, to, USDX, amount, fault), bridge, [
			[bridge.address, USDX, -amount],
			[REWARD_POT, USDX, amount],
		]);

		says(receipt, [
			['Remitted', { consumerId, operator: to, asset: named(USDX), amount, earnedIn: fault }],
		]);
		// Of 5 800 BULW and 4 200 USDX, a position has the multiplier 2.
		const [ofNative, ofUsdx, commission] = [522n * DOLLAR, 378n * DOLLAR, 100n * DOLLAR];
		const each = { earnedIn: fault, asset: named(USDX) };
		assertEvents(
			receipt,
			[
				['Rewarded', { poolId: native, ...each, amount: ofNative, commission }],
				['Rewarded', { poolId: usdx, ...each, amount: ofUsdx, commission: 0n }],
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
			assert.deepEqual(await availableReward(chain, ofStake(native, who)), share(weight));
		}
		const { claimable, unvested } = await positionView(chain, positionId);
		assert.deepEqual([claimable, unvested], [share(locked), share(locked)]);
		for (const who of [eve, ferdie]) {
			assert.deepEqual(await availableReward(chain, ofStake(native, who)), []);
		}
	});

	test('is listed by the pools that did not pay in its asset', async () => {
		const { current: now } = await epochView(chain);

		const tx = restaking.remit(ROLLUP, alice.address, GOLD, OUNCE, now);
		const receipt = await assertMoves(chain, tx, ferdie, [
			[ferdie.address, GOLD, -OUNCE],
			[REWARD_POT, GOLD, OUNCE],
		]);

		// 35 000 BULW and 50 000 USDX stand behind Alice.
		const ofFirst = (35n * OUNCE) / 85n;
		const rewarded = (poolId, part) => [
			['AssetListed', { poolId, asset: named(GOLD) }],
			['Rewarded', { poolId, earnedIn: now, asset: named(GOLD), amount: part, commission: 0n }],
		];
		const said = [...rewarded(1n, ofFirst), ...rewarded(2n, OUNCE - ofFirst)];
		// The streams of epochs that are over come first, as always.
		const events = receipt.events.filter(({ name }) => name !== 'stakingRewards.Streamed');
		assertEvents({ events }, said, 'stakingRewards');
	});

	test('is refused if nobody can have it, and the money stays', async () => {
		// The chain knows no price of it, and no pot has its floor.
		const COPPER = { WithId: 3 };
		const makes = [assets.create(3, ferdie.address, 1), assets.mint(3, ferdie.address, 2n * OUNCE)];
		await send(chain, utility.batchAll(makes), ferdie);
		const { current: now } = await epochView(chain);
		const remit = (asset, units, epoch) =>
			restaking.remit(ROLLUP, alice.address, asset, units, epoch);
		for (const [tx, error] of [
			[remit(USDX, amount, now + 1n), 'stakingRewards.EpochInFuture'],
			[remit(USDX, amount, now - W - 1n), 'stakingRewards.EpochTooOld'],
			[remit(COPPER, OUNCE, now), 'stakingRewards.AssetNotListed'],
			[remit(USDX, 0n, now), 'stakingRewards.NothingToPay'],
			[remit(USDX, 10n ** 18n, now), 'restaking.NotSpendable'],
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
	/** @type {bigint} By their outcomes. */
	let executed, dismissed, upheld, ignored, unjudged, endorsed;
	/** @type {bigint[]} Outsiders' reports that nobody endorses. */
	let silent;
	/** @type {number} A moment of the epoch of the fault. */
	let moment;

	test('needs a follower that has acknowledged the active set', async () => {
		const { start, end } = await epochView(chain);
		moment = Number(start) - 1;
		assert.equal(end - start, 60_000n);
		const request = requestOf(fraction);
		await refuses(report('first', request), bridge, 'NotAcknowledged');

		await send(chain, restaking.acknowledgeSet(fault), relay);

		executed = await assertFiled('first', request, fraction);
		assert.deepEqual(await casesOf(chain, operator), [executed]);
	});

	test('is refused unless it fits the opt-in', async () => {
		const tenth = requestOf(percent(10));
		const { current: now } = await epochView(chain);
		for (const [tx, from, error] of [
			[report('no', tenth), judge, 'NotManager'],
			[report('no', tenth, inEpoch(now + 1n)), bridge, 'EpochInFuture'],
			[report('no', tenth, atTime(moment + 10 * 60_000)), bridge, 'EpochInFuture'],
			[report('no', tenth, inEpoch(fault - N)), bridge, 'NotOptedIn'],
			[report('no', tenth, inEpoch(now)), bridge, 'NotAcknowledged'],
			[report('no', requestOf(HALF + 1n)), bridge, 'FractionTooLarge'],
			[report('no', requestOf(percent(1) / 100n - 1n)), bridge, 'BelowMinimum'],
			[report('no', requestOf(HALF - fraction + 1n)), bridge, 'OverBudget'],
			[report('first', tenth), bridge, 'DuplicateReport'],
			[bySudo(report('no', tenth, inEpoch(fault), GOVERNANCE)), alice, 'OutOfScope'],
			[report('no', tenth, inEpoch(fault), ROLLUP), ferdie, 'NotOptedIn'],
			[report('no', tenth, inEpoch(fault), NOBODY), bridge, 'UnknownConsumer'],
		]) {
			await refuses(tx, from, error);
		}
		const nothing = requestOf(percent(10), { quantity: [GOLD, OUNCE] });
		await refuses(report('no', nothing), bridge, 'NothingAtStake');
		await refuses(restaking.settle(executed), alice, 'CaseOpen');
		await refuses(restaking.resolve(executed, 'Uphold'), judge, 'NotDisputed');
		await refuses(restaking.endorse(executed, reportId('no')), bridge, 'NotProposed');
		await refuses(restaking.settle(NOBODY), alice, 'UnknownCase');
	});

	test('finds who leaves after the fault', async () => {
		await assertMoves(chain, leave(native), charlie, []);

		assert.equal((await exitsOf(charlie))[0].value, stakes.charlie);
	});

	test('names the fault by its time as well, and ends with the resolver’s word', async () => {
		await goToEpoch(chain);
		const request = requestOf(percent(5));
		dismissed = await assertFiled('second', request, percent(5), atTime(moment));
		const { reportable } = (await optInsView(chain, operator)).optIns[0];
		assert.equal(reportable.pools, HALF - fraction - percent(5));
		await assertDisputed(dismissed, bob);
		const dispute = restaking.dispute(dismissed, EVIDENCE);
		await refuses(dispute, bob, 'AlreadyDisputed');
		await refuses(restaking.settle(dismissed), alice, 'AwaitsVerdict');
		await refuses(restaking.resolve(dismissed, 'Dismiss'), bridge, 'NotResolver');

		const receipt = await assertMoves(chain, restaking.resolve(dismissed, 'Dismiss'), judge, [
			[bridge.address, HELD, -OF_FALSE],
			[TREASURY, NATIVE, OF_FALSE],
		]);

		const lost = { caseId: dismissed, who: bridge.address, amount: OF_FALSE };
		says(receipt, [
			['Resolved', { caseId: dismissed, verdict: 'Dismiss' }],
			['DepositForfeited', lost],
			['Ended', { caseId: dismissed, outcome: 'Dismissed' }],
		]);
		assert.equal(await caseView(chain, dismissed), null);
		const { reportable: again } = (await optInsView(chain, operator)).optIns[0];
		assert.equal(again.pools, HALF - fraction);
		await assertMoves(chain, restaking.releaseDisputeDeposit(dismissed, bob.address), alice, [
			[bob.address, HELD, -OF_DISPUTE],
			[bob.address, NATIVE, OF_DISPUTE],
		]);
		await assertMoves(chain, restaking.topUpConsumer(consumerId), bridge, [
			[bridge.address, HELD, OF_FALSE],
			[bridge.address, NATIVE, -OF_FALSE],
		]);
		await refuses(report('second', request), bridge, 'DuplicateReport');
	});

	test('may ask for a quantity: all else is slashed in proportion', async () => {
		const quantity = [USDX, 211n * DOLLAR];
		const request = requestOf(percent(20), { quantity });

		upheld = await assertFiled('third', request, (211n * ONE) / 4_200n);

		assert.deepEqual(await casesOf(chain, operator), [executed, upheld]);
	});

	test('is disputed by everybody, and upheld by nobody before the time for that is over', async () => {
		await assertDisputed(upheld, bob);
		await assertDisputed(upheld, operator);

		await refuses(restaking.resolve(upheld, 'Uphold'), judge, 'VerdictTooEarly');
		await refuses(restaking.settle(upheld), alice, 'AwaitsVerdict');
	});

	test('is also reported by outsiders, a few at a time, with a deposit', async () => {
		const request = requestOf(percent(4));
		const untilEpoch = fault + R;
		const cases = [];
		for (let count = 0; count < 4; count++) {
			const receipt = await assertMoves(chain, propose(request), watcher, [
				[watcher.address, NATIVE, -OF_REPORT],
				[watcher.address, HELD, OF_REPORT],
			]);
			const { caseId } = eventOf(receipt, 'restaking.Proposed');
			const whom = { reporter: watcher.address, consumerId, operator: operator.address };
			const evidence = evidenceOf(watcher);
			const when = inEpoch(fault);
			const what = { when, faultEpoch: fault, request, evidence, untilEpoch };
			says(receipt, [['Proposed', { caseId, ...whom, ...what }]]);
			cases.push(caseId);
		}
		[endorsed, ...silent] = cases;

		await refuses(propose(request), watcher, 'TooManyProposals');
		await refuses(restaking.endorse(endorsed, reportId('fifth')), watcher, 'NotEndorser');
		await refuses(restaking.endorse(endorsed, reportId('fifth')), judge, 'EvidenceHidden');
		await refuses(restaking.dispute(endorsed, EVIDENCE), operator, 'NotFiled');
		await refuses(restaking.settle(endorsed), alice, 'CaseOpen');
		assert.deepEqual(await casesOf(chain, operator), [executed, upheld, ...cases]);
	});

	test('slashes exactly the stake that was active at the fault, as it was shown', async () => {
		unjudged = await assertFiled('fourth', requestOf(percent(3)), percent(3));
		await assertDisputed(unjudged, dave);
		await letPass(chain, executed);
		// Charlie's exit stands apart from the rest.
		const stays = OWN + stakes.bob + locked;
		const cut = {
			bond: part(fraction, BOND),
			native: part(fraction, stays) + part(fraction, stakes.charlie),
			usdx: part(fraction, dollars),
		};
		const [inNative, inUsdx] = await slashPreview(chain, executed);
		const shown = part(fraction, BOND) + part(fraction, stays + stakes.charlie);
		assert.deepEqual([inNative, inUsdx], [[NATIVE, shown], [named(USDX), cut.usdx]]);
		assert.ok(shown - cut.bond - cut.native <= 2n, 'a unit for each part that is rounded');
		const bill = await billOf(executed);

		const taken = { native: cut.bond + cut.native, usdx: cut.usdx };
		const unlockEpoch = (await epochView(chain)).current + constant('bountyDelay');
		await assertEnds(
			executed,
			'Executed',
			[
				[operator.address, HELD, -cut.bond],
				[POT, NATIVE, -cut.native],
				[POT, USDX, -cut.usdx],
				[ESCROW, NATIVE, taken.native],
				[ESCROW, USDX, taken.usdx],
			],
			[
				['Slashed', { caseId: executed, fractions: { bond: fraction, pools: fraction } }],
				['SlashEscrowed', { caseId: executed, asset: NATIVE, amount: cut.bond, unlockEpoch }],
				['SlashEscrowed', { caseId: executed, asset: NATIVE, amount: cut.native, unlockEpoch }],
				['SlashEscrowed', { caseId: executed, asset: named(USDX), amount: cut.usdx, unlockEpoch }],
			],
		);
		await refuses(restaking.releaseSlashed(executed, NATIVE), alice, 'SlashLocked');

		await assertPaid(bill);
		assert.deepEqual([bill.eve.shown, bill.ferdie.shown], [0n, 0n]);
		assert.equal(await staked(ferdie), stakes.ferdie, 'came after the fault');
		assert.equal((await exitsOf(eve))[0].value, stakes.eve, 'left before the fault');
		const [{ value: leaves }] = await exitsOf(charlie);
		assert.equal(leaves, stakes.charlie - part(fraction, stakes.charlie), 'left after it');
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	test('of an outsider becomes the consumer’s own with an endorsement', async () => {
		assert.equal((await epochView(chain)).current, fault + R, 'the last epoch for it');

		await send(chain, restaking.revealEvidence(endorsed, TEXT), alice);
		const endorse = restaking.endorse(endorsed, reportId('fifth'));
		const receipt = await assertMoves(chain, endorse, judge, [
			[watcher.address, HELD, -OF_REPORT],
			[watcher.address, NATIVE, OF_REPORT],
		]);

		const said = [['Endorsed', { by: judge.address }]];
		const filed = { fraction: percent(4), evidence: evidenceOf(watcher) };
		await assertSaysFiled(receipt, 'fifth', requestOf(percent(4)), filed, said);
		assert.deepEqual(await casesOf(chain, operator), [upheld, endorsed, unjudged, ...silent]);
	});

	test('can be reported in this epoch, and in none after it', async () => {
		ignored = await assertFiled('sixth', requestOf(percent(1)), percent(1));
		await goToEpoch(chain);

		await refuses(report('late', requestOf(percent(1))), bridge, 'ReportTooLate');
		await refuses(propose(requestOf(percent(1))), watcher, 'ReportTooLate');
		await refuses(restaking.endorse(silent[0], reportId('late')), bridge, 'ReportTooLate');
	});

	test('that nobody has endorsed costs its reporter the deposit', async () => {
		for (const id of silent) {
			const lost = { caseId: id, who: watcher.address, amount: OF_REPORT };
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

	test('that was upheld is settled at once, spares a later top-up, and costs who disputed it', async () => {
		await letPass(chain, upheld);
		await send(chain, restaking.resolve(upheld, 'Uphold'), judge);
		assert.equal((await caseView(chain, upheld)).status, 'Upheld');
		await send(chain, operatorStaking.topUpBond(), operator);
		const { bond: third } = (await caseView(chain, upheld)).fractions;
		const [[, inNative], [, inUsdx]] = await slashPreview(chain, upheld);
		const bill = await billOf(upheld);
		const before = await chain.api.query.system.account(ESCROW);

		const receipt = await send(chain, restaking.settle(upheld), bob);

		// The top-up answers from the next epoch on.
		const bond = part(third, BOND - part(fraction, BOND));
		const pools = receipt.events.filter(({ name }) => name.endsWith('.PoolSlashed'));
		const [ofNative, ofUsdx] = pools.map(({ fields }) => fields.amount);
		assert.ok(inNative - bond - ofNative <= 2n && inNative >= bond + ofNative);
		assert.equal(ofUsdx, inUsdx);
		const left = dollars - part(fraction, dollars);
		assert.equal(ofUsdx, part(third, left));
		for (const who of [bob, operator]) {
			await assertMoves(chain, restaking.releaseDisputeDeposit(upheld, who.address), alice, [
				[who.address, HELD, -OF_DISPUTE],
				[TREASURY, NATIVE, OF_DISPUTE],
			]);
		}
		const after = await chain.api.query.system.account(ESCROW);
		assert.equal(plain(after.data.free) - plain(before.data.free), bond + ofNative);
		await assertPaid(bill);
		assert.equal(await staked(ferdie), stakes.ferdie);
	});

	test('pays its outside reporter a part of the bond', async () => {
		const now = await letPass(chain, endorsed);
		const bond = await cutOfBond(operator, fault, percent(4));
		const bounty = part(percent(20), bond);
		const unlockEpoch = now + constant('bountyDelay');
		const bill = await billOf(endorsed);

		const receipt = await send(chain, restaking.settle(endorsed), eve);

		const { caseId, ...set } = eventOf(receipt, 'restaking.BountySet');
		assert.deepEqual(set, { reporter: watcher.address, amount: bounty, unlockEpoch });
		const [ofBond] = receipt.events.filter(({ name }) => name === 'restaking.SlashEscrowed');
		assert.equal(ofBond.fields.amount, bond - bounty, 'the rest goes where all goes');
		await assertPaid(bill);
		await assertBooksBalance(chain);
		await refuses(restaking.claimBounty(endorsed), watcher, 'BountyLocked');
		await refuses(restaking.claimBounty(executed), watcher, 'NoBounty');
		await goToEpoch(chain, unlockEpoch);

		const claimed = await assertMoves(chain, restaking.claimBounty(endorsed), bob, [
			[ESCROW, NATIVE, -bounty],
			[watcher.address, NATIVE, bounty],
		]);

		says(claimed, [
			['BountyClaimed', { caseId: endorsed, reporter: watcher.address, amount: bounty }],
		]);
		await refuses(restaking.claimBounty(endorsed), watcher, 'NoBounty');
		const paid = await send(chain, restaking.releaseSlashed(executed, NATIVE), alice);
		assert.deepEqual(eventOf(paid, 'restaking.Distributed').to, { Account: insurance.address });
		// Dollars wait there as well: the escrow of listed assets is open from the first block on.
		const inDollars = await send(chain, restaking.releaseSlashed(executed, USDX), alice);
		const { to, amount } = eventOf(inDollars, 'restaking.Distributed');
		assert.deepEqual([to, amount], [{ Account: insurance.address }, part(fraction, dollars)]);
	});

	test('runs out with the window: nothing is taken, whatever nobody did', async () => {
		await refuses(restaking.dispute(ignored, EVIDENCE), operator, 'DisputeTooLate');
		await refuses(restaking.settle(unjudged), alice, 'AwaitsVerdict');
		const { current: now } = await epochView(chain);
		if (now <= fault + W) await goToEpoch(chain, fault + W + 1n);
		await refuses(restaking.resolve(unjudged, 'Uphold'), judge, 'VerdictTooLate');
		const { unused: before } = (await optInsView(chain, operator)).optIns[0];

		await assertEnds(ignored, 'Lapsed', []);
		const lost = { caseId: unjudged, who: bridge.address, amount: OF_FALSE };
		await assertEnds(
			unjudged,
			'Dismissed',
			[
				[bridge.address, HELD, -OF_FALSE],
				[TREASURY, NATIVE, OF_FALSE],
			],
			[['DepositForfeited', lost]],
		);
		await assertMoves(chain, restaking.releaseDisputeDeposit(unjudged, dave.address), alice, [
			[dave.address, HELD, -OF_DISPUTE],
			[dave.address, NATIVE, OF_DISPUTE],
		]);
		await send(chain, restaking.topUpConsumer(consumerId), bridge);

		const { unused: after } = (await optInsView(chain, operator)).optIns[0];
		assert.deepEqual(before, fractions(80, 50), 'reports of the fault use no budget any more');
		assert.deepEqual(after, before);
		assert.deepEqual(await casesOf(chain, operator), []);
		await assertBooksBalance(chain);
	});

	/** Amounts that a case would slash from everybody, and the stake that they have. */
	async function billOf(caseId) {
		const stakers = { operator, bob, charlie, eve, ferdie, dave: { address: account } };
		const list = Object.entries(stakers).map(async ([name, { address }]) => {
			const has = await worth(address);
			const shown = await slashPreviewFor(chain, caseId, native, address);
			return [name, { address, has, shown }];
		});
		return Object.fromEntries(await Promise.all(list));
	}

	/** Everybody has lost that, but for a unit of rounding. */
	async function assertPaid(bill) {
		for (const [name, { address, has, shown }] of Object.entries(bill)) {
			const taken = has - (await worth(address));
			const isRight = taken <= shown && shown <= taken + 1n;
			assert.ok(isRight, `${name} was shown ${shown}, and lost ${taken}`);
		}
	}

	/** The value of all stake of somebody, unbonding stake included. */
	async function worth(address) {
		const { value, exits } = await stakeView(chain, native, address);
		return exits.reduce((sum, exit) => sum + exit.value, value);
	}
});

describe('an operator that opts out', () => {
	const tenth = percent(10);
	/** @type {bigint} The last epoch in which it is opted in, and the case about it. */
	let last, id;

	test('in the last moment of an epoch answers for all of the next one, and for none after it', async () => {
		const { optOut, setSlashCap } = restaking;
		await send(chain, operatorStaking.topUpBond(), operator);
		const asked = await goToEpoch(chain);
		last = asked + M;
		await toLastMoment(chain);

		const receipt = await assertMoves(chain, optOut(consumerId), operator, []);

		says(receipt, [['OptedOut', { operator: operator.address, consumerId, lastEpoch: last }]]);
		assert.equal((await epochView(chain)).current, asked, 'the last moment is one of the epoch');
		fault = await goToEpoch(chain, last);
		await refuses(optOut(consumerId), operator, 'Unchanged');
		await refuses(setSlashCap(0n), operator, 'OverCap');
		const { promises } = await whatAnswers(chain, operator, last);
		assert.deepEqual(promises.map(({ consumerId: to }) => to), [consumerId, GOVERNANCE]);
		const { promises: after } = await whatAnswers(chain, operator, last + 1n);
		assert.deepEqual(after.map(({ consumerId: to }) => to), [GOVERNANCE]);
		const now = await goToEpoch(chain);
		await send(chain, restaking.acknowledgeSet(now), relay);
		await refuses(report('after', requestOf(tenth), inEpoch(now)), bridge, 'NotOptedIn');
		id = await assertFiled('seventh', requestOf(tenth), tenth);
	});

	test('releases stake that leaves now when the window of that epoch is over', async () => {
		const now = await goToEpoch(chain);
		const release = last + W + 1n;
		const value = await staked(bob);
		const { unbonding, penalty, releaseEpoch } = await previewUnstake(chain, positionId);
		assert.equal(releaseEpoch, release);
		assert.ok(unbonding > 0n && penalty > 0n, 'less can be lost: no reason to leave early');

		await assertMoves(chain, leave(native), bob, []);

		assert.deepEqual(await exitsOf(bob), [{ askedEpoch: now, release, value }]);
	});

	test('is slashed after so many blocks, however fast the clock runs', async () => {
		const revoke = restaking.setAdmission(consumerId, false);
		await send(chain, bySudo(revoke), alice);
		const { lastEpoch, lastBlock } = (await caseView(chain, id)).status.Filed.until;
		await goToEpoch(chain, lastEpoch + 1n);
		await refuses(restaking.settle(id), alice, 'CaseOpen');
		await newBlock(chain, { to: Number(lastBlock) });
		const [, [, inUsdx]] = await slashPreview(chain, id);
		const bond = await cutOfBond(operator, last, tenth);
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
				['Slashed', { caseId: id, fractions: fractions(10) }],
				['Distributed', { caseId: id, asset: NATIVE, amount: bond, to }],
				['Distributed', { caseId: id, asset: NATIVE, amount: cut, to }],
				['Distributed', { caseId: id, asset: named(USDX), amount: inUsdx, to }],
			],
		);
	});

	test('has nothing of it left after the window', async () => {
		const { setSlashCap } = restaking;
		await goToEpoch(chain, last + W);
		await refuses(setSlashCap(0n), operator, 'OverCap');
		await assertRefused(chain, withdraw(native, bob), bob, 'operatorStaking.NotReleased');
		const now = await goToEpoch(chain);

		const receipt = await assertMoves(chain, setSlashCap(0n), operator, []);

		const who = { operator: operator.address };
		says(receipt, [['SlashCapSet', { ...who, old: percent(60), new: 0n, effectiveFrom: now }]]);
		const { counted, optIns } = await optInsView(chain, operator);
		assert.deepEqual(counted, fractions(20, 0));
		assert.deepEqual(optIns.map(({ consumerId: to }) => to), [GOVERNANCE]);
		const [{ value }] = await exitsOf(bob);
		await assertMoves(chain, withdraw(native, bob), bob, [
			[POT, NATIVE, -value],
			[bob.address, NATIVE, value],
		]);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	/** A tenth of each bucket that was active, and of who has left since. */
	async function cutOf(poolId) {
		const { buckets } = await poolView(chain, poolId);
		const [{ value }] = await exitsOf(bob);
		const amounts = [value, ...buckets.map(([, { tokens }]) => tokens)];
		return amounts.reduce((sum, amount) => sum + part(tenth, amount), 0n);
	}
});

describe('an operator that opts in with its bond alone', () => {
	const careful = newcomer('Careful');
	/** @type {bigint} Its pool, the epochs in which it retires and in which it closes, and a case about each. */
	let poolId, asked, last, before, during;
	const reports = (epoch, request, name) => {
		const id = reportId(name);
		return bySudo(reportTx(chain, { operator: careful, when: inEpoch(epoch), request, id }));
	};
	const ofBond = (parts) => requestOf(percent(parts), { scope: 'Bond' });

	test('loses nothing of its pools', async () => {
		[poolId] = await newOperator(chain, careful, { own: OWN });
		await goToEpoch(chain);
		await send(chain, delegate(poolId, stakes.bob), bob);
		const optsIn = await send(
			chain,
			restaking.optIn(GOVERNANCE, 1n, fractions(40, 0)),
			careful,
		);
		asked = await goToEpoch(chain);
		last = asked + M;
		assert.equal(eventOf(optsIn, 'restaking.OptedIn').effectiveFrom, asked);
		await refuses(reports(asked, requestOf(percent(40)), 'pools'), alice, 'OutOfScope');

		const receipt = await assertMoves(chain, reports(asked, ofBond(30), 'bond'), alice, []);

		before = eventOf(receipt, 'restaking.Filed').caseId;
		assert.deepEqual(await slashPreview(chain, before), [[NATIVE, part(percent(30), BOND)]]);
		assert.equal(await slashPreviewFor(chain, before, poolId, bob.address), 0n);
	});

	test('retires in the last moment of an epoch, and closes with the next', async () => {
		await toLastMoment(chain);

		const receipt = await assertMoves(chain, operatorStaking.retire(), careful, []);

		const ends = (releaseEpoch) => ({ departure: { lastEpoch: last, releaseEpoch } });
		const closing = { operator: careful.address, cause: 'Retired' };
		assertEvents(receipt, [
			['PoolClosed', { poolId, ...ends(last + 1n) }],
			['OperatorClosing', { ...closing, ...ends(last + W + 1n) }],
		]);
		assert.equal((await epochView(chain)).current, asked, 'the last moment is one of the epoch');
		await refuses(restaking.setSlashCap(percent(10)), careful, 'NotOperator');
	});

	test('answers for that epoch: its stakers go after it, its bond stays for the window', async () => {
		await goToEpoch(chain, last);
		await assertRefused(chain, withdraw(poolId, bob), bob, 'operatorStaking.NotReleased');
		const receipt = await assertMoves(chain, reports(last, ofBond(10), 'closing'), alice, []);
		during = eventOf(receipt, 'restaking.Filed').caseId;

		const over = await goToEpoch(chain);
		await refuses(reports(over, ofBond(10), 'closed'), alice, 'NothingAtStake');
		for (const [staker, amount] of [[bob, stakes.bob], [careful, OWN]]) {
			await assertMoves(chain, withdraw(poolId, staker), staker, [
				[POT, NATIVE, -amount],
				[staker.address, NATIVE, amount],
			]);
		}
	});

	test('is slashed where it has retired, and gets the rest', async () => {
		let has = BOND;
		const back = operatorStaking.withdrawBond(careful.address);
		await letPass(chain, during);

		for (const [id, parts] of [[before, 30], [during, 10]]) {
			const cut = part(percent(parts), has);
			has -= cut;
			await assertEnds(
				id,
				'Executed',
				[
					[careful.address, HELD, -cut],
					[TREASURY, NATIVE, cut],
				],
				[
					['Slashed', { caseId: id, fractions: fractions(parts, 0) }],
					['Distributed', { caseId: id, asset: NATIVE, amount: cut, to: 'Treasury' }],
				],
			);
		}

		await goToEpoch(chain, last + W);
		await assertRefused(chain, back, careful, 'operatorStaking.NotReleased');
		await goToEpoch(chain);
		await assertMoves(chain, back, careful, [
			[careful.address, HELD, -has],
			[careful.address, NATIVE, has],
		]);
		await assertBooksBalance(chain);
	});
});

describe('a consumer that retires', () => {
	test('is ended by its new manager', async () => {
		const { optIn, retireConsumer, setManager, setTerms } = restaking;
		const [old, manager] = [bridge.address, judge.address];
		const hands = await assertMoves(chain, setManager(consumerId, manager), bridge, []);
		says(hands, [['ManagerSet', { consumerId, old, new: manager }]]);
		await refuses(retireConsumer(consumerId), bridge, 'NotManager');
		const last = (await goToEpoch(chain)) + M;
		await toLastMoment(chain);

		const receipt = await assertMoves(chain, retireConsumer(consumerId), judge, []);

		says(receipt, [['ConsumerRetired', { consumerId, lastEpoch: last }]]);
		assert.equal((await consumerView(chain, consumerId)).lastEpoch, last);
		const retired = 'ConsumerRetired';
		await refuses(retireConsumer(consumerId), judge, retired);
		await refuses(setTerms(consumerId, first), judge, retired);
		await refuses(optIn(consumerId, 2n, fractions(10, 0)), operator, retired);
	});

	test('gives its deposit back to who paid it, after the window', async () => {
		const { lastEpoch } = await consumerView(chain, consumerId);
		const back = restaking.releaseConsumerDeposit(consumerId);
		await goToEpoch(chain, lastEpoch + W);
		await refuses(back, bridge, 'NotReleased');
		await goToEpoch(chain);

		const receipt = await assertMoves(chain, back, alice, [
			[bridge.address, HELD, -OF_CONSUMER],
			[bridge.address, NATIVE, OF_CONSUMER],
		]);

		const returned = { consumerId, who: bridge.address, amount: OF_CONSUMER };
		says(receipt, [['DepositReleased', returned]]);
		await refuses(back, alice, 'DepositReleased');
		await assertBooksBalance(chain);
	});
});
