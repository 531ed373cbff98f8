// SPDX-License-Identifier: Apache-2.0

use frame_support::{
	ensure,
	storage::{
		transactional::{Layer, TRANSACTIONAL_LIMIT, TRANSACTION_LEVEL_KEY},
		unhashed,
	},
};
use sp_runtime::{DispatchResult, TransactionalError};

/// Number of storage layers that have to be left to change a pool: the observer and a payment open one each, the rest is
/// for what assets and observers open.
pub const LAYERS_OF_CHANGE: Layer = 8;

/// Number of storage layers that have to be left to a call that goes on where another pallet refuses.
///
/// The deepest of them is a programme's payment: itself, the reward, what waited to be given away, and its withdrawal open
/// four. Whatever goes on a few layers down and changes a pool there has [`LAYERS_OF_CHANGE`] left.
pub const LAYERS_TO_GO_ON: Layer = 16;

/// Errors with `LimitReached` if calls are nested so deeply that fewer storage layers are left.
///
/// Calls nest, and the SDK opens at most 255 layers. Whoever undoes in a layer of its own what failed, and goes on, would take
/// want of layers for a refusal: then the caller chooses what is refused. The depth is read where the call that is being
/// made has written it: this costs no access to the database.
pub fn ensure_layers(count: Layer) -> DispatchResult {
	let open: Layer = unhashed::get_or_default(TRANSACTION_LEVEL_KEY);
	ensure!(open.saturating_add(count) <= TRANSACTIONAL_LIMIT, TransactionalError::LimitReached);
	Ok(())
}
