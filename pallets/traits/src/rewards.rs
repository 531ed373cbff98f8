// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{EpochIndex, PoolId};
use sp_runtime::DispatchError;

/// Whom a reward is for.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	codec::Encode,
	codec::Decode,
	codec::DecodeWithMemTracking,
	scale_info::TypeInfo,
	codec::MaxEncodedLen,
)]
pub enum Payee<AccountId> {
	/// Those in force in a pool.
	#[codec(index = 0)]
	Pool(PoolId),
	/// Those in force behind an operator, pool by pool according to their power.
	#[codec(index = 1)]
	Operator(AccountId),
}

/// Takes rewards for stakers from whoever has them.
pub trait RewardSink<AccountId> {
	/// Money of one asset.
	type Money;

	/// Divides money among those who were in force in an epoch, the operator's commission first. What is refused
	/// comes back with the reason: the asset is not listed, the epoch is too old or has not begun.
	fn reward(
		to: Payee<AccountId>,
		earned_in: EpochIndex,
		money: Self::Money,
	) -> Result<(), (Self::Money, DispatchError)>;
}
