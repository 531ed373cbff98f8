// SPDX-License-Identifier: Apache-2.0

//! A call weighs what it does itself and what its doors may do for it. Every door of the mock weighs the same, but for the
//! observer of stake.

use crate::{mock::*, Amount, Call, PoolId, WeightInfo};
use bulwark_traits::{Exposure, Slash, Suspend};
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::Get,
	weights::{RuntimeDbWeight, Weight},
};

type Own = <Test as crate::Config>::WeightInfo;
type DbWeight = <Test as frame_system::Config>::DbWeight;

const POOL: PoolId = PoolId(1);
const OTHER: PoolId = PoolId(2);

/// The doors of the observer at the most, of a stake that joins and of one that leaves.
const JOINS: u64 = OF_JOINING[1];
const LEAVES: u64 = OF_LEAVING[1];

/// The doors that a call adds to its own weight.
fn doors_of(call: Call<Test>, own: Weight) -> u64 {
	doors(call.get_dispatch_info().call_weight, own)
}

fn doors(weight: Weight, own: Weight) -> u64 {
	let added = weight.checked_sub(&own).expect("its own weight is part of it");
	let doors = added.ref_time() / DOOR.ref_time();
	assert_eq!(added, DOOR * doors);
	doors
}

#[test]
fn stake_is_observed_in_its_pool() {
	let delegate = Call::delegate { pool_id: POOL, amount: 1 };
	assert_eq!(doors_of(delegate, Own::delegate()), JOINS);
	let poke = Call::poke { pool_id: POOL, staker: None };
	assert_eq!(doors_of(poke, Own::poke()), LEAVES + 1, "it asks for the operator's cover");
}

#[test]
fn stake_that_leaves_is_observed_and_asks_for_its_release() {
	let undelegate = Call::undelegate { pool_id: POOL, amount: Amount::All };
	assert_eq!(doors_of(undelegate, Own::undelegate()), LEAVES + 1);
}

#[test]
fn stake_that_is_withdrawn_is_observed_as_lots_and_as_exits() {
	let withdraw = Call::withdraw { pool_id: POOL, staker: ALICE };
	assert_eq!(doors_of(withdraw, Own::withdraw()), LEAVES);
}

#[test]
fn redelegations_are_observed_in_both_pools_and_when_they_are_refused() {
	let (from, to) = (POOL, OTHER);
	// A refusal is noted at the old pool, and rewards on the way are noted apart.
	let db = <DbWeight as Get<RuntimeDbWeight>>::get();
	let (apart, noted) = (db.reads_writes(1, 1), db.reads_writes(2, 2));

	let redelegate = Call::redelegate { from, to, amount: Amount::All };
	assert_eq!(doors_of(redelegate, Own::redelegate() + noted), LEAVES + JOINS + 1);
	let complete = Call::complete_redelegation { from, to, staker: ALICE };
	assert_eq!(doors_of(complete, Own::complete_redelegation() + noted), LEAVES + JOINS);
	let cancel = Call::cancel_redelegation { from, to };
	assert_eq!(doors_of(cancel, Own::cancel_redelegation() + apart), LEAVES);
}

#[test]
fn registering_asks_for_the_cover() {
	assert_eq!(doors_of(Call::register {}, Own::register()), 1);
}

#[test]
fn closing_is_observed_in_every_pool_shrinks_opt_ins_and_asks_for_notice_and_releases() {
	let [_, of_pool] = OF_POOL;
	let closing = u64::from(MAX_POOLS) * of_pool + 1 + 1 + 2;

	let reclaim = Call::reclaim_place { operator: OPERATOR };
	assert_eq!(doors_of(reclaim, Own::reclaim_place(MAX_POOLS)), closing);
	assert_eq!(doors_of(Call::retire {}, Own::retire(MAX_POOLS)), closing);
	let close = Call::close_operator { operator: OPERATOR };
	assert_eq!(doors_of(close, Own::close_operator(MAX_POOLS)), closing);
}

#[test]
fn calls_without_neighbours_weigh_what_they_do_themselves() {
	let open = Call::open_pool { asset: NATIVE, minimum: 1, base: Default::default() };
	assert_eq!(doors_of(open, Own::open_pool()), 0);
	let suspend = Call::suspend { operator: OPERATOR };
	assert_eq!(doors_of(suspend, Own::suspend()), 0);
}

#[test]
fn doors_of_the_pallet_weigh_what_they_do_with_their_own_doors() {
	let slash = <Staking as Slash<_, _, _>>::weight();
	// It asks of bond and pools, its own lots follow in every pool, and then it closes, the bond with notice: pools that have
	// caught up.
	let [caught_up, _] = OF_POOL;
	let (slashes, deactivates) = (2 + u64::from(MAX_POOLS) * JOINS, 1 + 1 + 2);
	let closes = u64::from(MAX_POOLS) * caught_up + deactivates;
	assert_eq!(doors(slash, <Own as WeightInfo>::slash()), slashes + closes);
	assert_eq!(<Staking as Exposure<_, _>>::weight(), Own::exposure());
	assert_eq!(<Staking as Suspend<_>>::weight(), <Own as WeightInfo>::suspend_idle());
}
