// SPDX-License-Identifier: Apache-2.0

/**
 * The two-minute tour of the README, on a node that runs with `--dev`: node tour.mjs [ws://127.0.0.1:9944]
 *
 * Alice's pool has the id 1. Bob and Eve stake before a fault, Charlie after it; Ferdie's rollup pays all who secured
 * it, reports the fault later than all of them, and nobody disputes it. The standalone pool has the id 6 and streams of
 * rewards: Dave and Eve lock stake in it. Then Charlie opts in to the rollup as well: an outsider's report brings a bounty,
 * another is disputed, and a third runs out. Dave and Eve, who do not agree, report the service of nodes, and a
 * programme pays for it. At last Alice and Bob sign a batch of the rollup, and Eve challenges it in vain. At the end the stake
 * is unbonding and the bonds are full, so that the tour can be made again.
 */

import { u8aToHex } from '@polkadot/util';
import { alice, bob, charlie, dave, eve, ferdie, nameOf, newcomer } from './lib/accounts.mjs';
import { connect, disconnect, send } from './lib/chain.mjs';
import { allBalances, balance, balanceKey, BULW, DOLLAR, NATIVE, USDX } from './lib/money.mjs';
import { plain } from './lib/plain.mjs';
import { FULL, GRACE, HOURS, passHour, rowOf, scoreView, SERVICE } from './lib/programmes.mjs';
import {
	EVIDENCE,
	fractions,
	inEpoch,
	letPass,
	percent,
	proposeTx,
	reportId,
	reportTx,
	requestOf,
	ROLLUP,
	slashPreviewFor,
	TEXT,
} from './lib/restaking.mjs';
import {
	ANY_PENALTY,
	availableReward,
	claimTx,
	collectionOf,
	eventOf,
	nftText,
	ofPosition,
	ofStake,
	positionView,
	previewUnstake,
	rewardPoolView,
	stakePosition,
	tier,
} from './lib/rewards.mjs';
import {
	attestation,
	batchView,
	evidenceFor,
	idOf,
	nextHeader,
	sequencer,
	sequencerSet,
	setKeyTx,
} from './lib/rollup.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { activeSetView, epochView, stakeView } from './lib/views.mjs';

const [POOL, STANDALONE_POOL] = [1, 6];

const ws = process.argv[2] ?? 'ws://127.0.0.1:9944';
const node = { ws, http: ws.replace(/^ws/, 'http') };
const chain = { node, api: await connect(node), stop: async () => {} };
const { balances, nfts, operatorStaking, programmes, restaking, rollup, stakingRewards, sudo } = chain.api.tx;

const bulw = (amount) => `${amount / BULW} BULW`;
const staked = async (who) => bulw((await stakeView(chain, POOL, who.address))?.value ?? 0n);
const inStandalonePool = async ({ address }) => {
	const { value } = await stakeView(chain, STANDALONE_POOL, address);
	return `${bulw(value)} at ${await multiplierOf(address)}`;
};
const multiplierOf = async (staker) => {
	const { holdings } = chain.api.query.operatorStaking;
	const { multiplier } = plain(await holdings(staker, STANDALONE_POOL));
	return (Number(multiplier) / 100).toFixed(2);
};
const serving = async () => (await activeSetView(chain)).members.map(nameOf).join(', ');
const say = (text) => console.log(text);

/** To the hundredth. */
const coins = (amount, unit) => Number((Number(amount) / Number(unit)).toFixed(2));
const earned = (list) => {
	const of = (name) => list.find(([asset]) => (asset.WithId ?? asset) === name)?.[1] ?? 0n;
	return `${coins(of(NATIVE), BULW)} BULW and ${coins(of(1n), DOLLAR)} USDX`;
};

