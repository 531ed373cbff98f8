// SPDX-License-Identifier: Apache-2.0

/** Bad inputs: a wallet can say what was wrong, and nothing has changed but the fee. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { alice, bob, charlie, dave, newcomer } from './lib/accounts.mjs';
import { assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BASE, BULW, endow, NATIVE, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator, nextPool } from './lib/operators.mjs';
import { plain } from './lib/plain.mjs';
import { fractions, inEpoch, reportId, reportTx, requestOf } from './lib/restaking.mjs';
import { goToEpoch } from './lib/time.mjs';

const chain = await startChain('errors');
after(() => chain.stop());

const { assets, operatorStaking, restaking, sudo } = chain.api.tx;
const BOND = plain(chain.api.consts.operatorStaking.bond);
const W = plain(chain.api.consts.operatorStaking.window);
const MAX_OPERATORS = plain(chain.api.consts.operatorStaking.maxOperators);
const OWN = await minSelfStake(chain);
const MINIMUM = BULW;
const STAKED = 10n * BULW;
const NOWHERE = 4_000_000_000n;
/** Alice's, in the native token. */
const SENIOR_POOL = 1n;
const HALF = 5n * 10n ** 17n;

const operator = newcomer('Prover');
const beginner = newcomer('Beginner');
const retired = newcomer('Leaver');
const poor = newcomer('Pauper');

/** @type {bigint} The epoch of the tests, and the first one of the operator. */
let now;
/** @type {bigint} A pool, one in another asset, one of positions, one of a beginner, and one that has closed. */
let poolId, other, locked, bare, closed;

const delegate = (to, amount) => operatorStaking.delegate(to, amount);
const undelegate = (from, amount) => operatorStaking.undelegate(from, { Exactly: amount });
const redelegate = (from, to, amount = 'All') => operatorStaking.redelegate(from, to, amount);
const withdraw = (from, staker) => operatorStaking.withdraw(from, staker.address);
const report = (fault, fraction, whom = operator) =>
	reportTx(chain, {
		operator: whom,
		when: inEpoch(fault),
		request: requestOf(fraction),
		id: reportId('refused'),
	});
const bySudo = (call) => sudo.sudo(call);

before(async () => {
	const what = { own: OWN, minimum: MINIMUM, budget: fractions(100) };
	[poolId, other] = await newOperator(chain, operator, { ...what, assets: [NATIVE, USDX] });
	locked = await nextPool(chain);
	const ofPositions = { ...BASE, delegationsEarn: false };
	await send(chain, operatorStaking.openPool(NATIVE, MINIMUM, ofPositions), operator);
	[closed] = await newOperator(chain, retired, what);
	await endow(chain, beginner, { bulw: (BOND + OWN) / BULW + 100n });
	await endow(chain, poor, { bulw: 10n });
	await send(chain, operatorStaking.register(), beginner);
	bare = await nextPool(chain);
	await send(chain, operatorStaking.openPool(NATIVE, MINIMUM, BASE), beginner);
	await goToEpoch(chain);
	await send(chain, delegate(poolId, STAKED), bob);
	await send(chain, delegate(poolId, 2n * STAKED), charlie);
	await send(chain, delegate(closed, STAKED), charlie);
	await goToEpoch(chain);
	await send(chain, redelegate(poolId, SENIOR_POOL, { Exactly: STAKED }), charlie);
	await send(chain, operatorStaking.undelegate(poolId, 'All'), charlie);
	await send(chain, operatorStaking.retire(), retired);
	// One epoch for the notice of consumers, and its pool has closed.
	await goToEpoch(chain);
	now = await goToEpoch(chain);
});

/** A test for each row: the behaviour, the call, its sender, and the error. */
const refuses = (rows) => {
	for (const [behaviour, tx, from, error] of rows) {
		test(`${behaviour}: ${error}`, async () => {
			await assertRefused(chain, tx(), from, error);
		});
	}
};

