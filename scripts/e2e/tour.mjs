// SPDX-License-Identifier: Apache-2.0

/**
 * The two-minute tour of the README, on a node that runs with `--dev`: node tour.mjs [ws://127.0.0.1:9944]
 *
 * Alice's pool has the number 1. Bob and Eve stake before a fault, Charlie after it; Ferdie's rollup pays all who secured
 * it, reports the fault later than all of them, and nobody disputes it. The plain pool has the number 6 and streams of
 * rewards: Dave and Eve lock stake in it. Then Charlie answers to the rollup as well: an outsider's report brings a bounty,
 * another is disputed, and a third runs out. At the end the money is on its way back and the bonds are full, so that the
 * tour can be made again.
 */

import { alice, bob, charlie, dave, eve, ferdie, nameOf, newcomer } from './lib/accounts.mjs';
import { connect, send } from './lib/chain.mjs';
import { allBalances, balance, balanceKey, BULW, DOLLAR, NATIVE, USDX } from './lib/money.mjs';
import { plain } from './lib/plain.mjs';
import {
	budget,
	claimOf,
	costTo,
	inEpoch,
	letPass,
	percent,
	proposeTx,
	reportId,
	reportTx,
	ROLLUP,
} from './lib/restaking.mjs';
import {
	ANY_PENALTY,
	availableReward,
	claimTx,
	collectionOf,
	eventOf,
	nftText,
	ofPosition,
	positionView,
	preset,
	previewUnstake,
	rewardsView,
	stakePosition,
} from './lib/rewards.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { activeSetView, epochView, stakeView } from './lib/views.mjs';

const [POOL, PLAIN_POOL] = [1, 6];

const ws = process.argv[2] ?? 'ws://127.0.0.1:9944';
const node = { ws, http: ws.replace(/^ws/, 'http') };
const chain = { node, api: await connect(node), stop: async () => {} };
const { balances, nfts, operatorStaking, restaking, stakingRewards } = chain.api.tx;

const bulw = (amount) => `${amount / BULW} BULW`;
const staked = async (who) => bulw((await stakeView(chain, POOL, who.address))?.value ?? 0n);
const plainly = async ({ address }) =>
	`${bulw((await stakeView(chain, PLAIN_POOL, address)).value)} at ${await weight(address)}`;
