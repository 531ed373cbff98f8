// SPDX-License-Identifier: Apache-2.0

//! Opt-ins of operators, and until when they count. W is 7, N is 1, M is 2, and budgets are in percent: of the
//! bond, and of the pools.

mod common;

use bounded_collections::ConstU32;
use bulwark_ledger::{
	ConsumerId, EpochIndex, Fraction, Fractions, Horizon, Notice, Notices, OptInError::*, Scope,
	MIN_SLASH,
};
use bulwark_testing::{for_all, seed};
use common::{
	opting_in::{story, Trial},
	percent,
};
use std::cell::Cell;

type OptIns<S = ConstU32<11>> = bulwark_ledger::OptIns<ConstU32<3>, S>;
type OptInError = bulwark_ledger::OptInError;

const WINDOW: u32 = 7;
const NOTICES: Notices = Notices { widen: Notice(1), narrow: Notice(2) };
const ROLLUP: ConsumerId = ConsumerId(1);
const BRIDGE: ConsumerId = ConsumerId(2);
const CHAIN: ConsumerId = ConsumerId(3);
const ORACLE: ConsumerId = ConsumerId(4);

/// An operator in epoch 20, for which a pallet would keep opt-ins.
#[derive(Clone, Debug)]
struct Operator {
	opt_ins: OptIns,
	now: u32,
}

impl Operator {
	/// It has opted in to nothing, and its pools may lose so much.
	fn capped(cap: u64) -> Self {
		let mut operator = Self { opt_ins: OptIns::default(), now: 20 };
		let at = operator.at();
		operator.opt_ins.set_slash_cap(percent(cap), at.now, at).unwrap();
		operator
	}

	/// It has been opted in to the rollup with a budget since long.
	fn opted_in(cap: u64, bond: u64, pools: u64) -> Self {
		let mut operator = Self::capped(cap);
		operator.opt_in(ROLLUP, bond, pools).unwrap();
		operator.jump(10);
		operator
	}

	fn at(&self) -> Horizon {
		Horizon { now: EpochIndex(self.now), window: WINDOW }
	}

	fn jump(&mut self, epochs: u32) {
		self.now += epochs;
	}

	fn set_slash_cap(&mut self, cap: Fraction) -> Result<u32, OptInError> {
		self.change(|opt_ins, at| {
			opt_ins.set_slash_cap(cap, NOTICES.widen.takes_effect(at.now), at)
		})
	}

	fn opt_in(&mut self, to: ConsumerId, bond: u64, pools: u64) -> Result<u32, OptInError> {
		self.opt_in_under(1, to, budget(bond, pools))
	}

	fn opt_in_under(
		&mut self,
		version: u32,
		to: ConsumerId,
		budget: Fractions,
	) -> Result<u32, OptInError> {
		self.change(|opt_ins, at| opt_ins.opt_in(to, budget, version, NOTICES, at))
	}

	fn opt_out(&mut self, of: ConsumerId) -> Result<u32, OptInError> {
		self.change(|opt_ins, at| opt_ins.opt_out(of, NOTICES, at))
	}

	fn end(&mut self, of: ConsumerId) -> Result<u32, OptInError> {
		self.change(|opt_ins, at| opt_ins.end(of, at))
	}

	/// As a call does it: what nobody can slash by is forgotten first, and what is refused not stored.
	fn change(
		&mut self,
		change: impl FnOnce(&mut OptIns, Horizon) -> Result<EpochIndex, OptInError>,
	) -> Result<u32, OptInError> {
		let mut opt_ins = self.opt_ins.clone();
		opt_ins.prune(self.at());
		let from = change(&mut opt_ins, self.at())?;
		self.opt_ins = opt_ins;
		Ok(from.0)
	}

	fn cap(&self, epoch: u32) -> Fraction {
		self.opt_ins.slash_cap(EpochIndex(epoch))
	}

	fn budget(&self, of: ConsumerId, fault: u32) -> Option<Fractions> {
		self.opt_ins.at(of, EpochIndex(fault)).map(|span| span.budget)
	}

	fn spans(&self, of: ConsumerId) -> usize {
		self.opt_ins.of(of).map_or(0, |opt_in| opt_in.spans().len())
	}

	fn counted(&self, epoch: u32) -> Option<Fractions> {
		self.opt_ins.counted(EpochIndex(epoch), WINDOW)
	}

