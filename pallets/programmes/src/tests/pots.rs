// SPDX-License-Identifier: Apache-2.0

//! The pot: opened for what programmes pay in, and its floor raised when a minimum balance has risen.

use crate::{mock::*, Error, Event, Pots, Rule};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};

fn touch(asset: AssetId, amount: Balance) {
	assert_ok!(Programmes::touch(signed(ALICE), asset.clone()));
	assert_told(Event::PotTouched { asset, payer: ALICE, amount });
}

/// A rich account makes an asset that keeps no account alive.
fn make_asset(id: u32) -> AssetId {
	assert_ok!(Assets::force_create(root(), id, TREASURY, false, 1));
	assert_ok!(Assets::mint(signed(TREASURY), id, TREASURY, 1_000));
	AssetId::WithId(id)
}

#[test]
fn touch_opens_the_pot_of_an_asset_once() {
	test(|| {
		touch(SILVER, 5);
		touch(SILVER, 0);
		touch(NATIVE, 0);

		assert_eq!((pot_balance(SILVER), pot_balance(NATIVE)), (5, EXISTENTIAL_DEPOSIT));
		let before = balance(SILVER, &TREASURY);
		create_programme(SILVER, Rule::Points(POINTS), 0);
		assert_eq!(balance(SILVER, &TREASURY), before);
	});
}

#[test]
fn touch_is_refused_when_programmes_do_not_pay_in_the_asset_or_it_cannot_be_paid() {
	test(|| {
		assert_noop!(Programmes::touch(signed(ALICE), TIN), Error::<Test>::AssetNotListed);
		assert_noop!(Programmes::touch(signed(PAUPER), NATIVE), TokenError::FundsUnavailable);
		assert_eq!(Pots::<Test>::iter().count(), 0);
	});
}

#[test]
fn rewards_that_need_a_risen_minimum_are_carried_until_somebody_touches_the_pot() {
	test(|| {
		service_programme(1);
		fund(1_000, 1);
		add_node(ALICE, 1);
		for epoch in [11, 12] {
			set_powers(epoch, &[(ALICE, 5_000)]);
		}
		go_to(12);
		report_week(0, 11, ALICE, &[900]);
		pass(11);
		let [one, two, three, four] = [TREASURY; 4];
		assert_ok!(Assets::force_asset_status(root(), 1, one, two, three, four, 50, true, false));
		finalise(10);
		assert_eq!((rewarded(11), carried()), (vec![], 1_000));

		touch(GOLD, 49);

		go_to(13);
		report_week(0, 12, ALICE, &[900]);
		pass(12);
		finalise(10);
		assert_eq!(rewarded(12), [(ALICE, 1_000)]);
		assert_eq!((owed(GOLD), pot_balance(GOLD)), (0, 50));
	});
}

#[test]
fn create_programme_opens_the_pot_for_an_asset_that_keeps_no_account_alive() {
	test(|| {
		let asset = make_asset(9);

		create_programme(asset.clone(), Rule::Points(POINTS), 0);

		assert_eq!((pot_balance(asset), pot_balance(NATIVE)), (1, EXISTENTIAL_DEPOSIT));
	});
}

#[test]
fn create_programme_succeeds_when_strangers_have_filled_the_references_of_the_pot() {
	test(|| {
		touch(NATIVE, EXISTENTIAL_DEPOSIT);
		for id in 100..120 {
			assert_ok!(Assets::create(signed(ALICE), id, ALICE, 1));
			let _ = Assets::mint(signed(ALICE), id, Programmes::pot(), 5);
		}
		assert!(!System::can_accrue_consumers(&Programmes::pot(), 2), "they are full");
		let asset = make_asset(9);

		create_programme(asset.clone(), Rule::Points(POINTS), 0);

		assert_eq!(pot_balance(asset), 1);
	});
}

#[test]
fn record_of_a_pot_that_does_not_decode_is_left_as_it_is() {
	new_test_ext().execute_with(|| {
		service_programme(0);
		fund(1_000, 1);
		let key = Pots::<Test>::hashed_key_for(GOLD);
		sp_io::storage::set(&key, &[]);

		assert_noop!(Programmes::touch(signed(ALICE), GOLD), DispatchError::Corruption);
		assert_noop!(Programmes::fund(signed(SPONSOR), FIRST, 1, 1), DispatchError::Corruption);
		assert_ok!(try_create_programme(GOLD, Rule::Points(POINTS), &[]));
		assert_eq!(sp_io::storage::get(&key), Some(vec![].into()));
	});
}
