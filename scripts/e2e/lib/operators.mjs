// SPDX-License-Identifier: Apache-2.0

/** Operators as tests need them: registered, with pools, and with enough stake of their own. */

import { send } from './chain.mjs';
import { BASE, BULW, endow, NATIVE } from './money.mjs';
import { plain } from './plain.mjs';
import { optInCalls } from './restaking.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/**
 * The global minimum self-stake: with less of its own stake active, an operator takes none from
 * others. In units of power: for the native token, its own.
 *
 * @param {Chain} chain
 * @returns {Promise<bigint>}
 */
export async function minSelfStake({ api }) {
	return plain(await api.query.operatorStaking.globalMinSelfStake()).amount;
}

/**
 * The id of the next pool.
 *
 * @param {Chain} chain
 * @returns {Promise<bigint>}
 */
export async function nextPool({ api }) {
	return plain(await api.query.operatorStaking.nextPoolId());
}

/**
 * The transaction by which a newcomer becomes an operator with one pool in each asset, the native
 * token first, and stake of its own in that one. Its opt-in takes effect two epochs later; until then
 * it serves unsecured, if at all. Without an opt-in it is never slashed, and stake leaves it with the
 * next epoch.
 *
 * @param {Chain} chain
 * @param {object} what
 * @param {bigint} what.own Its stake, in the smallest units.
 * @param {import('./money.mjs').Asset[]} [what.assets]
 * @param {bigint} [what.minimum] The least deposit.
 * @param {import('./restaking.mjs').Fractions} [what.budget] Of an opt-in to governance.
 * @returns {Promise<{ tx: any, pools: bigint[] }>} Nobody else may open a pool before it is sent.
 */
export async function becomeOperator(chain, { own, assets = [NATIVE], minimum = 1n, budget }) {
	const { operatorStaking, utility } = chain.api.tx;
	const first = await nextPool(chain);
	const tx = utility.batchAll([
		operatorStaking.register(),
		...assets.map((asset) => operatorStaking.openPool(asset, minimum, BASE)),
		operatorStaking.delegate(first, own),
		...(budget ? optInCalls(chain, budget) : []),
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