	fn last_liable(&self, leaving: u32) -> [Option<u32>; 2] {
		[Scope::Bond, Scope::BondAndPools]
			.map(|scope| self.opt_ins.last_liable(scope, EpochIndex(leaving)).map(|epoch| epoch.0))
	}
}

fn budget(bond: u64, pools: u64) -> Fractions {
	Fractions { bond: percent(bond), pools: percent(pools) }
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
	let mut operator = Operator { opt_ins: OptIns::default(), now: 20 };

	assert_eq!((operator.cap(20), operator.cap(9999)), (percent(0), percent(0)));
	assert_eq!(operator.opt_in(ROLLUP, 1, 1), Err(OverCap));
	assert_eq!(operator.opt_in(ROLLUP, 100, 0), Ok(21));
}

#[test]
fn set_cap_holds_at_once_when_it_is_lower() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.set_slash_cap(percent(30)), Ok(20));

	assert_eq!(operator.cap(20), percent(30));
}

#[test]
fn set_cap_waits_for_the_notice_when_it_is_higher() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.set_slash_cap(more(percent(50))), Ok(22));

	assert_eq!(operator.cap(21), percent(50));
	assert_eq!(operator.cap(22), more(percent(50)));
}

#[test]
fn set_cap_begins_the_notice_again_when_it_is_raised_twice() {
	let mut operator = Operator::capped(50);
	operator.set_slash_cap(percent(60)).unwrap();
	operator.jump(1);

	assert_eq!(operator.set_slash_cap(percent(55)), Ok(23));

	assert_eq!(operator.cap(22), percent(50));
	assert_eq!(operator.cap(23), percent(55));
}

#[test]
fn set_cap_forgets_what_was_announced_when_it_is_not_higher() {
	for cap in [percent(50), percent(40)] {
		let mut operator = Operator::capped(50);
		operator.set_slash_cap(percent(60)).unwrap();

		assert_eq!(operator.set_slash_cap(cap), Ok(20));

		assert_eq!((operator.cap(20), operator.cap(9999)), (cap, cap));
	}
}

#[test]
fn set_cap_refuses_when_opt_ins_have_more() {
	let mut operator = Operator::opted_in(50, 40, 30);

	assert_eq!(operator.set_slash_cap(less(percent(30))), Err(OverCap));
	assert_eq!(operator.set_slash_cap(percent(30)), Ok(30));
}

#[test]
fn set_cap_refuses_when_more_is_announced() {
	let mut operator = Operator::capped(50);
	operator.opt_in(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.set_slash_cap(less(percent(30))), Err(OverCap));
	assert_eq!(operator.set_slash_cap(percent(30)), Ok(20));
}

#[test]
fn set_cap_refuses_when_more_has_ended_and_still_counts() {
	let mut operator = Operator::opted_in(50, 40, 30);
	assert_eq!(operator.opt_out(ROLLUP), Ok(33));

	operator.now = 32 + WINDOW;
	assert_eq!(operator.set_slash_cap(less(percent(30))), Err(OverCap));

	operator.jump(1);
	assert_eq!(operator.set_slash_cap(percent(0)), Ok(40));
}

#[test]
fn set_cap_refuses_when_it_comes_later_than_what_relies_on_it() {
	let mut operator = Operator::capped(0);
	assert_eq!(operator.set_slash_cap(percent(50)), Ok(22));
	assert_eq!(operator.opt_in(ROLLUP, 40, 40), Ok(22));
	operator.jump(1);

	assert_eq!(operator.set_slash_cap(percent(60)), Err(OverCap), "it would not be 50 in 22");

	operator.jump(1);
	assert_eq!(operator.set_slash_cap(percent(60)), Ok(24));
}

// When an opt-in begins.

#[test]
fn opt_in_holds_from_the_next_epoch_when_only_the_bond_answers() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.opt_in(ROLLUP, 40, 0), Ok(21));

	assert_eq!(operator.budget(ROLLUP, 20), None);
	assert_eq!(operator.budget(ROLLUP, 21), Some(budget(40, 0)));
	assert_eq!(operator.budget(BRIDGE, 21), None);
}

#[test]
fn opt_in_waits_for_the_notice_when_pools_answer() {
	let mut operator = Operator::capped(50);

	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(22));

	assert_eq!(operator.budget(ROLLUP, 21), None);
	assert_eq!(operator.budget(ROLLUP, 22), Some(budget(40, 30)));
}

