// SPDX-License-Identifier: Apache-2.0

//! The prices of assets: noted with each election, asked for by whoever divides rewards.

use crate::{mock::*, BaseTerms, Error, Price, PriceHistory};
use bulwark_traits::StakePools;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::Convert;

fn price(asset: AssetId, epoch: u32) -> u32 {
	let price = Staking::price(&asset, crate::EpochIndex(epoch), crate::EpochIndex(now()));
	(price.into_inner() / Price::from_u32(1).into_inner()) as u32
}

fn set_silver(price: u32) {
	SilverPrice::set(&Price::from_u32(price));
}

/// Elects in epochs 1, 2 and 4, at a price of silver ten times the epoch's number.
fn elect_thrice() {
	operator_pool_in(OPERATOR, SILVER);
	for epoch in [1, 2, 4] {
		go_to(epoch);
		set_silver(epoch * 10);
		next_block();
	}
	set_silver(99);
}

#[test]
fn price_is_the_one_of_the_election_whatever_it_is_today() {
	test(|| {
		elect_thrice();

		assert_eq!((price(SILVER, 1), price(SILVER, 2), price(SILVER, 4)), (10, 20, 40));
		assert_eq!(price(NATIVE, 4), 1);
	});
}

#[test]
fn price_of_an_epoch_without_election_is_the_next_ones() {
	test(|| {
		elect_thrice();

		assert_eq!(price(SILVER, 3), 40);
	});
}

#[test]
fn price_is_todays_when_there_was_no_election_since() {
	test(|| {
		operator_pool_in(OPERATOR, SILVER);
		set_silver(7);
		assert_eq!(price(SILVER, 0), 7);

		elect_thrice();
		go_to(5);
		assert_eq!(price(SILVER, 5), 99);
		assert_eq!(price(SILVER, 4), 40);
	});
}

#[test]
fn price_of_an_asset_that_no_operator_had_is_todays() {
	test(|| {
		elect_thrice();
		standalone_pool(GOLD);

		assert_eq!(price(GOLD, 4), 1);
	});
}

#[test]
fn prices_are_kept_for_the_window() {
	test(|| {
		operator_pool_in(OPERATOR, SILVER);
		for epoch in 1..20 {
			go_to(epoch);
			set_silver(epoch);
			next_block();
		}

		for epoch in 19 - WINDOW..20 {
			assert_eq!(price(SILVER, epoch), epoch);
		}
		assert_eq!(price(SILVER, 1), 19 - WINDOW, "older ones are the oldest that is kept");
		assert_eq!(PriceHistory::<Test>::iter().count(), WINDOW as usize + 1);
	});
}

#[test]
fn open_pool_fails_when_there_are_pools_in_as_many_assets_as_can_be() {
	test(|| {
		register(OPERATOR);
		let open = |asset| Staking::open_pool(signed(OPERATOR), asset, 1, BaseTerms::default());
		assert_ok!(open(GOLD));
		assert_ok!(open(SILVER));
		MaxAssets::set(&3);

		assert_noop!(open(COPPER), Error::<Test>::TooManyAssets);
		let standalone = Staking::open_standalone_pool(root(), COPPER, 1, BaseTerms::default());
		assert_noop!(standalone, Error::<Test>::TooManyAssets);

		assert_ok!(open(SILVER));
		MaxAssets::set(&4);
		assert_ok!(open(COPPER));
	});
}

#[test]
fn at_par_a_unit_of_any_asset_is_a_unit_of_power() {
	let prices = LISTED.map(crate::AtPar::convert);

	assert_eq!(prices, [Price::from_u32(1); 4]);
}
