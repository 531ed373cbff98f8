// SPDX-License-Identifier: Apache-2.0

//! Finalising: scoring and paying, page by page, by anybody and with what blocks have left.

use crate::{finalising::Steps, mock::*, EpochIndex, Error, Event, ProgrammeId, Rule, Score};
use bulwark_testing::calling_back;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{GetDispatchInfo, Pays},
	traits::Hooks,
	weights::Weight,
};
use sp_runtime::DispatchError;

/// Twelve operators with a node each, of different service and power, in a programme of 1 000 000 000 a week, when week 11
/// and its grace are over.
fn prepare() {
	service_programme(1);
	fund(4_000_000_000, 4);
	let mut powers = vec![];
	for (index, operator) in (1..).zip(OPERATORS) {
		add_node(operator.clone(), index);
		powers.push((operator, 1_499 + 1_000 * u128::from(index)));
	}
	set_powers(11, &powers);
	go_to(12);
	for (index, operator) in (0..).zip(OPERATORS) {
		report_week(0, 11, operator, &[1_000 - 25 * index]);
	}
	pass(11);
}

/// All rewards of week 11.
fn rewards() -> Vec<(AccountId, Balance)> {
	let rewards = rewarded(11);
	let sum: Balance = rewards.iter().map(|(_, amount)| amount).sum();
	assert_eq!(sum, 1_000_000_000);
	rewards
}

/// The same story, finalised in some way.
fn rewards_after(finalise: impl FnOnce()) -> Vec<(AccountId, Balance)> {
	new_test_ext().execute_with(|| {
		prepare();
		finalise();
		check_invariants();
		assert!(next_epoch() > 11);
		rewards()
	})
}

/// Weight that a block needs to have left to finalise so many operators.
fn room_for(limit: u32) -> Weight {
	Programmes::finalise_weight(limit).saturating_add(a_look())
}

/// Weight of finding out that there is something to do.
fn a_look() -> Weight {
	<<Test as frame_system::Config>::DbWeight as frame_support::traits::Get<
		frame_support::weights::RuntimeDbWeight,
	>>::get()
	.reads(2)
}

/// Calls with a limit until nothing is left to do.
fn call_until_done(limit: u32) -> u32 {
	let mut calls = 0;
	while next_epoch() == 11 {
		finalise(limit);
		check_invariants();
		calls += 1;
	}
	calls
}

#[test]
fn asset_that_calls_back_changes_nothing() {
	let usual = rewards_after(|| finalise(64));

	let called_back = rewards_after(|| {
		let go_on = || {
			let _ = try_finalise(1);
		};
		calling_back(go_on, || finalise(64));
		call_until_done(64);
	});

	assert_eq!(called_back, usual);
}

#[test]
fn pages_pauses_and_callers_change_nothing() {
	let at_once = rewards_after(|| finalise(64));

	assert_eq!(at_once.len(), 10, "two were below the least level or power");
	for limit in [1, 7, 64] {
		let paged = rewards_after(|| {
			println!("limit {limit}: {} calls", call_until_done(limit));
		});
		assert_eq!(paged, at_once, "in pages of {limit}");
	}
	let idle = rewards_after(|| {
		let enough = room_for(1);
		while next_epoch() == 11 {
			Programmes::on_idle(1, enough);
			check_invariants();
		}
	});
	assert_eq!(idle, at_once, "with what blocks have left");
	let mixed = rewards_after(|| {
		finalise(3);
		go_to_hour(12, 100);
		Programmes::on_idle(1, room_for(8));
		set_rule(Rule::Service(crate::ServiceRule { service_exponent: 0, ..SERVICE }));
		finalise(2);
		go_to(14);
		call_until_done(5);
	});
	assert_eq!(mixed, at_once, "in between time passes and rules change");
}

#[test]
fn finalise_waits_for_the_epoch_and_its_grace() {
	test(|| {
		service_programme(0);

		assert_noop!(try_finalise(1), Error::<Test>::NothingToFinalise);
		go_to_hour(11, HOURS - 1);
		assert_noop!(try_finalise(1), Error::<Test>::NothingToFinalise);
		go_to_hour(12, GRACE - 1);
		assert_noop!(try_finalise(1), Error::<Test>::TooEarly);
		go_to_hour(12, GRACE);
		finalise(1);

		assert_noop!(try_finalise(1), Error::<Test>::NothingToFinalise);
	});
}

