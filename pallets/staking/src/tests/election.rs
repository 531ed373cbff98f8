// SPDX-License-Identifier: Apache-2.0

//! The operators that are elected, and the time of elections.

use crate::{mock::*, EpochIndex, Event, OperatorState, PoolId};

/// The epochs in which operators were ranked, and how many candidates there were.
fn elections() -> Vec<(u32, u32)> {
	let told = events().into_iter().filter_map(|event| match event {
		Event::OperatorsRanked { epoch, candidates } => Some((epoch.0, candidates)),
		_ => None,
	});
	told.collect()
}

/// [`OPERATOR`] serves with so much own stake and [`RIVAL`] with plenty, and everybody has to have
/// a hundred from now on.
fn serve_with_own_stake(own: u128) -> PoolId {
	let [pool, rivals] = [OPERATOR, RIVAL].map(|operator| operator_pool_in(operator, NATIVE));
	delegate(pool, OPERATOR, own);
	delegate(rivals, RIVAL, 5_000);
	set_size(2);
	next_epoch();
	demand(100);
	pool
}

// Operators.

#[test]
fn election_puts_the_most_powerful_first_whoever_registered_first() {
	test(|| {
		serve(3, [(OPERATOR, 100), (RIVAL, 300), (THIRD, 200), (FOURTH, 99)]);

		assert_eq!(members(), [RIVAL, THIRD, OPERATOR]);
		assert_eq!(ranking(), [RIVAL, THIRD, OPERATOR, FOURTH]);
	});
}

#[test]
fn election_prefers_the_senior_among_equals() {
	test(|| {
		serve(3, [(FOURTH, 100), (OPERATOR, 100), (THIRD, 101), (RIVAL, 100)]);

		assert_eq!(members(), [THIRD, FOURTH, OPERATOR]);
		assert_eq!(ranking(), [THIRD, FOURTH, OPERATOR, RIVAL]);
	});
}

#[test]
fn election_weighs_stake_by_its_asset() {
	test(|| {
		let silver = operator_pool_in(RIVAL, SILVER);
		delegate(silver, ALICE, 51);

		serve(1, [(OPERATOR, 101)]);

		assert_eq!(members(), [RIVAL]);
	});
}

#[test]
fn election_takes_nobody_without_power_while_somebody_has_any() {
	test(|| {
		let [pool, ..] = serve(3, [(RIVAL, 1), (OPERATOR, 0), (THIRD, 0), (FOURTH, 0)]);
		assert_eq!(members(), [RIVAL]);

		undelegate_all(pool, ALICE);
		next_epoch();
		assert_eq!(members(), [RIVAL, OPERATOR, THIRD]);
	});
}

#[test]
fn election_takes_all_when_there_are_fewer_than_places() {
	test(|| {
		serve(MAX_SET, [(OPERATOR, 1), (RIVAL, 2)]);

		assert_eq!(members(), [RIVAL, OPERATOR]);
	});
}

#[test]
fn election_passes_over_who_has_not_all_of_its_bond() {
	test(|| {
		serve(2, [(OPERATOR, 300), (RIVAL, 200), (THIRD, 100)]);
		slash_bond(now(), percent(10));

		next_epoch();
		assert_eq!(members(), [RIVAL, THIRD]);

		top_up_bond(OPERATOR, 100);
		next_epoch();
		assert_eq!(members(), [OPERATOR, RIVAL]);
	});
}

