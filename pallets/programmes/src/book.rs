// SPDX-License-Identifier: Apache-2.0

//! A programme as the clock has it.

use crate::{
	types::Stage, BudgetOf, Budgets, Config, EpochIndex, Error, Event, NextProgrammeId, Pallet,
	Programme, ProgrammeId, Programmes,
};
use bulwark_ledger::{Balance, Horizon, Hours, Pot};
use bulwark_traits::{stored, Epochs};
use frame_support::traits::Get;
use sp_runtime::DispatchError;

/// Progress and money of a programme, for which time has passed: what is for epochs that have begun is due, and epochs
/// before the window have lapsed. Every change of a programme is one of its book.
pub(crate) struct Book<T: Config> {
	pub id: ProgrammeId,
	pub programme: Programme<T>,
	pub budget: BudgetOf<T>,
	/// The present epoch and the window.
	pub at: Horizon,
	/// The epochs that have lapsed just now.
	lapsed: Option<Lapsed>,
}

/// Epochs that fell behind the window, and the money that was unpaid of them.
struct Lapsed {
	first_epoch: EpochIndex,
	last_epoch: EpochIndex,
	carried: Balance,
}

impl<T: Config> Book<T> {
	/// Opens a book. Whoever changes it stores it.
	pub fn load(id: ProgrammeId) -> Result<Self, DispatchError> {
		let programme =
			stored(Programmes::<T>::hashed_key_for(id))?.ok_or(Error::<T>::UnknownProgramme)?;
		let budget =
			stored(Budgets::<T>::hashed_key_for(id))?.ok_or(Error::<T>::UnknownProgramme)?;
		let at = T::Operators::horizon();
		let mut book = Self { id, programme, budget, at, lapsed: None };
		book.lapse()?;
		Ok(book)
	}

	/// True if epochs have lapsed just now.
	pub fn has_lapsed(&self) -> bool {
		self.lapsed.is_some()
	}

	/// Stores a book.
	pub fn store(self) {
		if let Some(Lapsed { first_epoch, last_epoch, carried }) = self.lapsed {
			Pallet::<T>::deposit_event(Event::EpochsLapsed {
				programme_id: self.id,
				first_epoch,
				last_epoch,
				carried,
			});
		}
		Programmes::<T>::insert(self.id, self.programme);
		Budgets::<T>::insert(self.id, self.budget);
	}

	/// The epoch that is being finalised, or the first that will be.
	pub fn epoch(&self) -> EpochIndex {
		self.programme.next_epoch
	}

	/// True if that epoch is over, and its grace.
	pub fn is_over(&self) -> bool {
		self.epoch() < self.at.now && Pallet::<T>::is_closed(self.epoch())
	}

	/// Ends the epoch: the next one begins with nobody scored.
	pub fn finish(&mut self) {
		self.programme.next_epoch = self.epoch().next();
		self.programme.stage = Stage::BEGIN;
	}

	/// Money of the programme, that of a division included.
	#[cfg(any(test, feature = "try-runtime"))]
	pub fn total(&self) -> Result<Balance, DispatchError> {
		let parts = [self.budget.total(), self.undivided()];
		let [budget, divided] = parts.map(|part| part.map_err(Error::<T>::from));
		Ok(Pot::checked_sum([budget?, divided?]).map_err(Error::<T>::from)?)
	}

	/// Lets epochs before the window go. However many they are, it is one step.
	fn lapse(&mut self) -> Result<(), DispatchError> {
		let due = self.budget.roll(self.at).map_err(Error::<T>::from)?;
		let (first_epoch, oldest) = (self.epoch(), self.at.now.minus(self.at.window));
		if first_epoch >= oldest {
			return Ok(());
		}

		let rest = self.undivided().map_err(Error::<T>::from)?;
		self.budget.carry(rest).map_err(Error::<T>::from)?;
		self.programme.next_epoch = oldest;
		self.programme.stage = Stage::BEGIN;
		let carried = Pot::checked_sum([due, rest]).map_err(Error::<T>::from)?;
		self.lapsed = Some(Lapsed { first_epoch, last_epoch: oldest.minus(1), carried });
		Ok(())
	}

	/// The part of a budget that is being divided which nobody has had yet.
	fn undivided(&self) -> Result<Balance, bulwark_ledger::LedgerError> {
		match &self.programme.stage {
			Stage::Scoring { .. } => Ok(0),
			Stage::Paying { division, .. } => division.rest(),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Ids of all programmes, in ascending order.
	pub(crate) fn ids() -> impl Iterator<Item = ProgrammeId> {
		(ProgrammeId::FIRST.0..NextProgrammeId::<T>::get().0).map(ProgrammeId)
	}

	/// The hours of an epoch.
	pub(crate) fn hours(epoch: EpochIndex) -> Hours {
		Hours {
			start: T::Operators::start(epoch),
			end: T::Operators::start(epoch.next()),
			count: T::HoursPerEpoch::get(),
		}
	}

	/// True if an epoch that is over takes no reports any more: its grace, which is part of the next, has passed.
	pub(crate) fn is_closed(epoch: EpochIndex) -> bool {
		Self::hours(epoch.next()).are_over(T::Grace::get().into(), T::Operators::time())
	}

	/// The number of items of a bounded list.
	pub(crate) fn count(items: usize) -> u32 {
		u32::try_from(items).unwrap_or(u32::MAX)
	}
}
