// SPDX-License-Identifier: Apache-2.0

//! The commissions of operators.

use crate::{CommissionRates, Config, Error, Event, Fraction, Pallet};
use bulwark_ledger::Commission;
use bulwark_traits::{stored_or_default, Epochs, StakePools};
use frame_support::{ensure, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The rates of an operator; by default it takes nothing.
	pub(crate) fn commission_rates(operator: &T::AccountId) -> Result<Commission, DispatchError> {
		stored_or_default(CommissionRates::<T>::hashed_key_for(operator))
	}

	pub(crate) fn do_set_commission(operator: T::AccountId, rate: Fraction) -> DispatchResult {
		let mut commission = Self::commission_rates(&operator)?;
		let now = Self::now();

		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::NotOperator);
		let old = commission.rate(now);

		let effective_from = commission
			.set(rate, T::MaxCommission::get(), now, T::Stake::window())
			.map_err(Error::<T>::from)?;

		CommissionRates::<T>::insert(&operator, commission);
		Self::announce_commission(&operator, old, rate, effective_from, now)?;
		Self::deposit_event(Event::CommissionSet { operator, old, new: rate, effective_from });
		Ok(())
	}

	pub(crate) fn do_lower_commission_cap(operator: T::AccountId, cap: Fraction) -> DispatchResult {
		let mut commission = Self::commission_rates(&operator)?;
		let most = T::MaxCommission::get();

		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::NotOperator);
		let old = commission.cap(most);

		commission.lower_cap(cap, most).map_err(Error::<T>::from)?;

		CommissionRates::<T>::insert(&operator, commission);
		Self::deposit_event(Event::CommissionCapLowered { operator, old, new: cap });
		Ok(())
	}
}
