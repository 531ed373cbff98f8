// SPDX-License-Identifier: Apache-2.0

//! Cover of operators: the epochs in which enough of a bond answers, unused, to the chain's own consumers.

use crate::{
	AccountIdOf, Config, Consumers, EpochIndex, MaxSpans, MaxSpent, OptIns, OptInsOf, Pallet,
	WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{Cover, Horizon, Promise};
use bulwark_traits::{CoverObserver, Epochs};
use frame_support::{
	traits::{Contains, Get},
	weights::Weight,
};

impl<T: Config> Pallet<T> {
	/// Cover of an operator with so many opt-ins.
	pub(crate) fn cover_of(operator: &AccountIdOf<T>, opt_ins: &OptInsOf<T>) -> Cover {
		let promises = Self::promises_to_the_chain(operator, opt_ins);
		Cover::of(&promises, T::LeastCover::get(), T::Exposure::horizon())
	}

	/// True if an operator is covered in an epoch, whatever lies between.
	pub(crate) fn is_covered(
		operator: &AccountIdOf<T>,
		opt_ins: &OptInsOf<T>,
		epoch: EpochIndex,
	) -> bool {
		let promises = Self::promises_to_the_chain(operator, opt_ins);
		let at = Horizon { now: epoch, window: T::Exposure::window() };
		Cover::of(&promises, T::LeastCover::get(), at).covers(epoch)
	}

	/// Opt-ins of an operator to the chain's own consumers, with what is used of them.
	pub(crate) fn promises_to_the_chain<'a>(
		operator: &AccountIdOf<T>,
		opt_ins: &'a OptInsOf<T>,
	) -> Vec<Promise<'a, MaxSpans<T>, MaxSpent<T>>> {
		let to_the_chain = opt_ins.list().iter();
		let to_the_chain = to_the_chain.filter(|opt_in| T::Cover::contains(&opt_in.consumer_id));
		let promises = to_the_chain.filter_map(|opt_in| {
			let last_epoch = Consumers::<T>::get(opt_in.consumer_id)?.last_epoch;
			// What does not decode may have used all of it up.
			let spending = Self::spending_of(operator, opt_in.consumer_id).ok()?;
			Some(Promise { opt_in, spending, last_epoch })
		});
		promises.collect()
	}

	/// Tells whoever elects the cover of an operator, after every change of its opt-ins and of what is used of them. Opt-ins
	/// that do not decode cover nothing.
	pub(crate) fn tell_cover(operator: &AccountIdOf<T>) {
		let cover = Self::cover_of(operator, &OptIns::<T>::get(operator));
		T::CoverObserver::cover_changed(operator, cover);
	}

	/// Weight of looking at the cover of an operator and telling it: part of every call that may change it.
	pub(crate) fn tell_weight() -> Weight {
		T::WeightInfo::cover().saturating_add(T::CoverObserver::weight())
	}
}
