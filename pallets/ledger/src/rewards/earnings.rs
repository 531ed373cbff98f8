// SPDX-License-Identifier: Apache-2.0

//! The division of a position's rewards between its owner, the beneficiary of its tag, and the stakers who stay.
//!
//! | position | owner | beneficiary | returned to the pool |
//! |---|---|---|---|
//! | locked | everything | – | – |
//! | locked, vesting | what it earns by the base multiplier | – | the rest, if it leaves before it has vested |
//! | expired | what was earned up to the expiry | – | whole units earned since |
//! | tagged | what was the owner's at the tag | everything earned since | – |
//!
//! What would be returned of an expired position vests with the lock if its owner locks it again.

use super::{amounts::Amounts, vesting::Vesting};
use crate::{Departure, EpochIndex, LedgerError, Multiplier};
use bounded_collections::Get;
use derive_where::derive_where;

/// The state of a position, as far as it decides whose its rewards are.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>)]
pub enum LockState<A: Get<u32>> {
	/// Not expired.
	Locked,
	/// Locked, and not for long enough.
	Vesting {
		/// Rewards that were divided already.
		vesting: Vesting<A>,
		/// Base multiplier of the pool.
		base: Multiplier,
		/// Multiplier of the position.
		own: Multiplier,
	},
	/// Expired and not tagged.
	Expired {
		/// Rewards up to the expiry, late ones for epochs before it included, less payments.
		until_expiry: Amounts<A>,
	},
	/// Expired and tagged.
	Tagged {
		/// Rewards that were the owner's at the tag, less payments since.
		earned: Amounts<A>,
	},
}

/// The unpaid rewards of a position, by whose they are.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
pub struct Earnings<A: Get<u32>> {
	/// Rewards of the owner.
	pub owner: Amounts<A>,
	/// Rewards of the beneficiary of the tag.
	pub beneficiary: Amounts<A>,
	/// Expired rewards, in whole units: nobody's unless the owner locks the position again.
	pub expired: Amounts<A>,
	/// Rewards that have not vested.
	pub unvested: Amounts<A>,
	/// True if the owner's part is noted with the position: then it does not stand in its entitlement.
	is_noted: bool,
}

/// True if a position is expired in an epoch. In a pool that closed before the expiry it never is: nothing is earned
/// after the end, so everything stays the owner's.
pub fn has_expired(expiry: EpochIndex, now: EpochIndex, departure: Option<Departure>) -> bool {
	let ended = departure.is_some_and(|departure| departure.last_epoch < expiry);
	expiry <= now && !ended
}

impl<A: Get<u32>> LockState<A> {
	/// Divides what the stake of a position accrued and was not paid.
	///
	/// Expired rewards are rounded down to whole units; what is less than a unit is added to the owner's part, so that
	/// nothing is lost.
	pub fn divide(self, accrued: Amounts<A>) -> Result<Earnings<A>, LedgerError> {
		Ok(match self {
			Self::Locked => Earnings { owner: accrued, ..Earnings::default() },
			Self::Vesting { mut vesting, base, own } => {
				vesting.earn(accrued, base, own)?;
				let unvested = vesting.withheld();
				let owner = vesting.noted().minus(&unvested);
				Earnings { owner, unvested, is_noted: true, ..Earnings::default() }
			},
			Self::Expired { until_expiry } => {
				let expired = accrued.units_beyond(&until_expiry)?;
				Earnings { owner: accrued.minus(&expired), expired, ..Earnings::default() }
			},
			Self::Tagged { earned } => Earnings {
				owner: earned,
				beneficiary: accrued,
				is_noted: true,
				..Earnings::default()
			},
		})
	}
}

impl<A: Get<u32>> Earnings<A> {
	/// The part that stands in the entitlement of the position: all of it but what is noted with the position.
	pub fn accrued(&self) -> Amounts<A> {
		if self.is_noted {
			return self.beneficiary.clone();
		}
		self.owner.clone().plus(&self.expired)
	}

	/// Rewards since the expiry: the beneficiary's, or nobody's yet.
	pub fn since_expiry(&self) -> Amounts<A> {
		self.beneficiary.clone().plus(&self.expired)
	}

	/// Notes the owner's part with a tag. Returns the expired rewards, which go back to the pool.
	pub fn tag(&mut self) -> Amounts<A> {
		self.is_noted = true;
		core::mem::take(&mut self.expired)
	}

