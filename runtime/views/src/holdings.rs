// SPDX-License-Identifier: Apache-2.0

//! Everything of an account, by pool.

use crate::{AssetIdOf, Rewards, Staking};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_traits::{Epochs, StakePools};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::fungibles::Inspect;
use pallet_operator_staking::{Balance, PoolId, StakeView};
use pallet_staking_rewards::{PositionView, RewardClaim};
use scale_info::TypeInfo;

/// Everything of an account in a pool.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct HoldingView<AccountId, AssetId> {
	/// Id of the pool.
	pub pool_id: PoolId,
	/// Asset that is staked.
	pub asset: AssetId,
	/// Operator of the pool; none for a standalone pool.
	pub operator: Option<AccountId>,
	/// Stake without a position, its unbonding part, and that on its way to other pools; none if there is none of it.
	pub stake: Option<StakeView>,
	/// Rewards of stake without a position that a claim pays now, in whole units of each asset.
	pub claimable: Vec<(AssetId, Balance)>,
	/// Commission that a claim pays now, in whole units of each asset, if the pool is or was the account's own.
	pub commission: Vec<(AssetId, Balance)>,
	/// Positions that the account owns in the pool, in ascending order, each with its own rewards.
	pub positions: Vec<PositionView<AccountId, AssetId>>,
}

impl<AccountId, AssetId> HoldingView<AccountId, AssetId> {
	fn is_empty(&self) -> bool {
		let Self { stake, claimable, commission, positions, .. } = self;
		stake.is_none() && claimable.is_empty() && commission.is_empty() && positions.is_empty()
	}
}

/// Everything of an account, by pool in ascending order. Pools in which it has nothing are left out.
pub fn holdings_of<T>(account: &T::AccountId) -> Vec<HoldingView<T::AccountId, AssetIdOf<T>>>
where
	T: pallet_operator_staking::Config
		+ pallet_staking_rewards::Config<Assets: Inspect<T::AccountId, AssetId = AssetIdOf<T>>>,
{
	let mut stakes: BTreeMap<_, _> = Staking::<T>::stakes_of(account.clone()).into_iter().collect();
	let mut positions = positions_of::<T>(account);
	let operated: BTreeSet<_> = Staking::<T>::pools_ever_of(account).into_iter().collect();
	let pool_ids: BTreeSet<_> = Rewards::<T>::reward_pools_of(account.clone())
		.into_iter()
		.chain(stakes.keys().copied())
		.chain(positions.keys().copied())
		.chain(operated.iter().copied())
		.collect();

	let now = Staking::<T>::now();
	let claimable = |claim| Rewards::<T>::available_reward(claim, now);
	let holding = |pool_id| {
		let pool = Staking::<T>::pool(pool_id)?;
		let is_own = operated.contains(&pool_id);
		Some(HoldingView {
			pool_id,
			asset: pool.asset,
			operator: pool.operator,
			stake: stakes.remove(&pool_id),
			claimable: claimable(RewardClaim::Stake { pool_id, staker: account.clone() }),
			commission: if is_own {
				claimable(RewardClaim::Commission(pool_id))
			} else {
				Vec::new()
			},
			positions: positions.remove(&pool_id).unwrap_or_default(),
		})
	};
	let holdings = pool_ids.into_iter().filter_map(holding);
	holdings.filter(|holding| !holding.is_empty()).collect()
}

/// Positions by pool.
type Positions<AccountId, AssetId> = BTreeMap<PoolId, Vec<PositionView<AccountId, AssetId>>>;

/// The positions of an account, by pool.
fn positions_of<T: pallet_staking_rewards::Config>(
	account: &T::AccountId,
) -> Positions<T::AccountId, pallet_staking_rewards::AssetIdOf<T>> {
	let mut positions = BTreeMap::<_, Vec<_>>::new();
	let ids = Rewards::<T>::positions_of(account.clone()).into_iter();
	for position in ids.filter_map(Rewards::<T>::position) {
		positions.entry(position.pool_id).or_default().push(position);
	}
	positions
}
