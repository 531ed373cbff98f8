// SPDX-License-Identifier: Apache-2.0

//! The amount that a slash takes, its parts, and that all of it arrives.

use crate::{mock::*, Error, Event, Fraction, Fractions, Pools, Scope};
use bulwark_ledger::{EpochIndex, Shares, MAX_FRACTION};
use codec::{Decode, Encode};
use frame_support::assert_noop;

/// The smallest fraction there is.
const ATOM: Fraction = Fraction::from_parts(1);

// Fractions.

#[test]
fn slash_takes_up_to_half_of_a_pool() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 101);
		skip(1);
		let more = Fraction::from_parts(MAX_FRACTION.deconstruct() + 1);
		let slashed = slash(OPERATOR, now(), more, Scope::BondAndPools);
		assert_noop!(slashed, Error::<Test>::InvalidFraction);

		slash_pools(now(), MAX_FRACTION);

		assert_eq!(staked(pool, ALICE), 51);
	});
}

#[test]
fn slash_takes_no_more_than_half_when_the_operator_has_no_pool_at_all() {
	test(|| {
		register(OPERATOR);

		let slashed = slash(OPERATOR, now(), percent(51), Scope::BondAndPools);

		assert_noop!(slashed, Error::<Test>::InvalidFraction);
	});
}

#[test]
fn slash_takes_up_to_all_of_the_bond() {
	test(|| {
		operator_pool();

		slash_bond(now(), percent(100));

		assert_eq!(bond_of(OPERATOR), 0);
		let again = slash(OPERATOR, now(), percent(100), Scope::Bond);
		assert_noop!(again, Error::<Test>::NothingAtStake);
	});
}

#[test]
fn slash_knows_no_fraction_above_one() {
	let one = Fraction::one().deconstruct();

	assert_eq!(Fraction::decode(&mut &one.encode()[..]), Ok(Fraction::one()));
	assert!(Fraction::decode(&mut &(one + 1).encode()[..]).is_err());
}

#[test]
fn slash_takes_some_fraction() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		for scope in [Scope::Bond, Scope::BondAndPools] {
			let slashed = slash(OPERATOR, now(), percent(0), scope);
			assert_noop!(slashed, Error::<Test>::InvalidFraction);
		}

		slash_pools(now(), ATOM);

		assert_eq!(staked(pool, ALICE), 100);
		assert_eq!(bond_of(OPERATOR), BOND);
	});
}

#[test]
fn slash_rounds_down_bucket_by_bucket() {
	test(|| {
		let pool = operator_pool();
		for who in [ALICE, BOB] {
			delegate(pool, who, 19);
			skip(1);
		}
		undelegate(pool, BOB, 9);

		slash_pools(now(), percent(10));

		assert_eq!(owned(pool, ALICE), 18);
		assert_eq!(owned(pool, BOB), 18, "1 of the lot of 10, nothing of the exit of 9");
	});
}

#[test]
fn slash_never_fails_for_taking_too_much() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000_003);
		skip(1);
		undelegate(pool, ALICE, 333_333);

		for _ in 0..200 {
			slash_pools(now(), percent(50));
		}

		assert_eq!(staked(pool, ALICE), 1);
		assert_eq!(unbonding(pool, ALICE), [(now() + WINDOW + 1, 1)]);
		assert_eq!(bond_of(OPERATOR), 1);
	});
}

// Scopes.

#[test]
fn slash_of_the_bond_leaves_pools_untouched() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		let before = Pools::<Test>::get(pool);

		slash_bond(now(), percent(70));

		assert_eq!(bond_of(OPERATOR), 300);
		assert_eq!(Pools::<Test>::get(pool), before);
		let fractions = Fractions { bond: percent(70), pools: percent(0) };
		let fault_epoch = EpochIndex(now());
		assert_has(Event::Slashed { operator: OPERATOR, fault_epoch, fractions, bond: 700 });
	});
}

#[test]
fn slash_gives_the_treasury_what_every_pool_lost_in_its_asset() {
	test(|| {
		let pools = LISTED.map(|asset| operator_pool_in(OPERATOR, asset));
		for (pool, amount) in pools.into_iter().zip([1_000, 203, 307, 51]) {
			delegate(pool, ALICE, amount);
			delegate(pool, BOB, amount);
		}
		skip(1);
		undelegate(pools[1], ALICE, 77);
		let before = LISTED.map(|asset| balance(asset, TREASURY));

		slash_pools(now(), percent(10));

		let after = LISTED.map(|asset| balance(asset, TREASURY));
		let gained: Vec<u128> = after.iter().zip(before).map(|(now, then)| now - then).collect();
		assert_eq!(gained, [100 + 200, 32 + 7, 61, 10]);
		let (fault, fraction) = (EpochIndex(now()), percent(10));
		for (pool, amount) in pools.into_iter().zip([200, 39, 61, 10]) {
			assert_has(Event::PoolSlashed { pool_id: pool, fault_epoch: fault, fraction, amount });
		}
	});
}

#[test]
fn slash_says_nothing_of_a_pool_that_had_nothing_active() {
	test(|| {
		let pool = operator_pool();
		let other = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		delegate(other, ALICE, 100);

		slash_pools(now(), percent(10));

		let (fault, fraction) = (EpochIndex(now()), percent(10));
		assert_has(Event::PoolSlashed { pool_id: pool, fault_epoch: fault, fraction, amount: 10 });
		let of_other =
			|event| matches!(event, Event::PoolSlashed { pool_id: pool, .. } if pool == other);
		assert!(!events().into_iter().any(of_other));
		assert_eq!(staked(other, ALICE), 100);
	});
}

// Numbers that can be followed by hand.

#[test]
fn slash_halves_both_when_one_joined_at_the_slashed_price() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 1_000);
		skip(WINDOW + 1);
		slash_and_top_up(now(), percent(20));
		assert_eq!(staked(pool, ALICE), 800);
		delegate(pool, BOB, 800);
		skip(WINDOW + 1);
		let lots = Staking::stake_of(pool, BOB).expect("it is there").lots;
		assert_eq!(lots[0].shares, Shares(1_000), "800 at a price of 0.8");

		slash_pools(now(), percent(50));

		assert_eq!(staked(pool, ALICE), 400);
		assert_eq!(staked(pool, BOB), 400);
	});
}
