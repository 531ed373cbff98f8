// SPDX-License-Identifier: Apache-2.0

/** Bad inputs: a wallet can say what was wrong, and nothing has changed but the fee. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { alice, bob, charlie, dave, newcomer } from './lib/accounts.mjs';
import { assertRefused } from './lib/assert.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, endow, NATIVE } from './lib/money.mjs';
import { plain } from './lib/plain.mjs';
import { goToEpoch } from './lib/time.mjs';
import { operatorView } from './lib/views.mjs';

const chain = await startChain('errors');
after(() => chain.stop());

const { assets, operatorStaking, sudo } = chain.api.tx;
const BOND = plain(chain.api.consts.operatorStaking.bond);
const W = plain(chain.api.consts.operatorStaking.window);
const MINIMUM = BULW;
const STAKED = 10n * BULW;
const NOWHERE = 4_000_000_000n;
const HALF = 5n * 10n ** 17n;

const operator = newcomer('Prover');
const retired = newcomer('Leaver');
const poor = newcomer('Pauper');

/** @type {bigint} The epoch of the tests, and the first one of the operator. */
let now;
/** @type {bigint} A pool, and one that has closed. */
let pool, closed;

const delegate = (to, amount) => operatorStaking.delegate(to, amount);
const undelegate = (from, amount) => operatorStaking.undelegate(from, { Exactly: amount });
const withdraw = (from, holder) => operatorStaking.withdraw(from, holder.address);
const slash = (fault, fraction, scope = 'BondAndPools', whom = operator) =>
	operatorStaking.slash(whom.address, fault, fraction, scope);
const bySudo = (call) => sudo.sudo(call);

before(async () => {
	for (const who of [operator, retired]) {
		await endow(chain, who, { bulw: BOND / BULW + 100n });
		await send(chain, operatorStaking.register(), who);
		await send(chain, operatorStaking.openPool(NATIVE, MINIMUM), who);
	}
	await endow(chain, poor, { bulw: 10n });
	[pool] = (await operatorView(chain, operator.address)).pools;
	[closed] = (await operatorView(chain, retired.address)).pools;
	await send(chain, delegate(pool, STAKED), bob);
	await send(chain, delegate(pool, STAKED), charlie);
	await send(chain, delegate(closed, STAKED), charlie);
	await goToEpoch(chain);
	await send(chain, operatorStaking.undelegate(pool, 'All'), charlie);
	await send(chain, operatorStaking.retire(), retired);
	now = await goToEpoch(chain);
});

/** A test for each row: what is asked, by whom, and the error. */
const refuses = (rows) => {
	for (const [behaviour, tx, from, error] of rows) {
		test(`${behaviour}: ${error}`, async () => {
			await assertRefused(chain, tx(), from, error);
		});
	}
};

describe('delegating is refused', () => {
	refuses([
		['of nothing', () => delegate(pool, 0n), bob, 'operatorStaking.BelowMinimum'],
		['of too little', () => delegate(pool, MINIMUM - 1n), bob, 'operatorStaking.BelowMinimum'],
		['to no pool', () => delegate(NOWHERE, STAKED), bob, 'operatorStaking.UnknownPool'],
		['to a closed pool', () => delegate(closed, STAKED), bob, 'operatorStaking.PoolClosed'],
		['of more than one has', () => delegate(pool, 100n * BULW), poor, 'Token.FundsUnavailable'],
	]);
});

describe('undelegating is refused', () => {
	refuses([
		['of nothing', () => undelegate(pool, 0n), bob, 'operatorStaking.BelowMinimum'],
		[
			'of more than there is',
			() => undelegate(pool, STAKED + 1n),
			bob,
			'operatorStaking.InsufficientStake',
		],
		[
			'by who has nothing there',
			() => operatorStaking.undelegate(pool, 'All'),
			dave,
			'operatorStaking.InsufficientStake',
		],
		[
			'if too little would remain',
			() => undelegate(pool, STAKED - MINIMUM + 1n),
			bob,
			'operatorStaking.BelowMinimum',
		],
		[
			'from a closed pool, which lets go by itself',
			() => operatorStaking.undelegate(closed, 'All'),
			charlie,
			'operatorStaking.PoolClosed',
		],
	]);
});

