// SPDX-License-Identifier: Apache-2.0

//! The default verifier: the vectors of the design, those of the standards, and everything that is refused.

mod agreement;
mod fuzz;
mod second;

use crate::{
	bls::{hash_to_g2, tag},
	signer, Arkworks, Key, Signature, Suite, UnpackedKey, Verifier,
};
use ark_ec::AffineRepr;
use ark_ff::{BigInteger, PrimeField};
use bls12_381::Scalar;
use serde_json::Value;

const GENESIS: [u8; 32] = [0xb0; 32];
const PALLET_ID: &[u8; 8] = b"bw/rllup";

/// p, the order of the field: it does not stand for zero.
const FIELD: &str = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624\
	1eabfffeb153ffffb9feffffffffaaab";

fn vectors() -> Value {
	serde_json::from_str(include_str!("vectors.json")).expect("it is JSON")
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
	let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("it is hex");
	let all: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
	all.try_into().expect("it is as long")
}

fn field<const N: usize>(of: &Value, name: &str) -> [u8; N] {
	bytes(of[name].as_str().expect("it is text"))
}

fn list(of: &Value) -> &Vec<Value> {
	of.as_array().expect("it is a list")
}

/// The unpacked keys of the accounts 1 to 5.
fn keys() -> Vec<UnpackedKey> {
	let vectors = vectors();
	let all = list(&vectors["keys"]).iter();
	all.map(|key| Arkworks::check_key(&field(key, "key")).expect("it is sound")).collect()
}

fn sum(keys: &[UnpackedKey]) -> UnpackedKey {
	Arkworks::sum(keys).expect("it is no identity")
}

fn verifies(key: &UnpackedKey, message: &[u8], signature: &Signature) -> bool {
	Arkworks::verify(key, &[], message, signature, Suite::Signature)
}

/// Accounts of a list of numbers.
fn numbers(of: &Value) -> Vec<usize> {
	let number = |value: &Value| value.as_u64().expect("it is a number") as usize;
	list(of).iter().map(number).collect()
}

/// True if exactly those members of a set have signed.
fn attests(set: &[usize], signers: &[usize], message: &[u8], signature: &Signature) -> bool {
	let keys = keys();
	let of = |account: &usize| keys[account - 1];
	let members: Vec<_> = set.iter().map(of).collect();
	let absent: Vec<_> = set.iter().filter(|account| !signers.contains(account)).map(of).collect();
	Arkworks::verify(&sum(&members), &absent, message, signature, Suite::Signature)
}

// Vectors of the design.

#[test]
fn keys_of_the_vectors_are_sound() {
	for key in list(&vectors()["keys"]) {
		let packed: Key = field(key, "key");

		let unpacked = Arkworks::check_key(&packed).expect("it is sound");

		assert_eq!(second::unpacked(&packed), Some(unpacked));
		assert_eq!(signer::key(key["secret"].as_u64().expect("it is small")), packed);
	}
}

#[test]
fn possessions_of_the_vectors_prove_keys_for_their_accounts_alone() {
	for key in list(&vectors()["keys"]) {
		let (packed, account): (Key, [u8; 32]) = (field(key, "key"), field(key, "account"));
		let possession = field(key, "possession");
		let unpacked = Arkworks::check_key(&packed).expect("it is sound");
		let proves = |account: [u8; 32], suite| {
			let message = [&packed[..], &GENESIS, PALLET_ID, &account].concat();
			Arkworks::verify(&unpacked, &[], &message, &possession, suite)
		};

		assert!(proves(account, Suite::Possession));

		assert!(!proves([9; 32], Suite::Possession));
		assert!(!proves(account, Suite::Signature));
	}
}

#[test]
fn batches_of_the_vectors_are_signed_by_whoever_they_name() {
	let vectors = vectors();
	for (batch, set) in list(&vectors["batches"]).iter().zip([0, 0, 1]) {
		let set = numbers(&vectors["sets"][set]["members"]);
		let (digest, signature): ([u8; 32], _) =
			(field(batch, "digest"), field(batch, "signature"));
		let signers = numbers(&batch["signers"]);

		assert!(attests(&set, &signers, &digest, &signature));

		assert!(!attests(&set, &signers, &GENESIS, &signature));
		if signers != set {
			assert!(!attests(&set, &set, &digest, &signature), "nobody is added");
		}
	}
}

