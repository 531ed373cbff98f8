// SPDX-License-Identifier: Apache-2.0

//! Rewards for an epoch: who gets what part, and what becomes of money that nobody has earned.

use crate::{mock::*, Error, Event, Offer, Payee, PoolId, RewardClaim};
use bulwark_ledger::EpochIndex;
use bulwark_testing::StorageCalls;
use bulwark_traits::{Reward, RewardSink, StakePools};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Balanced};
use sp_runtime::{traits::BadOrigin, DispatchError, DispatchResult, TokenError};

// A pool.

#[test]
fn reward_is_divided_by_stake() {
	test(|| {
		delegate(STANDALONE, ALICE, 300);
		delegate(STANDALONE, BOB, 100);
		skip(1);

		reward(STANDALONE, GOLD, 40, now());

		assert_last(Event::Rewarded {
			pool_id: STANDALONE,
			earned_in: EpochIndex(11),
			asset: GOLD,
			amount: 40,
			commission: 0,
		});
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 30);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 10);
	});
}

#[test]
fn reward_pays_nobody_who_comes_later() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		delegate(STANDALONE, BOB, 900);

		reward(STANDALONE, GOLD, 40, now());
		skip(1);

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 40);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 0);
	});
}

#[test]
fn reward_pays_who_leaves_within_the_epoch() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		delegate(STANDALONE, BOB, 100);
		skip(1);
		undelegate_all(STANDALONE, ALICE);

		reward(STANDALONE, GOLD, 40, now());
		skip(1);
		reward(STANDALONE, GOLD, 7, now());

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 20);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 27);
	});
}

#[test]
fn reward_counts_stake_after_a_slash_by_what_is_left_of_it() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);
		slash(now(), percent(50));
		top_up();
		delegate(BACKED, BOB, 50);
		skip(1);

		reward(BACKED, GOLD, 40, now());

		assert_eq!(earned(BACKED, ALICE, GOLD), 20);
		assert_eq!(earned(BACKED, BOB, GOLD), 20);
	});
}

#[test]
fn reward_comes_in_every_listed_asset() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);

		for (asset, amount) in [(NATIVE, 11), (GOLD, 12), (SILVER, 13)] {
			reward(STANDALONE, asset, amount, now());
		}

		assert_eq!(available(STANDALONE, ALICE), [(NATIVE, 11), (GOLD, 12), (SILVER, 13)]);
	});
}

#[test]
fn reward_gives_the_last_unit_to_who_is_alone() {
	test(|| {
		delegate(STANDALONE, ALICE, 3);
		skip(1);

		reward(STANDALONE, GOLD, 1_001, now());

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 1_001);
	});
}

// An operator.

#[test]
fn reward_of_an_operator_is_divided_over_its_pools_by_power() {
	test(|| {
		let silver = second_pool(SILVER);
		delegate(BACKED, ALICE, 100);
		delegate(silver, BOB, 100);
		skip(1);

		reward_operator(GOLD, 90, now());

		assert_eq!(earned(BACKED, ALICE, GOLD), 30);
		assert_eq!(earned(silver, BOB, GOLD), 60, "silver has twice the power");
	});
}

#[test]
fn reward_of_an_operator_takes_the_commission_off_the_whole() {
	test(|| {
		let silver = second_pool(SILVER);
		take(10);
		delegate(BACKED, ALICE, 100);
		delegate(silver, BOB, 100);
		skip(1);

		reward_operator(GOLD, 99, now());

		assert_eq!(commission(BACKED, GOLD) + commission(silver, GOLD), 9, "9.9 rounded down");
		assert_eq!(earned(BACKED, ALICE, GOLD), 30);
		assert_eq!(earned(silver, BOB, GOLD), 60);
	});
}

#[test]
fn reward_of_an_operator_knows_no_multipliers_between_pools() {
	test(|| {
		let other = second_pool(NATIVE);
		stake(BACKED, ALICE, 100, tier(8, 200));
		delegate(BACKED, BOB, 100);
		delegate(other, CHARLIE, 200);
		skip(1);

		reward_operator(GOLD, 120, now());

		assert_eq!(earned(other, CHARLIE, GOLD), 60, "half of the power");
		assert_eq!(earned(BACKED, BOB, GOLD), 20, "a third of the weight");
	});
}

#[test]
fn reward_of_an_operator_passes_by_stake_that_weighs_nothing() {
	test(|| {
		let for_positions = pool_for_positions();
		take(10);
		delegate(for_positions, OPERATOR, 900);
		delegate(BACKED, BOB, 100);
		skip(1);

		let to_treasury = gain(GOLD, TREASURY, || reward_operator(GOLD, 100, now()));

		assert_eq!(to_treasury, 0, "stake that earns nothing takes nothing from that which does");
		assert_eq!(earned(BACKED, BOB, GOLD), 90);
		assert_eq!(commission(BACKED, GOLD), 10);
	});
}

