// SPDX-License-Identifier: Apache-2.0

//! The life of a rollup from its first key to a batch that is final.

use crate::{mock::*, BatchState};
use frame_support::assert_ok;

#[docify::export]
#[test]
fn batch_of_four_sequencers_becomes_final() {
	test(|| {
		// Alice, Bob, Charlie and Dave serve, and give keys: they are set 1. From epoch 11 on they sign.
		set_keys(&[ALICE, BOB, CHARLIE, DAVE]);
		assert_ok!(Rollup::set_signing(root(), true));
		go_to(11);

		// Alice submits what she, Bob and Dave have signed: three of four.
		let header = next_header(1);
		assert_ok!(Rollup::submit_batch(signed(ALICE), header, Some(attest(&header, &[0, 1, 3]))));

		// It can be challenged through epoch 12, and is final in epoch 13.
		let batch_id = Rollup::batch_id(&header);
		pass_to(12);
		assert!(matches!(state(batch_id), BatchState::Challengeable { .. }));
		pass_to(13);
		assert!(is_final(batch_id));
	});
}
