// SPDX-License-Identifier: Apache-2.0

//! NFTs that move: who has one has everything that its position says, and what it has not been paid.

use crate::{mock::*, Call, Error, Event, Fraction, PositionId, RewardClaim};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, DispatchResult};

type NftsError = pallet_nfts::Error<Test>;

/// A position of Alice's that counts and has earned 40.
fn position() -> PositionId {
	let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
	skip(1);
	reward(STANDALONE, GOLD, 40, now());
	position
}

fn try_remint(position: PositionId, to: AccountId) -> DispatchResult {
	calls(root(), Call::remint { position_id: position, to })
}

// Giving away.

#[test]
fn transfer_brings_stake_and_unclaimed_rewards() {
	test(|| {
		let position = position();

		transfer(ALICE, position, BOB);

		assert_eq!(Rewards::positions_of(ALICE), []);
		assert_eq!(Rewards::positions_of(BOB), [position]);
		assert_noop!(try_unstake(ALICE, position, ALL), Error::<Test>::NotOwner);
		let to_bob = gain(GOLD, BOB, || claim(ALICE, RewardClaim::Position(position), None));
		assert_eq!(to_bob, 25, "15 have not vested");
		unstake(BOB, position);
		assert_eq!(unbonding(STANDALONE, BOB), [(now() + 1, 500)]);
		assert_eq!(unbonding(STANDALONE, ALICE), []);
	});
}

#[test]
fn transfer_changes_neither_lock_nor_text() {
	test(|| {
		let position = position();
		let before = (text(position), view(position).expiry, view(position).penalty);

		transfer(ALICE, position, BOB);

		assert_eq!((text(position), view(position).expiry, view(position).penalty), before);
	});
}

#[test]
fn transfer_is_the_owners() {
	test(|| {
		let position = position();

		assert_noop!(try_transfer(BOB, position, BOB), NftsError::NoPermission);
	});
}

// Selling.

#[test]
fn sale_brings_stake_and_unclaimed_rewards() {
	test(|| {
		let position = position();
		set_price(ALICE, position, 900);

		let paid = gain(NATIVE, ALICE, || {
			assert_ok!(try_buy(BOB, position, 900));
		});

		assert_eq!(paid, 900);
		assert_eq!(owner(position), Some(BOB));
		assert_eq!(earned_by(position, GOLD), 40);
	});
}

#[test]
fn sale_finds_nothing_when_the_position_has_been_changed() {
	let check = |change: fn(PositionId)| {
		test(|| {
			let position = position();
			set_price(ALICE, position, 900);

			change(position);

			assert_noop!(try_buy(BOB, position, 900), NftsError::UnknownItem);
			let last = last_position();
			if owner(last).is_some() {
				assert_noop!(try_buy(BOB, last, 900), NftsError::NotForSale);
			}
		})
	};
	check(|position| {
		split(ALICE, position, 999);
	});
	check(|position| {
		unstake_part(ALICE, position, 999);
	});
	check(|position| unstake(ALICE, position));
	check(|position| {
		extend(ALICE, position);
	});
	check(|position| {
		let other = stake(STANDALONE, ALICE, 1, tier(4, 80));
		merge(ALICE, position, other);
	});
}

#[test]
fn swap_finds_nothing_when_the_desired_position_has_been_split() {
	test(|| {
		let desired = position();
		let offered = stake(STANDALONE, BOB, 1_000, tier(8, 100));
		offer_swap(BOB, offered, desired);

		let (rest, part) = split(ALICE, desired, 999);

		assert_noop!(try_swap(ALICE, desired, offered), NftsError::UnknownItem);
		for other in [rest, part] {
			assert_noop!(try_swap(ALICE, other, offered), NftsError::UnknownSwap);
		}
	});
}

#[test]
fn swap_brings_what_both_positions_say() {
	test(|| {
		let desired = position();
		let offered = stake(STANDALONE, BOB, 1_000, tier(8, 100));
		offer_swap(BOB, offered, desired);

		assert_ok!(try_swap(ALICE, desired, offered));

		assert_eq!((owner(desired), owner(offered)), (Some(BOB), Some(ALICE)));
		assert_eq!(earned_by(desired, GOLD), 40);
	});
}

// Lending.

#[test]
fn locked_position_cannot_be_changed() {
	test(|| {
		let position = position();
		let other = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		lock(position);
		let all: Vec<Call<Test>> = vec![
			Call::unstake { position_id: position, amount: ALL, max_penalty: Fraction::one() },
			Call::extend { position_id: position },
			Call::restake { position_id: position },
			Call::split { position_id: position, amount: 1 },
			Call::merge { position_id: position, other_id: other },
			Call::merge { position_id: other, other_id: position },
		];

		for call in all {
			assert_noop!(calls(signed(ALICE), call), Error::<Test>::PositionLocked);
		}

		assert!(view(position).is_locked);
		assert_noop!(try_transfer(ALICE, position, BOB), NftsError::ItemLocked);
	});
}

#[test]
fn locked_position_goes_on_earning_and_can_be_tagged() {
	test(|| {
		let position = position();
		lock(position);

		assert_eq!(earned_by(position, GOLD), 40);
		skip(5);
		tag(position, BOB);
	});
}

#[test]
fn locked_position_gives_its_stake_back_when_it_is_unlocked() {
	test(|| {
		let position = position();
		lock(position);
		skip(10);

		unlock(position);

		unstake(ALICE, position);
		skip(1);
		assert_eq!(withdraws(STANDALONE, ALICE), 1_000);
	});
}

// Burnt behind the pallet's back.

#[test]
fn burnt_position_is_nobodys_until_it_is_reminted() {
	test(|| {
		let position = position();
		burn_nft(ALICE, position);
		assert_noop!(try_unstake(ALICE, position, ALL), Error::<Test>::NotOwner);
		let claimed = try_claim(ALICE, RewardClaim::Position(position), None);
		assert_noop!(claimed, Error::<Test>::UnknownPosition);
		assert_eq!(view(position).owner, None);

		assert_ok!(try_remint(position, BOB));

		assert_last(Event::Reminted { position_id: position, owner: BOB });
		assert_eq!(owner(position), Some(BOB));
		assert!(text(position).contains("1000 units"));
		assert_eq!(earned_by(position, GOLD), 40);
		unstake(BOB, position);
	});
}

#[test]
fn remint_is_refused_when_nothing_was_burnt() {
	test(|| {
		let position = position();

		assert_noop!(try_remint(position, BOB), Error::<Test>::NotBurnt);
	});
}

#[test]
fn remint_is_the_admins() {
	test(|| {
		let position = position();
		burn_nft(ALICE, position);

		let reminted = calls(signed(ALICE), Call::remint { position_id: position, to: ALICE });

		assert_noop!(reminted, BadOrigin);
		assert_ok!(try_remint(position, ALICE));
	});
}

// The collection.

#[test]
fn collection_lets_nobody_mint_or_rewrite() {
	test(|| {
		let position = position();
		let (collection, item) = (collection(), position.0);
		let data = || b"worth a fortune".to_vec().try_into().expect("it is short");
		let all: Vec<pallet_nfts::Call<Test>> = vec![
			pallet_nfts::Call::mint { collection, item: 77, mint_to: ALICE, witness_data: None },
			pallet_nfts::Call::set_metadata { collection, item, data: data() },
			pallet_nfts::Call::clear_metadata { collection, item },
			pallet_nfts::Call::lock_item_transfer { collection, item },
			pallet_nfts::Call::set_collection_max_supply { collection, max_supply: 1 },
		];

		for call in all {
			assert!(calls(signed(ALICE), call).is_err());
		}
	});
}
