// SPDX-License-Identifier: Apache-2.0

//! What the pallet tells: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody wants to rent security.
		ConsumerRegistered {
			/// Its number.
			consumer: ConsumerId,
			/// Who speaks for it.
			manager: AccountIdOf<T>,
			/// What was deposited, in native units.
			deposit: Balance,
		},
		/// A consumer has new terms. What operators promised before stays as it is.
		TermsSet {
			/// Whose.
			consumer: ConsumerId,
			/// Their number.
			version: u32,
			/// What they are.
			terms: Terms<AccountIdOf<T>>,
			/// The epoch from which operators opt in on them.
			from: EpochIndex,
		},
		/// Somebody else speaks for a consumer.
		ManagerSet {
			/// Which.
			consumer: ConsumerId,
			/// Before.
			old: AccountIdOf<T>,
			/// From now on.
			new: AccountIdOf<T>,
		},
		/// Whether a consumer may name an account for slashed money, and pay bounties.
		AdmissionSet {
			/// Which.
			consumer: ConsumerId,
			/// Whether it may.
			admitted: bool,
		},
		/// A consumer rents nothing any more.
		ConsumerRetired {
			/// Which.
			consumer: ConsumerId,
			/// The last epoch whose faults it may report.
			last: EpochIndex,
		},
		/// A retired consumer's deposit was given back.
		DepositReturned {
			/// Whose.
			consumer: ConsumerId,
			/// To whom.
			who: AccountIdOf<T>,
			/// How much, in native units.
			amount: Balance,
		},
		/// An operator says how much all its promises together may take of its pools.
		CapSet {
			/// Which.
			operator: AccountIdOf<T>,
			/// Before.
			old: Fraction,
			/// How much.
			new: Fraction,
			/// The epoch from which it holds.
			from: EpochIndex,
		},
		/// An operator promised something to a consumer, or something else than before. If its pools can lose more by it
		/// their holders may leave until then as if nothing had been locked.
		OptedIn {
			/// Which.
			operator: AccountIdOf<T>,
			/// To whom.
			consumer: ConsumerId,
			/// On which of its terms.
			version: u32,
			/// How much it may take.
			budget: Budget,
			/// The epoch from which it holds.
			from: EpochIndex,
		},
		/// An operator promises nothing to a consumer any more.
		OptedOut {
			/// Which.
			operator: AccountIdOf<T>,
			/// To whom.
			consumer: ConsumerId,
			/// The last epoch whose faults can be charged.
			last: EpochIndex,
		},
		/// A consumer paid for security. What became of it the rewards tell.
		Remitted {
			/// Who.
			consumer: ConsumerId,
			/// Whose stakers secured it.
			operator: AccountIdOf<T>,
			/// In what.
			asset: AssetIdOf<T>,
			/// How much, in units of the asset.
			amount: Balance,
			/// The epoch in which it was earned.
			earned_in: EpochIndex,
		},
		/// An outsider reported a fault: the consumer has until the end of an epoch to make it its own.
		Proposed {
			/// The number of the case.
			case: CaseId,
			/// Who reports.
			reporter: AccountIdOf<T>,
			/// Who has suffered it.
			consumer: ConsumerId,
			/// Whose fault it is.
			operator: AccountIdOf<T>,
			/// In which epoch it happened.
			fault: EpochIndex,
			/// What is asked for.
			claim: Claim<AssetIdOf<T>>,
			/// What shows it.
			evidence: EvidenceOf<T>,
			/// The last epoch for an endorsement.
			until: EpochIndex,
		},
		/// A consumer reported a fault.
		Filed {
			/// The number of the case.
			case: CaseId,
			/// Who has suffered it.
			consumer: ConsumerId,
			/// Its name for it.
			report: ReportId,
			/// Whose fault it is.
			operator: AccountIdOf<T>,
			/// In which epoch it happened.
			fault: EpochIndex,
			/// What is asked for.
			claim: Claim<AssetIdOf<T>>,
			/// φ: what will be taken.
			fraction: Fraction,
			/// What shows it.
			evidence: EvidenceOf<T>,
			/// How long it can be disputed.
			until: Deadline,
		},
		/// A consumer, or its resolver, made an outsider's report its own; `Filed` tells the rest. The deposit was given
		/// back.
		Endorsed {
			/// Which.
			case: CaseId,
			/// Who.
			by: AccountIdOf<T>,
		},
		/// Somebody objects: nothing is taken without a verdict.
		Disputed {
			/// Which.
			case: CaseId,
			/// Who.
			disputer: AccountIdOf<T>,
			/// What was deposited, in native units.
			deposit: Balance,
		},
		/// The resolver has decided.
		Resolved {
			/// Which.
			case: CaseId,
			/// How.
			verdict: Verdict,
		},
		/// Somebody was wrong and has lost a deposit.
		DepositForfeited {
			/// In which case.
			case: CaseId,
			/// Who.
			who: AccountIdOf<T>,
			/// How much, in native units.
			amount: Balance,
		},
		/// Slashed money went where the terms say.
		Distributed {
			/// Of which case.
			case: CaseId,
			/// In what.
			asset: AssetIdOf<T>,
			/// How much, in units of the asset.
			amount: Balance,
			/// Where.
			to: Destination<AccountIdOf<T>>,
		},
		/// A part of what was taken of the bond waits for the reporter.
		BountySet {
			/// Of which case.
			case: CaseId,
			/// Who.
			reporter: AccountIdOf<T>,
			/// How much, in native units.
			amount: Balance,
			/// The epoch from which it is paid.
			unlocks: EpochIndex,
		},
		/// A case has ended.
		Ended {
			/// Which.
			case: CaseId,
			/// How.
			outcome: Outcome,
		},
		/// A bounty was paid.
		BountyClaimed {
			/// Of which case.
			case: CaseId,
			/// To whom.
			reporter: AccountIdOf<T>,
			/// How much, in native units.
			amount: Balance,
		},
	}
}
