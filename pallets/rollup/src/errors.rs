// SPDX-License-Identifier: Apache-2.0

//! Errors of the pallet.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The account is not an operator, or has announced its closing: register first.
		NotOperator,
		/// The key does not decode, lies outside the group or is the identity: make another.
		BadKey,
		/// The possession is no signature of the key over the bytes of the view function `possession_bytes`.
		BadPossession,
		/// Another operator has the key, or had it and a kept set still has: make another.
		KeyTaken,
		/// The operator has not announced its closing: its key is its own.
		StillOperator,
		/// The operator has no key.
		NoKey,
		/// A fault of the operator lies within the liability window: wait until it is over.
		StillLiable,
		/// The keys before are still in kept sets: wait until those are forgotten.
		TooManyKeys,
		/// It is that already.
		Unchanged,
		/// The consumer's times to report and to dispute are too short for faults that are known last: announce longer ones.
		TimesDoNotFit,
		/// The batch is not the next one: look at the view function `head`.
		WrongIndex,
		/// The batch was made before a revert, or for one that has not been: sign it anew.
		WrongFork,
		/// The batch names another parent than the last one of the chain.
		WrongParent,
		/// The first block is not the one after the last of the batch before, or the last comes before the first or has no
		/// successor.
		WrongBlocks,
		/// The content of the batch is empty or larger than `MaxSize`: divide it.
		TooLarge,
		/// The batch names another set than the one that attests now: look at the view function `head`.
		WrongSet,
		/// The set is not kept, not above the attested one, or has another hash. If the attested set is gone call `adopt`.
		UnknownSet,
		/// The first batch with signatures, and one without them, cannot change the set: leave `next` out.
		FirstCarriesNoChange,
		/// A newer set has waited for too long: name it as `next`, or call `adopt`.
		HandoverDue,
		/// The bitmap has not exactly one bit for each member, filled up to whole bytes with zeros.
		BadBitmap,
		/// Less than two thirds of the set have signed, or nobody: collect more signatures.
		TooFewSigners,
		/// The signature does not decode, or is not that of the members in the bitmap over the id of the batch.
		BadSignature,
		/// Batches need signatures now: add the attestation.
		SignatureMissing,
		/// Batches have no signatures yet: leave the attestation out.
		SignatureUnexpected,
		/// The account does not serve, is not in the newest set, or does not answer with its bond: only members that do submit
		/// without signatures.
		NotSequencer,
		/// The account has submitted a batch in this turn: without signatures wait for the next one.
		TurnTaken,
		/// A batch of the account was bad: see `lift_bar`.
		Barred,
		/// As many sets as may be have attested to batches that are not final: wait.
		TooManySets,
		/// As many batches as may be are not final: wait.
		TooManyBatches,
		/// No set attests, or the newest one does already.
		NothingToAdopt,
		/// The attested set is kept, no handover is due and batches come in: wait, or hand over by a batch.
		AdoptTooEarly,
		/// There is no such batch, or none at this place of the chain yet.
		UnknownBatch,
		/// The batch was reverted, and its time to be challenged is over: nobody can prove any more that it is bad.
		BatchVoid,
		/// The batch is final.
		BatchFinal,
		/// The batch can still be found bad, or its report be filed: wait until it is final, or void and its times are over.
		NotFinal,
		/// Nothing is held for the batch.
		NothingHeld,
		/// The time to challenge the batch is over.
		ChallengeTooLate,
		/// The account has challenged the batch.
		AlreadyChallenged,
		/// The batch was judged: one that was found good can only be proved bad.
		AlreadyJudged,
		/// Nobody has challenged the batch.
		NotChallenged,
		/// The account has not challenged the batch, or its deposit was collected.
		NotChallenger,
		/// The challenge is open: wait for the verdict or the end of its time.
		ChallengeOpen,
		/// The time to judge the challenge is over: call `expire`.
		VerdictTooLate,
		/// More accounts than the call names have challenged the batch: name as many as the view function `challenge_of` tells.
		TooManyChallengers,
		/// The proof does not show that the batch is bad.
		BadProof,
		/// Others have taken the operator's budget, as far as a case can: the fault costs nothing more.
		OverBudget,
		/// The batch was not found bad, its report was filed, or it was an outsider's.
		NothingToReport,
		/// There is no bounty for the batch, or it was paid.
		NoBounty,
		/// The bounty is not unlocked: wait.
		BountyLocked,
		/// The operator is not barred.
		NotBarred,
		/// The case about the bad batch is open or was executed, and the operator has not yet made up for it.
		StillBarred,
		/// Equivocations cost nothing on this chain.
		EquivocationOff,
		/// The headers are the same, or are for different forks, sets, indices or parents.
		NoEquivocation,
		/// Nobody is accused: name members who have signed both.
		NobodyAccused,
		/// An accused account is not a member of the set, or has not signed both.
		NotSigner,
		/// As many equivocations of the operator as may be were filed within the window.
		TooManyEquivocations,
		/// No turn is over that was not looked at.
		NothingToLookAt,
		/// A number would leave its bounds.
		Overflow,
	}
}
