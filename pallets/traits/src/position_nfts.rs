// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use sp_runtime::{DispatchError, DispatchResult};

/// Keeps the NFTs that own positions: one collection, in which only its creator mints and burns. Its cost is part of what
/// its one user measures.
pub trait PositionNfts<AccountId> {
	/// Makes the collection, with a text that never changes. It belongs to the account, and costs nothing.
	fn create_collection(owner: &AccountId, text: &[u8]) -> Result<u32, DispatchError>;

	/// Mints an item with a text that never changes.
	fn mint(collection: u32, item: u32, to: &AccountId, text: &[u8]) -> DispatchResult;

	/// Burns an item.
	fn burn(collection: u32, item: u32) -> DispatchResult;

	/// The present owner of an item.
	fn owner(collection: u32, item: u32) -> Option<AccountId>;

	/// The items of an account. Reads all of them: for views.
	fn owned(collection: u32, owner: &AccountId) -> Vec<u32>;

	/// All items. Reads all of them: for checks.
	fn items(collection: u32) -> Vec<u32>;

	/// True if somebody forbids that an item moves: one who lent against it, for instance.
	fn is_locked(collection: u32, item: u32) -> bool;
}

/// There are no NFTs: no position can be opened.
impl<AccountId> PositionNfts<AccountId> for () {
	fn create_collection(_: &AccountId, _: &[u8]) -> Result<u32, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn mint(_: u32, _: u32, _: &AccountId, _: &[u8]) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}

	fn burn(_: u32, _: u32) -> DispatchResult {
		Err(DispatchError::Unavailable)
	}

	fn owner(_: u32, _: u32) -> Option<AccountId> {
		None
	}

	fn owned(_: u32, _: &AccountId) -> Vec<u32> {
		Vec::new()
	}

	fn items(_: u32) -> Vec<u32> {
		Vec::new()
	}

	fn is_locked(_: u32, _: u32) -> bool {
		false
	}
}
