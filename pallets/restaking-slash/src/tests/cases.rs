// SPDX-License-Identifier: Apache-2.0

//! Calls about a case in each of its states.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_transaction};
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
	/// By the proof.
	prove: DispatchResult,
	/// In an emergency.
	stop: DispatchResult,
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
		dispute: try_out(|| Restaking::dispute(signed(ALICE), case, SOME)),
		uphold: resolve(Verdict::Uphold),
		dismiss: resolve(Verdict::Dismiss),
		prove: try_out(|| Restaking::uphold(signed(ALICE), case)),
		stop: try_out(|| Restaking::dismiss_case(root(), case)),
		settle: try_out(|| try_settle(case).map(|()| ended())),
		report: try_out(|| try_report(epoch(13), of_pools(10), ID)),
	}
}

/// What can be done about a case; nothing that is refused is `None`.
#[derive(Default)]
struct Refusals {
	endorse: Option<Error<Test>>,
	decline: Option<Error<Test>>,
	dispute: Option<Error<Test>>,
	uphold: Option<Error<Test>>,
	dismiss: Option<Error<Test>>,
	prove: Option<Error<Test>>,
	stop: Option<Error<Test>>,
	report: Option<Error<Test>>,
}

/// Lets a case come into a state, and checks what can be done about it.
fn assert_row(
	state: impl FnOnce() -> CaseId,
	refusals: Refusals,
	settle: Result<Outcome, Error<Test>>,
) {
	let result = |error: Option<Error<Test>>| error.map_or(Ok(()), |error| Err(error.into()));
	test_opted_in(|| {
		let expected = Row {
			endorse: result(refusals.endorse),
			decline: result(refusals.decline),
			dispute: result(refusals.dispute),
			uphold: result(refusals.uphold),
			dismiss: result(refusals.dismiss),
			prove: result(refusals.prove),
			stop: result(refusals.stop),
			settle: settle.map_err(Into::into),
			report: result(refusals.report),
		};

		assert_eq!(row(state()), expected);
	});
}

/// Of a case that nobody stands behind yet.
fn of_a_proposal() -> Refusals {
	Refusals {
		dispute: Some(E::NotFiled),
		uphold: Some(E::NotFiled),
		dismiss: Some(E::NotFiled),
		prove: Some(E::NotFiled),
		stop: Some(E::NotFiled),
		..Refusals::default()
	}
}

/// Of a case on the consumer's word that was reported under [`ID`], in the first epochs.
fn of_a_report() -> Refusals {
	Refusals {
		endorse: Some(E::NotProposed),
		decline: Some(E::NotProposed),
		uphold: Some(E::NotDisputed),
		prove: Some(E::NotProved),
		report: Some(E::DuplicateReport),
		..Refusals::default()
	}
}

/// The same when the time to dispute is over.
fn of_a_late_report() -> Refusals {
	Refusals { dispute: Some(E::DisputeTooLate), ..of_a_report() }
}

/// The same when the window is over.
fn of_what_is_over() -> Refusals {
	Refusals {
		dismiss: Some(E::VerdictTooLate),
		report: Some(E::ReportTooLate),
		..of_a_late_report()
	}
}

fn filed() -> CaseId {
	case_of(|| try_report(epoch(now()), of_pools(10), ID))
}

fn disputed() -> CaseId {
	let case = filed();
	dispute(case);
	case
}

/// In the epoch after the time to dispute.
fn upheld() -> CaseId {
	let case = filed();
	uphold(case);
	case
}

fn proved() -> CaseId {
	try_prove(now(), of_pools(10), ID).expect("nothing is wrong with it")
}

fn doubted() -> CaseId {
	let case = proved();
	dispute(case);
	case
}

fn declined() -> CaseId {
	let case = propose(now(), of_pools(10));
	assert_ok!(Restaking::decline(signed(MANAGER), case, true));
	case
}

fn later(epochs: u32, case: CaseId) -> CaseId {
	skip(epochs);
	case
}

#[test]
fn nothing_can_be_done_when_there_is_no_case() {
	let unknown = |report| Refusals {
		endorse: Some(E::UnknownCase),
		decline: Some(E::UnknownCase),
		dispute: Some(E::UnknownCase),
		uphold: Some(E::UnknownCase),
		dismiss: Some(E::UnknownCase),
		prove: Some(E::UnknownCase),
		stop: Some(E::UnknownCase),
		report,
	};
	assert_row(|| CaseId(7), unknown(None), Err(E::UnknownCase));
	let gone = || {
		let case = upheld();
		settle(case, Outcome::Executed);
		case
	};
	assert_row(gone, unknown(Some(E::DuplicateReport)), Err(E::UnknownCase));
}

