// SPDX-License-Identifier: Apache-2.0

//! Payments of consumers to the stakers of operators.

use crate::{
	escrow::EscrowOf, AccountIdOf, AssetIdOf, Balance, Config, ConsumerId, EpochIndex, Error,
	Event, Pallet,
};
use bulwark_traits::{Payee, Reward, RewardSink};
use frame_support::{
	ensure,
	traits::{
		fungibles::Balanced,
		tokens::{Fortitude, Precision, Preservation},
	},
	weights::Weight,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Returns the weight of the reward.
	pub(crate) fn do_remit(
		payer: AccountIdOf<T>,
		consumer_id: ConsumerId,
		operator: AccountIdOf<T>,
		asset: AssetIdOf<T>,
		amount: Balance,
		earned_in: EpochIndex,
	) -> Result<Weight, DispatchError> {
		Self::consumer_of(&payer, consumer_id)?;
		let opt_ins = Self::opt_ins_of(&operator)?;

		ensure!(opt_ins.at(consumer_id, earned_in).is_some(), Error::<T>::NotOptedIn);

		let take = || {
			let (exact, alive) = (Precision::Exact, Preservation::Preserve);
			let asset = asset.clone();
			T::Assets::withdraw(asset, &payer, amount, exact, alive, Fortitude::Polite)
				.map_err(EscrowOf::<T>::not_spent)
		};
		let to = Payee::Operator(operator.clone());
		// Whom an operator opted in to may have its money listed by the pools that stand for it.
		let reward = Reward { to, asset: asset.clone(), amount, earned_in, may_list: true };
		let weight = T::Rewards::reward_or_give_up(reward, take)?;
		Self::deposit_event(Event::Remitted { consumer_id, operator, asset, amount, earned_in });
		Ok(weight)
	}
}
