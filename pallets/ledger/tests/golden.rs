// SPDX-License-Identifier: Apache-2.0

//! What stake is worth, in numbers that can be followed by hand. W is 7 unless said otherwise.

mod common;

use bulwark_ledger::{
	Amount::{All, Exactly},
	Cohort, EpochIndex, LedgerError, Shares, Unstaked,
};
use common::{
	percent,
	world::{
		Staker::{Alice, Bob, Charlie, Dave},
		World,
	},
};

/// Alice has a stake that has matured.
fn matured(amount: u128) -> World {
	let mut world = World::new(7);
	world.stake(Alice, amount).unwrap();
	world.jump(8);
	world
}

fn unbonding(amount: u128) -> Unstaked {
	Unstaked { returned: 0, unbonding: amount }
}

fn returned(amount: u128) -> Unstaked {
	Unstaked { returned: amount, unbonding: 0 }
}

/// Slashes for a fault in the present epoch.
fn slash_now(world: &mut World, number: u64) -> u128 {
	let fault = world.now;
	world.slash(fault, percent(number)).unwrap().expect("somebody was active")
}

#[test]
fn splits_the_next_slash_in_half_when_bob_joined_at_the_slashed_price() {
	let mut world = matured(1000);
	assert_eq!(slash_now(&mut world, 20), 200);
	world.assert_value(Alice, 800);
	world.stake(Bob, 800).unwrap();
	world.jump(8);
	assert_eq!(world.mature_bucket().shares(), Shares(2000));
	assert_eq!(world.settled().holdings[&Bob].shares(Cohort::Mature), Shares(1000));

	assert_eq!(slash_now(&mut world, 50), 800);

	world.assert_value(Alice, 400);
	world.assert_value(Bob, 400);
}

#[test]
fn slashes_nothing_of_bob_when_he_joined_after_the_fault() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	let fault = world.now;
	assert_eq!(world.stake(Bob, 100), Ok(fault.next()));
	world.jump(1);

	assert_eq!(world.slash(fault, percent(10)), Ok(Some(10)));

	world.assert_value(Alice, 90);
	world.assert_value(Bob, 100);
}

#[test]
fn slashes_a_leaver_when_it_left_in_the_epoch_of_the_fault_or_later() {
	let mut world = World::new(7);
	for who in [Alice, Bob, Charlie, Dave] {
		world.stake(who, 100).unwrap();
	}
	world.jump(1);
	world.unstake(Dave, All).unwrap();
	world.jump(1);
	let fault = world.now;
	world.unstake(Bob, All).unwrap();
	world.jump(1);
	world.unstake(Charlie, All).unwrap();

	assert_eq!(world.slash(fault, percent(10)), Ok(Some(30)));

	world.assert_value(Alice, 90);
	world.assert_exits(Bob, 90);
	world.assert_exits(Charlie, 90);
	world.assert_exits(Dave, 100);
}

#[test]
fn slashes_the_exit_and_the_rest_when_slashed_while_unstaking() {
	let mut world = World::new(7);
	world.stake(Alice, 900).unwrap();
	world.jump(1);
	assert_eq!(world.unstake(Alice, Exactly(500)), Ok((unbonding(500), 0)));

	assert_eq!(slash_now(&mut world, 20), 180);

	world.assert_value(Alice, 320);
	world.assert_exits(Alice, 400);
	assert_eq!(world.pot.owed(), 720);
	world.unstake(Alice, All).unwrap();
	world.jump(8);
	assert_eq!(world.withdraw(Alice), Ok(720));
	assert_eq!(world.pot.owed(), 0);
}

#[test]
fn splits_the_row_by_value_when_bob_leaves_after_a_slash_of_it() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.stake(Bob, 100).unwrap();
	world.jump(1);
	world.unstake(Alice, All).unwrap();
	slash_now(&mut world, 50);

	assert_eq!(world.unstake(Bob, All), Ok((unbonding(50), 0)));

	world.assert_exits(Alice, 50);
	world.assert_exits(Bob, 50);
	slash_now(&mut world, 50);
	world.assert_exits(Alice, 25);
	world.assert_exits(Bob, 25);
}

