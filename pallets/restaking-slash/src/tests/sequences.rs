// SPDX-License-Identifier: Apache-2.0

//! Histories that nobody thought of: whatever a small cast does, every invariant of all three pallets holds after each
//! call, no unit of money is made or lost, and a call that is refused changes nothing.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_EFFORT` makes it longer.

mod op;
mod trial;

use crate::mock::new_test_ext;
use bulwark_testing::{effort, live_all};
use op::{op, Op};
use proptest::{collection::vec, test_runner::TestCaseError};
use trial::{Figures, Trial};

/// Number of events in a history.
const LENGTH: usize = 260;

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
fn every_invariant_holds_whatever_happens() {
	let histories = effort(40);

	let figures = live_all(histories, || vec(op(), LENGTH), live);

	let Figures { calls, outcomes, paid_bounties } = &figures;
	println!("{histories} histories, {} calls: {figures:#?}", calls.total());
	assert!(calls.total() > histories * 120, "histories are too short to say anything");
	calls.assert_done_at_least(histories / 10);
	assert_eq!(calls.kinds(), op::CALLS, "some call was never made");
	for (outcome, count) in outcomes {
		assert!(count * 4 > histories, "too few cases were {outcome}");
	}
	assert_eq!(outcomes.len(), 3, "some outcome never came");
	assert!(*paid_bounties > 0, "no bounty was paid");
}
