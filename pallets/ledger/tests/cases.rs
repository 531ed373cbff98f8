// SPDX-License-Identifier: Apache-2.0

//! The life of a case: what every call does to it, at every time, and what belongs to it. W is 7.

mod common;

use bulwark_ledger::{
	Basis, CaseError, CaseState, CaseStatus, Deadline, EpochIndex, Moment, Outcome, Stage, Windows,
};
use bulwark_testing::{for_all, seed};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseResult};
use std::{cell::Cell, ops::RangeInclusive};
use Call::*;
use Effect::*;

/// What belongs to a proposal, and to a filed case.
type CaseCourse = bulwark_ledger::CaseCourse<&'static str, &'static str>;

const PROPOSAL: &str = "deposit of the reporter";
const FILING: &str = "fractions and report id";

/// W.
const WINDOW: u32 = 7;
/// They fit into W to the epoch.
const WINDOWS: Windows = Windows { report: 4, dispute: 2 };
/// B.
const BLOCKS: u32 = 100;
/// s, so that it is reported through 14, and nothing is taken after 17.
const FAULT: EpochIndex = EpochIndex(10);
/// When the consumer has reported it: it is disputed through epoch 15 and block 1100.
const FILED: Moment = Moment { epoch: EpochIndex(13), block: 1000 };
const UNTIL: Deadline = Deadline { last_epoch: EpochIndex(15), last_block: 1100 };

/// What can be done to a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Call {
	Endorse,
	Decline,
	Dispute,
	/// By a verdict.
	Uphold,
	/// By the proof.
	Prove,
	/// By a verdict.
	Dismiss,
	/// By the emergency origin.
	Stop,
	Settle,
}

impl Call {
	const ALL: [Self; 8] = [Endorse, Decline, Dispute, Uphold, Prove, Dismiss, Stop, Settle];

	/// Does it. Who is refused changes nothing, and an end is told and not stored.
	fn run(self, case: &mut CaseCourse, windows: Windows, at: Moment) -> Result<Effect, CaseError> {
		let before = case.clone();
		let until = windows.dispute_until(at, BLOCKS);
		let end = match self {
			Endorse => case.endorse(at.epoch, until, FILING).map(|()| None),
			Decline => case.decline().map(|()| None),
			Dispute => case.dispute(at).map(|()| None),
			Uphold => case.uphold(at, Basis::Word).map(|()| None),
			Prove => case.uphold(at, Basis::Proof).map(|()| None),
			Dismiss => case.dismiss(at.epoch).map(Some),
			Stop => case.dismiss_in_emergency().map(Some),
			Settle => case.settle(at).map(Some),
		};
		assert!(*case == before || end == Ok(None));
		assert_eq!((case.fault_epoch, case.last_epoch), (before.fault_epoch, before.last_epoch));
		has_what_belongs_to_it(case);
		Ok(end?.map_or_else(|| Goes(case.status()), Ends))
	}
}

/// Each state has its own, and nothing of the others.
fn has_what_belongs_to_it(case: &CaseCourse) {
	let (proposal, filing) = match case.status() {
		CaseStatus::Proposed { .. } => (Ok(&PROPOSAL), None),
		CaseStatus::Declined { .. } => (Err(CaseError::NotProposed), None),
		CaseStatus::Filed { .. } | CaseStatus::Disputed { .. } | CaseStatus::Upheld => {
			(Err(CaseError::NotProposed), Some(&FILING))
		},
	};
	assert_eq!((case.proposal(), case.filing()), (proposal, filing));
	assert_eq!(case.basis().is_some(), filing.is_some());
}

/// What comes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effect {
	/// The case goes on.
	Goes(CaseStatus),
	/// It is over.
	Ends(Outcome),
}

/// Where a case of the table stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stand {
	Proposed,
	Declined,
	Filed,
	Disputed,
	Upheld,
	/// Filed by proof.
	Proved,
	/// The same, and disputed.
	Doubted,
}

