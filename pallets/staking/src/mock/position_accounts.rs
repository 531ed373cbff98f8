// SPDX-License-Identifier: Apache-2.0

//! Stake of position accounts, and questions about pools: as another pallet would, in a call of its own.

use super::*;
use crate::{Amount, BucketsOf, CreditOf, Error, PoolId, PoolInfoOf};
use bulwark_ledger::{Cohort, Multiplier, Place, RewardWeight};
use bulwark_traits::{StakeKeeper, StakePools, StakeRef, Unstake};
use frame_support::{assert_noop, storage::with_storage_layer};
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

/// Position accounts: nobody signs for them.
pub const POSITION: AccountId = 1_000;
pub const OTHER_POSITION: AccountId = 1_001;

/// 1.50.
pub const HALF_MORE: Multiplier = Multiplier(150);

/// As a call does: all of it or nothing, with every pool announced before it changes, and every
/// weight told.
pub fn in_call<R>(act: impl FnOnce() -> Result<R, DispatchError>) -> Result<R, DispatchError> {
	RecordingObserver::begin();
	let result = with_storage_layer(act);
	RecordingObserver::check();
	result
}

/// Something is refused and changes nothing.
pub fn assert_refused<R>(error: Error<Test>, act: impl FnOnce() -> Result<R, DispatchError>) {
	RecordingObserver::begin();
	assert_noop!(with_storage_layer(|| act().map(|_| ())), error);
}

/// The present epoch, as another pallet has read it.
pub fn epoch() -> EpochIndex {
	EpochIndex(now())
}

// Reading.

pub fn pool_info(pool: PoolId) -> PoolInfoOf<Test> {
	<Staking as StakePools<_, _>>::pool(pool, EpochIndex(now())).expect("there is such a pool")
}

/// The buckets of a pool as they were in an epoch.
pub fn stake_as_of(pool: PoolId, epoch: u32) -> BucketsOf<Test> {
	pool_info(pool).stake(EpochIndex(epoch))
}

pub const MATURE: Place = Place::pool(Cohort::Mature);

/// The bucket of a cohort.
pub const fn young(start: u32) -> Place {
	Place::pool(Cohort::From(EpochIndex(start)))
}

/// The bucket of a cohort among the exits of an epoch.
pub const fn exit_of(asked: u32, start: u32) -> Place {
	Place::exit(EpochIndex(asked), Cohort::From(EpochIndex(start)))
}

/// The reward weights of a staker's lots and exits, as the pallet has told.
pub fn heard(pool: PoolId, who: AccountId) -> Vec<(Place, RewardWeight)> {
	RecordingObserver::heard(pool, who, None).into_iter().collect()
}

/// The same of a redelegation.
pub fn heard_moving(from: PoolId, to: PoolId, who: AccountId) -> Vec<(Place, RewardWeight)> {
	RecordingObserver::heard(from, who, Some(to)).into_iter().collect()
}

/// The reward weight of a staker in each bucket now, as the door says.
pub fn present(pool: PoolId, staker: AccountId) -> BTreeMap<Place, RewardWeight> {
	let weights =
		Staking::reward_weights(&StakeRef { pool_id: pool, staker, to: None }, EpochIndex(now()))
			.expect("it decodes");
	let mut sums = BTreeMap::new();
	for one in weights.present() {
		*sums.entry(one.place).or_default() += one.weight;
	}
	sums
}

/// V of each bucket of a pool, the oldest first.
pub fn pool_weights(pool: PoolId) -> Vec<RewardWeight> {
	stake_as_of(pool, now()).iter().map(|(_, bucket)| bucket.weight()).collect()
}

// Position accounts.

/// Stakes Alice's money under a position account, and checks that it moved and is active from the next epoch on.
pub fn stake_for(pool: PoolId, account: AccountId, amount: Balance, multiplier: Multiplier) {
	let (before, had) = (balance(asset_of(pool), ALICE), staked(pool, account));

	let staked_from = in_call(|| try_stake_for(pool, account, amount, multiplier));

	let effective_from = EpochIndex(now() + 1);
	assert_eq!(staked_from, Ok(effective_from));
	assert_eq!(balance(asset_of(pool), ALICE), before - amount);
	assert_eq!(staked(pool, account), had + amount);
	assert_last(Event::StakedFor { pool_id: pool, account, payer: ALICE, amount, effective_from });
}

