// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
#![doc = docify::embed!("src/tests/lifecycle.rs", batch_of_four_sequencers_becomes_final)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod barred;
mod batches;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bls;
mod bounds;
mod challenges;
mod charges;
mod config;
mod door_weights;
mod effects;
mod equivocations;
mod errors;
mod events;
mod finality;
mod forgetting;
mod genesis;
mod handover;
mod hashes;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod keys;
mod proofs;
mod records;
mod reverts;
pub mod runtime_api;
mod sets;
#[cfg(any(test, feature = "runtime-benchmarks"))]
pub mod signer;
mod signing;
mod storage;
mod turns;
mod types;
mod verdicts;
mod verifier;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bls::Arkworks;
pub use bulwark_ledger::{
	Balance, CaseId, ConsumerId, Deadline, EpochIndex, Fraction, Fractions, KeptSets, SetNumber,
};
pub use genesis::GenesisKey;
pub use pallet::*;
pub use proofs::BatchProofs;
pub use types::*;
pub use verifier::{Key, Signature, Suite, UnpackedKey, Verifier};
pub use views::*;
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, BoundedVec};
use sp_runtime::traits::StaticLookup;

/// Account of a signer.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// Account as it is named in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// Proof that a batch is bad.
pub type ProofOf<T> = BoundedVec<u8, <T as Config>::MaxProof>;
/// Accounts that a proof of equivocation accuses.
pub type AccusedOf<T> = BoundedVec<AccountIdOf<T>, frame_support::traits::ConstU32<MAX_ACCUSED>>;

