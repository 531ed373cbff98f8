// SPDX-License-Identifier: Apache-2.0

/**
 * Programmes as operators, reporters and stakers see them: a week of hours, of which two reporters tell different things,
 * is divided to the unit, and all who were active claim their part.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { blockEvents, send, startChain } from './lib/chain.mjs';
import { balance, BULW, endow, GOLD, NATIVE } from './lib/money.mjs';
import { plain } from './lib/plain.mjs';
import {
	addNodeTx,
	AUTHORS,
	FULL,
	GRACE,
	HOURS,
	nodesOf,
	passHour,
	programmeView,
	rowOf,
	scoreView,
	SERVICE,
} from './lib/programmes.mjs';
import { assertRewardsCovered, availableReward, claimTx, eventOf, ofStake } from './lib/rewards.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';
import { epochView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, ferdie, newcomer, programmePot } = accounts;

const chain = await startChain('programmes');
after(() => chain.stop());

const { programmes, sudo, utility } = chain.api.tx;
const say = (receipt, expected) => assertEvents(receipt, expected, 'programmes');

/** Tells the service of nodes from an hour on. */
const report = (epoch, firstHour, ...rows) => programmes.report(SERVICE, epoch, firstHour, rows);

/** More than the time of an hour where an epoch lasts a minute, in milliseconds. */
const HOUR = 500;

/** What is left of a week after hours told before. */
const [DAY, REST] = [24, HOURS - 24];

/** Levels, in the 10⁻⁹ of the chain: of 0.9, of 0.8, and one too low to count. */
const [GOOD, FAIR, POOR] = [900_000_000n, 800_000_000n, 500_000_000n];

/** The pool of Charlie's, in which Charlie and Dave have stake. */
const POOL = 5n;

/** The money of the programme for each epoch: the genesis gives 1 040 BULW for 104. */
const EACH = 10n * BULW;

describe('a node', () => {
	const key = newcomer('Charlie/second node');
	/** @type {bigint} */
	let epoch;

	test('is added with a signature of its own key over the bytes that the chain names', async () => {
		epoch = await goToEpoch(chain);

		const tx = await addNodeTx(chain, charlie, key, epoch);
		const receipt = await assertMoves(chain, tx, charlie, []);

		const added = { operator: charlie.address, slot: 1n, key: key.address };
		say(receipt, [['NodeAdded', { ...added, effectiveFrom: epoch + 1n }]]);
		const slots = (await nodesOf(chain, charlie)).map(({ slot }) => slot);
		assert.deepEqual(slots, [0n, 1n]);
	});

	test('is refused with the signature of another key, for another operator, or twice', async () => {
		const { current } = await epochView(chain);
		const another = await addNodeTx(chain, charlie, newcomer('nobody'), current);
		const { args: [, , signature] } = another.method;
		const stolen = programmes.addNode(newcomer('other').address, current, signature);
		await assertRefused(chain, stolen, charlie, 'programmes.BadSignature');
		await assertRefused(chain, another, bob, 'programmes.BadSignature');

		const again = await addNodeTx(chain, bob, key, current);
		await assertRefused(chain, again, bob, 'programmes.KeyTaken');

		const stranger = await addNodeTx(chain, dave, newcomer('nobody'), current);
		await assertRefused(chain, stranger, dave, 'programmes.NotOperator');
	});

	test('is removed with the end of the epoch', async () => {
		const { current } = await epochView(chain);

		const receipt = await assertMoves(chain, programmes.removeNode(1), charlie, []);

		const removed = { operator: charlie.address, slot: 1n };
		say(receipt, [['NodeRemoved', { ...removed, lastEpoch: current }]]);
		await assertRefused(chain, programmes.removeNode(7), charlie, 'programmes.UnknownNode');
	});
});

describe('a node of an operator that has gone', () => {
	const [operator, key] = [newcomer('Gone'), newcomer('Gone/node')];
	const clear = () => programmes.clearNodes(operator.address);

	test('stays as long as the account is an operator', async () => {
		const bond = plain(chain.api.consts.operatorStaking.bond);
		await endow(chain, operator, { bulw: bond / BULW + 10n });
		await send(chain, chain.api.tx.operatorStaking.register(), operator);
		const epoch = await goToEpoch(chain);
		await send(chain, await addNodeTx(chain, operator, key, epoch), operator);

		await assertRefused(chain, clear(), bob, 'programmes.StillOperator');
	});

	test('is removed by anybody once it is none any more', async () => {
		const { operatorStaking } = chain.api.tx;
		await send(chain, operatorStaking.retire(), operator);
		const lastEpoch = await goToEpoch(chain);
		await send(chain, operatorStaking.withdrawBond(operator.address), bob);

		const receipt = await assertMoves(chain, clear(), bob, []);

		say(receipt, [['NodeRemoved', { operator: operator.address, slot: 0n, lastEpoch }]]);
		await assertRefused(
			chain,
			programmes.clearNodes(dave.address),
			bob,
			'programmes.UnknownNode',
		);
	});
});

