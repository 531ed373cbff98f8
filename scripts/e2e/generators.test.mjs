// SPDX-License-Identifier: Apache-2.0

/** The metadata in the hands of generators: what they make of it is TypeScript that compiles. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
	compile,
	generateForPapi,
	generateForPolkadotJs,
	METADATA_VERSION,
} from './lib/generators.mjs';
import { startNode } from './lib/node.mjs';
import { rpc } from './lib/rpc.mjs';

/** @type {string} */
let metadata;
/** @type {import('./lib/node.mjs').Node} */
let node;
before(async () => {
	node = await startNode('generators');
	const version = `0x${METADATA_VERSION.toString(16)}000000`;
	metadata = await rpc(node, 'state_call', 'Metadata_metadata_at_version', version);
});
after(() => node?.stop());

test('the types that polkadot.js generates compile', async (t) => {
	for (const level of ['log', 'warn']) t.mock.method(console, level, () => {}); // it is talkative
	await generateForPolkadotJs(metadata);

	assert.equal(await compile('polkadot-js'), '');
});

test('the types that PAPI generates compile', async () => {
	generateForPapi(metadata);

	assert.equal(await compile('papi'), '');
});