describe('delegating is refused', () => {
	refuses([
		['of nothing', () => delegate(poolId, 0n), bob, 'operatorStaking.BelowMinimum'],
		['of too little', () => delegate(poolId, MINIMUM - 1n), bob, 'operatorStaking.BelowMinimum'],
		['to no pool', () => delegate(NOWHERE, STAKED), bob, 'operatorStaking.UnknownPool'],
		['to a closed pool', () => delegate(closed, STAKED), bob, 'operatorStaking.PoolClosed'],
		[
			'to a pool of positions alone',
			() => delegate(locked, STAKED),
			bob,
			'operatorStaking.ForPositionsOnly',
		],
		['of more than one has', () => delegate(poolId, 100n * BULW), poor, 'Token.FundsUnavailable'],
		[
			'to an operator that has not staked itself',
			() => delegate(bare, STAKED),
			bob,
			'operatorStaking.SelfStakeTooLow',
		],
		[
			'of too little to an operator by itself',
			() => delegate(bare, OWN - 1n),
			beginner,
			'operatorStaking.SelfStakeTooLow',
		],
	]);
});

describe('undelegating is refused', () => {
	refuses([
		['of nothing', () => undelegate(poolId, 0n), bob, 'operatorStaking.BelowMinimum'],
		[
			'of more than there is',
			() => undelegate(poolId, STAKED + 1n),
			bob,
			'operatorStaking.InsufficientStake',
		],
		[
			'by who has nothing there',
			() => operatorStaking.undelegate(poolId, 'All'),
			dave,
			'operatorStaking.NothingStaked',
		],
		[
			'if too little would remain',
			() => undelegate(poolId, STAKED - MINIMUM + 1n),
			bob,
			'operatorStaking.BelowMinimum',
		],
		[
			'if an operator kept too little of its own',
			() => undelegate(poolId, MINIMUM),
			operator,
			'operatorStaking.SelfStakeTooLow',
		],
		[
			'from a closed pool, which lets go by itself',
			() => operatorStaking.undelegate(closed, 'All'),
			charlie,
			'operatorStaking.PoolClosed',
		],
	]);
});

describe('redelegating is refused', () => {
	refuses([
		['to the same pool', () => redelegate(poolId, poolId), bob, 'operatorStaking.SamePool'],
		[
			'to a pool in another asset',
			() => redelegate(poolId, other),
			bob,
			'operatorStaking.AssetMismatch',
		],
		['to no pool', () => redelegate(poolId, NOWHERE), bob, 'operatorStaking.UnknownPool'],
		['to a closed pool', () => redelegate(poolId, closed), bob, 'operatorStaking.PoolClosed'],
		[
			'to an operator that has not staked itself',
			() => redelegate(poolId, bare),
			bob,
			'operatorStaking.SelfStakeTooLow',
		],
		[
			'by who has nothing there',
			() => redelegate(poolId, SENIOR_POOL),
			dave,
			'operatorStaking.NothingStaked',
		],
		[
			'if too little would remain',
			() => redelegate(poolId, SENIOR_POOL, { Exactly: STAKED - MINIMUM + 1n }),
			bob,
			'operatorStaking.BelowMinimum',
		],
		[
			'if the new pool takes no so small amount',
			() => redelegate(poolId, SENIOR_POOL, { Exactly: MINIMUM - 1n }),
			bob,
			'operatorStaking.BelowMinimum',
		],
		[
			'to a pool of positions alone',
			() => redelegate(poolId, locked),
			bob,
			'operatorStaking.ForPositionsOnly',
		],
		[
			'its completion if nothing is on this way',
			() => operatorStaking.completeRedelegation(poolId, SENIOR_POOL, dave.address),
			dave,
			'operatorStaking.NothingToWithdraw',
		],
		[
			'its completion before the release',
			() => operatorStaking.completeRedelegation(poolId, SENIOR_POOL, charlie.address),
			charlie,
			'operatorStaking.NotReleased',
		],
		[
			'its end if nothing is on this way',
			() => operatorStaking.cancelRedelegation(poolId, SENIOR_POOL),
			dave,
			'operatorStaking.NothingToWithdraw',
		],
	]);
});

