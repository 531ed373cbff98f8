// SPDX-License-Identifier: Apache-2.0

//! The door to the cryptography: keys and signatures of BLS12-381, keys of 48 bytes in G1, signatures of 96 in G2.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A key, compressed.
pub type Key = [u8; 48];

/// A key, unpacked: it was checked, so that later reads need not.
pub type UnpackedKey = [u8; 96];

/// A signature or an aggregate of signatures, compressed.
pub type Signature = [u8; 96];

/// The ciphersuites of the IETF draft: a signature of one says nothing under the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Suite {
	/// `BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_`: a message of a batch.
	#[codec(index = 0)]
	Signature,
	/// `BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_`: the possession of a key.
	#[codec(index = 1)]
	Possession,
}

/// Checks keys and signatures. It never panics, whatever it is given.
pub trait Verifier {
	/// The key unpacked and checked: it decodes, lies in the group and is not the identity.
	fn check_key(key: &Key) -> Option<UnpackedKey>;

	/// The sum of unpacked keys. `None` if one does not decode, or the sum is the identity.
	fn sum(keys: &[UnpackedKey]) -> Option<UnpackedKey>;

	/// True if a signature is one over a message under `sum` less the keys `minus`. The signature decodes and lies in the
	/// group, and the key that is left is not the identity.
	fn verify(
		sum: &UnpackedKey,
		minus: &[UnpackedKey],
		message: &[u8],
		signature: &Signature,
		suite: Suite,
	) -> bool;
}
