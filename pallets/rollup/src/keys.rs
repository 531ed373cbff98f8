// SPDX-License-Identifier: Apache-2.0

//! Keys of sequencers.

use crate::{
	AccountIdOf, Barred, Config, EpochIndex, Equivocations, Error, Event, Key, KeyOwners,
	KeyRecord, Keys, LastTurns, OldKey, Pallet, Signature, Suite, UnpackedKey, Verifier,
};
use bulwark_traits::{Epochs, Standing};
use frame_support::{ensure, BoundedVec};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_key(
		operator: AccountIdOf<T>,
		key: Key,
		possession: Signature,
	) -> DispatchResult {
		ensure!(T::Operators::is_open(&operator), Error::<T>::NotOperator);
		Self::ensure_free(&operator, &key)?;

		let unpacked = T::Verifier::check_key(&key).ok_or(Error::<T>::BadKey)?;
		let message = Self::possession_message(&operator, &key);
		let is_possessed =
			T::Verifier::verify(&unpacked, &[], &message, &possession, Suite::Possession);
		ensure!(is_possessed, Error::<T>::BadPossession);

		Self::insert_key(operator, key, unpacked)
	}

	/// Keeps a key that was checked.
	pub(crate) fn insert_key(
		operator: AccountIdOf<T>,
		key: Key,
		unpacked: UnpackedKey,
	) -> DispatchResult {
		let before = Keys::<T>::get(&operator);
		ensure!(before.as_ref().is_none_or(|before| before.key != key), Error::<T>::Unchanged);
		let old_key = before.as_ref().map(|before| before.key);

		let mut record = KeyRecord { key, unpacked, old: BoundedVec::new() };
		if let Some(before) = before {
			record.old = before.old;
			record.old.retain(|old| old.key != key); // one of its own comes back
			let last_set = Self::kept_sets()?.newest().map(|newest| newest.set_number);
			match last_set {
				// Any kept set may have it.
				Some(last_set) => record
					.old
					.try_push(OldKey { key: before.key, last_set })
					.map_err(|_| Error::<T>::TooManyKeys)?,
				None => KeyOwners::<T>::remove(before.key),
			}
		}
		KeyOwners::<T>::insert(key, &operator);
		Keys::<T>::insert(&operator, record);

		Self::deposit_event(Event::KeySet { operator, old: old_key, new: key });
		Ok(())
	}

	/// Removes what is kept of an operator that has gone, once nothing of it can be charged any more: its keys, its bar, its
	/// cases and its turn. Nobody has to wait for kept sets, which name their members themselves.
	pub(crate) fn do_clear_key(operator: AccountIdOf<T>) -> DispatchResult {
		ensure!(!T::Operators::is_open(&operator), Error::<T>::StillOperator);
		let record = Keys::<T>::get(&operator).ok_or(Error::<T>::NoKey)?;
		let horizon = T::Operators::horizon();
		let is_past = |epoch: EpochIndex| horizon.check(epoch).is_err();
		let bar = Self::bar_if_any(&operator)?.is_none_or(|bar| is_past(bar.fault_epoch));
		let cases = Self::equivocations_of(&operator)?.iter().all(|(epoch, _)| is_past(*epoch));
		ensure!(bar && cases, Error::<T>::StillLiable);

		for key in record.old.iter().map(|old| old.key).chain([record.key]) {
			KeyOwners::<T>::remove(key);
		}
		Keys::<T>::remove(&operator);
		Barred::<T>::remove(&operator);
		Equivocations::<T>::remove(&operator);
		LastTurns::<T>::remove(&operator);

		Self::deposit_event(Event::KeyCleared { operator, key: record.key });
		Ok(())
	}

	/// Checks that a key is nobody else's. Former keys of its owner and of the operator that no kept set has are free.
	fn ensure_free(operator: &AccountIdOf<T>, key: &Key) -> Result<(), Error<T>> {
		Self::free_old_keys(operator);
		let Some(owner) = KeyOwners::<T>::get(key) else { return Ok(()) };
		if owner == *operator {
			return Ok(());
		}
		Self::free_old_keys(&owner);
		ensure!(!KeyOwners::<T>::contains_key(key), Error::<T>::KeyTaken);
		Ok(())
	}

	/// Frees the former keys of an operator that no kept set can have.
	fn free_old_keys(operator: &AccountIdOf<T>) {
		let Some(mut record) = Keys::<T>::get(operator) else { return };
		let Ok(kept) = Self::kept_sets() else { return };
		let oldest = kept.oldest();
		let is_kept = |old: &OldKey| oldest.is_some_and(|oldest| oldest <= old.last_set);
		for old in record.old.iter().filter(|old| !is_kept(old)) {
			KeyOwners::<T>::remove(old.key);
		}
		record.old.retain(|old| is_kept(old));
		Keys::<T>::insert(operator, record);
	}
}
