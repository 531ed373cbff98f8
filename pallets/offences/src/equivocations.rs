// SPDX-License-Identifier: Apache-2.0

//! Offences that the pallets of the consensus have proved, and tell through `pallet-offences`.

use crate::{
	Config, EpochIndex, EpochOffences, Error, Event, Fraction, Offences, Pallet, Sessions, Told,
	WeightInfo, KEPT_EPOCHS,
};
use alloc::vec::Vec;
use bulwark_traits::{stored, OptIns};
use frame_support::{
	dispatch::DispatchClass, storage::with_storage_layer, traits::Get, weights::Weight,
};
use sp_runtime::{DispatchError, Perbill, SaturatedConversion};
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

/// A report names all who have offended at the same time, those who were told before among them, with what the offence of
/// each calls for now.
impl<T: Config, FullIdentification>
	OnOffenceHandler<T::AccountId, (T::AccountId, FullIdentification), Weight> for Pallet<T>
{
	/// Nothing is returned: `pallet-offences` drops it, so that the block is charged.
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, FullIdentification)>],
		slash_fractions: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		let told = offenders.iter().zip(slash_fractions).map(|(details, called_for)| Told {
			operator: details.offender.0.clone(),
			called_for: fraction(*called_for),
			reporter: details.reporters.first().cloned(),
		});
		Self::charge_block(Self::note_offences(told.collect(), session));
		Weight::zero()
	}
}

impl<T: Config> Pallet<T> {
	/// Notes offences in a session, and reports those whose operator has not offended in the epoch before. Returns the weight.
	pub(crate) fn note_offences(told: Vec<Told<T::AccountId>>, session: SessionIndex) -> Weight {
		let count: u32 = told.len().saturated_into(); // one for each validator at most
		Self::note_sessions();
		let Some(fault_epoch) = Sessions::<T>::get().and_then(|log| log.epoch_of(session)) else {
			Self::deposit_event(Event::SessionForgotten { session });
			return Self::note_weight(count, 0);
		};

		let (answered, others): (Vec<_>, Vec<_>) =
			told.into_iter().partition(|one| Self::answers(&one.operator, fault_epoch));
		for one in others {
			Self::tell_unanswered(one, fault_epoch, Error::<T>::NotOptedIn.into());
		}
		let first = Self::keep(answered, fault_epoch);
		let reports: u32 = first.len().saturated_into(); // no more than that
		for one in first {
			let report = || Self::do_report_offence(one.operator.clone(), fault_epoch);
			// Whoever nests the proof too deeply for it gains little: anybody may report what was kept.
			if let Err(reason) = with_storage_layer(report) {
				Self::tell_unanswered(one, fault_epoch, reason);
			}
		}
		Self::note_weight(count, reports)
	}

	/// Keeps offences. Returns those that are their operator's first in the epoch.
	pub(crate) fn keep(
		told: Vec<Told<T::AccountId>>,
		fault_epoch: EpochIndex,
	) -> Vec<Told<T::AccountId>> {
		if told.is_empty() {
			return told;
		}
		let mut known = match Self::offences_in(fault_epoch) {
			Ok(known) => known,
			Err(reason) => {
				told.into_iter().for_each(|one| Self::tell_unanswered(one, fault_epoch, reason));
				return Vec::new();
			},
		};
		let mut first = Vec::new();
		for one in told {
			match known.note(&one) {
				Some(true) => first.push(one),
				Some(false) => (),
				None => {
					Self::tell_unanswered(one, fault_epoch, Error::<T>::TooManyOffenders.into())
				},
			}
		}
		Self::put_offences(known);
		first
	}

	/// True if an operator has promised something for an epoch.
	fn answers(operator: &T::AccountId, epoch: EpochIndex) -> bool {
		!T::OptIns::opted_in(T::Consumer::get(), operator, epoch).is_nothing()
	}

	fn tell_unanswered(told: Told<T::AccountId>, fault_epoch: EpochIndex, reason: DispatchError) {
		let Told { operator, called_for, .. } = told;
		Self::deposit_event(Event::OffenceUnanswered { operator, fault_epoch, called_for, reason });
	}

	/// Offences of an epoch. `Corruption` if they do not decode.
	pub(crate) fn offences_in(
		epoch: EpochIndex,
	) -> Result<EpochOffences<T::AccountId>, DispatchError> {
		let key = Offences::<T>::hashed_key_for(Self::slot(epoch));
		let known = stored::<EpochOffences<T::AccountId>>(key)?;
		Ok(known.filter(|known| known.epoch == epoch).unwrap_or(EpochOffences::none_in(epoch)))
	}

	/// Those of an epoch that cannot be charged any more make room.
	pub(crate) fn put_offences(offences: EpochOffences<T::AccountId>) {
		Offences::<T>::insert(Self::slot(offences.epoch), offences);
	}

	/// Key of an epoch in `Offences`.
	pub(crate) fn slot(epoch: EpochIndex) -> u32 {
		epoch.0 % KEPT_EPOCHS
	}

	/// Weight of so many offences of which so many are reported.
	fn note_weight(count: u32, reports: u32) -> Weight {
		T::WeightInfo::note_offences(count)
			.saturating_add(T::OptIns::weight().saturating_mul(count.into()))
			.saturating_add(Self::report_weight().saturating_mul(reports.into()))
	}

	/// Charges the block: a hook, or a call of another pallet, has no weight of its own for this.
	pub(crate) fn charge_block(weight: Weight) {
		let class = DispatchClass::Mandatory;
		frame_system::Pallet::<T>::register_extra_weight_unchecked(weight, class);
	}
}

/// The same part of one.
fn fraction(part: Perbill) -> Fraction {
	Fraction::from_parts(u64::from(part.deconstruct()).saturating_mul(1_000_000_000))
	// 10¹⁸ at most
}
