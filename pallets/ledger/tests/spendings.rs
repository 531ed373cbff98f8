// SPDX-License-Identifier: Apache-2.0

//! What the cases of one consumer use up of its budget with one operator. W is 7, and budgets are in
//! percent: of the bond, and of the pools.

mod common;

use bounded_collections::{ConstU32, Get};
use bulwark_ledger::{EpochIndex, Fraction, Fractions, Scope};
use bulwark_testing::{for_all, seed};
use common::{percent, rational::ratio};
use num_rational::BigRational;
use num_traits::One;
use proptest::{collection::vec, prelude::*, test_runner::TestCaseResult};
use std::cell::Cell;

/// 2 W + 1.
type Spending = bulwark_ledger::Spending<ConstU32<15>>;

const WINDOW: u32 = 7;
/// In parts of 10⁻¹⁸.
const ONE: u128 = 1_000_000_000_000_000_000;
/// What the consumer may take, unless a test says something else.
const BUDGET: Fractions =
	Fractions { bond: Fraction::from_percent(50), pools: Fraction::from_percent(30) };

fn budget(bond: u64, pools: u64) -> Fractions {
	Fractions { bond: percent(bond), pools: percent(pools) }
}

fn unused(spending: &Spending, of: Fractions, fault: u32) -> Fractions {
	spending.unused(of, EpochIndex(fault), WINDOW)
}

/// Whether it fits. What is refused changes nothing.
fn reserve<S: Get<u32>>(
	spending: &mut bulwark_ledger::Spending<S>,
	of: Fractions,
	fault: u32,
	amount: Fractions,
) -> bool {
	let before = spending.clone();
	let fits = spending.reserve(of, EpochIndex(fault), amount, WINDOW).is_some();
	assert!(fits || *spending == before);
	fits
}

/// What was used up in some epochs.
fn spent(list: &[(u32, Fractions)]) -> Spending {
	let mut spending = Spending::default();
	for (fault, amount) in list {
		assert!(reserve(&mut spending, budget(100, 100), *fault, *amount));
	}
	spending
}

fn faults(spending: &Spending) -> Vec<u32> {
	spending.list().iter().map(|spent| spent.fault_epoch.0).collect()
}

fn more(amount: Fractions) -> [Fractions; 2] {
	let step = |fraction: Fraction| Fraction::from_parts(fraction.deconstruct() + 1);
	[
		Fractions { bond: step(amount.bond), ..amount },
		Fractions { pools: step(amount.pools), ..amount },
	]
}

// What is unused.

#[test]
fn unused_is_the_budget_when_nothing_is_used_up() {
	let spending = Spending::default();

	assert_eq!(unused(&spending, BUDGET, 20), BUDGET);
	assert!(spending.is_empty());
}

#[test]
fn unused_is_less_by_every_case_when_their_faults_are_near() {
	let spending = spent(&[(18, budget(10, 10)), (20, budget(5, 0)), (20, budget(3, 1))]);

	assert_eq!(unused(&spending, BUDGET, 20), budget(32, 19));
}

#[test]
fn unused_counts_a_fault_when_it_lies_at_most_the_window_before() {
	let spending = spent(&[(13, budget(10, 10))]);

	assert_eq!(unused(&spending, BUDGET, 20), budget(40, 20));
	assert_eq!(unused(&spending, BUDGET, 21), BUDGET);
}

#[test]
fn unused_counts_a_fault_when_it_lies_at_most_the_window_after() {
	let spending = spent(&[(27, budget(10, 10))]);

	assert_eq!(unused(&spending, BUDGET, 20), budget(40, 20));
	assert_eq!(unused(&spending, BUDGET, 19), BUDGET);
}

#[test]
fn unused_counts_both_sides_when_they_are_further_apart_than_the_window() {
	let spending = spent(&[(13, budget(50, 20)), (27, budget(40, 20))]);

	assert_eq!(unused(&spending, budget(100, 50), 20), budget(10, 10));
}

