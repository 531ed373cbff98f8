// SPDX-License-Identifier: Apache-2.0

//! The clock, and the work that waits for somebody to come by.

use crate::{book::Book, work, Config, Pallet, WeightInfo};
use bulwark_ledger::{EpochIndex, PoolId};
use bulwark_traits::Epochs;
use frame_support::dispatch::PostDispatchInfo;
use sp_runtime::DispatchError;

/// The work of a poke.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Poked {
	/// Number of pages that the pool met.
	pub(crate) pages: u32,
	/// True if something waited to be moved, whether it could be moved or not.
	pub(crate) moves: bool,
}

impl Poked {
	/// Weight of a poke that did this. What is moved is weighed as all that there can be.
	pub(crate) fn weigh<T: Config>(self) -> PostDispatchInfo {
		let usual = match self.moves {
			true => T::WeightInfo::moving_poke(),
			false => T::WeightInfo::usual_poke(),
		};
		work::weigh(work::observe_pool::<T>(), self.pages, usual, T::WeightInfo::poke())
	}
}

impl<T: Config> Pallet<T> {
	/// The present epoch.
	pub(crate) fn now() -> EpochIndex {
		T::Stake::now()
	}

	/// Lazy work of a pool, for anyone: catches up with the clock, and moves what waits to be moved.
	pub(crate) fn do_poke(pool_id: PoolId) -> Result<Poked, DispatchError> {
		let now = Self::now();
		let mut book = Book::<T>::load(pool_id, now)?;
		let assets = book.assets();

		book.store()?;

		let mut moves = Self::collect_penalties(pool_id, now);
		for (_, asset) in assets {
			// One that cannot be moved waits, and stops none of the others.
			moves |= Self::give_away(asset);
		}
		Ok(Poked { pages: book.met(), moves })
	}
}
