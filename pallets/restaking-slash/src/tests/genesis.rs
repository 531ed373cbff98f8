// SPDX-License-Identifier: Apache-2.0

//! Consumers and opt-ins that a chain starts with.

use crate::{mock::*, *};
use frame_support::traits::fungibles::Inspect;
use pallet_operator_staking::{GenesisOperator, GenesisPool};
use sp_runtime::BuildStorage;

/// A chain with an operator, to whose genesis something is added.
pub(super) fn starts(change: impl FnOnce(&mut GenesisConfig<Test>), run: impl FnOnce()) {
	let mut genesis = genesis();
	genesis.staking.operators = vec![GenesisOperator {
		account: OPERATOR,
		pools: vec![GenesisPool {
			asset: NATIVE,
			base: Default::default(),
			minimum: 1,
			stakes: vec![(ALICE, 1_000)],
		}],
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

pub(super) fn governance() -> GenesisConsumer<AccountId> {
	let destination = Destination::Account(DAVE);
	GenesisConsumer {
		manager: TREASURY,
		terms: ConsumerTerms { destination, ..terms() },
		admitted: true,
	}
}

pub(super) fn rollup() -> GenesisConsumer<AccountId> {
	GenesisConsumer { manager: MANAGER, terms: terms(), admitted: false }
}

#[test]
fn genesis_registers_consumers_in_order() {
	let consumers = |genesis: &mut GenesisConfig<Test>| {
		genesis.consumers = vec![governance(), rollup()];
	};
	starts(consumers, || {
		let managers = [1, 2].map(|consumer| {
			let view = Restaking::consumer(ConsumerId(consumer)).expect("it is there");
			(view.manager, view.admitted)
		});

		assert_eq!(managers, [(TREASURY, true), (MANAGER, false)]);
		assert_eq!(held(HoldReason::ConsumerDeposit, &MANAGER), CONSUMER_DEPOSIT);
		assert_eq!(balance(NATIVE, &Restaking::pot()), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn genesis_opts_in_from_the_first_epoch_on() {
	let opt_ins = |genesis: &mut GenesisConfig<Test>| {
		genesis.consumers = vec![rollup()];
		genesis.slash_caps = vec![(OPERATOR, percent(50))];
		genesis.opt_ins = vec![(OPERATOR, ROLLUP, budget(100, 50))];
	};
	starts(opt_ins, || {
		let view = Restaking::opt_ins(OPERATOR);
		assert_eq!(view.slash_cap, percent(50));
		assert_eq!(view.opt_ins[0].unused, budget(100, 50));

		skip(1);
		let case_id = report(1, of_pools(10));
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(stake_of(POOL, ALICE), 900);
	});
}

#[test]
fn genesis_opens_the_escrow_for_assets_before_strangers_can_fill_it() {
	let pots = |genesis: &mut GenesisConfig<Test>| genesis.pots = vec![(TREASURY, GOLD)];
	starts(pots, || {
		let open: Vec<_> = Escrow::<Test>::iter_keys().collect();
		assert!(open.len() == 2 && open.contains(&NATIVE) && open.contains(&GOLD));

		for asset in [NATIVE, GOLD] {
			let floor = AllAssets::minimum_balance(asset.clone());
			assert_eq!(balance(asset.clone(), &Restaking::pot()), floor);
		}
	});
}

#[test]
#[should_panic = "the genesis of Restaking is refused: pots[0]: "]
fn genesis_is_refused_when_nobody_pays_for_the_escrow() {
	starts(|genesis| genesis.pots = vec![(PAUPER, GOLD)], || ());
}

fn opted_in(consumer: ConsumerId, operator: AccountId, cap: u64, budget: Fractions) {
	let opt_ins = |genesis: &mut GenesisConfig<Test>| {
		let bonds = ConsumerTerms { most: crate::mock::budget(100, 0), ..terms() };
		genesis.consumers =
			vec![rollup(), GenesisConsumer { manager: BOB, terms: bonds, admitted: false }];
		genesis.slash_caps = vec![(OPERATOR, percent(cap))];
		genesis.opt_ins = vec![(operator, consumer, budget)];
	};
	starts(opt_ins, || ());
}

#[test]
#[should_panic = "optIns[0]: OverCap"]
fn genesis_is_refused_when_budgets_are_more_than_the_cap() {
	opted_in(ROLLUP, OPERATOR, 49, budget(100, 50));
}

#[test]
#[should_panic = "optIns[0]: InvalidBudget"]
fn genesis_is_refused_when_the_budget_is_nothing() {
	opted_in(ROLLUP, OPERATOR, 50, budget(0, 0));
}

#[test]
#[should_panic = "optIns[0]: UnknownConsumer"]
fn genesis_is_refused_when_there_is_no_such_consumer() {
	opted_in(ConsumerId(3), OPERATOR, 50, budget(10, 10));
}

#[test]
#[should_panic = "optIns[0]: NotOperator"]
fn genesis_is_refused_when_there_is_no_such_operator() {
	opted_in(ROLLUP, ALICE, 50, budget(10, 0));
}

#[test]
#[should_panic = "optIns[0]: OutOfScope"]
fn genesis_is_refused_when_the_terms_have_no_pools() {
	opted_in(ConsumerId(2), OPERATOR, 50, budget(10, 10));
}

#[test]
#[should_panic = "consumers[0]: InvalidTerms"]
fn genesis_is_refused_when_terms_are_wrong() {
	let wrong =
		GenesisConsumer { terms: ConsumerTerms { bounty: percent(51), ..terms() }, ..rollup() };
	starts(|genesis| genesis.consumers = vec![wrong], || ());
}

#[test]
#[should_panic = "consumers[0]: NotAdmitted"]
fn genesis_is_refused_when_a_consumer_is_not_admitted() {
	let wrong = GenesisConsumer { admitted: false, ..governance() };
	starts(|genesis| genesis.consumers = vec![wrong], || ());
}

#[test]
#[should_panic = "consumers[1]: "]
fn genesis_is_refused_when_a_deposit_is_not_there() {
	let poor = GenesisConsumer { manager: PAUPER, ..rollup() };
	starts(|genesis| genesis.consumers = vec![rollup(), poor], || ());
}

#[test]
#[should_panic = "slashCaps[0]: NotOperator"]
fn genesis_is_refused_when_somebody_has_a_cap_and_is_no_operator() {
	starts(|genesis| genesis.slash_caps = vec![(ALICE, percent(50))], || ());
}

#[test]
#[should_panic = "optIns[1]: an operator opts in once to each consumer"]
fn genesis_is_refused_when_an_operator_opts_in_twice() {
	let twice = |genesis: &mut GenesisConfig<Test>| {
		genesis.consumers = vec![rollup()];
		genesis.opt_ins = vec![(OPERATOR, ROLLUP, budget(10, 0)); 2];
	};
	starts(twice, || ());
}
