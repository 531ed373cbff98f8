// SPDX-License-Identifier: Apache-2.0

//! Votes: everybody with the money at home and the money that is staked.

use super::{
	referenda::{MAX_DECIDING, MAX_QUEUED},
	staking::{NativeAsset, StakePotAccount},
};
use crate::{
	assets::NativeAndAssets, units::DAYS, AccountId, Balances, OperatorStaking, Referenda, Runtime,
	RuntimeEvent, System,
};
use bulwark_votes::{ConvictionLock, PaidUnderLock, VotingPower, WithStake};
use frame_support::traits::{ConstU32, TotalIssuanceOf};

/// Pools of an account whose stake votes.
type MostPools = ConstU32<8>;

/// Money that votes: the balance of an account, and what it has itself staked.
pub type VotingMoney = VotingPower<Balances, OperatorStaking, MostPools>;

/// Lock of the votes of an account, on what it is paid of its stake.
pub type VotesLock =
	ConvictionLock<Runtime, Balances, bulwark_votes::weights::SubstrateWeight<Runtime>>;

/// The assets of staking: stake that is paid to a voter comes under the lock of its votes.
pub type StakeAssets = PaidUnderLock<NativeAndAssets, NativeAsset, StakePotAccount, VotesLock>;

impl pallet_conviction_voting::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = WithStake<
		pallet_conviction_voting::weights::SubstrateWeight<Runtime>,
		bulwark_votes::weights::SubstrateWeight<Runtime>,
		OperatorStaking,
		MostPools,
		AccountId,
	>;
	type Currency = VotingMoney;
	type Polls = Referenda;
	type MaxTurnout = TotalIssuanceOf<Balances, AccountId>;
	// As many as are decided and wait at once. Whoever delegates moves the votes of a delegate in all of them.
	type MaxVotes = ConstU32<{ MAX_DECIDING + MAX_QUEUED }>;
	// Longer than the shortest way from approval to enactment: who has decided lives with it.
	type VoteLockingPeriod = ConstU32<{ 7 * DAYS }>;
	type BlockNumberProvider = System;
	type VotingHooks = ();
}
