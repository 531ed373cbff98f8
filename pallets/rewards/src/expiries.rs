// SPDX-License-Identifier: Apache-2.0

//! Expiries of a pool's positions: each position is counted in the epoch of its own, from its lock until it is gone.

use crate::{book::Book, Config, Error, Expiries, ExpiryOf};
use alloc::collections::BTreeMap;
use bulwark_ledger::{Departure, EpochIndex, ExpiriesToCome, ExpirySpan, Fixed};
use bulwark_traits::Pages;
use sp_runtime::{DispatchError, DispatchResult};

/// The expiries of a pool by epoch, 32 to a page.
pub(crate) type ExpiryPages<T> = Pages<Expiries<T>, ExpiryOf<T>, ExpirySpan>;

/// Those that may have passed by an epoch, with all others of their pages.
pub(crate) fn due_expiries<T: Config>(
	expiries: &mut ExpiryPages<T>,
	to_come: Option<ExpiriesToCome>,
	now: EpochIndex,
	departure: Option<Departure>,
) -> Result<BTreeMap<EpochIndex, &mut ExpiryOf<T>>, DispatchError> {
	Ok(match to_come.and_then(|to_come| to_come.due(now, departure)) {
		Some([first, last]) => expiries.range_mut(first, last)?.collect(),
		None => BTreeMap::new(),
	})
}

impl<T: Config> Book<T> {
	/// One more position expires in an epoch.
	pub(crate) fn expect_expiry(&mut self, expiry: EpochIndex) -> DispatchResult {
		let before = self.expiries.get(expiry)?.cloned();
		let counted = self.record.now.rewards.expect_expiry(expiry, before);
		self.expiries.set(expiry, Some(counted.map_err(Error::<T>::from)?))
	}

	/// A position does not expire in an epoch any more, or is gone that did.
	pub(crate) fn forget_expiry(&mut self, expiry: EpochIndex) -> DispatchResult {
		let left = self.expiries.get(expiry)?.cloned().and_then(|counted| counted.without_one());
		self.expiries.set(expiry, left)
	}

	/// A credit for an epoch belongs to the owners of positions that expired after it.
	pub(crate) fn raise_expiries(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		each: Fixed,
	) -> DispatchResult {
		let now = self.now();
		if each == Fixed::default() || epoch >= now {
			return Ok(());
		}
		for (_, expiry) in self.expiries.range_mut(epoch.next(), now)? {
			expiry.raise(asset, each).map_err(Error::<T>::from)?;
		}
		Ok(())
	}
}
