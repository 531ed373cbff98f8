// SPDX-License-Identifier: Apache-2.0

//! Vesting: what a lock earns above the base multiplier is the owner's once it has lasted for the window.

use crate::{book::Book, Config, Error, Pallet, Position};
use bulwark_ledger::{EpochIndex, RewardWeight};
use bulwark_traits::StakePools;
use core::mem;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Divides what a position has earned since the last time, and keeps it with the position; once everything has vested,
	/// all goes back to its entitlement, and nothing is divided any more.
	pub(crate) fn note_vesting(book: &mut Book<T>, position: &mut Position<T>) -> DispatchResult {
		let (stake, now) = (position.stake(), book.now());
		if book.info.departure().is_some() {
			position.vesting.release_expired();
		}
		if !position.vesting.is_over(now) {
			let earned = book.owed(&stake)?;
			let own = position.terms.tier.multiplier;
			let divided = position.vesting.earn(earned.clone(), book.info.base.multiplier, own);
			divided.map_err(Error::<T>::from)?;
			return book.settled(&stake, |settled| settled.minus(&earned));
		}
		let noted = mem::take(position.vesting.due(now));
		if !noted.is_zero() {
			book.settled(&stake, |settled| settled.plus(&noted))?;
		}
		Ok(())
	}

	/// Joins the vesting of two positions that merge: what is the owner's stays so, the rest vests with the later lock.
	pub(crate) fn join_vesting(
		book: &mut Book<T>,
		position: &mut Position<T>,
		other: &mut Position<T>,
	) -> DispatchResult {
		for one in [&mut *position, &mut *other] {
			Self::note_vesting(book, one)?;
			let (stake, earned) = (one.stake(), book.owed(&one.stake())?);
			one.vesting.owe(&earned);
			book.settled(&stake, |settled| settled.minus(&earned))?;
		}
		position.vesting.join(&other.vesting, book.now());
		Self::note_vesting(book, position)
	}

	/// The reward weight of a position's active stake: what is divided by shares is divided by it.
	pub(crate) fn active_weight(
		position: &Position<T>,
		now: EpochIndex,
	) -> Result<RewardWeight, DispatchError> {
		Ok(T::Stake::reward_weights(&position.stake(), now)?.active(now))
	}
}