#[test]
fn opt_in_waits_for_the_notice_of_consumers_when_they_can_take_less() {
	let less_pools = Fractions { pools: less(percent(30)), ..budget(40, 0) };
	let less_bond = Fractions { bond: less(percent(40)), ..budget(0, 30) };
	for narrower in [less_pools, less_bond] {
		let mut operator = Operator::opted_in(50, 40, 30);

		assert_eq!(operator.opt_in_under(1, ROLLUP, narrower), Ok(33));

		let held = [30, 31, 32].map(|fault| operator.budget(ROLLUP, fault));
		assert_eq!(held, [Some(budget(40, 30)); 3], "31 and 32 pass");
		assert_eq!(operator.budget(ROLLUP, 33), Some(narrower));
	}
}

#[test]
fn opt_in_waits_for_the_later_notice_when_it_does_both() {
	let mut operator = Operator::opted_in(50, 40, 30);
	assert_eq!(operator.opt_in(ROLLUP, 30, 40), Ok(33), "M is later than N");

	let mut operator = Operator::opted_in(50, 40, 30);
	let notices = Notices { widen: Notice(3), narrow: Notice(1) };
	let at = operator.at();
	let from = operator.opt_ins.opt_in(ROLLUP, budget(30, 40), 1, notices, at);
	assert_eq!(from, Ok(EpochIndex(34)), "N is later than M");
}

#[test]
fn opt_in_holds_from_the_next_epoch_when_only_the_bond_loses_more() {
	let mut operator = Operator::opted_in(50, 40, 30);

	assert_eq!(operator.opt_in(ROLLUP, 90, 30), Ok(31));
}

#[test]
fn opt_in_waits_for_the_notice_when_pools_lose_more() {
	let mut operator = Operator::opted_in(50, 40, 30);

	let wider = Fractions { pools: more(percent(30)), ..budget(40, 0) };
	assert_eq!(operator.opt_in_under(1, ROLLUP, wider), Ok(32));

	assert_eq!(operator.budget(ROLLUP, 31), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 32), Some(wider));
}

#[test]
fn opt_in_waits_for_both_notices_when_pools_answer_under_other_terms() {
	for pools in [30, 10] {
		let mut operator = Operator::opted_in(50, 40, 30);

		assert_eq!(operator.opt_in_under(2, ROLLUP, budget(40, pools)), Ok(33));

		let version = |fault| operator.opt_ins.at(ROLLUP, EpochIndex(fault)).unwrap().version;
		assert_eq!((version(32), version(33)), (1, 2));
	}
}

#[test]
fn opt_in_waits_for_the_notice_of_consumers_when_the_terms_are_others() {
	let mut operator = Operator::opted_in(50, 40, 0);

	assert_eq!(operator.opt_in_under(2, ROLLUP, budget(90, 0)), Ok(33));
}

#[test]
fn opt_in_replaces_what_was_announced_in_the_same_epoch() {
	let mut operator = Operator::opted_in(50, 40, 30);
	assert_eq!(operator.opt_in(ROLLUP, 50, 50), Ok(32));

	assert_eq!(operator.opt_in(ROLLUP, 45, 45), Ok(32));
	assert_eq!(operator.budget(ROLLUP, 32), Some(budget(45, 45)));

	assert_eq!(operator.opt_in(ROLLUP, 20, 10), Ok(33));
	assert_eq!(operator.budget(ROLLUP, 32), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 33), Some(budget(20, 10)));
	assert_eq!(operator.spans(ROLLUP), 2);
}

#[test]
fn opt_in_takes_effect_after_what_was_announced_in_an_earlier_epoch() {
	let mut operator = Operator::opted_in(50, 40, 30);
	assert_eq!(operator.opt_in(ROLLUP, 50, 50), Ok(32));
	operator.jump(1);

	assert_eq!(operator.opt_in(ROLLUP, 60, 50), Ok(33), "more of the bond alone, after 32");

	let held = [31, 32, 33].map(|fault| operator.budget(ROLLUP, fault));
	assert_eq!(held, [Some(budget(40, 30)), Some(budget(50, 50)), Some(budget(60, 50))]);
}

