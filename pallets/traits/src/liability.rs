// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{Cover, EpochIndex, OptInsAtLock, Scope};
use sp_runtime::Weight;

/// Says until when an operator's stake can be slashed: whoever keeps the opt-ins tells whoever keeps the stake.
pub trait Liability<AccountId> {
	/// z: the last epoch up to `leaving` whose faults can charge the operator's bond, or its pools; `None` if there is
	/// no such epoch. Must not change for an epoch once it has begun. The z of the bond is never the earlier one, also if
	/// the pools alone can be slashed: so the operator is there as long as anything of it can be.
	fn last_liable(operator: &AccountId, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex>;

	/// M: the number of whole epochs for which an operator that closes still answers; 0 if nobody can charge it for an epoch
	/// that has not begun.
	fn notice(operator: &AccountId) -> u32;

	/// The epochs in which enough of the operator's bond answers, unused, to the consumers that the chain counts as its own.
	/// For whoever was not told: [`CoverObserver`](crate::CoverObserver) hears of every change.
	fn cover(operator: &AccountId) -> Cover;

	/// Hears that an operator has announced its closing: from now on it can only be promised less, and what is announced and
	/// wider falls away. To be called before the question until when it answers.
	fn closes(operator: &AccountId);

	/// The operator's opt-ins as they are known to whoever locks stake behind it now.
	fn lock_begin(operator: &AccountId, now: EpochIndex) -> OptInsAtLock;

	/// True if it was announced after the begin of a lock, and in an earlier epoch, that the operator's pools will be able to
	/// lose more than its owner agreed to. Until that holds the lock may end without a penalty.
	fn waives(
		operator: &AccountId,
		locked_in: EpochIndex,
		begin: &OptInsAtLock,
		now: EpochIndex,
	) -> bool;

	/// The most that one question costs, that for the cover apart.
	fn weight() -> Weight;

	/// The most that the question for the cover costs.
	fn cover_weight() -> Weight;

	/// The most that `closes` costs.
	fn closes_weight() -> Weight;

	/// Lets an operator answer for every epoch, and makes it as costly to say so as can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountId);
}

/// Nobody knows of opt-ins: every epoch may be charged, so all unbonding waits for the full window.
impl<AccountId> Liability<AccountId> for () {
	fn last_liable(_: &AccountId, _: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		Some(leaving)
	}

	fn notice(_: &AccountId) -> u32 {
		0
	}

	fn cover(_: &AccountId) -> Cover {
		Cover::ALWAYS
	}

	fn closes(_: &AccountId) {}

	fn lock_begin(_: &AccountId, _: EpochIndex) -> OptInsAtLock {
		OptInsAtLock::default()
	}

	fn waives(_: &AccountId, _: EpochIndex, _: &OptInsAtLock, _: EpochIndex) -> bool {
		false
	}

	fn weight() -> Weight {
		Weight::zero()
	}

	fn cover_weight() -> Weight {
		Weight::zero()
	}

	fn closes_weight() -> Weight {
		Weight::zero()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: &AccountId) {}
}
