// SPDX-License-Identifier: Apache-2.0

/** Sessions: the authors of blocks, and the blocks in which they change. */

import { newBlock } from './time.mjs';
import { epochView } from './views.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/** Blocks of a session where two fit into an epoch, and elsewhere. The block that ends one does nothing else. */
const SESSION = 50;
const RARE_SESSION = 14_400;

/** Milliseconds of a block by the clock. */
const SLOT = 6_000n;

/**
 * Passes the end of a session if it is among the next blocks: a test that counts blocks has so many
 * ordinary ones before it.
 *
 * @param {Chain} chain
 * @param {number} blocks
 */
export async function awayFromRotation(chain, blocks) {
	const rotation = await nextRotation(chain);
	if (rotation <= (await best(chain)) + blocks) await newBlock(chain, { to: rotation });
}

/**
 * Makes blocks until a session ends.
 *
 * @param {Chain} chain
 */
export async function endSession(chain) {
	await newBlock(chain, { to: await nextRotation(chain) });
}

/**
 * The accounts that may write blocks in the present session.
 *
 * @param {Chain} chain
 * @returns {Promise<string[]>}
 */
export async function validators({ api }) {
	return (await api.query.session.validators()).map(String);
}

/**
 * The author of a block, as wallets show it.
 *
 * @param {Chain} chain
 * @param {string} block Its hash.
 */
export async function authorOf({ api }, block) {
	const { author } = await api.derive.chain.getHeader(block);
	return String(author);
}

async function nextRotation(chain) {
	const { start, end } = await epochView(chain);
	const session = end - start >= 2n * BigInt(SESSION) * SLOT ? SESSION : RARE_SESSION;
	const present = await best(chain);
	return present - (present % session) + session;
}

async function best({ api }) {
	return (await api.rpc.chain.getHeader()).number.toNumber();
}
