// SPDX-License-Identifier: Apache-2.0

//! Records that hold money: what does not decode is an error, never nothing, so that it is neither overlooked nor
//! overwritten; and what has not changed is not written.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_support::storage::unhashed;
use sp_runtime::DispatchError;

/// The record under a key; none if there is none, `Corruption` if it does not decode.
pub fn stored<Record: Decode>(key: impl AsRef<[u8]>) -> Result<Option<Record>, DispatchError> {
	let Some(bytes) = unhashed::get_raw(key.as_ref()) else { return Ok(None) };
	Record::decode(&mut bytes.as_slice()).map(Some).map_err(|_| DispatchError::Corruption)
}

/// The record under a key, or an empty one.
pub fn stored_or_default<Record: Decode + Default>(
	key: impl AsRef<[u8]>,
) -> Result<Record, DispatchError> {
	Ok(stored(key)?.unwrap_or_default())
}

/// A record as it is stored, and as it is to be.
#[derive(Clone)]
pub struct Loaded<Record> {
	key: Vec<u8>,
	stored: Option<Record>,
	/// As it is to be.
	pub now: Record,
}

impl<Record: Decode + Encode + Clone + PartialEq> Loaded<Record> {
	/// Loads the record under a key, or an empty one.
	pub fn load(key: Vec<u8>) -> Result<Self, DispatchError>
	where
		Record: Default,
	{
		let stored: Option<Record> = stored(&key)?;
		Ok(Self { now: stored.clone().unwrap_or_default(), key, stored })
	}

	/// Loads the record under a key, if there is one.
	pub fn load_if_any(key: Vec<u8>) -> Result<Option<Self>, DispatchError> {
		let found: Option<Record> = stored(&key)?;
		Ok(found.map(|record| Self { key, now: record.clone(), stored: Some(record) }))
	}

	/// One of which nothing is stored yet.
	pub fn new(key: Vec<u8>, now: Record) -> Self {
		Self { key, stored: None, now }
	}

	/// The record as it is stored, if it is.
	pub fn stored(&self) -> Option<&Record> {
		self.stored.as_ref()
	}

	/// Stores the record as it is to be; removes it if that says nothing. Writes only what is not so already.
	pub fn keep_if(&mut self, says_something: bool) {
		match says_something {
			true if self.stored.as_ref() != Some(&self.now) => unhashed::put(&self.key, &self.now),
			false if self.stored.is_some() => unhashed::kill(&self.key),
			_ => return,
		}
		self.stored = says_something.then(|| self.now.clone());
	}
}
