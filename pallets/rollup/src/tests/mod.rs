// SPDX-License-Identifier: Apache-2.0

//! The promises of the pallet, feature by feature.

mod attacks;
mod barred;
mod batches;
mod bls;
mod called_back;
mod challenges;
mod charges;
mod equivocations;
mod genesis;
mod handover;
mod invariants;
mod keys;
mod layers;
mod layout;
mod lifecycle;
mod replays;
mod sequences;
mod sets;
mod signing;
mod turns;
mod unfiled;
mod vectors;
mod verdicts;
mod views;
mod void;

use crate::mock::{signer, AccountId, Test};

/// One of a few secrets of an operator's own.
fn secret_of(who: &AccountId, number: u64) -> u64 {
	let bytes: &[u8; 32] = who.as_ref();
	u64::from(bytes[0]) * 11 + 1_000 * (number % 4)
}

/// Secret of the key that a member has in a set.
fn secret_in(set: &crate::SequencerSet<Test>, place: usize) -> u64 {
	use crate::{Arkworks, Verifier};
	let member = &set.members[place];
	let own = (0..4).map(|number| secret_of(&member.account, number));
	own.chain([11, 22])
		.find(|secret| Arkworks::check_key(&signer::key(*secret)) == Some(member.key))
		.expect("it is one of a few")
}
