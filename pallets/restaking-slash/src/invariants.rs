// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

mod budgets;
mod money;

use crate::{
	Announcements, Bounds, CaseId, Cases, Claims, Config, Consumers, Disputes, FiledCases,
	LostDisputes, NextCaseId, NextConsumerId, OptIns, Pallet, ProposedCases, ProvedCases,
	TermsByVersion, UsedReportIds,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_traits::Epochs;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		Self::check_opt_ins()?;
		Self::check_announcements()?;
		Self::check_cases()?;
		Self::check_disputes()?;
		Self::check_claims()?;
		Self::check_open_cases()?;
		Self::check_used_budgets()?;
		Self::check_deposits()?;
		Self::check_escrow()
	}

	/// I7, and opt-ins name consumers and terms that are there.
	fn check_opt_ins() -> Result<(), TryRuntimeError> {
		for (consumer_id, record) in Consumers::<T>::iter() {
			ensure!(
				consumer_id < NextConsumerId::<T>::get(),
				"I11: a consumer has an id that was given"
			);
			for version in 1..=record.latest_version {
				ensure!(
					TermsByVersion::<T>::contains_key(consumer_id, version),
					"I11: every version of the terms of a consumer is stored"
				);
			}
		}
		let at = T::Exposure::horizon();
		for (_, opt_ins) in OptIns::<T>::iter() {
			ensure!(
				opt_ins.check(at).is_ok(),
				"I7: the budgets of all opt-ins fit under the slash cap and into the bond"
			);
			for opt_in in opt_ins.list() {
				let known = |version| {
					version == 0 || TermsByVersion::<T>::contains_key(opt_in.consumer_id, version)
				};
				let are_known = opt_in.spans().iter().all(|span| known(span.version));
				ensure!(are_known, "I11: an opt-in has the terms that it pins");
			}
		}
		Ok(())
	}

	/// Whatever lets pools lose more is announced, in order, and nothing is kept of who has announced nothing.
	fn check_announcements() -> Result<(), TryRuntimeError> {
		let now = T::Exposure::now();
		for (operator, announced) in Announcements::<T>::iter() {
			ensure!(
				announced.is_sound(now),
				"rises of budgets are announced in the order of their epochs"
			);
			ensure!(
				!announced.is_empty(),
				"nothing is kept of an operator that has announced nothing"
			);
			let opt_ins = OptIns::<T>::get(operator);
			ensure!(announced.knows(&opt_ins, now), "whatever lets pools lose more was announced");
		}
		for (operator, opt_ins) in OptIns::<T>::iter() {
			let is_noted = Announcements::<T>::contains_key(operator);
			ensure!(
				is_noted || opt_ins.list().is_empty(),
				"I11: an operator that has opted in has announced it"
			);
		}
		Ok(())
	}

	/// Every case stands on one list.
	fn check_cases() -> Result<(), TryRuntimeError> {
		let mut listed = Self::check_filed()?;
		listed.extend(Self::check_proposed()?);
		listed.sort();
		let mut cases: Vec<_> = Cases::<T>::iter_keys().collect();
		cases.sort();
		ensure!(listed == cases, "every case stands on one list, and once");
		ensure!(
			cases.iter().all(|case| *case < NextCaseId::<T>::get()),
			"I11: a case has an id that was given"
		);
		Ok(())
	}

	/// Filed cases stand on the list of their operator, consumer and basis, and their report ids are used. Returns their ids.
	fn check_filed() -> Result<Vec<CaseId>, TryRuntimeError> {
		let mut listed = Vec::new();
		let filed = FiledCases::<T>::iter().map(|(who, of, cases)| (false, who, of, cases));
		let proved = ProvedCases::<T>::iter().map(|(who, of, cases)| (true, who, of, cases));
		for (goes_first, operator, consumer_id, cases) in filed.chain(proved) {
			for case_id in cases {
				let case = Cases::<T>::get(case_id)
					.ok_or("I11: a case on the list of an operator and a consumer is stored")?;
				let stands_here = case.operator == operator && case.consumer_id == consumer_id;
				ensure!(
					stands_here,
					"I11: a filed case stands on the list of its operator and its consumer"
				);
				let filed = case.course.filing().zip(case.course.basis());
				let (filing, basis) =
					filed.ok_or("a case on the list of an operator and a consumer is filed")?;
				ensure!(
					basis.goes_first() == goes_first,
					"a filed case stands on the list of its basis"
				);
				let used = (basis, filing.report_id);
				let is_used = UsedReportIds::<T>::contains_key(consumer_id, used);
				ensure!(is_used, "I11: the report id of a filed case is used");
				listed.push(case_id);
			}
		}
		Ok(listed)
	}

	/// Proposals stand on the list of their reporter. Returns their ids.
	fn check_proposed() -> Result<Vec<CaseId>, TryRuntimeError> {
		let mut listed = Vec::new();
		for (reporter, cases) in ProposedCases::<T>::iter() {
			for case_id in cases {
				let case = Cases::<T>::get(case_id)
					.ok_or("I11: a case on the list of a reporter is stored")?;
				let proposal = case
					.course
					.proposed()
					.ok_or("a case on the list of a reporter is a proposal")?;
				ensure!(
					proposal.who == reporter,
					"I11: a proposal stands on the list of its reporter"
				);
				listed.push(case_id);
			}
		}
		Ok(listed)
	}

	/// Disputes are as many as their case counts, or are lost with it.
	fn check_disputes() -> Result<(), TryRuntimeError> {
		let mut disputes = BTreeMap::<CaseId, u32>::new();
		for (case_id, _, _) in Disputes::<T>::iter() {
			ensure!(case_id < NextCaseId::<T>::get(), "I11: a dispute is of a case that was filed");
			*disputes.entry(case_id).or_default() += 1;
		}
		for (case_id, case) in Cases::<T>::iter() {
			let count = disputes.get(&case_id).copied().unwrap_or_default();
			ensure!(count == case.course.disputes(), "a case has as many disputes as it counts");
		}
		for (case_id, lost) in LostDisputes::<T>::iter() {
			ensure!(
				!Cases::<T>::contains_key(case_id),
				"disputes are lost only when their case has ended"
			);
			let count = disputes.get(&case_id).copied().unwrap_or_default();
			ensure!(lost > 0 && count == lost, "lost disputes are as many as are counted");
		}
		Ok(())
	}

	/// A text is known as long as a case names it, and by its oldest one.
	fn check_claims() -> Result<(), TryRuntimeError> {
		let mut named = BTreeMap::<_, Vec<CaseId>>::new();
		for (case_id, case) in Cases::<T>::iter() {
			if let Some(text) = case.text {
				named.entry((case.consumer_id, text)).or_default().push(case_id);
			}
		}
		for (consumer_id, text, claim) in Claims::<T>::iter() {
			let cases = named
				.remove(&(consumer_id, text))
				.ok_or("I11: a text that is known is that of a case")?;
			ensure!(cases.len() == claim.cases as usize, "a text has as many cases as it counts");
			ensure!(
				cases.iter().all(|case_id| claim.case_id <= *case_id),
				"the first of the cases with a text is the oldest"
			);
		}
		ensure!(named.is_empty(), "I11: a text that was revealed is known");
		Ok(())
	}
}
