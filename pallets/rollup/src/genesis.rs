// SPDX-License-Identifier: Apache-2.0

//! Keys that a chain starts with.

use crate::{
	AccountIdOf, Config, GenesisConfig, Key, KeyOwners, Pallet, Signing, SigningSwitch, Verifier,
};
use alloc::{format, string::String};
use bulwark_traits::Standing;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};

/// A key in a chain spec, in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GenesisKey(pub Key);

impl Serialize for GenesisKey {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		let digits = self.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
		serializer.serialize_str(&format!("0x{digits}"))
	}
}

impl<'de> Deserialize<'de> for GenesisKey {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = String::deserialize(deserializer)?;
		read(text.strip_prefix("0x").unwrap_or(&text))
			.map(Self)
			.ok_or_else(|| D::Error::custom("a key is 48 bytes in hexadecimal"))
	}
}

fn read(digits: &str) -> Option<Key> {
	let mut key = [0; 48];
	let is_hex = digits.len() == 96 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
	for (place, byte) in key.iter_mut().enumerate().filter(|_| is_hex) {
		let from = place.checked_mul(2)?;
		*byte = u8::from_str_radix(digits.get(from..from.checked_add(2)?)?, 16).ok()?;
	}
	is_hex.then_some(key)
}

/// Panics if the chain spec asks for what no call would allow.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	let is_used = genesis.signing || !genesis.keys.is_empty();
	assert!(!is_used || Pallet::<T>::terms_fit(), "what is known last can be charged");
	for (operator, GenesisKey(key)) in &genesis.keys {
		insert::<T>(operator, *key);
	}
	if genesis.signing {
		Signing::<T>::put(SigningSwitch { before: true, latest: true, ..Default::default() });
	}
}

fn insert<T: Config>(operator: &AccountIdOf<T>, key: Key) {
	assert!(T::Operators::is_open(operator), "operators alone have keys");
	assert!(!KeyOwners::<T>::contains_key(key), "no two operators have one key");
	let unpacked = T::Verifier::check_key(&key).expect("a key of the genesis is one");
	Pallet::<T>::insert_key(operator.clone(), key, unpacked).expect("each has one key");
}
