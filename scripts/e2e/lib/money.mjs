// SPDX-License-Identifier: Apache-2.0

/** The chain's money: assets, units, and every balance there is. */

import { alice } from './accounts.mjs';
import { send } from './chain.mjs';
import { plain } from './plain.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {'Native' | { WithId: number | bigint }} Asset The name of an asset in a call. */

/** Stake without a position earns with 1.00. */
export const BASE = { multiplier: 100, delegationsEarn: true };

export const NATIVE = /** @type {const} */ ('Native');
export const USDX = { WithId: 1 };
export const GOLD = { WithId: 2 };
/** Native money that a pallet holds on its owner's account. Not an asset of its own. */
export const HELD = 'Held';

/** One BULW, one USDX, one GOLD. */
export const BULW = 10n ** 12n;
export const DOLLAR = 10n ** 6n;
export const OUNCE = 10n ** 18n;

/**
 * Every balance of the chain, by `address asset`.
 *
 * @param {Chain} chain
 * @returns {Promise<Map<string, bigint>>}
 */
export async function allBalances({ api }) {
	const [natives, others] = await Promise.all([
		api.query.system.account.entries(),
		api.query.assets.account.entries(),
	]);

	const balances = new Map();
	for (const [key, { data }] of natives) {
		balances.set(balanceKey(key.args[0].toString(), NATIVE), plain(data.free));
		balances.set(balanceKey(key.args[0].toString(), HELD), plain(data.reserved));
	}
	for (const [key, account] of others) {
		const asset = { WithId: key.args[0].toNumber() };
		balances.set(balanceKey(key.args[1].toString(), asset), plain(account).balance);
	}
	return balances;
}

/**
 * The key of a balance in `allBalances`.
 *
 * @param {string} address
 * @param {Asset | 'Held'} asset
 */
export function balanceKey(address, asset) {
	return `${address} ${assetName(asset)}`;
}

/**
 * An asset in one word.
 *
 * @param {Asset | 'Held'} asset
 */
export function assetName(asset) {
	return typeof asset === 'string' ? asset : `asset-${asset.WithId}`;
}

/**
 * The free balance of an account in an asset.
 *
 * @param {Chain} chain
 * @param {string} address
 * @param {Asset} asset
 */
export async function balance(chain, address, asset) {
	return (await allBalances(chain)).get(balanceKey(address, asset)) ?? 0n;
}

/**
 * Alice gives newcomers something to begin with.
 *
 * @param {Chain} chain
 * @param {any} who A pair, or several.
 * @param {{ bulw?: bigint, usdx?: bigint, gold?: bigint }} what In whole coins, for each.
 */
export function endow(chain, who, { bulw = 0n, usdx = 0n, gold = 0n }) {
	const { balances, assets, utility } = chain.api.tx;
	const gifts = [];
	for (const { address } of [who].flat()) {
		if (bulw > 0n) gifts.push(balances.transferKeepAlive(address, bulw * BULW));
		if (usdx > 0n) gifts.push(assets.transferKeepAlive(USDX.WithId, address, usdx * DOLLAR));
		if (gold > 0n) gifts.push(assets.transferKeepAlive(GOLD.WithId, address, gold * OUNCE));
	}
	return send(chain, utility.batchAll(gifts), alice);
}
