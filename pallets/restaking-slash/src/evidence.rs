// SPDX-License-Identifier: Apache-2.0

//! Evidence of outsiders' reports: a hash that names its reporter comes first, the text of it later.
//!
//! Nobody can use what was copied from a transaction that waits: the hash of a text is another for everybody, and of those
//! who name the same text the oldest hash is first. It counts as long as a case that names it is open, declined or not. A
//! consumer that wants to pay a friend instead changes a byte of the text: more cannot be had against it.

use crate::{
	AccountIdOf, Case, CaseId, Cases, Claim, Claims, Config, Error, Event, Evidence, Filing,
	Pallet, TextOf,
};
use bulwark_traits::{evidence_of, Epochs};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// SHA-256(account ‖ text): the evidence that an account names for a text.
	pub fn evidence_of(account: &AccountIdOf<T>, text: &[u8]) -> Evidence {
		evidence_of(account, text)
	}

	pub(crate) fn do_reveal_evidence(case_id: CaseId, text: TextOf<T>) -> DispatchResult {
		let mut case = Cases::<T>::get(case_id).ok_or(Error::<T>::UnknownCase)?;
		case.course.ensure_counts(T::Exposure::now()).map_err(Error::<T>::from)?;
		let reporter = case.course.proposed().ok_or(Error::<T>::NotProposed)?.who.clone();

		ensure!(case.text.is_none(), Error::<T>::AlreadyRevealed);
		let evidence = Self::evidence_of(&reporter, &text);
		ensure!(evidence == case.evidence, Error::<T>::WrongEvidence);

		// The same text may be said of several operators.
		let key = Self::evidence_of(&case.operator, &text);
		let claim = match Claims::<T>::get(case.consumer_id, key) {
			None => Claim { case_id, reporter, cases: 1 },
			Some(Claim { case_id: first, reporter: of_first, cases }) => {
				let cases = cases.checked_add(1).ok_or(Error::<T>::Overflow)?;
				if first < case_id {
					Claim { case_id: first, reporter: of_first, cases }
				} else {
					Claim { case_id, reporter, cases }
				}
			},
		};
		let first_case_id = claim.case_id;

		case.text = Some(key);
		Claims::<T>::insert(case.consumer_id, key, claim);
		Cases::<T>::insert(case_id, case);

		Self::deposit_event(Event::EvidenceRevealed { case_id, first_case_id, text });
		Ok(())
	}

	/// Account that gets the bounty of a case: whoever named its text first.
	pub(crate) fn first_reporter(case: &Case<T>, filing: &Filing<T>) -> Option<AccountIdOf<T>> {
		let first = case.text.and_then(|key| Claims::<T>::get(case.consumer_id, key));
		first.map(|claim| claim.reporter).or_else(|| filing.reporter.clone())
	}

	/// Forgets a text with the last case that names it.
	pub(crate) fn forget_text(case: &Case<T>) {
		let Some(key) = case.text else { return };
		Claims::<T>::mutate_exists(case.consumer_id, key, |claim| match claim {
			Some(claim) if claim.cases > 1 => claim.cases -= 1,
			_ => *claim = None,
		});
	}
}
