// SPDX-License-Identifier: Apache-2.0

//! Every refusal, at its bound and one past; what is refused changes nothing.

mod common;

use bulwark_ledger::{
	Amount::{All, Exactly},
	Fraction, LedgerError, Multiplier, Pot, Shares, MAX_FRACTION,
};
use common::{
	percent,
	world::{
		Staker::{Alice, Bob},
		World,
	},
};

/// Alice has 100 active.
fn begun() -> World {
	let mut world = World::new(7);
	world.stake(Alice, 100).unwrap();
	world.jump(1);
	world
}

#[test]
fn refuses_a_deposit_when_it_is_below_the_minimum() {
	let mut world = World::new(7);
	world.minimum = 10;

	world.assert_refused(LedgerError::BelowMinimum, |world| world.stake(Alice, 9));
	assert!(world.stake(Alice, 10).is_ok());
}

#[test]
fn refuses_nothing_as_an_amount_whatever_the_minimum() {
	let mut world = begun();
	world.minimum = 0;

	world.assert_refused(LedgerError::BelowMinimum, |world| world.stake(Alice, 0));
	world.assert_refused(LedgerError::BelowMinimum, |world| world.unstake(Alice, Exactly(0)));
}

#[test]
fn refuses_an_unstake_when_there_is_less() {
	let mut world = begun();

	world.assert_refused(LedgerError::InsufficientStake, |world| world.unstake(Bob, All));
	world.assert_refused(LedgerError::InsufficientStake, |w| w.unstake(Alice, Exactly(101)));
	assert!(world.unstake(Alice, Exactly(100)).is_ok());
}

#[test]
fn refuses_stake_when_the_pool_has_closed() {
	let mut world = begun();
	world.close(0).unwrap();

	world.assert_refused(LedgerError::Closed, |world| world.stake(Alice, 100));
	world.assert_refused(LedgerError::Closed, |world| world.close(0));
}

#[test]
fn refuses_an_unstake_when_the_pool_has_left() {
	let mut world = begun();
	world.close(0).unwrap();
	world.jump(1);

	world.assert_refused(LedgerError::Closed, |world| world.unstake(Alice, All));
}

#[test]
fn refuses_a_withdrawal_when_the_exit_is_not_released() {
	let mut world = begun();
	let asked = world.now;
	world.unstake(Alice, All).unwrap();
	world.jump(7);

	world.assert_refused(LedgerError::NotReleased, |world| world.withdraw_exit(Alice, asked));
	world.jump(1);
	assert_eq!(world.withdraw_exit(Alice, asked), Ok(100));
	world.assert_refused(LedgerError::InsufficientStake, |w| w.withdraw_exit(Alice, asked));
}

#[test]
fn refuses_a_withdrawal_when_another_staker_asked() {
	let mut world = begun();
	let asked = world.now;
	world.unstake(Alice, All).unwrap();
	world.jump(8);

	world.assert_refused(LedgerError::InsufficientStake, |w| w.withdraw_exit(Bob, asked));
}

#[test]
fn refuses_a_slash_when_the_epoch_is_outside_the_window() {
	let mut world = begun();
	world.jump(30);
	let now = world.now;

	world.assert_refused(LedgerError::EpochInFuture, |w| w.slash(now.next(), percent(1)));
	world.assert_refused(LedgerError::EpochTooOld, |w| w.slash(now.minus(8), percent(1)));
	assert_eq!(world.slash(now, percent(1)), Ok(Some(1)));
	assert_eq!(world.slash(now.minus(7), percent(2)), Ok(Some(1)));
}

#[test]
fn refuses_a_slash_when_it_takes_more_than_half() {
	let mut world = begun();
	let now = world.now;
	let more = Fraction::from_parts(MAX_FRACTION.deconstruct() + 1);

	world.assert_refused(LedgerError::FractionTooLarge, |world| world.slash(now, more));
	assert_eq!(world.slash(now, MAX_FRACTION), Ok(Some(50)));
}

#[test]
fn refuses_a_deposit_when_the_pot_is_full() {
	let mut world = World::new(7);
	world.stake(Alice, Pot::MAX_OWED - 1).unwrap();

	world.assert_refused(LedgerError::Overflow, |world| world.stake(Alice, 2));
	world.assert_refused(LedgerError::Overflow, |world| world.stake(Bob, u128::MAX));
	world.stake(Bob, 1).unwrap();
	world.jump(8);
	world.assert_value(Alice, Pot::MAX_OWED - 1);
}

#[test]
fn refuses_a_weight_when_it_would_leave_128_bits() {
	let most = Shares(u128::MAX / 100);

	assert_eq!(Multiplier::ONE.weigh(most), Ok(most.0 * 100));
	assert_eq!(Multiplier::ONE.weigh(Shares(most.0 + 1)), Err(LedgerError::Overflow));
}

#[test]
fn works_with_an_issuance_of_two_to_the_hundred_when_prices_are_lowest() {
	let mut world = World::new(7);
	world.multipliers = [u16::MAX; 6];
	world.stake(Alice, 1 << 99).unwrap();
	world.jump(8);
	for number in [50, 50, 19] {
		world.slash(world.now, percent(number)).unwrap();
	}
	assert!(!world.unslashed.is_spent());

	world.stake(Bob, 1 << 99).unwrap();
	world.jump(8);
	world.unstake(Alice, Exactly(1 << 90)).unwrap();
	world.unstake(Bob, All).unwrap();

	world.assert_exits(Alice, 1 << 90);
	assert!(world.exit_value(Bob).abs_diff(1 << 99) <= 2);
}
