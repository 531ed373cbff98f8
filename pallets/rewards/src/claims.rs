// SPDX-License-Identifier: Apache-2.0

//! Paying what was earned: all epochs and all assets at once. What cannot be paid stays owed.

use crate::{
	book::Book, payments::PotOf, AccruedCommission, AmountsOf, AssetIdOf, Config, Error, Event,
	Pallet, PoolInfoOf, PositionId, Positions, RewardClaim,
};
use alloc::vec::Vec;
use bulwark_ledger::{Balance, Earnings, EpochIndex, Fixed, PoolId};
use bulwark_traits::{refused_by_asset, Loaded, StakePools, StakeRef};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

/// The outcome of a claim: whether anything was paid, and an error of what could not be.
#[derive(Default)]
struct Payments {
	/// True if anything was paid.
	paid: bool,
	/// Number of payments that were tried.
	tried: u32,
	refused: Option<DispatchError>,
}

/// What a claim met and did.
pub(crate) struct Claimed {
	/// Number of pages that it met.
	pub(crate) pages: u32,
	/// Number of payments that it tried.
	pub(crate) paid: u32,
}

impl Payments {
	/// A claim that pays nothing is refused: with the reason if something was there to pay.
	fn check<T: Config>(&self) -> DispatchResult {
		match (self.paid, &self.refused) {
			(true, _) => Ok(()),
			(false, Some(reason)) => Err(refused_by_asset(*reason, Error::<T>::PaymentRefused)),
			(false, None) => Err(Error::<T>::NothingToClaim.into()),
		}
	}
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
				Self::claim_position(position_id, to, now)
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
		let weights = T::Stake::reward_weights(&stake, now);
		let owed = book.owed_for(&stake, &weights)?;

		let mut payments = Payments::default();
		let claim = RewardClaim::Stake { pool_id, staker };
		let left = Self::pay_owed(&claim, &to, book.assets(), owed.clone(), &mut payments)?;
		payments.check::<T>()?;

		book.settled(&stake, |settled| settled.minus(&owed.minus(&left)))?;
		// Who has left for good leaves less than a unit behind, which nobody could ever be paid.
		book.settled(&stake, |settled| match weights.stored.is_empty() && settled.is_dust() {
			true => Default::default(),
			false => settled,
		})?;
		book.store()?;
		Ok(Claimed { pages: book.met(), paid: payments.tried })
	}

	fn claim_position(
		position_id: PositionId,
		to: T::AccountId,
		now: EpochIndex,
	) -> Result<Claimed, DispatchError> {
		let mut position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		let mut book = Book::<T>::load(position.pool_id, now)?;
		Self::note_vesting(&mut book, &mut position)?;
		let earnings = book.earnings(&position)?;
		let Earnings { owner, beneficiary, .. } = earnings.clone();

		let mut payments = Payments::default();
		let claim = RewardClaim::Position(position_id);
		let mut left = earnings.clone();
		if let Some(tag) = &position.tag {
			let to = &tag.beneficiary;
			left.beneficiary =
				Self::pay_owed(&claim, to, book.assets(), beneficiary, &mut payments)?;
		}
		left.owner = Self::pay_owed(&claim, &to, book.assets(), owner, &mut payments)?;
		payments.check::<T>()?;

		book.keep_earnings(&position.stake(), &earnings, &left)?;
		if let Some(tag) = &mut position.tag {
			tag.earned = left.owner;
		} else if !position.vesting.is_over(now) {
			*position.vesting.due(now) = left.owner;
		}
		Positions::<T>::insert(position_id, position);
		book.store()?;
		Ok(Claimed { pages: book.met(), paid: payments.tried })
	}

	fn claim_commission(pool: PoolInfoOf<T>, to: T::AccountId) -> Result<Claimed, DispatchError> {
		let pool_id = pool.pool_id;
		let mut book = Book::<T>::of(pool)?;
		let key = AccruedCommission::<T>::hashed_key_for(pool_id);
		let mut due = Loaded::<AmountsOf<T>>::load(key)?;

		let mut payments = Payments::default();
		let claim = RewardClaim::Commission(pool_id);
		due.now = Self::pay_owed(&claim, &to, book.assets(), due.now, &mut payments)?;
		payments.check::<T>()?;

		due.keep_if(!due.now.is_zero());
		book.store()?;
		Ok(Claimed { pages: book.met(), paid: payments.tried })
	}

	/// Pays the whole units of what is owed, asset by asset, and returns what is left.
	fn pay_owed(
		claim: &RewardClaim<T::AccountId>,
		to: &T::AccountId,
		assets: Vec<(u32, AssetIdOf<T>)>,
		mut owed: AmountsOf<T>,
		payments: &mut Payments,
	) -> Result<AmountsOf<T>, DispatchError> {
		for (at, asset) in assets {
			let units = owed.get(at).units_floor();
			let paid = if units > 0 { Self::pay_one(claim, to, asset, units, payments) } else { 0 };
			if paid > 0 {
				let left = owed.get(at).minus(Fixed::from_units(paid));
				owed.set(at, left).map_err(Error::<T>::from)?;
			}
		}
		Ok(owed)
	}

	/// Pays one asset, as much of it as can leave the pot, and returns that. One that refuses, below its minimum balance for
	/// instance, stops none of the others.
	fn pay_one(
		claim: &RewardClaim<T::AccountId>,
		to: &T::AccountId,
		asset: AssetIdOf<T>,
		amount: Balance,
		payments: &mut Payments,
	) -> Balance {
		let (claim, to) = (claim.clone(), to.clone());
		payments.tried = payments.tried.saturating_add(1);
		// Nobody signs for a position account: its NFT may have been sent to one, or a tag may name one.
		let paid = if Self::is_position_account(&to) {
			Err(Error::<T>::IsPositionAccount.into())
		} else {
			PotOf::<T>::pay_part(asset.clone(), &to, amount)
		};
		match paid {
			Ok(amount) => {
				payments.paid = true;
				Self::deposit_event(Event::Claimed { claim, to, asset, amount });
				amount
			},
			Err(reason) => {
				payments.refused = Some(reason);
				Self::deposit_event(Event::PaymentDeferred { claim, to, asset, amount, reason });
				0
			},
		}
	}
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
