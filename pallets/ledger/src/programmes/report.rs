// SPDX-License-Identifier: Apache-2.0

//! Reports on operators: by each reporter for itself, in order and once.

use super::{lower_median, ProgrammeError, Score, ServiceRule, ServiceSums, FULL_LEVEL};
use crate::Power;
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The most reporters of a programme.
pub const MAX_REPORTERS: u32 = 7;

/// Hours in a row with the same service level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Run {
	/// The number of hours.
	pub hours: u8,
	/// The level, in 10⁻⁹ of full service.
	pub level: u32,
}

/// The service levels of a node, hour by hour.
#[derive_where(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(R))]
#[codec(mel_bound(R: Get<u32>))]
pub struct NodeRuns<R: Get<u32>> {
	/// The slot of the node among those of its operator.
	pub slot: u8,
	/// The levels, in the order of the hours.
	pub runs: BoundedVec<Run, R>,
}

/// The number of hours that every node of a row covers.
///
/// Errors: `UnevenRuns` if they do not cover the same hours or none, or are not in the order of their slots;
/// `HourNotOver` if they are more hours than an epoch can have.
pub fn covered_hours<R: Get<u32>>(nodes: &[NodeRuns<R>]) -> Result<u8, ProgrammeError> {
	let hours_of = |node: &NodeRuns<R>| {
		let mut hours = node.runs.iter().map(|run| run.hours);
		hours.try_fold(0u8, u8::checked_add).ok_or(ProgrammeError::HourNotOver)
	};
	let first = nodes.first().ok_or(ProgrammeError::UnevenRuns)?;
	let covered = hours_of(first)?;
	for node in nodes {
		if hours_of(node)? != covered {
			return Err(ProgrammeError::UnevenRuns);
		}
	}
	let is_sorted = nodes.is_sorted_by(|one, next| one.slot < next.slot);
	(covered > 0 && is_sorted).then_some(covered).ok_or(ProgrammeError::UnevenRuns)
}

/// Report of one reporter on the nodes of an operator in an epoch.
#[derive_where(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(N))]
#[codec(mel_bound(N: Get<u32>))]
pub struct Told<N: Get<u32>> {
	/// The number of hours it has told: the next one to tell.
	pub hours: u8,
	/// Sums that count of each node, by slot.
	pub nodes: BoundedVec<ServiceSums, N>,
}

impl<N: Get<u32>> Told<N> {
	/// The sums that count of a node.
	pub fn sums(&self, slot: u8) -> ServiceSums {
		self.nodes.get(usize::from(slot)).copied().unwrap_or_default()
	}
}

/// Reports of all reporters on the nodes of an operator in an epoch, in the order in which the reporters are named.
#[derive_where(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(N))]
#[codec(mel_bound(N: Get<u32>))]
pub struct ServiceReports<N: Get<u32>> {
	told: BoundedVec<Told<N>, ConstU32<MAX_REPORTERS>>,
}

impl<N: Get<u32>> ServiceReports<N> {
	/// The report of each reporter, up to the last one that said anything.
	pub fn told(&self) -> &[Told<N>] {
		&self.told
	}

	/// Takes in the report of a reporter on the hours from one on. `active` are the slots of the nodes that count in the
	/// epoch, `hours` is H. Returns the next hour to tell.
	///
	/// Errors: `UnevenRuns`, `OutOfOrder`, `HourNotOver` beyond the last hour, `UnknownNode`, `InvalidLevel`.
	pub fn tell<R: Get<u32>>(
		&mut self,
		reporter: usize,
		from: u8,
		nodes: &[NodeRuns<R>],
		rule: &ServiceRule,
		active: impl Iterator<Item = u8> + Clone,
		hours: u8,
	) -> Result<u8, ProgrammeError> {
		let covered = covered_hours(nodes)?;
		let told = self.of(reporter)?;
		if told.hours != from {
			return Err(ProgrammeError::OutOfOrder);
		}
		let until = from.checked_add(covered).filter(|until| *until <= hours);
		let until = until.ok_or(ProgrammeError::HourNotOver)?;

		for node in nodes {
			if !active.clone().any(|slot| slot == node.slot) {
				return Err(ProgrammeError::UnknownNode);
			}
			let sums = told.of(node.slot)?;
			for run in &node.runs {
				if run.level > FULL_LEVEL {
					return Err(ProgrammeError::InvalidLevel);
				}
				sums.add(run, rule);
			}
		}
		told.hours = until;
		Ok(until)
	}

	/// The score of the operator: of each node that counts the lower median of what the first `reporters` say, and the
	/// sum over all. `power` is that of the operator when the epoch began, `hours` is H.
	pub fn score(
		&self,
		rule: &ServiceRule,
		active: impl Iterator<Item = u8> + Clone,
		power: Power,
		reporters: usize,
		hours: u8,
	) -> Score {
		let nodes = u32::try_from(active.clone().count()).unwrap_or(u32::MAX);
		let of_node = |slot| {
			let said = self.told.iter().map(|told| told.sums(slot));
			let scores = said.map(|sums| rule.score(sums, power, nodes, hours));
			lower_median(scores, reporters)
		};
		// 256 nodes score 2¹⁰⁴ at most.
		active.map(of_node).fold(Score::default(), |sum, score| sum.plus(score).unwrap_or(sum))
	}

	fn of(&mut self, reporter: usize) -> Result<&mut Told<N>, ProgrammeError> {
		nth(&mut self.told, reporter).ok_or(ProgrammeError::OutOfOrder)
	}
}

impl<N: Get<u32>> Told<N> {
	fn of(&mut self, slot: u8) -> Result<&mut ServiceSums, ProgrammeError> {
		nth(&mut self.nodes, slot.into()).ok_or(ProgrammeError::UnknownNode)
	}
}

/// The item at a place of a list, which is filled up to there; `None` beyond its bound.
fn nth<V: Clone + Default, S: Get<u32>>(list: &mut BoundedVec<V, S>, at: usize) -> Option<&mut V> {
	while list.len() <= at {
		list.try_push(V::default()).ok()?;
	}
	list.get_mut(at)
}

/// The blocks of an author in an epoch as somebody counted them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct BlocksReport {
	/// Those it made.
	#[codec(compact)]
	pub blocks: u32,
	/// Those it should have made and did not.
	#[codec(compact)]
	pub missed: u32,
}

/// Reports of all reporters on the blocks of an author in an epoch, in the order in which the reporters are named.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct BlocksReports {
	told: BoundedVec<Option<BlocksReport>, ConstU32<MAX_REPORTERS>>,
}

impl BlocksReports {
	/// The report of each reporter, up to the last one that said anything.
	pub fn told(&self) -> &[Option<BlocksReport>] {
		&self.told
	}

	/// Takes in the report of a reporter.
	///
	/// Errors: `OutOfOrder` if it has said something.
	pub fn tell(&mut self, reporter: usize, report: BlocksReport) -> Result<(), ProgrammeError> {
		let told = nth(&mut self.told, reporter).ok_or(ProgrammeError::OutOfOrder)?;
		match told {
			Some(_) => Err(ProgrammeError::OutOfOrder),
			None => {
				*told = Some(report);
				Ok(())
			},
		}
	}

	/// The lower medians of the reports of the first `reporters`.
	pub fn median(&self, reporters: usize) -> BlocksReport {
		let said: Vec<_> = self.told.iter().flatten().copied().collect();
		BlocksReport {
			blocks: lower_median(said.iter().map(|report| report.blocks), reporters),
			missed: lower_median(said.iter().map(|report| report.missed), reporters),
		}
	}
}
