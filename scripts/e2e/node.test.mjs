// SPDX-License-Identifier: Apache-2.0

/** The node itself: sealing, its clock, its answers to wallets. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { alice, bob } from './lib/accounts.mjs';
import { send, startChain } from './lib/chain.mjs';
import { balance, BULW, NATIVE } from './lib/money.mjs';
import { startNode } from './lib/node.mjs';
import { chainWithSessions, exportSpec } from './lib/program.mjs';
import { rpc, RpcError } from './lib/rpc.mjs';
import { newBlock, travel } from './lib/time.mjs';

const FRESH = ['--dev', '--tmp'];
const INVALID_PARAMS = -32602;
const METHOD_NOT_FOUND = -32601;

/** @typedef {import('./lib/chain.mjs').Chain} Chain */

/** @param {Chain} chain */
const best = async ({ api }) => (await api.rpc.chain.getHeader()).number.toNumber();

/** @param {Chain} chain */
const final = async ({ api }) => {
	const hash = await api.rpc.chain.getFinalizedHead();
	return (await api.rpc.chain.getHeader(hash)).number.toNumber();
};

/** @param {Chain} chain */
const time = async ({ api }) => (await api.query.timestamp.now()).toNumber();

/** @param {Chain} chain */
const pay = ({ api }) => api.tx.balances.transferKeepAlive(bob.address, BULW);

/** Waits for something that comes by itself. */
async function eventually(what, holds, patience = 15_000) {
	const deadline = Date.now() + patience;
	while (!(await holds())) {
		assert.ok(Date.now() < deadline, `${what}, within ${patience} ms`);
		await sleep(100);
	}
}

describe('a development node', () => {
	/** @type {Chain} */
	let chain;
	before(async () => (chain = await startChain('node-dev', FRESH)));
	after(() => chain.stop());

	test('tells wallets its token, its decimals and its address format', async () => {
		const { chainDecimals, chainSS58, chainTokens } = chain.api.registry;

		assert.deepEqual([chainTokens, chainDecimals, chainSS58], [['BULW'], [12], 42]);
		assert.equal((await chain.api.rpc.system.chainType()).toString(), 'Development');
		assert.match(chain.node.log(), /Connect to ws:\/\/127\.0\.0\.1:\d+/);
	});

	test('serves the runtime API of staking to wallets that know only the metadata', () => {
		const functions = Object.keys(chain.api.call.operatorStakingApi);

		assert.deepEqual(functions.sort(), [
			'activeSet',
			'epoch',
			'operator',
			'operators',
			'pool',
			'powerHistory',
			'stakeOf',
			'stakesOf',
		]);
	});

	test('starts with a block, so that time is not zero', async () => {
		assert.ok((await best(chain)) >= 1);
		assert.ok(Math.abs((await time(chain)) - Date.now()) < 120_000);
	});

	test('seals as soon as a transaction arrives, and only then', async () => {
		const start = await best(chain);
		await sleep(1_500);
		assert.equal(await best(chain), start);

		await send(chain, pay(chain), alice);

		assert.equal(await best(chain), start + 1);
	});

	test('finalises what it has sealed', async () => {
		await send(chain, pay(chain), alice);

		const sealed = await best(chain);

		await eventually('the block is final', async () => (await final(chain)) >= sealed);
	});

	test('dev_newBlock makes a block, or as many as it is told', async () => {
		const start = await best(chain);

		const one = await newBlock(chain);
		assert.equal(await best(chain), start + 1);
		const three = await newBlock(chain, { count: 3 });
		assert.equal(await best(chain), start + 4);
		await newBlock(chain, { to: start + 6 });
		assert.equal(await best(chain), start + 6);

		for (const [hash, number] of [[one, start + 1], [three, start + 4]]) {
			const header = await chain.api.rpc.chain.getHeader(hash);
			assert.equal(header.number.toNumber(), number);
		}
	});

	test('keeps the state of every block', async () => {
		const start = await best(chain);
		await newBlock(chain, { count: 300 });
		await eventually('they are final', async () => (await final(chain)) >= start + 300);

		const block = await chain.api.rpc.chain.getBlockHash(start);
		const then = await (await chain.api.at(block)).query.system.number();

		assert.equal(then.toNumber(), start);
	});

	test('dev_newBlock refuses what it does not understand', async () => {
		const start = await best(chain);

		for (const [how, message] of [
			[{ cuont: 3 }, /unknown field `cuont`/],
			[{ count: 0 }, /1 to 1000 blocks/],
			[{ to: start }, /at block \d+ already/],
			[{ count: 1, to: start + 9 }, /not both/],
			[3, /./],
		]) {
			await assert.rejects(newBlock(chain, how), { code: INVALID_PARAMS, message });
		}

		assert.equal(await best(chain), start);
	});

	test('dev_timeTravel goes to an instant, and makes one block there', async () => {
		const [start, now] = [await best(chain), await time(chain)];
		const to = now + 86_400_000;

		const arrived = await travel(chain, to);

		assert.deepEqual([arrived, await time(chain), await best(chain)], [to, to, start + 1]);
	});

	test('dev_timeTravel understands dates', async () => {
		const date = '2040-01-01T12:00:00Z';

		assert.equal(await travel(chain, date), Date.parse(date));
	});

	test('dev_timeTravel lets time go on from there, never back', async () => {
		const now = await time(chain);
		await sleep(50);

		await send(chain, pay(chain), alice);

		const later = await time(chain);
		assert.ok(later > now && later < now + 60_000, `${later - now} ms later`);
	});

	test('dev_timeTravel refuses the past and what is no date', async () => {
		const [start, now] = [await best(chain), await time(chain)];

		for (const [to, message] of [
			[now - 1, /forward only/],
			['1999-12-31', /forward only/],
			['next week', /not a date/],
			[{}, /./],
		]) {
			await assert.rejects(travel(chain, to), { code: INVALID_PARAMS, message });
		}

		assert.deepEqual([await time(chain), await best(chain)], [now, start]);
	});
});

