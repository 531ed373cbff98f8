// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{EpochIndex, Scope};
use sp_runtime::Weight;

/// Says until when an operator's stake can be slashed: whoever keeps the opt-ins tells whoever keeps the stake.
pub trait Liability<AccountId> {
	/// z: the last epoch up to `leaving` whose faults can charge the operator's bond, or its pools; `None` if there is
	/// no such epoch. Must not change for an epoch once it has begun. Whoever may slash the pools may slash the bond:
	/// its z is never the earlier one, so the operator is there as long as its pools can be slashed.
	fn last_liable(operator: &AccountId, scope: Scope, leaving: EpochIndex) -> Option<EpochIndex>;

	/// True if it was announced in an earlier epoch that the operator's pools will be able to lose more than now. Until
	/// then everybody may leave them as if nothing had been locked.
	fn widens(operator: &AccountId) -> bool;

	/// The most that one question costs.
	fn weight() -> Weight;

	/// Lets an operator answer for every epoch, and makes it as costly to say so as can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(operator: &AccountId);
}

/// Nobody knows of opt-ins: every epoch may be charged, so all unbonding waits for the full window.
impl<AccountId> Liability<AccountId> for () {
	fn last_liable(_: &AccountId, _: Scope, leaving: EpochIndex) -> Option<EpochIndex> {
		Some(leaving)
	}

	fn widens(_: &AccountId) -> bool {
		false
	}

	fn weight() -> Weight {
		Weight::zero()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: &AccountId) {}
}
