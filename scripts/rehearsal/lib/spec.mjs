// SPDX-License-Identifier: Apache-2.0

/** The chain before the upgrade: the development chain of the node, without what the genesis builds for our pallets. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Our pallets, by their names in the genesis. */
const OURS = ['operatorStaking', 'stakingRewards', 'restaking', 'programmes', 'rollup'];

/** The raw spec of a chain with accounts, assets and authors, and no operators. */
export function bareSpec() {
	const folder = mkdtempSync(join(tmpdir(), 'bulwark-'));
	try {
		const spec = JSON.parse(exported('dev'));
		for (const pallet of OURS) delete spec.genesis.runtimeGenesis.patch[pallet];
		const file = join(folder, 'bare.json');
		writeFileSync(file, JSON.stringify(spec));
		return JSON.parse(exported(file, '--raw'));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function exported(chain, ...options) {
	return execFileSync(process.env.BULWARK_NODE, ['export-chain-spec', '--chain', chain, ...options], {
		encoding: 'utf8',
		maxBuffer: 2 ** 28,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
}
