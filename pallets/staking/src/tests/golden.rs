// SPDX-License-Identifier: Apache-2.0

//! Numbers that were worked out on paper.

use crate::{mock::*, Balance};

// One price for all that has matured.

#[test]
fn eight_hundred_are_a_thousand_shares_and_lose_alike_when_they_mature_after_a_slash() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(WINDOW + 1);
		slash_and_top_up(now(), percent(20));
		assert_eq!((lots(pool, ALICE), staked(pool, ALICE)), (vec![1_000], 800));

		delegate(pool, BOB, 800);
		assert_eq!(lots(pool, BOB), [800]);
		skip(WINDOW + 1);
		assert_eq!([ALICE, BOB].map(|who| lots(pool, who)), [[1_000], [1_000]]);
		assert_eq!([ALICE, BOB].map(|who| staked(pool, who)), [800, 800]);

		slash_pools(now(), percent(50));
		assert_eq!([ALICE, BOB].map(|who| staked(pool, who)), [400, 400]);
	});
}

// Slashed while unstaking.

/// The epoch in which Alice asks 500 of her 900 back.
const REQUEST: u32 = 2;

/// The epoch of the fault, whether it is reported before Alice asks, and what Bob has in the pool
/// too; then what Alice's exit pays, what she kept, what Bob kept, and what the treasury gets.
type Row = (u32, bool, Balance, [Balance; 4]);

const TABLE: [Row; 15] = [
	(REQUEST - 1, true, 0, [500, 220, 0, 180]),
	(REQUEST - 1, false, 0, [400, 320, 0, 180]),
	(REQUEST, true, 0, [500, 220, 0, 180]),
	(REQUEST, false, 0, [400, 320, 0, 180]),
	(REQUEST + 1, false, 0, [500, 320, 0, 80]),
	(REQUEST - 1, true, 300, [500, 220, 240, 240]),
	(REQUEST - 1, false, 300, [400, 320, 240, 240]),
	(REQUEST, true, 300, [500, 220, 240, 240]),
	(REQUEST, false, 300, [400, 320, 240, 240]),
	(REQUEST + 1, false, 300, [500, 320, 240, 140]),
	(REQUEST - 1, true, 301, [500, 220, 241, 240]),
	(REQUEST - 1, false, 301, [400, 320, 241, 240]),
	(REQUEST, true, 301, [500, 220, 241, 240]),
	(REQUEST, false, 301, [400, 320, 241, 240]),
	(REQUEST + 1, false, 301, [500, 320, 241, 140]),
];

#[test]
fn every_unit_has_an_owner_when_a_fifth_is_slashed_while_unstaking() {
	for (fault, early, others, [exit, kept, theirs, taken]) in TABLE {
		test(|| {
			let riches = || [ALICE, BOB, TREASURY].map(|who| balance(GOLD, who));
			let pool = operator_pool_in(OPERATOR, GOLD);
			let [alice, bob, treasury] = riches();
			delegate(pool, ALICE, 900);
			if others > 0 {
				delegate(pool, BOB, others);
			}

			go_to(REQUEST);
			if early {
				slash_pools(fault, percent(20));
			}
			undelegate(pool, ALICE, 500);
			skip(1);
			if !early {
				slash_pools(fault, percent(20));
			}
			assert_eq!(recorded(GOLD), 900 + others - taken);
			assert_eq!(unbonding(pool, ALICE)[0].1, exit);
			assert_eq!(staked(pool, ALICE), kept);

			undelegate_all(pool, ALICE);
			if others > 0 {
				undelegate_all(pool, BOB);
			}
			skip(WINDOW + 1);
			withdraw(pool, ALICE, exit + kept);
			if others > 0 {
				withdraw(pool, BOB, theirs);
			}
			assert_eq!(recorded(GOLD), 0);
			let gone = [alice - 900 + exit + kept, bob - others + theirs, treasury + taken];
			assert_eq!(riches(), gone);
			assert_eq!(exit + kept + theirs + taken, 900 + others);
		});
	}
}

// As often as one likes.

#[test]
fn undelegate_of_all_succeeds_when_every_epoch_of_the_window_had_its_own() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		for _ in 0..=WINDOW {
			skip(1);
			undelegate(pool, ALICE, 10);
			delegate(pool, ALICE, 7);
		}
		assert_eq!(unbonding(pool, ALICE).len(), WINDOW as usize + 1);
		assert_eq!(staked(pool, ALICE), 988);

		skip(1);
		undelegate_all(pool, ALICE);

		let waiting = [(6, 10), (7, 10), (8, 10), (9, 988)];
		assert_eq!((now(), unbonding(pool, ALICE)), (5, waiting.to_vec()));
		go_to(9);
		withdraw(pool, ALICE, 1_018);
		assert_eq!(recorded(NATIVE), 0);
	});
}