#[test]
fn no_notice_is_shorter_for_what_was_announced_before() {
	let mut operator = Operator::opted_in(50, 40, 30);
	assert_eq!(operator.opt_in(ROLLUP, 40, 50), Ok(32), "wider");
	assert_eq!(operator.opt_in(ROLLUP, 20, 20), Ok(33), "no wider, but narrower");
	operator.jump(1);
	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(34), "wider than what is announced");
	assert_eq!(operator.opt_in(ROLLUP, 20, 10), Ok(34), "narrower in the same epoch");
	operator.jump(1);
	assert_eq!(operator.opt_out(ROLLUP), Ok(35), "twice narrower");
	operator.jump(1);
	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(36), "at first nothing, as was announced");

	let held = [32, 33, 34, 35, 36].map(|fault| operator.budget(ROLLUP, fault));
	let [before, first, second] = [budget(40, 30), budget(20, 20), budget(20, 10)].map(Some);
	assert_eq!(held, [before, first, second, None, before]);
}

#[test]
fn opt_in_forgets_what_was_announced_when_it_is_what_holds() {
	let mut operator = Operator::opted_in(50, 40, 30);
	let before = operator.opt_ins.clone();
	operator.opt_in(ROLLUP, 50, 50).unwrap();

	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(31));

	assert_eq!(operator.opt_ins, before);
}

// Opting out.

#[test]
fn opt_out_ends_an_opt_in_when_the_notice_is_over() {
	let mut operator = Operator::opted_in(50, 40, 30);

	assert_eq!(operator.opt_out(ROLLUP), Ok(33));

	let held = [30, 31, 32].map(|fault| operator.budget(ROLLUP, fault));
	assert_eq!(held, [Some(budget(40, 30)); 3], "31 and 32 pass");
	assert_eq!(operator.budget(ROLLUP, 33), None);
}

#[test]
fn opt_out_comes_after_what_was_announced() {
	let mut operator = Operator::capped(50);
	operator.opt_in(ROLLUP, 40, 30).unwrap();
	operator.jump(1);

	assert_eq!(operator.opt_out(ROLLUP), Ok(24));

	let held = [21, 22, 23, 24].map(|fault| operator.budget(ROLLUP, fault).is_some());
	assert_eq!(held, [false, true, true, false]);
}

#[test]
fn opt_out_leaves_nothing_when_the_opt_in_was_announced_in_the_same_epoch() {
	let mut operator = Operator::capped(50);
	let before = operator.opt_ins.clone();
	operator.opt_in(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.opt_out(ROLLUP), Ok(21));

	assert_eq!(operator.opt_ins, before);
	assert_eq!(operator.opt_out(ROLLUP), Err(NotOptedIn));
}

#[test]
fn opt_in_goes_on_when_it_comes_in_the_epoch_of_the_opt_out() {
	let mut operator = Operator::opted_in(50, 40, 30);
	let before = operator.opt_ins.clone();
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(31));

	assert_eq!(operator.opt_ins, before);
	assert_eq!(operator.budget(ROLLUP, 31), Some(budget(40, 30)));
}

#[test]
fn opt_in_waits_for_the_notice_when_it_comes_an_epoch_after_the_opt_out() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(1);

	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(34), "after 33");

	let held = [32, 33, 34].map(|fault| operator.budget(ROLLUP, fault).is_some());
	assert_eq!(held, [true, false, true]);
}

#[test]
fn opt_out_takes_a_new_opt_in_back_when_the_old_one_has_ended() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(4);
	let before = operator.opt_ins.clone();
	operator.opt_in(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.opt_out(ROLLUP), Ok(35));

	assert_eq!(operator.opt_ins, before);
	assert_eq!(operator.opt_out(ROLLUP), Err(Unchanged));
}

// Ends without notice.

#[test]
fn end_comes_with_the_present_epoch_whatever_was_announced() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(ROLLUP, 50, 50).unwrap();
	operator.jump(1);
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.end(ROLLUP), Ok(32));

	assert_eq!(operator.budget(ROLLUP, 31), Some(budget(40, 30)));
	assert_eq!((operator.budget(ROLLUP, 32), operator.spans(ROLLUP)), (None, 2));
	assert_eq!(operator.end(ROLLUP), Err(Unchanged));
	assert_eq!(operator.end(BRIDGE), Err(NotOptedIn));
}

#[test]
fn end_drops_what_had_not_begun() {
	let mut operator = Operator::opted_in(50, 40, 0);
	let before = operator.opt_ins.clone();
	operator.opt_in(BRIDGE, 10, 10).unwrap();
	operator.jump(1);

	assert_eq!(operator.end(BRIDGE), Ok(32));

	assert_eq!(operator.opt_ins, before);
}

