// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

use crate::{Config, Offences, OperatorOffence, Pallet, Sessions};
use alloc::collections::BTreeSet;
use bulwark_traits::Epochs;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		Self::try_sessions()?;
		Self::try_offences()
	}

	/// I11: sessions are in the order of their epochs, and none is to come.
	fn try_sessions() -> Result<(), TryRuntimeError> {
		let Some(log) = Sessions::<T>::get() else { return Ok(()) };
		ensure!(
			log.firsts.is_sorted_by(|a, b| a.epoch < b.epoch && a.session < b.session),
			"sessions are in the order of the epochs in which they began"
		);
		let Some(last) = log.firsts.last() else {
			return Err("the epoch of the latest session is kept".into());
		};
		ensure!(
			last.session <= log.latest && last.epoch <= T::Epochs::now(),
			"no session is kept before it has begun"
		);
		Ok(())
	}

	/// I7: cases stand for no more than was called for, and each offence stands under its epoch.
	fn try_offences() -> Result<(), TryRuntimeError> {
		for (slot, known) in Offences::<T>::iter() {
			ensure!(slot == Self::slot(known.epoch), "offences stand under the key of their epoch");
			ensure!(known.epoch <= T::Epochs::now(), "no offence is of an epoch to come");
			let operators: BTreeSet<_> = known.offences.iter().map(|one| &one.operator).collect();
			ensure!(
				operators.len() == known.offences.len(),
				"an operator has one worst offence in an epoch"
			);
			ensure!(
				known.offences.iter().all(|one| one.offence.is_sound()),
				"I7: cases ask for no more than an offence calls for"
			);
			let is_answered = |one: &OperatorOffence<_>| !one.offence.answered.is_zero();
			ensure!(
				known.offences.iter().all(|one| is_answered(one) == one.case_id.is_some()),
				"I7: an offence is answered by a case, or by nothing"
			);
		}
		Ok(())
	}
}
