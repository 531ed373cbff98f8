// SPDX-License-Identifier: Apache-2.0

//! Scores: what operators did in an epoch, by the rule that held in it.

use crate::{
	book::Book, types::Stage, AccountIdOf, AuthorTurns, BlocksReport, Config, CountedBy,
	EpochIndex, EpochKey, Error, Nodes, NodesOf, Pallet, Performance, PerformanceOf, Performances,
	PointsRule, Power, ProgrammeId, Rule, Score, ServiceRule, Work, WorkRecords,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_traits::{stored, stored_or_default, PowerAt};
use frame_support::traits::Get;
use sp_runtime::DispatchError;

/// Everything but the operators from which the scores of an epoch follow.
enum Scorer<T: Config> {
	Service {
		rule: ServiceRule,
		/// The number of reporters.
		reporters: usize,
		/// Nothing if the epoch had no block: nobody scores.
		powers: BTreeMap<AccountIdOf<T>, Power>,
	},
	Points {
		rule: PointsRule,
		/// The number of reporters.
		reporters: usize,
		/// The turns of a steady author when the epoch ended.
		end: u128,
	},
}

impl<T: Config> Book<T> {
	/// Scores the operators after `last`, at most `limit`. Returns how many they are: fewer if they are all.
	pub(crate) fn score(
		&mut self,
		mut last: Option<AccountIdOf<T>>,
		mut total: Score,
		limit: u32,
	) -> Result<u32, DispatchError> {
		let (id, epoch) = (self.id, self.epoch());
		let scorer = Scorer::<T>::of(id, epoch)?;

		let operators = scorer.operators(id, epoch, last.as_ref(), limit);
		let scored = Pallet::<T>::count(operators.len());
		for operator in operators {
			let score = scorer.score(id, epoch, &operator)?;
			let performance = PerformanceOf::<T>::Scored { score, reward: 0 };
			Performances::<T>::insert((id, EpochKey::new(epoch), &operator), performance);
			total = total.plus(score).map_err(Error::<T>::from)?;
			last = Some(operator);
		}

		self.programme.stage = Stage::Scoring { last, total };
		Ok(scored)
	}
}

impl<T: Config> Scorer<T> {
	fn of(programme_id: ProgrammeId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		let reporters = Pallet::<T>::reporters(programme_id, epoch)?.len();
		Ok(match Pallet::<T>::rule(programme_id, epoch)? {
			Rule::Service(rule) => {
				let powers = T::Operators::powers(epoch).unwrap_or_default();
				Self::Service { rule, reporters, powers: powers.into_iter().collect() }
			},
			Rule::Points(rule) => {
				Self::Points { rule, reporters, end: AuthorTurns::<T>::get().end(epoch) }
			},
		})
	}

	/// The operators after one that did something, in the order of the keys of `Performances`: `WorkRecords` has the
	/// same.
	fn operators(
		&self,
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		last: Option<&AccountIdOf<T>>,
		limit: u32,
	) -> Vec<AccountIdOf<T>> {
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		let of_epoch = EpochKey::new(epoch);
		match (self, last) {
			(Self::Service { .. }, _) => {
				Pallet::<T>::performers(programme_id, epoch, last).take(limit).collect()
			},
			(Self::Points { .. }, None) => {
				WorkRecords::<T>::iter_key_prefix(of_epoch).take(limit).collect()
			},
			(Self::Points { .. }, Some(last)) => {
				let last = WorkRecords::<T>::hashed_key_for(of_epoch, last);
				WorkRecords::<T>::iter_key_prefix_from(of_epoch, last).take(limit).collect()
			},
		}
	}

	fn score(
		&self,
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		operator: &AccountIdOf<T>,
	) -> Result<Score, DispatchError> {
		let performance = Pallet::<T>::performance(programme_id, epoch, operator)?;
		match self {
			Self::Service { rule, reporters, powers } => {
				let Some(Performance::Service(reports)) = performance else {
					return Err(DispatchError::Corruption);
				};
				let power = powers.get(operator).copied().unwrap_or_default();
				let nodes = Pallet::<T>::nodes(operator)?;
				let hours = T::HoursPerEpoch::get();
				Ok(reports.score(rule, nodes.slots(epoch), power, *reporters, hours))
			},
			Self::Points { rule, reporters, end } => {
				let work = Pallet::<T>::work(epoch, operator)?.ok_or(DispatchError::Corruption)?;
				let blocks = blocks_of(rule, *reporters, *end, &work, performance)?;
				Ok(work.points(rule, blocks))
			},
		}
	}
}

/// The blocks of an operator as the rule has them counted.
pub(crate) fn blocks_of<N: Get<u32>>(
	rule: &PointsRule,
	reporters: usize,
	end: u128,
	work: &Work,
	performance: Option<Performance<N>>,
) -> Result<BlocksReport, DispatchError> {
	match (rule.counted_by, performance) {
		(CountedBy::Chain, None) => Ok(work.counted(end)),
		(CountedBy::Reporters, None) => Ok(BlocksReport::default()),
		(CountedBy::Reporters, Some(Performance::Blocks(reports))) => Ok(reports.median(reporters)),
		_ => Err(DispatchError::Corruption),
	}
}

impl<T: Config> Pallet<T> {
	/// The operators of an epoch after one, in the order of their keys.
	pub(crate) fn performers(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		last: Option<&AccountIdOf<T>>,
	) -> impl Iterator<Item = AccountIdOf<T>> {
		let epoch = EpochKey::new(epoch);
		let prefix = (programme_id, epoch);
		match last {
			None => Performances::<T>::iter_key_prefix(prefix),
			Some(last) => {
				let last = Performances::<T>::hashed_key_for((programme_id, epoch, last));
				Performances::<T>::iter_key_prefix_from(prefix, last)
			},
		}
	}

	/// An operator in an epoch. What is stored and does not decode is an error.
	pub(crate) fn performance(
		programme_id: ProgrammeId,
		epoch: EpochIndex,
		operator: &AccountIdOf<T>,
	) -> Result<Option<PerformanceOf<T>>, DispatchError> {
		let key = (programme_id, EpochKey::new(epoch), operator);
		stored(Performances::<T>::hashed_key_for(key))
	}

	/// The work of an operator in an epoch. What is stored and does not decode is an error.
	pub(crate) fn work(
		epoch: EpochIndex,
		operator: &AccountIdOf<T>,
	) -> Result<Option<Work>, DispatchError> {
		stored(WorkRecords::<T>::hashed_key_for(EpochKey::new(epoch), operator))
	}

	/// The nodes of an operator. What is stored and does not decode is an error.
	pub(crate) fn nodes(operator: &AccountIdOf<T>) -> Result<NodesOf<T>, DispatchError> {
		stored_or_default(Nodes::<T>::hashed_key_for(operator))
	}
}
