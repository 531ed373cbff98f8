// SPDX-License-Identifier: Apache-2.0

//! Operators whose bonds answer to the chain's own consumers are elected first.

use crate::{mock::*, EpochIndex, Event, SetId};
use bulwark_ledger::Cover;
use bulwark_traits::CoverObserver;
use frame_support::assert_storage_noop;

fn cover(operator: AccountId) -> Cover {
	Staking::backing_of(&operator).expect("it decodes").cover
}

/// Restaking tells in which epochs an operator's bond answers.
fn tell(operator: AccountId, first: u32, last: Option<u32>) {
	let cover = Cover::new(EpochIndex(first), last.map(EpochIndex));
	Staking::cover_changed(&operator, cover);
}

/// The members that serve unsecured, as the last event of that says.
fn unsecured() -> Vec<AccountId> {
	let told = events().into_iter().rev().find_map(|event| match event {
		Event::UnsecuredMembers { operators, .. } => Some(operators),
		_ => None,
	});
	told.unwrap_or_default()
}

#[test]
fn election_puts_those_first_who_answer() {
	test(|| {
		Unsecured::set(&vec![OPERATOR]);
		serve(2, [(OPERATOR, 900), (RIVAL, 1), (THIRD, 2)]);

		assert_eq!(ranking(), [THIRD, RIVAL, OPERATOR]);
		assert_eq!(members(), [THIRD, RIVAL]);
		assert!(unsecured().is_empty());
	});
}

#[test]
fn election_takes_others_only_until_there_are_enough_members() {
	test(|| {
		MinMembers::set(&2);
		Unsecured::set(&vec![OPERATOR, RIVAL]);
		for (operator, power) in [(OPERATOR, 900), (RIVAL, 800), (THIRD, 1)] {
			let pool = operator_pool_in(operator, NATIVE);
			delegate(pool, ALICE, power);
		}
		set_size(3);
		next_epoch();

		assert_eq!(members(), [THIRD, OPERATOR]);
		let (set_id, epoch) = (SetId(1), EpochIndex(now()));
		assert_has(Event::UnsecuredMembers { set_id, epoch, operators: vec![OPERATOR] });
	});
}

#[test]
fn election_asks_for_the_present_epoch_and_the_next() {
	test(|| {
		MinMembers::set(&1);
		let pools = serve(1, [(OPERATOR, 100), (RIVAL, 900)]);
		assert_eq!(members(), [RIVAL]);

		tell(RIVAL, 0, Some(now() + 2));
		next_epoch();
		assert_eq!(members(), [RIVAL], "it answers in this epoch and the next");
		next_epoch();
		assert_eq!(members(), [OPERATOR], "it answers in this epoch only");

		tell(RIVAL, now() + 2, None);
		next_epoch();
		assert_eq!(members(), [OPERATOR], "it answers from the next epoch on");
		next_epoch();
		assert_eq!(members(), [RIVAL]);
		assert_eq!(pools.len(), 2);
	});
}

#[test]
fn unsecured_members_are_told_every_epoch() {
	test(|| {
		Unsecured::set(&vec![OPERATOR]);
		serve(1, [(OPERATOR, 100)]);
		System::reset_events();

		next_epoch();

		let (set_id, epoch) = (SetId(1), EpochIndex(now()));
		assert_last(Event::UnsecuredMembers { set_id, epoch, operators: vec![OPERATOR] });
	});
}

#[test]
fn set_follows_when_a_removal_lets_those_without_power_serve() {
	test(|| {
		let [pool, _] = serve(2, [(OPERATOR, 100), (RIVAL, 0)].map(|one| one));
		assert_eq!(members(), [OPERATOR]);

		slash_bond(now(), percent(1));
		next_block();

		assert_eq!(members(), [RIVAL]);
		assert_eq!(staked(pool, ALICE), 100);
	});
}

#[test]
fn cover_is_asked_for_by_register_and_poke() {
	test(|| {
		Unsecured::set(&vec![OPERATOR]);
		let pool = operator_pool();
		assert_eq!(cover(OPERATOR), Cover::NEVER);

		Unsecured::set(&vec![]);
		poke(pool, None);

		assert_eq!(cover(OPERATOR), Cover::ALWAYS);
	});
}

#[test]
fn cover_of_who_is_no_operator_is_nobodys_business() {
	test(|| {
		assert_storage_noop!(Staking::cover_changed(&ALICE, Cover::ALWAYS));
		poke(standalone_pool(GOLD), None);
	});
}

#[test]
fn cover_of_the_first_block_elects_its_set_anew() {
	test(|| {
		MinMembers::set(&1);
		serve(2, [(OPERATOR, 100), (RIVAL, 50), (THIRD, 10)]);
		for operator in [OPERATOR, RIVAL, THIRD] {
			Staking::cover_changed(&operator, Cover::NEVER);
		}
		System::set_block_number(0);

		tell(RIVAL, 0, None);
		assert_eq!(
			(members(), Staking::current_set().map(|set| set.set_id)),
			(vec![RIVAL], Some(SetId(1)))
		);
		tell(THIRD, 0, None);
		assert_eq!(
			(members(), Staking::current_set().map(|set| set.set_id)),
			(vec![RIVAL, THIRD], Some(SetId(1)))
		);

		System::set_block_number(5);
		tell(OPERATOR, 0, None);
		assert_eq!(members(), [RIVAL, THIRD]);
	});
}
