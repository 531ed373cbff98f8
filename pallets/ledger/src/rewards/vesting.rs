// SPDX-License-Identifier: Apache-2.0

//! Vesting of a lock: what it earns above the base multiplier is the owner's once the lock has lasted W epochs.

use super::Amounts;
use crate::{EpochIndex, LedgerError, Multiplier};
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// The rewards of a young lock. As they come they are divided once, into the part by the base multiplier, which is the
/// owner's, and the excess. The excess is the owner's when the lock has lasted for W epochs, and the pool's if the stake
/// leaves without a penalty before; so nobody locks for the time of a window in which leaving is free.
///
/// Expired rewards that a new lock has made the owner's vest with it. They are the pool's if the stake leaves early, with
/// or without a penalty.
///
/// A stake that leaves in parts gives back in proportion, rounded up to whole units; less than a unit, which the last
/// part would leave, is nobody's.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Vesting<A: Get<u32>> {
	/// First epoch in which everything is the owner's.
	vested_epoch: EpochIndex,
	/// Rewards that are the owner's and have not been paid.
	due: Amounts<A>,
	/// Rewards above the base multiplier.
	excess: Amounts<A>,
	/// Expired rewards of the lock before.
	expired: Amounts<A>,
}

impl<A: Get<u32>> Vesting<A> {
	/// The vesting of a lock that is active from an epoch on: it takes `window` whole epochs.
	pub fn new(effective_from: EpochIndex, window: u32) -> Self {
		Self {
			vested_epoch: effective_from.plus(window),
			due: Amounts::default(),
			excess: Amounts::default(),
			expired: Amounts::default(),
		}
	}

	/// The first epoch in which everything is the owner's.
	pub const fn vested_epoch(&self) -> EpochIndex {
		self.vested_epoch
	}

	/// True if everything is the owner's.
	pub fn is_over(&self, now: EpochIndex) -> bool {
		self.vested_epoch <= now
	}

	/// The amounts that are withheld: the excess and the expired rewards.
	pub fn withheld(&self) -> Amounts<A> {
		self.excess.clone().plus(&self.expired)
	}

	/// Divides rewards that have not been divided yet: ⌊earned · base / own⌋ are the owner's, the rest is withheld.
	pub fn earn(
		&mut self,
		earned: Amounts<A>,
		base: Multiplier,
		own: Multiplier,
	) -> Result<(), LedgerError> {
		let by_base = match base < own {
			true => earned.part_floor(base.0.into(), own.0.into())?,
			false => earned.clone(),
		};
		self.excess = core::mem::take(&mut self.excess).plus(&earned.minus(&by_base));
		self.due = core::mem::take(&mut self.due).plus(&by_base);
		Ok(())
	}

	/// Withholds the expired rewards of the lock before.
	pub fn withhold_expired(&mut self, rewards: &Amounts<A>) {
		self.expired = core::mem::take(&mut self.expired).plus(rewards);
	}

	/// The rewards that are the owner's in an epoch. Whoever pays takes from them what it has paid.
	pub fn due(&mut self, now: EpochIndex) -> &mut Amounts<A> {
		if self.is_over(now) {
			let excess = core::mem::take(&mut self.excess);
			let expired = core::mem::take(&mut self.expired);
			self.due = core::mem::take(&mut self.due).plus(&excess).plus(&expired);
		}
		&mut self.due
	}

	/// Makes the expired rewards the owner's: the pool has closed.
	pub fn release_expired(&mut self) {
		let expired = core::mem::take(&mut self.expired);
		self.due = core::mem::take(&mut self.due).plus(&expired);
	}

	/// Divides it as the stake is divided, of which `part` of `whole` shares go: what is withheld goes with them, rounded
	/// down, and the rest stays, as everything does that is due.
	pub fn split(&mut self, part: u128, whole: u128) -> Result<Self, LedgerError> {
		let mut other = Self { due: Amounts::default(), ..self.clone() };
		for (own, others) in
			[(&mut self.excess, &mut other.excess), (&mut self.expired, &mut other.expired)]
		{
			*others = own.part_floor(part, whole)?;
			*own = core::mem::take(own).minus(others);
		}
		Ok(other)
	}

