// SPDX-License-Identifier: Apache-2.0

//! Stake that an NFT owns: opened, looked at, and left.
//!
//! A position's stake stands in staking under a key; its NFT says whose it is. Whatever changes what a position holds or
//! how long it is locked gives it a new number and a new NFT: who buys a number gets what it said when it was minted.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	AmountsOf, AssetIdOf, Config, Error, Event, Offers, Pallet, Position, PositionId, Positions,
};
use alloc::vec::Vec;
use bulwark_ledger::{Amount, Balance, Departure, EpochIndex, Fraction, PoolId, Preset, Terms};
use bulwark_traits::{Stake, StakeKeeper, StakePools, Unstake};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Position<T> {
	/// Its stake.
	pub(crate) fn stake(&self) -> Stake<T::AccountId> {
		Stake { pool: self.pool, holder: self.key.clone(), to: None }
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_stake(
		owner: T::AccountId,
		pool: PoolId,
		amount: Balance,
		preset: Preset,
		max_penalty: Fraction,
	) -> DispatchResult {
		let offer = Offers::<T>::get(pool).ok_or(Error::<T>::UnknownPool)?;

		ensure!(offer.presets.contains(&preset), Error::<T>::UnknownPreset);
		ensure!(offer.penalty <= max_penalty, Error::<T>::PenaltyTooHigh);

		let id = Self::next_position()?;
		let key = Self::key(id);
		let multiplier = preset.multiplier;
		let effective = T::Stake::stake_for(pool, &key, &owner, amount, multiplier)?;
		let terms = Terms { preset, penalty: offer.penalty };
		let expiry = terms.expiry(effective);
		Self::expect_expiry(pool, expiry)?;

		Self::mint(id, &owner, Position { pool, key, terms, expiry, tag: None })?;
		Self::deposit_event(Event::Staked {
			position: id,
			owner,
			pool,
			amount,
			preset,
			effective,
			expiry,
		});
		Ok(())
	}

	pub(crate) fn do_unstake(
		owner: T::AccountId,
		id: PositionId,
		amount: Amount,
		max_penalty: Fraction,
	) -> Result<Unstake, DispatchError> {
		let position = Self::free_position(id, &owner)?;
		let book = Book::<T>::load(position.pool)?;
		let has_expired = book.has_expired(position.expiry);

		if has_expired {
			ensure!(Self::takes_all(&position, amount)?, Error::<T>::PositionExpired);
		}
		// By its shares, so that nothing is left that is worth nothing.
		let amount = if has_expired { Amount::All } else { amount };
		let levy = if has_expired { None } else { Self::penalty(&book, &position)? };
		let accepted = levy.as_ref().is_none_or(|(fraction, _)| *fraction <= max_penalty);
		ensure!(accepted, Error::<T>::PenaltyTooHigh);

		let now = book.now();
		book.store()?;
		if has_expired {
			Self::settle_expired(id, &position, &owner)?;
			// Who leaves in the epoch of the expiry still gets what comes late for those before; whoever stays on gets
			// nothing for the epochs after.
			let has_gone_on = position.tag.is_some() || now > position.expiry;
			if has_gone_on && !Self::is_worthless(&position) {
				T::Stake::reweigh(position.pool, &position.key, bulwark_ledger::Multiplier(0))?;
			}
		}
		let levy = levy.as_ref().map(|(fraction, to)| (*fraction, to));
		let left = Self::take_out(&position, amount, &owner, levy)?;

		let rest = Self::close_or_renumber(id, &owner, position)?;
		Self::deposit_event(Event::Unstaked {
			position: id,
			owner,
			returned: left.returned,
			exiting: left.exiting,
			penalty: left.levied,
			rest,
		});
		Ok(left)
	}

	pub(crate) fn do_expect(
		id: PositionId,
		principal: Balance,
		claimable: Vec<(AssetIdOf<T>, Balance)>,
	) -> DispatchResult {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		let worth = T::Stake::value(position.pool, &position.key);
		let has = worth.total().map_err(Error::<T>::from)?;
		ensure!(has >= principal, Error::<T>::BelowExpectation);

		let mut book = Book::<T>::load(position.pool)?;
		let earned = Self::owners_part(&mut book, &position);
		for (asset, expected) in claimable {
			let at = book.asset(&asset)?;
			ensure!(earned.get(at).units_floor() >= expected, Error::<T>::BelowExpectation);
		}
		Ok(())
	}

	/// What a position has earned for its owner and not paid.
	pub(crate) fn owners_part(book: &mut Book<T>, position: &Position<T>) -> AmountsOf<T> {
		match &position.tag {
			Some(tag) => tag.earned.clone(),
			None if book.has_expired(position.expiry) => {
				book.owed_until(&position.stake(), position.expiry)
			},
			None => book.owed(&position.stake()),
		}
	}

	/// Adds earnings to those of an account in a pool, where it can claim them.
	pub(crate) fn credit_account(pool: PoolId, account: &T::AccountId, earned: &AmountsOf<T>) {
		let stake = Stake { pool, holder: account.clone(), to: None };
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).plus(earned));
	}

	/// After stake has left: the number goes with the last share, and what is left gets another one.
	fn close_or_renumber(
		id: PositionId,
		owner: &T::AccountId,
		position: Position<T>,
	) -> Result<Option<PositionId>, DispatchError> {
		if !Self::is_worthless(&position) {
			return Self::renumber(id, owner, position).map(Some);
		}

		let stake = position.stake();
		let mut book = Book::<T>::load(position.pool)?;
		let earned = book.owed(&stake);
		book.store()?;
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).minus(&earned));
		Self::credit_account(position.pool, owner, &earned);
		Self::forget_expiry(position.pool, position.expiry)?;
		Self::burn(id)?;
		Ok(None)
	}

	/// Takes stake out for its owner. Slashes and merges may have left shares that are worth nothing, which do not even
	/// leave: then nothing does.
	fn take_out(
		position: &Position<T>,
		amount: Amount,
		owner: &T::AccountId,
		levy: Option<(Fraction, &T::AccountId)>,
	) -> Result<Unstake, DispatchError> {
		let is_worthless = Self::is_worthless(position);
		let left = with_storage_layer(|| {
			T::Stake::unstake_for(position.pool, &position.key, amount, owner, levy)
		});
		if left.is_ok() || !is_worthless {
			return left;
		}
		let departure = Departure::new(Self::now(), None, T::Window::get());
		Ok(Unstake { returned: 0, exiting: 0, levied: 0, departure })
	}

	/// Whether nothing that is worth anything stands under the key of a position.
	pub(crate) fn is_worthless(position: &Position<T>) -> bool {
		T::Stake::value(position.pool, &position.key).is_nothing()
	}

	fn takes_all(position: &Position<T>, amount: Amount) -> Result<bool, DispatchError> {
		let worth = T::Stake::value(position.pool, &position.key);
		let all = worth.total().map_err(Error::<T>::from)?;
		Ok(match amount {
			Amount::All => true,
			Amount::Exactly(amount) => amount == all,
		})
	}

	/// A position that its owner may change.
	pub(crate) fn free_position(
		id: PositionId,
		owner: &T::AccountId,
	) -> Result<Position<T>, DispatchError> {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(Self::nft_owner(id).as_ref() == Some(owner), Error::<T>::NotOwner);
		ensure!(!Self::is_locked(id), Error::<T>::PositionLocked);
		Ok(position)
	}

	/// One that has not expired.
	pub(crate) fn open_position(
		id: PositionId,
		owner: &T::AccountId,
	) -> Result<Position<T>, DispatchError> {
		let position = Self::free_position(id, owner)?;
		ensure!(position.tag.is_none(), Error::<T>::PositionTagged);
		let book = Book::<T>::load(position.pool)?;
		ensure!(!book.has_expired(position.expiry), Error::<T>::PositionExpired);
		Ok(position)
	}

	pub(crate) fn expect_expiry(pool: PoolId, expiry: EpochIndex) -> DispatchResult {
		let mut book = Book::<T>::load(pool)?;
		book.expect_expiry(expiry)?;
		book.store()
	}

	pub(crate) fn forget_expiry(pool: PoolId, expiry: EpochIndex) -> DispatchResult {
		let mut book = Book::<T>::load(pool)?;
		book.forget_expiry(expiry);
		book.store()
	}
}
