// SPDX-License-Identifier: Apache-2.0

//! Reports on operators: in order, once, and until the grace after their epoch.

use crate::{
	AccountIdOf, BlocksRowsOf, Config, CountedBy, EpochIndex, EpochKey, Error, Event, Pallet,
	Performance, Performances, ProgrammeId, Programmes, Rule, ServiceRow, ServiceRowsOf,
	ServiceRule, WeightInfo, Work,
};
use alloc::collections::BTreeSet;
use bulwark_ledger::{covered_hours, BlocksReports, ServiceReports};
use bulwark_traits::{Epochs, PowerAt};
use frame_support::{ensure, traits::Get, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

/// The place of a report: whose it is, and where it goes.
struct Report<T: Config> {
	programme_id: ProgrammeId,
	epoch: EpochIndex,
	reporter: AccountIdOf<T>,
	/// Its place among the reporters of the epoch.
	place: usize,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(
		reporter: AccountIdOf<T>,
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		first_hour: u8,
		rows: ServiceRowsOf<T>,
	) -> DispatchResult {
		let report = Self::ensure_open(reporter, programme_id, epoch)?;
		let Rule::Service(rule) = Self::rule(programme_id, epoch)? else {
			return Err(Error::<T>::WrongRule.into());
		};

		ensure!(!rows.is_empty(), Error::<T>::EmptyReport);
		ensure!(Self::runs(&rows) <= T::MaxRuns::get(), Error::<T>::TooManyRuns);

		for row in rows {
			report.tell_service(&rule, first_hour, row)?;
		}
		Ok(())
	}

	pub(crate) fn do_report_blocks(
		reporter: AccountIdOf<T>,
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		rows: BlocksRowsOf<T>,
	) -> DispatchResult {
		let report = Self::ensure_open(reporter, programme_id, epoch)?;
		match Self::rule(programme_id, epoch)? {
			Rule::Points(rule) if rule.counted_by == CountedBy::Reporters => {},
			Rule::Points(_) | Rule::Service(_) => return Err(Error::<T>::WrongRule.into()),
		}

		ensure!(!rows.is_empty(), Error::<T>::EmptyReport);
		ensure!(epoch < T::Operators::now(), Error::<T>::TooEarly);
		Self::ensure_operators(epoch, &rows)?;

		for row in rows {
			report.tell_blocks(row.operator, row.report)?;
		}
		Ok(())
	}

	/// Every row is of an operator, or of one that had power when the epoch began and has gone since: else a reporter
	/// could make records, and work for whoever finalises, of accounts without number.
	fn ensure_operators(epoch: EpochIndex, rows: &BlocksRowsOf<T>) -> DispatchResult {
		let powers = T::Operators::powers(epoch).unwrap_or_default(); // without a block nobody had any
		let served: BTreeSet<_> = powers.into_iter().map(|(operator, _)| operator).collect();
		let is_operator =
			|who: &AccountIdOf<T>| T::Operators::is_operator(who) || served.contains(who);
		ensure!(rows.iter().all(|row| is_operator(&row.operator)), Error::<T>::NotOperator);
		Ok(())
	}

	/// The most that a report of blocks weighs.
	pub(crate) fn report_blocks_weight(rows: &BlocksRowsOf<T>) -> Weight {
		T::WeightInfo::report_blocks(Self::count(rows.len())).saturating_add(T::Operators::weight())
	}

	/// The most that a report of service weighs.
	pub(crate) fn report_weight(rows: &ServiceRowsOf<T>) -> Weight {
		T::WeightInfo::report(Self::count(rows.len()), Self::runs(rows).min(T::MaxRuns::get()))
	}

	fn runs(rows: &ServiceRowsOf<T>) -> u32 {
		let nodes = rows.iter().flat_map(|row| &row.nodes);
		Self::count(nodes.map(|node| node.runs.len()).sum())
	}

	/// An epoch takes reports from when it begins until its grace is over.
	fn ensure_open(
		reporter: AccountIdOf<T>,
		programme_id: ProgrammeId,
		epoch: EpochIndex,
	) -> Result<Report<T>, DispatchError> {
		let programme = Programmes::<T>::get(programme_id).ok_or(Error::<T>::UnknownProgramme)?;
		let reporters = Self::reporters(programme_id, epoch)?;
		let place = reporters.iter().position(|one| *one == reporter);
		let place = place.ok_or(Error::<T>::NotReporter)?;

		ensure!(epoch <= T::Operators::now(), Error::<T>::HourNotOver);
		let is_open = epoch >= programme.next_epoch && !Self::is_closed(epoch);
		ensure!(is_open, Error::<T>::ReportTooLate);

		Ok(Report { programme_id, epoch, reporter, place })
	}
}

impl<T: Config> Report<T> {
	fn tell_service(
		&self,
		rule: &ServiceRule,
		first_hour: u8,
		row: ServiceRow<T>,
	) -> DispatchResult {
		let Self { programme_id, epoch, place, .. } = *self;
		let ServiceRow { operator, nodes } = row;
		let mut reports = self.service_of(&operator)?;
		let owned = Pallet::<T>::nodes(&operator)?;

		let hours = u32::from(covered_hours(&nodes).map_err(Error::<T>::from)?);
		let until = hours.saturating_add(first_hour.into()); // two bytes
		let is_over = Pallet::<T>::hours(epoch).are_over(until, T::Operators::time());
		ensure!(is_over, Error::<T>::HourNotOver);

		let (slots, most) = (owned.slots(epoch), T::HoursPerEpoch::get());
		let next_hour =
			reports.tell(place, first_hour, &nodes, rule, slots, most).map_err(Error::<T>::from)?;
		let told = reports.told().get(place).map(|told| told.nodes.clone()).unwrap_or_default();

		let key = (programme_id, EpochKey::new(epoch), &operator);
		Performances::<T>::insert(key, Performance::Service(reports));
		let reporter = self.reporter.clone();
		Pallet::<T>::deposit_event(Event::ServiceReported {
			programme_id,
			epoch,
			reporter,
			operator,
			next_hour,
			nodes: told,
		});
		Ok(())
	}

	fn tell_blocks(
		&self,
		operator: AccountIdOf<T>,
		report: bulwark_ledger::BlocksReport,
	) -> DispatchResult {
		let Self { programme_id, epoch, place, .. } = *self;
		let mut reports = self.blocks_of(&operator)?;

		reports.tell(place, report).map_err(Error::<T>::from)?;

		let key = (programme_id, EpochKey::new(epoch), &operator);
		Performances::<T>::insert(key, Performance::Blocks(reports));
		// Operators are scored in the order of their work: who is reported has a record of it.
		if Pallet::<T>::work(epoch, &operator)?.is_none() {
			Pallet::<T>::begin_work(epoch, &operator, Work::default());
		}
		let (reporter, blocks, missed) = (self.reporter.clone(), report.blocks, report.missed);
		Pallet::<T>::deposit_event(Event::BlocksReported {
			programme_id,
			epoch,
			reporter,
			operator,
			blocks,
			missed,
		});
		Ok(())
	}

	fn service_of(
		&self,
		operator: &AccountIdOf<T>,
	) -> Result<ServiceReports<T::MaxNodes>, DispatchError> {
		match Pallet::<T>::performance(self.programme_id, self.epoch, operator)? {
			Some(Performance::Service(reports)) => Ok(reports),
			Some(_) => Err(DispatchError::Corruption),
			None => Ok(ServiceReports::default()),
		}
	}

	fn blocks_of(&self, operator: &AccountIdOf<T>) -> Result<BlocksReports, DispatchError> {
		match Pallet::<T>::performance(self.programme_id, self.epoch, operator)? {
			Some(Performance::Blocks(reports)) => Ok(reports),
			Some(_) => Err(DispatchError::Corruption),
			None => Ok(BlocksReports::default()),
		}
	}
}
