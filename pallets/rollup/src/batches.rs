// SPDX-License-Identifier: Apache-2.0

//! Batches: accepted in order, signed by two thirds or vouched for by one.

use crate::{
	forgetting::FreeDeposit, AccountIdOf, Attestation, Barred, Batch, BatchId, BatchOf, Batches,
	Chain, Config, Error, Event, Fork, Header, HoldReason, NextIndex, Pallet, Sets, Suite, Surety,
	Verifier,
};
use alloc::vec::Vec;
use bulwark_ledger::{Moment, Signers};
use bulwark_traits::{ensure_layers, ActiveSetInfo, Epochs, LAYERS_TO_GO_ON};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, Get},
};
use sp_runtime::{traits::SaturatedConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Returns the number of members that have not signed.
	pub(crate) fn do_submit_batch(
		submitter: AccountIdOf<T>,
		header: Header,
		attestation: Option<Attestation>,
	) -> Result<u32, DispatchError> {
		ensure_layers(LAYERS_TO_GO_ON)?; // whoever hears of time-outs hears of each once
		let batch_id = Self::batch_id(&header);
		Self::ensure_next_batch(&header)?;
		Self::ensure_set(&header)?;
		let surety = Self::surety_of(&submitter)?;
		let (signers, absent) =
			Self::ensure_vouched(&submitter, &header, &batch_id, attestation, surety)?;
		let Moment { epoch: accepted_epoch, block } = Self::moment();

		Self::look_at_turns();
		let next_index = header.index.checked_add(1).ok_or(Error::<T>::WrongIndex)?;
		if signers > 0 {
			Self::follow_sets(&header, next_index)?;
		}
		Self::note_turn();
		let batch = Batch {
			header,
			submitter: submitter.clone(),
			surety,
			signers,
			accepted_epoch,
			time: T::Operators::time(),
			block,
			verdict: None,
			unfiled: None,
		};
		let (deposit, freed) = (batch.deposit(), Self::append(batch_id, batch, next_index)?);
		Self::note_work(&header, (signers == 0).then_some(&submitter));

		freed.into_iter().try_for_each(FreeDeposit::release)?;
		if deposit > 0 {
			T::Native::hold(&HoldReason::BatchDeposit.into(), &submitter, deposit)?;
		}
		Self::deposit_event(Event::BatchAccepted { batch_id, header, submitter, surety, signers });
		Ok(absent)
	}

	/// Puts a batch at the end of the chain, and forgets the void one that had its place, and old ones. Returns what was held for
	/// those, which the caller releases.
	fn append(
		batch_id: BatchId,
		batch: BatchOf<T>,
		next_index: u32,
	) -> Result<Vec<FreeDeposit<T>>, Error<T>> {
		let index = batch.header.index;
		let void = Self::forget_void_at(index);
		Batches::<T>::insert(batch_id, batch);
		Chain::<T>::insert(index, batch_id);
		NextIndex::<T>::put(next_index);
		let old = Self::forget_old()?;
		Ok(void.into_iter().chain(old).collect())
	}

	/// Checks that members vouch for a batch: two thirds by their signatures, or one alone with its bond. Returns the numbers of
	/// those who have signed and who have not.
	fn ensure_vouched(
		submitter: &AccountIdOf<T>,
		header: &Header,
		batch_id: &BatchId,
		attestation: Option<Attestation>,
		surety: Surety,
	) -> Result<(u32, u32), Error<T>> {
		if Self::is_signing() {
			let attestation = attestation.ok_or(Error::<T>::SignatureMissing)?;
			let signers = Self::ensure_attested(header, batch_id, &attestation, true)?;
			let (present, absent) = (signers.present().len(), signers.absent().len());
			return Ok((present.saturated_into(), absent.saturated_into())); // 255 at most
		}
		ensure!(attestation.is_none(), Error::<T>::SignatureUnexpected);
		Self::ensure_sequencer(submitter, header, surety)?;
		Self::take_turn(submitter)?;
		Ok((0, 0))
	}

	/// Checks that a header is the next of the chain.
	fn ensure_next_batch(header: &Header) -> Result<(), Error<T>> {
		let index = NextIndex::<T>::get();
		ensure!(header.index == index, Error::<T>::WrongIndex);
		ensure!(header.fork == Fork::<T>::get(), Error::<T>::WrongFork);
		let (parent, first_block) = Self::place_after(index, header)?;
		ensure!(header.parent == parent, Error::<T>::WrongParent);
		// The last one has a successor, for the next batch.
		let has_blocks = header.first_block <= header.last_block && header.last_block < u64::MAX;
		ensure!(has_blocks && header.first_block == first_block, Error::<T>::WrongBlocks);
		ensure!((1..=T::MaxSize::get()).contains(&header.size), Error::<T>::TooLarge);

		let oldest_open = index.checked_sub(T::MaxBatches::get());
		ensure!(oldest_open.is_none_or(Self::is_final), Error::<T>::TooManyBatches);
		Ok(())
	}

	/// Parent and first block of the batch at an index. The first of all begins where it wants.
	fn place_after(index: u32, header: &Header) -> Result<(BatchId, u64), Error<T>> {
		let Some(before) = index.checked_sub(1) else {
			return Ok((BatchId::default(), header.first_block));
		};
		let parent = Chain::<T>::get(before).ok_or(Error::<T>::UnknownBatch)?;
		let last = Batches::<T>::get(parent).ok_or(Error::<T>::UnknownBatch)?.header.last_block;
		let first_block = last.checked_add(1).ok_or(Error::<T>::WrongBlocks)?;
		Ok((parent, first_block))
	}

	/// Surety of who submits: an operator that answers needs no deposit. Who is barred submits nothing.
	fn surety_of(who: &AccountIdOf<T>) -> Result<Surety, Error<T>> {
		ensure!(!Barred::<T>::contains_key(who), Error::<T>::Barred);
		Ok(match Self::answers(who) {
			true => Surety::Bond,
			false => Surety::Deposit(T::BatchDeposit::get()),
		})
	}

	/// Checks the signatures over a batch: of two thirds of its set, or of anybody in it.
	pub(crate) fn ensure_attested(
		header: &Header,
		batch_id: &BatchId,
		attestation: &Attestation,
		needs_quorum: bool,
	) -> Result<Signers, Error<T>> {
		let set = Sets::<T>::get(header.set_number).ok_or(Error::<T>::UnknownSet)?;
		let signers = Signers::of_bitmap(&attestation.signers, set.members.len())
			.ok_or(Error::<T>::BadBitmap)?;
		let are_enough = match needs_quorum {
			true => signers.are_quorum(),
			false => !signers.present().is_empty(),
		};
		ensure!(are_enough, Error::<T>::TooFewSigners);

		let absent = signers.absent().iter().filter_map(|place| set.members.get(*place));
		let absent: Vec<_> = absent.map(|member| member.key).collect();
		let signature = &attestation.signature;
		let is_signed =
			T::Verifier::verify(&set.sum, &absent, batch_id, signature, Suite::Signature);
		ensure!(is_signed, Error::<T>::BadSignature);
		Ok(signers)
	}

	/// Checks that an account may submit without signatures: it serves, is in the newest set, and answers with its bond. Else
	/// one whose promise was used up a moment ago would leave a deposit for what costs a bond.
	fn ensure_sequencer(
		who: &AccountIdOf<T>,
		header: &Header,
		surety: Surety,
	) -> Result<(), Error<T>> {
		let set = Sets::<T>::get(header.set_number).ok_or(Error::<T>::UnknownSet)?;
		let is_member = set.place(who).is_some() && T::ActiveSet::is_active(who);
		ensure!(is_member && surety == Surety::Bond, Error::<T>::NotSequencer);
		Ok(())
	}

	/// Lets the attested set follow a batch with signatures.
	fn follow_sets(header: &Header, next_index: u32) -> DispatchResult {
		if Self::attested().is_none() {
			Self::attest(header.set_number, header.index)?;
			Self::look_at_turns();
		}
		if let Some(next) = header.next {
			Self::drop_turns();
			Self::attest(next.set_number, next_index)?;
			Self::look_at_turns();
		}
		Ok(())
	}
}
