// SPDX-License-Identifier: Apache-2.0

/** A node that is killed in the middle of its work opens again, and the books balance. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { alice, newcomer, wellKnown } from './lib/accounts.mjs';
import { send, startChain } from './lib/chain.mjs';
import { BULW, DOLLAR, NATIVE, USDX } from './lib/money.mjs';
import { minSelfStake, newOperator } from './lib/operators.mjs';
import { fractions, percent, undisputed } from './lib/restaking.mjs';
import { rpc } from './lib/rpc.mjs';
import { assertBooksBalance } from './lib/storage.mjs';
import { goToEpoch } from './lib/time.mjs';

/** The length of the burst, and of the part that the database may not have written yet. */
const BURST = 8_000;
const LOST = 5_000;

test('a killed node opens again where it was, and the pots hold what they owe', async (t) => {
	const folder = await mkdtemp(join(tmpdir(), 'bulwark-e2e-'));
	const chains = [];
	t.after(async () => {
		for (const chain of chains) await chain.stop();
		await rm(folder, { recursive: true });
	});

	const args = ['--dev', '--base-path', folder];
	const first = await startChain('crash-before', args);
	chains.push(first);
	const pools = await prepare(first);
	await assertBooksBalance(first);

	const work = burst(first, pools);
	await sleep(BURST);
	const killed = Date.now();
	await first.node.kill();
	const heads = await work;
	await first.api.disconnect();

	const second = await startChain('crash-after', args);
	chains.push(second);
	const best = (await second.api.rpc.chain.getHeader()).number.toNumber();
	const expected = heads.filter(({ at }) => at < killed - LOST).at(-1);
	const last = heads.at(-1);
	t.diagnostic(`killed at block ${last.number}, opened at block ${best}`);
	assert.ok(last.at > killed - 1_000, 'it was killed in the middle of its work');
	assert.ok(best >= expected.number, `block ${best} is there, ${expected.number} was old enough`);
	await assertBooksBalance(second);

	const { block } = await send(second, delegate(second, pools[0], 5n * BULW), alice);
	const header = await second.api.rpc.chain.getHeader(block);
	assert.ok(header.number.toNumber() > best, 'the chain goes on');
	await goToEpoch(second);
	await assertBooksBalance(second);
	await finalised(second, header.number.toNumber());
});

/** An operator with two pools, stake, unbonding stake, and a slash. */
async function prepare(chain) {
	const { operatorStaking } = chain.api.tx;
	const operator = newcomer('Prover');
	const own = 2n * (await minSelfStake(chain));
	const what = { own, assets: [NATIVE, USDX], budget: fractions(50) };
	const pools = await newOperator(chain, operator, what);

	await goToEpoch(chain);
	for (const who of wellKnown) {
		await send(chain, delegate(chain, pools[0], 100n * BULW + 1n), who);
		await send(chain, delegate(chain, pools[1], 100n * DOLLAR + 1n), who);
	}
	const fault = await goToEpoch(chain);
	for (const poolId of pools) {
		const amount = { Exactly: 7n * DOLLAR };
		await send(chain, operatorStaking.undelegate(poolId, amount), alice);
	}
	await send(chain, await undisputed(chain, operator, fault, percent(10)), alice);
	await send(chain, operatorStaking.topUpBond(), operator);
	return pools;
}

/**
 * Delegates from everybody as fast as the node takes it, until it is gone. Returns when which block
 * was seen.
 */
async function burst(chain, pools) {
	const { api, node } = chain;
	const heads = [];
	await api.rpc.chain.subscribeNewHeads(({ number }) => {
		heads.push({ number: number.toNumber(), at: Date.now() });
	});

	const work = wellKnown.map(async (who) => {
		const first = (await api.rpc.system.accountNextIndex(who.address)).toNumber();
		for (let nonce = first; ; nonce++) {
			const poolId = pools[nonce % pools.length];
			const signed = await delegate(chain, poolId, DOLLAR).signAsync(who, { nonce, era: 0 });
			await rpc(node, 'author_submitExtrinsic', signed.toHex());
		}
	});
	const ends = await Promise.allSettled(work);

	for (const { reason } of ends) {
		assert.equal(reason.message, 'fetch failed', 'only the kill ends it');
	}
	return heads;
}

function delegate({ api }, poolId, amount) {
	return api.tx.operatorStaking.delegate(poolId, amount);
}

async function finalised({ api }, number) {
	for (let tries = 0; tries < 100; tries++) {
		const hash = await api.rpc.chain.getFinalizedHead();
		if ((await api.rpc.chain.getHeader(hash)).number.toNumber() >= number) return;
		await sleep(100);
	}
	assert.fail(`block ${number} is not final after ten seconds`);
}
