// SPDX-License-Identifier: Apache-2.0

//! What was earned in an epoch that is over. Claims pay all epochs at once, so nothing can say what of one is still to be
//! claimed; but every credit notes for which epoch it was.

use crate::{
	book::Book, AssetIdOf, Config, CreditedEpochs, CreditedOf, Error, Pallet, Positions,
	RewardClaim,
};
use alloc::vec::Vec;
use bulwark_ledger::{earned_by, has_expired, Balance, CreditedAmount, EpochIndex, PoolId};
use bulwark_traits::{Loaded, StakePools, StakeRef};
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
	match claim {
		RewardClaim::Stake { pool_id, staker } => {
			let book = book_in::<T>(pool_id, epoch)?;
			book.earned(&StakeRef { pool_id, staker, to: None }, epoch).ok()
		},
		RewardClaim::Position(position_id) => {
			let position = Positions::<T>::get(position_id)?;
			let book = book_in::<T>(position.pool_id, epoch)?;
			// From the expiry on it is not the owner's.
			let is_over = has_expired(position.expiry, epoch, book.info.departure());
			(!is_over).then(|| book.earned(&position.stake(), epoch).ok())?
		},
		RewardClaim::Commission(pool_id) => {
			let book = book_in::<T>(pool_id, epoch)?;
			book.amounts(epoch, |credited| Ok(credited.commission)).ok()
		},
	}
}

/// The rewards of a pool, if an epoch lies in its window: exits of no other epochs are read.
fn book_in<T: Config>(pool_id: PoolId, epoch: EpochIndex) -> Option<Book<T>> {
	let book = Book::<T>::load(pool_id, Pallet::<T>::now()).ok()?;
	book.info.horizon.check(epoch).ok()?;
	Some(book)
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
		let key = || CreditedEpochs::<T>::hashed_key_for(self.info.pool_id);
		let credited = match &mut self.credited {
			Some(credited) => &mut credited.now,
			none => &mut none.insert(Loaded::load(key())?).now,
		};
		let added = credited.add(epoch, self.info.horizon.window, asset, amount, commission);
		Ok(added.map_err(Error::<T>::from)?)
	}

	/// All that was credited for the last epochs.
	pub(crate) fn credited(&self) -> CreditedOf<T> {
		let loaded = self.credited.as_ref().map(|credited| credited.now.clone());
		loaded.unwrap_or_else(|| CreditedEpochs::<T>::get(self.pool_id()))
	}

	/// Rewards that a staker has earned, by the stake that it has now.
	fn earned(
		&self,
		stake: &StakeRef<T::AccountId>,
		epoch: EpochIndex,
	) -> Result<Vec<(AssetIdOf<T>, Balance)>, DispatchError> {
		let now = self.now();
		let weights = T::Stake::reward_weights(stake, now)?.present();
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
		let credited = self.credited();
		let mut amounts = Vec::new();
		for (at, asset) in self.assets() {
			let amount = of(credited.get(epoch, at))?;
			if amount > 0 {
				amounts.push((asset, amount));
			}
		}
		Ok(amounts)
	}
}
