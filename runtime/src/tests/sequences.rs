// SPDX-License-Identifier: Apache-2.0

//! Histories over all pallets wired together: whatever a small cast does, every invariant of them holds after each
//! call, what the views say is what the calls do, and at the end everybody leaves and the pots are empty but for dust.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_HISTORIES` makes it longer.

mod op;
mod trial;

use super::chain;
use crate::presets::DEVELOPMENT;
use op::{op, Op};
use proptest::{
	collection::vec,
	test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use std::{cell::RefCell, env, thread};
use trial::{Figures, Trial};

/// How many things happen in a history, before everybody leaves.
const LENGTH: usize = 560;

/// A number from the environment, so that one binary serves the short run and the long one.
fn setting(name: &str, default: u64) -> u64 {
	env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

fn live(history: &[Op]) -> Result<Figures, TestCaseError> {
	chain(DEVELOPMENT).execute_with(|| {
		let mut trial = Trial::new();
		for op in history {
			trial.step(op)?;
		}
		trial.finish()?;
		Ok(trial.figures)
	})
}

fn live_all(seed: u64, histories: u64) -> Result<Figures, String> {
	let config = Config {
		cases: u32::try_from(histories).expect("not that many"),
		failure_persistence: None,
		max_shrink_time: 60_000,
		max_shrink_iters: 5_000,
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
fn everything_stays_whole_whatever_happens() {
	let seed = setting("BULWARK_SEED", 2609);
	let histories = setting("BULWARK_HISTORIES", 200);

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
	assert!(figures.total() >= histories * 400, "histories are too short to say anything");
	assert!(figures.refused() * 2 < figures.total(), "too many refusals to say anything");
	for (call, (done, _)) in &figures.calls {
		assert!(done * 4 > histories, "{call} succeeded too seldom to say anything");
	}
}
