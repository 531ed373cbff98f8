// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod consumers;
mod disputes;
mod doors;
mod errors;
mod escrow;
mod events;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod promises;
mod remittances;
mod reports;
pub mod runtime_api;
mod settlements;
mod storage;
mod types;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bulwark_ledger::{
	Balance, Budget, Case, CaseId, CaseState, ConsumerId, Deadline, EpochIndex, Fraction, Moment,
	Outcome, PoolId, Scope, Span, Verdict, Windows,
};
pub use bulwark_traits::{Claim, Report, ReportId, When};
pub use genesis::GenesisConsumer;
pub use pallet::*;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use core::marker::PhantomData;
use frame_support::{
	pallet_macros::import_section,
	traits::{fungibles, Get},
};
use sp_runtime::traits::StaticLookup;

/// Who signs.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// How an account is named in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// What names an asset.
pub type AssetIdOf<T> = <<T as Config>::Assets as fungibles::Inspect<AccountIdOf<T>>>::AssetId;

/// W + 2: what was promised in each epoch that can be charged, and what is to come.
pub struct MaxSpans<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxSpans<T> {
	fn get() -> u32 {
		T::Window::get().saturating_add(2) // the window is 14 at most
	}
}

/// 2 W + 1: the epochs of faults that a new case looks at.
pub struct MaxSpent<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxSpent<T> {
	fn get() -> u32 {
		T::Window::get().saturating_mul(2).saturating_add(1) // the window is 14 at most
	}
}