impl Stand {
	const ALL: [Self; 7] = [
		Self::Proposed,
		Self::Declined,
		Self::Filed,
		Self::Disputed,
		Self::Upheld,
		Self::Proved,
		Self::Doubted,
	];

	fn case(self) -> CaseCourse {
		let proposed = |is_declined| CaseState::Proposed {
			proposal: PROPOSAL,
			until_epoch: EpochIndex(14),
			is_declined,
		};
		let filed = |basis, stage| CaseState::Filed { filing: FILING, basis, until: UNTIL, stage };
		let state = match self {
			Self::Proposed => proposed(false),
			Self::Declined => proposed(true),
			Self::Filed => filed(Basis::Word, Stage::Undisputed),
			Self::Disputed => filed(Basis::Word, Stage::Disputed(1)),
			Self::Upheld => filed(Basis::Word, Stage::Upheld(1)),
			Self::Proved => filed(Basis::Proof, Stage::Undisputed),
			Self::Doubted => filed(Basis::Proof, Stage::Disputed(1)),
		};
		CaseCourse { fault_epoch: FAULT, last_epoch: EpochIndex(17), state }
	}
}

/// When a row of the table holds.
#[derive(Clone, Copy)]
enum When {
	Always,
	/// Through an epoch, whatever the block.
	Through(u32),
	/// After an epoch, whatever the block.
	After(u32),
	/// The time to dispute is not over, and the window is not: no epoch or no block has come.
	Early,
	/// The epochs to dispute are over and the window is not, but the blocks were not made.
	Halted,
	/// The same, and the blocks were made.
	Made,
}

impl When {
	fn holds(self, Moment { epoch, block }: Moment) -> bool {
		let is_between = UNTIL.last_epoch < epoch && epoch.0 <= 17;
		match self {
			Self::Always => true,
			Self::Through(last) => epoch.0 <= last,
			Self::After(last) => last < epoch.0,
			Self::Early => epoch.0 <= 15 || Self::Halted.holds(Moment { epoch, block }),
			Self::Halted => is_between && block <= UNTIL.last_block,
			Self::Made => is_between && UNTIL.last_block < block,
		}
	}
}

type Row = (Stand, Call, When, Result<Effect, CaseError>);

/// What `Endorse` makes of a case stands in [`files_at`]: it depends on the time.
const FILES: Result<Effect, CaseError> = Ok(Goes(CaseStatus::Filed { until: UNTIL }));

