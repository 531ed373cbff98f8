// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: rewards over the real staking pallet and the real NFTs, the native asset and three others,
//! epochs of a second, a window of three epochs.

mod acts;
mod looks;
mod nfts;

pub use acts::*;
pub use bulwark_testing::mock::*;
pub use looks::*;
pub use nfts::*;

use crate as pallet_staking_rewards;
use crate::{Balance, Destination, EpochIndex, Fraction, LockTier, Multiplier, Offer, PoolId};
use bulwark_ledger::{Cover, OptInsAtLock};
use bulwark_traits::{Liability, Slash};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungibles::{Inspect, Mutate},
		AsEnsureOriginWithArg, ConstU128, ConstU32,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned};
use pallet_operator_staking::{BaseTerms, Fractions, Price, Scope};
use sp_runtime::{traits::Convert, BuildStorage};

bulwark_testing::runtime!(
	14: Nfts = pallet_nfts,
	40: Staking = pallet_operator_staking,
	41: Rewards = pallet_staking_rewards,
);
bulwark_testing::money!(AccountId);
bulwark_testing::nfts!();
bulwark_testing::staking_and_rewards!(OptIns);
bulwark_testing::genesis!();
bulwark_testing::origins_and_time!();
#[cfg(feature = "runtime-benchmarks")]
bulwark_testing::benchmark_helper!();

/// An operator.
pub const OPERATOR: AccountId = AccountId::new([10; 32]);
/// Pays rewards.
pub const SPONSOR: AccountId = AccountId::new([20; 32]);

/// Everybody who is rich at the start.
pub const CAST: [AccountId; 7] = [ALICE, BOB, CHARLIE, DAVE, OPERATOR, SPONSOR, TREASURY];

pub const BOND: Balance = 1_000;
pub const FUNDS: Balance = 1 << 99;
pub const WINDOW: u32 = 3;
pub const EPOCH: u64 = 1_000;

parameter_types! {
	/// Operators that have announced that their pools will be able to lose more.
	pub storage Widening: Vec<AccountId> = vec![];
	/// True if nobody can slash any operator.
	pub storage Unslashable: bool = false;
	/// True if no asset has a price.
	pub storage Worthless: bool = false;
}

/// Operators are liable for everything unless nobody can slash them, and more is to come of those in [`Widening`].
pub struct OptIns;
impl Liability<AccountId> for OptIns {
	fn last_liable(_: &AccountId, _: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		(!Unslashable::get()).then_some(leaving)
	}

	fn notice(_: &AccountId) -> u32 {
		0
	}

	fn cover(_: &AccountId) -> Cover {
		Cover::ALWAYS
	}

	fn closes(_: &AccountId) {}

	fn lock_begin(operator: &AccountId, _: EpochIndex) -> OptInsAtLock {
		let number = Widening::get().contains(operator).into();
		OptInsAtLock { number, ..OptInsAtLock::default() }
	}

	fn waives(operator: &AccountId, _: EpochIndex, begin: &OptInsAtLock, now: EpochIndex) -> bool {
		begin.number < Self::lock_begin(operator, now).number
	}

	fn weight() -> Weight {
		Weight::zero()
	}

	fn cover_weight() -> Weight {
		Weight::zero()
	}

	fn closes_weight() -> Weight {
		Weight::zero()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: &AccountId) {}
}

/// Silver is worth twice as much as everything else, unless nothing is worth anything.
pub struct Weighing;
impl Convert<AssetId, Price> for Weighing {
	fn convert(asset: AssetId) -> Price {
		Price::from_u32(match asset {
			_ if Worthless::get() => 0,
			_ if asset == SILVER => 2,
			_ => 1,
		})
	}
}

// Chains.

/// A chain in block 1 of epoch 10, with a standalone pool 1 and an operator's pool 2, both in the native asset, which pay in
/// native, gold and silver.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut ext = bare_test_ext();
	ext.execute_with(|| {
		configure(STANDALONE, offer());
		configure(BACKED, backed_offer());
		System::reset_events();
	});
	ext
}

/// The same with pools that pay nothing.
pub fn bare_test_ext() -> sp_io::TestExternalities {
	let storage = genesis().build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		go_to(10);
		assert_ok!(Staking::open_standalone_pool(root(), NATIVE, 1, HALF));
		assert_ok!(Staking::register(signed(OPERATOR)));
		assert_ok!(Staking::open_pool(signed(OPERATOR), NATIVE, 1, Default::default()));
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

/// The same on a chain whose pools pay nothing yet.
pub fn test_bare(run: impl FnOnce()) {
	bare_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

pub fn check_invariants() {
	use frame_support::traits::Hooks;
	assert_ok!(<Staking as Hooks<_>>::try_state(1));
	assert_ok!(Rewards::do_try_state());
}

/// Stake without a position earns with 0.50.
pub const HALF: BaseTerms = BaseTerms { multiplier: Multiplier(50), delegations_earn: true };
/// The standalone pool, in which stake without a position earns with the multiplier of the smallest tier.
pub const STANDALONE: PoolId = PoolId(1);
/// The operator's pool.
pub const BACKED: PoolId = PoolId(2);

/// 1 epoch at 0.50, 4 at 0.80, 8 at 1.00, 26 at 2.00, and leaving early costs half, for the treasury.
pub fn offer() -> Offer<Test> {
	Offer {
		tiers: tiers(&[(1, 50), (4, 80), (8, 100), (26, 200)]),
		assets: vec![NATIVE, GOLD, SILVER].try_into().expect("there are three"),
		penalty: percent(50),
		destination: Destination::Account(TREASURY),
	}
}

/// The same for a pool whose locks last for the window at least, at no less than 1.00.
pub fn backed_offer() -> Offer<Test> {
	Offer { tiers: tiers(&[(3, 100), (8, 200)]), ..offer() }
}

pub fn tiers(list: &[(u32, u16)]) -> frame_support::BoundedVec<LockTier, ConstU32<4>> {
	let tiers: Vec<_> =
		list.iter().map(|(duration, multiplier)| tier(*duration, *multiplier)).collect();
	tiers.try_into().expect("there are at most four")
}

pub fn tier(duration: u32, multiplier: u16) -> LockTier {
	LockTier { duration, multiplier: Multiplier(multiplier) }
}

pub fn skip(epochs: u32) {
	go_to(now() + epochs);
}
