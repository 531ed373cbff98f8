// SPDX-License-Identifier: Apache-2.0

/** A running chain and a wallet's connection to it: sends transactions and shows their outcome. */

import { ApiPromise, WsProvider } from '@polkadot/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode } from './node.mjs';
import { plainEvent } from './plain.mjs';

/** The time that a transaction may take into a block. */
const SEND_TIMEOUT = 30_000;

/** The time after which polkadot.js unsubscribes, 1.75 s, and gets an answer. */
const UNSUBSCRIBE_DELAY = 2_000;

/**
 * @typedef {object} Chain
 * @property {import('./node.mjs').Node} node
 * @property {ApiPromise} api
 * @property {() => Promise<void>} stop Disconnects, and ends the node.
 */

/**
 * The outcome of a transaction.
 *
 * @typedef {object} Receipt
 * @property {string} block The hash of its block.
 * @property {{ name: string, fields: Record<string, any> }[]} events Its events, in their order.
 * @property {{ payer: string, amount: bigint } | null} fee
 */

/** A transaction that is in a block but was refused by the call, with the words of the metadata. */
export class Refused extends Error {
	/**
	 * @param {{ name: string, docs: string }} why
	 * @param {Receipt} receipt
	 */
	constructor({ name, docs }, receipt) {
		super(docs ? `${name}: ${docs}` : name);
		this.name = name;
		this.docs = docs;
		this.receipt = receipt;
	}
}

/**
 * Starts a node and connects to it.
 *
 * @param {string} name Names its log.
 * @param {string[]} [args] Its command line; a fresh development chain if left out.
 * @returns {Promise<Chain>}
 */
export async function startChain(name, args) {
	const node = await startNode(name, args);
	const api = await connect(node);
	const stop = async () => {
		await disconnect(api);
		await node.stop();
	};
	return { node, api, stop };
}

/**
 * Connects as a wallet does, with nothing declared: all types come from the metadata.
 *
 * @param {import('./node.mjs').Node} node
 */
export function connect(node) {
	const provider = new WsProvider(node.ws);
	return ApiPromise.create({ provider, throwOnConnect: true, noInitWarn: true });
}

/**
 * Ends a connection in order: first what was unsubscribed goes. If its request falls into the moment in
 * which the connection closes, polkadot.js logs an error.
 *
 * @param {ApiPromise} api
 */
export async function disconnect(api) {
	const runtimeVersion = 1; // stays subscribed until the end
	const { subscriptions } = api.stats.active;
	if (api.isConnected && subscriptions > runtimeVersion) await sleep(UNSUBSCRIBE_DELAY);
	await api.disconnect();
}

/**
 * Signs a transaction, sends it, and waits until it is in a block.
 *
 * @param {Chain} chain
 * @param {any} tx
 * @param {any} from The pair of the signer.
 * @param {object} [signing] More to sign with, as polkadot.js names it: a mode, a hash of the metadata.
 * @returns {Promise<Receipt>} Throws `Refused` if the call, or the call inside `sudo`, failed.
 */
export async function send({ api }, tx, from, signing) {
	const result = await included(tx, from, signing);

	const receipt = receiptOf(result);
	const error = result.dispatchError ?? sudoError(api, result.events);
	if (error) throw new Refused(explain(api, error), receipt);
	return receipt;
}

/** Resolves once the transaction is in a block, or final if the client sees that first. */
async function included(tx, from, signing) {
	const { promise, resolve, reject } = deferred();
	const timer = setTimeout(() => reject(new Error('no block took it')), SEND_TIMEOUT);
	const watch = (result) => {
		if (result.isInBlock || result.isFinalized) resolve(result);
		else if (result.isError) reject(new Error(`the pool says ${result.status}`));
	};

	const watching = tx.signAndSend(from, { nonce: -1, ...signing }, watch);
	watching.catch(reject);
	try {
		const result = await promise;
		(await watching)(); // stops it
		return result;
	} finally {
		clearTimeout(timer);
	}
}

function deferred() {
	let resolve, reject;
	const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
	return { promise, resolve, reject };
}

/**
 * The events of a block, its own and those of all its transactions, in their order.
 *
 * @param {Chain} chain
 * @param {string} block Its hash.
 * @param {string} [section] Of this pallet only.
 * @returns {Promise<Receipt['events']>}
 */
export async function blockEvents({ api }, block, section = 'operatorStaking') {
	const events = await (await api.at(block)).query.system.events();
	const ofSection = events.filter(({ event }) => event.section === section);
	return ofSection.map(({ event }) => plainEvent(event));
}

/** @returns {Receipt} */
function receiptOf({ status, events }) {
	const plainEvents = ofTransaction(events.map(({ event }) => plainEvent(event)));
	const paid = plainEvents.find(({ name }) => name === 'transactionPayment.TransactionFeePaid');
	const fee = paid && { payer: paid.fields.who, amount: paid.fields.actualFee + paid.fields.tip };
	const block = status.isFinalized ? status.asFinalized : status.asInBlock;
	return { block: block.toHex(), events: plainEvents, fee: fee ?? null };
}

/**
 * Events of the block itself after its inherents, such as those of an election, count as events of
 * its first transaction. Those of a transaction begin with its fee.
 */
function ofTransaction(events) {
	const fee = events.findIndex(({ name }) => name === 'balances.Withdraw');
	return events.slice(Math.max(fee, 0));
}

/** A call by `sudo` succeeds even if the call inside it fails: the event tells. */
function sudoError(api, events) {
	const sudid = events.find(({ event }) => api.events.sudo?.Sudid.is(event));
	const result = sudid?.event.data[0];
	return result?.isErr ? result.asErr : null;
}

/** The name of a dispatch error, and its documentation if a pallet made it. */
function explain(api, error) {
	if (error.isModule) {
		const { section, name, docs } = api.registry.findMetaError(error.asModule);
		return { name: `${section}.${name}`, docs: docs.join(' ').trim() };
	}
	const detail = error.inner.type;
	return { name: detail ? `${error.type}.${detail}` : error.type, docs: '' };
}

/**
 * The name of an error that an event tells, as `plain` has it.
 *
 * @param {Chain} chain
 * @param {any} error
 */
export function errorName({ api }, error) {
	if (!error.Module) return JSON.stringify(error);
	const bytes = Uint8Array.of(Number(error.Module.index), Number(error.Module.error.slice(0, 4)));
	const { section, name } = api.registry.findMetaError(bytes);
	return `${section}.${name}`;
}