/// Every state, every call, every time.
#[rustfmt::skip]
fn table() -> Vec<Row> {
	use CaseError::*;
	use When::*;
	let ends = |outcome| Ok(Ends(outcome));
	let disputed = |disputes| Ok(Goes(CaseStatus::Disputed { until: UNTIL, disputes }));
	let mut table = vec![
		(Stand::Proposed, Endorse, Through(14), FILES),
		(Stand::Proposed, Endorse, After(14), Err(ReportTooLate)),
		(Stand::Proposed, Decline, Always, Ok(Goes(CaseStatus::Declined { until_epoch: EpochIndex(14) }))),
		(Stand::Proposed, Settle, Through(14), Err(CaseOpen)),
		(Stand::Proposed, Settle, After(14), ends(Outcome::Lapsed)),

		(Stand::Declined, Endorse, Always, Err(NotProposed)),
		(Stand::Declined, Decline, Always, Err(NotProposed)),
		(Stand::Declined, Settle, Through(14), Err(CaseOpen)),
		(Stand::Declined, Settle, After(14), ends(Outcome::Dismissed)),

		(Stand::Filed, Dispute, Early, disputed(1)),
		(Stand::Filed, Uphold, Always, Err(NotDisputed)),
		(Stand::Filed, Prove, Always, Err(NotProved)),
		(Stand::Filed, Settle, Early, Err(CaseOpen)),
		(Stand::Filed, Settle, Made, ends(Outcome::Executed)),
		(Stand::Filed, Settle, After(17), ends(Outcome::Lapsed)),

		(Stand::Disputed, Dispute, Early, disputed(2)),
		(Stand::Disputed, Uphold, Early, Err(VerdictTooEarly)),
		(Stand::Disputed, Uphold, Made, Ok(Goes(CaseStatus::Upheld))),
		(Stand::Disputed, Uphold, After(17), Err(VerdictTooLate)),
		(Stand::Disputed, Prove, Always, Err(NotProved)),
		(Stand::Disputed, Settle, Through(17), Err(AwaitsVerdict)),
		(Stand::Disputed, Settle, After(17), ends(Outcome::Dismissed)),

		(Stand::Upheld, Dispute, Early, Err(DisputeTooLate)), // nobody has upheld it yet
		(Stand::Upheld, Uphold, Always, Err(NotDisputed)),
		(Stand::Upheld, Prove, Always, Err(NotProved)),
		(Stand::Upheld, Settle, Through(17), ends(Outcome::Executed)),
		(Stand::Upheld, Settle, After(17), ends(Outcome::Lapsed)),

		(Stand::Proved, Dispute, Early, disputed(1)),
		(Stand::Proved, Prove, Always, Err(NotDisputed)),
		(Stand::Proved, Settle, Early, Err(CaseOpen)),
		(Stand::Proved, Settle, Made, ends(Outcome::Executed)),
		(Stand::Proved, Settle, After(17), ends(Outcome::Lapsed)),

		(Stand::Doubted, Dispute, Early, disputed(2)),
		(Stand::Doubted, Prove, Early, Err(VerdictTooEarly)),
		(Stand::Doubted, Prove, Made, Ok(Goes(CaseStatus::Upheld))),
		(Stand::Doubted, Prove, After(17), Err(VerdictTooLate)),
		(Stand::Doubted, Settle, Through(17), Err(AwaitsVerdict)),
		(Stand::Doubted, Settle, After(17), ends(Outcome::Lapsed)),
	];
	for stand in [Stand::Proposed, Stand::Declined] {
		for call in [Dispute, Uphold, Prove, Dismiss, Stop] {
			table.push((stand, call, Always, Err(NotFiled)));
		}
	}
	for stand in [Stand::Filed, Stand::Disputed, Stand::Upheld, Stand::Proved, Stand::Doubted] {
		table.push((stand, Endorse, Always, Err(NotProposed)));
		table.push((stand, Decline, Always, Err(NotProposed)));
		table.push((stand, Dispute, Made, Err(DisputeTooLate)));
		table.push((stand, Dispute, After(17), Err(DisputeTooLate)));
		table.push((stand, Stop, Always, ends(Outcome::Dismissed)));
	}
	for stand in [Stand::Filed, Stand::Disputed, Stand::Upheld] {
		table.push((stand, Dismiss, Through(17), ends(Outcome::Dismissed)));
		table.push((stand, Dismiss, After(17), Err(VerdictTooLate)));
	}
	for stand in [Stand::Proved, Stand::Doubted] {
		table.push((stand, Uphold, Always, Err(DecidedByProof)));
		table.push((stand, Dismiss, Always, Err(DecidedByProof)));
	}
	table
}

/// From the fault to two epochs after the last, with the clock and the blocks apart.
fn moments() -> impl Iterator<Item = Moment> {
	let blocks = [0, 999, 1000, 1099, 1100, 1101, u64::MAX];
	epochs(10..=19).flat_map(move |epoch| blocks.map(|block| Moment { epoch, block }))
}

fn epochs(range: RangeInclusive<u32>) -> impl Iterator<Item = EpochIndex> {
	range.map(EpochIndex)
}