describe('withdrawing is refused', () => {
	refuses([
		['too early', () => withdraw(poolId, charlie), charlie, 'operatorStaking.NotReleased'],
		[
			'from a pool that just closed',
			() => withdraw(closed, charlie),
			charlie,
			'operatorStaking.NotReleased',
		],
		[
			'of stake nobody asked back',
			() => withdraw(poolId, bob),
			bob,
			'operatorStaking.NothingToWithdraw',
		],
		[
			'for who has nothing there',
			() => withdraw(poolId, dave),
			dave,
			'operatorStaking.NothingToWithdraw',
		],
	]);
});

describe('an operator is refused', () => {
	refuses([
		[
			'to register twice',
			() => operatorStaking.register(),
			operator,
			'operatorStaking.AlreadyRegistered',
		],
		[
			'to register without the bond',
			() => operatorStaking.register(),
			poor,
			'Token.FundsUnavailable',
		],
		[
			'a pool if it is none',
			() => operatorStaking.openPool(NATIVE, MINIMUM, BASE),
			dave,
			'operatorStaking.NotOperator',
		],
		[
			'a pool after it has retired',
			() => operatorStaking.openPool(NATIVE, MINIMUM, BASE),
			retired,
			'operatorStaking.OperatorNotActive',
		],
		[
			'a pool in which stake weighs nothing',
			() => operatorStaking.openPool(NATIVE, MINIMUM, { ...BASE, multiplier: 0 }),
			operator,
			'operatorStaking.InvalidMultiplier',
		],
		[
			'to fill up a full bond',
			() => operatorStaking.topUpBond(),
			operator,
			'operatorStaking.BondFull',
		],
		[
			'a minimum of its own that it has not staked',
			() => operatorStaking.setMinSelfStake(OWN + 1n),
			operator,
			'operatorStaking.SelfStakeTooLow',
		],
		[
			'a minimum of its own if it is none',
			() => operatorStaking.setMinSelfStake(OWN),
			dave,
			'operatorStaking.NotOperator',
		],
		[
			'to resume if it is not suspended',
			() => operatorStaking.resume(operator.address),
			operator,
			'operatorStaking.NotSuspended',
		],
		[
			'its bond before it retires',
			() => operatorStaking.withdrawBond(operator.address),
			operator,
			'operatorStaking.NotClosing',
		],
		[
			'its bond before it is released',
			() => operatorStaking.withdrawBond(retired.address),
			retired,
			'operatorStaking.NotReleased',
		],
		[
			'to retire twice',
			() => operatorStaking.retire(),
			retired,
			'operatorStaking.AlreadyClosing',
		],
	]);

	test('a pool, or a pot, in an asset that is not listed: operatorStaking.AssetNotListed', async () => {
		const id = 77;
		await send(chain, assets.create(id, operator.address, 1n), operator);

		const open = operatorStaking.openPool({ WithId: id }, MINIMUM, BASE);

		await assertRefused(chain, open, operator, 'operatorStaking.AssetNotListed');
		const touch = operatorStaking.touch({ WithId: id });
		await assertRefused(chain, touch, operator, 'operatorStaking.AssetNotListed');
	});
});

describe('the place of an operator is not taken', () => {
	const reclaim = ({ address }) => operatorStaking.reclaimPlace(address);

	refuses([
		['while it is in use', () => reclaim(operator), bob, 'operatorStaking.PlaceInUse'],
		['if it is to come free', () => reclaim(retired), bob, 'operatorStaking.AlreadyClosing'],
		['of who is none', () => reclaim(dave), bob, 'operatorStaking.NotOperator'],
	]);
});

