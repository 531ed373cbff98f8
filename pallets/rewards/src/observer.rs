// SPDX-License-Identifier: Apache-2.0

//! The observer of staking: rewards follow every change of stake, and never stand in its way.

use crate::{book::Book, work, AssetIdOf, Config, MaxBucketsOf, Pallet, PoolInfoOf, WeightInfo};
#[cfg(feature = "runtime-benchmarks")]
use bulwark_ledger::PoolId;
use bulwark_ledger::{RewardWeights, Weighted};
use bulwark_traits::{PagesMet, StakeObserver, StakeRef};
use frame_support::{defensive_assert, storage::with_storage_layer, weights::Weight};
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

	fn weight() -> Weight {
		T::WeightInfo::observe()
	}

	fn usual_weight() -> Weight {
		T::WeightInfo::usual_observe()
	}

	fn pages() -> PagesMet {
		work::observe::<T>()
	}

	fn pages_of_change() -> u32 {
		work::CHANGE
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool_id: PoolId) {
		crate::benchmarking::worst_case::<T>(pool_id);
	}
}

/// Does something with the rewards of a pool, if it pays any: all of it or nothing. Returns the number of pages that it met.
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