#[test]
fn leaves_a_unit_when_a_sole_unit_is_slashed_by_half_again_and_again() {
	let mut world = matured(1);

	for _ in 0..300 {
		assert_eq!(slash_now(&mut world, 50), 0);
	}

	world.assert_value(Alice, 1);
	assert!(world.unslashed.is_spent());
}

#[test]
fn finds_nothing_when_nobody_was_active() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();

	assert_eq!(world.slash(world.now, percent(50)), Ok(None));

	world.assert_value(Alice, 100);
	assert_eq!(world.unslashed.get(), percent(100));
}

#[test]
fn reaches_back_to_the_first_epoch_of_the_window_and_no_further() {
	for window in 1..=14 {
		let mut world = World::new(window);
		world.stake(Alice, 100).unwrap();
		world.jump(1);
		let fault = world.now;
		world.unstake(Alice, Exactly(50)).unwrap();
		world.stake(Bob, 100).unwrap();
		world.jump(window);

		assert_eq!(world.slash(fault, percent(10)), Ok(Some(10)));

		world.assert_value(Alice, 45);
		world.assert_exits(Alice, 45);
		world.assert_value(Bob, 100);
		world.jump(1);
		world.assert_refused(LedgerError::EpochTooOld, |world| world.slash(fault, percent(10)));
	}
}

#[test]
fn returns_stake_one_for_one_and_at_once_when_it_has_not_begun() {
	let mut world = matured(1000);
	slash_now(&mut world, 30);
	world.stake(Alice, 333).unwrap();
	slash_now(&mut world, 30);

	assert_eq!(world.unstake(Alice, Exactly(100)), Ok((returned(100), 0)));
	assert_eq!(
		world.unstake(Alice, Exactly(333)),
		Ok((Unstaked { returned: 233, unbonding: 100 }, 0))
	);

	world.assert_value(Alice, 390);
	world.assert_exits(Alice, 100);
}

#[test]
fn takes_the_oldest_lots_when_all_have_begun() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	let fault = world.now;
	world.stake(Alice, 100).unwrap();
	world.jump(1);

	world.unstake(Alice, Exactly(150)).unwrap();
	world.slash(fault, percent(10)).unwrap();

	world.assert_value(Alice, 50);
	world.assert_exits(Alice, 140);
}

#[test]
fn pays_an_amount_exactly_when_a_share_is_not_a_unit() {
	let mut world = matured(1000);
	slash_now(&mut world, 10);
	slash_now(&mut world, 10);
	world.assert_value(Alice, 810);

	assert_eq!(world.unstake(Alice, Exactly(333)), Ok((unbonding(333), 0)));

	world.assert_value(Alice, 477);
	assert_eq!(world.mature_bucket().shares(), Shares(588));
	world.jump(8);
	assert_eq!(world.withdraw(Alice), Ok(333));
}

#[test]
fn frees_a_lot_when_it_is_worth_nothing() {
	let mut world = World::new(7);
	world.stake(Alice, 1).unwrap();
	world.stake(Bob, 999).unwrap();
	world.jump(8);
	slash_now(&mut world, 50);
	world.assert_value(Alice, 0);

	world.assert_refused(LedgerError::InsufficientStake, |w| w.unstake(Alice, Exactly(1)));
	assert_eq!(world.unstake(Alice, All), Ok((unbonding(0), 0)));

	assert!(!world.holdings.contains_key(&Alice));
	assert!(!world.exits.contains_key(&Alice));
	world.assert_value(Bob, 500);
}

#[test]
fn keeps_the_minimum_of_a_staker_unless_all_of_it_leaves() {
	let mut world = World::new(7);
	world.minimum = 10;
	world.stake(Alice, 100).unwrap();
	world.jump(1);

	world.assert_refused(LedgerError::BelowMinimum, |world| world.unstake(Alice, Exactly(91)));
	world.unstake(Alice, Exactly(90)).unwrap();

	world.assert_value(Alice, 10);
	world.assert_refused(LedgerError::BelowMinimum, |world| world.unstake(Alice, Exactly(1)));
	world.unstake(Alice, Exactly(10)).unwrap();
	world.assert_value(Alice, 0);
	world.assert_exits(Alice, 100);
}