#[test]
fn shrink_drops_what_is_announced_and_wider() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(BRIDGE, 10, 10).unwrap();
	operator.opt_in(ROLLUP, 50, 20).unwrap();
	operator.jump(1);
	operator.opt_in_under(2, ROLLUP, budget(30, 30)).unwrap();

	operator.opt_ins.shrink(operator.at().now);

	let held = |fault| operator.opt_ins.at(ROLLUP, EpochIndex(fault)).copied();
	let said = |fault| held(fault).map(|span| (span.budget, span.version));
	assert_eq!(said(32), Some((budget(40, 30), 1)));
	assert_eq!(said(33), Some((budget(40, 20), 1)), "the part that is narrower stays");
	assert_eq!(said(34), Some((budget(30, 20), 1)), "on the terms of before");
	assert_eq!(operator.opt_ins.of(BRIDGE), None);
	assert_eq!(operator.opt_ins.check(operator.at()), Ok(()));
}

// What is refused.

#[test]
fn opt_in_promises_each_of_bond_and_pools_on_its_own() {
	let mut operator = Operator::opted_in(50, 100, 0);

	assert_eq!(operator.opt_in(BRIDGE, 0, 50), Ok(32));

	assert_eq!(operator.counted(32), Some(budget(100, 50)));
	let dust = Fractions { pools: less(MIN_SLASH), ..budget(0, 0) };
	assert_eq!(operator.opt_in_under(1, CHAIN, dust), Err(InvalidBudget));
}

#[test]
fn opt_out_refuses_when_there_is_no_opt_in() {
	let mut operator = Operator::opted_in(50, 40, 30);

	assert_eq!(operator.opt_out(BRIDGE), Err(NotOptedIn));
}

#[test]
fn opt_in_refuses_when_the_budget_is_nothing() {
	let mut operator = Operator::opted_in(50, 40, 30);

	for consumer in [ROLLUP, BRIDGE] {
		let refused = operator.opt_in_under(1, consumer, Fractions::NOTHING);
		assert_eq!(refused, Err(InvalidBudget));
	}
}

#[test]
fn opt_in_refuses_when_it_holds_already() {
	let mut operator = Operator::opted_in(50, 40, 30);

	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Err(Unchanged));
}

#[test]
fn opt_in_refuses_when_it_is_announced_already() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(ROLLUP, 50, 50).unwrap();
	operator.jump(1);

	assert_eq!(operator.opt_in(ROLLUP, 50, 50), Err(Unchanged));
	assert_eq!(operator.budget(ROLLUP, 32), Some(budget(50, 50)));
}

#[test]
fn opt_out_refuses_when_the_opt_in_has_ended() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.opt_out(ROLLUP), Err(Unchanged));
	operator.now = 32 + WINDOW;
	assert_eq!(operator.opt_out(ROLLUP), Err(Unchanged));
	operator.jump(1);
	assert_eq!(operator.opt_out(ROLLUP), Err(NotOptedIn));
}

#[test]
fn opt_in_refuses_when_there_is_no_place() {
	let mut operator = Operator::capped(0);
	for consumer in [ROLLUP, BRIDGE, CHAIN] {
		assert_eq!(operator.opt_in(consumer, 10, 0), Ok(21));
	}

	assert_eq!(operator.opt_in(ORACLE, 10, 0), Err(TooManyOptIns));

	assert_eq!(operator.opt_in(CHAIN, 20, 0), Ok(21), "it has its place");
	operator.opt_out(CHAIN).unwrap();
	assert_eq!(operator.opt_in(ORACLE, 10, 0), Ok(21), "nothing had begun");
}

#[test]
fn opt_in_refuses_when_the_place_is_taken_by_one_that_still_counts() {
	let mut operator = Operator::opted_in(0, 10, 0);
	operator.opt_in(BRIDGE, 10, 0).unwrap();
	operator.opt_in(CHAIN, 10, 0).unwrap();
	operator.opt_out(ROLLUP).unwrap();

	operator.now = 32 + WINDOW;
	assert_eq!(operator.opt_in(ORACLE, 10, 0), Err(TooManyOptIns));

	operator.jump(1);
	assert_eq!(operator.opt_in(ORACLE, 10, 0), Ok(41));
}

