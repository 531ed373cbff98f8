// SPDX-License-Identifier: Apache-2.0

//! Assets that call the payee back in the middle of a payment. Whatever it does then counts, and nobody has more or less by
//! it than by the same calls one after another.

use crate::{mock::*, Amount, Balance, Call, ExitsOf, Multiplier, NextPoolId, PoolId};
use bulwark_testing::calling_back;
use bulwark_traits::StakeKeeper;
use frame_support::{
	assert_ok,
	traits::{GetCallName, UnfilteredDispatchable},
};

pub(super) type Act = Call<Test>;

/// Makes a call, whatever comes of it. Every call is all or nothing.
pub(super) fn make(who: AccountId, call: Act) {
	let _ = call.dispatch_bypass_filter(signed(who));
}

/// The pools of [`OPERATOR`] and of [`RIVAL`] in gold. Alice and Bob had a hundred each in the first: forty of each are
/// released, sixty are active, and Alice has ten pending there. Thirty of hers are released that go to the second.
fn two_stakers() -> (PoolId, PoolId) {
	let (from, to) = two_pools(GOLD);
	delegate(from, ALICE, 30);
	delegate(from, BOB, 100);
	skip(1);
	for who in [ALICE, BOB] {
		undelegate(from, who, 40);
	}
	redelegate(from, to, ALICE, 30);
	skip(WINDOW + 1);
	delegate(from, ALICE, 10);
	(from, to)
}

/// All that an account has of gold: in its hands, and in pools.
fn wealth(who: AccountId) -> Balance {
	let pools = (1..NextPoolId::<Test>::get().0).map(PoolId);
	let in_pool = |pool| {
		let moving = stake_of(pool, who).redelegations.into_iter().flat_map(|way| way.exits);
		owned(pool, who) + due(pool, who) + moving.map(|exit| exit.value).sum::<Balance>()
	};
	balance(GOLD, who) + pools.map(in_pool).sum::<Balance>()
}

/// Everything that a staker can do in a pool, and with a redelegation.
pub(super) fn acts_of_a_staker(from: PoolId, to: PoolId) -> Vec<Act> {
	let (pool_id, staker) = (from, ALICE);
	vec![
		Call::withdraw { pool_id, staker },
		Call::undelegate { pool_id, amount: Amount::Exactly(7) },
		Call::undelegate { pool_id, amount: Amount::All },
		Call::delegate { pool_id, amount: 30 },
		Call::redelegate { from, to, amount: Amount::Exactly(7) },
		Call::redelegate { from, to, amount: Amount::All },
		Call::complete_redelegation { from, to, staker },
		Call::cancel_redelegation { from, to },
		Call::poke { pool_id, staker: Some(staker) },
		Call::touch { asset: GOLD },
	]
}

/// Lets Alice do each of her acts while something is paid: nobody gains or loses a unit.
fn assert_fair(prepare: fn() -> (PoolId, PoolId), pay: fn(PoolId, PoolId)) {
	for at in 0..acts_of_a_staker(PoolId(0), PoolId(0)).len() {
		test(|| {
			let (from, to) = prepare();
			let act = acts_of_a_staker(from, to).swap_remove(at);
			let name = act.get_call_name();

			calling_back(move || make(ALICE, act.clone()), || pay(from, to));

			check_invariants();
			for who in [ALICE, BOB] {
				assert_eq!(wealth(who), FUNDS, "of {who}, called back to {name} ({at})");
			}
			thaw(GOLD);
			skip(WINDOW + 1);
			undelegate_all(from, BOB);
			skip(WINDOW + 1);
			assert_ok!(try_withdraw(BOB, from, BOB));
			assert_eq!(balance(GOLD, BOB), FUNDS, "after {name} ({at})");
		});
	}
}

// Stake that leaves.

#[test]
fn withdraw_pays_once_when_the_asset_calls_the_staker_back() {
	assert_fair(two_stakers, |from, _| {
		assert_ok!(try_withdraw(ALICE, from, ALICE));
	});
}

