// SPDX-License-Identifier: Apache-2.0

//! Weights of the calls at worst: the set that is known is as large as it gets. The way back is part of `note_set`, and is counted
//! once more with the weight of the door.

use super::*;
use alloc::vec::Vec;
use bulwark_traits::ActiveSetInfo;
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, BoundedVec};
use sp_runtime::traits::TrailingZeroInput;

/// An account of the other chain, which has none here.
fn operator<T: Config>(index: u32) -> T::Operator {
	let bytes = index.saturating_add(1).encode();
	T::Operator::decode(&mut TrailingZeroInput::new(&bytes)).expect("any bytes are an account")
}

fn members<T: Config>(count: u32) -> MembersOf<T> {
	let all: Vec<_> = (0..count).map(operator::<T>).collect();
	BoundedVec::truncate_from(all)
}

fn follow_the_largest<T: Config>() {
	let set = members::<T>(T::MaxMembers::get());
	Pallet::<T>::do_note_set(SetId(1), EpochIndex(1), set).expect("it is the first");
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// So many members take the place of the largest set.
	#[benchmark]
	fn note_set(m: Linear<1, { T::MaxMembers::get() }>) {
		follow_the_largest::<T>();
		let set = members::<T>(m);

		#[block]
		{
			Pallet::<T>::do_note_set(SetId(2), EpochIndex(2), set).expect("it is news");
		}

		let known = Followed::<T>::get().expect("it was noted");
		assert_eq!((known.epoch, known.members.len() as u32), (EpochIndex(2), m));
	}

	#[benchmark]
	fn forget_set() {
		follow_the_largest::<T>();

		#[block]
		{
			Pallet::<T>::do_forget_set().expect("one is known");
		}

		assert!(Followed::<T>::get().is_none());
	}

	/// A look at the last of all members.
	#[benchmark]
	fn active_set_info() {
		follow_the_largest::<T>();
		let last = operator::<T>(T::MaxMembers::get().saturating_sub(1));
		let is_active;

		#[block]
		{
			is_active = <Pallet<T> as ActiveSetInfo<_>>::is_active(&last);
		}

		assert!(is_active);
	}

	#[cfg(feature = "std")]
	impl<T: Config> Pallet<T> {
		/// Runs every benchmark once, each in a state that is made for it, as `impl_benchmark_test_suite` does for a
		/// mock: for the tests of a runtime.
		pub fn test_benchmarks(in_new_state: impl Fn(&mut dyn FnMut())) {
			macro_rules! selected {
				($($name:ident)*) => { [$((stringify!($name), SelectedBenchmark::$name)),*] };
			}
			let all = selected! { note_set forget_set active_set_info };
			let listed = <Pallet<T> as frame_benchmarking::Benchmarking>::benchmarks(true);
			assert_eq!(all.len(), listed.len(), "none is forgotten");
			for (name, benchmark) in all {
				let components = BenchmarkingSetup::<T>::components(&benchmark).into_iter();
				let lowest: Vec<_> =
					components.map(|(component, low, _)| (component, low)).collect();
				in_new_state(&mut || {
					let run = BenchmarkingSetup::<T>::test_instance(&benchmark, &lowest, &|| {});
					assert_eq!(run, Ok(()), "{name}");
				});
			}
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
