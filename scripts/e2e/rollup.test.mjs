// SPDX-License-Identifier: Apache-2.0

/**
 * Five sequencers and their rollup: keys, batches without signatures and with them, a change of set, a challenge lost and one
 * won, a bond that is lost whole, a handover that nobody signed.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { hexToU8a, u8aToHex } from '@polkadot/util';
import * as accounts from './lib/accounts.mjs';
import { assertMoves, assertRefused } from './lib/assert.mjs';
import { setHash, sign } from './lib/bls.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, endow, HELD, NATIVE } from './lib/money.mjs';
import { newOperator } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { caseView, consumerView, letPass, optInsView } from './lib/restaking.mjs';
import { eventOf } from './lib/rewards.mjs';
import {
	attestation,
	barOf,
	batchView,
	challengeOf,
	domainOf,
	evidenceFor,
	headView,
	idOf,
	nextHeader,
	sequencer,
	sequencerSet,
	setKeyTx,
	setsView,
	shown,
} from './lib/rollup.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { activeSetView, epochView, operatorView } from './lib/views.mjs';

const { alice, bob, dave, eve, newcomer } = accounts;

const chain = await startChain('rollup');
after(() => chain.stop());

const { operatorStaking, restaking, rollup, sudo } = chain.api.tx;
const constant = (name) => plain(chain.api.consts.rollup[name]);
const [C, B, TIMEOUT] = ['challengeEpochs', 'minBlocks', 'setTimeout'].map(constant);
const [OF_BATCH, OF_CHALLENGE] = ['batchDeposit', 'challengeDeposit'].map(constant);
const CONSUMER = constant('consumer');
const BOND = plain(chain.api.consts.operatorStaking.bond);
const ONE = 10n ** 18n;

/** Alice and Bob are sequencers of the genesis; the others become operators, each with more stake than Charlie. */
const [carol, dan, erin] = ['Carol', 'Dan', 'Erin'].map(newcomer);
const newcomers = [carol, dan, erin];
const pairs = [alice, bob, ...newcomers];
const pauper = newcomer('Pauper');

/** The sequencers, by address. A key that is set anew changes the one that is here. */
const sequencers = new Map(
	pairs.map((pair, index) => [pair.address, sequencer(pair, 1_001 * (index + 1))]),
);
const all = () => [...sequencers.values()];

const bySudo = (call) => sudo.sudo(call);
const submit = (header, attested = null) => rollup.submitBatch(header, attested);
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `rollup.${error}`);
const accepted = (receipt) => eventOf(receipt, 'rollup.BatchAccepted');
const bondOf = async ({ address }) => (await operatorView(chain, address)).bond;

/** Members of a kept set, in its order. */
async function membersOf(setNumber) {
	const { members } = await sequencerSet(chain, setNumber);
	return members.map(({ account }) => sequencers.get(account));
}

/** The next batch, signed by so many members of its set that are among the first. */
async function signedBatch(content, count) {
	const header = await nextHeader(chain, content);
	const members = await membersOf(header.setNumber);
	const signers = members.slice(0, count ?? members.length);
	return { header, members, attested: attestation(chain, header, members, signers) };
}

/** Goes into the next epoch, and on until a set of its sequencers is formed if they have changed. */
async function nextEpoch() {
	const epoch = await goToEpoch(chain);
	await newBlock(chain, { count: 4 });
	return epoch;
}

const newest = async () => (await setsView(chain)).at(-1);