/// Stakes Alice's money under a position account. Returns the epoch from which it is active.
pub fn try_stake_for(
	pool: PoolId,
	account: AccountId,
	amount: Balance,
	multiplier: Multiplier,
) -> Result<EpochIndex, DispatchError> {
	let record = |effective_from, _| Ok(effective_from);
	Staking::stake_for(pool, &account, &ALICE, amount, multiplier, epoch(), record)
}

/// Unstakes from a position account, and checks that exactly so much left.
pub fn unstake_for(pool: PoolId, account: AccountId, amount: Amount, to: AccountId) -> Unstake {
	unstake_with_penalty(pool, account, amount, to, None)
}

/// The same, with a penalty for another.
pub fn unstake_with_penalty(
	pool: PoolId,
	account: AccountId,
	amount: Amount,
	to: AccountId,
	penalty: Option<(Fraction, AccountId)>,
) -> Unstake {
	let had = staked(pool, account);
	let penalty = penalty.as_ref().map(|(fraction, whose)| (*fraction, whose));

	let left = in_call(|| Staking::unstake_for(pool, &account, amount, &to, penalty, epoch()));

	let left = left.expect("stake can always leave");
	let Unstake { returned, unbonding, penalty, departure, is_last, .. } = left;
	assert_eq!(is_last, staked(pool, account) == 0);
	let asked = match amount {
		Amount::Exactly(amount) => amount,
		Amount::All => had,
	};
	assert_eq!(returned + unbonding + penalty, asked);
	assert!(staked(pool, account) <= had - asked, "rounding never favours who leaves");
	assert_last(Event::UnstakedFor {
		pool_id: pool,
		account,
		to,
		returned,
		unbonding,
		penalty,
		departure,
	});
	assert_ok!(in_call(|| Staking::pay_due(pool, &to)));
	left
}

pub fn try_unstake_for(pool: PoolId, account: AccountId, amount: Amount) -> DispatchResult {
	Staking::unstake_for(pool, &account, amount, &ALICE, None, epoch()).map(|_| ())
}

/// Gives the stake of a position account another multiplier.
pub fn reweigh(pool: PoolId, account: AccountId, new: Multiplier) {
	let had = staked(pool, account);
	let old = crate::Holdings::<Test>::get(account, pool).expect("it has stake").multiplier();

	assert_ok!(in_call(|| Staking::reweigh(pool, &account, new, epoch())));

	assert_eq!(staked(pool, account), had);
	assert_last(Event::StakeReweighed { pool_id: pool, account, old, new });
}

/// Moves stake from one position account to another, and checks that the pool does not notice.
pub fn shift(pool: PoolId, from: AccountId, to: AccountId, amount: Amount) {
	let before = stake_as_of(pool, now());
	let (record, had) = (recorded(asset_of(pool)), staked(pool, from) + staked(pool, to));

	assert_ok!(in_call(|| Staking::shift(pool, &from, &to, amount, epoch())));

	assert_eq!(stake_as_of(pool, now()), before);
	assert_eq!(recorded(asset_of(pool)), record);
	assert!((staked(pool, from) + staked(pool, to)).abs_diff(had) <= 2);
	assert_last(Event::StakeMoved { pool_id: pool, from, to });
}

/// Takes the released exits of a position account, and checks that it is so much and leaves the pot.
pub fn collect(pool: PoolId, account: AccountId, amount: Balance) -> CreditOf<Test> {
	let asset = asset_of(pool);
	let (record, pot) = (recorded(asset.clone()), balance(asset.clone(), Staking::pot()));

	let money = in_call(|| Staking::collect(pool, &account, epoch())).expect("the asset pays");

	let money = money.expect("something is released");
	assert_eq!((money.asset(), money.peek()), (asset.clone(), amount));
	assert_eq!(recorded(asset.clone()), record - amount);
	assert_eq!(balance(asset, Staking::pot()), pot - amount);
	assert_last(Event::Collected { pool_id: pool, account, amount });
	money
}

/// No exit of a position account is released.
pub fn assert_collects_nothing(pool: PoolId, account: AccountId) {
	let money = in_call(|| Staking::collect(pool, &account, epoch())).expect("nothing is no error");

	assert!(money.is_none());
}
