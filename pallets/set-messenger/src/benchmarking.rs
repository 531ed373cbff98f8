// SPDX-License-Identifier: Apache-2.0

//! Weights at worst: as many followers as there can be. Looks at the active set and messages are part of what is measured, and are
//! counted once more with the weights of their doors.

use super::*;
use alloc::vec::Vec;
use bulwark_traits::{ActiveSetInfo, SetChange, SetMessenger};
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, weights::WeightMeter};
use frame_system::Pallet as System;
use sp_runtime::traits::TrailingZeroInput;

/// An address to which nothing is open.
fn follower<T: Config>(index: u32) -> T::Follower {
	let bytes = index.saturating_add(1).encode();
	T::Follower::decode(&mut TrailingZeroInput::new(&bytes)).expect("any bytes are an address")
}

fn followers<T: Config>(indices: impl Iterator<Item = u32>) -> FollowersOf<T> {
	let all: Vec<_> = indices.map(follower::<T>).collect();
	FollowersOf::<T>::truncate_from(all)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// All are replaced.
	#[benchmark]
	fn set_followers() {
		Followers::<T>::put(followers::<T>(0..T::MaxFollowers::get()));
		let new = followers::<T>((0..T::MaxFollowers::get()).rev());

		#[block]
		{
			Pallet::<T>::do_set_followers(new.clone()).expect("it is another order");
		}

		assert_eq!(Followers::<T>::get(), new);
	}

	/// By the door: the set of an election.
	#[benchmark]
	fn announce() {
		SentEpoch::<T>::put(EpochIndex(8));
		let (set_id, epoch) = (SetId(1), EpochIndex(9));
		let (joined, left) = (Vec::<T::AccountId>::new(), Vec::new());
		let change = SetChange { set_id, epoch, elected_epoch: Some(epoch), joined, left };

		#[block]
		{
			<Pallet<T> as SetMessenger<_>>::announce(change);
		}

		assert_eq!(DueEpoch::<T>::get(), Some(epoch));
	}

	/// Something is due, and there is no room for it.
	#[benchmark]
	fn poll() {
		Followers::<T>::put(followers::<T>(0..T::MaxFollowers::get()));
		DueEpoch::<T>::put(EpochIndex(9));
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll());

		#[block]
		{
			Pallet::<T>::poll(&mut meter);
		}

		assert_eq!(DueEpoch::<T>::get(), Some(EpochIndex(9)));
	}

	/// The largest set for so many followers.
	#[benchmark]
	fn send(f: Linear<1, { T::MaxFollowers::get() }>) {
		T::ActiveSet::worst_case();
		let all = followers::<T>(0..f);
		DueEpoch::<T>::put(EpochIndex(9));
		let events = System::<T>::event_count();

		#[block]
		{
			Pallet::<T>::send(EpochIndex(9), all);
		}

		assert_eq!((DueEpoch::<T>::get(), SentEpoch::<T>::get()), (None, Some(EpochIndex(9))));
		assert!(System::<T>::event_count() >= events + f, "each was sent it, or could not be");
	}

	#[cfg(feature = "std")]
	impl<T: Config> Pallet<T> {
		/// Runs every benchmark once, each in a state that is made for it, as `impl_benchmark_test_suite` does for a
		/// mock: for the tests of a runtime.
		pub fn test_benchmarks(in_new_state: impl Fn(&mut dyn FnMut())) {
			macro_rules! selected {
				($($name:ident)*) => { [$((stringify!($name), SelectedBenchmark::$name)),*] };
			}
			let all = selected! { set_followers announce poll send };
			let listed = <Pallet<T> as frame_benchmarking::Benchmarking>::benchmarks(true);
			assert_eq!(all.len(), listed.len(), "none is forgotten");
			for (name, benchmark) in all {
				let components = BenchmarkingSetup::<T>::components(&benchmark).into_iter();
				let lowest: Vec<_> =
					components.map(|(component, low, _)| (component, low)).collect();
				in_new_state(&mut || {
					let begin = || System::<T>::set_block_number(1u32.into());
					let run = BenchmarkingSetup::<T>::test_instance(&benchmark, &lowest, &begin);
					assert_eq!(run, Ok(()), "{name}");
				});
			}
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
