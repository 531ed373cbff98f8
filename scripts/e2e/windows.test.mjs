// SPDX-License-Identifier: Apache-2.0

/**
 * Time that protects others cannot be ended by two friends: neither the time to dispute a report, whoever reports and judges
 * it, nor the notice of a promise, in whichever moment of an epoch it ends.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { blockEvents, errorName, send, startChain } from './lib/chain.mjs';
import { BULW, endow, HELD, NATIVE } from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import {
	caseView,
	disputesOf,
	EVIDENCE,
	fractions,
	GOVERNANCE,
	inEpoch,
	letPass,
	percent,
	reportId,
	reportTx,
	requestOf,
	whatAnswers,
} from './lib/restaking.mjs';
import { eventOf } from './lib/rewards.mjs';
import { awayFromRotation } from './lib/sessions.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch, newBlock, toLastMoment } from './lib/time.mjs';
import { activeSetView, epochView } from './lib/views.mjs';

const { alice, bob, charlie, dave, eve, ferdie, newcomer, slashPot: ESCROW, treasury: TREASURY } = accounts;

const chain = await startChain('windows');
after(() => chain.stop());

const { operatorStaking, restaking, sudo, utility } = chain.api.tx;
const constant = (name) => plain(chain.api.consts.restaking[name]);
const W = plain(chain.api.consts.operatorStaking.window);
const M = constant('narrowNotice');
const OF_DISPUTE = constant('disputeDeposit');
const BOND = plain(chain.api.consts.operatorStaking.bond);
const OWN = 4n * (await minSelfStake(chain));
const STAKE = 1_000n * BULW;
const POT = accounts.potAccount(chain);
const HALF = percent(50);

/** Epochs to dispute a report. */
const D = 1n;

const delegate = (poolId, amount) => operatorStaking.delegate(poolId, amount);
const bySudo = (call) => sudo.sudo(call);
const says = (receipt, expected) => assertEvents(receipt, expected, 'restaking');
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `restaking.${error}`);

describe('a consumer whose friends judge it', () => {
	const cabal = newcomer('Cabal');
	const victim = newcomer('Victim');
	const crowd = Array.from({ length: 20 }, (_, index) => newcomer(`Crowd/${index}`));
	const terms = {
		most: fractions(100, 50),
		windows: { report: 3n, dispute: D },
		bounty: 0n,
		destination: { Account: cabal.address },
		resolver: cabal.address,
		follower: null,
	};
	/** @type {bigint} The consumer, the operator's pool, the epoch of the fault, and the case. */
	let consumerId, poolId, epoch, id;
	/** @type {any} The end of the time to dispute it. */
	let until;
	const verdict = () => restaking.resolve(id, 'Uphold');
	const friends = () => [verdict(), restaking.settle(id), restaking.releaseSlashed(id, NATIVE)];

	/** All of what fails in a batch, by the names of the errors. */
	const failures = ({ events }) =>
		events
			.filter(({ name }) => name === 'utility.ItemFailed')
			.map(({ fields }) => errorName(chain, fields.error));

	/** They try it again: nothing of it succeeds, and nothing moves. */
	async function assertTooEarly() {
		const receipt = await assertMoves(chain, utility.forceBatch(friends()), cabal, []);
		const refused = ['VerdictTooEarly', 'AwaitsVerdict', 'NothingWithheld'];
		assert.deepEqual(failures(receipt), refused.map((error) => `restaking.${error}`));
	}

	test('reports, disputes, upholds and settles in one transaction: nothing moves', async () => {
		await endow(chain, cabal, { bulw: 1_000n });
		[poolId] = await newOperator(chain, victim, { own: OWN });
		consumerId = plain(await chain.api.query.restaking.nextConsumerId());
		const plainTerms = { ...terms, destination: 'Treasury' };
		await send(chain, restaking.registerConsumer(plainTerms), cabal);
		await send(chain, bySudo(restaking.setAdmission(consumerId, true)), alice);
		const set = await send(chain, restaking.setTerms(consumerId, terms), cabal);
		await goToEpoch(chain, eventOf(set, 'restaking.TermsSet').effectiveFrom);
		await send(chain, restaking.setSlashCap(HALF), victim);
		const optedIn = await send(chain, restaking.optIn(consumerId, 2n, fractions(50)), victim);
		await send(chain, delegate(poolId, STAKE), bob);
		epoch = await goToEpoch(chain, eventOf(optedIn, 'restaking.OptedIn').effectiveFrom);
		id = plain(await chain.api.query.restaking.nextCaseId());
		const request = requestOf(HALF);
		const reports = { consumerId, operator: victim, when: inEpoch(epoch), request };
		const calls = [
			reportTx(chain, { ...reports, id: reportId('friends') }),
			restaking.dispute(id, EVIDENCE),
			...friends(),
		];
		await refuses(utility.batchAll(calls), cabal, 'VerdictTooEarly');

		const receipt = await assertMoves(chain, utility.forceBatch(calls), cabal, [
			[cabal.address, NATIVE, -OF_DISPUTE],
			[cabal.address, HELD, OF_DISPUTE],
		]);

		const refused = ['VerdictTooEarly', 'AwaitsVerdict', 'NothingWithheld'];
		assert.deepEqual(failures(receipt), refused.map((error) => `restaking.${error}`));
		({ until } = eventOf(receipt, 'restaking.Filed'));
		assert.equal(until.lastEpoch, epoch + D);
		const status = { Disputed: { until, disputes: 1n } };
		assert.deepEqual((await caseView(chain, id)).status, status);
	});

	test('finds its case disputed by any number of others', async () => {
		await endow(chain, crowd, { bulw: 20n });
		const all = [victim, bob, charlie, dave, eve, ferdie, ...crowd];
		for (const who of all) await send(chain, restaking.dispute(id, EVIDENCE), who);

		const { disputes, ...view } = await disputesOf(chain, id);
		assert.deepEqual(view, { until, lastEpoch: epoch + W, areLost: false });
		const disputers = disputes.map(({ disputer }) => disputer).sort();
		assert.deepEqual(disputers, [cabal, ...all].map(({ address }) => address).sort());
		await assertTooEarly();
	});

	test('upholds nothing before the last moment of the time for that is over', async () => {
		await goToEpoch(chain, until.lastEpoch);
		await toLastMoment(chain);

		await assertTooEarly();

		assert.equal((await epochView(chain)).current, until.lastEpoch);
	});

	test('upholds it then, and waits for the money until it can have lost its admission', async () => {
		const unlockEpoch = (await goToEpoch(chain)) + constant('bountyDelay');
		const cutOfPool = (OWN + STAKE) / 2n;
		const bond = BOND / 2n;

		const receipt = await assertMoves(chain, utility.forceBatch(friends()), cabal, [
			[victim.address, HELD, -bond],
			[POT, NATIVE, -cutOfPool],
			[ESCROW, NATIVE, bond + cutOfPool],
		]);

		assert.deepEqual(failures(receipt), ['restaking.SlashLocked']);
		await send(chain, bySudo(restaking.setAdmission(consumerId, false)), alice);
		await goToEpoch(chain, unlockEpoch);
		const release = restaking.releaseSlashed(id, NATIVE);
		const paid = await assertMoves(chain, release, cabal, [
			[ESCROW, NATIVE, -bond - cutOfPool],
			[TREASURY, NATIVE, bond + cutOfPool],
		]);
		const amount = bond + cutOfPool;
		says(paid, [['Distributed', { caseId: id, asset: NATIVE, amount, to: 'Treasury' }]]);
		await assertBooksBalance(chain);
	});

	test('costs each who disputed it the deposit, by whoever asks', async () => {
		const { disputes, ...view } = await disputesOf(chain, id);
		assert.deepEqual(view, { until: null, lastEpoch: null, areLost: true });
		const calls = disputes.map(({ disputer }) => restaking.releaseDisputeDeposit(id, disputer));

		await assertMoves(chain, utility.batchAll(calls), alice, [
			...disputes.map(({ disputer }) => [disputer, HELD, -OF_DISPUTE]),
			[TREASURY, NATIVE, BigInt(disputes.length) * OF_DISPUTE],
		]);

		assert.equal(await disputesOf(chain, id), null);
		await assertBooksBalance(chain);
	});
});

