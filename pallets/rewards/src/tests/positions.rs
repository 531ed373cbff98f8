// SPDX-License-Identifier: Apache-2.0

//! Locking stake under an NFT, and taking it back.

use crate::{mock::*, Amount, Call, Error, Event, Fraction, LockTier, Offer, PoolId, PositionId};
use bulwark_ledger::{EpochIndex, Multiplier};
use frame_support::{assert_noop, assert_ok};

const FOUR: fn() -> LockTier = || tier(4, 80);
const EIGHT: fn() -> LockTier = || tier(8, 200);

type StakingError = pallet_operator_staking::Error<Test>;

// Staking.

#[test]
fn stake_mints_an_nft_that_says_what_it_owns() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());

		assert_last(Event::Staked {
			position_id: position,
			owner: ALICE,
			pool_id: STANDALONE,
			amount: 1_000,
			tier: FOUR(),
			effective_from: EpochIndex(11),
			expiry: EpochIndex(15),
		});
		let says = r#"{"name":"Position 1","description":"1000 units in pool 1, multiplier 0.80, locked until epoch 15"}"#;
		assert_eq!(text(position), says);
	});
}

#[test]
fn stake_counts_from_the_next_epoch_and_expires_after_its_duration() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());

		assert_eq!(stake_in(position), (0, 1_000));
		skip(1);
		assert_eq!(stake_in(position), (1_000, 0));
		skip(3);
		assert!(!view(position).is_expired);
		skip(1);
		assert!(view(position).is_expired);
	});
}

#[test]
fn stake_gives_every_position_a_number_of_its_own() {
	test(|| {
		let numbers = [ALICE, BOB, ALICE].map(|who| stake(STANDALONE, who, 1_000, FOUR()).0);

		assert_eq!(numbers, [1, 2, 3]);
		assert_eq!(Rewards::positions_of(ALICE), [PositionId(1), PositionId(3)]);
		assert_eq!(staked(STANDALONE, ALICE), 0, "it stands under accounts of their own");
	});
}

#[test]
fn stake_weighs_as_its_tier_says() {
	test(|| {
		let light = stake(STANDALONE, ALICE, 1_000, tier(1, 50));
		let heavy = stake(STANDALONE, BOB, 1_000, tier(26, 200));
		skip(1);

		reward(STANDALONE, GOLD, 500, now());

		assert_eq!(earned_by(light, GOLD), 100);
		assert_eq!(earned_by(heavy, GOLD), 400);
	});
}

#[test]
fn stake_needs_a_tier_of_the_pool() {
	test(|| {
		for wrong in [tier(4, 81), tier(5, 80)] {
			let staked = try_stake(STANDALONE, ALICE, 1_000, wrong);
			assert_noop!(staked, Error::<Test>::UnknownTier);
		}
		configure(STANDALONE, Offer { tiers: tiers(&[]), ..offer() });
		let staked = try_stake(STANDALONE, ALICE, 1_000, FOUR());
		assert_noop!(staked, Error::<Test>::UnknownTier);
	});
}

#[test]
fn stake_is_refused_when_leaving_early_costs_more_than_the_owner_accepts() {
	test(|| {
		let staked = try_stake_at(STANDALONE, ALICE, 1_000, FOUR(), percent(49));
		assert_noop!(staked, Error::<Test>::PenaltyTooHigh);

		assert_ok!(try_stake_at(STANDALONE, ALICE, 1_000, FOUR(), percent(50)));
	});
}

#[test]
fn stake_needs_a_pool_that_offers_something() {
	test(|| {
		for pool in [bare_pool(NATIVE), PoolId(77)] {
			let staked = try_stake(pool, ALICE, 1_000, FOUR());
			assert_noop!(staked, Error::<Test>::UnknownPool);
		}
	});
}

#[test]
fn stake_is_refused_when_the_pool_takes_none() {
	test(|| {
		assert_ok!(Staking::suspend(root(), OPERATOR));
		let staked = try_stake(BACKED, ALICE, 1_000, EIGHT());
		assert_noop!(staked, StakingError::OperatorNotActive);

		retire();
		let staked = try_stake(BACKED, ALICE, 1_000, EIGHT());
		assert_noop!(staked, StakingError::PoolClosed);
	});
}

#[test]
fn stake_takes_the_minimum_of_the_pool_and_no_less() {
	test(|| {
		let pool = pool_with_minimum(50);

		let staked = try_stake(pool, ALICE, 49, EIGHT());
		assert_noop!(staked, StakingError::BelowMinimum);

		stake(pool, ALICE, 50, EIGHT());
	});
}

#[test]
fn stake_keeps_the_payers_account_alive() {
	test(|| {
		keep_only(NATIVE, ALICE, EXISTENTIAL_DEPOSIT + 1_000);

		let staked = try_stake(STANDALONE, ALICE, 1_001, FOUR());
		assert_noop!(staked, StakingError::NotSpendable);

		stake(STANDALONE, ALICE, 1_000, FOUR());
	});
}

