// SPDX-License-Identifier: Apache-2.0

//! Answers of the views.

use crate::{mock::*, BatchState, Deadline, EpochIndex, Header, SetNumber};

#[test]
fn head_says_how_the_chain_goes_on() {
	test(|| {
		let head = Rollup::head();
		assert_eq!((head.index, head.set_number, head.is_signing), (0, None, false));
	});
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);

		let head = Rollup::head();

		assert_eq!((head.fork, head.index, head.parent), (0, 1, batch_id));
		assert_eq!((head.first_block, head.is_signing), (Some(11), true));
		assert_eq!((head.set_number, head.is_handover_due), (Some(SetNumber(1)), false));
	});
}

#[test]
fn sets_are_told_with_what_was_attested() {
	test_signing(|| {
		submit_next(ALICE, 0);
		serve(&OPERATORS[..3]);

		let sets: Vec<_> = Rollup::sets()
			.into_iter()
			.map(|set| (set.set_number.0, set.formed_epoch.0, set.attested_from))
			.collect();

		assert_eq!(sets, [(1, 10, Some(0)), (2, 11, None)]);
		let set = Rollup::sequencer_set(SetNumber(1)).unwrap();
		assert_eq!((set.members.len(), set.least_signers), (4, 3));
		assert_eq!(Rollup::sequencer_set(SetNumber(3)), None);
	});
}

#[test]
fn batch_is_told_with_its_state() {
	test_signing(|| {
		let header = next_header(0);
		let batch_id = submit(ALICE, header);

		let batch = Rollup::batch(batch_id).unwrap();

		let until = Deadline { last_epoch: EpochIndex(12), last_block: 1 + u64::from(BLOCKS) };
		assert_eq!(batch.state, BatchState::Challengeable { until });
		assert_eq!((batch.header, batch.submitter, batch.verdict), (header, ALICE, None));
		assert_eq!(Rollup::batch([0; 32]), None);
		assert_eq!(Rollup::batch_id_at(1), None);
		assert_eq!(Rollup::id_of_header(header), batch_id);
	});
}

#[test]
fn everything_else_is_told() {
	test_signing(|| {
		let batch_id = submit_next(ALICE, 0);
		assert_eq!(Rollup::challenge_of(batch_id), None);
		challenge(WATCHER, batch_id);
		assert_eq!(Rollup::challenge_of(batch_id).unwrap().submitter, ALICE);
		assert_eq!(Rollup::bar_of(ALICE), None);
		judge_bad(batch_id, WATCHER);
		assert_eq!(Rollup::bar_of(ALICE).unwrap().fault_epoch, EpochIndex(11));
		assert_eq!(Rollup::key_of(ERIN), None);
		let key = key_of(&ERIN);
		assert_eq!(
			Rollup::possession_bytes(ERIN, key),
			[&key[..], &[0xb0; 32], b"bw/rllup", &[5; 32]].concat()
		);
	});
}

#[test]
fn header_is_encoded_as_the_design_says() {
	use codec::Encode;
	let header = Header {
		fork: 1,
		set_number: SetNumber(2),
		index: 3,
		parent: [4; 32],
		hash: [5; 32],
		first_block: 6,
		last_block: 7,
		size: 8,
		next: None,
	};
	let numbers = |list: &[u32]| list.iter().flat_map(|one| one.to_le_bytes()).collect::<Vec<_>>();
	let expected = [
		numbers(&[1, 2, 3]),
		vec![4; 32],
		vec![5; 32],
		6u64.to_le_bytes().to_vec(),
		7u64.to_le_bytes().to_vec(),
		numbers(&[8]),
		vec![0],
	];
	assert_eq!(header.encode(), expected.concat());
}
