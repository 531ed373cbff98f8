// SPDX-License-Identifier: Apache-2.0

//! Rewards that are refused: carried, and said so.

use crate::{mock::*, EpochIndex, Event};
use frame_support::assert_ok;
use sp_runtime::DispatchError;

/// Alice and Bob earn as much in weeks 11 and 12, of 1 000 each.
fn prepare() {
	service_programme(1);
	fund(2_000, 2);
	add_node(ALICE, 1);
	add_node(BOB, 2);
	for epoch in [11, 12] {
		set_powers(epoch, &[(ALICE, 5_000), (BOB, 5_000)]);
	}
}

fn report_both(epoch: u32) {
	go_to(epoch + 1);
	report_week(0, epoch, ALICE, &[900]);
	report_week(0, epoch, BOB, &[900]);
	pass(epoch);
}

#[test]
fn reward_that_is_refused_is_carried_to_the_next_epoch() {
	test(|| {
		prepare();
		report_both(11);
		Unrewarded::set(&vec![BOB]);

		finalise(10);

		assert_eq!(rewarded(11), [(ALICE, 500)]);
		assert_eq!(scored(11, BOB).map(|(_, reward)| reward), Some(0));
		assert_eq!((carried(), owed(GOLD), balance(GOLD, &PURSE)), (500, 1_500, 500));
		let (programme_id, epoch) = (FIRST, EpochIndex(11));
		assert_told(Event::RewardRefused {
			programme_id,
			epoch,
			operator: BOB,
			amount: 500,
			reason: DispatchError::Other(""),
		});
		assert_told(Event::EpochFinalised { programme_id, epoch, paid: 500, carried: 500 });

		Unrewarded::set(&vec![]);
		report_both(12);
		finalise(10);
		assert_eq!(rewarded(12), [(ALICE, 750), (BOB, 750)]);
		assert_eq!((carried(), owed(GOLD)), (0, 0));
	});
}

#[test]
fn rewards_in_a_frozen_asset_are_carried() {
	test(|| {
		prepare();
		report_both(11);
		let pot = Programmes::pot();
		assert_ok!(Assets::freeze(signed(TREASURY), 1, pot.clone()));

		finalise(10);

		assert_eq!(rewarded(11), []);
		assert_eq!((carried(), owed(GOLD), pot_balance(GOLD)), (1_000, 2_000, 2_001));

		assert_ok!(Assets::thaw(signed(TREASURY), 1, pot));
		report_both(12);
		finalise(10);
		assert_eq!(rewarded(12), [(ALICE, 1_000), (BOB, 1_000)]);
	});
}

#[test]
fn refusal_in_one_page_changes_nothing_in_another() {
	test(|| {
		prepare();
		report_both(11);
		Unrewarded::set(&vec![ALICE]);

		while next_epoch() == 11 {
			finalise(1);
			check_invariants();
		}

		assert_eq!((rewarded(11), carried()), (vec![(BOB, 500)], 500));
	});
}

#[test]
fn issuance_is_the_same_after_a_refusal() {
	test(|| {
		use frame_support::traits::fungibles::Inspect;
		prepare();
		report_both(11);
		Unrewarded::set(&vec![ALICE, BOB]);
		let before = AllAssets::total_issuance(GOLD);

		finalise(10);

		assert_eq!(AllAssets::total_issuance(GOLD), before);
		assert_eq!(pot_balance(GOLD), 2_001);
	});
}
