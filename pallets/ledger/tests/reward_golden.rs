// SPDX-License-Identifier: Apache-2.0

//! What stake earns, in numbers that can be followed by hand. W is 7; a stake weighs 1.00 unless said otherwise.

mod common;

use bulwark_ledger::{
	split_floor,
	Amount::{All, Exactly},
	Balance, Cohort, Departure, EpochIndex, Expiry, Place,
};
use common::{
	earnings::payroll::{Assets, Payroll, Rewards},
	percent,
	world::{
		Staker::{self, Alice, Bob, Charlie, Dave},
		World,
	},
};

/// The only reward asset of these tests.
const COIN: u32 = 0;

/// Nobody has anything, in epoch 20.
fn empty() -> Payroll {
	Payroll::new(World::new(7))
}

/// Stake that is active from the present epoch on.
fn active(stakes: &[(Staker, Balance)]) -> Payroll {
	let mut payroll = empty();
	stake(&mut payroll, stakes);
	payroll.world.jump(1);
	payroll
}

fn stake(payroll: &mut Payroll, stakes: &[(Staker, Balance)]) {
	for (who, amount) in stakes {
		payroll.change(|world| world.stake(*who, *amount)).unwrap();
	}
}

fn reward(payroll: &mut Payroll, amount: Balance) {
	reward_for(payroll, payroll.world.now, amount);
}

fn reward_for(payroll: &mut Payroll, epoch: EpochIndex, amount: Balance) {
	let raised = payroll.credit(epoch, COIN, amount).unwrap();
	assert!(raised.is_some(), "nobody was active in {epoch:?}");
}

/// A staker claims, and has been paid so much in all.
fn assert_paid(payroll: &mut Payroll, who: Staker, amount: Balance) {
	payroll.claim(who);
	let paid = payroll.paid.get(&(who, COIN)).copied().unwrap_or_default();
	assert_eq!(paid, amount, "{who:?} has been paid something else");
}

/// What ten shares of M have earned.
fn ten_shares_earned(payroll: &Payroll) -> Balance {
	payroll.rewards.accumulators.each(Cohort::Mature).get(COIN).times(1_000).units_floor()
}

#[test]
fn pays_nine_and_four_when_bob_joins_between_two_rewards() {
	let mut payroll = active(&[(Alice, 10)]);
	payroll.world.jump(7);
	reward(&mut payroll, 5);
	assert_eq!(ten_shares_earned(&payroll), 5); // a ratio of 0.5
	stake(&mut payroll, &[(Bob, 10)]);
	payroll.world.jump(8);

	reward(&mut payroll, 8);

	assert_eq!(ten_shares_earned(&payroll), 9); // a ratio of 0.9
	assert_paid(&mut payroll, Alice, 9);
	assert_paid(&mut payroll, Bob, 4);
	assert_eq!(payroll.pots[0], 0);
}

#[test]
fn pays_eight_of_ten_when_the_commission_is_a_fifth() {
	let mut payroll = active(&[(Alice, 100)]);

	let (commission, rest) = split_floor(10, percent(20)).unwrap();
	reward(&mut payroll, rest);

	assert_eq!(commission, 2);
	assert_paid(&mut payroll, Alice, 8);
}

#[test]
fn pays_by_multiplier_whoever_joins_before_the_claim() {
	let mut payroll = empty();
	payroll.world.multipliers[Bob as usize] = 50;
	stake(&mut payroll, &[(Alice, 1_000), (Bob, 1_000)]);
	payroll.world.jump(1);

	reward(&mut payroll, 300);
	stake(&mut payroll, &[(Charlie, 1_000_000), (Bob, 7)]);
	payroll.world.jump(30);

	assert_paid(&mut payroll, Alice, 200);
	assert_paid(&mut payroll, Bob, 100);
	assert_paid(&mut payroll, Charlie, 0);
}

#[test]
fn pays_a_leaver_when_the_reward_for_its_last_epoch_comes_late() {
	let mut payroll = empty();
	payroll.world.now = EpochIndex(10);
	stake(&mut payroll, &[(Alice, 700), (Bob, 700)]);
	payroll.world.jump(2);
	payroll.change(|world| world.leave(Alice, All)).unwrap();

	reward_for(&mut payroll, EpochIndex(11), 1_000);

	assert_paid(&mut payroll, Alice, 500);
	assert_paid(&mut payroll, Bob, 500);
}

