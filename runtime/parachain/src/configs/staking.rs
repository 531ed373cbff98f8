// SPDX-License-Identifier: Apache-2.0

//! Operators, pools and stake.

use super::{
	origins::{EmergencyOrigin, ParametersOrigin, TreasuryOrigin},
	votes::StakeAssets,
};
use crate::{
	accounts::treasury,
	assets::{AssetKind, ForeignAsset},
	units::UNIT,
	AccountId, Balances, OperatorStaking, Restaking, Rollup, Runtime, RuntimeHoldReason,
	SetMessages, StakingRewards, Timestamp,
};
use bulwark_runtime_common::Door;
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32, Everything},
	PalletId,
};
use pallet_operator_staking::Price;
use sp_runtime::{
	traits::{Convert, One},
	FixedPointNumber,
};

parameter_types! {
	/// Id of the pot that keeps all stake.
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	/// Account of the pot that keeps all stake.
	pub StakePotAccount: AccountId = OperatorStaking::pot();
	/// Name of the native token in the union of assets.
	pub const NativeAsset: AssetKind = AssetKind::Native;
	/// Account that receives slashed money, and pays for what the chain's own origins open.
	pub Treasury: AccountId = treasury();
}

/// Prices of stake: a unit of power is a unit of the native token, of which a token of the relay chain is worth fifty and a
/// dollar ten. A chain with markets would ask a price feed, an averaged and slow one: power decides who serves.
pub struct StakePower;
impl Convert<AssetKind, Price> for StakePower {
	fn convert(asset: AssetKind) -> Price {
		let of = |asset: ForeignAsset, natives| {
			Price::saturating_from_rational(natives * UNIT, asset.unit())
		};
		match asset {
			AssetKind::Native => Price::one(),
			AssetKind::WithId(asset @ ForeignAsset::RelayToken) => of(asset, 50),
			AssetKind::WithId(asset @ ForeignAsset::Usdt) => of(asset, 10),
		}
	}
}

impl pallet_operator_staking::Config for Runtime {
	type Assets = StakeAssets;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	// Each has been chosen with the runtime, and has no admin with a key.
	type StakeAssets = Everything;
	type Power = StakePower;
	type Liability = Door<Restaking>;
	type Observer = Door<StakingRewards>;
	// The rollup follows at once, other chains by messages.
	type Messenger = Door<(Rollup, SetMessages)>;
	type AdminOrigin = ParametersOrigin;
	type EmergencyOrigin = EmergencyOrigin;
	type StandalonePoolOrigin = TreasuryOrigin;
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
