// SPDX-License-Identifier: Apache-2.0

use sp_runtime::{DispatchError, Weight};

/// Takes an operator that does not do its work out of the active set: whoever counts blocks or batches tells
/// whoever elects.
pub trait Suspend<AccountId> {
	/// Suspends an operator for idleness. It may come back itself from the next epoch on. Returns true if that took it out;
	/// false, and nothing has changed, if it was suspended already or is closing. Errors if there is no such operator.
	fn suspend_idle(operator: &AccountId) -> Result<bool, DispatchError>;

	/// The most that one suspension costs.
	fn weight() -> Weight;
}

/// Nobody is suspended.
impl<AccountId> Suspend<AccountId> for () {
	fn suspend_idle(_: &AccountId) -> Result<bool, DispatchError> {
		Ok(false)
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