#[test]
fn pays_the_last_unit_to_who_is_alone() {
	let mut payroll = active(&[(Alice, 1_000_003)]);

	reward(&mut payroll, 1_001);

	assert_paid(&mut payroll, Alice, 1_001);
	assert_eq!(payroll.pots[0], 0);
}

#[test]
fn keeps_fractions_when_a_reward_is_a_unit_and_stakes_are_large() {
	let whole_token = 1_000_000_000_000_000_000;
	let mut payroll = active(&[(Alice, 3_000_000 * whole_token), (Bob, 1_000_000 * whole_token)]);

	reward(&mut payroll, 1);

	assert_paid(&mut payroll, Alice, 0);
	assert_paid(&mut payroll, Bob, 0);
	for _ in 0..3 {
		reward(&mut payroll, 1);
	}
	assert_paid(&mut payroll, Alice, 3);
	assert_paid(&mut payroll, Bob, 1);
	assert_eq!(payroll.pots[0], 0);
}

/// M is 3 shares worth 2, so that a cohort of 2 units merges as 3 shares, of which its two stakers get one each. The
/// third is nobody's and earns until both have followed.
#[test]
fn pays_single_units_through_a_merge_when_they_weigh_0_3_and_1_9() {
	let mut payroll = empty();
	payroll.world.multipliers = [30, 190, 100, 100, 100, 100];
	stake(&mut payroll, &[(Charlie, 3)]);
	payroll.world.jump(8);
	let fault = payroll.world.now;
	payroll.change(|world| world.slash(fault, percent(50))).unwrap();
	stake(&mut payroll, &[(Alice, 1), (Bob, 1)]);
	payroll.world.jump(1);

	reward(&mut payroll, 420); // over 0.30 + 1.90 + 3.00 · ⅔

	for (who, amount) in [(Alice, 30), (Bob, 190), (Charlie, 200)] {
		assert_paid(&mut payroll, who, amount);
	}

	payroll.world.jump(7);
	assert_eq!(payroll.world.mature_bucket().weight(), 520);
	assert_eq!(payroll.stake(payroll.world.now).bucket(Cohort::Mature).weight(), 630);
	reward(&mut payroll, 630); // over 0.30 + 1.90 + 3.00 and 1.10 of nobody's

	for (who, amount) in [(Alice, 60), (Bob, 380), (Charlie, 500)] {
		assert_paid(&mut payroll, who, amount);
	}
	assert_eq!(payroll.pots[0], 110);

	for who in [Alice, Bob] {
		payroll.change(|world| world.follow(who)).unwrap();
	}
	reward(&mut payroll, 520);
	for (who, amount) in [(Alice, 90), (Bob, 570), (Charlie, 800)] {
		assert_paid(&mut payroll, who, amount);
	}
	// Charlie has yet to follow his cohort, which had earned nothing when it merged.
	assert!(payroll.merged.is_empty());
}

/// M is 3 shares worth 2, and 4 worth 3 when a unit has merged that weighs nothing: it counts 2.00, and then 2.25,
/// beside Bob's 2.00.
#[test]
fn pays_each_epoch_by_its_own_prices_when_weightless_stake_merges_in_idle_time() {
	let mut payroll = empty();
	payroll.world.multipliers[Charlie as usize] = 0;
	stake(&mut payroll, &[(Alice, 3)]);
	payroll.world.jump(8);
	let fault = payroll.world.now;
	payroll.change(|world| world.slash(fault, percent(50))).unwrap();
	stake(&mut payroll, &[(Charlie, 1)]);
	payroll.world.jump(1);
	stake(&mut payroll, &[(Bob, 2)]);
	payroll.world.jump(5);

	payroll.fund(COIN, 850, 2).unwrap(); // 425 for each epoch, and Charlie merges with the second
	payroll.world.jump(3);

	assert_paid(&mut payroll, Alice, 437); // 212.5 + 225
	assert_paid(&mut payroll, Bob, 412); // 212.5 + 200
	assert_paid(&mut payroll, Charlie, 0);
}

#[test]
fn pays_nobody_for_the_epochs_after_a_pool_has_left() {
	let mut payroll = active(&[(Alice, 10)]);
	payroll.fund(COIN, 1_000, 10).unwrap();
	let last_epoch = payroll.world.now.plus(3);
	let departure = Departure { last_epoch, release_epoch: last_epoch.plus(8) };
	payroll.change(|world| world.pool.close(departure, world.now)).unwrap();

	payroll.world.jump(20);

	assert_paid(&mut payroll, Alice, 300);
	assert_eq!((payroll.unallocated, payroll.pots), ([700, 0], [0, 0]));
}

