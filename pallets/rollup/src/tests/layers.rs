// SPDX-License-Identifier: Apache-2.0

//! Calls that are nested as deeply as the SDK allows: nobody chooses by the depth of a call what its neighbours refuse.

use crate::{mock::*, BatchId, Chain, NextIndex};
use frame_support::dispatch::DispatchResultWithPostInfo;
use sp_runtime::DispatchResult;

fn at_every_depth(prepare: fn(), act: fn() -> DispatchResult, check: fn()) {
	let done = bulwark_testing::mock::at_every_depth(|run| test_signing(run), prepare, act, check);
	assert!((1..20).contains(&done), "done {done} times");
}

fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(drop).map_err(|failed| failed.error)
}

/// Id of the last batch.
fn last() -> BatchId {
	Chain::<Test>::get(NextIndex::<Test>::get() - 1).expect("it was accepted")
}

/// Charlie's turn has a batch, and those of Dave and Alice go by.
fn miss_turns() {
	submit_next(ALICE, 0);
	pass_turns(3);
}

#[test]
fn submitter_has_its_half_of_a_lost_challenge() {
	at_every_depth(
		|| {
			let batch_id = submit_next(ALICE, 0);
			challenge(WATCHER, batch_id);
			judge_good(batch_id);
			pass_to(13);
		},
		|| outcome(Rollup::release_challenge_deposit(signed(PAUPER), last(), WATCHER)),
		|| assert_eq!(free(&ALICE), FUNDS + 50),
	);
}

#[test]
fn time_outs_that_are_looked_at_are_heard_of() {
	at_every_depth(
		miss_turns,
		|| outcome(Rollup::poke_turns(signed(DAVE))),
		|| assert_eq!(TimeOuts::get(), [DAVE, ALICE]),
	);
}

#[test]
fn time_outs_before_a_batch_are_heard_of() {
	at_every_depth(
		miss_turns,
		|| outcome(try_submit(DAVE, next_header(1), &[0, 1, 2])),
		|| assert_eq!(TimeOuts::get(), [DAVE, ALICE]),
	);
}

#[test]
fn time_outs_before_a_set_is_adopted_are_heard_of() {
	at_every_depth(
		|| {
			miss_turns();
			serve(&OPERATORS[..3]);
		},
		|| Rollup::adopt(root()),
		|| assert!(TimeOuts::get().starts_with(&[DAVE, ALICE])),
	);
}

#[test]
fn bad_batch_that_its_submitter_proves_is_reported() {
	at_every_depth(
		|| {
			submit_next(ALICE, 5);
		},
		|| {
			let proof = vec![5; 32].try_into().expect("it is short");
			Rollup::prove(signed(ALICE), last(), proof)
		},
		|| assert_eq!(Cases::get().len(), 1),
	);
}

#[test]
fn bad_batch_is_reported_whoever_lets_a_challenge_expire() {
	at_every_depth(
		|| {
			let batch_id = submit_next(ALICE, 0);
			challenge(WATCHER, batch_id);
			pass_to(13);
		},
		|| outcome(Rollup::expire(signed(ALICE), last())),
		|| assert_eq!(Cases::get().len(), 1),
	);
}
