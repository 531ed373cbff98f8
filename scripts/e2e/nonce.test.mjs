// SPDX-License-Identifier: Apache-2.0

/** A wallet that sends one transaction after another, each with the nonce that the node tells it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { alice, bob } from './lib/accounts.mjs';
import { startChain } from './lib/chain.mjs';
import { BULW } from './lib/money.mjs';
import { rpc } from './lib/rpc.mjs';

const SENDS = 1_000;

/** The time that blocks may take to take the last ones. */
const PATIENCE = 30_000;

for (const sealing of ['instant', '100']) {
	test(`none of ${SENDS} quick transactions is refused: --sealing ${sealing}`, async (t) => {
		const chain = await startChain(`nonce-${sealing}`, ['--dev', '--tmp', '--sealing', sealing]);
		t.after(() => chain.stop());

		const refused = [];
		for (let sent = 0; sent < SENDS; sent++) {
			await pay(chain).catch(({ message }) => refused.push(message));
		}

		t.diagnostic(`${refused.length} of ${SENDS} were refused`);
		assert.deepEqual(refused, []);
		const deadline = Date.now() + PATIENCE;
		while ((await used(chain)) < SENDS && Date.now() < deadline) await sleep(100);
		assert.equal(await used(chain), SENDS, 'all of them are in blocks');
	});
}

async function pay({ api, node }) {
	const nonce = await rpc(node, 'system_accountNextIndex', alice.address);
	const payment = api.tx.balances.transferKeepAlive(bob.address, BULW / 100n);
	const signed = await payment.signAsync(alice, { nonce, era: 0 });
	return rpc(node, 'author_submitExtrinsic', signed.toHex());
}

async function used({ api }) {
	const { nonce } = await api.query.system.account(alice.address);
	return nonce.toNumber();
}
