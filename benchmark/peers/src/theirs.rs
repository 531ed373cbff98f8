// SPDX-License-Identifier: Apache-2.0

//! The peers' calls, in scenes as ours have them: as many others, who leave in each of ten eras, and rewards in each.

use crate::{
	case::{caller, does, rich, Case, AMOUNT, OTHERS},
	units::UNIT,
	wiring::RewardedAssets,
	AccountId, AssetRewards, Balances, NominationPools, PeerAssets, Runtime, RuntimeOrigin,
	Staking, System,
};
use alloc::{boxed::Box, vec};
use bulwark_runtime_common::NftCollection;
use bulwark_traits::PositionNfts;
use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, fungibles::Mutate as MutateAssets, schedule::DispatchTime},
	WeakBoundedVec,
};
use pallet_asset_rewards::benchmarking::BenchmarkHelper;
use pallet_staking_async::{RewardDestination, UnappliedSlash, UnappliedSlashes, ValidatorPrefs};
use sp_runtime::Perbill;
use sp_staking::StakingInterface;

type PoolsCall = pallet_nomination_pools::Call<Runtime>;
type StakingCall = pallet_staking_async::Call<Runtime>;
type AssetRewardsCall = pallet_asset_rewards::Call<Runtime>;
type NftsCall = pallet_nfts::Call<Runtime>;
type BalancesCall = pallet_balances::Call<Runtime>;

/// Nominators of a full page of a slash.
const PAGE: u32 = 64;

/// The pool, and what its creator puts in. It and the others fit into one bag whoever comes or leaves, as they do mostly.
const POOL: u32 = 1;
const DEPOSIT: u128 = 5_000 * UNIT;

fn enter() -> PoolsCall {
	PoolsCall::join { amount: AMOUNT, pool_id: POOL }
}

fn leave(who: &AccountId) -> PoolsCall {
	PoolsCall::unbond { member_account: who.clone().into(), unbonding_points: AMOUNT / 10 }
}

fn bond(who: &AccountId) {
	does(who, StakingCall::bond { value: AMOUNT, payee: RewardDestination::Staked });
}

/// A pool that nominates and two more in its bag. The caller is a member, the first of the others has stake that is released.
fn pools() -> AccountId {
	let (who, validator) = (caller(), rich("validator", 0));
	bond(&validator);
	does(&validator, StakingCall::validate { prefs: ValidatorPrefs::default() });
	for index in 0..3 {
		let creator = rich("creator", index);
		let [root, nominator, bouncer] = [(); 3].map(|()| creator.clone().into());
		does(&creator, PoolsCall::create { amount: DEPOSIT, root, nominator, bouncer });
		let (pool_id, validators) = (POOL + index, vec![validator.clone()]);
		does(&creator, PoolsCall::nominate { pool_id, validators });
	}
	for index in 0..OTHERS {
		does(&rich("other", index), enter());
	}
	does(&who, enter());
	for era in 0..10 {
		Staking::set_era(era);
		let other = rich("other", era);
		does(&other, leave(&other));
		assert_ok!(Balances::mint_into(&NominationPools::generate_reward_account(POOL), UNIT));
	}
	Staking::set_era(10);
	who
}

pub fn join() -> Case {
	pools();
	Case::new(rich("joiner", 0), enter())
}

pub fn unbond() -> Case {
	let who = pools();
	let call = leave(&who);
	Case::new(who, call)
}

pub fn withdraw_unbonded() -> Case {
	pools();
	let who = rich("other", 0);
	let member_account = who.clone().into();
	Case::new(who, PoolsCall::withdraw_unbonded { member_account, num_slashing_spans: 0 })
}

pub fn claim_payout() -> Case {
	Case::new(pools(), PoolsCall::claim_payout {})
}

/// A pool of asset-rewards with money, in which the caller has staked.
fn rewarded() -> AccountId {
	let (who, root) = (caller(), RuntimeOrigin::root());
	let (staked, rewarded) = (RewardedAssets::staked_asset(), RewardedAssets::reward_asset());
	for asset in [staked, rewarded] {
		assert_ok!(PeerAssets::force_create(root.clone(), asset, who.clone().into(), true, 1));
	}
	let (expiry, rate) = (DispatchTime::At(1_000_000), UNIT);
	let [staking, paying] = [staked, rewarded].map(Box::new);
	assert_ok!(AssetRewards::create_pool(root, staking, paying, rate, expiry, None));
	assert_ok!(PeerAssets::mint_into(rewarded, &who, 1_000_000 * UNIT));
	does(&who, AssetRewardsCall::deposit_reward_tokens { pool_id: 0, amount: 999_999 * UNIT });
	for who in (0..OTHERS).map(|index| rich("other", index)).chain([who.clone()]) {
		assert_ok!(PeerAssets::mint_into(staked, &who, 10 * AMOUNT));
		does(&who, AssetRewardsCall::stake { pool_id: 0, amount: AMOUNT });
	}
	System::set_block_number(System::block_number() + 10);
	who
}

pub fn asset_stake() -> Case {
	Case::new(rewarded(), AssetRewardsCall::stake { pool_id: 0, amount: AMOUNT })
}

pub fn harvest_rewards() -> Case {
	Case::new(rewarded(), AssetRewardsCall::harvest_rewards { pool_id: 0, staker: None })
}

/// The second item of a collection that asks for no deposits, as that of positions does.
pub fn mint() -> Case {
	let who = caller();
	let collection =
		NftCollection::<Runtime>::create_collection(&who, b"").expect("there is a number");
	assert_ok!(NftCollection::<Runtime>::mint(collection, 0, &who, b"an item"));
	let (mint_to, witness_data) = (who.clone().into(), None);
	Case::new(who, NftsCall::mint { collection, item: 1, mint_to, witness_data })
}

/// Of a validator and a page of nominators.
pub fn apply_slash() -> Case {
	let (who, validator, part) = (caller(), rich("validator", 0), UNIT);
	bond(&validator);
	let others = (0..PAGE).map(|index| rich("nominator", index));
	let others = others.inspect(bond).map(|who| (who, part)).collect();
	let slash_era = 0;
	let slash_key = (validator.clone(), Perbill::from_percent(1), 0);
	let slash = UnappliedSlash::<Runtime> {
		validator,
		own: part,
		others: WeakBoundedVec::force_from(others, None),
		reporter: None,
		payout: 0,
	};
	UnappliedSlashes::<Runtime>::insert(slash_era, &slash_key, slash);
	Case::new(who, StakingCall::apply_slash { slash_era, slash_key })
}

pub fn transfer_keep_alive() -> Case {
	let dest = rich("other", 0).into();
	Case::new(caller(), BalancesCall::transfer_keep_alive { dest, value: UNIT })
}
