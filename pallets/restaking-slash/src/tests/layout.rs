// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out.

use crate::{
	mock::*, Announcements, Bounds, CaseId, EpochIndex, Event, FiledCases, Fractions, OptIns,
	Scope, UsedBudgets,
};
use bulwark_ledger::Cover;
use bulwark_traits::{Liability, OptIns as _};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};

bulwark_testing::layout_tests!(Restaking, || {
	opt_in_on(terms(), budget(100, 50));
	let paid = propose(now(), of_bond(10));
	endorse(paid);
	skip(2);
	settle(paid, crate::Outcome::Executed);
	report(now(), of_pools(10));
	dispute(report(now(), of_pools(10)));
	prove(now(), of_pools(1));
	propose(now(), of_pools(10));
});

/// Id of a case that is proposed after another was opened.
fn proposal_after(case_id: CaseId) -> CaseId {
	CaseId(case_id.0 + 1)
}

/// What bounds slashes and does not decode is neither taken for nothing nor written over.
#[test]
fn records_that_do_not_decode_stop_the_calls_that_meet_them() {
	type Story = (fn() -> Vec<u8>, fn(CaseId) -> DispatchResult);
	let settle: fn(CaseId) -> _ = try_settle;
	let opt_out: fn(CaseId) -> _ = |_| Restaking::opt_out(signed(OPERATOR), ROLLUP);
	let stories: [Story; 9] = [
		(|| OptIns::<Test>::hashed_key_for(OPERATOR), opt_out),
		(
			|| OptIns::<Test>::hashed_key_for(OPERATOR),
			|_| {
				let pruned = Restaking::prune(signed(CHARLIE), OPERATOR);
				pruned.map(drop).map_err(|failed| failed.error)
			},
		),
		(
			|| OptIns::<Test>::hashed_key_for(OPERATOR),
			|_| try_report(epoch(now()), of_pools(1), fresh_id()),
		),
		(
			|| OptIns::<Test>::hashed_key_for(OPERATOR),
			|case_id| Restaking::endorse(signed(MANAGER), proposal_after(case_id), fresh_id()),
		),
		(
			|| OptIns::<Test>::hashed_key_for(OPERATOR),
			|_| {
				let earned_in = EpochIndex(now());
				let paid =
					Restaking::remit(signed(MANAGER), ROLLUP, OPERATOR, NATIVE, 1_000, earned_in);
				paid.map(drop).map_err(|failed| failed.error)
			},
		),
		(|| Announcements::<Test>::hashed_key_for(OPERATOR), opt_out),
		(|| UsedBudgets::<Test>::hashed_key_for(OPERATOR, ROLLUP), settle),
		(
			|| UsedBudgets::<Test>::hashed_key_for(OPERATOR, ROLLUP),
			|_| try_report(epoch(now()), of_pools(1), fresh_id()),
		),
		(|| FiledCases::<Test>::hashed_key_for(OPERATOR, ROLLUP), settle),
	];
	for (key, call) in stories {
		test_opted_in(|| {
			let case_id = report(now(), of_pools(10));
			assert_eq!(propose(now(), of_pools(1)), proposal_after(case_id));
			skip(2);
			let key = key();
			let record = unhashed::get_raw(&key).expect("it is there");
			unhashed::put_raw(&key, &record[..record.len() - 1]);

			let call = || with_storage_layer(|| call(case_id));
			assert_noop!(call(), DispatchError::Corruption);

			unhashed::put_raw(&key, &record);
			assert_ok!(call());
		});
	}
}

/// Stake stays as long as it could have to answer for what cannot be read.
#[test]
fn stake_waits_when_opt_ins_do_not_decode() {
	test_opted_in(|| {
		opt_out(OPERATOR, ROLLUP);
		skip(WINDOW + 3);
		let free =
			|| <Restaking as Liability<_>>::last_liable(&OPERATOR, Scope::Bond, EpochIndex(now()));
		assert_ne!(free(), Some(EpochIndex(now())));
		let key = OptIns::<Test>::hashed_key_for(OPERATOR);
		let record = unhashed::get_raw(&key).expect("it is there");

		unhashed::put_raw(&key, &[0xff]);

		assert_eq!(free(), Some(EpochIndex(now())));
		unhashed::put_raw(&key, &record);
	});
}

/// What may have been used up covers nothing, and nobody relies on it.
#[test]
fn used_budgets_that_do_not_decode_leave_nothing_to_rely_on() {
	test_opted_in(|| {
		prove(now(), of_bond(10));
		let cover = || <Restaking as Liability<_>>::cover(&OPERATOR);
		let answers = || Restaking::what_answers(OPERATOR, EpochIndex(now()));
		let unused = || Restaking::unused(ROLLUP, &OPERATOR, EpochIndex(now()));
		assert_ne!(cover(), Cover::NEVER);
		assert!(answers().is_covered);
		assert_eq!(unused(), budget(90, 50));
		let key = UsedBudgets::<Test>::hashed_key_for(OPERATOR, ROLLUP);
		let record = unhashed::get_raw(&key).expect("it is there");

		unhashed::put_raw(&key, &[0xff]);

		assert_eq!(cover(), Cover::NEVER);
		assert!(!answers().is_covered);
		assert_eq!(unused(), Fractions::NOTHING);
		assert!(!Restaking::is_unused(ROLLUP, &OPERATOR, EpochIndex(now())));
		assert_eq!(Restaking::opted_in(ROLLUP, &OPERATOR, EpochIndex(now())), budget(100, 50));
		unhashed::put_raw(&key, &record);
	});
}

/// Nobody pays a penalty because it cannot be read what was announced.
#[test]
fn penalty_is_waived_when_announcements_do_not_decode() {
	test_opted_in(|| {
		let begin = <Restaking as Liability<_>>::lock_begin(&OPERATOR, EpochIndex(now()));
		let waives = || {
			let now = EpochIndex(now());
			<Restaking as Liability<_>>::waives(&OPERATOR, now, &begin, now)
		};
		assert!(!waives());
		let key = Announcements::<Test>::hashed_key_for(OPERATOR);
		let record = unhashed::get_raw(&key).expect("it is there");

		unhashed::put_raw(&key, &[0xff]);

		assert!(waives());
		unhashed::put_raw(&key, &record);
	});
}
