// SPDX-License-Identifier: Apache-2.0

/** The genesis of a chain as its own wasm builds it: no node is needed that knows the runtime. */

import { emptyTaskHandler, runTask } from '@acala-network/chopsticks-core';
import { TypeRegistry } from '@polkadot/types';
import { hexToU8a, stringToHex, u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';

const registry = new TypeRegistry();

/** The state before the genesis: nothing is there. */
const NOTHING = { ...emptyTaskHandler, getStorage: async () => undefined, getNextKey: async () => undefined };

/**
 * The raw spec of a chain.
 *
 * @param {string} wasm Its runtime, in hex.
 * @param {string} preset Name of a preset of the runtime.
 * @param {object} changes What is laid over the preset.
 * @param {number} time Of block 0, in milliseconds since 1970: Chopsticks takes that of today if there is none.
 */
export async function specOf(wasm, preset, changes, time) {
	const genesis = [await presetOf(wasm, preset), changes].reduce(merge, await presetOf(wasm, null));
	const json = registry.createType('Text', JSON.stringify(genesis));
	const { result, storageDiff } = await ask(wasm, 'GenesisBuilder_build_state', json);
	assert.equal(result, '0x00', `the genesis is refused: ${Buffer.from(hexToU8a(result))}`);
	const now = xxhashAsHex('Timestamp', 128) + xxhashAsHex('Now', 128).slice(2);
	const top = {
		...Object.fromEntries(storageDiff.filter(([, value]) => value)),
		[now]: u8aToHex(registry.createType('u64', time).toU8a()),
		[stringToHex(':code')]: wasm,
	};
	return { id: preset, name: preset, properties: {}, genesis: { raw: { top } } };
}

/** A preset, or the default genesis, over which presets are laid. */
async function presetOf(wasm, name) {
	const { result } = await ask(wasm, 'GenesisBuilder_get_preset', registry.createType('Option<Text>', name));
	const json = registry.createType('Option<Bytes>', hexToU8a(result));
	return JSON.parse(json.unwrap().toUtf8());
}

/** Calls a function of the runtime that takes one value. */
async function ask(wasm, method, value) {
	const calls = [[method, [u8aToHex(value.toU8a())]]];
	const task = { wasm, calls, mockSignatureHost: false, allowUnresolvedImports: false, runtimeLogLevel: 0 };
	const { Call: answer, Error: why } = await runTask(task, NOTHING);
	assert(answer, `${method}: ${why}`);
	return answer;
}

/** Lays a patch over a value, as RFC 7386 says; none of ours takes something away. */
function merge(value, patch) {
	if (!isObject(patch)) return patch;
	const merged = isObject(value) ? { ...value } : {};
	for (const [name, field] of Object.entries(patch)) merged[name] = merge(merged[name], field);
	return merged;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