describe('a key', () => {
	test('is set by five operators, with its possession', async () => {
		await endow(chain, pauper, { bulw: 10n });
		for (const [index, who] of newcomers.entries()) {
			await newOperator(chain, who, { own: (20_000n + BigInt(index)) * BULW });
			const { version } = await consumerView(chain, CONSUMER);
			await send(chain, restaking.optIn(CONSUMER, version, { bond: ONE, pools: 0n }), who);
		}
		await send(chain, bySudo(operatorStaking.setActiveSetSize(6)), alice);

		for (const who of all()) {
			const receipt = await assertMoves(chain, setKeyTx(chain, who), who.pair, []);

			const said = eventOf(receipt, 'rollup.KeySet');
			assert.deepEqual([said.operator, said.new], [who.pair.address, u8aToHex(who.key)]);
		}
	});

	test('is refused without possession, if it is none, and if somebody has it', async () => {
		const [ofAlice] = all();
		const fresh = (pair) => sequencer(pair, 77);
		await refuses(setKeyTx(chain, fresh(bob), alice), bob, 'BadPossession');
		await refuses(setKeyTx(chain, fresh(bob)), carol, 'BadPossession');
		await refuses(setKeyTx(chain, { ...ofAlice, pair: bob }), bob, 'KeyTaken');
		await refuses(setKeyTx(chain, ofAlice), alice, 'Unchanged');
		await refuses(setKeyTx(chain, fresh(dave)), dave, 'NotOperator');

		const possession = sign(ofAlice.secret, new Uint8Array(32));
		const bad = ['c0', '80', '00'].map((flags) => hexToU8a(`0x${flags.padEnd(94, '0')}04`));
		bad.push(hexToU8a(`0xc0${'00'.repeat(47)}`)); // the identity
		for (const key of bad) await refuses(rollup.setKey(key, possession), bob, 'BadKey');
	});

	test('makes a member of the next set, with the hash that everybody can tell', async () => {
		await nextEpoch();
		await nextEpoch(); // who was elected unsecured in the first answers in the second

		const { setNumber, hash } = await newest();

		const order = (await activeSetView(chain)).members.filter((who) => sequencers.has(who));
		const { members, leastSigners } = await sequencerSet(chain, setNumber);
		assert.deepEqual(members.map(({ account }) => account), order);
		assert.deepEqual([members.length, leastSigners], [5, 4n]);
		const list = order.map((who) => sequencers.get(who));
		const named = list.map(({ pair, key }) => ({ account: pair.publicKey, key }));
		assert.equal(u8aToHex(setHash(domainOf(chain), Number(setNumber), named)), hash);
	});
});

describe('a batch without signatures', () => {
	test('is submitted by a member of the newest set', async () => {
		assert.equal((await headView(chain)).isSigning, false);
		const header = await nextHeader(chain, { filler: 0xd0 });

		const receipt = await assertMoves(chain, submit(header), alice, []);

		assert.deepEqual(accepted(receipt), {
			batchId: idOf(chain, header),
			header: shown(header),
			submitter: alice.address,
			surety: 'Bond',
			signers: 0n,
		});
		assert.equal((await headView(chain)).parent, idOf(chain, header));
		await refuses(submit(await nextHeader(chain)), alice, 'TurnTaken');
	});

	test('is refused of others, out of order, and with signatures', async () => {
		const { header, attested } = await signedBatch({ filler: 0xd1 });
		await refuses(submit(header, attested), alice, 'SignatureUnexpected');
		await refuses(submit(header), dave, 'NotSequencer');
		const far = 2n ** 40n;
		for (const [field, value, error] of [
			['index', 0, 'WrongIndex'],
			['fork', 1, 'WrongFork'],
			['parent', new Uint8Array(32), 'WrongParent'],
			['firstBlock', header.firstBlock + 1n, 'WrongBlocks'],
			['firstBlock', far, 'WrongBlocks'],
			['lastBlock', header.firstBlock - 1n, 'WrongBlocks'],
			['size', 0, 'TooLarge'],
			['size', 2 ** 32 - 1, 'TooLarge'],
			['setNumber', header.setNumber + 7, 'WrongSet'],
		]) {
			await refuses(submit({ ...header, [field]: value }), alice, error);
		}
	});
});

