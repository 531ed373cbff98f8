// SPDX-License-Identifier: Apache-2.0

//! What a holder can do: stake, unstake, withdraw. Each works on matured, followed state and changes several
//! records; the caller stores all of them or none.

use crate::{
	math::{add, sub},
	Balance, Bucket, Buckets, Cohort, EpochIndex, Exits, Holding, Horizon, LedgerError, Lot,
};
use alloc::vec::Vec;
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How much to take.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Amount {
	/// So many units, at the present value.
	#[codec(index = 0)]
	Exactly(Balance),
	/// Every share.
	#[codec(index = 1)]
	All,
}

/// What became of unstaked tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unstaked {
	/// Had not taken effect: goes back at once, one for one.
	pub returned: Balance,
	/// Waits for its release and answers for faults until then.
	pub exiting: Balance,
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

/// Takes stake out: first what has not taken effect (it goes back at once), then the oldest lots, into
/// `row`, the exits of the present epoch.
///
/// An amount is taken exactly; of the lot it ends in at least the minimum must remain, or nothing. A lot is
/// moved by its shares, so that taking all leaves no dust.
///
/// What leaves a pool that has closed goes into the row of its last epoch: it answers for no more and no less than
/// if it had stayed.
///
/// Errors: `InsufficientStake`, `BelowMinimum` for nothing, and for too little that would remain.
pub fn unstake<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	row: &mut Buckets<S>,
	exits: &mut Exits<S>,
	at: Horizon,
	amount: Amount,
	minimum: Balance,
) -> Result<Unstaked, LedgerError> {
	check_amount(holding, amount)?;

	let last = last_epoch(pool, at);
	let mut unstaked = Unstaked::default();
	let mut wanted = amount;
	for lot in leaving_order(holding, last) {
		if wanted == Amount::Exactly(0) {
			break;
		}
		let tokens = leave(pool, holding, lot, wanted, minimum)?;
		if let Amount::Exactly(rest) = &mut wanted {
			*rest = sub(*rest, tokens)?;
		}

		if !lot.cohort.has_begun(last) {
			unstaked.returned = add(unstaked.returned, tokens)?;
		} else if tokens > 0 {
			enter(row, exits, lot.cohort, tokens, holding)?;
			unstaked.exiting = add(unstaked.exiting, tokens)?;
		}
	}

	match wanted {
		Amount::Exactly(rest) if rest > 0 => Err(LedgerError::InsufficientStake),
		_ => Ok(unstaked),
	}
}

/// Pays out a holder's exit of one epoch and returns what it is worth.
///
/// Errors: `NotReleased`; `InsufficientStake` if there is no such exit.
pub fn withdraw_exit<S: Get<u32>>(
	row: &mut Buckets<S>,
	exits: &mut Exits<S>,
	now: EpochIndex,
	asked: EpochIndex,
) -> Result<Balance, LedgerError> {
	let exit = exits.take(asked).ok_or(LedgerError::InsufficientStake)?;
	if now < exit.release {
		return Err(LedgerError::NotReleased);
	}

	exit.parts().iter().try_fold(0, |sum, part| {
		let tokens = row.update(part.cohort, |bucket| {
			bucket.weigh_less(part.weight)?;
			bucket.leave(part.shares)
		})?;
		add(sum, tokens)
	})
}

/// Pays out a holder's lots in a closed pool: from its release on all of them, before that only those that
/// never took effect. Returns what they are worth.
pub fn withdraw_lots<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	now: EpochIndex,
) -> Result<Balance, LedgerError> {
	let Some(departure) = pool.departure() else { return Ok(0) };

	let free: Vec<Lot> = holding
		.lots()
		.iter()
		.filter(|lot| now >= departure.release || !lot.cohort.has_begun(departure.last))
		.copied()
		.collect();
	free.into_iter().try_fold(0, |sum, lot| {
		let tokens = leave(pool, holding, lot, Amount::All, 0)?;
		add(sum, tokens)
	})
}

