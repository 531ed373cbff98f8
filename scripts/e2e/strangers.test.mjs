// SPDX-License-Identifier: Apache-2.0

/** Strangers may look and send transactions. What else a node has it refuses them: `--rpc-methods safe`. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNode } from './lib/node.mjs';
import { rpc } from './lib/rpc.mjs';

/** The calls that the SDK lets strangers make. */
const SAFE = new Set(`
	account_nextIndex archive_v1_body archive_v1_call archive_v1_finalizedHeight archive_v1_genesisHash
	archive_v1_hashByHeight archive_v1_header archive_v1_stopStorage archive_v1_storage archive_v1_storageDiff
	archive_v1_storageDiff_stopStorageDiff author_pendingExtrinsics author_submitAndWatchExtrinsic
	author_submitExtrinsic author_unwatchExtrinsic bitswap_v1_get chainHead_v1_body chainHead_v1_call
	chainHead_v1_continue chainHead_v1_follow chainHead_v1_header chainHead_v1_stopOperation
	chainHead_v1_storage chainHead_v1_unfollow chainHead_v1_unpin chainSpec_v1_chainName
	chainSpec_v1_genesisHash chainSpec_v1_properties chain_getBlock chain_getBlockHash chain_getFinalisedHead
	chain_getFinalizedHead chain_getHead chain_getHeader chain_getRuntimeVersion chain_subscribeAllHeads
	chain_subscribeFinalisedHeads chain_subscribeFinalizedHeads chain_subscribeNewHead chain_subscribeNewHeads
	chain_subscribeRuntimeVersion chain_unsubscribeAllHeads chain_unsubscribeFinalisedHeads
	chain_unsubscribeFinalizedHeads chain_unsubscribeNewHead chain_unsubscribeNewHeads
	chain_unsubscribeRuntimeVersion childstate_getKeys childstate_getKeysPaged childstate_getKeysPagedAt
	childstate_getStorage childstate_getStorageEntries childstate_getStorageHash childstate_getStorageSize
	payment_queryFeeDetails payment_queryInfo rpc_methods state_call state_callAt state_getChildReadProof
	state_getKeys state_getKeysPaged state_getKeysPagedAt state_getMetadata state_getReadProof
	state_getRuntimeVersion state_getStorage state_getStorageAt state_getStorageHash state_getStorageHashAt
	state_getStorageSize state_getStorageSizeAt state_queryStorageAt state_subscribeRuntimeVersion
	state_subscribeStorage state_unsubscribeRuntimeVersion state_unsubscribeStorage subscribe_newHead
	system_accountNextIndex system_chain system_chainType system_health system_localListenAddresses
	system_localPeerId system_name system_nodeRoles system_properties system_reservedPeers system_syncState
	system_version transactionWatch_v1_submitAndWatch transactionWatch_v1_unwatch transaction_v1_broadcast
	transaction_v1_stop unsubscribe_newHead
`.trim().split(/\s+/));

/** Arguments of the SDK's calls, which read them before they refuse. */
const HASH = `0x${'00'.repeat(32)}`;
const ARGUMENTS = {
	author_hasKey: ['0x', 'aura'],
	author_hasSessionKeys: ['0x'],
	author_insertKey: ['aura', '//Alice', '0x'],
	author_removeExtrinsic: [[]],
	author_rotateKeysWithOwner: ['0x'],
	offchain_localStorageClear: ['PERSISTENT', '0x'],
	offchain_localStorageGet: ['PERSISTENT', '0x'],
	offchain_localStorageSet: ['PERSISTENT', '0x', '0x'],
	state_callRecorded: ['Core_version', '0x', HASH],
	state_getPairs: ['0x'],
	state_queryStorage: [['0x'], HASH],
	state_traceBlock: [HASH],
	system_addLogFilter: ['info'],
	system_addReservedPeer: ['/ip4/127.0.0.1/tcp/1'],
	system_dryRun: ['0x'],
	system_dryRunAt: ['0x'],
	system_removeReservedPeer: ['peer'],
};

const LOCAL = ['--chain', 'local', '--alice', '--tmp', '--port', '0'];

for (const [name, args, ours] of [
	['a development node', ['--dev', '--tmp'], ['dev_newBlock', 'dev_timeTravel']],
	['the author of a local chain', LOCAL, []],
]) {
	test(`${name} refuses strangers every call that is not safe`, async (t) => {
		const node = await startNode(`strangers-${args[0].slice(2)}`, [...args, '--rpc-methods', 'safe']);
		t.after(() => node.stop());
		const { methods } = await rpc(node, 'rpc_methods');

		const unsafe = methods.filter((method) => !SAFE.has(method));

		for (const method of ['engine_createBlock', 'engine_finalizeBlock', ...ours]) {
			assert.ok(unsafe.includes(method), `there is ${method}`);
		}
		for (const method of unsafe) {
			const call = rpc(node, method, ...(ARGUMENTS[method] ?? []));
			await assert.rejects(call, /unsafe/, method);
		}
		t.diagnostic(`refused: ${unsafe.join(' ')}`);
	});
}
