// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
#![doc = docify::embed!("src/tests/lifecycle.rs", late_report_slashes_who_was_active_at_the_fault)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod acknowledgements;
mod announcements;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bounds;
mod config;
mod consumers;
mod covers;
mod deposits;
mod disputes;
mod doors;
mod effects;
mod errors;
mod escrow;
mod events;
mod evidence;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod listing;
pub mod migrations;
mod opt_ins;
mod proposals;
mod records;
mod remittances;
mod reports;
pub mod runtime_api;
mod settlements;
mod slashed_money;
mod storage;
mod types;
mod verdicts;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bulwark_ledger::{
	Balance, Basis, CaseCourse, CaseId, CaseState, CaseStatus, ConsumerId, Deadline, EpochIndex,
	Fraction, Fractions, Moment, Outcome, PoolId, Scope, Span, Stage, Verdict, Windows,
};
pub use bulwark_traits::{Destination, Evidence, Report, ReportId, SlashRequest, When};
pub use genesis::GenesisConsumer;
pub use pallet::*;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, traits::fungibles};
use sp_runtime::traits::StaticLookup;

/// Account of a signer.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// Account as it is named in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// Id of an asset.
pub type AssetIdOf<T> = <<T as Config>::Assets as fungibles::Inspect<AccountIdOf<T>>>::AssetId;

