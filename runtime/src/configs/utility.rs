// SPDX-License-Identifier: Apache-2.0

//! Calls that make other calls: batches, proxies, multisigs, sudo.

use crate::{units::deposit, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use pallet_staking_rewards::{Call as RewardsCall, Destination};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

/// Kinds of proxies, by the calls that they may make for the account that appointed them.
///
/// Each kind but the first is a list of allowed calls: a pallet that is added later is closed to proxies until somebody
/// opens it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ProxyType {
	/// All calls of the account.
	#[codec(index = 0)]
	#[default]
	Any,
	/// Calls that cannot move money out of the account's reach.
	#[codec(index = 1)]
	NonTransfer,
	/// Calls that stop announced calls of other proxies: a key for a watchman.
	#[codec(index = 2)]
	CancelProxy,
	/// Stakes, unstakes and withdraws, owns positions and claims, and runs an operator. The stake can be slashed, so these
	/// calls are no part of `NonTransfer`. It cannot send claimed rewards to another account, pay rewards to stakers, pay a
	/// penalty, lock stake that costs a penalty to leave, or name an account as the destination of penalties.
	#[codec(index = 3)]
	Staking,
}

/// True for rewards that go to another account, money given to stakers, and penalties: all that could end with whoever
/// has the proxy.
fn gives_away(call: &RewardsCall<Runtime>) -> bool {
	match call {
		RewardsCall::claim { to, .. } => to.is_some(),
		RewardsCall::stake { max_penalty, .. } | RewardsCall::unstake { max_penalty, .. } => {
			!max_penalty.is_zero()
		},
		RewardsCall::configure { offer, .. } => match offer.destination {
			Destination::Account(_) => true,
			Destination::Stakers | Destination::Treasury | Destination::Burn => false,
		},
		RewardsCall::reward { .. } | RewardsCall::fund_stream { .. } => true,
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
				// The opt-ins of an operator, and calls open to anybody. A consumer's calls spend its money.
				let opts_in = matches!(
					call,
					RuntimeCall::Restaking(
						pallet_restaking_slash::Call::set_slash_cap { .. }
							| pallet_restaking_slash::Call::opt_in { .. }
							| pallet_restaking_slash::Call::opt_out { .. }
							| pallet_restaking_slash::Call::prune { .. }
							| pallet_restaking_slash::Call::settle { .. }
							| pallet_restaking_slash::Call::claim_bounty { .. }
					)
				);
				// The nodes of an operator, and calls open to anybody. Reports are a reporter's word, and funding spends.
				let serves = matches!(
					call,
					RuntimeCall::Programmes(
						pallet_performance_programmes::Call::add_node { .. }
							| pallet_performance_programmes::Call::remove_node { .. }
							| pallet_performance_programmes::Call::finalise { .. }
							| pallet_performance_programmes::Call::report_idle { .. }
					)
				);
				opts_in
					|| serves || matches!(
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
