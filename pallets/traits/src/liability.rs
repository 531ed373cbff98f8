// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::EpochIndex;

/// Until when an operator's stake answers to somebody: whoever keeps the promises tells whoever keeps the
/// stake. It speaks of the bond and of the pools alike: z is the later of the two.
pub trait Liability<AccountId> {
	/// z: the last epoch up to `leaving` whose faults can charge the operator's stake; `None` if there is no
	/// such epoch. Must not change for an epoch once it has begun.
	fn last_liable(operator: &AccountId, leaving: EpochIndex) -> Option<EpochIndex>;
}

/// Nobody knows of promises: every epoch may be charged, so every exit waits for the whole window.
impl<AccountId> Liability<AccountId> for () {
	fn last_liable(_: &AccountId, leaving: EpochIndex) -> Option<EpochIndex> {
		Some(leaving)
	}
}