describe('a batch with signatures', () => {
	test('is asked for by the admin, from the next epoch on', async () => {
		const { current } = await epochView(chain);
		await assertRefused(chain, rollup.setSigning(true), dave, 'BadOrigin');

		const receipt = await send(chain, bySudo(rollup.setSigning(true)), alice);

		const said = { old: false, new: true, effectiveFrom: current + 1n };
		assert.deepEqual(eventOf(receipt, 'rollup.SigningSet'), said);
		assert.equal((await headView(chain)).isSigning, false);
		await nextEpoch();
		assert.equal((await headView(chain)).isSigning, true);
	});

	test('is refused of too few, with a wrong bitmap, for a wrong set, with a bad signature', async () => {
		const { header, members, attested } = await signedBatch({ filler: 0xd2 }, 4);
		const by = (signers, of = header) => attestation(chain, of, members, signers);
		const three = by(members.slice(0, 3));
		await refuses(submit(header), dave, 'SignatureMissing');
		await refuses(submit(header, three), dave, 'TooFewSigners');
		for (const signers of ['0x', '0x2f', '0x0f00', '0x80']) {
			await refuses(submit(header, { ...attested, signers }), dave, 'BadBitmap');
		}
		const another = { ...header, setNumber: header.setNumber + 7 };
		await refuses(submit(another, by(members, another)), dave, 'WrongSet');
		const changing = { ...header, next: { setNumber: another.setNumber, hash: header.hash } };
		await refuses(submit(changing, by(members, changing)), dave, 'FirstCarriesNoChange');

		const identity = hexToU8a(`0xc0${'00'.repeat(95)}`);
		for (const wrong of [
			{ ...attested, signers: '0x1f' }, // one that has not signed
			{ ...attested, signers: '0x1e' }, // four others
			{ ...attested, signature: three.signature },
			{ ...attested, signature: by(members, another).signature },
			{ ...attested, signature: identity },
			{ ...attested, signature: attested.signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)) },
		]) {
			await refuses(submit(header, wrong), dave, 'BadSignature');
		}
	});

	/** @type {string} */
	let outsiders;

	test('is submitted by anybody who has two thirds of the set, with a deposit', async () => {
		const { header, attested } = await signedBatch({ filler: 0xd2 }, 4);

		const receipt = await assertMoves(chain, submit(header, attested), dave, [
			[dave.address, NATIVE, -OF_BATCH],
			[dave.address, HELD, OF_BATCH],
		]);

		outsiders = idOf(chain, header);
		const { surety, signers } = accepted(receipt);
		assert.deepEqual([surety, signers], [{ Deposit: OF_BATCH }, 4n]);
		const { state, acceptedEpoch } = await batchView(chain, outsiders);
		assert.equal(state.Challengeable.until.lastEpoch, acceptedEpoch + C);
		await refuses(rollup.releaseBatch(outsiders), pauper, 'NotFinal');
		await refuses(submit(header, attested), dave, 'WrongIndex');
	});

	test('hands over to the next set: Erin has another key', async () => {
		const old = sequencers.get(erin.address);
		const fresh = sequencer(erin, 9_009);
		await send(chain, setKeyTx(chain, fresh), erin);
		const before = await membersOf((await headView(chain)).setNumber);
		await nextEpoch();
		const { setNumber, hash } = await newest();
		assert.ok((await headView(chain)).setNumber < setNumber);
		const next = { setNumber: Number(setNumber), hash: hexToU8a(hash) };

		const wrong = await nextHeader(chain, { filler: 0xd3, next: { ...next, hash: new Uint8Array(32) } });
		await refuses(submit(wrong, attestation(chain, wrong, before, before)), bob, 'UnknownSet');
		const header = await nextHeader(chain, { filler: 0xd3, next });
		const attested = attestation(chain, header, before, before);
		const receipt = await assertMoves(chain, submit(header, attested), bob, []);

		assert.deepEqual(accepted(receipt).header, shown(header));
		assert.equal((await headView(chain)).setNumber, setNumber);
		sequencers.set(erin.address, fresh);
		const members = await membersOf(setNumber);
		const late = await nextHeader(chain, { filler: 0xd4 });
		const withOld = members.map((member) => (member === fresh ? old : member));
		const old4 = attestation(chain, { ...late, setNumber: late.setNumber - 1 }, withOld, withOld);
		await refuses(submit({ ...late, setNumber: late.setNumber - 1 }, old4), bob, 'WrongSet');
		await refuses(submit(late, attestation(chain, late, withOld, withOld)), bob, 'BadSignature');
		await send(chain, submit(late, attestation(chain, late, members, members)), bob);
	});

	test('is final once nobody can challenge it, and its deposit is free', async () => {
		const { current } = await epochView(chain);
		const { acceptedEpoch, block } = await batchView(chain, outsiders);
		if (current <= acceptedEpoch + C) await goToEpoch(chain, acceptedEpoch + C + 1n);
		const best = (await chain.api.rpc.chain.getHeader()).number.toBigInt();
		if (best <= block + B) await newBlock(chain, { to: Number(block + B + 1n) });

		assert.equal((await batchView(chain, outsiders)).state, 'Final');
		await refuses(rollup.challenge(outsiders, evidenceFor(eve, '')), eve, 'ChallengeTooLate');
		const receipt = await assertMoves(chain, rollup.releaseBatch(outsiders), pauper, [
			[dave.address, NATIVE, OF_BATCH],
			[dave.address, HELD, -OF_BATCH],
		]);

		assert.equal(receipt.fee?.amount ?? 0n, 0n, 'whoever does the work pays nothing');
		await refuses(rollup.releaseBatch(outsiders), pauper, 'NothingHeld');
	});
});

