// SPDX-License-Identifier: Apache-2.0

//! Numbers of a chain spec, for `#[serde(with = "json_number")]`.
//!
//! Most programs read every number of JSON as a double, which is exact up to 2⁵³, and write `1e+24` from 10²¹ on. So a number
//! beyond 2⁵³ is written as a string of digits. Both are read.

use crate::{Balance, Fraction};
use alloc::string::String;
use core::{fmt, marker::PhantomData};
use serde::{
	de::{Error, MapAccess, Unexpected, Visitor},
	Deserialize, Deserializer, Serialize, Serializer,
};

/// The largest number up to which a double has all.
const EXACT: u64 = 1 << 53;

/// The name that `serde_json` gives to the digits of a number, if it keeps them as they are written.
const DIGITS: &str = "$serde_json::private::Number";

/// A number that a chain spec can have.
pub trait JsonNumber: Copy {
	/// The numbers that are one, in the words of an error.
	const EXPECTED: &'static str;

	/// The number.
	fn number(&self) -> u128;

	/// The value of a number; `None` if it has none.
	fn of(number: u128) -> Option<Self>;
}

impl JsonNumber for Balance {
	const EXPECTED: &'static str = "a whole number, in digits or as a string of digits";

	fn number(&self) -> u128 {
		*self
	}

	fn of(number: u128) -> Option<Self> {
		Some(number)
	}
}

impl JsonNumber for Fraction {
	const EXPECTED: &'static str =
		"a fraction in 10^-18, no more than 1000000000000000000, in digits or as a string of digits";

	fn number(&self) -> u128 {
		self.deconstruct().into()
	}

	fn of(number: u128) -> Option<Self> {
		let parts = u64::try_from(number).ok()?;
		(parts <= Self::one().deconstruct()).then(|| Self::from_parts(parts))
	}
}

/// Writes a number: beyond 2⁵³ as a string.
pub fn serialize<N: JsonNumber, S: Serializer>(
	number: &N,
	serializer: S,
) -> Result<S::Ok, S::Error> {
	let number = number.number();
	match u64::try_from(number) {
		Ok(exact) if exact <= EXACT => serializer.serialize_u64(exact),
		_ => serializer.collect_str(&number),
	}
}

/// Reads a number, or a string of digits.
pub fn deserialize<'de, N: JsonNumber, D: Deserializer<'de>>(
	deserializer: D,
) -> Result<N, D::Error> {
	deserializer.deserialize_any(NumberVisitor(PhantomData))
}

struct NumberVisitor<N>(PhantomData<N>);

impl<N: JsonNumber> NumberVisitor<N> {
	fn value<E: Error>(&self, number: u128, found: Unexpected<'_>) -> Result<N, E> {
		N::of(number).ok_or_else(|| E::invalid_value(found, self))
	}
}

impl<'de, N: JsonNumber> Visitor<'de> for NumberVisitor<N> {
	type Value = N;

	fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		formatter.write_str(N::EXPECTED)
	}

	fn visit_u64<E: Error>(self, number: u64) -> Result<N, E> {
		self.value(number.into(), Unexpected::Unsigned(number))
	}

	fn visit_str<E: Error>(self, text: &str) -> Result<N, E> {
		let is_digits = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
		let number = text.parse().ok().filter(|_| is_digits);
		let number = number.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))?;
		self.value(number, Unexpected::Str(text))
	}

	/// A number whose digits were kept.
	fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<N, A::Error> {
		if map.next_key::<String>()?.as_deref() != Some(DIGITS) {
			return Err(A::Error::invalid_type(Unexpected::Map, &self));
		}
		map.next_value::<Number<N>>().map(|Number(number)| number)
	}
}

/// A number by itself.
struct Number<N>(N);

impl<N: JsonNumber> Serialize for Number<N> {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serialize(&self.0, serializer)
	}
}

impl<'de, N: JsonNumber> Deserialize<'de> for Number<N> {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserialize(deserializer).map(Self)
	}
}

/// The same for a list of keys, each with a number.
pub mod pairs {
	use super::{JsonNumber, Number};
	use alloc::vec::Vec;
	use serde::{Deserialize, Deserializer, Serialize, Serializer};

	/// Writes the list.
	pub fn serialize<K: Serialize, N: JsonNumber, S: Serializer>(
		pairs: &[(K, N)],
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.collect_seq(pairs.iter().map(|(key, number)| (key, Number(*number))))
	}

	/// Reads a list.
	pub fn deserialize<'de, K: Deserialize<'de>, N: JsonNumber, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Vec<(K, N)>, D::Error> {
		let pairs = Vec::<(K, Number<N>)>::deserialize(deserializer)?;
		Ok(pairs.into_iter().map(|(key, Number(number))| (key, number)).collect())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde::de::{
		value::{Error as ValueError, MapDeserializer, StrDeserializer, U64Deserializer},
		IntoDeserializer,
	};

	fn text<N: JsonNumber>(text: &str) -> Result<N, ValueError> {
		let deserializer: StrDeserializer<'_, ValueError> = text.into_deserializer();
		deserialize(deserializer)
	}

	fn number<N: JsonNumber>(number: u64) -> Result<N, ValueError> {
		let deserializer: U64Deserializer<ValueError> = number.into_deserializer();
		deserialize(deserializer)
	}

	fn kept_digits(name: &'static str, digits: &'static str) -> Result<Balance, ValueError> {
		deserialize(MapDeserializer::new([(name, digits)].into_iter()))
	}

	#[test]
	fn reads_numbers_and_strings_of_digits() {
		assert_eq!(number(5), Ok(5_u128));
		assert_eq!(text("340282366920938463463374607431768211455"), Ok(u128::MAX));
		assert_eq!(kept_digits(DIGITS, "1000000000000000000000000"), Ok(10_u128.pow(24)));
	}

	#[test]
	fn refuses_everything_else() {
		for bad in ["", "+1", "-1", " 1", "1e24", "1.0", "340282366920938463463374607431768211456"]
		{
			assert!(text::<Balance>(bad).is_err(), "{bad:?}");
		}
		assert!(kept_digits("amount", "1").is_err());
		let double: serde::de::value::F64Deserializer<ValueError> = 1e24.into_deserializer();
		assert!(deserialize::<Balance, _>(double).is_err());
	}

	#[test]
	fn reads_fractions_up_to_one() {
		let one = 1_000_000_000_000_000_000;
		assert_eq!((number(one), text("1")), (Ok(Fraction::one()), Ok(Fraction::from_parts(1))));
		assert!(number::<Fraction>(one + 1).is_err());
		assert!(text::<Fraction>("18446744073709551616").is_err());
	}
}
