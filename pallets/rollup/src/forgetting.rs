// SPDX-License-Identifier: Apache-2.0

//! Batches from which nothing can follow any more: their deposits are released, and old and void ones forgotten.

use crate::{
	AccountIdOf, Balance, BatchId, BatchOf, Batches, Chain, Config, Error, Event, HoldReason,
	NextIndex, OldestIndex, Pallet, Surety,
};
use alloc::vec::Vec;
use bulwark_traits::Epochs;
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision},
};
use sp_runtime::DispatchResult;

/// Number of old batches that a new one forgets, so that none pile up.
const FORGOTTEN_AT_ONCE: u32 = 2;

/// A deposit that no record names any more: it is released when everything is written.
#[must_use = "no record names it any more"]
pub(crate) struct FreeDeposit<T: Config> {
	batch_id: BatchId,
	who: AccountIdOf<T>,
	amount: Balance,
}

impl<T: Config> FreeDeposit<T> {
	/// Takes the deposit of a batch out of its record.
	fn of(batch_id: BatchId, batch: &mut BatchOf<T>) -> Self {
		let (who, amount) = (batch.submitter.clone(), batch.deposit());
		if amount > 0 {
			batch.surety = Surety::Gone;
		}
		Self { batch_id, who, amount }
	}

	/// Releases it, if it is any.
	pub(crate) fn release(self) -> DispatchResult {
		let Self { batch_id, who, amount } = self;
		if amount == 0 {
			return Ok(());
		}
		T::Native::release(&HoldReason::BatchDeposit.into(), &who, amount, Precision::Exact)?;
		Pallet::<T>::deposit_event(Event::BatchDepositReleased { batch_id, who, amount });
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Forgets final batches that nobody can charge any more. The last two stay, so that the next one finds its parent,
	/// whatever is reverted. Returns what was held for them, which the caller releases.
	pub(crate) fn forget_old() -> Result<Vec<FreeDeposit<T>>, Error<T>> {
		let now = T::Operators::now();
		let mut freed = Vec::new();
		for _ in 0..FORGOTTEN_AT_ONCE {
			let index = OldestIndex::<T>::get();
			let Some(next) = index.checked_add(1) else { break };
			if next >= NextIndex::<T>::get() || !Self::is_final(next) {
				break;
			}
			let Some(batch_id) = Chain::<T>::get(index) else { break };
			let batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
			if now <= batch.accepted_epoch.plus(T::Operators::window()) {
				break;
			}
			OldestIndex::<T>::put(next);
			Chain::<T>::remove(index);
			freed.push(Self::forget_batch(batch_id, batch));
		}
		Ok(freed)
	}

	/// Forgets the batch that was at an index before a revert, if nothing can follow from it. Returns what was held for it,
	/// which the caller releases.
	pub(crate) fn forget_void_at(index: u32) -> Option<FreeDeposit<T>> {
		let batch_id = Chain::<T>::get(index)?;
		let batch = Batches::<T>::get(batch_id)?;
		Self::is_over(&batch_id, &batch).then(|| Self::forget_batch(batch_id, batch))
	}

	/// True if nobody can find a batch bad or report it any more, and its own time is over: until then one that was found bad says
	/// of which epoch an equivocation in its place is.
	fn is_over(batch_id: &BatchId, batch: &BatchOf<T>) -> bool {
		Self::is_settled(batch_id, batch) && Self::is_old(batch) && !Self::may_report(batch)
	}

	/// Releases what is held for a batch from which nothing can follow any more, and forgets one that is void. Anyone may ask
	/// for it.
	pub(crate) fn do_release_batch(batch_id: BatchId) -> DispatchResult {
		let mut batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		ensure!(!Self::is_challenged(&batch_id), Error::<T>::ChallengeOpen);
		ensure!(Self::is_over(&batch_id, &batch), Error::<T>::NotFinal);
		if !Self::is_in_chain(&batch_id, &batch.header) {
			return Self::forget_batch(batch_id, batch).release();
		}

		ensure!(batch.deposit() > 0, Error::<T>::NothingHeld);

		let freed = FreeDeposit::<T>::of(batch_id, &mut batch);
		Batches::<T>::insert(batch_id, batch);
		freed.release()
	}

	fn forget_batch(batch_id: BatchId, mut batch: BatchOf<T>) -> FreeDeposit<T> {
		let freed = FreeDeposit::of(batch_id, &mut batch);
		Batches::<T>::remove(batch_id);
		Self::deposit_event(Event::BatchForgotten { batch_id, index: batch.header.index });
		freed
	}
}
