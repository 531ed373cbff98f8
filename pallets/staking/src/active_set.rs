// SPDX-License-Identifier: Apache-2.0

//! The active set: the operators that answer for what they do, those with the most power first.
//!
//! Stake is active for whole epochs, so one election when an epoch begins ranks everybody, and inside it operators only
//! drop out of the ranking and the next move up. The set that the ranking has at the end of a block serves from the next
//! block on.

use crate::{
	door_weights, prices::Prices, ActiveSet, ActiveSetSize, ActiveSets, Config, Error, Event,
	FirstSetId, LastElection, NextSetId, OldestSetId, Operators, Pallet, Ranking, RankingOf,
	RankingPending, SetId, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{Elected, EpochIndex};
use bulwark_traits::{Epochs, SetChange, SetMessenger};
use frame_support::{
	ensure,
	traits::{Get, ValidatorRegistration},
	weights::WeightMeter,
	BoundedVec,
};
use sp_runtime::DispatchResult;

/// Number of sets older than the window that are forgotten for each new one.
const FORGOTTEN_AT_ONCE: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Does the work of a new block as far as its weight lasts; the next block goes on.
	pub(crate) fn poll(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		if RankingPending::<T>::get() && meter.try_consume(door_weights::enact::<T>()).is_ok() {
			Self::enact();
		}
		let now = Self::now();
		let electorate = Operators::<T>::count();
		if LastElection::<T>::get() < Some(now)
			&& meter.try_consume(T::WeightInfo::elect(electorate)).is_ok()
		{
			Self::elect(now);
		}
	}

	/// Ranks all operators that may serve, by the stake that is active, and notes in their records what it finds.
	pub(crate) fn elect(epoch: EpochIndex) {
		let mut stood = Self::electorate(Prices::new(), epoch);
		let ranked = stood.rank(|one| one.self_stake.may_serve(), |one| one.powers.current);
		if Self::note_election(epoch, ranked, &stood) {
			stood.note_in_records(epoch);
		}
	}

	/// Makes the first X of the ranking the active set. If nobody is left, those who serve go on: the set is never empty.
	pub(crate) fn enact() {
		RankingPending::<T>::put(false);
		let ranking = Ranking::<T>::get();
		let elected: Vec<_> = Self::members_of(&ranking, ActiveSetSize::<T>::get()).collect();
		let members: Vec<_> = elected.iter().map(|one| one.operator.clone()).collect();
		let unsecured = elected.iter().filter(|one| !one.answers);
		let unsecured: Vec<_> = unsecured.map(|one| one.operator.clone()).collect();
		let old = Self::current_set();
		let epoch = Self::now();

		if members.is_empty() {
			if let Some(old) = old {
				Self::deposit_event(Event::ActiveSetKept { set_id: old.set_id, epoch });
				Self::announce(old.set_id, epoch, Vec::new(), Vec::new());
			}
			return;
		}

		let (old_id, present) = old
			.map_or((SetId::default(), Vec::new()), |old| (old.set_id, old.members.into_inner()));
		let (joined, left) = (missing(&members, &present), missing(&present, &members));
		if joined.is_empty() && left.is_empty() {
			Self::tell_unsecured(old_id, epoch, unsecured);
			Self::announce(old_id, epoch, joined, left);
			return;
		}

		let set_id = NextSetId::<T>::get();
		let members = BoundedVec::truncate_from(members);
		ActiveSets::<T>::insert(set_id, ActiveSet { set_id, since_epoch: epoch, members });
		NextSetId::<T>::put(set_id.next());
		Self::forget_sets(set_id, epoch);
		Self::deposit_event(Event::ActiveSetChanged {
			set_id,
			epoch,
			joined: joined.clone(),
			left: left.clone(),
		});
		Self::tell_unsecured(set_id, epoch, unsecured);
		Self::announce(set_id, epoch, joined, left);
	}

	/// Elects and enacts the set of the first block, by the stake that is pending. Returns the number of operators that
	/// may serve.
	pub(crate) fn found_set() -> u32 {
		ActiveSets::<T>::remove(FirstSetId::get());
		NextSetId::<T>::kill();
		let epoch = Self::now();
		let stood = Self::electorate(Prices::new(), epoch);
		let ranked = stood.rank(|one| one.self_stake.will_be_met(), |one| one.powers.next);
		let able = u32::try_from(ranked.as_ref().map_or(0, |ranked| ranked.order().len()));
		Self::note_election(epoch, ranked, &stood);
		Self::enact();
		able.unwrap_or(u32::MAX)
	}

	/// The operators that a ranking elects into a set of a size.
	pub(crate) fn members_of(
		ranking: &RankingOf<T>,
		size: u32,
	) -> impl Iterator<Item = Elected<T::AccountId>> + '_ {
		ranking.members(size, T::MinMembers::get()).cloned()
	}

	pub(crate) fn do_set_active_set_size(new: u32) -> DispatchResult {
		let old = ActiveSetSize::<T>::get();
		ensure!((1..T::MaxOperators::get()).contains(&new), Error::<T>::InvalidSetSize);

		ActiveSetSize::<T>::put(new);
		let ranking = Ranking::<T>::get();
		if Self::members_of(&ranking, old).ne(Self::members_of(&ranking, new)) {
			RankingPending::<T>::put(true);
		}

		Self::deposit_event(Event::ActiveSetSizeSet { old, new });
		Ok(())
	}

	/// Takes an operator out of the ranking until the next election. The set follows if that makes a difference.
	pub(crate) fn unrank(operator: &T::AccountId) {
		let size = ActiveSetSize::<T>::get();
		let mut ranking = Ranking::<T>::get();
		let before: Vec<_> = Self::members_of(&ranking, size).collect();
		if ranking.remove(operator) {
			if Self::members_of(&ranking, size).ne(before) {
				RankingPending::<T>::put(true);
			}
			Ranking::<T>::put(ranking);
		}
	}

	/// The present active set.
	pub fn current_set() -> Option<ActiveSet<T>> {
		let current = NextSetId::<T>::get().0.checked_sub(1)?;
		ActiveSets::<T>::get(SetId(current))
	}

	/// True if an operator is in the active set.
	pub fn is_serving(operator: &T::AccountId) -> bool {
		Self::current_set().is_some_and(|set| set.members.contains(operator))
	}

	/// The members of the active set that have registered session keys, for a `SessionManager` to offer to
	/// `pallet-session`, which is `Keys`. `None` if there is nobody: the present validators go on then, as far as they have
	/// keys.
	pub fn validators<Keys: ValidatorRegistration<T::AccountId>>() -> Option<Vec<T::AccountId>> {
		let mut members = Self::current_set()?.members.into_inner();
		members.retain(Keys::is_registered);
		(!members.is_empty()).then_some(members)
	}

	fn tell_unsecured(set_id: SetId, epoch: EpochIndex, operators: Vec<T::AccountId>) {
		if !operators.is_empty() {
			Self::deposit_event(Event::UnsecuredMembers { set_id, epoch, operators });
		}
	}

	fn announce(
		set_id: SetId,
		epoch: EpochIndex,
		joined: Vec<T::AccountId>,
		left: Vec<T::AccountId>,
	) {
		let elected_epoch = LastElection::<T>::get();
		T::Messenger::announce(SetChange { set_id, epoch, elected_epoch, joined, left });
	}

	/// Forgets sets that were replaced before the window.
	fn forget_sets(current: SetId, now: EpochIndex) {
		let mut oldest = OldestSetId::<T>::get();
		for _ in 0..FORGOTTEN_AT_ONCE {
			let next = ActiveSets::<T>::get(oldest.next());
			let is_over = next.is_some_and(|next| next.since_epoch.plus(T::Window::get()) < now);
			if oldest >= current || !is_over {
				break;
			}
			ActiveSets::<T>::remove(oldest);
			oldest = oldest.next();
		}
		OldestSetId::<T>::put(oldest);
	}
}

/// Those of one list that are not on another.
fn missing<A: Ord + Clone>(of: &[A], from: &[A]) -> Vec<A> {
	let from: BTreeSet<_> = from.iter().collect();
	of.iter().filter(|one| !from.contains(one)).cloned().collect()
}