describe('a development node whose sessions end', () => {
	/** @type {Chain} */
	let chain;
	before(async () => {
		chain = await startChain('node-sessions', [...chainWithSessions(), '--tmp']);
	});
	after(() => chain.stop());

	test('crosses the rotation by dev_newBlock, and transactions go on', async () => {
		const start = await best(chain);
		await newBlock(chain, { count: 110 });

		await send(chain, pay(chain), alice);

		assert.ok((await best(chain)) > start + 110);
	});

	test('takes every transaction, the one that waits for a rotation too', async () => {
		const sessions = async () => (await chain.api.query.session.currentIndex()).toNumber();
		const [had, before] = [await balance(chain, bob.address, NATIVE), await sessions()];

		for (let sent = 0; sent < 60; sent++) await send(chain, pay(chain), alice);

		assert.equal(await balance(chain, bob.address, NATIVE), had + 60n * BULW);
		assert.ok((await sessions()) > before);
	});
});

describe('a node that seals by hand', () => {
	/** @type {Chain} */
	let chain;
	before(async () => (chain = await startChain('node-hand', [...FRESH, '--sealing', 'manual'])));
	after(() => chain.stop());

	for (const [call, seal] of [
		['dev_newBlock', () => newBlock(chain)],
		['engine_createBlock', () => rpc(chain.node, 'engine_createBlock', true, false)],
	]) {
		test(`leaves a transaction waiting until ${call}`, async () => {
			const [start, had] = [await best(chain), await balance(chain, bob.address, NATIVE)];
			const sent = send(chain, pay(chain), alice);
			await eventually('it waits', async () => {
				return (await chain.api.rpc.author.pendingExtrinsics()).length === 1;
			});
			await sleep(1_000);
			assert.equal(await best(chain), start);

			await seal();

			await sent;
			assert.equal(await best(chain), start + 1);
			assert.equal(await balance(chain, bob.address, NATIVE), had + BULW);
		});
	}

	test('leaves finality to engine_finalizeBlock', async () => {
		const hash = await newBlock(chain);
		await sleep(1_500);
		assert.equal(await final(chain), 0);

		assert.equal(await rpc(chain.node, 'engine_finalizeBlock', hash), true);

		assert.equal(await final(chain), await best(chain));
	});

	test('engine_finalizeBlock says of a final block that it is final', async () => {
		const [below, block] = [await newBlock(chain), await newBlock(chain)];

		for (const final of [block, block, below]) {
			assert.equal(await rpc(chain.node, 'engine_finalizeBlock', final), true);
		}
	});

	test('engine_finalizeBlock fails for a block that it cannot finalise', async () => {
		const unknown = `0x${'12'.repeat(32)}`;
		const [parent, block] = [await newBlock(chain), await newBlock(chain)];
		const { hash: aside } = await rpc(chain.node, 'engine_createBlock', true, false, parent);
		assert.notEqual(aside, block);
		await rpc(chain.node, 'engine_finalizeBlock', block);

		for (const other of [unknown, aside]) {
			await assert.rejects(rpc(chain.node, 'engine_finalizeBlock', other), RpcError);
		}

		assert.equal((await chain.api.rpc.chain.getFinalizedHead()).toHex(), block);
	});

	test('engine_createBlock and engine_finalizeBlock refuse what they do not understand', async () => {
		for (const [call, ...params] of [
			['engine_createBlock'],
			['engine_createBlock', true],
			['engine_createBlock', true, false, 'best'],
			['engine_finalizeBlock'],
			['engine_finalizeBlock', 7],
		]) {
			await assert.rejects(rpc(chain.node, call, ...params), { code: INVALID_PARAMS });
		}
	});
});