	/// The entitlement of the position, when these earnings have become others: what was paid or has left is taken off.
	pub fn entitlement(&self, entitlement: Amounts<A>, left: &Self) -> Amounts<A> {
		entitlement.minus(&self.accrued()).plus(&left.accrued())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Fixed;
	use bounded_collections::ConstU32;
	use primitive_types::U256;

	type Two = Amounts<ConstU32<2>>;
	type State = LockState<ConstU32<2>>;

	fn units(amounts: [u128; 2]) -> Two {
		let mut all = Two::default();
		for (at, amount) in (0..).zip(amounts) {
			all.add_units(at, amount).expect("it is listed");
		}
		all
	}

	/// Half a unit of the first asset.
	fn half() -> Two {
		let mut half = Two::default();
		half.set(0, Fixed::new(U256::one() << 127)).expect("it is listed");
		half
	}

	fn divide(state: State, accrued: Two) -> Earnings<ConstU32<2>> {
		state.divide(accrued).expect("amounts are small")
	}

	fn expired() -> Earnings<ConstU32<2>> {
		divide(State::Expired { until_expiry: units([100, 7]) }, units([150, 7]))
	}

	fn tagged() -> Earnings<ConstU32<2>> {
		divide(State::Tagged { earned: units([100, 7]) }, units([30, 0]))
	}

	#[test]
	fn locked_position_is_the_owners() {
		let earnings = divide(State::Locked, units([150, 7]).plus(&half()));

		assert_eq!(earnings.owner, units([150, 7]).plus(&half()));
		assert!(earnings.beneficiary.is_zero() && earnings.expired.is_zero());
		assert!(earnings.since_expiry().is_zero());
	}

	#[test]
	fn expired_position_leaves_the_owner_what_was_earned_until_then() {
		let earnings = expired();

		assert_eq!(
			(earnings.owner.clone(), earnings.expired.clone()),
			(units([100, 7]), units([50, 0]))
		);
		assert_eq!(earnings.since_expiry(), units([50, 0]));
	}

	#[test]
	fn expired_position_leaves_the_owner_what_is_less_than_a_unit() {
		let accrued = units([150, 7]).plus(&half());
		let until_expiry = units([100, 0]);

		let earnings = divide(State::Expired { until_expiry }, accrued.clone());

		assert_eq!(earnings.expired, units([50, 7]));
		assert_eq!(earnings.owner, units([100, 0]).plus(&half()));
		assert_eq!(earnings.accrued(), accrued);
	}

	#[test]
	fn tagged_position_leaves_the_owner_what_the_tag_noted() {
		let earnings = tagged();

		assert_eq!(earnings.owner, units([100, 7]));
		assert_eq!(
			(earnings.beneficiary.clone(), earnings.since_expiry()),
			(units([30, 0]), units([30, 0]))
		);
		assert!(earnings.expired.is_zero());
	}

	#[test]
	fn accrued_is_what_was_divided() {
		assert_eq!(divide(State::Locked, units([150, 7])).accrued(), units([150, 7]));
		assert_eq!(expired().accrued(), units([150, 7]));
		assert_eq!(tagged().accrued(), units([30, 0]));
	}

	#[test]
	fn tag_returns_the_expired_rewards_and_keeps_the_owners_apart() {
		let before = expired();
		let mut after = before.clone();

		assert_eq!(after.tag(), units([50, 0]));

		assert_eq!(after.owner, units([100, 7]));
		assert!(before.entitlement(units([150, 7]), &after).is_zero());
	}

	#[test]
	fn entitlement_falls_by_what_was_paid_out_of_it() {
		let before = expired();
		let paid = Earnings { owner: units([0, 7]), ..before.clone() };
		assert_eq!(before.entitlement(units([150, 7]), &paid), units([50, 7]));

		let before = tagged();
		let paid = Earnings { owner: Two::default(), beneficiary: half(), ..before.clone() };
		assert_eq!(before.entitlement(units([30, 0]), &paid).minus(&half()), units([0, 0]));
	}

	#[test]
	fn entitlement_is_nothing_when_everything_has_left() {
		for before in [divide(State::Locked, units([150, 7])), expired(), tagged()] {
			let entitlement = before.accrued();
			assert!(before.entitlement(entitlement, &Earnings::default()).is_zero());
		}
	}

	#[test]
	fn nothing_expires_in_a_pool_that_closed_before() {
		let (expiry, before, at) = (EpochIndex(20), EpochIndex(19), EpochIndex(20));
		let closed = |last_epoch| {
			Some(Departure { last_epoch: EpochIndex(last_epoch), release_epoch: EpochIndex(40) })
		};

		assert!(!has_expired(expiry, before, None) && has_expired(expiry, at, None));
		assert!(has_expired(expiry, at, closed(20)));
		assert!(!has_expired(expiry, EpochIndex(50), closed(19)));
	}
}