describe('a challenge', () => {
	/** @type {import('./lib/bls.mjs').Header} The bad batch, and a good one above it. */
	let bad, above;
	/** @type {ReturnType<typeof attestation>} The signatures of the good one. */
	let ofAbove;
	/** @type {bigint} The case against Carol. */
	let caseId;
	/** @type {string} The batch that was found good. */
	let good;

	test("is lost if the judge finds the batch good: half of the deposit is the submitter's", async () => {
		const { header, attested } = await signedBatch({ filler: 0xd5 });
		await send(chain, submit(header, attested), bob);
		const id = idOf(chain, header);
		const challenge = rollup.challenge(id, evidenceFor(eve, 'nothing'));
		await assertMoves(chain, challenge, eve, [
			[eve.address, NATIVE, -OF_CHALLENGE],
			[eve.address, HELD, OF_CHALLENGE],
		]);
		assert.equal((await challengeOf(chain, id)).first, eve.address);
		await refuses(challenge, eve, 'AlreadyChallenged');
		await refuses(rollup.releaseChallengeDeposit(id, eve.address), pauper, 'ChallengeOpen');
		await assertRefused(chain, rollup.judge(id, 'Good'), eve, 'BadOrigin');

		const judged = await send(chain, bySudo(rollup.judge(id, 'Good')), alice);

		const { verdict, by } = eventOf(judged, 'rollup.Judged');
		assert.deepEqual([verdict, by], ['Good', 'Judge']);
		assert.equal((await headView(chain)).parent, id, 'the batch stands');
		await refuses(rollup.releaseChallengeDeposit(id, eve.address), pauper, 'NotFinal');
		good = id;
	});

	test('is won if the judge finds the batch bad: it and those above are void', async () => {
		const ofCarol = await signedBatch({ filler: 0xd6 });
		bad = ofCarol.header;
		await send(chain, submit(bad, ofCarol.attested), carol);
		({ header: above, attested: ofAbove } = await signedBatch({ filler: 0xd7 }));
		await send(chain, submit(above, ofAbove), alice);
		const id = idOf(chain, bad);
		await send(chain, rollup.challenge(id, evidenceFor(eve, 'proof')), eve);
		const others = await Promise.all([alice, bob, dan, erin].map(bondOf));
		const byNobody = bySudo(rollup.judge(id, { Bad: { challenger: dave.address } }));
		await refuses(byNobody, alice, 'NotChallenger');

		const verdict = rollup.judge(id, { Bad: { challenger: eve.address } });
		const receipt = await assertMoves(chain, bySudo(verdict), alice, []);

		const fork = BigInt(bad.fork + 1);
		const reverted = { index: BigInt(bad.index), fork, attested: BigInt(bad.setNumber) };
		assert.deepEqual(eventOf(receipt, 'rollup.Reverted'), reverted);
		const reported = eventOf(receipt, 'rollup.Reported');
		assert.deepEqual([reported.batchId, reported.operator], [id, carol.address]);
		assert.deepEqual(reported.fractions, { bond: ONE, pools: 0n });
		caseId = reported.caseId;
		assert.equal(eventOf(receipt, 'rollup.OperatorBarred').operator, carol.address);
		const head = await headView(chain);
		assert.deepEqual([head.index, head.fork], [BigInt(bad.index), fork]);
		for (const header of [bad, above]) {
			assert.equal((await batchView(chain, idOf(chain, header))).state, 'Void');
		}
		await assertMoves(chain, rollup.releaseChallengeDeposit(id, eve.address), pauper, [
			[eve.address, HELD, -OF_CHALLENGE],
			[eve.address, NATIVE, OF_CHALLENGE],
		]);
		assert.deepEqual(await Promise.all([alice, bob, dan, erin].map(bondOf)), others);
		await refuses(rollup.releaseBatch(idOf(chain, above)), pauper, 'NotFinal');
		await refuses(rollup.reportAgain(id), pauper, 'NothingToReport');
		await refuses(rollup.clearKey(carol.address), pauper, 'StillOperator');
	});

	test('leaves nothing of what was signed before', async () => {
		await refuses(submit(bad, ofAbove), alice, 'WrongFork');
		const again = { ...bad, fork: bad.fork + 1 };
		const members = await membersOf(bad.setNumber);
		const ofBefore = attestation(chain, bad, members, members);
		await refuses(submit(again, ofBefore), alice, 'BadSignature');
		const anew = await signedBatch({ filler: 0xd6 });
		await refuses(submit(anew.header, anew.attested), carol, 'Barred');
		await send(chain, submit(anew.header, anew.attested), alice);
	});

	test('takes the submitter out of the next set', async () => {
		await nextEpoch();
		const members = await membersOf((await newest()).setNumber);
		assert.deepEqual(new Set(members.map(({ pair }) => pair)), new Set([alice, bob, dan, erin]));
		await refuses(rollup.adopt(), dave, 'AdoptTooEarly');
		await refuses(rollup.liftBar(carol.address), carol, 'StillBarred');
		const { report } = await barOf(chain, carol);
		assert.equal(report.Filed.caseId, caseId);
	});

	test('takes its whole bond, of which a fifth is for the challenger', async () => {
		const { basis, reporter, fractions } = await caseView(chain, caseId);
		assert.deepEqual([basis, reporter], ['Verdict', eve.address]);
		assert.deepEqual(fractions, { bond: ONE, pools: 0n });
		const { terms } = await consumerView(chain, CONSUMER);
		const bounty = (terms.bounty * BOND) / ONE;
		assert.equal(bounty, BOND / 5n);
		await letPass(chain, caseId);

		const receipt = await send(chain, restaking.settle(caseId), dave);

		const { amount, reporter: to, unlockEpoch } = eventOf(receipt, 'restaking.BountySet');
		assert.deepEqual([amount, to], [bounty, eve.address]);
		assert.equal(eventOf(receipt, 'restaking.Distributed').amount, BOND - bounty);
		assert.equal(await bondOf(carol), 0n);
		const { optIns } = await optInsView(chain, carol);
		assert.equal(optIns.find(({ consumerId }) => consumerId === CONSUMER).unused.bond, 0n, 'once');
		await goToEpoch(chain, unlockEpoch);
		await assertMoves(chain, restaking.claimBounty(caseId), pauper, [
			[accounts.slashPot, NATIVE, -bounty],
			[eve.address, NATIVE, bounty],
		]);
		await assertBooksBalance(chain);
	});

	test('that was lost costs half of the deposit once the batch is final', async () => {
		assert.equal((await batchView(chain, good)).state, 'Final');
		const half = OF_CHALLENGE / 2n;

		await assertMoves(chain, rollup.releaseChallengeDeposit(good, eve.address), pauper, [
			[eve.address, HELD, -OF_CHALLENGE],
			[bob.address, NATIVE, half],
			[accounts.treasury, NATIVE, OF_CHALLENGE - half],
		]);
		await assertMoves(chain, rollup.releaseBatch(idOf(chain, above)), pauper, []);
		assert.equal(await batchView(chain, idOf(chain, above)), null);
	});
});