describe('a report is refused', () => {
	before(async () => (now = await goToEpoch(chain)));

	refuses([
		['by who may not', () => report(now, HALF), operator, 'restaking.NotManager'],
		['of nobody', () => bySudo(report(now, HALF, dave)), alice, 'restaking.NotOptedIn'],
		[
			'for an epoch to come',
			() => bySudo(report(now + 1n, HALF)),
			alice,
			'restaking.EpochInFuture',
		],
		[
			'for an epoch that is over too long',
			() => bySudo(report(now - W, HALF / 5n, charlie)),
			alice,
			'restaking.ReportTooLate',
		],
		[
			'for an epoch before the operator came',
			() => bySudo(report(now - W, HALF)),
			alice,
			'restaking.NotOptedIn',
		],
		['of no part', () => bySudo(report(now, 0n)), alice, 'restaking.BelowMinimum'],
		[
			'of more than half of the pools',
			() => bySudo(report(now, HALF + 1n)),
			alice,
			'restaking.FractionTooLarge',
		],
	]);
});

describe('the admin alone', () => {
	refuses([
		[
			'sets who may register',
			() => operatorStaking.setRegistrationPolicy('AllowList'),
			bob,
			'BadOrigin',
		],
		['allows accounts', () => operatorStaking.allowOperator(bob.address), bob, 'BadOrigin'],
		[
			'opens standalone pools',
			() => operatorStaking.openStandalonePool(NATIVE, MINIMUM, BASE),
			bob,
			'BadOrigin',
		],
		[
			'suspends operators',
			() => operatorStaking.suspend(operator.address),
			bob,
			'BadOrigin',
		],
		['closes operators', () => operatorStaking.closeOperator(operator.address), bob, 'BadOrigin'],
		[
			'says how much operators have to stake themselves',
			() => operatorStaking.setGlobalMinSelfStake(OWN),
			bob,
			'BadOrigin',
		],
		['says how many serve', () => operatorStaking.setActiveSetSize(2), bob, 'BadOrigin'],
		[
			'lets somebody serve',
			() => bySudo(operatorStaking.setActiveSetSize(0)),
			alice,
			'operatorStaking.InvalidSetSize',
		],
		[
			'lets no more serve than there may be',
			() => bySudo(operatorStaking.setActiveSetSize(MAX_OPERATORS + 1n)),
			alice,
			'operatorStaking.InvalidSetSize',
		],
		[
			'suspends operators and nobody else',
			() => bySudo(operatorStaking.suspend(dave.address)),
			alice,
			'operatorStaking.NotOperator',
		],
		[
			'closes operators that are not closing',
			() => bySudo(operatorStaking.closeOperator(retired.address)),
			alice,
			'operatorStaking.AlreadyClosing',
		],
		[
			'takes accounts off the list, if they are on it',
			() => bySudo(operatorStaking.disallowOperator(bob.address)),
			alice,
			'operatorStaking.NotAllowed',
		],
	]);
});

describe('a follower of the active set', () => {
	before(async () => {
		now = await goToEpoch(chain);
		await send(chain, restaking.acknowledgeSet(now), bob);
	});

	refuses([
		[
			'cannot know it in an epoch to come',
			() => restaking.acknowledgeSet(now + 2n),
			bob,
			'restaking.EpochInFuture',
		],
		[
			'says so once for each epoch',
			() => restaking.acknowledgeSet(now),
			bob,
			'restaking.AlreadyAcknowledged',
		],
	]);
});

for (const pallet of ['operatorStaking', 'stakingRewards', 'restaking']) {
	test(`every error of ${pallet} says what to do`, () => {
		const errors = Object.values(chain.api.errors[pallet]).map(({ meta }) => meta);

		const silent = errors.filter(({ docs }) => docs.length === 0);

		assert.ok(errors.length >= 30);
		assert.deepEqual(silent.map(({ name }) => name.toString()), []);
	});
}
