// SPDX-License-Identifier: Apache-2.0

//! What consumers pay, whenever it comes.

use crate::{
	AccountIdOf, AssetIdOf, Balance, Config, ConsumerId, EpochIndex, Error, Event, Pallet, Pledges,
};
use bulwark_traits::{Payee, RewardSink};
use frame_support::{
	ensure,
	traits::{
		fungibles::Balanced,
		tokens::{Fortitude, Precision, Preservation},
	},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_remit(
		payer: AccountIdOf<T>,
		consumer: ConsumerId,
		operator: AccountIdOf<T>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		Self::consumer_of(&payer, consumer)?;
		let pledge = Pledges::<T>::get(&operator);

		ensure!(pledge.at(consumer, earned_in).is_some(), Error::<T>::NotOptedIn);

		let money = T::Assets::withdraw(
			asset.clone(),
			&payer,
			amount,
			Precision::Exact,
			Preservation::Preserve,
			Fortitude::Polite,
		)?;
		let payee = Payee::Operator(operator.clone());
		if let Err((money, error)) = T::Rewards::reward(payee, earned_in, money) {
			// It was there a moment ago.
			let _ = T::Assets::resolve(&payer, money);
			return Err(error);
		}
		Self::deposit_event(Event::Remitted { consumer, operator, asset, amount, earned_in });
		Ok(())
	}
}
