// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use sp_runtime::{DispatchError, DispatchResult};

/// The NFTs that own positions: one collection, in which only its creator mints and burns.
pub trait PositionNfts<AccountId> {
	/// Makes the collection. It belongs to the account, and costs nothing.
	fn create_collection(owner: &AccountId) -> Result<u32, DispatchError>;

	/// Mints an item with a text that never changes.
	fn mint(collection: u32, item: u32, to: &AccountId, text: &[u8]) -> DispatchResult;

	/// Burns an item.
	fn burn(collection: u32, item: u32) -> DispatchResult;

	/// Who has an item now.
	fn owner(collection: u32, item: u32) -> Option<AccountId>;

	/// The items of an account. Reads all of them: for views.
	fn owned(collection: u32, owner: &AccountId) -> Vec<u32>;

	/// Whether somebody forbids that it moves: one who lent against it, for instance.
	fn is_locked(collection: u32, item: u32) -> bool;
}
