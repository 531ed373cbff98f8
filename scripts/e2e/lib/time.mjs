// SPDX-License-Identifier: Apache-2.0

/** The development clock: crosses epochs in moments. */

import { rpc } from './rpc.mjs';
import { epochView } from './views.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/**
 * Makes blocks: one, or as many as the argument says.
 *
 * @param {Chain} chain
 * @param {{ count?: number, to?: number }} [how]
 * @returns {Promise<string>} The hash of the last one.
 */
export function newBlock({ node }, how) {
	return rpc(node, 'dev_newBlock', ...(how ? [how] : []));
}

/**
 * Sets the clock and makes a block at that time.
 *
 * @param {Chain} chain
 * @param {number | string} to Milliseconds since 1970, or a date.
 * @returns {Promise<number>} The time of the block.
 */
export function travel({ node }, to) {
	return rpc(node, 'dev_timeTravel', to);
}

/**
 * Goes to the beginning of an epoch: the next one if none is named.
 *
 * The clock runs on from there, so what has to happen in one epoch follows without a pause.
 *
 * @param {Chain} chain
 * @param {bigint} [epoch]
 * @returns {Promise<bigint>} The epoch.
 */
export async function goToEpoch(chain, epoch) {
	const { current, end, start } = await epochView(chain);
	const ahead = (epoch ?? current + 1n) - current;
	if (ahead < 1n) throw new Error(`epoch ${epoch} has begun: it is ${current}`);

	const length = end - start;
	await travel(chain, Number(end + (ahead - 1n) * length));
	return current + ahead;
}

/**
 * Goes to the last moments of the present epoch. A transaction that follows without a pause, and reads of all balances,
 * still fall into it.
 *
 * @param {Chain} chain
 */
export async function toLastMoment(chain) {
	const { end } = await epochView(chain);
	await travel(chain, Number(end) - 20_000);
}
