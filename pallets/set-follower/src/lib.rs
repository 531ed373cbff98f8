// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
#![doc = docify::embed!("src/tests/lifecycle.rs", newest_set_is_known_whatever_comes_late)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bounds;
mod following;
mod info;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use bulwark_ledger::{EpochIndex, SetId};
pub use pallet::*;
pub use types::{FollowedSet, FollowedSetView, MembersOf};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use bulwark_traits::Acknowledge;
	use core::marker::PhantomData;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use sp_runtime::{traits::SaturatedConversion, DispatchError};

	/// Layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Accounts of the chain that is followed, by which it names operators: usually `AccountId32`.
		type Operator: Parameter + Member + MaxEncodedLen + Ord;

		/// The chain that is followed, as the origin of a call: the only one that tells sets. Whoever else passes it can name a
		/// set of its own.
		type SourceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The origin that forgets the set. The next message is taken then, whatever its epoch.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The way back, by which epochs are acknowledged; `()` if nobody asks for it.
		type Acknowledge: Acknowledge;

		/// Largest number of members of a set, at least 1: with fewer than the chain that is followed may elect, a set is refused.
		/// It may only grow.
		#[pallet::constant]
		type MaxMembers: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Newest set of which this chain has heard; none before the first.
	#[pallet::storage]
	pub type Followed<T: Config> = StorageValue<_, FollowedSet<T>, OptionQuery>;

	/// Bounds by which the storage is laid out, as they were at the beginning of the chain or have grown since. An upgrade that
	/// changes another one is told by `BoundViolated`.
	#[pallet::storage]
	pub type Bounds<T> = StorageValue<_, bulwark_traits::KeptBounds, OptionQuery>;

	/// Nothing: a set that nobody has told is no set.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		#[serde(skip)]
		_config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::keep_bounds();
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A newer set is known.
		SetFollowed {
			/// Id of the set, given by the chain that is followed.
			set_id: SetId,
			/// Epoch that it serves in.
			epoch: EpochIndex,
			/// Members, those with the most power first.
			members: MembersOf<T>,
		},
		/// An epoch could not be acknowledged. The next one counts for it too.
		NotAcknowledged {
			/// Epoch whose set is known.
			epoch: EpochIndex,
			/// Reason why no message was sent.
			reason: DispatchError,
		},
		/// The set was forgotten: any epoch is news.
		SetForgotten {
			/// Id of the set.
			set_id: SetId,
			/// Epoch that it served in.
			epoch: EpochIndex,
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
		/// A set of this epoch or of a later one is known: nothing has to be done.
		OldNews,
		/// A later epoch with an older set: the chain that is followed has begun anew, and the admin has to forget the set.
		OlderSet,
		/// The set has no members, which an active set always has: send it whole.
		EmptySet,
		/// An account is a member twice: name each once.
		DuplicateMember,
		/// No set is known: there is nothing to forget.
		NoSet,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn integrity_test() {
			assert!(T::MaxMembers::get() >= 1, "a set has a member");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Newest set that is known, with the epoch that it serves in; none before the first.
		pub fn followed_set() -> Option<FollowedSetView<T::Operator>> {
			Self::followed_set_view()
		}

		/// True if an account is a member of the newest set that is known.
		pub fn is_member(operator: T::Operator) -> bool {
			Self::serves(&operator)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Notes the set of an epoch, the whole of it, and acknowledges the epoch. It takes the place of the one that is known.
		///
		/// `members`: at most `MaxMembers`; more do not decode.
		///
		/// Origin: `SourceOrigin`. Errors: `OldNews`, `OlderSet`, `EmptySet`, `DuplicateMember`.
		#[pallet::call_index(0)]
		#[pallet::weight(
			T::WeightInfo::note_set(members.len().saturated_into())
				.saturating_add(T::Acknowledge::weight())
		)]
		pub fn note_set(
			origin: OriginFor<T>,
			set_id: SetId,
			epoch: EpochIndex,
			members: MembersOf<T>,
		) -> DispatchResult {
			T::SourceOrigin::ensure_origin(origin)?;
			Self::do_note_set(set_id, epoch, members)
		}

		/// Forgets the set that is known, after which one of any epoch is taken.
		///
		/// Origin: `AdminOrigin`. Errors: `NoSet`.
		#[pallet::call_index(1)]
		pub fn forget_set(origin: OriginFor<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_forget_set()
		}
	}
}
