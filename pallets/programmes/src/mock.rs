// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: programmes between small doubles of staking and rewards, epochs of 168 seconds, so that an hour is
//! one, and a window of three epochs.

mod acts;
mod doubles;
mod looks;

pub use crate::Balance;
pub use acts::*;
pub use bulwark_testing::mock::*;
pub use doubles::*;
pub use looks::*;

use crate as pallet_performance_programmes;
use crate::Fraction;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, UnionOf},
		AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU8,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use sp_runtime::{BuildStorage, MultiSignature};

bulwark_testing::runtime!(43: Programmes = pallet_performance_programmes);
bulwark_testing::money!(AccountId);

/// Pays.
pub const SPONSOR: AccountId = AccountId::new([20; 32]);
/// Report.
pub const REPORTERS: [AccountId; 3] =
	[AccountId::new([21; 32]), AccountId::new([22; 32]), AccountId::new([23; 32])];

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 3] = [ALICE, SPONSOR, TREASURY];

pub const FUNDS: Balance = 1 << 90;
pub const WINDOW: u32 = 3;
/// H.
pub const HOURS: u8 = 168;
pub const HOUR: u64 = 1_000;
pub const EPOCH: u64 = HOURS as u64 * HOUR;
/// The grace in hours.
pub const GRACE: u8 = 24;

parameter_types! {
	pub const Pot: PalletId = PalletId(*b"bw/progr");
	pub const NativeAsset: AssetId = NATIVE;
	pub const Treasury: AccountId = TREASURY;
	pub const MaxMint: Fraction = Fraction::from_percent(1);
}

/// They call back where a test says so.
pub type AllAssets =
	bulwark_testing::CallsBack<UnionOf<Balances, Assets, NativeFromLeft, AssetId, AccountId>>;

impl crate::Config for Test {
	type Assets = AllAssets;
	type NativeAsset = NativeAsset;
	type RewardAssets = Listed;
	type Operators = Staking;
	type ActiveSet = Staking;
	type Suspend = Staking;
	type Rewards = Purse;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type NodeSignature = MultiSignature;
	type PalletId = Pot;
	type MaxProgrammes = ConstU32<3>;
	type MaxNodes = ConstU32<4>;
	type MaxRows = ConstU32<4>;
	type MaxRuns = ConstU32<200>;
	type HoursPerEpoch = ConstU8<HOURS>;
	type Grace = ConstU8<GRACE>;
	type MaxMint = MaxMint;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

// Chains.

/// A chain in epoch 0, with rich accounts.
pub fn genesis() -> RuntimeGenesisConfig {
	let in_asset = |id: u32| CAST.into_iter().map(move |who| (id, who, FUNDS));
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: CAST.into_iter().map(|who| (who, FUNDS)).collect(),
			..Default::default()
		},
		assets: pallet_assets::GenesisConfig {
			assets: vec![(1, TREASURY, true, 1), (2, TREASURY, true, 5)],
			accounts: (1..=2).flat_map(in_asset).collect(),
			..Default::default()
		},
		..Default::default()
	}
}

/// A chain in block 1, at the beginning of epoch 10. Alice, Bob, Charlie and Dave are operators and the active set.
pub fn new_test_ext() -> sp_io::TestExternalities {
	ext_of(genesis())
}

pub fn ext_of(genesis: RuntimeGenesisConfig) -> sp_io::TestExternalities {
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		go_to(10);
	});
	ext
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

pub fn check_invariants() {
	assert_ok!(Programmes::do_try_state());
}

// Origins and numbers.

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

// Time.

/// Lets the wall clock reach the beginning of an epoch.
pub fn go_to(epoch: u32) {
	go_to_hour(epoch, 0);
}

/// Lets so many hours of an epoch pass.
pub fn go_to_hour(epoch: u32, hours: u8) {
	pallet_timestamp::Now::<Test>::put(u64::from(epoch) * EPOCH + u64::from(hours) * HOUR);
}

/// Lets an epoch and its grace pass.
pub fn pass(epoch: u32) {
	go_to_hour(epoch + 1, GRACE);
}

/// The account of the key of a node.
pub fn key(seed: u8) -> AccountId {
	sp_core::Pair::public(&pair(seed)).0.into()
}

/// The key of a node.
pub fn pair(seed: u8) -> sp_core::sr25519::Pair {
	sp_core::Pair::from_seed(&[seed; 32])
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AssetId, AccountId, MultiSignature> for Helper {
	fn asset(index: u32) -> AssetId {
		[NATIVE, GOLD][index as usize].clone()
	}

	fn fund(asset: &AssetId, who: &AccountId, amount: Balance) {
		use frame_support::traits::fungibles::Mutate;
		assert_ok!(AllAssets::mint_into(asset.clone(), who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Test>::put(now);
	}

	fn quiet_doors() {}

	fn operator(index: u32) -> AccountId {
		OPERATORS[index as usize].clone()
	}

	fn set_powers(epoch: crate::EpochIndex, powers: Vec<(AccountId, crate::Power)>) {
		Members::set(&powers.iter().map(|(who, _)| who.clone()).collect());
		let mut all = Powers::get();
		all.insert(epoch.0, powers);
		Powers::set(&all);
	}

	fn sign(message: &[u8]) -> (AccountId, MultiSignature) {
		(key(1), sp_core::Pair::sign(&pair(1), message).into())
	}
}
