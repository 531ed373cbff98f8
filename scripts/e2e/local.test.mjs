// SPDX-License-Identifier: Apache-2.0

/** Two nodes of a local chain: Alice's makes the blocks, and both finalise the same. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { alice, bob } from './lib/accounts.mjs';
import { connect, disconnect, send } from './lib/chain.mjs';
import { balance, BULW, NATIVE } from './lib/money.mjs';
import { startNode } from './lib/node.mjs';
import { rpc } from './lib/rpc.mjs';

const LOCAL = ['--chain', 'local', '--tmp', '--port', '0', '--no-mdns'];

/** The time in which blocks come from one node to the other. */
const PATIENCE = 60_000;

/** The time in which a second author would make a block, and finalise it. */
const ALONE = 3_000;

describe('two nodes of a local chain', () => {
	let author, follower, alone;
	before(async () => {
		follower = await startNode('local-bob', [...LOCAL, '--bob']);
		await sleep(ALONE);
		alone = await rpc(follower, 'chain_getHeader');
		const addresses = await rpc(follower, 'system_localListenAddresses');
		const address = addresses.find((each) => each.startsWith('/ip4/127.0.0.1/'));
		const flags = ['--alice', '--sealing', '500', '--bootnodes', address];
		author = await startNode('local-alice', [...LOCAL, ...flags]);
	});
	after(async () => {
		await author?.stop();
		await follower?.stop();
	});

	test('have no blocks without the author', () => {
		assert.equal(Number(alone.number), 0);
	});

	test('finalise one chain', async () => {
		const [five, ten] = [await finalised(follower, 5), await finalised(follower, 10)];

		for (const [number, hash] of [[5, five], [10, ten]]) {
			assert.equal(await finalised(author, number), hash);
		}
	});

	test('have one author, and only its node has the calls that make blocks', async () => {
		const making = async (node) => {
			const { methods } = await rpc(node, 'rpc_methods');
			return methods.filter((method) => method.startsWith('engine_'));
		};

		assert.equal((await making(author)).length, 2);
		assert.deepEqual(await making(follower), []);
		assert.match(follower.log(), /Sealing: by Alice's node, which this one follows/);
	});

	test('take transactions from each other', async () => {
		const api = await connect(follower);
		const chain = { node: follower, api };
		const had = await balance(chain, bob.address, NATIVE);

		await send(chain, api.tx.balances.transferKeepAlive(bob.address, BULW), alice);

		assert.equal(await balance(chain, bob.address, NATIVE), had + BULW);
		await disconnect(api);
	});
});

test('a node that follows is not told how to make blocks', async () => {
	const start = startNode('local-nonsense', [...LOCAL, '--bob', '--sealing', '500']);

	await assert.rejects(start, /--sealing is for the node that makes the blocks/);
});

/** The hash of a block, once the node says that it is final. */
async function finalised(node, number) {
	const deadline = Date.now() + PATIENCE;
	for (;;) {
		const head = await rpc(node, 'chain_getHeader', await rpc(node, 'chain_getFinalizedHead'));
		if (Number(head.number) >= number) return rpc(node, 'chain_getBlockHash', number);
		assert.ok(Date.now() < deadline, `block ${number} is final, within ${PATIENCE} ms`);
		await sleep(200);
	}
}