#[test]
fn reward_of_an_operator_reaches_its_own_stake_like_everybodys() {
	test(|| {
		take(20);
		delegate(BACKED, OPERATOR, 100);
		delegate(BACKED, ALICE, 300);
		skip(1);

		reward_operator(GOLD, 100, now());

		assert_eq!(commission(BACKED, GOLD), 20);
		assert_eq!(earned(BACKED, OPERATOR, GOLD), 20);
		assert_eq!(earned(BACKED, ALICE, GOLD), 60);
	});
}

// Late.

#[test]
fn reward_pays_for_every_epoch_of_the_window_who_was_there_then() {
	for age in 0..=WINDOW {
		test(|| {
			delegate(BACKED, ALICE, 100);
			skip(1);
			delegate(BACKED, BOB, 100);
			skip(age);

			reward(BACKED, GOLD, 40, 11);

			assert_eq!(earned(BACKED, ALICE, GOLD), 40, "{age} epochs late");
			assert_eq!(earned(BACKED, BOB, GOLD), 0, "{age} epochs late");
		});
	}
}

/// The operator closes and takes its bond as soon as it may, which is the next epoch.
fn operator_goes() {
	Unslashable::set(&true);
	retire();
	skip(1);
	assert_ok!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR));
}

#[test]
fn reward_of_an_operator_that_has_gone_pays_who_was_active() {
	test(|| {
		take(20);
		let silver = second_pool(SILVER);
		delegate(BACKED, ALICE, 100);
		delegate(silver, BOB, 100);
		skip(1);
		let served = now();
		undelegate_all(silver, BOB);
		operator_goes();
		assert_eq!(<Staking as StakePools<_, _>>::pools_of(&OPERATOR), []);

		let late = EpochIndex(served);
		assert_ok!(try_reward(Payee::Operator(OPERATOR), GOLD, 75, late.0));
		skip(WINDOW - 1);
		assert_ok!(try_reward(Payee::Operator(OPERATOR), GOLD, 75, late.0));

		assert_eq!(earned(BACKED, ALICE, GOLD), 40);
		assert_eq!(earned(silver, BOB, GOLD), 80);
		let paid = gain(GOLD, OPERATOR, || {
			for pool_id in [BACKED, silver] {
				let claim = RewardClaim::Commission(pool_id);
				let _ = calls(signed(DAVE), crate::Call::claim { claim, to: None });
			}
		});
		assert_eq!(paid, 30, "a fifth, to the account of the operator");

		skip(1);
		let refused = try_reward(Payee::Operator(OPERATOR), GOLD, 75, served);
		assert_noop!(refused, Error::<Test>::EpochTooOld);
	});
}

#[test]
fn reward_for_an_epoch_after_an_operator_has_gone_goes_to_the_treasury() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);
		operator_goes();

		let to_treasury = gain(GOLD, TREASURY, || reward_operator(GOLD, 40, now()));

		assert_eq!(to_treasury, 40);
		assert_eq!(earned(BACKED, ALICE, GOLD), 0);
	});
}

#[test]
fn reward_reads_no_more_the_older_its_epoch_is() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1_000);

		let (refused, storage) =
			StorageCalls::of(|| try_reward(Payee::Pool(BACKED), GOLD, 40, now() - 1_000));

		assert_eq!(refused, Err(Error::<Test>::EpochTooOld.into()));
		assert!(storage.all_reads() < 100);
	});
}

#[test]
fn reward_is_refused_when_its_epoch_is_too_old() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(STANDALONE, ALICE, 100);
		skip(1 + WINDOW);

		for (pool, window) in [(BACKED, WINDOW), (STANDALONE, 1)] {
			let late = try_reward(Payee::Pool(pool), GOLD, 40, now() - window - 1);
			assert_noop!(late, Error::<Test>::EpochTooOld);

			reward(pool, GOLD, 40, now() - window);
		}
		let late = try_reward(Payee::Operator(OPERATOR), GOLD, 40, now() - WINDOW - 1);
		assert_noop!(late, Error::<Test>::EpochTooOld);
		reward_operator(GOLD, 40, now() - WINDOW);
	});
}

#[test]
fn reward_is_refused_when_its_epoch_has_not_begun() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);

		for to in [Payee::Pool(BACKED), Payee::Operator(OPERATOR)] {
			let early = try_reward(to, GOLD, 40, now() + 1);
			assert_noop!(early, Error::<Test>::EpochInFuture);
		}
	});
}

