// SPDX-License-Identifier: Apache-2.0

/** Restaking: consumers, opt-ins, and cases from report to settlement. */

import { createHash } from 'node:crypto';
import { alice } from './accounts.mjs';
import { send } from './chain.mjs';
import { plain } from './plain.mjs';
import { eventOf } from './rewards.mjs';
import { goToEpoch, newBlock } from './time.mjs';
import { epochView } from './views.mjs';

/** @typedef {import('./chain.mjs').Chain} Chain */
/** @typedef {import('./money.mjs').Asset} Asset */
/** @typedef {{ Epoch: bigint } | { Time: bigint }} When */
/** @typedef {{ bond: bigint, pools: bigint }} Fractions In steps of 10⁻¹⁸. */

/** The consumer that `sudo` acts for. */
export const GOVERNANCE = 1n;

/** The consumer that Ferdie acts for; Eve decides its disputes. */
export const ROLLUP = 2n;

/** Some hundredths, in the 10⁻¹⁸ steps of the chain. */
export const percent = (parts) => BigInt(parts) * 10n ** 16n;

/**
 * Fractions of bond and pools, in hundredths.
 *
 * @param {number} bond
 * @param {number} [pools]
 * @returns {Fractions}
 */
export const fractions = (bond, pools = bond) => ({ bond: percent(bond), pools: percent(pools) });

/** The time of a fault: an epoch, or a moment. */
export const inEpoch = (epoch) => ({ Epoch: epoch });
export const atTime = (time) => ({ Time: BigInt(time) });

/**
 * The slash that a report asks for, as the call takes it.
 *
 * @param {bigint} fraction The largest part.
 * @param {object} [more]
 * @param {'Bond' | 'BondAndPools'} [more.scope]
 * @param {[asset: Asset, amount: bigint] | null} [more.quantity] The most of an asset.
 */
export const requestOf = (fraction, { scope = 'BondAndPools', quantity = null } = {}) => ({
	fractions: { bond: fraction, pools: scope === 'Bond' ? 0n : fraction },
	quantity,
});

/**
 * A consumer's id for a report: the text, filled up to 32 bytes.
 *
 * @param {string} text
 */
export const reportId = (text) => `0x${Buffer.from(text.padEnd(32, '.')).toString('hex')}`;

/** The evidence of every case here, and its hash where nobody asks for the text. */
export const TEXT = `0x${Buffer.from('ipfs://evidence').toString('hex')}`;
export const EVIDENCE = `0x${'e5'.repeat(32)}`;

/**
 * The evidence that an account names for the text: SHA-256(account ‖ text).
 *
 * @param {any} who A pair.
 */
export const evidenceOf = (who) => {
	const text = Buffer.from(TEXT.slice(2), 'hex');
	return `0x${createHash('sha256').update(who.publicKey).update(text).digest('hex')}`;
};

/**
 * The calls of an operator that opts in for the first time: its slash cap, and the opt-in.
 *
 * @param {Chain} chain
 * @param {Fractions} budget
 * @param {bigint} [consumerId]
 */
export function optInCalls({ api }, budget, consumerId = GOVERNANCE) {
	const { restaking } = api.tx;
	return [restaking.setSlashCap(budget.pools), restaking.optIn(consumerId, 1, budget)];
}

/**
 * A consumer's report, sent by its manager.
 *
 * @param {Chain} chain
 * @param {object} what
 * @param {bigint} [what.consumerId]
 * @param {any} what.operator
 * @param {When} what.when
 * @param {any} what.request
 * @param {string} what.id Of the report.
 */
export function reportTx({ api }, { consumerId = GOVERNANCE, operator, when, request, id }) {
	const { reportSlash } = api.tx.restaking;
	return reportSlash(consumerId, operator.address, when, request, EVIDENCE, id);
}

/**
 * An outsider's report.
 *
 * @param {Chain} chain
 * @param {object} what As of `reportTx`, and the pair that reports.
 */
export function proposeTx({ api }, { consumerId = GOVERNANCE, operator, when, request, reporter }) {
	const evidence = evidenceOf(reporter);
	return api.tx.restaking.proposeSlash(consumerId, operator.address, when, request, evidence);
}

