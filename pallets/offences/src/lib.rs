// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
#![doc = docify::embed!("src/tests/lifecycle.rs", equivocation_of_grandpa_is_charged_to_who_answered)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod effects;
mod equivocations;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod offline;
mod reports;
mod sessions;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bulwark_ledger::{CaseId, ConsumerId, EpochIndex, Fraction, Fractions, Offence};
pub use offline::Offline;
pub use pallet::*;
pub use sessions::{FirstSession, SessionLog};
pub use types::*;
pub use weights::WeightInfo;

use sp_runtime::traits::StaticLookup;

/// Account as it is named in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use bulwark_traits::{Epochs, FaultReporter, OptIns, Suspend};
	use frame_support::{pallet_prelude::*, traits::ValidatorSet};
	use frame_system::pallet_prelude::*;
	use sp_staking::SessionIndex;

	/// Layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Name of an asset in reports of faults: that of the restaking pallet.
		type AssetId: Parameter;

		/// Clock with the liability window, 14 epochs at most: the staking pallet.
		type Epochs: Epochs;

		/// Sessions of the validators: `pallet-session`.
		type Sessions: ValidatorSet<Self::AccountId>;

		/// Promises of operators to the consumer: the restaking pallet. `()` promises nothing, so that no offence is answered.
		type OptIns: OptIns<Self::AccountId>;

		/// Judge of operators that have offended: the restaking pallet. `()` charges nobody.
		type Faults: FaultReporter<Self::AccountId, Self::AssetId>;

		/// Suspension of operators that were offline: the staking pallet. `()` suspends nobody.
		type Suspend: Suspend<Self::AccountId>;

		/// Consumer of the restaking pallet that the chain's consensus is: validators opt in to it, best by `Cover` of the
		/// restaking pallet before they are elected.
		#[pallet::constant]
		type Consumer: Get<ConsumerId>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Helper of the benchmarks: an operator that answers, and time.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Sessions by the epoch in which they began.
	#[pallet::storage]
	pub type Sessions<T> = StorageValue<_, SessionLog, OptionQuery>;

	/// Offences of the epochs that can still be charged: those of epoch e have the key e mod 16.
	#[pallet::storage]
	pub type Offences<T: Config> = StorageMap<_, Twox64Concat, u32, EpochOffences<T::AccountId>>;

	/// Operators that were suspended for having been offline in the latest epoch in which any was.
	#[pallet::storage]
	pub type OfflineSuspensions<T> = StorageValue<_, SuspensionCount, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An operator was reported for an offence.
		OffenceReported {
			/// Account of the operator.
			operator: T::AccountId,
			/// Epoch in which the session of the offence began.
			fault_epoch: EpochIndex,
			/// Fraction that the worst of its offences in that epoch calls for.
			called_for: Fraction,
			/// Fractions that this case asks for.
			fractions: Fractions,
			/// Id of the case.
			case_id: CaseId,
		},
		/// An offence of an operator is answered by no case.
		OffenceUnanswered {
			/// Account of the validator, which may be no operator.
			operator: T::AccountId,
			/// Epoch in which the session of the offence began.
			fault_epoch: EpochIndex,
			/// Fraction that the offence calls for.
			called_for: Fraction,
			/// Error: `NotOptedIn` if nothing can answer, `NothingLeft` if others have taken it.
			reason: DispatchError,
		},
		/// Offences in a session are answered by no case, because it began before the sessions that are kept.
		SessionForgotten {
			/// Index of the session.
			session: SessionIndex,
		},
		/// An operator that was offline was not suspended.
		SuspensionFailed {
			/// Account of the validator, which may be no operator.
			operator: T::AccountId,
			/// Error, `TooManySuspended` if as many as may be were suspended in this epoch.
			reason: DispatchError,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The operator was not opted in to the consumer in the epoch of the offence: nothing answers for it, and nothing can be
		/// filed. For later ones it opts in with `opt_in` of the restaking pallet.
		NotOptedIn,
		/// No offence of the operator in this epoch is kept: look at the view function `offence` for others.
		NoOffence,
		/// A case was filed for all that the offence calls for; or others have taken all that the operator has promised: then
		/// wait until one of those ends without effect.
		NothingLeft,
		/// The case before is open, and there is one at a time: ask again once it has ended, by `settle` of the restaking pallet
		/// when the time to dispute is over, after `uphold` if it is disputed.
		CaseOpen,
		/// As many operators as are kept have offended in this epoch: this one is not charged for it. Its consumer may report it by
		/// `report_slash` of the restaking pallet.
		TooManyOffenders,
		/// A third of the validators was suspended in this epoch: whatever goes wrong somebody stays. Wait for the next epoch, or ask
		/// the emergency origin of staking.
		TooManySuspended,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// The weight of `on_finalize`: only there is the block's own time known.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::note_sessions()
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::note_sessions();
		}

		fn integrity_test() {
			assert!(
				T::Epochs::window().saturating_add(1) < KEPT_EPOCHS,
				"every epoch that can be charged is kept"
			);
			let report = Self::report_weight();
			assert!(
				T::BlockWeights::get().max_block.all_gte(report),
				"a block has room for a report"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the worst offence of an operator in an epoch with its last case, or nothing if none is kept.
		pub fn offence(
			operator: T::AccountId,
			fault_epoch: EpochIndex,
		) -> Option<OperatorOffence<T::AccountId>> {
			let known = Self::offences_in(fault_epoch).ok()?;
			known.offences.into_iter().find(|one| one.operator == operator)
		}

		/// Returns the epoch in which a session began, or nothing if it is not kept.
		pub fn epoch_of_session(session: SessionIndex) -> Option<EpochIndex> {
			Sessions::<T>::get()?.epoch_of(session)
		}

		/// Returns the first session that is kept: proofs about those before it charge nobody.
		pub fn oldest_session() -> Option<SessionIndex> {
			Sessions::<T>::get()?.oldest()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Files a case for what an offence calls for and no case was filed for: more validators have offended with the operator
		/// since, which makes it worse, or its first report was refused. Anyone may call it; free of fee if it is filed.
		///
		/// Errors: `NoOffence`, `NothingLeft`, `CaseOpen`; those of the restaking pallet.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::report_weight())]
		pub fn report_offence(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
			fault_epoch: EpochIndex,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_report_offence(operator, fault_epoch)?;
			Ok(Pays::No.into())
		}
	}
}
