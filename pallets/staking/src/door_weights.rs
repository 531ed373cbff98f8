// SPDX-License-Identifier: Apache-2.0

//! The weight of the doors behind each call. `WeightInfo` is measured with nobody behind the doors; a call weighs what it
//! does itself and what its neighbours may do for it.

use crate::{Config, WeightInfo};
use bulwark_traits::{Liability, SetMessenger, StakeObserver};
use frame_support::{traits::Get, weights::Weight};

/// The observer hears of so many pools, and of the stake of one staker that changes in each.
fn observed<T: Config>(pools: u32) -> Weight {
	T::Observer::weight().saturating_mul(pools.into())
}

/// An operator registers, and its cover is asked for.
pub(crate) fn register<T: Config>() -> Weight {
	T::Liability::cover_weight()
}

/// A pool and a staker's lots follow, and the cover of the operator is asked for.
pub(crate) fn poke<T: Config>() -> Weight {
	stake::<T>().saturating_add(T::Liability::cover_weight())
}

/// Stake joins a pool, or a pool and a staker's lots follow: `delegate`, `poke`.
pub(crate) fn stake<T: Config>() -> Weight {
	observed::<T>(1)
}

/// Stake leaves a pool, and its release is asked for. Of the lots and of the exits the observer hears one after the other.
pub(crate) fn unstake<T: Config>() -> Weight {
	withdraw::<T>().saturating_add(T::Liability::weight())
}

/// Released stake leaves the exits, and the lots follow their pool.
pub(crate) fn withdraw<T: Config>() -> Weight {
	observed::<T>(2)
}

/// Stake leaves a pool on its way to another, and released stake of the same way goes on.
pub(crate) fn redelegate<T: Config>() -> Weight {
	complete_redelegation::<T>().saturating_add(T::Liability::weight())
}

/// Released stake on its way is staked in the new pool or, if it is refused, noted at the old one; and that is written.
pub(crate) fn complete_redelegation<T: Config>() -> Weight {
	observed::<T>(3).saturating_add(T::DbWeight::get().reads_writes(1, 1))
}

/// Stake on its way joins the ordinary exits.
pub(crate) fn cancel_redelegation<T: Config>() -> Weight {
	observed::<T>(2)
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
