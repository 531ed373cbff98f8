// SPDX-License-Identifier: Apache-2.0

//! Operators, pools and stake.

use crate::{
	accounts::{local_follower, treasury},
	assets::{AssetKind, NativeAndAssets, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	units::UNIT,
	AccountId, Balances, Restaking, Rollup, Runtime, RuntimeHoldReason, StakingRewards, Timestamp,
};
use bulwark_runtime_common::Door;
use bulwark_traits::{SetAcknowledgements, SetChange, SetMessenger};
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32, Contains},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use pallet_operator_staking::Price;
use sp_runtime::{
	traits::{Convert, One, Zero},
	FixedPointNumber,
};

parameter_types! {
	/// Id of the pot that keeps all stake.
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	/// Name of the native token in the union of assets.
	pub const NativeAsset: AssetKind = AssetKind::Native;
	/// Account that receives slashed money, and pays for pools that `Root` opens.
	pub Treasury: AccountId = treasury();
}

/// Assets that can be staked: the native token, and the assets of the genesis, which nobody can freeze.
pub struct StakeAssets;
impl Contains<AssetKind> for StakeAssets {
	fn contains(asset: &AssetKind) -> bool {
		matches!(asset, AssetKind::Native | AssetKind::WithId(USDX | GOLD))
	}
}

/// Prices of stake: a unit of power is a unit of the native token, a USDX has as much power as a BULW, and a GOLD as much
/// as 2 000. A chain with markets would ask a price feed, an averaged and slow one: power decides who serves.
pub struct StakePower;
impl Convert<AssetKind, Price> for StakePower {
	fn convert(asset: AssetKind) -> Price {
		match asset {
			AssetKind::Native => Price::one(),
			AssetKind::WithId(USDX) => Price::saturating_from_rational(UNIT, USDX_UNIT),
			AssetKind::WithId(GOLD) => Price::saturating_from_rational(2_000 * UNIT, GOLD_UNIT),
			AssetKind::WithId(_) => Price::zero(),
		}
	}
}

/// Messenger to a follower on this chain itself, and to the rollup. The way to the follower is short and safe, so that it
/// acknowledges at once; a bridge would queue the change, and acknowledge when the other side has answered.
pub struct LocalMessenger;
impl SetMessenger<AccountId> for LocalMessenger {
	fn announce(change: SetChange<AccountId>) {
		let follower = local_follower();
		if Restaking::acknowledged_epoch(follower.clone()) < Some(change.epoch) {
			let noted = Restaking::acknowledge(&follower, change.epoch);
			frame_support::defensive_assert!(noted.is_ok(), "the epoch has begun");
		}
		Rollup::announce(change);
	}

	fn weight() -> Weight {
		<Restaking as SetAcknowledgements<AccountId>>::weight()
			.saturating_add(<Rollup as SetMessenger<AccountId>>::weight())
	}
}

impl pallet_operator_staking::Config for Runtime {
	type Assets = NativeAndAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = StakeAssets;
	type Power = StakePower;
	type Liability = Door<Restaking>;
	type Observer = Door<StakingRewards>;
	type Messenger = Door<LocalMessenger>;
	type AdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type StandalonePoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<7>;
	type Bond = ConstU128<{ 1_000 * UNIT }>;
	type MaxPools = ConstU32<4>;
	type PoolsPerIdleBlock = ConstU32<4>;
	type MaxAssets = ConstU32<16>;
	type MaxOperators = ConstU32<256>;
	type MinMembers = ConstU32<4>;
	type ReclaimPeriod = ConstU32<8>;
	type CurePeriod = ConstU32<2>;
	type WeightInfo = pallet_operator_staking::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
