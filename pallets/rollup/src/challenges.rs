// SPDX-License-Identifier: Apache-2.0

//! Challenges: one a batch, for as many as want to join it, each with a deposit and evidence of its own.

use crate::{
	AccountIdOf, BatchId, BatchOf, Batches, Challenge, Challenger, Challengers, Challenges, Config,
	Deadline, Error, Event, Evidence, HoldReason, NamedEvidence, NativeCreditOf, OpenChallenges,
	Outcome, Pallet, Verdict,
};
use bulwark_ledger::split_lost_challenge;
use bulwark_traits::{ensure_layers, LAYERS_TO_GO_ON};
use frame_support::{
	defensive_assert, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{BalancedHold, MutateHold},
		tokens::{Fortitude, Precision, Restriction},
		Get, OnUnbalanced,
	},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_challenge(
		challenger: AccountIdOf<T>,
		batch_id: BatchId,
		evidence: Evidence,
	) -> DispatchResult {
		let batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		let (index, accepted, now) = (batch.header.index, batch.accepted(), Self::moment());
		let is_new = !Challengers::<T>::contains_key(batch_id, &challenger);

		ensure!(batch.verdict != Some(Verdict::Bad), Error::<T>::AlreadyJudged);
		ensure!(!Self::is_old(&batch), Error::<T>::ChallengeTooLate);
		ensure!(is_new, Error::<T>::AlreadyChallenged);

		let until = Self::times().judge_until(accepted, now);
		let challenge = Self::joined(batch_id, &batch, &challenger, until)?;

		// A void batch keeps none from being final, nor does one that was found good.
		if challenge.outcome.is_none() && Self::is_in_chain(&batch_id, &batch.header) {
			Self::list_challenge(index)?;
		}

		let deposit = T::ChallengeDeposit::get();
		Challenges::<T>::insert(batch_id, challenge);
		Challengers::<T>::insert(batch_id, &challenger, Challenger { deposit });
		// Without a place it still counts, and its own proof pays whoever shows it.
		let _ = NamedEvidence::<T>::try_append(batch_id, (challenger.clone(), evidence));

		T::Native::hold(&HoldReason::ChallengeDeposit.into(), &challenger, deposit)?;
		Self::deposit_event(Event::Challenged {
			batch_id,
			index,
			challenger,
			deposit,
			evidence,
			until,
		});
		Ok(())
	}

	/// Challenge of a batch with one more challenger.
	fn joined(
		batch_id: BatchId,
		batch: &BatchOf<T>,
		challenger: &AccountIdOf<T>,
		until: Deadline,
	) -> Result<Challenge<AccountIdOf<T>>, Error<T>> {
		let mut challenge = Challenges::<T>::get(batch_id).unwrap_or_else(|| Challenge {
			submitter: batch.submitter.clone(),
			first: challenger.clone(),
			until,
			joined: 0,
			held: 0,
			outcome: None,
		});
		challenge.until = until;
		challenge.joined = challenge.joined.checked_add(1).ok_or(Error::<T>::TooManyChallengers)?;
		challenge.held = challenge.held.checked_add(1).ok_or(Error::<T>::TooManyChallengers)?;
		Ok(challenge)
	}

	fn list_challenge(index: u32) -> DispatchResult {
		let mut open = Self::open_challenges()?;
		if let Err(at) = open.binary_search(&index) {
			open.try_insert(at, index).map_err(|_| Error::<T>::TooManyBatches)?;
			OpenChallenges::<T>::put(open);
		}
		Ok(())
	}

	/// True if a challenge of a batch is open.
	pub(crate) fn is_challenged(batch_id: &BatchId) -> bool {
		Challenges::<T>::get(batch_id).is_some_and(|challenge| challenge.outcome.is_none())
	}

	/// Ends the challenge of a batch, if there is one. Its deposits are collected one by one afterwards.
	pub(crate) fn end_challenge(batch_id: BatchId, index: u32, outcome: Outcome) {
		let in_chain = crate::Chain::<T>::get(index) == Some(batch_id);
		if in_chain {
			Self::unlist_challenges(|one| one != index);
		}
		Challenges::<T>::mutate(batch_id, |challenge| {
			if let Some(challenge) = challenge {
				challenge.outcome = Some(outcome);
			}
		});
	}

	pub(crate) fn do_release_challenge_deposit(
		batch_id: BatchId,
		challenger: AccountIdOf<T>,
	) -> DispatchResult {
		ensure_layers(LAYERS_TO_GO_ON)?; // what the submitter cannot take is not its own
		let item = Challengers::<T>::get(batch_id, &challenger).ok_or(Error::<T>::NotChallenger)?;
		let mut challenge = Challenges::<T>::get(batch_id).ok_or(Error::<T>::NotChallenger)?;
		let outcome = challenge.outcome.ok_or(Error::<T>::ChallengeOpen)?;
		// The evidence says who was first, as long as a proof can come.
		let batch = Self::batch_if_any(&batch_id)?;
		let is_settled = batch.is_none_or(|batch| Self::is_settled(&batch_id, &batch));
		ensure!(is_settled, Error::<T>::NotFinal);

		Challengers::<T>::remove(batch_id, &challenger);
		challenge.held = challenge.held.checked_sub(1).ok_or(Error::<T>::NotChallenger)?;
		let submitter = challenge.submitter.clone();
		if challenge.held == 0 {
			Challenges::<T>::remove(batch_id);
			NamedEvidence::<T>::remove(batch_id);
		} else {
			Challenges::<T>::insert(batch_id, challenge);
		}

		let amount = item.deposit;
		match outcome {
			Outcome::Released => {
				let reason = HoldReason::ChallengeDeposit.into();
				T::Native::release(&reason, &challenger, amount, Precision::Exact)?;
				Self::deposit_event(Event::ChallengeDepositReleased {
					batch_id,
					challenger,
					amount,
				});
				Ok(())
			},
			Outcome::Lost => Self::forfeit_challenge(batch_id, challenger, submitter, amount),
		}
	}

	/// Half of the deposit goes to the submitter of the batch, and the rest to the treasury; all of it if the submitter
	/// cannot take it.
	fn forfeit_challenge(
		batch_id: BatchId,
		challenger: AccountIdOf<T>,
		submitter: AccountIdOf<T>,
		amount: crate::Balance,
	) -> DispatchResult {
		let (half, _) = split_lost_challenge(amount).map_err(|_| Error::<T>::Overflow)?;
		let reason = HoldReason::ChallengeDeposit.into();
		let paid = with_storage_layer(|| {
			T::Native::transfer_on_hold(
				&reason,
				&challenger,
				&submitter,
				half,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force, // a freeze of the loser's own keeps nothing from others
			)
		});
		let to_submitter = paid.unwrap_or(0);
		let rest = amount.checked_sub(to_submitter).ok_or(Error::<T>::Overflow)?;
		Self::forfeit(HoldReason::ChallengeDeposit, &challenger, rest);

		Self::deposit_event(Event::ChallengeDepositLost {
			batch_id,
			challenger,
			submitter,
			to_submitter,
			to_treasury: rest,
		});
		Ok(())
	}

	/// Takes what is held on an account to the treasury.
	pub(crate) fn forfeit(reason: HoldReason, who: &AccountIdOf<T>, amount: crate::Balance) {
		let (credit, missing): (NativeCreditOf<T>, _) =
			T::Native::slash(&reason.into(), who, amount);
		defensive_assert!(missing == 0, "it is held");
		T::OnForfeit::on_unbalanced(credit);
	}

	/// Ends a challenge whose batch stands. If it is void by another verdict, nobody is to blame for that.
	pub(crate) fn acquit(batch_id: BatchId, by: crate::Decider) -> DispatchResult {
		let mut batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		let index = batch.header.index;
		let outcome = match Self::is_in_chain(&batch_id, &batch.header) {
			true => Outcome::Lost,
			false => Outcome::Released,
		};

		batch.verdict = Some(Verdict::Good);
		Batches::<T>::insert(batch_id, batch);
		Self::end_challenge(batch_id, index, outcome);

		Self::deposit_event(Event::Judged { batch_id, index, verdict: Verdict::Good, by });
		Ok(())
	}
}