#[test]
fn notes_every_expiry_when_53_pass_in_idle_time() {
	let mut payroll = active(&[(Alice, 1_000)]);
	payroll.world.jump(7);
	payroll.fund(COIN, 5_300, 53).unwrap();
	let expiries: Vec<_> = (1..=53).map(|at| payroll.world.now.plus(at)).collect();
	for expiry in expiries.iter().chain([&expiries[25]]) {
		payroll.expect_expiry(*expiry);
	}

	payroll.world.jump(54);
	payroll.mature();

	assert_eq!(payroll.expiries.keys().copied().collect::<Vec<_>>(), expiries);
	for (earned, expiry) in (0..).map(|at| at * 100).zip(payroll.expiries.values()) {
		let mature = expiry.mature().expect("it has passed");
		assert_eq!(mature.get(COIN).times(100_000).units_floor(), earned);
	}
	assert_eq!(payroll.expiries[&expiries[25]].positions(), 2);
	assert_eq!(payroll.rewards.expiries_to_come(), None);
	assert_paid(&mut payroll, Alice, 5_300);
}

/// The epochs 16 to 31 are one page.
#[test]
fn looks_for_no_expiry_before_one_can_be_due() {
	let mut payroll = active(&[(Alice, 1_000)]);
	for expiry in [30, 31, 82].map(EpochIndex) {
		payroll.expect_expiry(expiry);
	}

	let all_due = [
		(29, None),
		(30, Some([30, 31])),
		(31, Some([31, 31])),
		(32, Some([32, 63])), // what comes after a page is not known before it is looked for
		(63, None),
		(65, Some([64, 95])),
		(82, Some([82, 95])),
		(1_000, None),
	];
	for (epoch, due) in all_due {
		let now = EpochIndex(epoch);
		let to_come = payroll.rewards.expiries_to_come();
		let looked = to_come.and_then(|to_come| to_come.due(now, None));
		assert_eq!(looked, due.map(|due| due.map(EpochIndex)), "in epoch {epoch}");
		payroll.world.now = now;
		payroll.mature();
	}
}

#[test]
fn expires_nothing_in_a_pool_that_has_closed_before() {
	let mut payroll = active(&[(Alice, 100)]);
	payroll.world.jump(7);
	payroll.fund(COIN, 1_000, 10).unwrap();
	let last_epoch = payroll.world.now.plus(3);
	for expiry in [last_epoch, last_epoch.next()] {
		payroll.expect_expiry(expiry);
	}
	let departure = Departure { last_epoch, release_epoch: last_epoch.plus(8) };
	payroll.change(|world| world.pool.close(departure, world.now)).unwrap();

	payroll.world.jump(5);
	reward_for(&mut payroll, last_epoch.minus(1), 10);

	let earned = |expiry: &Expiry<Assets>| {
		expiry.mature().map(|mature| mature.get(COIN).times(10_000).units_floor())
	};
	assert_eq!(payroll.expiries.values().map(earned).collect::<Vec<_>>(), [Some(210), None]);
	assert_eq!(payroll.rewards.expiries_to_come(), None);
}

#[test]
fn changes_nothing_when_nobody_was_active() {
	let mut payroll = empty();
	stake(&mut payroll, &[(Alice, 100)]);
	let before = payroll.clone();

	assert_eq!(payroll.credit(payroll.world.now, COIN, 77), Ok(None));

	assert_eq!(payroll.unallocated, [77, 0]);
	assert_eq!(Payroll { unallocated: before.unallocated, ..payroll }, before);
}

#[test]
fn changes_nothing_when_there_is_no_money() {
	let mut payroll = active(&[(Alice, 3), (Bob, 4)]);
	reward(&mut payroll, 10);
	assert!(payroll.rewards.ahead(COIN) > 0);
	let before = payroll.clone();

	reward(&mut payroll, 0);

	assert_eq!(payroll, before);
}

#[test]
fn pays_by_tokens_when_a_stake_was_slashed() {
	let mut payroll = active(&[(Alice, 1_000)]);
	let fault = payroll.world.now;
	stake(&mut payroll, &[(Bob, 1_000)]);
	payroll.change(|world| world.slash(fault, percent(50))).unwrap();
	payroll.world.jump(1);

	reward(&mut payroll, 300);

	assert_paid(&mut payroll, Alice, 100);
	assert_paid(&mut payroll, Bob, 200);
}

