// SPDX-License-Identifier: Apache-2.0

//! Lists of filed cases: two for each operator and consumer, of cases on the consumer's word and of cases by proof.

use crate::{records::unlist, Basis, Case, CaseId, Config, Error, FiledCases, Pallet, ProvedCases};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Gives a case its place; one on the consumer's word binds its deposit. `TooManyCases` if no place is free.
	pub(crate) fn list_case(case_id: CaseId, case: &Case<T>, basis: Basis) -> DispatchResult {
		let (operator, consumer_id) = (&case.operator, case.consumer_id);
		match basis.goes_first() {
			false => {
				let listed = FiledCases::<T>::try_append(operator, consumer_id, case_id);
				listed.map_err(|()| Error::<T>::TooManyCases)?;
				Self::bind_deposit(consumer_id)
			},
			true => {
				let listed = ProvedCases::<T>::try_append(operator, consumer_id, case_id);
				Ok(listed.map_err(|()| Error::<T>::TooManyCases)?)
			},
		}
	}

	/// Clears the place of a case that ends; one on the consumer's word unbinds its deposit, of which a part is lost if `forfeits`.
	pub(crate) fn unlist_case(
		case_id: CaseId,
		case: &Case<T>,
		basis: Basis,
		forfeits: bool,
	) -> DispatchResult {
		let (operator, consumer_id) = (&case.operator, case.consumer_id);
		match basis.goes_first() {
			false => {
				let key = FiledCases::<T>::hashed_key_for(operator, consumer_id);
				unlist::<T::MaxCases>(key, case_id)?;
				Self::unbind_deposit(case_id, consumer_id, forfeits)
			},
			true => {
				let key = ProvedCases::<T>::hashed_key_for(operator, consumer_id);
				unlist::<T::MaxCases>(key, case_id)
			},
		}
	}
}
