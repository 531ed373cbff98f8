// SPDX-License-Identifier: Apache-2.0

//! What a holder will have earned in an epoch to come, if nothing happens until then.

use crate::{
	book::{entitlement, Book},
	AmountsOf, AssetIdOf, Config, Error, PoolId,
};
use alloc::vec::Vec;
use bulwark_ledger::{Cohort, EpochIndex, Followed, Horizon, Place, Weighted};
use bulwark_traits::{PoolInfo, Stake, StakePools};
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding, traits::Get, DispatchError, Rounding,
};

/// A pool's rewards as they will be. Nothing of it is ever stored.
pub(crate) struct Foresight<T: Config> {
	book: Book<T>,
	epoch: EpochIndex,
}

impl<T: Config> Foresight<T> {
	/// `UnknownPool` if there is none that pays rewards.
	pub(crate) fn load(pool: PoolId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		let info: PoolInfo<T::AccountId, AssetIdOf<T>> =
			T::Stake::pool(pool).ok_or(Error::<T>::UnknownPool)?;
		Ok(Self { book: Book::load_as_of(pool, info, epoch)?, epoch })
	}

	/// The reward assets with their places.
	pub(crate) fn assets(&self) -> Vec<(u32, AssetIdOf<T>)> {
		self.book.assets()
	}

	/// What a holder will have earned and not been paid.
	pub(crate) fn owed(&mut self, stake: &Stake<T::AccountId>) -> AmountsOf<T> {
		let mut weights = T::Stake::weights(stake);
		weights.followed.extend(self.follows(&weights.stored));
		let entitlement = entitlement::<T>(stake);
		self.book.with_books(&weights, &[], |books| books.owed(&entitlement, &weights))
	}

	/// How lots will have followed the cohorts that merge until then: as the cohort does, but for what is rounded off a
	/// share.
	fn follows(&self, stored: &[Weighted]) -> Vec<Followed> {
		let (now, window) = (self.book.now(), T::Window::get());
		let mut buckets = T::Stake::stake(self.book.id, now);
		let mut follows = Vec::new();
		// Afterwards no cohort of today is left.
		let last = self.epoch.min(now.plus(window).next());
		for now in now.next().through(last) {
			let at = Horizon { now, ..self.book.info.horizon };
			let start = now.minus(at.window);
			let (cohort, mature) = (Cohort::From(start), Cohort::Mature);
			let weighs = buckets.bucket(cohort).weight();
			let before = buckets.bucket(mature).weight();
			let is_matured = buckets.mature(at, &mut Default::default()).is_ok();
			if !is_matured || !buckets.has_matured(at, start) {
				continue; // it has closed
			}
			let joined = buckets.bucket(mature).weight().saturating_sub(before); // it only came
			for lot in stored.iter().filter(|lot| lot.place == Place::pool(cohort)) {
				let left = lot.weight;
				let joined =
					multiply_by_rational_with_rounding(left, joined, weighs, Rounding::Down);
				follows.push(Followed { start, left, joined: joined.unwrap_or_default() });
			}
		}
		follows
	}
}
