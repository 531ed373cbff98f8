// SPDX-License-Identifier: Apache-2.0

//! The observer of staking: rewards follow every change of stake, and never stand in its way.

use crate::{book::Book, work, AssetIdOf, Config, MaxBucketsOf, Pallet, PoolInfoOf, WeightInfo};
#[cfg(feature = "runtime-benchmarks")]
use bulwark_ledger::PoolId;
use bulwark_ledger::{RewardWeights, Weighted};
use bulwark_traits::{PagedWeight, StakeObserver, StakeRef};
use frame_support::{defensive_assert, storage::with_storage_layer};
use sp_runtime::DispatchResult;

impl<T: Config> StakeObserver<T::AccountId, AssetIdOf<T>, MaxBucketsOf<T>> for Pallet<T> {
	fn before_change(pool: &PoolInfoOf<T>) -> u32 {
		// Everything up to now goes by the stake as it was.
		follow::<T>(pool, |_| Ok(()))
	}

	fn is_position_account(who: &T::AccountId) -> bool {
		Self::is_position_account(who)
	}

	fn changed(
		pool: &PoolInfoOf<T>,
		stake: &StakeRef<T::AccountId>,
		before: &RewardWeights,
		now: &[Weighted],
	) -> u32 {
		follow::<T>(pool, |book| book.change(stake, before, now))
	}

	fn of_pool() -> PagedWeight {
		PagedWeight {
			usual: T::WeightInfo::usual_observe_pool(),
			most: T::WeightInfo::observe_pool(),
			pages: work::observe_pool::<T>(),
		}
	}

	fn of_joining() -> PagedWeight {
		PagedWeight {
			usual: T::WeightInfo::usual_observe_joining(),
			most: T::WeightInfo::observe_joining(),
			pages: work::observe_joining::<T>(),
		}
	}

	fn of_leaving() -> PagedWeight {
		PagedWeight {
			usual: T::WeightInfo::usual_observe_leaving(),
			most: T::WeightInfo::observe_leaving(),
			pages: work::observe_leaving::<T>(),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool_id: PoolId) {
		crate::benchmarking::worst_case::<T>(pool_id);
	}
}

/// Does something with the rewards of a pool, if it pays any: all of it or nothing. Returns the number of pages that it met.
/// Whoever changes a pool has ensured that there is a layer for it.
fn follow<T: Config>(
	pool: &PoolInfoOf<T>,
	act: impl FnOnce(&mut Book<T>) -> DispatchResult,
) -> u32 {
	let followed = Book::<T>::open(pool.clone()).and_then(|book| match book {
		None => Ok(0),
		// What can fail has failed before the first record is written.
		Some(mut book) if book.is_caught_up() => {
			act(&mut book)?;
			book.store()?;
			Ok(book.met())
		},
		Some(mut book) => with_storage_layer(|| {
			book.catch_up()?;
			act(&mut book)?;
			book.store()?;
			Ok(book.met())
		}),
	});
	defensive_assert!(followed.is_ok(), "within its bounds the ledger follows every stake");
	followed.unwrap_or_default()
}
