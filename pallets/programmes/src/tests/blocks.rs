// SPDX-License-Identifier: Apache-2.0

//! Blocks that reporters count: those of another chain.

use crate::{mock::*, CountedBy, EpochIndex, Error, Event, PointsRule, Rule, Score};
use bulwark_traits::WorkLog;
use frame_support::{assert_noop, assert_ok, dispatch::Pays};

const ORACLE: PointsRule = PointsRule { counted_by: CountedBy::Reporters, ..POINTS };

/// A programme of 1 000 a week with three reporters, in week 12.
fn prepare() {
	create_programme(GOLD, Rule::Points(ORACLE), 3);
	fund(4_000, 4);
	go_to(12);
}

#[test]
fn lower_medians_of_blocks_and_missed_turns_divide_the_budget() {
	test(|| {
		prepare();

		assert_ok!(try_report_blocks(0, 11, &[(ALICE, 500, 3), (BOB, 10, 30), (CHARLIE, 99, 0)]));
		assert_ok!(try_report_blocks(1, 11, &[(ALICE, 560, 30), (BOB, 90, 30), (CHARLIE, 123, 0)]));
		assert_ok!(try_report_blocks(2, 11, &[(ALICE, 600, 30), (BOB, 10, 30), (CHARLIE, 150, 0)]));
		pass(11);
		finalise(10);

		// 560·10 − 30·20, 0, 1 230.
		let scores = [ALICE, BOB, CHARLIE].map(|who| scored(11, who).map(|(score, _)| score.0));
		assert_eq!(scores, [Some(5_000), Some(0), Some(1_230)]);
		let rewards: Balance = rewarded(11).iter().map(|(_, amount)| amount).sum();
		assert_eq!(rewards, 1_000);
	});
}

#[test]
fn batches_count_beside_blocks_that_are_reported() {
	test(|| {
		create_programme(GOLD, Rule::Points(ORACLE), 1);
		fund(1_000, 1);
		go_to(11);
		Programmes::batch(&BOB, 2_048);
		// What the chain counts of blocks does not count here.
		block(ALICE);
		go_to(12);

		assert_ok!(try_report_blocks(0, 11, &[(BOB, 3, 0), (DAVE, 7, 0)]));
		pass(11);
		finalise(10);

		assert_eq!(scored(11, ALICE), Some((Score(0), 0)));
		assert_eq!(scored(11, BOB).map(|(score, _)| score.0), Some(30 + 100 + 2));
		assert_eq!(scored(11, DAVE).map(|(score, _)| score.0), Some(70));
	});
}

#[test]
fn blocks_are_told_once() {
	test(|| {
		prepare();
		let info = try_report_blocks(0, 11, &[(ALICE, 500, 3)]).expect("it is sound");

		assert_eq!(info.pays_fee, Pays::No);
		assert_told(Event::BlocksReported {
			programme_id: FIRST,
			epoch: EpochIndex(11),
			reporter: REPORTERS[0].clone(),
			operator: ALICE,
			blocks: 500,
			missed: 3,
		});
		assert_noop!(try_report_blocks(0, 11, &[(ALICE, 500, 3)]), Error::<Test>::OutOfOrder);
		let twice = [(BOB, 1, 0), (BOB, 1, 0)];
		assert_noop!(try_report_blocks(0, 11, &twice), Error::<Test>::OutOfOrder);
		assert_ok!(try_report_blocks(1, 11, &[(ALICE, 500, 3)]));
	});
}

#[test]
fn blocks_are_told_between_the_end_of_the_epoch_and_that_of_the_grace() {
	test(|| {
		prepare();
		let rows = [(ALICE, 500, 3)];

		assert_noop!(try_report_blocks(0, 12, &rows), Error::<Test>::TooEarly);
		assert_noop!(try_report_blocks(0, 13, &rows), Error::<Test>::HourNotOver);
		go_to_hour(12, GRACE - 1);
		assert_ok!(try_report_blocks(0, 11, &rows));
		go_to_hour(12, GRACE);
		assert_noop!(try_report_blocks(1, 11, &rows), Error::<Test>::ReportTooLate);
	});
}

#[test]
fn blocks_are_refused_when_the_chain_counts_them_itself() {
	test(|| {
		create_programme(GOLD, Rule::Points(POINTS), 1);
		create_programme(GOLD, Rule::Service(SERVICE), 1);
		go_to(12);

		assert_noop!(try_report_blocks(0, 11, &[(ALICE, 1, 0)]), Error::<Test>::WrongRule);
		assert_noop!(
			Programmes::report_blocks(
				signed(REPORTERS[0].clone()),
				crate::ProgrammeId(2),
				EpochIndex(11),
				Default::default()
			),
			Error::<Test>::WrongRule
		);
	});
}

#[test]
fn blocks_are_refused_when_the_signer_is_no_reporter() {
	test(|| {
		create_programme(GOLD, Rule::Points(ORACLE), 1);
		go_to(12);

		assert_noop!(try_report_blocks(1, 11, &[(ALICE, 1, 0)]), Error::<Test>::NotReporter);
	});
}

#[test]
fn blocks_are_refused_when_nobody_is_named_or_somebody_is_no_operator() {
	test(|| {
		prepare();

		assert_noop!(try_report_blocks(0, 11, &[]), Error::<Test>::EmptyReport);
		// Else a reporter could have records made, and finalised, without number.
		assert_noop!(
			try_report_blocks(0, 11, &[(ALICE, 1, 0), (SPONSOR, 1, 0)]),
			Error::<Test>::NotOperator
		);
	});
}

#[test]
fn blocks_of_an_operator_that_has_gone_are_told() {
	test(|| {
		prepare();
		set_powers(11, &[(SPONSOR, 5_000)]);

		assert_ok!(try_report_blocks(0, 11, &[(SPONSOR, 7, 0)]));
		assert_ok!(try_report_blocks(1, 11, &[(SPONSOR, 7, 0)]));
		pass(11);
		finalise(10);

		assert_eq!(rewarded(11), [(SPONSOR, 1_000)]);
	});
}

#[test]
fn counting_passes_to_reporters_with_the_next_epoch() {
	test(|| {
		create_programme(GOLD, Rule::Points(POINTS), 1);
		fund(2_000, 2);
		go_to(11);
		set_rule(Rule::Points(ORACLE));
		blocks(&[ALICE], 5);
		go_to(12);
		blocks(&[ALICE], 5);
		go_to(13);

		assert_ok!(try_report_blocks(0, 12, &[(BOB, 3, 0)]));
		pass(12);
		finalise(20);

		assert_eq!(rewarded(11), [(ALICE, 1_000)]);
		assert_eq!(rewarded(12), [(BOB, 1_000)]);
	});
}