#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::Pot;
	use bulwark_traits::{Epochs, RewardSink, SetAcknowledgements, Slash};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, OnUnbalanced},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::BlockNumberProvider;

	/// The layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// In what can be slashed and remitted, the native asset among them: usually a `UnionOf` balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaxEncodedLen + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>;

		/// The native asset as such: deposits are held in it.
		type Native: fungible::hold::Mutate<
				Self::AccountId,
				Balance = Balance,
				Reason = Self::RuntimeHoldReason,
			> + fungible::BalancedHold<Self::AccountId>;

		/// How `Assets` names what `Native` is.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// The runtime's reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// Where slashed money goes that no account of an admitted consumer gets, one credit for each asset.
		type OnSlash: OnUnbalanced<CreditOf<Self>>;

		/// Where deposits go that somebody has lost.
		type OnForfeit: OnUnbalanced<NativeCreditOf<Self>>;

		/// Who charges faults: staking.
		type Slash: Slash<Self::AccountId, AssetId = AssetIdOf<Self>, Money = CreditOf<Self>>;

		/// Who divides what consumers pay among those in force: rewards.
		type Rewards: RewardSink<Self::AccountId, Money = CreditOf<Self>>;

		/// Who has the clock: staking.
		type Epochs: Epochs;

		/// Who knows which active sets consumers elsewhere have heard of: staking.
		type Acknowledgements: SetAcknowledgements<Self::AccountId>;

		/// Who admits consumers. In the calls of consumers and resolvers it acts as the account it returns: so the chain
		/// has a consumer of its own, `governance`.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// What counts blocks, so that no time runs out while none is made.
		type BlockNumberProvider: BlockNumberProvider;

		/// The account that keeps bounties is derived from it.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// W: how many epochs after a fault it can be charged; that of staking, 2 to 14.
		#[pallet::constant]
		type Window: Get<u32>;

		/// N: how many whole epochs lie between the announcement of what lets pools lose more and the epoch from which it
		/// holds, for their holders to leave in; at least 1.
		#[pallet::constant]
		type Notice: Get<u32>;

		/// B: how many blocks have to be made before the time to dispute is over.
		#[pallet::constant]
		type MinBlocks: Get<u32>;

		/// How many epochs after a case was executed its bounty is paid.
		#[pallet::constant]
		type BountyDelay: Get<u32>;

		/// What registering a consumer holds, in units of the native asset.
		#[pallet::constant]
		type ConsumerDeposit: Get<Balance>;

		/// What an outsider's report holds; lost if nobody endorses it.
		#[pallet::constant]
		type ReportDeposit: Get<Balance>;

		/// What a dispute holds; lost if the resolver upholds the case.
		#[pallet::constant]
		type DisputeDeposit: Get<Balance>;

		/// How many consumers an operator may promise something to.
		#[pallet::constant]
		type MaxPromises: Get<u32>;

		/// How many cases of one consumer may be open against an operator: each has its own places, or an operator could
		/// fill them by a consumer of its own.
		#[pallet::constant]
		type MaxCases: Get<u32>;

		/// How many reports of outsiders may wait against an operator.
		#[pallet::constant]
		type MaxProposals: Get<u32>;

		/// How many bytes show a fault: a hash, or where to look.
		#[pallet::constant]
		type MaxEvidence: Get<u32>;

		/// What calls cost: measured.
		type WeightInfo: WeightInfo;

		/// Makes operators with stake, assets and time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a consumer.
		#[codec(index = 0)]
		Consumer,
		/// For an outsider's report.
		#[codec(index = 1)]
		Report,
		/// For a dispute.
		#[codec(index = 2)]
		Dispute,
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Consumers, numbered from 0: the chain's own first.
		pub consumers: Vec<GenesisConsumer<T::AccountId>>,
		/// How much the promises of operators may take of their pools.
		pub caps: Vec<(T::AccountId, Fraction)>,
		/// What operators promise from epoch 0 on: who, to whom, how much.
		pub promises: Vec<(T::AccountId, ConsumerId, Budget)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			genesis::build(self);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				(2..=14).contains(&T::Window::get()),
				"a report, a dispute and a settlement need two epochs, and staking has 14 at most"
			);
			assert!(T::Notice::get() >= 1, "stakers need time to leave");
			assert!(T::MaxPromises::get() >= 1, "an operator promises something");
			assert!(T::MaxCases::get() >= 1, "a consumer has a case");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A consumer and its terms.
		pub fn consumer(consumer: ConsumerId) -> Option<ConsumerView<T::AccountId>> {
			Self::consumer_view(consumer)
		}

		/// What an operator has promised to whom, and what is left of it.
		pub fn pledge(operator: T::AccountId) -> PledgeView {
			Self::pledge_view(&operator)
		}

		/// A case that has not ended.
		pub fn case(case: CaseId) -> Option<CaseView<T::AccountId, AssetIdOf<T>>> {
			Self::case_view(case)
		}

		/// The cases against an operator that have not ended.
		pub fn cases_of(operator: T::AccountId) -> Vec<CaseId> {
			Self::cases_of_operator(&operator)
		}

		/// What a case would cost an operator and its pools, in each asset, if it were executed now.
		pub fn cost(case: CaseId) -> Vec<(AssetIdOf<T>, Balance)> {
			Self::cost_view(case)
		}

		/// What a case would cost a holder in a pool, an account or the key of a position, in units of the pool's asset;
		/// up to a unit for each of its lots and exits off.
		pub fn cost_to(case: CaseId, pool: PoolId, holder: T::AccountId) -> Balance {
			Self::cost_to_holder(case, pool, &holder)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers the caller as a consumer and holds its deposit. The first consumer of a chain also pays the floor of
		/// the escrow.
		///
		/// Errors: `InvalidTerms`, `NotAdmitted`; the native asset's own if the deposit is not there.
		#[pallet::call_index(0)]
		pub fn register_consumer(
			origin: OriginFor<T>,
			terms: Terms<T::AccountId>,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			Self::do_register_consumer(manager, terms, false)?;
			Ok(())
		}

		/// Announces other terms: operators opt in on them when N whole epochs
		/// have passed. What was announced before is replaced,
		/// and what was promised stays on the terms it was promised on.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `ConsumerRetired`, `InvalidTerms`, `NotAdmitted`.
		#[pallet::call_index(1)]
		pub fn set_terms(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			terms: Terms<T::AccountId>,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			Self::do_set_terms(manager, consumer, terms)
		}

		/// Lets another account speak for a consumer, from now on.
		///
		/// Errors: `UnknownConsumer`, `NotManager`.
		#[pallet::call_index(2)]
		pub fn set_manager(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			new: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			let new = T::Lookup::lookup(new)?;
			Self::do_set_manager(manager, consumer, new)
		}

		/// Ends a consumer with the present epoch: later faults are not its own. What was promised to it is ended by
		/// the operators, or by `prune`.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `ConsumerRetired`.
		#[pallet::call_index(3)]
		pub fn retire_consumer(origin: OriginFor<T>, consumer: ConsumerId) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			Self::do_retire_consumer(manager, consumer)
		}

		/// Gives the deposit of a retired consumer back to who paid it, once nothing can be charged for it any more.
		/// Anyone may call it.
		///
		/// Errors: `UnknownConsumer`, `NotReleased`, `Unchanged` if it was given back.
		#[pallet::call_index(4)]
		pub fn return_deposit(origin: OriginFor<T>, consumer: ConsumerId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_return_deposit(consumer)
		}

		/// Says whether slashed money may go to an account that the consumer names, and bounties to its reporters.
		/// Otherwise both go to the treasury.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownConsumer`.
		#[pallet::call_index(5)]
		pub fn set_admission(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			admitted: bool,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_admission(consumer, admitted)
		}

		/// Says how much all promises of the signer, an operator, together may take of its pools within the window: at
		/// once if that is less than before, else when N whole epochs have passed.
		///
		/// Errors: `NotAnOperator`, `OverCap`.
		#[pallet::call_index(6)]
		pub fn set_cap(origin: OriginFor<T>, cap: Fraction) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_cap(operator, cap)
		}

		/// Promises a consumer that the signer's bond, and its pools if `budget.pools` is not nothing, answer for its
		/// faults, up to a budget within any W epochs. It replaces what was promised before: from the next epoch on, or, if
		/// the pools can lose more by it or under other terms, when N whole epochs have passed.
		///
		/// `version`: the number of the consumer's terms that the signer has seen: those that hold now, or for a smaller
		/// promise those it was made on.
		///
		/// Errors: `NotAnOperator`, `UnknownConsumer`, `ConsumerRetired`, `TermsChanged`, `InvalidBudget`, `OutOfScope`,
		/// `OverCap`, `OverBond`, `TooManyPromises`, `Unchanged`.
		#[pallet::call_index(7)]
		pub fn opt_in(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			#[pallet::compact] version: u32,
			budget: Budget,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_opt_in(operator, consumer, version, budget)
		}

		/// Ends what the signer promises to a consumer with the present epoch. Faults up to then can be charged until the
		/// window is over, and the budget counts as long.
		///
		/// Errors: `NothingPromised`, `Unchanged`.
		#[pallet::call_index(8)]
		pub fn opt_out(origin: OriginFor<T>, consumer: ConsumerId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_opt_out(operator, consumer)
		}

		/// Forgets what an operator has promised and nobody can charge any more: all of it if the operator has gone.
		/// Every change of a promise does that too. And ends with the present epoch what was promised to consumers that
		/// have retired. Anyone may call it.
		#[pallet::call_index(9)]
		pub fn prune(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_prune(operator);
			Ok(())
		}

		/// Pays for security: the operator's commission first, then all who were in force behind it when it was earned,
		/// up to W epochs ago. If nobody was, the rewards say where it goes.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `NotOptedIn` for that epoch; those of the rewards if they refuse it,
		/// and of the asset if the money is not there.
		#[pallet::call_index(10)]
		pub fn remit(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			operator: AccountIdLookupOf<T>,
			asset: AssetIdOf<T>,
			#[pallet::compact] amount: Balance,
			earned_in: EpochIndex,
		) -> DispatchResult {
			let payer = Self::ensure_actor(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_remit(payer, consumer, operator, asset, amount, earned_in)
		}

		/// Reports a fault in the consumer's own name. It is executed when the time to dispute is over, unless somebody
		/// does. What it takes is fixed now: φ = min(fraction, quantity / what could be charged), 18 digits, rounded down.
		///
		/// `id`: the consumer's name for the report, used once. `evidence`: a hash, or where to look.
		///
		/// Errors: `UnknownConsumer`, `NotManager`, `EpochInFuture`, `ConsumerRetired`, `NotOptedIn`, `OutOfScope`,
		/// `FractionTooLarge`, `NotAcknowledged`, `ReportTooLate`, `DuplicateReport`, `NothingInForce`, `BelowMinimum`,
		/// `OverBudget`, `TooManyCases`.
		#[pallet::call_index(11)]
		#[allow(clippy::too_many_arguments)] // a report says so much
		pub fn report_slash(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			operator: AccountIdLookupOf<T>,
			when: When,
			claim: Claim<AssetIdOf<T>>,
			evidence: EvidenceOf<T>,
			id: ReportId,
		) -> DispatchResult {
			let manager = Self::ensure_actor(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let report = Report { consumer, operator, when, claim, evidence };
			Self::do_report(manager, report, id)
		}

		/// Reports a fault as an outsider, with a deposit. Nothing happens unless the consumer or its resolver endorses
		/// it by the end of s + R: then the deposit comes back, and the signer gets the bounty of the terms if the
		/// consumer is admitted when the case is executed. In silence the deposit is lost.
		///
		/// Errors: as `report_slash` as far as it can be known: `UnknownConsumer`, `EpochInFuture`, `ConsumerRetired`,
		/// `NotOptedIn`, `OutOfScope`, `FractionTooLarge`, `NotAcknowledged`, `ReportTooLate`, `NothingInForce`,
		/// `BelowMinimum`, `TooManyCases`; the native asset's own if the deposit is not there.
		#[pallet::call_index(12)]
		pub fn propose_slash(
			origin: OriginFor<T>,
			consumer: ConsumerId,
			operator: AccountIdLookupOf<T>,
			when: When,
			claim: Claim<AssetIdOf<T>>,
			evidence: EvidenceOf<T>,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let report = Report { consumer, operator, when, claim, evidence };
			Self::do_propose(reporter, report)
		}

		/// Makes an outsider's report the consumer's own, as if it had reported now.
		///
		/// Errors: `UnknownCase`, `NotEndorser`, `NotProposed`, `ReportTooLate`, `DuplicateReport`, `NothingInForce`,
		/// `BelowMinimum`, `OverBudget`, `TooManyCases`.
		#[pallet::call_index(13)]
		pub fn endorse(origin: OriginFor<T>, case: CaseId, id: ReportId) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			Self::do_endorse(by, case, id)
		}

		/// Lets an outsider's report go at once, which makes room for others: with the deposit back if `refund`, else it
		/// is lost as in silence.
		///
		/// Errors: `UnknownCase`, `NotEndorser`, `NotProposed`.
		#[pallet::call_index(14)]
		pub fn decline(origin: OriginFor<T>, case: CaseId, refund: bool) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			Self::do_decline(by, case, refund)
		}

		/// Objects to a consumer's report, with a deposit: then nothing is taken unless the resolver upholds it. The
		/// deposit is lost if it does. Anyone may: stakers and the operator alike.
		///
		/// Errors: `UnknownCase`, `NotDisputable`, `DisputeTooLate`; the native asset's own if the deposit is not there.
		#[pallet::call_index(15)]
		pub fn dispute(origin: OriginFor<T>, case: CaseId) -> DispatchResult {
			let disputer = ensure_signed(origin)?;
			Self::do_dispute(disputer, case)
		}

		/// Decides a disputed case. Dismissed it ends with that; upheld it waits for `settle`.
		///
		/// Errors: `UnknownCase`, `NotResolver`, `NotDisputed`, `VerdictTooLate`.
		#[pallet::call_index(16)]
		pub fn resolve(origin: OriginFor<T>, case: CaseId, verdict: Verdict) -> DispatchResult {
			let resolver = Self::ensure_actor(origin)?;
			Self::do_resolve(resolver, case, verdict)
		}

		/// Ends a case about which nobody can do anything more: executes it, if it was not disputed in time or was upheld;
		/// else it lapses, or is dismissed. Anyone may; it is free of fee if the case has ended with it.
		///
		/// Errors: `UnknownCase`, `StillOpen`, `AwaitsVerdict`; those of staking if it cannot charge.
		#[pallet::call_index(17)]
		pub fn settle(origin: OriginFor<T>, case: CaseId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_settle(case)?;
			Ok(Pays::No.into())
		}

		/// Pays the bounty of a case to its reporter, once it is unlocked. Anyone may call it.
		///
		/// Errors: `NoBounty`, `StillLocked`; the native asset's own if the account cannot take it.
		#[pallet::call_index(18)]
		pub fn claim_bounty(origin: OriginFor<T>, case: CaseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_bounty(case)
		}
	}
}
