// SPDX-License-Identifier: Apache-2.0

//! The vectors of the design: made by one library, confirmed by two others. They are of genesis b0…b0 and pallet `bw/rllup`,
//! and of accounts 01…01 to 05…05 with the secrets 11 to 55.

use crate::{mock::*, Attestation, BatchId, Header, NextSet, SetNumber, SignedHeader};
use frame_support::{assert_noop, assert_ok};

type Error = crate::Error<Test>;

const SET_1: &str = "7cc0856dbc1e3b99118c44e7d3e4444c2030e4ae20bccae349bb6be323e6e687";
const SET_2: &str = "3b6ddc49c99bce88cdd56a59c37ab2b026f036fdd7e64a53f0030894de5d35db";
const BATCHES: [&str; 3] = [
	"425fa26b2ddb69c6956f1d1ec5ee5e2dcfc9af22b43cde2e0f068d3025c67af1",
	"7c45d14ff35213a8e999667d45bce2efd5d444f3df3784e1eb34bdd72418f798",
	"87ed679e1fdf1328a96aaf74451fadb8e4b6b58abe91d1b0103b12b1abeac93f",
];
const SIGNATURES: [&str; 3] = [
	"994264b6a39c8a9108bb4e706dc53ea5c6e1bcf1bf7bacf1e6819e8030bea6d1341d0bfda0a4d3ea1882eb5b668720bc\
	06770011e3698af0bcce5541892b786e8ef3c17d8634d6eeb75eb5eb6b37f6870f14846580162b972b4435e00a3c1318",
	"b688aedfcf41ea1af4c9e3ae54a482c7cd76c7d50eb500e55145f5ea728fe7b1d2dbcd801217c50bab714c24896cf6bd\
	075a2ce8b6385fc83e630dee6fad3d761474794f0fa3e7671b7cc53e4496e078b773fd91280d48492c64991c37979517",
	"88599b7046c49455bc58d950dfe44984d7f97353ac052266e476961d4bb92a466ba18f0c39401d1ab090a62f7536ece8\
	09030d4811164b5395f00757beee5d3e5ef5724cabb9bd59afef1cf546742cce96b1dc84b595b2dc3550f696d6ff373b",
];
const TOO_FEW: &str =
	"b3784b4145cc279e65591871edba7ac8a8d1ba093fe4a00ad16213035020a42f56026a3b2382c62cc38d3726b2c790f6\
	14075d2719d414e59c50da0cfc34e744a511d94da54acf269587ddafa85b21f9dcaa281c02b8686916fd6ed4489c8ee6";
const EQUIVOCATION: &str = "c2a05438d13690c18a5dfffc1e11863f8784f0c5b2580c5fdf331ecb69d7de90";
const EQUIVOCATION_SIGNATURE: &str =
	"972e3a431a6fbc477fe692c73f22edfec796c17b8e52364be7c22e92e5e1f22d15bb7390b894013bb03fc5e1f86d25ae\
	0c82d089ee220e6a130b763b62537d8dda157d93d70a65753941590bb6236c208e7c4eba8afb3a4b6da487d9832b4f94";
const AFTER_A_REVERT: &str = "ea8b349443016d79c2b427366f4a7dfaef9ec87f9c225a74e03037867534d36d";
const KEY_OF_11: &str =
	"80fd75ebcc0a21649e3177bcce15426da0e4f25d6828fbf4038d4d7ed3bd4421de3ef61d70f794687b12b2d571971a55";
const POSSESSION_OF_11: &str =
	"95caccf6459a014ec6fc41735f46d85bf7862ac279c323e638860380566918c51c06d13c577b700d8b4034d30d8be95a\
	0d3f6e8892d8daf1997dc658ce11002b4a016044666595073880ec58b6e7bcb2fec0fb47501e7714ba2275c2678db9ce";

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
	let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
	let byte = |at: usize| {
		let pair = std::str::from_utf8(&digits[2 * at..2 * at + 2]).unwrap();
		u8::from_str_radix(pair, 16).unwrap()
	};
	assert_eq!(digits.len(), 2 * N);
	std::array::from_fn(byte)
}

fn set_2() -> Option<NextSet> {
	Some(NextSet { set_number: SetNumber(2), hash: bytes(SET_2) })
}

/// The three batches of the vectors.
fn headers() -> [Header; 3] {
	let first = Header {
		fork: 0,
		set_number: SetNumber(1),
		index: 0,
		parent: [0; 32],
		hash: [0x11; 32],
		first_block: 1,
		last_block: 100,
		size: 4_096,
		next: None,
	};
	let second = Header {
		index: 1,
		parent: bytes(BATCHES[0]),
		hash: [0x22; 32],
		first_block: 101,
		last_block: 180,
		size: 2_048,
		next: set_2(),
		..first
	};
	let third = Header {
		set_number: SetNumber(2),
		index: 2,
		parent: bytes(BATCHES[1]),
		hash: [0x33; 32],
		first_block: 181,
		last_block: 260,
		size: 1_024,
		..first
	};
	[first, second, third]
}

