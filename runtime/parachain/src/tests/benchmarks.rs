// SPDX-License-Identifier: Apache-2.0

//! Every benchmark of Bulwark runs in this runtime too, at the smallest of its sizes: a team measures in its own.

use super::chain;
use crate::{
	presets::DEVELOPMENT, OperatorStaking, Programmes, Restaking, Rollup, SetFollower, SetMessages,
	StakingRewards,
};

#[test]
fn benchmarks_of_staking_run() {
	OperatorStaking::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
}

#[test]
fn benchmarks_of_rewards_run() {
	StakingRewards::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
}

#[test]
fn benchmarks_of_restaking_run() {
	Restaking::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
}

#[test]
fn benchmarks_of_programmes_run() {
	Programmes::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
}

#[test]
fn benchmarks_of_the_rollup_run() {
	Rollup::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
}

#[test]
fn benchmarks_of_messages_with_sets_run() {
	SetMessages::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
	SetFollower::test_benchmarks(|run| chain(DEVELOPMENT).execute_with(run));
}
