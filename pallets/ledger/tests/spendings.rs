// SPDX-License-Identifier: Apache-2.0

//! What the cases of one consumer use up of its budget with one operator. W is 7, and budgets are in
//! percent: of the bond, and of the pools.

mod common;

use bounded_collections::{ConstU32, Get};
use bulwark_ledger::{Basis, EpochIndex, Fraction, Fractions, Scope, Spent};
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

fn reportable(spending: &Spending, of: Fractions, fault: u32) -> Fractions {
	spending.reportable(of, EpochIndex(fault), WINDOW)
}

fn unused(spending: &Spending, of: Fractions, fault: u32) -> Fractions {
	spending.unused(of, EpochIndex(fault), WINDOW)
}

/// Whether a report on the consumer's word fits. What is refused changes nothing.
fn report<S: Get<u32>>(
	spending: &mut bulwark_ledger::Spending<S>,
	of: Fractions,
	fault: u32,
	amount: Fractions,
) -> bool {
	file(spending, of, fault, amount, Basis::Word)
}

fn file<S: Get<u32>>(
	spending: &mut bulwark_ledger::Spending<S>,
	of: Fractions,
	fault: u32,
	amount: Fractions,
	basis: Basis,
) -> bool {
	let before = spending.clone();
	let fits = spending.file(of, EpochIndex(fault), amount, basis, WINDOW).is_some();
	assert!(fits || *spending == before);
	fits
}

/// What a case on the consumer's word takes now that it is executed.
fn execute(spending: &mut Spending, of: Fractions, fault: u32, amount: Fractions) -> Fractions {
	let taken = spending.execute(of, EpochIndex(fault), amount, Basis::Word, WINDOW);
	taken.expect("it was filed")
}

