// SPDX-License-Identifier: Apache-2.0

//! The order in which slashes settle makes no difference beyond rounding.
//!
//! A slash leaves T·(1 − φ) and less than a unit more. So k slashes of a bucket leave a whole number from
//! T·Π(1 − φ) to less than k units above it, in whatever order they come: two orders are at most k − 1 units
//! apart, and so is what each staker has.

mod common;

use bulwark_ledger::{EpochIndex, Fraction};
use bulwark_testing::{for_all, seed};
use common::{
	history::{history, slashes, History},
	world::{Place, World},
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::{cell::Cell, collections::BTreeMap};

type Slashes = Vec<(u32, Fraction)>;

#[test]
fn agrees_within_a_unit_per_slash_but_one_when_slashes_settle_in_another_order() {
	let worst = Cell::new(0);
	let cases =
		(history(60), slashes(2..=8).prop_flat_map(|list| (Just(list.clone()), shuffled(list))));

	for_all(seed(), 1500, &cases, |(history, (slashes, others))| {
		compare(&history, &slashes, &others, &worst)
	});

	println!("two orders of up to eight slashes: {} units apart at most", worst.get());
	assert!(worst.get() > 0, "rounding never mattered");
}

#[test]
fn agrees_within_one_unit_when_two_slashes_settle_in_another_order() {
	let worst = Cell::new(0);
	let cases = (history(60), slashes(2));

	for_all(seed(), 1500, &cases, |(history, slashes)| {
		let others: Slashes = slashes.iter().rev().copied().collect();
		compare(&history, &slashes, &others, &worst)
	});

	assert_eq!(worst.get(), 1);
}

fn shuffled(list: Slashes) -> impl Strategy<Value = Slashes> {
	Just(list).prop_shuffle()
}

fn compare(
	history: &History,
	slashes: &Slashes,
	others: &Slashes,
	worst: &Cell<u128>,
) -> TestCaseResult {
	let mut world = history.world();
	for op in &history.ops {
		let _refused = op.run(&mut world);
	}
	let (mut one, mut other) = (world.clone(), world);
	let slashes_of_one = slash_all(&mut one, slashes)?;
	prop_assert_eq!(&slashes_of_one, &slash_all(&mut other, others)?);

	let (one, other) = (one.settled(), other.settled());
	let (buckets, other_buckets) = (one.buckets(), other.buckets());
	for (place, bucket) in &buckets {
		let most = slashes_of_one.get(place).map_or(0, |count| count - 1);
		let apart = bucket.tokens().abs_diff(other_buckets[place].tokens());
		prop_assert!(apart <= most, "{:?}: {} units after {} slashes", place, apart, most + 1);
		prop_assert_eq!(bucket.shares(), other_buckets[place].shares());
	}
	prop_assert_eq!(one.stakes(), other.stakes());
	for ((place, _), stake) in one.stakes() {
		let value = buckets[&place].value_floor(stake.shares).expect("a value");
		let other_value = other_buckets[&place].value_floor(stake.shares).expect("a value");
		let most = slashes_of_one.get(&place).map_or(0, |count| count - 1);
		prop_assert!(value.abs_diff(other_value) <= most);
		worst.set(worst.get().max(value.abs_diff(other_value)));
	}
	Ok(())
}

/// Slashes, and counts how often each bucket was slashed.
fn slash_all(world: &mut World, slashes: &Slashes) -> Result<BTreeMap<Place, u128>, TestCaseError> {
	let mut counts = BTreeMap::new();
	for (back, fraction) in slashes {
		let fault = world.now.minus(back % (world.window + 1));
		for place in world.settled().buckets().into_keys().filter(|at| active(world, *at, fault)) {
			*counts.entry(place).or_default() += 1;
		}
		prop_assert!(world.slash(fault, *fraction).is_ok());
	}
	Ok(counts)
}

fn active(world: &World, place: Place, fault: EpochIndex) -> bool {
	let closed = world.pool.departure().map(|departure| departure.last_epoch);
	place.cohort.has_begun(fault) && place.asked.or(closed).is_none_or(|last| fault <= last)
}
