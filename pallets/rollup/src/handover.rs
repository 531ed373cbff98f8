// SPDX-License-Identifier: Apache-2.0

//! The set whose signatures count, and its change: by its own signature, or by time when that was lost.

use crate::{
	Attested, AttestedSet, Config, Error, Event, Header, Kept, NextIndex, NextSet, Pallet,
	SetNumber, Sets, Signing,
};
use bulwark_traits::{ensure_layers, Epochs, LAYERS_TO_GO_ON};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Attested set; none before the first batch with signatures. What was attested before the switch was set counts no
	/// more.
	pub(crate) fn attested() -> Option<AttestedSet> {
		let switch = Signing::<T>::get();
		let now = T::Operators::now();
		let since = if now < switch.effective_from { None } else { Some(switch.effective_from) };
		Attested::<T>::get().filter(|attested| {
			switch.is_on(now) && since.is_none_or(|since| since <= attested.since_epoch)
		})
	}

	/// Makes a set the attested one, from the next batch on. Sets under which all is final make room: a set that stays for long
	/// would find none else.
	pub(crate) fn attest(set_number: SetNumber, first_index: u32) -> DispatchResult {
		let mut kept = Self::kept_sets()?;
		let before = Self::attested().map(|attested| attested.set_number);
		for old in kept.forget(before, Self::is_final) {
			Sets::<T>::remove(old);
		}
		ensure!(kept.attest(set_number, first_index).is_some(), Error::<T>::TooManySets);
		Kept::<T>::put(kept);
		let since_epoch = T::Operators::now();
		Attested::<T>::put(AttestedSet { set_number, since_epoch });
		Ok(())
	}

	/// Checks that a header names the set that attests now, and a next one that may.
	pub(crate) fn ensure_set(header: &Header) -> Result<(), Error<T>> {
		let kept = Kept::<T>::get();
		let now = T::Operators::now();
		let Some(AttestedSet { set_number, .. }) = Self::attested() else {
			// Whoever has signed before a change of this epoch has signed for the set before.
			let is_newest =
				kept.newest().is_some_and(|newest| newest.set_number == header.set_number);
			let is_before =
				Self::is_signing() && kept.before_newest(now) == Some(header.set_number);
			ensure!(is_newest || is_before, Error::<T>::WrongSet);
			ensure!(header.next.is_none(), Error::<T>::FirstCarriesNoChange);
			return Ok(());
		};
		ensure!(header.set_number == set_number, Error::<T>::WrongSet);
		match header.next {
			Some(next) => Self::ensure_next(set_number, &next),
			None => {
				let is_due = kept.is_handover_due(set_number, now, T::SetTimeout::get());
				ensure!(!is_due, Error::<T>::HandoverDue);
				Ok(())
			},
		}
	}

	/// Any kept set above may be the next: one that is skipped is lost to nobody.
	fn ensure_next(attested: SetNumber, next: &NextSet) -> Result<(), Error<T>> {
		let set = Sets::<T>::get(next.set_number).ok_or(Error::<T>::UnknownSet)?;
		ensure!(attested < next.set_number && set.hash == next.hash, Error::<T>::UnknownSet);
		Ok(())
	}

	/// Makes the newest set the attested one. The admin may do so at once.
	pub(crate) fn do_adopt(is_admin: bool) -> DispatchResult {
		ensure_layers(LAYERS_TO_GO_ON)?; // whoever hears of time-outs hears of each once
		let attested = Self::attested().ok_or(Error::<T>::NothingToAdopt)?;
		let kept = Self::kept_sets()?;
		let newest = kept.newest().ok_or(Error::<T>::NothingToAdopt)?.set_number;
		let (now, old) = (T::Operators::now(), attested.set_number);

		ensure!(old != newest, Error::<T>::NothingToAdopt);
		let last = Self::last_batch()
			.map_or(attested.since_epoch, |batch| batch.accepted_epoch.max(attested.since_epoch));
		let is_idle = last.plus(T::SetTimeout::get()) < now;
		let is_due = kept.is_handover_due(old, now, T::SetTimeout::get());
		ensure!(is_admin || is_idle || is_due || !kept.has(old), Error::<T>::AdoptTooEarly);

		Self::end_turns();
		Self::attest(newest, NextIndex::<T>::get())?;

		Self::deposit_event(Event::Adopted { old, new: newest });
		Ok(())
	}
}
