// SPDX-License-Identifier: Apache-2.0

/**
 * Tags: an account that notices that a position has expired earns with it from then on, free of fee
 * where that is of use to the chain.
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
	previewUnstake,
	rewardPool,
	rewardPoolFor,
	rewardPoolView,
	stakePosition,
	tier,
} from './lib/rewards.mjs';
import { rpc } from './lib/rpc.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';

const { alice, bob, charlie, dave, eve, newcomer } = accounts;

const chain = await startChain('tags');
after(() => chain.stop());

const { balances, operatorStaking, stakingRewards } = chain.api.tx;
const EXISTENTIAL_DEPOSIT = plain(chain.api.consts.balances.existentialDeposit);
/** K: the number of epochs over which returned money is paid to a pool. */
const RETURN_PERIOD = plain(chain.api.consts.stakingRewards.returnPeriod);
const POT = accounts.potAccount(chain);
/** The answer of the node to a transaction that could not pay. */
const INVALID_TRANSACTION = 1010;
const NOWHERE = 4_000_000_000n;
const THOUSAND = 1_000n * BULW;
/** One epoch at full weight: it has expired as soon as it was active in one. */
const LOCK = tier(1, 100);

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
 * A pool in which Bob has a position and Charlie as much without one, at the same multiplier: it was
 * active in one epoch, and has expired with this one.
 *
 * @param {bigint} earned Rewards of the position before it expired.
 */
async function expiredPosition(earned) {
	const poolId = await rewardPool(chain, { tiers: [LOCK] });
	await goToEpoch(chain);
	await send(chain, operatorStaking.delegate(poolId, THOUSAND), charlie);
	const id = await stakePosition(chain, bob, poolId, THOUSAND, LOCK);
	const epoch = await goToEpoch(chain);
	if (earned > 0n) await rewardPoolFor(chain, poolId, USDX, 2n * earned, epoch);
	const expiry = await goToEpoch(chain);
	return { poolId, id, expiry };
}

