// SPDX-License-Identifier: Apache-2.0

//! The ranking and the set in force.

use super::breaks;
use crate::{mock::*, ActiveSet, LastSet, OldestSet, Operators, Rankings, SetId, Sets, Suspension};
use bulwark_ledger::{Candidate, Ranking};

/// Runs a story that breaks an invariant on a chain where [`OPERATOR`] serves in the second set
/// and the first is kept too.
fn breaks_serving(words: &str, story: impl FnOnce()) {
	breaks(words, |_| {
		register(RIVAL);
		set_size(2);
		next_epoch();
		retire(RIVAL);
		next_block();
		assert_eq!(members(), [OPERATOR]);
		check_invariants();

		story();
	});
}

/// Changes the set in force.
fn change_set(change: impl FnOnce(&mut ActiveSet<Test>)) {
	Sets::<Test>::mutate(SetId(2), |set| change(set.as_mut().expect("it is in force")));
}

// The ranking.

#[test]
fn notices_a_seat_of_nobody() {
	breaks_serving("a seat has its operator", || {
		let stranger = Candidate { operator: ALICE, power: 1, seniority: 1 };
		let ranking = Ranking::elect(vec![stranger]).expect("it is one");
		Rankings::<Test>::put(ranking);
	});
}

#[test]
fn notices_a_seat_of_somebody_who_must_not_serve() {
	let words = "nobody is ranked who must not serve";
	breaks_serving(words, || {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			record.suspension = Some(Suspension::ByAdmin);
		});
	});
	breaks_serving(words, || {
		let closing = Candidate { operator: RIVAL, power: 1, seniority: 1 };
		let ranking = Ranking::elect(vec![closing]).expect("it is one");
		Rankings::<Test>::put(ranking);
	});
}

#[test]
fn notices_a_slash_that_left_a_seat() {
	breaks_serving("nobody is ranked who must not serve", || {
		let ranking = Rankings::<Test>::get();
		slash_bond(now(), percent(1));
		Rankings::<Test>::put(ranking);
	});
}

// The set in force.

#[test]
fn notices_a_set_in_force_that_is_not_there() {
	breaks_serving("the set in force is there", || Sets::<Test>::remove(SetId(2)));
	breaks_serving("the set in force is there", || LastSet::<Test>::put(SetId(3)));
}

#[test]
fn notices_a_set_of_nobody() {
	breaks_serving("a set is never empty", || change_set(|set| set.members.clear()));
}

#[test]
fn notices_a_member_who_has_gone() {
	breaks_serving("nobody leaves with its bond who serves", || {
		change_set(|set| set.members.try_push(ALICE).expect("there is room"));
	});
}

// Those before.

#[test]
fn notices_a_set_that_has_the_number_of_another() {
	breaks_serving("a set knows its number", || change_set(|set| set.id = SetId(1)));
}

#[test]
fn notices_a_set_that_was_forgotten_half() {
	let words = "no set is forgotten half";
	breaks_serving(words, || OldestSet::<Test>::put(SetId(2)));
	breaks_serving(words, || {
		let first = Sets::<Test>::get(SetId(1)).expect("it is kept");
		Sets::<Test>::insert(SetId(3), ActiveSet { id: SetId(3), ..first });
	});
}
