// SPDX-License-Identifier: Apache-2.0

//! What stands behind an operator, kept beside its pools so that an election reads one item for each operator.

use crate::{matured::Matured, AssetIdOf, Backings, Config, Error, HoldingOf, Pallet};
use bulwark_ledger::{total_power, Balance, Effective, EpochIndex, PoolId, Powers};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use sp_runtime::{traits::Convert, DispatchResult};

/// What stands in one pool of an operator, in units of the asset.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct PoolBacking<T: Config> {
	/// The pool.
	pub pool: PoolId,
	/// What is staked.
	pub asset: AssetIdOf<T>,
	/// The stake of everybody.
	pub total: Effective,
	/// The operator's own, as it was worth when it last changed or was slashed. After a slash what it had asked back
	/// in that epoch does not count for the rest of it.
	pub own: Effective,
}

/// What stands behind an operator, pool by pool.
pub type BackingOf<T> = BoundedVec<PoolBacking<T>, <T as Config>::MaxPools>;

impl<T: Config> Pallet<T> {
	/// The power of an operator.
	pub fn power_of(operator: &T::AccountId) -> Powers {
		powers::<T>(&Backings::<T>::get(operator), |pool| &pool.total)
	}

	/// The part of it that is the operator's own stake.
	pub fn own_power_of(operator: &T::AccountId) -> Powers {
		powers::<T>(&Backings::<T>::get(operator), |pool| &pool.own)
	}
}

fn powers<T: Config>(
	backing: &BackingOf<T>,
	stake: impl Fn(&PoolBacking<T>) -> &Effective,
) -> Powers {
	let now = Pallet::<T>::now();
	let power = |count: &dyn Fn(&Effective) -> Balance| {
		let weigh =
			|pool: &PoolBacking<T>| T::Power::convert((pool.asset.clone(), count(stake(pool))));
		total_power(backing.iter().map(weigh))
	};
	Powers { now: power(&|stake| stake.now(now)), next: power(&Effective::next) }
}

/// How the backing of an operator has to follow what happened to one of its pools.
#[derive(Clone, Copy, Default)]
pub(crate) struct Follow {
	/// What counts in the present epoch, if that has changed: a slash does that.
	pub(crate) now: Option<Balance>,
	/// The operator's own stake, if it has changed.
	pub(crate) own: Option<Own>,
}

/// An operator's own stake in a pool.
#[derive(Clone, Copy)]
pub(crate) enum Own {
	/// It came or goes: from the next epoch on there is so much.
	Next(Balance),
	/// It was slashed: there is so much now, and so much from the next epoch on.
	Slashed(Balance, Balance),
}

impl<T: Config> Matured<T> {
	/// The operator's own holding in this pool is this now.
	pub(crate) fn own_changed(&mut self, holding: &HoldingOf<T>) -> DispatchResult {
		let value = holding.value(&self.record.buckets).map_err(Error::<T>::from)?;
		self.follow.own = Some(Own::Next(value));
		Ok(())
	}

	/// The operator's own holding in this pool was slashed to this.
	pub(crate) fn own_slashed(&mut self, holding: &HoldingOf<T>) -> DispatchResult {
		let buckets = &self.record.buckets;
		let value = holding.value(buckets).map_err(Error::<T>::from)?;
		let begun = match self.has_left() {
			true => 0,
			false => holding.value_in_force(buckets, self.at.now).map_err(Error::<T>::from)?,
		};
		self.follow.own = Some(Own::Slashed(begun, value));
		Ok(())
	}

	/// Lets the backing of the operator follow. One that is gone has none.
	pub(crate) fn follow(&self) -> DispatchResult {
		let Some(operator) = &self.record.operator else { return Ok(()) };

		let mut backing = Backings::<T>::get(operator);
		let Some(entry) = backing.iter_mut().find(|entry| entry.pool == self.id) else {
			return Ok(());
		};
		let now: EpochIndex = self.at.now;
		let leaves = self.record.buckets.departure().is_some_and(|closed| closed.last <= now);
		let stays = |amount: Balance| if leaves { 0 } else { amount };

		let before = entry.clone();
		let next = stays(self.record.buckets.tokens().map_err(Error::<T>::from)?);
		match self.follow.now {
			Some(in_force) => entry.total.set(now, in_force, next),
			None if entry.total.next() != next => entry.total.set_next(now, next),
			None => (),
		}
		match self.follow.own {
			Some(Own::Slashed(begun, all)) => entry.own.set(now, begun, stays(all)),
			Some(Own::Next(all)) => entry.own.set_next(now, stays(all)),
			None if leaves && entry.own.next() > 0 => entry.own.set_next(now, 0),
			None => (),
		}
		if *entry != before {
			Backings::<T>::insert(operator, backing);
		}
		Ok(())
	}
}
