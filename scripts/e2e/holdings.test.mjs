// SPDX-License-Identifier: Apache-2.0

/** Stake stays visible: everything of an account in one call, and operators in pages. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { alice, bob, charlie, eve, newcomer } from './lib/accounts.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, NATIVE } from './lib/money.mjs';
import { optInsView } from './lib/restaking.mjs';
import { assertClaims, availableReward, ofStake, positionView, stakePosition, tier } from './lib/rewards.mjs';
import { goToEpoch } from './lib/time.mjs';
import { holdingsOf, operatorsAfter, operatorView, poolView, stakeView } from './lib/views.mjs';

const chain = await startChain('holdings');
after(() => chain.stop());

const { operatorStaking, stakingRewards } = chain.api.tx;

/** Pools of Alice, Bob and Charlie in the native token. At genesis Eve has stake in the first two, and in Alice's second. */
const ALICES = 1n;
const BOBS = 3n;
const CHARLIES = 5n;

/** A fifth, in the 10⁻¹⁸ steps of the chain. */
const FIFTH = 2n * 10n ** 17n;

describe('everything of an account', () => {
	/** @type {bigint} */
	let positionId;
	/** @type {any[]} */
	let holdings;
	before(async () => {
		await goToEpoch(chain);
		await send(chain, operatorStaking.undelegate(ALICES, { Exactly: 7n * BULW }), eve);
		await send(chain, operatorStaking.redelegate(BOBS, CHARLIES, { Exactly: 10n * BULW }), eve);
		positionId = await stakePosition(chain, eve, ALICES, 100n * BULW, tier(7, 100));
		await goToEpoch(chain);
		await goToEpoch(chain);
		holdings = await holdingsOf(chain, eve.address);
	});

	test('is stake, unbonding stake, stake on its way and positions, by pool', () => {
		const [atAlice, inUsdx, atBob] = holdings;

		assert.deepEqual(holdings.map(({ poolId }) => poolId), [ALICES, 2n, BOBS]);
		assert.equal(atAlice.stake.value, 9_993n * BULW);
		assert.deepEqual(atAlice.stake.exits.map(({ value }) => value), [7n * BULW]);
		assert.deepEqual(atAlice.positions.map(({ active }) => active), [100n * BULW]);
		const [{ to, exits }] = atBob.stake.redelegations;
		assert.deepEqual([to, exits.map(({ value }) => value)], [CHARLIES, [10n * BULW]]);
		assert.deepEqual([inUsdx.asset, inUsdx.operator, inUsdx.positions], [{ WithId: 1n }, alice.address, []]);
	});

	test('is what the pallets say one by one', async () => {
		for (const { poolId, stake, claimable } of holdings) {
			assert.deepEqual(stake, await stakeView(chain, poolId, eve.address));
			assert.deepEqual(claimable, await availableReward(chain, ofStake(poolId, eve)));
		}
		assert.deepEqual(holdings[0].positions, [await positionView(chain, positionId)]);
	});

	test('is paid as it was shown', async () => {
		const [{ claimable: [[asset, amount]] }] = holdings;

		assert.equal(asset, NATIVE);
		await assertClaims(chain, ofStake(ALICES, eve), eve, [[eve.address, NATIVE, amount]]);
	});

	test('is nothing for a newcomer', async () => {
		assert.deepEqual(await holdingsOf(chain, newcomer('Nobody').address), []);
	});
});

describe('operators', () => {
	/** @type {any[]} */
	let profiles;
	before(async () => {
		await send(chain, stakingRewards.setCommission(FIFTH), charlie);
		const page = await operatorsAfter(chain, null, 2);
		profiles = [...page, ...(await operatorsAfter(chain, page.at(-1).account, 2))];
	});

	test('are all there once, page after page', () => {
		const all = [alice, bob, charlie].map(({ address }) => address);

		assert.deepEqual(profiles.map(({ account }) => account).sort(), all.sort());
	});

	test('are shown with state, power, commission, pools and opt-ins', async () => {
		for (const { account, operator, pools, optIns } of profiles) {
			assert.deepEqual(operator, await operatorView(chain, account));
			assert.deepEqual(pools.map(([id]) => id), operator.poolIds);
			for (const [id, pool] of pools) assert.deepEqual(pool, await poolView(chain, id));
			assert.deepEqual(optIns, await optInsView(chain, { address: account }));
		}
		const { commission } = profiles.find(({ account }) => account === charlie.address);
		assert.deepEqual([commission.current, commission.next], [0n, FIFTH]);
	});
});
