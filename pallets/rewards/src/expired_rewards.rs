// SPDX-License-Identifier: Apache-2.0

//! Rewards of positions that expire, are tagged, or leave. The ledger says whose they are; here they go there.

use crate::{
	book::Book, AccountIdOf, AmountsOf, Config, EarningsOf, Event, Pallet, Position, PositionId,
};
use bulwark_ledger::Earnings;
use bulwark_traits::{Payee, StakeRef};
use frame_support::traits::Get;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Gives everything that a position has earned to whom it belongs: the owner and the beneficiary of the tag can claim
	/// theirs as rewards of their stake, and expired rewards go back to the pool.
	pub(crate) fn settle(
		position_id: PositionId,
		book: &mut Book<T>,
		position: &mut Position<T>,
		owner: &T::AccountId,
	) -> DispatchResult {
		Self::note_vesting(book, position)?;
		let earnings = book.earnings(position)?;

		// Who leaves in the epoch of the expiry is active in it still, like everybody who leaves: what comes for it is the
		// owner's, before the call or after it.
		let (mut of_owner, mut expired) = (earnings.owner.clone(), earnings.expired.clone());
		if book.now() <= position.expiry {
			of_owner = of_owner.plus(&core::mem::take(&mut expired));
		}
		book.credit_account(owner, &of_owner)?;
		if let Some(tag) = position.tag.take() {
			book.credit_account(&tag.beneficiary, &earnings.beneficiary)?;
		}
		Self::return_rewards(position_id, book, &expired, false)?;
		book.keep_earnings(&position.stake(), &earnings, &Earnings::default())
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
			if book.info.departure().is_some() {
				Self::give_up(Payee::Pool(book.pool_id()), asset, amount)?;
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

impl<T: Config> Book<T> {
	/// Keeps what is left of the earnings of a position, after something was paid or has left.
	pub(crate) fn keep_earnings(
		&mut self,
		stake: &StakeRef<T::AccountId>,
		before: &EarningsOf<T>,
		left: &EarningsOf<T>,
	) -> DispatchResult {
		self.settled(stake, |settled| before.entitlement(settled, left))
	}

	/// Adds earnings to those of an account in the pool, where it can claim them.
	pub(crate) fn credit_account(
		&mut self,
		account: &AccountIdOf<T>,
		earned: &AmountsOf<T>,
	) -> DispatchResult {
		if earned.is_zero() {
			return Ok(());
		}
		let stake = StakeRef { pool_id: self.pool_id(), staker: account.clone(), to: None };
		self.settled(&stake, |settled| settled.plus(earned))
	}
}
