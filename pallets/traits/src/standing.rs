// SPDX-License-Identifier: Apache-2.0

use crate::Epochs;
use sp_runtime::Weight;

/// Shows whether operators may do what they have registered for: whoever keeps their bonds tells whoever gives them work.
pub trait Standing<AccountId>: Epochs {
	/// True if an account is an operator and has not announced its closing.
	fn is_open(who: &AccountId) -> bool;

	/// True if an operator may work in the present epoch: it has not announced its closing, is not suspended, and the parts
	/// of its bond that answer for the epoch are the whole bond.
	fn is_in_order(who: &AccountId) -> bool;

	/// The most that one look costs.
	fn weight() -> Weight;
}

/// There are no operators.
impl<AccountId> Standing<AccountId> for () {
	fn is_open(_: &AccountId) -> bool {
		false
	}

	fn is_in_order(_: &AccountId) -> bool {
		false
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
