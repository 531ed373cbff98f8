// SPDX-License-Identifier: Apache-2.0

/** The runtime API of staking, as polkadot.js knows it from the metadata. */

import { plain } from './plain.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/**
 * @param {Chain} chain
 * @returns {Promise<{ current: bigint, start: bigint, end: bigint, window: bigint }>}
 */
export async function epochView({ api }) {
	return plain(await api.call.operatorStakingApi.epoch());
}

/**
 * @param {Chain} chain
 * @param {string} operator
 */
export async function operatorView({ api }, operator) {
	return plain(await api.call.operatorStakingApi.operator(operator));
}

/**
 * @param {Chain} chain
 * @param {bigint} poolId
 */
export async function poolView({ api }, poolId) {
	return plain(await api.call.operatorStakingApi.pool(poolId));
}

/** The view of who has no stake, as if it was a stake of nothing. */
const NOTHING = {
	value: 0n,
	multiplier: null,
	lots: [],
	exits: [],
	redelegations: [],
	withdrawable: 0n,
};

/**
 * @param {Chain} chain
 * @param {bigint} poolId
 * @param {string} staker
 */
export async function stakeView({ api }, poolId, staker) {
	return plain(await api.call.operatorStakingApi.stakeOf(poolId, staker)) ?? NOTHING;
}

/**
 * @param {Chain} chain
 * @param {string} [block] Its hash; the last one if left out.
 */
export async function activeSetView({ api }, block) {
	const { call } = block ? await api.at(block) : api;
	return plain(await call.operatorStakingApi.activeSet());
}

/**
 * @param {Chain} chain
 * @param {string} operator
 * @returns {Promise<[epoch: bigint, power: bigint][]>}
 */
export async function powerHistory({ api }, operator) {
	return plain(await api.call.operatorStakingApi.powerHistory(operator));
}

/**
 * Everything of an account, by pool.
 *
 * @param {Chain} chain
 * @param {string} account
 */
export async function holdingsOf({ api }, account) {
	return plain(await api.call.bulwarkApi.holdingsOf(account));
}

/**
 * A page of operators.
 *
 * @param {Chain} chain
 * @param {string | null} after The last operator of the page before; the first page if it is null.
 * @param {number} limit
 */
export async function operatorsAfter({ api }, after, limit) {
	return plain(await api.call.bulwarkApi.operators(after, limit));
}
