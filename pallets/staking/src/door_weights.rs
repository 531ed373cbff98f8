// SPDX-License-Identifier: Apache-2.0

//! The weight of the doors behind each call. `WeightInfo` is measured with nobody behind the doors; a call weighs what it
//! does itself and what its neighbours may do for it.

use crate::{work::Work, Config, WeightInfo};
use bulwark_traits::{Liability, PagedWeight, SetMessenger, StakeObserver};
use frame_support::{traits::Get, weights::Weight};

/// The doors behind a call.
#[derive(Clone, Copy)]
pub(crate) struct Doors {
	/// The observer of stake.
	observer: PagedWeight,
	/// All others.
	others: Weight,
}

impl Doors {
	const fn observed(observer: PagedWeight) -> Self {
		Self { observer, others: Weight::zero() }
	}

	fn and(self, other: Weight) -> Self {
		Self { others: self.others.saturating_add(other), ..self }
	}

	/// The most that they weigh.
	pub(crate) const fn most(self) -> Weight {
		self.others.saturating_add(self.observer.most)
	}

	/// What they weigh when the observer met so many pages.
	pub(crate) fn weigh(self, met: u32) -> Weight {
		self.others.saturating_add(self.observer.weigh(met))
	}
}

/// An operator registers, and its cover is asked for.
pub(crate) fn register<T: Config>() -> Weight {
	T::Liability::cover_weight()
}

/// A pool and a staker's lots follow, and the cover of the operator is asked for. Lots can come to nothing as they follow.
pub(crate) fn poke<T: Config>() -> Doors {
	Doors::observed(T::Observer::of_leaving()).and(T::Liability::cover_weight())
}

/// A pool follows the clock, and the observer hears of it.
pub(crate) fn catch_up<T: Config>() -> Weight {
	T::WeightInfo::poke().saturating_add(T::Observer::of_pool().most)
}

/// What it weighs when it found this.
pub(crate) fn caught_up<T: Config>(work: Work) -> Weight {
	let own =
		crate::work::STAKE.weigh(work.own, T::WeightInfo::usual_poke(), T::WeightInfo::poke());
	own.saturating_add(T::Observer::of_pool().weigh(work.observed))
}

/// Stake joins a pool: `delegate`.
pub(crate) fn stake<T: Config>() -> Doors {
	Doors::observed(T::Observer::of_joining())
}

/// Stake leaves a pool, and its release is asked for.
pub(crate) fn unstake<T: Config>() -> Doors {
	withdraw::<T>().and(T::Liability::weight())
}

/// Released stake leaves the exits, and the lots follow their pool.
pub(crate) fn withdraw<T: Config>() -> Doors {
	Doors::observed(T::Observer::of_leaving())
}

/// Stake leaves a pool on its way to another, and released stake of the same way goes on.
pub(crate) fn redelegate<T: Config>() -> Doors {
	complete_redelegation::<T>().and(T::Liability::weight())
}

/// Released stake on its way is staked in the new pool or, if it is refused, noted at the old one, and that is written; what it
/// has earned on its way stands apart.
pub(crate) fn complete_redelegation<T: Config>() -> Doors {
	let moved = T::Observer::of_leaving().and(T::Observer::of_joining());
	Doors::observed(moved).and(T::DbWeight::get().reads_writes(2, 2))
}

/// Stake on its way joins the ordinary exits; what it has earned on its way stands apart.
pub(crate) fn cancel_redelegation<T: Config>() -> Doors {
	withdraw::<T>().and(T::DbWeight::get().reads_writes(1, 1))
}

/// An operator with so many pools closes with the consumers' notice, which is asked for.
pub(crate) fn close<T: Config>(pools: u32) -> Weight {
	let observed = T::Observer::of_pool().most.saturating_mul(pools.into());
	leave::<T>().saturating_add(observed)
}

/// Opt-ins shrink, and the notice and the releases of an operator's pools and its bond are asked for.
fn leave<T: Config>() -> Weight {
	T::Liability::closes_weight().saturating_add(T::Liability::weight().saturating_mul(3))
}

/// A slash on its own: it asks whether the operator was liable with its bond and with its pools, in each pool the operator's
/// own lots follow, and it may deactivate the operator with the consumers' notice. Then each pool is announced once more, and
/// has caught up already.
pub(crate) fn slash<T: Config>() -> Weight {
	let asked = T::Liability::weight().saturating_mul(2);
	let in_pool = T::Observer::of_joining().most.saturating_add(T::Observer::of_pool().usual);
	let observed = in_pool.saturating_mul(T::MaxPools::get().into());
	T::WeightInfo::slash()
		.saturating_add(asked)
		.saturating_add(observed)
		.saturating_add(leave::<T>())
}

/// An active set comes into force, and followers hear of it.
pub(crate) fn enact<T: Config>() -> Weight {
	T::WeightInfo::enact().saturating_add(T::Messenger::weight())
}
