// SPDX-License-Identifier: Apache-2.0

//! Reports of offences to whoever judges operators, as proofs: the pallet of the consensus has checked them, and that upholds a
//! case if it is disputed.

use crate::{CaseId, Config, EpochIndex, Error, Event, Fraction, Pallet, WeightInfo};
use bulwark_ledger::Basis;
use bulwark_traits::{FaultReporter, OptIns, Report, ReportId, SlashRequest, When};
use codec::Encode;
use frame_support::{ensure, traits::Get, weights::Weight};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchResult,
};

impl<T: Config> Pallet<T> {
	/// Files a case for what no case stands for, once the one before has ended: so an operator has one open case for an epoch, and
	/// no number of offenders that tell on each other fills its places.
	pub(crate) fn do_report_offence(
		operator: T::AccountId,
		fault_epoch: EpochIndex,
	) -> DispatchResult {
		let consumer_id = T::Consumer::get();
		let opted_in = T::OptIns::opted_in(consumer_id, &operator, fault_epoch);
		let unused = T::OptIns::unused(consumer_id, &operator, fault_epoch);
		let mut known = Self::offences_in(fault_epoch)?;
		let one = known.of_mut(&operator).ok_or(Error::<T>::NoOffence)?;
		let report_id = Self::report_id(&operator, fault_epoch, one.offence.answered);

		let fractions = one.offence.ask(opted_in, unused).ok_or(Error::<T>::NothingLeft)?;
		ensure!(!one.case_id.is_some_and(T::Faults::is_open), Error::<T>::CaseOpen);
		let (called_for, reporter) = (one.offence.called_for, one.reporter.clone());

		Self::put_offences(known);

		let report = Report {
			consumer_id,
			operator: operator.clone(),
			when: When::Epoch(fault_epoch),
			request: SlashRequest { fractions, quantity: None },
			evidence: report_id,
		};
		let case_id = T::Faults::report(report, report_id, Basis::Proof, reporter)?;
		Self::keep_case(&operator, fault_epoch, case_id)?;
		Self::deposit_event(Event::OffenceReported {
			operator,
			fault_epoch,
			called_for,
			fractions,
			case_id,
		});
		Ok(())
	}

	/// Keeps the last case of an operator. Nothing that was loaded before the door is kept across it.
	fn keep_case(
		operator: &T::AccountId,
		fault_epoch: EpochIndex,
		case_id: CaseId,
	) -> DispatchResult {
		let mut known = Self::offences_in(fault_epoch)?;
		known.of_mut(operator).ok_or(Error::<T>::NoOffence)?.case_id = Some(case_id);
		Self::put_offences(known);
		Ok(())
	}

	/// Id of a report, and its evidence: BLAKE2-256(SCALE("bulwark/offence/1", operator, epoch, fraction that cases before stand
	/// for)). No two reports of an operator for an epoch follow on the same.
	pub fn report_id(
		operator: &T::AccountId,
		fault_epoch: EpochIndex,
		answered: Fraction,
	) -> ReportId {
		(b"bulwark/offence/1", operator, fault_epoch, answered)
			.using_encoded(BlakeTwo256::hash)
			.to_fixed_bytes()
	}

	/// Weight of a report, with looks at what is promised, twice, and at the case before.
	pub(crate) fn report_weight() -> Weight {
		T::WeightInfo::report_offence()
			.saturating_add(T::OptIns::weight().saturating_mul(2))
			.saturating_add(T::Faults::look_weight())
			.saturating_add(T::Faults::weight())
	}
}
