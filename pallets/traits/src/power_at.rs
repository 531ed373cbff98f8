// SPDX-License-Identifier: Apache-2.0

use crate::Epochs;
use alloc::vec::Vec;
use bulwark_ledger::{EpochIndex, Power};
use sp_runtime::Weight;

/// Shows operators, and the power that stood behind them in the epochs of the window.
pub trait PowerAt<AccountId>: Epochs {
	/// True if an account is an operator, closing or not.
	fn is_operator(who: &AccountId) -> bool;

	/// The power of every operator that had any when an epoch began, those included that have gone since. `None` if the
	/// epoch had no block, has not begun, or lies before the window.
	fn powers(epoch: EpochIndex) -> Option<Vec<(AccountId, Power)>>;

	/// The most that one look costs.
	fn weight() -> Weight;
}

/// There are no operators.
impl<AccountId> PowerAt<AccountId> for () {
	fn is_operator(_: &AccountId) -> bool {
		false
	}

	fn powers(_: EpochIndex) -> Option<Vec<(AccountId, Power)>> {
		None
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
