// SPDX-License-Identifier: Apache-2.0

//! Random histories, compared with exact rationals after every operation.

mod common;

use bulwark_testing::{effort, for_all, seed};
use common::{
	figures::Figures,
	history::{history, History},
	trial::Trial,
};
use proptest::test_runner::TestCaseError;
use std::cell::RefCell;

#[test]
fn stays_within_a_unit_per_step_whatever_happens() {
	let operations = effort(100_000);
	let figures = RefCell::new(Figures::default());
	let mut seed = seed();

	while figures.borrow().operations < operations {
		for_all(seed, 100, &history(120), |history| {
			let seen = live(&history)?;
			figures.borrow_mut().add(&seen);
			Ok(())
		});
		seed += 1;
	}

	let figures = figures.into_inner();
	println!("{figures}");
	assert!(figures.slashes * 20 > operations, "too few slashes to say anything");
	assert!(figures.refused * 3 < operations, "too many refusals to say anything");
}

fn live(history: &History) -> Result<Figures, TestCaseError> {
	let mut trial = Trial::new(history.world());
	for op in &history.ops {
		trial.apply(*op)?;
	}
	trial.finish()?;
	Ok(trial.figures)
}