#[import_section(config::config)]
#[import_section(genesis::genesis)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::Pot;
	use bulwark_traits::{CoverObserver, Exposure, RewardSink, SetAcknowledgements, Slash};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains, OnUnbalanced},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::BlockNumberProvider;

	/// Layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn integrity_test() {
			config::check::<T>();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Consumer with its terms; none if there is no consumer with this id.
		pub fn consumer(consumer_id: ConsumerId) -> Option<ConsumerView<T::AccountId>> {
			Self::consumer_view(consumer_id)
		}

		/// Last epoch up to which a follower has acknowledged the active sets.
		pub fn acknowledged_epoch(follower: T::AccountId) -> Option<EpochIndex> {
			<Self as SetAcknowledgements<_>>::acknowledged_epoch(&follower)
		}

		/// Opt-ins of an operator, and its slash cap.
		pub fn opt_ins(operator: T::AccountId) -> OptInsView {
			Self::opt_ins_view(&operator)
		}

		/// Promises of an operator that answer for faults of an epoch, the present one, a later one as far as it is announced,
		/// or an earlier one of the window; and whether that is enough for the chain.
		pub fn what_answers(operator: T::AccountId, epoch: EpochIndex) -> AnswersView {
			Self::what_answers_view(&operator, epoch)
		}

		/// Open case; none if it has ended or never was.
		pub fn case(case_id: CaseId) -> Option<CaseView<T::AccountId, AssetIdOf<T>>> {
			Self::case_view(case_id)
		}

		/// Disputes of a case whose deposits are held, and the end of the time to dispute it; none if there is neither.
		pub fn disputes_of(case_id: CaseId) -> Option<DisputesView<T::AccountId>> {
			Self::disputes_view(case_id)
		}

		/// Ids of the open cases against an operator, filed ones first.
		pub fn cases_of(operator: T::AccountId) -> Vec<CaseId> {
			Self::cases_of_operator(&operator)
		}

		/// Amounts that a case would slash from an operator and its pools if it was executed now, by asset, in units of the
		/// asset. Rounded down, and up to a unit for each bucket too high. Empty if nothing can be slashed.
		pub fn slash_preview(case_id: CaseId) -> Vec<(AssetIdOf<T>, Balance)> {
			Self::slash_preview_view(case_id)
		}

		/// Amount that a case would slash from an account or a position account in a pool, unbonding stake included, in units of
		/// the asset. Rounded up, up to a unit for each lot and exit off. 0 if the pool is not the operator's.
		pub fn slash_preview_for(
			case_id: CaseId,
			pool_id: PoolId,
			staker: T::AccountId,
		) -> Balance {
			Self::slash_preview_for_view(case_id, pool_id, &staker)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers the caller as a consumer and holds its deposit. The first of a chain also pays the floor of the escrow.
		///
		/// Errors: `NotInitialized`, `InvalidTerms`, `NotAdmitted`, `NotSpendable`; the native asset's own for deposit and floor.
		#[pallet::call_index(0)]
		pub fn register_consumer(
			origin: OriginFor<T>,
			terms: ConsumerTerms<T::AccountId>,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			Self::do_register_consumer(manager, terms, false)?;
			Ok(())
		}

		/// Announces new terms of a consumer: operators opt in on them when N whole epochs have passed. Terms that were
		/// announced before are replaced, and opt-ins keep the terms that they pin.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `ConsumerRetired`, `InvalidTerms`, `NotAdmitted`.
		#[pallet::call_index(1)]
		pub fn set_terms(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			terms: ConsumerTerms<T::AccountId>,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			Self::do_set_terms(manager, consumer_id, terms)
		}

		/// Lets another account act for a consumer, from now on.
		///
		/// Errors: `UnknownConsumer`, `NotManager`.
		#[pallet::call_index(2)]
		pub fn set_manager(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			new_manager: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			let new_manager = T::Lookup::lookup(new_manager)?;
			Self::do_set_manager(manager, consumer_id, new_manager)
		}

		/// Retires a consumer when M whole epochs have passed: until then everything answers to it, and it cannot report faults
		/// of later epochs. Nobody opts in to it any more. Opt-ins to it are ended by operators, or by `prune` afterwards.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `ConsumerRetired`.
		#[pallet::call_index(3)]
		pub fn retire_consumer(origin: OriginFor<T>, consumer_id: ConsumerId) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			Self::do_retire_consumer(manager, consumer_id)
		}

		/// Releases the deposit of a retired consumer to the account that registered it, once its last fault cannot be
		/// slashed any more and all its cases are settled. Anyone may call it.
		///
		/// Errors: `UnknownConsumer`, `NotReleased`, `DepositReleased`, `CasesUnsettled`.
		#[pallet::call_index(4)]
		pub fn release_consumer_deposit(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release_consumer_deposit(consumer_id)
		}

		/// Admits a consumer, or withdraws its admission: only for an admitted one slashed money may go to an account that its
		/// terms name, and bounties to reporters; otherwise both go to the treasury.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownConsumer`.
		#[pallet::call_index(5)]
		pub fn set_admission(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			admitted: bool,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_admission(consumer_id, admitted)
		}

		/// Sets the slash cap of the signer, an operator: the most that all its opt-ins together may take of its pools within
		/// any W epochs. It holds at once if it is no higher than before, else when N whole epochs have passed.
		///
		/// Errors: `NotOperator`, `OverCap`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_slash_cap().saturating_add(Pallet::<T>::tell_weight()))]
		pub fn set_slash_cap(origin: OriginFor<T>, cap: Fraction) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_slash_cap(operator, cap)
		}

		/// Opts the signer, an operator, in to a consumer: its bond and its pools answer for faults that the consumer reports,
		/// each up to its part of the budget within any W epochs. It follows the opt-in of before: from the next epoch on; when
		/// N whole epochs have passed if the pools can lose more by it; when M have passed if the consumer can take less by it;
		/// the later of both if it does both, or is on other terms; and always after all that was announced in earlier epochs.
		/// What was announced in the same epoch it replaces.
		///
		/// `version`: the version of the consumer's terms that the signer accepts: the one that holds now, or for a smaller
		/// budget the one of the opt-in of before. An operator that closes can only name a smaller budget.
		///
		/// Errors: `NotOperator`, `UnknownConsumer`, `ConsumerRetired`, `TermsChanged`, `InvalidBudget`, `OutOfScope`,
		/// `OverCap`, `OverBond`, `TooManyOptIns`, `TooManyAnnouncements`, `Unchanged`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::opt_in().saturating_add(Pallet::<T>::tell_weight()))]
		pub fn opt_in(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			#[pallet::compact] version: u32,
			budget: Fractions,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_opt_in(operator, consumer_id, version, budget)
		}

		/// Ends the opt-in of the signer, an operator, to a consumer when M whole epochs have passed, and after all that was
		/// announced in earlier epochs. Faults up to then can be slashed until the window is over, and the budget counts as
		/// long. It can be taken back by `opt_in` in the same epoch; what was announced in the same epoch it takes back.
		///
		/// Errors: `NotOptedIn`, `Unchanged`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::opt_out().saturating_add(Pallet::<T>::tell_weight()))]
		pub fn opt_out(origin: OriginFor<T>, consumer_id: ConsumerId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_opt_out(operator, consumer_id)
		}

		/// Forgets opt-ins of an operator by which nothing can be slashed any more, or all of them if the operator has gone;
		/// every change of an opt-in does that too. Ends opt-ins to consumers that have retired with the present epoch, and
		/// tells the cover of the operator again. Anyone may call it; it costs what it looked at.
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::prune_weight(T::MaxOptIns::get()))]
		pub fn prune(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let looked_at = Self::do_prune(operator)?;
			Ok(Some(Self::prune_weight(looked_at)).into())
		}

		/// Pays for the security that an operator provided: its commission first, then the stakers who were active behind it
		/// in the epoch in which the payment was earned, up to W epochs ago, pool by pool according to their power. Pools that
		/// do not list the asset yet do then, if they have room. The rewards pallet decides where it goes if nobody was active.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `NotOptedIn`, `NotSpendable`; those of the rewards pallet if it refuses the
		/// payment, and of the asset if the money is not there.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::remit().saturating_add(T::Rewards::weight()))]
		pub fn remit(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			operator: AccountIdLookupOf<T>,
			asset: AssetIdOf<T>,
			#[pallet::compact] amount: Balance,
			earned_in: EpochIndex,
		) -> DispatchResultWithPostInfo {
			let payer = Self::ensure_actor(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let weight = Self::do_remit(payer, consumer_id, operator, asset, amount, earned_in)?;
			Ok(Some(T::WeightInfo::remit().saturating_add(weight)).into())
		}

		/// Reports a fault of an operator in the consumer's own name. The case is executed by `settle` when the time to dispute
		/// is over, unless somebody disputes it. The fractions that it slashes at most are fixed now: k of those of the
		/// request, k = min(1, quantity / (b·B + p·P)), B and P being what a slash could take of bond and pools in the asset of the
		/// quantity; 18 digits, rounded down, and nothing of what is below 0.01 %.
		///
		/// `report_id`: the consumer's own id for the report, used once. `evidence`: a hash.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `DepositTooLow`, `EpochInFuture`, `ConsumerRetired`, `NotOptedIn`,
		/// `OutOfScope`, `FractionTooLarge`, `NotAcknowledged`, `ReportTooLate`, `DuplicateReport`, `NothingAtStake`,
		/// `BelowMinimum`, `OverBudget`, `TooManyCases`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::report_slash().saturating_add(T::Exposure::weight()))]
		#[allow(clippy::too_many_arguments)] // a report says so much
		pub fn report_slash(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			operator: AccountIdLookupOf<T>,
			when: When,
			request: SlashRequest<AssetIdOf<T>>,
			evidence: Evidence,
			report_id: ReportId,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let report = Report { consumer_id, operator, when, request, evidence };
			Self::do_report(manager, report, report_id)
		}

		/// Reports a fault of an operator as an outsider, with a deposit. Nothing is slashed unless the consumer or its
		/// resolver endorses the report by the end of epoch s + R: then the deposit is released, and the signer gets the bounty
		/// of the terms if the consumer is admitted when the case is executed. Otherwise the deposit is forfeited.
		///
		/// `evidence`: SHA-256(signer ‖ text); the text, at most `MaxEvidence` bytes, is revealed later by `reveal_evidence`. Of
		/// those who name the same text the oldest report gets the bounty.
		///
		/// Errors: `UnknownConsumer`, `EpochInFuture`, `ConsumerRetired`, `NotOptedIn`, `OutOfScope`, `FractionTooLarge`,
		/// `NotAcknowledged`, `ReportTooLate`, `NothingAtStake`, `BelowMinimum`, `TooManyProposals`; the native asset's own.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::propose_slash().saturating_add(T::Exposure::weight()))]
		pub fn propose_slash(
			origin: OriginFor<T>,
			consumer_id: ConsumerId,
			operator: AccountIdLookupOf<T>,
			when: When,
			request: SlashRequest<AssetIdOf<T>>,
			evidence: Evidence,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let report = Report { consumer_id, operator, when, request, evidence };
			Self::do_propose(reporter, report)
		}

		/// Endorses an outsider's report, which is the consumer's own from now on, and releases the reporter's deposit. For the
		/// consumer's manager and its resolver.
		///
		/// Errors: `UnknownCase`, `NotEndorser`, `NotProposed`, `ReportTooLate`, `EvidenceHidden`, `DepositTooLow`,
		/// `DuplicateReport`, `NothingAtStake`, `BelowMinimum`, `OverBudget`, `TooManyCases`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::endorse().saturating_add(T::Exposure::weight()))]
		pub fn endorse(
			origin: OriginFor<T>,
			case_id: CaseId,
			report_id: ReportId,
		) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			Self::do_endorse(by, case_id, report_id)
		}

		/// Declines an outsider's report. The deposit is released if `refund` is set, otherwise forfeited. The report keeps
		/// its place and its evidence until the time to report is over. For the consumer's manager and its resolver.
		///
		/// Errors: `UnknownCase`, `NotEndorser`, `NotProposed`.
		#[pallet::call_index(14)]
		pub fn decline(origin: OriginFor<T>, case_id: CaseId, refund: bool) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			Self::do_decline(by, case_id, refund)
		}

		/// Disputes a filed case, with a deposit: nothing is slashed unless it is upheld when the time to dispute is over. The
		/// deposit is lost if the case is executed; otherwise `release_dispute_deposit` releases it after the end. Anyone may
		/// call it, stakers and the operator alike, whoever else has disputed the case. If nobody could uphold it the case ends,
		/// without a deposit.
		///
		/// `evidence`: SHA-256(signer ‖ text), for whoever decides.
		///
		/// Errors: `UnknownCase`, `NotFiled`, `DisputeTooLate`, `AlreadyDisputed`; the native asset's own for the deposit.
		#[pallet::call_index(15)]
		#[pallet::weight(
			T::WeightInfo::dispute()
				.max(T::WeightInfo::dispute_unjudged())
				.saturating_add(Pallet::<T>::tell_weight())
		)]
		pub fn dispute(
			origin: OriginFor<T>,
			case_id: CaseId,
			evidence: Evidence,
		) -> DispatchResult {
			let disputer = ensure_signed(origin)?;
			Self::do_dispute(disputer, case_id, evidence)
		}

		/// Decides a case, until epoch s + W is over: upholds a disputed one, which `settle` executes, once the time to dispute is
		/// over; or dismisses one, disputed or not, which ends it and costs the consumer `ConsumerForfeit` if it was filed on its
		/// word. For the resolver of the terms that the opt-in pins. A case that was filed by proof is none of its cases.
		///
		/// Errors: `UnknownCase`, `NotResolver`, `NotFiled`, `DecidedByProof`, `NotDisputed`, `VerdictTooEarly`,
		/// `VerdictTooLate`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::resolve().saturating_add(Pallet::<T>::tell_weight()))]
		pub fn resolve(origin: OriginFor<T>, case_id: CaseId, verdict: Verdict) -> DispatchResult {
			let resolver = Self::ensure_actor(origin)?;
			Self::do_resolve(resolver, case_id, verdict)
		}

		/// Ends a case about which nobody can do anything more: executes it if it was not disputed in time or was upheld,
		/// otherwise lapses or dismisses it; one on the consumer's word that its resolver left without a verdict costs the
		/// consumer `ConsumerForfeit`. It takes no more than other cases have left of its budget. Anyone may call it; free of
		/// fee if the case has ended with it.
		///
		/// Errors: `UnknownCase`, `CaseOpen`, `AwaitsVerdict`; those of the staking pallet if it cannot slash. `PaymentRefused` is
		/// one: the native minimum balance has risen, and the staking pallet's `touch` of the native asset is what the case
		/// waits for.
		#[pallet::call_index(17)]
		#[pallet::weight(
			T::WeightInfo::settle()
				.saturating_add(T::Exposure::weight())
				.saturating_add(T::Slash::weight())
				.saturating_add(Pallet::<T>::tell_weight())
		)]
		pub fn settle(origin: OriginFor<T>, case_id: CaseId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_settle(case_id)?;
			Ok(Pays::No.into())
		}

		/// Pays the bounty of a case to its reporter, once it is unlocked. Anyone may call it.
		///
		/// Errors: `NoBounty`, `BountyLocked`, `PaymentRefused`.
		#[pallet::call_index(18)]
		pub fn claim_bounty(origin: OriginFor<T>, case_id: CaseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_bounty(case_id)
		}

		/// Acknowledges that the active sets up to an epoch are known where the signer follows them. A consumer whose terms
		/// name the signer as follower cannot report faults of later epochs.
		///
		/// Origin: `FollowerOrigin`. Errors: `EpochInFuture`, `AlreadyAcknowledged`.
		#[pallet::call_index(19)]
		pub fn acknowledge_set(origin: OriginFor<T>, epoch: EpochIndex) -> DispatchResult {
			let follower = T::FollowerOrigin::ensure_origin(origin)?;
			<Self as SetAcknowledgements<_>>::acknowledge(&follower, epoch)
		}

		/// Calls off the retirement of a consumer, as long as it has not taken effect.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownConsumer`, `NotRetiring`.
		#[pallet::call_index(20)]
		pub fn cancel_retirement(origin: OriginFor<T>, consumer_id: ConsumerId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_cancel_retirement(consumer_id)
		}

		/// Reveals the text of an outsider's evidence, which an endorsement needs. Of those who name the same text the oldest
		/// report is first, declined or not. Anyone may call it, until the time to report is over. A text has at most
		/// `MaxEvidence` bytes; more do not decode, and the node answers with a trap. A longer one is hashed by its place.
		///
		/// Errors: `UnknownCase`, `NotProposed`, `ReportTooLate`, `AlreadyRevealed`, `WrongEvidence`.
		#[pallet::call_index(21)]
		pub fn reveal_evidence(
			origin: OriginFor<T>,
			case_id: CaseId,
			text: TextOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_reveal_evidence(case_id, text)
		}

		/// Releases the deposit of a dispute of a case that has ended, or forfeits it if the case was executed. Anyone may call
		/// it; free of fee if that is done.
		///
		/// Errors: `NotDisputed`, `CaseOpen`.
		#[pallet::call_index(22)]
		pub fn release_dispute_deposit(
			origin: OriginFor<T>,
			case_id: CaseId,
			disputer: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let disputer = T::Lookup::lookup(disputer)?;
			Self::do_release_dispute_deposit(case_id, disputer)?;
			Ok(Pays::No.into())
		}

		/// Upholds a disputed case that was filed by proof, once the time to dispute is over. `settle` executes it. Anyone may
		/// call it.
		///
		/// Errors: `UnknownCase`, `NotFiled`, `NotProved`, `NotDisputed`, `VerdictTooEarly`, `VerdictTooLate`.
		#[pallet::call_index(23)]
		pub fn uphold(origin: OriginFor<T>, case_id: CaseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_uphold(case_id)
		}

		/// Dismisses a filed case before it is executed, whoever judges it, at nobody's cost.
		///
		/// Origin: `EmergencyOrigin`. Errors: `UnknownCase`, `NotFiled`.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::dismiss_case().saturating_add(Pallet::<T>::tell_weight()))]
		pub fn dismiss_case(origin: OriginFor<T>, case_id: CaseId) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_dismiss_case(case_id)
		}

		/// Fills up the deposit of a consumer, which is held on the account that registered it. Anyone may call it.
		///
		/// Errors: `UnknownConsumer`, `ConsumerRetired`, `Unchanged`; the native asset's own if the money is not there.
		#[pallet::call_index(25)]
		pub fn top_up_consumer(origin: OriginFor<T>, consumer_id: ConsumerId) -> DispatchResult {
			let payer = Self::ensure_actor(origin)?;
			Self::do_top_up_consumer(payer, consumer_id)
		}

		/// Pays slashed money of a case in an asset to its destination: what waits in the escrow for an account, once it is
		/// unlocked, or to the treasury if the consumer is not admitted any more; else what one pool could not move then,
		/// as much of it as can be moved now. Anyone may call it, once for the escrow and once for each pool.
		///
		/// Errors: `NothingWithheld`, `SlashLocked`, `PaymentRefused`; those of the staking pallet if nothing can be moved.
		#[pallet::call_index(26)]
		#[pallet::weight(
			T::WeightInfo::release_slashed().saturating_add(T::Slash::hand_out_weight())
		)]
		pub fn release_slashed(
			origin: OriginFor<T>,
			case_id: CaseId,
			asset: AssetIdOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release_slashed(case_id, asset)
		}

		/// Opens the escrow for an asset, so that destination accounts are paid in it (else its slashed money goes to the
		/// treasury), or raises its floor to a minimum balance that has risen: until then payments that would not leave it
		/// behind are refused. Anyone may call it; the signer pays the floor, and the asset's deposit if the references of the
		/// account are full. Nothing of it comes back.
		///
		/// Errors: `NotSpendable`; the asset's own if the money is not there, or if there is no such asset.
		#[pallet::call_index(27)]
		pub fn touch(origin: OriginFor<T>, asset: AssetIdOf<T>) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_touch(payer, asset)
		}
	}
}
