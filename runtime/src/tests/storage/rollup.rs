// SPDX-License-Identifier: Apache-2.0

//! Bytes of what the rollup keeps.

use super::{
	super::{
		blocks::{seal, MONDAY},
		chain,
	},
	assert_in_the_table, line,
};
use crate::{presets::DEVELOPMENT, Rollup, Runtime, RuntimeOrigin};
use frame_support::assert_ok;
use pallet_rollup_attestation::{
	signer, Attestation, Attested, Barred, BatchId, Batches, Bounties, Chain, Challengers,
	Challenges, Header, Kept, KeyOwners, Keys, LastTurns, NamedEvidence, OpenChallenges, Ruling,
	SetNumber, Sets, Signing, Suite, Turns,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Dave, Ferdie};

fn origin(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn next_header() -> Header {
	let head = Rollup::head();
	let first_block = head.first_block.unwrap_or(1);
	Header {
		fork: head.fork,
		set_number: head.set_number.expect("there is a set"),
		index: head.index,
		parent: head.parent,
		hash: [1; 32],
		first_block,
		last_block: first_block,
		size: 2_048,
		next: None,
	}
}

/// Submits the next batch, which both sequencers of the genesis have signed, and lets Dave challenge it.
fn challenged(by: Sr25519Keyring) -> BatchId {
	let header = next_header();
	let batch_id = Rollup::id_of_header(header);
	let signature = signer::sign(&[11, 22], &batch_id, Suite::Signature);
	let signers = vec![0b11].try_into().expect("one byte");
	let attestation = Some(Attestation { signers, signature });
	assert_ok!(Rollup::submit_batch(origin(by), header, attestation));
	assert_ok!(Rollup::challenge(origin(Dave), batch_id, [0; 32]));
	batch_id
}

fn judge_bad(batch_id: BatchId) {
	let ruling = Ruling::Bad { challenger: Dave.to_account_id() };
	assert_ok!(Rollup::judge(RuntimeOrigin::root(), batch_id, ruling));
}

#[test]
fn storage_of_the_rollup_is_what_the_table_says() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, dave) = (Alice.to_account_id(), Dave.to_account_id());
		let key = Rollup::key_of(alice.clone()).expect("it is of the genesis");
		seal(MONDAY, vec![]);
		seal(MONDAY, vec![]);
		assert_ok!(Rollup::submit_batch(origin(Alice), next_header(), None));
		assert_ok!(Rollup::set_signing(RuntimeOrigin::root(), true));
		seal(MONDAY + 60_000, vec![]);
		seal(MONDAY + 60_000, vec![]);
		let of_ferdie = challenged(Ferdie);
		let of_alice = challenged(Alice);

		let lines = [
			line(
				"`Keys`: no former ones",
				Keys::<Runtime>::hashed_key_for(&alice).len(),
				Keys::<Runtime>::get(&alice),
			),
			line(
				"`KeyOwners`",
				KeyOwners::<Runtime>::hashed_key_for(key).len(),
				KeyOwners::<Runtime>::get(key),
			),
			line(
				"`Kept`: one set",
				Kept::<Runtime>::hashed_key().len(),
				Some(Kept::<Runtime>::get()),
			),
			line(
				"`Sets`: two members",
				Sets::<Runtime>::hashed_key_for(SetNumber(1)).len(),
				Sets::<Runtime>::get(SetNumber(1)),
			),
			line(
				"`Signing`",
				Signing::<Runtime>::hashed_key().len(),
				Some(Signing::<Runtime>::get()),
			),
			line("`Attested`", Attested::<Runtime>::hashed_key().len(), Attested::<Runtime>::get()),
			line(
				"`LastTurns`: without signatures",
				LastTurns::<Runtime>::hashed_key_for(&alice).len(),
				LastTurns::<Runtime>::get(&alice),
			),
			line("`Turns`: no gap", Turns::<Runtime>::hashed_key().len(), Turns::<Runtime>::get()),
			line("`Chain`", Chain::<Runtime>::hashed_key_for(0).len(), Chain::<Runtime>::get(0)),
			line(
				"`Batches`: with a deposit",
				Batches::<Runtime>::hashed_key_for(of_ferdie).len(),
				Batches::<Runtime>::get(of_ferdie),
			),
			line(
				"`OpenChallenges`: two",
				OpenChallenges::<Runtime>::hashed_key().len(),
				Some(OpenChallenges::<Runtime>::get()),
			),
			line(
				"`Challenges`: open",
				Challenges::<Runtime>::hashed_key_for(of_alice).len(),
				Challenges::<Runtime>::get(of_alice),
			),
			line(
				"`Challengers`: one, by batch and challenger",
				Challengers::<Runtime>::hashed_key_for(of_alice, &dave).len(),
				Challengers::<Runtime>::get(of_alice, &dave),
			),
			line(
				"`NamedEvidence`: one",
				NamedEvidence::<Runtime>::hashed_key_for(of_alice).len(),
				Some(NamedEvidence::<Runtime>::get(of_alice)),
			),
			line(
				"`Bounds`: four",
				pallet_rollup_attestation::Bounds::<Runtime>::hashed_key().len(),
				pallet_rollup_attestation::Bounds::<Runtime>::get(),
			),
		];
		assert_in_the_table(lines);

		judge_bad(of_ferdie);
		judge_bad(of_alice);

		let lines = [
			line(
				"`Bounties`",
				Bounties::<Runtime>::hashed_key_for(of_ferdie).len(),
				Bounties::<Runtime>::get(of_ferdie),
			),
			line(
				"`Barred`: with a case",
				Barred::<Runtime>::hashed_key_for(&alice).len(),
				Barred::<Runtime>::get(&alice),
			),
		];
		assert_in_the_table(lines);
	});
}
