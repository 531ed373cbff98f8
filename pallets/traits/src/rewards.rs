// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{EpochIndex, PoolId};
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

/// Takes rewards for stakers from whoever has them.
pub trait RewardSink<AccountId, Money> {
	/// Divides money among the stake that was active in an epoch, the operator's commission first. What is refused
	/// comes back with the reason: the asset is not listed, the epoch is too old or has not begun.
	fn reward(
		to: Payee<AccountId>,
		earned_in: EpochIndex,
		money: Money,
	) -> Result<(), (Money, DispatchError)>;

	/// The most that one reward costs.
	fn weight() -> Weight;
}

/// Nobody divides rewards: all are refused.
impl<AccountId, Money> RewardSink<AccountId, Money> for () {
	fn reward(
		_: Payee<AccountId>,
		_: EpochIndex,
		money: Money,
	) -> Result<(), (Money, DispatchError)> {
		Err((money, DispatchError::Unavailable))
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