describe('a node that seals by the clock', () => {
	/** @type {Chain} */
	let chain;
	before(async () => (chain = await startChain('node-clock', [...FRESH, '--sealing', '400'])));
	after(() => chain.stop());

	test('seals without transactions, and finality follows', async () => {
		const start = await best(chain);

		await eventually('five blocks', async () => (await best(chain)) >= start + 5);

		await eventually('they are final', async () => (await final(chain)) >= start + 5);
	});

	test('takes transactions into the next block', async () => {
		const had = await balance(chain, bob.address, NATIVE);

		await send(chain, pay(chain), alice);

		assert.equal(await balance(chain, bob.address, NATIVE), had + BULW);
	});
});

describe('a node without --dev', () => {
	test('has no development calls', async () => {
		const args = ['--chain', 'local', '--alice', '--tmp', '--port', '0'];
		const node = await startNode('node-local', args);
		try {
			const { methods } = await rpc(node, 'rpc_methods');

			assert.ok(methods.includes('engine_createBlock'));
			assert.deepEqual(methods.filter((method) => method.startsWith('dev_')), []);
			for (const [method, argument] of [['dev_newBlock', {}], ['dev_timeTravel', 1]]) {
				await assert.rejects(rpc(node, method, argument), { code: METHOD_NOT_FOUND });
			}
		} finally {
			await node.stop();
		}
	});
});

describe('a plain chain spec', () => {
	const folder = mkdtempSync(join(tmpdir(), 'bulwark-'));
	after(() => rmSync(folder, { recursive: true }));
	let plain;
	before(() => (plain = exportSpec('dev').toString()));
	/** The raw spec of a chain whose plain one was read, edited and written by this program. */
	const rewritten = (edit) => {
		const spec = JSON.parse(plain);
		edit(spec.genesis.runtimeGenesis.patch);
		const file = join(folder, 'plain.json');
		writeFileSync(file, JSON.stringify(spec));
		return exportSpec(file, '--raw').toString();
	};
	const genesis = (raw) => JSON.parse(raw).genesis.raw;

	test('is the same after JavaScript has read and written it', () => {
		const raw = exportSpec('dev', '--raw').toString();

		assert.deepEqual(genesis(rewritten(() => {})), genesis(raw));
	});

	for (const [what, edit, field] of [
		[
			'a fraction above one',
			({ restaking }) => (restaking.slashCaps[0][1] = '1000000000000000001'),
			/restaking\.slashCaps\[0\]\[1\]: /,
		],
		[
			'epochs that never end',
			({ operatorStaking }) => (operatorStaking.clock.length = 2 ** 52),
			/operatorStaking\.clock\.length: /,
		],
		[
			'stake below the minimum',
			({ operatorStaking }) => (operatorStaking.operators[0].pools[1].stakes[0][1] = 1),
			/operatorStaking\.operators\[0\]\.pools\[1\]\.stakes\[0\]: BelowMinimum/,
		],
	]) {
		test(`is refused with ${what}, by the name of the field`, () => {
			assert.throws(() => rewritten(edit), { message: field });
		});
	}
});

test('a node that is told nonsense does not start, and says why', async () => {
	const start = startNode('node-nonsense', ['--dev', '--tmp', '--sealing', 'sometimes']);

	await assert.rejects(start, /use `instant`, `manual` or a number of milliseconds/);
});
