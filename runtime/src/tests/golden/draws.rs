// SPDX-License-Identifier: Apache-2.0

//! The random numbers of a history: made here, so that no crate's next version makes others.

use crate::{
	assets::{AssetKind, GOLD_UNIT, USDX, USDX_UNIT},
	units::UNIT,
	Balance,
};

/// The random numbers of one step. How many of them a step takes is of no concern to the next one.
pub struct Draws(u64);

impl Draws {
	pub fn new(history: u64, step: u64) -> Self {
		let mut draws = Self(history << 32 | step);
		draws.next();
		draws
	}

	/// SplitMix64.
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
		mixed ^ (mixed >> 31)
	}

	/// A number below a bound.
	pub fn below(&mut self, bound: u64) -> u64 {
		self.next() % bound.max(1)
	}

	/// The same, for ids.
	pub fn id_below(&mut self, bound: u32) -> u32 {
		self.below(bound.into()).try_into().expect("it is below one")
	}

	/// True once in so many times.
	pub fn once_in(&mut self, times: u64) -> bool {
		self.below(times) == 0
	}

	/// One of a list, if there is any.
	pub fn one_of<T: Clone>(&mut self, list: &[T]) -> Option<T> {
		let at = self.below(list.len() as u64);
		list.get(at as usize).cloned()
	}

	/// An amount of an asset: units that a rounding tells apart, or thousands of whole ones.
	pub fn amount(&mut self, asset: &AssetKind) -> Balance {
		let whole = match asset {
			AssetKind::Native => UNIT,
			AssetKind::WithId(USDX) => USDX_UNIT,
			AssetKind::WithId(_) => GOLD_UNIT / 1_000,
		};
		let bit = Balance::from(self.next()) % whole;
		match self.below(3) {
			0 => Balance::from(1 + self.below(1_000)),
			1 => 1 + bit,
			_ => Balance::from(1 + self.below(2_000)) * whole + bit,
		}
	}
}
