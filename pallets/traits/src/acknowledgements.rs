// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::EpochIndex;
use sp_runtime::{DispatchResult, Weight};

/// Keeps up to which epoch followers know the active sets: who judges faults keeps it, because no fault can be held
/// against an operator by somebody who had not heard of it. Whoever hears followers notes it here.
pub trait SetAcknowledgements<AccountId> {
	/// Notes that a follower has all notices up to an epoch; of the present one, those so far. Errors if that epoch has
	/// not begun, or is not later than what was noted before.
	fn acknowledge(follower: &AccountId, epoch: EpochIndex) -> DispatchResult;

	/// The last epoch that a follower acknowledged.
	fn acknowledged_epoch(follower: &AccountId) -> Option<EpochIndex>;

	/// The most that one acknowledgement costs.
	fn weight() -> Weight;
}

/// Nobody judges by what followers know.
impl<AccountId> SetAcknowledgements<AccountId> for () {
	fn acknowledge(_: &AccountId, _: EpochIndex) -> DispatchResult {
		Ok(())
	}

	fn acknowledged_epoch(_: &AccountId) -> Option<EpochIndex> {
		None
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
