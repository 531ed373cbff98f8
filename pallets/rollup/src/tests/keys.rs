// SPDX-License-Identifier: Apache-2.0

//! Keys: checked, possessed, and nobody else's.

use crate::{mock::*, Equivocations, Event, KeyOwners, Keys, MAX_OLD_KEYS};
use frame_support::{assert_noop, assert_ok, storage::unhashed};
use sp_runtime::DispatchError;

type Error = crate::Error<Test>;

#[test]
fn key_is_set_with_its_possession() {
	test(|| {
		assert_ok!(try_set_key(ALICE, 11));

		let new = signer::key(11);
		assert_told(Event::KeySet { operator: ALICE, old: None, new });
		assert_eq!(Rollup::key_of(ALICE), Some(new));
		assert_eq!(KeyOwners::<Test>::get(new), Some(ALICE));
		assert_eq!(Some(Keys::<Test>::get(ALICE).unwrap().unpacked), Arkworks::check_key(&new));
	});
}

#[test]
fn key_is_refused_of_who_is_no_operator_or_closes() {
	test(|| {
		assert_noop!(try_set_key(OUTSIDER, 11), Error::NotOperator);

		Closing::set(&[ALICE].into());
		assert_noop!(try_set_key(ALICE, 11), Error::NotOperator);
	});
}

#[test]
fn key_is_refused_if_it_is_none() {
	test(|| {
		let key = signer::key(11);
		let possession = possession(&ALICE, 11);
		let mut identity = [0; 48];
		identity[0] = 0xc0;
		let mut outside = [0; 48];
		(outside[0], outside[47]) = (0x80, 4);
		let mut without_flag = key;
		without_flag[0] &= 0x7f;

		for bad in [identity, outside, without_flag, [0; 48], [0xff; 48]] {
			assert_noop!(Rollup::set_key(signed(ALICE), bad, possession), Error::BadKey);
		}
	});
}

#[test]
fn key_is_refused_without_its_possession() {
	test(|| {
		let key = signer::key(11);
		let message = Rollup::possession_message(&ALICE, &key);
		let of_suite = signer::sign(&[11], &message, Suite::Signature);
		let of_another_key = signer::sign(&[22], &message, Suite::Possession);

		for bad in [of_suite, of_another_key, [0; 96]] {
			assert_noop!(Rollup::set_key(signed(ALICE), key, bad), Error::BadPossession);
		}
	});
}

#[test]
fn key_is_refused_if_another_has_it() {
	test(|| {
		assert_ok!(try_set_key(ALICE, 11));

		assert_noop!(try_set_key(BOB, 11), Error::KeyTaken);
		assert_noop!(try_set_key(ALICE, 11), Error::Unchanged);
	});
}

#[test]
fn key_is_free_when_it_was_in_no_set() {
	test(|| {
		assert_ok!(try_set_key(ALICE, 11));
		assert_ok!(try_set_key(ALICE, 12));

		assert_ok!(try_set_key(BOB, 11));
	});
}

#[test]
fn key_of_before_is_taken_as_long_as_a_kept_set_may_have_it() {
	test(|| {
		set_keys(&[ALICE, BOB]);
		assert_ok!(try_set_key(ALICE, 12));
		serve(&[ALICE, BOB]);
		assert_eq!(kept(), [1, 2]);
		assert_noop!(try_set_key(CHARLIE, 11), Error::KeyTaken);

		serve(&[BOB]);
		serve(&[ALICE]);

		assert_eq!(kept(), [2, 3, 4]);
		assert_ok!(try_set_key(CHARLIE, 11));
		assert_noop!(try_set_key(DAVE, 12), Error::KeyTaken);
	});
}

#[test]
fn key_of_before_comes_back_to_its_owner() {
	test(|| {
		set_keys(&[ALICE]);

		assert_ok!(try_set_key(ALICE, 12));
		assert_ok!(try_set_key(ALICE, 11));

		let old: Vec<_> = Keys::<Test>::get(ALICE).unwrap().old.iter().map(|old| old.key).collect();
		assert_eq!(old, [signer::key(12)]);
	});
}

#[test]
fn key_of_before_frees_its_place_when_it_comes_back() {
	test(|| {
		set_keys(&[ALICE]);
		for secret in 100..100 + u64::from(MAX_OLD_KEYS) {
			assert_ok!(try_set_key(ALICE, secret));
		}

		assert_ok!(try_set_key(ALICE, 11));

		let old = Keys::<Test>::get(ALICE).unwrap().old;
		assert!(old.iter().all(|old| old.key != signer::key(11)) && old.is_full());
	});
}

#[test]
fn keys_of_before_are_four_at_most() {
	test(|| {
		set_keys(&[ALICE]);
		for secret in 100..100 + u64::from(MAX_OLD_KEYS) {
			assert_ok!(try_set_key(ALICE, secret));
		}

		assert_noop!(try_set_key(ALICE, 200), Error::TooManyKeys);

		// Another set, and one more, and nobody needs the first.
		serve(&[ALICE, BOB]);
		set_keys(&[BOB]);
		serve(&[BOB]);
		assert_eq!(kept(), [2, 3, 4]);
		assert_ok!(try_set_key(ALICE, 200));
	});
}

#[test]
fn key_is_cleared_by_anybody_when_its_operator_has_gone_and_nothing_can_be_charged() {
	test_signing(|| {
		let clear = || Rollup::clear_key(signed(PAUPER), ALICE);
		let batch_id = submit_next(ALICE, 0);
		challenge(WATCHER, batch_id);
		judge_bad(batch_id, WATCHER);
		assert_noop!(clear(), Error::StillOperator);
		Closing::set(&[ALICE].into());
		assert_noop!(clear(), Error::StillLiable);
		pass_to(11 + WINDOW);
		assert_noop!(clear(), Error::StillLiable);

		pass_to(12 + WINDOW);
		assert_ok!(clear());

		let key = signer::key(11);
		assert_told(Event::KeyCleared { operator: ALICE, key });
		assert_eq!((Rollup::key_of(ALICE), Rollup::bar_of(ALICE)), (None, None));
		assert_eq!(KeyOwners::<Test>::get(key), None);
		assert_noop!(clear(), Error::NoKey);
	});
}

#[test]
fn key_stays_when_cases_of_its_operator_do_not_decode() {
	test_signing(|| {
		let clear = || Rollup::clear_key(signed(PAUPER), ALICE);
		Closing::set(&[ALICE].into());
		let cases = Equivocations::<Test>::hashed_key_for(ALICE);
		unhashed::put_raw(&cases, &[0xff]);

		assert_noop!(clear(), DispatchError::Corruption);

		unhashed::kill(&cases);
		assert_ok!(clear());
	});
}

#[test]
fn key_of_an_operator_that_has_gone_is_of_use_to_its_kept_sets() {
	test_signing(|| {
		submit_next(BOB, 0);
		Closing::set(&[ALICE].into());

		assert_ok!(Rollup::clear_key(signed(PAUPER), ALICE));

		submit_next(BOB, 1); // Alice's signature is in it
	});
}
