// SPDX-License-Identifier: Apache-2.0

/** What a wallet asks of staking: the runtime API, as polkadot.js knows it from the metadata. */

import { plain } from './plain.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */

/**
 * @param {Chain} chain
 * @returns {Promise<{ now: bigint, start: bigint, end: bigint, window: bigint }>}
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
 * @param {bigint} pool
 */
export async function poolView({ api }, pool) {
	return plain(await api.call.operatorStakingApi.pool(pool));
}

/**
 * @param {Chain} chain
 * @param {bigint} pool
 * @param {string} holder
 */
export async function stakeView({ api }, pool, holder) {
	return plain(await api.call.operatorStakingApi.stake(pool, holder));
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
 * @param {Chain} chain
 * @param {string} follower
 * @returns {Promise<bigint | null>}
 */
export async function acknowledged({ api }, follower) {
	return plain(await api.call.operatorStakingApi.acknowledged(follower));
}
