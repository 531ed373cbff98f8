// SPDX-License-Identifier: Apache-2.0

//! The clock, and the work that waits for somebody to come by.

use crate::{book::Book, Config, Pallet};
use bulwark_ledger::{EpochIndex, PoolId};
use bulwark_traits::Epochs;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// The present epoch.
	pub(crate) fn now() -> EpochIndex {
		T::Stake::now()
	}

	/// Lazy work of a pool, for anyone: catches up with the clock, and moves what waits to be moved.
	pub(crate) fn do_poke(pool_id: PoolId) -> DispatchResult {
		let now = Self::now();
		let mut book = Book::<T>::load(pool_id, now)?;
		let assets = book.assets();

		book.store()?;

		Self::collect_penalties(pool_id, now);
		for (_, asset) in assets {
			// One that cannot be moved waits, and stops none of the others.
			Self::give_away(asset);
		}
		Ok(())
	}
}
