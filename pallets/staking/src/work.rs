// SPDX-License-Identifier: Apache-2.0

//! The work that calls found waiting, and what they weigh by it: see [`PagesMet`].

use crate::{
	door_weights::{self, Doors},
	matured::Matured,
	Config, WeightInfo,
};
use bulwark_traits::PagesMet;
use core::ops::AddAssign;
use frame_support::{dispatch::PostDispatchInfo, weights::Weight};

/// Merges of a window, and lots that follow.
pub(crate) const STAKE: PagesMet = PagesMet { usual: 0, most: 4 };
/// The same, exits that are released, and those of the present epoch.
pub(crate) const UNSTAKE: PagesMet = PagesMet { usual: 1, most: 8 };
/// The same, but for those of the present epoch.
pub(crate) const WITHDRAW: PagesMet = PagesMet { usual: 1, most: 7 };
/// Those of `UNSTAKE` in one pool and of `STAKE` in the other.
pub(crate) const REDELEGATE: PagesMet = PagesMet { usual: 1, most: 12 };
/// Exits that are released from one pool, and those of `STAKE` in the other.
pub(crate) const COMPLETE: PagesMet = PagesMet { usual: 1, most: 7 };

/// Exits that are released.
pub(crate) const CANCEL: PagesMet = PagesMet { usual: 1, most: 3 };

/// The pages that a call met.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Work {
	/// Those of this pallet.
	pub(crate) own: u32,
	/// Those of the observer.
	pub(crate) observed: u32,
}

impl AddAssign for Work {
	fn add_assign(&mut self, other: Self) {
		self.own = self.own.saturating_add(other.own);
		self.observed = self.observed.saturating_add(other.observed);
	}
}

impl Work {
	/// All of them.
	pub(crate) const fn all(self) -> u32 {
		self.own.saturating_add(self.observed)
	}

	/// Weight of a call that found this, between its usual weight and the most, with its doors.
	pub(crate) fn weigh(
		self,
		pages: PagesMet,
		[usual, most]: [Weight; 2],
		doors: Doors,
	) -> PostDispatchInfo {
		let own = pages.weigh(self.own, usual, most);
		Some(own.saturating_add(doors.weigh(self.observed))).into()
	}
}

/// Weight of `undelegate` that meets no page more. What is paid at once weighs no more than a withdrawal.
pub(crate) fn usual_undelegate<T: Config>(pays: bool) -> Weight {
	let paid = if pays { T::WeightInfo::usual_withdraw() } else { Weight::zero() };
	T::WeightInfo::usual_undelegate().saturating_add(paid)
}

/// Weight of `redelegate` that meets no page more. What arrives at once weighs no more than a delegation.
pub(crate) fn usual_redelegate<T: Config>(arrives: bool) -> Weight {
	let arrived = if arrives { T::WeightInfo::usual_delegate() } else { Weight::zero() };
	T::WeightInfo::usual_redelegate().saturating_add(arrived)
}

/// Weight of a call that closes an operator with so many pools, each with all to catch up, with its doors.
pub(crate) fn close<T: Config>(own: fn(u32) -> Weight, pools: u32) -> Weight {
	own(pools).saturating_add(door_weights::close::<T>(pools))
}

impl<T: Config> Matured<T> {
	/// The pages that were met so far.
	pub(crate) fn work(&self) -> Work {
		let own = self.conversion_pages.met().saturating_add(self.exit_pages.met());
		Work { own, observed: self.observed }
	}
}