#[test]
fn opt_in_refuses_when_all_would_be_more_than_the_bond() {
	let mut operator = Operator::opted_in(0, 60, 0);

	let over = Fractions { bond: more(percent(40)), ..Fractions::NOTHING };
	assert_eq!(operator.opt_in_under(1, BRIDGE, over), Err(OverBond));
	assert_eq!(operator.opt_in(BRIDGE, 40, 0), Ok(31));
	assert_eq!(operator.counted(31), Some(budget(100, 0)));
}

#[test]
fn opt_in_refuses_when_all_would_be_more_than_the_cap() {
	let mut operator = Operator::opted_in(50, 40, 30);

	let over = Fractions { pools: more(percent(20)), ..budget(40, 0) };
	assert_eq!(operator.opt_in_under(1, BRIDGE, over), Err(OverCap));
	assert_eq!(operator.opt_in(BRIDGE, 40, 20), Ok(32));
	assert_eq!(operator.counted(32), Some(budget(80, 50)));
}

#[test]
fn opt_in_relies_on_a_raised_cap_when_that_holds_in_time() {
	let mut operator = Operator::opted_in(50, 40, 30);
	assert_eq!(operator.opt_in(BRIDGE, 40, 30), Err(OverCap));

	assert_eq!(operator.set_slash_cap(percent(60)), Ok(32));

	assert_eq!(operator.opt_in(BRIDGE, 40, 30), Ok(32));
}

// How long a budget counts.

#[test]
fn opt_in_refuses_when_an_ended_one_still_counts_against_the_bond() {
	let mut operator = Operator::opted_in(0, 60, 0);
	assert_eq!(operator.opt_out(ROLLUP), Ok(33));

	operator.now = 38;
	assert_eq!(operator.opt_in(BRIDGE, 50, 0), Err(OverBond), "32 + W is 39");

	operator.now = 39;
	assert_eq!(operator.opt_in(BRIDGE, 50, 0), Ok(40));
}

#[test]
fn opt_in_refuses_when_an_ended_one_still_counts_against_the_cap() {
	let mut operator = Operator::opted_in(50, 40, 40);
	assert_eq!(operator.opt_out(ROLLUP), Ok(33));

	operator.now = 37;
	assert_eq!(operator.opt_in(BRIDGE, 20, 20), Err(OverCap), "32 + W is 39");

	operator.now = 38;
	assert_eq!(operator.opt_in(BRIDGE, 20, 20), Ok(40));
	assert_eq!(operator.counted(39), Some(budget(40, 40)));
	assert_eq!(operator.counted(40), Some(budget(20, 20)));
}

#[test]
fn budget_counts_through_the_window_when_it_was_narrowed() {
	let mut operator = Operator::opted_in(50, 40, 40);
	assert_eq!(operator.opt_in(ROLLUP, 20, 10), Ok(33));

	assert_eq!(operator.counted(39), Some(budget(40, 40)));
	assert_eq!(operator.counted(40), Some(budget(20, 10)));
}

#[test]
fn budget_counts_the_largest_of_each_part_when_a_consumer_had_several() {
	let mut operator = Operator::opted_in(50, 40, 10);
	assert_eq!(operator.opt_in(ROLLUP, 30, 30), Ok(33));
	operator.jump(6);
	assert_eq!(operator.opt_in(ROLLUP, 20, 20), Ok(39));

	assert_eq!(operator.counted(32), Some(budget(40, 10)));
	assert_eq!(operator.counted(38), Some(budget(40, 30)), "not the sum");
	assert_eq!(operator.counted(39), Some(budget(40, 30)));
	assert_eq!(operator.counted(40), Some(budget(30, 30)));
	assert_eq!(operator.counted(45), Some(budget(30, 30)));
	assert_eq!(operator.counted(46), Some(budget(20, 20)));
}

#[test]
fn check_fails_when_more_counts_than_there_is() {
	let mut operator = Operator::opted_in(50, 60, 40);
	operator.opt_out(ROLLUP).unwrap();
	operator.now = 33 + WINDOW;
	let window = |window| Horizon { window, ..operator.at() };
	let check = |opt_ins: &OptIns, longer| opt_ins.check(window(longer));
	let (mut bonds, mut pools) = (operator.opt_ins.clone(), operator.opt_ins.clone());

	let at = window(WINDOW);
	bonds.opt_in(BRIDGE, budget(60, 0), 1, NOTICES, at).unwrap();
	pools.opt_in(BRIDGE, budget(40, 40), 1, NOTICES, at).unwrap();

	assert_eq!((check(&bonds, WINDOW), check(&pools, WINDOW)), (Ok(()), Ok(())));
	assert_eq!((check(&bonds, 9), check(&pools, 10)), (Err(OverBond), Err(OverCap)));
	assert_eq!(bonds.counted(EpochIndex(41), 9), None);
}

