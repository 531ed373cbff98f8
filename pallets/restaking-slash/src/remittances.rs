// SPDX-License-Identifier: Apache-2.0

//! Payments of consumers to the stakers of operators.

use crate::{
	escrow::EscrowOf, AccountIdOf, AssetIdOf, Balance, Config, ConsumerId, EpochIndex, Error,
	Event, OptIns, Pallet,
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
		consumer_id: ConsumerId,
		operator: AccountIdOf<T>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> DispatchResult {
		Self::consumer_of(&payer, consumer_id)?;
		let opt_ins = OptIns::<T>::get(&operator);

		ensure!(opt_ins.at(consumer_id, earned_in).is_some(), Error::<T>::NotOptedIn);

		let money = T::Assets::withdraw(
			asset.clone(),
			&payer,
			amount,
			Precision::Exact,
			Preservation::Preserve,
			Fortitude::Polite,
		)
		.map_err(EscrowOf::<T>::not_spent)?;
		let payee = Payee::Operator(operator.clone());
		// Whom an operator opted in to may have its money listed by the pools that stand for it.
		if let Err((money, error)) = T::Rewards::reward_or_give_up(payee, earned_in, money, true) {
			// It was there a moment ago.
			let _ = T::Assets::resolve(&payer, money);
			return Err(error);
		}
		Self::deposit_event(Event::Remitted { consumer_id, operator, asset, amount, earned_in });
		Ok(())
	}
}
