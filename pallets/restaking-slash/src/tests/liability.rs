// SPDX-License-Identifier: Apache-2.0

//! Liability of stake: the release of those who leave, by the opt-ins of their operator.

use crate::{mock::*, *};
use bulwark_traits::Liability;
use codec::Encode;
use frame_support::{assert_noop, assert_ok};

/// A chain in epoch 13 on which Alice has delegated to [`OPERATOR`], whose slash cap is a half.
fn staked(run: impl FnOnce()) {
	test(|| {
		register();
		delegate(POOL, ALICE, 1_000);
		set_slash_cap(OPERATOR, 50);
		skip(NOTICE + 1);
		run();
	});
}

/// Release of the bond of [`OPERATOR`], if it retires now.
fn bond_release() -> u32 {
	retire(OPERATOR);
	let record = pallet_operator_staking::Operators::<Test>::get(OPERATOR);
	record.and_then(|record| record.departure).expect("it has closed").release_epoch.0
}

fn last_liable(scope: Scope, leaving: u32) -> Option<u32> {
	let last = <Restaking as Liability<_>>::last_liable(&OPERATOR, scope, EpochIndex(leaving));
	last.map(|epoch| epoch.0)
}

#[test]
fn exit_leaves_with_the_next_epoch_when_the_operator_is_not_opted_in() {
	staked(|| {
		undelegate_all(POOL, ALICE);

		assert_eq!(exits_of(POOL, ALICE), [(now() + 1, 1_000)]);
		skip(1);
		assert_eq!(withdraw(POOL, ALICE), 1_000);
	});
}

#[test]
fn exit_leaves_with_the_next_epoch_when_only_the_bond_answers() {
	staked(|| {
		opt_in(OPERATOR, ROLLUP, 100, 0);
		skip(2);

		undelegate_all(POOL, ALICE);

		assert_eq!(exits_of(POOL, ALICE), [(now() + 1, 1_000)]);
		assert_eq!(bond_release(), now() + WINDOW + NARROW_NOTICE, "M epochs more than the stake");
	});
}

#[test]
fn exit_waits_for_the_window_when_the_pools_answer() {
	staked(|| {
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE);

		undelegate_all(POOL, ALICE);

		assert_eq!(exits_of(POOL, ALICE), [(now() + WINDOW + 1, 1_000)]);
		skip(WINDOW);
		let early = Staking::withdraw(signed(ALICE), POOL, ALICE);
		assert_noop!(early, pallet_operator_staking::Error::<Test>::NotReleased);
		skip(1);
		assert_eq!(withdraw(POOL, ALICE), 1_000);
	});
}

#[test]
fn exit_leaves_with_the_next_epoch_during_the_notice() {
	staked(|| {
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE - 1);

		undelegate_all(POOL, ALICE);

		assert_eq!(exits_of(POOL, ALICE), [(now() + 1, 1_000)]);
		// The next epoch is the first of the opt-in, and she has left.
		skip(1);
		let case_id = report(now(), of_pools(50));
		skip(2);
		settle(case_id, Outcome::Executed);
		assert_eq!(withdraw(POOL, ALICE), 1_000);
	});
}

#[test]
fn exit_waits_less_the_longer_ago_the_opt_in_has_ended() {
	test_opted_in(|| {
		delegate(POOL, BOB, 1_000);
		opt_out(OPERATOR, ROLLUP);
		skip(NARROW_NOTICE - 1);
		let last = now();
		undelegate(POOL, ALICE, 100);
		assert_eq!(exits_of(POOL, ALICE), [(last + WINDOW + 1, 100)]);

		skip(3);
		undelegate_all(POOL, BOB);
		assert_eq!(exits_of(POOL, BOB), [(last + WINDOW + 1, 1_000)]);

		skip(WINDOW - 2);
		undelegate(POOL, ALICE, 100);
		assert_eq!(exits_of(POOL, ALICE), [(last + WINDOW + 2, 100)]);
	});
}

#[test]
fn exit_is_not_delayed_by_a_later_opt_in() {
	staked(|| {
		undelegate(POOL, ALICE, 400);
		let release = now() + 1;

		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE);

		assert_eq!(exits_of(POOL, ALICE), [(release, 400)]);
		assert_eq!(withdraw(POOL, ALICE), 400);
	});
}

#[test]
fn exit_keeps_its_release_when_the_operator_opts_out_and_in_again() {
	test_opted_in(|| {
		undelegate(POOL, ALICE, 100);
		let release = now() + WINDOW + 1;
		opt_out(OPERATOR, ROLLUP);
		undelegate(POOL, ALICE, 100);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		undelegate(POOL, ALICE, 100);

		assert_eq!(exits_of(POOL, ALICE), [(release, 300)]);
		skip(1);
		undelegate(POOL, ALICE, 100);
		assert_eq!(exits_of(POOL, ALICE), [(release, 300), (release + 1, 100)]);
	});
}

#[test]
fn bond_is_free_with_the_next_epoch_when_the_operator_is_not_opted_in() {
	staked(|| {
		assert_eq!(bond_release(), now() + 1);
	});
}

#[test]
fn bond_answers_as_long_as_the_pools_do() {
	test_opted_in(|| {
		assert_eq!(bond_release(), now() + WINDOW + NARROW_NOTICE);

		skip(WINDOW + NARROW_NOTICE - 1);
		let early = Staking::withdraw_bond(signed(OPERATOR), OPERATOR);
		assert_noop!(early, pallet_operator_staking::Error::<Test>::NotReleased);
		skip(1);
		assert_ok!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR));
	});
}

