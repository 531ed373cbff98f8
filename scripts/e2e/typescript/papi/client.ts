// SPDX-License-Identifier: Apache-2.0

/** A wallet on the generated types: what the chain has compiles, and nothing else does. */

import type { PolkadotClient, PolkadotSigner } from 'polkadot-api';
import bulwark, { type BulwarkCalls } from './generated/bulwark';

export async function delegateForAWindow(
	client: PolkadotClient,
	signer: PolkadotSigner,
	args: BulwarkCalls['OperatorStaking']['delegate'],
): Promise<number> {
	const api = client.getTypedApi(bulwark);
	const { window } = await api.apis.OperatorStakingApi.epoch();

	await api.tx.OperatorStaking.delegate(args).signAndSubmit(signer);
	// @ts-expect-error: an amount is missing
	api.tx.OperatorStaking.delegate({});
	// @ts-expect-error: there is no such call
	api.tx.OperatorStaking.do_nothing();

	return window;
}
