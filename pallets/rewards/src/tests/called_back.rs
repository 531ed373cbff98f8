// SPDX-License-Identifier: Apache-2.0

//! Assets that call somebody back in the middle of a payment. Whatever is done then counts, and nobody is paid what is
//! another's.

use crate::{
	mock::*, Amount, Balance, Call, Destination, Error, Fraction, Offer, PoolId, PositionId,
	RewardClaim, Unallocated,
};
use bulwark_testing::calling_back;
use frame_support::assert_ok;

/// Everything that Alice can do in a pool, with her latest position.
fn acts(pool_id: PoolId) -> Vec<RuntimeCall> {
	let (position_id, max_penalty) = (last_position(), Fraction::one());
	let part = Amount::Exactly(10);
	let ours: [Call<Test>; 12] = [
		Call::claim { claim: RewardClaim::Stake { pool_id, staker: ALICE }, to: None },
		Call::claim { claim: RewardClaim::Position(position_id), to: None },
		Call::claim { claim: RewardClaim::Position(position_id), to: Some(CHARLIE) },
		Call::claim { claim: RewardClaim::Commission(pool_id), to: None },
		Call::unstake { position_id, amount: ALL, max_penalty },
		Call::unstake { position_id, amount: part, max_penalty },
		Call::extend { position_id },
		Call::restake { position_id },
		Call::split { position_id, amount: 10 },
		Call::merge { position_id, other_id: PositionId(position_id.0.saturating_sub(1)) },
		Call::tag { position_id, beneficiary: ALICE },
		Call::poke { pool_id },
	];
	let of_staking: [pallet_operator_staking::Call<Test>; 4] = [
		pallet_operator_staking::Call::delegate { pool_id, amount: 10 },
		pallet_operator_staking::Call::undelegate { pool_id, amount: part },
		pallet_operator_staking::Call::undelegate { pool_id, amount: ALL },
		pallet_operator_staking::Call::withdraw { pool_id, staker: ALICE },
	];
	ours.into_iter().map(Into::into).chain(of_staking.into_iter().map(Into::into)).collect()
}

/// Number of [`acts`].
const ACTS: usize = 16;

/// Everything that Alice and Charlie have of an asset in the end, by claims of all kinds.
fn all_of_alice(pool_id: PoolId, asset: &AssetId) -> Balance {
	for id in (1..=last_position().0).map(PositionId) {
		let _ = try_claim(DAVE, RewardClaim::Position(id), None);
	}
	for staker in [ALICE, CHARLIE] {
		let _ = try_claim(DAVE, RewardClaim::Stake { pool_id, staker }, None);
	}
	[ALICE, CHARLIE].map(|who| balance(asset.clone(), &who) - FUNDS).iter().sum()
}

/// Lets Alice do each of her acts while something is paid: she and Charlie never have more than the 100 of hers of gold and
/// of silver, nor more of native money than they had, and Bob has his 100.
fn assert_fair(pool_id: PoolId, prepare: fn(), pay: fn()) {
	for at in 0..ACTS {
		test(|| {
			prepare();
			assert_eq!(acts(pool_id).len(), ACTS);

			let act = move || {
				let _ = calls(signed(ALICE), acts(pool_id).swap_remove(at));
			};
			calling_back(act, pay);

			check_invariants();
			let _ = Assets::thaw_asset(signed(TREASURY), 1);
			let of_bob = || [GOLD, SILVER].map(|asset| balance(asset, &BOB));
			let before = of_bob();
			claim(DAVE, RewardClaim::Stake { pool_id, staker: BOB }, None);
			for (asset, (now, before)) in [GOLD, SILVER].iter().zip(of_bob().iter().zip(before)) {
				let all = all_of_alice(pool_id, asset);
				assert!(all <= 100, "{all} of {asset:?} by act {at}");
				assert_eq!(now - before, 100, "of {asset:?} by act {at}");
			}
			assert!(balance(NATIVE, &ALICE) <= FUNDS, "by act {at}");
		});
	}
}

/// Of each 200 units half is Alice's and half Bob's.
fn reward_both(pool_id: PoolId) {
	for asset in [GOLD, SILVER] {
		reward(pool_id, asset, 200, now());
	}
}

