// SPDX-License-Identifier: Apache-2.0

//! The observer of staking: rewards follow every change of stake, and never stand in its way.

use crate::{book::Book, Config, Pallet, RewardPools, WeightInfo};
use bulwark_ledger::{PoolId, RewardWeights, Weighted};
use bulwark_traits::{StakeObserver, StakeRef};
use frame_support::{defensive_assert, storage::with_storage_layer, weights::Weight};
use sp_runtime::DispatchResult;

impl<T: Config> StakeObserver<T::AccountId> for Pallet<T> {
	fn before_change(pool_id: PoolId) {
		follow::<T>(pool_id, |book| {
			// Everything up to now goes by the stake as it was.
			Ok(book)
		});
	}

	fn is_position_account(who: &T::AccountId) -> bool {
		Self::is_position_account(who)
	}

	fn changed(stake: &StakeRef<T::AccountId>, before: &RewardWeights, now: &[Weighted]) {
		follow::<T>(stake.pool_id, |mut book| {
			book.change(stake, before, now)?;
			Ok(book)
		});
	}

	fn weight() -> Weight {
		T::WeightInfo::observe()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case(pool_id: PoolId) {
		crate::benchmarking::worst_case::<T>(pool_id);
	}
}

/// Does something with the rewards of a pool, if it pays any: all of it or nothing.
fn follow<T: Config>(
	pool_id: PoolId,
	act: impl FnOnce(Book<T>) -> Result<Book<T>, sp_runtime::DispatchError>,
) {
	if !RewardPools::<T>::contains_key(pool_id) {
		return;
	}
	let followed: DispatchResult = with_storage_layer(|| act(Book::load(pool_id)?)?.store());
	defensive_assert!(followed.is_ok(), "within its bounds the ledger follows every stake");
}
