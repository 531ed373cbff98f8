// SPDX-License-Identifier: Apache-2.0

//! Points that were tampered with, by the thousand: nothing panics, and nothing is accepted that should not be.

use super::{agreement::Dice, second};
use crate::{signer, Arkworks, Signature, Suite, Verifier};

/// One to three changes: a bit, a byte, the flags, or a piece from elsewhere.
fn tampered<const N: usize>(point: [u8; N], dice: &mut Dice) -> [u8; N] {
	let mut other = point;
	for _ in 0..=dice.below(3) {
		let at = dice.below(N);
		match dice.below(5) {
			0 => other[at] ^= 1 << dice.below(8),
			1 => other[at] = dice.bytes()[0],
			2 => other[0] = other[0] & 0b0001_1111 | (dice.below(8) as u8) << 5,
			3 => {
				let end = N.min(at + dice.below(32));
				other[at..end].fill([0, 0xff][dice.below(2)]);
			},
			_ => {
				let fresh = dice.bytes();
				let end = N.min(at + 32);
				other[at..end].copy_from_slice(&fresh[..end - at]);
			},
		}
	}
	other
}

#[test]
fn keys_that_were_tampered_with_are_sound_for_both_libraries_or_for_none() {
	let mut dice = Dice::new(2);
	let mut sound = 0;
	for round in 0..5_000 {
		let key = tampered(signer::key(1 + round % 100), &mut dice);

		let unpacked = Arkworks::check_key(&key);

		assert_eq!(unpacked, second::unpacked(&key).filter(second::is_no_identity));
		sound += u32::from(unpacked.is_some());
	}
	// Only those whose sign alone was changed, or changed back.
	assert!((1..500).contains(&sound), "{sound}");
}

#[test]
fn signatures_that_were_tampered_with_are_refused() {
	let mut dice = Dice::new(3);
	let message = [7; 32];
	let signature = signer::sign(&[11], &message, Suite::Signature);
	let key = Arkworks::check_key(&signer::key(11)).expect("it is sound");
	let verify =
		|signature: &Signature| Arkworks::verify(&key, &[], &message, signature, Suite::Signature);
	assert!(verify(&signature));

	for _ in 0..3_000 {
		let other = tampered(signature, &mut dice);
		assert_eq!(verify(&other), other == signature);
	}
}

/// Nobody stores such a key; if somebody did, nothing would stop.
#[test]
fn unpacked_keys_that_were_tampered_with_stop_nothing() {
	let mut dice = Dice::new(4);
	let message = [7; 32];
	let signature = signer::sign(&[11], &message, Suite::Signature);
	let [key, other] =
		[11, 22].map(|secret| Arkworks::check_key(&signer::key(secret)).expect("it is sound"));

	for _ in 0..500 {
		let bad = tampered(key, &mut dice);
		let is_same = bad == key;
		let is_valid = Arkworks::verify(&bad, &[], &message, &signature, Suite::Signature);
		assert_eq!(is_valid, is_same);
		let is_valid = Arkworks::verify(&other, &[bad], &message, &signature, Suite::Signature);
		assert_eq!(is_valid, is_same);
		let _ = Arkworks::sum(&[bad, other]);
	}
}