/// Moves stake from one holder to another within a pool, in the order in which it would leave. Nothing of the pool
/// changes: the same shares, of the same weight, in the same buckets.
///
/// Of the lot that an amount ends in at least the minimum must go and remain, or all of it.
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
	check_amount(from, amount)?;
	if to.is_empty() {
		*to = Holding::new(from.multiplier());
	}
	if to.multiplier() != from.multiplier() {
		return Err(LedgerError::WeightMismatch);
	}

	let mut wanted = amount;
	for lot in leaving_order(from, last_epoch(pool, at)) {
		if wanted == Amount::Exactly(0) {
			break;
		}
		let bucket = pool.bucket(lot.cohort);
		let value = bucket.value_floor(lot.shares)?;
		let (shares, tokens) = match wanted {
			Amount::Exactly(amount) if amount < value => (bucket.shares_ceil(amount)?, amount),
			_ => (lot.shares, value),
		};
		let left = crate::Shares(sub(lot.shares.0, shares.0)?);
		let is_too_small = |shares| Ok(bucket.value_floor(shares)? < minimum.max(1));
		if !left.is_zero() && (is_too_small(left)? || is_too_small(shares)?) {
			return Err(LedgerError::BelowMinimum);
		}

		from.set(lot.cohort, left)?;
		to.add(lot.cohort, shares)?;
		if let Amount::Exactly(rest) = &mut wanted {
			*rest = sub(*rest, tokens)?;
		}
	}

	match wanted {
		Amount::Exactly(rest) if rest > 0 => Err(LedgerError::InsufficientStake),
		_ => Ok(()),
	}
}

/// `BelowMinimum` if nothing is asked for, `InsufficientStake` if nothing is there.
fn check_amount<S: Get<u32>>(holding: &Holding<S>, amount: Amount) -> Result<(), LedgerError> {
	if amount == Amount::Exactly(0) {
		return Err(LedgerError::BelowMinimum);
	}
	if holding.is_empty() {
		return Err(LedgerError::InsufficientStake);
	}
	Ok(())
}

/// The last epoch for which what leaves now answers.
fn last_epoch<S: Get<u32>>(pool: &Buckets<S>, at: Horizon) -> EpochIndex {
	pool.departure().map_or(at.now, |departure| departure.last.min(at.now))
}

/// What has not begun by an epoch first, then the oldest.
fn leaving_order<S: Get<u32>>(holding: &Holding<S>, epoch: EpochIndex) -> Vec<Lot> {
	let mut lots = holding.lots().to_vec();
	lots.sort_by_key(|lot| (lot.cohort.has_begun(epoch), lot.cohort));
	lots
}

/// Takes as much of a lot as is wanted, or the whole lot if it is worth no more. Returns its tokens.
fn leave<S: Get<u32>>(
	pool: &mut Buckets<S>,
	holding: &mut Holding<S>,
	lot: Lot,
	wanted: Amount,
	minimum: Balance,
) -> Result<Balance, LedgerError> {
	let bucket: Bucket = pool.bucket(lot.cohort);
	let shares = match wanted {
		Amount::Exactly(amount) if amount < bucket.value_floor(lot.shares)? => {
			bucket.shares_ceil(amount)?
		},
		_ => lot.shares,
	};
	let left = crate::Shares(sub(lot.shares.0, shares.0)?);
	let weight = holding.multiplier().weigh(shares)?;

	let (tokens, bucket) = pool.update(lot.cohort, |bucket| {
		bucket.weigh_less(weight)?;
		Ok((bucket.leave(shares)?, *bucket))
	})?;
	if !left.is_zero() && bucket.value_floor(left)? < minimum.max(1) {
		return Err(LedgerError::BelowMinimum);
	}
	holding.set(lot.cohort, left)?;
	Ok(tokens)
}

/// Puts tokens of a cohort into the exits of the present epoch.
fn enter<S: Get<u32>>(
	row: &mut Buckets<S>,
	exits: &mut Exits<S>,
	cohort: Cohort,
	tokens: Balance,
	holding: &Holding<S>,
) -> Result<(), LedgerError> {
	let departure = row.departure().ok_or(LedgerError::Closed)?;
	let exit = exits.of(departure.last, departure.release)?;

	let (shares, weight) = row.update(cohort, |bucket| {
		let shares = bucket.join(tokens)?;
		let weight = holding.multiplier().weigh(shares)?;
		bucket.weigh_more(weight)?;
		Ok((shares, weight))
	})?;
	exit.join(cohort, shares, weight)
}