#[test]
fn finalise_is_refused_when_there_is_no_programme() {
	test(|| {
		assert_noop!(try_finalise(1), Error::<Test>::UnknownProgramme);
		assert!(Programmes::finalise(root(), FIRST, 1).is_err());
	});
}

#[test]
fn finalise_is_free_of_fees_and_weighs_what_it_did() {
	test(|| {
		prepare();
		let declared = |limit| {
			let call =
				RuntimeCall::Programmes(crate::Call::finalise { programme_id: FIRST, limit });
			call.get_dispatch_info().call_weight
		};

		let info = try_finalise(100).expect("there is something to do");

		assert_eq!(info.pays_fee, Pays::No);
		// Twelve were scored and paid, the epoch ended, and there was nothing to forget.
		let steps = Steps { scored: 12, paid: 12, ended: 1, forgotten: 0 };
		assert_eq!(info.actual_weight, Some(steps.weight::<Test>()));
		assert!(steps.weight::<Test>().all_lte(declared(25)));
	});
}

#[test]
fn no_page_weighs_more_than_it_says() {
	test(|| {
		prepare();
		for limit in [1, 1, 2, 3, 5, 8, 13] {
			let call =
				RuntimeCall::Programmes(crate::Call::finalise { programme_id: FIRST, limit });
			let declared = call.get_dispatch_info().call_weight;
			let Ok(info) = try_finalise(limit) else { break };
			let weight = info.actual_weight.expect("it is told");
			assert!(weight.all_lte(declared), "{limit}: {weight:?} of {declared:?}");
		}
		assert_eq!(next_epoch(), 12);
	});
}

#[test]
fn finalise_does_something_whatever_the_limit() {
	test(|| {
		prepare();

		finalise(0);

		assert_eq!(OPERATORS.iter().filter(|who| scored(11, (*who).clone()).is_some()).count(), 1);
	});
}

#[test]
fn epochs_are_told_when_they_are_scored_and_when_they_are_paid() {
	test(|| {
		prepare();
		events();

		finalise(100);

		let told = events();
		let scores = told.iter().filter_map(|event| match event {
			Event::OperatorRewarded { operator, score, amount, .. } => {
				assert_eq!(scored(11, operator.clone()), Some((*score, *amount)));
				Some(score.0)
			},
			_ => None,
		});
		let total = Score(scores.sum());
		let (programme_id, epoch) = (FIRST, EpochIndex(11));
		let (budget, paid, carried) = (1_000_000_000, 1_000_000_000, 0);
		assert_eq!(told[0], Event::EpochScored { programme_id, epoch, total, budget });
		let last = Event::EpochFinalised { programme_id, epoch, paid, carried };
		assert_eq!(told.last(), Some(&last));
	});
}

#[test]
fn epochs_are_finalised_in_order_several_in_one_call() {
	test(|| {
		service_programme(1);
		fund(4_000, 4);
		add_node(ALICE, 1);
		for epoch in 11..13 {
			set_powers(epoch, &[(ALICE, 5_000)]);
			go_to(epoch + 1);
			report_week(0, epoch, ALICE, &[900]);
		}
		pass(12);

		finalise(10);

		assert_eq!(next_epoch(), 13);
		assert_eq!((rewarded(11), rewarded(12)), (vec![(ALICE, 1_000)], vec![(ALICE, 1_000)]));
	});
}

#[test]
fn budget_is_carried_when_nobody_scores() {
	test(|| {
		service_programme(1);
		fund(4_000, 4);
		add_node(ALICE, 1);
		go_to(12);
		report_week(0, 11, ALICE, &[900]);
		pass(11);

		// The epoch had no block: nobody had any power.
		finalise(10);

		assert_eq!(scored(11, ALICE), Some((Score(0), 0)));
		assert_eq!((carried(), owed(GOLD)), (1_000, 4_000));
		let (programme_id, epoch) = (FIRST, EpochIndex(11));
		assert_told(Event::EpochFinalised { programme_id, epoch, paid: 0, carried: 1_000 });

		set_powers(12, &[(ALICE, 5_000)]);
		go_to(13);
		report_week(0, 12, ALICE, &[900]);
		pass(12);
		finalise(10);
		assert_eq!(rewarded(12), [(ALICE, 2_000)]);
		assert_eq!((carried(), owed(GOLD)), (0, 2_000));
	});
}

