// SPDX-License-Identifier: Apache-2.0

//! The acts of a staker: stake, unstake, withdraw. Each works on matured, followed state and changes several records;
//! the caller stores all of them or none.

use crate::{
	math::{add, sub},
	Balance, Bucket, Buckets, Cohort, EpochIndex, Exits, Holding, Horizon, LedgerError, Lot,
	Shares,
};
use alloc::vec::Vec;
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An amount of stake to take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Amount {
	/// So many units, at the present value.
	#[codec(index = 0)]
	Exactly(Balance),
	/// Every share.
	#[codec(index = 1)]
	All,
}

/// The parts of unstaked tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unstaked {
	/// Pending stake: goes back at once, one for one.
	pub returned: Balance,
	/// Unbonding stake: waits for its release and can be slashed until then.
	pub unbonding: Balance,
}

impl Unstaked {
	/// Errors with `BelowMinimum` if all of it together is less than a pool takes.
	pub fn check_minimum(&self, minimum: Balance) -> Result<(), LedgerError> {
		let all = add(self.returned, self.unbonding)?;
		if all < minimum {
			return Err(LedgerError::BelowMinimum);
		}
		Ok(())
	}
}

/// Puts `amount` into the cohort of the next epoch, one share for one unit, and returns that epoch.
///
/// Errors: `Closed`, `BelowMinimum`.
pub fn stake<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	at: Horizon,
	amount: Balance,
	minimum: Balance,
) -> Result<EpochIndex, LedgerError> {
	if pool.departure().is_some() {
		return Err(LedgerError::Closed);
	}
	if amount < minimum.max(1) {
		return Err(LedgerError::BelowMinimum);
	}

	let start = at.effective();
	let multiplier = holding.multiplier();
	let minted = pool.update(Cohort::From(start), |bucket| {
		let minted = bucket.join(amount)?;
		bucket.weigh_more(multiplier.weigh(minted)?)?;
		Ok(minted)
	})?;
	holding.add(Cohort::From(start), minted)?;
	Ok(start)
}

/// Takes stake out: pending stake first (it goes back at once), then the oldest lots, into the exit bucket of the
/// present epoch.
///
/// An amount is taken exactly; of all that the staker has in the pool at least the minimum must remain, or nothing. A
/// lot is moved by its shares, so that taking all leaves no dust.
///
/// Stake that leaves a closed pool goes into the exit bucket of the pool's last epoch: it can be slashed for no more
/// and no fewer epochs than if it had stayed.
///
/// Errors: `InsufficientStake`, `BelowMinimum` for nothing, and for too little that would remain.
pub fn unstake<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	exit_bucket: &mut Buckets<S>,
	exits: &mut Exits<S>,
	at: Horizon,
	amount: Amount,
	minimum: Balance,
) -> Result<Unstaked, LedgerError> {
	let mut wanted = wanted(pool, holding, amount)?;
	let last = last_epoch(pool, at);
	let mut unstaked = Unstaked::default();
	for lot in leaving_order(pool, holding, last) {
		if wanted == Amount::Exactly(0) {
			break;
		}
		let tokens = leave(pool, holding, lot, wanted)?;
		if let Amount::Exactly(rest) = &mut wanted {
			*rest = sub(*rest, tokens)?;
		}

		if !pool.has_begun(&lot.cohort, last) {
			unstaked.returned = add(unstaked.returned, tokens)?;
		} else if tokens > 0 {
			enter(exit_bucket, exits, lot.cohort, tokens, holding)?;
			unstaked.unbonding = add(unstaked.unbonding, tokens)?;
		}
	}

	check_rest(wanted)?;
	check_minimum(pool, holding, minimum)?;
	Ok(unstaked)
}

/// Takes a staker's exit of one epoch out, to be paid, and returns its value.
///
/// Errors: `NotReleased`; `InsufficientStake` if there is no such exit.
pub fn withdraw_exit<S: Get<u32>>(
	exit_bucket: &mut Buckets<S>,
	exits: &mut Exits<S>,
	now: EpochIndex,
	asked: EpochIndex,
) -> Result<Balance, LedgerError> {
	let exit = exits.take(asked).ok_or(LedgerError::InsufficientStake)?;
	if now < exit.release {
		return Err(LedgerError::NotReleased);
	}

	exit.parts().iter().try_fold(0, |sum, part| {
		let tokens = exit_bucket.update(part.cohort, |bucket| {
			bucket.weigh_less(part.weight)?;
			bucket.leave(part.shares)
		})?;
		add(sum, tokens)
	})
}

/// Takes a staker's lots in a closed pool out, to be paid: from its release on all of them, before that only those
/// that never became active. Returns their value.
pub fn withdraw_lots<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	now: EpochIndex,
) -> Result<Balance, LedgerError> {
	let Some(departure) = pool.departure() else { return Ok(0) };

	let free: Vec<Lot> = holding
		.lots()
		.iter()
		.filter(|lot| {
			now >= departure.release_epoch || !pool.has_begun(&lot.cohort, departure.last_epoch)
		})
		.copied()
		.collect();
	free.into_iter().try_fold(0, |sum, lot| {
		let tokens = leave(pool, holding, lot, Amount::All)?;
		add(sum, tokens)
	})
}

