// SPDX-License-Identifier: Apache-2.0

//! The stake behind an operator, kept in its record so that an election reads one item for each operator.

use crate::{
	matured::Matured, prices::Prices, AssetIdOf, Config, Error, HoldingOf, Operator, Operators,
	Pallet,
};
use bulwark_ledger::{power, total_power, Balance, Cover, EpochIndex, PoolId, Powers, Scheduled};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// The stake in one pool of an operator, in units of the pool's asset.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct PoolBacking<T: Config> {
	/// The pool.
	pub pool_id: PoolId,
	/// The asset that is staked.
	pub asset: AssetIdOf<T>,
	/// The stake of everybody.
	pub total: Scheduled<Balance>,
	/// The operator's own stake, as it was worth when it last changed or was slashed. After a slash, own stake that was
	/// unstaked in that epoch does not count for the rest of it.
	pub own: Scheduled<Balance>,
}

/// The stake and the bond behind an operator, as an election counts them.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Backing<T: Config> {
	/// The epochs in which enough of the bond answers, unused, to the consumers that the chain counts as its own.
	pub cover: Cover,
	/// The stake, pool by pool, in the order in which the pools were opened.
	pub pools: BoundedVec<PoolBacking<T>, T::MaxPools>,
}

impl<T: Config> Backing<T> {
	/// No stake, and so much cover.
	pub(crate) fn new(cover: Cover) -> Self {
		Self { cover, pools: BoundedVec::new() }
	}

	/// The ids of the pools.
	pub fn pool_ids(&self) -> BoundedVec<PoolId, T::MaxPools> {
		BoundedVec::truncate_from(self.pools.iter().map(|pool| pool.pool_id).collect())
	}
}

impl<T: Config> Default for Backing<T> {
	fn default() -> Self {
		Self::new(Cover::NEVER)
	}
}

/// A change of a pool as far as the backing of its operator has to follow it.
#[derive(Clone, Copy, Default)]
pub(crate) struct BackingChange {
	/// The stake that is active in the present epoch, if a slash has changed it.
	pub(crate) active: Option<Balance>,
	/// The operator's own stake, if it has changed.
	pub(crate) own: Option<OwnChange>,
}

/// A change of an operator's own stake in a pool.
#[derive(Clone, Copy)]
pub(crate) enum OwnChange {
	/// It was staked or unstaked: this is its value from the next epoch on.
	Next(Balance),
	/// It was slashed: this is its value now, and from the next epoch on.
	Slashed(Balance, Balance),
}

impl<T: Config> PoolBacking<T> {
	/// Follows a change of the pool, in which `next` is all stake from the next epoch on. A pool that closed with the
	/// present epoch or an earlier one, its last, has nothing after it.
	pub(crate) fn follow(
		&mut self,
		change: &BackingChange,
		now: EpochIndex,
		next: Balance,
		last: Option<EpochIndex>,
	) {
		let stays = |amount: Balance| if last.is_some() { 0 } else { amount };
		// By the clock alone: it makes no difference when a closed pool is touched.
		let from = last.unwrap_or(now).next();

		let next = stays(next);
		match change.active {
			Some(active) => self.total = Scheduled::new(active, now.next(), next),
			None if self.total.latest() != next => {
				self.total.set(next, now, from);
			},
			None => (),
		}
		match change.own {
			Some(OwnChange::Slashed(active, next)) => {
				self.own = Scheduled::new(active, now.next(), stays(next));
			},
			// What was set already stays as it was set.
			Some(OwnChange::Next(next)) if self.own.latest() != stays(next) => {
				self.own.set(stays(next), now, from);
			},
			Some(OwnChange::Next(_)) => (),
			None if last.is_some() && self.own.latest() > 0 => {
				self.own.set(0, now, from);
			},
			None => (),
		}
	}
}

impl<T: Config> Matured<T> {
	/// Notes that the operator's own holding in this pool has changed.
	pub(crate) fn own_changed(&mut self, holding: &HoldingOf<T>) -> DispatchResult {
		let value = holding.value(&self.record.buckets).map_err(Error::<T>::from)?;
		self.change.own = Some(OwnChange::Next(value));
		Ok(())
	}

