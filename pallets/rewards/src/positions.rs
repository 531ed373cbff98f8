// SPDX-License-Identifier: Apache-2.0

//! Stake that an NFT owns: opened, looked at, and left.
//!
//! The stake of a position stands in staking under a position account; its NFT says whose it is. Whatever changes what a
//! position holds or how long it is locked gives it a new number and a new NFT: who buys a number gets what it said when
//! it was minted.

use crate::{
	book::Book, AmountsOf, AssetIdOf, Config, Destination, Error, Event, ExpectedWorth, Pallet,
	Position, PositionId, Positions, VestingOf,
};
use bulwark_ledger::{
	Amount, Balance, Departure, EpochIndex, Fraction, LockTerms, LockTier, Multiplier, PoolId,
};
use bulwark_traits::{Epochs, StakeKeeper, StakePools, StakeRef, Unstake};
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Position<T> {
	/// Its stake.
	pub(crate) fn stake(&self) -> StakeRef<T::AccountId> {
		StakeRef { pool_id: self.pool_id, staker: self.account.clone(), to: None }
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_stake(
		owner: T::AccountId,
		pool_id: PoolId,
		amount: Balance,
		tier: LockTier,
		max_penalty: Fraction,
		destination: Destination<T::AccountId>,
	) -> DispatchResult {
		let offer = Self::offer_of(pool_id, &tier)?;

		ensure!(offer.penalty <= max_penalty, Error::<T>::PenaltyTooHigh);
		ensure!(offer.destination == destination, Error::<T>::DestinationMismatch);

		let position_id = Self::next_position_id()?;
		let account = Self::position_account(position_id);
		let effective_from =
			T::Stake::stake_for(pool_id, &account, &owner, amount, tier.multiplier)?;
		let terms = LockTerms { tier, penalty: offer.penalty, destination };
		let expiry = terms.expiry(effective_from);
		Self::expect_expiry(pool_id, expiry)?;

		let known = Self::known_at_lock(pool_id)?;
		let window = T::Stake::pool(pool_id).ok_or(Error::<T>::UnknownPool)?.horizon.window;
		let vesting = VestingOf::<T>::new(effective_from, window);
		let position = Position { pool_id, account, terms, expiry, known, vesting, tag: None };
		Self::mint(position_id, &owner, position)?;
		Self::deposit_event(Event::Staked {
			position_id,
			owner,
			pool_id,
			amount,
			tier,
			effective_from,
			expiry,
		});
		Ok(())
	}

	pub(crate) fn do_unstake(
		owner: T::AccountId,
		position_id: PositionId,
		amount: Amount,
		max_penalty: Fraction,
	) -> Result<(Unstake, AmountsOf<T>), DispatchError> {
		let mut position = Self::free_position(position_id, &owner)?;
		let mut book = Book::<T>::load(position.pool_id)?;
		let has_expired = book.has_expired(position.expiry);

		if has_expired {
			ensure!(Self::takes_all(&position, amount)?, Error::<T>::PositionExpired);
		}
		// By its shares, so that nothing is left that is worth nothing.
		let amount = if has_expired { Amount::All } else { amount };
		let penalty = if has_expired { None } else { Self::penalty(&book, &position)? };
		let accepted = penalty.as_ref().is_none_or(|(fraction, _)| *fraction <= max_penalty);
		ensure!(accepted, Error::<T>::PenaltyTooHigh);

		let now = book.now();
		Self::note_vesting(&mut book, &mut position)?;
		let is_vesting = !position.vesting.is_over(now);
		let (base, own) = (book.info.base.multiplier, position.terms.tier.multiplier);
		let late = position.vesting.multiplier_of_leaving(penalty.is_none(), base, own);
		book.store()?;
		if has_expired {
			// Who leaves in the epoch of the expiry still gets what comes late for those before; whoever stays on gets
			// nothing for the epochs after.
			let has_gone_on = position.tag.is_some() || now > position.expiry;
			Self::settle(position_id, &mut position, &owner)?;
			if has_gone_on {
				Self::weigh(&position, Multiplier(0))?;
			}
		}
		let penalty = penalty.as_ref().map(|(fraction, to)| (*fraction, to));
		let whole = Self::active_weight(&position);
		let is_late_less = is_vesting && late != own;
		if is_late_less {
			Self::weigh(&position, late)?;
		}
		let left = Self::take_out(&position, amount, &owner, penalty)?;
		if is_late_less {
			Self::weigh(&position, own)?;
		}
		let is_free = penalty.is_none();
		let forgone = match is_vesting {
			true => Self::return_unvested(position_id, &mut position, whole, is_free)?,
			false => Default::default(),
		};

		let rest_id = Self::close_or_renumber(position_id, &owner, position)?;
		Self::deposit_event(Event::Unstaked {
			position_id,
			owner,
			returned: left.returned,
			unbonding: left.unbonding,
			penalty: left.penalty,
			rest_id,
		});
		Ok((left, forgone))
	}

	pub(crate) fn do_ensure_worth(
		position_id: PositionId,
		expected: ExpectedWorth<T>,
	) -> DispatchResult {
		let position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		let worth = T::Stake::value(position.pool_id, &position.account);
		let has = worth.total().map_err(Error::<T>::from)?;
		let tagged_for = position.tag.as_ref().map(|tag| &tag.beneficiary);
		let fits = has >= expected.principal
			&& position.expiry == expected.expiry
			&& tagged_for == expected.tagged_for.as_ref();
		ensure!(fits, Error::<T>::BelowExpectation);

		let mut book = Book::<T>::load(position.pool_id)?;
		let earnings = book.earnings(&position)?;
		// What has not vested is the buyer's too, if it stays: time makes no worth less.
		let of_owner = earnings.owner.clone().plus(&earnings.unvested);
		ensure_units(&book, &of_owner, &expected.claimable)?;
		ensure_units(&book, &earnings.expired, &expected.expired_rewards)
	}

	/// After stake has left: the number goes with the last share, and what is left gets another one.
	fn close_or_renumber(
		position_id: PositionId,
		owner: &T::AccountId,
		mut position: Position<T>,
	) -> Result<Option<PositionId>, DispatchError> {
		if !Self::is_worthless(&position) {
			return Self::renumber(position_id, owner, position).map(Some);
		}

		Self::settle(position_id, &mut position, owner)?;
		Self::forget_expiry(position.pool_id, position.expiry)?;
		Self::burn(position_id)?;
		Ok(None)
	}

	/// Takes stake out for its owner. Slashes and merges may have left shares that are worth nothing, which do not even
	/// leave: then nothing does.
	fn take_out(
		position: &Position<T>,
		amount: Amount,
		owner: &T::AccountId,
		penalty: Option<(Fraction, &T::AccountId)>,
	) -> Result<Unstake, DispatchError> {
		let is_worthless = Self::is_worthless(position);
		let left = with_storage_layer(|| {
			T::Stake::unstake_for(position.pool_id, &position.account, amount, owner, penalty)
		});
		if left.is_ok() || !is_worthless {
			return left;
		}
		let departure = Departure::new(Self::now(), None, T::Stake::window());
		Ok(Unstake { returned: 0, unbonding: 0, penalty: 0, departure })
	}

	/// True if a position has no stake that is worth anything.
	pub(crate) fn is_worthless(position: &Position<T>) -> bool {
		T::Stake::value(position.pool_id, &position.account).is_nothing()
	}

	fn takes_all(position: &Position<T>, amount: Amount) -> Result<bool, DispatchError> {
		let worth = T::Stake::value(position.pool_id, &position.account);
		let all = worth.total().map_err(Error::<T>::from)?;
		Ok(match amount {
			Amount::All => true,
			Amount::Exactly(amount) => amount == all,
		})
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

	/// One that has not expired.
	pub(crate) fn open_position(
		position_id: PositionId,
		owner: &T::AccountId,
	) -> Result<Position<T>, DispatchError> {
		let position = Self::free_position(position_id, owner)?;
		ensure!(position.tag.is_none(), Error::<T>::PositionTagged);
		let book = Book::<T>::load(position.pool_id)?;
		ensure!(!book.has_expired(position.expiry), Error::<T>::PositionExpired);
		Ok(position)
	}

	pub(crate) fn expect_expiry(pool_id: PoolId, expiry: EpochIndex) -> DispatchResult {
		let mut book = Book::<T>::load(pool_id)?;
		book.expect_expiry(expiry)?;
		book.store()
	}

	pub(crate) fn forget_expiry(pool_id: PoolId, expiry: EpochIndex) -> DispatchResult {
		let mut book = Book::<T>::load(pool_id)?;
		book.forget_expiry(expiry)?;
		book.store()
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
