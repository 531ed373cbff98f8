// SPDX-License-Identifier: Apache-2.0

use crate::Epochs;
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{
	Balance, BaseTerms, Buckets, Departure, EpochIndex, Horizon, OptInsAtLock, PoolId, Price,
	RewardWeights, Worth,
};
use derive_where::derive_where;
use frame_support::traits::Defensive;
use sp_runtime::{traits::Get, DispatchError};

/// Names the stake of a staker in a pool, unbonding stake included, or what it has on its way to another pool.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StakeRef<AccountId> {
	/// The pool.
	pub pool_id: PoolId,
	/// The staker.
	pub staker: AccountId,
	/// The pool that it goes to, if it is on its way.
	pub to: Option<PoolId>,
}

/// A pool as others need to know it.
#[derive_where(Clone, PartialEq, Eq, Debug; AccountId, AssetId, S: Get<u32>)]
pub struct PoolInfo<AccountId, AssetId, S: Get<u32>> {
	/// The pool.
	pub pool_id: PoolId,
	/// The asset that is staked.
	pub asset: AssetId,
	/// The operator that it stands behind; none for a standalone pool.
	pub operator: Option<AccountId>,
	/// The least deposit, and the least stake that a staker may leave in the pool, in units of the asset.
	pub minimum: Balance,
	/// The reward weight of stake without a position, for good.
	pub base: BaseTerms,
	/// The present epoch, and how far back the pool's stake can be asked for.
	pub horizon: Horizon,
	/// The stake by cohort, as it was when something about the pool changed last.
	pub stored: Buckets<S>,
}

impl<AccountId, AssetId, S: Get<u32>> PoolInfo<AccountId, AssetId, S> {
	/// The end of all its stake, if it closed.
	pub fn departure(&self) -> Option<Departure> {
		self.stored.departure()
	}

	/// The stake, matured as of an epoch: the present one, or an earlier one back to the last in which
	/// [`StakeObserver::before_change`](crate::StakeObserver::before_change) was called for the pool.
	pub fn stake(&self, as_of: EpochIndex) -> Buckets<S> {
		let mut stake = self.stored.clone();
		let at = Horizon { now: as_of, ..self.horizon };
		let matured = stake.mature(at, &mut Default::default());
		matured.map(|()| stake).defensive_unwrap_or_default()
	}
}

/// The pools of a keeper as others need to know them.
pub type PoolInfoOf<AccountId, AssetId, Stake> =
	PoolInfo<AccountId, AssetId, <Stake as StakePools<AccountId, AssetId>>::MaxBuckets>;

/// Answers everything that can be asked of pools: who has them answers as the clock has it, whoever touched them last.
/// Who asks has read the clock, and says which epoch is the present one: a call reads it once.
///
/// Its cost is part of what its user measures: who divides rewards by stake cannot be weighed without any.
pub trait StakePools<AccountId, AssetId>: Epochs {
	/// W + 2.
	type MaxBuckets: Get<u32>;

	/// A pool. Looks at nothing but its record.
	fn pool(
		pool_id: PoolId,
		now: EpochIndex,
	) -> Option<PoolInfo<AccountId, AssetId, Self::MaxBuckets>>;

	/// True if a pool takes stake: it is open and its operator, if it has one, is active.
	fn is_active(pool: &PoolInfo<AccountId, AssetId, Self::MaxBuckets>) -> bool;

	/// True if anybody but its operator has stake in a pool, pending stake included and unbonding stake not. What the pool
	/// offers next then concerns others.
	fn has_others(pool_id: PoolId) -> bool;

	/// The opt-ins of an operator as they are known to whoever locks stake in one of its pools now.
	fn lock_begin(operator: &AccountId, now: EpochIndex) -> OptInsAtLock;

	/// True if an operator announced after the begin of a lock, and in an earlier epoch, that its pools will be able to lose
	/// more than the owner of the lock agreed to, and they cannot yet.
	fn waives(
		operator: &AccountId,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool;

	/// The exits of a pool that were asked for in an epoch or later, up to another: none is empty. `Corruption` if they do
	/// not decode.
	fn exits(
		pool_id: PoolId,
		first: EpochIndex,
		last: EpochIndex,
	) -> Result<BTreeMap<EpochIndex, Buckets<Self::MaxBuckets>>, DispatchError>;

	/// The reward weights of a staker, followed as of an epoch: the present one, or one to come if nothing happens until
	/// then. `Corruption` if its stake does not decode, an error if there is no such pool: what a staker has earned is the sum of
	/// what was settled and of what these weights have accrued, and neither means anything alone.
	fn reward_weights(
		stake: &StakeRef<AccountId>,
		as_of: EpochIndex,
	) -> Result<RewardWeights, DispatchError>;

	/// The value of a staker's lots. `Corruption` if they do not decode, an error if there is no such pool.
	fn value(pool_id: PoolId, staker: &AccountId, now: EpochIndex) -> Result<Worth, DispatchError>;

	/// The pools of an operator.
	fn pools_of(operator: &AccountId) -> Vec<PoolId>;

	/// The pools of an operator, of one that has gone too: what was earned behind it still comes in.
	fn pools_ever_of(operator: &AccountId) -> Vec<PoolId>;

	/// Everybody who has reward weight in a pool. Reads all of them: for checks.
	fn stakers(pool_id: PoolId) -> Vec<StakeRef<AccountId>>;

	/// The price of an asset in an epoch, by which its units are compared with those of another: as it was noted when the
	/// epoch was elected, or the next one if that epoch had no block; today's if neither was.
	fn price(asset: &AssetId, epoch: EpochIndex, now: EpochIndex) -> Price;
}

/// The smallest number of buckets that a pool of a chain without pools could have.
pub struct NoBuckets;
impl Get<u32> for NoBuckets {
	fn get() -> u32 {
		3
	}
}

/// There are no pools.
impl<AccountId, AssetId> StakePools<AccountId, AssetId> for () {
	type MaxBuckets = NoBuckets;

	fn pool(_: PoolId, _: EpochIndex) -> Option<PoolInfo<AccountId, AssetId, NoBuckets>> {
		None
	}

	fn is_active(_: &PoolInfo<AccountId, AssetId, NoBuckets>) -> bool {
		false
	}

	fn has_others(_: PoolId) -> bool {
		false
	}

	fn lock_begin(_: &AccountId, _: EpochIndex) -> OptInsAtLock {
		OptInsAtLock::default()
	}

	fn waives(_: &AccountId, _: EpochIndex, _: &OptInsAtLock, _: EpochIndex) -> bool {
		false
	}

	fn exits(
		_: PoolId,
		_: EpochIndex,
		_: EpochIndex,
	) -> Result<BTreeMap<EpochIndex, Buckets<NoBuckets>>, DispatchError> {
		Ok(BTreeMap::new())
	}

	fn reward_weights(
		_: &StakeRef<AccountId>,
		_: EpochIndex,
	) -> Result<RewardWeights, DispatchError> {
		Ok(RewardWeights::default())
	}

	fn value(_: PoolId, _: &AccountId, _: EpochIndex) -> Result<Worth, DispatchError> {
		Ok(Worth::default())
	}

	fn pools_of(_: &AccountId) -> Vec<PoolId> {
		Vec::new()
	}

	fn pools_ever_of(_: &AccountId) -> Vec<PoolId> {
		Vec::new()
	}

	fn stakers(_: PoolId) -> Vec<StakeRef<AccountId>> {
		Vec::new()
	}

	fn price(_: &AssetId, _: EpochIndex, _: EpochIndex) -> Price {
		Price::default()
	}
}
