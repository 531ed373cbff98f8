// SPDX-License-Identifier: Apache-2.0

//! Records that do not decode are there: they are neither overlooked nor overwritten, and nothing is paid or closed without them.

use crate::{
	mock::*, Call, CommissionRates, EntitledStake, Entitlements, ExitRewards, Expiries, Offers,
	Payee, PositionId, RewardClaim, RewardPools, Streams,
};
use bulwark_ledger::PageIndex;
use frame_support::{assert_noop, storage::unhashed};
use pallet_operator_staking::{Exits, Holdings};
use sp_runtime::DispatchError;

/// A call that meets one is refused, and the record stays as it is.
fn refuses_garbage(key: Vec<u8>, call: impl FnOnce() -> sp_runtime::DispatchResult) {
	let garbage = vec![0xff; 3];
	unhashed::put_raw(&key, &garbage);

	assert_noop!(call(), DispatchError::Corruption);

	assert_eq!(unhashed::get_raw(&key), Some(garbage));
}

#[test]
fn records_that_do_not_decode_are_neither_overlooked_nor_overwritten() {
	type Story = (fn() -> Vec<u8>, fn() -> sp_runtime::DispatchResult);
	let claim = || {
		let claim = RewardClaim::Stake { pool_id: BACKED, staker: ALICE };
		calls(signed(ALICE), Call::claim { claim, to: None })
	};
	let configure = || try_configure(root(), BACKED, backed_offer());
	let stories: [Story; 10] = [
		(|| Holdings::<Test>::hashed_key_for(ALICE, BACKED), claim),
		(|| Exits::<Test>::hashed_key_for(ALICE, BACKED), claim),
		(|| Entitlements::<Test>::hashed_key_for((ALICE, BACKED, EntitledStake::Staked)), claim),
		(|| RewardPools::<Test>::hashed_key_for(BACKED), configure),
		(|| Offers::<Test>::hashed_key_for(BACKED), configure),
		(|| CommissionRates::<Test>::hashed_key_for(OPERATOR), || try_take(20)),
		(
			|| CommissionRates::<Test>::hashed_key_for(OPERATOR),
			|| try_reward(Payee::Operator(OPERATOR), GOLD, 1_000, now()),
		),
		(|| ExitRewards::<Test>::hashed_key_for(BACKED, PageIndex(5)), claim),
		(
			|| Expiries::<Test>::hashed_key_for(BACKED, PageIndex(0)),
			|| try_stake(BACKED, ALICE, 1_000, tier(8, 200)),
		),
		(|| Streams::<Test>::hashed_key_for(BACKED), || try_fund(BACKED, GOLD, 1_000, 4)),
	];
	for (key, call) in stories {
		new_test_ext().execute_with(|| {
			delegate(BACKED, ALICE, 1_000);
			skip(1);
			reward(BACKED, GOLD, 1_000, now());
			undelegate(BACKED, ALICE, 100);
			refuses_garbage(key(), call);
		});
	}
}

#[test]
fn position_whose_stake_does_not_decode_is_neither_paid_nor_closed() {
	let acts: [fn(PositionId) -> sp_runtime::DispatchResult; 3] = [
		|position| try_claim(ALICE, RewardClaim::Position(position), None),
		|position| try_unstake(ALICE, position, ALL),
		|position| calls(signed(ALICE), Call::split { position_id: position, amount: 100 }),
	];
	for act in acts {
		new_test_ext().execute_with(|| {
			let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
			skip(1);
			reward(BACKED, GOLD, 1_000, now());
			let key = Holdings::<Test>::hashed_key_for(view(position).account, BACKED);
			refuses_garbage(key, || act(position));
		});
	}
}
