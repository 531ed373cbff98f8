// SPDX-License-Identifier: Apache-2.0

//! The time that the chain itself shows.

use crate::client::Client;
use bulwark_runtime::Hash;
use codec::Decode;
use sc_client_api::StorageProvider;
use sp_blockchain::{Error, Result};
use sp_core::storage::StorageKey;
use sp_io::hashing::twox_128;

/// The timestamp that `block` carries, in milliseconds since 1970; zero at genesis.
///
/// No runtime API tells it and the Aura slot is too coarse, so it is read from the pallet's storage.
pub fn at(client: &Client, block: Hash) -> Result<u64> {
	let Some(now) = client.storage(block, &now_key())? else { return Ok(0) };

	u64::decode(&mut now.0.as_slice())
		.map_err(|error| Error::Backend(format!("Timestamp::Now is not a u64: {error}")))
}

/// The key under which pallet-timestamp keeps `Now`.
fn now_key() -> StorageKey {
	StorageKey([twox_128(b"Timestamp"), twox_128(b"Now")].concat())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn now_key_is_the_one_that_wallets_use() {
		let key = "f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb";

		let hex: String = now_key().0.iter().map(|byte| format!("{byte:02x}")).collect();

		assert_eq!(hex, key);
	}
}
