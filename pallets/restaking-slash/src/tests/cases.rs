// SPDX-License-Identifier: Apache-2.0

//! Calls about a case in each of its states.

use crate::{mock::*, *};
use frame_support::storage::with_transaction;
use sp_runtime::{DispatchError, DispatchResult, TransactionOutcome};
use Error as E;

/// The consumer's own id for the report.
const ID: ReportId = [1; 32];

/// The result of each call, and the end of the case if it can be settled.
#[derive(PartialEq, Debug)]
struct Row {
	endorse: DispatchResult,
	decline: DispatchResult,
	dispute: DispatchResult,
	uphold: DispatchResult,
	dismiss: DispatchResult,
	settle: Result<Outcome, DispatchError>,
	/// Under the same id.
	report: DispatchResult,
}

/// Does something and takes it back.
fn try_out<R>(act: impl FnOnce() -> Result<R, DispatchError>) -> Result<R, DispatchError> {
	with_transaction(|| TransactionOutcome::Rollback(Ok::<_, DispatchError>(act())))?
}

fn row(case: CaseId) -> Row {
	let ended = || match events().pop() {
		Some(Event::Ended { case_id: of, outcome }) if of == case => outcome,
		event => panic!("it has ended, not {event:?}"),
	};
	let resolve = |verdict| try_out(|| Restaking::resolve(signed(RESOLVER), case, verdict));
	Row {
		endorse: try_out(|| Restaking::endorse(signed(MANAGER), case, [2; 32])),
		decline: try_out(|| Restaking::decline(signed(MANAGER), case, false)),
		dispute: try_out(|| Restaking::dispute(signed(ALICE), case)),
		uphold: resolve(Verdict::Uphold),
		dismiss: resolve(Verdict::Dismiss),
		settle: try_out(|| try_settle(case).map(|()| ended())),
		report: try_out(|| try_report(epoch(13), of_pools(10), ID)),
	}
}

/// Lets a case come into a state, and checks what can be done about it.
fn assert_row<const N: usize>(
	state: impl FnOnce() -> CaseId,
	[endorse, dispute, resolve]: [Option<Error<Test>>; 3],
	settle: Result<Outcome, Error<Test>>,
	report: [Error<Test>; N],
) {
	let result = |error: Option<Error<Test>>| error.map_or(Ok(()), |error| Err(error.into()));
	let refused = result(resolve);
	// A proposal can be declined as long as it is one.
	let endorse = result(endorse);
	let decline = match endorse {
		Err(error) if error != E::<Test>::ReportTooLate.into() => Err(error),
		_ => Ok(()),
	};
	test_opted_in(|| {
		let expected = Row {
			endorse,
			decline,
			dispute: result(dispute),
			uphold: refused,
			dismiss: refused,
			settle: settle.map_err(Into::into),
			report: result(report.into_iter().next()),
		};

		assert_eq!(row(state()), expected);
	});
}

fn filed() -> CaseId {
	case_of(|| try_report(epoch(now()), of_pools(10), ID))
}

fn disputed() -> CaseId {
	let case = filed();
	dispute(case);
	case
}

fn upheld() -> CaseId {
	let case = disputed();
	resolve(case, Verdict::Uphold);
	case
}

fn later(epochs: u32, case: CaseId) -> CaseId {
	skip(epochs);
	case
}

#[test]
fn nothing_can_be_done_when_there_is_no_case() {
	let unknown = || Some(E::UnknownCase);
	assert_row(|| CaseId(7), [unknown(), unknown(), unknown()], Err(E::UnknownCase), []);
	let gone = || {
		let case = upheld();
		settle(case, Outcome::Executed);
		case
	};
	let known = [E::DuplicateReport];
	assert_row(gone, [unknown(), unknown(), unknown()], Err(E::UnknownCase), known);
}

#[test]
fn proposed_case_waits_to_be_endorsed() {
	let refused = [None, Some(E::NotDisputable), Some(E::NotDisputed)];
	assert_row(|| propose(now(), of_pools(10)), refused, Err(E::CaseOpen), []);
}

#[test]
fn proposed_case_lapses_when_the_time_to_endorse_is_over() {
	let refused = [Some(E::ReportTooLate), Some(E::NotDisputable), Some(E::NotDisputed)];
	let case = || later(3, propose(now(), of_pools(10)));
	assert_row(case, refused, Ok(Outcome::Lapsed), [E::ReportTooLate]);
}

#[test]
fn filed_case_waits_to_be_disputed() {
	let refused = || [Some(E::NotProposed), None, Some(E::NotDisputed)];
	assert_row(filed, refused(), Err(E::CaseOpen), [E::DuplicateReport]);
	assert_row(|| later(1, filed()), refused(), Err(E::CaseOpen), [E::DuplicateReport]);
}

#[test]
fn filed_case_is_executed_when_the_time_to_dispute_is_over() {
	let refused = || [Some(E::NotProposed), Some(E::DisputeTooLate), Some(E::NotDisputed)];
	let done = || Ok(Outcome::Executed);
	assert_row(|| later(2, filed()), refused(), done(), [E::DuplicateReport]);
	assert_row(|| later(WINDOW, filed()), refused(), done(), [E::ReportTooLate]);
}

#[test]
fn filed_case_lapses_when_the_window_is_over() {
	let refused = [Some(E::NotProposed), Some(E::DisputeTooLate), Some(E::NotDisputed)];
	let case = || later(WINDOW + 1, filed());
	assert_row(case, refused, Ok(Outcome::Lapsed), [E::ReportTooLate]);
}

#[test]
fn disputed_case_waits_for_the_verdict() {
	let refused = || [Some(E::NotProposed), Some(E::NotDisputable), None];
	let waits = || Err(E::AwaitsVerdict);
	assert_row(disputed, refused(), waits(), [E::DuplicateReport]);
	assert_row(|| later(WINDOW, disputed()), refused(), waits(), [E::ReportTooLate]);
}

#[test]
fn disputed_case_is_dismissed_when_the_window_is_over() {
	let refused = [Some(E::NotProposed), Some(E::NotDisputable), Some(E::VerdictTooLate)];
	let case = || later(WINDOW + 1, disputed());
	assert_row(case, refused, Ok(Outcome::Dismissed), [E::ReportTooLate]);
}

#[test]
fn upheld_case_is_executed() {
	let refused = || [Some(E::NotProposed), Some(E::NotDisputable), Some(E::NotDisputed)];
	let done = || Ok(Outcome::Executed);
	assert_row(upheld, refused(), done(), [E::DuplicateReport]);
	assert_row(|| later(WINDOW, upheld()), refused(), done(), [E::ReportTooLate]);
}

#[test]
fn upheld_case_lapses_when_the_window_is_over() {
	let refused = [Some(E::NotProposed), Some(E::NotDisputable), Some(E::NotDisputed)];
	let case = || later(WINDOW + 1, upheld());
	assert_row(case, refused, Ok(Outcome::Lapsed), [E::ReportTooLate]);
}