#[test]
fn proposed_case_waits_to_be_endorsed() {
	assert_row(|| propose(now(), of_pools(10)), of_a_proposal(), Err(E::CaseOpen));
}

#[test]
fn proposed_case_lapses_when_the_time_to_endorse_is_over() {
	let refusals = Refusals {
		endorse: Some(E::ReportTooLate),
		report: Some(E::ReportTooLate),
		..of_a_proposal()
	};
	assert_row(|| later(3, propose(now(), of_pools(10))), refusals, Ok(Outcome::Lapsed));
}

#[test]
fn declined_case_counts_until_the_time_to_endorse_is_over() {
	let refusals = || Refusals {
		endorse: Some(E::NotProposed),
		decline: Some(E::NotProposed),
		..of_a_proposal()
	};
	assert_row(declined, refusals(), Err(E::CaseOpen));
	let over = Refusals { report: Some(E::ReportTooLate), ..refusals() };
	assert_row(|| later(3, declined()), over, Ok(Outcome::Dismissed));
}

#[test]
fn filed_case_waits_to_be_disputed() {
	assert_row(filed, of_a_report(), Err(E::CaseOpen));
	assert_row(|| later(1, filed()), of_a_report(), Err(E::CaseOpen));
}

#[test]
fn filed_case_is_executed_when_the_time_to_dispute_is_over() {
	assert_row(|| later(2, filed()), of_a_late_report(), Ok(Outcome::Executed));
	let late = Refusals { report: Some(E::ReportTooLate), ..of_a_late_report() };
	assert_row(|| later(WINDOW, filed()), late, Ok(Outcome::Executed));
}

#[test]
fn filed_case_lapses_when_the_window_is_over() {
	assert_row(|| later(WINDOW + 1, filed()), of_what_is_over(), Ok(Outcome::Lapsed));
}

#[test]
fn disputed_case_waits_for_the_time_to_dispute_and_for_the_verdict() {
	let waits = || Err(E::AwaitsVerdict);
	let early = || Refusals { uphold: Some(E::VerdictTooEarly), ..of_a_report() };
	assert_row(disputed, early(), waits());
	assert_row(|| later(1, disputed()), early(), waits());
	let decided = || Refusals { uphold: None, ..of_a_late_report() };
	assert_row(|| later(2, disputed()), decided(), waits());
	let late = Refusals { report: Some(E::ReportTooLate), ..decided() };
	assert_row(|| later(WINDOW, disputed()), late, waits());
}

#[test]
fn disputed_case_is_dismissed_when_the_window_is_over() {
	let refusals = Refusals { uphold: Some(E::VerdictTooLate), ..of_what_is_over() };
	assert_row(|| later(WINDOW + 1, disputed()), refusals, Ok(Outcome::Dismissed));
}

#[test]
fn upheld_case_is_executed() {
	assert_row(upheld, of_a_late_report(), Ok(Outcome::Executed));
	let late = Refusals { report: Some(E::ReportTooLate), ..of_a_late_report() };
	assert_row(|| later(WINDOW - 2, upheld()), late, Ok(Outcome::Executed));
}

#[test]
fn upheld_case_lapses_when_the_window_is_over() {
	assert_row(|| later(WINDOW - 1, upheld()), of_what_is_over(), Ok(Outcome::Lapsed));
}

/// Its resolver has no say, and it has ids of its own.
fn of_a_proof() -> Refusals {
	Refusals {
		uphold: Some(E::DecidedByProof),
		dismiss: Some(E::DecidedByProof),
		prove: Some(E::NotDisputed),
		report: None,
		..of_a_report()
	}
}

#[test]
fn proved_case_is_executed_when_the_time_to_dispute_is_over() {
	assert_row(proved, of_a_proof(), Err(E::CaseOpen));
	let late = || Refusals { dispute: Some(E::DisputeTooLate), ..of_a_proof() };
	assert_row(|| later(2, proved()), late(), Ok(Outcome::Executed));
	let over = Refusals { report: Some(E::ReportTooLate), ..late() };
	assert_row(|| later(WINDOW + 1, proved()), over, Ok(Outcome::Lapsed));
}

#[test]
fn disputed_proof_is_upheld_by_anybody_when_the_time_to_dispute_is_over() {
	let waits = || Err(E::AwaitsVerdict);
	let early = Refusals { prove: Some(E::VerdictTooEarly), ..of_a_proof() };
	assert_row(doubted, early, waits());
	let late = |prove| Refusals { prove, dispute: Some(E::DisputeTooLate), ..of_a_proof() };
	assert_row(|| later(2, doubted()), late(None), waits());
	let over = Refusals { report: Some(E::ReportTooLate), ..late(Some(E::VerdictTooLate)) };
	assert_row(|| later(WINDOW + 1, doubted()), over, Ok(Outcome::Lapsed));
}
