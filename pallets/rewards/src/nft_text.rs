// SPDX-License-Identifier: Apache-2.0

//! Texts of NFTs: JSON with a name and a description, as markets read it. They never change.

use crate::{Config, Pallet, Position, PositionId};
use alloc::{format, string::String, vec::Vec};
use bulwark_ledger::{Balance, EpochIndex};
use bulwark_traits::{AssetName, AssetNames, StakePools};

/// The text of the collection.
pub(crate) const COLLECTION: &str = r#"{"name":"Staking positions","description":"Each item owns locked stake with its rewards. The view function `position` says what it is worth now."}"#;

/// Most decimals and characters of a symbol that a text has room for. Whoever names an asset stops no stake.
const MAX_DECIMALS: u8 = 38;
const MAX_SYMBOL: usize = 16;

impl<T: Config> Pallet<T> {
	/// The text of a position's NFT.
	pub(crate) fn nft_text(
		position_id: PositionId,
		position: &Position<T>,
		now: EpochIndex,
	) -> String {
		let worth = T::Stake::value(position.pool_id, &position.account, now);
		let stake = worth.ok().and_then(|worth| worth.total().ok());
		let asset = T::Stake::pool(position.pool_id, now).map(|pool| pool.asset);
		let amount = amount(stake.unwrap_or_default(), asset.and_then(T::AssetNames::name));
		let multiplier = position.terms.tier.multiplier.0;
		let (whole, hundredths) = (multiplier / 100, multiplier % 100);
		format!(
			r#"{{"name":"Position {}","description":"{amount} in pool {}, multiplier {whole}.{hundredths:02}, locked until epoch {}"}}"#,
			position_id.0, position.pool_id.0, position.expiry.0,
		)
	}
}

/// An amount as people write it, `1 000.5 BULW`; in units if its asset has no name that the text can have.
fn amount(units: Balance, name: Option<AssetName>) -> String {
	let in_units = || format!("{units} units");
	let Some(AssetName { symbol, decimals }) = name else { return in_units() };
	let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b".-$".contains(byte);
	let fits = (1..=MAX_SYMBOL).contains(&symbol.len()) && decimals <= MAX_DECIMALS;
	match String::from_utf8(symbol) {
		Ok(symbol) if fits && symbol.as_bytes().iter().all(is_plain) => {
			format!("{} {symbol}", decimal(units, decimals.into()))
		},
		_ => in_units(),
	}
}

/// A number of units with a point before its decimals, without zeros at its end, in groups of three digits.
fn decimal(units: Balance, decimals: usize) -> String {
	let digits = format!("{units:0least$}", least = decimals.saturating_add(1));
	let (whole, part) = digits.split_at(digits.len().saturating_sub(decimals));

	let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
	match part.trim_end_matches('0') {
		"" => groups.join(" "),
		part => format!("{}.{part}", groups.join(" ")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn of(units: Balance, symbol: &[u8], decimals: u8) -> String {
		amount(units, Some(AssetName { symbol: symbol.to_vec(), decimals }))
	}

	#[test]
	fn amount_has_a_point_and_groups_of_three_digits() {
		let bulw = |units| of(units, b"BULW", 12);

		assert_eq!(bulw(1_000_000_000_000_000), "1 000 BULW");
		assert_eq!(bulw(1_234_567_500_000_000_000), "1 234 567.5 BULW");
		assert_eq!(bulw(100_000_000_000_000), "100 BULW");
		assert_eq!((bulw(1), bulw(0)), ("0.000000000001 BULW".into(), "0 BULW".into()));
		assert_eq!(of(1_050, b"USDC.e", 0), "1 050 USDC.e");
	}

	#[test]
	fn amount_is_in_units_when_a_name_does_not_fit() {
		assert_eq!(amount(1_000, None), "1000 units");
		for symbol in [&b""[..], b"\"", b"a\\b", b"\xff", b"seventeen-letters"] {
			assert_eq!(of(1_000, symbol, 3), "1000 units");
		}
		assert_eq!(of(1_000, b"BULW", 39), "1000 units");
	}

	#[test]
	fn longest_amount_leaves_room_for_the_text() {
		let longest = of(1 << 100, b"sixteen-letters.", 4);
		assert_eq!(longest, "126 765 060 022 822 940 149 670 320.5376 sixteen-letters.");
		assert!(of(1, b"sixteen-letters.", 38).len() <= 58);
	}
}
