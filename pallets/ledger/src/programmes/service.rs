// SPDX-License-Identifier: Apache-2.0

//! The score of a node: service and stake, in a Cobb–Douglas product.

use super::{float::Float, Run, Score};
use crate::Power;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The full service level: levels are parts of it.
pub const FULL_LEVEL: u32 = 1_000_000_000;

/// A rule that scores nodes by their service levels and the power behind them.
///
/// With δ the mean of the levels that count, φ the power of a node as a part of `power_cap`, at most 1, and t the part of
/// the epoch in which the level counted, a node scores δ^α · φ^β · t.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ServiceRule {
	/// α in sixteenths, 0 to 128.
	pub service_exponent: u8,
	/// β in sixteenths, 0 to 32.
	pub stake_exponent: u8,
	/// L: the least service level of an hour that counts, in 10⁻⁹ of full service.
	pub least_level: u32,
	/// The least power behind each node; below it no node of the operator scores.
	#[cfg_attr(feature = "serde", serde(with = "crate::json_number"))]
	pub least_power: Power,
	/// The most power behind each node that counts.
	#[cfg_attr(feature = "serde", serde(with = "crate::json_number"))]
	pub power_cap: Power,
}

impl ServiceRule {
	/// The largest α, in sixteenths.
	pub const MAX_SERVICE_EXPONENT: u8 = 128;
	/// The largest β, in sixteenths.
	pub const MAX_STAKE_EXPONENT: u8 = 32;
	/// The smallest L.
	pub const MIN_LEVEL: u32 = 10_000_000;
	/// The most that the power cap is of the least power.
	pub const MAX_SPREAD: Power = 65_536;
	/// The largest power cap: that of 255 nodes fits into 128 bits.
	pub const MAX_POWER_CAP: Power = Power::MAX / 255;

	/// α = 3, β = ½ and L = 0.75, with power between these two.
	pub const fn usual(least_power: Power, power_cap: Power) -> Self {
		Self {
			service_exponent: 48,
			stake_exponent: 8,
			least_level: 750_000_000,
			least_power,
			power_cap,
		}
	}

	/// True if the exponents, the least level and the powers are within their bounds, and α·(1 − L) ≤ 1: then an hour
	/// more whose level counts never lowers a score.
	pub fn is_valid(&self) -> bool {
		let level = u64::from(self.least_level);
		let Some(missing) = u64::from(FULL_LEVEL).checked_sub(level) else { return false };
		let loss = u64::from(self.service_exponent).saturating_mul(missing); // below 2³⁸
		self.service_exponent <= Self::MAX_SERVICE_EXPONENT
			&& self.stake_exponent <= Self::MAX_STAKE_EXPONENT
			&& self.least_level >= Self::MIN_LEVEL
			&& loss <= u64::from(FULL_LEVEL) * 16
			&& self.least_power > 0
			&& self.least_power <= self.power_cap
			&& self.power_cap <= Self::MAX_POWER_CAP
			&& self.power_cap.div_ceil(Self::MAX_SPREAD) <= self.least_power
	}

	/// The score of one node by what one reporter said of it: ⌊2⁹⁶ · δ^α · φ^β · T/H⌋, off by less than 2⁻⁵⁶ of itself
	/// and a step. Zero without an hour that counts, without nodes, or with less than the least power for each.
	///
	/// `power` is that of the operator, who shares it over its `nodes` nodes; `hours` is H.
	pub fn score(&self, sums: ServiceSums, power: Power, nodes: u32, hours: u8) -> Score {
		self.exact_but_for_the_last_bits(sums, power, nodes, hours).unwrap_or_default()
	}

	/// `None` where the score is zero.
	fn exact_but_for_the_last_bits(
		&self,
		sums: ServiceSums,
		power: Power,
		nodes: u32,
		hours: u8,
	) -> Option<Score> {
		// Neither leaves 128 bits for a valid rule and 255 nodes.
		let least = self.least_power.checked_mul(nodes.into())?;
		let cap = self.power_cap.checked_mul(nodes.into())?;
		if power < least {
			return None;
		}

		let full = u128::from(sums.hours) * u128::from(FULL_LEVEL);
		let service = Float::ratio(sums.levels.into(), full)?;
		let stake = Float::ratio(power.min(cap), cap)?;
		let time = Float::ratio(sums.hours.into(), hours.into())?;

		let product = service.power(self.service_exponent).times(stake.power(self.stake_exponent));
		product.times(time).floor(Score::BITS).map(Score)
	}
}

/// The part of a reporter's word on a node in an epoch that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct ServiceSums {
	/// Σ: the sum of the levels of the hours that count, in 10⁻⁹ of full service.
	#[codec(compact)]
	pub levels: u64,
	/// T: the number of hours whose level counts.
	pub hours: u8,
}

impl ServiceSums {
	/// Adds hours of one level, if it counts. No epoch has more than 255 hours, so nothing is cut off.
	pub fn add(&mut self, run: &Run, rule: &ServiceRule) {
		if run.level < rule.least_level {
			return;
		}
		let levels = u64::from(run.hours) * u64::from(run.level);
		self.levels = self.levels.saturating_add(levels);
		self.hours = self.hours.saturating_add(run.hours);
	}
}
