// SPDX-License-Identifier: Apache-2.0

//! Reports that are taken, and those that are refused.

use crate::common::{per_mille, HOURS, USUAL};
use bounded_collections::{BoundedVec, ConstU32};
use bulwark_ledger::{
	covered_hours, BlocksReport, BlocksReports, NodeRuns, ProgrammeError, Run, ServiceReports,
	ServiceSums, FULL_LEVEL, MAX_REPORTERS,
};
use codec::Encode;

type Reports = ServiceReports<ConstU32<4>>;
type Runs = NodeRuns<ConstU32<255>>;

fn node(slot: u8, runs: &[(u8, u32)]) -> Runs {
	let runs: Vec<_> =
		runs.iter().map(|(hours, level)| Run { hours: *hours, level: *level }).collect();
	NodeRuns { slot, runs: BoundedVec::try_from(runs).expect("few runs") }
}

/// Slots 0, 1 and 3 count.
fn tell(reports: &mut Reports, from: u8, nodes: &[Runs]) -> Result<u8, ProgrammeError> {
	reports.tell(0, from, nodes, &USUAL, [0, 1, 3].into_iter(), HOURS)
}

const GOOD: u32 = per_mille(900);

#[test]
fn hours_are_told_in_order_and_once() {
	let mut reports = Reports::default();

	assert_eq!(tell(&mut reports, 0, &[node(0, &[(24, GOOD)])]), Ok(24));
	assert_eq!(tell(&mut reports, 0, &[node(0, &[(24, GOOD)])]), Err(ProgrammeError::OutOfOrder));
	assert_eq!(tell(&mut reports, 25, &[node(0, &[(1, GOOD)])]), Err(ProgrammeError::OutOfOrder));
	assert_eq!(tell(&mut reports, 24, &[node(1, &[(144, GOOD)])]), Ok(168));

	let told = &reports.told()[0];
	assert_eq!(told.hours, 168);
	assert_eq!(told.sums(0), ServiceSums { levels: 24 * u64::from(GOOD), hours: 24 });
	assert_eq!(told.sums(1), ServiceSums { levels: 144 * u64::from(GOOD), hours: 144 });
	assert_eq!(told.sums(3), ServiceSums::default());
}

#[test]
fn reporters_tell_for_themselves() {
	let mut reports = Reports::default();
	let nodes = [node(3, &[(2, GOOD)])];
	let last = MAX_REPORTERS as usize - 1;

	reports.tell(last, 0, &nodes, &USUAL, [3].into_iter(), HOURS).expect("it is sound");

	assert_eq!(reports.told().len(), last + 1);
	assert_eq!(reports.told()[0].hours, 0);
	assert_eq!(reports.told()[last].hours, 2);
	let beyond = reports.tell(last + 1, 0, &nodes, &USUAL, [3].into_iter(), HOURS);
	assert_eq!(beyond, Err(ProgrammeError::OutOfOrder));
}

#[test]
fn epoch_has_no_more_hours_than_it_has() {
	let mut reports = Reports::default();

	assert_eq!(tell(&mut reports, 0, &[node(0, &[(169, GOOD)])]), Err(ProgrammeError::HourNotOver));
	let wrapping = [(200, GOOD), (200, GOOD)];
	assert_eq!(tell(&mut reports, 0, &[node(0, &wrapping)]), Err(ProgrammeError::HourNotOver));
	assert_eq!(tell(&mut reports, 0, &[node(0, &[(167, GOOD)])]), Ok(167));
	let two = tell(&mut reports, 167, &[node(0, &[(2, GOOD)])]);
	assert_eq!(two, Err(ProgrammeError::HourNotOver));
	assert_eq!(tell(&mut reports, 167, &[node(0, &[(1, GOOD)])]), Ok(168));
	assert_eq!(tell(&mut reports, 168, &[node(0, &[(1, GOOD)])]), Err(ProgrammeError::HourNotOver));
}

#[test]
fn nodes_of_a_row_cover_the_same_hours() {
	let uneven = |nodes: &[Runs]| assert_eq!(covered_hours(nodes), Err(ProgrammeError::UnevenRuns));

	assert_eq!(covered_hours(&[node(0, &[(1, 5), (2, 6)]), node(1, &[(3, 7)])]), Ok(3));
	uneven(&[]);
	uneven(&[node(0, &[])]);
	uneven(&[node(0, &[(0, GOOD)])]);
	uneven(&[node(0, &[(2, GOOD)]), node(1, &[(3, GOOD)])]);
	uneven(&[node(1, &[(2, GOOD)]), node(0, &[(2, GOOD)])]);
	uneven(&[node(0, &[(2, GOOD)]), node(0, &[(2, GOOD)])]);
}

#[test]
fn nodes_are_those_that_count() {
	let mut reports = Reports::default();

	let told = tell(&mut reports, 0, &[node(0, &[(2, GOOD)]), node(2, &[(2, GOOD)])]);

	assert_eq!(told, Err(ProgrammeError::UnknownNode));
}

#[test]
fn levels_are_at_most_full() {
	let mut reports = Reports::default();

	let told = tell(&mut reports, 0, &[node(0, &[(2, FULL_LEVEL + 1)])]);
	assert_eq!(told, Err(ProgrammeError::InvalidLevel));
	assert_eq!(tell(&mut reports, 0, &[node(1, &[(2, FULL_LEVEL)])]), Ok(2));
}

#[test]
fn runs_add_up_to_the_same_however_they_are_cut() {
	let (mut hourly, mut weekly) = (Reports::default(), Reports::default());
	let level = |hour: u8| 700_000_000 + u32::from(hour) * 1_000_000;
	let all: Vec<_> = (0..HOURS).map(|hour| (1, level(hour))).collect();

	for hour in 0..HOURS {
		tell(&mut hourly, hour, &[node(0, &[(1, level(hour))])]).expect("it is sound");
	}
	tell(&mut weekly, 0, &[node(0, &all)]).expect("it is sound");

	assert_eq!(hourly, weekly);
	assert_eq!(weekly.told()[0].sums(0).hours, HOURS - 50, "those from 0.75 on");
}

#[test]
fn blocks_are_told_once_and_their_lower_medians_count() {
	let mut reports = BlocksReports::default();
	let says = |blocks, missed| BlocksReport { blocks, missed };

	reports.tell(0, says(500, 3)).expect("it is new");
	reports.tell(2, says(490, 9)).expect("it is new");

	assert_eq!(reports.tell(0, says(1, 1)), Err(ProgrammeError::OutOfOrder));
	assert_eq!(reports.told(), [Some(says(500, 3)), None, Some(says(490, 9))]);
	assert_eq!(reports.median(3), says(490, 3), "each number has its own");
	assert_eq!(reports.median(2), says(490, 3));
	assert_eq!(reports.median(4), says(0, 0), "two of four are silent");
	assert_eq!(reports.tell(7, says(1, 1)), Err(ProgrammeError::OutOfOrder));
}

#[test]
fn seven_bytes_are_kept_of_each_node() {
	let mut reports = ServiceReports::<ConstU32<16>>::default();
	let nodes: Vec<_> = (0..16).map(|slot| node(slot, &[(HOURS, FULL_LEVEL)])).collect();
	for reporter in 0..MAX_REPORTERS as usize {
		reports.tell(reporter, 0, &nodes, &USUAL, 0..16, HOURS).expect("it is sound");
	}

	assert_eq!(reports.encoded_size(), 1 + 7 * (2 + 16 * 7));
}
