// SPDX-License-Identifier: Apache-2.0

//! Programmes from their beginning to the rewards.

use crate::mock::*;

#[docify::export]
#[test]
fn week_of_two_operators_divides_a_thousand() {
	test(|| {
		// A programme in gold that pays 1 000 for each of four weeks, with a reporter.
		service_programme(1);
		fund(4_000, 4);
		let (alices, bobs) = (add_node(ALICE, 1), add_node(BOB, 2));
		assert_eq!((alices, bobs), (0, 0));

		// In week 11 both serve well. Alice has four times as much power behind her node.
		go_to(11);
		set_powers(11, &[(ALICE, 12_000), (BOB, 3_000)]);
		go_to(12);
		report_week(0, 11, ALICE, &[990]);
		report_week(0, 11, BOB, &[990]);

		// A day after the week anybody can finalise it. With β = ½ four times the power is twice the score.
		pass(11);
		finalise(10);

		assert_eq!(rewarded(11), [(ALICE, 666), (BOB, 334)]);
	});
}