#[import_section(config::config)]
#[import_section(genesis::genesis)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use bulwark_ledger::Millis;
	use bulwark_traits::{ActiveSetInfo, FaultReporter, OptIns, Standing, WorkLog};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, ConstU32, OnUnbalanced},
		weights::WeightMeter,
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::BlockNumberProvider;

	/// Layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Reasons of this pallet for holding money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit for a batch, or the bounty out of one that was lost.
		#[codec(index = 0)]
		BatchDeposit,
		/// Deposit of a challenger.
		#[codec(index = 1)]
		ChallengeDeposit,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::poll(meter);
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
		/// Place at which the next batch goes on: its fork, index, parent, first block and set.
		pub fn head() -> HeadView {
			Self::head_view()
		}

		/// Kept sets, the oldest first, without their members.
		pub fn sets() -> Vec<KeptSetView> {
			Self::sets_view()
		}

		/// Kept set with its members; none if it is not kept.
		pub fn sequencer_set(set_number: SetNumber) -> Option<SequencerSetView<T::AccountId>> {
			Self::set_view(set_number)
		}

		/// Batch with its end: final, void or until when it can be challenged. None if it is forgotten or never was.
		pub fn batch(batch_id: BatchId) -> Option<BatchView<T::AccountId>> {
			Self::batch_view(batch_id)
		}

		/// Id of the batch at an index of the chain; none if it is forgotten or yet to come.
		pub fn batch_id_at(index: u32) -> Option<BatchId> {
			Self::id_at(index)
		}

		/// Challenge of a batch; none if there is none whose deposits are held.
		pub fn challenge_of(batch_id: BatchId) -> Option<Challenge<T::AccountId>> {
			Challenges::<T>::get(batch_id)
		}

		/// Key of an operator, which counts from the next set on; none if it has none.
		pub fn key_of(operator: T::AccountId) -> Option<Key> {
			Keys::<T>::get(operator).map(|record| record.key)
		}

		/// Bytes that a key signs so that an operator may set it.
		pub fn possession_bytes(operator: T::AccountId, key: Key) -> Vec<u8> {
			Self::possession_message(&operator, &key)
		}

		/// Id of the batch with a header: the bytes that sequencers sign.
		pub fn id_of_header(header: Header) -> BatchId {
			Self::batch_id(&header)
		}

		/// Present turn of a submitter; none if no set has turns.
		pub fn turn() -> Option<TurnView<T::AccountId>> {
			Self::turn_view()
		}

		/// Bar of an operator; none if it is not barred.
		pub fn bar_of(operator: T::AccountId) -> Option<Bar> {
			Barred::<T>::get(operator)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Sets the key of the signer, which counts from the next set on. The key before stays its own as long as a kept set
		/// may have it.
		///
		/// `possession`: signature of the key over the bytes of the view function `possession_bytes`, under the suite
		/// `BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_`.
		///
		/// Origin: signed by an operator that has not announced its closing. Errors: `NotOperator`, `KeyTaken`, `BadKey`,
		/// `BadPossession`, `Unchanged`, `TooManyKeys`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_key().saturating_add(T::Operators::weight()))]
		pub fn set_key(origin: OriginFor<T>, key: Key, possession: Signature) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_key(operator, key, possession)
		}

		/// Switches signatures of batches on or off, from the next epoch on. The first batch with signatures chooses the set
		/// that attests, the newest or the one before it.
		///
		/// Origin: `AdminOrigin`. Errors: `Unchanged`, `TimesDoNotFit`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_signing().saturating_add(T::Faults::look_weight()))]
		pub fn set_signing(origin: OriginFor<T>, is_on: bool) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_signing(is_on)
		}

		/// Submits the next batch. As long as there are no signatures, for members of the newest set that serve and answer with
		/// their bonds, one a turn; else for anybody who has the signatures of two thirds of the attested set over the id of the
		/// header. Who is no operator in order, or has promised too little of its bond, has `BatchDeposit` held until the batch
		/// is final. A bitmap has at most 32 bytes; more do not decode, and the node answers with a trap.
		///
		/// Errors: `WrongIndex`, `WrongFork`, `WrongParent`, `WrongBlocks`, `TooLarge`, `TooManyBatches`, `WrongSet`,
		/// `UnknownSet`, `FirstCarriesNoChange`, `HandoverDue`, `Barred`, `SignatureMissing`, `SignatureUnexpected`,
		/// `NotSequencer`, `TurnTaken`, `BadBitmap`, `TooFewSigners`, `BadSignature`, `TooManySets`; the native asset's own if the
		/// deposit is not there.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::submit_weight(T::MaxSequencers::get() / 3))]
		pub fn submit_batch(
			origin: OriginFor<T>,
			header: Header,
			attestation: Option<Attestation>,
		) -> DispatchResultWithPostInfo {
			let submitter = ensure_signed(origin)?;
			let absent = Self::do_submit_batch(submitter, header, attestation)?;
			Ok(Some(Self::submit_weight(absent)).into())
		}

		/// Makes the newest set the attested one: when a handover is due, no batch has come in for `SetTimeout` epochs, or the
		/// attested set is kept no more. Anyone may call it; the admin at any time.
		///
		/// Errors: `NothingToAdopt`, `AdoptTooEarly`, `TooManySets`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::adopt().saturating_add(Pallet::<T>::look_weight()))]
		pub fn adopt(origin: OriginFor<T>) -> DispatchResult {
			let is_admin = Self::ensure_admin_or_signed(origin)?;
			Self::do_adopt(is_admin)
		}

		/// Challenges a batch, with a deposit: released if the batch is found bad, else half of it goes to the submitter.
		/// Anyone may join, whoever has challenged it before, and also if it is void: a bad batch below saves nobody. One that
		/// was found good is challenged in the hope of a proof.
		///
		/// `evidence`: SHA-256(signer ‖ proof) of the proof that will be shown, or anything if there is none. A proof is compared
		/// with that of the first 256 who join.
		///
		/// Errors: `UnknownBatch`, `AlreadyJudged`, `ChallengeTooLate`, `AlreadyChallenged`, `TooManyChallengers`,
		/// `TooManyBatches`; the native asset's own if the deposit is not there.
		#[pallet::call_index(4)]
		pub fn challenge(
			origin: OriginFor<T>,
			batch_id: BatchId,
			evidence: Evidence,
		) -> DispatchResult {
			let challenger = ensure_signed(origin)?;
			Self::do_challenge(challenger, batch_id, evidence)
		}

		/// Decides a challenge. A bad batch is reverted with those above it, its submitter pays, and the challenger that is
		/// named gets the bounty. A batch that is void already costs its submitter as much.
		///
		/// Origin: `JudgeOrigin`. Errors: `NotChallenged`, `AlreadyJudged`, `VerdictTooLate`, `NotChallenger`.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::verdict_weight(T::WeightInfo::judge()))]
		pub fn judge(
			origin: OriginFor<T>,
			batch_id: BatchId,
			ruling: Ruling<T::AccountId>,
		) -> DispatchResult {
			T::JudgeOrigin::ensure_origin(origin)?;
			Self::do_judge(batch_id, ruling)
		}

		/// Proves that a batch is bad, challenged or not, as long as it is not final, or if it is void until its own time to be
		/// challenged is over. The bounty is for the first of the challengers whose evidence is SHA-256(challenger ‖ proof), looked
		/// for among the first 256, else for the signer. A proof has at most `MaxProof` bytes; more do not decode, and the node
		/// answers with a trap.
		///
		/// Errors: `UnknownBatch`, `AlreadyJudged`, `BatchVoid`, `BatchFinal`, `BadProof`.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::prove_weight(proof.len()))]
		pub fn prove(origin: OriginFor<T>, batch_id: BatchId, proof: ProofOf<T>) -> DispatchResult {
			let prover = ensure_signed(origin)?;
			Self::do_prove(prover, batch_id, proof)
		}

		/// Decides a challenge that nobody has judged in time, against the side of `Burden`; for the submitter if the batch is
		/// void already. Anyone may call it; free of fee if it is decided.
		///
		/// Errors: `NotChallenged`, `AlreadyJudged`, `ChallengeOpen`.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::expire_weight())]
		pub fn expire(origin: OriginFor<T>, batch_id: BatchId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_expire(batch_id)?;
			Ok(Pays::No.into())
		}

		/// Releases the deposit of a challenger when its challenge has ended; if the batch was good, and nobody can prove the
		/// contrary any more, half of it, rounded down, goes to the submitter of the batch and the rest to the treasury. Anyone
		/// may call it; free of fee if that is done.
		///
		/// Errors: `NotChallenger`, `ChallengeOpen`, `NotFinal`.
		#[pallet::call_index(8)]
		pub fn release_challenge_deposit(
			origin: OriginFor<T>,
			batch_id: BatchId,
			challenger: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let challenger = T::Lookup::lookup(challenger)?;
			Self::do_release_challenge_deposit(batch_id, challenger)?;
			Ok(Pays::No.into())
		}

		/// Releases the deposit for a batch that is final, or void and its times to be found bad and reported are over, and
		/// forgets a void one. Anyone may call it; free of fee if that is done.
		///
		/// Errors: `UnknownBatch`, `ChallengeOpen`, `NotFinal`, `NothingHeld`.
		#[pallet::call_index(9)]
		pub fn release_batch(
			origin: OriginFor<T>,
			batch_id: BatchId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_release_batch(batch_id)?;
			Ok(Pays::No.into())
		}

		/// Pays the bounty out of the deposit of an outsider's bad batch, once it is unlocked. Anyone may call it.
		///
		/// Errors: `NoBounty`, `BountyLocked`; the native asset's own if the account cannot take it.
		#[pallet::call_index(10)]
		pub fn claim_bounty(origin: OriginFor<T>, batch_id: BatchId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_bounty(batch_id)
		}

		/// Lets an operator back whose batch was bad: if its report was refused for another reason than a budget that was
		/// taken and cannot be filed any more, if the case has ended and nothing that it has promised for that epoch is used or asked by a proof, or once
		/// the liability window is over, its bond is full and its promise is unused. Anyone may call it; the admin at any
		/// time.
		///
		/// Errors: `NotBarred`, `StillBarred`.
		#[pallet::call_index(11)]
		#[pallet::weight(Pallet::<T>::lift_bar_weight())]
		pub fn lift_bar(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			let is_admin = Self::ensure_admin_or_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_lift_bar(operator, is_admin)
		}

		/// Proves that members of a kept set have signed two headers for one fork, set, index and parent, and reports each of
		/// them for `EquivocationFraction` of its bond, once. It fails if no report is accepted. It accuses at most 8 accounts,
		/// by bitmaps of at most 32 bytes; more do not decode, and the node answers with a trap.
		///
		/// Errors: `EquivocationOff`, `NoEquivocation`, `NobodyAccused`, `UnknownSet`, `UnknownBatch`, `BadBitmap`,
		/// `TooFewSigners`, `BadSignature`, `NotSigner`, `TooManyEquivocations`; those of the restaking pallet.
		#[pallet::call_index(12)]
		#[pallet::weight(Pallet::<T>::equivocation_weight())]
		pub fn prove_equivocation(
			origin: OriginFor<T>,
			one: Box<SignedHeader>,
			other: Box<SignedHeader>,
			accused: AccusedOf<T>,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_prove_equivocation(reporter, *one, *other, accused)
		}

		/// Notes the time-outs of turns that are over and had no batch, 16 at most. Anyone may call it; free of fee if there
		/// was something to look at.
		///
		/// Errors: `NothingToLookAt`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::poke_turns().saturating_add(Pallet::<T>::look_weight()))]
		pub fn poke_turns(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_poke_turns()?;
			Ok(Pays::No.into())
		}

		/// Files what is not filed of the report about a bad batch, which was refused or was for less than the bond that was
		/// promised, for as long as the terms leave time for it: what stood against it, another case or a missing
		/// acknowledgement, may be gone. Each part of the bond is asked for once. Anyone may call it; free of fee if it is filed.
		///
		/// Errors: `UnknownBatch`, `NothingToReport`, `OverBudget`; those of the restaking pallet.
		#[pallet::call_index(14)]
		#[pallet::weight(Pallet::<T>::report_weight(T::WeightInfo::report_again()))]
		pub fn report_again(origin: OriginFor<T>, batch_id: BatchId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_report_again(batch_id)?;
			Ok(Pays::No.into())
		}

		/// Removes the keys of an operator that has announced its closing or is gone, and what else is kept of it, once none of
		/// its faults lies within the liability window. Anyone may call it.
		///
		/// Errors: `StillOperator`, `NoKey`, `StillLiable`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::clear_key().saturating_add(T::Operators::weight()))]
		pub fn clear_key(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_clear_key(operator)
		}
	}
}
