// SPDX-License-Identifier: Apache-2.0

//! What mock runtimes share: who takes part, what is staked and paid, and the SDK's pallets.

use frame_support::{
	storage::with_storage_layer,
	traits::{fungible::NativeOrWithId, Contains, ValidatorRegistration},
};
use sp_runtime::{AccountId32, DispatchResult};

pub type AccountId = AccountId32;
pub type AssetId = NativeOrWithId<u32>;

pub const ALICE: AccountId = AccountId::new([1; 32]);
pub const BOB: AccountId = AccountId::new([2; 32]);
pub const CHARLIE: AccountId = AccountId::new([3; 32]);
pub const DAVE: AccountId = AccountId::new([4; 32]);
/// Gets what nobody else does.
pub const TREASURY: AccountId = AccountId::new([99; 32]);
/// Has nothing.
pub const PAUPER: AccountId = AccountId::new([100; 32]);

pub const EXISTENTIAL_DEPOSIT: u128 = 10;
pub const NATIVE: AssetId = NativeOrWithId::Native;
/// An asset whose minimum balance is 1.
pub const GOLD: AssetId = NativeOrWithId::WithId(1);
/// An asset whose minimum balance is 5.
pub const SILVER: AssetId = NativeOrWithId::WithId(2);
/// An asset nobody may stake or pay.
pub const TIN: AssetId = NativeOrWithId::WithId(3);

/// Everything but tin.
pub struct Listed;
impl Contains<AssetId> for Listed {
	fn contains(asset: &AssetId) -> bool {
		*asset != TIN
	}
}

/// Everybody has session keys.
pub struct Keyed;
impl ValidatorRegistration<AccountId> for Keyed {
	fn is_registered(_: &AccountId) -> bool {
		true
	}
}

/// Does something inside so many storage layers, as a call inside as many batches.
pub fn nested(layers: u32, act: &dyn Fn() -> DispatchResult) -> DispatchResult {
	match layers {
		0 => act(),
		_ => with_storage_layer(|| nested(layers - 1, act)),
	}
}

/// Configures the system, the clock, the native asset and the others for a mock runtime `Test`, whose accounts are of
/// this type.
#[macro_export]
macro_rules! money {
	($account:ty) => {
		#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
		impl frame_system::Config for Test {
			type Block = frame_system::mocking::MockBlock<Test>;
			type AccountId = $account;
			type Lookup = sp_runtime::traits::IdentityLookup<$account>;
			type AccountData = pallet_balances::AccountData<u128>;
		}

		#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
		impl pallet_timestamp::Config for Test {}

		#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
		impl pallet_balances::Config for Test {
			type Balance = u128;
			type AccountStore = System;
			type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
		}

		#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
		impl pallet_assets::Config for Test {
			type Balance = u128;
			type Currency = Balances;
			type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<$account>>;
			type ForceOrigin = EnsureRoot<$account>;
			type Holder = ();
			type Freezer = ();
		}
	};
}

/// Configures the NFTs of a mock runtime `Test`, whose accounts are [`AccountId`].
#[macro_export]
macro_rules! nfts {
	() => {
		parameter_types! {
			pub storage Features: pallet_nfts::PalletFeatures = pallet_nfts::PalletFeatures::all_enabled();
		}

		impl pallet_nfts::Config for Test {
			type RuntimeEvent = RuntimeEvent;
			type CollectionId = u32;
			type ItemId = u32;
			type Currency = Balances;
			type ForceOrigin = EnsureRoot<$crate::mock::AccountId>;
			type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<$crate::mock::AccountId>>;
			type Locker = ();
			type CollectionDeposit = ConstU128<2>;
			type ItemDeposit = ConstU128<1>;
			type MetadataDepositBase = ConstU128<1>;
			type AttributeDepositBase = ConstU128<1>;
			type DepositPerByte = ConstU128<1>;
			type StringLimit = ConstU32<256>;
			type KeyLimit = ConstU32<64>;
			type ValueLimit = ConstU32<256>;
			type ApprovalsLimit = ConstU32<4>;
			type ItemAttributesApprovalsLimit = ConstU32<4>;
			type MaxTips = ConstU32<4>;
			type MaxDeadlineDuration = frame_support::traits::ConstU64<1_000>;
			type MaxAttributesPerCall = ConstU32<4>;
			type Features = Features;
			type OffchainSignature = sp_runtime::MultiSignature;
			type OffchainPublic = sp_runtime::MultiSigner;
			#[cfg(feature = "runtime-benchmarks")]
			type Helper = ();
			type WeightInfo = ();
			type BlockNumberProvider = System;
		}
	};
}
