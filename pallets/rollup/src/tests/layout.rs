// SPDX-License-Identifier: Apache-2.0

//! Upgrades with other bounds than those by which the storage was laid out.

use super::invariants::three_batches;
use crate::{mock::*, Batches, Bounds, Event, Header, Kept, OpenChallenges, SetNumber};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use sp_runtime::DispatchError;

bulwark_testing::layout_tests!(Rollup, three_batches);

/// A list of challenges that does not decode could have any batch on it.
#[test]
fn nothing_is_final_when_challenges_do_not_decode() {
	new_test_ext().execute_with(|| {
		let [_, _, last] = three_batches();
		let key = OpenChallenges::<Test>::hashed_key();
		let challenges = unhashed::get_raw(&key).expect("one is open");
		let spoil = || unhashed::put_raw(&key, &[0xff]);
		let restore = || unhashed::put_raw(&key, &challenges);

		spoil();
		let challenge = || with_storage_layer(|| Rollup::challenge(signed(FRIEND), last, [1; 32]));
		assert_noop!(challenge(), DispatchError::Corruption);
		restore();

		pass_to(14);
		assert!(Rollup::is_final(0));
		spoil();
		assert!(!Rollup::is_final(0));
		restore();
		check_invariants();
	});
}

/// Nor does a batch that does not decode become final, or the deposits of its challengers free: a proof may still come.
#[test]
fn nothing_ends_of_a_batch_that_does_not_decode() {
	new_test_ext().execute_with(|| {
		let [first, second, _] = three_batches();
		judge_good(second);
		pass_to(14);
		let spoil = |batch_id: crate::BatchId| {
			let key = Batches::<Test>::hashed_key_for(batch_id);
			let batch = unhashed::get_raw(&key).expect("it is stored");
			unhashed::put_raw(&key, &[0xff]);
			move || unhashed::put_raw(&key, &batch)
		};
		assert!(Rollup::is_final(0));

		let restore = spoil(first);
		assert!(!Rollup::is_final(0));
		restore();
		let restore = spoil(second);
		let release = Rollup::release_challenge_deposit(signed(PAUPER), second, WATCHER);
		assert_noop!(release, DispatchError::Corruption);
		restore();

		assert!(Rollup::is_final(0));
		collect(second, WATCHER);
		check_invariants();
	});
}

/// Nor does a list of kept sets lose any.
#[test]
fn no_set_is_formed_when_kept_ones_do_not_decode() {
	new_test_ext().execute_with(|| {
		three_batches();
		let key = Kept::<Test>::hashed_key();
		let kept = unhashed::get_raw(&key).expect("one is kept");
		unhashed::put_raw(&key, &[0xff]);

		serve(&OPERATORS[..3]);
		go_to(12);
		poll();

		assert_noop!(try_set_key(ALICE, 77), DispatchError::Corruption);
		assert_eq!(unhashed::get_raw(&key), Some(vec![0xff]));
		unhashed::put_raw(&key, &kept);
		go_to(13);
		poll();
		assert_eq!(Kept::<Test>::get().newest().map(|set| set.set_number), Some(SetNumber(2)));
		check_invariants();
	});
}

/// No set is attested that cannot be found among the others.
#[test]
fn no_set_is_attested_when_kept_ones_do_not_decode() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		let header = Header { next: change_to(2), ..next_header(1) };
		let key = Kept::<Test>::hashed_key();
		let kept = unhashed::get_raw(&key).expect("two are kept");

		unhashed::put_raw(&key, &[0xff]);

		assert_noop!(Rollup::adopt(root()), DispatchError::Corruption);
		let submitted = try_submit(ALICE, header, &[0, 1, 2]);
		assert_eq!(submitted.map_err(|failed| failed.error), Err(DispatchError::Corruption));
		assert_eq!(unhashed::get_raw(&key), Some(vec![0xff]));
		unhashed::put_raw(&key, &kept);
		assert_ok!(try_submit(ALICE, header, &[0, 1, 2]));
	});
}
