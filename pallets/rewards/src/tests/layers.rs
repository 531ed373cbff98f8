// SPDX-License-Identifier: Apache-2.0

//! Calls that are nested as deeply as the SDK allows: what staking does, rewards have seen.

use crate::{mock::*, EpochIndex, Fraction, RewardClaim};
use bulwark_ledger::Fractions;
use bulwark_traits::Slash;
use frame_support::assert_ok;
use sp_runtime::DispatchResult;

fn at_every_depth(prepare: fn(), act: fn() -> DispatchResult, check: fn()) -> usize {
	bulwark_testing::mock::at_every_depth(|run| test(run), prepare, act, check)
}

#[test]
fn stake_never_counts_for_what_was_earned_before_it() {
	let done = at_every_depth(
		|| {
			delegate(BACKED, ALICE, 100);
			skip(1);
			reward(BACKED, GOLD, 1_000, now());
		},
		|| outcome(Staking::delegate(signed(BOB), BACKED, 100)),
		|| {
			skip(WINDOW + 1);
			assert_ok!(Staking::poke(signed(BOB), BACKED, Some(BOB)));
			assert_eq!(earned(BACKED, BOB, GOLD), 0);
			assert_eq!(earned(BACKED, ALICE, GOLD), 1_000);
		},
	);
	assert!((10..20).contains(&done), "done {done} times");
}

#[test]
fn lots_that_follow_leave_behind_what_was_earned_before_them() {
	let done = at_every_depth(
		|| {
			delegate(BACKED, ALICE, 100);
			skip(1);
			reward(BACKED, GOLD, 1_000, now());
			delegate(BACKED, BOB, 100);
			skip(WINDOW + 2);
			assert_ok!(Rewards::poke(signed(CHARLIE), BACKED));
		},
		|| outcome(Staking::poke(signed(CHARLIE), BACKED, Some(BOB))),
		|| {
			let claim = RewardClaim::Stake { pool_id: BACKED, staker: BOB };
			assert!(Rewards::claim(signed(BOB), claim, None).is_err(), "nothing was earned");
			assert_eq!(earned(BACKED, ALICE, GOLD), 1_000);
		},
	);
	assert!((10..20).contains(&done), "done {done} times");
}

#[test]
fn slash_is_seen_or_refused() {
	let done = at_every_depth(
		|| {
			delegate(BACKED, ALICE, 100);
			skip(1);
			reward(BACKED, GOLD, 1_000, now());
		},
		|| {
			let (part, fault) = (Fraction::from_percent(10), EpochIndex(now()));
			let fractions = Fractions { bond: part, pools: part };
			<Staking as Slash<_, _, _>>::slash(&OPERATOR, fault, fractions).map(drop)
		},
		|| assert_eq!(earned(BACKED, ALICE, GOLD), 1_000),
	);
	assert!((10..20).contains(&done), "done {done} times");
}
