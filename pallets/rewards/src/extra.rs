// SPDX-License-Identifier: Apache-2.0

//! What an expired position goes on earning: it is not the owner's unless it locks again.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	AmountsOf, Config, Error, Event, Pallet, Position, PositionId,
};
use frame_support::traits::Get;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Before the stake of an expired position leaves: the owner gets what it had earned by its expiry, who tagged it
	/// what it earned since the tag, and what nobody tagged goes back to those who stay.
	pub(crate) fn settle_expired(
		id: PositionId,
		position: &Position<T>,
		owner: &T::AccountId,
	) -> DispatchResult {
		let mut book = Book::<T>::load(position.pool)?;
		let stake = position.stake();
		let all = book.owed(&stake);

		match &position.tag {
			Some(tag) => {
				Self::credit_account(position.pool, owner, &tag.earned);
				Self::credit_account(position.pool, &tag.beneficiary, &all);
			},
			None => {
				let (earned, extra) = Self::divide(&mut book, position)?;
				Self::credit_account(position.pool, owner, &earned);
				Self::return_extra(id, &mut book, extra)?;
			},
		}
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).minus(&all));
		book.store()
	}

	/// What an expired position has earned that nobody tagged: the owner's, and what it earned since. The latter in whole
	/// units: what is less than a unit is added to the former, so that nothing is lost.
	pub(crate) fn divide(
		book: &mut Book<T>,
		position: &Position<T>,
	) -> Result<(AmountsOf<T>, AmountsOf<T>), DispatchError> {
		let stake = position.stake();
		let all = book.owed(&stake);
		let earned = book.owed_until(&stake, position.expiry);
		let extra = all.units_beyond(&earned).map_err(Error::<T>::from)?;
		Ok((all.minus(&extra), extra))
	}

	/// Gives what an expired position earned too much back to those who stay, as a stream.
	pub(crate) fn return_extra(
		id: PositionId,
		book: &mut Book<T>,
		extra: AmountsOf<T>,
	) -> DispatchResult {
		for (at, asset) in book.assets() {
			let amount = extra.get(at).units_floor();
			if amount == 0 {
				continue;
			}
			if book.info.departure.is_some() {
				Self::give_up(book.id, asset, amount)?;
				continue;
			}
			book.fund(&asset, amount, T::ReturnPeriod::get())?;
			Self::deposit_event(Event::ExtraReturned { position: id, asset, amount });
		}
		Ok(())
	}
}
