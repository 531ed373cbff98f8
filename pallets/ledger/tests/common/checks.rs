// SPDX-License-Identifier: Apache-2.0

//! What holds after every operation: the invariants I1 to I4 of `docs/invariants.md`, and the bounds.

use super::{
	model::Entry,
	rational::{floor, price, whole},
	trial::Trial,
	world::{Place, Stake, Staker, World},
};
use bulwark_ledger::{Balance, Bucket, Cohort, RewardWeight, Shares};
use codec::{Decode, MaxEncodedLen};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::{collections::BTreeMap, fmt::Debug};

/// A settled state: what everything is worth at a moment.
#[derive(Clone, Default)]
pub struct View {
	pub buckets: BTreeMap<Place, Bucket>,
	pub stakes: BTreeMap<(Place, Staker), Stake>,
}

impl View {
	pub fn of(world: &World) -> Self {
		Self { buckets: world.buckets(), stakes: world.stakes() }
	}

	pub fn bucket(&self, place: Place) -> Bucket {
		self.buckets.get(&place).copied().unwrap_or_default()
	}

	pub fn value(&self, place: Place, shares: Shares) -> Balance {
		let bucket = self.bucket(place);
		floor(&(whole(shares.0) * price(&bucket)))
	}

	/// A staker's lots, or its parts of all exits.
	pub fn stakes_of(&self, who: Staker, exits: bool) -> Vec<(Place, Shares)> {
		let all = self.stakes.iter().map(|((place, staker), stake)| (*place, *staker, stake));
		let own = all.filter(|(place, staker, _)| *staker == who && place.asked.is_some() == exits);
		own.map(|(place, _, stake)| (place, stake.shares)).collect()
	}
}

impl Trial {
	/// Everything that always holds, I1 to I4, of the state as stored and of the settled one.
	pub(super) fn check(&mut self, view: View) -> TestCaseResult {
		self.check_records()?;
		self.check_buckets(&view)?;
		self.check_shares(&view)?;
		self.check_values(&view)?;
		self.view = view;
		Ok(())
	}

	/// I1, and the bounds.
	fn check_records(&self) -> TestCaseResult {
		let world = &self.world;
		let limit = world.window as usize + 2;
		let stored = world.buckets();
		let sum: Balance = stored.values().map(Bucket::tokens).sum();
		prop_assert_eq!(sum, world.pot.owed(), "I1");
		prop_assert_eq!(world.unslashed.get().deconstruct(), self.unslashed);
		prop_assert_eq!(
			world.pool.departure().map(|departure| departure.last_epoch),
			self.model.closed
		);
		prop_assert!(world.pool.iter().count() <= limit);
		prop_assert!(world
			.exit_buckets
			.values()
			.all(|exit_bucket| exit_bucket.iter().count() < limit));
		prop_assert!(world.holdings.values().all(|lots| lots.lots().len() <= limit));
		prop_assert!(world.exits.values().all(|exits| exits.waiting().len() < limit));
		for bucket in stored.values() {
			prop_assert!(1 <= bucket.tokens() && bucket.tokens() <= bucket.shares().0);
		}
		Ok(())
	}

	/// What is stored can be read again, and fits.
	pub(super) fn check_codec(&self) -> TestCaseResult {
		let world = &self.world;
		check_stored(&world.pool)?;
		check_stored(&world.unslashed)?;
		check_stored(&world.pot)?;
		world.exit_buckets.values().try_for_each(check_stored)?;
		world.holdings.values().try_for_each(check_stored)?;
		world.exits.values().try_for_each(check_stored)?;
		world.conversions.values().try_for_each(check_stored)
	}

	/// I3: no price above 1, none below what the slashes left, and M never below a fifth while it merges.
	fn check_buckets(&mut self, view: &View) -> TestCaseResult {
		self.floors.retain(|place, _| view.buckets.contains_key(place));
		for (place, bucket) in &view.buckets {
			prop_assert!(1 <= bucket.tokens() && bucket.tokens() <= bucket.shares().0);
			let floor = self.floors.get(place).cloned().unwrap_or_else(BigRational::one);
			prop_assert!(price(bucket) >= floor, "I3: {:?}: {:?} < {}", place, bucket, floor);
			if !self.world.unslashed.is_spent() && place.cohort == Cohort::Mature {
				prop_assert!(bucket.shares().0 <= 5 * bucket.tokens());
			}
		}
		Ok(())
	}

