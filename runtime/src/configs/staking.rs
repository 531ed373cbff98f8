// SPDX-License-Identifier: Apache-2.0

//! Bulwark itself.

use crate::{
	assets::{AssetKind, NativeAndAssets},
	presets::{GOLD, USDX},
	units::UNIT,
	AccountId, Balances, Runtime, RuntimeHoldReason, Timestamp,
};
use frame_support::{
	parameter_types,
	traits::{tokens::imbalance::ResolveAssetTo, ConstU128, ConstU32, Contains},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use sp_runtime::traits::AccountIdConversion;

parameter_types! {
	/// Keeps all stake.
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	/// How the union of assets names the native token.
	pub const NativeAsset: AssetKind = AssetKind::Native;
	/// Receives what is slashed, and pays for what `Root` opens.
	pub Treasury: AccountId = treasury();
}

/// The treasury's account.
pub fn treasury() -> AccountId {
	PalletId(*b"bw/treas").into_account_truncating()
}

/// What can be staked: the native token, and the assets of the genesis, which nobody can freeze.
pub struct StakeAssets;
impl Contains<AssetKind> for StakeAssets {
	fn contains(asset: &AssetKind) -> bool {
		matches!(asset, AssetKind::Native | AssetKind::WithId(USDX | GOLD))
	}
}

impl pallet_operator_staking::Config for Runtime {
	type Assets = NativeAndAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnSlash = ResolveAssetTo<Treasury, NativeAndAssets>;
	type StakeAssets = StakeAssets;
	// Nobody keeps promises yet: every exit waits for the whole window.
	type Liability = ();
	type AdminOrigin = EnsureRoot<AccountId>;
	type PlainPoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type SlashOrigin = EnsureRoot<AccountId>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<7>;
	type Bond = ConstU128<{ 1_000 * UNIT }>;
	type MaxPools = ConstU32<4>;
	type WeightInfo = pallet_operator_staking::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// The assets of the genesis, and the wall clock set by hand.
#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_operator_staking::BenchmarkHelper<AssetKind, AccountId> for Helper {
	fn asset(index: u32) -> AssetKind {
		match index {
			0 => AssetKind::Native,
			1 => AssetKind::WithId(USDX),
			_ => AssetKind::WithId(GOLD),
		}
	}

	fn fund(asset: &AssetKind, who: &AccountId, amount: crate::Balance) {
		use frame_support::traits::fungibles::Mutate;
		NativeAndAssets::mint_into(asset.clone(), who, amount)
			.expect("the asset is there and has room");
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
