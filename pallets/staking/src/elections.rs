// SPDX-License-Identifier: Apache-2.0

//! What an election sees of the operators, and what it notes.

use crate::{
	prices::Prices, Config, ElectionCount, EpochIndex, Event, LastElection, Operator, Operators,
	Pallet, Power, PowerHistory, PowersOf, Ranking, RankingOf, RankingPending, ReplaceableOperator,
};
use alloc::vec::Vec;
use bulwark_ledger::{Contender, LedgerError, Powers, SelfStake};
use bulwark_traits::Epochs;
use core::cmp::Reverse;
use frame_support::{defensive, traits::Get, BoundedVec};

/// An operator at an election.
pub(crate) struct Standing<T: Config> {
	operator: T::AccountId,
	record: Operator<T>,
	pub(crate) powers: Powers,
	pub(crate) self_stake: SelfStake,
	/// True if its self-stake was below the minimum at the prices before.
	was_short: bool,
	/// True if its bond answers in the epoch of the election and in the next one.
	answers: bool,
}

/// All operators at an election, and the prices by which their power is counted.
pub(crate) struct Electorate<T: Config> {
	all: Vec<Standing<T>>,
	prices: Prices<T>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn electorate(mut prices: Prices<T>, epoch: EpochIndex) -> Electorate<T> {
		let (mut before, now) = (Prices::in_force(), Self::now());
		let stand = |(operator, record): (T::AccountId, Operator<T>)| {
			let backing = &record.backing;
			let own = prices.own_power_of(backing, now);
			let was = Self::weigh_self_stake(before.own_power_of(backing, now), &record, now);
			Standing {
				powers: prices.power_of(backing, now),
				self_stake: Self::weigh_self_stake(own, &record, now),
				was_short: !was.will_be_met(),
				answers: backing.cover.covers(epoch) && backing.cover.covers(epoch.next()),
				operator,
				record,
			}
		};
		let all = Operators::<T>::iter().map(stand).collect();
		Electorate { all, prices }
	}

	/// Keeps a ranking, with the powers and the prices by which it came about. False if there is none.
	pub(crate) fn note_election(
		epoch: EpochIndex,
		ranked: Result<RankingOf<T>, LedgerError>,
		stood: &Electorate<T>,
	) -> bool {
		let Ok(ranking) = ranked else {
			defensive!("there are no more operators than places");
			return false;
		};
		let candidates = u32::try_from(ranking.order().len()).unwrap_or(u32::MAX);
		Self::deposit_event(Event::OperatorsRanked { epoch, candidates });
		Ranking::<T>::put(ranking);
		RankingPending::<T>::put(true);
		LastElection::<T>::put(epoch);

		let is_behind = |one: &&Standing<T>| one.powers.current > 0 && !one.record.has_left(epoch);
		let with_power = stood.all.iter().filter(is_behind);
		let powers = with_power.map(|one| (one.operator.clone(), one.powers.current));
		let powers = BoundedVec::truncate_from(powers.collect());
		// In the slot of the epoch that has just become too old.
		PowerHistory::<T>::insert(Self::history_slot(epoch), PowersOf { epoch, powers });
		stood.prices.note(epoch);
		true
	}
}

impl<T: Config> Electorate<T> {
	/// Ranks those that may serve.
	pub(crate) fn rank(
		&self,
		may_serve: impl Fn(&Standing<T>) -> bool,
		power: impl Fn(&Standing<T>) -> Power,
	) -> Result<RankingOf<T>, LedgerError> {
		let able = self.all.iter().filter(|one| one.record.is_in_order() && may_serve(one));
		RankingOf::<T>::hold(able.map(|one| Contender {
			operator: one.operator.clone(),
			power: power(one),
			answers: one.answers,
			seniority: one.record.seniority,
			is_closing: one.record.departure.is_some(),
		}))
	}

	/// Notes in the records who is short of self-stake, who could not be elected, and who was in no set.
	pub(crate) fn note_in_records(&mut self, epoch: EpochIndex) {
		let election = ElectionCount::<T>::get().saturating_add(1); // one an epoch, and those are 32 bits
		ElectionCount::<T>::put(election);

		let ranking = Ranking::<T>::get();
		let size = crate::ActiveSetSize::<T>::get();
		let mut serve: Vec<_> =
			Pallet::<T>::members_of(&ranking, size).map(|one| one.operator).collect();
		serve.extend(Pallet::<T>::current_set().into_iter().flat_map(|set| set.members));
		serve.sort();

		for Standing { operator, record, powers, self_stake, was_short, .. } in &mut self.all {
			if record.departure.is_some() {
				continue;
			}
			let before = record.clone();
			Pallet::<T>::look_at_self_stake(operator, record, self_stake, *was_short, epoch);
			let is_able = record.is_in_order() && self_stake.is_met() && powers.current > 0;
			record.unable.note(!is_able, election);
			record.unelected.note(serve.binary_search(operator).is_err(), election);
			if *record != before {
				Operators::<T>::insert(operator, &*record);
			}
		}
		ReplaceableOperator::<T>::set(self.replaceable(election));
	}

	/// The operator that makes room if there is none and none to come: of those that were in no set for long the one of
	/// least power, and of equals the one that came last.
	fn replaceable(&self, election: u32) -> Option<T::AccountId> {
		let is_full = Operators::<T>::count() >= T::MaxOperators::get();
		if !is_full || self.all.iter().any(|one| one.record.departure.is_some()) {
			return None;
		}
		let long = self.all.iter().filter(|one| one.record.is_replaceable(election));
		let least = long.min_by_key(|one| (one.powers.current, Reverse(one.record.seniority)));
		least.map(|one| one.operator.clone())
	}
}