	/// Joins the vesting of a lock that merges with this one: all of it vests with the later of both.
	pub fn join(&mut self, other: &Self) {
		self.vested_epoch = self.vested_epoch.max(other.vested_epoch);
		for (own, others) in [
			(&mut self.due, &other.due),
			(&mut self.excess, &other.excess),
			(&mut self.expired, &other.expired),
		] {
			*own = core::mem::take(own).plus(others);
		}
	}

	/// The whole units that go back to the pool when `part` of `whole` shares leave without a penalty: of everything that
	/// is withheld.
	pub fn leave_free(&mut self, part: u128, whole: u128) -> Result<Amounts<A>, LedgerError> {
		let excess = self.excess.take_units_of(part, whole)?;
		Ok(self.expired.take_units_of(part, whole)?.plus(&excess))
	}

	/// The whole units that go back to the pool when `part` of `whole` shares leave early and pay the penalty: of the
	/// expired rewards. The excess stays, and is due with the last share.
	pub fn leave_early(&mut self, part: u128, whole: u128) -> Result<Amounts<A>, LedgerError> {
		if part == whole {
			let excess = core::mem::take(&mut self.excess);
			self.due = core::mem::take(&mut self.due).plus(&excess);
		}
		self.expired.take_units_of(part, whole)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Fixed;
	use bounded_collections::ConstU32;
	use bulwark_testing::{for_all, seed};
	use primitive_types::U256;
	use proptest::{collection::vec, prelude::*};

	type Rewards = Amounts<ConstU32<2>>;
	type Lock = Vesting<ConstU32<2>>;

	const BASE: Multiplier = Multiplier(100);
	const TEN: Multiplier = Multiplier(1_000);
	/// The first epoch of a lock; with a window of 7 it has vested in 18.
	const BEGIN: EpochIndex = EpochIndex(11);

	fn units(first: u128, second: u128) -> Rewards {
		let mut rewards = Rewards::default();
		rewards.add_units(0, first).expect("it is listed");
		rewards.add_units(1, second).expect("it is listed");
		rewards
	}

	fn whole(rewards: &Rewards) -> (u128, u128) {
		(rewards.get(0).units_floor(), rewards.get(1).units_floor())
	}

	/// 100 of the first asset and 30 of the second, at a multiplier of ten.
	fn lock() -> Lock {
		let mut lock = Lock::new(BEGIN, 7);
		lock.earn(units(100, 30), BASE, TEN).expect("it fits");
		lock
	}

	fn due(lock: &mut Lock, now: u32) -> (u128, u128) {
		whole(lock.due(EpochIndex(now)))
	}

	#[test]
	fn a_young_lock_pays_by_the_base_multiplier() {
		let mut lock = lock();

		assert_eq!(due(&mut lock, 17), (10, 3));
		assert_eq!(whole(&lock.withheld()), (90, 27));
	}

	#[test]
	fn everything_is_due_when_the_window_is_over() {
		let mut lock = lock();
		assert_eq!(lock.vested_epoch(), EpochIndex(18));

		assert_eq!(due(&mut lock, 18), (100, 30));
		assert!(lock.withheld().is_zero());
	}

	#[test]
	fn what_was_not_paid_is_not_divided_again() {
		let mut lock = lock();
		for _ in 0..5 {
			lock.earn(units(0, 0), BASE, TEN).expect("it fits");
			assert_eq!(due(&mut lock, 12), (10, 3));
		}

		*lock.due(EpochIndex(12)) = units(0, 3); // the second asset could not be paid
		lock.earn(units(10, 0), BASE, TEN).expect("it fits");

		assert_eq!(due(&mut lock, 12), (1, 3));
		assert_eq!(due(&mut lock, 18), (100, 30));
	}

	#[test]
	fn everything_is_due_at_once_when_the_lock_weighs_no_more_than_the_base() {
		let mut lock = Lock::new(BEGIN, 7);

		lock.earn(units(100, 0), BASE, BASE).expect("it fits");

		assert_eq!(due(&mut lock, 11), (100, 0));
		assert!(lock.withheld().is_zero());
	}

	#[test]
	fn leaving_free_returns_all_that_is_withheld() {
		let mut lock = lock();
		lock.withhold_expired(&units(50, 0));

		assert_eq!(whole(&lock.leave_free(7, 7).expect("it fits")), (140, 27));

		assert_eq!(due(&mut lock, 99), (10, 3));
	}

	#[test]
	fn leaving_free_in_part_returns_a_part_rounded_up() {
		let mut lock = lock();

		assert_eq!(whole(&lock.leave_free(1, 7).expect("it fits")), (13, 4)); // 90 / 7, 27 / 7

		assert_eq!(whole(&lock.withheld()), (77, 23));
	}

	#[test]
	fn leaving_early_returns_expired_rewards_alone() {
		let mut lock = lock();
		lock.withhold_expired(&units(50, 0));

		assert_eq!(whole(&lock.leave_early(1, 3).expect("it fits")), (17, 0));
		assert_eq!(whole(&lock.withheld()), (90 + 33, 27));
		assert_eq!(whole(&lock.leave_early(2, 2).expect("it fits")), (33, 0));

		assert_eq!(due(&mut lock, 12), (100, 30));
	}

	#[test]
	fn expired_rewards_are_due_when_the_pool_closes() {
		let mut lock = lock();
		lock.withhold_expired(&units(50, 0));

		lock.release_expired();

		assert_eq!(due(&mut lock, 12), (60, 3));
		assert_eq!(whole(&lock.withheld()), (90, 27));
	}

	#[test]
	fn split_divides_what_is_withheld_by_shares() {
		let mut lock = lock();

		let mut other = lock.split(1, 3).expect("it fits");

		assert_eq!((whole(&lock.withheld()), whole(&other.withheld())), ((60, 18), (30, 9)));
		assert_eq!((due(&mut lock, 12), due(&mut other, 12)), ((10, 3), (0, 0)));
		assert_eq!(other.vested_epoch(), lock.vested_epoch());
	}

	#[test]
	fn join_vests_with_the_later() {
		let mut lock = lock();
		let mut later = Lock::new(EpochIndex(13), 7);
		later.earn(units(10, 0), BASE, TEN).expect("it fits");

		lock.join(&later);

		assert_eq!(due(&mut lock, 19), (11, 3));
		assert_eq!(due(&mut lock, 20), (110, 30));
	}

	#[test]
	fn units_that_leave_one_by_one_return_no_less_than_together() {
		let mut lock = Lock::new(BEGIN, 7);
		lock.earn(units(40, 0), BASE, TEN).expect("it fits");

		let mut returned = 0;
		for left in (1..=40u128).rev() {
			returned += whole(&lock.leave_free(1, left).expect("it fits")).0;
		}

		assert_eq!(returned, 36);
	}

	#[derive(Clone, Debug)]
	enum Op {
		/// In steps of 2⁻¹²⁸.
		Earn(u128),
		Restake(u128),
		Claim,
		Jump,
		/// Of so many thousandths of the shares.
		Split(u128),
		LeaveFree(u128),
		LeaveEarly(u128),
	}

	fn op() -> impl Strategy<Value = Op> {
		let part = || 1..=1_000u128;
		prop_oneof![
			4 => any::<u128>().prop_map(Op::Earn),
			1 => any::<u128>().prop_map(Op::Restake),
			3 => Just(Op::Claim),
			1 => Just(Op::Jump),
			2 => part().prop_map(Op::Split),
			2 => part().prop_map(Op::LeaveFree),
			2 => part().prop_map(Op::LeaveEarly),
		]
	}

	fn steps(rewards: &Rewards) -> U256 {
		rewards.get(0).steps()
	}

	fn fixed(steps: U256) -> Rewards {
		let mut rewards = Rewards::default();
		rewards.set(0, Fixed::new(steps)).expect("it is listed");
		rewards
	}

	/// Locks that came of one by splitting it, each with its shares.
	struct World {
		locks: Vec<(Lock, u128)>,
		now: EpochIndex,
		own: Multiplier,
		/// In steps: all that came in, and of that the part by the base multiplier.
		earned: U256,
		by_base: U256,
		/// In units.
		paid: u128,
		returned: u128,
		leaves: u128,
		left_early: bool,
		/// In steps: due to those who have left.
		left_due: U256,
	}

	impl World {
		fn run(&mut self, op: &Op) {
			let Some((lock, shares)) = self.locks.first_mut() else { return };
			let part = |thousandths: &u128, shares: &u128| (shares * thousandths / 1_000).max(1);
			match op {
				Op::Earn(amount) => {
					let amount = U256::from(*amount) * 1_000u32;
					lock.earn(fixed(amount), BASE, self.own).expect("it fits");
					self.earned += amount;
					self.by_base += amount * u32::from(BASE.0) / u32::from(self.own.0.max(BASE.0));
				},
				Op::Restake(amount) => {
					let amount = U256::from(*amount) * 1_000u32;
					lock.withhold_expired(&fixed(amount));
					self.earned += amount;
				},
				Op::Claim => {
					let due = lock.due(self.now);
					let units = due.get(0).units_floor();
					*due = fixed(due.get(0).minus(Fixed::from_units(units)).steps());
					self.paid += units;
				},
				Op::Jump => self.now = self.now.next(),
				Op::Split(thousandths) => {
					let part = part(thousandths, shares);
					if part < *shares {
						let other = lock.split(part, *shares).expect("it fits");
						*shares -= part;
						self.locks.push((other, part));
					}
				},
				Op::LeaveFree(thousandths) | Op::LeaveEarly(thousandths) => {
					let part = part(thousandths, shares);
					let returned = match op {
						Op::LeaveFree(_) => lock.leave_free(part, *shares),
						_ => lock.leave_early(part, *shares),
					};
					self.left_early |= matches!(op, Op::LeaveEarly(_)) && part == *shares;
					self.returned += whole(&returned.expect("it fits")).0;
					self.leaves += 1;
					*shares -= part;
				},
			}
			self.locks.rotate_left(1);
			for (lock, _) in self.locks.extract_if(.., |(_, shares)| *shares == 0) {
				self.left_due += steps(&lock.due) + steps(&lock.withheld());
			}
		}
	}

	#[test]
	fn nothing_is_made_or_lost_but_less_than_a_unit_for_each_that_leaves() {
		let multiplier = prop_oneof![Just(100u16), 100u16..=1_000];
		for_all(seed(), 2_000, &(multiplier, vec(op(), 1..60)), |(own, ops)| {
			let mut world = World {
				locks: vec![(Lock::new(BEGIN, 7), 1_000_000)],
				now: BEGIN,
				own: Multiplier(own),
				earned: U256::zero(),
				by_base: U256::zero(),
				paid: 0,
				returned: 0,
				leaves: 0,
				left_early: false,
				left_due: U256::zero(),
			};
			for op in &ops {
				world.run(op);

				let kept =
					world.locks.iter().map(|(lock, _)| steps(&lock.due) + steps(&lock.withheld()));
				let kept = kept.fold(world.left_due, |sum, one| sum + one);
				let gone = Fixed::from_units(world.paid + world.returned).steps();
				prop_assert!(kept + gone <= world.earned);
				// Two sums, each of which loses less than a unit when it is given back.
				let lost = Fixed::from_units(2 * world.leaves).steps();
				prop_assert!(world.earned <= kept + gone + lost);

				let is_young = world.now < BEGIN.plus(7) && !world.left_early;
				let paid = Fixed::from_units(world.paid).steps();
				prop_assert!(!is_young || paid <= world.by_base);
			}
			Ok(())
		});
	}
}
