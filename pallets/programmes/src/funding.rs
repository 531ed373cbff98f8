// SPDX-License-Identifier: Apache-2.0

//! Money from accounts.

use crate::{
	book::Book, payments::PotOf, AccountIdOf, Balance, Config, Error, Event, Pallet, ProgrammeId,
};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_fund(
		payer: AccountIdOf<T>,
		programme_id: ProgrammeId,
		amount: Balance,
		epochs: u32,
	) -> DispatchResult {
		let mut book = Book::<T>::load(programme_id)?;
		let (asset, effective_from) = (book.programme.asset.clone(), book.at.effective());

		ensure!(amount > 0, Error::<T>::NothingToPay);
		ensure!(Self::has_begun(book.at.now), Error::<T>::TooEarly);

		book.budget.fund(book.at.now, amount, epochs).map_err(Error::<T>::from)?;

		book.store();

		PotOf::<T>::receive(asset, &payer, amount)?;
		let payer = Some(payer);
		Self::deposit_event(Event::Funded { programme_id, payer, amount, effective_from, epochs });
		Ok(())
	}
}