#[test]
fn asks_for_the_minimum_of_all_lots_together() {
	let mut world = World::new(7);
	world.minimum = 10;
	world.stake(Alice, 15).unwrap();
	world.jump(8);
	world.stake(Alice, 1_000).unwrap();
	world.jump(1);

	world.unstake(Alice, Exactly(10)).unwrap();
	world.assert_value(Alice, 1_005);
	world.assert_refused(LedgerError::BelowMinimum, |world| world.unstake(Alice, Exactly(996)));
	world.unstake(Alice, Exactly(995)).unwrap();

	world.assert_value(Alice, 10);
	assert_eq!(world.mature_bucket().tokens(), 0, "the oldest went first");
}

#[test]
fn leaves_no_shares_when_the_whole_value_is_asked_for() {
	let mut world = World::new(7);
	world.stake(Alice, 3).unwrap();
	world.stake(Bob, 997).unwrap();
	world.jump(1);
	world.stake(Alice, 1).unwrap();
	world.jump(1);
	slash_now(&mut world, 10);
	world.assert_value(Alice, 2 + 1); // a unit less ⌊10 %⌋ of it is a unit
	slash_now(&mut world, 50);
	world.assert_value(Alice, 1 + 1);

	world.assert_refused(LedgerError::InsufficientStake, |w| w.unstake(Alice, Exactly(3)));
	world.unstake(Alice, Exactly(2)).unwrap();

	assert!(!world.holdings.contains_key(&Alice));
}

#[test]
fn is_never_one_too_many_when_every_epoch_adds_a_lot_and_an_exit() {
	for window in 1..=14 {
		let mut world = World::new(window);
		let (mut most_lots, mut most_exits) = (0, 0);
		for _ in 0..3 * window {
			world.stake(Alice, 100).unwrap();
			most_lots = most_lots.max(world.holdings[&Alice].lots().len());
			world.jump(1);
			world.unstake(Alice, Exactly(30)).unwrap();
			most_exits = most_exits.max(world.exits[&Alice].waiting().len());
		}

		assert_eq!(most_lots, window as usize + 2);
		assert_eq!(most_exits, window as usize + 1);
		world.unstake(Alice, All).unwrap();
		world.jump(window + 1);
		world.withdraw(Alice).unwrap();
		assert_eq!(world.pot.owed(), 0);
	}
}

#[test]
fn pays_what_is_released_first_when_unstaking_again() {
	let mut world = matured(900);
	world.unstake(Alice, Exactly(100)).unwrap();
	world.jump(8);

	assert_eq!(world.unstake(Alice, All), Ok((unbonding(800), 100)));

	world.assert_exits(Alice, 800);
	world.jump(7);
	assert_eq!(world.withdraw(Alice), Ok(0));
	world.jump(1);
	assert_eq!(world.withdraw(Alice), Ok(800));
}

#[test]
fn keeps_what_could_not_be_paid_until_it_is() {
	let mut exits = common::world::Waiting::default();

	exits.owe(3).unwrap();
	exits.owe(4).unwrap();

	assert_eq!(exits.due(), 7);
	assert!(!exits.is_empty());
	exits.clear_due();
	assert!(exits.is_empty());
}

#[test]
fn releases_lots_with_their_last_epoch_when_the_pool_has_closed() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	world.stake(Bob, 50).unwrap();
	world.close(0).unwrap();

	assert_eq!(world.withdraw(Bob), Ok(50), "had not begun");
	assert_eq!(world.withdraw(Alice), Ok(0));
	world.jump(7);
	assert_eq!(world.withdraw(Alice), Ok(0), "can still be slashed");
	world.jump(1);

	assert_eq!(world.withdraw(Alice), Ok(100));
	assert_eq!(world.pot.owed(), 0);
}

#[test]
fn returns_a_lot_long_after_the_pool_closed_when_it_never_began() {
	let mut world = World::new(7);
	world.stake(Alice, 50).unwrap();
	world.close(0).unwrap();
	let closed_in = world.now;
	world.jump(5);
	assert_eq!(world.slash(closed_in, percent(50)), Ok(None));
	assert_eq!(world.slash(closed_in.next(), percent(50)), Ok(None));

	assert_eq!(world.withdraw(Alice), Ok(50));
}