#[test]
fn unused_goes_by_the_budget_of_the_fault_when_it_has_changed_in_between() {
	let spending = spent(&[(20, budget(30, 20))]);

	assert_eq!(unused(&spending, budget(20, 25), 21), budget(0, 5), "never less than nothing");
	assert_eq!(unused(&spending, budget(60, 20), 21), budget(30, 0));
}

// What is reserved.

#[test]
fn reserve_uses_up_the_budget_when_it_takes_all_that_is_unused() {
	let mut spending = spent(&[(18, budget(10, 10))]);

	assert!(reserve(&mut spending, BUDGET, 20, budget(40, 20)));

	assert_eq!(unused(&spending, BUDGET, 20), Fractions::NOTHING);
	assert_eq!(faults(&spending), [18, 20]);
}

#[test]
fn reserve_refuses_when_a_step_more_is_asked_for_than_is_unused() {
	let mut spending = spent(&[(18, budget(10, 10))]);

	for amount in more(budget(40, 20)) {
		assert!(!reserve(&mut spending, BUDGET, 20, amount), "{amount:?}");
	}
}

#[test]
fn reserve_adds_up_when_faults_lie_in_the_same_epoch() {
	let mut spending = spent(&[(20, budget(10, 10))]);

	assert!(reserve(&mut spending, BUDGET, 20, budget(15, 5)));

	assert_eq!(spending.list().len(), 1);
	assert_eq!(spending.list()[0].amount, budget(25, 15));
}

#[test]
fn reserve_keeps_the_order_when_an_earlier_fault_is_reported_later() {
	let mut spending = spent(&[(20, budget(1, 0)), (24, budget(1, 0))]);

	assert!(reserve(&mut spending, BUDGET, 22, budget(1, 0)));
	assert!(reserve(&mut spending, BUDGET, 18, budget(1, 0)));

	assert_eq!(faults(&spending), [18, 20, 22, 24]);
}

#[test]
fn reserve_counts_the_bond_when_pools_are_slashed() {
	let mut spending = Spending::default();
	let slash = Fractions::of(Scope::BondAndPools, percent(30));
	assert!(reserve(&mut spending, BUDGET, 20, slash));

	assert!(!reserve(&mut spending, BUDGET, 20, Fractions::of(Scope::BondAndPools, percent(1))));
	assert!(!reserve(&mut spending, BUDGET, 20, Fractions::of(Scope::Bond, percent(21))));
	assert!(reserve(&mut spending, BUDGET, 20, Fractions::of(Scope::Bond, percent(20))));
}

#[test]
fn reserve_refuses_when_a_later_and_larger_budget_is_used_up_already() {
	let mut spending = spent(&[(24, budget(50, 30))]);

	assert!(!reserve(&mut spending, budget(20, 20), 20, budget(1, 0)));
	assert!(reserve(&mut spending, budget(20, 20), 16, budget(20, 20)), "too far to count");
}

#[test]
fn reserve_takes_of_the_bond_when_only_the_pools_have_given_more_than_the_budget() {
	let mut spending = spent(&[(20, budget(10, 10))]);
	let narrowed = budget(30, 5);

	assert!(!reserve(&mut spending, narrowed, 21, Fractions::of(Scope::BondAndPools, percent(1))));
	assert!(reserve(&mut spending, narrowed, 21, Fractions::of(Scope::Bond, percent(20))));
}

// What is given back.

#[test]
fn release_gives_back_when_a_case_takes_nothing() {
	let mut spending = spent(&[(18, budget(10, 10)), (20, budget(25, 15))]);

	spending.release(EpochIndex(20), budget(15, 5));

	assert_eq!(unused(&spending, BUDGET, 20), budget(30, 10));
	assert!(reserve(&mut spending, BUDGET, 20, budget(30, 10)));
}