/** The gains of somebody by a transaction that another one sends. */
async function gains(who, tx, from) {
	const before = await allBalances(chain);
	await send(chain, tx, from);
	const after = await allBalances(chain);
	const gain = (asset) => {
		const key = balanceKey(who.address, asset);
		return (after.get(key) ?? 0n) - (before.get(key) ?? 0n);
	};
	return earned([[NATIVE, gain(NATIVE)], [{ WithId: 1n }, gain(USDX)]]);
}

const { window } = await epochView(chain);
say(`The active set is ${await serving()}`);

await send(chain, operatorStaking.delegate(POOL, 1_000n * BULW), bob);
const risky = await stakePosition(chain, eve, POOL, 2_000n * BULW, tier(26, 200));
const fault = await goToEpoch(chain);
say(`Bob delegates 1000 BULW to Alice's pool; it is active from the next epoch, F`);
say(`Eve locks 2000 BULW there for 26 epochs, with the multiplier 2.00: position ${risky}, an NFT`);

await send(chain, operatorStaking.delegate(POOL, 1_000n * BULW), charlie);
const late = await goToEpoch(chain);
const since = (epoch) => `F + ${epoch - fault}`;
say(`Charlie delegates 1000 BULW in F; it is active from ${since(late)}`);

await send(chain, restaking.remit(ROLLUP, alice.address, USDX, 880n * DOLLAR, fault), ferdie);
const usdx = (list) => {
	const found = list.find(([asset]) => asset.WithId === 1n);
	return `${coins(found?.[1] ?? 0n, DOLLAR)} USDX`;
};
const remitted = async (who) => usdx(await availableReward(chain, ofStake(POOL, who)));
const { claimable: ofEve, unvested, account } = await positionView(chain, risky);
say(`Ferdie's rollup, which Alice secures, remits 880 USDX in F + 1 for F`);
say(`  Active in F were:          Bob, who can claim ${await remitted(bob)}, and Eve, ${usdx(ofEve)}; ${usdx(unvested)} more vest with her lock`);
say(`  Charlie was not:           ${await remitted(charlie)}`);

const report = await send(
	chain,
	reportTx(chain, {
		consumerId: ROLLUP,
		operator: alice,
		when: inEpoch(fault),
		request: requestOf(percent(10)),
		id: reportId(`tour ${fault}`),
	}),
	ferdie,
);
const { caseId, until } = eventOf(report, 'restaking.Filed');
const loses = async (address) => bulw(await slashPreviewFor(chain, caseId, POOL, address));
say(`It reports a fault of hers in F: 10 %, to be disputed until ${since(until.lastEpoch)} is over`);
say(`  It would slash:            Bob ${await loses(bob.address)}, Eve ${await loses(account)}, Charlie ${await loses(charlie.address)}`);
const hasty = await send(chain, restaking.settle(caseId), dave).catch((refused) => refused.name);
say(`  Too early Dave is told:    ${hasty}`);

const settled = await letPass(chain, caseId);
const { fee: cost } = await send(chain, restaking.settle(caseId), dave);
const pays = cost.amount === 0n ? 'no' : 'a';
say(`Nobody objects: in ${since(settled)} Dave settles it, and pays ${pays} fee`);
say(`  Bob was active in F:       ${await staked(bob)} left`);
say(`  Eve's position, too:       ${bulw((await positionView(chain, risky)).active)} left`);
say(`  Charlie was not:           ${await staked(charlie)} left`);
await newBlock(chain, { count: 2 }); // one, if it does not end a session
say(`  The active set goes on:    ${await serving()}`);
const { unbonding, penalty } = await previewUnstake(chain, risky);
await send(chain, stakingRewards.unstake(risky, 'All', 0), eve);
say(`Suspended Alice lets Eve leave early: ${bulw(unbonding)} are unbonding, the penalty is ${bulw(penalty)}`);
await send(chain, operatorStaking.topUpBond(), alice);

await send(chain, operatorStaking.undelegate(POOL, 'All'), bob);
const [exit] = (await stakeView(chain, POOL, bob.address)).exits;
say(`Bob asks for everything back: ${bulw(exit.value)} are unbonding until ${since(exit.release)}`);

