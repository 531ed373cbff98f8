// SPDX-License-Identifier: Apache-2.0

//! The ranking and the active set.

use super::breaks;
use crate::{
	mock::*, ActiveSet, ActiveSets, NextSetId, OldestSetId, Operators, Power, PowerHistory,
	PriceHistory, Ranking, RankingOf, RankingPending, ReplaceableOperator, SetId, Suspension,
};
use codec::{Decode, Encode};

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
	forge_ranking(&[(operator, 1)]);
}

/// Ranks accounts by this power and in this order.
fn forge_ranking(places: &[(AccountId, Power)]) {
	let places = places.iter().map(|(operator, power)| (*operator, *power, true));
	let form = places.collect::<Vec<_>>().encode();
	Ranking::<Test>::put(RankingOf::<Test>::decode(&mut &form[..]).expect("its form"));
}

// The ranking.

#[test]
fn notices_a_ranked_account_that_is_no_operator() {
	breaks_serving("I11: who is ranked is an operator", || {
		rank(ALICE);
	});
}

#[test]
fn notices_a_ranked_operator_that_must_not_serve() {
	let words = "nobody is ranked who is closing, suspended or short of bond";
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
fn notices_an_operator_that_is_ranked_twice() {
	breaks_serving("nobody is ranked twice", || forge_ranking(&[(OPERATOR, 2), (OPERATOR, 1)]));
}

#[test]
fn notices_a_ranking_out_of_order() {
	for powers in [[1, 2], [0, 1], [1, 1]] {
		breaks_serving("the ranking is in the order of the election", || {
			register(THIRD);
			forge_ranking(&[(THIRD, powers[0]), (OPERATOR, powers[1])]);
		});
	}
}

#[test]
fn notices_a_slash_that_left_its_operator_in_the_ranking() {
	breaks_serving("nobody is ranked who is closing, suspended or short of bond", || {
		let ranking = Ranking::<Test>::get();
		slash_bond(now(), percent(1));
		Ranking::<Test>::put(ranking);
	});
}

#[test]
fn notices_who_makes_room_and_cannot() {
	breaks_serving("I11: who is named to make room is an operator", || {
		ReplaceableOperator::<Test>::put(ALICE)
	});
	breaks_serving("who is named to make room is not closing", || {
		ReplaceableOperator::<Test>::put(RIVAL)
	});
}

#[test]
fn notices_powers_and_prices_in_the_slot_of_another_epoch() {
	breaks_serving("powers are in the slot of their epoch", || {
		let (slot, noted) = PowerHistory::<Test>::iter().next().expect("there was an election");
		PowerHistory::<Test>::insert((slot + 1) % (WINDOW + 1), noted);
	});
	breaks_serving("prices are in the slot of their epoch", || {
		let (slot, noted) = PriceHistory::<Test>::iter().next().expect("there was an election");
		PriceHistory::<Test>::insert((slot + 1) % (WINDOW + 1), noted);
	});
}

// The active set.

#[test]
fn notices_an_active_set_that_is_not_there() {
	breaks_serving("I11: the active set is stored", || ActiveSets::<Test>::remove(SetId(2)));
	breaks_serving("I11: the active set is stored", || NextSetId::<Test>::put(SetId(4)));
	breaks_serving("I11: no active set is stored before the first", NextSetId::<Test>::kill);
}

#[test]
fn notices_a_set_that_is_not_the_first_of_the_ranking() {
	let words = "the active set is the first of the ranking, unless a change is due";
	breaks_serving(words, || {
		register(THIRD);
		forge_ranking(&[(OPERATOR, 2), (THIRD, 1)]);
		RankingPending::<Test>::put(true);
		check_invariants();

		RankingPending::<Test>::put(false);
	});
	breaks_serving(words, || change_set(|set| set.members.try_push(RIVAL).expect("there is room")));
}

#[test]
fn notices_a_set_of_nobody() {
	breaks_serving("the active set is never empty", || change_set(|set| set.members.clear()));
}

#[test]
fn notices_a_member_who_never_was_an_operator() {
	breaks_serving("I11: who serves is an operator or was one", || {
		change_set(|set| set.members.try_push(ALICE).expect("there is room"));
	});
}

// Earlier sets.

#[test]
fn notices_a_set_that_has_the_id_of_another() {
	breaks_serving("I11: an active set is stored under its own id", || {
		change_set(|set| set.set_id = SetId(1))
	});
}

#[test]
fn notices_a_set_that_was_forgotten_half() {
	breaks_serving("I11: every active set from the oldest to the last is stored", || {
		ActiveSets::<Test>::remove(SetId(1));
	});
	let words = "no active set is stored from before the oldest or after the last";
	breaks_serving(words, || OldestSetId::<Test>::put(SetId(2)));
	breaks_serving(words, || {
		let first = ActiveSets::<Test>::get(SetId(1)).expect("it is kept");
		ActiveSets::<Test>::insert(SetId(3), ActiveSet { set_id: SetId(3), ..first });
	});
}
