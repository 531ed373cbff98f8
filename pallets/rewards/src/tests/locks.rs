// SPDX-License-Identifier: Apache-2.0

//! What neither the keeper of the collection, nor an NFT that was sent astray, nor the order of calls decides.

use crate::{mock::*, Error, Event, RewardClaim};
use frame_support::{assert_noop, assert_ok};
use pallet_nfts::{CollectionSetting, CollectionSettings};

#[test]
fn untradable_collection_keeps_nobody_in() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		skip(1);
		let settings =
			CollectionSettings::from_disabled(CollectionSetting::TransferableItems.into());
		let lock = pallet_nfts::Call::lock_collection {
			collection: collection(),
			lock_settings: settings,
		};
		assert_ok!(calls(signed(Rewards::pot()), lock));
		assert!(try_transfer(ALICE, position, BOB).is_err());

		assert!(!view(position).is_locked);
		let position = extend(ALICE, unstake_part(ALICE, position, 100));
		unstake(ALICE, position);
	});
}

#[test]
fn item_that_somebody_lent_against_stays_locked() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		lock(position);

		assert!(view(position).is_locked);
		assert_noop!(try_unstake(ALICE, position, ALL), Error::<Test>::PositionLocked);

		unlock(position);
		unstake(ALICE, position);
	});
}

#[test]
fn order_of_calls_decides_nothing_in_the_epoch_of_the_expiry() {
	let story = |acts: [fn(); 2]| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			delegate(STANDALONE, BOB, 1_600);
			stake(STANDALONE, ALICE, 1_000, tier(4, 80));
			go_to(15);
			acts.into_iter().for_each(|act| act());
			skip(RETURN + 2);
			check_invariants();
			[ALICE, BOB].map(|who| earned(STANDALONE, who, GOLD))
		})
	};
	let rewarded: fn() = || reward(STANDALONE, GOLD, 60, now());
	let leaves: fn() = || {
		let preview = preview(last_position(), ALL).expect("it may");
		assert_eq!(preview.forgone, []);
		unstake(ALICE, last_position());
	};

	assert_eq!(story([rewarded, leaves]), [30, 30]);
	assert_eq!(story([leaves, rewarded]), [30, 30]);
}

#[test]
fn claim_pays_no_position_account_and_what_it_would_stays_owed() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		let other = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		let astray = view(other).account;
		transfer(ALICE, position, astray.clone());
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		let claim = RewardClaim::Position(position);
		let claimed = try_claim(DAVE, claim.clone(), None);

		assert_noop!(claimed, Error::<Test>::IsPositionAccount);
		assert_eq!(view(position).claimable, [(GOLD, 10)]);
		let to_another = try_claim(ALICE, RewardClaim::Position(other), Some(astray.clone()));
		assert_noop!(to_another, Error::<Test>::IsPositionAccount);
		assert_eq!(balance(GOLD, &astray), 0);
	});
}

#[test]
fn claim_pays_the_others_when_one_part_is_of_a_position_account() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		let account = view(position).account;
		tag(position, account.clone());
		reward(STANDALONE, SILVER, 30, now());

		assert_eq!(earned_by(position, GOLD), 100);

		let (claim, asset) = (RewardClaim::Position(position), SILVER);
		let reason = Error::<Test>::IsPositionAccount.into();
		assert_has(Event::PaymentDeferred { claim, to: account, asset, amount: 30, reason });
		assert_eq!(view(position).expired_rewards, [(SILVER, 30)]);
	});
}

#[test]
fn poke_goes_on_when_one_asset_refuses() {
	test(|| {
		fund(STANDALONE, GOLD, 100, 1);
		fund(STANDALONE, SILVER, 100, 1);
		skip(2);
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		let to_treasury = gain(SILVER, TREASURY, || poke(STANDALONE));

		assert_eq!(to_treasury, 100);
		assert_eq!(crate::Unallocated::<Test>::get(GOLD), 100);
		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
		assert_eq!(gain(GOLD, TREASURY, || poke(STANDALONE)), 100);
	});
}
