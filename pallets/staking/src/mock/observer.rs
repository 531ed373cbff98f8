// SPDX-License-Identifier: Apache-2.0

//! An observer that believes what the pallet tells of reward weights, and is compared with storage: no change of a weight
//! goes untold.

use super::{AccountId, AssetId, Staking, Test, DOOR, OTHER_POSITION, POSITION};
use crate::{
	Conversions, ExitBuckets, Exits, ExitsOf, Holdings, MaxBuckets, PoolId, PoolInfoOf, Pools,
	Redelegations,
};
use bulwark_ledger::{Cohort, Place, RewardWeight, RewardWeights, Weighted};
use bulwark_traits::{Epochs, PagedWeight, PagesMet, StakeObserver, StakePools, StakeRef};
use codec::Encode;
use frame_support::{pallet_prelude::ValueQuery, storage_alias, Twox64Concat};
use sp_io::hashing::twox_128;
use std::collections::{BTreeMap, BTreeSet};

/// The key of a stake: the pool, the staker, and the pool that it goes to.
type Key = (PoolId, AccountId, Option<PoolId>);
/// The reward weight in each bucket, none of it nothing.
type ByPlace = BTreeMap<Place, RewardWeight>;
/// All that is stored of each pool, in short.
type Digests = BTreeMap<PoolId, [u8; 16]>;

/// The reward weights of a stake as far as was told. In storage, so that a call that is refused is not heard.
#[storage_alias]
type Heard = StorageMap<Observer, Twox64Concat, Key, Vec<(Place, RewardWeight)>>;
/// Pools that were announced since [`RecordingObserver::begin`], and how many had closed then.
#[storage_alias]
type Announced = StorageValue<Observer, BTreeMap<PoolId, u32>, ValueQuery>;
/// The digest of each pool then.
#[storage_alias]
type Before = StorageValue<Observer, Digests, ValueQuery>;

/// Keeps the reward weights of each stake, and insists that a pool is announced before anything of it is stored.
pub struct RecordingObserver;

/// The doors that the observer of a pool weighs, usually and at the most: others than those of stake that joins or leaves, so
/// that none can stand for another.
pub const OF_POOL: [u64; 2] = [1, 7];
/// Those of stake that joins.
pub const OF_JOINING: [u64; 2] = [2, 17];
/// Those of stake that leaves.
pub const OF_LEAVING: [u64; 2] = [3, 37];

/// A weight of so many doors, usually and at the most.
fn doors([usual, most]: [u64; 2]) -> PagedWeight {
	PagedWeight { usual: DOOR * usual, most: DOOR * most, pages: PagesMet { usual: 0, most: 1 } }
}

impl RecordingObserver {
	/// Something happens from here on. Until then it may have been announced earlier.
	pub fn begin() {
		Announced::kill();
		Before::put(digests());
	}

	/// The same, and whether something is stored unannounced is not looked for: that takes reading everything twice.
	pub fn listen() {
		Announced::kill();
		Before::kill();
	}

	/// Whether a pool was announced since.
	pub fn was_announced(pool: PoolId) -> bool {
		Announced::get().contains_key(&pool)
	}

	/// How many pools had closed when a pool was first announced since.
	pub fn closed_when_announced(pool: PoolId) -> Option<u32> {
		Announced::get().get(&pool).copied()
	}

	/// The reward weights of a stake, as far as was told.
	pub fn heard(pool: PoolId, staker: AccountId, to: Option<PoolId>) -> ByPlace {
		Heard::get((pool, staker, to)).unwrap_or_default().into_iter().collect()
	}

	/// Everything that is stored was told, and nothing else; and of no pool that was not announced.
	pub fn check() {
		let held = Holdings::<Test>::iter_keys().chain(Exits::<Test>::iter_keys());
		let held = held.map(|(staker, pool)| (pool, staker, None));
		let moving = Redelegations::<Test>::iter_keys();
		let moving = moving.map(|(staker, pool, to)| (pool, staker, Some(to)));
		let keys: BTreeSet<Key> = held.chain(moving).chain(Heard::iter_keys()).collect();
		for (pool, staker, to) in keys {
			let stored =
				Staking::reward_weights(&StakeRef { pool_id: pool, staker, to }, Staking::now())
					.expect("it decodes")
					.stored;
			let heard = Self::heard(pool, staker, to);
			assert_eq!(by_place(&stored), heard, "{pool:?} {staker} {to:?}");
		}
		let digests = digests();
		for (pool, before) in Before::get() {
			let is_told = digests.get(&pool) == Some(&before) || Self::was_announced(pool);
			assert!(is_told, "{pool:?} has changed");
		}
	}
}

