// SPDX-License-Identifier: Apache-2.0

//! Claims of what was earned: all epochs and all assets at once. What cannot be paid stays owed.
//!
//! A claim takes what it will pay out of the records, stores them, and then pays, see [`Payments`]. What an asset refuses
//! is put back.

use crate::{
	book::Book,
	claim_payments::{Paid, Part, Payments, Refused, Tried},
	records::entitlement_key,
	AccruedCommission, AmountsOf, Config, Error, Pallet, PoolInfoOf, Position, PositionId,
	Positions, RewardClaim,
};
use bulwark_ledger::{EpochIndex, PoolId};
use bulwark_traits::{Loaded, StakePools, StakeRef};
use core::mem;
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

/// The work of a claim.
pub(crate) struct Claimed {
	/// Number of pages that it met.
	pub(crate) pages: u32,
	/// Payments that it tried.
	pub(crate) paid: Tried,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim(
		caller: T::AccountId,
		claim: RewardClaim<T::AccountId>,
		to: Option<T::AccountId>,
	) -> Result<Claimed, DispatchError> {
		let now = Self::now();
		match claim {
			RewardClaim::Stake { pool_id, ref staker } => {
				ensure!(!Self::is_position_account(staker), Error::<T>::IsPositionAccount);
				let to = receiver::<T>(&caller, staker, to)?;
				Self::claim_stake(pool_id, staker.clone(), to, now)
			},
			RewardClaim::Position(position_id) => {
				let owner = Self::owner_of(position_id)?;
				let to = receiver::<T>(&caller, &owner, to)?;
				Self::claim_position(position_id, owner, to, now)
			},
			RewardClaim::Commission(pool_id) => {
				let info = T::Stake::pool(pool_id, now).ok_or(Error::<T>::UnknownPool)?;
				let operator = info.operator.clone().ok_or(Error::<T>::NothingToClaim)?;
				let to = receiver::<T>(&caller, &operator, to)?;
				Self::claim_commission(info, to)
			},
		}
	}

	fn claim_stake(
		pool_id: PoolId,
		staker: T::AccountId,
		to: T::AccountId,
		now: EpochIndex,
	) -> Result<Claimed, DispatchError> {
		let mut book = Book::<T>::load(pool_id, now)?;
		let stake = StakeRef { pool_id, staker: staker.clone(), to: None };
		let weights = T::Stake::reward_weights(&stake, now)?;
		let owed = book.owed_for(&stake, &weights)?;

		let mut payments = Payments::<T>::of(RewardClaim::Stake { pool_id, staker });
		let mut left = payments.take(Part::Earner, &to, &book.assets(), owed.clone())?;
		payments.check()?;
		// Who has left for good leaves less than a unit behind, which nobody could ever be paid.
		let is_over = weights.stored.is_empty() && left.is_dust();
		let dust = if is_over { mem::take(&mut left) } else { AmountsOf::<T>::default() };

		book.settled(&stake, |settled| settled.minus(&owed).plus(&left))?;
		book.store()?;

		let Paid { tried, refused } = payments.pay()?;
		if let Some(refused) = refused {
			put_back::<T>(&stake, &refused.earner.plus(&dust))?;
		}
		Ok(Claimed { pages: book.met(), paid: tried })
	}

	fn claim_position(
		position_id: PositionId,
		owner: T::AccountId,
		to: T::AccountId,
		now: EpochIndex,
	) -> Result<Claimed, DispatchError> {
		let mut position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		let mut book = Book::<T>::load(position.pool_id, now)?;
		Self::note_vesting(&mut book, &mut position)?;
		let earnings = book.earnings(&position)?;
		let beneficiary = position.tag.as_ref().map(|tag| tag.beneficiary.clone());

		let mut payments = Payments::<T>::of(RewardClaim::Position(position_id));
		let (assets, mut left) = (book.assets(), earnings.clone());
		if let Some(to) = &beneficiary {
			left.beneficiary = payments.take(Part::Beneficiary, to, &assets, left.beneficiary)?;
		}
		left.owner = payments.take(Part::Earner, &to, &assets, left.owner)?;
		payments.check()?;

		book.keep_earnings(&position.stake(), &earnings, &left)?;
		position.keep_owed(left.owner, now);
		Positions::<T>::insert(position_id, position);
		book.store()?;

		let Paid { tried, refused } = payments.pay()?;
		if let Some(refused) = refused {
			let claimants = Claimants::<T> { owner, beneficiary };
			put_back_to_position(position_id, &book, claimants, refused)?;
		}
		Ok(Claimed { pages: book.met(), paid: tried })
	}

