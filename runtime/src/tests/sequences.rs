// SPDX-License-Identifier: Apache-2.0

//! Histories over all pallets wired together: whatever a small cast does, every invariant of them holds after each
//! call, nobody changes what others earn of an epoch that has begun, what the views say is what the calls do, and at the end everybody leaves and the pots are empty but for dust.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_EFFORT` makes it longer.

mod deposits;
mod earnings;
mod op;
mod rollup;
mod trial;

use super::chain;
use crate::presets::DEVELOPMENT;
use bulwark_testing::{effort, live_all};
use op::{op, Op};
use proptest::{collection::vec, test_runner::TestCaseError};
use trial::{Figures, Trial};

/// Number of operations in a history, before everybody leaves.
const LENGTH: usize = 740;

fn live(history: Vec<Op>) -> Result<Figures, TestCaseError> {
	chain(DEVELOPMENT).execute_with(|| {
		let mut trial = Trial::new();
		for op in &history {
			trial.step(op)?;
		}
		trial.finish()?;
		Ok(trial.figures)
	})
}

#[test]
fn everything_stays_whole_whatever_happens() {
	let histories = effort(40);

	let figures = live_all(histories, || vec(op(), LENGTH), live);

	let calls = &figures.calls;
	println!("{histories} histories, {} calls: {figures:#?}", calls.total());
	assert!(calls.total() >= histories * 400, "histories are too short to say anything");
	assert!(calls.refused() * 2 < calls.total(), "too many refusals to say anything");
	calls.assert_done_at_least(histories / 4);
	assert!(figures.divisions >= histories * 200, "too few rewards were divided to say anything");
	assert!(figures.released > 0, "no slashed money has waited for its destination");
	assert_eq!(figures.ends.kinds(), deposits::ENDS, "a deposit never ended in some way");
	figures.ends.assert_done_at_least(histories / 4);
}
