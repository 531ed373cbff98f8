// SPDX-License-Identifier: Apache-2.0

//! The end of a batch: final by the clock, found bad, or void and too old to be found bad.

use crate::{
	BatchId, BatchOf, Batches, Chain, Config, Header, NextIndex, OldestIndex, Pallet, Verdict,
};
use bulwark_ledger::{ChallengeTimes, Moment};
use bulwark_traits::Epochs;
use frame_support::traits::Get;

impl<T: Config> Pallet<T> {
	/// True if nobody can find a batch bad any more: it is final, it was found bad, or it is void and its own time to be
	/// challenged is over. A bad batch below saves no submitter above it.
	pub(crate) fn is_settled(batch_id: &BatchId, batch: &BatchOf<T>) -> bool {
		if batch.verdict == Some(Verdict::Bad) {
			return true;
		}
		match Self::is_in_chain(batch_id, &batch.header) {
			true => Self::is_final(batch.header.index),
			false => Self::is_old(batch) && !Self::is_challenged(batch_id),
		}
	}

	/// True if the time to challenge a batch is over.
	pub(crate) fn is_old(batch: &BatchOf<T>) -> bool {
		Self::times().challenge_until(batch.accepted()).is_over(Self::moment())
	}

	/// True if a batch is final: its time to be challenged is over, and no challenge is open at its index or before. Those
	/// that were forgotten were; one that does not decode is not.
	pub(crate) fn is_final(index: u32) -> bool {
		let is_before_challenges = Self::open_challenges()
			.is_ok_and(|open| open.first().is_none_or(|first| index < *first));
		index < NextIndex::<T>::get()
			&& is_before_challenges
			&& match Self::batch_at(index) {
				Some(batch) => Self::is_old(&batch),
				None => index < OldestIndex::<T>::get(),
			}
	}

	/// True if a batch is in the chain: neither it nor one below was reverted.
	pub(crate) fn is_in_chain(batch_id: &BatchId, header: &Header) -> bool {
		let index = header.index;
		index < NextIndex::<T>::get() && Chain::<T>::get(index).as_ref() == Some(batch_id)
	}

	/// Batch at an index of the chain; none if it was forgotten, or does not decode.
	pub(crate) fn batch_at(index: u32) -> Option<BatchOf<T>> {
		let is_there = index < NextIndex::<T>::get();
		Chain::<T>::get(index).filter(|_| is_there).and_then(Batches::<T>::get)
	}

	/// Last batch of the chain.
	pub(crate) fn last_batch() -> Option<BatchOf<T>> {
		NextIndex::<T>::get().checked_sub(1).and_then(Self::batch_at)
	}

	/// Times of challenges.
	pub(crate) fn times() -> ChallengeTimes {
		ChallengeTimes {
			challenge: T::ChallengeEpochs::get(),
			judge: T::JudgeEpochs::get(),
			blocks: T::MinBlocks::get(),
		}
	}

	/// Present epoch and block.
	pub(crate) fn moment() -> Moment {
		T::Operators::moment::<T::BlockNumberProvider>()
	}
}
