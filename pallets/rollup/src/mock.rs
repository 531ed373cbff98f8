// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: the rollup between small doubles of staking, restaking and programmes, epochs of a thousand
//! seconds, turns of a hundred, and a window of five epochs.

mod acts;
mod doubles;
mod looks;

pub use crate::{signer, Arkworks, Balance, Suite, Verifier};
pub use acts::*;
pub use bulwark_testing::mock::*;
pub use doubles::*;
pub use looks::*;

use crate as pallet_rollup_attestation;
use crate::{ConsumerId, Fraction};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{tokens::imbalance::ResolveTo, AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, EnsureSignedBy};
use sp_runtime::BuildStorage;

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
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(13)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(44)]
	pub type Rollup = pallet_rollup_attestation;
}

bulwark_testing::money!(AccountId);

/// Operators, in the order of the active set, with the secrets 11, 22, 33, 44, 55 of their keys.
pub const OPERATORS: [AccountId; 5] = [ALICE, BOB, CHARLIE, DAVE, AccountId::new([5; 32])];
pub const ERIN: AccountId = AccountId::new([5; 32]);
/// Submits and challenges, and is no operator.
pub const OUTSIDER: AccountId = AccountId::new([31; 32]);
/// Challenges.
pub const WATCHER: AccountId = AccountId::new([32; 32]);
/// Challenges too.
pub const FRIEND: AccountId = AccountId::new([33; 32]);
/// Judges.
pub const JUDGE: AccountId = AccountId::new([40; 32]);

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 9] =
	[ALICE, BOB, CHARLIE, DAVE, ERIN, OUTSIDER, WATCHER, FRIEND, TREASURY];

pub const FUNDS: Balance = 1_000_000;
pub const WINDOW: u32 = 5;
/// Milliseconds.
pub const EPOCH: u64 = 1_000_000;
/// Milliseconds.
pub const TURN: u64 = 100_000;
pub const BLOCKS: u32 = 10;
pub const BATCH_DEPOSIT: Balance = 1_001;
pub const CHALLENGE_DEPOSIT: Balance = 101;
pub const ROLLUP: ConsumerId = ConsumerId(2);

parameter_types! {
	pub const Id: PalletId = PalletId(*b"bw/rllup");
	pub const Consumer: ConsumerId = ROLLUP;
	pub const Treasury: AccountId = TREASURY;
	pub const Judge: AccountId = JUDGE;
	pub const LeastPromise: Fraction = Fraction::from_percent(10);
	pub const DepositBounty: Fraction = Fraction::from_percent(20);
	/// Who loses when nobody judges.
	pub storage Loser: crate::Burden = crate::Burden::Submitter;
	/// The price of an equivocation.
	pub storage Equivocation: Fraction = Fraction::from_percent(10);
	/// How many batches need not be final.
	pub storage Room: u32 = 8;
}

frame_support::ord_parameter_types! {
	pub const TheJudge: AccountId = JUDGE;
}

impl crate::Config for Test {
	type Native = bulwark_testing::CallsBack<Balances>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnForfeit = ResolveTo<Treasury, Balances>;
	type AssetId = AssetId;
	type Operators = Staking;
	type ActiveSet = Staking;
	type OptIns = Restaking;
	type Faults = Restaking;
	type Work = Programmes;
	type Verifier = Arkworks;
	type Proofs = Word;
	type JudgeOrigin = EnsureSignedBy<TheJudge, AccountId>;
	type AdminOrigin = EnsureRoot<AccountId>;
	type BlockNumberProvider = System;
	type PalletId = Id;
	type Consumer = Consumer;
	type MaxSequencers = ConstU32<20>;
	type MaxSets = ConstU32<4>;
	type MaxBatches = Room;
	type MaxSize = ConstU32<10_000>;
	type MaxProof = ConstU32<64>;
	type LeastPromise = LeastPromise;
	type ChallengeEpochs = ConstU32<1>;
	type JudgeEpochs = ConstU32<1>;
	type MinBlocks = ConstU32<BLOCKS>;
	type Burden = Loser;
	type SetTimeout = ConstU32<2>;
	type TurnLength = ConstU64<TURN>;
	type BatchDeposit = ConstU128<BATCH_DEPOSIT>;
	type ChallengeDeposit = ConstU128<CHALLENGE_DEPOSIT>;
	type DepositBounty = DepositBounty;
	type BountyDelay = ConstU32<2>;
	type EquivocationFraction = Equivocation;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

// Chains.

/// A chain in epoch 0, with rich accounts.
pub fn genesis() -> RuntimeGenesisConfig {
	RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: CAST.into_iter().map(|who| (who, FUNDS)).collect(),
			..Default::default()
		},
		..Default::default()
	}
}

/// A chain in block 1, at the beginning of epoch 10. Alice, Bob, Charlie, Dave and Erin are operators, all but Erin serve,
/// and all of their bonds are promised to the rollup. Nobody has a key.
pub fn new_test_ext() -> sp_io::TestExternalities {
	ext_of(genesis())
}

pub fn ext_of(genesis: RuntimeGenesisConfig) -> sp_io::TestExternalities {
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0xb0; 32]));
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

/// Runs a test on a chain whose four sequencers have keys and are set 1, and sign from epoch 11 on, which it is.
pub fn test_signing(run: impl FnOnce()) {
	test(|| {
		set_keys(&OPERATORS[..4]);
		assert_ok!(Rollup::set_signing(root(), true));
		go_to(11);
		poll();
		events();
		run();
	});
}

pub fn check_invariants() {
	assert_ok!(Rollup::do_try_state());
}

// Origins.

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

// Time.

/// Lets the wall clock reach the beginning of an epoch.
pub fn go_to(epoch: u32) {
	pallet_timestamp::Now::<Test>::put(u64::from(epoch) * EPOCH);
}

/// Lets so many turns pass.
pub fn pass_turns(turns: u64) {
	pallet_timestamp::Now::<Test>::mutate(|now| *now += turns * TURN);
}

/// Lets so many blocks pass, without time.
pub fn pass_blocks(blocks: u64) {
	System::set_block_number(System::block_number() + blocks);
}

/// Lets an epoch begin after enough blocks for all times that ran.
pub fn pass_to(epoch: u32) {
	go_to(epoch);
	pass_blocks(u64::from(BLOCKS) + 1);
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for Helper {
	fn fund(who: &AccountId, amount: Balance) {
		use frame_support::traits::fungible::Mutate;
		assert_ok!(Balances::mint_into(who, amount));
	}

	fn set_time(now: u64) {
		pallet_timestamp::Now::<Test>::put(now);
	}

	fn quiet_doors() {
		Quiet::set(&true);
	}

	fn serve(members: u32) -> Vec<AccountId> {
		let all: Vec<_> = (0..members as u8).map(|seed| AccountId::new([seed + 1; 32])).collect();
		for who in &all {
			promise(who.clone(), 100);
		}
		Members::set(&all);
		all
	}
}