#[test]
fn release_forgets_the_epoch_when_all_is_given_back() {
	let mut spending = spent(&[(18, budget(10, 10)), (20, budget(25, 15))]);

	spending.release(EpochIndex(20), budget(25, 15));
	assert_eq!(faults(&spending), [18]);

	spending.release(EpochIndex(18), budget(10, 10));
	assert!(spending.is_empty());
}

#[test]
fn release_changes_nothing_when_the_epoch_was_forgotten() {
	let mut spending = spent(&[(18, budget(10, 10))]);
	let before = spending.clone();

	spending.release(EpochIndex(17), budget(10, 10));
	spending.release(EpochIndex(19), budget(10, 10));

	assert_eq!(spending, before);
}

// What is forgotten.

/// A fault of n − W can be reported in n, and counts those of n − 2 W.
#[test]
fn prune_forgets_a_fault_when_nothing_counts_it_any_more() {
	let mut spending = spent(&[(20, budget(10, 10)), (21, budget(1, 1))]);

	spending.prune(EpochIndex(34), WINDOW);
	assert_eq!(faults(&spending), [20, 21]);
	assert_eq!(unused(&spending, BUDGET, 34 - WINDOW), budget(39, 19));

	spending.prune(EpochIndex(35), WINDOW);
	assert_eq!(faults(&spending), [21]);
	assert_eq!(unused(&spending, BUDGET, 35 - WINDOW), budget(49, 29));

	spending.prune(EpochIndex(36), WINDOW);
	assert!(spending.is_empty());
}

#[test]
fn reserve_always_finds_a_place_when_what_is_over_is_forgotten() {
	let mut spending = Spending::default();
	let mut most = 0;

	for now in 0..60 {
		spending.prune(EpochIndex(now), WINDOW);
		assert!(reserve(&mut spending, BUDGET, now, budget(1, 1)));
		most = most.max(spending.list().len());
	}

	assert_eq!(most, 15, "2 W + 1");
}

#[test]
fn reserve_refuses_when_there_is_no_place() {
	let fill = |faults| (0..faults).map(|fault| (fault, budget(1, 1))).collect::<Vec<_>>();
	let mut full = spent(&fill(15));

	assert!(!reserve(&mut full, BUDGET, 15, budget(1, 1)), "nothing was forgotten");
	assert!(reserve(&mut full, BUDGET, 14, budget(1, 1)), "it has its place");

	let mut short = bulwark_ledger::Spending::<ConstU32<14>>::default();
	let places = (0..15).filter(|fault| reserve(&mut short, BUDGET, *fault, budget(1, 1)));
	assert_eq!(places.count(), 14, "one place less than 2 W + 1");
}

// Budgets.

#[test]
fn fractions_of_a_slash_are_all_that_answers_in_its_scope() {
	let (bond, pools) =
		(Fractions::of(Scope::Bond, percent(5)), Fractions::of(Scope::BondAndPools, percent(5)));

	assert_eq!((bond, pools), (budget(5, 0), budget(5, 5)));
	assert!(bond.allows(Scope::Bond) && !bond.allows(Scope::BondAndPools));
	assert!(pools.allows(Scope::Bond) && pools.allows(Scope::BondAndPools));
	assert!(!Fractions::NOTHING.allows(Scope::Bond) && Fractions::NOTHING.is_nothing());
}

#[test]
fn budgets_add_up_when_they_are_no_more_than_all() {
	assert_eq!(budget(60, 10).plus(budget(40, 20)), Some(budget(100, 30)));
	for one in more(budget(60, 60)) {
		assert_eq!(one.plus(budget(40, 40)), None, "{one:?}");
	}
}

#[test]
fn budget_holds_another_when_both_parts_fit() {
	assert!(BUDGET.holds(&BUDGET));
	for other in more(BUDGET) {
		assert!(!BUDGET.holds(&other), "{other:?}");
	}
	assert_eq!(budget(50, 10).max(budget(40, 30)), BUDGET);
}

