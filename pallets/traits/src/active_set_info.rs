// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use bulwark_ledger::SetId;
use sp_runtime::Weight;

/// Shows the operators that serve at present.
pub trait ActiveSetInfo<AccountId> {
	/// The active set and its members; `None` before the first election.
	fn set() -> Option<(SetId, Vec<AccountId>)>;

	/// True if an account is a member of the active set.
	fn is_active(who: &AccountId) -> bool;

	/// The most that one look costs.
	fn weight() -> Weight;

	/// Lets as many serve as there can be. Does nothing where nobody measures what a look at many costs.
	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case() {}
}

/// Nobody serves.
impl<AccountId> ActiveSetInfo<AccountId> for () {
	fn set() -> Option<(SetId, Vec<AccountId>)> {
		None
	}

	fn is_active(_: &AccountId) -> bool {
		false
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}
