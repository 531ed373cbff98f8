// SPDX-License-Identifier: Apache-2.0

//! Every invariant notices when it is broken.

use crate::{
	mock::*, Batches, Chain, Challengers, Challenges, Kept, KeyOwners, NextSetNumber, OldestIndex,
	OpenChallenges, SetNumber, Sets,
};
use sp_runtime::TryRuntimeError;

/// Three batches, one of an outsider, the second challenged, and then something is broken.
fn broken(message: &'static str, spoil: impl FnOnce([crate::BatchId; 3])) {
	new_test_ext().execute_with(|| {
		set_keys(&OPERATORS[..4]);
		frame_support::assert_ok!(Rollup::set_signing(root(), true));
		go_to(11);
		let ids = [OUTSIDER, ALICE, ALICE].map(|who| submit_next(who, 1));
		challenge(WATCHER, ids[1]);
		check_invariants();

		spoil(ids);

		assert_eq!(Rollup::do_try_state(), Err(TryRuntimeError::Other(message)));
	});
}

#[test]
fn keys_name_their_owners() {
	broken("I11: a key names its owner", |_| KeyOwners::<Test>::remove(key_of(&ALICE)));
	broken("I11: every key is somebody's", |_| KeyOwners::<Test>::insert([7; 48], ALICE));
}

#[test]
fn sets_are_listed_and_add_up() {
	broken("I11: numbers of sets are given in order", |_| {
		NextSetNumber::<Test>::put(SetNumber(1));
	});
	broken("I11: every set is listed", |_| {
		let set = Sets::<Test>::get(SetNumber(1)).unwrap();
		Sets::<Test>::insert(SetNumber(9), set);
	});
	broken("I11: a sum is that of its keys", |_| {
		Sets::<Test>::mutate(SetNumber(1), |set| {
			let set = set.as_mut().unwrap();
			set.sum = set.members[0].key;
		});
	});
}

#[test]
fn attested_set_is_kept_or_can_be_replaced() {
	broken("I11: a set attests, or can be adopted", |_| {
		Sets::<Test>::remove(SetNumber(1));
		Kept::<Test>::kill();
	});
}

#[test]
fn chain_is_a_chain() {
	broken("I11: what is remembered is in the chain", |_| OldestIndex::<Test>::put(4));
	broken("I11: every index has a batch", |_| Chain::<Test>::remove(1));
	broken("I11: every batch of the chain is there", |ids| Batches::<Test>::remove(ids[2]));
	broken("I11: an id is the hash of a header", |ids| {
		Batches::<Test>::mutate(ids[2], |batch| batch.as_mut().unwrap().header.size += 1);
	});
	broken("I11: indices before the oldest are removed", |_| OldestIndex::<Test>::put(1));
	broken("I11: a report that was refused is of a bad batch", |ids| {
		Batches::<Test>::mutate(ids[2], |batch| {
			let (basis, until_epoch) = (bulwark_ledger::Basis::Proof, crate::EpochIndex(9));
			let refused = crate::RefusedReport { challenger: WATCHER, basis, until_epoch };
			batch.as_mut().unwrap().refused = Some(refused);
		});
	});
}

#[test]
fn challenges_are_listed_and_counted() {
	broken("I11: deposits are counted", |ids| {
		Challenges::<Test>::mutate(ids[1], |one| one.as_mut().unwrap().held = 2);
	});
	broken("I11: a challenge is listed", |_| OpenChallenges::<Test>::kill());
	broken("I11: every listed challenge is open", |_| {
		OpenChallenges::<Test>::mutate(|open| open.try_push(2).unwrap());
	});
	broken("I11: a deposit is of a challenge", |ids| {
		let item = Challengers::<Test>::get(ids[1], WATCHER).unwrap();
		Challengers::<Test>::insert(ids[2], WATCHER, item);
	});
}

#[test]
fn deposits_are_held() {
	broken("I1: deposits of batches are held", |ids| {
		Batches::<Test>::mutate(ids[0], |batch| {
			batch.as_mut().unwrap().surety = crate::Surety::Gone;
		});
	});
	broken("I1: deposits of challenges are held", |ids| {
		Challengers::<Test>::mutate(ids[1], WATCHER, |item| item.as_mut().unwrap().deposit += 1);
	});
}
