// SPDX-License-Identifier: Apache-2.0

//! The stake that a slash would find, as the door shows before it is made.

use crate::{mock::*, Balance, EpochIndex, Scope};
use bulwark_traits::Exposure;
use frame_support::assert_storage_noop;

/// Of [`OPERATOR`], its bond and its pools.
fn slashable(fault: u32) -> Vec<(AssetId, Balance)> {
	Staking::slashable(&OPERATOR, EpochIndex(fault), Scope::BondAndPools)
}

/// Of [`OPERATOR`], its bond.
fn slashable_bond(fault: u32) -> Vec<(AssetId, Balance)> {
	Staking::slashable(&OPERATOR, EpochIndex(fault), Scope::Bond)
}

// Amounts.

#[test]
fn slashable_sums_bond_and_native_pools_and_tells_other_assets_apart() {
	test(|| {
		let pools = [NATIVE, GOLD, NATIVE, SILVER].map(|asset| operator_pool_in(OPERATOR, asset));
		for (pool, amount) in pools.into_iter().zip([100, 7, 20, 9]) {
			delegate(pool, ALICE, amount);
		}
		skip(1);

		assert_storage_noop!({
			let expected = [(NATIVE, BOND + 120), (GOLD, 7), (SILVER, 9)];
			assert_eq!(slashable(now()), expected);
		});
	});
}

#[test]
fn slashable_is_the_bond_alone_when_that_is_the_scope() {
	test(|| {
		delegate(operator_pool(), ALICE, 100);
		skip(1);

		assert_eq!(slashable_bond(now()), [(NATIVE, BOND)]);
	});
}

#[test]
fn slashable_falls_by_what_a_slash_takes() {
	test(|| {
		delegate(operator_pool(), ALICE, 100);
		delegate(operator_pool_in(OPERATOR, GOLD), ALICE, 50);
		skip(1);
		let fault = now();
		assert_eq!(slashable(fault), [(NATIVE, BOND + 100), (GOLD, 50)]);
		skip(1);

		slash_pools(fault, percent(10));

		assert_eq!(slashable(fault), [(NATIVE, BOND - 100 + 90), (GOLD, 45)]);
	});
}

#[test]
fn slashable_names_no_asset_of_which_there_is_nothing() {
	test(|| {
		operator_pool_in(OPERATOR, GOLD);

		slash_bond(now(), percent(100));

		assert_eq!(slashable(now()), []);
	});
}

// Stake.

#[test]
fn slashable_counts_exits_in_the_epochs_in_which_they_were_active() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(2);
		undelegate(pool, ALICE, 40);
		skip(1);

		let gold = |fault| slashable(fault).pop();

		assert_eq!([1, 2, 3].map(gold), [100, 100, 60].map(|amount| Some((GOLD, amount))));
	});
}

#[test]
fn slashable_counts_redelegations() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		skip(1);

		assert_eq!(slashable(now() - 1), [(NATIVE, BOND), (GOLD, 100)]);
		assert_eq!(slashable(now()), [(NATIVE, BOND), (GOLD, 60)]);
	});
}

#[test]
fn slashable_leaves_out_pending_stake() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);

		delegate(pool, ALICE, 100);

		assert_eq!(slashable(now()), [(NATIVE, BOND)]);
	});
}

#[test]
fn slashable_leaves_out_the_pools_of_others() {
	test(|| {
		operator_pool();
		for pool in [standalone_pool(NATIVE), operator_pool_in(RIVAL, NATIVE)] {
			delegate(pool, ALICE, 100);
		}
		skip(1);

		assert_eq!(slashable(now()), [(NATIVE, BOND)]);
	});
}

// Epochs.

#[test]
fn slashable_is_nothing_outside_the_window() {
	test(|| {
		delegate(operator_pool(), ALICE, 100);
		go_to(WINDOW + 2);

		assert_eq!(slashable(2), [(NATIVE, BOND + 100)]);
		for fault in [1, now() + 1] {
			assert_eq!(slashable(fault), []);
			assert_eq!(slashable_bond(fault), []);
		}
	});
}

#[test]
fn slashable_is_nothing_before_the_operator_registered() {
	test(|| {
		go_to(2);
		register(OPERATOR);

		assert_eq!(slashable(2), [(NATIVE, BOND)]);
		assert_eq!(slashable(1), []);
	});
}

#[test]
fn slashable_is_nothing_after_the_operator_closed() {
	test(|| {
		delegate(operator_pool(), ALICE, 100);
		skip(1);
		let last = now();
		retire(OPERATOR);
		skip(1);

		assert_eq!(slashable(last), [(NATIVE, BOND + 100)]);
		assert_eq!(slashable(last + 1), []);
		assert_eq!(slashable_bond(last + 1), []);
	});
}

#[test]
fn slashable_is_nothing_when_there_is_no_such_operator() {
	test(|| {
		assert_eq!(slashable(now()), []);
	});
}
