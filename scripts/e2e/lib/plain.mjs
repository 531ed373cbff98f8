// SPDX-License-Identifier: Apache-2.0

/** Decoded values as plain JavaScript, so that they can be compared and printed. */

/**
 * Numbers become `bigint`, whatever their width; accounts become addresses; `None` becomes `null`;
 * a variant becomes its name, or `{ Name: content }`; records keep the order of their fields.
 *
 * @param {any} codec A value of polkadot.js.
 * @returns {any}
 */
export function plain(codec) {
	if (isEnum(codec)) return codec.isNone ? codec.type : { [codec.type]: plain(codec.inner) };
	if (isOption(codec)) return codec.isSome ? plain(codec.unwrap()) : null;
	if (typeof codec.toBigInt === 'function') return codec.toBigInt();
	if (codec instanceof Map) return record([...codec.entries()]);
	if (Array.isArray(codec)) return codec.map(plain);
	return codec.toPrimitive();
}

/**
 * An event as its name, with its section, and its named fields.
 *
 * @param {any} event An event of polkadot.js.
 */
export function plainEvent({ section, method, data }) {
	const names = data.names ?? Object.keys(data);
	const fields = record(names.map((name, index) => [name, data[index]]));
	return { name: `${section}.${method}`, fields };
}

/** Without the underscore that polkadot.js adds to names it needs itself: `new`, `size`. */
function record(entries) {
	const field = ([name, value]) => [name.replace(/_$/, ''), plain(value)];
	return Object.fromEntries(entries.map(field));
}

function isEnum(codec) {
	return Array.isArray(codec.defKeys) && 'inner' in codec;
}

function isOption(codec) {
	return 'isSome' in codec && 'unwrap' in codec;
}
