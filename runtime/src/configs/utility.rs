// SPDX-License-Identifier: Apache-2.0

//! Calls that make other calls: batches, proxies, multisigs, sudo.

use crate::{units::deposit, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use pallet_staking_rewards::{Beneficiary, Call as RewardsCall};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

/// What a proxy may do in the name of the account that appointed it.
///
/// Each kind but the first is a list of what is allowed: a pallet added later is closed to proxies
/// until somebody opens it.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything the account may do.
	#[codec(index = 0)]
	#[default]
	Any,
	/// Everything that cannot move money out of the account's reach.
	#[codec(index = 1)]
	NonTransfer,
	/// Only stop announced calls of other proxies: a key for the watchman.
	#[codec(index = 2)]
	CancelProxy,
	/// Stake, leave and withdraw, hold positions and claim, and run an operator. What it stakes can be slashed, so it is
	/// no part of `NonTransfer`. Where rewards go that it claims it does not say, it gives stakers nothing, and it pays no
	/// penalty and locks nothing that costs one to leave, nor says who gets those of others.
	#[codec(index = 3)]
	Staking,
}

/// Rewards that go elsewhere, money given to stakers, and penalties: all that could end with whoever has the proxy.
fn gives_away(call: &RewardsCall<Runtime>) -> bool {
	match call {
		RewardsCall::claim { to, .. } => to.is_some(),
		RewardsCall::stake { max_penalty, .. } | RewardsCall::unstake { max_penalty, .. } => {
			!max_penalty.is_zero()
		},
		RewardsCall::configure { offer, .. } => {
			matches!(offer.beneficiary, Beneficiary::Account(_))
		},
		RewardsCall::reward { .. } | RewardsCall::fund { .. } => true,
		_ => false,
	}
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			// Calls inside a batch pass through this filter again. Those of a multisig would not, so
			// they are left out.
			Self::NonTransfer => matches!(
				call,
				RuntimeCall::System(_)
					| RuntimeCall::Session(_)
					| RuntimeCall::Utility(_)
					| RuntimeCall::Proxy(_)
			),
			Self::Staking => {
				let sends_away =
					matches!(call, RuntimeCall::StakingRewards(call) if gives_away(call));
				// What an operator promises, and what anybody may do. A consumer's calls spend its money.
				let promises = matches!(
					call,
					RuntimeCall::Restaking(
						pallet_restaking_slash::Call::set_cap { .. }
							| pallet_restaking_slash::Call::opt_in { .. }
							| pallet_restaking_slash::Call::opt_out { .. }
							| pallet_restaking_slash::Call::prune { .. }
							| pallet_restaking_slash::Call::settle { .. }
							| pallet_restaking_slash::Call::claim_bounty { .. }
					)
				);
				promises
					|| matches!(
						call,
						RuntimeCall::OperatorStaking(_)
							| RuntimeCall::StakingRewards(_)
							| RuntimeCall::Utility(_)
					) && !sends_away
			},
			Self::CancelProxy => matches!(
				call,
				RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
					| RuntimeCall::Utility(
						pallet_utility::Call::batch { .. } | pallet_utility::Call::batch_all { .. }
					)
			),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(a, b) if a == b => true,
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(Self::NonTransfer, Self::CancelProxy) => true,
			_ => false,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ConstU128<{ deposit(1, 8) }>;
	type ProxyDepositFactor = ConstU128<{ deposit(0, 37) }>;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = ConstU128<{ deposit(1, 8) }>;
	type AnnouncementDepositFactor = ConstU128<{ deposit(0, 68) }>;
	type BlockNumberProvider = System;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = ConstU128<{ deposit(1, 88) }>;
	type DepositFactor = ConstU128<{ deposit(0, 32) }>;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
