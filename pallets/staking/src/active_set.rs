// SPDX-License-Identifier: Apache-2.0

//! Who serves: the operators with the most power.
//!
//! Stake counts by whole epochs, so one election when an epoch begins ranks everybody, and inside it operators only
//! drop out of the ranking and the next move up. What the ranking says at the end of a block is in force from the
//! next one on.

use crate::{
	ActiveSet, ActiveSetSize, Config, Error, Event, LastElection, LastSet, OldestSet, Operator,
	Operators, Pallet, PowerHistory, PowersOf, RankingChanged, RankingOf, Rankings, SetId, Sets,
	WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{Candidate, EpochIndex, Power, Powers, Ranking, SelfStake};
use bulwark_traits::{Epochs, SetMessenger, SetNotice};
use frame_support::{
	defensive, ensure,
	traits::{Get, ValidatorRegistration},
	weights::WeightMeter,
	BoundedVec,
};
use sp_runtime::DispatchResult;

/// How many sets that are too old to matter are forgotten for each new one.
const FORGOTTEN_AT_ONCE: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Does what a new block asks for, as far as its weight lasts; the next one goes on.
	pub(crate) fn poll(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		if RankingChanged::<T>::get() && meter.try_consume(T::WeightInfo::enact()).is_ok() {
			Self::enact();
		}
		let now = Self::now();
		let electorate = Operators::<T>::count();
		if LastElection::<T>::get() < Some(now)
			&& meter.try_consume(T::WeightInfo::elect(electorate)).is_ok()
		{
			Self::elect(now, SelfStake::may_serve, |powers| powers.now);
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
			if of_operator.now > 0 {
				powers.push((operator.clone(), of_operator.now));
			}
			if Self::can_be_elected(&operator, &record, &may_serve) {
				let (power, seniority) = (power(&of_operator), record.seniority);
				candidates.push(Candidate { operator, power, seniority });
			}
		}

		let Ok(ranking) = Ranking::elect(candidates) else {
			defensive!("there are no more operators than seats");
			return;
		};
		Self::deposit_event(Event::OperatorsRanked { epoch, candidates: ranking.count() });
		Rankings::<T>::put(ranking);
		RankingChanged::<T>::put(true);
		LastElection::<T>::put(epoch);
		// The slot of the epoch that has just become too old.
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

	/// Lets the ranking's first X come into force. Never nobody: if nobody is left, those who serve go on.
	pub(crate) fn enact() {
		RankingChanged::<T>::put(false);
		let ranking = Rankings::<T>::get();
		let members: Vec<_> = ranking.first(ActiveSetSize::<T>::get()).cloned().collect();
		let old = Self::set_in_force();
		let epoch = Self::now();

		if members.is_empty() {
			if let Some(old) = old {
				Self::deposit_event(Event::ActiveSetKept { id: old.id, epoch });
				Self::announce(old.id, epoch, Vec::new(), Vec::new());
			}
			return;
		}

		let (id, present) =
			old.map_or((SetId::default(), Vec::new()), |old| (old.id, old.members.into_inner()));
		let (joined, left) = (missing(&members, &present), missing(&present, &members));
		if joined.is_empty() && left.is_empty() {
			Self::announce(id, epoch, joined, left);
			return;
		}

		let id = id.next();
		let members = BoundedVec::truncate_from(members);
		Sets::<T>::insert(id, ActiveSet { id, epoch, members });
		LastSet::<T>::put(id);
		Self::forget_sets(epoch);
		Self::deposit_event(Event::ActiveSetChanged {
			id,
			epoch,
			joined: joined.clone(),
			left: left.clone(),
		});
		Self::announce(id, epoch, joined, left);
	}

	/// Elects and enacts the set of the first block, by the stake that is about to take effect. Returns how many
	/// operators may serve.
	pub(crate) fn found_set(size: u32) -> u32 {
		ActiveSetSize::<T>::put(size);
		Self::elect(Self::now(), SelfStake::will_be_met, |powers| powers.next);
		Self::enact();
		Rankings::<T>::get().count()
	}

	pub(crate) fn do_set_active_set_size(new: u32) -> DispatchResult {
		let old = ActiveSetSize::<T>::get();
		ensure!((1..T::MaxOperators::get()).contains(&new), Error::<T>::InvalidSetSize);

		ActiveSetSize::<T>::put(new);
		let ranking = Rankings::<T>::get();
		if ranking.first(old).ne(ranking.first(new)) {
			RankingChanged::<T>::put(true);
		}

		Self::deposit_event(Event::ActiveSetSizeSet { old, new });
		Ok(())
	}

	/// Takes an operator out of the ranking until the next election. The set follows if it was among the first X.
	pub(crate) fn unseat(operator: &T::AccountId) {
		let mut ranking: RankingOf<T> = Rankings::<T>::get();
		let was_first = ranking.first(ActiveSetSize::<T>::get()).any(|one| one == operator);
		if ranking.remove(operator) {
			Rankings::<T>::put(ranking);
			if was_first {
				RankingChanged::<T>::put(true);
			}
		}
	}

	/// The set in force.
	pub fn set_in_force() -> Option<ActiveSet<T>> {
		Sets::<T>::get(LastSet::<T>::get()?)
	}

	/// Whether an operator is in the set in force.
	pub fn is_serving(operator: &T::AccountId) -> bool {
		Self::set_in_force().is_some_and(|set| set.members.contains(operator))
	}

	/// The members of the set in force that have registered session keys: what a `SessionManager` offers to
	/// `pallet-session`. `None`, so that the present validators go on as far as they have keys, if there is nobody.
	pub fn validators() -> Option<Vec<T::AccountId>> {
		let mut members = Self::set_in_force()?.members.into_inner();
		members.retain(T::Keys::is_registered);
		(!members.is_empty()).then_some(members)
	}

	/// Where the powers of an epoch stand: one slot for each epoch that can be asked for.
	pub(crate) fn history_slot(epoch: EpochIndex) -> u32 {
		epoch.0 % T::Window::get().saturating_add(1) // the window is 14 at most
	}

	fn announce(id: SetId, epoch: EpochIndex, joined: Vec<T::AccountId>, left: Vec<T::AccountId>) {
		T::Messenger::announce(SetNotice { id, epoch, joined, left });
	}

	/// Forgets sets that were replaced before the window.
	fn forget_sets(now: EpochIndex) {
		let last = LastSet::<T>::get().unwrap_or_default();
		let mut oldest = OldestSet::<T>::get().unwrap_or(SetId(1));
		for _ in 0..FORGOTTEN_AT_ONCE {
			let next = Sets::<T>::get(oldest.next());
			let is_over = next.is_some_and(|next| next.epoch.plus(T::Window::get()) < now);
			if oldest >= last || !is_over {
				break;
			}
			Sets::<T>::remove(oldest);
			oldest = oldest.next();
		}
		OldestSet::<T>::put(oldest);
	}
}

/// Those of one list that are not on another.
fn missing<A: Ord + Clone>(of: &[A], from: &[A]) -> Vec<A> {
	let from: BTreeSet<_> = from.iter().collect();
	of.iter().filter(|one| !from.contains(one)).cloned().collect()
}
