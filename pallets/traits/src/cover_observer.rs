// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::Cover;
use sp_runtime::Weight;

/// Hears in which epochs an operator answers with enough of its bond: whoever keeps the opt-ins tells whoever elects, with
/// every change, so that an election reads nothing more. It cannot fail.
pub trait CoverObserver<AccountId> {
	/// The cover of an account has changed, or is told again. Who is no operator is none of the observer's business.
	fn cover_changed(operator: &AccountId, cover: Cover);

	/// The most that one change costs.
	fn weight() -> Weight;
}

/// Nobody listens.
impl<AccountId> CoverObserver<AccountId> for () {
	fn cover_changed(_: &AccountId, _: Cover) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}
