// SPDX-License-Identifier: Apache-2.0

//! Vesting: what a lock earns above the base multiplier is the owner's once it has lasted for the window.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	AmountsOf, Config, Error, Pallet, Position, PositionId,
};
use bulwark_ledger::{Multiplier, RewardWeight};
use bulwark_traits::{StakeKeeper, StakePools};
use core::mem;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Divides what a position has earned since the last time, and keeps it with the position; once everything has vested,
	/// all goes back to its entitlement, and nothing is divided any more.
	pub(crate) fn note_vesting(book: &mut Book<T>, position: &mut Position<T>) -> DispatchResult {
		let (stake, now) = (position.stake(), book.now());
		if book.info.departure.is_some() {
			position.vesting.release_expired();
		}
		if !position.vesting.is_over(now) {
			let earned = book.owed(&stake)?;
			let own = position.terms.tier.multiplier;
			let divided = position.vesting.earn(earned.clone(), book.info.base.multiplier, own);
			divided.map_err(Error::<T>::from)?;
			keep_entitlement::<T>(&stake, entitlement::<T>(&stake)?.minus(&earned));
			return Ok(());
		}
		let noted = mem::take(position.vesting.due(now));
		if !noted.is_zero() {
			keep_entitlement::<T>(&stake, entitlement::<T>(&stake)?.plus(&noted));
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
			keep_entitlement::<T>(&stake, entitlement::<T>(&stake)?.minus(&earned));
		}
		position.vesting.join(&other.vesting, book.now());
		Self::note_vesting(book, position)
	}

	/// The reward weight of a position's active stake: what is divided by shares is divided by it.
	pub(crate) fn active_weight(position: &Position<T>) -> RewardWeight {
		let now = Self::now();
		T::Stake::reward_weights(&position.stake(), now).active(now)
	}

	/// Gives back what has not vested of stake that leaves without a penalty; of stake that pays one, expired rewards alone.
	/// `whole` is the active weight of the position before.
	pub(crate) fn return_unvested(
		position_id: PositionId,
		position: &mut Position<T>,
		whole: RewardWeight,
		is_free: bool,
	) -> Result<AmountsOf<T>, DispatchError> {
		let rest = Self::active_weight(position);
		let part = whole.checked_sub(rest).ok_or(Error::<T>::Overflow)?;
		// Stake that has never been active has earned nothing.
		let (part, whole) = if Self::is_worthless(position) { (1, 1) } else { (part, whole) };
		if part == 0 {
			return Ok(Default::default());
		}
		let returned = match is_free {
			true => position.vesting.leave_free(part, whole),
			false => position.vesting.leave_early(part, whole),
		};
		let returned = returned.map_err(Error::<T>::from)?;
		let mut book = Book::<T>::load(position.pool_id)?;
		Self::return_rewards(position_id, &mut book, &returned, true)?;
		book.store()?;
		Ok(returned)
	}

	/// Lets all stake of a position weigh by a multiplier, if there is any that is worth something.
	pub(crate) fn weigh(position: &Position<T>, multiplier: Multiplier) -> DispatchResult {
		if Self::is_worthless(position) {
			return Ok(());
		}
		T::Stake::reweigh(position.pool_id, &position.account, multiplier)
	}
}
