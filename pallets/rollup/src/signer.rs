// SPDX-License-Identifier: Apache-2.0

//! Signers for tests and benchmarks: their secrets are small numbers that everybody knows.

use crate::{
	bls::{hash_to_g2, tag},
	Key, Signature, Suite,
};
use ark_bls12_381::{Fr, G1Projective};
use ark_ec::{CurveGroup, PrimeGroup};
use ark_serialize::CanonicalSerialize;

/// The key of a secret.
pub fn key(secret: u64) -> Key {
	let mut bytes = [0; 48];
	write((G1Projective::generator() * Fr::from(secret)).into_affine(), &mut bytes);
	bytes
}

/// The aggregate of the signatures of all secrets over a message.
pub fn sign(secrets: &[u64], message: &[u8], suite: Suite) -> Signature {
	let sum: Fr = secrets.iter().copied().map(Fr::from).sum();
	let hash = hash_to_g2(message, tag(suite)).expect("every message has a hash");
	let mut bytes = [0; 96];
	write((hash * sum).into_affine(), &mut bytes);
	bytes
}

fn write(point: impl CanonicalSerialize, bytes: &mut [u8]) {
	point.serialize_compressed(bytes).expect("it has room");
}