describe('a week of service', () => {
	const pauper = newcomer('Pauper');
	/** @type {bigint} */
	let epoch;

	test('is told in runs, by two reporters who disagree', async () => {
		await goToEpoch(chain);
		epoch = await goToEpoch(chain);
		await passHour(chain, DAY - 1);
		const day = (level) => [[DAY, level]];

		const first = await assertMoves(
			chain,
			report(
				epoch,
				0,
				rowOf(alice, { 0: day(FULL), 1: day(FULL) }),
				rowOf(charlie, { 0: day(GOOD) }),
			),
			dave,
			[],
		);

		assert.equal(first.fee?.amount ?? 0n, 0n, 'a report is free');
		const [ofAlice, ofCharlie] = first.events.filter(({ name }) => name === 'programmes.ServiceReported');
		assert.deepEqual(ofAlice.fields, {
			programmeId: SERVICE,
			epoch,
			reporter: dave.address,
			operator: alice.address,
			nextHour: BigInt(DAY),
			nodes: [FULL, FULL].map((level) => ({ levels: BigInt(DAY) * level, hours: BigInt(DAY) })),
		});
		assert.equal(ofCharlie.fields.operator, charlie.address);
	});

	test('is told in order, of hours that are over, by reporters', async () => {
		const { Service } = await scoreView(chain, SERVICE, epoch, charlie);
		assert.deepEqual(Service.told.map(({ nextHour }) => nextHour), [BigInt(DAY), 0n]);
		for (const [tx, who, error] of [
			[report(epoch, 0, rowOf(charlie, { 0: [[1, FULL]] })), dave, 'OutOfOrder'],
			[report(epoch, DAY, rowOf(charlie, { 0: [[REST, FULL]] })), dave, 'HourNotOver'],
			[report(epoch, 0, rowOf(charlie, { 3: [[1, FULL]] })), eve, 'UnknownNode'],
			[report(epoch, 0, rowOf(charlie, { 0: [[1, FULL + 1n]] })), eve, 'InvalidLevel'],
			[report(epoch, 0, rowOf(alice, { 0: [[1, FULL]], 1: [[2, FULL]] })), eve, 'UnevenRuns'],
			[report(epoch, 0, rowOf(charlie, { 0: [[1, FULL]] })), ferdie, 'NotReporter'],
			[programmes.report(AUTHORS, epoch, 0, []), eve, 'NotReporter'],
			[programmes.report(99, epoch, 0, []), eve, 'UnknownProgramme'],
			[programmes.finalise(SERVICE, 1), eve, 'NothingToFinalise'],
		]) {
			await assertRefused(chain, tx, who, `programmes.${error}`);
		}
	});

	test('is told to its end in the grace after it', async () => {
		await goToEpoch(chain);
		const rest = (...runs) => runs;
		const ofDave = report(
			epoch,
			DAY,
			rowOf(alice, { 0: [[REST, FULL]], 1: [[REST, FULL]] }),
			rowOf(charlie, { 0: rest([REST - 44, GOOD], [44, POOR]) }),
		);
		const ofEve = report(
			epoch,
			0,
			rowOf(alice, { 0: [[HOURS, FULL]], 1: [[HOURS, FULL]] }),
			rowOf(charlie, { 0: [[HOURS, FAIR]] }),
		);

		await assertMoves(chain, ofDave, dave, []);
		await assertMoves(chain, ofEve, eve, []);

		const { Service } = await scoreView(chain, SERVICE, epoch, charlie);
		assert.deepEqual(Service.told.map(({ nodes }) => nodes[0]), [
			{ levels: BigInt(HOURS - 44) * GOOD, hours: BigInt(HOURS - 44) },
			{ levels: BigInt(HOURS) * FAIR, hours: BigInt(HOURS) },
		]);
	});

	test('is finalised page by page, by anybody for no fee and by blocks', async () => {
		await endow(chain, pauper, { bulw: 1n });
		const before = await balance(chain, programmePot, NATIVE);
		await passHour(chain, GRACE - 2);
		await assertRefused(chain, programmes.finalise(SERVICE, 1), pauper, 'programmes.TooEarly');
		await sleep(HOUR);

		const receipt = await send(chain, programmes.finalise(SERVICE, 1), pauper);

		assert.equal(receipt.fee?.amount ?? 0n, 0n, 'whoever does the work pays nothing');
		const ofBlock = await blockEvents(chain, receipt.block, 'programmes');
		const said = ofBlock.filter(({ fields }) => fields.programmeId === SERVICE);
		assert.deepEqual(
			said.map(({ name, fields }) => [name, fields.epoch]),
			['EpochScored', 'OperatorRewarded', 'OperatorRewarded', 'EpochFinalised'].map((name) => [
				`programmes.${name}`,
				epoch,
			]),
			'the call begins, and the rest of the block goes on',
		);
		const { Scored: ofAlice } = await scoreView(chain, SERVICE, epoch, alice);
		const { Scored: ofBob } = await scoreView(chain, SERVICE, epoch, bob);
		const { Scored: ofCharlie } = await scoreView(chain, SERVICE, epoch, charlie);
		assert.equal(ofBob.reward, 0n, 'nobody told of Bob');
		const { budget } = said[0].fields;
		assert.ok(budget >= EACH && budget % EACH === 0n, 'with what was carried, as nobody had reported');
		assert.equal(ofAlice.reward + ofCharlie.reward, budget, 'to the unit');
		assert.equal(before - (await balance(chain, programmePot, NATIVE)), budget);
		// The lower word on Charlie: 0.8³ for all hours, below 0.9³ for 124 of 168; with 12 500 of 15 000 behind its node.
		const share = Number(ofCharlie.score) / (Number(ofAlice.score) / 2);
		assert.ok(Math.abs(share - 0.512 * Math.sqrt(12_500 / 15_000)) < 1e-12, `${share}`);
	});

	test('is claimed by delegators and owner in one batch', async () => {
		const who = [charlie, dave];
		const available = await Promise.all(
			who.map(({ address }) => availableReward(chain, ofStake(POOL, { address }))),
		);
		const amounts = available.map(([[, amount]]) => amount);
		const { Scored } = await scoreView(chain, SERVICE, epoch, charlie);
		assert.ok(amounts[0] + amounts[1] > Scored.reward - 2n, 'streams come on top');
		const claims = utility.batchAll(who.map((one) => claimTx(chain, ofStake(POOL, one))));

		await assertMoves(chain, claims, ferdie, [
			...who.map(({ address }, index) => [address, NATIVE, amounts[index]]),
			[accounts.rewardPot, NATIVE, -amounts[0] - amounts[1]],
		]);

		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});

	test('cannot be told any more', async () => {
		const late = report(epoch, 0, rowOf(bob, { 0: [[HOURS, FULL]] }));

		await assertRefused(chain, late, eve, 'programmes.ReportTooLate');
	});
});