describe('a member of the active set that opts out in the last moment of an epoch', () => {
	const tenth = percent(10);
	/** @type {bigint} The epoch in which it does so. */
	let asked;
	const reports = (epoch, name) =>
		bySudo(
			reportTx(chain, {
				operator: charlie,
				when: inEpoch(epoch),
				request: requestOf(tenth, { scope: 'Bond' }),
				id: reportId(name),
			}),
		);

	test('still answers for the epoch after it', async () => {
		asked = await goToEpoch(chain);
		await toLastMoment(chain);

		const receipt = await assertMoves(chain, restaking.optOut(GOVERNANCE), charlie, []);

		const ends = { operator: charlie.address, consumerId: GOVERNANCE, lastEpoch: asked + M };
		says(receipt, [['OptedOut', ends]]);
		assert.equal((await epochView(chain)).current, asked, 'the last moment is one of the epoch');
		const budget = fractions(10, 50);
		const promise = { consumerId: GOVERNANCE, version: 1n, budget, unused: budget };
		const during = { isCovered: true, promises: [promise] };
		assert.deepEqual(await whatAnswers(chain, charlie, asked + M), during);
		const nothing = { isCovered: false, promises: [] };
		assert.deepEqual(await whatAnswers(chain, charlie, asked + M + 1n), nothing);
	});

	test('is charged for what it does there, while it is known not to answer any more', async () => {
		await awayFromRotation(chain, 2);
		const epoch = await goToEpoch(chain, asked + M);
		const enacted = await newBlock(chain);
		const { setId, members } = await activeSetView(chain);
		assert.ok(members.includes(charlie.address));
		const said = await blockEvents(chain, enacted);
		const unsecured = said.filter(({ name }) => name.endsWith('.UnsecuredMembers'));
		const operators = [charlie.address];
		assert.deepEqual(unsecured.map(({ fields }) => fields), [{ setId, epoch, operators }]);

		const receipt = await assertMoves(chain, reports(epoch, 'in its notice'), alice, []);

		const { caseId: id, fractions: most } = eventOf(receipt, 'restaking.Filed');
		assert.deepEqual(most, fractions(10, 0));
		const over = await goToEpoch(chain);
		await refuses(reports(over, 'after it'), alice, 'NotOptedIn');
		await letPass(chain, id);
		const cut = BOND / 10n;
		const settled = await assertMoves(chain, restaking.settle(id), alice, [
			[charlie.address, HELD, -cut],
			[TREASURY, NATIVE, cut],
		]);
		says(settled, [
			['Slashed', { caseId: id, fractions: fractions(10, 0) }],
			['Distributed', { caseId: id, asset: NATIVE, amount: cut, to: 'Treasury' }],
			['Ended', { caseId: id, outcome: 'Executed' }],
		]);
	});
});