#[test]
fn withdraw_pays_a_hundred_to_each_of_two_when_the_first_withdraws_again() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		for who in [ALICE, BOB] {
			delegate(pool, who, 100);
		}
		skip(1);
		for who in [ALICE, BOB] {
			undelegate_all(pool, who);
		}
		skip(WINDOW + 1);
		let again = Call::withdraw { pool_id: pool, staker: ALICE };

		calling_back(
			move || make(ALICE, again.clone()),
			|| {
				assert_ok!(try_withdraw(ALICE, pool, ALICE));
			},
		);

		assert_eq!(balance(GOLD, ALICE), FUNDS);
		withdraw(pool, BOB, 100);
	});
}

#[test]
fn undelegate_pays_once_when_the_asset_calls_the_staker_back() {
	assert_fair(two_stakers, |from, _| {
		assert_ok!(try_undelegate(from, ALICE, 25));
	});
}

#[test]
fn undelegate_defers_once_what_is_refused_after_the_staker_was_called_back() {
	assert_fair(two_stakers, |from, _| {
		freeze(GOLD);
		assert_ok!(try_undelegate(from, ALICE, 25));
		assert_eq!(due(from, ALICE), 50);
	});
}

#[test]
fn cancelled_redelegation_pays_once_when_the_asset_calls_the_staker_back() {
	assert_fair(two_stakers, |from, to| {
		assert_ok!(try_cancel(from, to, ALICE));
	});
}

#[test]
fn refused_redelegation_pays_once_when_the_asset_calls_the_staker_back() {
	let closed = || {
		let pools = two_stakers();
		retire(RIVAL);
		pools
	};
	assert_fair(closed, |from, to| {
		assert_ok!(try_complete(ALICE, from, to, ALICE));
	});
}

#[test]
fn delegate_counts_once_when_the_asset_calls_the_staker_back() {
	assert_fair(two_stakers, |from, _| {
		assert_ok!(Staking::delegate(signed(ALICE), from, 50));
	});
}

// Stake of position accounts.

/// The same, and Alice's stake of a position account, a part of which has left with a penalty.
fn with_position() -> (PoolId, PoolId) {
	let (from, to) = two_stakers();
	assert_ok!(in_call(|| try_stake_for(from, POSITION, 50, Multiplier::ONE)));
	(from, to)
}

#[test]
fn stake_for_writes_everything_before_it_takes_the_money() {
	assert_fair_of_positions(two_stakers, |from| {
		let record = |_, _| {
			assert_eq!(balance(GOLD, ALICE), FUNDS - 100 - 30 - 10, "nothing was taken");
			Ok(())
		};
		let staked = in_call(|| {
			Staking::stake_for(from, &POSITION, &ALICE, 50, Multiplier::ONE, epoch(), record)
		});
		assert_ok!(staked);
	});
}

#[test]
fn pay_due_pays_once_when_the_asset_calls_the_staker_back() {
	assert_fair_of_positions(with_position, |from| {
		assert_ok!(in_call(|| {
			Staking::unstake_for(from, &POSITION, Amount::All, &ALICE, None, epoch())?;
			Staking::pay_due(from, &ALICE)
		}));
	});
}

/// As [`assert_fair`], where the position account's stake is Alice's too.
fn assert_fair_of_positions(prepare: fn() -> (PoolId, PoolId), pay: fn(PoolId)) {
	for at in 0..acts_of_a_staker(PoolId(0), PoolId(0)).len() {
		test(|| {
			let (from, to) = prepare();
			let act = acts_of_a_staker(from, to).swap_remove(at);

			calling_back(move || make(ALICE, act.clone()), || pay(from));

			check_invariants();
			assert_eq!(wealth(ALICE) + staked(from, POSITION), FUNDS, "called back ({at})");
			assert_eq!(wealth(BOB), FUNDS);
		});
	}
}

#[test]
fn collect_hands_out_once_when_the_asset_calls_back() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, BOB, 100);
		stake_for(pool, POSITION, 100, HALF_MORE);
		skip(1);
		unstake_for(pool, POSITION, Amount::All, OTHER_POSITION);
		skip(WINDOW + 1);
		let again = move || {
			let money = Staking::collect(pool, &OTHER_POSITION, epoch());
			assert!(money.expect("nothing is no error").is_none(), "it was handed out");
		};

		let money = calling_back(again, || collect(pool, OTHER_POSITION, 100));

		assert_eq!(money.peek(), 100);
		assert_eq!(crate::Exits::<Test>::get(OTHER_POSITION, pool), None::<ExitsOf<Test>>);
	});
}
