// SPDX-License-Identifier: Apache-2.0

//! What operators promise, and until when it counts. W is 7, N is 2, and budgets are in percent: of
//! the bond, and of the pools.

mod common;

use bounded_collections::ConstU32;
use bulwark_ledger::{Budget, ConsumerId, EpochIndex, Fraction, Horizon, PledgeError::*, Scope};
use bulwark_testing::{for_all, seed};
use common::{
	percent,
	pledging::{story, Trial},
};
use std::cell::Cell;

type Pledge<S = ConstU32<9>> = bulwark_ledger::Pledge<ConstU32<3>, S>;
type PledgeError = bulwark_ledger::PledgeError;

const WINDOW: u32 = 7;
const NOTICE: u32 = 2;
const ROLLUP: ConsumerId = ConsumerId(0);
const BRIDGE: ConsumerId = ConsumerId(1);
const CHAIN: ConsumerId = ConsumerId(2);
const ORACLE: ConsumerId = ConsumerId(3);

/// An operator in epoch 20, for whom a pallet would keep a pledge.
#[derive(Clone, Debug)]
struct Operator {
	pledge: Pledge,
	now: u32,
}

impl Operator {
	/// It has promised nothing, and its pools may lose so much.
	fn capped(cap: u64) -> Self {
		let mut operator = Self { pledge: Pledge::default(), now: 20 };
		operator.pledge.set_cap(percent(cap), 0, operator.at()).unwrap();
		operator
	}

	/// It has promised a budget to the rollup since long.
	fn promised(cap: u64, bond: u64, pools: u64) -> Self {
		let mut operator = Self::capped(cap);
		operator.promise(ROLLUP, bond, pools).unwrap();
		operator.jump(10);
		operator
	}

	fn at(&self) -> Horizon {
		Horizon { now: EpochIndex(self.now), window: WINDOW }
	}

	fn jump(&mut self, epochs: u32) {
		self.now += epochs;
	}

	fn set_cap(&mut self, cap: Fraction) -> Result<u32, PledgeError> {
		self.change(|pledge, at| pledge.set_cap(cap, NOTICE, at))
	}

	fn promise(&mut self, to: ConsumerId, bond: u64, pools: u64) -> Result<u32, PledgeError> {
		self.promise_under(1, to, budget(bond, pools))
	}

	fn promise_under(
		&mut self,
		version: u32,
		to: ConsumerId,
		budget: Budget,
	) -> Result<u32, PledgeError> {
		self.change(|pledge, at| pledge.promise(to, budget, version, NOTICE, at))
	}

	fn opt_out(&mut self, of: ConsumerId) -> Result<u32, PledgeError> {
		self.promise_under(0, of, Budget::NOTHING)
	}

	/// As a call does it: what nobody can charge is forgotten first, and what is refused not stored.
	fn change(
		&mut self,
		change: impl FnOnce(&mut Pledge, Horizon) -> Result<EpochIndex, PledgeError>,
	) -> Result<u32, PledgeError> {
		let mut pledge = self.pledge.clone();
		pledge.prune(self.at());
		let from = change(&mut pledge, self.at())?;
		self.pledge = pledge;
		Ok(from.0)
	}

	fn cap(&self, epoch: u32) -> Fraction {
		self.pledge.cap(EpochIndex(epoch))
	}

	fn budget(&self, of: ConsumerId, fault: u32) -> Option<Budget> {
		self.pledge.at(of, EpochIndex(fault)).map(|span| span.budget)
	}

	fn spans(&self, of: ConsumerId) -> usize {
		self.pledge.of(of).map_or(0, |promise| promise.spans().len())
	}

	fn widens(&self) -> bool {
		self.pledge.widens(self.at().now)
	}

	fn counted(&self, epoch: u32) -> Option<Budget> {
		self.pledge.counted(EpochIndex(epoch), WINDOW)
	}

	fn last_liable(&self, leaving: u32) -> [Option<u32>; 2] {
		[Scope::Bond, Scope::BondAndPools]
			.map(|scope| self.pledge.last_liable(scope, EpochIndex(leaving)).map(|epoch| epoch.0))
	}
}

fn budget(bond: u64, pools: u64) -> Budget {
	Budget { bond: percent(bond), pools: percent(pools) }
}

