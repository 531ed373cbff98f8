// SPDX-License-Identifier: Apache-2.0

//! A bond in parts: a slash takes of those that answered in the epoch of the fault, and of no others.

use bounded_collections::Get;
use bulwark_ledger::{
	slashed_fractions, Balance, BondPart, BondParts, EpochIndex, Fraction, Fractions, Horizon,
	LedgerError, Quantity,
};
use bulwark_testing::{for_all, seed};
use proptest::{collection::vec, prelude::*};
use std::cell::Cell;

thread_local! {
	static WINDOW: Cell<u32> = const { Cell::new(7) };
}

/// W + 2 and no more: one part too many is an `Overflow` that no test expects.
#[derive(Clone, Debug)]
struct Bound;

impl Get<u32> for Bound {
	fn get() -> u32 {
		WINDOW.get() + 2
	}
}

type Bond = BondParts<Bound>;

fn at(now: u32) -> Horizon {
	Horizon { now: EpochIndex(now), window: WINDOW.get() }
}

fn percent(part: u64) -> Fraction {
	Fraction::from_percent(part)
}

/// 1 000 from epoch 10 on, with a window of 7.
fn bond() -> Bond {
	WINDOW.set(7);
	Bond::new(1_000, EpochIndex(10)).expect("it fits")
}

/// What a case takes of a bond that asks for a fraction and a quantity. `None` if it takes nothing.
fn fraction_of_case(asked: Fraction, wanted: Balance, slashable: Balance) -> Option<Fraction> {
	let asked = Fractions { bond: asked, pools: Fraction::zero() };
	let quantity = Quantity { wanted, bond: slashable, pools: 0 };
	let fractions = slashed_fractions(asked, Some(quantity))?;
	(!fractions.is_nothing()).then_some(fractions.bond)
}

fn slash(bond: &mut Bond, now: u32, fault: u32, fraction: Fraction) -> Balance {
	bond.slash(at(now), EpochIndex(fault), fraction).expect("it can be slashed")
}

fn parts(bond: &Bond) -> Vec<(u32, Balance)> {
	bond.parts().iter().map(|part| (part.effective_from.0, part.amount)).collect()
}

#[test]
fn top_up_answers_from_the_next_epoch_on() {
	let mut bond = bond();
	assert_eq!(slash(&mut bond, 12, 11, percent(50)), 500);

	assert_eq!(bond.top_up(at(12)), Ok(500));

	assert_eq!(parts(&bond), [(10, 500), (13, 500)]);
	assert_eq!((bond.held(), bond.missing()), (Ok(1_000), Ok(0)));
	assert_eq!(bond.slashable(at(13), EpochIndex(12)), Ok(500));
	assert_eq!(bond.slashable(at(13), EpochIndex(13)), Ok(1_000));
}

#[test]
fn slash_takes_the_same_for_an_old_fault_whether_or_not_the_bond_was_topped_up() {
	let (mut left, mut filled) = (bond(), bond());
	for bond in [&mut left, &mut filled] {
		assert_eq!(slash(bond, 12, 11, percent(50)), 500);
	}
	filled.top_up(at(12)).expect("it fits");

	assert_eq!(slash(&mut left, 13, 11, percent(50)), 250);
	assert_eq!(slash(&mut filled, 13, 11, percent(50)), 250);

	assert_eq!(parts(&filled), [(10, 250), (13, 500)]);
}

#[test]
fn slash_takes_no_more_than_a_quantity_when_the_bond_was_topped_up_after_filing() {
	let mut bond = bond();
	let slashable = bond.slashable(at(12), EpochIndex(11)).expect("it answers");
	let tenth = fraction_of_case(Fraction::one(), 100, slashable).expect("it is there");
	slash(&mut bond, 12, 11, percent(100));
	bond.top_up(at(12)).expect("it fits");

	assert_eq!(slash(&mut bond, 13, 11, tenth), 0, "nothing that answered is left");
	assert_eq!(slash(&mut bond, 13, 13, percent(10)), 100);
}

#[test]
fn slash_rounds_each_part_down() {
	let mut bond = bond();
	slash(&mut bond, 12, 11, Fraction::from_rational(997u64, 1_000)); // 3 are left
	bond.top_up(at(12)).expect("it fits");

	assert_eq!(slash(&mut bond, 13, 13, percent(50)), 1 + 498);
}

#[test]
fn slash_takes_all_when_the_fraction_is_one() {
	let mut bond = bond();
	slash(&mut bond, 12, 11, percent(30));
	bond.top_up(at(12)).expect("it fits");

	assert_eq!(slash(&mut bond, 13, 13, percent(100)), 1_000);

	assert_eq!((parts(&bond), bond.held(), bond.missing()), (vec![], Ok(0), Ok(1_000)));
	assert_eq!(slash(&mut bond, 13, 13, percent(100)), 0);
}

#[test]
fn top_ups_of_one_epoch_are_one_part() {
	let mut bond = bond();
	slash(&mut bond, 12, 11, percent(30));
	assert_eq!(bond.top_up(at(12)), Ok(300));
	slash(&mut bond, 12, 11, percent(10));

	assert_eq!(bond.top_up(at(12)), Ok(70));
	assert_eq!(bond.top_up(at(12)), Ok(0));

	assert_eq!(parts(&bond), [(10, 630), (13, 370)]);
}

#[test]
fn parts_are_one_when_they_are_older_than_the_window() {
	let mut bond = bond();
	slash(&mut bond, 12, 11, percent(30));
	bond.top_up(at(12)).expect("it fits");

	slash(&mut bond, 19, 19, percent(10));
	assert_eq!(parts(&bond), [(10, 630), (13, 270)], "in 12 only one of them answered");
	slash(&mut bond, 20, 20, percent(10));

	assert_eq!(parts(&bond), [(13, 810)]);
	assert_eq!(bond.slashable(at(20), EpochIndex(13)), Ok(810));
}

