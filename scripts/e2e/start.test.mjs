// SPDX-License-Identifier: Apache-2.0

/** The start of a node: how long it takes, what it keeps for the next one, and a port that is taken. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startNode } from './lib/node.mjs';
import { PROGRAM } from './lib/program.mjs';

/** The time in which a node that knows the runtime answers: a second, if nobody else needs the machine. */
const QUICK = 8_000;

const COMPILING = /compiling its runtime if it is new here: \d+ s/;
const FRESH = ['--dev', '--tmp'];

/** The time from which on the node says what takes so long, with the rest of the start. */
const WORTH_A_WORD = 3_000;

/** A user's cache folder, with the node's in it. */
async function userCache(t) {
	const cache = await mkdtemp(join(tmpdir(), 'bulwark-e2e-'));
	t.after(() => rm(cache, { recursive: true }));
	return { environment: { XDG_CACHE_HOME: cache }, runtimes: join(cache, 'bulwark-node', 'runtimes') };
}

/** Starts a node and stops it: the time until it answered, and what it said. */
async function timedStart(name, environment) {
	const began = Date.now();
	const node = await startNode(name, FRESH, environment);
	const took = Date.now() - began;
	await node.stop();
	return { took, log: node.log() };
}

/** The compiled runtimes in a folder, each with the time of its compilation. */
async function compilations(folder) {
	const names = await readdir(folder, { recursive: true });
	const modules = names.filter((name) => /\/wasmtime-[^/]*\/[^.]*$/.test(name));
	return Promise.all(
		modules.map(async (name) => `${name} ${(await stat(join(folder, name))).mtimeMs}`),
	);
}

test('a runtime is compiled at its first start, with a word about it, and then no more', async (t) => {
	const { environment, runtimes } = await userCache(t);

	const first = await timedStart('start-first', environment);
	const compiled = await compilations(runtimes);
	const second = await timedStart('start-second', environment);

	t.diagnostic(`the first start took ${first.took} ms, the second ${second.took} ms`);
	if (first.took > WORTH_A_WORD) assert.match(first.log, COMPILING);
	assert.equal(compiled.length, 1);
	assert.deepEqual(await compilations(runtimes), compiled);
	assert.ok(second.took < first.took && second.took < QUICK);
	assert.equal((await stat(runtimes)).mode & 0o777, 0o700);
});

test('compiled runtimes are not kept where others may write', async (t) => {
	const { environment, runtimes } = await userCache(t);
	await mkdir(runtimes, { recursive: true });
	await chmod(runtimes, 0o777);

	const node = await startNode('start-open', FRESH, environment);
	await node.stop();

	assert.match(node.log(), /Compiled runtimes are not kept.*others may use .*\/runtimes.*chmod 700/);
	assert.deepEqual(await readdir(runtimes), []);
});

for (const flag of ['--rpc-port', '--prometheus-port', '--port']) {
	test(`a taken port is an error that names it: ${flag}`, async (t) => {
		const node = await startNode('start-taken');
		t.after(() => node.stop());
		const port = new URL(node.http).port;
		const others = flag === '--rpc-port' ? [] : ['--rpc-port', '0'];
		const began = Date.now();

		const second = promisify(execFile)(PROGRAM, [...FRESH, ...others, flag, port], { timeout: QUICK });

		await assert.rejects(second, ({ code, stderr }) => {
			assert.equal(code, 1);
			assert.match(stderr, new RegExp(`Error: port ${port} is taken: .*${flag}`));
			return true;
		});
		t.diagnostic(`it took ${Date.now() - began} ms to say so`);
	});
}
