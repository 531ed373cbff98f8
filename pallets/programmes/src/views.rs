// SPDX-License-Identifier: Apache-2.0

//! Answers of the view functions and of the runtime API.

use crate::{
	book::Book, scoring::blocks_of, types::Stage, AccountIdOf, AssetIdOf, AuthorTurns, Balance,
	BlocksReport, Config, EpochIndex, MintRate, MintRates, Pallet, Performance, PerformanceOf,
	PointsRule, Power, ProgrammeId, Reporters, Rule, Rules, Score, ServiceRule, ServiceSums, Work,
};
use alloc::vec::Vec;
use bulwark_ledger::{Due, Step};
use bulwark_traits::{Epochs, PowerAt};
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// A programme.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ProgrammeView<AccountId, AssetId> {
	/// Asset in which it pays.
	pub asset: AssetId,
	/// Rule of the present epoch; none before its first.
	pub rule: Option<Rule>,
	/// Rule of the next epoch.
	pub next_rule: Rule,
	/// Reporters of the present epoch.
	pub reporters: Vec<AccountId>,
	/// Reporters of the next epoch.
	pub next_reporters: Vec<AccountId>,
	/// Money that it mints for an epoch, from the next one on; none if it mints nothing.
	pub next_mint: Option<MintRate>,
	/// First epoch that is not finalised.
	pub next_epoch: EpochIndex,
	/// Division of that epoch's budget, if all operators are scored.
	pub division: Option<DivisionView>,
	/// Money that is due for epochs that have begun and are not divided.
	pub due: Vec<Due>,
	/// Money that no operator got: it goes to the next epoch that is divided, in units of the asset.
	pub carried: Balance,
	/// Money for each epoch to come, in steps.
	pub funded: Vec<Step>,
}

/// The division of a budget.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DivisionView {
	/// Budget, in units of the asset.
	pub budget: Balance,
	/// Part of it that nobody has had yet.
	pub unpaid: Balance,
	/// Sum of the scores of all operators.
	pub total: Score,
}

/// An operator in an epoch of a programme.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ScoreView<AccountId> {
	/// Not scored yet, by the service of its nodes.
	#[codec(index = 0)]
	Service(ServiceView<AccountId>),
	/// Not scored yet, by points.
	#[codec(index = 1)]
	Points(PointsView<AccountId>),
	/// Scored.
	#[codec(index = 2)]
	Scored {
		/// Score.
		score: Score,
		/// Reward that was paid so far, in units of the asset.
		reward: Balance,
	},
}

/// Everything that a score by service follows from.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ServiceView<AccountId> {
	/// Rule of the epoch.
	pub rule: ServiceRule,
	/// Power of the operator when the epoch began; none if the epoch had no block yet.
	pub power: Option<Power>,
	/// Slots of the nodes that count in the epoch.
	pub slots: Vec<u8>,
	/// Reports of all reporters of the epoch.
	pub told: Vec<ToldView<AccountId>>,
}

/// Report of one reporter on an operator's nodes.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ToldView<AccountId> {
	/// Account of the reporter.
	pub reporter: AccountId,
	/// Next hour that it has to tell.
	pub next_hour: u8,
	/// All that counts so far, by slot of the node.
	pub nodes: Vec<ServiceSums>,
}

/// Everything that points follow from.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PointsView<AccountId> {
	/// Rule of the epoch.
	pub rule: PointsRule,
	/// Batches and time-outs, with the blocks as the rule has them counted so far.
	pub work: WorkView,
	/// Blocks as the reporters of the epoch told them, in their order; none from those that have not.
	pub told: Vec<(AccountId, Option<BlocksReport>)>,
}

/// Work of an operator in an epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct WorkView {
	/// Blocks, and turns that were missed.
	pub blocks: BlocksReport,
	/// Number of batches.
	pub batches: u32,
	/// Bytes of all batches.
	pub bytes: u64,
	/// Number of batches that did not come in time.
	pub timeouts: u32,
}

