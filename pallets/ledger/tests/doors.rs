// SPDX-License-Identifier: Apache-2.0

//! What who divides rewards needs of the ledger: where weight stands and how it moves, a part of an exit for
//! another, stake that moves between stakers, and stake that leaves a closed pool. W is 7.

mod common;

use bulwark_ledger::{
	shift,
	Amount::{self, All, Exactly},
	Balance, Bucket, Cohort, Conversions, Departure, EpochIndex, Followed, Fraction, LedgerError,
	Multiplier, Place, RewardWeight, RewardWeights, Shares, Unstaked, Weighted,
};
use bulwark_testing::{for_all, seed};
use common::{
	history::{fraction, history},
	percent,
	world::{
		Lots,
		Staker::{self, Alice, Bob},
		Waiting, World,
	},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The epoch of [`World::new`].
const NOW: EpochIndex = EpochIndex(20);
/// 1.50.
const HALF_MORE: Multiplier = Multiplier(150);

fn young(start: u32) -> Place {
	Place::pool(Cohort::From(EpochIndex(start)))
}

fn weighted(place: Place, weight: RewardWeight) -> Weighted {
	Weighted { place, weight }
}

/// Alice's shares weigh 1.50.
fn world() -> World {
	let mut world = World::new(7);
	world.multipliers[Alice as usize] = HALF_MORE.0;
	world
}

/// Alice has 10 000 active.
fn begun() -> World {
	let mut world = world();
	world.stake(Alice, 10_000).unwrap();
	world.jump(1);
	world
}

/// A tenth of what Alice has in M has been slashed, and Bob's 900 are about to merge with the rest.
fn about_to_merge() -> World {
	let mut world = world();
	world.stake(Alice, 1_000).unwrap();
	world.jump(8);
	world.slash(world.now, percent(10)).unwrap();
	world.follow(Alice).unwrap();
	world.stake(Bob, 901).unwrap();
	world.jump(8);
	world
}

/// Lets a staker follow, and tells what became of its weight.
fn follow(world: &mut World, who: Staker) -> Vec<Followed> {
	let at = world.at();
	let mut conversions = Conversions::new();
	world.pool.mature(at, &mut conversions).unwrap();
	let lots = world.holdings.get_mut(&who).unwrap();
	lots.follow(&mut world.pool, at, &mut conversions).unwrap()
}

fn sums(weights: &[Weighted]) -> BTreeMap<Place, RewardWeight> {
	let mut sums = BTreeMap::new();
	for one in weights {
		*sums.entry(one.place).or_default() += one.weight;
	}
	sums
}

// Where weight stands.

#[test]
fn weights_of_lots_are_their_shares_times_the_multiplier() {
	let mut world = begun();
	world.stake(Alice, 7).unwrap();

	let weights = world.holdings[&Alice].weights();

	assert_eq!(weights, Ok(vec![weighted(young(21), 1_500_000), weighted(young(22), 1_050)]));
}

#[test]
fn weights_of_exits_stand_in_their_rows() {
	let mut world = begun();
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	world.unstake(Alice, Exactly(10_040)).unwrap();
	world.jump(1);
	world.unstake(Alice, Exactly(50)).unwrap();

	let weights = world.exits[&Alice].weights();

	let exit_bucket =
		|asked, start| Place::exit(EpochIndex(asked), Cohort::From(EpochIndex(start)));
	assert_eq!(
		weights,
		[
			weighted(exit_bucket(22, 21), 1_500_000),
			weighted(exit_bucket(22, 22), 6_000),
			weighted(exit_bucket(23, 22), 7_500)
		]
	);
}

#[test]
fn follow_tells_nothing_when_nothing_has_merged() {
	let mut world = begun();
	world.jump(6);

	assert_eq!(follow(&mut world, Alice), []);
}

#[test]
fn follow_tells_the_same_weight_when_a_cohort_merged_one_for_one() {
	let mut world = begun();
	world.jump(7);

	let followed = follow(&mut world, Alice);

	let start = EpochIndex(21);
	assert_eq!(followed, [Followed { start, left: 1_500_000, joined: 1_500_000 }]);
}

#[test]
fn follow_tells_both_weights_when_a_merge_has_changed_the_shares() {
	let mut world = about_to_merge();

	let followed = follow(&mut world, Bob);

	// 901 · 1000 / 900, rounded down.
	let start = EpochIndex(29);
	assert_eq!(followed, [Followed { start, left: 90_100, joined: 100_100 }]);
	assert_eq!(follow(&mut world, Bob), [], "once");
}

#[test]
fn present_is_what_is_stored_when_everybody_has_followed() {
	for_all(seed(), 300, &history(80), |history| {
		let mut world = history.world();
		for op in &history.ops {
			let _refused = op.run(&mut world);
		}
		for who in Staker::ALL {
			let Some(lots) = world.holdings.get(&who) else { continue };
			let stored = lots.weights().unwrap();
			let mut conversions = world.conversions.clone();
			let mut lots = lots.clone();
			let mut pool = world.pool.clone();
			pool.mature(world.at(), &mut conversions).unwrap();

			let followed = lots.follow(&mut pool, world.at(), &mut conversions).unwrap();

			let present = RewardWeights { stored, followed }.present();
			let mut now = sums(&lots.weights().unwrap());
			now.retain(|_, weight| *weight > 0);
			let mut told = sums(&present);
			told.retain(|_, weight| *weight > 0);
			prop_assert_eq!(told, now);
		}
		Ok(())
	});
}

// Another weight.

#[test]
fn reweigh_changes_the_weight_of_every_lot_and_nothing_else() {
	let mut world = begun();
	world.stake(Alice, 7).unwrap();
	world.stake(Bob, 100).unwrap();
	let before = world.clone();

	world.holdings.get_mut(&Alice).unwrap().reweigh(&mut world.pool, Multiplier(25)).unwrap();

	let lots = &world.holdings[&Alice];
	assert_eq!(lots.multiplier(), Multiplier(25));
	assert_eq!(lots.lots(), before.holdings[&Alice].lots());
	for (cohort, bucket) in before.pool.iter() {
		let after = world.pool.bucket(cohort);
		assert_eq!((after.shares(), after.tokens()), (bucket.shares(), bucket.tokens()));
	}
	let weight = |start| world.pool.bucket(Cohort::From(EpochIndex(start))).weight();
	assert_eq!((weight(21), weight(22)), (250_000, 175 + 10_000));
}

#[test]
fn reweigh_takes_all_weight_out_when_it_is_nothing() {
	let mut world = begun();

	world.holdings.get_mut(&Alice).unwrap().reweigh(&mut world.pool, Multiplier(0)).unwrap();

	assert_eq!(world.pool.bucket(young(21).cohort).weight(), 0);
	assert_eq!(world.holdings[&Alice].weights(), Ok(vec![weighted(young(21), 0)]));
}

#[test]
fn reweigh_says_what_comes_weighs_when_there_is_nothing_yet() {
	let mut world = World::new(7);
	let mut lots = Lots::default();

	lots.reweigh(&mut world.pool, HALF_MORE).unwrap();

	assert_eq!(lots, Lots::new(HALF_MORE));
	assert!(world.pool.is_empty());
}

// A part for another.

/// Takes a part of Alice's exit of an epoch for Bob, and returns what both are worth.
fn penalty(world: &mut World, asked: EpochIndex, fraction: Fraction) -> (Balance, Balance) {
	let exit_bucket = world.exit_buckets[&asked].clone();
	let taken =
		world.exits.get_mut(&Alice).unwrap().penalty(&exit_bucket, asked, fraction).unwrap();
	world.exits.entry(Bob).or_default().join(taken).unwrap();
	(world.exit_value(Alice), world.exit_value(Bob))
}

#[test]
fn penalty_takes_a_half_and_leaves_the_weight() {
	let mut world = begun();
	world.unstake(Alice, All).unwrap();
	let asked = world.now;
	let exit_bucket = world.exit_buckets[&asked].clone();
	let weights = world.exits[&Alice].weights();

	assert_eq!(penalty(&mut world, asked, percent(50)), (5_000, 5_000));

	assert_eq!(world.exits[&Alice].weights(), weights);
	let place = Place::exit(asked, Cohort::From(asked));
	assert_eq!(world.exits[&Bob].weights(), [weighted(place, 0)]);
	assert_eq!(world.exit_buckets[&asked], exit_bucket, "the exit bucket is what it was");
	assert_eq!(world.exits[&Bob].waiting()[0].release, world.release(asked));
}

#[test]
fn penalty_rounds_up() {
	let mut world = world();
	world.stake(Alice, 1_001).unwrap();
	world.jump(1);
	world.unstake(Alice, All).unwrap();

	let now = world.now;
	assert_eq!(penalty(&mut world, now, percent(50)), (500, 501));
}

#[test]
fn penalty_rounds_once_when_there_are_several_parts() {
	let mut world = world();
	for _ in 0..3 {
		world.stake(Alice, 333).unwrap();
		world.jump(1);
	}
	world.unstake(Alice, All).unwrap();

	let now = world.now;
	assert_eq!(penalty(&mut world, now, percent(50)), (499, 500));
}

#[test]
fn penalty_is_hit_by_a_later_slash_as_the_rest_is() {
	let mut world = begun();
	world.unstake(Alice, All).unwrap();
	let now = world.now;
	penalty(&mut world, now, percent(50));

	world.slash(now, percent(20)).unwrap();

	assert_eq!((world.exit_value(Alice), world.exit_value(Bob)), (4_000, 4_000));
	world.jump(8);
	assert_eq!(world.withdraw(Bob), Ok(4_000));
	assert_eq!(world.withdraw(Alice), Ok(4_000));
	assert!(world.exit_buckets.is_empty());
}

#[test]
fn penalty_takes_the_weight_too_when_it_takes_all() {
	let mut world = begun();
	world.unstake(Alice, All).unwrap();
	let now = world.now;
	let weights = world.exits[&Alice].weights();

	assert_eq!(penalty(&mut world, now, Fraction::one()), (0, 10_000));

	assert!(world.exits[&Alice].is_empty());
	assert_eq!(world.exits[&Bob].weights(), weights);
}

#[test]
fn penalty_takes_the_whole_exit_when_that_is_what_is_rounded_up() {
	let mut world = world();
	world.stake(Alice, 1).unwrap();
	world.stake(Bob, 99).unwrap();
	world.jump(1);
	world.unstake(Alice, All).unwrap();
	let now = world.now;
	let before = world.exits[&Alice].clone();

	assert_eq!(penalty(&mut world, now, Fraction::from_parts(1)), (0, 1));

	assert!(world.exits[&Alice].is_empty());
	assert_eq!(world.exits[&Bob], before, "with its weight");
}

#[test]
fn penalty_leaves_an_exit_that_is_worth_nothing() {
	let mut world = world();
	world.stake(Alice, 1).unwrap();
	world.stake(Bob, 1_000).unwrap();
	world.jump(1);
	world.unstake(Alice, All).unwrap();
	world.unstake(Bob, All).unwrap();
	let now = world.now;
	world.slash(now, percent(50)).unwrap();

	assert_eq!(penalty(&mut world, now, percent(50)), (0, 500));

	assert!(!world.exits[&Alice].is_empty(), "nothing was taken of it");
}

#[test]
fn penalty_takes_nothing_when_the_part_is_nothing_or_nobody_asked() {
	let mut world = begun();
	world.unstake(Alice, All).unwrap();
	let now = world.now;
	let before = world.exits[&Alice].clone();

	assert_eq!(penalty(&mut world, now, Fraction::zero()), (10_000, 0));
	let exit_bucket = world.exit_buckets[&now].clone();
	let mut exits = world.exits[&Alice].clone();
	assert_eq!(exits.penalty(&exit_bucket, now.next(), percent(50)), Ok(Waiting::default()));

	assert_eq!((&world.exits[&Alice], &exits), (&before, &before));
	assert!(world.exits[&Bob].is_empty());
}

#[test]
fn penalty_is_exact_and_loses_no_share_whatever_happened_before() {
	let up_to_all = prop_oneof![
		3 => fraction(),
		2 => (0..=1_000_000_000_000_000_000u64).prop_map(Fraction::from_parts),
	];
	for_all(seed(), 600, &(history(80), up_to_all), |(history, fraction)| {
		let mut world = history.world();
		for op in &history.ops {
			let _refused = op.run(&mut world);
		}
		for (_, exits) in world.exits.clone() {
			for exit in exits.waiting() {
				let exit_bucket = &world.exit_buckets[&exit.asked_epoch];
				let value = exit.value(exit_bucket).unwrap();
				let mut left = exits.clone();

				let taken = left.penalty(exit_bucket, exit.asked_epoch, fraction).unwrap();

				let mut both = left.clone();
				both.join(taken.clone()).unwrap();
				prop_assert_eq!(&both, &exits, "together they are what was there");
				let worth = |exits: &Waiting| -> Balance {
					let of_epoch =
						exits.waiting().iter().filter(|one| one.asked_epoch == exit.asked_epoch);
					of_epoch.map(|one| one.value(exit_bucket).unwrap()).sum()
				};
				prop_assert_eq!(worth(&taken), fraction.mul_ceil(value));
				let parts = exit.parts().len() as u128;
				let rest = value - worth(&taken);
				prop_assert!(worth(&left) <= rest && worth(&left) + parts >= rest);
				let is_whole = value > 0 && rest == 0;
				prop_assert!(!is_whole || left.waiting().len() < exits.waiting().len());
			}
		}
		Ok(())
	});
}

// Active values.

#[test]
fn exit_is_active_from_the_epoch_of_each_cohort_to_its_own() {
	let mut world = begun();
	world.stake(Alice, 500).unwrap();
	world.jump(2);
	world.unstake(Alice, Exactly(10_300)).unwrap();
	let asked = world.now;
	let exit = &world.exits[&Alice].waiting()[0];

	let active = |epoch| exit.active_value(&world.exit_buckets[&asked], epoch).unwrap();

	let epochs = [asked.minus(3), asked.minus(2), asked.minus(1), asked, asked.next()];
	assert_eq!(epochs.map(active), [0, 10_000, 10_300, 10_300, 0]);
}

#[test]
fn holding_is_active_until_the_pool_has_left() {
	let mut world = begun();
	world.stake(Alice, 500).unwrap();
	world.jump(2);
	world.close(0).unwrap();
	let last = world.now;
	world.jump(3);

	let active = |epoch| world.holdings[&Alice].active_value(&world.pool, epoch).unwrap();

	let epochs = [last.minus(3), last.minus(2), last.minus(1), last, last.next(), world.now];
	assert_eq!(epochs.map(active), [0, 10_000, 10_500, 10_500, 0, 0]);
}

#[test]
fn stake_is_active_in_the_same_epochs_whether_it_left_a_pool_or_the_pool_closed() {
	let (mut left, mut closed) = (begun(), begun());
	for world in [&mut left, &mut closed] {
		world.stake(Alice, 500).unwrap();
		world.jump(2);
	}

	left.unstake(Alice, All).unwrap();
	closed.close(0).unwrap();

	let exit = &left.exits[&Alice].waiting()[0];
	let lots = &closed.holdings[&Alice];
	for epoch in EpochIndex(18).through(left.now.plus(2)) {
		let of_exit = exit.active_value(&left.exit_buckets[&left.now], epoch);
		assert_eq!(of_exit, lots.active_value(&closed.pool, epoch), "in {epoch:?}");
	}
}

// Between stakers.

/// Moves stake from Alice to Bob.
fn shift_to_bob(world: &mut World, amount: Amount) -> Result<(), LedgerError> {
	let (at, minimum) = (world.at(), world.minimum);
	let mut from = world.holdings.get(&Alice).cloned().unwrap_or_default();
	let mut to = world.holdings.get(&Bob).cloned().unwrap_or_default();
	shift(&world.pool, &mut from, &mut to, at, amount, minimum)?;
	world.holdings.insert(Alice, from);
	world.holdings.insert(Bob, to);
	world.holdings.retain(|_, lots| !lots.is_empty());
	Ok(())
}

#[test]
fn shift_of_all_gives_every_lot_with_its_weight() {
	let mut world = begun();
	world.stake(Alice, 7).unwrap();
	let before = world.clone();

	shift_to_bob(&mut world, All).unwrap();

	assert_eq!(world.pool, before.pool);
	assert_eq!(world.holdings[&Bob], before.holdings[&Alice]);
	assert!(!world.holdings.contains_key(&Alice));
}

#[test]
fn shift_of_an_amount_gives_what_has_not_begun_and_then_the_oldest() {
	let mut world = begun();
	world.stake(Alice, 50).unwrap();
	world.jump(1);
	world.stake(Alice, 7).unwrap();
	let pool = world.pool.clone();

	shift_to_bob(&mut world, Exactly(107)).unwrap();

	let lots = |who: Staker, start| world.holdings[&who].shares(Cohort::From(EpochIndex(start))).0;
	assert_eq!([21, 22, 23].map(|start| lots(Bob, start)), [100, 0, 7]);
	assert_eq!([21, 22, 23].map(|start| lots(Alice, start)), [9_900, 50, 0]);
	assert_eq!(world.pool, pool);
}

#[test]
fn shift_joins_the_lots_that_are_there() {
	let mut world = begun();
	shift_to_bob(&mut world, Exactly(4_000)).unwrap();

	shift_to_bob(&mut world, Exactly(1_000)).unwrap();

	world.assert_value(Alice, 5_000);
	world.assert_value(Bob, 5_000);
	assert_eq!(world.holdings[&Bob].lots().len(), 1);
}

#[test]
fn shift_refuses_stake_of_another_weight() {
	let mut world = begun();
	world.stake(Bob, 10).unwrap();

	world.assert_refused(LedgerError::WeightMismatch, |world| shift_to_bob(world, All));
}

#[test]
fn shift_refuses_more_than_there_is_and_nothing() {
	let mut world = begun();

	let too_much = |world: &mut World| shift_to_bob(world, Exactly(10_001));
	world.assert_refused(LedgerError::InsufficientStake, too_much);
	world.assert_refused(LedgerError::BelowMinimum, |world| shift_to_bob(world, Exactly(0)));
	assert_eq!(shift_to_bob(&mut world, Exactly(10_000)), Ok(()));

	world.assert_refused(LedgerError::InsufficientStake, |world| shift_to_bob(world, All));
}

#[test]
fn shift_refuses_to_give_or_leave_less_than_the_minimum() {
	let mut world = begun();
	world.minimum = 10;

	world.assert_refused(LedgerError::BelowMinimum, |world| shift_to_bob(world, Exactly(9)));
	world.assert_refused(LedgerError::BelowMinimum, |world| shift_to_bob(world, Exactly(9_991)));

	assert_eq!(shift_to_bob(&mut world, Exactly(10)), Ok(()));
	assert_eq!(shift_to_bob(&mut world, Exactly(9_980)), Ok(()));
	world.assert_value(Alice, 10);
}

#[test]
fn shift_asks_for_the_minimum_of_all_that_each_has() {
	let mut world = begun();
	world.minimum = 10;
	shift_to_bob(&mut world, Exactly(4_000)).unwrap();

	assert_eq!(shift_to_bob(&mut world, Exactly(3)), Ok(()));

	world.assert_value(Alice, 5_997);
	world.assert_value(Bob, 4_003);
}

#[test]
fn shift_keeps_every_share_and_gives_what_was_asked_whatever_happened_before() {
	for_all(seed(), 600, &(history(80), 1..=1_000u32), |(mut history, part)| {
		history.multipliers = [history.multipliers[0]; 6];
		let mut world = history.world();
		for op in &history.ops {
			let _refused = op.run(&mut world);
		}
		let mut world = world.settled();
		world.minimum = 1;
		let before = world.clone();
		let amount = world.value(Alice) * Balance::from(part) / 1_000;

		if shift_to_bob(&mut world, Exactly(amount)).is_err() {
			prop_assert_eq!(&world, &before);
			return Ok(());
		}

		let shares = |world: &World| -> BTreeMap<Cohort, u128> {
			let mut sums = BTreeMap::new();
			for who in [Alice, Bob] {
				for lot in world.holdings.get(&who).into_iter().flat_map(|lots| lots.lots()) {
					*sums.entry(lot.cohort).or_default() += lot.shares.0;
				}
			}
			sums
		};
		prop_assert_eq!(shares(&world), shares(&before));
		prop_assert_eq!(&world.pool, &before.pool);
		// Of the lot in which it ends the shares for an amount are exactly worth it; where Bob had a lot the
		// rounding of both adds up.
		let lots = world.holdings[&Bob].lots().len() as u128;
		let gained = world.value(Bob) - before.value(Bob);
		prop_assert!(gained >= amount && gained <= amount + lots, "{} {}", gained, amount);
		let lost = before.value(Alice) - world.value(Alice);
		prop_assert!(lost >= amount && lost <= amount + 1, "{} {}", lost, amount);
		Ok(())
	});
}

// Out of a closed pool.

/// Alice has 10 000 active and 7 that never begin, in a pool that closed three epochs ago.
fn closed() -> (World, Departure) {
	let mut world = begun();
	world.stake(Alice, 7).unwrap();
	let departure = world.departure(world.now);
	world.close(0).unwrap();
	world.jump(3);
	(world, departure)
}

#[test]
fn unstake_from_a_closed_pool_joins_the_exits_of_its_last_epoch() {
	let (mut world, departure) = closed();

	let left = world.leave(Alice, All);

	assert_eq!(left, Ok((Unstaked { returned: 7, unbonding: 10_000 }, 0)));
	assert!(world.pool.is_empty());
	assert_eq!(world.exit_buckets.keys().collect::<Vec<_>>(), [&departure.last_epoch]);
	let exit = &world.exits[&Alice].waiting()[0];
	assert_eq!((exit.asked_epoch, exit.release), (departure.last_epoch, departure.release_epoch));
}

#[test]
fn unstake_from_a_closed_pool_is_slashed_for_no_more_and_no_fewer_epochs() {
	let (mut world, departure) = closed();
	let stayed = world.clone();
	world.leave(Alice, Exactly(4_007)).unwrap();

	for ago in [0, 1, 3] {
		let fault = departure.last_epoch.plus(3).minus(ago);
		let slashed = world.clone().slash(fault, percent(25)).unwrap();
		assert_eq!(slashed, stayed.clone().slash(fault, percent(25)).unwrap());
		let mut world = world.clone();
		world.slash(fault, percent(25)).unwrap();
		let expected = if fault <= departure.last_epoch { 3_000 } else { 4_000 };
		world.assert_exits(Alice, expected);
	}
}

#[test]
fn unstake_from_a_closed_pool_is_paid_at_once_when_it_is_released() {
	let (mut world, departure) = closed();
	world.now = departure.release_epoch;

	world.leave(Alice, All).unwrap();

	assert_eq!(world.withdraw(Alice), Ok(10_000));
	assert_eq!(world.pot.owed(), 0);
	assert!(world.exit_buckets.is_empty());
}

#[test]
fn unstake_from_a_closed_pool_joins_what_left_it_before() {
	let (mut world, _) = closed();

	world.leave(Alice, Exactly(6_007)).unwrap();
	world.leave(Alice, All).unwrap();

	assert_eq!(world.pool.bucket(Cohort::From(NOW.next())), Bucket::default());
	world.assert_exits(Alice, 10_000);
	assert_eq!(world.exits[&Alice].waiting().len(), 1);
	assert_eq!(world.exits[&Alice].waiting()[0].parts()[0].shares, Shares(10_000));
}
