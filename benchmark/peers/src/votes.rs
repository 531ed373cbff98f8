// SPDX-License-Identifier: Apache-2.0

//! Votes of staked money, as `bulwark-votes` wires them, in polls of which there is none: what a payment costs beside itself.

use crate::{
	AccountId, Balance, Balances, BlockNumber, OperatorStaking, Runtime, RuntimeEvent, System,
};
use alloc::vec::Vec;
use bulwark_votes::{weights::SubstrateWeight, ConvictionLock, VotingPower, WithStake};
use frame_support::traits::{ConstU32, PollStatus, Polling, TotalIssuanceOf};
use pallet_conviction_voting::TallyOf;
use sp_runtime::DispatchError;

/// The most pools whose stake votes.
type MostPools = ConstU32<8>;

impl pallet_conviction_voting::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = WithStake<
		pallet_conviction_voting::weights::SubstrateWeight<Runtime>,
		SubstrateWeight<Runtime>,
		OperatorStaking,
		MostPools,
		AccountId,
	>;
	type Currency = VotingPower<Balances, OperatorStaking, MostPools>;
	type Polls = NoPolls;
	type MaxTurnout = TotalIssuanceOf<Balances, AccountId>;
	type MaxVotes = ConstU32<512>;
	type VoteLockingPeriod = ConstU32<1>;
	type BlockNumberProvider = System;
	type VotingHooks = ();
}

impl bulwark_votes::benchmarking::Config for Runtime {
	type Money = Balances;
	type Lock = ConvictionLock<Runtime, Balances, SubstrateWeight<Runtime>>;
}

/// Sixteen classes of polls, as many as the live networks have, and no poll.
pub struct NoPolls;
impl Polling<TallyOf<Runtime>> for NoPolls {
	type Index = u32;
	type Votes = Balance;
	type Class = u16;
	type Moment = BlockNumber;

	fn classes() -> Vec<u16> {
		(0..16).collect()
	}

	fn as_ongoing(_: u32) -> Option<(TallyOf<Runtime>, u16)> {
		None
	}

	fn access_poll<R>(
		_: u32,
		access: impl FnOnce(PollStatus<&mut TallyOf<Runtime>, BlockNumber, u16>) -> R,
	) -> R {
		access(PollStatus::None)
	}

	fn try_access_poll<R>(
		_: u32,
		access: impl FnOnce(
			PollStatus<&mut TallyOf<Runtime>, BlockNumber, u16>,
		) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		access(PollStatus::None)
	}

	fn create_ongoing(_: u16) -> Result<u32, ()> {
		Err(())
	}

	fn end_ongoing(_: u32, _: bool) -> Result<(), ()> {
		Err(())
	}
}
