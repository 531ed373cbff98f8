// SPDX-License-Identifier: Apache-2.0

/** A wallet on the generated types: what the chain has compiles, and nothing else does. */

import type { ApiPromise } from '@polkadot/api';

export async function delegateForAWindow(api: ApiPromise, poolId: number): Promise<number> {
	const { window } = await api.call.operatorStakingApi.epoch();

	await api.tx.operatorStaking.delegate(poolId, 10n ** 12n).send();
	// @ts-expect-error: an amount is missing
	api.tx.operatorStaking.delegate(poolId);
	// @ts-expect-error: there is no such call
	api.tx.operatorStaking.doNothing();

	return window.toNumber();
}
