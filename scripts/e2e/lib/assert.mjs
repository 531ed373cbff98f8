// SPDX-License-Identifier: Apache-2.0

/** Assertions about a transaction: its payments, its events, its refusal. */

import assert from 'node:assert/strict';
import { nameOf } from './accounts.mjs';
import { Refused, send } from './chain.mjs';
import { allBalances, balanceKey, NATIVE } from './money.mjs';
import { comparable, stakingStorage } from './storage.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {import('./chain.mjs').Receipt} Receipt */
/** @typedef {[who: string, asset: import('./money.mjs').Asset | 'Held', change: bigint]} Move */

/**
 * Sends a transaction that must succeed, and must change exactly these balances of the whole chain,
 * to the unit. The fee is known from its event and comes on top.
 *
 * @param {Chain} chain
 * @param {any} tx
 * @param {any} from
 * @param {Move[]} moves
 * @returns {Promise<Receipt>}
 */
export async function assertMoves(chain, tx, from, moves) {
	const before = await allBalances(chain);

	const receipt = await send(chain, tx, from);

	const expected = withFee(new Map(), receipt);
	for (const [who, asset, change] of moves) book(expected, balanceKey(who, asset), change);
	const changes = difference(before, await allBalances(chain));
	assert.deepEqual(readable(changes), readable(expected), 'exactly these balances change');
	return receipt;
}

/**
 * The events of a pallet must be exactly these, with their fields in this order.
 *
 * @param {Receipt} receipt
 * @param {[name: string, fields: Record<string, any>][]} expected
 * @param {string} [section]
 */
export function assertEvents(receipt, expected, section = 'operatorStaking') {
	const events = receipt.events.filter(({ name }) => name.startsWith(`${section}.`));
	const said = events.map(({ name, fields }) => [name, Object.entries(fields)]);
	const wanted = expected.map(([name, fields]) => [`${section}.${name}`, Object.entries(fields)]);
	assert.deepEqual(said, wanted);
}

/**
 * Sends a transaction that must be refused with an error, which must change nothing but the fee.
 *
 * @param {Chain} chain
 * @param {any} tx
 * @param {any} from
 * @param {string} name Such as `operatorStaking.BelowMinimum`.
 * @returns {Promise<Refused>}
 */
export async function assertRefused(chain, tx, from, name) {
	const [balances, storage] = [await allBalances(chain), await stakingStorage(chain)];

	const refused = await send(chain, tx, from).then(
		() => assert.fail(`${name} was expected, but the call succeeded`),
		(error) => error,
	);

	if (!(refused instanceof Refused)) throw refused;
	assert.equal(refused.name, name);
	if (name.includes('.') && name[0] === name[0].toLowerCase()) {
		assert.ok(refused.docs.length > 0, `${name} says what to do`);
	}
	const changes = difference(balances, await allBalances(chain));
	const expected = withFee(new Map(), refused.receipt);
	assert.deepEqual(readable(changes), readable(expected), 'only the fee is paid');
	const [before, after] = comparable(storage, await stakingStorage(chain));
	assert.deepEqual(after, before, 'nothing is stored');
	return refused;
}

/** The changes between two states of all balances. */
function difference(before, after) {
	const changes = new Map();
	for (const key of new Set([...before.keys(), ...after.keys()])) {
		book(changes, key, (after.get(key) ?? 0n) - (before.get(key) ?? 0n));
	}
	return changes;
}

/** Adds the fee of a transaction. */
function withFee(changes, { fee }) {
	if (fee) book(changes, balanceKey(fee.payer, NATIVE), -fee.amount);
	return changes;
}

function book(changes, key, change) {
	const sum = (changes.get(key) ?? 0n) + change;
	if (sum === 0n) changes.delete(key);
	else changes.set(key, sum);
}

/** With names in place of addresses, in one order, for messages that can be read. */
function readable(changes) {
	const named = [...changes].map(([key, change]) => {
		const [address, ...asset] = key.split(' ');
		return [`${nameOf(address)} ${asset.join(' ')}`, change];
	});
	return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}
