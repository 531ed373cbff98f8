// SPDX-License-Identifier: Apache-2.0

//! The bond in parts: a slash takes of what answered at the fault, whatever was topped up since.

use crate::{mock::*, Error, Fraction, Scope};
use bulwark_ledger::{slashed_fractions, BondPart, EpochIndex, Fractions, Quantity};
use frame_support::assert_noop;

/// The parts of the bond of [`OPERATOR`]: the epochs from which they answer, and their amounts.
fn parts() -> Vec<(u32, u128)> {
	let view = Staking::operator(OPERATOR).expect("it is registered");
	let part = |part: &BondPart| (part.effective_from.0, part.amount);
	view.bond_parts.iter().map(part).collect()
}

/// Fills the bond up, whatever is missing.
fn fill_up() {
	top_up_bond(OPERATOR, BOND - bond_of(OPERATOR));
}

#[test]
fn slash_takes_no_more_of_an_old_epoch_when_the_bond_was_topped_up_between() {
	for is_topped_up in [false, true] {
		test(|| {
			register(OPERATOR);
			let fault = now();
			skip(1);

			slash_bond(fault, percent(50));
			if is_topped_up {
				fill_up();
			}
			let held = bond_of(OPERATOR);
			slash_bond(fault, percent(50));

			assert_eq!(held - bond_of(OPERATOR), 250); // 750 of 1 000 in all
		});
	}
}

#[test]
fn slash_takes_of_a_top_up_for_epochs_after_it() {
	test(|| {
		register(OPERATOR);
		slash_bond(now(), percent(50));
		fill_up();
		assert_eq!(parts(), [(now(), 500), (now() + 1, 500)]);
		skip(1);

		slash_bond(now(), percent(10));

		assert_eq!(parts(), [(now() - 1, 450), (now(), 450)]);
	});
}

#[test]
fn slash_finds_no_bond_when_all_that_answered_is_taken() {
	test(|| {
		register(OPERATOR);
		let fault = now();
		slash_bond(fault, percent(100));
		fill_up();
		skip(1);

		let again = slash(OPERATOR, fault, percent(50), Scope::Bond);

		assert_noop!(again, Error::<Test>::NothingAtStake);
		assert_eq!(bond_of(OPERATOR), BOND);
	});
}

/// A quantity of at most 100, filed first, then settled among other slashes and top-ups, in every order.
#[test]
fn quantity_is_the_most_that_is_taken_in_any_order_of_settlements_and_top_ups() {
	type Act = fn(u32);
	let settle_other: Act = |fault| slash_bond(fault, percent(90));
	let top_up: Act = |_| {
		if bond_of(OPERATOR) < BOND {
			fill_up()
		}
	};
	let pass: Act = |_| skip(1);

	for order in [
		[settle_other, top_up, pass],
		[settle_other, pass, top_up],
		[top_up, settle_other, pass],
		[pass, settle_other, top_up],
		[top_up, pass, settle_other],
		[pass, top_up, settle_other],
	] {
		test(|| {
			register(OPERATOR);
			let fault = now();
			skip(1);
			let all = Fractions { bond: Fraction::one(), pools: Fraction::zero() };
			let quantity = Quantity { wanted: 100, bond: BOND, pools: 0 };
			let k = slashed_fractions(all, Some(quantity)).expect("it is there").bond;

			for act in order {
				act(fault);
			}
			let held = bond_of(OPERATOR);
			slash_bond(fault, k);

			assert!(held - bond_of(OPERATOR) <= 100, "{:?}", parts());
		});
	}
}

#[test]
fn parts_older_than_the_window_are_one() {
	test(|| {
		register(OPERATOR);
		for _ in 0..WINDOW + 3 {
			slash_bond(now(), percent(10));
			fill_up();
			skip(1);
		}

		assert_eq!(parts().len() as u32, WINDOW + 2);
		assert_eq!(parts().iter().map(|(_, amount)| amount).sum::<u128>(), BOND);
	});
}

#[test]
fn slashable_bond_is_what_answered_in_the_epoch() {
	test(|| {
		register(OPERATOR);
		slash_bond(now(), percent(50));
		fill_up();
		skip(1);

		let slashable = |fault| {
			use bulwark_traits::Exposure;
			Staking::slashable(&OPERATOR, EpochIndex(fault)).bond.map(|(_, amount)| amount)
		};
		assert_eq!(slashable(now() - 1), Some(500));
		assert_eq!(slashable(now()), Some(BOND));
	});
}
