// SPDX-License-Identifier: Apache-2.0

//! Each invariant once broken, by writing storage, and noticed.

mod epochs;
mod operators;
mod serving;

use crate::{
	mock::*, Conversions, ExitBuckets, Exits, Holdings, PoolId, Pools, Pots, Redelegations,
};
use bulwark_ledger::{
	Cohort, Conversion, Departure, EpochIndex, Lot, Multiplier, PageIndex, Part, Pot, Shares,
};
use codec::{Compact, Decode, Encode};

type Raw = Compact<u128>;
/// A bucket: H, T, V.
type RawBucket = (Raw, Raw, Raw);
type RawBuckets = (Option<Departure>, Option<EpochIndex>, Vec<(Cohort, RawBucket)>);
type RawHolding = (Multiplier, Vec<Lot>);
type RawExits = (Vec<(EpochIndex, EpochIndex, Vec<Part>)>, Raw);

/// Changes a record in its encoded form, as the ledger never lets anybody.
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

fn forge_exits_of_now(pool: PoolId, change: impl FnOnce(&mut RawBuckets)) {
	let mut bucket = exit_buckets(pool).remove(&now()).expect("somebody left");
	forge(&mut bucket, change);
	forge_exit_bucket(pool, now(), Some(bucket));
}

fn forge_holding(pool: PoolId, change: impl FnOnce(&mut RawHolding)) {
	Holdings::<Test>::mutate(ALICE, pool, |holding| {
		forge(holding.as_mut().expect("Alice has stake"), change);
	});
}

fn forge_exits(pool: PoolId, change: impl FnOnce(&mut RawExits)) {
	Exits::<Test>::mutate(ALICE, pool, |exits| {
		forge(exits.as_mut().expect("Alice has an exit"), change);
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
		poke(pool, Some(BOB));
		check_invariants();

		story(pool);

		let noticed = Staking::do_try_state().expect_err("something is broken");
		assert_eq!(<&str>::from(noticed), words);
	});
}

/// The places of a form: Bob's bucket is the first of the pool, Alice's the second.
const BOBS: usize = 0;
const ALICES: usize = 1;

// Money.

#[test]
fn notices_a_record_that_is_not_the_sum() {
	let words = "I1: the recorded total of a pot is the sum of all tokens in its asset";
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
	breaks("I1: the recorded total of a pot is the sum of all tokens in its asset", |pool| {
		forge_exits(pool, |(_, due)| *due = Compact(1));
	});
}

#[test]
fn notices_a_debt_in_a_redelegation() {
	breaks("a redelegation has nothing due", |pool| {
		let mut exits = Exits::<Test>::take(ALICE, pool).expect("Alice has an exit");
		forge(&mut exits, |(_, due): &mut RawExits| *due = Compact(1));
		Redelegations::<Test>::insert((ALICE, pool, pool), exits);
	});
}

#[test]
fn notices_a_pot_without_its_floor() {
	breaks("I1: the balance of a pot is at least its recorded total and its floor", |_| {
		transfer(NATIVE, Staking::pot(), DAVE, 1);
	});
}

#[test]
fn notices_a_floor_that_was_never_paid() {
	breaks("I1: the balance of a pot is at least its recorded total and its floor", |_| {
		let (staked, floor) = (recorded(NATIVE), EXISTENTIAL_DEPOSIT + 1);
		let mut pot = Pot::new(floor);
		pot.receive(staked).expect("it is small");
		Pots::<Test>::insert(NATIVE, pot);
	});
}

// Shares.

#[test]
fn notices_a_staker_with_more_than_its_bucket() {
	breaks("I2: the stakers of a bucket have no more shares than it", |pool| {
		forge_holding(pool, |(_, lots)| lots[0].shares = Shares(61));
	});
}

