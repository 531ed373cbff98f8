// SPDX-License-Identifier: Apache-2.0

//! Events of the pallet: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A consumer was registered. `TermsSet` follows.
		ConsumerRegistered {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Account that acts for the consumer.
			manager: AccountIdOf<T>,
			/// Amount that is held on the account of the manager, in native units.
			deposit: Balance,
		},
		/// A consumer announced terms. Opt-ins made before keep the terms that they pin.
		TermsSet {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Version of the new terms. Terms that were announced under the same version are replaced.
			version: u32,
			/// Terms on which operators opt in until then; none for a new consumer.
			old: Option<ConsumerTerms<AccountIdOf<T>>>,
			/// New terms.
			new: ConsumerTerms<AccountIdOf<T>>,
			/// First epoch in which operators opt in on the new terms.
			effective_from: EpochIndex,
		},
		/// Another account acts for a consumer from now on.
		ManagerSet {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Manager until now.
			old: AccountIdOf<T>,
			/// Manager from now on.
			new: AccountIdOf<T>,
		},
		/// A consumer was admitted, or its admission was withdrawn: only for an admitted one slashed money may go to an
		/// account that its terms name, and bounties to reporters.
		AdmissionSet {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// True if it was admitted before.
			old: bool,
			/// True if it is admitted from now on.
			new: bool,
		},
		/// A consumer announced its retirement: everything answers to it until that takes effect.
		ConsumerRetired {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Last epoch whose faults the consumer may report.
			last_epoch: EpochIndex,
		},
		/// The admin called off the retirement of a consumer before it took effect.
		RetirementCancelled {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Last epoch whose faults the consumer could have reported.
			last_epoch: EpochIndex,
		},
		/// The deposit of a retired consumer was released.
		DepositReleased {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Account that had registered the consumer.
			who: AccountIdOf<T>,
			/// Amount in native units.
			amount: Balance,
		},
		/// A follower acknowledged that it knows the active sets up to an epoch.
		SetAcknowledged {
			/// Account of the follower.
			follower: AccountIdOf<T>,
			/// Last epoch that is acknowledged.
			epoch: EpochIndex,
		},
		/// An operator set its slash cap: the most that all its opt-ins together may take of its pools within any W epochs.
		SlashCapSet {
			/// Account of the operator.
			operator: AccountIdOf<T>,
			/// Slash cap until then.
			old: Fraction,
			/// New slash cap.
			new: Fraction,
			/// First epoch of the new slash cap.
			effective_from: EpochIndex,
		},
		/// An operator opted in to a consumer, or changed its opt-in. It replaces what was announced in the same epoch. If its
		/// pools can lose another whole 0.01 by it, positions that are older leave without a penalty from the next epoch until
		/// it holds.
		OptedIn {
			/// Account of the operator.
			operator: AccountIdOf<T>,
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Version of the consumer's terms that the opt-in pins.
			version: u32,
			/// Most that the consumer may take within any W epochs.
			budget: Fractions,
			/// First epoch of the opt-in.
			effective_from: EpochIndex,
		},
		/// The opt-in of an operator to a consumer ends with an epoch.
		OptedOut {
			/// Account of the operator.
			operator: AccountIdOf<T>,
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Last epoch whose faults can be slashed by the opt-in.
			last_epoch: EpochIndex,
		},
		/// A consumer paid the stakers of an operator for security. The rewards pallet tells how it was divided.
		Remitted {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Account of the operator.
			operator: AccountIdOf<T>,
			/// Asset that was paid.
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
			/// Epoch in which it was earned.
			earned_in: EpochIndex,
		},
		/// An outsider reported a fault. The case lapses unless the consumer or its resolver endorses it.
		Proposed {
			/// Id of the case.
			case_id: CaseId,
			/// Account that reported the fault, and on which a deposit is held.
			reporter: AccountIdOf<T>,
			/// Id of the consumer that suffered the fault.
			consumer_id: ConsumerId,
			/// Account of the operator at fault.
			operator: AccountIdOf<T>,
			/// Time of the fault, as it was reported.
			when: When,
			/// Epoch of the fault.
			fault_epoch: EpochIndex,
			/// Slash that the report asks for.
			request: SlashRequest<AssetIdOf<T>>,
			/// Hash of the evidence: SHA-256(reporter ‖ text).
			evidence: Evidence,
			/// Last epoch for an endorsement.
			until_epoch: EpochIndex,
		},
		/// A consumer reported a fault, or endorsed an outsider's report, or a pallet filed a proof or a verdict.
		Filed {
			/// Id of the case.
			case_id: CaseId,
			/// Id of the consumer that suffered the fault.
			consumer_id: ConsumerId,
			/// Consumer's own id for the report.
			report_id: ReportId,
			/// Account of the operator at fault.
			operator: AccountIdOf<T>,
			/// Time of the fault, as it was reported.
			when: When,
			/// Epoch of the fault.
			fault_epoch: EpochIndex,
			/// Slash that the report asks for.
			request: SlashRequest<AssetIdOf<T>>,
			/// Most that will be slashed of bond and pools, fixed from now on.
			fractions: Fractions,
			/// Reason why it is believed: the word of the consumer, a proof, or the verdict of a judge.
			basis: Basis,
			/// Hash of the evidence: SHA-256(reporter ‖ text).
			evidence: Evidence,
			/// End of the time to dispute it.
			until: Deadline,
		},
		/// An outsider's report was endorsed. `Filed` tells the rest; the reporter's deposit was released.
		Endorsed {
			/// Id of the case.
			case_id: CaseId,
			/// Manager or resolver of the consumer that endorsed it.
			by: AccountIdOf<T>,
		},
		/// An account disputed a case. Nothing is taken unless it is upheld.
		Disputed {
			/// Id of the case.
			case_id: CaseId,
			/// Account that disputed it.
			disputer: AccountIdOf<T>,
			/// Amount that is held on that account, in native units; 0 if the dispute ended the case.
			deposit: Balance,
			/// Hash of the evidence: SHA-256(disputer ‖ text).
			evidence: Evidence,
		},
		/// The resolver decided about a case.
		Resolved {
			/// Id of the case.
			case_id: CaseId,
			/// Decision of the resolver.
			verdict: Verdict,
		},
		/// A deposit, or a part of one, was forfeited: an outsider's report was not endorsed, a disputed case was executed, or the
		/// resolver of a consumer did not stand by its report.
		DepositForfeited {
			/// Id of the case.
			case_id: CaseId,
			/// Account that lost the deposit.
			who: AccountIdOf<T>,
			/// Amount in native units.
			amount: Balance,
		},
		/// Slashed money went to its destination.
		Distributed {
			/// Id of the case.
			case_id: CaseId,
			/// Asset that was slashed.
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
			/// Destination that it went to: the treasury if the one of the terms could not take it.
			to: Destination<AccountIdOf<T>>,
		},
		/// A bounty was set aside for the reporter of a fault.
		BountySet {
			/// Id of the case.
			case_id: CaseId,
			/// Account that gets the bounty.
			reporter: AccountIdOf<T>,
			/// Amount in native units.
			amount: Balance,
			/// First epoch in which it is paid.
			unlock_epoch: EpochIndex,
		},
		/// A case ended.
		Ended {
			/// Id of the case.
			case_id: CaseId,
			/// End of the case.
			outcome: Outcome,
		},
		/// The bounty of a case by proof or verdict was given to another reporter, by the pallet that has filed the case.
		BountyReassigned {
			/// Id of the case.
			case_id: CaseId,
			/// Account that gets the bounty.
			reporter: T::AccountId,
		},
		/// A bounty was paid.
		BountyClaimed {
			/// Id of the case.
			case_id: CaseId,
			/// Account that got the bounty.
			reporter: AccountIdOf<T>,
			/// Amount in native units.
			amount: Balance,
		},
		/// The consumer or its resolver declined an outsider's report. It counts until the time to report is over.
		Declined {
			/// Id of the case.
			case_id: CaseId,
			/// Manager or resolver of the consumer that declined it.
			by: AccountIdOf<T>,
		},
		/// The text of an outsider's evidence was revealed.
		EvidenceRevealed {
			/// Id of the case.
			case_id: CaseId,
			/// Oldest open case with the same text: its reporter gets the bounty.
			first_case_id: CaseId,
			/// Text of the evidence, or the place where to look.
			text: TextOf<T>,
		},
		/// A disputed case was upheld by the proof by which it was filed.
		UpheldByProof {
			/// Id of the case.
			case_id: CaseId,
		},
		/// A case was dismissed by the emergency origin. `Ended` follows.
		DismissedInEmergency {
			/// Id of the case.
			case_id: CaseId,
		},
		/// The deposit of a dispute was released.
		DisputeDepositReleased {
			/// Id of the case.
			case_id: CaseId,
			/// Account that disputed it.
			disputer: AccountIdOf<T>,
			/// Amount in native units.
			amount: Balance,
		},
		/// The deposit of a consumer was filled up.
		DepositToppedUp {
			/// Id of the consumer.
			consumer_id: ConsumerId,
			/// Account that paid.
			payer: AccountIdOf<T>,
			/// Amount in native units.
			amount: Balance,
		},
		/// A case slashed the stake of an operator.
		Slashed {
			/// Id of the case.
			case_id: CaseId,
			/// Fractions of bond and pools that were slashed: no more than other cases had left of the budget.
			fractions: Fractions,
		},
		/// Slashed money for an account waits in the escrow.
		SlashEscrowed {
			/// Id of the case.
			case_id: CaseId,
			/// Asset that was slashed.
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
			/// First epoch in which it is paid.
			unlock_epoch: EpochIndex,
		},
		/// A pool was charged in an asset that cannot be moved at present. `release_slashed` collects it.
		SlashOwed {
			/// Id of the case.
			case_id: CaseId,
			/// Id of the pool.
			pool_id: PoolId,
			/// Asset that was slashed.
			asset: AssetIdOf<T>,
			/// Amount in units of the asset.
			amount: Balance,
		},
		/// The escrow was opened for an asset, or its floor was raised to a minimum balance that had risen.
		EscrowTouched {
			/// Asset.
			asset: AssetIdOf<T>,
			/// Account that paid.
			payer: AccountIdOf<T>,
			/// Amount that it put in, in units of the asset, without a deposit that the asset may have asked for.
			amount: Balance,
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
		/// A runtime upgrade built the genesis on a chain that had run without this pallet. Events of what it made stand
		/// before this one.
		Initialized,
		/// A runtime upgrade could not build the genesis, and nothing of it was kept.
		InitializationRefused {
			/// Field and reason, as text.
			reason: Vec<u8>,
		},
	}
}
