// SPDX-License-Identifier: Apache-2.0

//! Proxies: accounts that may make some of the calls of another one.

use super::effects::{self, Effect};
use crate::{units::deposit, Balances, Runtime, RuntimeCall, RuntimeEvent, System};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

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
	/// Stakes, moves, unstakes and withdraws stake of the account, opens positions that leave without a penalty, and claims
	/// to the account: everything stays its own, and nothing is promised, locked or ended. The stake can be slashed, so these
	/// calls are no part of `NonTransfer`.
	#[codec(index = 3)]
	Staking,
	/// Keeps an operator at work: nodes, session keys, the key and the batches of a sequencer, a full bond, the end of a
	/// suspension for idleness. A key for a server: it can lose the bond by bad work, as any key of a machine can, but changes
	/// no commission, offer, opt-in or slash cap, and ends nothing.
	#[codec(index = 4)]
	Operating,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	/// Calls inside a batch pass through this filter again. Those of a multisig would not, so they are left out of every
	/// kind but the first.
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => matches!(
				call,
				RuntimeCall::System(_)
					| RuntimeCall::Session(_)
					| RuntimeCall::Utility(_)
					| RuntimeCall::Proxy(_)
			),
			Self::CancelProxy => matches!(
				call,
				RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
					| RuntimeCall::Utility(
						pallet_utility::Call::batch { .. } | pallet_utility::Call::batch_all { .. }
					)
			),
			Self::Staking => {
				is_batch(call) || matches!(effect(call), Effect::Open | Effect::Stakes)
			},
			Self::Operating => {
				is_batch(call) || matches!(effect(call), Effect::Open | Effect::Operates)
			},
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

fn is_batch(call: &RuntimeCall) -> bool {
	use pallet_utility::Call::{batch, batch_all, force_batch};
	matches!(call, RuntimeCall::Utility(batch { .. } | batch_all { .. } | force_batch { .. }))
}

/// Effect of a call on the account. What no pallet of Bulwark does is the account's own to do, but for the keys of authors.
fn effect(call: &RuntimeCall) -> Effect {
	match call {
		RuntimeCall::OperatorStaking(call) => effects::of_staking(call),
		RuntimeCall::StakingRewards(call) => effects::of_rewards(call),
		RuntimeCall::Restaking(call) => effects::of_restaking(call),
		RuntimeCall::Programmes(call) => effects::of_programmes(call),
		RuntimeCall::Rollup(call) => effects::of_rollup(call),
		RuntimeCall::Session(_) => Effect::Operates,
		_ => Effect::Binds,
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
