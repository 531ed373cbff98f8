// SPDX-License-Identifier: Apache-2.0

//! Sets of sequencers: the members of the active set that have a key, are in order and answer to the rollup.

use crate::{
	AccountIdOf, Barred, Config, Event, Kept, Key, Keys, LastLook, Member, NextSetNumber, Pallet,
	SequencerSet, SetPending, Sets, UnpackedKey, Verifier, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{KeptSet, KeptSets, TURNS_AT_ONCE};
use bulwark_traits::{ActiveSetInfo, Epochs, OptIns, SetChange, SetMessenger, Standing, WorkLog};
use frame_support::{
	defensive,
	traits::Get,
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use sp_runtime::traits::SaturatedConversion;

/// Largest number of members of the active set whose keys are looked at, the first ones.
const MAX_LOOKS: usize = 256;

/// Proof of a record of `Keys` in bytes, as the benchmarks count it.
const KEY_PROOF: u64 = 2_876;

impl<T: Config> SetMessenger<AccountIdOf<T>> for Pallet<T> {
	/// Only notes it: the set is formed when blocks are polled next, in the same one if the change comes before that.
	fn announce(_: SetChange<AccountIdOf<T>>) {
		SetPending::<T>::put(true);
	}

	fn weight() -> Weight {
		T::DbWeight::get().writes(1)
	}
}

impl<T: Config> Pallet<T> {
	/// Forms a set when staking has announced a change, and in the first block of every epoch.
	pub(crate) fn poll(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let now = T::Operators::now();
		let is_due = SetPending::<T>::get() || LastLook::<T>::get() != Some(now);
		if !is_due || meter.try_consume(Self::form_weight()).is_err() {
			return; // the next block has room
		}
		SetPending::<T>::kill();
		LastLook::<T>::put(now);
		Self::form_set();
	}

	/// The most that a block does by itself, which waits for one that has room.
	pub fn poll_weight() -> Weight {
		T::WeightInfo::poll().saturating_add(Self::form_weight())
	}

	/// The most that it costs to form a set. A record is in the proof once, however often it is looked at: `form_set` has those of
	/// every member, with terms of its own, and the active set. Looks through doors take time for each.
	pub(crate) fn form_weight() -> Weight {
		let members = T::MaxSequencers::get();
		let without_key = MAX_LOOKS.saturated_into::<u64>().saturating_sub(members.into());
		let looks = Self::answer_weight()
			.saturating_mul(members.into())
			.saturating_add(T::ActiveSet::weight());
		T::WeightInfo::form_set(members)
			.saturating_add(T::DbWeight::get().reads(without_key))
			.saturating_add(Weight::from_parts(0, KEY_PROOF).saturating_mul(without_key))
			.saturating_add(Weight::from_parts(looks.ref_time(), 0))
			.saturating_add(Self::look_weight())
	}

	/// Forms a set, if its members or their keys are others than before. Nobody is no set: the one before goes on.
	pub(crate) fn form_set() {
		let candidates = Self::candidates();
		let Ok(kept) = Self::kept_sets() else { return };
		let newest = kept.newest().map(|newest| newest.set_number);
		let members: Vec<_> = candidates
			.iter()
			.map(|(account, _, unpacked)| Member { account: account.clone(), key: *unpacked })
			.collect();
		let before = newest.and_then(Sets::<T>::get);
		if members.is_empty() || before.is_some_and(|before| before.members.to_vec() == members) {
			return;
		}
		let keys: Vec<_> = members.iter().map(|member| member.key).collect();
		// Keys that cancel out are of members that work together; nobody could attest.
		let Some(sum) = T::Verifier::sum(&keys) else {
			return Self::deposit_event(Event::SetRefused);
		};

		let members = BoundedVec::truncate_from(members); // no more than candidates
		let named = candidates.into_iter().map(|(account, key, _)| (account, key)).collect();
		Self::add_set(kept, members, sum, named);
	}

	/// Keeps a set under the next number, and drops those that give way to it. `named` are its members with their keys as they
	/// were given.
	fn add_set(
		mut kept: KeptSets<T::MaxSets>,
		members: BoundedVec<Member<AccountIdOf<T>>, T::MaxSequencers>,
		sum: UnpackedKey,
		named: Vec<(AccountIdOf<T>, Key)>,
	) {
		let set_number = NextSetNumber::<T>::get();
		let Some(next) = set_number.next() else {
			defensive!("32 bits of sets");
			return;
		};
		let hash = Self::set_hash(set_number, &named);
		let formed_epoch = T::Operators::now();

		if !Self::is_signing() {
			Self::end_turns();
		}
		let new = KeptSet { set_number, formed_epoch, attested_from: None };
		let attested = Self::attested().map(|attested| attested.set_number);
		let gone = kept.add(new, attested, Self::is_final);
		for old in gone {
			Sets::<T>::remove(old);
		}
		NextSetNumber::<T>::put(next);
		Kept::<T>::put(kept);
		Sets::<T>::insert(set_number, SequencerSet { members, sum, hash });

		let members = BoundedVec::truncate_from(named);
		Self::deposit_event(Event::SetFormed { set_number, hash, members });
	}

	/// Members of the active set that may be sequencers, in its order, with their keys.
	fn candidates() -> Vec<(AccountIdOf<T>, Key, UnpackedKey)> {
		let Some((_, members)) = T::ActiveSet::set() else { return Vec::new() };
		let with_key = members.into_iter().take(MAX_LOOKS).filter_map(|who| {
			let record = Keys::<T>::get(&who)?;
			Some((who, record.key, record.unpacked))
		});
		let first = with_key.take(T::MaxSequencers::get().saturated_into());
		first.filter(|(who, ..)| Self::answers(who) && !Barred::<T>::contains_key(who)).collect()
	}

	/// True if an operator is in order, enough of its bond is promised to the rollup and unused, and the terms of the promise
	/// leave time to charge what is known last.
	pub(crate) fn answers(operator: &AccountIdOf<T>) -> bool {
		let (consumer_id, now) = (T::Consumer::get(), T::Operators::now());
		T::Operators::is_in_order(operator)
			&& T::LeastPromise::get() <= T::OptIns::unused(consumer_id, operator, now).bond
			&& T::OptIns::pinned_windows(consumer_id, operator, now).is_some_and(Self::times_fit)
	}

	/// The most that it costs to ask if an operator answers.
	pub(crate) fn answer_weight() -> Weight {
		T::Operators::weight().saturating_add(T::OptIns::weight().saturating_mul(2))
	}

	/// The most that the notes of a look at turns cost.
	pub(crate) fn look_weight() -> Weight {
		T::Work::weight().saturating_mul(TURNS_AT_ONCE.into())
	}
}
