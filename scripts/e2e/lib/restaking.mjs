// SPDX-License-Identifier: Apache-2.0

/** Restaking: consumers, what is promised to them, and cases from report to settlement. */

import { alice } from './accounts.mjs';
import { send } from './chain.mjs';
import { plain } from './plain.mjs';
import { eventOf } from './rewards.mjs';
import { goToEpoch, newBlock } from './time.mjs';
import { epochView } from './views.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {import('./money.mjs').Asset} Asset */
/** @typedef {{ Epoch: bigint } | { Time: number }} When */
/** @typedef {{ bond: bigint, pools: bigint }} Budget Parts of one, in steps of 10⁻¹⁸. */

/** Whom `sudo` speaks for. */
export const GOVERNANCE = 0n;

/** Whom Ferdie speaks for; Eve decides what is disputed. */
export const ROLLUP = 1n;

/** Some hundredths, in the 10⁻¹⁸ steps of the chain. */
export const percent = (parts) => BigInt(parts) * 10n ** 16n;

/**
 * How much a consumer may take, in hundredths.
 *
 * @param {number} bond
 * @param {number} [pools]
 * @returns {Budget}
 */
export const budget = (bond, pools = bond) => ({ bond: percent(bond), pools: percent(pools) });

/** When a fault happened: in an epoch, or at a time. */
export const inEpoch = (epoch) => ({ Epoch: epoch });
export const atTime = (time) => ({ Time: time });

/**
 * How much a report asks for, as the call takes it.
 *
 * @param {bigint} fraction The largest part.
 * @param {object} [more]
 * @param {'Bond' | 'BondAndPools'} [more.scope]
 * @param {[asset: Asset, amount: bigint] | null} [more.quantity] The most of an asset.
 */
export const claimOf = (fraction, { scope = 'BondAndPools', quantity = null } = {}) => ({
	scope,
	fraction,
	quantity,
});

/**
 * A consumer's name for a report: the text, filled up to 32 bytes.
 *
 * @param {string} text
 */
export const reportId = (text) => `0x${Buffer.from(text.padEnd(32, '.')).toString('hex')}`;

/** What a case names as evidence here. */
export const EVIDENCE = `0x${Buffer.from('ipfs://evidence').toString('hex')}`;

/**
 * What an operator sends to promise a consumer something: its cap, and the opt-in.
 *
 * @param {Chain} chain
 * @param {Budget} promised
 * @param {bigint} [consumer]
 */
export function promiseCalls({ api }, promised, consumer = GOVERNANCE) {
	const { restaking } = api.tx;
	return [restaking.setCap(promised.pools), restaking.optIn(consumer, 1, promised)];
}

/**
 * A consumer's report, sent by its manager.
 *
 * @param {Chain} chain
 * @param {object} what
 * @param {bigint} [what.consumer]
 * @param {any} what.operator
 * @param {When} what.when
 * @param {any} what.claim
 * @param {string} what.id
 */
export function reportTx({ api }, { consumer = GOVERNANCE, operator, when, claim, id }) {
	const { reportSlash } = api.tx.restaking;
	return reportSlash(consumer, operator.address, when, claim, EVIDENCE, id);
}

/**
 * An outsider's report.
 *
 * @param {Chain} chain
 * @param {object} what As of `reportTx`.
 */
export function proposeTx({ api }, { consumer = GOVERNANCE, operator, when, claim }) {
	return api.tx.restaking.proposeSlash(consumer, operator.address, when, claim, EVIDENCE);
}

/** How often governance has reported: each of its reports has a name of its own. */
let reports = 0;

/**
 * Governance reports a fault, by sudo.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 * @param {bigint} fault
 * @param {bigint} fraction
 * @returns {Promise<bigint>} The case.
 */
export async function reportFault(chain, operator, fault, fraction) {
	const id = reportId(`governance ${reports++}`);
	const what = { operator, when: inEpoch(fault), claim: claimOf(fraction), id };
	const receipt = await send(chain, chain.api.tx.sudo.sudo(reportTx(chain, what)), alice);
	return eventOf(receipt, 'restaking.Filed').case;
}

/**
 * Lets the time pass in which a case can be disputed: its epochs, and its blocks.
 *
 * @param {Chain} chain
 * @param {bigint} id Of a case that is filed.
 * @returns {Promise<bigint>} The epoch.
 */
export async function letPass(chain, id) {
	const { epoch, block } = (await caseView(chain, id)).course.state.Filed;
	const { now } = await epochView(chain);
	if (now <= epoch) await goToEpoch(chain, epoch + 1n);
	const best = (await chain.api.rpc.chain.getHeader()).number.toBigInt();
	if (best < block) await newBlock(chain, { to: Number(block) });
	return (await epochView(chain)).now;
}

/**
 * Governance reports a fault, and nobody disputes it.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 * @param {bigint} fault
 * @param {bigint} fraction
 * @returns {Promise<any>} What anybody sends to settle the case.
 */
export async function undisputed(chain, operator, fault, fraction) {
	const id = await reportFault(chain, operator, fault, fraction);
	await letPass(chain, id);
	return chain.api.tx.restaking.settle(id);
}

/**
 * A consumer and its terms.
 *
 * @param {Chain} chain
 * @param {bigint} consumer
 */
export async function consumerView({ api }, consumer) {
	return plain(await api.call.restakingApi.consumer(consumer));
}

/**
 * What an operator has promised to whom, and what is left of it.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 */
export async function pledgeView({ api }, { address }) {
	return plain(await api.call.restakingApi.pledge(address));
}

/**
 * A case that has not ended.
 *
 * @param {Chain} chain
 * @param {bigint} id
 */
export async function caseView({ api }, id) {
	return plain(await api.call.restakingApi.case(id));
}

/**
 * The cases against an operator that have not ended.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 * @returns {Promise<bigint[]>}
 */
export async function casesOf({ api }, { address }) {
	return plain(await api.call.restakingApi.casesOf(address));
}

/**
 * What a case would cost an operator and its pools.
 *
 * @param {Chain} chain
 * @param {bigint} id
 * @returns {Promise<[asset: Asset, amount: bigint][]>}
 */
export async function costOf({ api }, id) {
	return plain(await api.call.restakingApi.cost(id));
}

/**
 * What a case would cost somebody in a pool.
 *
 * @param {Chain} chain
 * @param {bigint} id
 * @param {bigint} pool
 * @param {string} holder An account, or the key of a position.
 * @returns {Promise<bigint>}
 */
export async function costTo({ api }, id, pool, holder) {
	return plain(await api.call.restakingApi.costTo(id, pool, holder));
}