#[test]
fn slashes_nothing_beyond_the_last_epoch_when_the_pool_has_closed() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	let last = world.now;
	world.close(0).unwrap();
	world.jump(7);

	assert_eq!(world.slash(last.next(), percent(50)), Ok(None));
	assert_eq!(world.slash(world.now, percent(50)), Ok(None));
	assert_eq!(world.slash(last, percent(10)), Ok(Some(10)));

	world.assert_value(Alice, 90);
	assert_eq!(world.unslashed.get(), percent(90));
}

#[test]
fn leaves_the_rest_of_a_unit_to_those_who_stay_when_others_withdraw() {
	let mut world = World::new(7);
	for (who, amount) in [(Alice, 1), (Bob, 1), (Charlie, 1), (Dave, 97)] {
		world.stake(who, amount).unwrap();
	}
	world.jump(1);
	slash_now(&mut world, 3);
	world.close(0).unwrap();
	world.jump(8);
	world.assert_value(Dave, 94);

	for who in [Alice, Bob, Charlie] {
		assert_eq!(world.withdraw(who), Ok(0));
	}

	assert_eq!(world.withdraw(Dave), Ok(97));
}

#[test]
fn merges_no_more_when_the_pool_has_closed() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	world.close(0).unwrap();
	let cohort = Cohort::From(world.now);

	world.jump(40);

	assert_eq!(world.settled().pool.bucket(cohort).tokens(), 100);
	assert!(world.mature_bucket().is_empty());
	assert_eq!(world.withdraw(Alice), Ok(100));
}

#[test]
fn closes_the_pool_when_the_mark_is_spent() {
	let mut world = matured(1000);
	slash_now(&mut world, 50);
	slash_now(&mut world, 50);
	assert!(!world.unslashed.is_spent());
	assert_eq!(world.pool.departure(), None);

	slash_now(&mut world, 20);

	assert!(world.unslashed.is_spent());
	assert_eq!(world.pool.departure(), Some(world.departure(world.now)));
	world.assert_value(Alice, 200);
}

#[test]
fn keeps_weights_whole_when_three_followers_of_a_merge_round_down() {
	let mut world = World::new(7);
	world.multipliers = [100, 150, 200, 100, 100, 100];
	world.stake(Dave, 100).unwrap();
	world.jump(8);
	slash_now(&mut world, 10);
	for (who, amount) in [(Alice, 10), (Bob, 10), (Charlie, 11)] {
		world.stake(who, amount).unwrap();
	}
	world.jump(8);

	world.follow(Dave).unwrap();
	let mature = world.pool.bucket(Cohort::Mature);
	assert_eq!((mature.shares(), mature.tokens()), (Shares(100 + 34), 90 + 31));
	assert_eq!(mature.weight(), 10_000 + 5154);
	for (who, shares, weight) in [(Alice, 10, 15_154), (Bob, 10, 15_154), (Charlie, 12, 14_900)] {
		world.follow(who).unwrap();
		assert_eq!(world.holdings[&who].shares(Cohort::Mature), Shares(shares));
		assert_eq!(world.pool.bucket(Cohort::Mature).weight(), weight);
	}

	assert!(world.conversions.is_empty(), "nobody needs it any more");
	assert_eq!(world.mature_bucket().tokens(), 90 + 31);
	world.assert_value(Alice, 9);
	world.assert_value(Bob, 9);
	world.assert_value(Charlie, 10);
	world.assert_value(Dave, 90);
}

#[test]
fn keeps_no_conversion_when_a_cohort_merges_one_for_one() {
	let mut world = matured(1000);
	world.stake(Bob, 77).unwrap();
	world.jump(8);

	world.mature().unwrap();

	assert!(world.conversions.is_empty());
	assert_eq!(world.mature_bucket().shares(), Shares(1077));
	world.assert_value(Bob, 77);
}

#[test]
fn matures_when_all_askable_epochs_see_it_active() {
	for window in 1..=14 {
		let mut world = World::new(window);
		let start = world.stake(Alice, 100).unwrap();

		world.jump(window);
		assert!(!world.pool.has_matured(world.at(), start));
		assert!(world.mature_bucket().is_empty());
		world.jump(1);

		assert!(world.pool.has_matured(world.at(), start));
		assert_eq!(world.mature_bucket().tokens(), 100);
		assert_eq!(start, EpochIndex(world.now.0 - window));
	}
}
