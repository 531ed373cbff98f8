// SPDX-License-Identifier: Apache-2.0

//! Random histories of a pool that pays rewards, compared with exact numbers after every operation.

mod common;

use bulwark_ledger::{split_floor, EpochIndex};
use bulwark_testing::{effort, for_all, seed};
use common::{
	earnings::{
		acts::{story, Act, Story},
		audit::Audit,
		payroll::{Payroll, ASSETS},
		tally::Tally,
	},
	history::{amount, fraction, Op},
	world::{Staker, World},
};
use num_bigint::BigUint;
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::cell::{Cell, RefCell};

#[test]
fn pays_what_is_exact_whatever_happens() {
	let operations = effort(100_000);
	let tally = RefCell::new(Tally::default());
	let mut seed = seed();

	while tally.borrow().operations < operations {
		for_all(seed, 100, &story(120), |story| {
			let mut audit = Audit::new(story.payroll());
			for act in &story.acts {
				audit.apply(*act)?;
			}
			audit.finish()?;
			tally.borrow_mut().add(&audit.tally);
			Ok(())
		});
		seed += 1;
	}

	let tally = tally.into_inner();
	println!("{tally}");
	assert!(tally.credits * 12 > operations, "too few credits to say anything");
	assert!(tally.refused * 2 < operations, "too many refusals to say anything");
}

/// To the last step: everything that is stored.
#[test]
fn stands_the_same_when_matured_each_epoch_or_only_when_touched() {
	let compared = Cell::new(0u32);
	for_all(seed(), effort(400), &story(100), |story| {
		let mut lazy = Audit::new(story.payroll());
		let mut eager = Audit { is_eager: true, ..Audit::new(story.payroll()) };
		for act in &story.acts {
			lazy.apply(*act)?;
			eager.apply(*act)?;
			prop_assert_eq!(caught_up(&lazy.payroll), caught_up(&eager.payroll));
			compared.set(compared.get() + 1);
		}
		Ok(())
	});
	println!("compared after {} operations", compared.get());
	assert!(compared.get() > 12_000);
}

/// Everything that stands when somebody comes who changes nothing.
fn caught_up(payroll: &Payroll) -> Payroll {
	let mut seen = payroll.clone();
	seen.change(World::mature).expect("can always mature");
	seen
}

/// To the last step: a claim keeps the fraction.
#[test]
fn pays_the_same_whoever_claims_how_often_and_in_whatever_order() {
	for_all(seed(), 300, &(story(100), any::<u64>()), |(story, noise)| {
		let (mut seldom, mut often) = (story.payroll(), story.payroll());
		for (at, act) in (0..).zip(without_claims(&story)) {
			prop_assert_eq!(act.run(&mut seldom), act.run(&mut often));
			seldom.mature();
			often.mature();
			for step in 0..noise.rotate_right(at) % 7 {
				let who = Staker::ALL[((noise >> step) % 6) as usize];
				often.claim(who);
			}
			compare(&seldom, &often, 0)?;
		}
		Ok(())
	});
}

fn without_claims(story: &Story) -> impl Iterator<Item = Act> + '_ {
	story.acts.iter().copied().filter(|act| !matches!(act, Act::Claim { .. }))
}

/// Both have paid and owe the same, but for so many units.
fn compare(one: &Payroll, other: &Payroll, most: u128) -> TestCaseResult {
	let (mut one, mut other) = (one.clone(), other.clone());
	one.mature();
	other.mature();
	for who in Staker::ALL {
		let (owed, other_owed) = (one.owed(who), other.owed(who));
		for asset in 0..ASSETS {
			let payable = |payroll: &Payroll, units: u128| {
				payroll.paid.get(&(who, asset)).copied().unwrap_or_default() + units
			};
			let here = payable(&one, owed.get(asset).units_floor());
			let there = payable(&other, other_owed.get(asset).units_floor());
			prop_assert!(here.abs_diff(there) <= most, "{:?}: {} and {}", who, here, there);
		}
	}
	Ok(())
}

#[test]
fn divides_to_the_last_unit() {
	for_all(seed(), 5_000, &(amount(100), fraction()), |(money, fraction)| {
		let (part, rest) = split_floor(money, fraction).expect("it fits");
		prop_assert_eq!(part + rest, money, "I8");
		let whole = BigUint::from(1_000_000_000_000_000_000u64);
		let exact = BigUint::from(money) * fraction.deconstruct() / whole;
		prop_assert_eq!(BigUint::from(part), exact);
		Ok(())
	});
}

/// The first epoch of a story may be 0, and W epochs before it there is none.
#[test]
fn credits_no_epoch_before_the_first() {
	let story = Story { window: 7, notice: 8, start: 0, multipliers: [100; 6], acts: Vec::new() };
	let mut audit = Audit::new(story.payroll());
	let who = Staker::Alice;
	for act in [
		Act::Stake(Op::Stake { who, amount: 5 }),
		Act::Stake(Op::Jump { epochs: 1 }),
		Act::Credit { back: 7, asset: 0, amount: 9 },
		Act::Credit { back: 0, asset: 0, amount: 9 },
	] {
		audit.apply(act).unwrap();
	}

	assert_eq!(audit.payroll.world.now, EpochIndex(1));
	assert_eq!(audit.payroll.owed(who).get(0).units_floor(), 9);
	assert_eq!(audit.payroll.unallocated, [9, 0]);
}
