// SPDX-License-Identifier: Apache-2.0

//! Stake that an NFT owns: opened, left, locked for longer, divided and joined.
//!
//! A position's stake stands in staking under a key; its NFT says whose it is. Whatever changes what a position holds or
//! how long it is locked gives it a new number and a new NFT: who buys a number gets what it said when it was minted.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	AmountsOf, AssetIdOf, Beneficiary, Config, Error, Event, Offers, Pallet, Position, PositionId,
	Positions,
};
use alloc::vec::Vec;
use bulwark_ledger::{
	Amount, Balance, Departure, EpochIndex, Fixed, Fraction, PoolId, Preset, Terms,
};
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

	pub(crate) fn do_extend(owner: T::AccountId, id: PositionId) -> DispatchResult {
		let mut position = Self::open_position(id, &owner)?;
		let book = Book::<T>::load(position.pool)?;

		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);
		let expiry = position.terms.expiry(book.now().next());
		ensure!(expiry > position.expiry, Error::<T>::NothingToExtend);

		book.store()?;
		Self::forget_expiry(position.pool, position.expiry)?;
		Self::expect_expiry(position.pool, expiry)?;
		position.expiry = expiry;
		let new = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Extended { position: id, new, expiry });
		Ok(())
	}

	pub(crate) fn do_restake(owner: T::AccountId, id: PositionId) -> DispatchResult {
		let mut position = Self::free_position(id, &owner)?;
		let mut book = Book::<T>::load(position.pool)?;

		ensure!(book.info.departure.is_none(), Error::<T>::PoolClosed);
		ensure!(book.has_expired(position.expiry), Error::<T>::NotExpired);

		let expiry = position.terms.expiry(book.now().next());
		if let Some(tag) = position.tag.take() {
			let stake = position.stake();
			let owed = book.owed(&stake);
			Self::credit_account(position.pool, &tag.beneficiary, &owed);
			keep_entitlement::<T>(&stake, entitlement::<T>(&stake).minus(&owed).plus(&tag.earned));
		}
		book.store()?;
		T::Stake::reweigh(position.pool, &position.key, position.terms.preset.multiplier)?;
		Self::forget_expiry(position.pool, position.expiry)?;
		Self::expect_expiry(position.pool, expiry)?;
		position.expiry = expiry;
		let new = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Restaked { position: id, new, expiry });
		Ok(())
	}

	pub(crate) fn do_split(owner: T::AccountId, id: PositionId, amount: Balance) -> DispatchResult {
		let position = Self::open_position(id, &owner)?;
		let part = Self::next_position()?;
		let key = Self::key(part);

		T::Stake::shift(position.pool, &position.key, &key, Amount::Exactly(amount))?;
		let (value, begins) = T::Stake::value(position.pool, &position.key);
		ensure!(value > 0 || begins > 0, Error::<T>::CannotSplit);

		Self::expect_expiry(position.pool, position.expiry)?;
		Self::mint(part, &owner, Position { key, ..position.clone() })?;
		let rest = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Split { position: id, rest, part, amount });
		Ok(())
	}

	pub(crate) fn do_merge(
		owner: T::AccountId,
		id: PositionId,
		other: PositionId,
	) -> DispatchResult {
		let mut position = Self::open_position(id, &owner)?;
		let joining = Self::open_position(other, &owner)?;

		let fits = position.pool == joining.pool && position.terms == joining.terms;
		ensure!(id != other && fits, Error::<T>::CannotMerge);

		T::Stake::shift(position.pool, &joining.key, &position.key, Amount::All)?;
		// With its last share a key's entitlement is all that it earned.
		let earned = entitlement::<T>(&joining.stake());
		keep_entitlement::<T>(&joining.stake(), Default::default());
		let stake = position.stake();
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).plus(&earned));

		let expiry = position.expiry.max(joining.expiry);
		Self::forget_expiry(position.pool, position.expiry.min(joining.expiry))?;
		position.expiry = expiry;
		Self::burn(other)?;
		let new = Self::renumber(id, &owner, position)?;
		Self::deposit_event(Event::Merged { position: id, other, new, expiry });
		Ok(())
	}

	pub(crate) fn do_expect(
		id: PositionId,
		principal: Balance,
		claimable: Vec<(AssetIdOf<T>, Balance)>,
	) -> DispatchResult {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		let (value, begins) = T::Stake::value(position.pool, &position.key);
		let has = value.checked_add(begins).ok_or(Error::<T>::Overflow)?;
		ensure!(has >= principal, Error::<T>::BelowExpectation);

		let mut book = Book::<T>::load(position.pool)?;
		let earned = Self::owners_part(&mut book, &position);
		for (asset, expected) in claimable {
			let at = book.asset(&asset)?;
			ensure!(earned.get(at).units_floor() >= expected, Error::<T>::BelowExpectation);
		}
		Ok(())
	}

	pub(crate) fn do_recover(id: PositionId, to: T::AccountId) -> DispatchResult {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(Self::nft_owner(id).is_none(), Error::<T>::NotBurnt);

		Self::mint(id, &to, position)?;
		Self::deposit_event(Event::Recovered { position: id, owner: to });
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

	/// What leaving a position costs now, and whose that is. Nothing where the owner does not leave of its own accord:
	/// while the pool closes or its operator is not active, and when its commission has just risen.
	pub(crate) fn penalty(
		book: &Book<T>,
		position: &Position<T>,
	) -> Result<Option<(Fraction, T::AccountId)>, DispatchError> {
		let operator = book.info.operator.as_ref();
		let has_risen = operator
			.is_some_and(|operator| crate::Commissions::<T>::get(operator).has_risen(book.now()));
		if !book.info.is_active || has_risen || position.terms.penalty == Fraction::zero() {
			return Ok(None);
		}
		let offer = Offers::<T>::get(position.pool).ok_or(Error::<T>::UnknownPool)?;
		let to = match offer.beneficiary {
			Beneficiary::Account(account) => account,
			Beneficiary::Stakers => Self::penalty_key(position.pool, false),
			Beneficiary::Burn => Self::penalty_key(position.pool, true),
		};
		Ok(Some((position.terms.penalty, to)))
	}

	/// Before the stake of an expired position leaves: the owner gets what it had earned by its expiry, who tagged it
	/// what it earned since the tag, and what nobody tagged goes back to those who stay.
	fn settle_expired(
		id: PositionId,
		position: &Position<T>,
		owner: &T::AccountId,
	) -> DispatchResult {
		let mut book = Book::<T>::load(position.pool)?;
		let stake = position.stake();
		let all = book.owed(&stake);

		match &position.tag {
			Some(tag) => {
				Self::credit_account(position.pool, owner, &tag.earned);
				Self::credit_account(position.pool, &tag.beneficiary, &all);
			},
			None => {
				let (earned, extra) = Self::divide(&mut book, position)?;
				Self::credit_account(position.pool, owner, &earned);
				Self::return_extra(id, &mut book, extra)?;
			},
		}
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake).minus(&all));
		book.store()
	}

	/// What an expired position has earned that nobody tagged: the owner's, and what it earned since. The latter in whole
	/// units: what is less than a unit is added to the former, so that nothing is lost.
	pub(crate) fn divide(
		book: &mut Book<T>,
		position: &Position<T>,
	) -> Result<(AmountsOf<T>, AmountsOf<T>), DispatchError> {
		let stake = position.stake();
		let all = book.owed(&stake);
		let earned = book.owed_until(&stake, position.expiry);
		let mut extra = AmountsOf::<T>::default();
		for (at, _) in book.assets() {
			// Never below zero: the one is a part of the other.
			let units = all.get(at).units_floor().saturating_sub(earned.get(at).units_floor());
			extra.set(at, Fixed::from_units(units)).map_err(Error::<T>::from)?;
		}
		Ok((all.minus(&extra), extra))
	}

	/// Gives what an expired position earned too much back to those who stay, as a stream.
	pub(crate) fn return_extra(
		id: PositionId,
		book: &mut Book<T>,
		extra: AmountsOf<T>,
	) -> DispatchResult {
		for (at, asset) in book.assets() {
			let amount = extra.get(at).units_floor();
			if amount == 0 {
				continue;
			}
			if book.info.departure.is_some() {
				Self::give_up(book.id, asset, amount)?;
				continue;
			}
			book.fund(&asset, amount, T::ReturnPeriod::get())?;
			Self::deposit_event(Event::ExtraReturned { position: id, asset, amount });
		}
		Ok(())
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
	fn is_worthless(position: &Position<T>) -> bool {
		T::Stake::value(position.pool, &position.key) == (0, 0)
	}

	fn takes_all(position: &Position<T>, amount: Amount) -> Result<bool, DispatchError> {
		let (value, begins) = T::Stake::value(position.pool, &position.key);
		let all = value.checked_add(begins).ok_or(Error::<T>::Overflow)?;
		Ok(match amount {
			Amount::All => true,
			Amount::Exactly(amount) => amount == all,
		})
	}

	/// A position that its owner may change.
	fn free_position(id: PositionId, owner: &T::AccountId) -> Result<Position<T>, DispatchError> {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(Self::nft_owner(id).as_ref() == Some(owner), Error::<T>::NotOwner);
		ensure!(!Self::is_locked(id), Error::<T>::PositionLocked);
		Ok(position)
	}

	/// One that has not expired.
	fn open_position(id: PositionId, owner: &T::AccountId) -> Result<Position<T>, DispatchError> {
		let position = Self::free_position(id, owner)?;
		ensure!(position.tag.is_none(), Error::<T>::PositionTagged);
		let book = Book::<T>::load(position.pool)?;
		ensure!(!book.has_expired(position.expiry), Error::<T>::PositionExpired);
		Ok(position)
	}

	fn expect_expiry(pool: PoolId, expiry: EpochIndex) -> DispatchResult {
		let mut book = Book::<T>::load(pool)?;
		book.expect_expiry(expiry)?;
		book.store()
	}

	fn forget_expiry(pool: PoolId, expiry: EpochIndex) -> DispatchResult {
		let mut book = Book::<T>::load(pool)?;
		book.forget_expiry(expiry);
		book.store()
	}
}