await goToEpoch(chain, exit.release);
const before = await balance(chain, bob.address, NATIVE);
const { fee } = await send(chain, operatorStaking.withdraw(POOL, bob.address), bob);
const paid = (await balance(chain, bob.address, NATIVE)) - before + fee.amount;
say(`${window + 1n} epochs later he withdraws: ${bulw(paid)}`);

await send(chain, operatorStaking.undelegate(POOL, 'All'), charlie);
say(`With a full bond Alice serves again: ${await serving()}`);

say('');
const short = await stakePosition(chain, dave, STANDALONE_POOL, 1_000n * BULW, tier(1, 50));
const long = await stakePosition(chain, eve, STANDALONE_POOL, 1_750n * BULW, tier(26, 200));
const streams = (await rewardPoolView(chain, STANDALONE_POOL)).assets;
const each = earned(streams.map(({ asset, stream }) => [asset, stream[0].amount]));
say(`Streams pay the standalone pool ${each} an epoch, where Ferdie has ${await inStandalonePool(ferdie)}`);
say(`Dave locks 1000 BULW for one epoch at 0.50:  position ${short}`);
say(`Eve locks 1750 BULW for 26 epochs at 2.00:   position ${long}`);
const first = await goToEpoch(chain);
const text = (await nftText(chain, short)).replace(String(first + 1n), 'G + 1');
say(`Dave's NFT says: ${text}`);

await goToEpoch(chain);
const claimable = async (id) => earned((await positionView(chain, id)).claimable);
say(`The first epoch, G, is over: Dave can claim ${await claimable(short)}, Eve ${await claimable(long)}`);
await send(chain, nfts.transfer(await collectionOf(chain), long, ferdie.address), eve);
const gained = await gains(ferdie, claimTx(chain, ofPosition(long)), alice);
say(`Eve gives her NFT to Ferdie, Alice claims for it: Ferdie gets ${gained}`);

await goToEpoch(chain);
const scout = newcomer(`Scout/${first}`); // another one for each tour
const least = chain.api.consts.balances.existentialDeposit;
await send(chain, balances.transferKeepAlive(scout.address, least), alice);
const { expiredRewards } = await positionView(chain, short);
const { fee: free } = await send(chain, stakingRewards.tag(short, scout.address), scout);
say(`Dave's lock ended with G; Scout has 0.001 BULW, tags it in G + 2, and pays ${free ? 'a' : 'no'} fee`);
say(`  What it earned since goes back to the pool: ${earned(expiredRewards)}`);
const shown = await positionView(chain, short);
say(`  From now on its multiplier is ${await multiplierOf(shown.account)}, for Scout`);
await goToEpoch(chain);
const scouted = await gains(scout, claimTx(chain, ofPosition(short)), alice);
say(`  An epoch later a claim pays Dave ${earned(shown.claimable)}, Scout ${scouted}`);

await send(chain, stakingRewards.unstake(short, 'All', 0), dave);
const leaving = await previewUnstake(chain, long);
await send(chain, stakingRewards.unstake(long, 'All', ANY_PENALTY), ferdie);
say(`Dave leaves. Ferdie leaves early: ${bulw(leaving.unbonding)} are unbonding, the penalty is ${bulw(leaving.penalty)}`);

