// SPDX-License-Identifier: Apache-2.0

//! Choices of the runtime: money, neighbours, origins, times and bounds.

use crate::{Config, Fraction, Schedule};
use bulwark_traits::Epochs;
use frame_support::traits::Get;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Assets in which rewards are paid, the native one among them: usually a `UnionOf` balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaxEncodedLen + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>
			+ frame_support::traits::AccountTouch<AssetIdOf<Self>, Self::AccountId, Balance = Balance>;

		/// The name of the native asset in `Assets`.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// Receiver of money that nobody has earned: a treasury, or `()` to burn it.
		type OnUnallocated: OnUnbalanced<CreditOf<Self>>;

		/// The keeper of the stake, with the clock and the window, which is fixed for ever once a chain runs: usually
		/// `pallet-operator-staking`, which in turn has this pallet as its observer.
		type Stake: StakeKeeper<
			Self::AccountId,
			AssetIdOf<Self>,
			CreditOf<Self>,
			MaxBuckets: Send + Sync + 'static,
		>;

		/// The keeper of the positions' NFTs: usually a collection of `pallet-nfts`. With `()` no pool offers positions.
		type Nfts: PositionNfts<Self::AccountId>;

		/// Symbols and decimals of assets, for the texts of NFTs. `()` writes amounts in units.
		type AssetNames: AssetNames<AssetIdOf<Self>>;

		/// The assets that pools may list. Leave out an asset whose admin could freeze the pot.
		type RewardAssets: Contains<AssetIdOf<Self>>;

		/// The origin that may configure every pool, and mint the NFT of a position again. Its account pays for the
		/// floors of new pots.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Source of the account that holds all rewards, and of the position accounts. Must differ from that of every
		/// other pallet.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Highest commission that any operator may set, below 1.
		#[pallet::constant]
		type MaxCommission: Get<Fraction>;

		/// Number of epochs over which returned money is paid to the stakers of a pool: 1 to 104. A short period pays
		/// those who are there now; a long one is hard to time.
		#[pallet::constant]
		type ReturnPeriod: Get<u32>;

		/// Largest number of reward assets of a pool, at least 1. Every claim and every epoch change costs as much for
		/// each. It may only grow.
		#[pallet::constant]
		type MaxRewardAssets: Get<u32>;

		/// Largest number of lock tiers of a pool. It may only grow.
		#[pallet::constant]
		type MaxLockTiers: Get<u32>;

		/// Longest lock in epochs, at least the window. So many expiries, and one more, can pass while nobody touches a pool;
		/// whoever does next writes a page for each 32. It may only grow.
		#[pallet::constant]
		type MaxDuration: Get<u32>;

		/// Number of whole epochs between the announcement of an offer and its effect, at least 1. Choose the notice of
		/// opt-ins that widen what a pool can lose.
		#[pallet::constant]
		type Notice: Get<u32>;

		/// Measured weights of the calls.
		type WeightInfo: WeightInfo;

		/// Assets, stake and time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId>;
	}
}

/// Panics if what the runtime has chosen does not fit together.
pub(crate) fn check<T: Config>() {
	assert!(
		(1..=14).contains(&T::Stake::window()),
		"the commission rates of 14 epochs are kept at most"
	);
	assert!(
		T::MaxCommission::get() < Fraction::one(),
		"something is left for the stakers of every reward"
	);
	assert!(
		(1..=Schedule::MAX_EPOCHS).contains(&T::ReturnPeriod::get()),
		"a stream pays over 1 to 104 epochs"
	);
	assert!(T::Notice::get() >= 1, "stakers need time to read what is offered");
	assert!(T::MaxRewardAssets::get() >= 1, "a pool needs an asset to pay");
	assert!(T::MaxDuration::get() >= T::Stake::window(), "a lock ends when its stake has matured");
}
