// SPDX-License-Identifier: Apache-2.0

//! Numbers of a chain spec, as other programs write them.
//!
//! Most read every number of JSON as a double, which is exact up to 2⁵³. Bulwark's pallets write larger ones as strings of
//! digits and read both (`json_number` of `bulwark-ledger`); here it is done for those of the SDK, which know numbers alone.

use alloc::{
	format,
	string::{String, ToString},
};
use serde_json::{Number, Value};

/// Pallets of the SDK that have amounts in the genesis.
const WITH_AMOUNTS: [&str; 2] = ["balances", "assets"];

/// The largest number up to which a double has all.
const EXACT: u128 = 1 << 53;

/// Most zeros of a number that is written with an exponent: there are no more in 128 bits.
const MAX_EXPONENT: usize = 38;

/// Writes large amounts of the SDK's pallets as strings of digits.
pub(crate) fn quote(genesis: &mut Value) {
	for_each_amount(genesis, |value| {
		let Value::Number(number) = value else { return };
		let digits = number.to_string();
		if digits.parse().is_ok_and(|number: u128| number > EXACT) {
			*value = Value::String(digits);
		}
	});
}

/// Makes numbers of whatever other programs write for them: strings of digits, and from 10²¹ on JavaScript's exponents.
pub(super) fn spell_out(genesis: &mut Value) {
	for_each(genesis, |value| {
		let Value::Number(number) = value else { return };
		if let Some(number) = digits(&number.to_string()).and_then(|digits| read(&digits)) {
			*value = Value::Number(number);
		}
	});
	for_each_amount(genesis, |value| {
		let Value::String(text) = value else { return };
		let is_digits = text.bytes().all(|digit| digit.is_ascii_digit());
		if let Some(number) = read(text).filter(|_| is_digits) {
			*value = Value::Number(number);
		}
	});
}

fn for_each_amount(genesis: &mut Value, change: fn(&mut Value)) {
	for name in WITH_AMOUNTS {
		if let Some(pallet) = genesis.get_mut(name) {
			for_each(pallet, change);
		}
	}
}

/// Changes every value that is no list and no object.
fn for_each(value: &mut Value, change: fn(&mut Value)) {
	match value {
		Value::Array(items) => items.iter_mut().for_each(|item| for_each(item, change)),
		Value::Object(fields) => fields.values_mut().for_each(|field| for_each(field, change)),
		one => change(one),
	}
}

fn read(digits: &str) -> Option<Number> {
	serde_json::from_str(digits).ok()
}

/// The digits of a whole number that has an exponent; `None` of any other.
fn digits(number: &str) -> Option<String> {
	let (number, exponent) = number.split_once(['e', 'E'])?;
	let exponent = exponent.parse::<usize>().ok().filter(|zeros| *zeros <= MAX_EXPONENT)?;
	let (whole, part) = number.split_once('.').unwrap_or((number, ""));
	let zeros = exponent.checked_sub(part.len())?;
	Some(format!("{whole}{part}{}", "0".repeat(zeros)))
}
