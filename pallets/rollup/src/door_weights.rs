// SPDX-License-Identifier: Apache-2.0

//! Weights of calls with what their doors do: `WeightInfo` is measured with nobody behind them.

use crate::{BatchProofs, Config, Pallet, WeightInfo, MAX_ACCUSED, MAX_EQUIVOCATIONS};
use bulwark_traits::{ActiveSetInfo, FaultReporter, OptIns, Standing, WorkLog};
use frame_support::{
	dispatch::DispatchClass,
	traits::{EnsureOrigin, Get},
	weights::Weight,
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use sp_runtime::{traits::SaturatedConversion, DispatchError};

impl<T: Config> Pallet<T> {
	/// A batch that so many members have not signed: its surety is looked at, and turns that are over.
	pub(crate) fn submit_weight(absent: u32) -> Weight {
		T::WeightInfo::submit_batch(absent)
			.saturating_add(Self::answer_weight())
			.saturating_add(T::ActiveSet::weight())
			.saturating_add(T::Work::weight())
			.saturating_add(Self::look_weight())
	}

	/// A verdict: a report, a look at the operator, and turns that are over.
	pub(crate) fn verdict_weight(own: Weight) -> Weight {
		Self::report_weight(own)
			.saturating_add(T::Operators::weight())
			.saturating_add(Self::look_weight())
	}

	/// A verdict by time: the batch stands, or it is as bad as if it was judged. Which of both the runtime that was measured does
	/// not say.
	pub(crate) fn expire_weight() -> Weight {
		Self::verdict_weight(T::WeightInfo::expire().max(T::WeightInfo::judge()))
	}

	/// A report, with three looks at what is promised, and bounties that go to another.
	pub(crate) fn report_weight(own: Weight) -> Weight {
		let handed_over = T::Faults::look_weight().saturating_mul(MAX_EQUIVOCATIONS.into());
		own.saturating_add(T::OptIns::weight().saturating_mul(3))
			.saturating_add(T::Faults::weight())
			.saturating_add(handed_over)
	}

	/// A proof of so many bytes, compared with as much evidence as can be named.
	pub(crate) fn prove_weight(bytes: usize) -> Weight {
		let bytes: u32 = bytes.saturated_into(); // a call is no longer
		Self::verdict_weight(T::WeightInfo::prove(bytes)).saturating_add(T::Proofs::weight(bytes))
	}

	/// A look at the case, two at what is promised, one at the operator.
	pub(crate) fn lift_bar_weight() -> Weight {
		T::WeightInfo::lift_bar()
			.saturating_add(T::Faults::look_weight())
			.saturating_add(T::OptIns::weight().saturating_mul(2))
			.saturating_add(T::Operators::weight())
	}

	/// Two headers that one member alone may have signed, and a report of each who is accused.
	pub(crate) fn equivocation_weight() -> Weight {
		let reports = T::Faults::weight().saturating_mul(MAX_ACCUSED.into());
		T::WeightInfo::prove_equivocation(T::MaxSequencers::get(), MAX_ACCUSED)
			.saturating_add(reports)
	}

	/// Panics if a call does not fit into an extrinsic, or a new set into a block.
	pub(crate) fn check_weights() {
		let limits = T::BlockWeights::get();
		assert!(limits.max_block.all_gte(Self::poll_weight()), "a block has room for a new set");

		let most = limits.get(DispatchClass::Normal).max_extrinsic.unwrap_or(limits.max_block);
		let proof: usize = T::MaxProof::get().saturated_into();
		for weight in [
			Self::submit_weight(T::MaxSequencers::get() / 3),
			Self::verdict_weight(T::WeightInfo::judge()),
			Self::expire_weight(),
			Self::prove_weight(proof),
			Self::equivocation_weight(),
		] {
			assert!(most.all_gte(weight), "a call fits into an extrinsic");
		}
	}

	/// True for the admin, false for anybody who has signed.
	pub(crate) fn ensure_admin_or_signed(origin: OriginFor<T>) -> Result<bool, DispatchError> {
		if T::AdminOrigin::ensure_origin(origin.clone()).is_ok() {
			return Ok(true);
		}
		ensure_signed(origin)?;
		Ok(false)
	}
}