// Until when stake answers.

#[test]
fn last_liable_is_none_when_there_is_no_opt_in_by_then() {
	let mut operator = Operator::capped(50);
	assert_eq!(operator.last_liable(20), [None, None]);

	operator.opt_in(ROLLUP, 40, 30).unwrap();

	assert_eq!(operator.last_liable(21), [None, None]);
	assert_eq!(operator.last_liable(22), [Some(22), Some(22)]);
}

#[test]
fn last_liable_asks_for_the_pools_when_the_scope_says_so() {
	let mut operator = Operator::opted_in(50, 40, 0);
	operator.opt_in(BRIDGE, 10, 10).unwrap();

	assert_eq!(operator.last_liable(31), [Some(31), None]);
	assert_eq!(operator.last_liable(32), [Some(32), Some(32)]);
}

#[test]
fn last_liable_is_the_last_epoch_when_an_opt_in_has_ended() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.last_liable(31), [Some(31), Some(31)]);
	assert_eq!(operator.last_liable(32), [Some(32), Some(32)]);
	assert_eq!(operator.last_liable(99), [Some(32), Some(32)]);
}

#[test]
fn last_liable_keeps_the_bond_as_long_as_the_pools_whoever_may_charge_it() {
	let mut operator = Operator::opted_in(50, 0, 30);
	operator.opt_in(BRIDGE, 100, 0).unwrap();
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!(operator.last_liable(30), [Some(30), Some(30)]);
	assert_eq!(operator.last_liable(99), [Some(99), Some(32)]);
}

#[test]
fn is_liable_after_an_epoch_until_the_last_one() {
	let mut operator = Operator::capped(50);
	let is_liable = |operator: &Operator, now| operator.opt_ins.is_liable_after(EpochIndex(now));
	assert!(!is_liable(&operator, 20));

	operator.opt_in(ROLLUP, 0, 30).unwrap();
	assert!(is_liable(&operator, 20), "it is announced");
	operator.jump(10);
	operator.opt_out(ROLLUP).unwrap();

	assert_eq!([30, 31, 32].map(|now| is_liable(&operator, now)), [true, true, false]);
}

#[test]
fn last_liable_lies_before_the_gap_when_the_operator_opts_in_again() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(3);
	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(35));

	assert_eq!(operator.last_liable(34), [Some(32), Some(32)]);
	assert_eq!(operator.last_liable(35), [Some(35), Some(35)]);
}

#[test]
fn last_liable_ends_for_the_pools_alone_when_only_they_are_let_go() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(ROLLUP, 40, 0).unwrap();

	assert_eq!(operator.last_liable(40), [Some(40), Some(32)]);
}

#[test]
fn last_liable_is_the_latest_when_there_are_several_consumers() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(BRIDGE, 10, 10).unwrap();
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(5);
	operator.opt_out(BRIDGE).unwrap();

	assert_eq!(operator.last_liable(99), [Some(37), Some(37)]);
}

// What is forgotten.

#[test]
fn prune_keeps_an_opt_in_when_its_last_fault_can_be_slashed() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(BRIDGE, 10, 0).unwrap();
	operator.opt_out(ROLLUP).unwrap();
	operator.now = 32 + WINDOW;

	operator.opt_ins.prune(operator.at());
	assert_eq!(operator.budget(ROLLUP, 32), Some(budget(40, 30)));

	operator.jump(1);
	operator.opt_ins.prune(operator.at());
	assert_eq!(operator.opt_ins.of(ROLLUP), None);
	assert_eq!(operator.budget(BRIDGE, 40), Some(budget(10, 0)));
	operator.opt_ins.prune(operator.at());
}

#[test]
fn prune_forgets_only_what_is_over_when_the_opt_in_goes_on() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_in(ROLLUP, 30, 20).unwrap();
	operator.jump(3);
	operator.opt_in(ROLLUP, 20, 10).unwrap();
	let froms = |operator: &Operator| -> Vec<_> {
		operator
			.opt_ins
			.of(ROLLUP)
			.unwrap()
			.spans()
			.iter()
			.map(|span| span.effective_from.0)
			.collect()
	};

	let kept = [39, 40, 42, 43, 99].map(|now| {
		operator.now = now;
		operator.opt_ins.prune(operator.at());
		froms(&operator)
	});

	assert_eq!(kept, [vec![22, 33, 36], vec![33, 36], vec![33, 36], vec![36], vec![36]]);
}

