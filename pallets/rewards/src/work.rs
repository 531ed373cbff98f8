// SPDX-License-Identifier: Apache-2.0

//! The pages that calls met, and what they weigh by them: see [`PagesMet`].

use crate::{book::Book, claim_payments::Tried, Config, WeightInfo};
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

/// A pool catches up, for staking or for a call of this pallet: two pages of merges, and one of exits.
pub(crate) fn observe_pool<T: Config>() -> PagesMet {
	expiries_and::<T>(0, 3)
}

/// A pool catches up, and lots have followed two pages of merges.
pub(crate) fn observe_joining<T: Config>() -> PagesMet {
	expiries_and::<T>(0, 5)
}

/// The same, and exits leave from three pages for one, which is met always. Of who leaves for good staking is asked.
pub(crate) fn observe_leaving<T: Config>() -> PagesMet {
	expiries_and::<T>(1, 10)
}

/// In each of so many pools: late rewards may meet two pages of expiries always. At the most a pool catches up, and exits of
/// the whole window have earned.
pub(crate) fn reward<T: Config>(pools: u32) -> PagesMet {
	let PagesMet { usual, most } = expiries_and::<T>(2, 4);
	PagesMet { usual: usual.saturating_mul(pools), most: most.saturating_mul(pools) }
}

/// A pool catches up, and lots and exits of a staker have earned.
pub(crate) fn claim<T: Config>() -> PagesMet {
	expiries_and::<T>(0, 8)
}

/// Weight of a claim that meets no page. Most are paid in the native asset alone, which is an account less to read and to write
/// than another one. That of a commission weighs less than that of stake.
pub(crate) fn usual_claim<T: Config>(is_of_position: bool, paid: Tried) -> Weight {
	let is_native = paid == Tried { native: 1, others: 0 };
	match (is_of_position, is_native) {
		(false, true) => T::WeightInfo::usual_native_claim(),
		(false, false) => T::WeightInfo::usual_claim(paid.all()),
		(true, true) => T::WeightInfo::usual_native_claim_of_position(),
		(true, false) => T::WeightInfo::usual_claim_of_position(paid.all()),
	}
}

/// The page of the new expiry is met always.
pub(crate) fn stake<T: Config>() -> PagesMet {
	expiries_and::<T>(1, 6)
}

/// The pages of the old and the new expiry are met always.
pub(crate) fn extend<T: Config>() -> PagesMet {
	expiries_and::<T>(2, 4)
}

/// The same, and the lots follow, here and in staking.
pub(crate) fn restake<T: Config>() -> PagesMet {
	expiries_and::<T>(5, 12)
}

/// The page of the expiry is met always; the lots follow, here and in staking.
pub(crate) fn split<T: Config>() -> PagesMet {
	expiries_and::<T>(1, 10)
}

/// The same, of two positions.
pub(crate) fn merge<T: Config>() -> PagesMet {
	expiries_and::<T>(1, 13)
}

/// The page of the expiry is met always, and that of the exits of the present epoch, here and in staking.
pub(crate) fn unstake<T: Config>() -> PagesMet {
	expiries_and::<T>(4, 20)
}

/// Weight of `unstake` that meets no page more: of all of a position, or of a part, for which another NFT is minted. Pending stake
/// is paid at once, which weighs no more than a claim.
pub(crate) fn usual_unstake<T: Config>(takes_all: bool, pays: bool) -> Weight {
	let left = match takes_all {
		true => T::WeightInfo::usual_unstake(),
		false => T::WeightInfo::usual_unstake_part(),
	};
	let paid = if pays { T::WeightInfo::usual_claim(1) } else { Weight::zero() };
	left.saturating_add(paid)
}

/// The page of the expiry is met always, and those of lots that have followed nothing since they were locked.
pub(crate) fn tag<T: Config>() -> PagesMet {
	expiries_and::<T>(4, 11)
}

impl<T: Config> Book<T> {
	/// Number of pages that were met so far. That staking was asked whether somebody has left counts as one: it costs less.
	pub(crate) fn met(&self) -> u32 {
		let pages = [self.exits.met(), self.merged.met(), self.expiries.met(), self.asked];
		pages.into_iter().fold(0, u32::saturating_add)
	}
}

/// Weight of `configure` for a pool that met so many pages; or for one that begins to pay, and follows all its exits.
pub(crate) fn weigh_configure<T: Config>(met: Option<u32>) -> PostDispatchInfo {
	let Some(met) = met else { return Some(T::WeightInfo::configure_first()).into() };
	let usual = T::WeightInfo::usual_configure();
	weigh(observe_pool::<T>(), met, usual, T::WeightInfo::configure())
}

/// Weight of a call that met so many pages, between its usual weight and the most.
pub(crate) fn weigh(pages: PagesMet, met: u32, usual: Weight, most: Weight) -> PostDispatchInfo {
	Some(pages.weigh(met, usual, most)).into()
}
