// SPDX-License-Identifier: Apache-2.0

//! A set of validators for each session, so that whoever reports an equivocation does not choose its epoch.

use alloc::vec::Vec;
use core::marker::PhantomData;
use pallet_session::{historical, SessionManager, Validators};
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// Session manager that answers with the present validators where `M` answers `None`, which keeps them too.
///
/// `pallet-grandpa` begins a set when `pallet-session` says that the validators have changed, and believes a report for any
/// session of the set. With an answer for every session each has a set of its own, but for the first two of a chain.
///
/// It stands within `NoteHistoricalRoot`, which copies the root of the session before where there is no answer: keys that were
/// set since could not be proved.
pub struct EverySession<T, M>(PhantomData<(T, M)>);

impl<T, M> SessionManager<T::ValidatorId> for EverySession<T, M>
where
	T: pallet_session::Config,
	M: SessionManager<T::ValidatorId>,
{
	fn new_session(index: SessionIndex) -> Option<Vec<T::ValidatorId>> {
		M::new_session(index).or_else(|| Some(Validators::<T>::get()))
	}

	/// There are no present validators at genesis: after `None` they are those whose keys it has.
	fn new_session_genesis(index: SessionIndex) -> Option<Vec<T::ValidatorId>> {
		M::new_session_genesis(index)
	}

	fn start_session(index: SessionIndex) {
		M::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		M::end_session(index);
	}
}

impl<T, M> historical::SessionManager<T::ValidatorId, T::FullIdentification> for EverySession<T, M>
where
	T: historical::Config,
	M: SessionManager<T::ValidatorId>,
{
	fn new_session(index: SessionIndex) -> Option<Vec<(T::ValidatorId, T::FullIdentification)>> {
		let known =
			<Self as SessionManager<T::ValidatorId>>::new_session(index).map(identified::<T>);
		// Somebody goes on, even if none of them is known.
		known.filter(|validators| !validators.is_empty())
	}

	fn new_session_genesis(
		index: SessionIndex,
	) -> Option<Vec<(T::ValidatorId, T::FullIdentification)>> {
		<Self as SessionManager<T::ValidatorId>>::new_session_genesis(index).map(identified::<T>)
	}

	fn start_session(index: SessionIndex) {
		M::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		M::end_session(index);
	}
}

/// Validators with their identifications. Without one a key proves nothing, and its owner validates nothing.
fn identified<T: historical::Config>(
	validators: Vec<T::ValidatorId>,
) -> Vec<(T::ValidatorId, T::FullIdentification)> {
	let identify = |validator: T::ValidatorId| {
		let identification = T::FullIdentificationOf::convert(validator.clone())?;
		Some((validator, identification))
	};
	validators.into_iter().filter_map(identify).collect()
}
