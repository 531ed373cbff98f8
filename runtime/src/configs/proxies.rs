// SPDX-License-Identifier: Apache-2.0

//! Proxies: accounts that may make some of the calls of another one.

use crate::{units::deposit, Balances, Runtime, RuntimeCall, RuntimeEvent, System};
use bulwark_runtime_common::{Proxied, ProxiedCall, ProxyType};
use bulwark_traits::Effect;
use frame_support::traits::{ConstU128, ConstU32};
use sp_runtime::traits::BlakeTwo256;

impl Proxied for RuntimeCall {
	fn as_proxied(&self) -> ProxiedCall {
		use pallet_utility::Call::{batch, batch_all, force_batch};
		match self {
			Self::Utility(batch { .. } | batch_all { .. } | force_batch { .. }) => {
				ProxiedCall::Batch
			},
			Self::Proxy(pallet_proxy::Call::reject_announcement { .. }) => ProxiedCall::Rejection,
			Self::Session(_) => ProxiedCall::Keys,
			Self::System(_) | Self::Utility(_) | Self::Proxy(_) => ProxiedCall::NoTransfer,
			Self::OperatorStaking(call) => ProxiedCall::Of(call.effect()),
			Self::StakingRewards(call) => ProxiedCall::Of(call.effect()),
			Self::Restaking(call) => ProxiedCall::Of(call.effect()),
			Self::Programmes(call) => ProxiedCall::Of(call.effect()),
			Self::Rollup(call) => ProxiedCall::Of(call.effect()),
			_ => ProxiedCall::Of(Effect::Binds),
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
