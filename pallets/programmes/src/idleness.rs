// SPDX-License-Identifier: Apache-2.0

//! Suspension of the idle. Turns are counted in blocks, so that nobody is idle because of a halt, and at most a third of
//! the active set is suspended in an epoch, so that whatever goes wrong somebody stays.

use crate::{
	AccountIdOf, AuthorTurns, Authors, Config, Error, Event, IdleTurns, LastLookedAt, Pallet,
	TurnsOf, WeightInfo,
};
use bulwark_ledger::Author;
use bulwark_traits::{ActiveSetInfo, Epochs, Suspend};
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_idle(operator: AccountIdOf<T>) -> DispatchResult {
		let author = Authors::<T>::get(&operator).ok_or(Error::<T>::NotIdle)?;
		ensure!(Self::is_idle(&author), Error::<T>::NotIdle);

		let turns = Self::may_suspend(&operator)?;

		Self::begin_turns(&operator, &turns);
		Self::count_suspension(turns);

		let is_news = T::Suspend::suspend_idle(&operator)?;
		ensure!(is_news, Error::<T>::NotIdle);
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

	/// Suspends an operator that has missed so many batches in the present epoch, if they are as many as suspend it; with
	/// as many more it is tried again.
	pub(crate) fn note_timeouts(operator: &AccountIdOf<T>, timeouts: u32) {
		let rest = timeouts.checked_rem(Self::idle_turns());
		if timeouts > 0 && rest == Some(0) {
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

	/// Suspends an operator if that is allowed, and counts it if it was not out already. It cannot fail: an error of the door
	/// is an event. It is reached from hooks, and from calls of the rollup that have ensured that there are layers for it.
	pub(crate) fn suspend(operator: AccountIdOf<T>) {
		let Ok(turns) = Self::may_suspend(&operator) else { return };
		Self::begin_turns(&operator, &turns);
		let suspended = with_storage_layer(|| T::Suspend::suspend_idle(&operator));
		match suspended {
			Ok(true) => {
				Self::count_suspension(turns);
				Self::deposit_event(Event::IdleSuspended { operator });
			},
			Ok(false) => (),
			Err(reason) => Self::deposit_event(Event::SuspensionFailed { operator, reason }),
		}
	}

	/// The turns of the present epoch, if one more member of the active set may be suspended in it.
	fn may_suspend(operator: &AccountIdOf<T>) -> Result<TurnsOf<T>, Error<T>> {
		let (turns, _) = Self::present_turns();
		let (_, members) = T::ActiveSet::set().ok_or(Error::<T>::NotIdle)?;

		ensure!(members.contains(operator), Error::<T>::NotIdle);
		ensure!(turns.may_suspend(Self::count(members.len())), Error::<T>::TooManySuspended);
		Ok(turns)
	}

	/// Lets the turns of an author begin anew, so that it is not suspended again before it is an author no more.
	fn begin_turns(operator: &AccountIdOf<T>, turns: &TurnsOf<T>) {
		if let Some(author) = Authors::<T>::get(operator) {
			Authors::<T>::insert(operator, Author { seen: turns.grown(), ..author });
		}
	}

	/// Counts a suspension. One that the door refuses is none: it takes nobody's place in the epoch.
	fn count_suspension(mut turns: TurnsOf<T>) {
		turns.suspend();
		AuthorTurns::<T>::put(turns);
	}

	fn is_idle(author: &Author) -> bool {
		AuthorTurns::<T>::get().is_idle(author, Self::idle_turns())
	}

	fn idle_turns() -> u32 {
		IdleTurns::<T>::get().at(T::Operators::now())
	}
}
