// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::{
	Amount, Balance, Buckets, Departure, EpochIndex, Fraction, Horizon, Multiplier, PoolId, Power,
	Weighted, Weights, Worth,
};
use sp_runtime::{traits::Get, DispatchError, DispatchResult};

/// Whose stake of a pool: what a holder has there and waits for, or what it has on the way to another pool.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stake<AccountId> {
	/// The pool.
	pub pool: PoolId,
	/// The holder.
	pub holder: AccountId,
	/// Where it goes, if it is on its way.
	pub to: Option<PoolId>,
}

/// A pool as others need to know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PoolInfo<AccountId, AssetId> {
	/// What is staked.
	pub asset: AssetId,
	/// Whom it stands behind.
	pub operator: Option<AccountId>,
	/// Whether it takes stake: it is open and its operator, if it has one, is active.
	pub is_active: bool,
	/// Whether its operator announced in an earlier epoch that it will be able to lose more: until it can, everybody
	/// may leave.
	pub widens: bool,
	/// The least deposit and the least remainder of a lot, in units of the asset.
	pub minimum: Balance,
	/// What a share of a holder without a position weighs.
	pub plain: Multiplier,
	/// When all of it leaves, if it closed.
	pub departure: Option<Departure>,
	/// The present epoch, and how far back the pool's stake can be asked for.
	pub horizon: Horizon,
}

/// Everything that can be asked of pools: who has them answers as the clock has it, whoever touched them last.
pub trait StakePools<AccountId> {
	/// What names an asset.
	type AssetId;
	/// W + 2.
	type MaxBuckets: Get<u32>;

	/// A pool.
	fn pool(pool: PoolId) -> Option<PoolInfo<AccountId, Self::AssetId>>;

	/// The stake of a pool, matured as of an epoch: the present one, or an earlier one back to the last in which
	/// [`StakeObserver::before_change`] was called for it. Empty if there is no such pool.
	fn stake(pool: PoolId, as_of: EpochIndex) -> Buckets<Self::MaxBuckets>;

	/// The exits of a pool that were asked for in an epoch.
	fn exits(pool: PoolId, asked: EpochIndex) -> Buckets<Self::MaxBuckets>;

	/// Where a holder's weight stands, followed as of an epoch: the present one, or one to come if nothing happens until
	/// then.
	fn weights(stake: &Stake<AccountId>, as_of: EpochIndex) -> Weights;

	/// What a holder's lots are worth.
	fn value(pool: PoolId, holder: &AccountId) -> Worth;

	/// The pools of an operator.
	fn pools_of(operator: &AccountId) -> Vec<PoolId>;

	/// Everybody who has weight in a pool. Reads all of them: for checks.
	fn holders(pool: PoolId) -> Vec<Stake<AccountId>>;

	/// What so many units of an asset weigh when they are compared with those of another.
	fn power(asset: Self::AssetId, amount: Balance) -> Power;
}

/// What became of stake that left for another account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unstake {
	/// Had not begun to count and went back at once, in units of the pool's asset.
	pub returned: Balance,
	/// Waits for its release as an exit of that account.
	pub exiting: Balance,
	/// Waits likewise, as an exit of whom the levy goes to; not part of `exiting`.
	pub levied: Balance,
	/// Until when.
	pub departure: Departure,
}

/// Stake under keys that are no accounts: nobody signs for them, nothing is ever paid to them.
pub trait StakeKeeper<AccountId>: StakePools<AccountId> {
	/// Money that has left the pools.
	type Money;

	/// Says what a share of a holder without a position weighs in a pool. Who is in it keeps the old weight until it
	/// stakes more.
	fn set_plain(pool: PoolId, multiplier: Multiplier) -> DispatchResult;

	/// Stakes a payer's money under a key, with a multiplier. Returns the epoch from which it counts. What stands
	/// under the key already has to have the same multiplier.
	fn stake_for(
		pool: PoolId,
		key: &AccountId,
		payer: &AccountId,
		amount: Balance,
		multiplier: Multiplier,
	) -> Result<EpochIndex, DispatchError>;

	/// Takes stake from under a key: an ordinary exit of the account it goes to, but for a part that is levied for
	/// another and waits beside it. Never refused for the state of pool or operator. What had not begun to count
	/// goes back to the account at once, and nothing of it is levied.
	fn unstake_for(
		pool: PoolId,
		key: &AccountId,
		amount: Amount,
		to: &AccountId,
		levy: Option<(Fraction, &AccountId)>,
	) -> Result<Unstake, DispatchError>;

	/// Gives the shares under a key another weight, from now on.
	fn reweigh(pool: PoolId, key: &AccountId, multiplier: Multiplier) -> DispatchResult;

	/// Moves stake from under one key to another. What stands there has to have the same multiplier.
	fn shift(pool: PoolId, from: &AccountId, to: &AccountId, amount: Amount) -> DispatchResult;

	/// Hands out what is released of exits that belong to a key; `None` if nothing is.
	fn collect(pool: PoolId, key: &AccountId) -> Result<Option<Self::Money>, DispatchError>;
}

/// Hears of everything that changes who is in force with what weight. It cannot fail: stake leaves whatever becomes
/// of rewards.
pub trait StakeObserver<AccountId> {
	/// Something about a pool is about to change, a slash for instance; nothing has been stored yet.
	fn before_change(pool: PoolId);

	/// Whether a name is a key: nobody signs for it, and nothing may be paid to it.
	fn is_key(who: &AccountId) -> bool;

	/// A holder's weight has changed: all of it before, as it was stored and has followed since, and all of it now.
	fn changed(stake: &Stake<AccountId>, before: &Weights, now: &[Weighted]);

	/// Makes as much work as there can be for whatever touches a pool next, as if that had not happened for long. What
	/// is called before there is any stake also prepares for it.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool: PoolId);
}

/// Nobody listens.
impl<AccountId> StakeObserver<AccountId> for () {
	fn before_change(_: PoolId) {}
	fn is_key(_: &AccountId) -> bool {
		false
	}
	fn changed(_: &Stake<AccountId>, _: &Weights, _: &[Weighted]) {}
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: PoolId) {}
}
