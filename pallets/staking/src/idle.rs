// SPDX-License-Identifier: Apache-2.0

//! Idle blocks catch pools up. A pool that nobody has touched in an epoch has work waiting, and whoever comes first would pay
//! for it: what blocks have left does it before. How often a pool catches up changes nothing but who pays.

use crate::{
	door_weights, matured::Matured, work::Work, Config, FirstPoolId, IdleRound, NextPoolId, Pallet,
	PoolId, Round,
};
use bulwark_traits::Epochs;
use frame_support::{
	storage::with_storage_layer,
	traits::{Get, Time},
	weights::{Weight, WeightMeter},
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Catches up pools with what a block has left, each of them once in an epoch. The next block goes on.
	pub(crate) fn catch_up_with(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		let most = T::PoolsPerIdleBlock::get();
		if most == 0 || meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
			return meter.consumed();
		}
		let round = IdleRound::<T>::get();
		// Nearly always the round is over, and one record says so: the time of a block is in memory.
		if round.pools == 0 && T::Time::now() < round.until {
			return meter.consumed();
		}
		if meter.try_consume(T::DbWeight::get().reads_writes(2, 1)).is_ok() {
			IdleRound::<T>::put(Self::go_round(round, most, &mut meter));
		}
		meter.consumed()
	}

	/// Goes on with a round, as far as the weight lasts and for so many pools at most.
	fn go_round(mut round: Round, most: u32, meter: &mut WeightMeter) -> Round {
		let end = NextPoolId::<T>::get();
		if T::Time::now() >= round.until {
			round.until = Self::start(Self::now().next());
			round.pools = end.0.saturating_sub(FirstPoolId::get().0); // the pools so far
		}
		for _ in 0..most.min(round.pools) {
			if !meter.can_consume(door_weights::catch_up::<T>()) {
				break;
			}
			// One that cannot follow says so in its calls, and stops none of the others. A hook has all layers left.
			let done = with_storage_layer(|| Self::catch_up(round.next));
			let weight = done.map(|work| door_weights::caught_up::<T>(work));
			meter.consume(weight.unwrap_or_else(|_| door_weights::catch_up::<T>()));
			round.pools = round.pools.saturating_sub(1);
			round.next = round.next.next().filter(|next| *next < end).unwrap_or(PoolId::FIRST);
		}
		round
	}

	/// Lets a pool follow the clock.
	fn catch_up(pool_id: PoolId) -> Result<Work, DispatchError> {
		let mut pool = Matured::<T>::open(pool_id, Self::now())?;
		pool.store()?;
		Ok(pool.work())
	}
}
