// SPDX-License-Identifier: Apache-2.0

//! Histories that nobody thought of: whatever a small cast does, every invariant of all three pallets holds after each
//! call, no unit of money is made or lost, and a call that is refused changes nothing.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_RESTAKING_HISTORIES` makes it longer.

mod op;
mod trial;

use crate::mock::new_test_ext;
use op::{op, Op};
use proptest::{
	collection::vec,
	test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use std::{cell::RefCell, env, thread};
use trial::{Figures, Trial};

/// How many things happen in a history.
const LENGTH: usize = 220;

/// A number from the environment, so that one binary serves the short run and the long one.
fn setting(name: &str, default: u64) -> u64 {
	env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

fn live(history: &[Op]) -> Result<Figures, TestCaseError> {
	new_test_ext().execute_with(|| {
		let mut trial = Trial::new();
		for op in history {
			trial.step(op)?;
		}
		trial.finish()?;
		Ok(trial.figures)
	})
}

/// Lives through so many histories, the same ones for the same seed; shrinks and tells the one that fails.
fn live_all(seed: u64, histories: u64) -> Result<Figures, String> {
	let config = Config {
		cases: u32::try_from(histories).expect("not that many"),
		failure_persistence: None,
		max_shrink_time: 120_000,
		max_shrink_iters: 20_000,
		rng_seed: RngSeed::Fixed(seed),
		..Config::default()
	};
	let figures = RefCell::new(Figures::default());
	let lived = TestRunner::new(config).run(&vec(op(), LENGTH), |history| {
		figures.borrow_mut().add(&live(&history)?);
		Ok(())
	});
	lived.map_err(|failure| failure.to_string())?;
	Ok(figures.into_inner())
}

#[test]
fn every_invariant_holds_whatever_happens() {
	let seed = setting("BULWARK_SEED", 2609);
	let histories = setting("BULWARK_RESTAKING_HISTORIES", 60);

	let halves = thread::scope(|scope| {
		let live = |seed| scope.spawn(move || live_all(seed, histories.div_ceil(2)));
		[live(seed), live(!seed)].map(|half| half.join().expect("it catches what panics"))
	});

	let mut figures = Figures::default();
	for half in halves {
		let half =
			half.unwrap_or_else(|failure| panic!("replay with BULWARK_SEED={seed}\n{failure}"));
		figures.add(&half);
	}
	println!("{histories} histories, {} calls: {figures:#?}", figures.total());
	assert!(figures.total() > histories * 120, "histories are too short to say anything");
	for (call, (done, _)) in &figures.calls {
		assert!(done * 4 > histories, "{call} succeeded too seldom to say anything");
	}
	assert_eq!(figures.calls.len(), op::CALLS, "some call was never made");
	for (outcome, count) in &figures.outcomes {
		assert!(count * 4 > histories, "too few cases were {outcome}");
	}
	assert_eq!(figures.outcomes.len(), 3, "some outcome never came");
	assert!(figures.paid_bounties > 0, "no bounty was paid");
}