#[test]
fn signatures_of_few_and_of_other_contents_are_valid_as_such() {
	let vectors = vectors();
	for name in ["too_few", "equivocation"] {
		let vector = &vectors[name];
		let (digest, signature): ([u8; 32], _) =
			(field(vector, "digest"), field(vector, "signature"));

		assert!(attests(&[1, 2, 3, 4], &numbers(&vector["signers"]), &digest, &signature));
	}
	let equivocation = &vectors["equivocation"];
	let after: [u8; 32] = field(equivocation, "digest_after_a_revert");
	let signers = numbers(&equivocation["signers"]);
	assert!(!attests(&[1, 2, 3, 4], &signers, &after, &field(equivocation, "signature")));
}

#[test]
fn signer_makes_the_signatures_of_the_vectors() {
	let vectors = vectors();
	for batch in list(&vectors["batches"]) {
		let signers = numbers(&batch["signers"]);
		let secrets: Vec<u64> = signers.iter().map(|account| 11 * *account as u64).collect();
		let digest: [u8; 32] = field(batch, "digest");

		let signature = signer::sign(&secrets, &digest, Suite::Signature);

		assert_eq!(signature, field(batch, "signature"));
	}
}

// Vectors of the standards.

/// The first of the Ethereum suite.
#[test]
fn public_signature_is_valid() {
	let mut secret = bytes("263dbd792f5b1be47ed85f8938c0f29586af0d3ac7b977f21c278fe1462040e3");
	secret.reverse();
	let key = second::key(&Scalar::from_bytes(&secret).expect("it is reduced"));
	let key = Arkworks::check_key(&key).expect("it is sound");

	let signature = bytes(
		"b6ed936746e01f8ecf281f020953fbf1f01debd5657c4a383940b020b26507f6\
		 076334f91e2366c96e9ab279fb5158090352ea1c5b0c9274504f4f0e7053af24\
		 802e51e4568d164fe986834f41e55c8e850ce1f98458c0cfc9ab380b55285a55",
	);

	assert!(verifies(&key, &[0; 32], &signature));
}

/// RFC 9380, J.10.1: the hash of nothing.
#[test]
fn hash_to_the_group_is_that_of_the_rfc() {
	let hash = hash_to_g2(b"", b"QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_");

	let (x, _) = hash.and_then(|point| point.xy()).expect("it is a point");
	assert_eq!(
		x.c0.into_bigint().to_bytes_be(),
		bytes::<48>(
			"0141ebfbdca40eb85b87142e130ab689c673cf60f1a3e98d69335266f30d9b8d\
			 4ac44c1038e9dcdd5393faf5c41fb78a"
		)
	);
}

