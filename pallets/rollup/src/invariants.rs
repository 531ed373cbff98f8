// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`.

use crate::{
	AccountIdOf, AttestedSet, Balance, Batches, Bounds, Bounties, Chain, Challengers, Challenges,
	Config, HoldReason, Kept, KeyOwners, Keys, NamedEvidence, NextIndex, NextSetNumber,
	OldestIndex, OpenChallenges, Pallet, Sets, Verdict, Verifier, MAX_NAMED_EVIDENCE,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		Self::try_keys()?;
		Self::try_sets()?;
		Self::try_chain()?;
		Self::try_challenges()?;
		Self::try_evidence()?;
		Self::try_deposits()
	}

	/// I11: operators and keys name each other, and no key has two owners.
	fn try_keys() -> Result<(), TryRuntimeError> {
		let mut owned = 0usize;
		for (operator, record) in Keys::<T>::iter() {
			let keys = record.old.iter().map(|old| old.key).chain([record.key]);
			for key in keys {
				let owner = KeyOwners::<T>::get(key);
				ensure!(
					owner.as_ref() == Some(&operator),
					"I11: every key of an operator names it as its owner"
				);
				owned = owned.checked_add(1).ok_or("a sum overflows")?;
			}
		}
		ensure!(
			KeyOwners::<T>::iter_keys().count() == owned,
			"I11: every key with an owner is one of its keys"
		);
		Ok(())
	}

	/// I11: the kept sets are those that are listed, in order, and their sums are those of their keys.
	fn try_sets() -> Result<(), TryRuntimeError> {
		let kept = Kept::<T>::get();
		let numbers: Vec<_> = kept.all().iter().map(|set| set.set_number).collect();
		ensure!(
			numbers.is_sorted_by(|a, b| a < b),
			"kept sets are listed in the order of their numbers"
		);
		ensure!(
			numbers.iter().all(|number| *number < NextSetNumber::<T>::get()),
			"I11: a kept set has a number that was given"
		);
		ensure!(
			Sets::<T>::iter_keys().count() == numbers.len(),
			"I11: every set that is stored is listed"
		);
		for number in numbers {
			let set = Sets::<T>::get(number).ok_or("I11: every listed set is stored")?;
			let keys: Vec<_> = set.members.iter().map(|member| member.key).collect();
			ensure!(!keys.is_empty(), "a set has a member");
			ensure!(
				T::Verifier::sum(&keys) == Some(set.sum),
				"the sum of a set is that of its keys"
			);
		}
		// A revert brings a set back that may be gone: then the newest can be adopted at once.
		let Some(AttestedSet { set_number, .. }) = Self::attested() else { return Ok(()) };
		let newest = kept.newest().map(|newest| newest.set_number);
		let may_adopt = || {
			let mut kept = kept.clone();
			kept.forget(Some(set_number), Self::is_final);
			kept.attest(newest?, NextIndex::<T>::get())
		};
		let is_gone = !kept.has(set_number);
		ensure!(
			!is_gone || may_adopt().is_some(),
			"I11: the attested set is kept, or the newest can be adopted"
		);
		Ok(())
	}

	/// I11: from the oldest batch on each has its place, and names the one before as its parent.
	fn try_chain() -> Result<(), TryRuntimeError> {
		let (oldest, next) = (OldestIndex::<T>::get(), NextIndex::<T>::get());
		ensure!(oldest <= next, "the oldest batch that is remembered is in the chain");
		let mut parent = None;
		for index in oldest..next {
			let id = Chain::<T>::get(index)
				.ok_or("I11: every index from the oldest batch to the last has one")?;
			let batch = Batches::<T>::get(id).ok_or("I11: every batch of the chain is stored")?;
			ensure!(
				Self::batch_id(&batch.header) == id,
				"the id of a batch is the hash of its header"
			);
			ensure!(batch.header.index == index, "a batch stands at its index");
			ensure!(
				parent.is_none_or(|parent| parent == batch.header.parent),
				"a batch names the one before it as its parent"
			);
			parent = Some(id);
		}
		for index in Chain::<T>::iter_keys() {
			ensure!(oldest <= index, "no index is stored from before the oldest batch");
		}
		for batch in Batches::<T>::iter_values() {
			ensure!(
				batch.unfiled.is_none() || batch.verdict == Some(Verdict::Bad),
				"a report that is not filed is of a bad batch"
			);
		}
		Ok(())
	}

	/// I11: open challenges are of batches that are there, and those of the chain are listed.
	fn try_challenges() -> Result<(), TryRuntimeError> {
		let open = OpenChallenges::<T>::get();
		ensure!(
			open.is_sorted_by(|a, b| a < b),
			"open challenges are listed in the order of their batches"
		);
		let mut listed = 0usize;
		for (id, challenge) in Challenges::<T>::iter() {
			let held = Challengers::<T>::iter_prefix(id).count();
			ensure!(
				usize::try_from(challenge.held) == Ok(held),
				"a challenge has as many deposits as it counts"
			);
			ensure!(held > 0, "nothing is kept of a challenge without a deposit");
			if challenge.outcome.is_some() {
				continue;
			}
			let batch =
				Batches::<T>::get(id).ok_or("I11: the batch of an open challenge is stored")?;
			if Self::is_in_chain(&id, &batch.header) {
				ensure!(
					open.contains(&batch.header.index),
					"I11: an open challenge of a batch of the chain is listed"
				);
				listed = listed.checked_add(1).ok_or("a sum overflows")?;
			}
		}
		ensure!(listed == open.len(), "I11: every listed challenge is open");
		for (id, _) in Challengers::<T>::iter_keys() {
			ensure!(
				Challenges::<T>::contains_key(id),
				"I11: a deposit of a challenger is of a challenge"
			);
		}
		Ok(())
	}

	/// Evidence is kept of the first challengers of every batch, as long as of the challenge.
	fn try_evidence() -> Result<(), TryRuntimeError> {
		for (id, challenge) in Challenges::<T>::iter() {
			let named = NamedEvidence::<T>::get(id).len();
			let first = challenge.joined.min(MAX_NAMED_EVIDENCE);
			ensure!(
				usize::try_from(first) == Ok(named),
				"evidence is kept of the first challengers of a batch"
			);
		}
		for id in NamedEvidence::<T>::iter_keys() {
			ensure!(Challenges::<T>::contains_key(id), "evidence is of a challenge");
		}
		Ok(())
	}

	/// I1: what is held on accounts is what batches, bounties and challenges say, to the unit.
	fn try_deposits() -> Result<(), TryRuntimeError> {
		let mut for_batches = BTreeMap::<AccountIdOf<T>, Balance>::new();
		let mut for_challenges = for_batches.clone();
		let add = |to: &mut BTreeMap<AccountIdOf<T>, Balance>, who, amount| {
			let sum: &mut Balance = to.entry(who).or_default();
			*sum = sum.checked_add(amount).ok_or("a sum overflows")?;
			Ok::<_, TryRuntimeError>(())
		};
		for batch in Batches::<T>::iter_values() {
			let deposit = batch.deposit();
			add(&mut for_batches, batch.submitter, deposit)?;
		}
		for bounty in Bounties::<T>::iter_values() {
			add(&mut for_batches, bounty.from, bounty.amount)?;
		}
		for (_, who, item) in Challengers::<T>::iter() {
			add(&mut for_challenges, who, item.deposit)?;
		}
		for account in frame_system::Account::<T>::iter_keys() {
			let held = |reason: HoldReason| T::Native::balance_on_hold(&reason.into(), &account);
			let owed = |of: &BTreeMap<_, Balance>| of.get(&account).copied().unwrap_or_default();
			ensure!(
				held(HoldReason::BatchDeposit) == owed(&for_batches),
				"I1: deposits of batches are held to the unit, and no others"
			);
			ensure!(
				held(HoldReason::ChallengeDeposit) == owed(&for_challenges),
				"I1: deposits of challenges are held to the unit, and no others"
			);
		}
		Ok(())
	}
}
