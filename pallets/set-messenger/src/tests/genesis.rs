// SPDX-License-Identifier: Apache-2.0

use crate::mock::*;

#[test]
fn followers_of_the_genesis_hear_the_first_set() {
	test(|| {
		assert_eq!(SetMessages::followers(), [LEFT, RIGHT]);

		elect(1, 0, &[10]);

		assert_eq!(sent().len(), 2);
	});
}

#[test]
fn genesis_is_refused_by_the_rules_of_the_call_when_it_breaks_them() {
	let refused = |followers: &[u32]| {
		new_test_ext().execute_with(|| {
			let genesis = SetMessagesConfig { followers: followers.to_vec() };
			genesis.try_build().expect_err("it is refused")
		})
	};

	assert_eq!(refused(&[LEFT, LEFT]), "followers: DuplicateFollower");
	assert_eq!(refused(&[1, 2, 3, 4]), "followers: TooManyFollowers");
}

#[test]
#[should_panic = "the genesis of SetMessages is refused: followers: DuplicateFollower"]
fn build_panics_when_it_is_refused() {
	ext_of(SetMessagesConfig { followers: vec![LEFT, LEFT] });
}