/// The price of a bucket when money comes is what counts, not that of the epoch it is for.
#[test]
fn keeps_what_was_earned_before_a_slash() {
	let mut payroll = active(&[(Alice, 1_000), (Bob, 3_000)]);
	reward(&mut payroll, 400);
	let fault = payroll.world.now;

	payroll.change(|world| world.slash(fault, percent(50))).unwrap();

	assert_paid(&mut payroll, Alice, 100);
	assert_paid(&mut payroll, Bob, 300);
}

#[test]
fn pays_an_expired_position_for_the_epochs_before_its_expiry_only() {
	let mut payroll = active(&[(Alice, 100), (Bob, 100)]);
	payroll.lock(Alice, 7);
	let expiry = payroll.locks[&Alice].expiry;
	payroll.world.jump(10);
	assert!(payroll.world.now > expiry);

	reward_for(&mut payroll, expiry.minus(1), 20);
	assert_paid(&mut payroll, Alice, 10);
	reward_for(&mut payroll, expiry, 200);
	assert_paid(&mut payroll, Alice, 10);

	assert_paid(&mut payroll, Bob, 110);
	assert_eq!(payroll.extra(Alice).get(COIN).units_floor(), 100);
	// Who leaves gives it back: over seven epochs, to whoever is active.
	payroll.change(|world| world.leave(Alice, All)).unwrap();
	assert!(payroll.expiries.is_empty());
	payroll.world.jump(8);
	assert_paid(&mut payroll, Alice, 10);
	// 210, but for what rounding up gave Alice, under 2⁻¹⁰⁰ units: the last one waits for a reward to come.
	assert_paid(&mut payroll, Bob, 209);
	reward(&mut payroll, 2);
	assert_paid(&mut payroll, Bob, 211);
}

/// Alice and Bob left mature stake in one epoch; the exit_bucket's accumulator stays until both have been paid.
#[test]
fn forgets_the_exits_of_an_epoch_when_the_last_has_been_paid() {
	let mut payroll = active(&[(Alice, 100), (Bob, 100)]);
	payroll.world.jump(7);
	for who in [Alice, Bob] {
		payroll.change(|world| world.leave(who, Exactly(60))).unwrap();
	}
	let asked = payroll.world.now;
	reward(&mut payroll, 200);
	payroll.world.jump(8);

	payroll.change(|world| world.withdraw(Alice)).unwrap();
	assert_eq!(payroll.exit_buckets.keys().collect::<Vec<_>>(), [&asked]);
	payroll.change(|world| world.withdraw(Bob)).unwrap();

	assert!(payroll.exit_buckets.is_empty());
	assert_paid(&mut payroll, Alice, 100);
	assert_paid(&mut payroll, Bob, 100);
}

/// Rewards begin when there is stake already: of M, of a young cohort, and unbonding.
#[test]
fn begins_with_the_stake_that_is_there() {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.stake(Dave, 100).unwrap();
	world.jump(8);
	world.stake(Bob, 100).unwrap();
	world.jump(1);
	world.leave(Alice, All).unwrap();
	world.leave(Dave, Exactly(50)).unwrap();
	let asked = world.now;
	let mut payroll = Payroll::new(world);
	payroll.rewards = Rewards::new(asked);
	for (cohort, bucket) in payroll.stake(asked).iter() {
		payroll.rewards.accumulators.begin(Place::pool(cohort), bucket.weight()).unwrap();
	}
	for (cohort, bucket) in payroll.world.exit_buckets[&asked].iter() {
		let exit_bucket = payroll.exit_buckets.entry(asked).or_default();
		exit_bucket.begin(Place::exit(asked, cohort), bucket.weight()).unwrap();
	}

	reward(&mut payroll, 300);
	payroll.world.jump(8);
	payroll.change(|world| world.withdraw(Alice)).unwrap();
	reward(&mut payroll, 30);
	payroll.change(|world| world.withdraw(Dave)).unwrap();

	assert_paid(&mut payroll, Alice, 100);
	assert_paid(&mut payroll, Bob, 120);
	assert_paid(&mut payroll, Dave, 110);
	assert!(payroll.exit_buckets.is_empty());
}