impl StakeObserver<AccountId, AssetId, MaxBuckets<Test>> for RecordingObserver {
	fn before_change(pool: &PoolInfoOf<Test>) -> u32 {
		let pool = pool.pool_id;
		if Self::was_announced(pool) {
			return 0;
		}
		if let Some(before) = Before::get().get(&pool) {
			let now = digests().get(&pool).copied();
			assert_eq!(now.as_ref(), Some(before), "{pool:?} has changed before it was announced");
		}
		let closed = Pools::<Test>::iter_values().filter(|pool| pool.buckets.departure().is_some());
		let closed = closed.count() as u32;
		Announced::mutate(|announced| announced.insert(pool, closed));
		0
	}

	fn is_position_account(who: &AccountId) -> bool {
		[POSITION, OTHER_POSITION].contains(who)
	}

	fn changed(
		announced: &PoolInfoOf<Test>,
		stake: &StakeRef<AccountId>,
		before: &RewardWeights,
		now: &[Weighted],
	) -> u32 {
		let StakeRef { pool_id: pool, staker, to } = stake;
		assert_eq!(announced.pool_id, *pool);
		assert!(Self::was_announced(*pool), "{pool:?} was not announced");
		assert!(before.stored != now || !before.followed.is_empty(), "nothing is told");
		let followed = |start| Place::pool(Cohort::From(start));
		for moved in &before.followed {
			let left = Weighted { place: followed(moved.start), weight: moved.left };
			assert!(before.stored.contains(&left), "{moved:?} was never there");
		}

		let mut heard = Self::heard(*pool, *staker, *to);
		for (place, weight) in by_place(&before.stored) {
			let left = heard.remove(&place).and_then(|had| had.checked_sub(weight));
			assert_eq!(left, Some(0), "{place:?} is told otherwise than before");
		}
		for (place, weight) in by_place(now) {
			assert_eq!(heard.insert(place, weight), None, "{place:?} was not told whole");
		}
		let keep = (!heard.is_empty()).then(|| Vec::from_iter(heard));
		Heard::set((*pool, *staker, *to), keep);
		0
	}

	fn of_pool() -> PagedWeight {
		doors(OF_POOL)
	}

	fn of_joining() -> PagedWeight {
		doors(OF_JOINING)
	}

	fn of_leaving() -> PagedWeight {
		doors(OF_LEAVING)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(_: PoolId) {}
}

/// Weights by bucket, without those that are nothing.
fn by_place(weights: &[Weighted]) -> ByPlace {
	let mut sums = ByPlace::new();
	for Weighted { place, weight } in weights.iter().filter(|weighted| weighted.weight > 0) {
		*sums.entry(*place).or_default() += weight;
	}
	sums
}

/// The digests of all pools now.
fn digests() -> Digests {
	let mut stored = BTreeMap::<PoolId, Vec<u8>>::new();
	let mut add = |id: PoolId, entry: Vec<u8>| stored.entry(id).or_default().extend(entry);
	Pools::<Test>::iter().for_each(|(id, pool)| add(id, pool.encode()));
	ExitBuckets::<Test>::iter().for_each(|(id, at, bucket)| add(id, (at, &bucket).encode()));
	Conversions::<Test>::iter().for_each(|(id, of, one)| add(id, (of, one).encode()));
	Holdings::<Test>::iter().for_each(|(who, id, lots)| add(id, (who, &lots).encode()));
	// What is due has no reward weight any more.
	let waits = |exits: &ExitsOf<Test>| !exits.waiting().is_empty();
	Exits::<Test>::iter()
		.filter(|(.., exits)| waits(exits))
		.for_each(|(who, id, exits)| add(id, (who, exits.waiting()).encode()));
	Redelegations::<Test>::iter()
		.filter(|(_, exits)| waits(exits))
		.for_each(|((who, id, to), exits)| add(id, (who, to, exits.waiting()).encode()));
	stored.into_iter().map(|(id, entries)| (id, twox_128(&entries))).collect()
}
