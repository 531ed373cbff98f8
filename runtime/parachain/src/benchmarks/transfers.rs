// SPDX-License-Identifier: Apache-2.0

//! What the benchmarks of pallet-xcm need: a channel to the chain that keeps the reserves, and money to send there.

use crate::{
	assets::{AssetKind, ForeignAsset, NativeAndAssets, Places},
	configs::{messages::DeliveryPrice, xcm::XcmConfig},
	units::{EXISTENTIAL_DEPOSIT, UNIT},
	AccountId, ParachainSystem, Runtime, RuntimeCall,
};
use alloc::{boxed::Box, vec, vec::Vec};
use cumulus_primitives_core::ParaId;
use frame_benchmarking::whitelisted_caller;
use frame_support::{
	parameter_types,
	traits::fungibles::{Inspect, Mutate},
};
use polkadot_runtime_common::xcm_sender::ToParachainDeliveryHelper;
use xcm::latest::prelude::*;

parameter_types! {
	/// The chain that keeps the reserves.
	pub ReserveChain: ParaId = match ForeignAsset::Usdt.reserve().interior().first() {
		Some(Parachain(id)) => ParaId::from(*id),
		_ => unreachable!("a parachain keeps it"),
	};
	/// What an account of the native token begins with.
	pub LeastBalance: Option<Asset> = Some((Here, EXISTENTIAL_DEPOSIT).into());
}

impl pallet_xcm::benchmarking::Config for Runtime {
	type DeliveryHelper = ToParachainDeliveryHelper<
		XcmConfig,
		LeastBalance,
		DeliveryPrice,
		ReserveChain,
		ParachainSystem,
	>;

	fn reachable_dest() -> Option<Location> {
		Some(ForeignAsset::Usdt.reserve())
	}

	fn reserve_transferable_asset_and_dest() -> Option<(Asset, Location)> {
		Some(((Here, UNIT).into(), ForeignAsset::Usdt.reserve()))
	}

	// Two ways at once: the native token, which pays over there, stays here in reserve; the other goes back to its reserve.
	fn set_up_complex_asset_transfer() -> Option<(Assets, u32, Location, Box<dyn FnOnce()>)> {
		let who: AccountId = whitelisted_caller();
		let sent = ForeignAsset::Usdt.unit();
		let kind = AssetKind::WithId(ForeignAsset::Usdt);
		for (kind, amount) in [(AssetKind::Native, 1_000 * UNIT), (kind.clone(), 2 * sent)] {
			NativeAndAssets::mint_into(kind, &who, amount)
				.expect("the asset is there and has room");
		}
		let assets: Vec<Asset> =
			vec![(Here, UNIT).into(), (ForeignAsset::Usdt.location(), sent).into()];
		let verify = move || assert_eq!(NativeAndAssets::balance(kind, &who), sent);

		Some((assets.into(), 0, ForeignAsset::Usdt.reserve(), Box::new(verify)))
	}

	fn get_asset() -> Asset {
		(Here, UNIT).into()
	}

	// All that there are, however few are asked for: no claim has more.
	fn get_assets(_: u32) -> Assets {
		let all: Vec<Asset> = Places::locations().map(|place| (place, UNIT).into()).collect();
		all.into()
	}

	fn batch_call(calls: Vec<RuntimeCall>) -> Option<RuntimeCall> {
		Some(pallet_utility::Call::batch { calls }.into())
	}
}