// Whatever happens.

/// A part of what is asked: of the bond alone, or of the pools too.
type Slash = (Scope, Fraction);

#[derive(Clone, Copy, Debug)]
enum Op {
	/// Reports a fault, so many epochs back.
	Reserve {
		back: u32,
		slash: Slash,
	},
	/// Dismisses the case that is this one of all, modulo their number.
	Release {
		case: usize,
	},
	Jump {
		epochs: u32,
	},
}

#[derive(Clone, Debug)]
struct Story {
	window: u32,
	/// What may be taken for a fault in an epoch, epoch by epoch, over and over.
	budgets: Vec<Fractions>,
	ops: Vec<Op>,
}

fn story() -> impl Strategy<Value = Story> {
	let part =
		|| prop_oneof![2 => (0u64..=10).prop_map(|tens| percent(10 * tens)), 1 => fraction()];
	let budget = (part(), part())
		.prop_map(|(one, other)| Fractions { bond: one.max(other), pools: one.min(other) });
	(1u32..=7, vec(budget, 1..20), vec(op(), 1..80)).prop_map(|(window, budgets, ops)| Story {
		window,
		budgets,
		ops,
	})
}

fn op() -> impl Strategy<Value = Op> {
	let scope =
		any::<bool>().prop_map(|pools| if pools { Scope::BondAndPools } else { Scope::Bond });
	let part = prop_oneof![
		2 => (1u64..=10).prop_map(percent),
		1 => (1u64..=5).prop_map(|tens| percent(10 * tens)),
		1 => fraction().prop_map(|part| Fraction::from_parts(part.deconstruct() / 3 + 1)),
	];
	prop_oneof![
		6 => (0u32..=7, (scope, part)).prop_map(|(back, slash)| Op::Reserve { back, slash }),
		1 => any::<usize>().prop_map(|case| Op::Release { case }),
		2 => prop_oneof![3 => Just(1), 1 => 0u32..10].prop_map(|epochs| Op::Jump { epochs }),
	]
}

fn fraction() -> impl Strategy<Value = Fraction> {
	(0..=Fraction::one().deconstruct()).prop_map(Fraction::from_parts)
}

/// The list, and every case that was not dismissed, for ever.
struct Trial<'a> {
	story: &'a Story,
	spending: Spending,
	cases: Vec<(EpochIndex, Fractions)>,
	now: EpochIndex,
}

