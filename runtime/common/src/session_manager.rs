// SPDX-License-Identifier: Apache-2.0

//! Operators that serve write the blocks.

use alloc::vec::Vec;
use bulwark_traits::AuthorLog;
use core::marker::PhantomData;
use frame_support::{dispatch::DispatchClass, traits::Get};
use pallet_session::SessionManager;
use sp_staking::SessionIndex;

/// Session manager of a chain whose blocks the active set writes, from the first session on that begins after a change.
///
/// `Validators` are the members of the set that have session keys, `OperatorStaking::validators::<Session>`; `None` of it keeps the
/// present ones, so that there is always somebody. `Log` hears whose turn it is: the programmes that count blocks, or `()`.
pub struct ActiveOperators<T, Validators, Log>(PhantomData<(T, Validators, Log)>);

impl<T, Validators, Log> SessionManager<T::AccountId> for ActiveOperators<T, Validators, Log>
where
	T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>,
	Validators: Get<Option<Vec<T::AccountId>>>,
	Log: AuthorLog<T::AccountId>,
{
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Validators::get()
	}

	/// `pallet-session` has changed the validators by now. This is no call that could have a weight, so that the block is
	/// charged.
	fn start_session(_: SessionIndex) {
		let changed = Log::note_authors(&pallet_session::Validators::<T>::get());
		let weight = Log::weight(changed);
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			weight,
			DispatchClass::Mandatory,
		);
	}

	fn end_session(_: SessionIndex) {}
}
