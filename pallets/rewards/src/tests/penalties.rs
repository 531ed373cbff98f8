// SPDX-License-Identifier: Apache-2.0

//! What leaving early costs, and where that goes.

use crate::{mock::*, Destination, Error, Event, Fraction, Offer, PoolId, PositionId};
use frame_support::{assert_noop, assert_ok};

/// A position of 10 000 that counts.
fn position_in(pool: PoolId) -> PositionId {
	let position = stake(pool, ALICE, 10_000, tier(8, if pool == STANDALONE { 100 } else { 200 }));
	skip(1);
	position
}

fn pays_to(destination: Destination<AccountId>) {
	configure(STANDALONE, Offer { destination, ..offer() });
}

#[test]
fn penalty_waits_beside_the_stake_and_is_slashed_with_it() {
	test(|| {
		let position = position_in(BACKED);
		unstake(ALICE, position);
		let release = now() + WINDOW + 1;
		assert_eq!(unbonding(BACKED, ALICE), [(release, 5_000)]);
		assert_eq!(unbonding(BACKED, TREASURY), [(release, 5_000)]);

		slash(now(), percent(20));
		skip(WINDOW + 1);

		assert_eq!(withdraws(BACKED, ALICE), 4_000);
		assert_eq!(withdraws(BACKED, TREASURY), 4_000);
	});
}

#[test]
fn penalty_earns_nothing_for_who_gets_it() {
	test(|| {
		let position = position_in(STANDALONE);
		unstake(ALICE, position);

		reward(STANDALONE, GOLD, 40, now());

		assert_eq!(earned(STANDALONE, TREASURY, GOLD), 0);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 40);
	});
}

#[test]
fn penalty_is_rounded_up() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_001, tier(8, 100));
		skip(1);

		unstake(ALICE, position);

		assert_eq!(unbonding(STANDALONE, ALICE), [(now() + 1, 500)]);
		assert_eq!(unbonding(STANDALONE, TREASURY), [(now() + 1, 501)]);
	});
}

/// Rounded down, a position that leaves unit by unit would pay nothing.
#[test]
fn penalty_is_the_whole_exit_when_that_is_a_unit() {
	test(|| {
		let mut position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		skip(1);

		for _ in 0..40 {
			position = unstake_part(ALICE, position, 1);
		}

		assert_eq!(unbonding(STANDALONE, ALICE), []);
		assert_eq!(unbonding(STANDALONE, TREASURY), [(now() + 1, 40)]);
	});
}

#[test]
fn penalty_is_the_one_the_position_was_opened_with() {
	test(|| {
		let position = position_in(STANDALONE);
		configure(STANDALONE, Offer { penalty: percent(90), ..offer() });

		unstake(ALICE, position);

		assert_eq!(unbonding(STANDALONE, ALICE), [(now() + 1, 5_000)]);
	});
}

#[test]
fn penalty_is_nothing_when_there_is_none() {
	test(|| {
		configure(STANDALONE, Offer { penalty: percent(0), ..offer() });
		let position = position_in(STANDALONE);

		unstake(ALICE, position);

		assert_eq!(unbonding(STANDALONE, ALICE), [(now() + 1, 10_000)]);
	});
}

// Waived.

fn assert_free_when(happens: fn()) {
	test(|| {
		let position = position_in(BACKED);
		assert_eq!(view(position).penalty, percent(50));

		happens();

		assert_eq!(view(position).penalty, percent(0));
		unstake(ALICE, position);
		assert_eq!(unbonding(BACKED, ALICE).iter().map(|(_, value)| value).sum::<u128>(), 10_000);
	});
}

#[test]
fn penalty_is_waived_when_the_operator_is_suspended() {
	assert_free_when(|| {
		assert_ok!(Staking::suspend(root(), OPERATOR));
	});
}

#[test]
fn penalty_is_waived_when_the_operators_own_stake_is_too_low() {
	assert_free_when(|| {
		assert_ok!(Staking::set_global_min_self_stake(root(), 1_000_000));
	});
}

#[test]
fn penalty_is_waived_when_the_pool_closes() {
	assert_free_when(retire);
	assert_free_when(|| {
		retire();
		skip(2);
	});
}

#[test]
fn penalty_is_waived_when_the_pool_will_be_able_to_lose_more() {
	assert_free_when(|| Widening::set(&vec![OPERATOR]));
}

#[test]
fn penalty_is_due_when_the_announced_opt_in_has_taken_effect() {
	test(|| {
		let position = position_in(BACKED);
		Widening::set(&vec![OPERATOR]);
		skip(2);
		Widening::set(&vec![]);

		unstake(ALICE, position);

		assert_eq!(unbonding(BACKED, ALICE), [(now() + WINDOW + 1, 5_000)]);
		assert_eq!(unbonding(BACKED, TREASURY), [(now() + WINDOW + 1, 5_000)]);
	});
}

