// SPDX-License-Identifier: Apache-2.0

//! Doors that other pallets use. For `Liability` see the tests of the same name.

use crate::{mock::*, *};
use bulwark_traits::Liability;
use frame_support::assert_noop;
use sp_runtime::DispatchError;

fn files(id: ReportId, reporter: Option<AccountId>) -> Result<CaseId, DispatchError> {
	try_file(now(), of_bond(50), id, Basis::Word, reporter)
}

#[test]
fn fault_reporter_files_in_the_consumers_name() {
	test_opted_in(|| {
		let case_id = files([1; 32], None).expect("nothing is wrong with it");

		assert!(matches!(status(case_id), CaseStatus::Filed { .. }));
		assert_eq!(report_id(case_id), Some([1; 32]));
		assert_eq!(reportable(), budget(50, 50));
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(Bounties::<Test>::get(case_id), None);
	});
}

#[test]
fn fault_reporter_names_who_gets_the_bounty() {
	test_opted_in(|| {
		let case_id = files([1; 32], Some(DAVE)).expect("nothing is wrong with it");
		assert_eq!(held(HoldReason::ReportDeposit, &DAVE), 0);
		skip(2);

		settle(case_id, Outcome::Executed);

		let bounty = Bounties::<Test>::get(case_id).expect("there is one");
		assert_eq!((bounty.reporter, bounty.amount), (DAVE, 150));
	});
}

#[test]
fn fault_reporter_gives_no_bounty_when_the_case_is_dismissed() {
	test_opted_in(|| {
		let case_id = files([1; 32], Some(DAVE)).expect("nothing is wrong with it");
		dispute(case_id);

		resolve(case_id, Verdict::Dismiss);

		assert_eq!(Bounties::<Test>::get(case_id), None);
		assert_eq!(balance(NATIVE, &DAVE), FUNDS);
	});
}

#[test]
fn fault_reporter_changes_nothing_when_the_report_is_refused() {
	test_opted_in(|| {
		files([1; 32], None).expect("nothing is wrong with it");
		assert_noop!(files([1; 32], Some(DAVE)), Error::<Test>::DuplicateReport);
		files([2; 32], None).expect("nothing is wrong with it");

		assert_noop!(files([3; 32], Some(DAVE)), Error::<Test>::OverBudget);
	});
}

#[test]
fn liability_is_nothing_for_who_has_never_opted_in() {
	test_opted_in(|| {
		let leaving = EpochIndex(now());
		for scope in [Scope::Bond, Scope::BondAndPools] {
			let last = <Restaking as Liability<_>>::last_liable(&OTHER, scope, leaving);
			assert_eq!(last, None);
		}
		let begin = <Restaking as Liability<_>>::lock_begin(&OTHER);
		assert!(!<Restaking as Liability<_>>::waives(&OTHER, leaving, &begin));
	});
}

#[test]
fn liability_waives_while_more_is_announced() {
	test_opted_in_on(terms(), budget(100, 10), || {
		let begin = <Restaking as Liability<_>>::lock_begin(&OPERATOR);
		let locked_in = EpochIndex(now());
		let waives = || <Restaking as Liability<_>>::waives(&OPERATOR, locked_in, &begin);
		set_slash_cap(OPERATOR, 50);
		assert!(!waives(), "a cap alone takes nothing");

		opt_in(OPERATOR, ROLLUP, 100, 20);
		assert!(!waives(), "it may be taken back");
		skip(1);
		assert!(waives());

		skip(NOTICE - 1);
		assert!(!waives());
	});
}
