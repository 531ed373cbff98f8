// SPDX-License-Identifier: Apache-2.0

//! The pages that calls met, and what they weigh by them: see [`PagesMet`].

use crate::{book::Book, Config};
use bulwark_ledger::ExpirySpan;
use bulwark_traits::PagesMet;
use frame_support::{dispatch::PostDispatchInfo, traits::Get, weights::Weight};

/// Pages of the expiries that can be due at once.
fn expiries<T: Config>() -> u32 {
	T::MaxDuration::get().div_ceil(<ExpirySpan as Get<u32>>::get()).saturating_add(1)
}

/// Those of expiries, and so many others at the most: of cohorts that merge, of lots that follow, of exits.
fn expiries_and<T: Config>(usual: u32, others: u32) -> PagesMet {
	PagesMet { usual, most: expiries::<T>().saturating_add(others) }
}

/// A pool catches up, and a change of stake is followed.
pub(crate) fn observe<T: Config>() -> PagesMet {
	expiries_and::<T>(0, 8)
}

/// A change is followed where the pool has caught up: two pages of merges, and three of exits.
pub(crate) const CHANGE: u32 = 5;

/// A pool catches up, and lots and exits of a staker have earned.
pub(crate) fn claim<T: Config>() -> PagesMet {
	expiries_and::<T>(0, 8)
}

/// The page of the new expiry is met always.
pub(crate) fn stake<T: Config>() -> PagesMet {
	expiries_and::<T>(1, 6)
}

/// The page of the expiry is met always, and that of the exits of the present epoch, here and in staking.
pub(crate) fn unstake<T: Config>() -> PagesMet {
	expiries_and::<T>(4, 20)
}

/// The page of the expiry is met always, and those of lots that have followed nothing since they were locked.
pub(crate) fn tag<T: Config>() -> PagesMet {
	expiries_and::<T>(4, 11)
}

impl<T: Config> Book<T> {
	/// Number of pages that were met so far.
	pub(crate) fn met(&self) -> u32 {
		let exits = self.exits.met();
		exits.saturating_add(self.merged.met()).saturating_add(self.expiries.met())
	}
}

/// What a call weighs that met so many pages, between its usual weight and the most.
pub(crate) fn weigh(pages: PagesMet, met: u32, usual: Weight, most: Weight) -> PostDispatchInfo {
	Some(pages.weigh(met, usual, most)).into()
}
