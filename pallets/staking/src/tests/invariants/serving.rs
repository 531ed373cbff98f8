// SPDX-License-Identifier: Apache-2.0

//! The ranking and the active set.

use super::breaks;
use crate::{
	mock::*, ActiveSet, ActiveSets, NextSetId, OldestSetId, Operators, PriceHistory, Ranking,
	RankingOf, ReplaceableOperator, SetId, Suspension,
};
use bulwark_ledger::Contender;

/// Runs a story that breaks an invariant on a chain where [`OPERATOR`] serves in the second set
/// and the first is kept too.
fn breaks_serving(words: &str, story: impl FnOnce()) {
	breaks(words, |_| {
		let rivals = operator_pool_in(RIVAL, NATIVE);
		delegate(rivals, BOB, 1);
		set_size(2);
		next_epoch();
		retire(RIVAL);
		next_block();
		assert_eq!(members(), [OPERATOR]);
		check_invariants();

		story();
	});
}

/// Changes the active set.
fn change_set(change: impl FnOnce(&mut ActiveSet<Test>)) {
	ActiveSets::<Test>::mutate(SetId(2), |set| change(set.as_mut().expect("it is active")));
}

/// Ranks one account.
fn rank(operator: AccountId) {
	let contender =
		Contender { operator, power: 1, answers: true, seniority: 1, is_closing: false };
	Ranking::<Test>::put(RankingOf::<Test>::hold([contender]).expect("it is one"));
}

// The ranking.

#[test]
fn notices_a_ranked_account_that_is_no_operator() {
	breaks_serving("a ranked operator is there", || {
		rank(ALICE);
	});
}

#[test]
fn notices_a_ranked_operator_that_must_not_serve() {
	let words = "nobody is ranked who must not serve";
	breaks_serving(words, || {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			record.suspension = Some(Suspension::ByAdmin);
		});
	});
	breaks_serving(words, || {
		rank(RIVAL);
	});
}

#[test]
fn notices_a_slash_that_left_its_operator_in_the_ranking() {
	breaks_serving("nobody is ranked who must not serve", || {
		let ranking = Ranking::<Test>::get();
		slash_bond(now(), percent(1));
		Ranking::<Test>::put(ranking);
	});
}

#[test]
fn notices_who_makes_room_and_cannot() {
	breaks_serving("who makes room is there", || ReplaceableOperator::<Test>::put(ALICE));
	breaks_serving("who closes makes room already", || ReplaceableOperator::<Test>::put(RIVAL));
}

#[test]
fn notices_prices_in_the_slot_of_another_epoch() {
	breaks_serving("prices are in the slot of their epoch", || {
		let (slot, noted) = PriceHistory::<Test>::iter().next().expect("there was an election");
		PriceHistory::<Test>::insert((slot + 1) % (WINDOW + 1), noted);
	});
}

// The active set.

#[test]
fn notices_an_active_set_that_is_not_there() {
	breaks_serving("the active set is there", || ActiveSets::<Test>::remove(SetId(2)));
	breaks_serving("the active set is there", || NextSetId::<Test>::put(SetId(4)));
	breaks_serving("there has never been a set", NextSetId::<Test>::kill);
}

#[test]
fn notices_a_set_of_nobody() {
	breaks_serving("a set is never empty", || change_set(|set| set.members.clear()));
}

#[test]
fn notices_a_member_who_never_was_an_operator() {
	breaks_serving("who serves is an operator or was one", || {
		change_set(|set| set.members.try_push(ALICE).expect("there is room"));
	});
}

// Earlier sets.

#[test]
fn notices_a_set_that_has_the_id_of_another() {
	breaks_serving("a set knows its id", || change_set(|set| set.set_id = SetId(1)));
}

#[test]
fn notices_a_set_that_was_forgotten_half() {
	let words = "no set is forgotten half";
	breaks_serving(words, || OldestSetId::<Test>::put(SetId(2)));
	breaks_serving(words, || {
		let first = ActiveSets::<Test>::get(SetId(1)).expect("it is kept");
		ActiveSets::<Test>::insert(SetId(3), ActiveSet { set_id: SetId(3), ..first });
	});
}
