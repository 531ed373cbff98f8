// SPDX-License-Identifier: Apache-2.0

/**
 * What a sequencer does outside the chain: BLS12-381 keys in G1, their possession, signatures in G2, and the bytes that are
 * signed. Bytes in, bytes out; numbers of the chain are `bigint` or small.
 */

import { bls12_381 } from '@noble/curves/bls12-381.js';
import { compactToU8a, hexToU8a, stringToU8a, u8aConcat } from '@polkadot/util';
import { createHash } from 'node:crypto';

const { longSignatures } = bls12_381;

/** The ciphersuites: a signature of one says nothing under the other. */
const SIGNATURE = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
const POSSESSION = 'BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';

/** The parent of the first batch. */
export const NO_PARENT = new Uint8Array(32);

/**
 * The chain and the pallet that keys, sets and batches are of.
 *
 * @typedef {object} Domain
 * @property {Uint8Array} genesis The hash of block 0.
 * @property {Uint8Array} palletId Eight bytes.
 */

/**
 * The header of a batch, as the call takes it.
 *
 * @typedef {object} Header
 * @property {number} fork
 * @property {number} setNumber
 * @property {number} index
 * @property {Uint8Array} parent The id of the batch before, or `NO_PARENT`.
 * @property {Uint8Array} hash
 * @property {bigint} firstBlock
 * @property {bigint} lastBlock
 * @property {number} size In bytes.
 * @property {{ setNumber: number, hash: Uint8Array } | null} next The set that takes over.
 */

/**
 * A secret key of a number, as everybody knows it: for tests.
 *
 * @param {number | bigint} number
 * @returns {Uint8Array} 32 bytes, the largest first.
 */
export const secretKey = (number) => hexToU8a(`0x${number.toString(16).padStart(64, '0')}`);

/**
 * @param {Uint8Array} secret
 * @returns {Uint8Array} 48 bytes.
 */
export const publicKey = (secret) => longSignatures.getPublicKey(secret).toBytes();

/**
 * The proof that an account has the secret of its key.
 *
 * @param {Uint8Array} secret
 * @param {Domain} domain
 * @param {Uint8Array} account 32 bytes.
 * @returns {Uint8Array} 96 bytes.
 */
export function possessionOf(secret, { genesis, palletId }, account) {
	const message = u8aConcat(publicKey(secret), genesis, palletId, account);
	return signWith(secret, message, POSSESSION);
}

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} message Such as the id of a batch.
 * @returns {Uint8Array} 96 bytes.
 */
export const sign = (secret, message) => signWith(secret, message, SIGNATURE);

function signWith(secret, message, suite) {
	const signature = longSignatures.sign(longSignatures.hash(message, suite), secret);
	return longSignatures.Signature.toBytes(signature);
}

/**
 * One signature of all signers.
 *
 * @param {Uint8Array[]} signatures Over the same message.
 * @returns {Uint8Array} 96 bytes.
 */
export function aggregate(signatures) {
	const sum = longSignatures.aggregateSignatures(signatures);
	return longSignatures.Signature.toBytes(sum);
}

/**
 * True if a signature is one of all keys together.
 *
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @param {Uint8Array[]} keys
 */
export function verifies(signature, message, keys) {
	const key = longSignatures.aggregatePublicKeys(keys);
	return longSignatures.verify(signature, longSignatures.hash(message, SIGNATURE), key);
}

/**
 * The members of a set that have signed: bit i of byte ⌊i/8⌋ is member i.
 *
 * @param {number} members Their number.
 * @param {number[]} signers Their places.
 */
export function bitmapOf(members, signers) {
	const bitmap = new Uint8Array(Math.ceil(members / 8));
	for (const place of signers) bitmap[place >> 3] |= 1 << (place & 7);
	return bitmap;
}

/**
 * The hash that stands for a set.
 *
 * @param {Domain} domain
 * @param {number} setNumber
 * @param {{ account: Uint8Array, key: Uint8Array }[]} members In the order of the set.
 */
export function setHash({ genesis, palletId }, setNumber, members) {
	const list = members.map(({ account, key }) => u8aConcat(account, key));
	const tag = stringToU8a('bulwark/rollup/set/1');
	const length = compactToU8a(members.length);
	return sha256(tag, genesis, palletId, u32(setNumber), length, ...list);
}

/**
 * The id of a batch: 32 bytes, which its signers sign.
 *
 * @param {Domain} domain
 * @param {Header} header
 */
export function batchId({ genesis, palletId }, header) {
	const { fork, setNumber, index, parent, hash, firstBlock, lastBlock, size, next } = header;
	return sha256(
		stringToU8a('bulwark/rollup/batch/1'),
		genesis,
		palletId,
		u32(fork),
		u32(setNumber),
		u32(index),
		parent,
		hash,
		u64(firstBlock),
		u64(lastBlock),
		u32(size),
		next ? u8aConcat(Uint8Array.of(1), u32(next.setNumber), next.hash) : Uint8Array.of(0),
	);
}

function sha256(...parts) {
	return new Uint8Array(createHash('sha256').update(u8aConcat(...parts)).digest());
}

/** The smallest byte first, as SCALE has it. */
function u32(number) {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, number, true);
	return bytes;
}

function u64(number) {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(number), true);
	return bytes;
}
