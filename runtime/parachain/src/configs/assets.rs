// SPDX-License-Identifier: Apache-2.0

//! Money: the native token, fees, tokens of other chains, NFTs.

use super::origins::ParametersOrigin;
use crate::{
	assets::ForeignAsset,
	units::{deposit, WorkPrice, DAYS, EXISTENTIAL_DEPOSIT, MICROUNIT, UNIT},
	AccountId, AccountPublic, Balance, Balances, BlockNumber, Runtime, RuntimeEvent,
	RuntimeFreezeReason, RuntimeHoldReason, Signature, System,
};
use cumulus_pallet_parachain_system::RelaychainDataProvider;
use frame_support::{
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU8, VariantCountOf},
	weights::ConstantMultiplier,
};
use frame_system::{EnsureNever, EnsureRoot, EnsureSigned};
use pallet_nfts::PalletFeatures;
use pallet_transaction_payment::FungibleAdapter;
use polkadot_runtime_common::SlowAdjustingFeeUpdate;

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = Balance;
	// A balance that is too small to keep an account alive is burnt.
	type DustRemoval = ();
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	// Fees and tips are burnt, as in the template.
	type OnChargeTransaction = FungibleAdapter<Balances, ()>;
	type WeightToFee = WorkPrice;
	// A byte costs as much as a microsecond.
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<MICROUNIT>>;
	type FeeMultiplierUpdate = SlowAdjustingFeeUpdate<Runtime>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

impl pallet_skip_feeless_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1000>;
	type AssetId = ForeignAsset;
	type AssetIdParameter = ForeignAsset;
	type ReserveData = ();
	type Currency = Balances;
	// An asset comes with its location, in a runtime upgrade, and is created by whoever decides that.
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = ParametersOrigin;
	type AssetDeposit = ConstU128<{ 10 * UNIT }>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 16) }>;
	type MetadataDepositBase = ConstU128<{ deposit(1, 68) }>;
	type MetadataDepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type ApprovalDeposit = ConstU128<{ deposit(1, 32) }>;
	type StringLimit = ConstU32<50>;
	type Holder = ();
	type Freezer = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::Places;
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks {
	use super::ForeignAsset;

	/// The foreign assets by number.
	pub struct Places;
	impl pallet_assets::BenchmarkHelper<ForeignAsset, ()> for Places {
		fn create_asset_id_parameter(id: u32) -> ForeignAsset {
			match id % 2 {
				0 => ForeignAsset::RelayToken,
				_ => ForeignAsset::Usdt,
			}
		}

		fn create_reserve_id_parameter(_: u32) {}
	}
}

parameter_types! {
	/// Trading, attributes, approvals and swaps: a position is an NFT like any other.
	pub Features: PalletFeatures = PalletFeatures::all_enabled();
	/// Longest life of a signed approval: three months.
	pub const MaxDeadlineDuration: BlockNumber = 90 * DAYS;
}

impl pallet_nfts::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId>;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type Locker = ();
	type CollectionDeposit = ConstU128<{ deposit(1, 130) }>;
	type ItemDeposit = ConstU128<{ deposit(1, 164) }>;
	type MetadataDepositBase = ConstU128<{ deposit(1, 129) }>;
	type AttributeDepositBase = ConstU128<{ deposit(1, 0) }>;
	type DepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<64>;
	type ValueLimit = ConstU32<256>;
	type ApprovalsLimit = ConstU32<20>;
	type ItemAttributesApprovalsLimit = ConstU32<30>;
	type MaxTips = ConstU32<10>;
	type MaxDeadlineDuration = MaxDeadlineDuration;
	type MaxAttributesPerCall = ConstU32<10>;
	type Features = Features;
	type OffchainSignature = Signature;
	type OffchainPublic = AccountPublic;
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type WeightInfo = pallet_nfts::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = RelaychainDataProvider<Runtime>;
}