fn attestation(bitmap: u8, signature: &str) -> Attestation {
	Attestation { signers: vec![bitmap].try_into().unwrap(), signature: bytes(signature) }
}

fn try_vector(
	at: usize,
	attestation: Attestation,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Rollup::submit_batch(signed(ALICE), headers()[at], Some(attestation))
}

/// Sets 1 and 2, and signatures from now on.
fn with_both_sets(run: impl FnOnce()) {
	test_signing(|| {
		assert_ok!(try_set_key(ERIN, 55));
		run();
	});
}

fn hashes() -> Vec<[u8; 32]> {
	Rollup::sets().into_iter().map(|set| set.hash).collect()
}

#[test]
fn keys_and_possessions_are_those_of_the_vectors() {
	test(|| {
		let (key, possession) = (bytes(KEY_OF_11), bytes(POSSESSION_OF_11));

		assert_noop!(Rollup::set_key(signed(BOB), key, possession), Error::BadPossession);
		assert_ok!(Rollup::set_key(signed(ALICE), key, possession));
	});
}

#[test]
fn ids_and_hashes_are_those_of_the_vectors() {
	with_both_sets(|| {
		serve(&OPERATORS[1..]);

		assert_eq!(hashes(), [bytes(SET_1), bytes(SET_2)]);
		assert_eq!(headers().map(|header| Rollup::batch_id(&header)), BATCHES.map(bytes));
		let other = Header { hash: [0x44; 32], ..headers()[1] };
		let ids = [other, Header { fork: 1, ..other }].map(|header| Rollup::batch_id(&header));
		assert_eq!(ids, [EQUIVOCATION, AFTER_A_REVERT].map(bytes::<32>));
	});
}

#[test]
fn batches_are_accepted_with_the_signatures_of_the_vectors() {
	with_both_sets(|| {
		assert_noop!(try_vector(0, attestation(0b0011, TOO_FEW)), Error::TooFewSigners);
		assert_noop!(try_vector(0, attestation(0b1111, SIGNATURES[0])), Error::BadSignature);
		assert_ok!(try_vector(0, attestation(0b1011, SIGNATURES[0])));
		serve(&OPERATORS[1..]);
		assert_ok!(try_vector(1, attestation(0b0111, SIGNATURES[1])));
		assert_ok!(try_vector(2, attestation(0b1111, SIGNATURES[2])));

		let ids: [Option<BatchId>; 3] = std::array::from_fn(|at| Rollup::batch_id_at(at as u32));
		assert_eq!(ids, BATCHES.map(|id| Some(bytes(id))));
		assert_eq!(attested(), Some(2));
	});
}

#[test]
fn equivocation_of_the_vectors_accuses_the_second_and_the_third() {
	with_both_sets(|| {
		assert_ok!(try_vector(0, attestation(0b1011, SIGNATURES[0])));
		serve(&OPERATORS[1..]);
		assert_ok!(try_vector(1, attestation(0b0111, SIGNATURES[1])));
		let one =
			SignedHeader { header: headers()[1], attestation: attestation(0b0111, SIGNATURES[1]) };
		let other = SignedHeader {
			header: Header { hash: [0x44; 32], ..headers()[1] },
			attestation: attestation(0b1110, EQUIVOCATION_SIGNATURE),
		};
		let prove = |other: &SignedHeader, accused: &[AccountId]| {
			let accused = accused.to_vec().try_into().unwrap();
			Rollup::prove_equivocation(
				signed(WATCHER),
				one.clone().into(),
				other.clone().into(),
				accused,
			)
		};

		assert_noop!(prove(&other, &[ALICE]), Error::NotSigner);
		assert_noop!(prove(&other, &[DAVE]), Error::NotSigner);
		let mut reverted = other.clone();
		reverted.header.fork = 1;
		assert_noop!(prove(&reverted, &[BOB, CHARLIE]), Error::NoEquivocation);
		assert_ok!(prove(&other, &[BOB, CHARLIE]));
	});
}

#[test]
fn refused_keys_are_those_of_the_vectors() {
	test(|| {
		let identity = format!("c0{}", "00".repeat(47));
		let outside = format!("80{}04", "00".repeat(46));
		let without_flag = format!("00{}", &KEY_OF_11[2..]);
		for bad in [identity, outside, without_flag] {
			let result = Rollup::set_key(signed(ALICE), bytes(&bad), bytes(POSSESSION_OF_11));
			assert_noop!(result, Error::BadKey);
		}
	});
}

#[test]
fn thresholds_are_those_of_the_vectors() {
	let thresholds = [
		(1, 1),
		(2, 2),
		(3, 2),
		(4, 3),
		(5, 4),
		(6, 4),
		(7, 5),
		(10, 7),
		(16, 11),
		(100, 67),
		(255, 170),
	];
	for (members, least) in thresholds {
		assert_eq!(bulwark_ledger::least_signers(members), least);
	}
}
