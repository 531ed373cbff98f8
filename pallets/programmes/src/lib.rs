// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
#![doc = docify::embed!("src/tests/lifecycle.rs", week_of_two_operators_divides_a_thousand)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod authors;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod book;
mod bounds;
mod config;
mod effects;
mod errors;
mod events;
mod finalising;
mod forgetting;
mod funding;
mod genesis;
mod idleness;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod minting;
mod nodes;
mod parameters;
mod payments;
mod reports;
pub mod runtime_api;
mod scoring;
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
	Balance, BlocksReport, CountedBy, EpochIndex, Fraction, MintRate, NodeRuns, PointsRule, Power,
	ProgrammeId, Rule, Run, Score, ServiceRule, ServiceSums, Work, FULL_LEVEL, MAX_REPORTERS,
};
pub use genesis::{GenesisFunding, GenesisProgramme};
pub use pallet::*;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use bulwark_traits::Epochs;
use core::marker::PhantomData;
use frame_support::{
	pallet_macros::import_section,
	traits::{fungibles, Contains, Get},
};

/// An account.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// An asset as a call names it.
pub type AssetIdOf<T> = <<T as Config>::Assets as fungibles::Inspect<AccountIdOf<T>>>::AssetId;
/// Money of one asset.
pub type CreditOf<T> = fungibles::Credit<AccountIdOf<T>, <T as Config>::Assets>;

/// W + 2: the epochs of the window, the present one and the next.
pub struct KeptEpochs<T>(PhantomData<T>);
impl<T: Config> Get<u32> for KeptEpochs<T> {
	fn get() -> u32 {
		T::Operators::window().saturating_add(2) // the window is 14 at most
	}
}