describe('withdrawing is refused', () => {
	refuses([
		['too early', () => withdraw(pool, charlie), charlie, 'operatorStaking.NotReleased'],
		[
			'from a pool that just closed',
			() => withdraw(closed, charlie),
			charlie,
			'operatorStaking.NotReleased',
		],
		[
			'of stake nobody asked back',
			() => withdraw(pool, bob),
			bob,
			'operatorStaking.NothingToWithdraw',
		],
		[
			'for who has nothing there',
			() => withdraw(pool, dave),
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
			() => operatorStaking.openPool(NATIVE, MINIMUM),
			dave,
			'operatorStaking.UnknownOperator',
		],
		[
			'a pool after it has retired',
			() => operatorStaking.openPool(NATIVE, MINIMUM),
			retired,
			'operatorStaking.OperatorNotActive',
		],
		[
			'to fill up a full bond',
			() => operatorStaking.topUpBond(),
			operator,
			'operatorStaking.BondFull',
		],
		[
			'its bond before it retires',
			() => operatorStaking.withdrawBond(),
			operator,
			'operatorStaking.NotClosing',
		],
		[
			'its bond before it is released',
			() => operatorStaking.withdrawBond(),
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

	test('a pool in an asset that is not listed: operatorStaking.AssetNotListed', async () => {
		const id = 77;
		await send(chain, assets.create(id, operator.address, 1n), operator);

		const open = operatorStaking.openPool({ WithId: id }, MINIMUM);

		await assertRefused(chain, open, operator, 'operatorStaking.AssetNotListed');
	});
});

describe('a slash is refused', () => {
	before(async () => (now = await goToEpoch(chain)));

	refuses([
		['by who may not', () => slash(now, HALF), operator, 'BadOrigin'],
		[
			'of nobody',
			() => bySudo(slash(now, HALF, 'BondAndPools', dave)),
			alice,
			'operatorStaking.UnknownOperator',
		],
		[
			'for an epoch to come',
			() => bySudo(slash(now + 1n, HALF)),
			alice,
			'operatorStaking.EpochInFuture',
		],
		[
			'for an epoch before the window',
			() => bySudo(slash(now - W - 1n, HALF)),
			alice,
			'operatorStaking.EpochTooOld',
		],
		[
			'for an epoch before the operator came',
			() => bySudo(slash(now - W, HALF)),
			alice,
			'operatorStaking.NothingInForce',
		],
		['of no part', () => bySudo(slash(now, 0n)), alice, 'operatorStaking.InvalidFraction'],
		[
			'of more than half of the pools',
			() => bySudo(slash(now, HALF + 1n)),
			alice,
			'operatorStaking.InvalidFraction',
		],
	]);
});

describe('the admin alone', () => {
	refuses([
		[
			'sets who may register',
			() => operatorStaking.setRegistration('AllowList'),
			bob,
			'BadOrigin',
		],
		['allows accounts', () => operatorStaking.allow(bob.address), bob, 'BadOrigin'],
		[
			'opens plain pools',
			() => operatorStaking.openPlainPool(NATIVE, MINIMUM),
			bob,
			'BadOrigin',
		],
		[
			'takes accounts off the list, if they are on it',
			() => bySudo(operatorStaking.disallow(bob.address)),
			alice,
			'operatorStaking.NotAllowed',
		],
	]);
});

test('every error of the pallet says what to do', () => {
	const errors = Object.values(chain.api.errors.operatorStaking).map(({ meta }) => meta);

	const silent = errors.filter(({ docs }) => docs.length === 0);

	assert.ok(errors.length >= 20);
	assert.deepEqual(silent.map(({ name }) => name.toString()), []);
});
