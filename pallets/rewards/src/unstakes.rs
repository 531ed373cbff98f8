// SPDX-License-Identifier: Apache-2.0

//! Leaving a position: early, with a penalty or without, or after it has expired.

use crate::{
	book::Book, AmountsOf, Config, Error, Event, Multiplier, Pallet, Position, PositionId,
};
use bulwark_ledger::{Amount, Departure, EpochIndex, Fraction, RewardWeight};
use bulwark_traits::{ensure_layers, Epochs, StakeKeeper, StakePools, Unstake, LAYERS_TO_GO_ON};
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::DispatchError;

/// An exit of stake from a position.
struct Leaving<T: Config> {
	amount: Amount,
	has_expired: bool,
	/// True if rewards of the lock have not vested.
	is_vesting: bool,
	/// The penalty, and the account that it goes to.
	penalty: Option<(Fraction, T::AccountId)>,
	/// The multiplier by which it is paid what comes late, if that is not the position's.
	late: Option<Multiplier>,
	/// True if the position has no stake that is worth anything.
	is_worthless: bool,
	/// The reward weight of its active stake; asked for if rewards have not vested.
	whole: RewardWeight,
	now: EpochIndex,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_unstake(
		owner: T::AccountId,
		position_id: PositionId,
		amount: Amount,
		max_penalty: Fraction,
	) -> Result<(Unstake, AmountsOf<T>), DispatchError> {
		ensure_layers(LAYERS_TO_GO_ON)?; // shares that are worth nothing stay behind if they cannot leave
		let mut position = Self::free_position(position_id, &owner)?;
		let pool_id = position.pool_id;
		let mut book = Book::<T>::load(pool_id, Self::now())?;

		Self::note_vesting(&mut book, &mut position)?;
		let leaving = Self::leaving(&book, &position, amount, max_penalty)?;
		if leaving.has_expired {
			Self::settle(position_id, &mut book, &mut position, &owner)?;
		}
		book.store()?;

		let mut left = Self::take_out(&position, &owner, &leaving)?;
		left.pages = left.pages.saturating_add(book.met());
		let (rest_id, forgone) =
			Self::close_or_renumber(position_id, &owner, position, &leaving, &mut left)?;

		T::Stake::pay_due(pool_id, &owner)?;
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

	/// Way in which stake would leave a position. Errors: `PositionExpired` if it has to be all of it, `PenaltyTooHigh`.
	fn leaving(
		book: &Book<T>,
		position: &Position<T>,
		amount: Amount,
		max_penalty: Fraction,
	) -> Result<Leaving<T>, DispatchError> {
		let now = book.now();
		let worth = T::Stake::value(position.pool_id, &position.account, now)?;
		let has_expired = book.has_expired(position.expiry);

		let all = Amount::Exactly(worth.total().map_err(Error::<T>::from)?);
		let takes_all = amount == Amount::All || amount == all;
		ensure!(takes_all || !has_expired, Error::<T>::PositionExpired);
		let penalty = if has_expired { None } else { Self::penalty(book, position)? };
		let accepted = penalty.as_ref().is_none_or(|(fraction, _)| *fraction <= max_penalty);
		ensure!(accepted, Error::<T>::PenaltyTooHigh);

		let is_vesting = !position.vesting.is_over(now);
		let whole = if is_vesting { Self::active_weight(position, now)? } else { 0 };
		Ok(Leaving {
			// By its shares, so that nothing is left that is worth nothing.
			amount: if has_expired { Amount::All } else { amount },
			late: Self::late_multiplier(book, position, penalty.is_none()),
			is_worthless: worth.is_nothing(),
			has_expired,
			is_vesting,
			penalty,
			whole,
			now,
		})
	}

	/// The multiplier by which stake that leaves is paid what comes late, if that is not the position's. Who leaves in the
	/// epoch of the expiry still gets what comes late for those before; whoever stays on gets nothing for the epochs after.
	fn late_multiplier(
		book: &Book<T>,
		position: &Position<T>,
		is_free: bool,
	) -> Option<Multiplier> {
		let now = book.now();
		if book.has_expired(position.expiry) {
			let has_gone_on = position.tag.is_some() || now > position.expiry;
			return has_gone_on.then_some(Multiplier(0));
		}
		let (base, own) = (book.info.base.multiplier, position.terms.tier.multiplier);
		let late = position.vesting.multiplier_of_leaving(is_free, base, own);
		(late != own && !position.vesting.is_over(now)).then_some(late)
	}

	/// Takes stake out for its owner.
	fn take_out(
		position: &Position<T>,
		owner: &T::AccountId,
		leaving: &Leaving<T>,
	) -> Result<Unstake, DispatchError> {
		let (pool_id, account, now) = (position.pool_id, &position.account, leaving.now);
		let penalty = leaving.penalty.as_ref().map(|(fraction, to)| (*fraction, to));
		let take_out =
			|| T::Stake::unstake_for(pool_id, account, leaving.amount, owner, penalty, now);

		if leaving.is_worthless {
			// Slashes and merges may have left shares that are worth nothing, which do not even leave: then nothing does.
			return Ok(with_storage_layer(take_out).unwrap_or(Unstake {
				returned: 0,
				unbonding: 0,
				penalty: 0,
				departure: Departure::new(now, None, T::Stake::window()),
				is_last: true,
				pages: 0,
			}));
		}
		let mut pages = 0_u32;
		let mut reweigh = |multiplier| {
			let met = T::Stake::reweigh(pool_id, account, multiplier, now)?;
			pages = pages.saturating_add(met);
			Ok::<_, DispatchError>(())
		};
		leaving.late.map(&mut reweigh).transpose()?;
		let left = take_out()?;
		if leaving.late.is_some() && !left.is_last {
			reweigh(position.terms.tier.multiplier)?;
		}
		Ok(Unstake { pages: pages.saturating_add(left.pages), ..left })
	}

	/// After stake has left: what has not vested goes back to the pool, the number goes with the last share, and what is
	/// left gets another one. Returns that, and what went back; the pages that it met are counted in `left`.
	fn close_or_renumber(
		position_id: PositionId,
		owner: &T::AccountId,
		mut position: Position<T>,
		leaving: &Leaving<T>,
		left: &mut Unstake,
	) -> Result<(Option<PositionId>, AmountsOf<T>), DispatchError> {
		let is_last = left.is_last;
		let mut forgone = AmountsOf::<T>::default();
		if leaving.is_vesting || is_last {
			let mut book = Book::<T>::load(position.pool_id, leaving.now)?;
			forgone =
				Self::return_unvested(position_id, &mut book, &mut position, leaving, is_last)?;
			if is_last {
				Self::settle(position_id, &mut book, &mut position, owner)?;
				book.forget_expiry(position.expiry)?;
			}
			book.store()?;
			left.pages = left.pages.saturating_add(book.met());
		}
		if is_last {
			Self::burn(position_id)?;
			return Ok((None, forgone));
		}
		let rest_id = Self::renumber(position_id, owner, position, leaving.now)?;
		Ok((Some(rest_id), forgone))
	}

	/// Gives back what has not vested of stake that has left without a penalty; of stake that pays one, expired rewards alone.
	/// `is_last` if nothing is left of the position.
	fn return_unvested(
		position_id: PositionId,
		book: &mut Book<T>,
		position: &mut Position<T>,
		leaving: &Leaving<T>,
		is_last: bool,
	) -> Result<AmountsOf<T>, DispatchError> {
		if !leaving.is_vesting {
			return Ok(Default::default());
		}
		let (part, whole) = match is_last {
			true => (1, 1),
			false => {
				let rest = Self::active_weight(position, leaving.now)?;
				(leaving.whole.checked_sub(rest).ok_or(Error::<T>::Overflow)?, leaving.whole)
			},
		};
		// Stake that has never been active has earned nothing.
		if part == 0 {
			return Ok(Default::default());
		}
		let returned = match leaving.penalty {
			None => position.vesting.leave_free(part, whole),
			Some(_) => position.vesting.leave_early(part, whole),
		};
		let returned = returned.map_err(Error::<T>::from)?;
		Self::return_rewards(position_id, book, &returned, true)?;
		Ok(returned)
	}
}
