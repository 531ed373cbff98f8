// SPDX-License-Identifier: Apache-2.0

/** The program under test, and the chain it starts for most tests. */

import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `BULWARK_NODE`, or what `scripts/dev.sh` builds. */
export const PROGRAM = process.env.BULWARK_NODE ?? join(targetFolder(), 'debug', 'bulwark-node');

const CACHE = fileURLToPath(new URL('../node_modules/.cache/bulwark', import.meta.url));

/**
 * The arguments for the development chain, with its genesis made once for each build: `--dev` alone
 * compiles the runtime twice more, seconds at each start.
 *
 * @returns {string[]}
 */
export function developmentChain() {
	const { mtimeMs, size } = statSync(PROGRAM);
	const file = join(CACHE, `development-${size}-${Math.trunc(mtimeMs)}.json`);
	if (!existsSync(file)) {
		const spec = execFileSync(PROGRAM, ['export-chain-spec', '--chain', 'dev', '--raw'], {
			maxBuffer: 2 ** 28,
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		mkdirSync(CACHE, { recursive: true });
		// Another test file may be doing the same: each writes its own, and whole.
		writeFileSync(`${file}.${process.pid}`, spec);
		renameSync(`${file}.${process.pid}`, file);
		forgetOtherBuilds(file);
	}
	return ['--dev', '--chain', file];
}

function forgetOtherBuilds(file) {
	const others = readdirSync(CACHE).filter((name) => !name.startsWith(basename(file)));
	for (const name of others) rmSync(join(CACHE, name), { force: true });
}

function targetFolder() {
	const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	return process.env.CARGO_TARGET_DIR ?? join(cache, 'bulwark', 'target');
}
