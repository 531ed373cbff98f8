// SPDX-License-Identifier: Apache-2.0

/** The active set from block to block: its members, its elections, its follower. */

import assert from 'node:assert/strict';
import { localFollower, nameOf } from './accounts.mjs';
import { assertMoves } from './assert.mjs';
import { blockEvents } from './chain.mjs';
import { BULW } from './money.mjs';
import { acknowledgedEpoch } from './restaking.mjs';
import { awayFromRotation } from './sessions.mjs';
import { goToEpoch, newBlock } from './time.mjs';
import { activeSetView, epochView } from './views.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/**
 * The members of the active set, by name.
 *
 * @param {Chain} chain
 * @param {string} [block] After this one; the last one if left out.
 * @returns {Promise<string[]>}
 */
export async function serving(chain, block) {
	return (await activeSetView(chain, block)).members.map(nameOf);
}

/**
 * Prints the ranking, with powers in BULW.
 *
 * @param {Chain} chain
 * @param {import('node:test').TestContext} t
 */
export async function show(chain, t) {
	const { current } = await epochView(chain);
	const { setId, sinceEpoch, members, ranking, size } = await activeSetView(chain);
	const places = `${members.length} of ${size} places`;
	t.diagnostic(`epoch ${current}: set ${setId} since epoch ${sinceEpoch}, ${places}`);
	for (const [index, { operator, power, answers }] of ranking.entries()) {
		const [rank, name] = [String(index + 1).padStart(3), nameOf(operator).padEnd(8)];
		const whole = String(power / BULW).padStart(8);
		const rest = String(power % BULW).padStart(12, '0');
		const serves = members.includes(operator) ? `serves${answers ? '' : ', unsecured'}` : '';
		t.diagnostic(`${rank} ${name} ${whole}.${rest} ${serves}`);
	}
}

/**
 * Crosses into an epoch, the next one if none is named: from its second block on the set that the
 * first one elected serves, and the follower knows.
 *
 * @param {Chain} chain
 * @param {import('node:test').TestContext} t
 * @param {object} expected
 * @param {bigint} [expected.epoch]
 * @param {bigint} expected.candidates How many can be elected: if nobody can, the set is kept.
 * @param {any[]} [expected.joined] Who comes into the set, and who goes.
 * @param {any[]} [expected.left]
 * @param {any[]} [expected.unsecured] Members whose bonds do not answer to the chain's own consumers.
 * @returns {Promise<bigint>} The epoch.
 */
export async function nextEpoch(chain, t, expected) {
	const { epoch, candidates, joined = [], left = [], unsecured = [] } = expected;
	await awayFromRotation(chain, 2);
	const known = await acknowledgedEpoch(chain, localFollower);
	const { setId, members } = await activeSetView(chain);

	const now = await goToEpoch(chain, epoch);
	const elected = String(await chain.api.rpc.chain.getBlockHash());
	const knownThen = await acknowledgedEpoch(chain, localFollower);
	const enacted = await newBlock(chain);

	await show(chain, t);
	const then = await activeSetView(chain, elected);
	assert.deepEqual([then.setId, then.members, knownThen], [setId, members, known]);
	assert.deepEqual(await saidIn(chain, elected), [
		['OperatorsRanked', { epoch: now, candidates }],
	]);
	const kept = [['ActiveSetKept', { setId, epoch: now }]];
	const changed = change({ setId, epoch: now, joined, left, unsecured });
	assert.deepEqual(await saidIn(chain, enacted), candidates === 0n ? kept : changed);
	assert.deepEqual(await saidIn(chain, enacted, 'restaking'), [
		['SetAcknowledged', { follower: localFollower, epoch: now }],
	]);
	assert.equal(await acknowledgedEpoch(chain, localFollower), now);
	return now;
}

/**
 * Sends a transaction that takes somebody out of the set: the set of its block is the old one, and
 * that of the next has who was the first in reserve.
 *
 * @param {Chain} chain
 * @param {object} what
 * @param {any} what.tx
 * @param {any} what.from
 * @param {import('./assert.mjs').Move[]} what.moves What it changes, as for `assertMoves`.
 * @param {any} what.out Who goes, and who comes.
 * @param {any} what.by
 * @returns {Promise<import('./chain.mjs').Receipt>}
 */
export async function assertReplaced(chain, { tx, from, moves, out, by }) {
	await awayFromRotation(chain, 2);
	const { setId, members } = await activeSetView(chain);

	const receipt = await assertMoves(chain, tx, from, moves);
	const next = await newBlock(chain);

	const { current: epoch } = await epochView(chain);
	assert.deepEqual((await activeSetView(chain, receipt.block)).members, members);
	assert.deepEqual(
		await saidIn(chain, next),
		change({ setId, epoch, joined: [by], left: [out] }),
	);
	const replaced = (await activeSetView(chain, next)).members;
	assert.ok(members.includes(out.address) && !replaced.includes(out.address));
	assert.ok(!members.includes(by.address) && replaced.includes(by.address));
	return receipt;
}

/**
 * The events of a pallet in a block.
 *
 * @param {Chain} chain
 * @param {string} block
 * @param {string} [section]
 * @returns {Promise<[name: string, fields: Record<string, any>][]>}
 */
export async function saidIn(chain, block, section) {
	const events = await blockEvents(chain, block, section);
	return events.map(({ name, fields }) => [name.split('.')[1], fields]);
}

/**
 * The events of a block in which another set follows the set `setId`, if there is any difference, and
 * of the members that serve unsecured, if there are any.
 */
function change({ setId, epoch, joined, left, unsecured = [] }) {
	const addresses = (who) => who.map(({ address }) => address);
	const said = [];
	let present = setId;
	if (joined.length + left.length > 0) {
		present = setId + 1n;
		const sets = { joined: addresses(joined), left: addresses(left) };
		said.push(['ActiveSetChanged', { setId: present, epoch, ...sets }]);
	}
	if (unsecured.length > 0) {
		const operators = addresses(unsecured);
		said.push(['UnsecuredMembers', { setId: present, epoch, operators }]);
	}
	return said;
}
