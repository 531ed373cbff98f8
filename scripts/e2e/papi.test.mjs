// SPDX-License-Identifier: Apache-2.0

/**
 * The other client library: PAPI waits for final blocks, and knows the chain by its metadata.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { bob } from './lib/accounts.mjs';
import { BULW } from './lib/money.mjs';
import { startNode } from './lib/node.mjs';

assert.ok(globalThis.WebSocket, 'on Node 20 PAPI needs: node --experimental-websocket');

/** Half, in the 10⁻¹⁸ steps of the chain. */
const HALF = 5n * 10n ** 17n;

const signer = getPolkadotSigner(bob.publicKey, 'Sr25519', (data) => bob.sign(data));

/** @type {import('./lib/node.mjs').Node} */
let node;
/** @type {import('polkadot-api').PolkadotClient} */
let client;
/** @type {any} */
let api;
before(async () => {
	node = await startNode('papi');
	client = createClient(getWsProvider(node.ws));
	api = client.getUnsafeApi();
});
after(async () => {
	client?.destroy();
	await node.stop();
});

test('PAPI reads constants, storage and the runtime API', async () => {
	const account = await api.query.System.Account.getValue(bob.address);
	assert.ok(account.data.free > 0n);

	const window = await api.constants.OperatorStaking.Window();
	const epoch = await api.apis.OperatorStakingApi.epoch();
	assert.equal(epoch.window, window);
	assert.ok(epoch.start <= Date.now() && epoch.end > epoch.start);

	const pools = await api.query.OperatorStaking.Pools.getEntries();
	assert.ok(pools.length > 0, 'the development chain has pools');

	const { members, ranking, size } = await api.apis.OperatorStakingApi.active_set();
	assert.equal(members.length, size);
	assert.deepEqual(ranking.map(({ operator }) => operator), members);
	assert.ok(members.includes(bob.address));
});

test('PAPI delegates, sees the block final, and reads the events', async () => {
	const { pool_id, amount } = await nativePool();

	const tx = api.tx.OperatorStaking.delegate({ pool_id, amount });
	const result = await tx.signAndSubmit(signer);

	assert.equal(result.ok, true, JSON.stringify(result.dispatchError));
	const said = api.event.OperatorStaking.Delegated.filter(result.events);
	assert.equal(said.length, 1);
	const { current } = await api.apis.OperatorStakingApi.epoch({ at: result.block.hash });
	const effective_from = current + 1;
	assert.deepEqual(said[0].payload, { pool_id, staker: bob.address, amount, effective_from });
	const view = await api.apis.OperatorStakingApi.stake_of(pool_id, bob.address);
	assert.ok(view.value >= amount);
});

test('PAPI reads a pool\'s rewards, stakes a position, and finds it', async () => {
	const { tiers, assets, destination } = await api.apis.StakingRewardsApi.reward_pool(1);
	assert.ok(tiers.length > 0 && assets.length > 0, 'Alice\'s pool pays and offers lock tiers');
	const [tier] = tiers;

	const what = { pool_id: 1, amount: 5n * BULW, tier, max_penalty: HALF, destination };
	const tx = api.tx.StakingRewards.stake(what);
	const result = await tx.signAndSubmit(signer);

	assert.equal(result.ok, true, JSON.stringify(result.dispatchError));
	const [{ payload: staked }] = api.event.StakingRewards.Staked.filter(result.events);
	assert.deepEqual([staked.owner, staked.tier], [bob.address, tier]);
	const owned = await api.apis.StakingRewardsApi.positions_of(bob.address);
	assert.deepEqual(owned, [staked.position_id]);
	const view = await api.apis.StakingRewardsApi.position(staked.position_id);
	assert.deepEqual([view.pending, view.expiry], [5n * BULW, staked.expiry]);
});

test('PAPI names the error of a refused call', async () => {
	const { pool_id } = await nativePool();

	const tx = api.tx.OperatorStaking.delegate({ pool_id, amount: 0n });
	const result = await tx.signAndSubmit(signer);

	assert.equal(result.ok, false);
	const { type, value: pallet } = result.dispatchError;
	const said = [type, pallet.type, pallet.value.type];
	assert.deepEqual(said, ['Module', 'OperatorStaking', 'BelowMinimum']);
});

/** An open pool in the native token, and its least deposit. */
async function nativePool() {
	const pools = await api.query.OperatorStaking.Pools.getEntries();
	const found = pools.find(({ value }) => value.asset.type === 'Native');
	assert.ok(found, 'the development chain has a native pool');
	const [pool_id] = found.keyArgs;
	return { pool_id, amount: found.value.minimum + BULW };
}