	/// Notes that the operator's own holding in this pool was slashed.
	pub(crate) fn own_slashed(&mut self, holding: &HoldingOf<T>) -> DispatchResult {
		let worth = holding.worth(&self.record.buckets, self.at.now).map_err(Error::<T>::from)?;
		let active = if self.has_closed() { 0 } else { worth.active };
		let value = worth.total().map_err(Error::<T>::from)?;
		self.change.own = Some(OwnChange::Slashed(active, value));
		Ok(())
	}

	/// Lets the backing of the operator follow. An operator that is gone has none.
	pub(crate) fn keep_backing(&self) -> DispatchResult {
		let Some(operator) = &self.record.operator else { return Ok(()) };
		let Some(mut record) = Operator::<T>::load(operator)? else { return Ok(()) };
		let own = record.backing.pools.iter_mut().find(|entry| entry.pool_id == self.pool_id);
		let Some(entry) = own else { return Ok(()) };

		let (now, buckets) = (self.at.now, &self.record.buckets);
		let next = buckets.lasting_tokens().map_err(Error::<T>::from)?;
		let last = buckets.departure().map(|closed| closed.last_epoch).filter(|last| *last <= now);

		let before = entry.clone();
		entry.follow(&self.change, now, next, last);
		if *entry != before {
			Operators::<T>::insert(operator, record);
		}
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// The power of an operator as far as it lasts; none of an account that is no operator. `Corruption` if its record does not
	/// decode.
	pub fn power_of(operator: &T::AccountId) -> Result<Powers, DispatchError> {
		Self::lasting_power(operator, Prices::power_of)
	}

	/// The part of an operator's power that is its own stake. `Corruption` if its record does not decode.
	pub fn own_power_of(operator: &T::AccountId) -> Result<Powers, DispatchError> {
		Self::lasting_power(operator, Prices::own_power_of)
	}

	fn lasting_power(
		operator: &T::AccountId,
		power: fn(&mut Prices<T>, &Backing<T>, EpochIndex) -> Powers,
	) -> Result<Powers, DispatchError> {
		let Some(record) = Operator::<T>::load(operator)? else { return Ok(Powers::default()) };
		let now = Self::now();
		Ok(record.lasting(power(&mut Prices::in_force(), &record.backing, now), now))
	}

	/// The stake and the cover behind an operator; nothing behind an account that is none. `Corruption` if its record does not
	/// decode. For tests and benchmarks: whoever stores the record asks
	/// [`Operator::follow_pools`](crate::Operator::follow_pools).
	#[cfg(any(test, feature = "runtime-benchmarks"))]
	pub(crate) fn backing_of(operator: &T::AccountId) -> Result<Backing<T>, DispatchError> {
		Ok(Operator::<T>::load(operator)?.map(|record| record.backing).unwrap_or_default())
	}
}

impl<T: Config> Prices<T> {
	/// The power of all stake behind an operator.
	pub(crate) fn power_of(&mut self, backing: &Backing<T>, now: EpochIndex) -> Powers {
		self.powers(backing, now, |pool| &pool.total)
	}

	/// The power of an operator's own stake.
	pub(crate) fn own_power_of(&mut self, backing: &Backing<T>, now: EpochIndex) -> Powers {
		self.powers(backing, now, |pool| &pool.own)
	}

	fn powers(
		&mut self,
		backing: &Backing<T>,
		now: EpochIndex,
		stake: impl Fn(&PoolBacking<T>) -> &Scheduled<Balance>,
	) -> Powers {
		let mut sum = |amount: &dyn Fn(&Scheduled<Balance>) -> Balance| {
			let weigh = |pool| power(amount(stake(pool)), self.of(&pool.asset));
			total_power(backing.pools.iter().map(weigh))
		};
		Powers { current: sum(&|stake| stake.at(now)), next: sum(&Scheduled::latest) }
	}
}
