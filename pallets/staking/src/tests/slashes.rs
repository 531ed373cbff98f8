// SPDX-License-Identifier: Apache-2.0

use crate::mock::*;

#[docify::export]
#[test]
fn slash_charges_who_was_in_force_at_the_fault() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let fault = now();
		delegate(pool, BOB, 100);
		skip(1);

		slash_pools(fault, percent(10));

		assert_eq!(staked(pool, ALICE), 90);
		assert_eq!(staked(pool, BOB), 100);
	});
}