// Nobody.

#[test]
fn reward_goes_to_the_treasury_when_nobody_was_active() {
	test(|| {
		take(20);
		skip(1);
		delegate(BACKED, ALICE, 100);

		let to_treasury = gain(GOLD, TREASURY, || reward(BACKED, GOLD, 40, now()));

		assert_eq!(to_treasury, 40, "the operator has earned nothing either");
		assert_has(Event::Unallocated { to: Payee::Pool(BACKED), asset: GOLD, amount: 40 });
		skip(1);
		assert_eq!(earned(BACKED, ALICE, GOLD), 0);
		assert_eq!(commission(BACKED, GOLD), 0);
		assert_eq!(recorded(GOLD), 0);
	});
}

#[test]
fn reward_of_an_operator_goes_to_the_treasury_when_nobody_was_active() {
	test(|| {
		take(20);
		skip(1);

		let to_treasury = gain(GOLD, TREASURY, || reward_operator(GOLD, 40, now()));

		assert_eq!(to_treasury, 40);
		let to = Payee::Operator(OPERATOR);
		assert_has(Event::Unallocated { to, asset: GOLD, amount: 40 });
		assert_eq!(commission(BACKED, GOLD), 0);
	});
}

#[test]
fn reward_goes_to_the_treasury_when_all_who_are_active_weigh_nothing() {
	test(|| {
		let pool = pool_for_positions();
		delegate(pool, OPERATOR, 100);
		skip(1);

		let to_treasury = gain(GOLD, TREASURY, || reward(pool, GOLD, 40, now()));

		assert_eq!(to_treasury, 40);
	});
}

#[test]
fn reward_for_an_epoch_after_the_pool_closed_goes_to_the_treasury() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);
		retire();
		skip(1);

		let to_treasury = gain(GOLD, TREASURY, || reward(BACKED, GOLD, 40, now()));
		reward(BACKED, GOLD, 7, now() - 1);

		assert_eq!(to_treasury, 40);
		assert_eq!(earned(BACKED, ALICE, GOLD), 7);
	});
}

// Refused.

#[test]
fn reward_is_refused_and_stays_with_the_payer_when_the_asset_is_not_listed() {
	test_bare(|| {
		let native = vec![NATIVE].try_into().expect("it is one");
		configure(STANDALONE, Offer { assets: native, ..offer() });
		configure(BACKED, backed_offer());
		delegate(STANDALONE, ALICE, 100);
		skip(1);

		for asset in [GOLD, TIN] {
			let refused = try_reward(Payee::Pool(STANDALONE), asset, 40, now());
			assert_noop!(refused, Error::<Test>::AssetNotListed);
		}
		let refused = try_reward(Payee::Operator(OPERATOR), TIN, 40, now());
		assert_noop!(refused, Error::<Test>::AssetNotListed);
	});
}

#[test]
fn reward_is_refused_when_there_is_nothing_to_pay() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);

		for to in [Payee::Pool(STANDALONE), Payee::Operator(OPERATOR)] {
			assert_noop!(try_reward(to, GOLD, 0, now()), Error::<Test>::NothingToPay);
		}
	});
}

#[test]
fn reward_is_refused_when_the_pool_pays_nothing() {
	test(|| {
		let bare = bare_pool(NATIVE);

		let refused = try_reward(Payee::Pool(bare), GOLD, 40, now());
		assert_noop!(refused, Error::<Test>::AssetNotListed);
		let refused = try_reward(Payee::Pool(PoolId(77)), GOLD, 40, now());
		assert_noop!(refused, Error::<Test>::UnknownPool);
		let refused = try_reward(Payee::Operator(ALICE), GOLD, 40, now());
		assert_noop!(refused, Error::<Test>::UnknownPool);
	});
}

#[test]
fn reward_is_refused_when_the_payer_has_not_got_it() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		keep_only(NATIVE, SPONSOR, EXISTENTIAL_DEPOSIT + 39);
		skip(1);

		let refused = try_reward(Payee::Pool(STANDALONE), NATIVE, 40, now());
		assert_noop!(refused, Error::<Test>::NotSpendable);

		reward(STANDALONE, NATIVE, 39, now());
	});
}

#[test]
fn reward_is_refused_when_more_would_be_owed_than_can_be_counted() {
	test(|| {
		donate(GOLD, &SPONSOR, FUNDS * 2);
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, FUNDS * 2, now());

		let refused = try_reward(Payee::Pool(STANDALONE), GOLD, 1, now());

		assert_noop!(refused, Error::<Test>::Overflow);
	});
}

