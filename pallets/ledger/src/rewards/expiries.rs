// SPDX-License-Identifier: Apache-2.0

//! Expiries: the number of a pool's positions that expire in an epoch, and what the mature bucket had earned by then.
//!
//! Both are one record, because a position needs it from its lock to its end: it is counted there as long as its expiry is to
//! come, and read from there what it earned up to it. [`ExpirySpan`] epochs share a page: what passes at once is
//! consecutive.

use super::amounts::{Amounts, Fixed};
use crate::{Departure, EpochIndex, LedgerError, Page, PageIndex};
use bounded_collections::{ConstU32, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;

/// Positions of a pool that expire in the same epoch.
#[derive_where(Clone, PartialEq, Eq, Debug; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Expiry<A: Get<u32>> {
	/// Number of positions, at least 1.
	positions: u32,
	/// Rewards of a unit of reward weight in M at the begin of the epoch, late credits for earlier epochs included: those of
	/// the positions' owners. None as long as the epoch is to come.
	mature: Option<Amounts<A>>,
}

/// Number of epochs whose expiries share a page.
pub type ExpirySpan = ConstU32<32>;

impl<A: Get<u32>> Expiry<A> {
	/// One more position that expires in the same epoch, or has. `Overflow` if they are 2³².
	pub(super) fn and_one(before: Option<Self>) -> Result<Self, LedgerError> {
		let expiry = before.unwrap_or(Self { positions: 0, mature: None });
		let positions = expiry.positions.checked_add(1).ok_or(LedgerError::Overflow)?;
		Ok(Self { positions, ..expiry })
	}

	/// One position less; none if it was the last.
	pub fn without_one(self) -> Option<Self> {
		let positions = self.positions.checked_sub(1).filter(|positions| *positions > 0)?;
		Some(Self { positions, ..self })
	}

	/// Number of positions.
	pub const fn positions(&self) -> u32 {
		self.positions
	}

	/// Rewards of a unit of reward weight in M at the begin of the epoch, if the positions have expired.
	pub const fn mature(&self) -> Option<&Amounts<A>> {
		self.mature.as_ref()
	}

	/// Notes what M has earned now that the epoch has come.
	pub(super) fn pass(&mut self, mature: Amounts<A>) {
		self.mature = Some(mature);
	}

	/// Adds a late credit for an epoch before it, if the positions have expired: so much for a unit of reward weight of M.
	pub fn raise(&mut self, asset: u32, each: Fixed) -> Result<(), LedgerError> {
		let Some(mature) = &mut self.mature else { return Ok(()) };
		let raised = mature.get(asset).plus(each);
		mature.set(asset, raised)
	}
}

/// Bounds of the epochs to come in which positions of a pool expire, so that nothing is looked for in vain: none expires
/// before the first or after the last, and perhaps none in either, if those that did have gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct ExpiriesToCome {
	first: EpochIndex,
	last: EpochIndex,
}

impl ExpiriesToCome {
	/// Those before, and one more.
	pub(super) fn and(before: Option<Self>, epoch: EpochIndex) -> Self {
		let Self { first, last } = before.unwrap_or(Self { first: epoch, last: epoch });
		Self { first: first.min(epoch), last: last.max(epoch) }
	}

	/// True if an epoch lies within the bounds.
	pub fn contains(&self, epoch: EpochIndex) -> bool {
		self.first <= epoch && epoch <= self.last
	}

	/// The first and the last epoch of those that have to be known when the clock has come to an epoch, if positions may have
	/// expired: up to the end of their last page, as whoever has loaded it knows what else is in it. In a pool that has
	/// closed before its expiry no position expires.
	pub fn due(&self, now: EpochIndex, departure: Option<Departure>) -> Option<[EpochIndex; 2]> {
		let end = departure.map_or(now, |departure| departure.last_epoch.min(now));
		let last = self.last.min(end);
		(self.first <= last).then(|| [self.first, end_of_page(last)])
	}

	/// Those that are left in an epoch, after all others have passed. `known` are the epochs of positions up to the end of what
	/// was [due](Self::due).
	pub(super) fn left(
		self,
		now: EpochIndex,
		departure: Option<Departure>,
		known: &[EpochIndex],
	) -> Option<Self> {
		if departure.is_some_and(|departure| departure.last_epoch <= now) {
			return None;
		}
		let Some([_, end]) = self.due(now, departure) else { return Some(self) };
		let next = known.iter().copied().find(|epoch| now < *epoch);
		let first = next.unwrap_or(end.next());
		(first <= self.last).then_some(Self { first, ..self })
	}
}

fn end_of_page(epoch: EpochIndex) -> EpochIndex {
	type Pages = Page<(), ExpirySpan>;
	let PageIndex(index) = Pages::index_of(epoch);
	Pages::first_epoch(PageIndex(index.saturating_add(1))).minus(1)
}
