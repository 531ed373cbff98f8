// SPDX-License-Identifier: Apache-2.0

//! Doubles of the neighbours: staking, which says who serves; restaking, which keeps promises and takes bonds; programmes,
//! which count work; and proofs.

use super::*;
use crate::{BatchProofs, CaseId, EpochIndex, Fractions, Header};
use bulwark_ledger::{Basis, EpochClock, Millis, SetId, Windows};
use bulwark_traits::{
	ActiveSetInfo, Epochs, FaultReporter, OptIns, Report, ReportId, Standing, When, WorkLog,
};
use codec::{Decode, Encode};
use frame_support::{storage::with_storage_layer, traits::Time, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};
use std::collections::{BTreeMap, BTreeSet};

/// A case against an operator, in native units of a bond of 1 000.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Case {
	pub operator: AccountId,
	pub fault_epoch: u32,
	pub fractions: Fractions,
	pub report_id: ReportId,
	pub reporter: AccountId,
	pub basis: Basis,
	/// `None` as long as it is open, then what it has taken.
	pub taken: Option<Balance>,
}

parameter_types! {
	/// The active set.
	pub storage Members: Vec<AccountId> = OPERATORS[..4].to_vec();
	/// Operators that are suspended or short of bond.
	pub storage OutOfOrder: BTreeSet<AccountId> = BTreeSet::new();
	/// Operators that have announced their closing.
	pub storage Closing: BTreeSet<AccountId> = BTreeSet::new();
	/// Parts of bonds that are promised to the rollup, in percent.
	pub storage Promises: BTreeMap<AccountId, u64> =
		OPERATORS.into_iter().map(|who| (who, 100)).collect();
	/// Cases, in the order of their ids.
	pub storage Cases: Vec<Case> = vec![];
	/// Error that reports are refused with.
	pub storage Refusal: Option<u8> = None;
	/// True if reports are accepted and forgotten.
	pub storage Quiet: bool = false;
	/// R of the consumer's terms.
	pub storage ReportWindow: u32 = 3;
	/// R of the terms that the opt-ins of operators pin, where it is another.
	pub storage PinnedWindows: BTreeMap<AccountId, u32> = BTreeMap::new();
	/// Batches that were noted, with their sizes.
	pub storage Work: Vec<(AccountId, u32)> = vec![];
	/// Time-outs that were noted.
	pub storage TimeOuts: Vec<AccountId> = vec![];
}

/// Staking.
pub struct Staking;

impl Epochs for Staking {
	fn time() -> Millis {
		Timestamp::now()
	}

	fn clock() -> EpochClock {
		EpochClock { origin: 0, length: EPOCH }
	}

	fn window() -> u32 {
		WINDOW
	}
}

impl Standing<AccountId> for Staking {
	fn is_open(who: &AccountId) -> bool {
		let is_one = OPERATORS.contains(who) || Members::get().contains(who);
		is_one && !Closing::get().contains(who)
	}