describe('a tag', () => {
	/** Rewards of the position before its expiry, and from then until the tag. */
	const [EARNED, EXPIRED] = [100n * DOLLAR, 50n * DOLLAR];
	/** @type {bigint} */
	let poolId, id, expiry;
	/** @type {any} Has the existential deposit and nothing else. */
	let scout;

	before(async () => {
		scout = await pauper('Scout');
		({ poolId, id, expiry } = await expiredPosition(EARNED));
		await rewardPoolFor(chain, poolId, USDX, 2n * EXPIRED, expiry);
	});

	test('comes when no late reward can be for an epoch before the expiry', async () => {
		const { taggableEpoch, claimable, expiredRewards } = await view(id);
		assert.equal(taggableEpoch, expiry + 1n);
		assert.deepEqual([claimable, expiredRewards], [usdx(EARNED), usdx(EXPIRED)]);
		const young = await stakePosition(chain, eve, poolId, THOUSAND, LOCK);
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
			['ExpiredRewardsReturned', { positionId: id, asset: named(USDX), amount: EXPIRED }],
			['Tagged', { positionId: id, beneficiary: scout.address }],
		]);
		assert.equal(await balance(chain, scout.address, NATIVE), EXISTENTIAL_DEPOSIT);
	});

	test('leaves the owner what it had earned, and returns the rest as a stream', async () => {
		const { claimable, expiredRewards, taggedFor, owner, active } = await view(id);
		assert.deepEqual([claimable, expiredRewards], [usdx(EARNED), []]);
		assert.deepEqual([taggedFor, owner, active], [scout.address, bob.address, THOUSAND]);

		const { assets } = await rewardPoolView(chain, poolId);

		const [first, each] = [expiry + 2n, EXPIRED / RETURN_PERIOD];
		assert.deepEqual(assets[1].stream, [
			{ effectiveFrom: first, amount: EXPIRED - (RETURN_PERIOD - 1n) * each },
			{ effectiveFrom: first + 1n, amount: each },
			{ effectiveFrom: first + RETURN_PERIOD, amount: 0n },
		]);
	});

	test('is one: the next pays and is refused', async () => {
		await refuses(tag(id, dave), dave, 'PositionTagged');
		await assertNoBlock(tag(id, scout), scout);
	});

	test('earns at half the base multiplier from then on, and the owner nothing', async () => {
		const { multiplier } = await holding(id);
		assert.equal(multiplier, 50n);

		// A third for 50 beside 100, a part of a unit more.
		await rewardPoolFor(chain, poolId, USDX, 150n * DOLLAR + 2n, expiry + 1n);

		const { claimable, expiredRewards } = await view(id);
		assert.deepEqual([claimable, expiredRewards], [usdx(EARNED), usdx(50n * DOLLAR)]);
	});

	test('is paid with the owner, each his own, in one claim by anybody', async () => {
		await assertClaims(chain, ofPosition(id), eve, [
			[scout.address, USDX, 50n * DOLLAR],
			[bob.address, USDX, EARNED],
		]);

		const { claimable, expiredRewards } = await view(id);
		assert.deepEqual([claimable, expiredRewards], [[], []]);
	});

	test('lets the owner say where the owner\'s part goes, and no other', async () => {
		const elsewhere = stakingRewards.claim(ofPosition(id), scout.address);
		await refuses(elsewhere, dave, 'NotOwner');
		await rewardPoolFor(chain, poolId, USDX, 15n * DOLLAR, expiry + 1n);

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
		await rewardPoolFor(chain, poolId, USDX, 30n * DOLLAR, expiry + 1n);

		const receipt = await assertMoves(chain, stakingRewards.restake(id), bob, []);

		const { newId: again, ...said } = eventOf(receipt, 'stakingRewards.Restaked');
		assert.deepEqual(said, { positionId: id, expiry: expiry + 3n });
		const { taggedFor, claimable, isExpired } = await view(again);
		assert.deepEqual([taggedFor, claimable, isExpired], [null, [], false]);
		assert.equal((await holding(again)).multiplier, 100n);
		const payment = [scout.address, USDX, 10n * DOLLAR];
		await assertClaims(chain, ofStake(poolId, scout), dave, [payment]);
		await rewardPoolFor(chain, poolId, USDX, 20n * DOLLAR + 1n, expiry + 1n);
		assert.deepEqual((await view(again)).claimable, usdx(10n * DOLLAR));
		assert.deepEqual(await availableReward(chain, ofStake(poolId, scout)), []);
	});

	/** The holding of a position, as staking has it. */
	async function holding(which) {
		const { account } = await view(which);
		return plain(await chain.api.query.operatorStaking.holdings(account, poolId));
	}
});

describe('a tag of a position that has earned nothing since', () => {
	/** @type {bigint} */
	let poolId, id;

	before(async () => {
		({ poolId, id } = await expiredPosition(0n));
		await goToEpoch(chain);
	});

	test('is not free: there is nothing in it for the chain', async () => {
		const scout = await pauper('Runner');

		await assertNoBlock(tag(id, scout), scout);
	});

	test('is accepted for a fee, for whom the signer wants', async () => {
		const receipt = await assertMoves(chain, tag(id, eve), dave, []);

		assert.equal(receipt.fee.payer, dave.address);
		assertSays(receipt, [['Tagged', { positionId: id, beneficiary: eve.address }]]);
	});

	test('goes with the stake: the owner leaves without a penalty', async () => {
		const { current: now } = plain(await chain.api.call.operatorStakingApi.epoch());
		await rewardPoolFor(chain, poolId, USDX, 30n * DOLLAR, now);
		const shown = await previewUnstake(chain, id);

		const unstake = stakingRewards.unstake(id, 'All', 0);
		await assertMoves(chain, unstake, bob, []);

		const left = { returned: 0n, unbonding: THOUSAND, penalty: 0n };
		assert.deepEqual(shown, { ...left, releaseEpoch: now + 1n, forgone: [] });
		await assertClaims(chain, ofStake(poolId, eve), eve, [[eve.address, USDX, 10n * DOLLAR]]);
		assert.deepEqual(await availableReward(chain, ofStake(poolId, bob)), []);
		await goToEpoch(chain);
		await assertMoves(chain, operatorStaking.withdraw(poolId, bob.address), bob, [
			[POT, NATIVE, -THOUSAND],
			[bob.address, NATIVE, THOUSAND],
		]);
		await assertBooksBalance(chain);
		await assertRewardsCovered(chain);
	});
});