#[test]
fn every_epoch_can_have_a_part() {
	let mut bond = bond();
	for now in 10..60 {
		slash(&mut bond, now, now, percent(1));
		bond.top_up(at(now)).expect("there is room for W + 2");
	}
	assert_eq!(bond.parts().len(), 9);
}

#[test]
fn slash_is_refused_outside_of_the_window() {
	let mut bond = bond();

	let (future, old) = (EpochIndex(21), EpochIndex(12));

	assert_eq!(bond.slash(at(20), future, percent(1)), Err(LedgerError::EpochInFuture));
	assert_eq!(bond.slash(at(20), old, percent(1)), Err(LedgerError::EpochTooOld));
	assert_eq!(bond.slashable(at(20), future), Err(LedgerError::EpochInFuture));
	assert_eq!(bond.slashable(at(20), old), Err(LedgerError::EpochTooOld));
}

// Any history.

#[derive(Clone, Debug)]
enum Op {
	Jump(u32),
	TopUp,
	/// Files a case for a fault so many epochs ago, which asks for a fraction and a quantity.
	File(u32, Fraction, Balance),
	/// Settles one of the open cases.
	Settle(usize),
}

fn op(window: u32) -> impl Strategy<Value = Op> {
	let part = prop_oneof![
		4 => (0u64..=1_000_000_000_000_000_000).prop_map(Fraction::from_parts),
		1 => Just(Fraction::one()),
	];
	let quantity = prop_oneof![1u128..2_000, Just(u128::MAX)];
	prop_oneof![
		4 => prop_oneof![4 => Just(1), 1 => 1..=2 * window].prop_map(Op::Jump),
		3 => Just(Op::TopUp),
		4 => (0..=window, part, quantity).prop_map(|(back, part, most)| Op::File(back, part, most)),
		4 => any::<usize>().prop_map(Op::Settle),
	]
}

/// All money by the epoch from which it answers, one entry a deposit, joined only when it is slashed.
#[derive(Default)]
struct Naive(Vec<(u32, Balance)>);

impl Naive {
	fn sum(&self, answers: impl Fn(u32) -> bool) -> Balance {
		self.0.iter().filter(|(from, _)| answers(*from)).map(|(_, amount)| amount).sum()
	}

	/// ⌊φ·part⌋ by epoch, all that is older than the window together.
	fn slash(&mut self, now: u32, window: u32, fault: u32, fraction: Fraction) -> Balance {
		let oldest = now.saturating_sub(window);
		let mut taken = 0;
		for epoch in oldest..=fault {
			let is_in = |from: u32| if epoch == oldest { from <= epoch } else { from == epoch };
			let mut cut = fraction.mul_floor(self.sum(is_in));
			taken += cut;
			for (_, amount) in self.0.iter_mut().filter(|(from, _)| is_in(*from)) {
				let of_this = cut.min(*amount);
				*amount -= of_this;
				cut -= of_this;
			}
		}
		taken
	}
}

struct Case {
	fault: u32,
	fraction: Fraction,
	quantity: Balance,
}

#[test]
fn a_case_takes_no_more_than_its_quantity_whatever_happens_between() {
	let histories = (1u32..=14).prop_flat_map(|window| {
		let required = prop_oneof![1u128..2_000, 1u128..1 << 96];
		(Just(window), required, vec(op(window), 1..80))
	});
	for_all(seed(), 1_500, &histories, |(window, required, ops)| {
		WINDOW.set(window);
		let mut now = 20;
		let mut bond = Bond::new(required, EpochIndex(now)).expect("it fits");
		let mut naive = Naive(vec![(now, required)]);
		let mut cases = Vec::<Case>::new();
		let (mut paid, mut lost) = (required, 0);
		for op in ops {
			match op {
				Op::Jump(epochs) => now += epochs,
				Op::TopUp => {
					let missing = bond.missing().expect("never more than required");
					prop_assert_eq!(missing, required - naive.sum(|_| true));
					prop_assert_eq!(bond.top_up(at(now)), Ok(missing));
					naive.0.push((now + 1, missing));
					paid += missing;
				},
				Op::File(back, most, quantity) => {
					let fault = now - back;
					let slashable = bond.slashable(at(now), EpochIndex(fault)).expect("in time");
					prop_assert_eq!(slashable, naive.sum(|from| from <= fault));
					let fraction = fraction_of_case(most, quantity, slashable);
					cases.extend(fraction.map(|fraction| Case { fault, fraction, quantity }));
				},
				Op::Settle(which) => {
					if cases.is_empty() {
						continue;
					}
					let Case { fault, fraction, quantity } = cases.swap_remove(which % cases.len());
					let taken = bond.slash(at(now), EpochIndex(fault), fraction);
					if fault + window < now {
						prop_assert_eq!(taken, Err(LedgerError::EpochTooOld));
						continue;
					}
					let taken = taken.expect("in time");
					prop_assert_eq!(taken, naive.slash(now, window, fault, fraction));
					prop_assert!(taken <= quantity);
					lost += taken;
				},
			}
			let held = bond.held().expect("a sum");
			prop_assert_eq!(held, naive.sum(|_| true));
			prop_assert_eq!(held + lost, paid);
			let is_whole = |part: &BondPart| part.amount > 0;
			prop_assert!(bond.parts().iter().all(is_whole));
			prop_assert!(bond.parts().is_sorted_by(|a, b| a.effective_from < b.effective_from));
		}
		Ok(())
	});
}
