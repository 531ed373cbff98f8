// SPDX-License-Identifier: Apache-2.0

//! Amounts of reward assets, finer than a unit.

use crate::{Balance, LedgerError, RewardWeight};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use primitive_types::{U256, U512};
use scale_info::TypeInfo;

/// Units in steps of 2⁻¹²⁸, modulo 2²⁵⁶.
///
/// Only differences are meaningful: an accumulator may run past the end and begin again at zero. Nobody is owed 2²²⁸
/// steps (2¹⁰⁰ units) or more, so a difference is never taken for another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Fixed(U256);

impl Fixed {
	/// Number of bits behind the point.
	pub const BITS: usize = 128;

	/// So many steps.
	pub(crate) const fn new(steps: U256) -> Self {
		Self(steps)
	}

	/// So many whole units.
	pub fn from_units(units: Balance) -> Self {
		Self(U256::from(units) << Self::BITS)
	}

	/// The whole units in it, rounded down; the most there is if it is beyond that (nothing owed is).
	pub fn units_floor(self) -> Balance {
		(self.0 >> Self::BITS).try_into().unwrap_or(Balance::MAX)
	}

	/// The steps, for a model to compare.
	pub const fn steps(self) -> U256 {
		self.0
	}

	/// The sum.
	pub fn plus(self, other: Self) -> Self {
		Self(self.0.overflowing_add(other.0).0)
	}

	/// The difference.
	pub fn minus(self, other: Self) -> Self {
		Self(self.0.overflowing_sub(other.0).0)
	}

	/// ⌊self · part / whole⌋. `Overflow` if the whole is zero.
	fn part_floor(self, part: u128, whole: u128) -> Result<Self, LedgerError> {
		let exact = self.0.full_mul(U256::from(part)).checked_div(U512::from(whole));
		exact.and_then(|part| part.try_into().ok()).map(Self).ok_or(LedgerError::Overflow)
	}

	/// The whole units in ⌈self · part / whole⌉, that is rounded up to units.
	fn units_of_ceil(self, part: u128, whole: u128) -> Result<Balance, LedgerError> {
		let wanted = self.0.full_mul(U256::from(part));
		let unit = U256::from(whole).full_mul(U256::one() << Self::BITS);
		let (units, rest) =
			wanted.checked_div(unit).zip(wanted.checked_rem(unit)).ok_or(LedgerError::Overflow)?;
		let units = u128::try_from(units).map_err(|_| LedgerError::Overflow)?;
		if rest.is_zero() {
			return Ok(units);
		}
		units.checked_add(1).ok_or(LedgerError::Overflow)
	}

	/// The multiple by a reward weight.
	pub fn times(self, weight: RewardWeight) -> Self {
		Self(self.0.overflowing_mul(U256::from(weight)).0)
	}
}

/// An amount of each reward asset of a pool, in the order in which the pool lists them. Assets at the end of the list
/// may be missing: of them it is zero.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Amounts<A: Get<u32>>(BoundedVec<Fixed, A>);

impl<A: Get<u32>> Amounts<A> {
	/// The amount of an asset.
	pub fn get(&self, asset: u32) -> Fixed {
		let at = usize::try_from(asset).unwrap_or(usize::MAX);
		self.0.get(at).copied().unwrap_or_default()
	}

	/// Sets the amount of an asset. `Overflow` if a pool has no so many.
	pub fn set(&mut self, asset: u32, amount: Fixed) -> Result<(), LedgerError> {
		let at = usize::try_from(asset).map_err(|_| LedgerError::Overflow)?;
		while self.0.len() <= at {
			self.0.try_push(Fixed::default()).map_err(|_| LedgerError::Overflow)?;
		}
		if let Some(slot) = self.0.get_mut(at) {
			*slot = amount;
		}
		Ok(())
	}

	/// Adds whole units of an asset.
	pub fn add_units(&mut self, asset: u32, units: Balance) -> Result<(), LedgerError> {
		self.set(asset, self.get(asset).plus(Fixed::from_units(units)))
	}

	/// The whole units by which this exceeds a part of it; fractions of a unit are left out.
	pub fn units_beyond(&self, other: &Self) -> Result<Self, LedgerError> {
		let mut beyond = Self::default();
		for asset in (0..).take(self.0.len()) {
			let units = self.get(asset).units_floor();
			// Never below zero: the other is a part of this.
			let units = units.saturating_sub(other.get(asset).units_floor());
			beyond.set(asset, Fixed::from_units(units))?;
		}
		Ok(beyond)
	}

	/// True if all amounts are zero.
	pub fn is_zero(&self) -> bool {
		self.0.iter().all(|amount| *amount == Fixed::default())
	}

