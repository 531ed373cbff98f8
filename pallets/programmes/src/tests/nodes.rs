// SPDX-License-Identifier: Apache-2.0

//! Nodes, and the proof that an operator has their keys.

use crate::{mock::*, EpochIndex, Error, Event, NodeKeys, Nodes};
use frame_support::{assert_noop, assert_ok};
use sp_core::Pair;
use sp_runtime::DispatchResult;

/// The slots of an operator that count in an epoch.
fn slots(operator: AccountId, epoch: u32) -> Vec<u8> {
	nodes_of(operator).slots(EpochIndex(epoch)).collect()
}

/// Adds a node by a signature over a message for somebody and some epoch, that names an epoch.
fn add_signed(signer: u8, signed_for: AccountId, signed_epoch: u32, epoch: u32) -> DispatchResult {
	let message = Programmes::node_message(signed_for, EpochIndex(signed_epoch));
	let signature = pair(signer).sign(&message).into();
	Programmes::add_node(signed(ALICE), key(1), EpochIndex(epoch), signature)
}

fn remove(operator: AccountId, slot: u8) -> DispatchResult {
	Programmes::remove_node(signed(operator), slot)
}

#[test]
fn add_node_counts_from_the_next_epoch_on() {
	test(|| {
		let slot = add_node(ALICE, 1);

		assert_eq!(slot, 0);
		assert_eq!((slots(ALICE, 10), slots(ALICE, 11)), (vec![], vec![0]));
		assert_eq!(NodeKeys::<Test>::get(key(1)), Some(ALICE));
		assert_told(Event::NodeAdded {
			operator: ALICE,
			slot: 0,
			key: key(1),
			effective_from: EpochIndex(11),
		});
	});
}

#[test]
fn add_node_takes_a_signature_of_this_epoch_and_of_the_next() {
	test(|| {
		assert_noop!(add_signed(1, ALICE, 9, 9), Error::<Test>::BadSignature);
		assert_noop!(add_signed(1, ALICE, 12, 12), Error::<Test>::BadSignature);
		assert_ok!(add_signed(1, ALICE, 11, 11));
	});
}

#[test]
fn add_node_is_refused_when_the_key_signed_something_else() {
	test(|| {
		assert_noop!(add_signed(1, BOB, 10, 10), Error::<Test>::BadSignature);
		assert_noop!(add_signed(2, ALICE, 10, 10), Error::<Test>::BadSignature);
		assert_noop!(add_signed(1, ALICE, 11, 10), Error::<Test>::BadSignature);
		assert_ok!(add_signed(1, ALICE, 10, 10));
	});
}

#[test]
fn message_of_a_node_names_chain_operator_and_epoch() {
	test(|| {
		let message = Programmes::node_message(ALICE, EpochIndex(10));

		let genesis = System::block_hash(0);
		let expected = [b"bulwark/node", genesis.as_ref(), ALICE.as_ref(), &[10, 0, 0, 0]].concat();
		assert_eq!(message, expected);
	});
}

#[test]
fn add_node_is_refused_when_the_signer_is_no_operator() {
	test(|| {
		assert_noop!(try_add_node(SPONSOR, 1), Error::<Test>::NotOperator);
	});
}

#[test]
fn add_node_is_refused_when_the_key_has_a_node() {
	test(|| {
		add_node(ALICE, 1);

		assert_noop!(try_add_node(ALICE, 1), Error::<Test>::KeyTaken);
		assert_noop!(try_add_node(BOB, 1), Error::<Test>::KeyTaken);
	});
}

#[test]
fn add_node_is_refused_when_there_are_as_many_as_may_be() {
	test(|| {
		service_programme(0);
		for seed in 1..=4 {
			assert_eq!(add_node(ALICE, seed), seed - 1);
		}
		assert_noop!(try_add_node(ALICE, 5), Error::<Test>::TooManyNodes);

		// One that is removed still counts in epoch 11.
		go_to(11);
		assert_ok!(remove(ALICE, 2));
		assert_noop!(try_add_node(ALICE, 5), Error::<Test>::TooManyNodes);
		go_to(12);
		assert_noop!(try_add_node(ALICE, 5), Error::<Test>::TooManyNodes);
		pass(11);
		finalise(9);

		assert_eq!(add_node(ALICE, 5), 2);
	});
}

