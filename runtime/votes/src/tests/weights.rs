// SPDX-License-Identifier: Apache-2.0

//! A vote weighs what the pallet measured, and its looks at stake. A payment charges the block for a look at votes, or a lock.

use crate::{mock::*, WeightInfo as OwnWeightInfo};
use bulwark_traits::OwnStake;
use frame_support::weights::Weight;
use pallet_conviction_voting::WeightInfo;

type Weighed = <Test as pallet_conviction_voting::Config>::WeightInfo;

fn looks(count: u64) -> Weight {
	<Staking as OwnStake<AccountId>>::weight(MOST_POOLS) * count
}

#[test]
fn votes_and_delegations_look_at_stake_twice() {
	assert_eq!(Weighed::vote_new(), <() as WeightInfo>::vote_new() + looks(2));
	assert_eq!(Weighed::vote_existing(), <() as WeightInfo>::vote_existing() + looks(2));
	assert_eq!(Weighed::delegate(7), <() as WeightInfo>::delegate(7) + looks(2));
}

#[test]
fn lock_that_is_set_looks_at_stake_once_and_may_be_of_another_account() {
	let another = <() as OwnWeightInfo>::lock();

	assert_eq!(Weighed::unlock(), <() as WeightInfo>::unlock() + looks(1) + another);
}

#[test]
fn removed_votes_look_at_no_stake() {
	assert_eq!(Weighed::remove_vote(), <() as WeightInfo>::remove_vote());
	assert_eq!(Weighed::remove_other_vote(), <() as WeightInfo>::remove_other_vote());
	assert_eq!(Weighed::undelegate(7), <() as WeightInfo>::undelegate(7));
}

#[test]
fn payment_charges_the_block_for_the_look_at_votes_and_for_the_lock() {
	test(|| {
		let charged = || System::block_weight().total();
		delegate(POOL, ALICE, 600);

		let before = charged();
		undelegate(POOL, ALICE, 100);
		assert_eq!(charged() - before, <() as OwnWeightInfo>::look());

		vote(&ALICE, 900);
		let before = charged();
		undelegate(POOL, ALICE, 100);
		assert_eq!(charged() - before, <() as OwnWeightInfo>::lock());
	});
}

/// The pot has no votes, and nobody looks whether it has.
#[test]
fn deposit_charges_nothing() {
	test(|| {
		let before = System::block_weight().total();

		delegate(POOL, ALICE, 600);

		assert_eq!(System::block_weight().total(), before);
	});
}

#[test]
fn payment_in_another_asset_charges_nothing() {
	test(|| {
		delegate(GOLD_POOL, ALICE, 500);

		let before = System::block_weight().total();
		undelegate(GOLD_POOL, ALICE, 500);

		assert_eq!(System::block_weight().total(), before);
	});
}