describe('a handover', () => {
	test('that nobody has signed is due after a time', async () => {
		const { formedEpoch } = await newest();
		const { current } = await epochView(chain);
		if (current <= formedEpoch + TIMEOUT) await goToEpoch(chain, formedEpoch + TIMEOUT + 1n);
		assert.equal((await headView(chain)).isHandoverDue, true);

		const { header, attested } = await signedBatch({ filler: 0xd8 });

		await refuses(submit(header, attested), bob, 'HandoverDue');
	});

	test('is made up for by anybody, and the next set goes on', async () => {
		const { setNumber: old } = await headView(chain);
		const { setNumber } = await newest();

		const receipt = await assertMoves(chain, rollup.adopt(), pauper, []);

		assert.deepEqual(eventOf(receipt, 'rollup.Adopted'), { old, new: setNumber });
		await refuses(rollup.adopt(), pauper, 'NothingToAdopt');
		const { header, attested } = await signedBatch({ filler: 0xd8 }, 3);
		const { signers } = accepted(await send(chain, submit(header, attested), bob));
		assert.equal(signers, 3n, 'of four');
	});

	test('leaves all books in balance', async () => {
		await send(chain, bySudo(rollup.liftBar(carol.address)), alice);
		assert.equal(await barOf(chain, carol), null);
		await assertBooksBalance(chain);
	});
});
