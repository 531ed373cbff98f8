// SPDX-License-Identifier: Apache-2.0

//! Batches from which nothing can follow any more: their deposits are released, and old and void ones forgotten.

use crate::{
	BatchId, BatchOf, Batches, Chain, Config, Error, Event, HoldReason, NextIndex, OldestIndex,
	Pallet, Surety,
};
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision},
};
use sp_runtime::DispatchResult;

/// Number of old batches that a new one forgets, so that none pile up.
const FORGOTTEN_AT_ONCE: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Forgets final batches that nobody can charge any more, with what is held for them. The last two stay, so that the
	/// next one finds its parent, whatever is reverted.
	pub(crate) fn forget_old() -> DispatchResult {
		let now = T::Operators::now();
		for _ in 0..FORGOTTEN_AT_ONCE {
			let index = OldestIndex::<T>::get();
			let Some(next) = index.checked_add(1) else { return Ok(()) };
			if next >= NextIndex::<T>::get() || !Self::is_final(next) {
				return Ok(());
			}
			let Some(batch_id) = Chain::<T>::get(index) else { return Ok(()) };
			let batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
			if now <= batch.accepted_epoch.plus(T::Operators::window()) {
				return Ok(());
			}
			OldestIndex::<T>::put(next);
			Chain::<T>::remove(index);
			Self::forget_batch(batch_id, batch)?;
		}
		Ok(())
	}

	/// Forgets the batch that was at an index before a revert, if nothing can follow from it.
	pub(crate) fn forget_void_at(index: u32) -> DispatchResult {
		let Some(batch_id) = Chain::<T>::get(index) else { return Ok(()) };
		let Some(batch) = Batches::<T>::get(batch_id) else { return Ok(()) };
		if !Self::is_settled(&batch_id, &batch) || Self::may_report(&batch) {
			return Ok(());
		}
		Self::forget_batch(batch_id, batch)
	}

	/// Releases what is held for a batch from which nothing can follow any more, and forgets one that is void. Anyone may ask
	/// for it.
	pub(crate) fn do_release_batch(batch_id: BatchId) -> DispatchResult {
		let mut batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		ensure!(!Self::is_challenged(&batch_id), Error::<T>::ChallengeOpen);
		let is_over = Self::is_settled(&batch_id, &batch) && !Self::may_report(&batch);
		ensure!(is_over, Error::<T>::NotFinal);
		if !Self::is_in_chain(&batch_id, &batch.header) {
			return Self::forget_batch(batch_id, batch);
		}

		ensure!(batch.deposit() > 0, Error::<T>::NothingHeld);

		Self::release_deposit(batch_id, &mut batch)?;
		Batches::<T>::insert(batch_id, batch);
		Ok(())
	}

	fn forget_batch(batch_id: BatchId, mut batch: BatchOf<T>) -> DispatchResult {
		Self::release_deposit(batch_id, &mut batch)?;
		Batches::<T>::remove(batch_id);
		Self::deposit_event(Event::BatchForgotten { batch_id, index: batch.header.index });
		Ok(())
	}

	fn release_deposit(batch_id: BatchId, batch: &mut BatchOf<T>) -> DispatchResult {
		let (who, amount) = (batch.submitter.clone(), batch.deposit());
		if amount == 0 {
			return Ok(());
		}
		batch.surety = Surety::Gone;
		T::Native::release(&HoldReason::BatchDeposit.into(), &who, amount, Precision::Exact)?;
		Self::deposit_event(Event::BatchDepositReleased { batch_id, who, amount });
		Ok(())
	}
}
