// SPDX-License-Identifier: Apache-2.0

/** Runs the built node: starts it, waits until it answers, and never leaves it behind. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PROGRAM } from './program.mjs';

/** The folder for the output of every node, overwritten by the next run. */
const LOGS = fileURLToPath(new URL('../logs', import.meta.url));

/** The time that a node may take to answer, and to stop. */
const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 10_000;

/** A fresh development chain, which keeps nothing. */
const FRESH = ['--dev', '--tmp'];

/** Nodes that this process has started and not stopped. */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.once(signal, () => process.exit(1));
}

/**
 * A node that answers.
 *
 * @typedef {object} Node
 * @property {string} ws Where wallets connect.
 * @property {string} http The same over HTTP.
 * @property {() => string} log All that it has said.
 * @property {() => Promise<void>} stop Lets it end in order.
 * @property {() => Promise<void>} kill Ends it at once, as a power cut does.
 */

/**
 * Starts a node on free ports.
 *
 * @param {string} name Names its log.
 * @param {string[]} [args] Its command line; a fresh development chain if left out.
 * @param {Record<string, string>} [environment] Its environment, beside that of the test.
 * @returns {Promise<Node>}
 */
export async function startNode(name, args = FRESH, environment = {}) {
	mkdirSync(LOGS, { recursive: true });
	const file = join(LOGS, `${name}.log`);
	const output = openSync(file, 'w');
	const child = spawn(PROGRAM, ['--rpc-port', '0', '--no-prometheus', ...args], {
		env: { ...process.env, ...environment },
		stdio: ['ignore', output, output],
	});
	child.unref(); // a test that fails does not wait for it
	running.add(child);
	child.once('exit', () => running.delete(child));
	child.once('error', () => running.delete(child));

	const log = () => readFileSync(file, 'utf8');
	const address = await listening(child, log);

	return {
		ws: `ws://${address}`,
		http: `http://${address}`,
		log,
		stop: () => end(child, 'SIGTERM'),
		kill: () => end(child, 'SIGKILL'),
	};
}

/** Waits for the line that says where the RPC server listens, once it does. */
async function listening(child, log) {
	let failure;
	child.once('error', (error) => (failure = `${PROGRAM} does not start: ${error.message}`));
	child.once('exit', (code, signal) => (failure = `the node ended with ${code ?? signal}`));

	const deadline = Date.now() + START_TIMEOUT;
	while (!failure && Date.now() < deadline) {
		const address = /Running JSON-RPC server: addr=(127\.0\.0\.1:\d+)/.exec(log())?.[1];
		if (address) return address;
		await sleep(50);
	}

	child.kill('SIGKILL');
	throw new Error(`${failure ?? 'the node does not answer'}\n${lastLines(log(), 30)}`);
}

/** Ends a node, the hard way if it does not follow. */
async function end(child, signal) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.ref(); // it is waited for now
	const ended = once(child, 'exit');
	child.kill(signal);

	const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
	await ended;
	clearTimeout(patience);
}

function lastLines(text, count) {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}