#[test]
fn remove_node_counts_to_the_end_of_the_epoch() {
	test(|| {
		service_programme(0);
		add_node(ALICE, 1);
		add_node(ALICE, 2);
		go_to(12);

		assert_ok!(remove(ALICE, 0));

		assert_eq!((slots(ALICE, 12), slots(ALICE, 13)), (vec![0, 1], vec![1]));
		assert_told(Event::NodeRemoved { operator: ALICE, slot: 0, last_epoch: EpochIndex(12) });
		assert_noop!(remove(ALICE, 0), Error::<Test>::UnknownNode);
	});
}

#[test]
fn remove_node_is_refused_when_there_is_none() {
	test(|| {
		add_node(ALICE, 1);

		assert_noop!(remove(ALICE, 1), Error::<Test>::UnknownNode);
		assert_noop!(remove(BOB, 0), Error::<Test>::UnknownNode);
	});
}

#[test]
fn remove_node_lets_a_node_go_at_once_that_never_counted() {
	test(|| {
		add_node(ALICE, 1);

		assert_ok!(remove(ALICE, 0));

		assert!(!Nodes::<Test>::contains_key(ALICE));
		assert_eq!(add_node(BOB, 1), 0);
	});
}

#[test]
fn key_is_free_again_when_no_programme_needs_its_epochs() {
	test(|| {
		service_programme(0);
		add_node(ALICE, 1);
		go_to(11);
		assert_ok!(remove(ALICE, 0));
		go_to(12);
		assert_noop!(try_add_node(BOB, 1), Error::<Test>::KeyTaken);
		pass(11);
		finalise(1);

		assert_eq!(add_node(BOB, 1), 0);

		assert_eq!(NodeKeys::<Test>::get(key(1)), Some(BOB));
		assert!(!Nodes::<Test>::contains_key(ALICE));
	});
}

#[test]
fn key_is_free_again_when_its_epochs_lie_before_the_window() {
	test(|| {
		service_programme(0);
		add_node(ALICE, 1);
		go_to(11);
		assert_ok!(remove(ALICE, 0));

		go_to(14);
		assert_noop!(try_add_node(BOB, 1), Error::<Test>::KeyTaken);
		go_to(15);

		assert_ok!(try_add_node(BOB, 1));
	});
}

#[test]
fn nodes_need_no_programme() {
	test(|| {
		add_node(ALICE, 1);
		go_to(11);

		// A programme that is created now begins with the next epoch.
		assert_ok!(remove(ALICE, 0));

		assert_eq!(add_node(BOB, 1), 0);
	});
}

#[test]
fn clear_nodes_removes_those_of_an_operator_that_has_gone() {
	test(|| {
		service_programme(0);
		add_node(ALICE, 1);
		add_node(ALICE, 2);
		go_to(11);
		add_node(ALICE, 3);
		let clear = |operator| Programmes::clear_nodes(signed(PAUPER), operator);
		assert_noop!(clear(ALICE), Error::<Test>::StillOperator);
		Gone::set(&vec![ALICE, BOB]);
		assert_noop!(clear(BOB), Error::<Test>::UnknownNode);

		assert_ok!(clear(ALICE));

		assert_eq!((slots(ALICE, 11), slots(ALICE, 12)), (vec![0, 1], vec![]));
		assert_eq!(NodeKeys::<Test>::get(key(3)), None, "it never counted");
		assert_told(Event::NodeRemoved { operator: ALICE, slot: 1, last_epoch: EpochIndex(11) });
		pass(11);
		finalise(9);
		assert_ok!(clear(ALICE));
		assert!(!Nodes::<Test>::contains_key(ALICE));
		assert_eq!(add_node(CHARLIE, 1), 0);
	});
}