#[test]
fn election_passes_over_who_has_no_own_stake_when_some_is_asked_for() {
	test(|| {
		let [_, rivals] = serve(2, [(OPERATOR, 300), (RIVAL, 200)]);
		delegate(rivals, RIVAL, 100);
		skip(1);

		demand(100);
		next_block();
		next_block();

		assert_eq!(members(), [RIVAL]);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn election_takes_who_is_short_until_the_time_to_make_up_for_it_is_over() {
	test(|| {
		serve_with_own_stake(99);

		for _ in 0..CURE {
			next_epoch();
			assert_eq!(members(), [RIVAL, OPERATOR]);
			assert_eq!(state(OPERATOR), OperatorState::Curing);
		}
		next_epoch();
		assert_eq!(members(), [RIVAL]);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

#[test]
fn election_takes_who_a_slash_left_short_once_its_bond_is_full() {
	test(|| {
		serve_with_own_stake(100);
		skip(CURE);
		next_epoch();
		slash_and_top_up(now(), percent(10));
		assert_eq!(state(OPERATOR), OperatorState::Curing);
		next_block();
		assert_eq!(members(), [RIVAL]);

		for _ in 0..CURE {
			next_epoch();
			assert_eq!(members(), [RIVAL, OPERATOR]);
		}
		next_epoch();
		assert_eq!(members(), [RIVAL]);
	});
}

#[test]
fn election_takes_who_has_made_up_for_its_own_stake() {
	test(|| {
		let pool = serve_with_own_stake(99);
		skip(CURE);
		delegate(pool, OPERATOR, 1);

		next_epoch();

		assert_eq!(members(), [RIVAL, OPERATOR]);
		assert_eq!(state(OPERATOR), OperatorState::Active);
	});
}

#[test]
fn operator_stays_elected_until_the_epoch_ends_when_it_takes_all_its_stake_back() {
	test(|| {
		let pool = serve_with_own_stake(100);
		undelegate_all(pool, OPERATOR);

		next_block();
		assert_eq!(members(), [RIVAL, OPERATOR]);
		assert_eq!(state(OPERATOR), OperatorState::Active);

		next_epoch();
		assert_eq!(members(), [RIVAL]);
		assert_eq!(state(OPERATOR), OperatorState::Suspended);
	});
}

// Time.

#[test]
fn election_comes_once_an_epoch_and_is_active_a_block_later() {
	test(|| {
		let [_, rivals] = serve(1, [(OPERATOR, 200), (RIVAL, 100)]);
		assert_eq!(elections(), [(1, 2)]);
		delegate(rivals, BOB, 101);
		next_block();
		assert_eq!((ranking(), members()), (vec![OPERATOR, RIVAL], vec![OPERATOR]));

		skip(1);
		assert_eq!(members(), [OPERATOR]);
		next_block();
		assert_eq!((ranking(), members()), (vec![RIVAL, OPERATOR], vec![OPERATOR]));
		next_block();
		assert_eq!(members(), [RIVAL]);

		for _ in 0..3 {
			next_block();
		}
		assert_eq!(elections(), [(1, 2), (2, 2)]);
	});
}

#[test]
fn election_counts_what_leaves_until_the_epoch_is_over() {
	test(|| {
		let [pool, _] = serve(1, [(OPERATOR, 200), (RIVAL, 100)]);
		undelegate(pool, ALICE, 101);
		next_block();
		next_block();
		assert_eq!(members(), [OPERATOR]);

		next_epoch();

		assert_eq!(members(), [RIVAL]);
	});
}

#[test]
fn election_takes_who_registered_from_the_next_epoch_on() {
	test(|| {
		serve(2, [(OPERATOR, 100)]);
		let rivals = operator_pool_in(RIVAL, NATIVE);
		delegate(rivals, BOB, 1);
		next_block();
		next_block();
		assert_eq!(ranking(), [OPERATOR]);

		next_epoch();

		assert_eq!(members(), [OPERATOR, RIVAL]);
	});
}

#[test]
fn election_jumps_over_epochs_without_a_block() {
	test(|| {
		let [_, rivals] = serve(1, [(OPERATOR, 200), (RIVAL, 100)]);
		delegate(rivals, BOB, 101);
		skip(30);

		next_block();
		next_block();

		assert_eq!(members(), [RIVAL]);
		assert_eq!(elections(), [(1, 2), (31, 2)]);
	});
}

#[test]
fn election_elects_nobody_but_notes_all_power_when_no_set_is_asked_for() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);

		next_epoch();

		assert_eq!((ranking(), members()), (vec![OPERATOR], vec![]));
		assert_eq!(Staking::current_set(), None);
		assert_eq!(Staking::power_history(OPERATOR), [(EpochIndex(1), 100)]);
	});
}

#[test]
fn first_block_ranks_nobody_when_nobody_has_registered() {
	test(|| {
		set_size(3);

		next_epoch();

		assert_eq!(elections(), [(1, 0)]);
		assert_eq!(Staking::current_set(), None);
	});
}
