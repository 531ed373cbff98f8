// SPDX-License-Identifier: Apache-2.0

//! Units of money and time, the room in a block, the prices of work and of storage.

use crate::{Balance, BlockNumber};
use cumulus_primitives_core::relay_chain::MAX_POV_SIZE;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight, WeightToFee};

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

/// Milliseconds of an Aura slot, the same as a slot of the relay chain. It can never be changed.
pub const SLOT_DURATION: u64 = 6_000;

/// Blocks of the relay chain in an hour. Its blocks measure time: this chain's come when there is a core for them.
pub const HOURS: BlockNumber = 600;

/// Blocks of the relay chain in a day, and of this chain where it has a core for each.
pub const DAYS: BlockNumber = 24 * HOURS;

/// Two seconds of work and a proof as large as the relay chain takes.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(2 * WEIGHT_REF_TIME_PER_SECOND, MAX_POV_SIZE as u64);

/// Deposit for `items` storage items with `bytes` bytes in them, held as long as they are kept.
///
/// One price for everything that is stored, so that no pallet is the cheap place to fill the state.
pub const fn deposit(items: Balance, bytes: Balance) -> Balance {
	items * 100 * MILLIUNIT + bytes * 100 * MICROUNIT
}

/// Price of work: a second of it costs one token. A proof costs as much as time that fills the same part of a block, and
/// whichever is more is paid.
pub struct WorkPrice;
impl WeightToFee for WorkPrice {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		// A picosecond costs the smallest unit.
		let time = Balance::from(weight.ref_time());
		let byte = MAXIMUM_BLOCK_WEIGHT.ref_time() / MAXIMUM_BLOCK_WEIGHT.proof_size();
		time.max(Balance::from(weight.proof_size()) * Balance::from(byte))
	}
}
