// SPDX-License-Identifier: Apache-2.0

//! Histories that nobody thought of: whatever a small cast does, every invariant holds after each
//! step, a call that is refused changes nothing, and at the end everybody leaves with what it has.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_EFFORT` makes it longer.

mod effects;
mod op;
mod trial;

use crate::mock::new_test_ext;
use bulwark_testing::{effort, live_all};
use op::{op, Op};
use proptest::{collection::vec, test_runner::TestCaseError};
use trial::{Figures, Trial};

/// How many things happen in a history, before everybody leaves.
const LENGTH: usize = 380;

fn live(history: Vec<Op>) -> Result<Figures, TestCaseError> {
	new_test_ext().execute_with(|| {
		let mut trial = Trial::new();
		for op in &history {
			trial.step(op)?;
		}
		trial.finish()?;
		Ok(trial.figures)
	})
}

#[test]
fn everybody_is_paid_and_every_invariant_holds_whatever_happens() {
	let histories = effort(40);

	let figures = live_all(histories, || vec(op(), LENGTH), live);

	let Figures { calls, deferred, deactivated, slashed_exits, noticed, owed, handed_out, dust } =
		&figures;
	println!("{histories} histories, {} calls: {figures:#?}", calls.total());
	assert!(calls.total() > histories * 300, "histories are too short to say anything");
	assert!(calls.refused() * 2 < calls.total(), "too many refusals to say anything");
	calls.assert_done_at_least(histories / 2);
	assert!(deferred * 100 > histories, "too few payments were refused");
	assert!(deactivated * 10 > histories, "too few operators were deactivated");
	assert!(noticed * 2 > histories, "too few operators closed with notice");
	assert!(owed * 4 > histories, "too few slashes could not be moved");
	assert!(handed_out * 8 > histories, "too few of them were handed out");
	assert!(*slashed_exits > histories, "too few exits were slashed");
	assert!(*dust > 0, "no merge left anything");
}
