// SPDX-License-Identifier: Apache-2.0

//! Errors of the pallet, each with its remedy.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The account is not an operator, or has announced its closing: register first.
		NotOperator,
		/// The key does not decode, lies outside the group or is the identity: make another.
		BadKey,
		/// The possession is no signature of the key over the bytes of the view function `possession_bytes`: sign those, under the
		/// suite for possessions.
		BadPossession,
		/// Another operator has the key, or had it and a kept set still has: make another.
		KeyTaken,
		/// The operator has not announced its closing: it alone changes its key, by `set_key`.
		StillOperator,
		/// The operator has no key: nothing to remove.
		NoKey,
		/// A fault of the operator lies within the liability window: wait until it is over.
		StillLiable,
		/// The keys before are still in kept sets: wait until those are forgotten.
		TooManyKeys,
		/// It is that already: nothing to do.
		Unchanged,
		/// The consumer's times to report and to dispute are too short for faults that are known last: announce longer ones.
		TimesDoNotFit,
		/// The batch is not the next one: look at the view function `head`.
		WrongIndex,
		/// The batch was made before a revert, or for one that has not been: sign it anew.
		WrongFork,
		/// The batch names another parent than the last one of the chain: look at the view function `head`.
		WrongParent,
		/// The first block is not the one after the last of the batch before, or the last comes before the first or has no
		/// successor: begin with the one that the view function `head` tells.
		WrongBlocks,
		/// The content of the batch is empty or larger than `MaxSize`: divide it, or wait for some.
		TooLarge,
		/// The batch names another set than the one that attests now: look at the view function `head`.
		WrongSet,
		/// The set is not kept, not above the attested one, or has another hash: look at the view function `sets`. If the attested
		/// set is gone call `adopt`.
		UnknownSet,
		/// The first batch with signatures, and one without them, cannot change the set: leave `next` out.
		FirstCarriesNoChange,
		/// A newer set has waited for too long: name it as `next`, or call `adopt`.
		HandoverDue,
		/// The bitmap has not exactly one bit for each member, filled up to whole bytes with zeros: make it for the members that the
		/// view function `sequencer_set` tells.
		BadBitmap,
		/// Less than two thirds of the set have signed, or nobody: collect more signatures.
		TooFewSigners,
		/// The signature does not decode, or is not that of the members in the bitmap over the id of the batch: aggregate theirs,
		/// and no others.
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
		/// A batch of the account was bad: `lift_bar` says when it may come back.
		Barred,
		/// As many sets as may be have attested to batches that are not final: wait until the oldest is.
		TooManySets,
		/// As many batches as may be are not final: wait until the oldest is.
		TooManyBatches,
		/// No set attests, or the newest one does already: nothing to do.
		NothingToAdopt,
		/// The attested set is kept, no handover is due and batches come in: wait, or hand over by a batch.
		AdoptTooEarly,
		/// There is no such batch, or none at this place of the chain yet: it may be forgotten; look at the view function `head`.
		UnknownBatch,
		/// The batch was reverted, and its time to be challenged is over: nothing can be proved about it any more. `release_batch`
		/// frees what is held.
		BatchVoid,
		/// The batch is final: nothing can be proved about it any more.
		BatchFinal,
		/// The batch can still be found bad, or the rest of its report be filed: wait until it is final, or void and its times are
		/// over.
		NotFinal,
		/// Nothing is held for the batch: nothing to release.
		NothingHeld,
		/// The time to challenge the batch is over: only a proof reverts it, as long as it is not final.
		ChallengeTooLate,
		/// The account has challenged the batch: nothing to do.
		AlreadyChallenged,
		/// The batch was judged: one that was found good can only be proved bad.
		AlreadyJudged,
		/// Nobody has challenged the batch, or all deposits were collected: call `challenge` first.
		NotChallenged,
		/// The account has not challenged the batch, or its deposit was collected: name one that `Challengers` has.
		NotChallenger,
		/// The challenge is open: wait for the verdict or the end of its time.
		ChallengeOpen,
		/// The time to judge the challenge is over: call `expire`.
		VerdictTooLate,
		/// As many accounts as can be counted have challenged the batch: nobody else can join.
		TooManyChallengers,
		/// The proof does not show that the batch is bad: bring another, or `challenge` the batch for the judge.
		BadProof,
		/// Others have taken the operator's budget, as far as a case can: if a case of theirs ends without a charge call
		/// `report_again`, else the fault costs nothing more.
		OverBudget,
		/// The batch was not found bad, its report was filed for all of the bond, or it was an outsider's, who has lost the
		/// deposit: nothing to do.
		NothingToReport,
		/// There is no bounty for the batch, or it was paid: look at `Bounties`.
		NoBounty,
		/// The bounty is not unlocked: look at `Bounties` for its epoch.
		BountyLocked,
		/// The operator is not barred: nothing to do.
		NotBarred,
		/// The case about the bad batch is open or was executed, or its report can still be filed: wait for the end of the window,
		/// with a full bond and a promise that is unused, or ask the admin.
		StillBarred,
		/// Equivocations cost nothing on this chain, until the runtime sets `EquivocationFraction`: nothing to prove.
		EquivocationOff,
		/// The headers are the same, or are for different forks, sets, indices or parents: bring two that differ in nothing of that.
		NoEquivocation,
		/// Nobody is accused: name members who have signed both.
		NobodyAccused,
		/// An accused account is not a member of the set, or has not signed both: leave it out.
		NotSigner,
		/// As many equivocations of the operator as may be were filed within the window: wait until the oldest lies before it.
		TooManyEquivocations,
		/// No turn is over that was not looked at: wait for the end of the present one.
		NothingToLookAt,
		/// A number would leave its bounds: use smaller amounts.
		Overflow,
	}
}
