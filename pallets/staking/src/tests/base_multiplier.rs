// SPDX-License-Identifier: Apache-2.0

//! The multiplier of stake without a position.

use crate::{mock::*, Error, PoolId};
use bulwark_ledger::Multiplier;
use bulwark_traits::StakeKeeper;

const QUARTER: Multiplier = Multiplier(25);

#[test]
fn delegate_weighs_one_when_nobody_said_otherwise() {
	test(|| {
		let pool = operator_pool();

		delegate(pool, ALICE, 100);

		assert_eq!(pool_info(pool).base_multiplier, Multiplier::ONE);
		assert_eq!(heard(pool, ALICE), [(young(1), 10_000)]);
	});
}

#[test]
fn delegate_weighs_as_the_pool_says_when_it_comes() {
	test(|| {
		let pool = operator_pool();
		set_base_multiplier(pool, QUARTER);

		delegate(pool, ALICE, 100);

		assert_eq!(heard(pool, ALICE), [(young(1), 2_500)]);
		assert_eq!(pool_weights(pool), [2_500]);
	});
}

#[test]
fn set_base_multiplier_leaves_what_is_there_as_it_was() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);

		set_base_multiplier(pool, QUARTER);

		assert_eq!(heard(pool, ALICE), [(young(1), 6_000), (exit_of(1, 1), 4_000)]);
		undelegate(pool, ALICE, 10);
		assert_eq!(heard(pool, ALICE), [(young(1), 5_000), (exit_of(1, 1), 5_000)]);
	});
}

#[test]
fn delegate_brings_what_is_there_to_the_new_weight() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		delegate(pool, BOB, 1_000);
		skip(1);
		undelegate(pool, ALICE, 40);
		set_base_multiplier(pool, QUARTER);

		delegate(pool, ALICE, 8);

		assert_eq!(
			heard(pool, ALICE),
			[(young(1), 1_500), (young(2), 200), (exit_of(1, 1), 4_000)]
		);
		assert_eq!(pool_weights(pool), [1_500 + 100_000, 200], "and nobody else's");
	});
}

#[test]
fn delegate_weighs_nothing_when_the_pool_is_for_positions_alone() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		set_base_multiplier(pool, Multiplier(0));

		delegate(pool, BOB, 50);

		assert_eq!((heard(pool, BOB), staked(pool, BOB)), (vec![], 50));
		set_base_multiplier(pool, Multiplier::ONE);
		delegate(pool, BOB, 1);
		assert_eq!(heard(pool, BOB), [(young(1), 5_100)]);
	});
}

#[test]
fn delegate_starts_anew_when_everything_had_left() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);
		set_base_multiplier(pool, QUARTER);

		delegate(pool, ALICE, 100);

		assert_eq!(heard(pool, ALICE), [(young(2), 2_500), (exit_of(1, 1), 10_000)]);
	});
}

#[test]
fn redelegation_arrives_with_the_base_multiplier_of_where_it_goes() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		set_base_multiplier(from, HALF_MORE);
		set_base_multiplier(to, QUARTER);
		redelegate(from, to, ALICE, 40);
		assert_eq!(heard_moving(from, to, ALICE), [(exit_of(1, 1), 4_000)]);
		skip(WINDOW + 1);

		complete(from, to, ALICE, 40);

		assert_eq!(heard(to, ALICE), [(young(now() + 1), 1_000)]);
		assert_eq!(heard_moving(from, to, ALICE), []);
	});
}

#[test]
fn delegate_by_the_operator_weighs_as_everybodys() {
	test(|| {
		let pool = operator_pool();
		set_base_multiplier(pool, QUARTER);

		delegate(pool, OPERATOR, 100);

		assert_eq!(heard(pool, OPERATOR), [(young(1), 2_500)]);
		assert_eq!(Staking::own_power_of(&OPERATOR).next, 100, "power knows no weights");
	});
}

#[test]
fn set_base_multiplier_is_refused_when_there_is_no_such_pool() {
	test(|| {
		let nowhere = || Staking::set_base_multiplier(PoolId(77), QUARTER);
		assert_refused(Error::UnknownPool, nowhere);
	});
}
