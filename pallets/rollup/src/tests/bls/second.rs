// SPDX-License-Identifier: Apache-2.0

//! The second library, for comparison: `bls12_381` of zkcrypto, with messages expanded here as RFC 9380 says.

use crate::{bls::tag, Key, Signature, Suite, UnpackedKey};
use bls12_381::{
	hash_to_curve::{ExpandMessageState, HashToCurve, InitExpandMessage},
	multi_miller_loop, G1Affine, G1Projective, G2Affine, G2Prepared, G2Projective, Gt, Scalar,
};
use sp_io::hashing::sha2_256;

/// `expand_message_xmd` of RFC 9380, 5.3.1, with SHA-256.
struct Expander(Vec<u8>);

impl<'x> InitExpandMessage<'x> for Expander {
	type Expander = Self;

	fn init_expand(message: &[u8], tag: &'x [u8], length: usize) -> Self {
		let tag = [tag, &[tag.len() as u8]].concat();
		let length_bytes = (length as u16).to_be_bytes();
		let first = sha2_256(&[&[0; 64], message, &length_bytes, &[0], &tag].concat());
		let (mut block, mut all) = ([0; 32], Vec::new());
		for number in 1..=length.div_ceil(32) {
			let mixed: Vec<u8> = first.iter().zip(block).map(|(one, other)| one ^ other).collect();
			block = sha2_256(&[&mixed, &[number as u8][..], &tag].concat());
			all.extend(block);
		}
		Self(all)
	}
}

impl ExpandMessageState<'_> for Expander {
	fn read_into(&mut self, output: &mut [u8]) -> usize {
		let count = output.len().min(self.0.len());
		output.iter_mut().zip(self.0.drain(..count)).for_each(|(to, byte)| *to = byte);
		count
	}

	fn remain(&self) -> usize {
		self.0.len()
	}
}

fn hash(message: &[u8], suite: Suite) -> G2Projective {
	<G2Projective as HashToCurve<Expander>>::hash_to_curve(message, tag(suite))
}

/// The key of a secret.
pub fn key(secret: &Scalar) -> Key {
	G1Affine::from(G1Projective::generator() * secret).to_compressed()
}

pub fn sign(secret: &Scalar, message: &[u8], suite: Suite) -> Signature {
	G2Affine::from(hash(message, suite) * secret).to_compressed()
}

fn point(key: &Key) -> Option<G1Affine> {
	G1Affine::from_compressed(key).into()
}

/// A key unpacked, if it decodes and lies in the group. The identity does.
pub fn unpacked(key: &Key) -> Option<UnpackedKey> {
	point(key).map(|point| point.to_uncompressed())
}

pub fn is_no_identity(key: &UnpackedKey) -> bool {
	key[0] & 0b0100_0000 == 0
}

fn sum_of(keys: &[Key]) -> Option<G1Projective> {
	keys.iter().try_fold(G1Projective::identity(), |sum, key| Some(sum + point(key)?))
}

/// The sum of keys, unpacked.
pub fn sum(keys: &[Key]) -> Option<UnpackedKey> {
	Some(G1Affine::from(sum_of(keys)?).to_uncompressed()).filter(is_no_identity)
}

/// True if a signature is one of all keys together, by the rules of the design.
pub fn verify(keys: &[Key], message: &[u8], signature: &Signature, suite: Suite) -> bool {
	let is_valid = || {
		let key = G1Affine::from(sum_of(keys)?);
		let signature: G2Affine = Option::from(G2Affine::from_compressed(signature))?;
		let is_some = !bool::from(key.is_identity()) && !bool::from(signature.is_identity());
		Some(is_some && pairing(key, message, signature, suite))
	};
	is_valid().unwrap_or(false)
}

fn pairing(key: G1Affine, message: &[u8], signature: G2Affine, suite: Suite) -> bool {
	let hash = G2Prepared::from(G2Affine::from(hash(message, suite)));
	let terms = [(&key, &hash), (&-G1Affine::generator(), &G2Prepared::from(signature))];
	multi_miller_loop(&terms).final_exponentiation() == Gt::identity()
}

// Points for attacks.

/// The negative of a key.
pub fn negative(key: &Key) -> Key {
	(-point(key).expect("it is sound")).to_compressed()
}

/// A key less another one.
pub fn less(key: &Key, other: &Key) -> Key {
	let [key, other] = [key, other].map(|key| point(key).expect("it is sound"));
	G1Affine::from(G1Projective::from(key) - other).to_compressed()
}

/// A key and a point of small order.
pub fn key_outside(key: &Key) -> Key {
	let mut candidate = [0; 48];
	candidate[0] = 0b1000_0000;
	let stray = (1..=255).find_map(|x| {
		candidate[47] = x;
		let stray: G1Affine = Option::from(G1Affine::from_compressed_unchecked(&candidate))?;
		let stray = stray * -Scalar::one() + stray; // r times it: nothing of the group is left
		(!bool::from(stray.is_identity())).then_some(stray)
	});
	let sum = stray.expect("there is one") + point(key).expect("it is sound");
	G1Affine::from(sum).to_compressed()
}

/// A signature and a point of small order.
pub fn signature_outside(signature: &Signature) -> Signature {
	let mut candidate = [0; 96];
	candidate[0] = 0b1000_0000;
	let stray = (1..=255).find_map(|x| {
		candidate[95] = x;
		let stray: G2Affine = Option::from(G2Affine::from_compressed_unchecked(&candidate))?;
		let stray = stray * -Scalar::one() + stray;
		(!bool::from(stray.is_identity())).then_some(stray)
	});
	let signature: G2Affine =
		Option::from(G2Affine::from_compressed(signature)).expect("it is sound");
	G2Affine::from(stray.expect("there is one") + signature).to_compressed()
}

/// True if the pairing holds for a key, wherever that lies.
pub fn pairing_holds(key: &Key, message: &[u8], signature: &Signature) -> bool {
	let key: G1Affine =
		Option::from(G1Affine::from_compressed_unchecked(key)).expect("it is on the curve");
	let signature: G2Affine =
		Option::from(G2Affine::from_compressed(signature)).expect("it is sound");
	pairing(key, message, signature, Suite::Signature)
}
