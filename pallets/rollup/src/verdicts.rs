// SPDX-License-Identifier: Apache-2.0

//! Verdicts about challenged batches: of the judge, by proof, or by time.

use crate::{
	AccountIdOf, BatchId, BatchProofs, Batches, Burden, Challengers, Challenges, Config, Decider,
	Error, NamedEvidence, Outcome, Pallet, ProofOf, Ruling, Verdict,
};
use bulwark_traits::{ensure_layers, LAYERS_TO_GO_ON};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_judge(batch_id: BatchId, ruling: Ruling<AccountIdOf<T>>) -> DispatchResult {
		ensure_layers(LAYERS_TO_GO_ON)?; // a report that is refused stops no verdict
		let challenge = Challenges::<T>::get(batch_id).ok_or(Error::<T>::NotChallenged)?;

		ensure!(challenge.outcome.is_none(), Error::<T>::AlreadyJudged);
		ensure!(!challenge.until.is_over(Self::moment()), Error::<T>::VerdictTooLate);

		match ruling {
			Ruling::Good => Self::acquit(batch_id, Decider::Judge),
			Ruling::Bad { challenger } => {
				let is_one = Challengers::<T>::contains_key(batch_id, &challenger);
				ensure!(is_one, Error::<T>::NotChallenger);
				Self::condemn(batch_id, challenger, Decider::Judge)
			},
		}
	}

	/// Decides by proof, as long as the batch is not final; a void one until its own times are over.
	pub(crate) fn do_prove(
		prover: AccountIdOf<T>,
		batch_id: BatchId,
		proof: ProofOf<T>,
	) -> DispatchResult {
		ensure_layers(LAYERS_TO_GO_ON)?; // a report that is refused stops no verdict
		let batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		let header = batch.header;

		ensure!(batch.verdict != Some(Verdict::Bad), Error::<T>::AlreadyJudged);
		let too_late = match Self::is_in_chain(&batch_id, &header) {
			true => Error::<T>::BatchFinal,
			false => Error::<T>::BatchVoid,
		};
		ensure!(!Self::is_settled(&batch_id, &batch), too_late);
		ensure!(T::Proofs::is_bad(&header, &proof), Error::<T>::BadProof);

		Self::convict(batch_id, &proof, prover)
	}

	/// The bounty is the first challenger's who has named the proof, else who has shown it. Only the evidence of the first ones is
	/// compared: challengers without number cost others the order, and never the proof.
	pub(crate) fn convict(
		batch_id: BatchId,
		proof: &[u8],
		prover: AccountIdOf<T>,
	) -> DispatchResult {
		let mut named = NamedEvidence::<T>::get(batch_id).into_iter();
		let first = named.find(|(who, evidence)| *evidence == Self::evidence_of(who, proof));
		Self::condemn(batch_id, first.map_or(prover, |(who, _)| who), Decider::Proof)
	}

	/// Decides by time, once nobody can judge any more.
	pub(crate) fn do_expire(batch_id: BatchId) -> DispatchResult {
		ensure_layers(LAYERS_TO_GO_ON)?; // a report that is refused stops no verdict
		let challenge = Challenges::<T>::get(batch_id).ok_or(Error::<T>::NotChallenged)?;

		ensure!(challenge.outcome.is_none(), Error::<T>::AlreadyJudged);
		ensure!(challenge.until.is_over(Self::moment()), Error::<T>::ChallengeOpen);

		let batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		match T::Burden::get() {
			// Nobody defends what is void already.
			Burden::Submitter if Self::is_in_chain(&batch_id, &batch.header) => {
				Self::condemn(batch_id, challenge.first, Decider::Time)
			},
			Burden::Submitter | Burden::Challenger => Self::acquit(batch_id, Decider::Time),
		}
	}

	/// A batch is bad: it and those above are void, its submitter pays, and a challenger gets the bounty.
	fn condemn(batch_id: BatchId, challenger: AccountIdOf<T>, by: Decider) -> DispatchResult {
		let mut batch = Batches::<T>::get(batch_id).ok_or(Error::<T>::UnknownBatch)?;
		let (header, surety) = (batch.header, batch.surety);

		let is_in_chain = Self::is_in_chain(&batch_id, &header);
		Self::end_challenge(batch_id, header.index, Outcome::Released);
		batch.verdict = Some(Verdict::Bad);
		batch.surety = crate::Surety::Gone;
		Batches::<T>::insert(batch_id, &batch);

		let (index, verdict) = (header.index, Verdict::Bad);
		Self::deposit_event(crate::Event::Judged { batch_id, index, verdict, by });
		if is_in_chain {
			Self::revert_to(&batch);
		}
		match surety {
			crate::Surety::Bond => Self::charge(batch_id, &batch, challenger, by),
			crate::Surety::Deposit(amount) => {
				Self::bar_if_operator(&batch);
				Self::take_deposit(batch_id, batch.submitter, challenger, amount)?;
			},
			crate::Surety::Gone => {},
		}
		Ok(())
	}
}