#[test]
fn penalty_is_due_when_another_operator_announces_more() {
	test(|| {
		let positions = [position_in(BACKED), position_in(STANDALONE)];

		Widening::set(&vec![BOB]);

		assert_eq!(positions.map(|position| view(position).penalty), [percent(50); 2]);
	});
}

// To an account.

#[test]
fn penalty_is_paid_to_an_account_that_asks_for_it() {
	test(|| {
		let position = position_in(STANDALONE);
		unstake(ALICE, position);
		skip(1);

		assert_eq!(withdraws(STANDALONE, TREASURY), 5_000);
	});
}

#[test]
fn penalty_is_paid_to_an_account_that_nobody_signs_for() {
	test(|| {
		let vault = AccountId::new([98; 32]);
		pays_to(Destination::Account(vault.clone()));
		let position = position_in(STANDALONE);
		unstake(ALICE, position);
		skip(3);

		let paid = gain(NATIVE, vault.clone(), || {
			assert_ok!(Staking::withdraw(signed(DAVE), STANDALONE, vault));
		});

		assert_eq!(paid, 5_000);
	});
}

// To those who stay.

#[test]
fn penalty_for_the_stakers_becomes_a_stream_when_it_is_released() {
	test(|| {
		pays_to(Destination::Stakers);
		delegate(STANDALONE, BOB, 1_000);
		let position = position_in(STANDALONE);
		unstake(ALICE, position);
		poke(STANDALONE);
		assert_eq!(streaming(STANDALONE, 0), 0, "it waits like the stake");

		skip(1);
		poke(STANDALONE);

		assert_has(Event::PenaltiesCollected {
			pool_id: STANDALONE,
			amount: 5_000,
			destination: Destination::Stakers,
		});
		assert_eq!(streaming(STANDALONE, 0), 5_000);
		skip(RETURN + 1);
		assert_eq!(earned(STANDALONE, BOB, NATIVE), 5_000);
	});
}

#[test]
fn penalty_for_the_stakers_is_withdrawn_by_nobody() {
	test(|| {
		pays_to(Destination::Stakers);
		let position = position_in(STANDALONE);
		unstake(ALICE, position);
		skip(3);
		let account = Rewards::penalty_account(STANDALONE, &Destination::Stakers);

		let withdrawn = Staking::withdraw(signed(DAVE), STANDALONE, account);

		assert_noop!(withdrawn, pallet_operator_staking::Error::<Test>::IsPositionAccount);
		poke(STANDALONE);
		assert_eq!(streaming(STANDALONE, 0), 5_000);
	});
}

#[test]
fn penalty_for_the_stakers_goes_to_the_treasury_when_all_leave() {
	test(|| {
		let offered = Offer { destination: Destination::Stakers, ..backed_offer() };
		configure(BACKED, offered);
		let position = position_in(BACKED);
		unstake(ALICE, position);
		retire();
		skip(WINDOW + 1);

		let to_treasury = gain(NATIVE, TREASURY, || poke(BACKED));

		assert_eq!(to_treasury, 5_000);
	});
}

// To nobody.

#[test]
fn penalty_is_burnt_when_it_is_released() {
	test(|| {
		pays_to(Destination::Burn);
		let position = position_in(STANDALONE);
		unstake(ALICE, position);
		let before = Balances::total_issuance();
		skip(1);

		poke(STANDALONE);

		assert_has(Event::PenaltiesCollected {
			pool_id: STANDALONE,
			amount: 5_000,
			destination: Destination::Burn,
		});
		assert_eq!(Balances::total_issuance(), before - 5_000);
	});
}

#[test]
fn unstake_is_refused_when_it_costs_more_than_the_owner_accepts() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(1);
		let penalty = view(position).agreed_penalty;
		let less = Fraction::from_parts(penalty.deconstruct() - 1);

		for max_penalty in [Fraction::zero(), less] {
			let refused = try_unstake_at(ALICE, position, ALL, max_penalty);
			assert_noop!(refused, Error::<Test>::PenaltyTooHigh);
		}
		assert_ok!(try_unstake_at(ALICE, position, ALL, penalty));
	});
}

#[test]
fn unstake_that_must_be_free_is_refused_when_the_operator_is_active_again() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(1);
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert_eq!(Rewards::preview_unstake(position, ALL).expect("it may").penalty, 0);
		assert_ok!(Staking::resume(root(), OPERATOR));

		let refused = try_unstake_at(ALICE, position, ALL, Fraction::zero());

		assert_noop!(refused, Error::<Test>::PenaltyTooHigh);
		assert_ok!(Staking::suspend(root(), OPERATOR));
		assert_ok!(try_unstake_at(ALICE, position, ALL, Fraction::zero()));
	});
}
