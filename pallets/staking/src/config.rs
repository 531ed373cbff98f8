// SPDX-License-Identifier: Apache-2.0

//! Choices of the runtime: money, neighbours, origins, times and bounds.

use crate::{door_weights, Config, WeightInfo};
use frame_support::traits::{Contains, Get};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Assets that can be staked, the native one among them: usually a `UnionOf` balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>
			+ AccountTouch<AssetIdOf<Self>, Self::AccountId, Balance = Balance>;

		/// Native asset as such, in which bonds are held. It has to be the one that `NativeAsset` names in `Assets`.
		type Native: fungible::hold::Mutate<
			Self::AccountId,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;

		/// Name of the native asset in `Assets`.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// Reasons for holds in the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// Assets in which pools can be opened, the native one among them; `Equals<NativeAsset>` for that one alone. An asset whose admin can freeze the pot has no
		/// place here: while it is frozen, nobody is paid in it, and what slashes take of its pools stays owed.
		type StakeAssets: Contains<AssetIdOf<Self>>;

		/// Price of an asset: the power of one unit of it, by which operators are ranked and their rewards divided. It has to
		/// be cheap. Each election asks for it once, and the price holds until the next one. `AtPar` if one asset is staked.
		type Power: Convert<AssetIdOf<Self>, Price>;

		/// Keeper of the operators' opt-ins, which says until when bond and pools can be slashed. With `()` all unbonding
		/// takes the full liability window.
		type Liability: Liability<Self::AccountId>;

		/// Observer of the reward weights of stake, which divides rewards by them; `()` if there are no rewards.
		type Observer: StakeObserver<Self::AccountId, AssetIdOf<Self>, MaxBuckets<Self>>;

		/// Messenger that carries changes of the active set to followers; `()` if there are none.
		type Messenger: SetMessenger<Self::AccountId>;

		/// Origin that sets the registration policy, the allow-list, the global minimum self-stake and the size of the active
		/// set.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Origin that suspends, resumes and closes operators. It should be able to act within an epoch; what it does ends no
		/// liability early.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Origin that may open standalone pools. Its account pays the minimum balance of a new pot. `EnsureNever` for none.
		type StandalonePoolOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Wall clock, in milliseconds: `pallet-timestamp`.
		type Time: Time<Moment = Millis>;

		/// Id from which the account of the stake pot is derived, different from every other pot's.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// W, the liability window: the number of epochs after a fault in which a slash for it may still be applied, 1 to 14.
		/// Fixed for ever once a chain runs: pages and lists in storage follow from it.
		#[pallet::constant]
		type Window: Get<u32>;

		/// Bond of an operator, in units of the native asset. A change counts for operators that register from then on.
		#[pallet::constant]
		type Bond: Get<Balance>;

		/// Maximum number of pools of an operator, at least 1. A slash touches each of them. It may only grow.
		#[pallet::constant]
		type MaxPools: Get<u32>;

		/// Maximum number of pools that an idle block catches up with the clock, so that the first call of an epoch does not
		/// pay for it; 0 if they wait for their calls.
		#[pallet::constant]
		type PoolsPerIdleBlock: Get<u32>;

		/// Maximum number of assets in which pools can be opened, the native one among them: no fewer than `StakeAssets` has.
		/// An election notes the price of each. It may only grow.
		#[pallet::constant]
		type MaxAssets: Get<u32>;

		/// Maximum number of operators, 2 to 256. An election reads each of them. It may only grow.
		#[pallet::constant]
		type MaxOperators: Get<u32>;

		/// Number of members up to which operators serve whose bonds answer to none of the chain's own consumers, so that on a
		/// young chain the first one that answers is not the whole set: 0 if nobody may serve unsecured, and the last set
		/// goes on then.
		#[pallet::constant]
		type MinMembers: Get<u32>;

		/// K: number of elections in a row after which anybody may close an operator that could not be elected, or the weakest
		/// one that was not when there is no place for another. Longer than `CurePeriod`.
		#[pallet::constant]
		type ReclaimPeriod: Get<u32>;

		/// Number of epochs in which an operator may make up for self-stake that a slash, a higher minimum or a lower price
		/// left too low, and serves on meanwhile.
		#[pallet::constant]
		type CurePeriod: Get<u32>;

		/// Weights of the calls, measured with `()` behind `Liability`, `Observer` and `Messenger`: each call adds the
		/// weights of these doors to its own.
		type WeightInfo: WeightInfo;

		/// Source of assets and time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId>;
	}
}

/// Panics if what the runtime has chosen does not fit together.
pub(crate) fn check<T: Config>() {
	assert!((1..=14).contains(&T::Window::get()), "the liability window is 1 to 14 epochs");
	assert!(T::MaxPools::get() >= 1, "an operator needs a pool");
	assert!(
		(2..=256).contains(&T::MaxOperators::get()),
		"an election looks at 256 operators at most, and one has to be able to replace another"
	);
	assert!(
		T::ReclaimPeriod::get() > T::CurePeriod::get(),
		"an operator that is short may make up for it before anybody takes its place"
	);
	let largest = T::BlockWeights::get().max_block;
	let elect = T::WeightInfo::elect(T::MaxOperators::get());
	let poll = T::WeightInfo::poll() + door_weights::enact::<T>() + elect;
	assert!(largest.all_gte(poll), "a block has room for an election");
	assert!(T::MaxAssets::get() >= 1, "bonds pass through the native pot");
	assert!(
		T::StakeAssets::contains(&T::NativeAsset::get()),
		"the native asset can be staked: bonds pass through its pot",
	);
}