fn more(fraction: Fraction) -> Fraction {
	Fraction::from_parts(fraction.deconstruct() + 1)
}

fn less(fraction: Fraction) -> Fraction {
	Fraction::from_parts(fraction.deconstruct() - 1)
}

// The cap.

#[test]
fn cap_is_nothing_when_none_was_ever_set() {
	let mut operator = Operator { pledge: Pledge::default(), now: 20 };

	assert_eq!((operator.cap(20), operator.cap(9999)), (percent(0), percent(0)));
	assert_eq!(operator.promise(ROLLUP, 1, 1), Err(OverCap));
	assert_eq!(operator.promise(ROLLUP, 100, 0), Ok(21));
}

#[test]
fn set_cap_holds_at_once_when_it_is_lower() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.set_cap(percent(30)), Ok(20));

	assert_eq!(operator.cap(20), percent(30));
}

#[test]
fn set_cap_waits_for_the_notice_when_it_is_higher() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.set_cap(more(percent(50))), Ok(22));

	assert_eq!(operator.cap(21), percent(50));
	assert_eq!(operator.cap(22), more(percent(50)));
}

#[test]
fn set_cap_begins_the_notice_again_when_it_is_raised_twice() {
	let mut operator = Operator::capped(50);
	operator.set_cap(percent(60)).unwrap();
	operator.jump(1);

	assert_eq!(operator.set_cap(percent(55)), Ok(23));

	assert_eq!(operator.cap(22), percent(50));
	assert_eq!(operator.cap(23), percent(55));
}

#[test]
fn set_cap_forgets_what_was_announced_when_it_is_not_higher() {
	for cap in [percent(50), percent(40)] {
		let mut operator = Operator::capped(50);
		operator.set_cap(percent(60)).unwrap();

		assert_eq!(operator.set_cap(cap), Ok(20));

		assert_eq!((operator.cap(20), operator.cap(9999)), (cap, cap));
	}
}

#[test]
fn set_cap_refuses_when_more_is_promised() {
	let mut operator = Operator::promised(50, 40, 30);

	assert_eq!(operator.set_cap(less(percent(30))), Err(OverCap));
	assert_eq!(operator.set_cap(percent(30)), Ok(30));
}

#[test]
fn set_cap_refuses_when_more_is_announced() {
	let mut operator = Operator::capped(50);
	operator.promise(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.set_cap(less(percent(30))), Err(OverCap));
	assert_eq!(operator.set_cap(percent(30)), Ok(20));
}

#[test]
fn set_cap_refuses_when_more_has_ended_and_still_counts() {
	let mut operator = Operator::promised(50, 40, 30);
	assert_eq!(operator.opt_out(ROLLUP), Ok(31));

	operator.jump(WINDOW);
	assert_eq!(operator.set_cap(less(percent(30))), Err(OverCap));

	operator.jump(1);
	assert_eq!(operator.set_cap(percent(0)), Ok(38));
}

#[test]
fn set_cap_refuses_when_it_comes_later_than_what_relies_on_it() {
	let mut operator = Operator::capped(0);
	assert_eq!(operator.set_cap(percent(50)), Ok(22));
	assert_eq!(operator.promise(ROLLUP, 40, 40), Ok(22));
	operator.jump(1);

	assert_eq!(operator.set_cap(percent(60)), Err(OverCap), "it would not be 50 in 22");

	operator.jump(1);
	assert_eq!(operator.set_cap(percent(60)), Ok(24));
}

// When a promise begins.

#[test]
fn promise_holds_from_the_next_epoch_when_only_the_bond_answers() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.promise(ROLLUP, 40, 0), Ok(21));

	assert_eq!(operator.budget(ROLLUP, 20), None);
	assert_eq!(operator.budget(ROLLUP, 21), Some(budget(40, 0)));
	assert_eq!(operator.budget(BRIDGE, 21), None);
}

#[test]
fn promise_waits_for_the_notice_when_pools_answer() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.promise(ROLLUP, 40, 30), Ok(22));

	assert_eq!(operator.budget(ROLLUP, 21), None);
	assert_eq!(operator.budget(ROLLUP, 22), Some(budget(40, 30)));
}

