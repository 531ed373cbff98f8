// SPDX-License-Identifier: Apache-2.0

//! The operator's record, and the pot's book.

mod common;

use bulwark_ledger::{Fraction, LedgerError, PoolId, Pot, Unslashed};
use common::percent;

#[test]
fn is_spent_when_the_mark_reaches_a_fifth() {
	let mut unslashed = Unslashed::default();

	unslashed.fall(percent(50));
	unslashed.fall(percent(50));
	assert_eq!(unslashed.get(), percent(25));
	assert!(!unslashed.is_spent());
	unslashed.fall(percent(20));

	assert_eq!(unslashed.get(), percent(20));
	assert!(unslashed.is_spent());
}

#[test]
fn is_not_spent_when_the_mark_is_a_step_above_a_fifth() {
	let mut unslashed = Unslashed::default();

	unslashed.fall(Fraction::from_parts(percent(80).deconstruct() - 1));

	assert_eq!(unslashed.get().deconstruct(), percent(20).deconstruct() + 1);
	assert!(!unslashed.is_spent());
}

#[test]
fn rounds_the_mark_down() {
	let mut unslashed = Unslashed::default();
	let step = Fraction::from_parts(1);

	unslashed.fall(step);
	unslashed.fall(step);
	unslashed.fall(step);

	// (1 − 10⁻¹⁸)³ is above 1 − 3·10⁻¹⁸.
	assert_eq!(unslashed.get().deconstruct(), percent(100).deconstruct() - 3);
}

#[test]
fn keeps_the_book_of_a_pot_and_refuses_to_wrap() {
	let mut pot = Pot::new(5);

	pot.receive(100).unwrap();
	pot.pay(30).unwrap();

	assert_eq!((pot.owed(), pot.floor()), (70, 5));
	assert_eq!(pot.pay(71), Err(LedgerError::Overflow));
	assert_eq!(pot.receive(u128::MAX - 69), Err(LedgerError::Overflow));
	assert_eq!(pot.owed(), 70);
	assert_eq!(Pot::checked_sum([30, 40]), Ok(70));
	assert_eq!(Pot::checked_sum([u128::MAX, 1]), Err(LedgerError::Overflow));
}

#[test]
fn numbers_pools_from_one_and_never_twice() {
	assert_eq!(PoolId::FIRST, PoolId(1));
	assert_eq!(PoolId::FIRST.next(), Some(PoolId(2)));
	assert_eq!(PoolId(u32::MAX).next(), None);
}
