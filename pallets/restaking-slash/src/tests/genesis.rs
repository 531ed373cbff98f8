// SPDX-License-Identifier: Apache-2.0

//! What a chain starts with.

use crate::{mock::*, *};
use pallet_operator_staking::{GenesisOperator, GenesisPool};
use sp_runtime::BuildStorage;

/// A chain with an operator, to whose genesis something is added.
fn starts(change: impl FnOnce(&mut GenesisConfig<Test>), run: impl FnOnce()) {
	let mut genesis = genesis();
	genesis.staking.operators = vec![GenesisOperator {
		account: OPERATOR,
		pools: vec![GenesisPool { asset: NATIVE, minimum: 1, stakes: vec![(ALICE, 1_000)] }],
	}];
	genesis.staking.active_set_size = 1;
	change(&mut genesis.restaking);
	let storage = genesis.build_storage().expect("the genesis is sound");
	sp_io::TestExternalities::from(storage).execute_with(|| {
		System::set_block_number(1);
		run();
		check_invariants();
	});
}

fn governance() -> GenesisConsumer<AccountId> {
	let destination = Destination::Account(DAVE);
	GenesisConsumer { manager: TREASURY, terms: Terms { destination, ..terms() }, admitted: true }
}

fn rollup() -> GenesisConsumer<AccountId> {
	GenesisConsumer { manager: MANAGER, terms: terms(), admitted: false }
}

#[test]
fn genesis_registers_consumers_in_order() {
	let consumers = |genesis: &mut GenesisConfig<Test>| {
		genesis.consumers = vec![governance(), rollup()];
	};
	starts(consumers, || {
		let managers = [0, 1].map(|consumer| {
			let view = Restaking::consumer_view(ConsumerId(consumer)).expect("it is there");
			(view.manager, view.admitted)
		});

		assert_eq!(managers, [(TREASURY, true), (MANAGER, false)]);
		assert_eq!(held(HoldReason::Consumer, &MANAGER), CONSUMER_DEPOSIT);
		assert_eq!(balance(NATIVE, &Restaking::pot()), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn genesis_promises_from_the_first_epoch_on() {
	let promises = |genesis: &mut GenesisConfig<Test>| {
		genesis.consumers = vec![rollup()];
		genesis.caps = vec![(OPERATOR, percent(50))];
		genesis.promises = vec![(OPERATOR, ROLLUP, budget(100, 50))];
	};
	starts(promises, || {
		let view = Restaking::pledge_view(&OPERATOR);
		assert_eq!((view.cap, view.widens), (percent(50), false));
		assert_eq!(view.promises[0].left, budget(100, 50));

		skip(1);
		let number = report(1, of_pools(10));
		skip(2);
		settle(number, Outcome::Executed);
		assert_eq!(stake_of(POOL, ALICE), 900);
	});
}

fn promised(consumer: ConsumerId, operator: AccountId, cap: u64, budget: Budget) {
	let promises = |genesis: &mut GenesisConfig<Test>| {
		let bonds = Terms { most: crate::mock::budget(100, 0), ..terms() };
		genesis.consumers =
			vec![rollup(), GenesisConsumer { manager: BOB, terms: bonds, admitted: false }];
		genesis.caps = vec![(OPERATOR, percent(cap))];
		genesis.promises = vec![(operator, consumer, budget)];
	};
	starts(promises, || ());
}

#[test]
#[should_panic = "the genesis of Restaking is refused: OverCap"]
fn genesis_is_refused_when_more_is_promised_than_the_cap() {
	promised(ROLLUP, OPERATOR, 49, budget(100, 50));
}

#[test]
#[should_panic = "the genesis of Restaking is refused: InvalidBudget"]
fn genesis_is_refused_when_the_pools_answer_for_more_than_the_bond() {
	promised(ROLLUP, OPERATOR, 50, budget(10, 50));
}

#[test]
#[should_panic = "the genesis of Restaking is refused: InvalidBudget"]
fn genesis_is_refused_when_nothing_is_promised() {
	promised(ROLLUP, OPERATOR, 50, budget(0, 0));
}

#[test]
#[should_panic = "the genesis of Restaking is refused: UnknownConsumer"]
fn genesis_is_refused_when_there_is_no_such_consumer() {
	promised(ConsumerId(2), OPERATOR, 50, budget(10, 10));
}

#[test]
#[should_panic = "the genesis of Restaking is refused: NotAnOperator"]
fn genesis_is_refused_when_there_is_no_such_operator() {
	promised(ROLLUP, ALICE, 50, budget(10, 0));
}

#[test]
#[should_panic = "the genesis of Restaking is refused: OutOfScope"]
fn genesis_is_refused_when_the_terms_have_no_pools() {
	promised(ConsumerId(1), OPERATOR, 50, budget(10, 10));
}

#[test]
#[should_panic = "the genesis of Restaking is refused"]
fn genesis_is_refused_when_terms_are_wrong() {
	let wrong = GenesisConsumer { terms: Terms { bounty: percent(51), ..terms() }, ..rollup() };
	starts(|genesis| genesis.consumers = vec![wrong], || ());
}

#[test]
#[should_panic = "the genesis of Restaking is refused"]
fn genesis_is_refused_when_a_consumer_is_not_admitted() {
	let wrong = GenesisConsumer { admitted: false, ..governance() };
	starts(|genesis| genesis.consumers = vec![wrong], || ());
}

#[test]
#[should_panic = "the genesis of Restaking is refused"]
fn genesis_is_refused_when_a_deposit_is_not_there() {
	let poor = GenesisConsumer { manager: PAUPER, ..rollup() };
	starts(|genesis| genesis.consumers = vec![rollup(), poor], || ());
}

#[test]
#[should_panic = "operators alone have a cap"]
fn genesis_is_refused_when_somebody_has_a_cap_and_is_no_operator() {
	starts(|genesis| genesis.caps = vec![(ALICE, percent(50))], || ());
}

#[test]
#[should_panic = "an operator promises once to each consumer"]
fn genesis_is_refused_when_the_same_is_promised_twice() {
	let twice = |genesis: &mut GenesisConfig<Test>| {
		genesis.consumers = vec![rollup()];
		genesis.promises = vec![(OPERATOR, ROLLUP, budget(10, 0)); 2];
	};
	starts(twice, || ());
}
