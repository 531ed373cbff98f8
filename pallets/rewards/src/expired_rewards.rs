// SPDX-License-Identifier: Apache-2.0

//! Rewards of positions that expire, are tagged, or leave. The ledger says whose they are; here they go there.

use crate::{
	book::{entitlement, keep_entitlement, Book},
	AccountIdOf, AmountsOf, Config, EarningsOf, Event, Pallet, Position, PositionId,
};
use bulwark_ledger::{Earnings, PoolId};
use bulwark_traits::{Payee, StakeRef};
use frame_support::traits::Get;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Gives everything that a position has earned to whom it belongs: the owner and the beneficiary of the tag can claim
	/// theirs as rewards of their stake, and expired rewards go back to the pool.
	pub(crate) fn settle(
		position_id: PositionId,
		position: &mut Position<T>,
		owner: &T::AccountId,
	) -> DispatchResult {
		let mut book = Book::<T>::load(position.pool_id)?;
		Self::note_vesting(&mut book, position)?;
		let earnings = book.earnings(position)?;

		// Who leaves in the epoch of the expiry is active in it still, like everybody who leaves: what comes for it is the
		// owner's, before the call or after it.
		let (mut of_owner, mut expired) = (earnings.owner.clone(), earnings.expired.clone());
		if book.now() <= position.expiry {
			of_owner = of_owner.plus(&core::mem::take(&mut expired));
		}
		Self::credit_account(position.pool_id, owner, &of_owner)?;
		if let Some(tag) = position.tag.take() {
			Self::credit_account(position.pool_id, &tag.beneficiary, &earnings.beneficiary)?;
		}
		Self::return_rewards(position_id, &mut book, &expired, false)?;
		Self::keep_earnings(&position.stake(), &earnings, &Earnings::default())?;
		book.store()
	}

	/// Keeps what is left of the earnings of a position, after something was paid or has left.
	pub(crate) fn keep_earnings(
		stake: &StakeRef<T::AccountId>,
		before: &EarningsOf<T>,
		left: &EarningsOf<T>,
	) -> DispatchResult {
		keep_entitlement::<T>(stake, before.entitlement(entitlement::<T>(stake)?, left));
		Ok(())
	}

	/// Adds earnings to those of an account in a pool, where it can claim them.
	pub(crate) fn credit_account(
		pool_id: PoolId,
		account: &AccountIdOf<T>,
		earned: &AmountsOf<T>,
	) -> DispatchResult {
		let stake = StakeRef { pool_id, staker: account.clone(), to: None };
		keep_entitlement::<T>(&stake, entitlement::<T>(&stake)?.plus(earned));
		Ok(())
	}

	/// Gives rewards that expired, or have not vested, back to the stakers of the pool as a stream, and to nobody if the pool
	/// closes.
	pub(crate) fn return_rewards(
		position_id: PositionId,
		book: &mut Book<T>,
		returned: &AmountsOf<T>,
		unvested: bool,
	) -> DispatchResult {
		for (at, asset) in book.assets() {
			let amount = returned.get(at).units_floor();
			if amount == 0 {
				continue;
			}
			if book.info.departure.is_some() {
				Self::give_up(Payee::Pool(book.pool_id), asset, amount)?;
				continue;
			}
			book.fund(&asset, amount, T::ReturnPeriod::get())?;
			Self::deposit_event(match unvested {
				true => Event::UnvestedRewardsReturned { position_id, asset, amount },
				false => Event::ExpiredRewardsReturned { position_id, asset, amount },
			});
		}
		Ok(())
	}
}
