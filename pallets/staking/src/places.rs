// SPDX-License-Identifier: Apache-2.0

//! The places of operators. There are `MaxOperators` of them, and nobody can hold one for ever without using it: each
//! election notes who could not be elected and who was not, and after `ReclaimPeriod` elections in a row anybody may have
//! such an operator closed.

use crate::{
	ClosingCause, Config, ElectionCount, Error, Operator, Operators, Pallet, ReplaceableOperator,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchError;

impl<T: Config> Operator<T> {
	/// True if it was in no active set for so long that it may be closed for another.
	pub(crate) fn is_replaceable(&self, election: u32) -> bool {
		self.departure.is_none() && self.unelected.length(election) >= T::ReclaimPeriod::get()
	}
}

impl<T: Config> Pallet<T> {
	/// Returns the number of pools that close.
	pub(crate) fn do_reclaim_place(operator: T::AccountId) -> Result<u32, DispatchError> {
		let record = Operators::<T>::get(&operator).ok_or(Error::<T>::NotOperator)?;
		ensure!(record.departure.is_none(), Error::<T>::AlreadyClosing);
		let cause = Self::why_reclaimed(&operator, &record).ok_or(Error::<T>::PlaceInUse)?;

		Self::do_close(operator, cause)
	}

	/// The cause for which anybody may close an operator, if there is one.
	pub(crate) fn why_reclaimed(
		operator: &T::AccountId,
		record: &Operator<T>,
	) -> Option<ClosingCause> {
		if record.departure.is_some() {
			return None;
		}
		let election = ElectionCount::<T>::get();
		let elections = record.unable.length(election);
		if elections >= T::ReclaimPeriod::get() {
			return Some(ClosingCause::Unable { elections });
		}
		let is_full = Operators::<T>::count() >= T::MaxOperators::get();
		let is_named = || ReplaceableOperator::<T>::get().as_ref() == Some(operator);
		let elections = record.unelected.length(election);
		(is_full && is_named()).then_some(ClosingCause::Replaced { elections })
	}
}
