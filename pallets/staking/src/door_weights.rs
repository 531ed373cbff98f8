// SPDX-License-Identifier: Apache-2.0

//! The weight of the doors behind each call. `WeightInfo` is measured with nobody behind the doors; a call weighs what it
//! does itself and what its neighbours may do for it.

use crate::{work::Work, Config, WeightInfo};
use bulwark_traits::{Liability, PagesMet, SetMessenger, StakeObserver};
use frame_support::{traits::Get, weights::Weight};

/// The doors behind a call.
#[derive(Clone, Copy)]
pub(crate) struct Doors {
	/// Number of pools that the observer hears of, with the stake of one staker that changes in each.
	pools: u32,
	/// Number of further changes in them.
	changes: u32,
	/// All others.
	others: Weight,
}

impl Doors {
	const fn observed(pools: u32, changes: u32) -> Self {
		Self { pools, changes, others: Weight::zero() }
	}

	fn and(self, other: Weight) -> Self {
		Self { others: self.others.saturating_add(other), ..self }
	}

	/// The most that they weigh.
	pub(crate) fn most<T: Config>(self) -> Weight {
		let (usual, most) = (T::Observer::usual_weight(), T::Observer::weight());
		let change = T::Observer::pages().weigh(T::Observer::pages_of_change(), usual, most);
		let pools = most.saturating_mul(self.pools.into());
		let changes = change.saturating_mul(self.changes.into());
		self.others.saturating_add(pools).saturating_add(changes)
	}

	/// What they weigh when the observer met so many pages.
	pub(crate) fn weigh<T: Config>(self, met: u32) -> Weight {
		let PagesMet { usual, most } = T::Observer::pages();
		let heard = self.pools.saturating_add(self.changes);
		let of_changes = T::Observer::pages_of_change().saturating_mul(self.changes);
		let pages = PagesMet {
			usual: usual.saturating_mul(heard),
			most: most.saturating_mul(self.pools).saturating_add(of_changes),
		};
		let usual = T::Observer::usual_weight().saturating_mul(heard.into());
		pages.weigh(met, self.others.saturating_add(usual), self.most::<T>())
	}
}

/// The observer hears of so many pools, and of the stake of one staker that changes in each.
fn observed<T: Config>(pools: u32) -> Weight {
	Doors::observed(pools, 0).most::<T>()
}

/// An operator registers, and its cover is asked for.
pub(crate) fn register<T: Config>() -> Weight {
	T::Liability::cover_weight()
}

/// A pool and a staker's lots follow, and the cover of the operator is asked for.
pub(crate) fn poke<T: Config>() -> Doors {
	stake().and(T::Liability::cover_weight())
}

/// A pool follows the clock, and the observer hears of it.
pub(crate) fn catch_up<T: Config>() -> Weight {
	T::WeightInfo::poke().saturating_add(observed::<T>(1))
}

/// What it weighs when it found this.
pub(crate) fn caught_up<T: Config>(work: Work) -> Weight {
	let own =
		crate::work::STAKE.weigh(work.own, T::WeightInfo::usual_poke(), T::WeightInfo::poke());
	own.saturating_add(stake().weigh::<T>(work.observed))
}

/// Stake joins a pool: `delegate`.
pub(crate) fn stake() -> Doors {
	Doors::observed(1, 0)
}

/// Stake leaves a pool, and its release is asked for. Of the lots and of the exits the observer hears one after the other.
pub(crate) fn unstake<T: Config>() -> Doors {
	withdraw().and(T::Liability::weight())
}

/// Released stake leaves the exits, and the lots follow their pool.
pub(crate) fn withdraw() -> Doors {
	Doors::observed(1, 1)
}

/// Stake leaves a pool on its way to another, and released stake of the same way goes on.
pub(crate) fn redelegate<T: Config>() -> Doors {
	complete_redelegation::<T>().and(T::Liability::weight())
}

/// Released stake on its way is staked in the new pool or, if it is refused, noted at the old one; and that is written.
pub(crate) fn complete_redelegation<T: Config>() -> Doors {
	Doors::observed(2, 1).and(T::DbWeight::get().reads_writes(1, 1))
}

/// Stake on its way joins the ordinary exits.
pub(crate) fn cancel_redelegation<T: Config>() -> Weight {
	Doors::observed(1, 1).most::<T>()
}

/// An operator closes with the consumers' notice, which is asked for.
pub(crate) fn close<T: Config>() -> Weight {
	leave::<T>().saturating_add(T::Liability::weight())
}

/// Opt-ins shrink, every pool of an operator closes, and the releases of its pools and its bond are asked for.
fn leave<T: Config>() -> Weight {
	let releases = T::Liability::weight().saturating_mul(2);
	let closes = T::Liability::closes_weight().saturating_add(releases);
	observed::<T>(T::MaxPools::get()).saturating_add(closes)
}

/// A slash on its own: it asks whether the operator was liable with its bond and with its pools, and may deactivate it
/// with the consumers' notice.
pub(crate) fn slash<T: Config>() -> Weight {
	let asked = T::Liability::weight().saturating_mul(2);
	T::WeightInfo::slash().saturating_add(asked).saturating_add(close::<T>())
}

/// An active set comes into force, and followers hear of it.
pub(crate) fn enact<T: Config>() -> Weight {
	T::WeightInfo::enact().saturating_add(T::Messenger::weight())
}
