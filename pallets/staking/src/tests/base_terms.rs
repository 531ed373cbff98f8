// SPDX-License-Identifier: Apache-2.0

//! The reward weight of stake without a position, chosen when the pool is opened, for good.

use crate::{mock::*, Amount, BaseTerms, Error, Event, Scope};
use bulwark_ledger::Multiplier;
use frame_support::{assert_noop, assert_ok};

const QUARTER: BaseTerms = BaseTerms { multiplier: Multiplier(25), delegations_earn: true };
const FOR_POSITIONS: BaseTerms = BaseTerms { multiplier: Multiplier(25), delegations_earn: false };

#[test]
fn delegate_weighs_one_when_nobody_said_otherwise() {
	test(|| {
		let pool = operator_pool();

		delegate(pool, ALICE, 100);

		assert_eq!(pool_info(pool).base, BaseTerms::ONE);
		assert_eq!(heard(pool, ALICE), [(young(1), 10_000)]);
	});
}

#[test]
fn delegate_weighs_as_the_pool_was_opened() {
	test(|| {
		let pool = pool_on(QUARTER);

		delegate(pool, ALICE, 100);
		skip(1);
		delegate(pool, ALICE, 8);

		assert_eq!(heard(pool, ALICE), [(young(1), 2_500), (young(2), 200)]);
		assert_eq!(pool_weights(pool), [2_500, 200]);
		assert_eq!(stake_of(pool, ALICE).multiplier, Multiplier(25));
	});
}

#[test]
fn delegate_by_the_operator_weighs_as_everybodys() {
	test(|| {
		let pool = pool_on(QUARTER);

		delegate(pool, OPERATOR, 100);

		assert_eq!(heard(pool, OPERATOR), [(young(1), 2_500)]);
		assert_eq!(own_power(OPERATOR).next, 100, "power knows no weights");
	});
}

#[test]
fn delegate_starts_anew_when_everything_had_left() {
	test(|| {
		let pool = pool_on(QUARTER);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate_all(pool, ALICE);

		delegate(pool, ALICE, 100);

		assert_eq!(heard(pool, ALICE), [(young(2), 2_500), (exit_of(1, 1), 2_500)]);
	});
}

#[test]
fn delegate_is_for_the_operator_alone_when_the_pool_is_for_positions() {
	test(|| {
		let pool = pool_on(FOR_POSITIONS);

		let refused = Staking::delegate(signed(ALICE), pool, 100);

		assert_noop!(refused, Error::<Test>::ForPositionsOnly);
		delegate(pool, OPERATOR, 50);
		assert_eq!((heard(pool, OPERATOR), staked(pool, OPERATOR)), (vec![], 50));
		assert_eq!(stake_of(pool, OPERATOR).multiplier, Multiplier(0));
		stake_for(pool, POSITION, 100, HALF_MORE);
		assert_eq!(heard(pool, POSITION), [(young(1), 15_000)]);
	});
}

#[test]
fn delegate_to_a_standalone_pool_for_positions_is_refused_for_everybody() {
	test(|| {
		assert_ok!(Staking::open_standalone_pool(root(), NATIVE, 1, FOR_POSITIONS));

		let refused = Staking::delegate(signed(ALICE), last_pool(), 100);

		assert_noop!(refused, Error::<Test>::ForPositionsOnly);
	});
}

#[test]
fn redelegation_arrives_with_the_base_multiplier_of_where_it_goes() {
	test(|| {
		let (from, _) = two_pools(GOLD);
		let to = pool_in(RIVAL, GOLD, QUARTER);
		redelegate(from, to, ALICE, 40);
		assert_eq!(heard_moving(from, to, ALICE), [(exit_of(1, 1), 4_000)]);
		skip(WINDOW + 1);

		complete(from, to, ALICE, 40);

		assert_eq!(heard(to, ALICE), [(young(now() + 1), 1_000)]);
		assert_eq!(heard_moving(from, to, ALICE), []);
	});
}

#[test]
fn redelegate_is_refused_when_the_new_pool_is_for_positions() {
	test(|| {
		let (from, _) = two_pools(GOLD);
		let to = pool_in(RIVAL, GOLD, FOR_POSITIONS);

		let refused = Staking::redelegate(signed(ALICE), from, to, Amount::All);

		assert_noop!(refused, Error::<Test>::ForPositionsOnly);
	});
}

#[test]
fn open_pool_takes_base_multipliers_from_a_hundredth_to_ten() {
	test(|| {
		register(OPERATOR);
		let of = |hundredths| BaseTerms { multiplier: Multiplier(hundredths), ..BaseTerms::ONE };
		for hundredths in [0, 1_001] {
			let by_operator = Staking::open_pool(signed(OPERATOR), NATIVE, 1, of(hundredths));
			assert_noop!(by_operator, Error::<Test>::InvalidMultiplier);
			let standalone = Staking::open_standalone_pool(root(), NATIVE, 1, of(hundredths));
			assert_noop!(standalone, Error::<Test>::InvalidMultiplier);
		}

		for hundredths in [1, 1_000] {
			let base = of(hundredths);
			assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 1, base));

			let (pool_id, operator) = (last_pool(), Some(OPERATOR));
			let opened = Event::PoolOpened { pool_id, asset: NATIVE, operator, minimum: 1, base };
			assert_last(opened);
			assert_eq!(pool_info(pool_id).base, base);
		}
	});
}

// Others in a pool.

#[test]
fn has_others_tells_the_operators_own_stake_from_that_of_others() {
	test(|| {
		let pool = operator_pool();
		let has_others = || {
			use bulwark_traits::StakePools;
			Staking::has_others(pool)
		};
		delegate(pool, OPERATOR, 1_000);
		assert!(!has_others());

		delegate(pool, ALICE, 1);
		assert!(has_others(), "pending stake is stake");
		undelegate_all(pool, ALICE);
		assert!(!has_others());

		stake_for(pool, POSITION, 10, HALF_MORE);
		skip(WINDOW + 2);
		slash(OPERATOR, now(), percent(10), Scope::BondAndPools).expect("it is active");
		assert!(has_others());
		unstake_for(pool, POSITION, Amount::All, ALICE);
		assert!(!has_others(), "unbonding stake has no part in what is offered");
	});
}