/** The number of reports by governance: each has an id of its own. */
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
	const what = { operator, when: inEpoch(fault), request: requestOf(fraction), id };
	const receipt = await send(chain, chain.api.tx.sudo.sudo(reportTx(chain, what)), alice);
	return eventOf(receipt, 'restaking.Filed').caseId;
}

/**
 * Lets the time pass in which a case can be disputed: its epochs, and its blocks.
 *
 * @param {Chain} chain
 * @param {bigint} caseId Of a case that is filed, disputed or not.
 * @returns {Promise<bigint>} The epoch.
 */
export async function letPass(chain, caseId) {
	const { status } = await caseView(chain, caseId);
	const { lastEpoch, lastBlock } = (status.Filed ?? status.Disputed).until;
	const { current } = await epochView(chain);
	if (current <= lastEpoch) await goToEpoch(chain, lastEpoch + 1n);
	const best = (await chain.api.rpc.chain.getHeader()).number.toBigInt();
	if (best < lastBlock) await newBlock(chain, { to: Number(lastBlock) });
	return (await epochView(chain)).current;
}

/**
 * Governance reports a fault, and nobody disputes it.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 * @param {bigint} fault
 * @param {bigint} fraction
 * @returns {Promise<any>} The transaction by which anybody settles the case.
 */
export async function undisputed(chain, operator, fault, fraction) {
	const caseId = await reportFault(chain, operator, fault, fraction);
	await letPass(chain, caseId);
	return chain.api.tx.restaking.settle(caseId);
}

/**
 * A consumer and its terms.
 *
 * @param {Chain} chain
 * @param {bigint} consumerId
 */
export async function consumerView({ api }, consumerId) {
	return plain(await api.call.restakingApi.consumer(consumerId));
}

/**
 * The last epoch up to which a follower has acknowledged the active sets.
 *
 * @param {Chain} chain
 * @param {string} follower
 * @returns {Promise<bigint | null>}
 */
export async function acknowledgedEpoch({ api }, follower) {
	return plain(await api.call.restakingApi.acknowledgedEpoch(follower));
}

/**
 * The opt-ins of an operator, with what is unused of each.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 */
export async function optInsView({ api }, { address }) {
	return plain(await api.call.restakingApi.optIns(address));
}

/**
 * The promises of an operator that answer for faults of an epoch, and whether that is enough for the chain.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 * @param {bigint} epoch
 */
export async function whatAnswers({ api }, { address }, epoch) {
	return plain(await api.call.restakingApi.whatAnswers(address, epoch));
}

/**
 * An open case; nothing if it has ended.
 *
 * @param {Chain} chain
 * @param {bigint} caseId
 */
export async function caseView({ api }, caseId) {
	return plain(await api.call.restakingApi.case(caseId));
}

/**
 * The disputes of a case whose deposits are held, and the end of the time to dispute it.
 *
 * @param {Chain} chain
 * @param {bigint} caseId
 */
export async function disputesOf({ api }, caseId) {
	return plain(await api.call.restakingApi.disputesOf(caseId));
}

/**
 * The open cases against an operator.
 *
 * @param {Chain} chain
 * @param {any} operator A pair.
 * @returns {Promise<bigint[]>}
 */
export async function casesOf({ api }, { address }) {
	return plain(await api.call.restakingApi.casesOf(address));
}

/**
 * Amounts that a case would slash from an operator and its pools.
 *
 * @param {Chain} chain
 * @param {bigint} caseId
 * @returns {Promise<[asset: Asset, amount: bigint][]>}
 */
export async function slashPreview({ api }, caseId) {
	return plain(await api.call.restakingApi.slashPreview(caseId));
}

/**
 * The amount that a case would slash from the stake of somebody in a pool.
 *
 * @param {Chain} chain
 * @param {bigint} caseId
 * @param {bigint} poolId
 * @param {string} staker An account, or a position account.
 * @returns {Promise<bigint>}
 */
export async function slashPreviewFor({ api }, caseId, poolId, staker) {
	return plain(await api.call.restakingApi.slashPreviewFor(caseId, poolId, staker));
}
