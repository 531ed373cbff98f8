// SPDX-License-Identifier: Apache-2.0

//! Stake under keys, and what is asked of pools: as another pallet would, in a call of its own.

use super::*;
use crate::{BucketsOf, CreditOf, Error};
use bulwark_ledger::{Cohort, Multiplier, Place, Weight};
use bulwark_traits::{PoolInfo, Stake, StakeKeeper, StakePools, Unstake};
use frame_support::storage::with_storage_layer;
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

/// Keys: nobody's accounts.
pub const KEY: AccountId = 1_000;
pub const OTHER_KEY: AccountId = 1_001;

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

// Reading.

pub fn pool_info(pool: PoolId) -> PoolInfo<AccountId, AssetId> {
	<Staking as StakePools<_>>::pool(pool).expect("there is such a pool")
}

/// The buckets of a pool as they were in an epoch.
pub fn stake_as_of(pool: PoolId, epoch: u32) -> BucketsOf<Test> {
	<Staking as StakePools<_>>::stake(pool, EpochIndex(epoch))
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

/// What a holder's lots and exits weigh where, as the pallet has told.
pub fn heard(pool: PoolId, who: AccountId) -> Vec<(Place, Weight)> {
	RecordingObserver::heard(pool, who, None).into_iter().collect()
}

/// The same of what is on its way.
pub fn heard_moving(from: PoolId, to: PoolId, who: AccountId) -> Vec<(Place, Weight)> {
	RecordingObserver::heard(from, who, Some(to)).into_iter().collect()
}

/// What a holder weighs in each bucket now, as the door says.
pub fn present(pool: PoolId, holder: AccountId) -> BTreeMap<Place, Weight> {
	let weights = Staking::weights(&Stake { pool, holder, to: None }, EpochIndex(now()));
	let mut sums = BTreeMap::new();
	for one in weights.present() {
		*sums.entry(one.place).or_default() += one.weight;
	}
	sums
}

/// V of each bucket of a pool, the oldest first.
pub fn pool_weights(pool: PoolId) -> Vec<Weight> {
	stake_as_of(pool, now()).iter().map(|(_, bucket)| bucket.weight()).collect()
}

// Keys.

/// Stakes Alice's money under a key, and checks that it moved and counts from the next epoch.
pub fn stake_for(pool: PoolId, key: AccountId, amount: Balance, multiplier: Multiplier) {
	let (before, had) = (balance(asset_of(pool), ALICE), staked(pool, key));

	let staked_from = in_call(|| Staking::stake_for(pool, &key, &ALICE, amount, multiplier));

	let effective = EpochIndex(now() + 1);
	assert_eq!(staked_from, Ok(effective));
	assert_eq!(balance(asset_of(pool), ALICE), before - amount);
	assert_eq!(staked(pool, key), had + amount);
	assert_last(Event::Staked { pool, key, payer: ALICE, amount, effective });
}

/// Takes stake from under a key, and checks that exactly so much left.
pub fn unstake_for(pool: PoolId, key: AccountId, amount: Amount, to: AccountId) -> Unstake {
	unstake_and_levy(pool, key, amount, to, None)
}

/// The same, a part of it for another.
pub fn unstake_and_levy(
	pool: PoolId,
	key: AccountId,
	amount: Amount,
	to: AccountId,
	levy: Option<(Fraction, AccountId)>,
) -> Unstake {
	let had = staked(pool, key);
	let levy = levy.as_ref().map(|(fraction, whose)| (*fraction, whose));

	let left = in_call(|| Staking::unstake_for(pool, &key, amount, &to, levy));

	let left = left.expect("stake can always leave");
	let Unstake { returned, exiting, levied, departure } = left;
	let asked = match amount {
		Amount::Exactly(amount) => amount,
		Amount::All => had,
	};
	assert_eq!(returned + exiting + levied, asked);
	assert!(staked(pool, key) <= had - asked, "rounding never favours who leaves");
	assert_last(Event::Unstaked { pool, key, to, returned, exiting, levied, departure });
	left
}

pub fn try_unstake_for(pool: PoolId, key: AccountId, amount: Amount) -> DispatchResult {
	Staking::unstake_for(pool, &key, amount, &ALICE, None).map(|_| ())
}

/// Gives what stands under a key another weight.
pub fn reweigh(pool: PoolId, key: AccountId, new: Multiplier) {
	let had = staked(pool, key);
	let old = crate::Holdings::<Test>::get(key, pool).expect("it has stake").multiplier();

	assert_ok!(in_call(|| Staking::reweigh(pool, &key, new)));

	assert_eq!(staked(pool, key), had);
	assert_last(Event::StakeReweighed { pool, key, old, new });
}

/// Moves stake from one key to another, and checks that the pool does not notice.
pub fn shift(pool: PoolId, from: AccountId, to: AccountId, amount: Amount) {
	let before = stake_as_of(pool, now());
	let (record, had) = (recorded(asset_of(pool)), staked(pool, from) + staked(pool, to));

	assert_ok!(in_call(|| Staking::shift(pool, &from, &to, amount)));

	assert_eq!(stake_as_of(pool, now()), before);
	assert_eq!(recorded(asset_of(pool)), record);
	assert!((staked(pool, from) + staked(pool, to)).abs_diff(had) <= 2);
	assert_last(Event::StakeMoved { pool, from, to });
}

/// Says what delegated stake weighs from now on.
pub fn set_plain(pool: PoolId, new: Multiplier) {
	let old = pool_info(pool).plain;

	assert_ok!(in_call(|| Staking::set_plain(pool, new)));

	assert_eq!(pool_info(pool).plain, new);
	assert_last(Event::PlainWeightSet { pool, old, new });
}

/// Takes what is released of a key's exits, and checks that it is so much and leaves the pot.
pub fn collect(pool: PoolId, key: AccountId, amount: Balance) -> CreditOf<Test> {
	let asset = asset_of(pool);
	let (record, pot) = (recorded(asset.clone()), balance(asset.clone(), Staking::pot()));

	let money = in_call(|| Staking::collect(pool, &key)).expect("the asset pays");

	let money = money.expect("something is released");
	assert_eq!((money.asset(), money.peek()), (asset.clone(), amount));
	assert_eq!(recorded(asset.clone()), record - amount);
	assert_eq!(balance(asset, Staking::pot()), pot - amount);
	assert_last(Event::Collected { pool, key, amount });
	money
}

/// Nothing of a key's exits is released.
pub fn assert_collects_nothing(pool: PoolId, key: AccountId) {
	let money = in_call(|| Staking::collect(pool, &key)).expect("nothing is no error");

	assert!(money.is_none());
}
