// SPDX-License-Identifier: Apache-2.0

//! Calls that are nested as deeply as the SDK allows.

use crate::mock::*;
use sp_runtime::DispatchResult;

fn at_every_depth(prepare: fn(), act: fn() -> DispatchResult, check: fn()) -> usize {
	bulwark_testing::mock::at_every_depth(|run| test(run), prepare, act, check)
}

/// Alice and Bob have served equally in week 11, which is over with its grace.
fn prepare() {
	service_programme(1);
	fund(1_000, 1);
	set_powers(11, &[(ALICE, 10_000), (BOB, 10_000)]);
	for (seed, operator) in [(1, ALICE), (2, BOB)] {
		add_node(operator, seed);
	}
	go_to(12);
	for operator in [ALICE, BOB] {
		report_week(0, 11, operator, &[1_000]);
	}
	pass(11);
}

/// Whoever finalises at a depth at which rewards refuse everything would send the money of an epoch to the next.
#[test]
fn depth_of_a_call_refuses_no_reward() {
	let done = at_every_depth(
		prepare,
		|| try_finalise(256).map(drop).map_err(|failed| failed.error),
		|| {
			assert_eq!(rewarded(11), [(ALICE, 500), (BOB, 500)]);
			assert_eq!((next_epoch(), carried()), (12, 0));
		},
	);
	assert!((1..20).contains(&done), "done {done} times");
}