#[test]
fn callers_are_refused_when_nobody_signed() {
	test(|| {
		let stake = RewardClaim::Stake { pool_id: STANDALONE, staker: ALICE };
		let (asset, amount, earned_in) = (GOLD, 40, EpochIndex(10));
		let all: Vec<crate::Call<Test>> = vec![
			crate::Call::reward {
				to: Payee::Pool(STANDALONE),
				asset: asset.clone(),
				amount,
				earned_in,
			},
			crate::Call::fund_stream { pool_id: STANDALONE, asset, amount, epochs: 1 },
			crate::Call::set_commission { rate: percent(1) },
			crate::Call::lower_commission_cap { cap: percent(1) },
			crate::Call::claim { claim: stake, to: None },
			crate::Call::poke { pool_id: STANDALONE },
			crate::Call::touch { asset: GOLD },
		];
		for call in all {
			assert_noop!(calls(RuntimeOrigin::none(), call), BadOrigin);
		}
	});
}

// From other pallets.

fn gold(to: Payee<AccountId>, amount: u128, earned_in: u32) -> Reward<AccountId, AssetId> {
	Reward { to, asset: GOLD, amount, earned_in: EpochIndex(earned_in), may_list: false }
}

/// Gives a reward to the sink, as another pallet would.
fn sink(reward: Reward<AccountId, AssetId>) -> DispatchResult {
	let money = (reward.asset.clone(), reward.amount);
	let take = || Ok(AllAssets::issue(money.0, money.1));
	<Rewards as RewardSink<_, _, _>>::reward(reward, take).map(drop)
}

/// A reward is refused before its money is taken.
fn assert_leaves_money(reward: Reward<AccountId, AssetId>, error: impl Into<DispatchError>) {
	let take = || -> Result<crate::CreditOf<Test>, _> { panic!("the money was taken") };
	let error: DispatchError = error.into();
	assert_noop!(<Rewards as RewardSink<_, _, _>>::reward(reward, take), error);
}

#[test]
fn sink_takes_money_as_the_call_does() {
	test(|| {
		take(20);
		delegate(BACKED, ALICE, 100);
		skip(1);

		assert_ok!(sink(gold(Payee::Pool(BACKED), 10, now())));

		assert_eq!(earned(BACKED, ALICE, GOLD), 8);
		assert_eq!(commission(BACKED, GOLD), 2);
	});
}

#[test]
fn sink_leaves_money_that_it_refuses() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1 + WINDOW);
		let to = || Payee::Pool(BACKED);

		let tin = Reward { asset: TIN, ..gold(to(), 40, now()) };
		assert_leaves_money(tin, Error::<Test>::AssetNotListed);
		let nowhere = gold(Payee::Pool(PoolId(77)), 40, now());
		assert_leaves_money(nowhere, Error::<Test>::UnknownPool);
		assert_leaves_money(gold(to(), 40, now() + 1), Error::<Test>::EpochInFuture);
		assert_leaves_money(gold(to(), 40, now() - WINDOW - 1), Error::<Test>::EpochTooOld);
		assert_leaves_money(gold(to(), 0, now()), Error::<Test>::NothingToPay);
	});
}

#[test]
fn sink_does_nothing_when_the_money_is_not_there() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);
		let missing = DispatchError::Token(TokenError::FundsUnavailable);

		let rewarded = <Rewards as RewardSink<_, _, _>>::reward_or_give_up(
			gold(Payee::Pool(BACKED), 40, now()),
			|| Err(missing),
		);

		assert_noop!(rewarded, missing);
	});
}

#[test]
fn sink_refuses_what_nobody_has_earned() {
	test(|| {
		take(20);
		skip(1);
		delegate(BACKED, ALICE, 100);

		for to in [Payee::Pool(BACKED), Payee::Operator(OPERATOR)] {
			assert_leaves_money(gold(to, 40, now()), Error::<Test>::NothingAtStake);
		}
		assert_eq!(recorded(GOLD), 0);
	});
}

#[test]
fn sink_gives_up_at_once_what_nobody_has_earned_when_it_is_asked_to() {
	test(|| {
		skip(1);

		for to in [Payee::Pool(BACKED), Payee::Operator(OPERATOR)] {
			let to_treasury = gain(GOLD, TREASURY, || {
				let done = <Rewards as RewardSink<_, _, _>>::reward_or_give_up(
					gold(to.clone(), 40, now()),
					|| Ok(AllAssets::issue(GOLD, 40)),
				);
				assert_ok!(done);
			});

			assert_eq!(to_treasury, 40);
			assert_last(Event::Unallocated { to, asset: GOLD, amount: 40 });
		}
		assert_eq!(crate::Unallocated::<Test>::get(GOLD), 0);
	});
}
