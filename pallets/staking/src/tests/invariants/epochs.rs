// SPDX-License-Identifier: Apache-2.0

//! The epochs of stake: when it began, when it leaves; and the price that merges rely on.

use super::{breaks, forge_exits, forge_exits_of_now, forge_pool, operators::forge_unslashed};
use super::{ALICES, BOBS};
use crate::mock::*;
use bulwark_ledger::{Cohort, EpochIndex};
use codec::Compact;

/// The cohort of an epoch, counted from the present one.
fn cohort(epochs: u32) -> Cohort {
	Cohort::From(EpochIndex(now() + epochs))
}

#[test]
fn notices_a_cohort_that_begins_too_late() {
	breaks("the cohorts of a pool begin with the next epoch at the latest", |pool| {
		forge_pool(pool, |(_, _, buckets)| buckets[ALICES].0 = cohort(2));
	});
}

#[test]
fn notices_an_exit_of_stake_that_was_not_active() {
	breaks("an exit bucket is of cohorts that were active in its epoch", |pool| {
		forge_exits_of_now(pool, |(_, _, buckets)| buckets[0].0 = cohort(1));
	});
}

#[test]
fn notices_an_exit_that_is_not_released_with_its_bucket() {
	for epochs in [0, 2] {
		breaks("an exit is released with its exit bucket", |pool| {
			forge_exits(pool, |(waiting, _)| {
				let (_, release, _) = &mut waiting[0];
				release.0 = release.0 + epochs - 1;
			});
		});
	}
}

#[test]
fn notices_an_exit_bucket_that_leaves_with_another_epoch() {
	breaks("an exit bucket leaves with the epoch of its exits", |pool| {
		forge_exits_of_now(pool, |(departure, _, _)| {
			departure.as_mut().expect("it leaves").last_epoch = EpochIndex(now() - 1);
		});
	});
}

/// Of 103 shares a fifth and a bit more are 20 tokens, rounded down: the price is too low all the same.
#[test]
fn notices_shares_of_an_open_pool_that_are_worth_too_little() {
	let words = "I3: while a pool is open its shares are at most five times its tokens";
	breaks(words, |pool| {
		forge_unslashed(percent(20).deconstruct() + 1);
		forge_pool(pool, |(_, _, buckets)| {
			let (shares, tokens, _) = &mut buckets[BOBS].1;
			(*shares, *tokens) = (Compact(103), Compact(20));
		});
	});
}
