// SPDX-License-Identifier: Apache-2.0

//! Paying what was earned.

use crate::{mock::*, Entitlements, Error, Event, PoolId, PositionId, RewardClaim};
use frame_support::{assert_noop, assert_ok, traits::fungible::Mutate as _};

fn of(pool: PoolId, staker: AccountId) -> RewardClaim<AccountId> {
	RewardClaim::Stake { pool_id: pool, staker }
}

// Who and where.

#[test]
fn claim_pays_the_staker_whoever_calls() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		let paid = gain(GOLD, ALICE, || claim(BOB, of(STANDALONE, ALICE), None));

		assert_eq!(paid, 40);
		let (claim, to) = (of(STANDALONE, ALICE), ALICE);
		assert_last(Event::Claimed { claim, to, asset: GOLD, amount: 40 });
		assert_eq!(recorded(GOLD), 0);
	});
}

#[test]
fn claim_goes_where_the_staker_says() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		let paid = gain(GOLD, BOB, || {
			claim(ALICE, of(STANDALONE, ALICE), Some(BOB));
		});

		assert_eq!(paid, 40);
	});
}

#[test]
fn claim_is_refused_when_somebody_else_says_where_it_goes() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		let position = stake(STANDALONE, ALICE, 100, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		for claim in [of(STANDALONE, ALICE), RewardClaim::Position(position)] {
			for to in [BOB, ALICE] {
				let claimed = try_claim(BOB, claim.clone(), Some(to));
				assert_noop!(claimed, Error::<Test>::NotOwner);
			}
		}
	});
}

#[test]
fn claim_of_a_position_pays_its_owner() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 100, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		skip(1); // it has vested

		let paid = gain(GOLD, ALICE, || {
			claim(BOB, RewardClaim::Position(position), None);
		});

		assert_eq!(paid, 40);
		let paid = gain(GOLD, BOB, || {
			reward(STANDALONE, GOLD, 7, now());
			claim(ALICE, RewardClaim::Position(position), Some(BOB));
		});
		assert_eq!(paid, 7);
	});
}

#[test]
fn claim_is_refused_when_there_is_nothing() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		let position = stake(BACKED, ALICE, 100, tier(8, 200));
		skip(1);

		for claim in [of(STANDALONE, ALICE), of(STANDALONE, BOB), RewardClaim::Position(position)] {
			let claimed = try_claim(ALICE, claim, None);
			assert_noop!(claimed, Error::<Test>::NothingToClaim);
		}
	});
}

#[test]
fn claim_is_refused_when_there_is_no_such_pool_or_position() {
	test(|| {
		let bare = bare_pool(NATIVE);

		for pool in [bare, PoolId(77)] {
			let claimed = try_claim(ALICE, of(pool, ALICE), None);
			assert_noop!(claimed, Error::<Test>::UnknownPool);
		}
		let claimed = try_claim(ALICE, RewardClaim::Commission(PoolId(77)), None);
		assert_noop!(claimed, Error::<Test>::UnknownPool);
		let claimed = try_claim(ALICE, RewardClaim::Position(PositionId(77)), None);
		assert_noop!(claimed, Error::<Test>::UnknownPosition);
	});
}

#[test]
fn claim_is_refused_for_a_position_account() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 100, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		let account = view(position).account;

		let claimed = try_claim(ALICE, of(STANDALONE, account.clone()), None);

		assert_noop!(claimed, Error::<Test>::IsPositionAccount);
		assert_eq!(balance(GOLD, &account), 0);
	});
}

// What cannot be paid.

#[test]
fn claim_keeps_what_is_below_the_minimum_balance_until_it_is_enough() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		keep_only(SILVER, ALICE, 0);
		skip(1);
		reward(STANDALONE, SILVER, 4, now());

		let claimed = try_claim(ALICE, of(STANDALONE, ALICE), None);
		assert_noop!(claimed, Error::<Test>::PaymentRefused);
		assert_eq!(available(STANDALONE, ALICE), [(SILVER, 4)]);

		reward(STANDALONE, SILVER, 1, now());
		assert_eq!(earned(STANDALONE, ALICE, SILVER), 5);
	});
}

#[test]
fn claim_keeps_native_money_below_the_existential_deposit_too() {
	test(|| {
		assert_ok!(Balances::mint_into(&PAUPER, 100 + EXISTENTIAL_DEPOSIT));
		delegate(STANDALONE, PAUPER, 100);
		skip(1);
		reward(STANDALONE, NATIVE, EXISTENTIAL_DEPOSIT - 1, now());
		let to_nobody = || {
			let nobody = AccountId::new([77; 32]);
			try_claim(PAUPER, of(STANDALONE, PAUPER), Some(nobody))
		};

		assert_noop!(to_nobody(), Error::<Test>::PaymentRefused);

		reward(STANDALONE, NATIVE, 1, now());
		assert_ok!(to_nobody());
	});
}

#[test]
fn claim_pays_the_other_assets_when_one_is_refused() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		for asset in [NATIVE, GOLD, SILVER] {
			reward(STANDALONE, asset, 40, now());
		}
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		let paid = gain(SILVER, ALICE, || claim(ALICE, of(STANDALONE, ALICE), None));

		assert_eq!(paid, 40);
		assert_eq!(available(STANDALONE, ALICE), [(GOLD, 40)]);
		let deferred = events().into_iter().find_map(|event| match event {
			Event::PaymentDeferred { asset, amount, .. } => Some((asset, amount)),
			_ => None,
		});
		assert_eq!(deferred, Some((GOLD, 40)));
		let again = try_claim(ALICE, of(STANDALONE, ALICE), None);
		assert_noop!(again, Error::<Test>::PaymentRefused);
		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 40);
	});
}

