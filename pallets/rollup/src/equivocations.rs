// SPDX-License-Identifier: Apache-2.0

//! Equivocations: two contents that one sequencer has signed for one place in the chain.

use crate::{
	AccountIdOf, AccusedOf, BatchId, BatchOf, Batches, Config, EpochIndex, Equivocations, Error,
	Event, Fork, Header, NextIndex, Pallet, Sets, SignedHeader,
};
use bulwark_ledger::{Basis, Fraction, Fractions};
use bulwark_traits::Epochs;
use frame_support::{ensure, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_prove_equivocation(
		reporter: AccountIdOf<T>,
		a: SignedHeader,
		b: SignedHeader,
		accused: AccusedOf<T>,
	) -> DispatchResult {
		ensure!(!T::EquivocationFraction::get().is_zero(), Error::<T>::EquivocationOff);
		Self::accuse(reporter, a, b, accused)
	}

	/// Checks both headers, and reports everybody who has signed both.
	pub(crate) fn accuse(
		reporter: AccountIdOf<T>,
		a: SignedHeader,
		b: SignedHeader,
		accused: AccusedOf<T>,
	) -> DispatchResult {
		let header = a.header;
		let (id_a, id_b) = (Self::batch_id(&a.header), Self::batch_id(&b.header));
		let place = |header: &Header| (header.fork, header.set_number, header.index, header.parent);
		let differ = id_a != id_b && place(&a.header) == place(&b.header);
		ensure!(differ, Error::<T>::NoEquivocation);
		ensure!(!accused.is_empty(), Error::<T>::NobodyAccused);
		let set = Sets::<T>::get(header.set_number).ok_or(Error::<T>::UnknownSet)?;
		let fault_epoch = Self::epoch_of(&header, [id_a, id_b])?;

		let signed_a = Self::ensure_attested(&a.header, &id_a, &a.attestation, false)?;
		let signed_b = Self::ensure_attested(&b.header, &id_b, &b.attestation, false)?;
		let has_signed_both = |place: usize| signed_a.has(place) && signed_b.has(place);
		let are_guilty = accused.iter().all(|who| set.place(who).is_some_and(has_signed_both));
		ensure!(are_guilty, Error::<T>::NotSigner);

		// Nested too deeply all of them are refused, and so is the call.
		let mut refused = None;
		let mut filed = false;
		for operator in accused {
			match Self::report_equivocation(&operator, &header, id_a, fault_epoch, &reporter) {
				Ok(()) => filed = true,
				Err(reason) => {
					refused = refused.or(Some(reason));
					let batch_id = id_a;
					Self::deposit_event(Event::ReportRefused { batch_id, operator, reason });
				},
			}
		}
		match refused {
			Some(reason) if !filed => Err(reason),
			_ => Ok(()),
		}
	}

	fn report_equivocation(
		operator: &AccountIdOf<T>,
		header: &Header,
		evidence: BatchId,
		fault_epoch: EpochIndex,
		reporter: &AccountIdOf<T>,
	) -> Result<(), DispatchError> {
		let fractions = Fractions { bond: T::EquivocationFraction::get(), pools: Fraction::zero() };
		let mut cases = Self::equivocations_of(operator)?;
		let horizon = T::Operators::horizon();
		cases.retain(|(epoch, _)| horizon.check(*epoch).is_ok());
		ensure!(!cases.is_full(), Error::<T>::TooManyEquivocations);

		let report_id = Self::equivocation_id(header, operator);
		let (basis, reporter) = (Basis::Proof, reporter.clone());
		let case_id =
			Self::file(operator, fault_epoch, fractions, basis, report_id, evidence, reporter)?;
		cases.try_push((fault_epoch, case_id)).map_err(|_| Error::<T>::TooManyEquivocations)?;
		Equivocations::<T>::insert(operator, cases);

		let operator = operator.clone();
		let (set_number, index, fork) = (header.set_number, header.index, header.fork);
		Self::deposit_event(Event::Equivocated {
			operator,
			fork,
			set_number,
			index,
			fault_epoch,
			case_id,
		});
		Ok(())
	}

	/// Epoch of the accepted batch at a place in the chain, or the present one if none was accepted there yet.
	fn epoch_of(header: &Header, ids: [BatchId; 2]) -> Result<EpochIndex, Error<T>> {
		let accepted = ids.into_iter().find_map(Batches::<T>::get);
		let at_index = || Self::batch_at(header.index);
		let is_of_fork = |batch: &BatchOf<T>| batch.header.fork == header.fork;
		if let Some(batch) = accepted.or_else(at_index).filter(is_of_fork) {
			return Ok(batch.accepted_epoch);
		}
		let is_next = header.index == NextIndex::<T>::get() && header.fork == Fork::<T>::get();
		ensure!(is_next, Error::<T>::UnknownBatch);
		Ok(T::Operators::now())
	}
}