impl WorkView {
	fn new(work: &Work, blocks: BlocksReport) -> Self {
		Self { blocks, batches: work.batches, bytes: work.bytes, timeouts: work.timeouts }
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn view_programme(
		programme_id: ProgrammeId,
	) -> Option<ProgrammeView<AccountIdOf<T>, AssetIdOf<T>>> {
		let book = Book::<T>::load(programme_id).ok()?;
		let (rules, rates) = (Rules::<T>::get(programme_id)?, MintRates::<T>::get(programme_id)?);
		let reporters = Reporters::<T>::get(programme_id)?;
		let present = reporters.at(book.at.now).map(|(_, present)| present.to_vec());
		let division = match &book.programme.stage {
			Stage::Scoring { .. } => None,
			Stage::Paying { division, .. } => Some(DivisionView {
				budget: division.budget(),
				unpaid: division.rest().ok()?,
				total: division.total(),
			}),
		};
		Some(ProgrammeView {
			asset: book.programme.asset.clone(),
			rule: rules.at(book.at.now).map(|(_, rule)| *rule),
			next_rule: *Self::latest(&rules).ok()?,
			reporters: present.unwrap_or_default(),
			next_reporters: Self::latest(&reporters).ok()?.to_vec(),
			next_mint: *Self::latest(&rates).ok()?,
			next_epoch: book.epoch(),
			division,
			due: book.budget.dues().to_vec(),
			carried: book.budget.carried(),
			funded: book.budget.steps(),
		})
	}

	pub(crate) fn view_score(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		operator: &AccountIdOf<T>,
	) -> Option<ScoreView<AccountIdOf<T>>> {
		let rule = Self::rule(programme_id, epoch).ok()?;
		match (Self::performance(programme_id, epoch, operator).ok()?, rule) {
			(Some(Performance::Scored { score, reward }), _) => {
				Some(ScoreView::Scored { score, reward })
			},
			(None, _) if epoch < Book::<T>::load(programme_id).ok()?.epoch() => {
				let at = T::Operators::horizon();
				// Who did nothing has no record.
				let nothing = ScoreView::Scored { score: Score(0), reward: 0 };
				at.check(epoch).is_ok().then_some(nothing)
			},
			(performance, Rule::Service(rule)) => {
				Self::view_service(programme_id, epoch, operator, rule, performance)
			},
			(performance, Rule::Points(rule)) => {
				Self::view_points(programme_id, epoch, operator, rule, performance)
			},
		}
	}

	pub(crate) fn view_work(operator: &AccountIdOf<T>, epoch: EpochIndex) -> Option<WorkView> {
		let work = Self::work(epoch, operator).ok()??;
		Some(WorkView::new(&work, work.counted(AuthorTurns::<T>::get().end(epoch))))
	}

	fn view_service(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		operator: &AccountIdOf<T>,
		rule: ServiceRule,
		performance: Option<PerformanceOf<T>>,
	) -> Option<ScoreView<AccountIdOf<T>>> {
		let reports = match performance {
			Some(Performance::Service(reports)) => reports,
			None => Default::default(),
			Some(_) => return None,
		};
		let reporters = Self::reporters(programme_id, epoch).ok()?;
		let told = reporters.into_iter().enumerate().map(|(place, reporter)| {
			let told = reports.told().get(place).cloned().unwrap_or_default();
			ToldView { reporter, next_hour: told.hours, nodes: told.nodes.into_inner() }
		});
		let powers = T::Operators::powers(epoch);
		let of_operator = |powers: Vec<(AccountIdOf<T>, Power)>| {
			let power = powers.into_iter().find(|(one, _)| one == operator);
			power.map_or(0, |(_, power)| power)
		};
		Some(ScoreView::Service(ServiceView {
			rule,
			power: powers.map(of_operator),
			slots: Self::nodes(operator).ok()?.slots(epoch).collect(),
			told: told.collect(),
		}))
	}

	fn view_points(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		operator: &AccountIdOf<T>,
		rule: PointsRule,
		performance: Option<PerformanceOf<T>>,
	) -> Option<ScoreView<AccountIdOf<T>>> {
		let work = Self::work(epoch, operator).ok()?.unwrap_or_default();
		let reporters = Self::reporters(programme_id, epoch).ok()?;
		let told_at = |place| match &performance {
			Some(Performance::Blocks(reports)) => reports.told().get(place).copied().flatten(),
			_ => None,
		};
		let told = reporters.iter().cloned().enumerate();
		let told = told.map(|(place, reporter)| (reporter, told_at(place))).collect();
		let end = AuthorTurns::<T>::get().end(epoch);
		let blocks = blocks_of(&rule, reporters.len(), end, &work, performance).ok()?;
		let work = WorkView::new(&work, blocks);
		Some(ScoreView::Points(PointsView { rule, work, told }))
	}
}