say('');
await send(chain, restaking.setSlashCap(percent(60)), charlie);
const optedIn = await send(chain, restaking.optIn(ROLLUP, 1, fractions(10)), charlie);
const { effectiveFrom } = eventOf(optedIn, 'restaking.OptedIn');
say(`Charlie opts in to the rollup with a tenth too; it takes effect in H, when a whole epoch has passed`);
await goToEpoch(chain, effectiveFrom);
const hence = (epoch) => `H + ${epoch - effectiveFrom}`;
const ofBond = (parts) => ({
	consumerId: ROLLUP,
	operator: charlie,
	when: inEpoch(effectiveFrom),
	request: requestOf(percent(parts), { scope: 'Bond' }),
});
const proposed = await send(chain, proposeTx(chain, { ...ofBond(5), reporter: dave }), dave);
const { caseId: outside } = eventOf(proposed, 'restaking.Proposed');
await send(chain, restaking.revealEvidence(outside, TEXT), dave);
await send(chain, restaking.endorse(outside, reportId(`first ${effectiveFrom}`)), ferdie);
say(`Dave reports a fault in H, 5 % of the bond, with a deposit; Ferdie endorses it, and Dave has the deposit back`);
const filed = async (parts, name) => {
	const tx = reportTx(chain, { ...ofBond(parts), id: reportId(`${name} ${effectiveFrom}`) });
	return eventOf(await send(chain, tx, ferdie), 'restaking.Filed').caseId;
};
const [wrong, forgotten] = [await filed(2, 'second'), await filed(1, 'third')];
await send(chain, restaking.dispute(wrong, EVIDENCE), charlie);
const verdict = await send(chain, restaking.resolve(wrong, 'Dismiss'), eve);
const { outcome } = eventOf(verdict, 'restaking.Ended');
say(`Ferdie reports another, which Charlie disputes: Eve decides, and it is ${outcome.toLowerCase()}`);
const { amount: forfeit } = eventOf(verdict, 'restaking.DepositForfeited');
await send(chain, restaking.releaseDisputeDeposit(wrong, charlie.address), bob);
await send(chain, restaking.topUpConsumer(ROLLUP), ferdie);
say(`  Charlie has his deposit back; of the rollup's ${bulw(forfeit)} are lost, and Ferdie fills it up`);
const executed = await letPass(chain, outside);
const execution = await send(chain, restaking.settle(outside), dave);
const { amount: bounty, unlockEpoch } = eventOf(execution, 'restaking.BountySet');
const { amount: rest } = eventOf(execution, 'restaking.Distributed');
say(`In ${hence(executed)} Dave's is settled: ${bulw(rest)} for the treasury, ${bulw(bounty)} for Dave, from ${hence(unlockEpoch)} on`);
await goToEpoch(chain, unlockEpoch);
const poorer = await balance(chain, dave.address, NATIVE);
await send(chain, restaking.claimBounty(outside), bob);
const richer = await balance(chain, dave.address, NATIVE);
say(`Bob claims it for him: Dave gets ${bulw(richer - poorer)}`);
const over = effectiveFrom + window + 1n;
await goToEpoch(chain, over);
const lapse = await send(chain, restaking.settle(forgotten), dave);
const { outcome: end } = eventOf(lapse, 'restaking.Ended');
say(`A third report nobody has settled: in ${hence(over)} it has ${end.toLowerCase()}, and takes nothing`);
await send(chain, restaking.optOut(ROLLUP), charlie);
await send(chain, operatorStaking.topUpBond(), charlie);

