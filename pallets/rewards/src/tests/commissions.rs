// SPDX-License-Identifier: Apache-2.0

//! What operators keep.

use crate::{mock::*, Call, Config, Error, Event, RewardClaim};
use bulwark_ledger::EpochIndex;
use frame_support::{assert_noop, assert_ok, traits::Get};
use sp_runtime::DispatchResult;

fn try_cap(part: u64) -> DispatchResult {
	calls(signed(OPERATOR), Call::lower_commission_cap { cap: percent(part) })
}

#[test]
fn commission_counts_from_the_next_epoch() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);

		take(20);

		let (old, new, from) = (percent(0), percent(20), EpochIndex(12));
		assert_last(Event::CommissionSet { operator: OPERATOR, old, new, effective_from: from });
		reward(BACKED, GOLD, 10, 11);
		assert_eq!(commission(BACKED, GOLD), 0);
		skip(1);
		reward(BACKED, GOLD, 10, 12);
		assert_eq!(commission(BACKED, GOLD), 2);
		assert_eq!(earned(BACKED, ALICE, GOLD), 18);
	});
}

#[test]
fn commission_is_locked_for_two_epochs_after_its_change() {
	test(|| {
		take(20);

		for _ in 0..3 {
			assert_noop!(try_take(10), Error::<Test>::CommissionLocked);
			skip(1);
		}

		take(10);
	});
}

#[test]
fn commission_is_the_one_of_the_epoch_in_which_it_was_earned() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		take(20);
		skip(3);
		take(10);
		skip(1);

		reward(BACKED, GOLD, 100, 13);
		assert_eq!(commission(BACKED, GOLD), 20);
		reward(BACKED, GOLD, 100, 14);
		assert_eq!(commission(BACKED, GOLD), 10);
	});
}

#[test]
fn commission_is_rounded_down() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		take(20);
		skip(1);

		reward(BACKED, GOLD, 14, 11);

		assert_eq!(commission(BACKED, GOLD), 2);
		assert_eq!(earned(BACKED, ALICE, GOLD), 12);
	});
}

#[test]
fn commission_reaches_the_cap_and_no_further() {
	test(|| {
		assert_noop!(try_take(51), Error::<Test>::CommissionTooHigh);
		take(50);
		skip(3);

		assert_ok!(try_cap(30));

		assert_noop!(try_take(31), Error::<Test>::CommissionTooHigh);
		take(30);
	});
}

#[test]
fn cap_only_falls() {
	test(|| {
		assert_noop!(try_cap(50), Error::<Test>::CommissionTooHigh);

		assert_ok!(try_cap(49));
		let (old, new) = (percent(50), percent(49));
		assert_last(Event::CommissionCapLowered { operator: OPERATOR, old, new });

		for part in [49, 50] {
			assert_noop!(try_cap(part), Error::<Test>::CommissionTooHigh);
		}
	});
}

#[test]
fn commissions_are_operators() {
	test(|| {
		let rate = calls(signed(ALICE), Call::set_commission { rate: percent(1) });
		assert_noop!(rate, Error::<Test>::NotOperator);
		let cap = calls(signed(ALICE), Call::lower_commission_cap { cap: percent(1) });
		assert_noop!(cap, Error::<Test>::NotOperator);
	});
}

#[test]
fn penalty_is_waived_when_the_commission_has_risen() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(1);
		take(1);

		unstake(ALICE, position);

		assert_eq!(unbonding(BACKED, ALICE), [(now() + WINDOW + 1, 1_000)]);
	});
}

/// A place for an announced rise costs nothing but patience: there is one whenever a commission may rise.
#[test]
fn rises_find_room_as_often_as_a_commission_may_change() {
	test(|| {
		let longest = <Test as Config>::MaxDuration::get();
		for turn in 0..longest {
			take(if turn % 2 == 0 { 20 } else { 10 });
			skip(3);
		}
	});
}

// Claims.

#[test]
fn commission_is_paid_to_the_operator_whoever_claims_it() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		take(20);
		skip(1);
		reward(BACKED, GOLD, 10, 11);

		let paid = gain(GOLD, OPERATOR, || {
			claim(BOB, RewardClaim::Commission(BACKED), None);
		});

		assert_eq!(paid, 2);
		let (claim, to) = (RewardClaim::Commission(BACKED), OPERATOR);
		assert_last(Event::Claimed { claim, to, asset: GOLD, amount: 2 });
		assert!(!crate::AccruedCommission::<Test>::contains_key(BACKED), "nothing is kept of it");
	});
}

#[test]
fn commission_goes_where_the_operator_says() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		take(20);
		skip(1);
		reward(BACKED, GOLD, 10, 11);
		let kept = || RewardClaim::Commission(BACKED);

		let elsewhere = try_claim(BOB, kept(), Some(BOB));
		assert_noop!(elsewhere, Error::<Test>::NotOwner);

		let paid = gain(GOLD, BOB, || claim(OPERATOR, kept(), Some(BOB)));
		assert_eq!(paid, 2);
		assert_noop!(try_claim(OPERATOR, kept(), None), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn commission_waits_apart_from_what_the_operators_stake_earns() {
	test(|| {
		delegate(BACKED, OPERATOR, 100);
		take(20);
		skip(1);
		reward(BACKED, GOLD, 10, 11);

		assert_eq!(earned(BACKED, OPERATOR, GOLD), 8);
		assert_eq!(commission(BACKED, GOLD), 2);
	});
}

#[test]
fn commission_is_nothing_when_the_pool_has_no_operator() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, 10, 11);

		let claimed = try_claim(OPERATOR, RewardClaim::Commission(STANDALONE), None);

		assert_noop!(claimed, Error::<Test>::NothingToClaim);
	});
}
