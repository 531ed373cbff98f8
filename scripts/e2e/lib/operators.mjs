// SPDX-License-Identifier: Apache-2.0

/** Operators as tests need them: registered, with pools, and with enough stake of their own. */

import { send } from './chain.mjs';
import { BULW, endow, NATIVE } from './money.mjs';
import { plain } from './plain.mjs';
import { promiseCalls } from './restaking.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/**
 * What every operator has to have in force itself before others may stake with it, in units of power:
 * for the native token, its own.
 *
 * @param {Chain} chain
 * @returns {Promise<bigint>}
 */
export async function minSelfStake({ api }) {
	return plain(await api.query.operatorStaking.minSelfStake()).amount;
}

/**
 * The number that the next pool will have.
 *
 * @param {Chain} chain
 * @returns {Promise<bigint>}
 */
export async function nextPool({ api }) {
	return 1n + plain(await api.query.operatorStaking.lastPool());
}

/**
 * What a newcomer sends to become an operator with one pool in each asset, the native token first,
 * and stake of its own in that one. What it promises holds two epochs later; without a promise
 * nothing is ever taken, and stake leaves it with the next epoch.
 *
 * @param {Chain} chain
 * @param {object} what
 * @param {bigint} what.own Its stake, in the smallest units.
 * @param {import('./money.mjs').Asset[]} [what.assets]
 * @param {bigint} [what.minimum] The least deposit.
 * @param {import('./restaking.mjs').Budget} [what.promised] To governance.
 * @returns {Promise<{ tx: any, pools: bigint[] }>} Nobody else may open a pool before it is sent.
 */
export async function becomeOperator(chain, { own, assets = [NATIVE], minimum = 1n, promised }) {
	const { operatorStaking, utility } = chain.api.tx;
	const first = await nextPool(chain);
	const tx = utility.batchAll([
		operatorStaking.register(),
		...assets.map((asset) => operatorStaking.openPool(asset, minimum)),
		operatorStaking.delegate(first, own),
		...(promised ? promiseCalls(chain, promised) : []),
	]);
	return { tx, pools: assets.map((_, index) => first + BigInt(index)) };
}

/**
 * Makes a newcomer an operator: gives it the money, and sends all of that.
 *
 * @param {Chain} chain
 * @param {any} who A pair.
 * @param {Parameters<typeof becomeOperator>[1]} what
 * @returns {Promise<bigint[]>} Its pools.
 */
export async function newOperator(chain, who, what) {
	const bond = plain(chain.api.consts.operatorStaking.bond);
	await endow(chain, who, { bulw: (2n * bond + what.own) / BULW + 100n });
	const { tx, pools } = await becomeOperator(chain, what);
	await send(chain, tx, who);
	return pools;
}