say('');
const served = await goToEpoch(chain);
await goToEpoch(chain);
const week = (level) => [[HOURS, level]];
const told = async (reporter, hundredths) => {
	const ofCharlie = rowOf(charlie, { 0: week((FULL * hundredths) / 100n) });
	const rows = [rowOf(alice, { 0: week(FULL), 1: week(FULL) }), rowOf(bob, { 0: week(FULL) }), ofCharlie];
	return send(chain, programmes.report(SERVICE, served, 0, rows), reporter);
};
await told(dave, 90n);
const { fee: ofReport } = await told(eve, 80n);
say(`Dave and Eve report the hours of an epoch: Alice's two nodes and Bob's were up for all of them, and Charlie's served`);
say(`90 % as Dave says and 80 % as Eve does, who pays ${ofReport?.amount ? 'a' : 'no'} fee. The lower of two counts`);
await passHour(chain, GRACE - 1);
const scores = await Promise.all([alice, bob, charlie].map((who) => scoreView(chain, SERVICE, served, who)));
const [ofAlice, ofBob, ofCharlie] = scores.map(({ Scored }) => Scored);
const part = (Number(ofCharlie.score) / Number(ofBob.score)).toFixed(4);
say(`  Scores:                    Alice ${Number(ofAlice.score) / Number(ofBob.score)}, Bob 1, Charlie ${part}`);
const rewards = [ofAlice, ofBob, ofCharlie].map(({ reward }) => Number(reward));
const sum = rewards.reduce((one, other) => one + other);
const parts = rewards.map((reward) => `${((100 * reward) / sum).toFixed(2)} %`).join(', ');
say(`24 hours later a block divides the budget by itself, with what nobody had earned before: ${parts}`);
say('');
const sequencers = new Map([alice, bob].map((pair, at) => [pair.address, sequencer(pair, 1_001 * (at + 1))]));
const { keyOf } = chain.api.call.rollupAttestationApi;
for (const who of sequencers.values()) {
	const { address } = who.pair;
	const has = (await keyOf(address)).toString();
	if (has !== u8aToHex(who.key)) await send(chain, setKeyTx(chain, who), who.pair);
}
await send(chain, sudo.sudo(rollup.setSigning(true)), alice);
const signing = await goToEpoch(chain);
await newBlock(chain, { count: 2 });
const then = (epoch) => `I + ${epoch - signing}`;
const header = await nextHeader(chain, { filler: 0xd0 });
const { members: seats, leastSigners } = await sequencerSet(chain, header.setNumber);
const members = seats.map(({ account: who }) => sequencers.get(who));
const names = members.map(({ pair }) => nameOf(pair.address)).join(' and ');
say(`Alice and Bob give the rollup keys, and show that they have them. From I on two thirds of the sequencers sign a batch`);
say(`  They are ${names}:     ${leastSigners} have to sign`);
const alone = attestation(chain, header, members, members.slice(0, 1));
const few = await send(chain, rollup.submitBatch(header, alone), dave).catch((refused) => refused.name);
say(`  With one signature Dave is told:  ${few}`);
const both = attestation(chain, header, members, members);
const submitted = await send(chain, rollup.submitBatch(header, both), dave);
const { surety } = eventOf(submitted, 'rollup.BatchAccepted');
say(`  With both his batch is accepted; he has no bond, so ${bulw(surety.Deposit)} are held of him`);
const batch = idOf(chain, header);
const challenged = await send(chain, rollup.challenge(batch, evidenceFor(eve, 'I think so')), eve);
const { deposit } = eventOf(challenged, 'rollup.Challenged');
await send(chain, sudo.sudo(rollup.judge(batch, 'Good')), alice);
say(`Eve challenges it with ${bulw(deposit)}, and is wrong`);
const { state } = await batchView(chain, batch);
const { lastEpoch, lastBlock } = state.Challengeable.until;
await goToEpoch(chain, lastEpoch + 1n);
const best = (await chain.api.rpc.chain.getHeader()).number.toBigInt();
if (best <= lastBlock) await newBlock(chain, { to: Number(lastBlock) + 1 });
const { fee: ofRelease } = await send(chain, rollup.releaseBatch(batch), bob);
const fate = (await batchView(chain, batch)).state.toLowerCase();
say(`In ${then(lastEpoch + 1n)} the batch is ${fate}: Bob lets Dave have his deposit back, and pays ${ofRelease?.amount ? 'a' : 'no'} fee`);
const poor = await balance(chain, dave.address, NATIVE);
await send(chain, rollup.releaseChallengeDeposit(batch, eve.address), bob);
const compensation = (await balance(chain, dave.address, NATIVE)) - poor;
say(`  Of Eve's deposit ${bulw(compensation)} are for Dave`);
await send(chain, sudo.sudo(rollup.setSigning(false)), alice);
await disconnect(chain.api);
