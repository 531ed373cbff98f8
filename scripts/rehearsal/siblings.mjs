// SPDX-License-Identifier: Apache-2.0

/**
 * Lets two parachains send each other messages, in Chopsticks, on wasm: BULWARK_PARACHAIN_WASM=... node siblings.mjs
 *
 * Both run the same runtime. Home has the operators; its sibling is a consumer and a follower. `connectParachains`, by which
 * `chopsticks xcm` connects chains, carries messages from queue to queue, as a relay chain does. They are those of
 * docs/xcm.md, and all money on both chains is compared before and after each, to the unit.
 */

import { connectParachains } from '@acala-network/chopsticks-core';
import { Keyring } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { newBlock, send, start, travel } from './lib/chain.mjs';
import { specOf } from './lib/genesis.mjs';
import {
	XCM_VERSION,
	at,
	bring,
	broughtTo,
	changed,
	fates,
	holdBack,
	money,
	onTheirWay,
	paidCall,
	sovereign,
	versioned,
} from './lib/messages.mjs';
import { assertBrought, assertMoved, moneyOn } from './lib/money.mjs';

const [HOME, SIBLING, RESERVE] = [2_000, 2_001, 1_000];
const [BULW, DOLLAR, RELAY_TOKEN] = [10n ** 12n, 10n ** 6n, 10n ** 10n];
const MONDAY = Date.parse('2026-01-05T00:00:00Z');
const TEN_MINUTES = 600_000;
/** Of the presets are the first two. */
const CONSUMER = 3;
/** Parts of 10¹⁸, in percent. */
const percent = (part) => BigInt(part) * 10n ** 16n;

await cryptoWaitReady();
const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
const [alice, bob] = ['Alice', 'Bob'].map((name) => keyring.addFromUri(`//${name}`));
const wasm = `0x${readFileSync(process.env.BULWARK_PARACHAIN_WASM, 'hex')}`;
const say = (text) => console.log(text);
const bulw = (amount) => `${amount / BULW}.${String(amount % BULW).padStart(12, '0')} BULW`;

/** A chain of the parachain's runtime, which knows the version of XCM that its sibling speaks, as after a first exchange. */
async function beside(id, other) {
	const polkadotXcm = { supportedVersion: [[at(other), XCM_VERSION]] };
	return start(await specOf(wasm, 'development', { parachainInfo: { parachainId: id }, polkadotXcm }, MONDAY));
}

const home = await beside(HOME, SIBLING);
const sibling = await beside(SIBLING, HOME);
await connectParachains([home.blocks, sibling.blocks]);
// The channels open in the next block of each; at home those serve in it who were elected in the first.
for (const chain of [home, sibling]) await newBlock(chain);

const { balances, foreignAssets, operatorStaking, restaking, setMessages, stakingRewards, sudo, utility } = home.api.tx;
const answers = home.api.call.restakingApi;
const all = async () => [await moneyOn(home, SIBLING), await moneyOn(sibling, HOME)];

/**
 * Sends a message of the sibling, and expects that it fares so at home, that it moves so much money there and none on the sibling,
 * and that nothing comes back. Returns its fee.
 */
async function tell(message, fate, moved) {
	const [homeBefore, siblingBefore] = await all();
	const call = sibling.api.tx.polkadotXcm.send(versioned(at(HOME)), versioned(message));
	await send(sibling, sibling.api.tx.sudo.sudo(call), alice);
	assert.deepEqual(fates(await newBlock(home)), [fate]);
	const [homeAfter, siblingAfter] = await all();
	assert.deepEqual(siblingAfter, siblingBefore);
	assert.deepEqual(onTheirWay(sibling, HOME), []);
	return assertMoved(homeBefore, homeAfter, moved);
}
const paid = (call) => paidCall(SIBLING, BULW, call);
const assertFee = (fee) => assert(fee > 0n && fee < BULW, bulw(fee));

const [palletIndex] = sibling.api.tx.setFollower.noteSet.callIndex;
const preparations = [
	balances.transferKeepAlive(sovereign(SIBLING), 1_000n * BULW),
	foreignAssets.transfer('RelayToken', sovereign(SIBLING), 10n * RELAY_TOKEN),
	stakingRewards.touch({ WithId: 'Usdt' }),
	sudo.sudo(setMessages.setFollowers([{ paraId: SIBLING, palletIndex, fee: BULW }])),
];
await send(home, utility.batchAll(preparations), alice);
await send(sibling, sibling.api.tx.balances.transferKeepAlive(sovereign(HOME), 1_000n * BULW), alice);
say('Two chains with channels to each other; each has a thousand tokens on the other, and home tells its sibling who serves');

const terms = {
	most: { bond: percent(10), pools: 0 },
	windows: { report: 3, dispute: 2 },
	bounty: 0,
	destination: 'Treasury',
	resolver: null,
	follower: sovereign(SIBLING),
};
const register = paid(restaking.registerConsumer(terms));
const price = await tell(register, 'done', { held: 100n * BULW });
assertFee(price);
const { manager } = (await answers.consumer(CONSUMER)).unwrap();
assert.equal(manager.toHex(), sovereign(SIBLING));
say(`The sibling registers as a consumer: 100 BULW are held, ${bulw(price)} are the fee`);

