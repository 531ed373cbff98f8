// SPDX-License-Identifier: Apache-2.0

//! A runtime with staking and nothing else of Bulwark: no rewards, no consumers, no session keys.

use frame_support::{
	assert_noop, assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Equals,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::{Amount, AtPar, EpochClock, Error, PoolId};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

type AccountId = AccountId32;
type Balance = u128;

/// The smallest amount is a thousandth of a token.
const UNIT: Balance = 1_000;
/// Milliseconds of a week.
const WEEK: u64 = 604_800_000;

const ALICE: AccountId = AccountId::new([1; 32]);
const BOB: AccountId = AccountId::new([2; 32]);
const TREASURY: AccountId = AccountId::new([99; 32]);

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(13)]
	pub type Assets = pallet_assets;

	#[runtime::pallet_index(40)]
	pub type OperatorStaking = pallet_operator_staking;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = frame_system::mocking::MockBlock<Runtime>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Runtime {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Runtime {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<10>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Runtime {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = ();
	type Freezer = ();
}

parameter_types! {
	/// Id of the pot that keeps all stake.
	pub const StakePot: PalletId = PalletId(*b"bw/stake");
	/// Name of the native token in the union of assets.
	pub const NativeAsset: NativeOrWithId<u32> = NativeOrWithId::Native;
	/// Account that receives slashed money, and pays for what the chain's own origins open.
	pub const Treasury: AccountId = TREASURY;
}

impl pallet_operator_staking::Config for Runtime {
	type Assets = UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<u32>, AccountId>;
	type Native = Balances;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type StakeAssets = Equals<NativeAsset>;
	type Power = AtPar;
	type Liability = ();
	type Observer = ();
	type Messenger = ();
	type AdminOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type StandalonePoolOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type Time = Timestamp;
	type PalletId = StakePot;
	type Window = ConstU32<7>;
	type Bond = ConstU128<{ 1_000 * UNIT }>;
	type MaxPools = ConstU32<1>;
	type PoolsPerIdleBlock = ConstU32<4>;
	type MaxAssets = ConstU32<1>;
	type MaxOperators = ConstU32<64>;
	type MinMembers = ConstU32<4>;
	type ReclaimPeriod = ConstU32<8>;
	type CurePeriod = ConstU32<2>;
	type WeightInfo = pallet_operator_staking::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_operator_staking::BenchmarkHelper<NativeOrWithId<u32>, AccountId> for Helper {
	fn asset(_: u32) -> NativeOrWithId<u32> {
		NativeOrWithId::Native
	}

	fn fund(_: &NativeOrWithId<u32>, who: &AccountId, amount: u128) {
		use frame_support::traits::fungible::Mutate;
		assert_ok!(Balances::mint_into(who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn quiet_doors() {}
}

/// A chain with weekly epochs, on which everybody is rich.
fn chain() -> sp_io::TestExternalities {
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [ALICE, BOB, TREASURY].map(|who| (who, 1_000_000 * UNIT)).to_vec(),
			..Default::default()
		},
		operator_staking: pallet_operator_staking::GenesisConfig {
			clock: EpochClock { origin: 0, length: WEEK },
			..Default::default()
		},
		..Default::default()
	};
	genesis.build_storage().expect("the genesis is sound").into()
}

fn go_to(epoch: u64) {
	pallet_timestamp::Now::<Runtime>::put(epoch * WEEK);
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

#[test]
fn bob_stakes_with_alice_and_leaves() {
	chain().execute_with(|| {
		go_to(10);

		// Alice becomes an operator, with a bond, opens pool 1 and stakes herself.
		assert_ok!(OperatorStaking::register(signed(ALICE)));
		let native = NativeOrWithId::Native;
		assert_ok!(OperatorStaking::open_pool(signed(ALICE), native, UNIT, Default::default()));
		assert_ok!(OperatorStaking::delegate(signed(ALICE), PoolId(1), 500 * UNIT));
		go_to(11);

		// Bob stakes 100. It is active from the next week on, and could leave at once until then.
		assert_ok!(OperatorStaking::delegate(signed(BOB), PoolId(1), 100 * UNIT));
		go_to(12);
		let pool = OperatorStaking::pool(PoolId(1)).expect("it is open");
		assert_eq!(pool.active, 600 * UNIT);

		// He leaves in week 12. Stake of that week could be slashed for seven more: he is paid in week 20.
		let before = Balances::free_balance(BOB);
		assert_ok!(OperatorStaking::undelegate(signed(BOB), PoolId(1), Amount::All));
		go_to(19);
		let early = OperatorStaking::withdraw(signed(BOB), PoolId(1), BOB);
		assert_noop!(early, Error::<Runtime>::NotReleased);
		go_to(20);
		assert_ok!(OperatorStaking::withdraw(signed(BOB), PoolId(1), BOB));
		assert_eq!(Balances::free_balance(BOB), before + 100 * UNIT);
	});
}
