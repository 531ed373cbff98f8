// SPDX-License-Identifier: Apache-2.0

//! Sets on their way, epoch by epoch.

use crate::mock::*;

#[docify::export]
#[test]
fn every_epoch_is_told_once() {
	test(|| {
		// Epoch 5 elects three operators; both followers hear the whole set.
		elect(1, 5, &[10, 20, 30]);
		let members = vec![10, 20, 30];
		assert_eq!(sent(), [(LEFT, 1, 5, members.clone()), (RIGHT, 1, 5, members)]);

		// One of them drops out. It answers for epoch 5 all the same, and nothing is sent.
		elect(2, 5, &[10, 20]);
		assert_eq!(sent(), []);

		// Epoch 6 changes nothing, and that is news too.
		elect(2, 6, &[10, 20]);
		assert_eq!(sent(), [(LEFT, 2, 6, vec![10, 20]), (RIGHT, 2, 6, vec![10, 20])]);
	});
}