#[import_section(config::config)]
#[import_section(genesis::genesis)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::{Author, Pot, Scheduled};
	use bulwark_traits::{ActiveSetInfo, PowerAt, RewardSink, Suspend};
	use frame_support::{pallet_prelude::*, weights::WeightMeter, PalletId};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::{IdentifyAccount, Verify};

	/// The layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::open_programmes(meter);
			Self::mint(meter);
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::finalise_with(remaining)
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
		/// Ids of all programmes, in ascending order.
		pub fn programmes() -> Vec<ProgrammeId> {
			Self::ids().collect()
		}

		/// Parameters, money and progress of a programme; nothing if there is no programme with this id.
		pub fn programme(
			programme_id: ProgrammeId,
		) -> Option<ProgrammeView<T::AccountId, AssetIdOf<T>>> {
			Self::view_programme(programme_id)
		}

		/// Score and reward of an operator in an epoch once it is scored, and before that everything from which they
		/// follow; nothing if the programme has no rule for that epoch, or its record is not kept any more.
		pub fn score(
			programme_id: ProgrammeId,
			epoch: EpochIndex,
			operator: T::AccountId,
		) -> Option<ScoreView<T::AccountId>> {
			Self::view_score(programme_id, epoch, &operator)
		}

		/// Nodes of an operator by slot, with those that were removed and still count in an epoch that is not finalised.
		pub fn nodes_of(operator: T::AccountId) -> Vec<NodeOf<T>> {
			Self::nodes(&operator).map_or(Vec::new(), |nodes| nodes.all().to_vec())
		}

		/// Bytes that the key of a node signs to become a node of an operator. The signature counts in the epoch that it
		/// names and in the one before.
		pub fn node_message(operator: T::AccountId, epoch: EpochIndex) -> Vec<u8> {
			Self::message_for(&operator, epoch)
		}

		/// Work of an operator in an epoch as it was counted: blocks, missed turns, batches and time-outs; nothing if there
		/// was none, or it is not kept any more.
		pub fn work_of(operator: T::AccountId, epoch: EpochIndex) -> Option<WorkView> {
			Self::view_work(&operator, epoch)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Creates a programme, which pays for the epochs from the next one on. The caller puts the minimum balance of
		/// its asset, and of the native one, into the pot if they are new to it. A programme never changes its asset or the
		/// kind of its rule.
		///
		/// No pool has to list the asset yet: a reward does that. The pot of `Rewards` has to be open for it by then, or
		/// rewards are refused and carried.
		///
		/// `reporters`: at most 7; more do not decode, and the node answers with a trap.
		///
		/// Origin: `AdminOrigin`. Errors: `AssetNotListed`, `UnknownAsset`, `InvalidRule`, `DuplicateReporter`,
		/// `TooManyProgrammes`; `NotSpendable`, or the error of an asset, if the account cannot pay its floor.
		#[pallet::call_index(0)]
		pub fn create_programme(
			origin: OriginFor<T>,
			asset: AssetIdOf<T>,
			rule: Rule,
			reporters: ReportersOf<T>,
		) -> DispatchResult {
			let payer = T::AdminOrigin::ensure_origin(origin)?;
			Self::do_create_programme(payer, asset, rule, reporters).map(|_| ())
		}

		/// Sets the parameters of a programme's rule from the next epoch on.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownProgramme`, `InvalidRule`.
		#[pallet::call_index(1)]
		pub fn set_rule(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			rule: Rule,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_rule(programme_id, rule)
		}

		/// Sets the reporters of a programme from the next epoch on. Without reporters nobody scores by service.
		///
		/// `reporters`: at most 7; more do not decode, and the node answers with a trap.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownProgramme`, `DuplicateReporter`.
		#[pallet::call_index(2)]
		pub fn set_reporters(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			reporters: ReportersOf<T>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_reporters(programme_id, reporters)
		}

		/// Sets how much a programme mints for each epoch from the next one on, in its first block; nothing ends it. An
		/// epoch without a block mints nothing.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownProgramme`, `NotNative`, `MintTooHigh`.
		#[pallet::call_index(3)]
		pub fn set_mint(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			mint: Option<MintRate>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_mint(programme_id, mint)
		}

		/// Sets the number of turns without a block after which an author is suspended, from the next epoch on. As many
		/// batches that an operator does not bring in time within an epoch suspend it too. 0 switches both off.
		///
		/// Choose at least 16 where authors take turns, and 32 where they are drawn: innocent ones miss 6 and 11 in a row.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(4)]
		pub fn set_idle_turns(origin: OriginFor<T>, turns: u32) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_idle_turns(turns)
		}

		/// Adds money to a programme: ⌊amount / epochs⌋ for each of the next 1 to 104 epochs, and the remainder with the
		/// first. It is never refunded: what no operator earns is carried to the next epoch.
		///
		/// Origin: signed by the payer, whose account is kept alive. Errors: `UnknownProgramme`, `NothingToPay`, `TooEarly`,
		/// `InvalidDuration`, `NotSpendable`; the error of the asset if the money is not there.
		#[pallet::call_index(5)]
		pub fn fund(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			#[pallet::compact] amount: Balance,
			epochs: u32,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_fund(payer, programme_id, amount, epochs)
		}

		/// Adds a node of the signer from the next epoch on. The key of the node signs the bytes of the view function
		/// `node_message`; the signature names the present epoch or the next.
		///
		/// Origin: signed by an operator. Errors: `NotOperator`, `BadSignature`, `KeyTaken`, `TooManyNodes`.
		#[pallet::call_index(6)]
		pub fn add_node(
			origin: OriginFor<T>,
			key: T::AccountId,
			epoch: EpochIndex,
			signature: T::NodeSignature,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_add_node(operator, key, epoch, signature)
		}

		/// Removes a node of the signer with the end of the present epoch. Its slot and its key are free again when no
		/// programme needs them any more.
		///
		/// Origin: signed by the owner of the node. Errors: `UnknownNode`.
		#[pallet::call_index(7)]
		pub fn remove_node(origin: OriginFor<T>, slot: u8) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_remove_node(operator, slot)
		}

		/// Reports the service levels of nodes in hours of an epoch that are over, until the grace after the epoch. The
		/// first hour of every row is the one after the last that the signer reported of that operator: nothing is told
		/// twice and nothing is corrected. Hours and nodes that are never told count as offline for this reporter.
		///
		/// `rows`: at most `MaxRows`, each with at most `MaxNodes` nodes of `MaxRuns` runs; more do not decode, and the node
		/// answers with a trap.
		///
		/// Free of fees if it succeeds.
		///
		/// Origin: signed by a reporter of the programme in that epoch. Errors: `UnknownProgramme`, `WrongRule`,
		/// `NotReporter`, `ReportTooLate`, `HourNotOver`, `EmptyReport`, `OutOfOrder`, `UnknownNode`, `InvalidLevel`,
		/// `UnevenRuns`, `TooManyRuns`.
		#[pallet::call_index(8)]
		#[pallet::weight(Pallet::<T>::report_weight(rows))]
		pub fn report(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			epoch: EpochIndex,
			first_hour: u8,
			rows: ServiceRowsOf<T>,
		) -> DispatchResultWithPostInfo {
			let reporter = ensure_signed(origin)?;
			Self::do_report(reporter, programme_id, epoch, first_hour, rows)?;
			Ok(Pays::No.into())
		}

		/// Reports the blocks that operators made in an epoch that is over and those that they missed, once for each, until
		/// the grace after it. Operators that had power when the epoch began may have gone since.
		///
		/// `rows`: at most `MaxRows`; more do not decode, and the node answers with a trap.
		///
		/// Free of fees if it succeeds.
		///
		/// Origin: signed by a reporter of the programme in that epoch. Errors: `UnknownProgramme`, `WrongRule`,
		/// `NotReporter`, `TooEarly`, `ReportTooLate`, `EmptyReport`, `NotOperator`, `OutOfOrder`.
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::report_blocks_weight(rows))]
		pub fn report_blocks(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			epoch: EpochIndex,
			rows: BlocksRowsOf<T>,
		) -> DispatchResultWithPostInfo {
			let reporter = ensure_signed(origin)?;
			Self::do_report_blocks(reporter, programme_id, epoch, rows)?;
			Ok(Pays::No.into())
		}

		/// Goes on with scoring and paying the operators of a programme's oldest epoch that is over with its grace, and of
		/// those after it: at most `limit` operators, at least one. Pauses and callers change no result.
		///
		/// Epochs before the window lapse: what is unpaid of them is carried to the next epoch.
		///
		/// Free of fees if it succeeds.
		///
		/// Origin: any signed account. Errors: `UnknownProgramme`, `NothingToFinalise`, `TooEarly`.
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::finalise_weight(*limit))]
		pub fn finalise(
			origin: OriginFor<T>,
			programme_id: ProgrammeId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let steps = Self::do_finalise(programme_id, limit)?;
			Ok((Some(steps.weight::<T>()), Pays::No).into())
		}

		/// Suspends an author of the active set that has missed as many turns in a row as `set_idle_turns` says. Every
		/// block does the same for one author, in rotation.
		///
		/// Free of fees if it succeeds.
		///
		/// Origin: any signed account. Errors: `NotIdle`, `TooManySuspended`, and those of `Suspend`.
		#[pallet::call_index(11)]
		#[pallet::weight(Pallet::<T>::report_idle_weight())]
		pub fn report_idle(
			origin: OriginFor<T>,
			operator: T::AccountId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_report_idle(operator)?;
			Ok(Pays::No.into())
		}

		/// Opens the pot of programmes for an asset in which they may pay, or raises its floor to a minimum balance of the
		/// asset that has risen: until then the last money of an asset cannot leave, and rewards that need it are carried.
		/// Anyone may call it; the signer pays the floor, and the asset's deposit if strangers have filled the references of
		/// the pot's account. Nothing of it comes back.
		///
		/// Origin: any signed account. Errors: `AssetNotListed`, `NotSpendable`; the error of the asset if the
		/// money is not there.
		#[pallet::call_index(12)]
		pub fn touch(origin: OriginFor<T>, asset: AssetIdOf<T>) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_touch(payer, asset)
		}

		/// Removes all nodes of an account that is no operator any more, with the end of the present epoch, and lets those go
		/// that no programme needs any more: nobody else would, and their keys are free again.
		///
		/// Origin: any signed account. Errors: `StillOperator`, `UnknownNode`.
		#[pallet::call_index(13)]
		pub fn clear_nodes(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_clear_nodes(operator)
		}
	}
}
