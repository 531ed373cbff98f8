// SPDX-License-Identifier: Apache-2.0

//! The stake behind an operator, kept in its record so that an election reads one item for each operator.

use crate::{prices::Prices, AssetIdOf, Config, Operator, Pallet};
use bulwark_ledger::{power, total_power, Balance, Cover, EpochIndex, PoolId, Powers, Scheduled};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

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

impl<T: Config> Pallet<T> {
	/// The power of an operator; none of an account that is no operator. `Corruption` if its record does not decode.
	pub fn power_of(operator: &T::AccountId) -> Result<Powers, DispatchError> {
		Ok(Prices::in_force().power_of(&Self::backing_of(operator)?, Self::now()))
	}

	/// The part of an operator's power that is its own stake. `Corruption` if its record does not decode.
	pub fn own_power_of(operator: &T::AccountId) -> Result<Powers, DispatchError> {
		Ok(Prices::in_force().own_power_of(&Self::backing_of(operator)?, Self::now()))
	}

	/// The stake and the cover behind an operator; nothing behind an account that is none. `Corruption` if its record does not
	/// decode. For whoever only looks: whoever stores the record asks
	/// [`Operator::follow_pools`](crate::Operator::follow_pools).
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