	/// I2: nobody's shares or weight are missing in a bucket; what is over in M is dust.
	fn check_shares(&self, view: &View) -> TestCaseResult {
		let mut sums: BTreeMap<Place, (u128, RewardWeight)> = BTreeMap::new();
		for ((place, _), stake) in &view.stakes {
			prop_assert!(!stake.shares.is_zero());
			let sum = sums.entry(*place).or_default();
			sum.0 += stake.shares.0;
			sum.1 += stake.weight;
		}
		prop_assert!(sums.keys().all(|place| view.buckets.contains_key(place)));

		let mut matured = self.world.clone();
		prop_assert_eq!(matured.mature(), Ok(()));
		let matured = matured.buckets();
		prop_assert_eq!(matured.len(), view.buckets.len());
		for (place, bucket) in &view.buckets {
			let (shares, weight) = sums.get(place).copied().unwrap_or_default();
			let dust = bucket.shares().0.checked_sub(shares);
			let merges = *place == Place { asked: None, cohort: Cohort::Mature };
			let most = if merges { self.model.dust } else { 0 };
			prop_assert!(dust.is_some_and(|dust| dust <= most), "I2: {:?}: {:?}", place, dust);
			prop_assert_eq!(bucket.weight(), weight, "all have followed");
			prop_assert!(matured[place].weight() >= weight, "not all have followed");
			prop_assert_eq!(matured[place].shares(), bucket.shares());
			prop_assert_eq!(matured[place].tokens(), bucket.tokens());
		}
		Ok(())
	}

	/// I4: every stake is as near to its exact value as its steps allow.
	fn check_values(&mut self, view: &View) -> TestCaseResult {
		for key in view.stakes.keys() {
			prop_assert!(self.model.entries.contains_key(key), "{:?} should have nothing", key);
		}
		for ((place, who), entry) in &self.model.entries {
			let stake = view.stakes.get(&(*place, *who)).copied().unwrap_or_default();
			let value = view.bucket(*place).value_floor(stake.shares).unwrap_or_default();
			let away = check_distance(entry, value)?;
			self.figures.above = self.figures.above.max(away);
			self.figures.below = self.figures.below.max(-away);
		}
		Ok(())
	}
}

/// Whether a whole number is within the budget of a stake, and how many units it is above. It has been
/// rounded down.
pub fn check_distance(entry: &Entry, value: Balance) -> Result<f64, TestCaseError> {
	let Entry { value: exact, budget, .. } = entry;
	let above = BigInt::from(value) * exact.denom() - exact.numer();
	let units = |count: u32| exact.denom() * count;
	let away = BigRational::new_raw(above.clone(), exact.denom().clone()).to_f64();
	let away = away.unwrap_or(f64::INFINITY);

	prop_assert!(above <= units(budget.above), "I4: {} above, {:?}", away, budget);
	prop_assert!(-above < units(budget.below + 1), "I4: {} below, {:?}", -away, budget);
	Ok(away)
}

/// I3: what a bucket's stayers have moves up only, and by less than a unit for each of so many steps.
pub fn check_prices(before: &View, after: &View, steps: u32) -> TestCaseResult {
	for (place, old) in &before.buckets {
		let Some(new) = after.buckets.get(place) else { continue };
		let stayed = whole(old.shares().0.min(new.shares().0));
		let gain = stayed * (price(new) - price(old));
		prop_assert!(!gain.is_negative(), "I3: {:?} fell from {:?} to {:?}", place, old, new);
		prop_assert!(gain < whole(steps.max(1).into()), "I3: {:?}: {:?}, {:?}", place, old, new);
	}
	Ok(())
}

fn check_stored<V: Decode + MaxEncodedLen + PartialEq + Debug>(value: &V) -> TestCaseResult {
	let bytes = value.encode();
	prop_assert!(bytes.len() <= V::max_encoded_len());
	prop_assert_eq!(&V::decode(&mut &bytes[..]).expect("can be read"), value);
	Ok(())
}
