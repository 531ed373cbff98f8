// SPDX-License-Identifier: Apache-2.0

//! What was earned in an epoch that is over. Claims pay all epochs at once, so nothing can say what of one is still to be
//! claimed; but every credit notes for which epoch it was, in a ring of W + 1 slots for each pool.

use crate::{
	book::Book, AssetIdOf, Config, CreditedEpochs, CreditedOf, Error, Pallet, Positions,
	RewardClaim,
};
use alloc::{collections::btree_map::Entry, vec::Vec};
use bulwark_ledger::{earned_by, has_expired, Balance, Credited, CreditedAmount, EpochIndex};
use bulwark_traits::{Epochs, Loaded, StakePools, StakeRef};
use sp_runtime::{DispatchError, DispatchResult};

/// The amounts that a claim has earned in an epoch of the window, in whole units.
pub(crate) fn earned<T: Config>(
	claim: RewardClaim<T::AccountId>,
	epoch: EpochIndex,
) -> Vec<(AssetIdOf<T>, Balance)> {
	earned_in::<T>(claim, epoch).unwrap_or_default()
}

fn earned_in<T: Config>(
	claim: RewardClaim<T::AccountId>,
	epoch: EpochIndex,
) -> Option<Vec<(AssetIdOf<T>, Balance)>> {
	let now = Pallet::<T>::now();
	match claim {
		RewardClaim::Stake { pool_id, staker } => {
			let book = Book::<T>::load(pool_id, now).ok()?;
			book.earned(&StakeRef { pool_id, staker, to: None }, epoch).ok()
		},
		RewardClaim::Position(position_id) => {
			let position = Positions::<T>::get(position_id)?;
			let book = Book::<T>::load(position.pool_id, now).ok()?;
			// From the expiry on it is not the owner's.
			let is_over = has_expired(position.expiry, epoch, book.info.departure());
			(!is_over).then(|| book.earned(&position.stake(), epoch).ok())?
		},
		RewardClaim::Commission(pool_id) => {
			let book = Book::<T>::load(pool_id, now).ok()?;
			book.amounts(epoch, |credited| Ok(credited.commission)).ok()
		},
	}
}

/// Number of slots of the ring.
pub(crate) fn slots<T: Config>() -> u32 {
	T::Stake::window().saturating_add(1) // at most 15
}

/// The slot of an epoch.
fn slot<T: Config>(epoch: EpochIndex) -> u32 {
	epoch.0.checked_rem(slots::<T>()).unwrap_or_default()
}

impl<T: Config> Book<T> {
	/// Notes money that was credited for an epoch.
	pub(crate) fn note_credited(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		amount: Balance,
		commission: Balance,
	) -> DispatchResult {
		let key = || CreditedEpochs::<T>::hashed_key_for(self.info.pool_id, slot::<T>(epoch));
		let credited = match self.credited.entry(epoch) {
			Entry::Occupied(entry) => &mut entry.into_mut().now,
			Entry::Vacant(entry) => &mut entry.insert(Loaded::load(key())?).now,
		};
		// Its slot may still be that of an epoch which is too old.
		if credited.epoch != epoch {
			*credited = Credited::new(epoch);
		}
		Ok(credited.add(asset, amount, commission).map_err(Error::<T>::from)?)
	}

	/// All that was credited for an epoch.
	pub(crate) fn credited(&self, epoch: EpochIndex) -> CreditedOf<T> {
		let loaded = self.credited.get(&epoch).map(|credited| credited.now.clone());
		let stored = || CreditedEpochs::<T>::get(self.pool_id(), slot::<T>(epoch));
		let credited = loaded.or_else(stored).filter(|credited| credited.epoch == epoch);
		credited.unwrap_or_else(|| Credited::new(epoch))
	}

	/// Rewards that a staker has earned, by the stake that it has now.
	fn earned(
		&self,
		stake: &StakeRef<T::AccountId>,
		epoch: EpochIndex,
	) -> Result<Vec<(AssetIdOf<T>, Balance)>, DispatchError> {
		let now = self.now();
		let weights = T::Stake::reward_weights(stake, now).present();
		let pool = self.info.stake(now);
		let exits = T::Stake::exits(self.pool_id(), epoch, now)?;
		self.amounts(epoch, |credited| {
			let exits = exits.iter().map(|(asked, exits)| (*asked, exits));
			Ok(earned_by(epoch, credited.amount, &pool, exits, &weights)
				.map_err(Error::<T>::from)?)
		})
	}

	/// Amounts that somebody has of each asset that was credited for an epoch of the window, if any.
	fn amounts(
		&self,
		epoch: EpochIndex,
		of: impl Fn(CreditedAmount) -> Result<Balance, DispatchError>,
	) -> Result<Vec<(AssetIdOf<T>, Balance)>, DispatchError> {
		self.info.horizon.check(epoch).map_err(Error::<T>::from)?;
		let credited = self.credited(epoch);
		let mut amounts = Vec::new();
		for (at, asset) in self.assets() {
			let amount = of(credited.get(at))?;
			if amount > 0 {
				amounts.push((asset, amount));
			}
		}
		Ok(amounts)
	}
}

impl<T: Config> Pallet<T> {
	/// Every slot is of an epoch that belongs there and has begun.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn try_credited() -> Result<(), sp_runtime::TryRuntimeError> {
		for (pool_id, at, credited) in CreditedEpochs::<T>::iter() {
			let is_known = crate::RewardPools::<T>::contains_key(pool_id);
			frame_support::ensure!(is_known, "nothing is kept for a pool that pays nothing");
			let is_there = slot::<T>(credited.epoch) == at && credited.epoch <= Self::now();
			frame_support::ensure!(is_there, "credits stand in the slot of their epoch");
		}
		Ok(())
	}
}
