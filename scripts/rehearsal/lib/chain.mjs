// SPDX-License-Identifier: Apache-2.0

/** A chain that Chopsticks runs by its wasm: blocks, time, transactions, raw storage. */

import {
	BuildBlockMode,
	ChopsticksProvider,
	GenesisProvider,
	getCurrentSlot,
	setStorage,
	setup,
	timeTravel,
} from '@acala-network/chopsticks-core';
import { WELL_KNOWN_KEYS } from '@acala-network/chopsticks-core/utils/proof';
import { ApiPromise } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** Number of keys that are asked for at once. */
const PAGE = 1_000;

/** The level from which the runtime's logs are shown: warnings and errors. */
const LOG_LEVEL = 2;

/**
 * @typedef {object} Chain
 * @property {import('@acala-network/chopsticks-core').Blockchain} blocks
 * @property {ApiPromise} api
 */

/**
 * A chain that begins with a spec. The provider of Chopsticks 1.5.1 answers that after the key of a single value comes that
 * key itself, so that whoever reads through a whole state never ends.
 */
class Genesis extends GenesisProvider {
	constructor(spec) {
		super(spec);
		this.keys = Object.keys(spec.genesis.raw.top).sort();
	}

	get _jsCallback() {
		const getNextKey = async (prefix, key) => this.keys.find((one) => one > key && one.startsWith(prefix));
		return { ...super._jsCallback, getNextKey };
	}
}

/**
 * Starts a chain.
 *
 * @param {object} spec Its raw spec.
 * @returns {Promise<Chain>}
 */
export async function start(spec) {
	const blocks = await setup({
		genesis: new Genesis(spec),
		buildBlockMode: BuildBlockMode.Manual,
		runtimeLogLevel: LOG_LEVEL,
		// By itself Chopsticks makes one block more if a message waits after one.
		processQueuedMessages: false,
	});
	const api = await ApiPromise.create({ provider: new ChopsticksProvider(blocks), noInitWarn: true });
	return { blocks, api };
}

/**
 * Gives a chain another runtime, which the next block runs for the first time.
 *
 * @param {Chain} chain
 * @param {string} file
 */
export function setCode({ blocks }, file) {
	blocks.head.setWasm(`0x${readFileSync(file, 'hex')}`);
}

/**
 * Removes all that some pallets have stored.
 *
 * @param {Chain} chain
 * @param {string[]} pallets Their names in the runtime.
 */
export async function forget({ blocks }, pallets) {
	const kept = [];
	for (const pallet of pallets) {
		const prefix = xxhashAsHex(pallet, 128);
		for (let last = prefix; ; last = kept.at(-1)) {
			const page = await blocks.head.getKeysPaged({ prefix, startKey: last, pageSize: PAGE });
			kept.push(...page);
			if (page.length < PAGE) break;
		}
	}
	await setStorage(blocks, kept.map((key) => [key, null]));
	return kept.length;
}

/**
 * Makes a block, which gets all messages that are on their way.
 *
 * @param {Chain} chain
 * @param {string[]} [transactions]
 * @returns {Promise<{ section: string, method: string, data: any }[]>} Its events.
 */
export async function newBlock({ blocks, api }, transactions = []) {
	const { number } = blocks.head;
	const relayChainStateOverrides = await relayChain(blocks, api);
	const block = await blocks.newBlock({ transactions, relayChainStateOverrides });
	assert.equal(block.number, number + 1, 'the block could not be made: the log says why');
	const events = await (await api.at(block.hash)).query.system.events();
	return events.map(({ event }) => event);
}

/** The slot of the relay chain, which a parachain's has to be, and which Chopsticks leaves behind when time travels. */
async function relayChain(blocks, api) {
	const slot = api.registry.createType('u64', (await getCurrentSlot(blocks.head)) + 1);
	return [[WELL_KNOWN_KEYS.CURRENT_SLOT, u8aToHex(slot.toU8a())]];
}

/**
 * Lets a block begin at a time.
 *
 * @param {Chain} chain
 * @param {number} time Milliseconds since 1970.
 */
export async function travel(chain, time) {
	await timeTravel(chain.blocks, time);
	return newBlock(chain);
}

/**
 * Sends a transaction, which must not be refused.
 *
 * @param {Chain} chain
 * @param {any} tx
 * @param {any} from The pair of the signer.
 * @returns {Promise<{ section: string, method: string, data: any }[]>} The events of its block.
 */
export async function send(chain, tx, from) {
	const { hash } = chain.blocks.head;
	const signed = await tx.signAsync(from, { nonce: -1, era: 0, blockHash: hash });
	const events = await newBlock(chain, [signed.toHex()]);
	assert((await chain.blocks.head.extrinsics).includes(signed.toHex()), `${named(tx)} is in no block`);
	const { system, sudo } = chain.api.events;
	const failed = events.find((event) => system.ExtrinsicFailed.is(event));
	assert(!failed, `${named(tx)}: ${failed && why(chain, failed.data.dispatchError)}`);
	const inner = events.find((event) => sudo.Sudid.is(event))?.data.sudoResult;
	assert(!inner?.isErr, `${named(tx)}: ${inner?.isErr && why(chain, inner.asErr)}`);
	return events;
}

const named = ({ method }) => `${method.section}.${method.method}`;

const why = ({ api }, error) => (error.isModule ? api.registry.findMetaError(error.asModule).name : error.toString());