#[test]
fn promise_holds_from_the_next_epoch_when_pools_lose_less() {
	let mut operator = Operator::promised(50, 40, 30);

	let narrower = Budget { pools: less(percent(30)), ..budget(40, 0) };
	assert_eq!(operator.promise_under(1, ROLLUP, narrower), Ok(31));

	assert_eq!(operator.budget(ROLLUP, 30), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 31), Some(narrower));
}

#[test]
fn promise_holds_from_the_next_epoch_when_only_the_bond_loses_more() {
	let mut operator = Operator::promised(50, 40, 30);

	assert_eq!(operator.promise(ROLLUP, 90, 30), Ok(31));
}

#[test]
fn promise_waits_for_the_notice_when_pools_lose_more() {
	let mut operator = Operator::promised(50, 40, 30);

	let wider = Budget { pools: more(percent(30)), ..budget(40, 0) };
	assert_eq!(operator.promise_under(1, ROLLUP, wider), Ok(32));

	assert_eq!(operator.budget(ROLLUP, 31), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 32), Some(wider));
}

#[test]
fn promise_waits_for_the_notice_when_pools_answer_under_other_terms() {
	for pools in [30, 10] {
		let mut operator = Operator::promised(50, 40, 30);

		assert_eq!(operator.promise_under(2, ROLLUP, budget(40, pools)), Ok(32));

		let version = |fault| operator.pledge.at(ROLLUP, EpochIndex(fault)).unwrap().version;
		assert_eq!((version(31), version(32)), (1, 2));
	}
}

#[test]
fn promise_holds_from_the_next_epoch_when_only_the_bond_answers_under_other_terms() {
	let mut operator = Operator::promised(50, 40, 30);

	assert_eq!(operator.promise_under(2, ROLLUP, budget(90, 0)), Ok(31));
}

#[test]
fn promise_replaces_what_was_announced_when_it_is_another() {
	let mut operator = Operator::promised(50, 40, 30);
	assert_eq!(operator.promise(ROLLUP, 50, 50), Ok(32));
	operator.jump(1);

	assert_eq!(operator.promise(ROLLUP, 45, 45), Ok(33));
	assert_eq!(operator.budget(ROLLUP, 32), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 33), Some(budget(45, 45)));

	assert_eq!(operator.promise(ROLLUP, 20, 10), Ok(32));
	assert_eq!(operator.budget(ROLLUP, 33), Some(budget(20, 10)));
	assert_eq!(operator.spans(ROLLUP), 2);
}

#[test]
fn promise_forgets_what_was_announced_when_it_is_what_holds() {
	let mut operator = Operator::promised(50, 40, 30);
	let before = operator.pledge.clone();
	operator.promise(ROLLUP, 50, 50).unwrap();

	assert_eq!(operator.promise(ROLLUP, 40, 30), Ok(31));

	assert_eq!(operator.pledge, before);
}

// Opting out.

#[test]
fn opt_out_ends_a_promise_when_the_epoch_is_over() {
	let mut operator = Operator::promised(50, 40, 30);

	assert_eq!(operator.opt_out(ROLLUP), Ok(31));

	assert_eq!(operator.budget(ROLLUP, 30), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 31), None);
}

#[test]
fn opt_out_leaves_nothing_when_the_promise_had_not_begun() {
	let mut operator = Operator::capped(50);
	let before = operator.pledge.clone();
	operator.promise(ROLLUP, 40, 30).unwrap();
	operator.jump(1);

	assert_eq!(operator.opt_out(ROLLUP), Ok(22));

	assert_eq!(operator.pledge, before);
	assert_eq!(operator.opt_out(ROLLUP), Err(NothingPromised));
}

#[test]
fn promise_goes_on_when_it_comes_in_the_epoch_of_the_opt_out() {
	let mut operator = Operator::promised(50, 40, 30);
	let before = operator.pledge.clone();
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.promise(ROLLUP, 40, 30), Ok(31));

	assert_eq!(operator.pledge, before);
	assert_eq!(operator.budget(ROLLUP, 31), Some(budget(40, 30)));
}

#[test]
fn promise_waits_for_the_notice_when_it_comes_an_epoch_after_the_opt_out() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(1);

	assert_eq!(operator.promise(ROLLUP, 40, 30), Ok(33));

	let held = [30, 31, 32, 33].map(|fault| operator.budget(ROLLUP, fault).is_some());
	assert_eq!(held, [true, false, false, true]);
}

