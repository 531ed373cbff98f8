// SPDX-License-Identifier: Apache-2.0

//! Amounts of reward assets, finer than a unit.

use crate::{Balance, LedgerError, Weight};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use primitive_types::U256;
use scale_info::TypeInfo;

/// Units in steps of 2⁻¹²⁸, modulo 2²⁵⁶.
///
/// Only differences mean something: an accumulator may run past the end and begin again at zero. What is owed to
/// anybody is below 2²²⁸ steps (2¹⁰⁰ units), so a difference is never taken for another one.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Fixed(U256);

impl Fixed {
	/// How many bits stand behind the point.
	pub const BITS: usize = 128;

	/// So many steps.
	pub(crate) const fn new(steps: U256) -> Self {
		Self(steps)
	}

	/// Whole units.
	pub fn from_units(units: Balance) -> Self {
		Self(U256::from(units) << Self::BITS)
	}

	/// The whole units in it, rounded down; the most there is if it is beyond that (which nothing owed is).
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

	/// As often as a weight says.
	pub fn times(self, weight: Weight) -> Self {
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

	/// The whole units by which this exceeds a part of it: what is less than a unit is left out.
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

	/// Whether there is nothing of anything.
	pub fn is_zero(&self) -> bool {
		self.0.iter().all(|amount| *amount == Fixed::default())
	}

	/// Adds to every asset what a weight earned, each unit of it so much.
	pub fn earn(&mut self, weight: Weight, each: &Self) {
		self.update(each, |own, each| own.plus(each.times(weight)));
	}

	/// Takes it back.
	pub fn unearn(&mut self, weight: Weight, each: &Self) {
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

	/// The whole units of an asset, taken out of it.
	pub fn take_units(&mut self, asset: u32) -> Result<Balance, LedgerError> {
		let amount = self.get(asset);
		let units = amount.units_floor();
		if units > 0 {
			self.set(asset, amount.minus(Fixed::from_units(units)))?;
		}
		Ok(units)
	}

	/// Whether nobody would miss it: less than a unit of anything.
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
	fn take_units_leaves_the_fraction() {
		let half = Fixed(U256::one() << 127);
		let mut amounts = Two::default();
		amounts.set(0, Fixed::from_units(4).plus(half)).expect("it is listed");

		assert_eq!(amounts.take_units(0), Ok(4));

		assert_eq!(amounts.get(0), half);
		assert!(amounts.is_dust() && !amounts.is_zero());
		assert_eq!(amounts.take_units(0), Ok(0));
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
