// SPDX-License-Identifier: Apache-2.0

/** The README's tour says what it says there. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startNode } from './lib/node.mjs';

/** A port at which nobody listens: programs do not get it by chance. */
const NOBODY = 'ws://127.0.0.1:1';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const node = await startNode('tour');
after(() => node.stop());

test('the tour prints what the README shows, and nothing else', async () => {
	const readme = readFileSync(here('../../README.md'), 'utf8');
	const [, shown] = /## The tour[\s\S]*?```text\n([\s\S]*?)```/.exec(readme);

	const tour = promisify(execFile)(process.execPath, [here('tour.mjs'), node.ws]);

	assert.deepEqual(await tour, { stdout: shown, stderr: '' });
});

test('the tour says at once how to start a node when there is none', async () => {
	const tour = promisify(execFile)(here('../tour.sh'), [NOBODY]);

	await assert.rejects(tour, ({ code, stderr }) => {
		assert.equal(code, 1);
		assert.match(stderr, /no node answers at ws:\/\/127\.0\.0\.1:1: start one .*\.\/scripts\/dev\.sh/);
		return true;
	});
});
