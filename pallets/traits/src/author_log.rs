// SPDX-License-Identifier: Apache-2.0

use sp_runtime::Weight;

/// Hears of changes among the authors of blocks: a runtime's session manager tells whoever counts their turns, when a
/// session begins in which other accounts make blocks than before. It cannot fail.
pub trait AuthorLog<AccountId> {
	/// Notes the accounts that make blocks from now on and did not before, and those that do no more.
	fn changed(joined: &[AccountId], left: &[AccountId]);

	/// Notes all accounts that make blocks from now on, and returns how many have come or gone, for the weight of it. For a
	/// session manager that knows the new ones only.
	fn note_authors(authors: &[AccountId]) -> u32;

	/// The most that it costs to note so many accounts, joined or left.
	fn weight(accounts: u32) -> Weight;
}

/// Nobody listens.
impl<AccountId> AuthorLog<AccountId> for () {
	fn changed(_: &[AccountId], _: &[AccountId]) {}

	fn note_authors(_: &[AccountId]) -> u32 {
		0
	}

	fn weight(_: u32) -> Weight {
		Weight::zero()
	}
}