fn files_at(at: Moment) -> Result<Effect, CaseError> {
	let until = Deadline {
		last_epoch: at.epoch.plus(WINDOWS.dispute),
		last_block: at.block.saturating_add(BLOCKS.into()),
	};
	Ok(Goes(CaseStatus::Filed { until }))
}

fn moment(epoch: u32, block: u64) -> Moment {
	Moment { epoch: EpochIndex(epoch), block }
}

/// An outsider's report, in an epoch.
fn propose(now: u32) -> Result<CaseCourse, CaseError> {
	let until_epoch = WINDOWS.report_until(FAULT, EpochIndex(now))?;
	Ok(CaseCourse::propose(FAULT, WINDOW, until_epoch, PROPOSAL))
}

/// A consumer's own report.
fn file(at: Moment) -> CaseCourse {
	CaseCourse::file(FAULT, WINDOW, WINDOWS.dispute_until(at, BLOCKS), Basis::Word, FILING)
}

#[test]
fn calls_do_what_the_table_says_in_every_state_at_every_time() {
	let table = table();
	for stand in Stand::ALL {
		for call in Call::ALL {
			for at in moments() {
				let rows = table
					.iter()
					.filter(|(of, row, when, _)| (*of, *row) == (stand, call) && when.holds(at));
				let [(.., expected)] = rows.collect::<Vec<_>>()[..] else {
					panic!("one row for {stand:?}, {call:?}, {at:?}");
				};
				let expected = if *expected == FILES { files_at(at) } else { *expected };

				let effect = call.run(&mut stand.case(), WINDOWS, at);

				assert_eq!(effect, expected, "{stand:?}, {call:?}, {at:?}");
			}
		}
	}
}

// A report.

#[test]
fn propose_fixes_the_last_epochs_when_the_fault_can_be_reported() {
	let of_this_epoch = propose(10).unwrap();
	let of_the_last_minute = propose(14).unwrap();

	assert_eq!(of_this_epoch, Stand::Proposed.case());
	assert_eq!(of_the_last_minute, Stand::Proposed.case());
	has_what_belongs_to_it(&of_this_epoch);
}

#[test]
fn propose_refuses_when_the_fault_lies_too_far_back() {
	assert_eq!(propose(15), Err(CaseError::ReportTooLate));
}

#[test]
fn file_begins_the_time_to_dispute_when_it_is_called() {
	let case = file(FILED);

	assert_eq!(case, Stand::Filed.case());
	has_what_belongs_to_it(&case);
}

#[test]
fn endorse_makes_a_proposal_what_a_report_of_the_consumer_is() {
	let mut case = propose(13).unwrap();

	case.endorse(FILED.epoch, WINDOWS.dispute_until(FILED, BLOCKS), FILING).unwrap();

	assert_eq!(case, file(FILED));
}

#[test]
fn endorsable_is_a_proposal_as_long_as_there_is_time() {
	let endorsable = |stand: Stand, now| stand.case().endorsable(EpochIndex(now)).copied();

	assert_eq!(endorsable(Stand::Proposed, 14), Ok(PROPOSAL));
	assert_eq!(endorsable(Stand::Proposed, 15), Err(CaseError::ReportTooLate));
	for stand in [Stand::Declined, Stand::Filed, Stand::Disputed, Stand::Upheld] {
		assert_eq!(endorsable(stand, 14), Err(CaseError::NotProposed));
	}
}

#[test]
fn proposal_counts_until_the_end_of_the_time_to_report_declined_or_not() {
	let counts = |stand: Stand, now| stand.case().ensure_counts(EpochIndex(now));

	for stand in [Stand::Proposed, Stand::Declined] {
		assert_eq!(counts(stand, 14), Ok(()));
		assert_eq!(counts(stand, 15), Err(CaseError::ReportTooLate));
	}
	assert_eq!(counts(Stand::Filed, 14), Err(CaseError::NotProposed));
}

