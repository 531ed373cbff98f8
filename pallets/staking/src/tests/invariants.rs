// SPDX-License-Identifier: Apache-2.0

//! Each invariant once broken, by writing storage, and noticed.

mod operators;
mod serving;

use crate::{mock::*, Conversions, ExitRows, Exits, Holdings, PoolId, Pools, Pots, Redelegations};
use bulwark_ledger::{
	Cohort, Conversion, Departure, EpochIndex, Lot, Multiplier, Part, Pot, Shares,
};
use codec::{Compact, Decode, Encode};

type Raw = Compact<u128>;
/// A bucket: H, T, V.
type RawBucket = (Raw, Raw, Raw);
type RawBuckets = (Option<Departure>, Vec<(Cohort, RawBucket)>);
type RawHolding = (Multiplier, Vec<Lot>);
type RawExits = (Vec<(EpochIndex, EpochIndex, Vec<Part>)>, Raw);

/// What the ledger never lets anybody write: a record changed in its encoded form.
fn forge<Record: Encode + Decode, Form: Encode + Decode>(
	record: &mut Record,
	change: impl FnOnce(&mut Form),
) {
	let mut form = Form::decode(&mut &record.encode()[..]).expect("its form");
	change(&mut form);
	*record = Record::decode(&mut &form.encode()[..]).expect("a form of it");
}

fn forge_pool(pool: PoolId, change: impl FnOnce(&mut RawBuckets)) {
	Pools::<Test>::mutate(pool, |record| {
		let record = record.as_mut().expect("the pool is there");
		forge(&mut record.buckets, change);
	});
}

fn forge_row(pool: PoolId, change: impl FnOnce(&mut RawBuckets)) {
	ExitRows::<Test>::mutate(pool, EpochIndex(now()), |row| {
		forge(row.as_mut().expect("somebody left"), change);
	});
}

fn forge_holding(pool: PoolId, change: impl FnOnce(&mut RawHolding)) {
	Holdings::<Test>::mutate(ALICE, pool, |holding| {
		forge(holding.as_mut().expect("Alice has stake"), change);
	});
}

fn forge_exits(pool: PoolId, change: impl FnOnce(&mut RawExits)) {
	Exits::<Test>::mutate(ALICE, pool, |exits| {
		forge(exits.as_mut().expect("Alice waits"), change);
	});
}

/// Runs a story that breaks one invariant, on a pool in which Alice has a lot of 60 and an exit of
/// 40 and Bob a lot of 100 that is mature, and sees it noticed in these words.
fn breaks(words: &str, story: impl FnOnce(PoolId)) {
	new_test_ext().execute_with(|| {
		let pool = operator_pool();
		delegate(pool, BOB, 100);
		skip(WINDOW);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 40);
		roll(pool, Some(BOB));
		check_invariants();

		story(pool);

		let noticed = Staking::do_try_state().expect_err("something is broken");
		assert_eq!(<&str>::from(noticed), words);
	});
}

/// Where the parts of a form stand: Bob's bucket is the first of the pool, Alice's the second.
const BOBS: usize = 0;
const ALICES: usize = 1;

// Money.

#[test]
fn notices_a_record_that_is_not_the_sum() {
	let words = "I1: the record is the sum of all tokens";
	breaks(words, |_| {
		Pots::<Test>::mutate(NATIVE, |pot| {
			pot.as_mut().expect("it is there").receive(1).expect("it is small")
		})
	});
	breaks(words, |_| {
		Pots::<Test>::mutate(NATIVE, |pot| {
			pot.as_mut().expect("it is there").pay(1).expect("there is so much")
		})
	});
}

#[test]
fn notices_a_debt_that_is_not_in_the_record() {
	breaks("I1: the record is the sum of all tokens", |pool| {
		forge_exits(pool, |(_, due)| *due = Compact(1));
	});
}

#[test]
fn notices_a_debt_that_is_on_its_way() {
	breaks("what is free is not on its way any more", |pool| {
		let mut exits = Exits::<Test>::take(ALICE, pool).expect("Alice waits");
		forge(&mut exits, |(_, due): &mut RawExits| *due = Compact(1));
		Redelegations::<Test>::insert((ALICE, pool, pool), exits);
	});
}

#[test]
fn notices_a_pot_without_its_floor() {
	breaks("I1: the pot holds its record and its floor", |_| {
		transfer(NATIVE, Staking::pot(), DAVE, 1);
	});
}

#[test]
fn notices_a_floor_that_was_never_paid() {
	breaks("I1: the pot holds its record and its floor", |_| {
		let (staked, floor) = (recorded(NATIVE), EXISTENTIAL_DEPOSIT + 1);
		let mut pot = Pot::new(floor);
		pot.receive(staked).expect("it is small");
		Pots::<Test>::insert(NATIVE, pot);
	});
}

// Shares.

#[test]
fn notices_a_holder_with_more_than_its_bucket() {
	breaks("I2: holders have no more than the bucket", |pool| {
		forge_holding(pool, |(_, lots)| lots[0].shares = Shares(61));
	});
}