#[test]
fn notices_shares_of_a_young_bucket_that_are_nobodys() {
	breaks("I2: all shares of a young bucket are its stakers'", |pool| {
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
fn notices_a_part_that_is_not_all_of_its_exit_bucket() {
	for shares in [39, 41] {
		breaks("I2: the parts of an exit bucket are all of it", |pool| {
			forge_exits(pool, |(waiting, _)| waiting[0].2[0].shares = Shares(shares));
		});
	}
}

#[test]
fn notices_an_exit_bucket_that_weighs_more_than_its_parts() {
	breaks("I2: the parts of an exit bucket are all of it", |pool| {
		forge_exits_of_now(pool, |(_, _, buckets)| buckets[0].1 .2 .0 += 1);
	});
}

#[test]
fn notices_a_part_without_an_exit_bucket() {
	breaks("I2: no part is without its exit bucket", |pool| {
		forge_exit_bucket(pool, now(), None);
	});
}

#[test]
fn notices_a_redelegated_part_that_is_not_all_of_its_exit_bucket() {
	breaks("I2: the parts of an exit bucket are all of it", |pool| {
		let exits = Exits::<Test>::get(ALICE, pool).expect("Alice has an exit");
		Redelegations::<Test>::insert((ALICE, pool, pool), exits);
	});
}

#[test]
fn notices_a_conversion_that_nobody_needs() {
	let words = "I2: a conversion waits for shares that somebody has";
	// Of 100 shares of a cohort, which became 90, the last 10 have yet to follow.
	let form = (Compact(100u128), Compact(90u128), Compact(10u128), Compact(900u128));
	let conversion = Conversion::decode(&mut &form.encode()[..]).expect("its form");
	breaks(words, |pool| forge_conversion(pool, 1, conversion));
}

// Prices.

#[test]
fn notices_a_price_above_one() {
	breaks("I3: a price is at most one", |pool| {
		forge_pool(pool, |(_, _, buckets)| buckets[BOBS].1 .1 = Compact(101));
	});
	breaks("I3: a price is at most one", |pool| {
		forge_exits_of_now(pool, |(_, _, buckets)| buckets[0].1 .1 = Compact(41));
	});
}

#[test]
fn notices_shares_that_are_worth_nothing() {
	breaks("I3: a bucket with shares has tokens", |pool| {
		forge_pool(pool, |(_, _, buckets)| buckets[BOBS].1 .1 = Compact(0));
	});
	breaks("I3: a bucket with shares has tokens", |pool| {
		forge_exits_of_now(pool, |(_, _, buckets)| buckets[0].1 .1 = Compact(0));
	});
}

#[test]
fn notices_a_price_below_the_unslashed_part() {
	breaks("I3: a price is at least the unslashed part of its operator", |pool| {
		forge_pool(pool, |(_, _, buckets)| buckets[ALICES].1 .1 = Compact(59));
	});
	breaks("I3: a price is at least the unslashed part of its operator", |pool| {
		slash_pools(now(), percent(10));
		forge_exits_of_now(pool, |(_, _, buckets)| buckets[0].1 .1 = Compact(35));
	});
}

// Weights.

#[test]
fn notices_a_bucket_that_weighs_less_than_its_stakers() {
	breaks("I5: the stakers of a bucket weigh no more than it", |pool| {
		forge_pool(pool, |(_, _, buckets)| buckets[ALICES].1 .2 .0 -= 1);
	});
	breaks("I5: the stakers of a bucket weigh no more than it", |pool| {
		forge_holding(pool, |(multiplier, _)| *multiplier = Multiplier(101));
	});
}

// Empty records.

#[test]
fn notices_a_holding_of_nothing() {
	breaks("nothing is kept of a staker without stake", |pool| {
		Holdings::<Test>::insert(DAVE, pool, crate::HoldingOf::<Test>::default());
	});
}

#[test]
fn notices_a_staker_without_exits() {
	breaks("nothing is kept of a staker without exits", |pool| {
		Exits::<Test>::insert(DAVE, pool, crate::ExitsOf::<Test>::default());
	});
	breaks("nothing is kept of a staker without exits", |pool| {
		Redelegations::<Test>::insert((DAVE, pool, pool), crate::ExitsOf::<Test>::default());
	});
}

#[test]
fn notices_an_empty_exit_bucket() {
	breaks("nothing is kept of an empty exit bucket", |pool| {
		let empty = crate::BucketsOf::<Test>::leaving(leaving_now());
		forge_exit_bucket(pool, now() + 1, Some(empty));
	});
}

#[test]
fn notices_an_empty_page() {
	breaks("nothing is kept of an empty page", |pool| {
		ExitBuckets::<Test>::insert(pool, PageIndex(9), crate::ExitPageOf::<Test>::default());
	});
	breaks("nothing is kept of an empty page", |pool| {
		Conversions::<Test>::insert(pool, PageIndex(9), crate::ConversionPageOf::<Test>::default());
	});
}

#[test]
fn notices_a_bucket_of_nothing() {
	breaks("nothing is kept of an empty bucket", |pool| {
		let nothing = (Compact(0), Compact(0), Compact(0));
		let next = Cohort::From(EpochIndex(now() + 1));
		forge_pool(pool, |(_, _, buckets)| buckets.push((next, nothing)));
	});
}
