// SPDX-License-Identifier: Apache-2.0

//! Stake that an NFT owns: opened and looked at.
//!
//! The stake of a position stands in staking under a position account; its NFT says whose it is. Whatever changes what a
//! position holds or how long it is locked gives it a new number and a new NFT: who buys a number gets what it said when
//! it was minted.

use crate::{
	book::Book, AmountsOf, AssetIdOf, Config, Destination, Error, Event, ExpectedWorth, Pallet,
	Position, PositionId, Positions, VestingOf,
};
use bulwark_ledger::{Balance, EpochIndex, Fraction, LockTerms, LockTier, PoolId};
use bulwark_traits::{StakeKeeper, StakePools, StakeRef};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Position<T> {
	/// Its stake.
	pub(crate) fn stake(&self) -> StakeRef<T::AccountId> {
		StakeRef { pool_id: self.pool_id, staker: self.account.clone(), to: None }
	}
}

impl<T: Config> Pallet<T> {
	/// Stakes under a new position. Returns the number of pages that it met.
	pub(crate) fn do_stake(
		owner: T::AccountId,
		pool_id: PoolId,
		amount: Balance,
		tier: LockTier,
		max_penalty: Fraction,
		destination: Destination<T::AccountId>,
	) -> Result<u32, DispatchError> {
		let now = Self::now();
		let offer = Self::offer_of(pool_id, &tier, now)?;

		ensure!(offer.penalty <= max_penalty, Error::<T>::PenaltyTooHigh);
		ensure!(offer.destination == destination, Error::<T>::DestinationMismatch);

		let position_id = Self::next_position_id()?;
		let account = Self::position_account(position_id);
		let (payer, multiplier) = (owner.clone(), tier.multiplier);
		let terms = LockTerms { tier, penalty: offer.penalty, destination };
		let open = |effective_from, pages: u32| {
			let stake = StakeRef { pool_id, staker: account.clone(), to: None };
			let opened = Self::open(position_id, owner, stake, amount, terms, effective_from)?;
			Ok(pages.saturating_add(opened))
		};
		T::Stake::stake_for(pool_id, &account, &payer, amount, multiplier, now, open)
	}

	/// Opens a position whose stake stands already: everything is written before its money is taken. Returns the number of
	/// pages that it met.
	fn open(
		position_id: PositionId,
		owner: T::AccountId,
		stake: StakeRef<T::AccountId>,
		amount: Balance,
		terms: LockTerms<Destination<T::AccountId>>,
		effective_from: EpochIndex,
	) -> Result<u32, DispatchError> {
		let StakeRef { pool_id, staker: account, .. } = stake;
		let (now, tier, expiry) = (Self::now(), terms.tier, terms.expiry(effective_from));
		let mut book = Book::<T>::load(pool_id, now)?;
		book.expect_expiry(expiry)?;
		book.store()?;

		let known = Self::known_at_lock(&book.info)?;
		let vesting = VestingOf::<T>::new(effective_from, book.info.horizon.window);
		let position = Position { pool_id, account, terms, expiry, known, vesting, tag: None };
		Self::mint(position_id, &owner, position, now)?;
		Self::deposit_event(Event::Staked {
			position_id,
			owner,
			pool_id,
			amount,
			tier,
			effective_from,
			expiry,
		});
		Ok(book.met())
	}

	pub(crate) fn do_ensure_worth(
		position_id: PositionId,
		expected: ExpectedWorth<T>,
	) -> DispatchResult {
		let position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		let now = Self::now();
		let worth = T::Stake::value(position.pool_id, &position.account, now)?;
		let has = worth.total().map_err(Error::<T>::from)?;
		let tagged_for = position.tag.as_ref().map(|tag| &tag.beneficiary);
		let fits = has >= expected.principal
			&& position.expiry == expected.expiry
			&& tagged_for == expected.tagged_for.as_ref();
		ensure!(fits, Error::<T>::BelowExpectation);

		let mut book = Book::<T>::load(position.pool_id, now)?;
		let earnings = book.earnings(&position)?;
		// What has not vested is the buyer's too, if it stays: time makes no worth less.
		let of_owner = earnings.owner.clone().plus(&earnings.unvested);
		ensure_units(&book, &of_owner, &expected.claimable)?;
		ensure_units(&book, &earnings.expired, &expected.expired_rewards)
	}

	/// True if a position has no stake that is worth anything.
	pub(crate) fn is_worthless(
		position: &Position<T>,
		now: EpochIndex,
	) -> Result<bool, DispatchError> {
		Ok(T::Stake::value(position.pool_id, &position.account, now)?.is_nothing())
	}

	/// A position that its owner may change.
	pub(crate) fn free_position(
		position_id: PositionId,
		owner: &T::AccountId,
	) -> Result<Position<T>, DispatchError> {
		let position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(Self::nft_owner(position_id).as_ref() == Some(owner), Error::<T>::NotOwner);
		ensure!(!Self::is_locked(position_id), Error::<T>::PositionLocked);
		Ok(position)
	}

	/// One that has not expired, with the rewards of its pool.
	pub(crate) fn open_position(
		position_id: PositionId,
		owner: &T::AccountId,
	) -> Result<(Position<T>, Book<T>), DispatchError> {
		let position = Self::free_position(position_id, owner)?;
		let book = Book::<T>::load(position.pool_id, Self::now())?;
		book.ensure_locked(&position)?;
		Ok((position, book))
	}
}

impl<T: Config> Book<T> {
	/// `PositionTagged` or `PositionExpired` if a position is not locked any more.
	pub(crate) fn ensure_locked(&self, position: &Position<T>) -> DispatchResult {
		ensure!(position.tag.is_none(), Error::<T>::PositionTagged);
		ensure!(!self.has_expired(position.expiry), Error::<T>::PositionExpired);
		Ok(())
	}
}

/// `BelowExpectation` if there are fewer whole units of an asset than expected.
fn ensure_units<T: Config>(
	book: &Book<T>,
	amounts: &AmountsOf<T>,
	expected: &[(AssetIdOf<T>, Balance)],
) -> DispatchResult {
	for (asset, least) in expected {
		let at = book.asset(asset)?;
		ensure!(amounts.get(at).units_floor() >= *least, Error::<T>::BelowExpectation);
	}
	Ok(())
}