#[test]
fn unstake_succeeds_when_no_reward_can_be_paid() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		let position = stake(STANDALONE, ALICE, 100, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		undelegate_all(STANDALONE, ALICE);
		unstake(ALICE, position);
	});
}

// Fractions.

#[test]
fn claims_pay_the_same_when_they_come_all_the_time() {
	let story = |often: bool| {
		let mut ext = new_test_ext();
		ext.execute_with(|| {
			for (who, amount) in [(ALICE, 1), (BOB, 1), (CHARLIE, 5)] {
				delegate(STANDALONE, who, amount);
			}
			skip(1);
			let mut paid = 0;
			for _ in 0..50 {
				reward(STANDALONE, GOLD, 1, now());
				if often {
					paid += earned(STANDALONE, ALICE, GOLD);
				}
			}
			check_invariants();
			paid + earned(STANDALONE, ALICE, GOLD)
		})
	};

	assert_eq!(story(true), 7, "50 / 7");
	assert_eq!(story(false), 7);
}

// Exits.

#[test]
fn exits_go_on_earning_what_comes_late() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(BACKED, BOB, 100);
		skip(1);
		undelegate_all(BACKED, ALICE);
		skip(2);

		reward(BACKED, GOLD, 40, 11);
		reward(BACKED, GOLD, 7, 12);

		assert_eq!(earned(BACKED, ALICE, GOLD), 20);
		assert_eq!(earned(BACKED, BOB, GOLD), 27);
	});
}

#[test]
fn claim_pays_who_has_left_for_good() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		undelegate_all(STANDALONE, ALICE);
		skip(2);
		assert_eq!(withdraws(STANDALONE, ALICE), 100);

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 40);

		assert_forgotten(STANDALONE, ALICE);
	});
}

#[test]
fn claim_leaves_nothing_behind_when_the_stake_leaves_last() {
	test(|| {
		delegate(STANDALONE, ALICE, 2);
		delegate(STANDALONE, BOB, 1);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 26, "and two thirds");
		undelegate_all(STANDALONE, ALICE);
		skip(2);

		assert_eq!(withdraws(STANDALONE, ALICE), 2);

		assert_forgotten(STANDALONE, ALICE);
	});
}

#[test]
fn claim_leaves_nothing_behind_when_the_fraction_is_claimed_last() {
	test(|| {
		delegate(STANDALONE, ALICE, 2);
		delegate(STANDALONE, BOB, 1);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		undelegate_all(STANDALONE, ALICE);
		skip(2);
		assert_eq!(withdraws(STANDALONE, ALICE), 2);

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 26);

		assert_forgotten(STANDALONE, ALICE);
	});
}

#[test]
fn claim_leaves_nothing_behind_when_everybody_has_gone() {
	test(|| {
		delegate(BACKED, ALICE, 2);
		let position = stake(BACKED, BOB, 1, tier(3, 100));
		skip(1);
		reward(BACKED, GOLD, 40, now());
		skip(4);
		unstake(BOB, position);
		undelegate_all(BACKED, ALICE);
		skip(WINDOW + 1);
		withdraws(BACKED, ALICE);
		withdraws(BACKED, BOB);

		assert_eq!(earned(BACKED, ALICE, GOLD), 26);
		assert_eq!(earned(BACKED, BOB, GOLD), 13);

		for who in [ALICE, BOB] {
			assert_forgotten(BACKED, who);
		}
		assert_eq!(Entitlements::<Test>::iter().count(), 0);
		assert_eq!(crate::MergedCohorts::<Test>::iter().count(), 0);
		assert_eq!(crate::ExitRewards::<Test>::iter().count(), 0);
		assert_eq!(pages_of_expiries(), 0);
		assert_eq!(recorded(GOLD), 1, "two fractions that nobody can be paid");
	});
}

// Redelegated stake.

#[test]
fn redelegated_stake_brings_what_it_earned_on_the_way_when_it_arrives() {
	test(|| {
		let other = second_pool(NATIVE);
		delegate(BACKED, ALICE, 100);
		skip(1);
		reward(BACKED, GOLD, 40, now());
		redelegate_all(BACKED, other, ALICE);
		skip(2);
		reward(BACKED, GOLD, 7, 11);
		assert_eq!(available(BACKED, ALICE), [(GOLD, 40)], "what came late waits with the stake");

		skip(WINDOW - 1);
		complete(BACKED, other, ALICE);

		assert_eq!(staked(other, ALICE), 100);
		assert_eq!(earned(BACKED, ALICE, GOLD), 47);
		assert_forgotten(BACKED, ALICE);
	});
}

#[test]
fn redelegated_stake_keeps_what_it_earned_when_the_move_is_cancelled() {
	test(|| {
		let other = second_pool(NATIVE);
		delegate(BACKED, ALICE, 100);
		skip(1);
		redelegate_all(BACKED, other, ALICE);
		skip(2);
		reward(BACKED, GOLD, 7, 11);

		assert_ok!(Staking::cancel_redelegation(signed(ALICE), BACKED, other));

		reward(BACKED, GOLD, 5, 11);
		assert_eq!(earned(BACKED, ALICE, GOLD), 12);
	});
}
