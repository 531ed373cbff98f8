// SPDX-License-Identifier: Apache-2.0

//! Room for the storage layers that a change of a pool opens.

use frame_support::{
	ensure,
	storage::{
		transactional::{Layer, TRANSACTIONAL_LIMIT, TRANSACTION_LEVEL_KEY},
		unhashed,
	},
};
use sp_runtime::{DispatchResult, TransactionalError};

/// Number of storage layers that have to be left to change a pool.
const LAYERS: Layer = 8;

/// Errors with `LimitReached` if calls are nested so deeply that fewer are left.
///
/// The observer must not stop a change, and so undoes in a layer of its own what it cannot finish. The SDK opens no more
/// than 255 layers: with none left every change would pass unseen by the observer.
pub(crate) fn ensure() -> DispatchResult {
	let open: Layer = unhashed::get_or_default(TRANSACTION_LEVEL_KEY);
	ensure!(open.saturating_add(LAYERS) <= TRANSACTIONAL_LIMIT, TransactionalError::LimitReached);
	Ok(())
}