// Stake without a position.

fn two_stakers() {
	for who in [ALICE, BOB] {
		delegate(STANDALONE, who, 100);
	}
	skip(1);
	reward_both(STANDALONE);
}

fn claim_stake() {
	claim(ALICE, RewardClaim::Stake { pool_id: STANDALONE, staker: ALICE }, None);
}

#[test]
fn claim_of_stake_pays_nobody_twice_when_the_assets_call_back() {
	assert_fair(STANDALONE, two_stakers, claim_stake);
}

#[test]
fn claim_of_stake_puts_back_what_is_refused_when_the_others_call_back() {
	let frozen = || {
		two_stakers();
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));
	};
	assert_fair(STANDALONE, frozen, claim_stake);
}

#[test]
fn claim_pays_a_hundred_to_each_of_two_when_the_first_claims_again() {
	test(|| {
		two_stakers();
		let again = || {
			let claim = RewardClaim::Stake { pool_id: STANDALONE, staker: ALICE };
			let claimed = try_claim(ALICE, claim, None);
			assert_eq!(claimed, Err(Error::<Test>::NothingToClaim.into()));
		};

		let paid = gain(GOLD, ALICE, || calling_back(again, claim_stake));

		assert_eq!(paid, 100);
		assert_eq!(earned(STANDALONE, BOB, GOLD), 100);
		assert_eq!(earned(STANDALONE, ALICE, SILVER), 0);
	});
}

#[test]
fn claim_keeps_the_fraction_of_who_has_left_when_an_asset_refuses() {
	test(|| {
		for (who, amount) in [(ALICE, 2), (BOB, 1)] {
			delegate(STANDALONE, who, amount);
		}
		skip(1);
		for asset in [GOLD, SILVER] {
			reward(STANDALONE, asset, 40, now());
		}
		undelegate_all(STANDALONE, ALICE);
		skip(2);
		assert_eq!(withdraws(STANDALONE, ALICE), 2);
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		assert_eq!(gain(SILVER, ALICE, claim_stake), 26);

		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 26);
		assert_forgotten(STANDALONE, ALICE);
	});
}

// Positions.

/// A position of 100 at 2.00, half of whose rewards vest, beside 200 of Bob's.
fn vesting() {
	stake(BACKED, ALICE, 100, tier(8, 200));
	delegate(BACKED, BOB, 200);
	skip(1);
	reward_both(BACKED);
}

/// The same when everything has vested.
fn vested() {
	vesting();
	skip(WINDOW + 1);
}

/// The same when the position has expired.
fn expired() {
	vesting();
	skip(8);
}

/// The same when Charlie has it tagged for himself.
fn tagged() {
	expired();
	skip(WINDOW);
	tag(last_position(), CHARLIE);
}

fn claim_position() {
	claim(ALICE, RewardClaim::Position(last_position()), None);
}

#[test]
fn claim_of_a_position_pays_nobody_twice_when_the_assets_call_back() {
	for prepare in [vesting, vested, expired, tagged] {
		assert_fair(BACKED, prepare, claim_position);
	}
}

#[test]
fn claim_of_a_position_puts_back_what_is_refused_when_the_others_call_back() {
	let earning_for_charlie = || {
		tagged();
		reward_both(BACKED);
	};
	let prepared: [fn(); 5] = [vesting, vested, expired, tagged, earning_for_charlie];
	for prepare in prepared {
		test(|| {
			prepare();
			let before = view(last_position());
			assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

			claim_position();

			assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
			let gold = |amounts: Vec<(AssetId, Balance)>| {
				amounts.into_iter().filter(|(asset, _)| *asset == GOLD).collect::<Vec<_>>()
			};
			let after = view(last_position());
			assert_eq!(after.claimable, gold(before.claimable));
			assert_eq!(gold(after.expired_rewards), gold(before.expired_rewards));
		});
	}
}

#[test]
fn refused_reward_of_a_position_is_its_owners_when_it_has_left_meanwhile() {
	test(|| {
		vested();
		let position_id = last_position();
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));

		calling_back(
			move || {
				let _ = try_unstake(ALICE, position_id, ALL);
			},
			claim_position,
		);

		assert_gone(position_id);
		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
		assert_eq!(earned(BACKED, ALICE, GOLD), 100);
		assert_eq!(balance(SILVER, &ALICE), FUNDS + 100);
	});
}

