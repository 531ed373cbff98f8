// SPDX-License-Identifier: Apache-2.0

//! The whole way, from two votes in one round to the bounty.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
use pallet_restaking_slash::Error as RestakingError;

#[docify::export]
#[test]
fn equivocation_of_grandpa_is_charged_to_who_answered() {
	test(|| {
		// One of four validators: (3 · 1 / 4)² of its stake, of which it has promised all of the bond and half of the pools.
		let case_id = charged(&OPERATOR, 1);

		let fractions = Fractions { bond: Fraction::from_rational(9u64, 16), pools: percent(50) };
		assert_eq!(asked(case_id), (fractions, FAULT));

		execute(case_id);

		assert_eq!(bond_of(&OPERATOR), BOND - 562);
		assert_eq!(stake_of_alice(), 500);
		assert_eq!(bond_of(&OTHER), BOND);
	});
}

#[test]
fn who_reports_an_equivocation_gets_the_bounty() {
	test(|| {
		let case_id = charged(&OPERATOR, 1);
		execute(case_id);
		let before = Balances::balance(&REPORTER);
		skip(2);

		assert_ok!(Restaking::claim_bounty(signed(PAUPER), case_id));

		// ⌊30 % of 562⌋
		assert_eq!(Balances::balance(&REPORTER) - before, 168);
	});
}

#[test]
fn disputed_case_is_upheld_by_what_proves_it() {
	test(|| {
		let case_id = charged(&OPERATOR, 1);
		assert_ok!(Restaking::dispute(signed(OPERATOR), case_id, [3; 32]));
		skip(2);
		let settled = Restaking::settle(signed(PAUPER), case_id).map(drop);
		assert_eq!(
			settled.map_err(|error| error.error),
			Err(RestakingError::<Test>::AwaitsVerdict.into())
		);

		assert_ok!(Restaking::uphold(signed(PAUPER), case_id));

		assert_ok!(Restaking::settle(signed(PAUPER), case_id));
		assert_eq!(bond_of(&OPERATOR), BOND - 562);
	});
}

#[test]
fn case_is_dismissed_in_an_emergency_and_not_filed_again() {
	test(|| {
		let case_id = charged(&OPERATOR, 1);

		assert_ok!(Restaking::dismiss_case(root(), case_id));

		assert_noop!(try_report_rest(OPERATOR, FAULT), crate::Error::<Test>::NothingLeft);
		assert_eq!((bond_of(&OPERATOR), stake_of_alice()), (BOND, 1_000));
	});
}

/// The budget is free again. Only what others add is asked for, never what was dismissed.
#[test]
fn what_is_added_to_a_dismissed_case_is_charged_alone() {
	test(|| {
		let case_id = charged(&OPERATOR, 1);
		assert_ok!(Restaking::dismiss_case(root(), case_id));
		charged(&OTHER, 1);
		let rest = pallet_restaking_slash::NextCaseId::<Test>::get();

		assert_ok!(try_report_rest(OPERATOR, FAULT));

		// From 9 / 16 to all of the bond; of the pools the case asked for all that one report may take.
		let added = Fraction::from_rational(7u64, 16);
		assert_eq!(asked(rest), (Fractions { bond: added, pools: Fraction::zero() }, FAULT));
	});
}