	fn claim_commission(pool: PoolInfoOf<T>, to: T::AccountId) -> Result<Claimed, DispatchError> {
		let pool_id = pool.pool_id;
		let mut book = Book::<T>::of(pool)?;
		let mut due = accrued_commission::<T>(pool_id)?;

		let mut payments = Payments::<T>::of(RewardClaim::Commission(pool_id));
		due.now = payments.take(Part::Earner, &to, &book.assets(), due.now)?;
		payments.check()?;

		due.keep_if(!due.now.is_zero());
		book.store()?;

		let Paid { tried, refused } = payments.pay()?;
		if let Some(refused) = refused {
			let mut due = accrued_commission::<T>(pool_id)?;
			due.now = due.now.clone().plus(&refused.earner);
			due.keep_if(true);
		}
		Ok(Claimed { pages: book.met(), paid: tried })
	}
}

impl<T: Config> Position<T> {
	/// Notes what is left of the owner's rewards, unless it stands in the entitlement of the position.
	fn keep_owed(&mut self, owed: AmountsOf<T>, now: EpochIndex) {
		if let Some(tag) = &mut self.tag {
			tag.earned = owed;
		} else if !self.vesting.is_over(now) {
			*self.vesting.due(now) = owed;
		}
	}
}

/// Whoever is paid by the claim of a position.
struct Claimants<T: Config> {
	owner: T::AccountId,
	/// The beneficiary of its tag.
	beneficiary: Option<T::AccountId>,
}

/// Puts rewards of a position back that were not paid: where they stood, or, if whoever was called in between has closed
/// or changed the position, among the rewards that the accounts themselves have in the pool.
fn put_back_to_position<T: Config>(
	position_id: PositionId,
	book: &Book<T>,
	claimants: Claimants<T>,
	refused: Refused<T>,
) -> DispatchResult {
	let (pool_id, now) = (book.pool_id(), book.now());
	let Some(mut position) = Positions::<T>::get(position_id) else {
		let own = |staker| StakeRef { pool_id, staker, to: None };
		put_back::<T>(&own(claimants.owner), &refused.earner)?;
		let beneficiary = claimants.beneficiary.map(own);
		return beneficiary.map_or(Ok(()), |own| put_back::<T>(&own, &refused.beneficiary));
	};
	let stake = position.stake();
	let Position::<T> { tag, vesting, .. } = &mut position;
	match tag {
		Some(tag) => tag.earned = mem::take(&mut tag.earned).plus(&refused.earner),
		None if !vesting.is_over(now) => vesting.owe(&refused.earner),
		None => put_back::<T>(&stake, &refused.earner)?,
	}
	Positions::<T>::insert(position_id, position);
	put_back::<T>(&stake, &refused.beneficiary)
}

/// Puts rewards of a stake back that were not paid.
fn put_back<T: Config>(stake: &StakeRef<T::AccountId>, refused: &AmountsOf<T>) -> DispatchResult {
	let mut settled = Loaded::<AmountsOf<T>>::load(entitlement_key::<T>(stake))?;
	settled.now = settled.now.clone().plus(refused);
	settled.keep_if(!settled.now.is_zero());
	Ok(())
}

/// Commissions of a pool's operator that were not claimed.
fn accrued_commission<T: Config>(pool_id: PoolId) -> Result<Loaded<AmountsOf<T>>, DispatchError> {
	Loaded::load(AccruedCommission::<T>::hashed_key_for(pool_id))
}

/// Anyone may have somebody paid; only the account that has earned it chooses another one.
fn receiver<T: Config>(
	caller: &T::AccountId,
	earner: &T::AccountId,
	to: Option<T::AccountId>,
) -> Result<T::AccountId, DispatchError> {
	ensure!(to.is_none() || caller == earner, Error::<T>::NotOwner);
	Ok(to.unwrap_or_else(|| earner.clone()))
}
