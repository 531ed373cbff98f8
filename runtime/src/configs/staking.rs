// SPDX-License-Identifier: Apache-2.0

//! Bulwark itself.

use crate::{
	assets::{AssetKind, NativeAndAssets},
	presets::{GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	units::UNIT,
	AccountId, Balance, Balances, OperatorStaking, Restaking, Runtime, RuntimeHoldReason, Session,
	StakingRewards, Timestamp,
};
use bulwark_traits::{SetAcknowledgements, SetMessenger, SetNotice};
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32, Contains},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::Power;
use sp_runtime::traits::{AccountIdConversion, Convert};

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

/// What stake weighs: a unit of power is a unit of the native token, a USDX weighs as much as a BULW, and a GOLD as
/// 2 000. A chain with markets would ask a price feed, an averaged and slow one: power decides who serves.
pub struct StakePower;
impl Convert<(AssetKind, Balance), Power> for StakePower {
	fn convert((asset, amount): (AssetKind, Balance)) -> Power {
		match asset {
			AssetKind::Native => amount,
			AssetKind::WithId(USDX) => amount.saturating_mul(UNIT / USDX_UNIT),
			AssetKind::WithId(GOLD) => amount / (GOLD_UNIT / (2_000 * UNIT)),
			AssetKind::WithId(_) => 0,
		}
	}
}

/// Follows the active set on this chain itself: the way to it is short and safe, so what is announced is known.
/// A bridge would queue the notice, and acknowledge when the other side has answered.
pub struct LocalMessenger;
impl SetMessenger<AccountId> for LocalMessenger {
	fn announce(notice: SetNotice<AccountId>) {
		let follower = local_follower();
		if OperatorStaking::acknowledged(follower.clone()) < Some(notice.epoch) {
			let noted = OperatorStaking::acknowledge(&follower, notice.epoch);
			frame_support::defensive_assert!(noted.is_ok(), "the epoch has begun");
		}
	}
}

/// In whose name the local messenger acknowledges.
pub fn local_follower() -> AccountId {
	PalletId(*b"bw/local").into_account_truncating()
}

impl pallet_operator_staking::Config for Runtime {
	type Assets = NativeAndAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = StakeAssets;
	type Power = StakePower;
	type Liability = Restaking;
	type Observer = StakingRewards;
	type Messenger = LocalMessenger;
	type Keys = Session;
	type AdminOrigin = EnsureRoot<AccountId>;
	type PlainPoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	// Everybody may say what it knows; whose word counts is for those to say who act on it.
	type FollowerOrigin = EnsureSigned<AccountId>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<7>;
	type Bond = ConstU128<{ 1_000 * UNIT }>;
	type MaxPools = ConstU32<4>;
	type MaxOperators = ConstU32<256>;
	type CurePeriod = ConstU32<2>;
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
