// SPDX-License-Identifier: Apache-2.0

/** The signers outside the chain make what the vectors of the pallet say. No node runs. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { hexToU8a, stringToU8a, u8aToHex } from '@polkadot/util';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import {
	aggregate,
	batchId,
	bitmapOf,
	NO_PARENT,
	possessionOf,
	publicKey,
	secretKey,
	setHash,
	sign,
	verifies,
} from './lib/bls.mjs';

const file = new URL('../../pallets/rollup/src/tests/vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8'));

const domain = { genesis: new Uint8Array(32).fill(0xb0), palletId: stringToU8a('bw/rllup') };
const hex = (bytes) => u8aToHex(bytes).slice(2);
const bytes = (text) => hexToU8a(`0x${text}`);
const filled = (byte) => new Uint8Array(32).fill(byte);

/** Account 1 has the secret 11, account 2 the secret 22, and so on. */
const secretOf = (account) => secretKey(11 * account);
const keyOf = (account) => publicKey(secretOf(account));
const setOf = ({ id, members }) => {
	const list = members.map((account) => ({ account: filled(account), key: keyOf(account) }));
	return { setNumber: id, hash: setHash(domain, id, list) };
};
const [first, second] = vectors.sets.map(setOf);
const [ofFirst, ofSecond] = vectors.sets.map(({ members }) => members);
const signatureOf = (signers, id) => aggregate(signers.map((account) => sign(secretOf(account), id)));

/** The batches of the vectors: 100 blocks, then 80 each. */
const common = { fork: 0, setNumber: 1, next: null };
const zero = { ...common, index: 0, parent: NO_PARENT, hash: filled(0x11), firstBlock: 1n, lastBlock: 100n, size: 4_096 };
const one = {
	...common,
	index: 1,
	parent: batchId(domain, zero),
	hash: filled(0x22),
	firstBlock: 101n,
	lastBlock: 180n,
	size: 2_048,
	next: second,
};
const two = {
	...common,
	setNumber: 2,
	index: 2,
	parent: batchId(domain, one),
	hash: filled(0x33),
	firstBlock: 181n,
	lastBlock: 260n,
	size: 1_024,
};

describe('keys', () => {
	test('are those of the vectors, with their possession', () => {
		for (const { secret, account, key, possession } of vectors.keys) {
			assert.equal(hex(publicKey(secretKey(secret))), key);
			assert.equal(hex(possessionOf(secretKey(secret), domain, bytes(account))), possession);
		}
	});

	test('are proved for one account alone', () => {
		const [{ account, possession }] = vectors.keys;
		const ofAnother = possessionOf(secretOf(1), domain, filled(9));
		assert.notEqual(hex(ofAnother), possession);
		assert.notEqual(account, hex(filled(9)));
	});

	test('that are none do not decode, but for the identity, which a chain refuses by hand', () => {
		const { Point } = bls12_381.G1;
		const { infinity, ...others } = vectors.bad;
		assert.ok(Point.fromBytes(bytes(infinity)).is0());
		for (const [name, bad] of Object.entries(others)) {
			assert.throws(() => Point.fromBytes(bytes(bad)), undefined, name);
		}
	});
});

describe('sets and batches', () => {
	test('have the hashes of the vectors', () => {
		const hashes = vectors.sets.map(({ hash }) => hash);
		assert.deepEqual([first, second].map(({ hash }) => hex(hash)), hashes);
		const ids = [zero, one, two].map((header) => hex(batchId(domain, header)));
		assert.deepEqual(ids, vectors.batches.map(({ digest }) => digest));
	});

	test('have another id for every other content, and on another fork', () => {
		const other = { ...one, hash: filled(0x44) };
		const after = { ...other, fork: 1 };
		const { equivocation } = vectors;
		const ids = [other, after].map((header) => hex(batchId(domain, header)));
		assert.deepEqual(ids, [equivocation.digest, equivocation.digest_after_a_revert]);

		const fields = { fork: 1, setNumber: 2, index: 2, parent: filled(1), hash: filled(2), firstBlock: 100n, lastBlock: 181n, size: 1, next: null };
		for (const [name, value] of Object.entries(fields)) {
			assert.notEqual(hex(batchId(domain, { ...one, [name]: value })), hex(batchId(domain, one)), name);
		}
	});
});

describe('signatures', () => {
	test('of batches are those of the vectors', () => {
		for (const { signers, digest, signature } of [...vectors.batches, vectors.too_few, vectors.equivocation]) {
			assert.equal(hex(signatureOf(signers, bytes(digest))), signature);
			assert.ok(verifies(bytes(signature), bytes(digest), signers.map(keyOf)));
		}
	});

	test('are of those alone who signed', () => {
		const [{ digest, signature }] = vectors.batches;
		assert.ok(!verifies(bytes(signature), bytes(digest), ofFirst.map(keyOf)));
		assert.ok(!verifies(bytes(signature), bytes(digest), ofSecond.map(keyOf)));
	});

	test('of the Ethereum suite begin with this one', () => {
		const secret = bytes('263dbd792f5b1be47ed85f8938c0f29586af0d3ac7b977f21c278fe1462040e3');
		const signature = [
			'b6ed936746e01f8ecf281f020953fbf1f01debd5657c4a383940b020b26507f6',
			'076334f91e2366c96e9ab279fb5158090352ea1c5b0c9274504f4f0e7053af24',
			'802e51e4568d164fe986834f41e55c8e850ce1f98458c0cfc9ab380b55285a55',
		];
		assert.equal(hex(sign(secret, new Uint8Array(32))), signature.join(''));
	});

	test('hash messages as RFC 9380 says', () => {
		const DST = 'QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_';
		const { x } = bls12_381.G2.hashToCurve(new Uint8Array(), { DST }).toAffine();
		const first = [
			'0141ebfbdca40eb85b87142e130ab689c673cf60f1a3e98d69335266f30d9b8d',
			'4ac44c1038e9dcdd5393faf5c41fb78a',
		];
		assert.equal(x.c0.toString(16).padStart(96, '0'), first.join(''));
	});
});

test('a bitmap has a bit for every member, the first in the lowest place', () => {
	assert.equal(hex(bitmapOf(4, [0, 1, 3])), '0b');
	assert.equal(hex(bitmapOf(10, [0, 8, 9])), '0103');
	assert.equal(bitmapOf(16, []).length, 2);
	assert.equal(bitmapOf(17, []).length, 3);
});
