// SPDX-License-Identifier: Apache-2.0

//! The ids of active sets, and the sets that are kept.

use crate::{
	mock::*, ActiveSet, ActiveSetView, ActiveSetViewFunction, ActiveSets, EpochIndex, Event, SetId,
};
use bulwark_ledger::Elected;
use codec::Encode;
use frame_support::view_functions::ViewFunction;

/// [`OPERATOR`] and [`RIVAL`] serve, in a set of their own.
fn serve_two() -> [crate::PoolId; 2] {
	serve(2, [(OPERATOR, 200), (RIVAL, 100)])
}

/// Lets another set come into force with the next block: one more or less serve.
fn change_set() {
	let before = set_id();

	set_size(if members().len() == 2 { 1 } else { 2 });
	next_block();

	assert_eq!(set_id(), before + 1);
}

/// Lets another set come into force in an epoch.
fn change_set_in(epoch: u32) {
	go_to(epoch);
	next_block();
	next_block();
	change_set();
}

fn set_id() -> u32 {
	Staking::active_set().set_id.0
}

/// The ids of the sets that are kept.
fn kept() -> Vec<u32> {
	let mut kept: Vec<_> = ActiveSets::<Test>::iter_keys().map(|id| id.0).collect();
	kept.sort();
	kept
}

// Ids.

#[test]
fn set_has_the_next_id_when_a_member_changes() {
	test(|| {
		serve_two();
		assert_eq!(set_id(), 1);

		retire(OPERATOR);
		next_block();

		assert_eq!(set_id(), 2);
		assert_last(Event::ActiveSetChanged {
			set_id: SetId(2),
			epoch: EpochIndex(1),
			joined: vec![],
			left: vec![OPERATOR],
		});
	});
}

#[test]
fn set_keeps_its_id_when_nobody_changes() {
	test(|| {
		serve_two();

		for _ in 0..2 * WINDOW {
			next_epoch();
		}

		assert_eq!((set_id(), kept()), (1, vec![1]));
		assert_eq!(Staking::active_set().since_epoch, EpochIndex(1));
	});
}

#[test]
fn set_keeps_its_id_when_only_the_order_changes() {
	test(|| {
		let [_, rivals] = serve_two();
		delegate(rivals, ALICE, 1_000);

		next_epoch();

		assert_eq!(ranking(), [RIVAL, OPERATOR]);
		assert_eq!(set_id(), 1);
	});
}

// Memory.

#[test]
fn set_is_kept_as_long_as_the_window_reaches_back_to_it() {
	test(|| {
		serve_two();
		for epoch in 2..=8 {
			change_set_in(epoch);
			assert_eq!(set_id(), epoch);
		}

		// The fourth was active until some time in epoch 5, the first that can be slashed in 8.
		assert_eq!(kept(), [4, 5, 6, 7, 8]);
		let members = vec![OPERATOR].try_into().expect("it is one");
		let set = ActiveSet { set_id: SetId(4), since_epoch: EpochIndex(4), members };
		assert_eq!(ActiveSets::<Test>::get(SetId(4)), Some(set));
	});
}

#[test]
fn set_that_served_long_is_kept_for_a_window_after_its_end() {
	test(|| {
		serve_two();
		change_set_in(50);
		assert_eq!(kept(), [1, 2]);

		change_set_in(50 + WINDOW);
		assert_eq!(kept(), [1, 2, 3]);

		change_set_in(50 + WINDOW + 1);
		assert_eq!(kept(), [2, 3, 4]);
	});
}

#[test]
fn sets_are_forgotten_two_at_a_time() {
	test(|| {
		serve_two();
		for _ in 0..10 {
			change_set();
		}
		assert_eq!(kept(), Vec::from_iter(1..=11));

		for (last, oldest) in [(12, 3), (13, 5), (14, 7), (15, 9), (16, 11), (17, 11)] {
			change_set_in(20);
			assert_eq!(kept(), Vec::from_iter(oldest..=last));
			check_invariants();
		}
	});
}

// The view.

#[test]
fn set_is_shown_with_the_ranking_that_the_next_comes_from() {
	test(|| {
		serve(1, [(OPERATOR, 100), (RIVAL, 300)]);
		set_size(2);

		let shown = Staking::active_set();

		let ranked = |operator, power| Elected { operator, power, answers: true };
		let expected = ActiveSetView {
			set_id: SetId(1),
			since_epoch: EpochIndex(1),
			members: vec![RIVAL],
			size: 2,
			ranking: vec![ranked(RIVAL, 300), ranked(OPERATOR, 100)],
			elected_epoch: Some(EpochIndex(1)),
			is_change_due: true,
		};
		assert_eq!(shown, expected);
		let id = ActiveSetViewFunction::<Test>::id();
		let answer = Test::execute_view_function(id, vec![]).expect("there is such a function");
		assert_eq!(answer, shown.encode());
	});
}

#[test]
fn set_is_shown_as_nobody_when_there_has_never_been_one() {
	test(|| {
		let nothing = ActiveSetView {
			set_id: SetId(0),
			since_epoch: EpochIndex(0),
			members: vec![],
			size: 0,
			ranking: vec![],
			elected_epoch: None,
			is_change_due: false,
		};

		assert_eq!(Staking::active_set(), nothing);
	});
}
