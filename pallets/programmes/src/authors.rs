// SPDX-License-Identifier: Apache-2.0

//! Work as it happens: blocks of authors, their turns, and batches of sequencers.

use crate::{
	AccountIdOf, AuthorTurns, Authors, Config, EpochKey, Pallet, TurnsOf, WeightInfo, Work,
	WorkRecords,
};
use alloc::vec::Vec;
use bulwark_ledger::{Author, EpochIndex};
use bulwark_traits::{AuthorLog, Epochs, Suspend, WorkLog};
use frame_support::{defensive, dispatch::DispatchClass, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::Zero;

/// A block counts for the epoch of its parent: its own time is not known when its author is.
impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		let (mut turns, epoch) = Self::present_turns();
		let record = Authors::<T>::get(&author);

		turns.grow();
		Self::record_work(&author, record.as_ref(), epoch, &turns, Work::add_block);
		if let Some(record) = record {
			Authors::<T>::insert(&author, Author { seen: turns.grown(), ..record });
		}
		AuthorTurns::<T>::put(turns);

		let weight = T::WeightInfo::note_author().saturating_add(Self::look_at_next_author());
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			weight,
			DispatchClass::Mandatory,
		);
	}
}

impl<T: Config> AuthorLog<T::AccountId> for Pallet<T> {
	fn changed(joined: &[T::AccountId], left: &[T::AccountId]) {
		let (mut turns, epoch) = Self::present_turns();

		for author in left {
			if let Some(record) = Authors::<T>::take(author) {
				turns.leave();
				let grown = turns.grown();
				let leave = |work: &mut Work| work.leave(grown);
				Self::record_work(author, Some(&record), epoch, &turns, leave);
			}
		}
		for author in joined {
			if !Authors::<T>::contains_key(author) {
				Authors::<T>::insert(author, turns.join());
				if WorkRecords::<T>::contains_key(EpochKey::new(epoch), author) {
					let grown = turns.grown();
					Self::record_work(author, None, epoch, &turns, |work| work.join(grown));
				}
			}
		}
		AuthorTurns::<T>::put(turns);
	}

	fn note_authors(authors: &[T::AccountId]) -> u32 {
		let is_new = |author: &&T::AccountId| !Authors::<T>::contains_key(author);
		let joined: Vec<_> = authors.iter().filter(is_new).cloned().collect();
		let left: Vec<_> = Authors::<T>::iter_keys().filter(|one| !authors.contains(one)).collect();
		Self::changed(&joined, &left);
		Self::count(joined.len()).saturating_add(Self::count(left.len()))
	}

	fn weight(accounts: u32) -> Weight {
		T::WeightInfo::authors_changed(accounts)
	}
}

impl<T: Config> WorkLog<T::AccountId> for Pallet<T> {
	fn batch(operator: &T::AccountId, bytes: u32) {
		Self::record(operator, |work| work.add_batch(bytes));
	}

	fn timed_out(operator: &T::AccountId) {
		if let Some(work) = Self::record(operator, Work::add_timeout) {
			Self::note_timeouts(operator, work.timeouts);
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::log_work()
			.saturating_add(Self::suspend_weight())
			.saturating_add(T::Suspend::weight())
	}
}

impl<T: Config> Pallet<T> {
	/// Turns in the present epoch, and which one that is.
	pub(crate) fn present_turns() -> (TurnsOf<T>, EpochIndex) {
		let at = T::Operators::horizon();
		let mut turns = AuthorTurns::<T>::get();
		turns.begin(at);
		(turns, at.now)
	}

	/// Changes the work of an operator in the present epoch. Returns it.
	fn record(operator: &AccountIdOf<T>, change: impl FnOnce(&mut Work)) -> Option<Work> {
		let (turns, epoch) = Self::present_turns();
		let author = Authors::<T>::get(operator);
		let work = Self::record_work(operator, author.as_ref(), epoch, &turns, change);
		AuthorTurns::<T>::put(turns);
		work
	}

	/// False before the first block has told the time, and as long as nobody has set the clock: that is no epoch in which anybody
	/// works, and none from which those to be paid could be counted.
	pub(crate) fn has_begun(epoch: EpochIndex) -> bool {
		!epoch.0.is_zero()
	}

	/// Changes the work of an operator in an epoch that has begun. A record that does not decode is left as it is.
	fn record_work(
		operator: &AccountIdOf<T>,
		author: Option<&Author>,
		epoch: EpochIndex,
		turns: &TurnsOf<T>,
		change: impl FnOnce(&mut Work),
	) -> Option<Work> {
		if !Self::has_begun(epoch) {
			return None;
		}
		let Ok(known) = Self::work(epoch, operator) else {
			defensive!("what is stored decodes");
			return None;
		};
		let start = turns.start(epoch).unwrap_or(turns.grown());
		let begin = || Work::new(author.map(|author| author.since(start)));
		let mut work = known.unwrap_or_else(begin);
		change(&mut work);
		match known {
			Some(_) => WorkRecords::<T>::insert(EpochKey::new(epoch), operator, work),
			None => Self::begin_work(epoch, operator, work),
		}
		Some(work)
	}
}
