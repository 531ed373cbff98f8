// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: the pallets of Bulwark and of the SDK's consensus as a chain has them, with GRANDPA, sessions and their
//! history. Epochs of a second, a window of five epochs.

mod acts;
mod consensus;
#[cfg(feature = "runtime-benchmarks")]
mod helper;

pub use crate::{EpochIndex, Fraction, Fractions};
pub use acts::*;
pub use bulwark_testing::mock::*;
pub use consensus::*;

use crate as pallet_offence_cases;
use crate::ConsumerId;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		tokens::imbalance::{ResolveAssetTo, ResolveTo},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Everything,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_operator_staking::{Balance, PoolId, Price};
use pallet_restaking_slash::{ConsumerTerms, Destination, Windows};
use pallet_session::historical as pallet_session_historical;
use sp_runtime::{traits::Convert, BuildStorage};

bulwark_testing::runtime!(
	14: Nfts = pallet_nfts,
	40: Staking = pallet_operator_staking,
	41: Rewards = pallet_staking_rewards,
	42: Restaking = pallet_restaking_slash,
	45: OffenceCases = pallet_offence_cases,
	50: Authorship = pallet_authorship,
	51: Session = pallet_session,
	52: Historical = pallet_session_historical,
	53: ConsensusOffences = pallet_offences,
	54: Grandpa = pallet_grandpa,
);
bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();
bulwark_testing::staking_and_rewards!(Restaking);
bulwark_testing::genesis!();
bulwark_testing::origins_and_time!();
#[cfg(feature = "runtime-benchmarks")]
bulwark_testing::benchmark_helper!();

/// An operator with a pool in the native asset, opted in with all of its bond and half of its pools.
pub const OPERATOR: AccountId = AccountId::new([10; 32]);
/// Another one like it.
pub const OTHER: AccountId = AccountId::new([11; 32]);
/// An operator that has opted in to nothing.
pub const FREE: AccountId = AccountId::new([12; 32]);
/// A validator that is no operator.
pub const GUEST: AccountId = AccountId::new([13; 32]);
/// The validators in every session.
pub const VALIDATORS: [AccountId; 4] = [OPERATOR, OTHER, FREE, GUEST];
/// The manager of the consumer [`CONSENSUS`].
pub const MANAGER: AccountId = AccountId::new([20; 32]);
/// Reports equivocations.
pub const REPORTER: AccountId = AccountId::new([30; 32]);
/// Gets deposits that were lost.
pub const LOST: AccountId = AccountId::new([98; 32]);

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 10] =
	[ALICE, BOB, OPERATOR, OTHER, FREE, GUEST, MANAGER, REPORTER, TREASURY, LOST];

pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 90;
/// W.
pub const WINDOW: u32 = 5;
/// N + 1: what is announced now holds so many epochs later.
pub const OPT_IN_NOTICE: u32 = 2;
/// B.
pub const MIN_BLOCKS: u32 = 3;
pub const EPOCH: u64 = 1_000;
pub const CONSENSUS: ConsumerId = ConsumerId(1);
/// The pool of [`OPERATOR`], in which Alice has 1 000.
pub const POOL: PoolId = PoolId(1);

/// Everything weighs the same.
pub struct Weighing;
impl Convert<AssetId, Price> for Weighing {
	fn convert(_: AssetId) -> Price {
		Price::from_u32(1)
	}
}

parameter_types! {
	pub const SlashPot: PalletId = PalletId(*b"bw/slash");
	pub const Lost: AccountId = LOST;
	pub const Nothing: Fraction = Fraction::zero();
	pub const Consensus: ConsumerId = CONSENSUS;
}

impl pallet_restaking_slash::Config for Test {
	type Assets = AllAssets;
	type Native = bulwark_testing::CallsBack<Balances>;
	type NativeAsset = NativeAsset;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnSlash = ResolveAssetTo<Treasury, AllAssets>;
	type OnForfeit = ResolveTo<Lost, Balances>;
	type Exposure = Staking;
	type Slash = Staking;
	type Rewards = Rewards;
	type CoverObserver = ();
	type Cover = Everything;
	type LeastCover = Nothing;
	type AdminOrigin = EnsureRootWithSuccess<AccountId, Treasury>;
	type FollowerOrigin = EnsureSigned<AccountId>;
	type EmergencyOrigin = EnsureRoot<AccountId>;
	type BlockNumberProvider = System;
	type PalletId = SlashPot;
	type Notice = ConstU32<{ OPT_IN_NOTICE - 1 }>;
	type NarrowNotice = ConstU32<1>;
	type LongestLock = <Test as pallet_staking_rewards::Config>::MaxDuration;
	type MaxAnnouncements = ConstU32<6>;
	type MinBlocks = ConstU32<MIN_BLOCKS>;
	type BountyDelay = ConstU32<2>;
	type ConsumerDeposit = ConstU128<500>;
	type ConsumerForfeit = ConstU128<120>;
	type ReportDeposit = ConstU128<100>;
	type DisputeDeposit = ConstU128<200>;
	type MaxOptIns = ConstU32<4>;
	type MaxCases = ConstU32<6>;
	type MaxProposals = ConstU32<2>;
	type MaxEvidence = ConstU32<64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

impl crate::Config for Test {
	type AssetId = AssetId;
	type Epochs = Staking;
	type Sessions = Session;
	type OptIns = Restaking;
	type Faults = Restaking;
	type Suspend = Staking;
	type Consumer = Consensus;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

// Chains.

/// A chain at the beginning of epoch 13, in which a session has begun: three operators, two of which have promised all that
/// they may since epoch 12.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let key = |who: AccountId| {
		let grandpa = key_of(&who).public().into();
		(who.clone(), who, SessionKeys { grandpa })
	};
	let session = pallet_session::GenesisConfig::<Test> {
		keys: VALIDATORS.map(key).to_vec(),
		..Default::default()
	};
	let genesis = RuntimeGenesisConfig { session, ..genesis() };
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		go_to(10);
		assert_ok!(Restaking::register_consumer(signed(MANAGER), terms()));
		assert_ok!(Restaking::set_admission(root(), CONSENSUS, true));
		for operator in [OPERATOR, OTHER, FREE] {
			assert_ok!(Staking::register(signed(operator.clone())));
			assert_ok!(Staking::open_pool(signed(operator), NATIVE, 1, Default::default()));
		}
		assert_ok!(Staking::delegate(signed(ALICE), POOL, 1_000));
		for operator in [OPERATOR, OTHER] {
			promise(operator, budget());
		}
		skip(OPT_IN_NOTICE);
		begin_session();
		skip(1);
		begin_session();
		System::reset_events();
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
	use frame_support::traits::Hooks;
	assert_ok!(<Staking as Hooks<_>>::try_state(1));
	assert_ok!(<Restaking as Hooks<_>>::try_state(1));
	assert_ok!(OffenceCases::do_try_state());
}

/// Up to all of the bond and half of the pools, R = 2, D = 1, a bounty of 30 %, everything else to the treasury. Nobody judges.
pub fn terms() -> ConsumerTerms<AccountId> {
	ConsumerTerms {
		most: budget(),
		windows: Windows { report: 2, dispute: 1 },
		bounty: percent(30),
		destination: Destination::Treasury,
		resolver: None,
		follower: None,
	}
}

/// All of a bond and half of the pools.
pub fn budget() -> Fractions {
	Fractions { bond: percent(100), pools: percent(50) }
}

/// The epoch in which the tests begin.
pub const FAULT: EpochIndex = EpochIndex(13);