#[test]
fn opt_out_takes_a_new_promise_back_when_the_old_one_has_ended() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(1);
	let before = operator.pledge.clone();
	operator.promise(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.opt_out(ROLLUP), Ok(32));

	assert_eq!(operator.pledge, before);
	assert_eq!(operator.opt_out(ROLLUP), Err(Unchanged));
}

// What is refused.

#[test]
fn promise_refuses_when_pools_would_answer_for_more_than_the_bond() {
	let mut operator = Operator::capped(50);
	let invalid = Budget { bond: percent(40), pools: more(percent(40)) };

	assert_eq!(operator.promise_under(1, ROLLUP, invalid), Err(InvalidBudget));
	assert_eq!(operator.promise(ROLLUP, 40, 40), Ok(22));
}

#[test]
fn opt_out_refuses_when_nothing_was_promised() {
	let mut operator = Operator::promised(50, 40, 30);

	assert_eq!(operator.opt_out(BRIDGE), Err(NothingPromised));
}

#[test]
fn promise_refuses_when_it_holds_already() {
	let mut operator = Operator::promised(50, 40, 30);

	assert_eq!(operator.promise(ROLLUP, 40, 30), Err(Unchanged));
}

#[test]
fn promise_refuses_when_it_is_announced_already() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.promise(ROLLUP, 50, 50).unwrap();
	operator.jump(1);

	assert_eq!(operator.promise(ROLLUP, 50, 50), Err(Unchanged));
	assert_eq!(operator.budget(ROLLUP, 32), Some(budget(50, 50)));
}

#[test]
fn opt_out_refuses_when_the_promise_has_ended() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.opt_out(ROLLUP), Err(Unchanged));
	assert_eq!(operator.promise_under(2, ROLLUP, Budget::NOTHING), Err(Unchanged));
	operator.jump(WINDOW);
	assert_eq!(operator.opt_out(ROLLUP), Err(Unchanged));
	operator.jump(1);
	assert_eq!(operator.opt_out(ROLLUP), Err(NothingPromised));
}

#[test]
fn promise_refuses_when_there_is_no_place() {
	let mut operator = Operator::capped(0);
	for consumer in [ROLLUP, BRIDGE, CHAIN] {
		assert_eq!(operator.promise(consumer, 10, 0), Ok(21));
	}

	assert_eq!(operator.promise(ORACLE, 10, 0), Err(TooManyPromises));

	assert_eq!(operator.promise(CHAIN, 20, 0), Ok(21), "it has its place");
	operator.opt_out(CHAIN).unwrap();
	assert_eq!(operator.promise(ORACLE, 10, 0), Ok(21), "nothing had begun");
}

#[test]
fn promise_refuses_when_the_place_is_taken_by_one_that_still_counts() {
	let mut operator = Operator::promised(0, 10, 0);
	operator.promise(BRIDGE, 10, 0).unwrap();
	operator.promise(CHAIN, 10, 0).unwrap();
	operator.opt_out(ROLLUP).unwrap();

	operator.jump(WINDOW);
	assert_eq!(operator.promise(ORACLE, 10, 0), Err(TooManyPromises));

	operator.jump(1);
	assert_eq!(operator.promise(ORACLE, 10, 0), Ok(39));
}

#[test]
fn promise_refuses_when_all_would_be_more_than_the_bond() {
	let mut operator = Operator::promised(0, 60, 0);

	let over = Budget { bond: more(percent(40)), ..Budget::NOTHING };
	assert_eq!(operator.promise_under(1, BRIDGE, over), Err(OverBond));
	assert_eq!(operator.promise(BRIDGE, 40, 0), Ok(31));
	assert_eq!(operator.counted(31), Some(budget(100, 0)));
}

#[test]
fn promise_refuses_when_all_would_be_more_than_the_cap() {
	let mut operator = Operator::promised(50, 40, 30);

	let over = Budget { pools: more(percent(20)), ..budget(40, 0) };
	assert_eq!(operator.promise_under(1, BRIDGE, over), Err(OverCap));
	assert_eq!(operator.promise(BRIDGE, 40, 20), Ok(32));
	assert_eq!(operator.counted(32), Some(budget(80, 50)));
}

