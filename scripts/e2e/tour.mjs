// SPDX-License-Identifier: Apache-2.0

/**
 * The two-minute tour of the README, on a node that runs with `--dev`: node tour.mjs [ws://127.0.0.1:9944]
 *
 * Charlie's pool has the number 5. Ferdie stakes before a fault, Bob after it; the slash comes later than both. At the
 * end the money is on its way back and Charlie's bond is full, so that the tour can be made again.
 */

import { alice, bob, charlie, ferdie, nameOf } from './lib/accounts.mjs';
import { connect, send } from './lib/chain.mjs';
import { balance, BULW, NATIVE } from './lib/money.mjs';
import { goToEpoch, newBlock } from './lib/time.mjs';
import { activeSetView, epochView, stakeView } from './lib/views.mjs';

const POOL = 5;
const TENTH = 10n ** 17n;

const ws = process.argv[2] ?? 'ws://127.0.0.1:9944';
const node = { ws, http: ws.replace(/^ws/, 'http') };
const chain = { node, api: await connect(node), stop: async () => {} };
const { operatorStaking, sudo } = chain.api.tx;

const bulw = (amount) => `${amount / BULW} BULW`;
const staked = async (who) => bulw((await stakeView(chain, POOL, who.address))?.value ?? 0n);
const serving = async () => (await activeSetView(chain)).members.map(nameOf).join(', ');
const say = (text) => console.log(text);

const window = (await epochView(chain)).window;
say(`The active set is ${await serving()}`);

await send(chain, operatorStaking.delegate(POOL, 100n * BULW), ferdie);
const fault = await goToEpoch(chain);
say(`Ferdie delegates 100 BULW to Charlie's pool; it counts from the next epoch, F`);

await send(chain, operatorStaking.delegate(POOL, 100n * BULW), bob);
const late = await goToEpoch(chain);
say(`Bob delegates 100 BULW in F; it counts from F + ${late - fault}`);

await send(
	chain,
	sudo.sudo(operatorStaking.slash(charlie.address, fault, TENTH, 'BondAndPools')),
	alice,
);
say(`In F + 1 Charlie is slashed 10 % for a fault in F`);
say(`  Ferdie was in force then:  ${await staked(ferdie)} left`);
say(`  Bob was not:               ${await staked(bob)} left`);
await newBlock(chain, { count: 2 }); // one, if it does not end a session
say(`  The active set goes on:    ${await serving()}`);
await send(chain, operatorStaking.topUpBond(), charlie);

const asked = (await epochView(chain)).now;
await send(chain, operatorStaking.undelegate(POOL, 'All'), ferdie);
const [exit] = (await stakeView(chain, POOL, ferdie.address)).exits;
say(`Ferdie asks for everything back in F + ${asked - fault}: ${bulw(exit.value)} wait until F + ${exit.release - fault}`);

const early = await send(chain, operatorStaking.withdraw(POOL, ferdie.address), ferdie).catch(
	(refused) => refused.name,
);
say(`Too early he is told: ${early}`);

await goToEpoch(chain, exit.release);
const before = await balance(chain, ferdie.address, NATIVE);
const { fee } = await send(chain, operatorStaking.withdraw(POOL, ferdie.address), ferdie);
const paid = (await balance(chain, ferdie.address, NATIVE)) - before + fee.amount;
say(`${window + 1n} epochs later he withdraws: ${bulw(paid)}`);

await send(chain, operatorStaking.undelegate(POOL, 'All'), bob);
say(`With a full bond Charlie serves again: ${await serving()}`);
await chain.api.disconnect();
