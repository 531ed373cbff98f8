// SPDX-License-Identifier: Apache-2.0

//! Weights of the call and of what runs for other pallets, at worst: the logs are full.
//!
//! What doors do is measured while they are quiet. A look at what an operator has promised needs an answer: its part is measured
//! here, and counted once more with the weight of the door.

use super::*;
use alloc::{vec, vec::Vec};
use bulwark_ledger::Millis;
use bulwark_traits::Epochs;
use frame_benchmarking::v2::*;
use frame_support::{traits::ValidatorSet, weights::Weight, BoundedVec};
use frame_system::{Pallet as System, RawOrigin};
use sp_runtime::Perbill;
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

/// Setup of benchmarks by a runtime.
pub trait BenchmarkHelper<AccountId> {
	/// Sets the wall clock.
	fn set_time(now: Millis);

	/// Makes an operator that answers to the consumer in the present epoch.
	fn answering() -> AccountId;

	/// Lets an account have promised something to the consumer in every epoch. It need not be registered.
	fn promise(operator: &AccountId);

	/// Lets the neighbours behind the doors answer as `()` would, from now on in this benchmark. Looks and the clock go on.
	fn quiet_doors();
}

/// There is a past.
const START: EpochIndex = EpochIndex(1_000);

fn go_to<T: Config>(epoch: EpochIndex) {
	T::BenchmarkHelper::set_time(T::Epochs::start(epoch));
}

fn told<T: Config>(operator: T::AccountId) -> Told<T::AccountId> {
	let reporter = Some(account("reporter", 0, 0));
	Told { operator, called_for: Fraction::from_percent(10), reporter }
}

/// A session has begun in every epoch that is kept, up to the one before the present. Returns the next session.
fn fill_sessions<T: Config>() -> SessionIndex {
	go_to::<T>(START);
	let window = T::Epochs::window();
	let first = |number| {
		let epoch = START.minus(window + 1).plus(number);
		FirstSession { epoch, session: number }
	};
	let firsts = (0..=window).map(first).collect::<Vec<_>>();
	Sessions::<T>::put(SessionLog { firsts: BoundedVec::truncate_from(firsts), latest: window });
	window + 1
}

/// A session that comes so many after the present one of the runtime, which is asked for it.
fn later<T: Config>(session: SessionIndex) -> SessionIndex {
	T::Sessions::session_index().saturating_add(session)
}

/// Offences of as many operators as are kept in an epoch, but so many.
fn fill<T: Config>(epoch: EpochIndex, free: u32) {
	let mut offences = EpochOffences::none_in(epoch);
	for number in 0..MAX_OFFENDERS - free {
		let other = told::<T>(account("other", number, 0));
		assert_eq!(offences.note(&other), Some(true));
	}
	Pallet::<T>::put_offences(offences);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// A session begins, and a full log forgets its oldest epoch.
	#[benchmark]
	fn note_sessions() {
		let session = fill_sessions::<T>();

		#[block]
		{
			Pallet::<T>::begin_session(later::<T>(session));
		}

		let log = Sessions::<T>::get().expect("it is kept");
		assert_eq!((log.epoch_of(session), log.oldest()), (Some(START), Some(1)));
	}

	/// So many have offended at once, in a session that has begun in this block. All answer, and there is no place for any of
	/// them: each is looked for among all others, and told.
	#[benchmark]
	fn note_offences(n: Linear<1, { MAX_OFFENDERS }>) {
		let session = fill_sessions::<T>();
		fill::<T>(START, 0);
		let reporter: T::AccountId = account("reporter", 0, 0);
		let details = |number| {
			let operator: T::AccountId = account("operator", number, 0);
			T::BenchmarkHelper::promise(&operator);
			OffenceDetails { offender: (operator, ()), reporters: vec![reporter.clone()] }
		};
		let all: Vec<_> = (0..n).map(details).collect();
		let called_for = vec![Perbill::from_percent(10); all.len()];
		let events = System::<T>::event_count();

		#[block]
		{
			Pallet::<T>::begin_session(later::<T>(session));
			let _: Weight =
				<Pallet<T> as OnOffenceHandler<_, _, _>>::on_offence(&all, &called_for, session);
		}

		assert_eq!(System::<T>::event_count(), events + n, "each is told");
		let known = Pallet::<T>::offences_in(START).expect("it decodes");
		assert_eq!(known.offences.len() as u32, MAX_OFFENDERS);
	}

	/// Of the last of as many as are kept.
	#[benchmark]
	fn report_offence() {
		let operator = T::BenchmarkHelper::answering();
		let now = T::Epochs::now();
		fill::<T>(now, 1);
		assert_eq!(Pallet::<T>::keep(vec![told::<T>(operator.clone())], now).len(), 1);
		T::BenchmarkHelper::quiet_doors();
		let named = T::Lookup::unlookup(operator.clone());

		#[extrinsic_call]
		_(RawOrigin::Signed(account("anybody", 0, 0)), named, now);

		let noted = Pallet::<T>::offence(operator, now).expect("it is kept");
		assert_eq!(noted.offence.answered, noted.offence.called_for);
	}

	#[benchmark]
	fn suspend_offline() {
		let operator = T::BenchmarkHelper::answering();
		let epoch = T::Epochs::now();
		OfflineSuspensions::<T>::put(SuspensionCount { epoch, count: 3 });
		T::BenchmarkHelper::quiet_doors();

		#[block]
		{
			Pallet::<T>::suspend_offline(operator, 100);
		}

		assert_eq!(OfflineSuspensions::<T>::get(), SuspensionCount { epoch, count: 4 });
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