	/// Adds the rewards of a reward weight, each unit of which has earned so much.
	pub fn earn(&mut self, weight: RewardWeight, each: &Self) {
		self.update(each, |own, each| own.plus(each.times(weight)));
	}

	/// Takes the rewards of a reward weight off again.
	pub(super) fn unearn(&mut self, weight: RewardWeight, each: &Self) {
		self.update(each, |own, each| own.minus(each.times(weight)));
	}

	/// The sum.
	pub fn plus(mut self, other: &Self) -> Self {
		self.update(other, Fixed::plus);
		self
	}

	/// The difference.
	pub fn minus(mut self, other: &Self) -> Self {
		self.update(other, Fixed::minus);
		self
	}

	/// ⌊amount · part / whole⌋ of every asset. `Overflow` if the whole is zero.
	pub(super) fn part_floor(&self, part: u128, whole: u128) -> Result<Self, LedgerError> {
		let mut parts = Self::default();
		for (asset, amount) in (0..).zip(&self.0) {
			parts.set(asset, amount.part_floor(part, whole)?)?;
		}
		Ok(parts)
	}

	/// Takes ⌈amount · part / whole⌉ of every asset, rounded up to whole units, and returns those. If there are not so many,
	/// everything is taken; less than a unit of it is nobody's then. `Overflow` if the whole is zero.
	pub(super) fn take_units_of(&mut self, part: u128, whole: u128) -> Result<Self, LedgerError> {
		let mut taken = Self::default();
		for (asset, amount) in (0..).zip(self.0.iter_mut()) {
			let wanted = amount.units_of_ceil(part, whole)?;
			let units = wanted.min(amount.units_floor());
			taken.set(asset, Fixed::from_units(units))?;
			*amount = if units < wanted {
				Fixed::default()
			} else {
				amount.minus(Fixed::from_units(units))
			};
		}
		Ok(taken)
	}

	/// True if there is less than a unit of each asset.
	pub fn is_dust(&self) -> bool {
		self.0.iter().all(|amount| amount.units_floor() == 0)
	}

	/// Both have the same bound, so that the longer of two fits.
	fn update(&mut self, other: &Self, change: impl Fn(Fixed, Fixed) -> Fixed) {
		for (at, amount) in other.0.iter().enumerate() {
			match self.0.get_mut(at) {
				Some(own) => *own = change(*own, *amount),
				None => {
					let pushed = self.0.try_push(change(Fixed::default(), *amount));
					debug_assert!(pushed.is_ok(), "amounts have one bound");
				},
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bounded_collections::ConstU32;

	type Two = Amounts<ConstU32<2>>;

	#[test]
	fn units_are_rounded_down() {
		let almost_three = Fixed::from_units(3).minus(Fixed(U256::one()));

		assert_eq!(Fixed::from_units(3).units_floor(), 3);
		assert_eq!(almost_three.units_floor(), 2);
	}

	#[test]
	fn differences_survive_the_end_of_the_numbers() {
		let before = Fixed(U256::MAX);
		let after = before.plus(Fixed::from_units(5));

		assert_eq!(after.minus(before), Fixed::from_units(5));
		assert_eq!(after.times(3).minus(before.times(3)), Fixed::from_units(15));
	}

	#[test]
	fn missing_assets_are_zero() {
		let mut amounts = Two::default();

		assert_eq!(amounts.set(1, Fixed::from_units(7)), Ok(()));

		assert_eq!((amounts.get(0), amounts.get(1)), (Fixed::default(), Fixed::from_units(7)));
		assert_eq!(amounts.get(2), Fixed::default());
		assert_eq!(amounts.set(2, Fixed::default()), Err(LedgerError::Overflow));
	}

	#[test]
	fn less_than_a_unit_is_dust() {
		let almost_one = Fixed::from_units(1).minus(Fixed(U256::one()));
		let mut amounts = Two::default();

		amounts.set(1, almost_one).expect("it is listed");
		assert!(amounts.is_dust() && !amounts.is_zero());
		amounts.set(1, Fixed::from_units(1)).expect("it is listed");
		assert!(!amounts.is_dust());
	}

	#[test]
	fn units_beyond_leaves_out_what_is_less_than_a_unit() {
		let half = Fixed(U256::one() << 127);
		let (mut all, mut part) = (Two::default(), Two::default());
		all.set(0, Fixed::from_units(150).plus(half)).expect("it is listed");
		part.add_units(0, 100).expect("it is listed");

		let beyond = all.units_beyond(&part).expect("it fits");

		assert_eq!(beyond.get(0), Fixed::from_units(50));
		assert_eq!(beyond.get(1), Fixed::default());
	}
}
