// SPDX-License-Identifier: Apache-2.0

//! The commissions of operators.

use crate::{CommissionRates, Config, Error, Event, Fraction, Pallet};
use bulwark_traits::{Epochs, StakePools};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_commission(operator: T::AccountId, rate: Fraction) -> DispatchResult {
		let mut commission = CommissionRates::<T>::get(&operator);
		let now = Self::now();

		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::NotOperator);
		let old = commission.rate(now);

		let effective_from = commission
			.set(rate, T::MaxCommission::get(), now, T::Stake::window())
			.map_err(Error::<T>::from)?;

		CommissionRates::<T>::insert(&operator, commission);
		Self::announce_commission(&operator, old, rate, effective_from)?;
		Self::deposit_event(Event::CommissionSet { operator, old, new: rate, effective_from });
		Ok(())
	}

	pub(crate) fn do_lower_commission_cap(operator: T::AccountId, cap: Fraction) -> DispatchResult {
		let mut commission = CommissionRates::<T>::get(&operator);
		let most = T::MaxCommission::get();

		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::NotOperator);
		let old = commission.cap(most);

		commission.lower_cap(cap, most).map_err(Error::<T>::from)?;

		CommissionRates::<T>::insert(&operator, commission);
		Self::deposit_event(Event::CommissionCapLowered { operator, old, new: cap });
		Ok(())
	}
}
