// SPDX-License-Identifier: Apache-2.0

//! The ledger in a small world that stores what a pallet would, beside an exact model of it.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod checks;
pub mod earnings;
pub mod figures;
pub mod history;
pub mod model;
pub mod pledging;
pub mod promises;
pub mod rational;
pub mod trial;
pub mod world;

use bulwark_ledger::Fraction;
use proptest::{
	strategy::Strategy,
	test_runner::{Config, RngSeed, TestCaseResult, TestRunner},
};
use std::{env, fmt::Debug, str::FromStr};

pub fn percent(number: u64) -> Fraction {
	Fraction::from_percent(number)
}

/// A number from the environment, so that one binary serves the short run and the long one.
pub fn setting<N: FromStr<Err: Debug>>(name: &str, default: N) -> N {
	env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// The seed of every random test: `BULWARK_SEED` replays a failure.
pub fn seed() -> u64 {
	setting("BULWARK_SEED", 2609)
}

/// Runs a test on `cases` random inputs, the same ones for the same seed; shrinks and prints what fails.
pub fn for_all<S: Strategy>(
	seed: u64,
	cases: u32,
	strategy: &S,
	test: impl Fn(S::Value) -> TestCaseResult,
) {
	let config = Config {
		cases,
		failure_persistence: None,
		max_shrink_iters: 20_000,
		rng_seed: RngSeed::Fixed(seed),
		..Config::default()
	};
	if let Err(failure) = TestRunner::new(config).run(strategy, test) {
		panic!("replay with BULWARK_SEED={seed}\n{failure}");
	}
}