impl Trial<'_> {
	/// Does it, and returns whether something was reserved, if that was tried.
	fn apply(&mut self, op: Op) -> Result<Option<bool>, TestCaseError> {
		let window = self.story.window;
		match op {
			Op::Reserve { back, slash: (scope, fraction) } => {
				let fault = self.now.minus(back.min(window));
				let (of, amount) = (self.budget(fault), Fractions::of(scope, fraction));
				let before = self.spending.clone();
				self.spending.prune(self.now, window);
				let fits = self.spending.reserve(of, fault, amount, window).is_some();
				prop_assert_eq!(fits, self.fits(of, fault, amount));
				if fits {
					self.cases.push((fault, amount));
				} else {
					self.spending = before;
				}
				return Ok(Some(fits));
			},
			Op::Release { case } if !self.cases.is_empty() => {
				let (fault, amount) = self.cases.swap_remove(case % self.cases.len());
				self.spending.release(fault, amount);
			},
			Op::Release { .. } => {},
			Op::Jump { epochs } => self.now = self.now.plus(epochs),
		}
		Ok(None)
	}

	fn budget(&self, fault: EpochIndex) -> Fractions {
		self.story.budgets[fault.0 as usize % self.story.budgets.len()]
	}

	/// Whether all cases ever with faults within W of one leave so much of its budget, where it takes
	/// something.
	fn fits(&self, of: Fractions, fault: EpochIndex, amount: Fractions) -> bool {
		let near = |other: EpochIndex| fault.0.abs_diff(other.0) <= self.story.window;
		let near = self.cases.iter().filter(|(other, _)| near(*other));
		let sums = near.fold(parts(amount), |sums, (_, one)| add(sums, parts(*one)));
		let (most, asked) = (parts(of), parts(amount));
		[0, 1].iter().all(|part| asked[*part] == 0 || sums[*part] <= most[*part])
	}

	/// I7: faults within W of each other take no more than the largest of their budgets.
	fn holds_i7(&self) -> TestCaseResult {
		for (most, set) in self.worst_sets() {
			let sum = set.iter().sum::<u128>();
			prop_assert!(sum <= most, "{} of {}", sum, most);
		}
		Ok(())
	}

	/// 1 − Π(1 − φ) ≤ Σφ, exactly.
	fn takes_no_more_than_the_sums(&self) -> TestCaseResult {
		for (most, set) in self.worst_sets() {
			let kept =
				set.iter().fold(BigRational::one(), |kept, part| kept * ratio(ONE - part, ONE));
			let (taken, sum) = (BigRational::one() - kept, ratio(set.iter().sum(), ONE));
			prop_assert!(taken <= sum && sum <= ratio(most, ONE));
		}
		Ok(())
	}

	/// Of all sets of faults within W of each other those that are closest to their largest budget:
	/// every fault of W + 1 epochs in a row whose budget is no larger than that of one of them. With
	/// that budget, and what the cases take, of the bond or of the pools.
	fn worst_sets(&self) -> Vec<(u128, Vec<u128>)> {
		let mut sets = Vec::new();
		for start in 0..=self.now.0 {
			let row = start..=start + self.story.window;
			let row = self.cases.iter().filter(|(fault, _)| row.contains(&fault.0));
			let row: Vec<_> =
				row.map(|(fault, taken)| (parts(self.budget(*fault)), parts(*taken))).collect();
			for part in [0, 1] {
				sets.extend(row.iter().map(|(most, _)| {
					let set = row.iter().filter(|(of, _)| of[part] <= most[part]);
					(most[part], set.map(|(_, taken)| taken[part]).collect())
				}));
			}
		}
		sets
	}

	/// At most 2 W + 1 epochs, in order, and each with something.
	fn is_tidy(&self) -> TestCaseResult {
		let mut pruned = self.spending.clone();
		pruned.prune(self.now, self.story.window);
		let list = pruned.list();
		prop_assert!(list.len() <= 2 * self.story.window as usize + 1);
		prop_assert!(list.windows(2).all(|two| two[0].fault_epoch < two[1].fault_epoch));
		prop_assert!(list.iter().all(|spent| !spent.amount.is_nothing()));
		Ok(())
	}
}

fn parts(of: Fractions) -> [u128; 2] {
	[of.bond.deconstruct().into(), of.pools.deconstruct().into()]
}

fn add(a: [u128; 2], b: [u128; 2]) -> [u128; 2] {
	[a[0] + b[0], a[1] + b[1]]
}

#[test]
fn cases_take_no_more_than_a_budget_whatever_happens() {
	let (reserved, refused) = (Cell::new(0u32), Cell::new(0u32));

	for_all(seed(), 400, &story(), |story| {
		let (spending, now) = (Spending::default(), EpochIndex(20));
		let mut trial = Trial { story: &story, spending, cases: Vec::new(), now };
		for op in &story.ops {
			if let Some(fits) = trial.apply(*op)? {
				let count = if fits { &reserved } else { &refused };
				count.set(count.get() + 1);
			}
			trial.is_tidy()?;
			trial.holds_i7()?;
		}
		trial.takes_no_more_than_the_sums()
	});

	println!("{} reserved, {} refused", reserved.get(), refused.get());
	assert!(reserved.get() > 3000 && refused.get() > 3000);
}