#[test]
fn suites_are_those_of_the_draft() {
	assert_eq!(tag(Suite::Signature), b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_");
	assert_eq!(tag(Suite::Possession), b"BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_");
}

// Refused keys.

#[test]
fn keys_of_the_vectors_that_are_bad_are_refused() {
	let vectors = vectors();
	for (name, bad) in vectors["bad"].as_object().expect("they have names") {
		let bad = bytes(bad.as_str().expect("it is text"));

		assert_eq!(Arkworks::check_key(&bad), None, "{name}");
		assert_eq!(second::unpacked(&bad).filter(second::is_no_identity), None, "{name}");
	}
}

#[test]
fn key_has_one_form_alone() {
	let key = signer::key(11);
	let with_flags = |flags: u8| {
		let mut other = key;
		other[0] = other[0] & 0b0001_1111 | flags << 5;
		other
	};
	// Compressed, no identity, y the smaller or the larger one: the other is another key.
	for flags in 0..8 {
		let is_form = matches!(flags, 0b100 | 0b101);
		assert_eq!(Arkworks::check_key(&with_flags(flags)).is_some(), is_form, "{flags:03b}");
	}
	assert_eq!(with_flags(0b100), key);
}

#[test]
fn key_is_refused_when_its_coordinate_is_not_reduced() {
	let key = signer::key(11);
	let field: [u8; 48] = bytes(FIELD);
	let mut other = [0; 48];
	let mut carry = 0;
	for at in (0..48).rev() {
		let digit = if at == 0 { key[at] & 0b0001_1111 } else { key[at] };
		let sum = u16::from(digit) + u16::from(field[at]) + carry;
		(other[at], carry) = ((sum % 256) as u8, sum / 256);
	}
	assert!(other[0] < 32 && carry == 0, "it fits");
	other[0] |= 0b1000_0000;

	assert_eq!(Arkworks::check_key(&other), None);
}

#[test]
fn identity_is_refused_in_every_form() {
	for rest in [0, 1] {
		for first in 0..=255 {
			let mut key = [0; 48];
			key[0] = first;
			key[47] = rest;
			assert_eq!(Arkworks::check_key(&key), None, "{first:08b} … {rest}");
		}
	}
}

#[test]
fn points_with_a_part_outside_the_group_are_refused() {
	let (key, message) = (signer::key(11), [1; 32]);
	let signature = signer::sign(&[11], &message, Suite::Signature);
	let unpacked = Arkworks::check_key(&key).expect("it is sound");
	assert!(verifies(&unpacked, &message, &signature));

	let (other_key, other) = (second::key_outside(&key), second::signature_outside(&signature));

	assert!(second::pairing_holds(&other_key, &message, &signature), "it tells nothing of the key");
	assert_eq!(Arkworks::check_key(&other_key), None);
	assert!(!verifies(&unpacked, &message, &other));
}

// Sums, and what is taken out of them.

#[test]
fn sum_is_that_of_the_second_library() {
	let vectors = vectors();
	let packed: Vec<Key> = list(&vectors["keys"]).iter().map(|key| field(key, "key")).collect();

	for count in 1..=packed.len() {
		assert_eq!(Arkworks::sum(&keys()[..count]), second::sum(&packed[..count]));
	}
}

#[test]
fn sum_counts_a_key_as_often_as_it_is_there() {
	let [key, twice] = [11, 22].map(|secret| Arkworks::check_key(&signer::key(secret)));

	assert_eq!(key.and_then(|key| Arkworks::sum(&[key, key])), twice);
}

#[test]
fn sum_is_nothing_when_it_is_the_identity_or_a_key_is_none() {
	let key = keys()[0];
	let negative = second::negative(&signer::key(11));
	let negative = Arkworks::check_key(&negative).expect("it is sound");

	assert_eq!(Arkworks::sum(&[]), None);
	assert_eq!(Arkworks::sum(&[key, negative]), None);
	for bad in [[0xff; 96], [0xc0; 96], [0x9f; 96]] {
		assert_eq!(Arkworks::sum(&[key, bad]), None);
	}
}

#[test]
fn nothing_is_signed_when_no_key_is_left() {
	let keys = keys();
	let mut identity = [0; 96];
	identity[0] = 0b1100_0000;
	let verify = |key: &UnpackedKey, minus: &[UnpackedKey]| {
		Arkworks::verify(key, minus, &[1; 32], &identity, Suite::Signature)
	};

	assert!(!verify(&sum(&keys), &keys));
	assert!(!verify(&keys[0], &[]), "the identity is no signature");
	let mut none = [0; 96];
	none[0] = 0b0100_0000; // the identity unpacked: nobody stores it
	assert!(!verify(&none, &[]));
}

/// Without possession somebody could register its key less that of another, whose difference it does not know, and sign
/// for both.
#[test]
fn rogue_key_is_proved_by_nobody() {
	let victim = signer::key(11);
	let rogue = second::less(&signer::key(99), &victim);
	let unpacked = Arkworks::check_key(&rogue).expect("it is a key like others");
	let all = sum(&[unpacked, keys()[0]]);
	let message = [5; 32];
	let alone = signer::sign(&[99], &message, Suite::Signature);
	assert!(verifies(&all, &message, &alone), "the attack");

	let account = [6; 32];
	let possession = [&rogue[..], &GENESIS, PALLET_ID, &account].concat();

	for secret in [11, 99] {
		let proof = signer::sign(&[secret], &possession, Suite::Possession);
		assert!(!Arkworks::verify(&unpacked, &[], &possession, &proof, Suite::Possession));
	}
}
