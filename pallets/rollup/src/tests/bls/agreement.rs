// SPDX-License-Identifier: Apache-2.0

//! Random cases, for both libraries: keys, aggregates, and what is wrong with them.

use super::{second, sum};
use crate::{Arkworks, Key, Signature, Suite, UnpackedKey, Verifier};
use bls12_381::Scalar;
use sp_io::hashing::sha2_256;

/// Numbers that are the same in every run.
pub struct Dice(u64);

impl Dice {
	pub fn new(seed: u64) -> Self {
		Self(seed << 32)
	}

	pub fn bytes(&mut self) -> [u8; 32] {
		self.0 += 1;
		sha2_256(&self.0.to_le_bytes())
	}

	/// A number below another one.
	pub fn below(&mut self, end: usize) -> usize {
		let [a, b, c, d, ..] = self.bytes();
		u32::from_le_bytes([a, b, c, d]) as usize % end
	}

	pub fn secret(&mut self) -> Scalar {
		let mut wide = [0; 64];
		wide[..32].copy_from_slice(&self.bytes());
		wide[32..].copy_from_slice(&self.bytes());
		Scalar::from_bytes_wide(&wide)
	}
}

/// A set, some of whose members sign a message.
struct Case {
	keys: Vec<Key>,
	unpacked: Vec<UnpackedKey>,
	is_absent: Vec<bool>,
	message: Vec<u8>,
	suite: Suite,
	signature: Signature,
}

impl Case {
	fn new(dice: &mut Dice) -> Self {
		let secrets: Vec<_> = (0..1 + dice.below(8)).map(|_| dice.secret()).collect();
		let mut is_absent: Vec<_> = secrets.iter().map(|_| dice.below(3) == 0).collect();
		let one = dice.below(secrets.len());
		is_absent[one] = false;

		let message = dice.bytes().repeat(4)[..dice.below(129)].to_vec();
		let suite = [Suite::Signature, Suite::Possession][dice.below(2)];
		let signers = secrets.iter().zip(&is_absent).filter(|(_, is_absent)| !**is_absent);
		let secret = signers.fold(Scalar::zero(), |sum, (secret, _)| sum + secret);
		let signature = second::sign(&secret, &message, suite);

		let keys: Vec<_> = secrets.iter().map(second::key).collect();
		let unpacked = keys.iter().map(|key| Arkworks::check_key(key).expect("it is sound"));
		Self { unpacked: unpacked.collect(), keys, is_absent, message, suite, signature }
	}

	/// The verdict of both libraries.
	fn verdict(&self) -> bool {
		let Self { keys, unpacked, is_absent, message, suite, signature } = self;
		let absent: Vec<_> =
			unpacked.iter().zip(is_absent).filter(|(_, is)| **is).map(|(key, _)| *key).collect();
		let signers: Vec<_> =
			keys.iter().zip(is_absent).filter(|(_, is)| !**is).map(|(key, _)| *key).collect();

		let ours = Arkworks::verify(&sum(unpacked), &absent, message, signature, *suite);

		assert_eq!(ours, second::verify(&signers, message, signature, *suite));
		ours
	}

	/// One of the ways in which something can be wrong.
	fn spoil(&mut self, dice: &mut Dice) {
		match dice.below(6) {
			0 => {
				let other = dice.below(self.keys.len());
				self.is_absent[other] = !self.is_absent[other];
			},
			1 => self.message.push(0),
			2 => {
				self.suite = match self.suite {
					Suite::Signature => Suite::Possession,
					Suite::Possession => Suite::Signature,
				}
			},
			3 => self.signature = second::sign(&dice.secret(), &self.message, self.suite),
			4 => self.signature[0] ^= 0b0010_0000, // the negative
			_ => {
				let key = second::key(&dice.secret());
				self.unpacked.push(Arkworks::check_key(&key).expect("it is sound"));
				self.keys.push(key);
				self.is_absent.push(false);
			},
		}
	}
}

#[test]
fn both_libraries_agree_in_a_thousand_cases() {
	let mut dice = Dice::new(1);
	for _ in 0..1_000 {
		let mut case = Case::new(&mut dice);
		for (key, unpacked) in case.keys.iter().zip(&case.unpacked) {
			assert_eq!(second::unpacked(key).as_ref(), Some(unpacked));
		}
		assert_eq!(Arkworks::sum(&case.unpacked), second::sum(&case.keys));
		assert!(case.verdict());

		case.spoil(&mut dice);

		assert!(!case.verdict());
	}
}
