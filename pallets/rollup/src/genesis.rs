// SPDX-License-Identifier: Apache-2.0

//! Keys that a chain starts with.

use crate::{
	AccountIdOf, Config, Error, GenesisConfig, Key, KeyOwners, Pallet, Signing, SigningSwitch,
	Verifier,
};
use alloc::{format, string::String};
use bulwark_traits::{InField, Standing};
use frame_support::ensure;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};
use sp_runtime::DispatchResult;

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod genesis {
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Keys of operators, in hexadecimal. Nobody has shown their possession: whoever writes the chain spec answers for it.
		pub keys: Vec<(T::AccountId, GenesisKey)>,
		/// True if batches need signatures from the beginning.
		pub signing: bool,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.try_build()
				.unwrap_or_else(|why| panic!("the genesis of Rollup is refused: {why}"));
		}
	}
}

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

impl<T: Config> GenesisConfig<T> {
	/// Builds the genesis by the calls' own rules: a chain must not start on less than its spec says. An error names the
	/// field.
	pub fn try_build(&self) -> Result<(), String> {
		Pallet::<T>::keep_bounds();
		if self.signing || !self.keys.is_empty() {
			let field = if self.keys.is_empty() { "signing" } else { "keys" };
			ensure!(
				Pallet::<T>::terms_fit(),
				format!("{field}: the consumer's terms leave no time to report what is known last")
			);
		}
		for (i, (operator, GenesisKey(key))) in self.keys.iter().enumerate() {
			insert::<T>(operator, *key).in_field(|| format!("keys[{i}]"))?;
		}
		if self.signing {
			Signing::<T>::put(SigningSwitch { before: true, latest: true, ..Default::default() });
		}
		Ok(())
	}
}

/// A key whose possession nobody has shown.
fn insert<T: Config>(operator: &AccountIdOf<T>, key: Key) -> DispatchResult {
	ensure!(T::Operators::is_open(operator), Error::<T>::NotOperator);
	ensure!(!KeyOwners::<T>::contains_key(key), Error::<T>::KeyTaken);

	let unpacked = T::Verifier::check_key(&key).ok_or(Error::<T>::BadKey)?;
	Pallet::<T>::insert_key(operator.clone(), key, unpacked)
}
