// SPDX-License-Identifier: Apache-2.0

//! Choices of the runtime: money, neighbours, origins, times and bounds.

use crate::{Config, Pallet, WeightInfo};
use bulwark_traits::Epochs;
use frame_support::{dispatch::DispatchClass, traits::Get};
use frame_system::limits::BlockWeights;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Assets in which programmes pay, the native one among them: usually a `UnionOf` balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaxEncodedLen + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>
			+ frame_support::traits::AccountTouch<AssetIdOf<Self>, Self::AccountId, Balance = Balance>;

		/// The name of the native asset in `Assets`: the only one that programmes mint.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// Assets in which programmes may pay: those that `Rewards` takes, or a programme would carry its money for ever.
		type RewardAssets: Contains<AssetIdOf<Self>>;

		/// The keeper of operators and of their power by epoch, with the clock and the window, which is fixed for ever once a
		/// chain runs: usually `pallet-operator-staking`.
		type Operators: PowerAt<Self::AccountId>;

		/// The active set, of which at most a third is suspended for idleness in an epoch: usually
		/// `pallet-operator-staking`; `()` suspends nobody.
		type ActiveSet: ActiveSetInfo<Self::AccountId>;

		/// Receiver of suspensions for idleness: usually `pallet-operator-staking`.
		type Suspend: Suspend<Self::AccountId>;

		/// Receiver of rewards, which divides them among stakers: usually `pallet-staking-rewards`.
		type Rewards: RewardSink<Self::AccountId, AssetIdOf<Self>, CreditOf<Self>>;

		/// The origin that creates programmes and sets their parameters. Its account pays for the floors of new pots.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Signatures of the keys of nodes: usually `MultiSignature`.
		type NodeSignature: Parameter + Verify<Signer: IdentifyAccount<AccountId = Self::AccountId>>;

		/// Source of the account that holds the money of all programmes. Must differ from that of every other pallet.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Largest number of programmes, at least 1 and no more than a block has room to mint for: the first block of an epoch
		/// does it for each of them. It may only grow.
		#[pallet::constant]
		type MaxProgrammes: Get<u32>;

		/// Largest number of nodes of an operator, 1 to 255. Every reporter's word on each is kept for two epochs. It may only
		/// grow.
		#[pallet::constant]
		type MaxNodes: Get<u32>;

		/// Largest number of operators in one report, at least 1.
		#[pallet::constant]
		type MaxRows: Get<u32>;

		/// Largest number of runs in one report, over all of its nodes, at least 1. As many as `HoursPerEpoch` let a
		/// node be told hour by hour.
		#[pallet::constant]
		type MaxRuns: Get<u32>;

		/// H: the number of equal parts of an epoch for which service is reported, 1 to 255; 168 makes them hours of a week. Fixed
		/// for ever once a chain runs: reports are kept as sums over them.
		#[pallet::constant]
		type HoursPerEpoch: Get<u8>;

		/// Time for reports after the end of an epoch, in such parts, at most half of them. Rewards wait for it.
		#[pallet::constant]
		type Grace: Get<u8>;

		/// Largest part of the native issuance that all programmes together mint in an epoch. Zero if none may mint.
		#[pallet::constant]
		type MaxMint: Get<Fraction>;

		/// Measured weights of the calls.
		type WeightInfo: WeightInfo;

		/// Operators, keys and time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId, Self::NodeSignature>;
	}
}

/// Panics if what the runtime has chosen does not fit together.
pub(crate) fn check<T: Config>() {
	assert!(
		(1..=14).contains(&T::Operators::window()),
		"the parameters of 14 epochs are kept at most"
	);
	assert!(T::MaxProgrammes::get() >= 1, "there is room for a programme");
	assert!((1..=255).contains(&T::MaxNodes::get()), "a slot is a byte");
	assert!(T::MaxRows::get() >= 1, "a report tells of an operator");
	assert!(T::MaxRuns::get() >= 1, "a report tells of an hour");
	assert!(T::HoursPerEpoch::get() >= 1, "an epoch has a part");
	assert!(
		T::Grace::get() <= T::HoursPerEpoch::get() / 2,
		"at most two epochs are open to reports"
	);
	check_weights::<T>(&T::BlockWeights::get());
}

/// Panics if blocks with these limits have no room for what programmes do: nothing else would tell that none of them ever does it.
pub(crate) fn check_weights<T: Config>(limits: &BlockWeights) {
	let mint = T::WeightInfo::mint(T::MaxProgrammes::get());
	assert!(limits.max_block.all_gte(mint), "a block has room to mint for all programmes");

	let most = limits.get(DispatchClass::Normal).max_extrinsic.unwrap_or(limits.max_block);
	let finalise = Pallet::<T>::finalise_weight(1);
	assert!(most.all_gte(finalise), "a call has room for a step of finalising");
}
