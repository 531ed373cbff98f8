// SPDX-License-Identifier: Apache-2.0

/** Messages between chains: what they say, what becomes of them, and those that are on their way. */

/** The version of XCM that the runtimes speak. */
export const XCM_VERSION = 5;

/** A chain as others name it. */
export const at = (id) => ({ parents: 1, interior: { X1: [{ Parachain: id }] } });

/** A message or a location with its version. */
export const versioned = (what) => ({ [`V${XCM_VERSION}`]: what });

/** So much of an asset. */
export const money = (id, amount) => ({ id, fun: { Fungible: amount } });

/** The account that a chain has on its siblings. */
export function sovereign(id) {
	const account = Buffer.alloc(32);
	account.write('sibl');
	account.writeUInt32LE(id, 4);
	return `0x${account.toString('hex')}`;
}

/**
 * A message that pays for itself and makes a call as the sovereign account of its sender: what is left of the fee goes back to that
 * account, whatever becomes of the call. It is the one of docs/xcm.md.
 *
 * @param {number} sender Id of the chain that sends it.
 * @param {bigint} fee The most that it may cost, in the native token.
 * @param {any} call
 */
export function paidCall(sender, fee, call) {
	const fees = money({ parents: 0, interior: 'Here' }, fee);
	return [
		{ WithdrawAsset: [fees] },
		{ BuyExecution: { fees, weightLimit: 'Unlimited' } },
		{ SetAppendix: [{ RefundSurplus: null }, deposit(sender)] },
		{
			Transact: {
				originKind: 'SovereignAccount',
				fallbackMaxWeight: null,
				call: { encoded: call.method.toHex() },
			},
		},
		{ ExpectTransactStatus: 'Success' },
	];
}

/** A message of the chain that keeps the reserve of an asset, which brings so much of it to the account of a chain. */
export function broughtTo(id, asset) {
	return [
		{ ReserveAssetDeposited: [asset] },
		{ ClearOrigin: null },
		{ BuyExecution: { fees: asset, weightLimit: 'Unlimited' } },
		deposit(id),
	];
}

const deposit = (id) => ({ DepositAsset: { assets: { Wild: { AllCounted: 1 } }, beneficiary: at(id) } });

/** Another message, with one instruction changed. */
export function changed(message, name, change) {
	return message.map((one) => (name in one ? { [name]: { ...one[name], ...change } } : one));
}

/**
 * What has become of messages, by the events of a block: `done`, `failed` if an instruction failed, so that those after it were not
 * executed, or why nothing was executed.
 *
 * @param {{ section: string, method: string, data: any }[]} events
 * @returns {string[]}
 */
export function fates(events) {
	return events.filter(({ section }) => section === 'messageQueue').map(fate);
}

function fate({ method, data }) {
	switch (method) {
		case 'Processed':
			return data.success.isTrue ? 'done' : 'failed';
		case 'ProcessingFailed':
			return data.error.type;
		default:
			return method;
	}
}

/** Messages of a chain that the next block of another one gets. One of a single byte only tells a format that the sender reads. */
export function onTheirWay({ blocks }, from) {
	return (blocks.txPool.hrmp[from] ?? []).filter(({ data }) => data.length > '0x00'.length);
}

/** Takes the messages of a chain that the next block of another one would get, so that they can come later. */
export function holdBack({ blocks }, from) {
	return blocks.txPool.hrmp[from].splice(0);
}

/**
 * Lets a message of a chain that does not run be on its way to one that does.
 *
 * @param {import('./chain.mjs').Chain} chain
 * @param {number} from Id of the sender.
 * @param {object[]} message
 */
export function bring({ blocks, api }, from, message) {
	const [, encoded] = api.tx.polkadotXcm.send(versioned(at(from)), versioned(message)).method.args;
	blocks.submitHorizontalMessages(from, [{ data: CONCATENATED + encoded.toHex().slice(2) }]);
}

/** The format of a page of messages, each with its version. */
const CONCATENATED = '0x00';