/// The same, and fifty of Alice's own are released: they are paid when she unstakes.
fn released() {
	delegate(BACKED, ALICE, 50);
	skip(1);
	undelegate_all(BACKED, ALICE);
	skip(WINDOW + 1);
	vesting();
}

#[test]
fn unstake_pays_nobody_twice_when_the_asset_calls_back() {
	assert_fair(BACKED, released, || {
		assert_ok!(try_unstake(ALICE, last_position(), Amount::Exactly(10)));
	});
	assert_fair(BACKED, released, || {
		assert_ok!(try_unstake(ALICE, last_position(), ALL));
	});
}

#[test]
fn stake_counts_once_when_the_asset_calls_back() {
	assert_fair(BACKED, vesting, || {
		assert_ok!(try_stake(BACKED, ALICE, 50, tier(8, 200)));
	});
}

// Commissions.

#[test]
fn claim_of_a_commission_pays_once_when_the_assets_call_back() {
	for refused in [None, Some(1)] {
		test(|| {
			take(50);
			delegate(BACKED, ALICE, 100);
			skip(1);
			reward_both(BACKED);
			if let Some(asset) = refused {
				assert_ok!(Assets::freeze_asset(signed(TREASURY), asset));
			}
			let of_commission = RewardClaim::Commission(BACKED);
			let again = of_commission.clone();

			let paid = gain(SILVER, OPERATOR, || {
				calling_back(
					move || {
						let _ = try_claim(OPERATOR, again.clone(), None);
					},
					|| claim(OPERATOR, of_commission, None),
				);
			});

			let _ = Assets::thaw_asset(signed(TREASURY), 1);
			assert_eq!(paid, 100);
			let _ = commission(BACKED, GOLD);
			assert_eq!(balance(GOLD, &OPERATOR), FUNDS + 100);
			assert_eq!(earned(BACKED, ALICE, GOLD), 100);
		});
	}
}

// Money that comes in, and that nobody has earned.

#[test]
fn money_that_comes_in_is_divided_once_when_the_asset_calls_back() {
	assert_fair(STANDALONE, two_stakers, || fund(STANDALONE, GOLD, 100, 1));
	let no_gold = || {
		for who in [ALICE, BOB] {
			delegate(STANDALONE, who, 100);
		}
		skip(1);
		reward(STANDALONE, SILVER, 200, now());
	};
	assert_fair(STANDALONE, no_gold, || reward(STANDALONE, GOLD, 200, now()));
}

#[test]
fn poke_gives_away_once_what_nobody_has_earned_when_the_assets_call_back() {
	test(|| {
		for asset in [GOLD, SILVER] {
			fund(STANDALONE, asset, 100, 1);
		}
		skip(2);
		delegate(STANDALONE, ALICE, 100);
		assert_eq!(Unallocated::<Test>::get(GOLD), 100, "who follows stake pays nobody");

		let to_treasury = gain(GOLD, TREASURY, || {
			calling_back(
				|| {
					assert_ok!(calls(signed(DAVE), Call::poke { pool_id: STANDALONE }));
				},
				|| poke(STANDALONE),
			);
		});

		assert_eq!((to_treasury, recorded(GOLD)), (100, 0));
	});
}

#[test]
fn penalties_are_returned_once_when_the_assets_call_back() {
	test(|| {
		configure(STANDALONE, Offer { destination: Destination::Stakers, ..offer() });
		let position = stake(STANDALONE, ALICE, 10_000, tier(8, 100));
		delegate(STANDALONE, BOB, 100);
		skip(1);
		unstake(ALICE, position);
		skip(2);

		calling_back(
			|| {
				assert_ok!(calls(signed(DAVE), Call::poke { pool_id: STANDALONE }));
			},
			|| poke(STANDALONE),
		);

		assert_eq!(recorded(NATIVE), 5_000);
		skip(RETURN + 1);
		assert_eq!(earned(STANDALONE, BOB, NATIVE), 5_000);
	});
}
