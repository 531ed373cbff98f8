// SPDX-License-Identifier: Apache-2.0

//! Reading records that hold money: what does not decode is an error, never nothing, so that it is neither overlooked nor
//! overwritten.

use codec::Decode;
use frame_support::storage::unhashed;
use sp_runtime::DispatchError;

/// The record under a key; none if there is none, `Corruption` if it does not decode.
pub(crate) fn stored<Record: Decode>(
	key: impl AsRef<[u8]>,
) -> Result<Option<Record>, DispatchError> {
	let Some(bytes) = unhashed::get_raw(key.as_ref()) else { return Ok(None) };
	Record::decode(&mut bytes.as_slice()).map(Some).map_err(|_| DispatchError::Corruption)
}

/// The record under a key, or an empty one.
pub(crate) fn stored_or_default<Record: Decode + Default>(
	key: impl AsRef<[u8]>,
) -> Result<Record, DispatchError> {
	Ok(stored(key)?.unwrap_or_default())
}
