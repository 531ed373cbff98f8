// SPDX-License-Identifier: Apache-2.0

//! Units of money and time, and the price of storage.

use crate::{Balance, BlockNumber};

/// Symbol of the native token, for chain specs and the metadata hash.
pub const TOKEN_SYMBOL: &str = "BULW";

/// Decimals of the native token: one [`UNIT`] is `10^12` of the smallest unit.
pub const TOKEN_DECIMALS: u8 = 12;

/// One token.
pub const UNIT: Balance = 1_000_000_000_000;

/// A thousandth of a token.
pub const MILLIUNIT: Balance = UNIT / 1_000;

/// A millionth of a token: the price of one byte of a transaction, and of one microsecond of work.
pub const MICROUNIT: Balance = MILLIUNIT / 1_000;

/// The least an account can hold. Two or three transfers cost as much, so dust is not worth making.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLIUNIT;

/// Milliseconds of an Aura slot, hence the time between blocks of a chain that seals by the clock.
pub const SLOT_DURATION: u64 = 6_000;

/// Blocks in a minute of a chain that seals one block per slot.
pub const MINUTES: BlockNumber = 10;

/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;

/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// Deposit for `items` storage items with `bytes` bytes in them, held as long as they are kept.
///
/// One price for everything that is stored, so that no pallet is the cheap place to fill the state.
pub const fn deposit(items: Balance, bytes: Balance) -> Balance {
	items * 100 * MILLIUNIT + bytes * 100 * MICROUNIT
}
