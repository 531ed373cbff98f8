// SPDX-License-Identifier: Apache-2.0

/** The program under test, and chains whose genesis is not one of its own. */

import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `BULWARK_NODE`, or what `scripts/dev.sh` builds. */
export const PROGRAM = process.env.BULWARK_NODE ?? join(targetFolder(), 'debug', 'bulwark-node');

const CACHE = fileURLToPath(new URL('../node_modules/.cache/bulwark', import.meta.url));

/** The key of the runtime in the state: `:code`. */
const CODE = '0x3a636f6465';

/** The shortest epochs into which two sessions fit, in milliseconds: authors follow the active set within them. */
const LONG_EPOCH = 600_000;

/**
 * The arguments for a development chain on which sessions end, every fiftieth block: its epochs are
 * ten minutes instead of one.
 *
 * @returns {string[]}
 */
export function chainWithSessions() {
	const file = cached('with-sessions', () => {
		const spec = exportSpec('dev').toString();
		const longer = join(CACHE, `plain-${process.pid}.json`);
		writeFileSync(longer, spec.replace('"length": 60000', `"length": ${LONG_EPOCH}`));
		const raw = exportSpec(longer, '--raw');
		rmSync(longer);
		return raw;
	});
	return ['--dev', '--chain', file];
}

/**
 * The arguments for a development chain with another runtime than that of the program.
 *
 * @param {string} wasm The file of the runtime, compressed or not.
 * @returns {string[]}
 */
export function chainWithCode(wasm) {
	const file = cached(`with-code-${buildOf(wasm)}`, () => {
		const spec = JSON.parse(exportSpec('dev', '--raw').toString());
		spec.genesis.raw.top[CODE] = `0x${readFileSync(wasm, 'hex')}`;
		return JSON.stringify(spec);
	});
	return ['--dev', '--chain', file];
}

/** A file of this build that is made by the first who needs it. */
function cached(name, make) {
	const build = buildOf(PROGRAM);
	const file = join(CACHE, `${build}-${name}.json`);
	if (!existsSync(file)) {
		mkdirSync(CACHE, { recursive: true });
		// Another test file may be doing the same: each writes its own, and whole.
		writeFileSync(`${file}.${process.pid}`, make());
		renameSync(`${file}.${process.pid}`, file);
		forgetOtherBuilds(build);
	}
	return file;
}

/**
 * A chain spec as the node exports it. Throws with what the node says if there is none.
 *
 * @param {string} chain Its name, or a file.
 * @param {...string} options
 */
export function exportSpec(chain, ...options) {
	return execFileSync(PROGRAM, ['export-chain-spec', '--chain', chain, ...options], {
		maxBuffer: 2 ** 28,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** Tells one build of a file from another. */
function buildOf(file) {
	const { mtimeMs, size } = statSync(file);
	return `${size}-${Math.trunc(mtimeMs)}`;
}

function forgetOtherBuilds(build) {
	const isOther = (name) => !name.startsWith(build) && !name.startsWith('plain-');
	const others = readdirSync(CACHE).filter(isOther);
	for (const name of others) rmSync(join(CACHE, name), { force: true });
}

function targetFolder() {
	const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	return process.env.CARGO_TARGET_DIR ?? join(cache, 'bulwark', 'target');
}
