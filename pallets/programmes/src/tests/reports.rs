// SPDX-License-Identifier: Apache-2.0

//! Reports of service: in order, once, of hours that are over, until the grace.

use crate::{
	mock::*, EpochIndex, Error, Event, Performance, Performances, Rule, ServiceRule, ServiceSums,
};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use sp_runtime::DispatchError;

/// A programme with two reporters, in the middle of week 11. Alice has nodes in slots 0 and 1, Bob in 0.
fn prepare() {
	service_programme(2);
	add_node(ALICE, 1);
	add_node(ALICE, 2);
	add_node(BOB, 3);
	go_to_hour(11, 84);
}

/// Report of one reporter on Alice: the next hour, and the sums that count of each node.
fn told(reporter: usize) -> (u8, Vec<(u64, u8)>) {
	let Some(Performance::Service(reports)) =
		Performances::<Test>::get((FIRST, epoch_key(11), ALICE))
	else {
		return (0, vec![]);
	};
	let told = reports.told().get(reporter).cloned().unwrap_or_default();
	(told.hours, told.nodes.iter().map(|node| (node.levels, node.hours)).collect())
}

fn try_alice(
	first_hour: u8,
	nodes: &[Levels],
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	try_report(0, 11, first_hour, vec![service_row(ALICE, nodes)])
}

#[test]
fn report_adds_the_hours_that_count() {
	test(|| {
		prepare();

		let levels = [(0, &[(20, 900), (4, 600)][..]), (1, &[(24, 1_000)])];
		assert_ok!(try_alice(0, &levels));

		assert_eq!(told(0), (24, vec![(18_000_000_000, 20), (24_000_000_000, 24)]));
		let nodes = vec![
			ServiceSums { levels: 18_000_000_000, hours: 20 },
			ServiceSums { levels: 24_000_000_000, hours: 24 },
		];
		assert_told(Event::ServiceReported {
			programme_id: FIRST,
			epoch: EpochIndex(11),
			reporter: REPORTERS[0].clone(),
			operator: ALICE,
			next_hour: 24,
			nodes: nodes.try_into().expect("two"),
		});
	});
}

#[test]
fn report_goes_on_where_it_ended() {
	test(|| {
		prepare();
		assert_ok!(try_alice(0, &[(0, &[(24, 900)])]));

		assert_noop!(try_alice(0, &[(0, &[(24, 900)])]), Error::<Test>::OutOfOrder);
		assert_noop!(try_alice(23, &[(0, &[(1, 900)])]), Error::<Test>::OutOfOrder);
		assert_noop!(try_alice(25, &[(0, &[(1, 900)])]), Error::<Test>::OutOfOrder);
		assert_ok!(try_alice(24, &[(0, &[(1, 900)])]));

		assert_eq!(told(0), (25, vec![(22_500_000_000, 25)]));
	});
}

#[test]
fn reporters_tell_for_themselves() {
	test(|| {
		prepare();
		assert_ok!(try_alice(0, &[(0, &[(24, 900)])]));

		assert_ok!(try_report(1, 11, 0, vec![service_row(ALICE, &[(1, &[(12, 800)])])]));

		assert_eq!(told(0), (24, vec![(21_600_000_000, 24)]));
		assert_eq!(told(1), (12, vec![(0, 0), (9_600_000_000, 12)]));
	});
}

#[test]
fn node_that_is_left_out_was_offline_and_cannot_be_told_later() {
	test(|| {
		prepare();
		assert_ok!(try_alice(0, &[(0, &[(24, 900)])]));

		assert_noop!(try_alice(0, &[(1, &[(24, 900)])]), Error::<Test>::OutOfOrder);
		assert_ok!(try_alice(24, &[(0, &[(12, 900)]), (1, &[(12, 900)])]));

		assert_eq!(told(0), (36, vec![(32_400_000_000, 36), (10_800_000_000, 12)]));
	});
}

#[test]
fn report_is_free_of_fees() {
	test(|| {
		prepare();

		let info = try_alice(0, &[(0, &[(24, 900)])]).expect("it is sound");

		assert_eq!(info.pays_fee, Pays::No);
	});
}

