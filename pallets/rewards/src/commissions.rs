// SPDX-License-Identifier: Apache-2.0

//! What operators take.

use crate::{Commissions, Config, Error, Event, Fraction, Pallet};
use bulwark_traits::{Epochs, StakePools};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_commission(operator: T::AccountId, new: Fraction) -> DispatchResult {
		let mut commission = Commissions::<T>::get(&operator);
		let now = T::Epochs::now();

		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::NotOperator);
		let old = commission.rate(now);

		let from = commission
			.set(new, T::MaxCommission::get(), now, T::Window::get())
			.map_err(Error::<T>::from)?;

		Commissions::<T>::insert(&operator, commission);
		Self::deposit_event(Event::CommissionSet { operator, old, new, from });
		Ok(())
	}

	pub(crate) fn do_lower_commission_cap(operator: T::AccountId, new: Fraction) -> DispatchResult {
		let mut commission = Commissions::<T>::get(&operator);
		let most = T::MaxCommission::get();

		ensure!(!T::Stake::pools_of(&operator).is_empty(), Error::<T>::NotOperator);
		let old = commission.cap(most);

		commission.lower_cap(new, most).map_err(Error::<T>::from)?;

		Commissions::<T>::insert(&operator, commission);
		Self::deposit_event(Event::CommissionCapLowered { operator, old, new });
		Ok(())
	}
}
