// SPDX-License-Identifier: Apache-2.0

//! Turns of submitters, and the time-outs of who has brought no batch in its turn.

use crate::{
	AccountIdOf, Config, Error, Event, Header, Kept, LastTurns, Pallet, SetNumber, Sets,
	TurnRecord, Turns,
};
use bulwark_ledger::SubmitterTurns;
use bulwark_traits::{ensure_layers, Epochs, WorkLog, LAYERS_TO_GO_ON};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_poke_turns() -> DispatchResult {
		ensure_layers(LAYERS_TO_GO_ON)?; // whoever hears of time-outs hears of each once
		let before = Turns::<T>::get();
		Self::look_at_turns();
		ensure!(Turns::<T>::get() != before, Error::<T>::NothingToLookAt);
		Ok(())
	}

	/// Notes the time-outs of turns that are over, as many as one look counts. If the turns belong to another set now, those
	/// that were not looked at are dropped. Calls that lead here ensure that there are layers for whoever hears of them.
	pub(crate) fn look_at_turns() {
		let Some(set_number) = Self::set_in_charge() else { return Turns::<T>::kill() };
		let turn = Self::present_turn();
		let known = Turns::<T>::get().filter(|record| record.set_number == set_number);
		let (Some(mut record), Some(set)) = (known, Sets::<T>::get(set_number)) else {
			let turns = SubmitterTurns::from(turn);
			return Turns::<T>::put(TurnRecord { set_number, turns });
		};

		let seen = record.turns.look(turn, set.len());
		Turns::<T>::put(record);
		for turn in seen.timed_out {
			let owner = SubmitterTurns::owner(turn, set.len());
			let Some(member) = owner.and_then(|place| set.members.get(place)) else { continue };
			let operator = member.account.clone();
			T::Work::timed_out(&operator);
			Self::deposit_event(Event::TimedOut { operator, turn });
		}
	}

	/// Notes that the present turn has a batch.
	pub(crate) fn note_turn() {
		let turn = Self::present_turn();
		Turns::<T>::mutate(|record| {
			if let Some(record) = record {
				record.turns.end_gap(turn);
			}
		});
	}

	/// Checks that an account has not submitted in the present turn, and notes that it has. Without signatures nobody but the
	/// submitter vouches for a batch: one alone could fill the chain, and count as work what is none.
	pub(crate) fn take_turn(who: &AccountIdOf<T>) -> Result<(), Error<T>> {
		let turn = Self::present_turn();
		ensure!(LastTurns::<T>::get(who) != Some(turn), Error::<T>::TurnTaken);
		LastTurns::<T>::insert(who, turn);
		Ok(())
	}

	/// Notes the work of a batch: of who vouches for it alone if it has no signatures, else of the owner of the present turn.
	/// Whoever sends a batch with signatures may have copied it on its way.
	pub(crate) fn note_work(header: &Header, alone: Option<&AccountIdOf<T>>) {
		if let Some(submitter) = alone {
			return T::Work::batch(submitter, header.size);
		}
		let Some(set) = Sets::<T>::get(header.set_number) else { return };
		let owner = SubmitterTurns::owner(Self::present_turn(), set.len());
		if let Some(member) = owner.and_then(|place| set.members.get(place)) {
			T::Work::batch(&member.account, header.size);
		}
	}

	/// Looks at turns for the last time before others have the next ones.
	pub(crate) fn end_turns() {
		Self::look_at_turns();
		Self::drop_turns();
	}

	/// Drops the turns that were not looked at.
	pub(crate) fn drop_turns() {
		let turn = Self::present_turn();
		Turns::<T>::mutate(|record| {
			if let Some(record) = record {
				record.turns.drop_rest(turn);
			}
		});
	}

	/// Number of the present turn.
	pub(crate) fn present_turn() -> u64 {
		SubmitterTurns::at(T::Operators::time(), T::TurnLength::get())
	}

	/// Set whose members take turns: the attested one, or the newest as long as there are no signatures.
	pub(crate) fn set_in_charge() -> Option<SetNumber> {
		match Self::is_signing() {
			true => Self::attested().map(|attested| attested.set_number),
			false => Kept::<T>::get().newest().map(|newest| newest.set_number),
		}
	}
}
