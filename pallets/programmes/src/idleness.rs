// SPDX-License-Identifier: Apache-2.0

//! Suspension of the idle. Turns are counted in blocks, so that nobody is idle because of a halt, and at most a third of
//! the active set is suspended in an epoch, so that whatever goes wrong somebody stays.

use crate::{
	AccountIdOf, AuthorTurns, Authors, Config, Error, Event, IdleTurns, LastLookedAt, Pallet,
	WeightInfo,
};
use bulwark_ledger::Author;
use bulwark_traits::{ActiveSetInfo, Epochs, Suspend};
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_idle(operator: AccountIdOf<T>) -> DispatchResult {
		let author = Authors::<T>::get(&operator).ok_or(Error::<T>::NotIdle)?;
		ensure!(Self::is_idle(&author), Error::<T>::NotIdle);

		Self::note_suspension(&operator)?;

		T::Suspend::suspend_idle(&operator)?;
		Self::deposit_event(Event::IdleSuspended { operator });
		Ok(())
	}

	/// Looks at the author after the one that was looked at last, and suspends it if it is idle. Returns the weight.
	pub(crate) fn look_at_next_author() -> Weight {
		if Self::idle_turns() == 0 {
			return Weight::zero();
		}
		let after = |last| Authors::<T>::iter_from_key(last).next();
		let next = LastLookedAt::<T>::get().and_then(after).or_else(|| Authors::<T>::iter().next());
		let Some((operator, author)) = next else { return T::WeightInfo::look_at_author() };

		LastLookedAt::<T>::put(&operator);
		if !Self::is_idle(&author) {
			return T::WeightInfo::look_at_author();
		}
		Self::suspend(operator);
		T::WeightInfo::look_at_author()
			.saturating_add(Self::suspend_weight())
			.saturating_add(T::Suspend::weight())
	}

	/// Suspends an operator that has missed so many batches in the present epoch, if they are as many as suspend it.
	pub(crate) fn note_timeouts(operator: &AccountIdOf<T>, timeouts: u32) {
		if timeouts > 0 && timeouts == Self::idle_turns() {
			Self::suspend(operator.clone());
		}
	}

	/// The weight of a suspension, without that of the door.
	pub(crate) fn suspend_weight() -> Weight {
		T::WeightInfo::suspend().saturating_add(T::ActiveSet::weight())
	}

	/// The weight of a report of an idle author.
	pub(crate) fn report_idle_weight() -> Weight {
		T::WeightInfo::report_idle()
			.saturating_add(T::ActiveSet::weight())
			.saturating_add(T::Suspend::weight())
	}

	/// Suspends an operator if that is allowed. It cannot fail: an error of the door is an event.
	pub(crate) fn suspend(operator: AccountIdOf<T>) {
		if Self::note_suspension(&operator).is_err() {
			return;
		}
		let suspended = with_storage_layer(|| T::Suspend::suspend_idle(&operator));
		Self::deposit_event(match suspended {
			Ok(()) => Event::IdleSuspended { operator },
			Err(reason) => Event::SuspensionFailed { operator, reason },
		});
	}

	/// Counts a suspension of a member of the active set, if there may be one more in this epoch. Its turns begin anew,
	/// so that it is not suspended again before it is an author no more.
	fn note_suspension(operator: &AccountIdOf<T>) -> Result<(), Error<T>> {
		let (mut turns, _) = Self::present_turns();
		let (_, members) = T::ActiveSet::set().ok_or(Error::<T>::NotIdle)?;

		ensure!(members.contains(operator), Error::<T>::NotIdle);
		ensure!(turns.may_suspend(Self::count(members.len())), Error::<T>::TooManySuspended);

		turns.suspend();
		if let Some(author) = Authors::<T>::get(operator) {
			Authors::<T>::insert(operator, Author { seen: turns.grown(), ..author });
		}
		AuthorTurns::<T>::put(turns);
		Ok(())
	}

	fn is_idle(author: &Author) -> bool {
		AuthorTurns::<T>::get().is_idle(author, Self::idle_turns())
	}

	fn idle_turns() -> u32 {
		IdleTurns::<T>::get().at(T::Operators::now())
	}
}
