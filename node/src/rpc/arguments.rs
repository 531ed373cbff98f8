// SPDX-License-Identifier: Apache-2.0

//! Arguments of the development calls. A misspelt field is an error, never a default.

use crate::{client::BlockNumber, date};
use jsonrpsee::types::{error::INVALID_PARAMS_CODE, ErrorObjectOwned, Params};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::Value;
use std::ops::RangeInclusive;

/// Numbers of blocks that one call may make.
pub const BLOCKS: RangeInclusive<BlockNumber> = 1..=1_000;

/// The argument of `dev_newBlock`: one block if both fields are left out.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBlock {
	/// So many blocks.
	count: Option<BlockNumber>,
	/// As many as it takes until this is the best block.
	to: Option<BlockNumber>,
}

impl NewBlock {
	/// The number of blocks to make on top of block `best`.
	pub fn blocks(&self, best: BlockNumber) -> Result<BlockNumber, ErrorObjectOwned> {
		let blocks = match (self.count, self.to) {
			(None, None) => 1,
			(Some(count), None) => count,
			(None, Some(to)) => {
				to.checked_sub(best).filter(|blocks| *blocks > 0).ok_or_else(|| {
					invalid(format!("`to` is {to}, but the chain is at block {best} already"))
				})?
			},
			(Some(_), Some(_)) => return Err(invalid("give `count` or `to`, not both")),
		};

		if !BLOCKS.contains(&blocks) {
			let (least, most) = BLOCKS.into_inner();
			return Err(invalid(format!(
				"one call makes {least} to {most} blocks, this one asks for {blocks}"
			)));
		}

		Ok(blocks)
	}

	/// True if block `best` is as far as the call asks for.
	pub fn is_reached(&self, best: BlockNumber) -> bool {
		self.to.is_some_and(|to| to <= best)
	}
}

/// The argument of `dev_timeTravel`: an instant.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "expected an ISO 8601 date or milliseconds since 1970")]
pub enum Instant {
	/// Milliseconds since 1970.
	Millis(u64),
	/// A date such as `2030-01-01T12:00:00Z`.
	Date(String),
}

impl Instant {
	/// The instant in milliseconds since 1970.
	pub fn millis(&self) -> Result<u64, ErrorObjectOwned> {
		match self {
			Self::Millis(millis) => Ok(*millis),
			Self::Date(text) => date::parse(text).map_err(invalid),
		}
	}
}

/// The only argument of a call, which must be given.
pub fn one<T: DeserializeOwned>(params: &Params) -> Result<T, ErrorObjectOwned> {
	optional(params)?.ok_or_else(|| invalid("the call takes one argument"))
}

/// The only argument of a call, which may be left out or null.
pub fn optional<T: DeserializeOwned>(params: &Params) -> Result<Option<T>, ErrorObjectOwned> {
	let mut arguments = params.parse::<Option<Vec<Value>>>()?.unwrap_or_default();
	let argument = arguments.pop().unwrap_or_default();
	if !arguments.is_empty() {
		return Err(invalid("the call takes one argument"));
	}

	serde_json::from_value(argument).map_err(|error| invalid(error.to_string()))
}

/// The caller's mistake, in words.
pub fn invalid(message: impl Into<String>) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(INVALID_PARAMS_CODE, message, None::<()>)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn new_block(params: &str) -> Result<NewBlock, ErrorObjectOwned> {
		optional(&Params::new(Some(params))).map(Option::unwrap_or_default)
	}

	fn instant(params: &str) -> Result<u64, ErrorObjectOwned> {
		one::<Instant>(&Params::new(Some(params)))?.millis()
	}

	#[test]
	fn new_block_makes_one_block_when_nothing_is_said() {
		for params in ["[]", "[null]", "[{}]", "[{\"count\": null}]", "null"] {
			let blocks = new_block(params).and_then(|argument| argument.blocks(7));

			assert_eq!(blocks, Ok(1), "{params}");
		}
		assert_eq!(optional::<NewBlock>(&Params::new(None)), Ok(None));
	}

	#[test]
	fn new_block_reads_count_and_to() {
		assert_eq!(new_block(r#"[{"count": 3}]"#).and_then(|it| it.blocks(7)), Ok(3));
		assert_eq!(new_block(r#"[{"to": 9}]"#).and_then(|it| it.blocks(7)), Ok(2));
	}

	#[test]
	fn new_block_fails_when_a_field_is_unknown() {
		let error = new_block(r#"[{"cuont": 3}]"#).expect_err("`cuont` is not a field");

		assert_eq!(error.code(), INVALID_PARAMS_CODE);
		assert!(error.message().contains("unknown field `cuont`"), "{}", error.message());
	}

	#[test]
	fn new_block_fails_when_the_argument_is_malformed() {
		for params in
			[r#"{"count": 3}"#, "[3]", r#"[{"count": -1}]"#, r#"[{"count": "3"}]"#, "[{}, {}]"]
		{
			assert!(new_block(params).is_err(), "{params}");
		}
	}

	#[test]
	fn blocks_are_bounded_at_a_thousand() {
		let blocks = |count, to, best| NewBlock { count, to }.blocks(best).ok();

		assert_eq!(blocks(Some(1_000), None, 7), Some(1_000));
		assert_eq!(blocks(Some(1_001), None, 7), None);
		assert_eq!(blocks(None, Some(1_007), 7), Some(1_000));
		assert_eq!(blocks(None, Some(1_008), 7), None);
		assert_eq!(blocks(Some(0), None, 7), None);
	}

	#[test]
	fn blocks_fail_when_the_target_is_not_above_the_best() {
		let to = |to| NewBlock { count: None, to: Some(to) }.blocks(7);

		assert_eq!(to(8), Ok(1));
		assert!(to(7).is_err());
		assert!(to(6).is_err());
	}

	#[test]
	fn blocks_fail_when_both_fields_are_given() {
		assert!(NewBlock { count: Some(1), to: Some(8) }.blocks(7).is_err());
	}

	#[test]
	fn target_is_reached_when_the_best_block_is_there() {
		let to = NewBlock { count: None, to: Some(9) };

		assert!(!to.is_reached(8));
		assert!(to.is_reached(9));
		assert!(to.is_reached(10));
		assert!(!NewBlock { count: Some(1), to: None }.is_reached(9));
	}

	#[test]
	fn instant_reads_numbers_and_dates() {
		assert_eq!(instant("[1893499200000]"), Ok(1_893_499_200_000));
		assert_eq!(instant(r#"["2030-01-01T12:00:00Z"]"#), Ok(1_893_499_200_000));
	}

	#[test]
	fn instant_fails_when_it_is_neither() {
		for params in ["[-1]", "[1.5]", "[true]", "[{}]", "[]", "[null]", r#"["soon"]"#, "[1, 2]"] {
			assert!(instant(params).is_err(), "{params}");
		}
	}

	#[test]
	fn instant_tells_what_it_expects_when_it_fails() {
		let error = instant("[-1]").expect_err("time begins in 1970");

		assert!(error.message().contains("milliseconds since 1970"), "{}", error.message());
	}
}
