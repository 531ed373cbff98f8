// SPDX-License-Identifier: Apache-2.0

//! The verifier in the runtime's own code: BLS12-381 by arkworks.
//!
//! **Whatever is not exactly right is refused**: points are read in the compressed form of the standard and in no other,
//! must lie on the curve and in the group, and the identity is none. It decodes and lies in the group, so it is refused
//! by hand: as a key it would sign everything. Unpacked keys were checked when they came, and are only read.

use crate::{Key, Signature, Suite, UnpackedKey, Verifier};
use ark_bls12_381::{g2, Bls12_381, G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::{
	hashing::{curve_maps::wb::WBMap, map_to_curve_hasher::MapToCurveBasedHasher, HashToCurve},
	pairing::Pairing,
	AffineRepr, CurveGroup, PrimeGroup,
};
use ark_ff::{field_hashers::DefaultFieldHasher, Zero};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize, Compress, Validate};
use sha2::Sha256;

type HashToG2 = MapToCurveBasedHasher<G2Projective, DefaultFieldHasher<Sha256>, WBMap<g2::Config>>;

/// Verifier in the runtime's own code, without host functions: 13 to 14 ms a check, whatever the number of signers.
pub struct Arkworks;

impl Verifier for Arkworks {
	fn check_key(key: &Key) -> Option<UnpackedKey> {
		unpacked(packed::<G1Affine>(key)?)
	}

	fn sum(keys: &[UnpackedKey]) -> Option<UnpackedKey> {
		let mut sum = G1Projective::zero();
		for key in keys {
			sum += read(key)?;
		}
		unpacked(sum.into_affine())
	}

	/// e(key, H(message)) = e(g₁, signature), as one product with one final exponentiation.
	fn verify(
		sum: &UnpackedKey,
		minus: &[UnpackedKey],
		message: &[u8],
		signature: &Signature,
		suite: Suite,
	) -> bool {
		let is_valid = || {
			let key = less(sum, minus)?;
			let signature = packed::<G2Affine>(signature)?;
			let hash = hash_to_g2(message, tag(suite))?;

			let minus_one = -G1Projective::generator();
			let pairs =
				Bls12_381::multi_miller_loop([key, minus_one.into_affine()], [hash, signature]);
			Some(Bls12_381::final_exponentiation(pairs)?.is_zero())
		};
		is_valid().unwrap_or(false)
	}
}

/// A message as a point of G2, by RFC 9380.
pub(crate) fn hash_to_g2(message: &[u8], tag: &[u8]) -> Option<G2Affine> {
	HashToG2::new(tag).ok()?.hash(message).ok()
}

/// The tag that keeps the messages of a ciphersuite apart from all others.
pub(crate) fn tag(suite: Suite) -> &'static [u8] {
	match suite {
		Suite::Signature => b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_",
		Suite::Possession => b"BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_",
	}
}

/// A point of one of the groups that is not its identity.
fn packed<P: AffineRepr + CanonicalDeserialize>(bytes: &[u8]) -> Option<P> {
	let point = P::deserialize_with_mode(bytes, Compress::Yes, Validate::Yes).ok()?;
	(!point.is_zero()).then_some(point)
}

/// A key that was checked before.
fn read(key: &UnpackedKey) -> Option<G1Affine> {
	G1Affine::deserialize_with_mode(&key[..], Compress::No, Validate::No).ok()
}

/// A key less others, unless nothing is left.
fn less(sum: &UnpackedKey, minus: &[UnpackedKey]) -> Option<G1Affine> {
	let mut left = read(sum)?.into_group();
	for key in minus {
		left -= read(key)?;
	}
	(!left.is_zero()).then(|| left.into_affine())
}

/// The unpacked form of a key, unless it is the identity.
fn unpacked(key: G1Affine) -> Option<UnpackedKey> {
	if key.is_zero() {
		return None;
	}
	let mut bytes = [0; 96];
	key.serialize_with_mode(&mut bytes[..], Compress::No).ok()?;
	Some(bytes)
}
