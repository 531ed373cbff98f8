// SPDX-License-Identifier: Apache-2.0

use sp_runtime::{DispatchResult, Weight};

/// Takes an operator that does not do its work out of the active set: whoever counts blocks or batches tells
/// whoever elects.
pub trait Suspend<AccountId> {
	/// Suspends an operator for idleness. It may come back itself from the next epoch on. Errors if there is no
	/// such operator; does nothing if it is suspended already or closing.
	fn suspend_idle(operator: &AccountId) -> DispatchResult;

	/// The most that one suspension costs.
	fn weight() -> Weight;
}

/// Nobody is suspended.
impl<AccountId> Suspend<AccountId> for () {
	fn suspend_idle(_: &AccountId) -> DispatchResult {
		Ok(())
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
