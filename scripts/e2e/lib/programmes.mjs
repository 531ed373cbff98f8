// SPDX-License-Identifier: Apache-2.0

/** Programmes: reports of service, nodes and their keys, the runtime API of programmes. */

import { compactStripLength, u8aToHex } from '@polkadot/util';
import { plain } from './plain.mjs';
import { travel } from './time.mjs';
import { epochView } from './views.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/** The programmes of the development chain: by service, with money and two reporters, and for authors, without. */
export const [SERVICE, AUTHORS] = [1n, 2n];

/** Full service, in the 10⁻⁹ of the chain. */
export const FULL = 1_000_000_000n;

/** Hours of an epoch, and those after it in which reports are still taken. */
export const [HOURS, GRACE] = [168, 24];

/**
 * An operator's nodes in a report, by slot, each in runs of hours at one level.
 *
 * @param {{ address: string }} operator
 * @param {Record<number, [hours: number, level: bigint][]>} nodes
 */
export function rowOf({ address }, nodes) {
	const runs = (list) => list.map(([hours, level]) => ({ hours, level }));
	return {
		operator: address,
		nodes: Object.entries(nodes).map(([slot, list]) => ({ slot: Number(slot), runs: runs(list) })),
	};
}

/**
 * Parameters, money and progress of a programme.
 *
 * @param {Chain} chain
 * @param {bigint} programmeId
 */
export async function programmeView({ api }, programmeId) {
	return plain(await api.call.performanceProgrammesApi.programme(programmeId));
}

/**
 * What an operator's score follows from, and its score and reward once it has them.
 *
 * @param {Chain} chain
 * @param {bigint} programmeId
 * @param {bigint} epoch
 * @param {{ address: string }} operator
 */
export async function scoreView({ api }, programmeId, epoch, { address }) {
	return plain(await api.call.performanceProgrammesApi.score(programmeId, epoch, address));
}

/**
 * Nodes of an operator.
 *
 * @param {Chain} chain
 * @param {{ address: string }} operator
 */
export async function nodesOf({ api }, { address }) {
	return plain(await api.call.performanceProgrammesApi.nodesOf(address));
}

/**
 * The transaction by which an operator adds a node, whose key signs the very bytes of the chain: a wallet would wrap them.
 *
 * @param {Chain} chain
 * @param {{ address: string }} operator
 * @param {any} key The pair of the node.
 * @param {bigint} epoch
 */
export async function addNodeTx({ api }, { address }, key, epoch) {
	const message = await api.call.performanceProgrammesApi.nodeMessage(address, epoch);
	// What a runtime API answers as bytes still has their length before them in polkadot.js.
	const [, bytes] = compactStripLength(message.toU8a(true));
	const signature = { Sr25519: u8aToHex(key.sign(bytes)) };
	return api.tx.programmes.addNode(key.address, epoch, signature);
}

/**
 * Goes on until an hour of the present epoch is over; a part of one is no hour.
 *
 * @param {Chain} chain
 * @param {number} hour Counted from 0.
 */
export async function passHour(chain, hour) {
	const { start, end } = await epochView(chain);
	const over = start + ((end - start) * BigInt(hour + 1)) / BigInt(HOURS) + 1n;
	await travel(chain, Number(over));
}
