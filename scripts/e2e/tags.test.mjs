// SPDX-License-Identifier: Apache-2.0

/**
 * Tags: who notices that a position has expired earns with it from then on, free of fee where it is
 * of use to the chain.
 */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as accounts from './lib/accounts.mjs';
import { assertEvents, assertMoves, assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { allBalances, balance, BULW, DOLLAR, NATIVE, USDX } from './lib/money.mjs';
import { plain } from './lib/plain.mjs';
import {
	ANY_PENALTY,
	assertClaims,
	assertRewardsCovered,
	availableReward,
	eventOf,
	named,
	ofPosition,
	ofStake,
	positionView,
	preset,
	previewUnstake,
	rewardPool,
	rewardPoolFor,
	rewardsView,
	stakePosition,
} from './lib/rewards.mjs';
import { rpc } from './lib/rpc.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';

const { alice, bob, charlie, dave, eve, newcomer } = accounts;

const chain = await startChain('tags');
after(() => chain.stop());

const { balances, operatorStaking, stakingRewards } = chain.api.tx;
const EXISTENTIAL_DEPOSIT = plain(chain.api.consts.balances.existentialDeposit);
/** K: over how many epochs what is returned to a pool is paid out. */
const RETURN_PERIOD = plain(chain.api.consts.stakingRewards.returnPeriod);
const POT = accounts.potAccount(chain);
/** What the node answers to a transaction that could not pay. */
const INVALID_TRANSACTION = 1010;
const NOWHERE = 4_000_000_000n;
const THOUSAND = 1_000n * BULW;
/** One epoch at full weight: it has expired as soon as it has counted for one. */
const LOCK = preset(1, 100);

const tag = (id, { address }) => stakingRewards.tag(id, address);
const view = (id) => positionView(chain, id);
const usdx = (amount) => [[named(USDX), amount]];
const assertSays = (receipt, expected) => assertEvents(receipt, expected, 'stakingRewards');
const refuses = (tx, from, error) => assertRefused(chain, tx, from, `stakingRewards.${error}`);

/** Somebody new with as little as an account can have. */
async function pauper(name) {
	const who = newcomer(name);
	await send(chain, balances.transferKeepAlive(who.address, EXISTENTIAL_DEPOSIT), alice);
	return who;
}

/** The pool of transactions must refuse it: no block takes it, nobody pays for it. */
async function assertNoBlock(tx, from) {
	const before = await allBalances(chain);
	const [nonce, head] = [await nonceOf(from), await chain.api.rpc.chain.getBlockHash()];

	const signed = await tx.signAsync(from, { nonce: -1 });
	const submitted = rpc(chain.node, 'author_submitExtrinsic', signed.toHex());
	await assert.rejects(submitted, { code: INVALID_TRANSACTION });

	assert.deepEqual(await nonceOf(from), nonce);
	assert.equal(String(await chain.api.rpc.chain.getBlockHash()), String(head));
	assert.deepEqual(await allBalances(chain), before);
}

async function nonceOf({ address }) {
	return plain((await chain.api.query.system.account(address)).nonce);
}

/**
 * A pool in which Bob has a position and Charlie as much without one, at the same weight: it
 * counted for one epoch, and has expired with this one.
 *
 * @param {bigint} earned What the position has earned before it expired.
 */
async function expiredPosition(earned) {
	const pool = await rewardPool(chain, { presets: [LOCK] });
	await goToEpoch(chain);
	await send(chain, operatorStaking.delegate(pool, THOUSAND), charlie);
	const id = await stakePosition(chain, bob, pool, THOUSAND, LOCK);
	const epoch = await goToEpoch(chain);
	if (earned > 0n) await rewardPoolFor(chain, pool, USDX, 2n * earned, epoch);
	const expiry = await goToEpoch(chain);
	return { pool, id, expiry };
}

describe('a tag', () => {
	/** What the position earned before its expiry, and from then until the tag. */
	const [EARNED, EXTRA] = [100n * DOLLAR, 50n * DOLLAR];
	/** @type {bigint} */
	let pool, id, expiry;
	/** @type {any} Has the existential deposit and nothing else. */
	let scout;

	before(async () => {
		scout = await pauper('Scout');
		({ pool, id, expiry } = await expiredPosition(EARNED));
		await rewardPoolFor(chain, pool, USDX, 2n * EXTRA, expiry);
	});

	test('comes when no late reward can be for an epoch before the expiry', async () => {
		const { taggableFrom, claimable, extra } = await view(id);
		assert.deepEqual([taggableFrom, claimable, extra], [expiry + 1n, usdx(EARNED), usdx(EXTRA)]);
		const young = await stakePosition(chain, eve, pool, THOUSAND, LOCK);
		for (const [which, error] of [
			[id, 'TooEarlyToTag'],
			[young, 'NotExpired'],
			[NOWHERE, 'UnknownPosition'],
		]) {
			await refuses(tag(which, dave), dave, error);
		}
		await send(chain, stakingRewards.unstake(young, 'All', ANY_PENALTY), eve);
	});

	test('that fails is not free: who cannot pay does not get it into a block', async () => {
		await assertNoBlock(tag(id, scout), scout);
		await assertNoBlock(tag(NOWHERE, scout), scout);
		assert.equal(await balance(chain, scout.address, NATIVE), EXISTENTIAL_DEPOSIT);
	});

	test('is free for an account that could not pay the fee', async () => {
		await goToEpoch(chain, expiry + 1n);
		const { partialFee } = await tag(id, scout).paymentInfo(scout);
		assert.ok(plain(partialFee) > EXISTENTIAL_DEPOSIT, 'it would cost more than there is');

		const receipt = await assertMoves(chain, tag(id, scout), scout, []);

		assert.equal(receipt.fee, null);
		const { origin } = eventOf(receipt, 'skipFeeless.FeeSkipped');
		assert.deepEqual(origin, { system: { Signed: scout.address } });
		assertSays(receipt, [
			['ExtraReturned', { position: id, asset: named(USDX), amount: EXTRA }],
			['Tagged', { position: id, beneficiary: scout.address }],
		]);
		assert.equal(await balance(chain, scout.address, NATIVE), EXISTENTIAL_DEPOSIT);
	});

	test('leaves the owner what it had earned, and returns the rest as a stream', async () => {
		const { claimable, extra, taggedFor, owner, value } = await view(id);
		assert.deepEqual([claimable, extra], [usdx(EARNED), []]);
		assert.deepEqual([taggedFor, owner, value], [scout.address, bob.address, THOUSAND]);

		const { assets } = await rewardsView(chain, pool);

		const [from, each] = [expiry + 2n, EXTRA / RETURN_PERIOD];
		assert.deepEqual(assets[1].stream, [
			{ from, amount: EXTRA - (RETURN_PERIOD - 1n) * each },
			{ from: from + 1n, amount: each },
			{ from: from + RETURN_PERIOD, amount: 0n },
		]);
	});

	test('is one: the next pays and is refused', async () => {
		await refuses(tag(id, dave), dave, 'PositionTagged');
		await assertNoBlock(tag(id, scout), scout);
	});

	test('earns half the plain weight from then on, and the owner nothing', async () => {
		const { multiplier } = await weight(id);
		assert.equal(multiplier, 50n);

		// A third for 50 beside 100, a part of a unit more.
		await rewardPoolFor(chain, pool, USDX, 150n * DOLLAR + 2n, expiry + 1n);

		const { claimable, extra } = await view(id);
		assert.deepEqual([claimable, extra], [usdx(EARNED), usdx(50n * DOLLAR)]);
	});

	test('is paid with the owner, each his own, in one claim by anybody', async () => {
		await assertClaims(chain, ofPosition(id), eve, [
			[scout.address, USDX, 50n * DOLLAR],
			[bob.address, USDX, EARNED],
		]);

		const { claimable, extra } = await view(id);
		assert.deepEqual([claimable, extra], [[], []]);
	});

	test('lets the owner say where the owner\'s part goes, and no other', async () => {
		const elsewhere = stakingRewards.claim(ofPosition(id), scout.address);
		await refuses(elsewhere, dave, 'NotOwner');
		await rewardPoolFor(chain, pool, USDX, 15n * DOLLAR, expiry + 1n);

		const claim = ofPosition(id);
		await assertClaims(chain, claim, bob, [[scout.address, USDX, 5n * DOLLAR]], dave.address);
	});

	test('keeps the position from being locked or divided as it is', async () => {
		const { extend, merge, split } = stakingRewards;
		for (const tx of [extend(id), split(id, BULW), merge(id, id)]) {
			await refuses(tx, bob, 'PositionTagged');
		}
	});

	test('ends when the owner locks the stake again, and keeps what it earned', async () => {
		await rewardPoolFor(chain, pool, USDX, 30n * DOLLAR, expiry + 1n);

		const receipt = await assertMoves(chain, stakingRewards.restake(id), bob, []);

		const { new: again, ...said } = eventOf(receipt, 'stakingRewards.Restaked');
		assert.deepEqual(said, { position: id, expiry: expiry + 3n });
		const { taggedFor, claimable, isExpired } = await view(again);
		assert.deepEqual([taggedFor, claimable, isExpired], [null, [], false]);
		assert.equal((await weight(again)).multiplier, 100n);
		const payment = [scout.address, USDX, 10n * DOLLAR];
		await assertClaims(chain, ofStake(pool, scout), dave, [payment]);
		await rewardPoolFor(chain, pool, USDX, 20n * DOLLAR + 1n, expiry + 1n);
		assert.deepEqual((await view(again)).claimable, usdx(10n * DOLLAR));
		assert.deepEqual(await availableReward(chain, pool, scout.address), []);
	});

	/** With what multiplier staking has the stake of a position. */
	async function weight(which) {
		const { key } = await view(which);
		return plain(await chain.api.query.operatorStaking.holdings(key, pool));
	}
});

describe('a tag of a position that has earned nothing since', () => {
	/** @type {bigint} */
	let pool, id;

	before(async () => {
		({ pool, id } = await expiredPosition(0n));
		await goToEpoch(chain);
	});

	test('is not free: there is nothing in it for the chain', async () => {
		const scout = await pauper('Runner');

		await assertNoBlock(tag(id, scout), scout);
	});

	test('is accepted for a fee, for whom the signer wants', async () => {
		const receipt = await assertMoves(chain, tag(id, eve), dave, []);

		assert.equal(receipt.fee.payer, dave.address);
		assertSays(receipt, [['Tagged', { position: id, beneficiary: eve.address }]]);
	});

	test('goes with the stake: the owner leaves without a penalty', async () => {
		const { now } = plain(await chain.api.call.operatorStakingApi.epoch());
		await rewardPoolFor(chain, pool, USDX, 30n * DOLLAR, now);
		const shown = await previewUnstake(chain, id);

		const unstake = stakingRewards.unstake(id, 'All', 0);
		await assertMoves(chain, unstake, bob, []);

		const left = { returned: 0n, exiting: THOUSAND, penalty: 0n };
		assert.deepEqual(shown, { ...left, release: now + 1n, forgone: [] });
		await assertClaims(chain, ofStake(pool, eve), eve, [[eve.address, USDX, 10n * DOLLAR]]);
		assert.deepEqual(await availableReward(chain, pool, bob.address), []);
		await goToEpoch(chain);
		await assertMoves(chain, operatorStaking.withdraw(pool, bob.address), bob, [
			[POT, NATIVE, -THOUSAND],
			[bob.address, NATIVE, THOUSAND],
		]);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});