/// Moves stake from one staker to another within a pool, in the order in which it would leave. Nothing of the pool
/// changes: the same shares, of the same reward weight, in the same buckets.
///
/// Of all that the giving staker has in the pool at least the minimum must remain, or nothing; and the other must have
/// the minimum then.
///
/// Errors: `WeightMismatch` if the other has stake of another multiplier; otherwise as [`unstake`].
pub fn shift<S: Get<u32>>(
	pool: &Buckets<S>,
	from: &mut Holding<S>,
	to: &mut Holding<S>,
	at: Horizon,
	amount: Amount,
	minimum: Balance,
) -> Result<(), LedgerError> {
	let mut wanted = wanted(pool, from, amount)?;
	if to.is_empty() {
		*to = Holding::new(from.multiplier());
	}
	if to.multiplier() != from.multiplier() {
		return Err(LedgerError::WeightMismatch);
	}

	for lot in leaving_order(pool, from, last_epoch(pool, at)) {
		if wanted == Amount::Exactly(0) {
			break;
		}
		let bucket = pool.bucket(lot.cohort);
		let value = bucket.value_floor(lot.shares)?;
		let (shares, tokens) = match wanted {
			Amount::Exactly(amount) if amount < value => (bucket.shares_ceil(amount)?, amount),
			_ => (lot.shares, value),
		};
		let left = Shares(sub(lot.shares.0, shares.0)?);

		from.set(lot.cohort, left)?;
		to.add(lot.cohort, shares)?;
		if let Amount::Exactly(rest) = &mut wanted {
			*rest = sub(*rest, tokens)?;
		}
	}

	check_rest(wanted)?;
	check_minimum(pool, from, minimum)?;
	check_minimum(pool, to, minimum)
}

/// The amount that is asked for. The whole value is every share, so that no shares stay that are worth nothing.
///
/// `BelowMinimum` if nothing is asked for, `InsufficientStake` if nothing is there.
fn wanted<S: Get<u32>>(
	pool: &Buckets<S>,
	holding: &Holding<S>,
	amount: Amount,
) -> Result<Amount, LedgerError> {
	if amount == Amount::Exactly(0) {
		return Err(LedgerError::BelowMinimum);
	}
	if holding.is_empty() {
		return Err(LedgerError::InsufficientStake);
	}
	let is_all = amount == Amount::Exactly(holding.value(pool)?);
	Ok(if is_all { Amount::All } else { amount })
}

/// `InsufficientStake` if a part of an amount was not there.
fn check_rest(wanted: Amount) -> Result<(), LedgerError> {
	match wanted {
		Amount::Exactly(rest) if rest > 0 => Err(LedgerError::InsufficientStake),
		_ => Ok(()),
	}
}

/// `BelowMinimum` if a staker has less than the minimum in the pool, and not nothing.
fn check_minimum<S: Get<u32>>(
	pool: &Buckets<S>,
	holding: &Holding<S>,
	minimum: Balance,
) -> Result<(), LedgerError> {
	if !holding.is_empty() && holding.value(pool)? < minimum.max(1) {
		return Err(LedgerError::BelowMinimum);
	}
	Ok(())
}

/// The last epoch in which stake is active that leaves now.
fn last_epoch<S: Get<u32>>(pool: &Buckets<S>, at: Horizon) -> EpochIndex {
	pool.departure().map_or(at.now, |departure| departure.last_epoch.min(at.now))
}

/// The lots that have not begun by an epoch first, then the oldest.
fn leaving_order<S: Get<u32>>(
	pool: &Buckets<S>,
	holding: &Holding<S>,
	epoch: EpochIndex,
) -> Vec<Lot> {
	let mut lots = holding.lots().to_vec();
	lots.sort_by_key(|lot| (pool.has_begun(&lot.cohort, epoch), lot.cohort));
	lots
}

/// Takes as much of a lot as is wanted, or the whole lot if it is worth no more. Returns its tokens.
fn leave<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	lot: Lot,
	wanted: Amount,
) -> Result<Balance, LedgerError> {
	let bucket: Bucket = pool.bucket(lot.cohort);
	let shares = match wanted {
		Amount::Exactly(amount) if amount < bucket.value_floor(lot.shares)? => {
			bucket.shares_ceil(amount)?
		},
		_ => lot.shares,
	};
	let left = Shares(sub(lot.shares.0, shares.0)?);
	let weight = holding.multiplier().weigh(shares)?;

	let tokens = pool.update(lot.cohort, |bucket| {
		bucket.weigh_less(weight)?;
		bucket.leave(shares)
	})?;
	holding.set(lot.cohort, left)?;
	Ok(tokens)
}

/// Puts tokens of a cohort into the exits of the present epoch.
fn enter<S: Get<u32>>(
	exit_bucket: &mut Buckets<S>,
	exits: &mut Exits<S>,
	cohort: Cohort,
	tokens: Balance,
	holding: &Holding<S>,
) -> Result<(), LedgerError> {
	let departure = exit_bucket.departure().ok_or(LedgerError::Closed)?;
	let exit = exits.of(departure.last_epoch, departure.release_epoch)?;

	let (shares, weight) = exit_bucket.update(cohort, |bucket| {
		let shares = bucket.join(tokens)?;
		let weight = holding.multiplier().weigh(shares)?;
		bucket.weigh_more(weight)?;
		Ok((shares, weight))
	})?;
	exit.join(cohort, shares, weight)
}
