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
	/// comes back with the reason: nobody was active, the asset is not listed, the epoch is too old or has not begun.
	///
	/// `may_list` says whose money it is: a programme's, the chain's, or that of a consumer to which the operator was
	/// opted in may list its asset where it is not listed yet.
	fn reward(
		to: Payee<AccountId>,
		earned_in: EpochIndex,
		money: Money,
		may_list: bool,
	) -> Result<(), (Money, DispatchError)>;

	/// The same, but money for an epoch in which nobody was active is not refused: it goes where the chain wants such
	/// money.
	fn reward_or_give_up(
		to: Payee<AccountId>,
		earned_in: EpochIndex,
		money: Money,
		may_list: bool,
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
		_: bool,
	) -> Result<(), (Money, DispatchError)> {
		Err((money, DispatchError::Unavailable))
	}

	fn reward_or_give_up(
		_: Payee<AccountId>,
		_: EpochIndex,
		money: Money,
		_: bool,
	) -> Result<(), (Money, DispatchError)> {
		Err((money, DispatchError::Unavailable))
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
