// SPDX-License-Identifier: Apache-2.0

//! The stake that a slash would find, as the door shows before it is made.

use crate::{mock::*, Balance, EpochIndex};
use bulwark_traits::{Exposure, Slashable};
use frame_support::assert_storage_noop;

/// Of [`OPERATOR`]: its bond, and its pools by asset.
fn slashable(fault: u32) -> (Balance, Vec<(AssetId, Balance)>) {
	let Slashable { bond, pools } = Staking::slashable(&OPERATOR, EpochIndex(fault));
	let bond = bond.map_or(0, |(asset, amount)| (amount, assert_eq!(asset, NATIVE)).0);
	(bond, pools)
}

/// Nothing of either.
const NOTHING: (Balance, Vec<(AssetId, Balance)>) = (0, Vec::new());

// Amounts.

#[test]
fn slashable_sums_pools_by_asset_and_tells_the_bond_apart() {
	test(|| {
		let pools = [NATIVE, GOLD, NATIVE, SILVER].map(|asset| operator_pool_in(OPERATOR, asset));
		for (pool, amount) in pools.into_iter().zip([100, 7, 20, 9]) {
			delegate(pool, ALICE, amount);
		}
		skip(1);

		assert_storage_noop!({
			let pools = vec![(NATIVE, 120), (GOLD, 7), (SILVER, 9)];
			assert_eq!(slashable(now()), (BOND, pools));
		});
	});
}

#[test]
fn slashable_falls_by_what_a_slash_takes() {
	test(|| {
		delegate(operator_pool(), ALICE, 100);
		delegate(operator_pool_in(OPERATOR, GOLD), ALICE, 50);
		skip(1);
		let fault = now();
		assert_eq!(slashable(fault), (BOND, vec![(NATIVE, 100), (GOLD, 50)]));
		skip(1);

		slash_pools(fault, percent(10));

		assert_eq!(slashable(fault), (BOND - 100, vec![(NATIVE, 90), (GOLD, 45)]));
	});
}

#[test]
fn slashable_names_no_asset_of_which_there_is_nothing() {
	test(|| {
		operator_pool_in(OPERATOR, GOLD);

		slash_bond(now(), percent(100));

		assert_eq!(slashable(now()), NOTHING);
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

		let gold = |fault| slashable(fault).1.pop();

		assert_eq!([1, 2, 3].map(gold), [100, 100, 60].map(|amount| Some((GOLD, amount))));
	});
}

#[test]
fn slashable_counts_redelegations() {
	test(|| {
		let (from, to) = two_pools(GOLD);
		redelegate(from, to, ALICE, 40);
		skip(1);

		assert_eq!(slashable(now() - 1), (BOND, vec![(GOLD, 100)]));
		assert_eq!(slashable(now()), (BOND, vec![(GOLD, 60)]));
	});
}

#[test]
fn slashable_leaves_out_pending_stake() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);

		delegate(pool, ALICE, 100);

		assert_eq!(slashable(now()), (BOND, vec![]));
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

		assert_eq!(slashable(now()), (BOND, vec![]));
	});
}

// Epochs.

#[test]
fn slashable_is_nothing_outside_the_window() {
	test(|| {
		delegate(operator_pool(), ALICE, 100);
		go_to(WINDOW + 2);

		assert_eq!(slashable(2), (BOND, vec![(NATIVE, 100)]));
		for fault in [1, now() + 1] {
			assert_eq!(slashable(fault), NOTHING);
		}
	});
}

#[test]
fn slashable_is_nothing_before_the_operator_registered() {
	test(|| {
		go_to(2);
		register(OPERATOR);

		assert_eq!(slashable(2), (BOND, vec![]));
		assert_eq!(slashable(1), NOTHING);
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

		assert_eq!(slashable(last), (BOND, vec![(NATIVE, 100)]));
		assert_eq!(slashable(last + 1), NOTHING);
	});
}

#[test]
fn slashable_is_nothing_when_there_is_no_such_operator() {
	test(|| {
		assert_eq!(slashable(now()), NOTHING);
	});
}