describe('a programme', () => {
	test('is funded by anybody, for epochs to come, and its pot has the money', async () => {
		const amount = 10n * BULW + 1n;
		const { current } = await epochView(chain);

		const tx = programmes.fund(AUTHORS, amount, 4);
		const receipt = await assertMoves(chain, tx, ferdie, [
			[ferdie.address, NATIVE, -amount],
			[programmePot, NATIVE, amount],
		]);

		const { effectiveFrom, ...said } = eventOf(receipt, 'programmes.Funded');
		assert.deepEqual(said, { programmeId: AUTHORS, payer: ferdie.address, amount, epochs: 4n });
		assert.ok(effectiveFrom > current);
		for (const [refused, error] of [
			[programmes.fund(AUTHORS, 0, 1), 'NothingToPay'],
			[programmes.fund(AUTHORS, 1, 105), 'InvalidDuration'],
			[programmes.fund(99, 1, 1), 'UnknownProgramme'],
		]) {
			await assertRefused(chain, refused, ferdie, `programmes.${error}`);
		}
	});

	test('pays in an asset once somebody has opened the pot for it', async () => {
		const { minBalance } = plain(await chain.api.query.assets.asset(GOLD.WithId));
		const touch = (asset) => programmes.touch(asset);

		const receipt = await assertMoves(chain, touch(GOLD), ferdie, [
			[ferdie.address, GOLD, -minBalance],
			[programmePot, GOLD, minBalance],
		]);

		say(receipt, [['PotTouched', { asset: { WithId: 2n }, payer: ferdie.address, amount: minBalance }]]);
		await assertMoves(chain, touch(GOLD), ferdie, []);
		await assertRefused(chain, touch({ WithId: 99 }), ferdie, 'programmes.AssetNotListed');
	});

	test('has parameters that the admin sets for the next epoch', async () => {
		const { current } = await epochView(chain);
		const { nextRule } = await programmeView(chain, SERVICE);
		const rule = { Service: { ...nextRule.Service, leastLevel: 800_000_000n } };

		const receipt = await send(chain, sudo.sudo(programmes.setRule(SERVICE, rule)), alice);

		const { old, new: set, effectiveFrom } = eventOf(receipt, 'programmes.RuleSet');
		assert.deepEqual([old, set], [nextRule, rule]);
		assert.ok(effectiveFrom > current);
		const tooSteep = { Service: { ...nextRule.Service, serviceExponent: 96n } };
		await assertRefused(
			chain,
			sudo.sudo(programmes.setRule(SERVICE, tooSteep)),
			alice,
			'programmes.InvalidRule',
		);
		await assertRefused(chain, programmes.setRule(SERVICE, rule), dave, 'BadOrigin');
	});
});
