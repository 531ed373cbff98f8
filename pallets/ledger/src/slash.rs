// SPDX-License-Identifier: Apache-2.0

//! Slashing a fault from exactly the stake that was active.

use crate::{math::add, Balance, Buckets, EpochIndex, Fraction, Horizon, LedgerError};
use bounded_collections::Get;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The largest fraction of a pool that one slash may take. As the cut is rounded down, something is always left.
pub const MAX_FRACTION: Fraction = Fraction::from_percent(50);

/// The stake that a slash takes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Scope {
	/// The operator's own bond, up to all of it.
	#[codec(index = 0)]
	Bond,
	/// The bond and every pool behind the operator, up to half.
	#[codec(index = 1)]
	BondAndPools,
}

impl Scope {
	/// The largest fraction that one slash may take.
	pub const fn most(self) -> Fraction {
		match self {
			Self::Bond => Fraction::one(),
			Self::BondAndPools => MAX_FRACTION,
		}
	}
}

/// Takes ⌊φ·T⌋ from every bucket that was active in the epoch of the fault: of a pool, and of the exits asked for in
/// that epoch or since. Returns the sum; `None` if nothing was active.
///
/// Slashes of different epochs commute but for the rounding: each bucket is multiplied by its own 1 − φ.
///
/// Errors: `FractionTooLarge` above ½, `EpochInFuture`, `EpochTooOld`.
pub fn slash<'a, S: Get<u32> + 'a>(
	pool_and_exits: impl IntoIterator<Item = &'a mut Buckets<S>>,
	at: Horizon,
	fault: EpochIndex,
	fraction: Fraction,
) -> Result<Option<Balance>, LedgerError> {
	at.check(fault)?;
	if fraction > MAX_FRACTION {
		return Err(LedgerError::FractionTooLarge);
	}

	pool_and_exits.into_iter().try_fold(None, |sum, buckets| {
		match (sum, buckets.slash(fault, fraction)?) {
			(Some(sum), Some(taken)) => add(sum, taken).map(Some),
			(sum, taken) => Ok(sum.or(taken)),
		}
	})
}