	fn is_in_order(who: &AccountId) -> bool {
		Self::is_open(who) && !OutOfOrder::get().contains(who)
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

impl ActiveSetInfo<AccountId> for Staking {
	fn set() -> Option<(SetId, Vec<AccountId>)> {
		Some((SetId(1), Members::get()))
	}

	fn is_active(who: &AccountId) -> bool {
		Members::get().contains(who)
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

/// Restaking, with the rollup as its one consumer. Budgets are never given back but by a dismissal.
pub struct Restaking;

impl Restaking {
	fn used(operator: &AccountId, epoch: EpochIndex) -> u64 {
		let is_near = |case: &Case| case.fault_epoch.abs_diff(epoch.0) <= WINDOW;
		let counts = |case: &Case| case.taken != Some(0);
		let cases = Cases::get().into_iter();
		let of = cases.filter(|case| case.operator == *operator && is_near(case) && counts(case));
		of.map(|case| case.fractions.bond.deconstruct()).sum()
	}

	fn file(
		report: Report<AccountId, AssetId>,
		report_id: ReportId,
		basis: Basis,
		reporter: Option<AccountId>,
	) -> Result<CaseId, DispatchError> {
		let When::Epoch(fault_epoch) = report.when else { panic!("it knows the epoch") };
		let fractions = report.request.fractions;
		assert_eq!((report.consumer_id, basis.goes_first()), (ROLLUP, true));
		if Quiet::get() {
			return Ok(CaseId::FIRST);
		}
		if Refusal::get().is_some() {
			return Err(DispatchError::Unavailable);
		}
		let windows = Self::pinned_windows(ROLLUP, &report.operator, fault_epoch);
		if fault_epoch.plus(windows.expect("it is opted in").report) < Staking::now() {
			return Err(DispatchError::Other("too late"));
		}
		let mut cases = Cases::get();
		if cases.iter().any(|case| case.report_id == report_id) {
			return Err(DispatchError::Exhausted);
		}
		if !Self::unused(ROLLUP, &report.operator, fault_epoch).holds(&fractions) {
			return Err(DispatchError::Corruption);
		}
		cases.push(Case {
			operator: report.operator,
			fault_epoch: fault_epoch.0,
			fractions,
			report_id,
			reporter: reporter.expect("a challenger"),
			basis,
			taken: None,
		});
		Cases::set(&cases);
		Ok(CaseId(cases.len() as u32))
	}
}

impl OptIns<AccountId> for Restaking {
	fn opted_in(consumer_id: ConsumerId, operator: &AccountId, _: EpochIndex) -> Fractions {
		let promised = Promises::get().get(operator).copied().unwrap_or(0);
		match consumer_id == ROLLUP {
			true => Fractions { bond: percent(promised), pools: percent(30) },
			false => Fractions::NOTHING,
		}
	}

	fn unused(consumer_id: ConsumerId, operator: &AccountId, epoch: EpochIndex) -> Fractions {
		let all = Self::opted_in(consumer_id, operator, epoch);
		let used = Fraction::from_parts(Self::used(operator, epoch));
		all.less(Fractions { bond: used, pools: Fraction::zero() })
	}

	fn is_unused(consumer_id: ConsumerId, operator: &AccountId, epoch: EpochIndex) -> bool {
		let promised = Self::opted_in(consumer_id, operator, epoch);
		!promised.bond.is_zero() && Self::used(operator, epoch) == 0
	}

	fn pinned_windows(
		consumer_id: ConsumerId,
		operator: &AccountId,
		_: EpochIndex,
	) -> Option<Windows> {
		let report = PinnedWindows::get().get(operator).copied().unwrap_or(ReportWindow::get());
		(consumer_id == ROLLUP).then_some(Windows { report, dispute: 1 })
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

impl FaultReporter<AccountId, AssetId> for Restaking {
	/// All of it or nothing, in a layer of its own.
	fn report(
		report: Report<AccountId, AssetId>,
		report_id: ReportId,
		basis: Basis,
		reporter: Option<AccountId>,
	) -> Result<CaseId, DispatchError> {
		with_storage_layer(|| Self::file(report, report_id, basis, reporter))
	}

	fn uphold(_: CaseId) -> DispatchResult {
		Ok(())
	}

	fn is_open(case_id: CaseId) -> bool {
		Cases::get()[case_id.0 as usize - 1].taken.is_none()
	}

	fn reassign_bounty(case_id: CaseId, to: AccountId) {
		if Quiet::get() {
			return;
		}
		let mut cases = Cases::get();
		cases[case_id.0 as usize - 1].reporter = to;
		Cases::set(&cases);
	}

	fn windows(_: ConsumerId) -> Option<Windows> {
		Some(Windows { report: ReportWindow::get(), dispute: 1 })
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn uphold_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn look_weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

/// Lets an operator promise so many percent of its bond.
pub fn promise(operator: AccountId, percent: u64) {
	let mut promises = Promises::get();
	promises.insert(operator, percent);
	Promises::set(&promises);
}

/// Ends a case: takes its part of what others have left of a bond of 1 000, or nothing. Returns what it took.
pub fn end_case(case_id: u32, is_executed: bool) -> Balance {
	let mut cases = Cases::get();
	let operator = cases[case_id as usize - 1].operator.clone();
	let of_operator = cases.iter().filter(|case| case.operator == operator);
	let left = 1_000 - of_operator.filter_map(|case| case.taken).sum::<Balance>();
	let case = &mut cases[case_id as usize - 1];
	let taken = if is_executed { case.fractions.bond.mul_floor(left) } else { 0 };
	case.taken = Some(taken);
	Cases::set(&cases);
	taken
}

/// Programmes.
pub struct Programmes;

impl WorkLog<AccountId> for Programmes {
	fn batch(operator: &AccountId, bytes: u32) {
		Work::set(&[Work::get(), vec![(operator.clone(), bytes)]].concat());
	}

	/// Undoes what fails, and goes on: it is not tried again.
	fn timed_out(operator: &AccountId) {
		let _ = with_storage_layer(|| -> DispatchResult {
			TimeOuts::set(&[TimeOuts::get(), vec![operator.clone()]].concat());
			Ok(())
		});
	}

	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}

/// A proof is the hash of the batch's content.
pub struct Word;

impl BatchProofs for Word {
	fn is_bad(header: &Header, proof: &[u8]) -> bool {
		proof == header.hash
	}

	fn weight(_: u32) -> Weight {
		Weight::from_parts(1_000, 0)
	}
}
