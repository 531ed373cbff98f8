// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{Balance, EpochIndex, PoolId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Weight};

/// The stakers that a reward is for.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Payee<AccountId> {
	/// The active stake of a pool.
	#[codec(index = 0)]
	Pool(PoolId),
	/// The active stake behind an operator, pool by pool according to their power.
	#[codec(index = 1)]
	Operator(AccountId),
}

/// Rewards for the stake that was active in an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reward<AccountId, AssetId> {
	/// The stakers.
	pub to: Payee<AccountId>,
	/// The asset that is paid.
	pub asset: AssetId,
	/// Amount, of which the operator's commission comes off first.
	pub amount: Balance,
	/// The epoch for which it is paid.
	pub earned_in: EpochIndex,
	/// True if pools may list the asset for it where it is not listed yet: money of a programme, of the chain, or of a
	/// consumer to which the operator was opted in.
	pub may_list: bool,
}

/// Takes rewards for stakers from whoever has them.
pub trait RewardSink<AccountId, AssetId, Money> {
	/// Divides a reward among the stake that was active in an epoch, and takes its money last, when nothing else can
	/// refuse it: nobody was active, the asset is not listed, the epoch is too old or has not begun. Nothing has happened
	/// if it is refused. Returns the weight of what it did.
	fn reward(
		reward: Reward<AccountId, AssetId>,
		take: impl FnOnce() -> Result<Money, DispatchError>,
	) -> Result<Weight, DispatchError>;

	/// The same, but money for an epoch in which nobody was active is not refused: it goes where the chain wants such
	/// money.
	fn reward_or_give_up(
		reward: Reward<AccountId, AssetId>,
		take: impl FnOnce() -> Result<Money, DispatchError>,
	) -> Result<Weight, DispatchError>;

	/// The most that one reward costs.
	fn weight() -> Weight;
}

/// Nobody divides rewards: all are refused.
impl<AccountId, AssetId, Money> RewardSink<AccountId, AssetId, Money> for () {
	fn reward(
		_: Reward<AccountId, AssetId>,
		_: impl FnOnce() -> Result<Money, DispatchError>,
	) -> Result<Weight, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn reward_or_give_up(
		_: Reward<AccountId, AssetId>,
		_: impl FnOnce() -> Result<Money, DispatchError>,
	) -> Result<Weight, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