#[test]
fn report_tells_of_several_operators_at_once() {
	test(|| {
		prepare();
		let rows = |last| {
			vec![service_row(ALICE, &[(0, &[(5, 900)])]), service_row(last, &[(0, &[(7, 900)])])]
		};

		assert_noop!(try_report(0, 11, 0, rows(ALICE)), Error::<Test>::OutOfOrder);
		assert_ok!(try_report(0, 11, 0, rows(BOB)));

		assert_eq!(told(0).0, 5);
	});
}

#[test]
fn report_is_refused_when_an_hour_is_not_over() {
	test(|| {
		prepare();
		go_to_hour(11, 7);

		assert_noop!(try_alice(0, &[(0, &[(8, 900)])]), Error::<Test>::HourNotOver);
		assert_ok!(try_alice(0, &[(0, &[(7, 900)])]));
		pallet_timestamp::Now::<Test>::mutate(|now| *now += HOUR - 1);
		assert_noop!(try_alice(7, &[(0, &[(1, 900)])]), Error::<Test>::HourNotOver);
		pallet_timestamp::Now::<Test>::mutate(|now| *now += 1);
		assert_ok!(try_alice(7, &[(0, &[(1, 900)])]));
	});
}

#[test]
fn report_is_refused_when_the_epoch_has_no_such_hour() {
	test(|| {
		prepare();
		go_to_hour(12, 10);

		assert_ok!(try_alice(0, &[(0, &[(168, 900)])]));
		assert_noop!(try_alice(168, &[(0, &[(1, 900)])]), Error::<Test>::HourNotOver);
		let too_long = vec![service_row(BOB, &[(0, &[(169, 900)])])];
		assert_noop!(try_report(0, 11, 0, too_long), Error::<Test>::HourNotOver);
	});
}

#[test]
fn report_is_refused_when_the_epoch_has_not_come() {
	test(|| {
		prepare();

		let row = || vec![service_row(ALICE, &[(0, &[(1, 900)])])];
		assert_noop!(try_report(0, 12, 0, row()), Error::<Test>::HourNotOver);
		assert_noop!(try_report(0, 10, 0, row()), Error::<Test>::UnknownProgramme);
	});
}

#[test]
fn report_is_refused_after_the_grace() {
	test(|| {
		prepare();
		go_to_hour(12, GRACE - 1);
		assert_ok!(try_alice(0, &[(0, &[(100, 900)])]));

		go_to_hour(12, GRACE);

		assert_noop!(try_alice(100, &[(0, &[(68, 900)])]), Error::<Test>::ReportTooLate);
	});
}

#[test]
fn report_is_the_reporters_of_the_epoch() {
	test(|| {
		prepare();
		set_reporters(&REPORTERS[2..]);
		let row = || vec![service_row(ALICE, &[(0, &[(1, 900)])])];
		assert_noop!(try_report(2, 11, 0, row()), Error::<Test>::NotReporter);

		go_to_hour(12, 10);

		assert_noop!(try_report(2, 11, 0, row()), Error::<Test>::NotReporter);
		assert_ok!(try_report(0, 11, 0, row()));
		assert_ok!(try_report(2, 12, 0, row()));
		assert_noop!(try_report(0, 12, 0, row()), Error::<Test>::NotReporter);
	});
}

#[test]
fn report_is_refused_when_a_node_does_not_count() {
	test(|| {
		prepare();
		add_node(ALICE, 4);
		let unknown = |operator, slot| {
			let rows = vec![service_row(operator, &[(slot, &[(1, 900)])])];
			assert_noop!(try_report(0, 11, 0, rows), Error::<Test>::UnknownNode);
		};

		unknown(ALICE, 2); // from the next epoch on
		unknown(ALICE, 3);
		unknown(CHARLIE, 0);
		assert_ok!(Programmes::remove_node(signed(ALICE), 1));
		assert_ok!(try_alice(0, &[(1, &[(1, 900)])]));
		go_to_hour(12, 10);
		let rows = vec![service_row(ALICE, &[(1, &[(1, 900)])])];
		assert_noop!(try_report(0, 12, 0, rows), Error::<Test>::UnknownNode);
	});
}

