// SPDX-License-Identifier: Apache-2.0

//! Records that name others: pools, pots, positions and their NFTs.

use super::breaks;
use crate::{
	mock::*, AccruedCommission, Collection, CreditedEpochs, GenesisStreams, MergedCohorts,
	MergedOf, MergedPageOf, PoolRewardsOf, PositionId, Pots, RewardPools, Unallocated,
};
use bulwark_ledger::EpochIndex;
use bulwark_runtime_common::NftCollection;
use bulwark_traits::PositionNfts;
use codec::{Compact, Decode, Encode};
use frame_support::{assert_ok, storage::unhashed};

// Pools and pots.

#[test]
fn notices_rewards_of_a_pool_that_staking_does_not_know() {
	breaks("I11: a pool that pays rewards is one of staking", |_| {
		let pool = RewardPools::<Test>::get(BACKED).expect("it pays");
		RewardPools::<Test>::insert(crate::PoolId(77), pool);
	});
}

#[test]
fn notices_commission_of_a_pool_that_pays_nothing() {
	breaks("I11: what is kept of rewards is of pools that pay them", |_| {
		AccruedCommission::<Test>::insert(bare_pool(NATIVE), super::gold(1));
	});
	breaks("I11: what is kept of rewards is of pools that pay them", |_| {
		let (_, credited) = CreditedEpochs::<Test>::iter().next().expect("it was paid");
		CreditedEpochs::<Test>::insert(bare_pool(NATIVE), credited);
	});
}

#[test]
fn notices_assets_without_a_pot() {
	let words = "I11: every asset in which rewards are owed has a pot";
	breaks(words, |_| Pots::<Test>::remove(SILVER));
	breaks(words, |_| Unallocated::<Test>::insert(TIN, 1));
}

#[test]
fn notices_rewards_that_are_ahead_of_the_clock() {
	breaks("the rewards of a pool are as of the present epoch or an earlier one", |_| {
		RewardPools::<Test>::mutate(BACKED, |pool| {
			let rewards = &mut pool.as_mut().expect("it pays").rewards;
			let accumulators = std::mem::take(&mut rewards.accumulators);
			*rewards = PoolRewardsOf::<Test>::new(EpochIndex(now() + 1));
			rewards.accumulators = accumulators;
		});
	});
}

#[test]
fn notices_credits_of_an_epoch_to_come() {
	breaks(
		"credits stand in the order of their epochs, those of one window, which have begun",
		|_| {
			let (pool_id, mut credited) =
				CreditedEpochs::<Test>::iter().next().expect("it was paid");
			assert_ok!(credited.add(EpochIndex(now() + 1), WINDOW, 0, 1, 0));
			CreditedEpochs::<Test>::insert(pool_id, credited);
		},
	);
}

#[test]
fn notices_money_and_a_collection_that_do_not_decode() {
	let keys: [fn() -> Vec<u8>; 4] = [
		|| GenesisStreams::<Test>::hashed_key().to_vec(),
		|| Unallocated::<Test>::hashed_key_for(GOLD),
		|| AccruedCommission::<Test>::hashed_key_for(BACKED),
		|| Collection::<Test>::hashed_key().to_vec(),
	];
	for key in keys {
		let words = "I11: everything that is stored decodes";
		breaks(words, |_| unhashed::put_raw(&key(), &[0xff; 3]));
	}
}

// Merges.

/// Keeps the record of a merge of the cohort of the present epoch, which has not merged, with so much reward weight.
fn keep_merged(weight: u128) {
	let form = (Compact(weight), Vec::<()>::new(), Vec::<()>::new()).encode();
	let record = MergedOf::<Test>::decode(&mut &form[..]).expect("its form");
	let mut page = MergedPageOf::<Test>::default();
	page.set(EpochIndex(now()), Some(record)).expect("it has a place");
	let index = MergedPageOf::<Test>::index_of(EpochIndex(now()));
	MergedCohorts::<Test>::insert(BACKED, index, page);
}

#[test]
fn notices_a_merge_that_nobody_has_to_follow() {
	let words = "I5: the record of a merge weighs what its stakers have yet to follow with";
	breaks(words, |_| keep_merged(1));
	breaks("nothing is kept of a merge that all have followed", |_| keep_merged(0));
}

// NFTs.

#[test]
fn notices_an_nft_without_a_position() {
	breaks("I11: every NFT of the collection has its position", |_| {
		let minted = <NftCollection<Test> as PositionNfts<_>>::mint(collection(), 77, &BOB, b"77");
		assert_ok!(minted);
	});
}

#[test]
fn notices_a_position_without_its_nft() {
	breaks("I11: every position has its NFT", |position: PositionId| burn_nft(ALICE, position));
}
