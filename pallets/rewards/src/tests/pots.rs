// SPDX-License-Identifier: Apache-2.0

//! The pot: opened ahead of time, and its floor raised when a minimum balance has risen.

use crate::{mock::*, Balance, Call, Error, Event, Pots, RewardClaim};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchResult, TokenError};

fn try_touch(who: AccountId, asset: AssetId) -> DispatchResult {
	calls(signed(who), Call::touch { asset })
}

/// BOB touches the pot, and puts so much in.
fn touch(asset: AssetId, amount: Balance) {
	assert_ok!(try_touch(BOB, asset.clone()));
	assert_last(Event::PotTouched { asset, payer: BOB, amount });
}

/// The minimum balance of gold rises.
fn set_minimum(minimum: Balance) {
	let [one, two, three, four] = [TREASURY; 4];
	assert_ok!(Assets::force_asset_status(root(), 1, one, two, three, four, minimum, true, false));
}

#[test]
fn touch_opens_the_pot_of_a_listed_asset_once() {
	test_bare(|| {
		touch(GOLD, 1);
		touch(GOLD, 0);
		touch(NATIVE, 0);

		assert_eq!(balance(GOLD, &Rewards::pot()), 1);
	});
}

#[test]
fn touch_is_refused_when_the_asset_is_not_listed_or_cannot_be_paid() {
	test_bare(|| {
		assert_noop!(try_touch(BOB, TIN), Error::<Test>::AssetNotListed);
		assert_noop!(try_touch(PAUPER, NATIVE), TokenError::FundsUnavailable);
		assert_eq!(Pots::<Test>::iter().count(), 0);
	});
}

#[test]
fn claim_leaves_a_risen_minimum_behind_until_somebody_touches_the_pot() {
	test(|| {
		delegate(STANDALONE, ALICE, 1_000);
		fund(STANDALONE, GOLD, 100, 1);
		skip(2);
		set_minimum(50);
		let claim = || {
			let claim = RewardClaim::Stake { pool_id: STANDALONE, staker: ALICE };
			gain(GOLD, ALICE, || {
				assert_ok!(calls(signed(BOB), Call::claim { claim, to: None }));
			})
		};

		assert_eq!(claim(), 51);
		touch(GOLD, 49);

		assert_eq!(claim(), 49);
	});
}