#[test]
fn report_is_refused_when_its_rows_are_unsound() {
	test(|| {
		prepare();
		let uneven = |nodes: &[Levels]| {
			assert_noop!(try_alice(0, nodes), Error::<Test>::UnevenRuns);
		};

		uneven(&[]);
		uneven(&[(0, &[])]);
		uneven(&[(0, &[(0, 900)])]);
		uneven(&[(0, &[(2, 900)]), (1, &[(1, 900)])]);
		uneven(&[(1, &[(2, 900)]), (0, &[(2, 900)])]);
		uneven(&[(0, &[(2, 900)]), (0, &[(2, 900)])]);
		assert_noop!(try_alice(0, &[(0, &[(2, 1_001)])]), Error::<Test>::InvalidLevel);
		assert_ok!(try_alice(0, &[(0, &[(2, 1_000)])]));
	});
}

#[test]
fn report_is_refused_when_it_names_no_operator() {
	test(|| {
		prepare();

		// It would be free, and say nothing.
		assert_noop!(try_report(0, 11, 0, vec![]), Error::<Test>::EmptyReport);
	});
}

#[test]
fn report_is_refused_when_nodes_do_not_decode() {
	new_test_ext().execute_with(|| {
		prepare();
		sp_io::storage::set(&crate::Nodes::<Test>::hashed_key_for(ALICE), &[9, 9]);

		assert_noop!(try_alice(0, &[(0, &[(1, 900)])]), DispatchError::Corruption);
		assert_noop!(try_add_node(ALICE, 5), DispatchError::Corruption);
		assert_noop!(Programmes::remove_node(signed(ALICE), 0), DispatchError::Corruption);
	});
}

#[test]
fn report_has_as_many_runs_as_may_be() {
	test(|| {
		prepare();
		let hourly: Vec<_> = (0..67).map(|hour| (1, 800 + hour)).collect();
		let row = |operator, more: &[(u8, u32)]| {
			service_row(operator, &[(0, &[&hourly[..], more].concat())])
		};
		let both = |more: &[(u8, u32)]| {
			vec![service_row(ALICE, &[(0, &hourly), (1, &hourly)]), row(BOB, more)]
		};

		// 67 + 67 + 66 runs are 200.
		let short = vec![
			service_row(ALICE, &[(0, &hourly[..66]), (1, &hourly[..66])]),
			row(BOB, &[(1, 900)]),
		];
		assert_noop!(try_report(0, 11, 0, both(&[])), Error::<Test>::TooManyRuns);
		assert_ok!(try_report(0, 11, 0, short));
	});
}

#[test]
fn report_is_refused_when_the_programme_gives_points() {
	test(|| {
		create_programme(GOLD, Rule::Points(POINTS), 1);
		add_node(ALICE, 1);
		go_to_hour(11, 84);

		assert_noop!(try_alice(0, &[(0, &[(1, 900)])]), Error::<Test>::WrongRule);
	});
}

#[test]
fn report_is_refused_when_there_is_no_programme() {
	test(|| {
		assert_noop!(try_alice(0, &[(0, &[(1, 900)])]), Error::<Test>::UnknownProgramme);
		assert_noop!(
			Programmes::report(root(), FIRST, EpochIndex(11), 0, Default::default()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn report_goes_by_the_rule_of_the_epoch() {
	test(|| {
		prepare();
		set_rule(Rule::Service(ServiceRule { least_level: 950_000_000, ..SERVICE }));

		assert_ok!(try_alice(0, &[(0, &[(2, 900)])]));
		assert_eq!(told(0).1, [(1_800_000_000, 2)]);
		go_to_hour(12, 10);
		let row = vec![service_row(ALICE, &[(0, &[(2, 900)])])];
		assert_ok!(try_report(0, 12, 0, row));

		let Some(Performance::Service(reports)) =
			Performances::<Test>::get((FIRST, epoch_key(12), ALICE))
		else {
			panic!("it was reported");
		};
		assert_eq!(reports.told()[0].sums(0), ServiceSums::default());
	});
}
