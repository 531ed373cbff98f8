// SPDX-License-Identifier: Apache-2.0

//! The active set: the operators with the most power.
//!
//! Stake is active for whole epochs, so one election when an epoch begins ranks everybody, and inside it operators only
//! drop out of the ranking and the next move up. The set that the ranking has at the end of a block serves from the next
//! block on.

use crate::{
	door_weights, ActiveSet, ActiveSetSize, ActiveSets, Config, Error, Event, LastElection,
	NextSetId, OldestSetId, Operator, Operators, Pallet, PowerHistory, PowersOf, Ranking,
	RankingOf, RankingPending, SetId, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{Candidate, EpochIndex, Power, Powers, SelfStake};
use bulwark_traits::{Epochs, SetChange, SetMessenger};
use frame_support::{
	defensive, ensure,
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
			Self::elect(now, SelfStake::may_serve, |powers| powers.current);
		}
	}

	/// Ranks all operators that may serve, and notes the power of all.
	pub(crate) fn elect(
		epoch: EpochIndex,
		may_serve: impl Fn(&SelfStake) -> bool,
		power: impl Fn(&Powers) -> Power,
	) {
		let mut candidates = Vec::new();
		let mut powers = Vec::new();
		for (operator, record) in Operators::<T>::iter() {
			let of_operator = Self::power_of(&operator);
			if of_operator.current > 0 {
				powers.push((operator.clone(), of_operator.current));
			}
			if Self::can_be_elected(&operator, &record, &may_serve) {
				let (power, seniority) = (power(&of_operator), record.seniority);
				candidates.push(Candidate { operator, power, seniority });
			}
		}

		let Ok(ranking) = RankingOf::<T>::elect(candidates) else {
			defensive!("there are no more operators than places");
			return;
		};
		Self::deposit_event(Event::OperatorsRanked { epoch, candidates: ranking.count() });
		Ranking::<T>::put(ranking);
		RankingPending::<T>::put(true);
		LastElection::<T>::put(epoch);
		// In the slot of the epoch that has just become too old.
		let powers = BoundedVec::truncate_from(powers);
		PowerHistory::<T>::insert(Self::history_slot(epoch), PowersOf { epoch, powers });
	}

	fn can_be_elected(
		operator: &T::AccountId,
		record: &Operator<T>,
		may_serve: impl Fn(&SelfStake) -> bool,
	) -> bool {
		record.is_in_order() && may_serve(&Self::self_stake_of(operator, record))
	}

	/// Makes the first X of the ranking the active set. If nobody is left, those who serve go on: the set is never empty.
	pub(crate) fn enact() {
		RankingPending::<T>::put(false);
		let ranking = Ranking::<T>::get();
		let members: Vec<_> = ranking.first(ActiveSetSize::<T>::get()).cloned().collect();
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
		Self::announce(set_id, epoch, joined, left);
	}

	/// Elects and enacts the set of the first block, by the stake that is pending. Returns the number of operators that
	/// may serve.
	pub(crate) fn found_set(size: u32) -> u32 {
		ActiveSetSize::<T>::put(size);
		Self::elect(Self::now(), SelfStake::will_be_met, |powers| powers.next);
		Self::enact();
		Ranking::<T>::get().count()
	}

	pub(crate) fn do_set_active_set_size(new: u32) -> DispatchResult {
		let old = ActiveSetSize::<T>::get();
		ensure!((1..T::MaxOperators::get()).contains(&new), Error::<T>::InvalidSetSize);

		ActiveSetSize::<T>::put(new);
		let ranking = Ranking::<T>::get();
		if ranking.first(old).ne(ranking.first(new)) {
			RankingPending::<T>::put(true);
		}

		Self::deposit_event(Event::ActiveSetSizeSet { old, new });
		Ok(())
	}

	/// Takes an operator out of the ranking until the next election. The set follows if it was among the first X.
	pub(crate) fn unrank(operator: &T::AccountId) {
		let mut ranking = Ranking::<T>::get();
		let was_first = ranking.first(ActiveSetSize::<T>::get()).any(|one| one == operator);
		if ranking.remove(operator) {
			Ranking::<T>::put(ranking);
			if was_first {
				RankingPending::<T>::put(true);
			}
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
	/// `pallet-session`. `None` if there is nobody: the present validators go on then, as far as they have keys.
	pub fn validators() -> Option<Vec<T::AccountId>> {
		let mut members = Self::current_set()?.members.into_inner();
		members.retain(T::Keys::is_registered);
		(!members.is_empty()).then_some(members)
	}

	/// The key of an epoch in `PowerHistory`.
	pub(crate) fn history_slot(epoch: EpochIndex) -> u32 {
		epoch.0 % T::Window::get().saturating_add(1) // the window is 14 at most
	}

	fn announce(
		set_id: SetId,
		epoch: EpochIndex,
		joined: Vec<T::AccountId>,
		left: Vec<T::AccountId>,
	) {
		T::Messenger::announce(SetChange { set_id, epoch, joined, left });
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
