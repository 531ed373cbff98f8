// SPDX-License-Identifier: Apache-2.0

//! The ledger in a small world that stores what a pallet would, beside an exact model of it.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod checks;
pub mod earnings;
pub mod figures;
pub mod history;
pub mod model;
pub mod opt_ins;
pub mod opting_in;
pub mod rational;
pub mod trial;
pub mod world;

use bulwark_ledger::Fraction;

pub fn percent(number: u64) -> Fraction {
	Fraction::from_percent(number)
}
