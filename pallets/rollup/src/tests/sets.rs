// SPDX-License-Identifier: Apache-2.0

//! Sets of sequencers: who is in them, and which are kept.

use crate::{mock::*, Event, Kept, NextSetNumber, SetNumber, Sets, WeightInfo};
use frame_support::{
	assert_ok,
	traits::{Hooks, StorageInfoTrait},
	weights::{Weight, WeightMeter},
};

#[test]
fn set_is_formed_of_the_active_set_in_its_order() {
	test(|| {
		set_keys(&[DAVE, ALICE, BOB, CHARLIE]);

		assert_eq!(members(1), [ALICE, BOB, CHARLIE, DAVE]);
		let set = Sets::<Test>::get(SetNumber(1)).unwrap();
		let keys: Vec<_> = set.members.iter().map(|member| member.key).collect();
		assert_eq!(Arkworks::sum(&keys), Some(set.sum));
		let named: Vec<_> = OPERATORS[..4].iter().map(|who| (who.clone(), key_of(who))).collect();
		let named = named.try_into().unwrap();
		assert_told(Event::SetFormed { set_number: SetNumber(1), hash: set.hash, members: named });
	});
}

#[test]
fn set_has_only_who_has_a_key_is_in_order_answers_and_is_not_barred() {
	test(|| {
		Members::set(&OPERATORS.to_vec());
		OutOfOrder::set(&[BOB].into());
		promise(CHARLIE, 9);
		crate::Barred::<Test>::insert(
			DAVE,
			crate::Bar {
				fault_epoch: crate::EpochIndex(9),
				report: crate::Reported::Refused,
				retry_until_epoch: None,
			},
		);

		set_keys(&[ALICE, BOB, CHARLIE, DAVE]);
		assert_eq!(members(1), [ALICE]);

		OutOfOrder::set(&Default::default());
		promise(CHARLIE, 10);
		crate::Barred::<Test>::remove(DAVE);
		set_keys(&[ERIN]);
		assert_eq!(members(2), OPERATORS);
	});
}

#[test]
fn set_stays_if_nothing_has_changed_or_nobody_is_left() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		events();

		serve(&OPERATORS[..4]);
		serve(&[]);

		assert_eq!(events(), []);
		assert_eq!(NextSetNumber::<Test>::get(), SetNumber(2));
	});
}

#[test]
fn set_is_another_with_another_key() {
	test(|| {
		set_keys(&OPERATORS[..4]);
		let first = Rollup::sequencer_set(SetNumber(1)).unwrap();

		assert_ok!(try_set_key(ALICE, 100));
		assert_eq!(kept(), [1], "it counts from the next set on");
		serve(&OPERATORS[..4]);

		let second = Rollup::sequencer_set(SetNumber(2)).unwrap();
		assert_eq!(members(2), members(1));
		assert_ne!((first.hash, first.sum), (second.hash, second.sum));
	});
}

#[test]
fn set_is_looked_at_when_an_epoch_begins() {
	test(|| {
		set_keys(&OPERATORS[..4]);

		OutOfOrder::set(&[BOB].into());
		poll();
		assert_eq!(kept(), [1], "staking has announced nothing");
		go_to(11);
		poll();

		assert_eq!(members(2), [ALICE, CHARLIE, DAVE]);
	});
}

#[test]
fn set_waits_for_a_block_with_room() {
	test(|| {
		assert_ok!(try_set_key(ALICE, 11));
		announce();

		let little = Rollup::form_weight().saturating_sub(Weight::from_parts(1, 0));
		Rollup::on_poll(2, &mut WeightMeter::with_limit(little));
		assert!(kept().is_empty());
		Rollup::on_poll(2, &mut WeightMeter::with_limit(Weight::zero()));
		assert!(kept().is_empty());

		poll();
		assert_eq!(kept(), [1]);
	});
}

#[test]
fn set_is_cut_at_its_largest_size() {
	test(|| {
		let many: Vec<_> = OPERATORS.into_iter().cycle().take(30).collect();
		Members::set(&many);

		set_keys(&OPERATORS);

		assert_eq!(members(1).len(), 20);
	});
}

/// Or a look would cost as much as the active set is large.
#[test]
fn set_is_looked_for_among_the_first_that_have_a_key() {
	test(|| {
		let mut many: Vec<_> = OPERATORS[..4].iter().cloned().cycle().take(20).collect();
		many.push(ERIN);
		Members::set(&many);
		OutOfOrder::set(&[BOB].into());

		set_keys(&OPERATORS);

		assert_eq!(members(1).len(), 15);
		assert!(!members(1).contains(&ERIN));
	});
}

#[test]
fn set_has_nobody_whose_opt_in_pins_terms_that_leave_too_little_time() {
	test(|| {
		PinnedWindows::set(&[(BOB, 2), (CHARLIE, 4)].into());

		set_keys(&OPERATORS[..4]);

		assert_eq!(members(1), [ALICE, DAVE]);
	});
}

/// r − 11 is the secret of −key: whoever has both can make the sum nothing.
#[test]
fn set_is_refused_if_its_keys_cancel_out() {
	test(|| {
		assert_ok!(try_set_key(ALICE, 11));
		let record = crate::Keys::<Test>::get(ALICE).unwrap();
		// The same point with the other y: its flag, and p − y, which no test needs.
		let mut key = record.key;
		key[0] ^= 0x20;
		let unpacked = Arkworks::check_key(&key).expect("it is a key");
		assert_ok!(Rollup::insert_key(BOB, key, unpacked));
		events();

		serve(&[ALICE, BOB]);

		assert_eq!((events(), kept()), (vec![Event::SetRefused], vec![]));
	});
}

#[test]
fn sets_are_kept_from_the_one_of_the_oldest_batch_that_is_not_final() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		let change = crate::Header { next: change_to(2), ..next_header(1) };
		submit(ALICE, change);
		pass_to(12);
		serve(&OPERATORS[..4]);
		assert_eq!(kept(), [1, 2, 3], "the last batch under set 1 can be reverted");

		pass_to(13);
		serve(&OPERATORS[..3]);

		assert_eq!(kept(), [2, 3, 4]);
	});
}

#[test]
fn sets_are_no_more_than_there_is_room_for() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);
		serve(&OPERATORS[..4]);
		serve(&OPERATORS[..3]);
		assert_eq!(kept(), [1, 2, 3, 4]);

		serve(&OPERATORS[..4]);

		assert_eq!(kept(), [1, 3, 4, 5], "nobody has attested to set 2");
		assert_eq!(Kept::<Test>::get().newest().unwrap().set_number, SetNumber(5));
	});
}

/// Members of the active set without a key are looked at too.
#[test]
fn set_weighs_a_key_for_every_look() {
	new_test_ext().execute_with(|| {
		let items = Rollup::storage_info();
		let keys = items.iter().find(|item| item.storage_name == b"Keys");
		let size = keys.and_then(|item| item.max_size).expect("it is bounded");
		let overhead = 2_475; // of a benchmark, for the way through the trie
		let without_key = 256 - 20;

		let proof = Rollup::form_weight().proof_size();

		let of_members = <() as WeightInfo>::form_set(20).proof_size();
		assert_eq!(proof - of_members, without_key * (u64::from(size) + overhead));
	});
}