#[test]
fn stake_finds_room_when_positions_expire_in_every_epoch_to_come() {
	test(|| {
		let of = |duration| Offer { tiers: tiers(&[(duration, 100)]), ..offer() };
		for duration in 1..=26 {
			configure(STANDALONE, of(duration));
			stake(STANDALONE, ALICE, 1_000, tier(duration, 100));
		}

		skip(1);
		stake(STANDALONE, ALICE, 1_000, tier(26, 100));
		assert_eq!(expiring(STANDALONE).len(), 27);
	});
}

#[test]
fn stake_is_refused_when_the_numbers_are_used_up() {
	test(|| {
		crate::NextPositionId::<Test>::put(PositionId(u32::MAX));

		let staked = try_stake(STANDALONE, ALICE, 1_000, FOUR());

		assert_noop!(staked, Error::<Test>::Overflow);
	});
}

// Leaving.

#[test]
fn unstake_costs_nothing_when_the_position_has_expired() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		skip(5);

		unstake(ALICE, position);

		assert_last(Event::Unstaked {
			position_id: position,
			owner: ALICE,
			returned: 0,
			unbonding: 1_000,
			penalty: 0,
			rest_id: None,
		});
		skip(1);
		assert_eq!(withdraws(STANDALONE, ALICE), 1_000);
	});
}

#[test]
fn unstake_costs_nothing_when_the_stake_has_not_begun_to_count() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());

		let paid = gain(NATIVE, ALICE, || unstake(ALICE, position));

		assert_eq!(paid, 1_000);
		assert_forgotten(STANDALONE, ALICE);
	});
}

#[test]
fn unstake_leaves_like_any_stake_behind_an_operator() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(3, 100));
		skip(4);

		unstake(ALICE, position);

		assert_eq!(unbonding(BACKED, ALICE), [(now() + WINDOW + 1, 1_000)]);
		slash(now(), percent(20));
		skip(WINDOW + 1);
		assert_eq!(withdraws(BACKED, ALICE), 800);
	});
}

#[test]
fn unstake_keeps_what_was_earned() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		unstake(ALICE, position);

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 40);
		reward(STANDALONE, GOLD, 7, now());
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 7, "it was there in this epoch");
	});
}

#[test]
fn unstake_of_a_part_leaves_the_rest_under_another_number() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		let rest = unstake_part(ALICE, position, 400);

		assert_last(Event::Unstaked {
			position_id: position,
			owner: ALICE,
			returned: 0,
			unbonding: 200,
			penalty: 200,
			rest_id: Some(rest),
		});
		assert_eq!(stake_in(rest), (600, 0));
		assert_eq!(view(rest).expiry.0, 15);
		assert_eq!(earned_by(rest, GOLD), 40, "all that it had earned");
		let says = r#"{"name":"Position 2","description":"600 units in pool 1, multiplier 0.80, locked until epoch 15"}"#;
		assert_eq!(text(rest), says);
	});
}

#[test]
fn unstake_of_a_part_takes_what_has_not_begun_to_count_for_nothing() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		let paid = gain(NATIVE, ALICE, || {
			unstake_part(ALICE, position, 400);
		});

		assert_eq!(paid, 400);
	});
}

#[test]
fn unstake_of_an_expired_position_takes_all_of_it() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		skip(5);

		for amount in [999, 1_001] {
			let part = try_unstake(ALICE, position, Amount::Exactly(amount));
			assert_noop!(part, Error::<Test>::PositionExpired);
		}

		assert_ok!(try_unstake(ALICE, position, Amount::Exactly(1_000)));
		assert_gone(position);
	});
}

#[test]
fn unstake_is_refused_for_more_than_there_is_or_nothing() {
	test(|| {
		let pool = pool_with_minimum(50);
		let position = stake(pool, ALICE, 1_000, EIGHT());
		skip(1);
		let of = |amount| try_unstake(ALICE, position, Amount::Exactly(amount));

		assert_noop!(of(1_001), StakingError::InsufficientStake);
		assert_noop!(of(0), StakingError::BelowMinimum);
		assert_noop!(of(951), StakingError::BelowMinimum);

		assert_ok!(of(950));
	});
}

#[test]
fn unstake_gives_a_closed_pools_stake_back_when_it_is_released() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, EIGHT());
		skip(1);
		retire();
		skip(2);

		unstake(ALICE, position);

		assert_eq!(
			unbonding(BACKED, ALICE),
			[(11 + WINDOW + 1, 1_000)],
			"no later than the pool's"
		);
		skip(WINDOW - 1);
		assert_eq!(withdraws(BACKED, ALICE), 1_000);
	});
}

#[test]
fn unstake_of_a_closed_pool_pays_at_once_when_it_has_been_released() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, EIGHT());
		skip(1);
		reward(BACKED, GOLD, 40, now());
		retire();
		skip(30);

		let paid = gain(NATIVE, ALICE, || unstake(ALICE, position));

		assert_eq!(paid, 1_000);
		assert_eq!(earned(BACKED, ALICE, GOLD), 40);
		assert_forgotten(BACKED, ALICE);
	});
}

