// SPDX-License-Identifier: Apache-2.0

//! The money of slashes: taken out of hold and pot after everything was written. What an asset keeps back at present is owed,
//! and handed out later.

use crate::{
	payments::PotOf, AssetIdOf, Balance, Config, CreditOf, Error, Event, HoldReason, OwedSlashes,
	Pallet, Pools,
};
use alloc::vec::Vec;
use bulwark_ledger::{PoolId, Pot};
use bulwark_traits::{refused_by_asset, stored_or_default, Slashed};
use frame_support::{
	defensive_assert, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

/// Money that a slash took, in the pallet's assets.
pub(crate) type SlashedOf<T> = Slashed<AssetIdOf<T>, CreditOf<T>>;

impl<T: Config> Pallet<T> {
	/// Moves what a slash took out of the hold and the pot, after everything was written.
	pub(crate) fn seize(
		operator: &T::AccountId,
		cut: Balance,
		pools: Vec<(PoolId, AssetIdOf<T>, Balance)>,
	) -> Result<SlashedOf<T>, DispatchError> {
		let seizures = pools.into_iter().map(|(pool_id, asset, amount)| {
			let moves = Self::note_seized(pool_id, &asset, amount)?;
			Ok((pool_id, asset, amount, moves))
		});
		let seizures: Vec<_> = seizures.collect::<Result<_, DispatchError>>()?;

		let mut taken = Slashed { bond: Self::seize_bond(operator, cut)?, ..Slashed::default() };
		for (pool_id, asset, amount, moves) in seizures {
			let moved = Self::seize_stake(pool_id, &asset, moves, &mut taken)?;
			let owed = amount.checked_sub(moved).ok_or(Error::<T>::Overflow)?;
			if owed > 0 {
				taken.owed.push((pool_id, asset, owed));
				Self::deposit_event(Event::SlashOwed { pool_id, amount: owed });
			}
		}
		Ok(taken)
	}

	/// Moves the cut of a bond through the pot, which turns a hold into a credit. `PaymentRefused` while the pot holds less than
	/// a native minimum balance that has risen: then nothing is slashed, until somebody calls `touch`.
	fn seize_bond(
		operator: &T::AccountId,
		cut: Balance,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		if cut.is_zero() {
			return Ok(None);
		}
		let refused = |error| refused_by_asset(error, Error::<T>::PaymentRefused);
		T::Native::transfer_on_hold(
			&HoldReason::Bond.into(),
			operator,
			&Self::pot(),
			cut,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)
		.map_err(refused)?;
		Ok(Some(PotOf::<T>::withdraw(T::NativeAsset::get(), cut).map_err(refused)?))
	}

	/// Notes that what a pool has lost leaves the pot, as far as it can; the rest is owed, and stays in the record of the
	/// pot. Returns the part that leaves.
	fn note_seized(
		pool_id: PoolId,
		asset: &AssetIdOf<T>,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		let moves = PotOf::<T>::payable(asset, amount).unwrap_or(0);
		if moves > 0 {
			PotOf::<T>::note_paid(asset, moves)?;
		}
		Self::owe_slash(pool_id, amount.checked_sub(moves).ok_or(Error::<T>::Overflow)?)?;
		Ok(moves)
	}

	/// Takes what was noted out of the pot, if its asset can be moved at present: a slash of the rest must not fail for it.
	/// Otherwise it is owed too. Returns the amount that was moved. There are layers left for it: a
	/// pool was opened.
	fn seize_stake(
		pool_id: PoolId,
		asset: &AssetIdOf<T>,
		moves: Balance,
		taken: &mut SlashedOf<T>,
	) -> Result<Balance, DispatchError> {
		if moves == 0 {
			return Ok(0);
		}
		match PotOf::<T>::withdraw(asset.clone(), moves) {
			Ok(money) => {
				merge::<T>(&mut taken.pools, money);
				Ok(moves)
			},
			Err(_) => {
				PotOf::<T>::note_received(asset, moves)?;
				Self::owe_slash(pool_id, moves)?;
				Ok(0)
			},
		}
	}

	/// Notes what slashes took from a pool and cannot be moved.
	fn owe_slash(pool_id: PoolId, amount: Balance) -> DispatchResult {
		if amount > 0 {
			let before = stored_or_default(OwedSlashes::<T>::hashed_key_for(pool_id))?;
			let sum = Pot::checked_sum([before, amount]).map_err(Error::<T>::from)?;
			OwedSlashes::<T>::insert(pool_id, sum);
		}
		Ok(())
	}

	/// Takes money out of the pot that slashes left owed in a pool. Nothing has happened if the asset refuses.
	pub(crate) fn do_hand_out(
		pool_id: PoolId,
		amount: Balance,
	) -> Result<CreditOf<T>, DispatchError> {
		let owed = OwedSlashes::<T>::get(pool_id).ok_or(Error::<T>::NothingOwed)?;
		let pool = Pools::<T>::get(pool_id).ok_or(Error::<T>::UnknownPool)?;
		ensure!(amount > 0, Error::<T>::NothingOwed);
		let refused = |error| refused_by_asset(error, Error::<T>::PaymentRefused);
		let amount = PotOf::<T>::payable(&pool.asset, amount.min(owed)).map_err(refused)?;
		let left = owed.checked_sub(amount).ok_or(Error::<T>::Overflow)?;

		with_storage_layer(|| {
			OwedSlashes::<T>::set(pool_id, (left > 0).then_some(left));
			Self::deposit_event(Event::OwedSlashPaid { pool_id, amount });
			PotOf::<T>::take(pool.asset, amount).map_err(refused)
		})
	}
}

/// Adds a credit to the one of the same asset.
fn merge<T: Config>(credits: &mut Vec<CreditOf<T>>, credit: CreditOf<T>) {
	let same = credits.iter_mut().find(|present| present.asset() == credit.asset());
	match same {
		Some(present) => {
			let refused = present.subsume(credit);
			defensive_assert!(refused.is_ok(), "the assets are the same");
		},
		None => credits.push(credit),
	}
}