#[test]
fn last_liable_is_told_for_each_scope() {
	test_opted_in_on(terms(), budget(100, 50), || {
		// Pools and bond from 12, the bond alone from 15, nothing from 17.
		opt_in(OPERATOR, ROLLUP, 60, 0);
		skip(2);
		opt_out(OPERATOR, ROLLUP);
		skip(3);

		let told =
			|scope| [11, 12, 13, 14, 15, 16, 17, 18].map(|leaving| last_liable(scope, leaving));

		let pools = [None, Some(12), Some(13), Some(14), Some(14), Some(14), Some(14), Some(14)];
		assert_eq!(told(Scope::BondAndPools), pools);
		let bond = [None, Some(12), Some(13), Some(14), Some(15), Some(16), Some(16), Some(16)];
		assert_eq!(told(Scope::Bond), bond);
	});
}

// Positions.

#[test]
fn early_exit_is_free_during_the_notice() {
	staked(|| {
		let (first, _) = lock(POOL, BOB, 1_000);
		let (second, _) = lock(POOL, CHARLIE, 1_000);
		let (third, _) = lock(POOL, DAVE, 1_000);
		skip(1);
		unlock(first, BOB);
		assert_eq!(exits_of(POOL, BOB), [(now() + 1, 500)], "before it costs half");

		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(1);
		unlock(second, CHARLIE);
		assert_eq!(exits_of(POOL, CHARLIE), [(now() + 1, 1_000)]);

		skip(NOTICE - 1);
		unlock(third, DAVE);
		assert_eq!(exits_of(POOL, DAVE), [(now() + WINDOW + 1, 500)], "after it too");
	});
}

#[test]
fn early_exit_costs_when_the_bond_alone_answers() {
	staked(|| {
		let (position, _) = lock(POOL, BOB, 1_000);
		skip(1);
		opt_in(OPERATOR, ROLLUP, 100, 0);

		unlock(position, BOB);

		assert_eq!(exits_of(POOL, BOB), [(now() + 1, 500)]);
	});
}

#[test]
fn early_exit_costs_when_the_announcement_was_taken_back() {
	staked(|| {
		let (position, _) = lock(POOL, BOB, 1_000);
		skip(1);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		opt_out(OPERATOR, ROLLUP);
		skip(1);

		unlock(position, BOB);

		assert_eq!(exits_of(POOL, BOB), [(now() + 1, 500)]);
	});
}

#[test]
fn early_exit_is_free_when_the_same_was_taken_back_in_its_epoch_before() {
	staked(|| {
		let (position, _) = lock(POOL, BOB, 1_000);
		skip(1);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		let (later, _) = lock(POOL, CHARLIE, 1_000);
		opt_out(OPERATOR, ROLLUP);
		skip(1);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(1);

		unlock(position, BOB);
		unlock(later, CHARLIE);

		assert_eq!(exits_of(POOL, BOB), [(now() + 1, 1_000)]);
		assert_eq!(exits_of(POOL, CHARLIE), [(now() + 1, 1_000)], "that one counts for nothing");
	});
}

/// An announcement that is taken back in the same batch does not disarm the real one.
#[test]
fn early_exit_is_free_when_the_same_was_taken_back_in_the_same_batch() {
	staked(|| {
		let (position, _) = lock(POOL, BOB, 1_000);
		skip(1);
		for _ in 0..3 {
			opt_in(OPERATOR, ROLLUP, 100, 50);
			opt_out(OPERATOR, ROLLUP);
		}
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(1);

		unlock(position, BOB);

		assert_eq!(exits_of(POOL, BOB), [(now() + 1, 1_000)]);
	});
}

#[test]
fn early_exit_costs_when_the_announcement_is_older_than_the_lock() {
	staked(|| {
		opt_in(OPERATOR, ROLLUP, 100, 50);
		let (position, _) = lock(POOL, BOB, 1_000);
		skip(1);

		unlock(position, BOB);

		assert_eq!(exits_of(POOL, BOB), [(now() + 1, 500)]);
	});
}

#[test]
fn early_exit_is_free_once_for_each_hundredth() {
	staked(|| {
		let (position, _) = lock(POOL, BOB, 1_000);
		skip(1);
		let mut freed = vec![];
		// In parts of ten thousand: by little more, and the same again.
		for pools in [99u64, 198, 199, 298, 299, 300] {
			let pools = Fraction::from_rational(pools, 10_000);
			assert_ok!(try_opt_in(OPERATOR, ROLLUP, Fractions { bond: percent(50), pools }));
			skip(1);
			let view = Rewards::position(position).expect("it is there");
			freed.push(view.penalty == percent(0));
		}
		assert_eq!(freed, [false, true, false, true, false, true]);
	});
}

#[test]
fn opt_in_is_refused_when_too_many_rises_are_remembered() {
	staked(|| {
		let name = |parts: u32| {
			let budget = Fractions { bond: percent(50), pools: percent(parts.into()) };
			try_opt_in(OPERATOR, ROLLUP, budget)
		};
		for parts in 1..=MAX_ANNOUNCEMENTS {
			assert_ok!(name(parts));
		}

		assert_noop!(name(MAX_ANNOUNCEMENTS + 1), Error::<Test>::TooManyAnnouncements);
		assert_ok!(name(1));
		opt_out(OPERATOR, ROLLUP);
	});
}

#[test]
fn announcements_are_forgotten_when_no_lock_can_know_them() {
	staked(|| {
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE);
		opt_out(OPERATOR, ROLLUP);
		let announced = Announcements::<Test>::get(OPERATOR);
		skip(30);

		assert_ok!(Restaking::prune(signed(ALICE), OPERATOR));

		assert!(Announcements::<Test>::get(OPERATOR).encoded_size() < announced.encoded_size());
	});
}