const tooLittle = { weightLimit: { Limited: { refTime: 1_000_000_000, proofSize: 65_536 } } };
for (const [what, message, fate, isPaid] of [
	['not paid for', register.slice(3), 'failed', false],
	['with too little weight', changed(register, 'BuyExecution', tooLittle), 'failed', false],
	['by another origin', changed(register, 'Transact', { originKind: 'Xcm' }), 'failed', true],
]) {
	const fee = await tell(message, fate);
	assert.equal(fee > 0n, isPaid, what);
	say(`The same ${what}: ${fate}, ${bulw(fee)}; its sender hears nothing`);
}
assert((await answers.consumer(CONSUMER + 1)).isNone);

await send(home, restaking.optIn(CONSUMER, 1, { bond: percent(25), pools: 0 }), alice);

/** Lets an epoch begin at home: a block elects, and in the next one the set serves and is sent. Returns the epoch. */
async function begin(count) {
	await travel(home, MONDAY + count * TEN_MINUTES);
	await newBlock(home);
	assert.equal(onTheirWay(sibling, HOME).length, 1);
	return (await home.api.call.operatorStakingApi.epoch()).current.toNumber();
}
const acknowledged = async () => (await answers.acknowledgedEpoch(sovereign(SIBLING))).unwrapOr(null)?.toNumber();
async function followed() {
	const { epoch, members } = (await sibling.api.query.setFollower.followed()).unwrap();
	return { epoch: epoch.toNumber(), members: members.map(String) };
}

const first = await begin(1);
const late = holdBack(sibling, HOME);
const request = { fractions: { bond: percent(10), pools: 0 }, quantity: null };
const [evidence, reportId] = ['07', '01'].map((byte) => `0x${byte.repeat(32)}`);
const report = paid(restaking.reportSlash(CONSUMER, alice.address, { Epoch: first }, request, evidence, reportId));
assertFee(await tell(report, 'failed'));
assert.equal(await acknowledged(), undefined);
say('The set of Alice and Bob is held back on its way: a fault of its epoch cannot be reported');

await send(home, sudo.sudo(operatorStaking.suspend(bob.address)), alice);
const second = await begin(2);
const before = await all();
assert.deepEqual(fates(await newBlock(sibling)), ['done']);
assert.deepEqual(fates(await newBlock(home)), ['done']);
const after = await all();
const [answer, news] = after.map((now, chain) => assertMoved(before[chain], now));
for (const fee of [answer, news]) assertFee(fee);
assert.deepEqual(await followed(), { epoch: second, members: [alice.address] });
assert.equal(await acknowledged(), second);
say(`That of the next epoch, of Alice alone, is known and acknowledged: ${bulw(news)} there, ${bulw(answer)} back`);

sibling.blocks.submitHorizontalMessages(HOME, late);
assert.deepEqual(fates(await newBlock(sibling)), ['failed']);
assert.deepEqual(fates(await newBlock(home)), []);
const [homeNow, siblingNow] = await all();
assert.deepEqual(homeNow, after[0]);
assertFee(assertMoved(after[1], siblingNow));
assert.deepEqual(await followed(), { epoch: second, members: [alice.address] });
assert.equal(await acknowledged(), second);
say('The one that was held back arrives, and changes nothing');

const assetOnReserve = (index) => ({
	parents: 1,
	interior: { X3: [{ Parachain: RESERVE }, { PalletInstance: 50 }, { GeneralIndex: index }] },
});
const thousand = 1_000n * DOLLAR;
bring(home, RESERVE, broughtTo(SIBLING, money(assetOnReserve(7), thousand)));
assert.deepEqual(fates(await newBlock(home)), ['failed']);
assert.deepEqual(await all(), [homeNow, siblingNow]);
bring(home, RESERVE, broughtTo(SIBLING, money(assetOnReserve(1_984), thousand)));
assert.deepEqual(fates(await newBlock(home)), ['done']);
const inDollars = assertBrought(homeNow, await moneyOn(home, SIBLING), thousand);
assert(inDollars > 0n && inDollars < DOLLAR);
say('The chain that keeps dollars brings the consumer a thousand, which pay for their message; another asset is not taken');

const remit = (asset, amount) => paid(restaking.remit(CONSUMER, alice.address, { WithId: asset }, amount, first));
assertFee(await tell(remit('RelayToken', RELAY_TOKEN), 'failed'));
const remitted = 100n * DOLLAR;
assertFee(await tell(remit('Usdt', remitted), 'done', { remitted }));
say("It pays Alice's stakers 100 dollars; relay tokens, for which nobody has opened the pot, are refused");

assertFee(await tell(report, 'done'));
const { status } = (await answers.case(1)).unwrap();
assert(status.isFiled, status.toString());
say('Now that a later epoch is acknowledged the fault can be reported: the case is filed');

// Closing Chopsticks waits for a worker that does not end.
process.exit();
