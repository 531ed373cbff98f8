// SPDX-License-Identifier: Apache-2.0

/**
 * Signing with the hash of the metadata, as a device does that shows what it signs. `BULWARK_WASM` names the runtime that
 * `scripts/wasm.sh` has built; the one in the node is built without the hash.
 */

import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createClient } from 'polkadot-api';
import { getPolkadotSigner, withMetadataHash } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { alice, bob } from '../lib/accounts.mjs';
import { send, startChain } from '../lib/chain.mjs';
import { BULW } from '../lib/money.mjs';
import { chainWithCode } from '../lib/program.mjs';
import { eventOf } from '../lib/rewards.mjs';
import { rpc } from '../lib/rpc.mjs';

/** @typedef {import('../lib/chain.mjs').Chain} Chain */

const chain = await startChain('metadata-hash', chainWithCode(process.env.BULWARK_WASM));
after(() => chain.stop());

/** The version of the metadata of which the hash is made. */
const VERSION = 15;

/**
 * The hash as a wallet computes it: of the metadata, and of what the chain says of itself.
 *
 * @param {Chain} chain
 */
async function metadataHash({ api, node }) {
	const metadata = await api.call.metadata.metadataAtVersion(VERSION);
	const { specName, specVersion } = await rpc(node, 'state_getRuntimeVersion');
	const { ss58Format, tokenDecimals, tokenSymbol } = await rpc(node, 'system_properties');
	const merkleized = merkleizeMetadata(metadata.unwrap().toU8a(true), {
		base58Prefix: ss58Format,
		decimals: tokenDecimals,
		specName,
		specVersion,
		tokenSymbol,
	});
	return `0x${Buffer.from(merkleized.digest()).toString('hex')}`;
}

/** @param {Chain} chain */
const payment = ({ api }) => api.tx.balances.transferKeepAlive(bob.address, BULW);

/** @param {string} hash */
const signedWith = (hash) => ({ mode: 1, metadataHash: hash });

test('a transaction that is signed with the hash of the metadata is included', async () => {
	const signing = signedWith(await metadataHash(chain));

	const receipt = await send(chain, payment(chain), alice, signing);

	assert.deepEqual(eventOf(receipt, 'balances.Transfer'), { from: alice.address, to: bob.address, amount: BULW });
});

test('PAPI signs with the hash that it computes', async (t) => {
	const client = createClient(getWsProvider(chain.node.ws));
	t.after(() => client.destroy());
	const { tokenDecimals, tokenSymbol } = await rpc(chain.node, 'system_properties');
	const plain = getPolkadotSigner(bob.publicKey, 'Sr25519', (data) => bob.sign(data));
	const signer = withMetadataHash({ decimals: tokenDecimals, tokenSymbol }, plain);

	const back = { dest: { type: 'Id', value: alice.address }, value: BULW };
	const result = await client.getUnsafeApi().tx.Balances.transfer_keep_alive(back).signAndSubmit(signer);

	assert.equal(result.ok, true, JSON.stringify(result.dispatchError));
});

test('one that is signed with another hash is refused', async () => {
	const another = (await metadataHash(chain)).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));

	await assert.rejects(send(chain, payment(chain), alice, signedWith(another)), /1010: .*bad signature/);
});

test('one that is signed without a hash is included', async () => {
	const receipt = await send(chain, payment(chain), alice);

	assert.equal(eventOf(receipt, 'balances.Transfer').amount, BULW);
});

test('a runtime that was built without the hash cannot check one', async (t) => {
	const without = await startChain('no-metadata-hash');
	t.after(() => without.stop());

	const sent = send(without, payment(without), alice, signedWith(await metadataHash(without)));

	await assert.rejects(sent, /1011: .*CannotLookup/);
});
