// SPDX-License-Identifier: Apache-2.0

/**
 * Rehearses the way in on wasm, in Chopsticks: BULWARK_NODE=... BULWARK_WASM=... node upgrade.mjs
 *
 * The chain before the upgrade is the development chain with accounts, assets and authors. Its runtime knows our pallets,
 * as there is one runtime only; right before the upgrade all that they have stored is removed, their versions too, and
 * the runtime that ran last is said to be an older one. So the block after that finds what it would find on a chain that
 * never had them. `BULWARK_WASM` is the new runtime, built with the feature `try-runtime`: first all its checks run, on a copy,
 * then the upgrade itself, and then an operator, its stakers, a reward, a fault and its slash.
 */

import { setStorage } from '@acala-network/chopsticks-core';
import { Keyring } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { forget, newBlock, send, setCode, start, travel } from './lib/chain.mjs';
import { bareSpec } from './lib/spec.mjs';

const OURS = ['OperatorStaking', 'StakingRewards', 'Restaking', 'Programmes', 'Rollup'];
const [BULW, DAY] = [10n ** 12n, 86_400_000];
const [GOVERNANCE, ROLLUP, STANDALONE, POOL] = [1, 2, 1, 2];
const TREASURY = `0x${Buffer.from('modlbw/treas').toString('hex').padEnd(64, '0')}`;
const AFTERNOON = Date.parse('2026-01-05T13:15:00Z');
/** Parts of 10¹⁸, in percent. */
const percent = (part) => BigInt(part) * 10n ** 16n;

await cryptoWaitReady();
const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
const [alice, bob, dave] = ['Alice', 'Bob', 'Dave'].map((name) => keyring.addFromUri(`//${name}`));

const chain = await start(bareSpec());
const { api, blocks } = chain;
const { operatorStaking, restaking, rollup, stakingRewards, sudo } = api.tx;
const epoch = () => api.call.operatorStakingApi.epoch();
const say = (text) => console.log(text);

await travel(chain, AFTERNOON);
await newBlock(chain);
const removed = await forget(chain, OURS);
const { specName, specVersion } = await blocks.head.runtimeVersion;
const older = api.registry.createType('(Compact<u32>, Text)', [specVersion - 1, specName]);
await setStorage(blocks, [[api.query.system.lastRuntimeUpgrade.key(), older.toHex()]]);
say(`A chain of ${blocks.head.number} blocks without our pallets: ${removed} entries of theirs are removed`);

setCode(chain, process.env.BULWARK_WASM);
const ALL_CHECKS = '0x01';
const { result } = await blocks.head.call('TryRuntime_on_runtime_upgrade', [ALL_CHECKS]);
const [weight, room] = api.registry.createType('(WeightV2, WeightV2)', result);
const share = ((100 * Number(weight.refTime)) / Number(room.refTime)).toFixed(1);
say(`Its upgrade passes all checks, and weighs ${share} % of a block`);

const before = Number(await api.query.timestamp.now());
const told = await newBlock(chain);
const ofOurs = told.filter(({ method }) => /^Initial/.test(method));
for (const { section, method, data } of ofOurs) say(`  ${section}.${method} ${data}`);
assert.deepEqual(
	ofOurs.map(({ section, method }) => `${section}.${method}`),
	['operatorStaking', 'stakingRewards', 'restaking'].map((section) => `${section}.Initialized`),
);
const { start: begin, end, window } = await epoch();
assert.equal(Number(begin), before);
assert.equal(Number(end) - Number(begin), DAY);
for (const pallet of OURS) {
	const section = pallet[0].toLowerCase() + pallet.slice(1);
	assert.equal((await api.query[section].palletVersion()).toNumber(), 1);
}
assert((await api.call.operatorStakingApi.pool(STANDALONE)).isSome);
for (const consumer of [GOVERNANCE, ROLLUP]) {
	const { manager, terms } = (await api.call.restakingApi.consumer(consumer)).unwrap();
	assert.deepEqual([manager, terms.resolver.unwrap()].map((who) => who.toHex()), [TREASURY, TREASURY]);
}
assert((await api.call.restakingApi.consumer(ROLLUP + 1)).isNone);
await send(chain, sudo.sudo(rollup.setSigning(true)), alice);
say('The block of the upgrade has the pool, both consumers of the chain, and the clock of a day, from the block before on');

/** Two blocks in an epoch, counted from that of the upgrade: one elects, and in the other the set serves. */
async function goTo(count) {
	await travel(chain, Number(begin) + count * DAY);
	await newBlock(chain);
	return (await epoch()).current.toNumber();
}
const valueOf = async (who) => {
	const stake = await api.call.operatorStakingApi.stakeOf(POOL, who.address);
	return BigInt(stake.unwrap().value.toString());
};
const free = async (who) => (await api.query.system.account(who.address)).data.free.toBigInt();

await send(chain, operatorStaking.register(), alice);
await send(chain, operatorStaking.openPool('Native', BULW, { multiplier: 100, delegationsEarn: true }), alice);
await send(chain, operatorStaking.delegate(POOL, 5_000n * BULW), alice);
await send(chain, restaking.setSlashCap(percent(50)), alice);
await send(chain, restaking.optIn(GOVERNANCE, 1, { bond: percent(100), pools: percent(50) }), alice);
await goTo(1);
const { members } = await api.call.operatorStakingApi.activeSet();
assert.deepEqual(members.map(String), [alice.address]);
await send(chain, operatorStaking.delegate(POOL, 1_000n * BULW), bob);
say('Alice registers, opens a pool and opts in to governance; a day later she serves, and Bob stakes with her');

const fault = await goTo(2);
await send(chain, operatorStaking.delegate(POOL, 1_000n * BULW), dave);
const payment = stakingRewards.reward({ Operator: alice.address }, 'Native', 60n * BULW, fault);
await send(chain, sudo.sudo(payment), alice);
const poor = await free(bob);
await send(chain, stakingRewards.claim({ Stake: { poolId: POOL, staker: bob.address } }, null), dave);
assert.equal((await free(bob)) - poor, 10n * BULW);
say('Bob, a sixth of her stake, claims a sixth of a reward');

const request = { fractions: { bond: percent(10), pools: percent(10) }, quantity: null };
const [evidence, id] = ['e5', '01'].map((byte) => `0x${byte.repeat(32)}`);
const report = restaking.reportSlash(GOVERNANCE, alice.address, { Epoch: fault }, request, evidence, id);
await send(chain, sudo.sudo(report), alice);
for (let count = 0; count < 10; count++) await newBlock(chain);
await goTo(5);
await send(chain, restaking.settle(1), dave);
assert.equal(await valueOf(bob), 900n * BULW);
assert.equal(await valueOf(dave), 1_000n * BULW);
say('A fault is reported, disputed by nobody and settled: Bob loses a tenth, Dave, who came after it, nothing');

await send(chain, operatorStaking.undelegate(POOL, 'All'), bob);
await goTo(5 + window.toNumber() + 1);
const poorer = await free(bob);
await send(chain, operatorStaking.withdraw(POOL, bob.address), dave);
assert.equal((await free(bob)) - poorer, 900n * BULW);
say('Bob leaves: his stake is back when nobody can slash it any more');

// Closing Chopsticks waits for a worker that does not end.
process.exit();