#[test]
fn promise_relies_on_a_raised_cap_when_that_holds_in_time() {
	let mut operator = Operator::promised(50, 40, 30);
	assert_eq!(operator.promise(BRIDGE, 40, 30), Err(OverCap));

	assert_eq!(operator.set_cap(percent(60)), Ok(32));

	assert_eq!(operator.promise(BRIDGE, 40, 30), Ok(32));
}

// How long a budget counts.

#[test]
fn promise_refuses_when_an_ended_one_still_counts_against_the_bond() {
	let mut operator = Operator::promised(0, 60, 0);
	assert_eq!(operator.opt_out(ROLLUP), Ok(31));

	operator.now = 36;
	assert_eq!(operator.promise(BRIDGE, 50, 0), Err(OverBond), "30 + W is 37");

	operator.now = 37;
	assert_eq!(operator.promise(BRIDGE, 50, 0), Ok(38));
}

#[test]
fn promise_refuses_when_an_ended_one_still_counts_against_the_cap() {
	let mut operator = Operator::promised(50, 40, 40);
	assert_eq!(operator.opt_out(ROLLUP), Ok(31));

	operator.now = 35;
	assert_eq!(operator.promise(BRIDGE, 20, 20), Err(OverCap), "30 + W is 37");

	operator.now = 36;
	assert_eq!(operator.promise(BRIDGE, 20, 20), Ok(38));
	assert_eq!(operator.counted(37), Some(budget(40, 40)));
	assert_eq!(operator.counted(38), Some(budget(20, 20)));
}

#[test]
fn budget_counts_through_the_window_when_it_was_narrowed() {
	let mut operator = Operator::promised(50, 40, 40);
	assert_eq!(operator.promise(ROLLUP, 20, 10), Ok(31));

	assert_eq!(operator.counted(37), Some(budget(40, 40)));
	assert_eq!(operator.counted(38), Some(budget(20, 10)));
}

#[test]
fn budget_counts_the_largest_of_each_part_when_a_consumer_had_several() {
	let mut operator = Operator::promised(50, 40, 10);
	assert_eq!(operator.promise(ROLLUP, 30, 30), Ok(32));
	operator.jump(5);
	assert_eq!(operator.promise(ROLLUP, 20, 20), Ok(36));

	assert_eq!(operator.counted(31), Some(budget(40, 10)));
	assert_eq!(operator.counted(36), Some(budget(40, 30)), "not the sum");
	assert_eq!(operator.counted(38), Some(budget(40, 30)));
	assert_eq!(operator.counted(39), Some(budget(30, 30)));
	assert_eq!(operator.counted(42), Some(budget(30, 30)));
	assert_eq!(operator.counted(43), Some(budget(20, 20)));
}

#[test]
fn check_fails_when_more_counts_than_there_is() {
	let mut operator = Operator::promised(50, 60, 40);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(WINDOW + 1);
	let window = |window| Horizon { window, ..operator.at() };
	let check = |pledge: &Pledge, longer| pledge.check(window(longer));
	let (mut bonds, mut pools) = (operator.pledge.clone(), operator.pledge.clone());

	bonds.promise(BRIDGE, budget(60, 0), 1, NOTICE, window(WINDOW)).unwrap();
	pools.promise(BRIDGE, budget(40, 40), 1, NOTICE, window(WINDOW)).unwrap();

	assert_eq!((check(&bonds, WINDOW), check(&pools, WINDOW)), (Ok(()), Ok(())));
	assert_eq!((check(&bonds, 9), check(&pools, 10)), (Err(OverBond), Err(OverCap)));
	assert_eq!(bonds.counted(EpochIndex(39), 9), None);
}

// Whether something widens.

#[test]
fn widens_when_pools_can_lose_more_until_they_can() {
	let mut operator = Operator::capped(50);
	assert!(!operator.widens());

	operator.promise(ROLLUP, 40, 30).unwrap();

	let announced = [20, 21, 22].map(|now| operator.pledge.widens(EpochIndex(now)));
	assert_eq!(announced, [true, true, false]);
}

#[test]
fn widens_when_other_terms_are_announced_for_pools() {
	let mut operator = Operator::promised(50, 40, 30);

	operator.promise_under(2, ROLLUP, budget(40, 10)).unwrap();

	assert!(operator.widens());
}