#[test]
fn notices_shares_of_a_young_bucket_that_are_nobodys() {
	breaks("I2: all of a young bucket is somebody's", |pool| {
		forge_holding(pool, |(_, lots)| lots[0].shares = Shares(59));
	});
}

#[test]
fn notices_a_lot_without_a_bucket() {
	breaks("I2: no lot is without its bucket", |pool| {
		let unheard_of = Lot { cohort: Cohort::From(EpochIndex(now() + 1)), shares: Shares(1) };
		forge_holding(pool, |(_, lots)| lots.push(unheard_of));
	});
}

#[test]
fn notices_a_part_that_is_not_all_of_its_row() {
	for shares in [39, 41] {
		breaks("I2: a row is its parts", |pool| {
			forge_exits(pool, |(waiting, _)| waiting[0].2[0].shares = Shares(shares));
		});
	}
}

#[test]
fn notices_a_row_that_weighs_more_than_its_parts() {
	breaks("I2: a row is its parts", |pool| {
		forge_row(pool, |(_, buckets)| buckets[0].1 .2 .0 += 1);
	});
}

#[test]
fn notices_a_part_without_a_row() {
	breaks("I2: no part is without its row", |pool| {
		ExitRows::<Test>::remove(pool, EpochIndex(now()));
	});
}

#[test]
fn notices_a_part_on_its_way_that_is_not_all_of_its_row() {
	breaks("I2: a row is its parts", |pool| {
		let exits = Exits::<Test>::get(ALICE, pool).expect("Alice waits");
		Redelegations::<Test>::insert((ALICE, pool, pool), exits);
	});
}

#[test]
fn notices_a_conversion_that_nobody_needs() {
	let words = "I2: a conversion waits for shares that somebody has";
	// Of 100 shares of a cohort, which became 90, the last 10 have yet to follow.
	let form = (Compact(100u128), Compact(90u128), Compact(10u128), Compact(900u128));
	let conversion = Conversion::decode(&mut &form.encode()[..]).expect("its form");
	breaks(words, |pool| Conversions::<Test>::insert(pool, EpochIndex(1), conversion));
}

// Prices.

#[test]
fn notices_a_price_above_one() {
	breaks("I3: a price is at most one", |pool| {
		forge_pool(pool, |(_, buckets)| buckets[BOBS].1 .1 = Compact(101));
	});
	breaks("I3: a price is at most one", |pool| {
		forge_row(pool, |(_, buckets)| buckets[0].1 .1 = Compact(41));
	});
}

#[test]
fn notices_shares_that_are_worth_nothing() {
	breaks("I3: a share is worth something", |pool| {
		forge_pool(pool, |(_, buckets)| buckets[BOBS].1 .1 = Compact(0));
	});
	breaks("I3: a share is worth something", |pool| {
		forge_row(pool, |(_, buckets)| buckets[0].1 .1 = Compact(0));
	});
}

#[test]
fn notices_a_price_below_the_mark() {
	breaks("I3: a price is at least the mark", |pool| {
		forge_pool(pool, |(_, buckets)| buckets[ALICES].1 .1 = Compact(59));
	});
	breaks("I3: a price is at least the mark", |pool| {
		slash_pools(now(), percent(10));
		forge_row(pool, |(_, buckets)| buckets[0].1 .1 = Compact(35));
	});
}

// Weights.

#[test]
fn notices_a_bucket_that_weighs_less_than_its_holders() {
	breaks("I5: holders weigh no more than the bucket", |pool| {
		forge_pool(pool, |(_, buckets)| buckets[ALICES].1 .2 .0 -= 1);
	});
	breaks("I5: holders weigh no more than the bucket", |pool| {
		forge_holding(pool, |(multiplier, _)| *multiplier = Multiplier(101));
	});
}

// Nothing is kept of nothing.

#[test]
fn notices_a_holding_of_nothing() {
	breaks("nothing is kept of a holder without stake", |pool| {
		Holdings::<Test>::insert(DAVE, pool, crate::HoldingOf::<Test>::default());
	});
}

#[test]
fn notices_a_holder_who_waits_for_nothing() {
	breaks("nothing is kept of a holder who waits for nothing", |pool| {
		Exits::<Test>::insert(DAVE, pool, crate::ExitsOf::<Test>::default());
	});
	breaks("nothing is kept of a holder who waits for nothing", |pool| {
		Redelegations::<Test>::insert((DAVE, pool, pool), crate::ExitsOf::<Test>::default());
	});
}

#[test]
fn notices_a_row_of_nothing() {
	breaks("nothing is kept of an empty row", |pool| {
		let row = crate::BucketsOf::<Test>::leaving(leaving_now());
		ExitRows::<Test>::insert(pool, EpochIndex(now() + 1), row);
	});
}

#[test]
fn notices_a_bucket_of_nothing() {
	breaks("nothing is kept of an empty bucket", |pool| {
		let nothing = (Compact(0), Compact(0), Compact(0));
		let next = Cohort::From(EpochIndex(now() + 1));
		forge_pool(pool, |(_, buckets)| buckets.push((next, nothing)));
	});
}
