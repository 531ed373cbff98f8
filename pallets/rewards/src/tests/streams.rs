// SPDX-License-Identifier: Apache-2.0

//! Money that is spread over epochs to come.

use crate::{mock::*, Error, Event, Payee, PoolId, PositionId, Streams};
use frame_support::assert_noop;

/// What an account could claim after each of so many epochs.
fn claimable_after(epochs: u32, who: AccountId) -> Vec<u128> {
	let after = |_| {
		skip(1);
		available(STANDALONE, who.clone()).iter().map(|(_, amount)| amount).sum()
	};
	(0..epochs).map(after).collect()
}

/// What streams have paid, as the events say.
fn streamed() -> u128 {
	let amount = |event| match event {
		Event::Streamed { amount, .. } => amount,
		_ => 0,
	};
	events().into_iter().map(amount).sum()
}

#[test]
fn fund_pays_for_whole_epochs_when_they_are_over_the_remainder_with_the_first() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);

		fund(STANDALONE, GOLD, 103, 4);

		assert_eq!(claimable_after(6, ALICE), [0, 28, 53, 78, 103, 103]);
	});
}

#[test]
fn fund_pays_for_no_part_of_the_present_epoch() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);

		fund(STANDALONE, GOLD, 100, 1);

		assert_eq!(claimable_after(2, ALICE), [0, 100]);
	});
}

#[test]
fn stream_pays_who_was_active_in_the_epoch_that_is_over() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		fund(STANDALONE, GOLD, 303, 3);
		skip(1);
		delegate(STANDALONE, BOB, 100);
		skip(1);
		undelegate_all(STANDALONE, ALICE);
		skip(3);

		assert_eq!(
			earned(STANDALONE, ALICE, GOLD),
			151,
			"101 for epoch 11, and half of that for 12"
		);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 151, "half for 12, and 101 for 13");
	});
}

#[test]
fn stream_pays_the_same_whoever_looks_in_between() {
	let story = |looks: bool| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			delegate(STANDALONE, ALICE, 100);
			delegate(STANDALONE, BOB, 201);
			fund(STANDALONE, GOLD, 1_001, 7);
			for _ in 0..9 {
				skip(1);
				if looks {
					poke(STANDALONE);
				}
			}
			(earned(STANDALONE, ALICE, GOLD), earned(STANDALONE, BOB, GOLD))
		})
	};

	assert_eq!(story(true), story(false));
}

#[test]
fn streams_of_one_asset_add_up() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		fund(STANDALONE, GOLD, 100, 4);
		skip(1);
		fund(STANDALONE, GOLD, 60, 2);

		assert_eq!(claimable_after(5, ALICE), [25, 80, 135, 160, 160]);
	});
}

#[test]
fn streams_of_two_assets_stand_apart() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		fund(STANDALONE, GOLD, 100, 2);
		fund(STANDALONE, SILVER, 30, 3);

		skip(2);

		assert_eq!(available(STANDALONE, ALICE), [(GOLD, 50), (SILVER, 10)]);
		skip(2);
		assert_eq!(available(STANDALONE, ALICE), [(GOLD, 100), (SILVER, 30)]);
	});
}

#[test]
fn stream_ends_when_time_jumps_over_its_end() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		fund(STANDALONE, GOLD, 100, 4);

		skip(50);

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 100);
		assert_eq!(streamed(), 100);
		assert!(!Streams::<Test>::contains_key(STANDALONE), "nothing is kept of it");
		skip(50);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 0);
	});
}

#[test]
fn stream_belongs_to_the_stakers_alone() {
	test(|| {
		take(20);
		delegate(BACKED, ALICE, 100);
		skip(1);
		fund(BACKED, GOLD, 100, 1);

		skip(2);

		assert_eq!(earned(BACKED, ALICE, GOLD), 100);
		assert_eq!(commission(BACKED, GOLD), 0);
	});
}

#[test]
fn stream_goes_to_the_treasury_for_epochs_in_which_nobody_is_active() {
	test(|| {
		fund(STANDALONE, GOLD, 300, 3);
		skip(1);
		delegate(STANDALONE, ALICE, 100);
		skip(3);

		let to_treasury = gain(GOLD, TREASURY, || poke(STANDALONE));

		assert_eq!(to_treasury, 100);
		assert_has(Event::Unallocated { to: Payee::Pool(STANDALONE), asset: GOLD, amount: 100 });
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 200);
	});
}

#[test]
fn stream_of_a_closed_pool_goes_to_the_treasury() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		fund(BACKED, GOLD, 400, 4);
		skip(2);
		retire();
		skip(8);

		let to_treasury = gain(GOLD, TREASURY, || poke(BACKED));

		assert_eq!(earned(BACKED, ALICE, GOLD), 200, "epochs 11 and 12");
		assert_eq!(to_treasury, 200);
	});
}

#[test]
fn stream_runs_through_idle_epochs_with_an_expiry_in_each() {
	let story = |idle: bool| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			let open = |at: u128| {
				let position = stake(STANDALONE, ALICE, 1_000 + 7 * at, tier(26, 200));
				skip(1);
				position
			};
			let positions: Vec<PositionId> = (0..26).map(open).collect();
			fund(STANDALONE, GOLD, 26_013, 26);
			for _ in 0..30 {
				skip(1);
				if !idle {
					poke(STANDALONE);
				}
			}
			check_invariants();

			let paid: Vec<_> =
				positions.iter().map(|position| earned_by(*position, GOLD)).collect();
			check_invariants();
			paid
		})
	};

	let paid = story(true);

	assert_eq!(paid, story(false));
	assert!(paid.is_sorted(), "each is locked for an epoch longer than the one before: {paid:?}");
	// The first expires with epoch 37, in which the stream pays for the first time; the last gets 25 of 26 parts.
	assert_eq!(paid.first(), Some(&0));
}

// Refused.

#[test]
fn fund_spreads_over_one_to_104_epochs() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		for epochs in [0, 105] {
			let funded = try_fund(STANDALONE, GOLD, 1_040, epochs);
			assert_noop!(funded, Error::<Test>::InvalidDuration);
		}

		fund(STANDALONE, GOLD, 1_040, 104);
		fund(STANDALONE, GOLD, 7, 1);

		skip(106);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 1_047);
	});
}

#[test]
fn fund_is_refused_when_there_is_nothing_to_pay() {
	test(|| {
		assert_noop!(try_fund(STANDALONE, GOLD, 0, 1), Error::<Test>::NothingToPay);
	});
}

#[test]
fn fund_is_refused_when_the_asset_is_not_listed() {
	test(|| {
		assert_noop!(try_fund(STANDALONE, TIN, 100, 1), Error::<Test>::AssetNotListed);
	});
}

#[test]
fn fund_is_refused_when_the_pool_pays_nothing() {
	test(|| {
		for pool in [bare_pool(NATIVE), PoolId(77)] {
			assert_noop!(try_fund(pool, GOLD, 100, 1), Error::<Test>::UnknownPool);
		}
	});
}

#[test]
fn fund_is_refused_when_the_pool_has_closed() {
	test(|| {
		retire();

		assert_noop!(try_fund(BACKED, GOLD, 100, 1), Error::<Test>::PoolClosed);
	});
}

#[test]
fn poke_is_refused_when_the_pool_pays_nothing() {
	test(|| {
		let pool = bare_pool(NATIVE);

		let poked = calls(signed(ALICE), crate::Call::poke { pool_id: pool });
		assert_noop!(poked, Error::<Test>::UnknownPool);
	});
}