#[test]
fn prune_keeps_an_opt_in_when_a_new_one_is_announced_after_the_gap() {
	let mut operator = Operator::opted_in(50, 40, 30);
	operator.opt_out(ROLLUP).unwrap();
	operator.jump(WINDOW);
	assert_eq!(operator.opt_in(ROLLUP, 40, 30), Ok(39));
	operator.jump(1);

	operator.opt_ins.prune(operator.at());

	assert_eq!(operator.budget(ROLLUP, 38), None);
	assert_eq!(operator.budget(ROLLUP, 39), Some(budget(40, 30)));
}

#[test]
fn is_empty_when_it_says_nothing() {
	let mut operator = Operator::capped(0);
	assert!(OptIns::<ConstU32<11>>::default().is_empty());

	operator.opt_in(ROLLUP, 40, 0).unwrap();
	assert!(!operator.opt_ins.is_empty());
	operator.opt_out(ROLLUP).unwrap();
	assert!(operator.opt_ins.is_empty());
	operator.set_slash_cap(percent(10)).unwrap();
	assert!(!operator.opt_ins.is_empty(), "a cap is announced");
	operator.set_slash_cap(percent(0)).unwrap();
	assert!(operator.opt_ins.is_empty());
}

// The first epoch.

fn begin(operator: &mut Operator, budget: Fractions) -> Result<u32, OptInError> {
	let at = operator.at();
	operator.opt_ins.begin(ROLLUP, budget, 1, at).map(|from| from.0)
}

#[test]
fn begin_holds_at_once_when_nobody_could_be_surprised() {
	let mut operator = Operator::capped(50);

	assert_eq!(begin(&mut operator, budget(40, 30)), Ok(20));

	assert_eq!(operator.budget(ROLLUP, 20), Some(budget(40, 30)));
	assert_eq!(operator.budget(ROLLUP, 19), None);
}

#[test]
fn begin_refuses_when_an_opt_in_would_be_refused() {
	let operator = Operator::capped(50);
	let begin = |budget| begin(&mut operator.clone(), budget);

	assert_eq!(begin(budget(60, 50)), Ok(20));
	assert_eq!(begin(budget(60, 51)), Err(OverCap));
	assert_eq!(begin(Fractions::NOTHING), Err(InvalidBudget));
}

#[test]
fn begin_replaces_what_had_begun_when_it_is_in_the_same_epoch() {
	let mut operator = Operator::capped(50);
	begin(&mut operator, budget(40, 30)).unwrap();

	begin(&mut operator, budget(20, 0)).unwrap();

	assert_eq!(operator.spans(ROLLUP), 1, "one that never held would count");
	assert_eq!(operator.counted(20), Some(budget(20, 0)));
	assert_eq!(operator.last_liable(20), [Some(20), None]);
}

// How much is kept.

#[test]
fn opt_in_is_never_refused_when_it_is_narrowed_in_every_epoch() {
	let mut operator = Operator::opted_in(50, 50, 50);
	let mut most = 0;

	for step in 1..=3 * u64::from(WINDOW) {
		assert_eq!(operator.opt_in(ROLLUP, 50 - step, 50 - step), Ok(operator.now + 3));
		most = most.max(operator.spans(ROLLUP));
		operator.jump(1);
	}

	assert_eq!(most, 11, "W + M + 2");
}

#[test]
fn opt_in_refuses_when_there_are_more_spans_than_fit() {
	let mut opt_ins = OptIns::<ConstU32<10>>::default();
	let mut narrow = |step: u32| {
		let at = Horizon { now: EpochIndex(20 + step), window: WINDOW };
		opt_ins.prune(at);
		let budget = budget(90 - u64::from(step), 0);
		opt_ins.opt_in(ROLLUP, budget, 1, NOTICES, at)
	};

	let refused = (0..=WINDOW + 3).find(|step| narrow(*step) == Err(TooManyOptIns));

	assert_eq!(refused, Some(WINDOW + 3), "it would be the eleventh");
}

// Whatever happens.

#[test]
fn opt_ins_agree_with_the_naive_book_whatever_happens() {
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
