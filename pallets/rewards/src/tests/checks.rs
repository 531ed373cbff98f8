// SPDX-License-Identifier: Apache-2.0

//! Checks of calls that take money: who has none is told what else is wrong.

use crate::{mock::*, Call, Error, Payee, PoolId};
use frame_support::assert_noop;

#[test]
fn checks_come_before_the_money_of_who_has_none() {
	test(|| {
		let bare = bare_pool(NATIVE);
		delegate(bare, ALICE, 100);
		delegate(BACKED, ALICE, 100);
		skip(WINDOW + 2);
		let try_reward = |pool_id, asset, amount, earned_in: u32| {
			let (to, earned_in) = (Payee::Pool(pool_id), crate::EpochIndex(earned_in));
			calls(signed(PAUPER), Call::reward { to, asset, amount, earned_in })
		};
		let try_fund = |pool_id, asset, amount, epochs| {
			calls(signed(PAUPER), Call::fund_stream { pool_id, asset, amount, epochs })
		};

		for (pool_id, asset) in [(bare, GOLD), (BACKED, TIN)] {
			let rewarded = try_reward(pool_id, asset, 40, now());
			assert_noop!(rewarded, Error::<Test>::AssetNotListed);
		}
		assert_noop!(try_reward(PoolId(77), GOLD, 40, now()), Error::<Test>::UnknownPool);
		assert_noop!(try_reward(BACKED, GOLD, 40, now() + 1), Error::<Test>::EpochInFuture);
		assert_noop!(try_reward(BACKED, GOLD, 40, 11), Error::<Test>::EpochTooOld);
		assert_noop!(try_reward(BACKED, GOLD, 0, now()), Error::<Test>::NothingToPay);
		assert_noop!(try_fund(BACKED, TIN, 40, 1), Error::<Test>::AssetNotListed);
		assert_noop!(try_fund(BACKED, GOLD, 40, 0), Error::<Test>::InvalidDuration);
		assert_noop!(try_fund(BACKED, GOLD, 0, 1), Error::<Test>::NothingToPay);
		let staked = |amount| try_stake(BACKED, PAUPER, amount, tier(8, 200));
		assert_noop!(staked(0), pallet_operator_staking::Error::<Test>::BelowMinimum);
		let unknown = try_stake(BACKED, PAUPER, 40, tier(9, 200));
		assert_noop!(unknown, Error::<Test>::UnknownTier);
		retire();
		assert_noop!(try_fund(BACKED, GOLD, 40, 1), Error::<Test>::PoolClosed);
		assert_noop!(staked(40), pallet_operator_staking::Error::<Test>::PoolClosed);
	});
}
