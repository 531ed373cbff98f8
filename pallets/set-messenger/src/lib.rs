// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
#![doc = docify::embed!("src/tests/lifecycle.rs", every_epoch_is_told_once)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bounds;
mod followers;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod sending;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use bulwark_ledger::{EpochIndex, SetId};
pub use pallet::*;
pub use weights::WeightInfo;

use frame_support::BoundedVec;

/// Chains that follow.
pub type FollowersOf<T> = BoundedVec<<T as Config>::Follower, <T as Config>::MaxFollowers>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_traits::{ActiveSetInfo, SetTransport};
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use sp_runtime::DispatchError;

	/// Layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The active set that is told: usually `pallet-operator-staking`.
		type ActiveSet: ActiveSetInfo<Self::AccountId>;

		/// Addresses of chains that follow: where they are, and what a message to them needs.
		type Follower: Parameter + Member + MaxEncodedLen + MaybeSerializeDeserialize;

		/// Sender of messages, which cannot be heard to arrive; `()` sends nothing.
		type Transport: SetTransport<Self::Follower, Self::AccountId>;

		/// The origin that names the followers.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Largest number of followers. A block has to have room for a message to each. It may only grow.
		#[pallet::constant]
		type MaxFollowers: Get<u32>;

		/// Weights of the calls and of what `on_poll` does.
		type WeightInfo: WeightInfo;
	}

	/// Chains that follow, in no order.
	#[pallet::storage]
	pub type Followers<T: Config> = StorageValue<_, FollowersOf<T>, ValueQuery>;

	/// Epoch whose set has to be sent; none if nothing has to be.
	#[pallet::storage]
	pub type DueEpoch<T> = StorageValue<_, EpochIndex, OptionQuery>;

	/// Last epoch whose set was sent; none before the first.
	#[pallet::storage]
	pub type SentEpoch<T> = StorageValue<_, EpochIndex, OptionQuery>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Chains that follow from the first set on.
		pub followers: Vec<T::Follower>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.try_build()
				.unwrap_or_else(|why| panic!("the genesis of SetMessages is refused: {why}"));
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The set of an epoch was sent to a follower. It is not said that it arrives.
		SetSent {
			/// Address of the follower.
			follower: T::Follower,
			/// Id of the set.
			set_id: SetId,
			/// Epoch that it serves in.
			epoch: EpochIndex,
		},
		/// The set of an epoch could not be sent to a follower, which hears the next one.
		SetNotSent {
			/// Address of the follower.
			follower: T::Follower,
			/// Id of the set.
			set_id: SetId,
			/// Epoch that it serves in.
			epoch: EpochIndex,
			/// Reason why no message was sent.
			reason: DispatchError,
		},
		/// The followers were named.
		FollowersSet {
			/// Followers before.
			old: FollowersOf<T>,
			/// Followers from the next set on.
			new: FollowersOf<T>,
		},
		/// An upgrade has changed a bound that must not change, or shrunk one that may only grow.
		BoundViolated {
			/// Name of the bound in `Config`.
			name: bulwark_traits::BoundName,
			/// Value by which the storage was laid out; none if its record does not decode.
			kept: Option<u64>,
			/// Value of the runtime.
			runtime: u64,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// A follower is named twice: name each once.
		DuplicateFollower,
		/// The followers are those already: nothing has to be done.
		Unchanged,
		/// There are more followers than `MaxFollowers`: name fewer.
		TooManyFollowers,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::poll(meter);
		}

		fn integrity_test() {
			let all =
				T::WeightInfo::poll().saturating_add(Self::sending_weight(T::MaxFollowers::get()));
			let room = T::BlockWeights::get().max_block;
			assert!(room.all_gte(all), "a block has room for a message to every follower");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Addresses of the chains that follow.
		pub fn followers() -> Vec<T::Follower> {
			Followers::<T>::get().into_inner()
		}

		/// Last epoch whose set was sent; none before the first.
		pub fn sent_epoch() -> Option<EpochIndex> {
			SentEpoch::<T>::get()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Names the chains that follow, all of them, from the next set on.
		///
		/// `followers`: at most `MaxFollowers`; more do not decode.
		///
		/// Origin: `AdminOrigin`. Errors: `DuplicateFollower`, `Unchanged`.
		#[pallet::call_index(0)]
		pub fn set_followers(origin: OriginFor<T>, followers: FollowersOf<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_followers(followers)
		}
	}
}
