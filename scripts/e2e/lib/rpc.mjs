// SPDX-License-Identifier: Apache-2.0

/** Plain JSON-RPC, for calls that no client library knows, and for their errors as they are. */

/** The answer of the node to a call that it refuses. */
export class RpcError extends Error {
	/** @param {{ code: number, message: string }} error */
	constructor({ code, message }) {
		super(message);
		this.code = code;
	}
}

/**
 * Calls a method of a node.
 *
 * @param {import('./node.mjs').Node} node
 * @param {string} method
 * @param {unknown[]} params
 */
export async function rpc(node, method, ...params) {
	const response = await fetch(node.http, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
	});
	const { result, error } = await response.json();
	if (error) throw new RpcError(error);
	return result;
}