#[test]
fn programme_without_money_nodes_or_reporters_ends_its_epochs() {
	test(|| {
		service_programme(0);
		create_programme(SILVER, Rule::Points(POINTS), 0);
		pass(12);

		finalise(10);
		assert_ok!(Programmes::finalise(signed(PAUPER), ProgrammeId(2), 10));

		assert_eq!(next_epoch(), 13);
		assert_eq!(look(ProgrammeId(2), |book| book.epoch().0), 13);
	});
}

#[test]
fn scores_without_money_are_kept_all_the_same() {
	test(|| {
		service_programme(1);
		add_node(ALICE, 1);
		set_powers(11, &[(ALICE, 15_000)]);
		go_to(12);
		report_week(0, 11, ALICE, &[1_000]);
		pass(11);

		finalise(10);

		assert_eq!(scored(11, ALICE), Some((Score::FULL, 0)));
		assert_eq!(rewarded(11), []);
	});
}

#[test]
fn on_idle_does_nothing_when_there_is_no_room() {
	test(|| {
		prepare();
		let used = Programmes::on_idle(1, room_for(1).saturating_sub(Weight::from_parts(1, 0)));

		assert_eq!(used, a_look());
		assert_eq!(scored(11, ALICE), None);
	});
}

#[test]
fn on_idle_uses_no_more_than_there_is() {
	test(|| {
		prepare();
		for limit in [1, 2, 5, 40] {
			let room = room_for(limit);
			let used = Programmes::on_idle(1, room);
			assert!(used.all_lte(room), "{limit}");
		}
		assert_eq!(next_epoch(), 12);
	});
}

#[test]
fn on_idle_uses_what_it_took_when_a_record_does_not_decode() {
	new_test_ext().execute_with(|| {
		prepare();
		let first = crate::Performances::<Test>::iter_keys().next().expect("there are twelve");
		let key = crate::Performances::<Test>::hashed_key_for(first);
		sp_io::storage::set(&key, &[9, 9]);

		let used = Programmes::on_idle(1, room_for(5));

		assert_eq!(used, room_for(5), "else every block would do as much for nothing");
		assert!(OPERATORS.into_iter().all(|who| scored(11, who).is_none()));
		assert_noop!(try_finalise(12), DispatchError::Corruption);
	});
}

#[test]
fn record_that_does_not_decode_stops_no_other_programme() {
	new_test_ext().execute_with(|| {
		for _ in 0..3 {
			service_programme(0);
		}
		pass(11);
		let budget = crate::Budgets::<Test>::hashed_key_for(FIRST);
		sp_io::storage::set(&budget, &[9]);
		let shares = Programmes::finalise_weight(5).saturating_mul(3);
		let room = a_look().saturating_mul(3).saturating_add(shares);

		let used = Programmes::on_idle(1, room);

		assert!(used.all_lte(room));
		for id in 2..=3 {
			assert_eq!(look(ProgrammeId(id), |book| book.epoch().0), 12);
		}
		assert_noop!(try_finalise(5), DispatchError::Corruption);
	});
}

#[test]
fn on_idle_goes_on_when_there_is_room_for_one_operator_alone() {
	test(|| {
		service_programme(0);
		service_programme(0);
		pass(11);
		let room = room_for(1).saturating_add(a_look());

		Programmes::on_idle(1, room);

		let epoch = |id| look(ProgrammeId(id), |book| book.epoch().0);
		assert_eq!((epoch(1), epoch(2)), (12, 11));
	});
}

#[test]
fn on_idle_looks_at_one_record_when_nothing_is_over() {
	test(|| {
		service_programme(0);
		service_programme(0);
		go_to_hour(12, GRACE - 1);

		let used = Programmes::on_idle(1, Weight::MAX);

		assert_eq!(used, a_look().saturating_mul(2));
	});
}

#[test]
fn on_idle_reaches_every_programme() {
	test(|| {
		service_programme(0);
		service_programme(0);
		service_programme(0);
		pass(11);

		Programmes::on_idle(1, Weight::MAX);

		for id in 1..=3 {
			assert_eq!(look(ProgrammeId(id), |book| book.epoch().0), 12);
		}
	});
}
