// SPDX-License-Identifier: Apache-2.0

//! Every invariant notices when it is broken.

use crate::{
	mock::*, Batches, Chain, Challengers, Challenges, HoldReason, Kept, KeptSets, KeyOwners,
	NamedEvidence, NextSetNumber, OldestIndex, OpenChallenges, SetNumber, Sets,
};
use codec::{Decode, Encode};
use frame_support::{assert_ok, traits::fungible::MutateHold, BoundedVec};
use sp_runtime::TryRuntimeError;

/// Three batches, one of an outsider, the second challenged.
pub(super) fn three_batches() -> [crate::BatchId; 3] {
	set_keys(&OPERATORS[..4]);
	assert_ok!(Rollup::set_signing(root(), true));
	go_to(11);
	let ids = [OUTSIDER, ALICE, ALICE].map(|who| submit_next(who, 1));
	challenge(WATCHER, ids[1]);
	ids
}

/// Three batches, and then something is broken.
fn broken(message: &'static str, spoil: impl FnOnce([crate::BatchId; 3])) {
	new_test_ext().execute_with(|| {
		let ids = three_batches();
		check_invariants();

		spoil(ids);

		assert_eq!(Rollup::do_try_state(), Err(TryRuntimeError::Other(message)));
	});
}

#[test]
fn keys_name_their_owners() {
	broken("I11: every key of an operator names it as its owner", |_| {
		KeyOwners::<Test>::remove(key_of(&ALICE))
	});
	broken("I11: every key with an owner is one of its keys", |_| {
		KeyOwners::<Test>::insert([7; 48], ALICE)
	});
}

#[test]
fn sets_are_listed_and_add_up() {
	broken("I11: a kept set has a number that was given", |_| {
		NextSetNumber::<Test>::put(SetNumber(1));
	});
	broken("kept sets are listed in the order of their numbers", |_| {
		let mut sets = Kept::<Test>::get().all().to_vec();
		sets.extend(sets.clone());
		type KeptOfTest = KeptSets<<Test as crate::Config>::MaxSets>;
		let kept = KeptOfTest::decode(&mut &sets.encode()[..]).expect("there is room");
		Kept::<Test>::put(kept);
	});
	broken("I11: every listed set is stored", |_| {
		let set = Sets::<Test>::take(SetNumber(1)).unwrap();
		Sets::<Test>::insert(SetNumber(9), set);
	});
	broken("a set has a member", |_| {
		Sets::<Test>::mutate(SetNumber(1), |set| set.as_mut().unwrap().members.clear());
	});
	broken("I11: every set that is stored is listed", |_| {
		let set = Sets::<Test>::get(SetNumber(1)).unwrap();
		Sets::<Test>::insert(SetNumber(9), set);
	});
	broken("the sum of a set is that of its keys", |_| {
		Sets::<Test>::mutate(SetNumber(1), |set| {
			let set = set.as_mut().unwrap();
			set.sum = set.members[0].key;
		});
	});
}

#[test]
fn attested_set_is_kept_or_can_be_replaced() {
	broken("I11: the attested set is kept, or the newest can be adopted", |_| {
		Sets::<Test>::remove(SetNumber(1));
		Kept::<Test>::kill();
	});
}

#[test]
fn chain_is_a_chain() {
	broken("the oldest batch that is remembered is in the chain", |_| OldestIndex::<Test>::put(4));
	broken("I11: every index from the oldest batch to the last has one", |_| {
		Chain::<Test>::remove(1)
	});
	broken("I11: every batch of the chain is stored", |ids| Batches::<Test>::remove(ids[2]));
	broken("the id of a batch is the hash of its header", |ids| {
		Batches::<Test>::mutate(ids[2], |batch| batch.as_mut().unwrap().header.size += 1);
	});
	broken("a batch stands at its index", |ids| Chain::<Test>::insert(1, ids[2]));
	broken("a batch names the one before it as its parent", |ids| {
		let mut batch = Batches::<Test>::get(ids[2]).unwrap();
		batch.header.parent = [7; 32];
		let id = Rollup::batch_id(&batch.header);
		Batches::<Test>::insert(id, batch);
		Chain::<Test>::insert(2, id);
	});
	broken("no index is stored from before the oldest batch", |_| OldestIndex::<Test>::put(1));
	broken("a report that is not filed is of a bad batch", |ids| {
		Batches::<Test>::mutate(ids[2], |batch| {
			batch.as_mut().unwrap().unfiled = Some(crate::UnfiledReport {
				challenger: WATCHER,
				basis: bulwark_ledger::Basis::Proof,
				charge: Default::default(),
				until_epoch: crate::EpochIndex(9),
			});
		});
	});
}

#[test]
fn challenges_are_listed_and_counted() {
	broken("a challenge has as many deposits as it counts", |ids| {
		Challenges::<Test>::mutate(ids[1], |one| one.as_mut().unwrap().held = 2);
	});
	broken("open challenges are listed in the order of their batches", |_| {
		OpenChallenges::<Test>::put(BoundedVec::truncate_from(vec![2, 1]));
	});
	broken("nothing is kept of a challenge without a deposit", |ids| {
		Challengers::<Test>::remove(ids[1], WATCHER);
		Challenges::<Test>::mutate(ids[1], |one| one.as_mut().unwrap().held = 0);
	});
	broken("I11: the batch of an open challenge is stored", |ids| {
		let unknown = [7; 32];
		let item = Challengers::<Test>::get(ids[1], WATCHER).unwrap();
		Challengers::<Test>::insert(unknown, WATCHER, item);
		Challenges::<Test>::insert(unknown, Challenges::<Test>::get(ids[1]).unwrap());
	});
	broken("I11: an open challenge of a batch of the chain is listed", |_| {
		OpenChallenges::<Test>::kill()
	});
	broken("I11: every listed challenge is open", |_| {
		OpenChallenges::<Test>::mutate(|open| open.try_push(2).unwrap());
	});
	broken("I11: a deposit of a challenger is of a challenge", |ids| {
		let item = Challengers::<Test>::get(ids[1], WATCHER).unwrap();
		Challengers::<Test>::insert(ids[2], WATCHER, item);
	});
}

#[test]
fn evidence_is_kept_with_its_challenge() {
	broken("evidence is kept of the first challengers of a batch", |ids| {
		NamedEvidence::<Test>::remove(ids[1])
	});
	broken("evidence is of a challenge", |ids| {
		NamedEvidence::<Test>::insert(ids[2], NamedEvidence::<Test>::get(ids[1]));
	});
}

#[test]
fn deposits_are_held() {
	broken("I1: deposits of batches are held to the unit, and no others", |ids| {
		Batches::<Test>::mutate(ids[0], |batch| {
			batch.as_mut().unwrap().surety = crate::Surety::Gone;
		});
	});
	for (reason, words) in [
		(HoldReason::BatchDeposit, "I1: deposits of batches are held to the unit, and no others"),
		(
			HoldReason::ChallengeDeposit,
			"I1: deposits of challenges are held to the unit, and no others",
		),
	] {
		broken(words, |_| {
			assert_ok!(Balances::hold(&reason.into(), &FRIEND, 1));
		});
	}
	broken("I1: deposits of challenges are held to the unit, and no others", |ids| {
		Challengers::<Test>::mutate(ids[1], WATCHER, |item| item.as_mut().unwrap().deposit += 1);
	});
}