#[test]
fn unstake_closes_a_position_of_which_slashes_have_left_nothing() {
	test(|| {
		let position = stake(BACKED, ALICE, 1, tier(3, 100));
		delegate(BACKED, BOB, 999);
		skip(1);
		reward(BACKED, GOLD, 2_000, now());
		slash(now(), percent(50));
		skip(WINDOW + 1);
		assert_eq!(stake_in(position), (0, 0));

		unstake(ALICE, position);

		assert_eq!(earned(BACKED, ALICE, GOLD), 2);
		assert_forgotten(BACKED, ALICE);
	});
}

#[test]
fn unstake_leaves_nothing_behind() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		let account = view(position).account;
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		unstake(ALICE, position);
		skip(2);
		withdraws(STANDALONE, ALICE);
		earned(STANDALONE, ALICE, GOLD);

		assert_forgotten(STANDALONE, ALICE);
		assert_forgotten(STANDALONE, account.clone());
		assert_eq!(pages_of_expiries(), 0);
	});
}

// Late rewards.

#[test]
fn unstake_leaves_the_owner_what_comes_late() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, EIGHT());
		delegate(BACKED, BOB, 2_000);
		skip(1);
		unstake(ALICE, position);
		skip(2);

		reward(BACKED, GOLD, 40, 11);

		assert_eq!(earned(BACKED, ALICE, GOLD), 20);
		assert_eq!(earned(BACKED, BOB, GOLD), 20);
	});
}

#[test]
fn unstake_in_the_epoch_of_the_expiry_leaves_the_owner_what_comes_late() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(3, 100));
		delegate(BACKED, BOB, 1_000);
		skip(4);
		unstake(ALICE, position);

		reward(BACKED, GOLD, 40, now() - 1);

		assert_eq!(earned(BACKED, ALICE, GOLD), 20);
	});
}

#[test]
fn unstake_after_the_expiry_earns_nothing_for_the_epochs_after_it() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(3, 100));
		delegate(BACKED, BOB, 1_000);
		skip(5);
		unstake(ALICE, position);

		reward(BACKED, GOLD, 40, now());

		assert_eq!(earned(BACKED, ALICE, GOLD), 0);
		assert_eq!(earned(BACKED, BOB, GOLD), 40);
	});
}

// Whose.

#[test]
fn positions_are_their_owners() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, FOUR());
		let other = stake(STANDALONE, BOB, 1_000, FOUR());
		skip(1);
		let all: Vec<Call<Test>> = vec![
			Call::unstake { position_id: position, amount: ALL, max_penalty: Fraction::one() },
			Call::extend { position_id: position },
			Call::restake { position_id: position },
			Call::split { position_id: position, amount: 1 },
			Call::merge { position_id: position, other_id: other },
			Call::merge { position_id: other, other_id: position },
		];

		for call in all {
			assert_noop!(calls(signed(BOB), call), Error::<Test>::NotOwner);
		}
	});
}

#[test]
fn positions_are_unknown_when_their_number_was_never_given() {
	test(|| {
		let (position, other) = (PositionId(77), PositionId(77));
		let all: Vec<Call<Test>> = vec![
			Call::unstake { position_id: position, amount: ALL, max_penalty: Fraction::one() },
			Call::extend { position_id: position },
			Call::restake { position_id: position },
			Call::split { position_id: position, amount: 1 },
			Call::merge { position_id: position, other_id: other },
			Call::tag { position_id: position, beneficiary: BOB },
			Call::ensure_worth {
				position_id: position,
				expected: crate::ExpectedWorth {
					principal: 0,
					claimable: Default::default(),
					expired_rewards: Default::default(),
					expiry: EpochIndex(0),
					tagged_for: None,
				},
			},
		];

		for call in all {
			assert_noop!(calls(signed(ALICE), call), Error::<Test>::UnknownPosition);
		}
		let reminted = calls(root(), Call::remint { position_id: position, to: ALICE });
		assert_noop!(reminted, Error::<Test>::UnknownPosition);
	});
}

#[test]
fn position_falls_with_the_pool_when_it_is_slashed() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, EIGHT());
		skip(1);

		slash(now(), percent(30));

		assert_eq!(stake_in(position), (700, 0));
		assert_eq!(view(position).multiplier, Multiplier(200));
	});
}

#[test]
fn stake_is_refused_when_leaving_early_costs_more_than_is_accepted() {
	test(|| {
		let stake = |max_penalty| crate::Call::stake {
			pool_id: STANDALONE,
			amount: 1_000,
			tier: FOUR(),
			max_penalty,
			destination: crate::Destination::Account(TREASURY),
		};

		assert_noop!(calls(signed(ALICE), stake(percent(49))), Error::<Test>::PenaltyTooHigh);
		assert_ok!(calls(signed(ALICE), stake(percent(50))));
	});
}
