// SPDX-License-Identifier: Apache-2.0

//! What staking tells: rewards follow, and never stand in its way.

use crate::{book::Book, Config, Pallet, Pools};
use bulwark_ledger::{PoolId, Weighted, Weights};
use bulwark_traits::{Stake, StakeObserver};
use frame_support::{defensive_assert, storage::with_storage_layer};
use sp_runtime::DispatchResult;

impl<T: Config> StakeObserver<T::AccountId> for Pallet<T> {
	fn before_change(pool: PoolId) {
		follow::<T>(pool, |book| {
			// Everything up to now goes by the stake as it was.
			Ok(book)
		});
	}

	fn is_key(who: &T::AccountId) -> bool {
		Self::is_key(who)
	}

	fn changed(stake: &Stake<T::AccountId>, before: &Weights, now: &[Weighted]) {
		follow::<T>(stake.pool, |mut book| {
			book.change(stake, before, now)?;
			Ok(book)
		});
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool: PoolId) {
		crate::benchmarking::worst_case::<T>(pool);
	}
}

/// Does something with the rewards of a pool, if it pays any: all of it or nothing.
fn follow<T: Config>(
	pool: PoolId,
	act: impl FnOnce(Book<T>) -> Result<Book<T>, sp_runtime::DispatchError>,
) {
	if !Pools::<T>::contains_key(pool) {
		return;
	}
	let followed: DispatchResult = with_storage_layer(|| act(Book::load(pool)?)?.store());
	defensive_assert!(followed.is_ok(), "within its bounds the ledger follows every stake");
}