#[test]
fn filing_is_there_when_the_consumer_stands_behind_it() {
	let filed = Stand::ALL.map(|stand| stand.case().filing().is_some());

	assert_eq!(filed, [false, false, true, true, true, true, true]);
}

#[test]
fn disputes_are_counted_and_not_bounded_by_a_list() {
	let mut case = file(FILED);
	assert_eq!(case.disputes(), 0);

	for _ in 0..1_000 {
		case.dispute(FILED).unwrap();
	}

	assert_eq!(case.disputes(), 1_000);
	case.uphold(moment(16, 1101), Basis::Word).unwrap();
	assert_eq!(case.disputes(), 1_000);
	let filing = FILING;
	let stage = Stage::Disputed(u32::MAX);
	case.state = CaseState::Filed { filing, basis: Basis::Word, until: UNTIL, stage };
	assert_eq!(case.dispute(FILED), Err(CaseError::Overflow));
}

// Windows.

#[test]
fn windows_fit_when_they_leave_an_epoch_for_the_verdict() {
	let fit = |report, dispute, window| Windows { report, dispute }.fit(window);

	assert!(fit(4, 2, 7));
	assert!(!fit(5, 2, 7));
	assert!(!fit(4, 3, 7));
	assert!(!fit(4, 2, 6));
	assert!(fit(0, 1, 2), "the least there is");
	assert!(!fit(0, 1, 1));
}

#[test]
fn windows_do_not_fit_when_nobody_could_dispute() {
	let windows = Windows { report: 1, dispute: 0 };

	assert!(!windows.fit(7));
}

#[test]
fn windows_do_not_fit_when_their_sum_is_no_number() {
	let fit = |report, dispute| Windows { report, dispute }.fit(u32::MAX);

	assert!(fit(u32::MAX - 2, 1));
	assert!(!fit(u32::MAX - 1, 1));
	assert!(!fit(u32::MAX, 1));
	assert!(!fit(1, u32::MAX));
}

/// What `fit` is for, for all windows there are: the latest report, disputed in the last minute.
#[test]
fn windows_leave_an_epoch_for_the_latest_case_exactly_when_they_fit() {
	for window in 1..=14 {
		for (report, dispute) in
			(0..=15).flat_map(|report| (1..=15).map(move |dispute| (report, dispute)))
		{
			let windows = Windows { report, dispute };
			let now = FAULT.plus(report);
			assert_eq!(windows.report_until(FAULT, now), Ok(now));
			let until = windows.dispute_until(Moment { epoch: now, block: 0 }, BLOCKS);
			let mut case = CaseCourse::file(FAULT, window, until, Basis::Word, FILING);
			let last = Moment { epoch: now.plus(dispute), block: 101 };
			let next = Moment { epoch: last.epoch.next(), block: 101 };

			let executes = case.settle(next) == Ok(Outcome::Executed);
			let is_heard = case.dispute(last).is_ok() && case.uphold(next, Basis::Word).is_ok();

			assert_eq!(executes, windows.fit(window), "{windows:?} in {window}");
			assert_eq!(is_heard, windows.fit(window), "{windows:?} in {window}");
		}
	}
}

// Deadlines.

#[test]
fn deadline_is_over_when_both_its_epoch_and_its_block_have_passed() {
	assert!(!UNTIL.is_over(moment(15, 1100)));
	assert!(!UNTIL.is_over(moment(15, 1101)), "the epoch is not over");
	assert!(!UNTIL.is_over(moment(16, 1100)), "the block is not over");
	assert!(UNTIL.is_over(moment(16, 1101)));
}

#[test]
fn dispute_is_heard_when_the_chain_had_halted_until_its_epoch_was_over() {
	let mut case = file(FILED);
	let wakes = moment(17, FILED.block + 1);

	assert_eq!(case.settle(wakes), Err(CaseError::CaseOpen));
	assert_eq!(case.dispute(wakes), Ok(()));

	assert_eq!(case.status(), CaseStatus::Disputed { until: UNTIL, disputes: 1 });
	assert_eq!(case.settle(wakes), Err(CaseError::AwaitsVerdict));
}