#[test]
fn widens_when_one_of_several_does() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.promise(BRIDGE, 10, 10).unwrap();

	operator.promise(ROLLUP, 20, 20).unwrap();

	assert!(operator.widens());
	operator.opt_out(BRIDGE).unwrap();
	assert!(!operator.widens());
}

#[test]
fn does_not_widen_when_pools_lose_no_more() {
	let mut operator = Operator::promised(50, 40, 30);

	for wider in [budget(60, 30), budget(20, 20), budget(90, 0)] {
		operator.promise_under(1, ROLLUP, wider).unwrap();
		assert!(!operator.widens(), "{wider:?}");
	}
	operator.set_cap(percent(90)).unwrap();
	assert!(!operator.widens(), "a cap takes nothing");
}

// Until when stake answers.

#[test]
fn last_liable_is_none_when_nothing_was_promised_by_then() {
	let mut operator = Operator::capped(50);
	assert_eq!(operator.last_liable(20), [None, None]);

	operator.promise(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.last_liable(21), [None, None]);
	assert_eq!(operator.last_liable(22), [Some(22), Some(22)]);
}

#[test]
fn last_liable_asks_for_the_pools_when_the_scope_says_so() {
	let mut operator = Operator::promised(50, 40, 0);
	operator.promise(BRIDGE, 10, 10).unwrap();

	assert_eq!(operator.last_liable(31), [Some(31), None]);
	assert_eq!(operator.last_liable(32), [Some(32), Some(32)]);
}

#[test]
fn last_liable_is_the_last_epoch_when_a_promise_has_ended() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.last_liable(29), [Some(29), Some(29)]);
	assert_eq!(operator.last_liable(30), [Some(30), Some(30)]);
	assert_eq!(operator.last_liable(99), [Some(30), Some(30)]);
}

#[test]
fn last_liable_lies_before_the_gap_when_the_promise_is_opened_again() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(2);
	assert_eq!(operator.promise(ROLLUP, 40, 30), Ok(34));

	assert_eq!(operator.last_liable(33), [Some(30), Some(30)]);
	assert_eq!(operator.last_liable(34), [Some(34), Some(34)]);
}

#[test]
fn last_liable_ends_for_the_pools_alone_when_only_they_are_let_go() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.promise(ROLLUP, 40, 0).unwrap();

	assert_eq!(operator.last_liable(40), [Some(40), Some(30)]);
}

#[test]
fn last_liable_is_the_latest_when_there_are_several_consumers() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.promise(BRIDGE, 10, 10).unwrap();
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(5);
	operator.opt_out(BRIDGE).unwrap();

	assert_eq!(operator.last_liable(99), [Some(35), Some(35)]);
}

// What is forgotten.

#[test]
fn prune_keeps_a_promise_when_its_last_fault_can_be_charged() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.promise(BRIDGE, 10, 0).unwrap();
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(WINDOW);

	assert_eq!(operator.pledge.prune(operator.at()), []);
	assert_eq!(operator.budget(ROLLUP, 30), Some(budget(40, 30)));

	operator.jump(1);
	assert_eq!(operator.pledge.prune(operator.at()), [ROLLUP]);
	assert_eq!(operator.pledge.of(ROLLUP), None);
	assert_eq!(operator.budget(BRIDGE, 38), Some(budget(10, 0)));
	assert_eq!(operator.pledge.prune(operator.at()), []);
}

#[test]
fn prune_forgets_only_what_is_over_when_the_promise_goes_on() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.promise(ROLLUP, 30, 20).unwrap();
	operator.jump(3);
	operator.promise(ROLLUP, 20, 10).unwrap();
	let froms = |operator: &Operator| -> Vec<_> {
		operator.pledge.of(ROLLUP).unwrap().spans().iter().map(|span| span.from.0).collect()
	};

	let kept = [37, 38, 40, 41, 99].map(|now| {
		operator.now = now;
		assert_eq!(operator.pledge.prune(operator.at()), []);
		froms(&operator)
	});

	assert_eq!(kept, [vec![22, 31, 34], vec![31, 34], vec![31, 34], vec![34], vec![34]]);
}

