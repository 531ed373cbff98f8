// SPDX-License-Identifier: Apache-2.0

//! The active set of the first block.

use super::genesis::{operator, pool, test_on};
use crate::{
	mock::*, ActiveSet, ActiveSetSize, ActiveSets, EpochIndex, GlobalMinSelfStake, NextSetId,
	OperatorState, SetId,
};

/// A genesis with an operator for each of these stakes: the staker, and the amount.
fn electorate(stakes: &[(u64, u64, u128)], size: u32) -> crate::GenesisConfig<Test> {
	let with_stake = |(account, staker, amount): &(u64, u64, u128)| {
		operator(*account, &[pool(NATIVE, 1, &[(*staker, *amount)])])
	};
	let operators = stakes.iter().map(with_stake).collect();
	crate::GenesisConfig { operators, active_set_size: size, ..Default::default() }
}

#[test]
fn genesis_lets_the_most_powerful_serve_from_the_first_block() {
	let stakes = [(OPERATOR, ALICE, 100), (RIVAL, ALICE, 300), (THIRD, ALICE, 200)];

	test_on(electorate(&stakes, 2), || {
		let members = vec![RIVAL, THIRD].try_into().expect("there is room");
		let first = ActiveSet { set_id: SetId(1), since_epoch: EpochIndex(0), members };
		assert_eq!(NextSetId::<Test>::get(), SetId(2));
		assert_eq!(ActiveSets::<Test>::get(SetId(1)), Some(first));
		assert_eq!(ranking(), [RIVAL, THIRD, OPERATOR]);
		let notice = (SetId(1), EpochIndex(0), vec![RIVAL, THIRD], vec![]);
		assert_eq!(Notices::get(), vec![notice]);
		assert_eq!(Staking::validators::<Keyed>(), Some(vec![RIVAL, THIRD]));
	});
}

#[test]
fn genesis_set_goes_on_when_blocks_and_epochs_come() {
	let stakes = [(OPERATOR, ALICE, 100), (RIVAL, ALICE, 300), (THIRD, ALICE, 200)];

	test_on(electorate(&stakes, 2), || {
		next_block();
		next_epoch();

		assert_eq!(NextSetId::<Test>::get(), SetId(2));
		assert_eq!(members(), [RIVAL, THIRD]);
	});
}

#[test]
fn genesis_prefers_the_operator_that_comes_first_when_powers_are_equal() {
	let stakes = [(OPERATOR, ALICE, 100), (RIVAL, ALICE, 100)];

	test_on(electorate(&stakes, 1), || assert_eq!(members(), [OPERATOR]));
}

#[test]
fn genesis_elects_nobody_when_the_set_has_no_size() {
	test_on(electorate(&[(OPERATOR, ALICE, 100)], 0), || {
		for _ in 0..2 {
			assert_eq!(NextSetId::<Test>::get(), SetId(1));
			assert_eq!(ActiveSets::<Test>::iter().count(), 0);
			assert_eq!(Notices::get(), vec![]);
			assert_eq!(Staking::validators::<Keyed>(), None);
			next_epoch();
		}
		set_size(1);
		next_block();
		assert_eq!(members(), [OPERATOR]);
	});
}

#[test]
fn genesis_elects_as_many_as_can_serve_and_keeps_one_in_reserve() {
	let stakes = CAST.map(|who| (who, ALICE, 100));

	test_on(electorate(&stakes, MAX_SET), || assert_eq!(members(), CAST[..MAX_SET as usize]));
}

#[test]
#[should_panic = "activeSetSize: 3 operators, and only 2 of them may serve"]
fn genesis_panics_when_an_operator_is_missing_for_the_set() {
	test_on(electorate(&[(OPERATOR, ALICE, 100), (RIVAL, ALICE, 100)], 3), || ());
}

#[test]
#[should_panic = "activeSetSize: 8 operators, and there have to be fewer than 8"]
fn genesis_panics_when_the_set_leaves_no_room_for_anybody_else() {
	test_on(electorate(&[], MAX_OPERATORS), || ());
}

#[test]
fn genesis_without_operators_lets_the_first_that_come_serve() {
	test_on(electorate(&[], 2), || {
		assert_eq!(NextSetId::<Test>::get(), SetId(1));

		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		next_epoch();

		assert_eq!(ActiveSetSize::<Test>::get(), 2);
		assert_eq!(members(), [OPERATOR]);
	});
}

// The minimum self-stake.

/// A genesis that demands a hundred of each operator: [`OPERATOR`] has it, [`RIVAL`] has so much.
fn demanding(rivals: u128, size: u32) -> crate::GenesisConfig<Test> {
	let stakes = [(OPERATOR, OPERATOR, 100), (RIVAL, RIVAL, rivals)];
	let mut genesis = electorate(&stakes, size);
	genesis.operators[1].pools[0].stakes.push((ALICE, 1_000));
	crate::GenesisConfig { global_min_self_stake: 100, ..genesis }
}

#[test]
fn genesis_elects_operators_that_staked_exactly_the_minimum() {
	test_on(demanding(100, 2), || {
		assert_eq!(GlobalMinSelfStake::<Test>::get().amount, 100);
		assert_eq!(members(), [RIVAL, OPERATOR]);
		assert_eq!((state(OPERATOR), state(RIVAL)), (OperatorState::Active, OperatorState::Active));
	});
}

#[test]
fn genesis_elects_nobody_who_staked_too_little() {
	test_on(demanding(99, 1), || {
		assert_eq!(ranking(), [OPERATOR]);
		assert_eq!(members(), [OPERATOR]);
		go_to(CURE + 1);
		assert_eq!(state(RIVAL), OperatorState::Suspended);
	});
}

#[test]
#[should_panic = "activeSetSize: 2 operators, and only 1 of them may serve"]
fn genesis_panics_when_an_operator_that_is_needed_staked_too_little() {
	test_on(demanding(99, 2), || ());
}