#[test]
fn settle_executes_when_the_blocks_are_made_up_for_in_time() {
	let case = file(FILED);

	assert_eq!(case.settle(moment(17, 1100)), Err(CaseError::CaseOpen));
	assert_eq!(case.settle(moment(17, 1101)), Ok(Outcome::Executed));
}

#[test]
fn settle_lapses_when_the_chain_had_halted_until_after_the_window() {
	let mut case = file(FILED);

	for wakes in [moment(18, FILED.block + 1), moment(18, 5000)] {
		assert_eq!(case.dispute(wakes), Err(CaseError::DisputeTooLate));
		assert_eq!(case.settle(wakes), Ok(Outcome::Lapsed));
	}
}

#[test]
fn settle_lapses_when_the_block_of_the_deadline_is_the_last_number() {
	let case = file(Moment { block: u64::MAX - 7, ..FILED });

	let until = Deadline { last_block: u64::MAX, ..UNTIL };
	assert_eq!(case.status(), CaseStatus::Filed { until });
	assert_eq!(case.settle(moment(17, u64::MAX)), Err(CaseError::CaseOpen));
	assert_eq!(case.settle(moment(18, u64::MAX)), Ok(Outcome::Lapsed));
}

// Whole lives.

#[test]
fn settle_takes_nothing_when_an_upheld_case_was_left_until_after_the_window() {
	let mut case = file(FILED);
	case.dispute(moment(15, 1001)).unwrap();
	case.uphold(moment(17, 1101), Basis::Word).unwrap();

	assert_eq!(case.settle(moment(17, 1200)), Ok(Outcome::Executed));
	assert_eq!(case.settle(moment(18, 1201)), Ok(Outcome::Lapsed));
}

/// Report, own dispute, own verdict and settlement in one transaction.
#[test]
fn nothing_is_executed_when_friends_dispute_and_uphold_at_once() {
	let mut case = file(FILED);
	case.dispute(FILED).unwrap();

	assert_eq!(case.uphold(FILED, Basis::Word), Err(CaseError::VerdictTooEarly));
	assert_eq!(case.settle(FILED), Err(CaseError::AwaitsVerdict));
	assert_eq!(case.dispute(moment(15, 1100)), Ok(()), "there is a place for everybody");
}

/// A fault, its windows, and who does what, so many epochs and blocks later.
#[derive(Clone, Debug)]
struct Life {
	windows: Windows,
	window: u32,
	fault: u32,
	steps: Vec<(Call, u32, u64)>,
}

fn life() -> impl Strategy<Value = Life> {
	let windows = (2u32..=14).prop_flat_map(|window| {
		(1..window).prop_flat_map(move |dispute| {
			(0..window - dispute).prop_map(move |report| (Windows { report, dispute }, window))
		})
	});
	let call = prop_oneof![
		6 => Just(Endorse),
		4 => Just(Dispute),
		4 => Just(Uphold),
		2 => select(vec![Prove, Dismiss, Stop, Decline]),
		6 => Just(Settle),
	];
	let epochs = prop_oneof![4 => Just(0u32), 3 => Just(1), 1 => 0u32..5];
	let blocks = prop_oneof![0u64..3, 0u64..150, Just(u64::from(BLOCKS)), Just(101)];
	(windows, 0u32..20, vec((call, epochs, blocks), 1..25))
		.prop_map(|((windows, window), fault, steps)| Life { windows, window, fault, steps })
}

/// What has happened to a case, as somebody would remember it who only watched.
#[derive(Clone, Copy, Default)]
struct Memory {
	filed: Option<Moment>,
	disputed: bool,
	upheld: bool,
	declined: bool,
}