#[test]
fn prune_keeps_a_promise_when_a_new_one_is_announced_after_the_gap() {
	let mut operator = Operator::promised(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(WINDOW);
	assert_eq!(operator.promise(ROLLUP, 40, 30), Ok(39));
	operator.jump(1);

	assert_eq!(operator.pledge.prune(operator.at()), []);

	assert_eq!(operator.budget(ROLLUP, 38), None);
	assert_eq!(operator.budget(ROLLUP, 39), Some(budget(40, 30)));
}

#[test]
fn is_empty_when_it_says_nothing() {
	let mut operator = Operator::capped(0);
	let now = EpochIndex(20);
	assert!(Pledge::<ConstU32<9>>::default().is_empty(now));

	operator.promise(ROLLUP, 40, 0).unwrap();
	assert!(!operator.pledge.is_empty(now));
	operator.opt_out(ROLLUP).unwrap();
	assert!(operator.pledge.is_empty(now));
	operator.set_cap(percent(10)).unwrap();
	assert!(!operator.pledge.is_empty(now), "a cap is announced");
	operator.set_cap(percent(0)).unwrap();
	assert!(operator.pledge.is_empty(now));
}

// The first epoch.

#[test]
fn begin_holds_at_once_when_nobody_could_be_surprised() {
	let mut operator = Operator::capped(50);
	let at = operator.at();

	assert_eq!(operator.pledge.begin(ROLLUP, budget(40, 30), 1, at), Ok(()));

	assert_eq!(operator.budget(ROLLUP, 20), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 19), None);
	assert!(!operator.widens());
}

#[test]
fn begin_refuses_when_a_promise_would_be_refused() {
	let operator = Operator::capped(50);
	let begin = |budget| operator.pledge.clone().begin(ROLLUP, budget, 1, operator.at());

	assert_eq!(begin(budget(60, 50)), Ok(()));
	assert_eq!(begin(budget(60, 51)), Err(OverCap));
	assert_eq!(begin(budget(40, 50)), Err(InvalidBudget));
	assert_eq!(begin(Budget::NOTHING), Err(NothingPromised));
}

#[test]
fn begin_replaces_what_had_begun_when_it_is_in_the_same_epoch() {
	let mut operator = Operator::capped(50);
	let at = operator.at();
	operator.pledge.begin(ROLLUP, budget(40, 30), 1, at).unwrap();

	operator.pledge.begin(ROLLUP, budget(20, 0), 1, at).unwrap();

	assert_eq!(operator.spans(ROLLUP), 1, "one that never held would count");
	assert_eq!(operator.counted(20), Some(budget(20, 0)));
	assert_eq!(operator.last_liable(20), [Some(20), None]);
}

// How much is kept.

#[test]
fn promise_is_never_refused_when_it_is_narrowed_in_every_epoch() {
	let mut operator = Operator::promised(50, 50, 50);
	let mut most = 0;

	for step in 1..=3 * u64::from(WINDOW) {
		assert_eq!(operator.promise(ROLLUP, 50 - step, 50 - step), Ok(operator.now + 1));
		most = most.max(operator.spans(ROLLUP));
		operator.jump(1);
	}

	assert_eq!(most, 9, "W + 2");
}

#[test]
fn promise_refuses_when_there_are_more_spans_than_fit() {
	let mut pledge = Pledge::<ConstU32<8>>::default();
	let mut narrow = |step: u32| {
		let at = Horizon { now: EpochIndex(20 + step), window: WINDOW };
		pledge.prune(at);
		pledge.promise(ROLLUP, budget(90 - u64::from(step), 0), 1, NOTICE, at)
	};

	let refused = (0..=WINDOW + 1).find(|step| narrow(*step) == Err(TooManyPromises));

	assert_eq!(refused, Some(WINDOW + 1), "it would be the ninth");
}

// Whatever happens.

#[test]
fn promises_agree_with_the_naive_book_whatever_happens() {
	let (done, refused) = (Cell::new(0u32), Cell::new(0u32));

	for_all(seed(), 600, &story(), |story| {
		let mut trial = Trial::new(&story);
		for op in &story.ops {
			let is_done = trial.apply(*op)?;
			let count = if is_done { &done } else { &refused };
			count.set(count.get() + 1);
			trial.agrees()?;
		}
		Ok(())
	});

	println!("{} done, {} refused", done.get(), refused.get());
	assert!(done.get() > 9000 && refused.get() > 900);
}
