// SPDX-License-Identifier: Apache-2.0

//! Events of the pallet: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The key of an operator was set. It counts from the next set on.
		KeySet {
			/// Account of the operator.
			operator: T::AccountId,
			/// Key before; none if it had none.
			old: Option<Key>,
			/// Key from the next set on.
			new: Key,
		},
		/// The keys of an operator that has gone were removed, and what else was kept of it.
		KeyCleared {
			/// Account of the operator.
			operator: T::AccountId,
			/// Key that it had last.
			key: Key,
		},
		/// A set of sequencers was formed.
		SetFormed {
			/// Number of the set.
			set_number: SetNumber,
			/// Hash of the set.
			hash: SetHash,
			/// Members with their keys, in the order of bitmaps.
			members: BoundedVec<(T::AccountId, Key), T::MaxSequencers>,
		},
		/// No set was formed because the keys of its members cancel out. The one before goes on.
		SetRefused,
		/// The need of signatures was set.
		SigningSet {
			/// True if signatures were to be needed in the next epoch.
			old: bool,
			/// True if they are needed from the epoch below on.
			new: bool,
			/// First epoch of the new setting.
			effective_from: EpochIndex,
		},
		/// A batch was accepted.
		BatchAccepted {
			/// Id of the batch.
			batch_id: BatchId,
			/// Header.
			header: Header,
			/// Account that has submitted it.
			submitter: T::AccountId,
			/// Surety of the submitter.
			surety: Surety,
			/// Number of members who have signed; 0 for one without signatures.
			signers: u32,
		},
		/// The newest set was made the attested one without a signature of the one before.
		Adopted {
			/// Number of the set that attested before.
			old: SetNumber,
			/// Number of the set that attests from the next batch on.
			new: SetNumber,
		},
		/// The deposit for a batch was released.
		BatchDepositReleased {
			/// Id of the batch.
			batch_id: BatchId,
			/// Account of the submitter.
			who: T::AccountId,
			/// Amount in native units.
			amount: Balance,
		},
		/// A batch was forgotten: it was reverted, or nobody can charge it any more.
		BatchForgotten {
			/// Id of the batch.
			batch_id: BatchId,
			/// Number of batches before it.
			index: u32,
		},
		/// A batch was challenged.
		Challenged {
			/// Id of the batch.
			batch_id: BatchId,
			/// Number of batches before it.
			index: u32,
			/// Account of the challenger.
			challenger: T::AccountId,
			/// Deposit in native units.
			deposit: Balance,
			/// Hash of the evidence.
			evidence: Evidence,
			/// End of the time to judge the challenge.
			until: Deadline,
		},
		/// A batch was judged.
		Judged {
			/// Id of the batch.
			batch_id: BatchId,
			/// Number of batches before it.
			index: u32,
			/// Verdict.
			verdict: Verdict,
			/// Authority that has decided.
			by: Decider,
		},
		/// A batch and those above it were reverted.
		Reverted {
			/// Index of the batch, and of the next one to come.
			index: u32,
			/// Fork of the batches to come.
			fork: u32,
			/// Set that attests to them; none if the batch had no signatures.
			attested: Option<SetNumber>,
		},
		/// An operator was reported for a bad batch.
		Reported {
			/// Id of the batch.
			batch_id: BatchId,
			/// Account of the operator.
			operator: T::AccountId,
			/// Id of the case.
			case_id: CaseId,
			/// Fractions that the report asks for: all that was left of the bond's budget, and that none before has asked for.
			fractions: Fractions,
		},
		/// The report of an operator was refused: it costs nothing, whatever else follows from the batch.
		ReportRefused {
			/// Id of the batch; of an equivocation, that of its first header.
			batch_id: BatchId,
			/// Account of the operator.
			operator: T::AccountId,
			/// Error, `OverBudget` if others had taken all that can be taken.
			reason: DispatchError,
		},
		/// An operator was barred: it is in no new set and submits nothing.
		OperatorBarred {
			/// Account of the operator.
			operator: T::AccountId,
		},
		/// An operator is barred no more.
		BarLifted {
			/// Account of the operator.
			operator: T::AccountId,
		},
		/// The deposit of a challenger was released.
		ChallengeDepositReleased {
			/// Id of the batch.
			batch_id: BatchId,
			/// Account of the challenger.
			challenger: T::AccountId,
			/// Amount in native units.
			amount: Balance,
		},
		/// The deposit of a challenger was lost.
		ChallengeDepositLost {
			/// Id of the batch.
			batch_id: BatchId,
			/// Account of the challenger.
			challenger: T::AccountId,
			/// Account of the submitter of the batch.
			submitter: T::AccountId,
			/// Amount that the submitter got, in native units: half, rounded down; nothing if it could not take it.
			to_submitter: Balance,
			/// Amount that the treasury got, in native units.
			to_treasury: Balance,
		},
		/// The deposit of an outsider's bad batch was lost.
		BatchDepositLost {
			/// Id of the batch.
			batch_id: BatchId,
			/// Account of the submitter.
			submitter: T::AccountId,
			/// Account of the challenger.
			challenger: T::AccountId,
			/// Bounty of the challenger in native units.
			bounty: Balance,
			/// Amount that the treasury got, in native units.
			to_treasury: Balance,
			/// First epoch in which the bounty is paid.
			unlock_epoch: EpochIndex,
		},
		/// A bounty out of a deposit was paid.
		BountyClaimed {
			/// Id of the batch.
			batch_id: BatchId,
			/// Account of the challenger.
			challenger: T::AccountId,
			/// Amount in native units.
			amount: Balance,
		},
		/// An operator was reported for an equivocation.
		Equivocated {
			/// Account of the operator.
			operator: T::AccountId,
			/// Fork of both headers.
			fork: u32,
			/// Set of both headers.
			set_number: SetNumber,
			/// Index of both headers.
			index: u32,
			/// Epoch of the fault.
			fault_epoch: EpochIndex,
			/// Id of the case.
			case_id: CaseId,
		},
		/// An operator has brought no batch in its turn.
		TimedOut {
			/// Account of the operator.
			operator: T::AccountId,
			/// Number of the turn.
			turn: u64,
		},
		/// An upgrade has changed a bound by which the storage was laid out, and must not: records may not decode, and calls that
		/// meet them are refused, until another upgrade restores it.
		BoundViolated {
			/// Name of the bound, in ASCII.
			name: bulwark_traits::BoundName,
			/// Value by which the storage was laid out; none if the record of the bounds does not decode.
			kept: Option<u64>,
			/// Value of the runtime.
			runtime: u64,
		},
	}
}
