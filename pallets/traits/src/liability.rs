// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{EpochIndex, Scope};

/// Until when an operator's stake answers to somebody: whoever keeps the promises tells whoever keeps the
/// stake.
pub trait Liability<AccountId> {
	/// z: the last epoch up to `leaving` whose faults can charge the operator's bond, or its pools; `None` if there is
	/// no such epoch. Must not change for an epoch once it has begun. Whoever may charge the pools may charge the bond:
	/// its z is never the earlier one, so the operator is there as long as its pools can be charged.
	fn last_liable(operator: &AccountId, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex>;

	/// Whether it was announced in an earlier epoch that the operator's pools will be able to lose more than now. Until
	/// then everybody may leave them as if nothing had been locked.
	fn widens(operator: &AccountId) -> bool;

	/// Lets an operator answer for every epoch, and makes it as costly to say so as can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountId);
}

/// Nobody knows of promises: every epoch may be charged, so every exit waits for the whole window.
impl<AccountId> Liability<AccountId> for () {
	fn last_liable(_: &AccountId, _: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		Some(leaving)
	}

	fn widens(_: &AccountId) -> bool {
		false
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: &AccountId) {}
}