impl Memory {
	fn note(&mut self, call: Call, at: Moment) {
		match call {
			Endorse => self.filed = Some(at),
			Dispute => self.disputed = true,
			Uphold | Prove => self.upheld = true,
			Decline => self.declined = true,
			Dismiss | Stop | Settle => {},
		}
	}

	/// Everybody could object, and nobody did, or who decides has said so; and it is not too late.
	fn may_execute(&self, life: &Life, at: Moment) -> bool {
		let could_object = self.filed.is_some_and(|filed| {
			filed.epoch.0 + life.windows.dispute < at.epoch.0
				&& filed.block + u64::from(BLOCKS) < at.block
		});
		at.epoch.0 <= life.fault + life.window && could_object && (!self.disputed || self.upheld)
	}
}

#[derive(Default)]
struct Seen {
	executed: Cell<u32>,
	upheld: Cell<u32>,
	dismissed: Cell<u32>,
	lapsed: Cell<u32>,
}

impl Seen {
	fn note(&self, outcome: Outcome, memory: Memory) {
		let count = match outcome {
			Outcome::Executed if memory.upheld => &self.upheld,
			Outcome::Executed => &self.executed,
			Outcome::Dismissed => &self.dismissed,
			Outcome::Lapsed => &self.lapsed,
		};
		count.set(count.get() + 1);
	}
}

#[test]
fn cases_end_by_the_clock_alone_and_execute_only_in_time_and_unopposed_or_upheld() {
	let seen = Seen::default();

	for_all(seed(), 4000, &life(), |life| live(&life, &seen));

	let Seen { executed, upheld, dismissed, lapsed } = &seen;
	println!(
		"{executed:?} executed, {upheld:?} upheld, {dismissed:?} dismissed, {lapsed:?} lapsed"
	);
	assert!([executed, upheld, dismissed, lapsed].iter().all(|count| count.get() > 100));
}

fn live(life: &Life, seen: &Seen) -> TestCaseResult {
	let mut at = moment(life.fault, 0);
	let until_epoch = life.windows.report_until(at.epoch, at.epoch).unwrap();
	let mut case = CaseCourse::propose(at.epoch, life.window, until_epoch, PROPOSAL);
	let mut memory = Memory::default();
	ends_after_the_window(&case, life, at, memory)?;

	for (call, epochs, blocks) in &life.steps {
		at = Moment { epoch: at.epoch.plus(*epochs), block: at.block + blocks };
		let effect = call.run(&mut case, life.windows, at);
		prop_assert_eq!(case.last_epoch.0, life.fault + life.window);
		match effect {
			Ok(Ends(outcome)) => {
				let settled = *call == Settle;
				let executes = settled && memory.may_execute(life, at);
				prop_assert_eq!(outcome == Outcome::Executed, executes, "{:?} at {:?}", case, at);
				seen.note(outcome, memory);
				return Ok(());
			},
			Ok(Goes(_)) => memory.note(*call, at),
			Err(_) => prop_assert!(*call != Settle || !memory.may_execute(life, at)),
		}
		prop_assert!(memory
			.filed
			.is_none_or(|filed| filed.epoch.0 <= life.fault + life.windows.report));
		ends_after_the_window(&case, life, at, memory)?;
	}
	Ok(())
}

/// Whatever the state, nobody needs to do anything but to settle, and then nothing is taken.
fn ends_after_the_window(
	case: &CaseCourse,
	life: &Life,
	at: Moment,
	memory: Memory,
) -> TestCaseResult {
	let after = Moment { epoch: at.epoch.max(case.last_epoch.next()), ..at };
	prop_assert!(after.epoch.0 > life.fault + life.window);

	let expected = match memory {
		Memory { declined: true, .. } => Outcome::Dismissed,
		Memory { disputed: true, upheld: false, .. } => Outcome::Dismissed,
		_ => Outcome::Lapsed,
	};
	prop_assert_eq!(case.settle(after), Ok(expected));
	Ok(())
}