const weight = async (holder) => {
	const { holdings } = chain.api.query.operatorStaking;
	const { multiplier } = plain(await holdings(holder, PLAIN_POOL));
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

/** What somebody gets by a transaction that another one sends. */
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
const risky = await stakePosition(chain, eve, POOL, 2_000n * BULW, preset(26, 200));
const fault = await goToEpoch(chain);
say(`Bob delegates 1000 BULW to Alice's pool; it counts from the next epoch, F`);
say(`Eve locks 2000 BULW there for 26 epochs, at twice the weight: position ${risky}, an NFT`);

await send(chain, operatorStaking.delegate(POOL, 1_000n * BULW), charlie);
const late = await goToEpoch(chain);
const since = (epoch) => `F + ${epoch - fault}`;
say(`Charlie delegates 1000 BULW in F; it counts from ${since(late)}`);

await send(chain, restaking.remit(ROLLUP, alice.address, USDX, 880n * DOLLAR, fault), ferdie);
const usdx = (list) => {
	const found = list.find(([asset]) => asset.WithId === 1n);
	return `${coins(found?.[1] ?? 0n, DOLLAR)} USDX`;
};
const remitted = async (who) => usdx(await availableReward(chain, POOL, who.address));
const { claimable: ofEve, key } = await positionView(chain, risky);
say(`Ferdie's rollup, which Alice secures, remits 880 USDX in F + 1 for F`);
say(`  In force in F were:        Bob, who can claim ${await remitted(bob)}, and Eve, ${usdx(ofEve)}`);
say(`  Charlie was not:           ${await remitted(charlie)}`);

const report = await send(
	chain,
	reportTx(chain, {
		consumer: ROLLUP,
		operator: alice,
		when: inEpoch(fault),
		claim: claimOf(percent(10)),
		id: reportId(`tour ${fault}`),
	}),
	ferdie,
);
const { case: id, until } = eventOf(report, 'restaking.Filed');
const costs = async (address) => bulw(await costTo(chain, id, POOL, address));
say(`It reports a fault of hers in F: 10 %, to be disputed until ${since(until.epoch)} is over`);
say(`  It will cost:              Bob ${await costs(bob.address)}, Eve ${await costs(key)}, Charlie ${await costs(charlie.address)}`);
const hasty = await send(chain, restaking.settle(id), dave).catch((refused) => refused.name);
say(`  Too early Dave is told:    ${hasty}`);

const settled = await letPass(chain, id);
const { fee: cost } = await send(chain, restaking.settle(id), dave);
const pays = cost.amount === 0n ? 'no' : 'a';
say(`Nobody objects: in ${since(settled)} Dave settles it, and pays ${pays} fee`);
say(`  Bob was in force in F:     ${await staked(bob)} left`);
say(`  Eve's position, too:       ${bulw((await positionView(chain, risky)).value)} left`);
say(`  Charlie was not:           ${await staked(charlie)} left`);
await newBlock(chain, { count: 2 }); // one, if it does not end a session
say(`  The active set goes on:    ${await serving()}`);
const { exiting, penalty } = await previewUnstake(chain, risky);
await send(chain, stakingRewards.unstake(risky, 'All', 0), eve);
say(`Suspended Alice lets Eve leave early: ${bulw(exiting)} wait, the penalty is ${bulw(penalty)}`);
await send(chain, operatorStaking.topUpBond(), alice);

await send(chain, operatorStaking.undelegate(POOL, 'All'), bob);
const [exit] = (await stakeView(chain, POOL, bob.address)).exits;
say(`Bob asks for everything back: ${bulw(exit.value)} wait until ${since(exit.release)}`);

await goToEpoch(chain, exit.release);
const before = await balance(chain, bob.address, NATIVE);
const { fee } = await send(chain, operatorStaking.withdraw(POOL, bob.address), bob);
const paid = (await balance(chain, bob.address, NATIVE)) - before + fee.amount;
say(`${window + 1n} epochs later he withdraws: ${bulw(paid)}`);

await send(chain, operatorStaking.undelegate(POOL, 'All'), charlie);
say(`With a full bond Alice serves again: ${await serving()}`);

say('');
const short = await stakePosition(chain, dave, PLAIN_POOL, 1_000n * BULW, preset(1, 50));
const long = await stakePosition(chain, eve, PLAIN_POOL, 1_750n * BULW, preset(26, 200));
const streams = (await rewardsView(chain, PLAIN_POOL)).assets;
const each = earned(streams.map(({ asset, stream }) => [asset, stream[0].amount]));
say(`Streams pay the plain pool ${each} an epoch, where Ferdie has ${await plainly(ferdie)}`);
say(`Dave locks 1000 BULW for one epoch at 0.50:  position ${short}`);
say(`Eve locks 1750 BULW for 26 epochs at 2.00:   position ${long}`);
const counts = await goToEpoch(chain);
const text = (await nftText(chain, short)).replace(String(counts + 1n), 'G + 1');
say(`Dave's NFT says: ${text}`);

await goToEpoch(chain);
const claimable = async (id) => earned((await positionView(chain, id)).claimable);
say(`The first epoch, G, is over: Dave can claim ${await claimable(short)}, Eve ${await claimable(long)}`);
await send(chain, nfts.transfer(await collectionOf(chain), long, ferdie.address), eve);
const gained = await gains(ferdie, claimTx(chain, ofPosition(long)), alice);
say(`Eve gives her NFT to Ferdie, Alice claims for it: Ferdie gets ${gained}`);

await goToEpoch(chain);
const scout = newcomer(`Scout/${counts}`); // another one for each tour
const least = chain.api.consts.balances.existentialDeposit;
await send(chain, balances.transferKeepAlive(scout.address, least), alice);
const { extra } = await positionView(chain, short);
const { fee: free } = await send(chain, stakingRewards.tag(short, scout.address), scout);
say(`Dave's lock ended with G; Scout has 0.001 BULW, tags it in G + 2, and pays ${free ? 'a' : 'no'} fee`);
say(`  What it earned since goes back to the pool: ${earned(extra)}`);
const shown = await positionView(chain, short);
say(`  From now on it weighs ${await weight(shown.key)}, for Scout`);
await goToEpoch(chain);
const scouted = await gains(scout, claimTx(chain, ofPosition(short)), alice);
say(`  An epoch later a claim pays Dave ${earned(shown.claimable)}, Scout ${scouted}`);

await send(chain, stakingRewards.unstake(short, 'All', 0), dave);
const leaving = await previewUnstake(chain, long);
await send(chain, stakingRewards.unstake(long, 'All', ANY_PENALTY), ferdie);
say(`Dave leaves. Ferdie leaves early: ${bulw(leaving.exiting)} wait, the penalty is ${bulw(leaving.penalty)}`);

say('');
await send(chain, restaking.setCap(percent(60)), charlie);
const promise = await send(chain, restaking.optIn(ROLLUP, 1, budget(10)), charlie);
const holds = eventOf(promise, 'restaking.OptedIn').from;
say(`Charlie promises the rollup a tenth too; it holds from H on, when a whole epoch has passed`);
await goToEpoch(chain, holds);
const hence = (epoch) => `H + ${epoch - holds}`;
const ofBond = (parts) => ({
	consumer: ROLLUP,
	operator: charlie,
	when: inEpoch(holds),
	claim: claimOf(percent(parts), { scope: 'Bond' }),
});
const proposed = await send(chain, proposeTx(chain, ofBond(5)), dave);
const { case: outside } = eventOf(proposed, 'restaking.Proposed');
await send(chain, restaking.endorse(outside, reportId(`first ${holds}`)), ferdie);
say(`Dave reports a fault in H, 5 % of the bond, with a deposit; Ferdie endorses it, and Dave has the deposit back`);
const filed = async (parts, name) => {
	const tx = reportTx(chain, { ...ofBond(parts), id: reportId(`${name} ${holds}`) });
	return eventOf(await send(chain, tx, ferdie), 'restaking.Filed').case;
};
const [wrong, forgotten] = [await filed(2, 'second'), await filed(1, 'third')];
await send(chain, restaking.dispute(wrong), charlie);
const verdict = await send(chain, restaking.resolve(wrong, 'Dismiss'), eve);
const { outcome } = eventOf(verdict, 'restaking.Ended');
say(`Ferdie reports another, which Charlie disputes: Eve decides, and it is ${outcome.toLowerCase()}`);
const executed = await letPass(chain, outside);
const execution = await send(chain, restaking.settle(outside), dave);
const { amount: bounty, unlocks } = eventOf(execution, 'restaking.BountySet');
const { amount: rest } = eventOf(execution, 'restaking.Distributed');
say(`In ${hence(executed)} Dave's is settled: ${bulw(rest)} for the treasury, ${bulw(bounty)} for Dave, from ${hence(unlocks)} on`);
await goToEpoch(chain, unlocks);
const poorer = await balance(chain, dave.address, NATIVE);
await send(chain, restaking.claimBounty(outside), bob);
const richer = await balance(chain, dave.address, NATIVE);
say(`Bob claims it for him: Dave gets ${bulw(richer - poorer)}`);
const over = holds + window + 1n;
await goToEpoch(chain, over);
const lapse = await send(chain, restaking.settle(forgotten), dave);
const { outcome: end } = eventOf(lapse, 'restaking.Ended');
say(`A third report nobody has settled: in ${hence(over)} it has ${end.toLowerCase()}, and takes nothing`);
await send(chain, restaking.optOut(ROLLUP), charlie);
await send(chain, operatorStaking.topUpBond(), charlie);
await chain.api.disconnect();
