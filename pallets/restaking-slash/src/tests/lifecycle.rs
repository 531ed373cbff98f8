// SPDX-License-Identifier: Apache-2.0

//! The whole way, from an opt-in to a slash.

use crate::{mock::*, Outcome, Verdict};

#[docify::export]
#[test]
fn late_report_slashes_who_was_active_at_the_fault() {
	test_opted_in(|| {
		// The fault is in epoch 13; Bob joins after it.
		let fault = now();
		delegate(POOL, BOB, 1_000);
		skip(2);

		let case = report(fault, of_pools(10));
		skip(2);
		settle(case, Outcome::Executed);

		assert_eq!(stake_of(POOL, ALICE), 900);
		assert_eq!(stake_of(POOL, BOB), 1_000);
		assert_eq!(bond_of(&OPERATOR), BOND - 100);
	});
}

#[test]
fn case_is_dismissed_when_the_resolver_says_so() {
	test_opted_in(|| {
		let case = report(now(), of_pools(10));
		dispute(case);

		resolve(case, Verdict::Dismiss);
		release_dispute(case, OPERATOR);

		skip(WINDOW);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(held(crate::HoldReason::DisputeDeposit, &OPERATOR), 0);
	});
}