/// What was used up in some epochs.
fn spent(list: &[(u32, Fractions)]) -> Spending {
	let mut spending = Spending::default();
	for (fault, amount) in list {
		assert!(report(&mut spending, budget(100, 100), *fault, *amount));
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

// What can be reported.

#[test]
fn reportable_is_the_budget_when_nothing_is_used_up() {
	let spending = Spending::default();

	assert_eq!(reportable(&spending, BUDGET, 20), BUDGET);
	assert!(spending.is_empty());
}

#[test]
fn reportable_is_less_by_every_case_when_their_faults_are_near() {
	let spending = spent(&[(18, budget(10, 10)), (20, budget(5, 0)), (20, budget(3, 1))]);

	assert_eq!(reportable(&spending, BUDGET, 20), budget(32, 19));
}

#[test]
fn reportable_counts_a_fault_when_it_lies_at_most_the_window_before() {
	let spending = spent(&[(13, budget(10, 10))]);

	assert_eq!(reportable(&spending, BUDGET, 20), budget(40, 20));
	assert_eq!(reportable(&spending, BUDGET, 21), BUDGET);
}

#[test]
fn reportable_counts_a_fault_when_it_lies_at_most_the_window_after() {
	let spending = spent(&[(27, budget(10, 10))]);

	assert_eq!(reportable(&spending, BUDGET, 20), budget(40, 20));
	assert_eq!(reportable(&spending, BUDGET, 19), BUDGET);
}

#[test]
fn reportable_counts_both_sides_when_they_are_further_apart_than_the_window() {
	let spending = spent(&[(13, budget(50, 20)), (27, budget(40, 20))]);

	assert_eq!(reportable(&spending, budget(100, 50), 20), budget(10, 10));
}

#[test]
fn reportable_goes_by_the_budget_of_the_fault_when_it_has_changed_in_between() {
	let spending = spent(&[(20, budget(30, 20))]);

	assert_eq!(reportable(&spending, budget(20, 25), 21), budget(0, 5), "never less than nothing");
	assert_eq!(reportable(&spending, budget(60, 20), 21), budget(30, 0));
}

// What is filed.

#[test]
fn report_uses_up_the_budget_when_it_takes_all_that_is_left() {
	let mut spending = spent(&[(18, budget(10, 10))]);

	assert!(report(&mut spending, BUDGET, 20, budget(40, 20)));

	assert_eq!(reportable(&spending, BUDGET, 20), Fractions::NOTHING);
	assert_eq!(faults(&spending), [18, 20]);
}

#[test]
fn report_refuses_when_a_step_more_is_asked_for_than_is_left() {
	let mut spending = spent(&[(18, budget(10, 10))]);

	for amount in more(budget(40, 20)) {
		assert!(!report(&mut spending, BUDGET, 20, amount), "{amount:?}");
	}
}

#[test]
fn report_adds_up_when_faults_lie_in_the_same_epoch() {
	let mut spending = spent(&[(20, budget(10, 10))]);

	assert!(report(&mut spending, BUDGET, 20, budget(15, 5)));

	assert_eq!(spending.list().len(), 1);
	assert_eq!(spending.list()[0].asked, budget(25, 15));
}

#[test]
fn report_keeps_the_order_when_an_earlier_fault_is_reported_later() {
	let mut spending = spent(&[(20, budget(1, 0)), (24, budget(1, 0))]);

	assert!(report(&mut spending, BUDGET, 22, budget(1, 0)));
	assert!(report(&mut spending, BUDGET, 18, budget(1, 0)));

	assert_eq!(faults(&spending), [18, 20, 22, 24]);
}

#[test]
fn report_counts_the_bond_when_pools_are_slashed() {
	let mut spending = Spending::default();
	let slash = Fractions::of(Scope::BondAndPools, percent(30));
	assert!(report(&mut spending, BUDGET, 20, slash));

	assert!(!report(&mut spending, BUDGET, 20, Fractions::of(Scope::BondAndPools, percent(1))));
	assert!(!report(&mut spending, BUDGET, 20, Fractions::of(Scope::Bond, percent(21))));
	assert!(report(&mut spending, BUDGET, 20, Fractions::of(Scope::Bond, percent(20))));
}

#[test]
fn report_refuses_when_a_later_and_larger_budget_is_used_up_already() {
	let mut spending = spent(&[(24, budget(50, 30))]);

	assert!(!report(&mut spending, budget(20, 20), 20, budget(1, 0)));
	assert!(report(&mut spending, budget(20, 20), 16, budget(20, 20)), "too far to count");
}

#[test]
fn report_takes_of_the_bond_when_only_the_pools_have_given_more_than_the_budget() {
	let mut spending = spent(&[(20, budget(10, 10))]);
	let narrowed = budget(30, 5);

	assert!(!report(&mut spending, narrowed, 21, Fractions::of(Scope::BondAndPools, percent(1))));
	assert!(report(&mut spending, narrowed, 21, Fractions::of(Scope::Bond, percent(20))));
}

// What is given back.

#[test]
fn release_gives_back_when_a_case_takes_nothing() {
	let mut spending = spent(&[(18, budget(10, 10)), (20, budget(25, 15))]);

	spending.release(EpochIndex(20), budget(15, 5), Basis::Word);

	assert_eq!(reportable(&spending, BUDGET, 20), budget(30, 10));
	assert!(report(&mut spending, BUDGET, 20, budget(30, 10)));
}

#[test]
fn release_forgets_the_epoch_when_all_is_given_back() {
	let mut spending = spent(&[(18, budget(10, 10)), (20, budget(25, 15))]);

	spending.release(EpochIndex(20), budget(25, 15), Basis::Word);
	assert_eq!(faults(&spending), [18]);

	spending.release(EpochIndex(18), budget(10, 10), Basis::Word);
	assert!(spending.is_empty());
}

#[test]
fn release_changes_nothing_when_the_epoch_was_forgotten() {
	let mut spending = spent(&[(18, budget(10, 10))]);
	let before = spending.clone();

	spending.release(EpochIndex(17), budget(10, 10), Basis::Word);
	spending.release(EpochIndex(19), budget(10, 10), Basis::Word);

	assert_eq!(spending, before);
}

// What is forgotten.

/// A fault of n − W can be reported in n, and counts those of n − 2 W.
#[test]
fn prune_forgets_a_fault_when_nothing_counts_it_any_more() {
	let mut spending = spent(&[(20, budget(10, 10)), (21, budget(1, 1))]);

	spending.prune(EpochIndex(34), WINDOW);
	assert_eq!(faults(&spending), [20, 21]);
	assert_eq!(reportable(&spending, BUDGET, 34 - WINDOW), budget(39, 19));

	spending.prune(EpochIndex(35), WINDOW);
	assert_eq!(faults(&spending), [21]);
	assert_eq!(reportable(&spending, BUDGET, 35 - WINDOW), budget(49, 29));

	spending.prune(EpochIndex(36), WINDOW);
	assert!(spending.is_empty());
}

#[test]
fn report_always_finds_a_place_when_what_is_over_is_forgotten() {
	let mut spending = Spending::default();
	let mut most = 0;

	for now in 0..60 {
		spending.prune(EpochIndex(now), WINDOW);
		assert!(report(&mut spending, BUDGET, now, budget(1, 1)));
		most = most.max(spending.list().len());
	}

	assert_eq!(most, 15, "2 W + 1");
}

#[test]
fn report_refuses_when_there_is_no_place() {
	let fill = |faults| (0..faults).map(|fault| (fault, budget(1, 1))).collect::<Vec<_>>();
	let mut full = spent(&fill(15));

	assert!(!report(&mut full, BUDGET, 15, budget(1, 1)), "nothing was forgotten");
	assert!(report(&mut full, BUDGET, 14, budget(1, 1)), "it has its place");

	let mut short = bulwark_ledger::Spending::<ConstU32<14>>::default();
	let places = (0..15).filter(|fault| report(&mut short, BUDGET, *fault, budget(1, 1)));
	assert_eq!(places.count(), 14, "one place less than 2 W + 1");
}

// What is taken.

#[test]
fn execute_takes_all_that_was_asked_for_when_there_is_room() {
	let mut spending = spent(&[(18, budget(10, 10)), (20, budget(40, 20))]);

	let taken = execute(&mut spending, BUDGET, 20, budget(40, 20));

	assert_eq!(taken, budget(40, 20));
	assert_eq!(unused(&spending, BUDGET, 20), budget(10, 10));
	assert_eq!(reportable(&spending, BUDGET, 20), Fractions::NOTHING);
}

#[test]
fn proof_needs_no_room_beside_what_is_only_asked_for() {
	let mut spending = spent(&[(18, budget(50, 30)), (20, budget(40, 20))]);
	assert_eq!(unused(&spending, BUDGET, 20), BUDGET);

	assert!(file(&mut spending, BUDGET, 20, BUDGET, Basis::Proof));

	assert_eq!(unused(&spending, BUDGET, 20), Fractions::NOTHING);
	assert!(!file(&mut spending, BUDGET, 20, budget(1, 0), Basis::Proof), "beside other proofs");
}

#[test]
fn proof_needs_room_beside_what_was_taken() {
	let mut spending = spent(&[(18, budget(20, 10))]);
	execute(&mut spending, BUDGET, 18, budget(20, 10));

	for amount in more(budget(30, 20)) {
		assert!(!file(&mut spending, BUDGET, 20, amount, Basis::Proof), "{amount:?}");
	}
	assert!(file(&mut spending, BUDGET, 20, budget(30, 20), Basis::Proof));
}

#[test]
fn execute_takes_of_each_fraction_what_proofs_have_left() {
	let mut spending = spent(&[(18, budget(40, 30))]);
	assert!(file(&mut spending, BUDGET, 20, budget(20, 0), Basis::Proof));

	let taken = execute(&mut spending, BUDGET, 18, budget(40, 30));

	assert_eq!(taken, budget(30, 30));
	assert_eq!(unused(&spending, BUDGET, 19), Fractions::NOTHING);
}

#[test]
fn execute_takes_nothing_when_proofs_have_left_nothing() {
	let mut spending = spent(&[(18, budget(40, 30))]);
	assert!(file(&mut spending, BUDGET, 20, BUDGET, Basis::Proof));

	assert_eq!(execute(&mut spending, BUDGET, 18, budget(40, 30)), Fractions::NOTHING);

	assert_eq!(faults(&spending), [20], "its entry is gone");
}

#[test]
fn execute_takes_all_again_when_the_proof_has_lapsed() {
	let mut spending = spent(&[(18, budget(40, 30))]);
	assert!(file(&mut spending, BUDGET, 20, BUDGET, Basis::Proof));
	spending.release(EpochIndex(20), BUDGET, Basis::Proof);

	assert_eq!(execute(&mut spending, BUDGET, 18, budget(40, 30)), budget(40, 30));
}

#[test]
fn proof_takes_all_that_it_was_filed_for() {
	let mut spending = Spending::default();
	assert!(file(&mut spending, BUDGET, 20, BUDGET, Basis::Proof));
	let before = spending.clone();

	let taken = spending.execute(BUDGET, EpochIndex(20), BUDGET, Basis::Proof, WINDOW);

	assert_eq!(taken, Some(BUDGET));
	assert_eq!(spending, before, "it was taken since it was filed");
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
	assert_eq!(budget(50, 40).min(budget(60, 30)), BUDGET);
}

// Whatever happens.

#[derive(Clone, Copy, Debug)]
enum Op {
	/// Files a case about a fault, so many epochs back.
	File {
		back: u32,
		amount: Fractions,
		basis: Basis,
	},
	/// Executes, or dismisses, the open case that is this one of all, modulo their number.
	End {
		case: usize,
		executed: bool,
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
	let budget = (part(), part()).prop_map(|(bond, pools)| Fractions { bond, pools });
	(1u32..=7, vec(budget, 1..20), vec(op(), 1..80)).prop_map(|(window, budgets, ops)| Story {
		window,
		budgets,
		ops,
	})
}

fn op() -> impl Strategy<Value = Op> {
	let part = || {
		prop_oneof![
			1 => Just(Fraction::zero()),
			2 => (1u64..=10).prop_map(percent),
			1 => (1u64..=5).prop_map(|tens| percent(10 * tens)),
			1 => fraction().prop_map(|part| Fraction::from_parts(part.deconstruct() / 3 + 1)),
		]
	};
	let amount = (part(), part()).prop_map(|(bond, pools)| Fractions { bond, pools });
	let basis =
		prop_oneof![7 => Just(Basis::Word), 2 => Just(Basis::Proof), 1 => Just(Basis::Verdict)];
	prop_oneof![
		8 => (0u32..=7, amount, basis)
			.prop_map(|(back, amount, basis)| Op::File { back, amount, basis }),
		4 => (any::<usize>(), prop::bool::weighted(0.7))
			.prop_map(|(case, executed)| Op::End { case, executed }),
		2 => prop_oneof![3 => Just(1), 1 => 0u32..10].prop_map(|epochs| Op::Jump { epochs }),
	]
}

fn fraction() -> impl Strategy<Value = Fraction> {
	(0..=Fraction::one().deconstruct()).prop_map(Fraction::from_parts)
}

/// A case, open until it has taken something.
#[derive(Clone, Copy, Debug)]
struct Case {
	fault: EpochIndex,
	amount: Fractions,
	basis: Basis,
	taken: Option<Fractions>,
}

impl Case {
	/// What nobody else can take any more.
	fn is_taken(&self) -> Fractions {
		match (self.taken, self.basis) {
			(Some(taken), _) => taken,
			(None, Basis::Proof | Basis::Verdict) => self.amount,
			(None, Basis::Word) => Fractions::NOTHING,
		}
	}

	fn asks(&self) -> Fractions {
		match (self.taken, self.basis) {
			(None, Basis::Word) => self.amount,
			_ => Fractions::NOTHING,
		}
	}
}

/// What was tried.
#[derive(Default)]
struct Counts {
	filed: Cell<u32>,
	refused: Cell<u32>,
	/// Proofs for which other cases had left no room if they had been on the consumer's word.
	squeezed: Cell<u32>,
	/// Executed for less than was asked for.
	cut: Cell<u32>,
}

fn count(of: &Cell<u32>) {
	of.set(of.get() + 1);
}

/// The list, and every case that was not dismissed, for ever.
struct Trial<'a> {
	story: &'a Story,
	spending: Spending,
	cases: Vec<Case>,
	now: EpochIndex,
}

impl Trial<'_> {
	fn apply(&mut self, op: Op, counts: &Counts) -> TestCaseResult {
		match op {
			Op::File { back, amount, basis } if !amount.is_nothing() => {
				let fault = self.now.minus(back.min(self.story.window));
				self.file(Case { fault, amount, basis, taken: None }, counts)?;
			},
			Op::End { case, executed } => {
				let open = self.cases.iter().enumerate().filter(|(_, case)| self.is_open(case));
				let open: Vec<_> = open.map(|(at, _)| at).collect();
				if let Some(at) = open.get(case % open.len().max(1)) {
					self.end(*at, executed, counts)?;
				}
			},
			Op::Jump { epochs } => self.now = self.now.plus(epochs),
			Op::File { .. } => {},
		}
		Ok(())
	}

	/// It was not settled, and still can be.
	fn is_open(&self, case: &Case) -> bool {
		case.taken.is_none() && self.now <= case.fault.plus(self.story.window)
	}

	fn file(&mut self, case: Case, counts: &Counts) -> TestCaseResult {
		let Case { fault, amount, basis, .. } = case;
		let (window, of) = (self.story.window, self.budget(fault));
		let before = self.spending.clone();
		self.spending.prune(self.now, window);
		let unused = self.spending.unused(of, fault, window);

		let fits = self.spending.file(of, fault, amount, basis, window).is_some();

		prop_assert_eq!(fits, self.fits(of, fault, amount, basis));
		if !fits {
			self.spending = before;
			count(&counts.refused);
			return Ok(());
		}
		if basis == Basis::Word {
			// Keys take no room from proofs.
			prop_assert_eq!(self.spending.unused(of, fault, window), unused);
		} else if !self.fits(of, fault, amount, Basis::Word) {
			count(&counts.squeezed);
		}
		self.cases.push(case);
		count(&counts.filed);
		Ok(())
	}

	fn end(&mut self, at: usize, executed: bool, counts: &Counts) -> TestCaseResult {
		let Case { fault, amount, basis, .. } = self.cases[at];
		let (window, of) = (self.story.window, self.budget(fault));
		if !executed {
			self.cases.swap_remove(at);
			self.spending.release(fault, amount, basis);
			return Ok(());
		}
		// No less than room allows.
		let left = self.left(of, fault, |case| case.is_taken());
		let most = if basis == Basis::Word { amount.min(left) } else { amount };

		let taken = self.spending.execute(of, fault, amount, basis, window);

		prop_assert_eq!(taken, Some(most));
		self.cases[at].taken = taken;
		if most != amount {
			count(&counts.cut);
		}
		Ok(())
	}

	fn budget(&self, fault: EpochIndex) -> Fractions {
		self.story.budgets[fault.0 as usize % self.story.budgets.len()]
	}

	/// What all cases ever with faults within W of one leave of its budget.
	fn left(
		&self,
		of: Fractions,
		fault: EpochIndex,
		uses: impl Fn(&Case) -> Fractions,
	) -> Fractions {
		let near = |case: &&Case| fault.0.abs_diff(case.fault.0) <= self.story.window;
		self.cases.iter().filter(near).fold(of, |left, case| left.less(uses(case)))
	}

	fn fits(&self, of: Fractions, fault: EpochIndex, amount: Fractions, basis: Basis) -> bool {
		let left = match basis {
			Basis::Proof | Basis::Verdict => self.left(of, fault, |case| case.is_taken()),
			Basis::Word => {
				let left = self.left(of, fault, |case| case.is_taken());
				self.left(left, fault, |case| case.asks())
			},
		};
		left.holds(&amount)
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
			let row = self.cases.iter().filter(|case| row.contains(&case.fault.0));
			let row: Vec<_> =
				row.map(|case| (parts(self.budget(case.fault)), parts(case.is_taken()))).collect();
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
		let has_something = |spent: &Spent| !spent.taken.is_nothing() || !spent.asked.is_nothing();
		prop_assert!(list.iter().all(has_something));
		Ok(())
	}
}

fn parts(of: Fractions) -> [u128; 2] {
	[of.bond.deconstruct().into(), of.pools.deconstruct().into()]
}

#[test]
fn cases_take_no_more_than_a_budget_and_no_less_than_its_room_in_any_order() {
	let counts = Counts::default();

	for_all(seed(), 1_000, &story(), |story| {
		let (spending, now) = (Spending::default(), EpochIndex(20));
		let mut trial = Trial { story: &story, spending, cases: Vec::new(), now };
		for op in &story.ops {
			trial.apply(*op, &counts)?;
			trial.is_tidy()?;
			trial.holds_i7()?;
		}
		trial.takes_no_more_than_the_sums()
	});

	let Counts { filed, refused, squeezed, cut } = counts;
	println!("{filed:?} filed, {refused:?} refused, {squeezed:?} squeezed, {cut:?} cut");
	assert!(filed.get() > 3000 && refused.get() > 3000);
	assert!(squeezed.get() > 100 && cut.get() > 50);
}
