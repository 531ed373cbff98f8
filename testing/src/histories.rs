// SPDX-License-Identifier: Apache-2.0

//! Random histories: the same ones for the same seed, and the one that fails as short as it gets.

use crate::settings::seed;
use proptest::{
	strategy::Strategy,
	test_runner::{Config, RngSeed, TestCaseError, TestCaseResult, TestRunner},
};
use std::{cell::RefCell, thread};

/// What a history has seen, and what many have.
pub trait Figures: Default + Send {
	/// Adds what other histories have seen.
	fn add(&mut self, other: &Self);
}

/// Runs a test on so many random inputs; panics with the one that fails.
pub fn for_all<S: Strategy>(
	seed: u64,
	cases: u64,
	strategy: &S,
	test: impl Fn(S::Value) -> TestCaseResult,
) {
	let config = Config {
		cases: cases.try_into().expect("not that many"),
		failure_persistence: None,
		max_shrink_time: 120_000,
		max_shrink_iters: 20_000,
		rng_seed: RngSeed::Fixed(seed),
		..Config::default()
	};
	if let Err(failure) = TestRunner::new(config).run(strategy, test) {
		panic!("replay with BULWARK_SEED={seed}\n{failure}");
	}
}

/// Lives through so many histories, half of them in a thread of their own, and sums up what they have seen.
pub fn live_all<S: Strategy, F: Figures>(
	histories: u64,
	history: impl Fn() -> S + Sync,
	live: impl Fn(S::Value) -> Result<F, TestCaseError> + Sync,
) -> F {
	let live_half = |seed| {
		let figures = RefCell::new(F::default());
		for_all(seed, histories.div_ceil(2), &history(), |history| {
			figures.borrow_mut().add(&live(history)?);
			Ok(())
		});
		figures.into_inner()
	};
	thread::scope(|scope| {
		let other = scope.spawn(|| live_half(!seed()));
		let mut figures = live_half(seed());
		figures.add(&other.join().expect("its message stands above"));
		figures
	})
}
