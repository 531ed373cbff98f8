// SPDX-License-Identifier: Apache-2.0

//! The records of a pool's rewards: each is loaded when it is needed, once, and written if it has changed.

use crate::{
	book::Book, AccountIdOf, AccumulatorsOf, AmountsOf, Config, EntitledStake, Entitlements, Error,
	Event, MaxBucketsOf, Pallet, Streams, StreamsOf,
};
use alloc::{
	collections::{btree_map::Entry, BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{Books, EpochIndex, RewardWeights, Weighted};
use bulwark_traits::{Loaded, Payee, StakeRef};
use core::mem;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Book<T> {
	/// Settled rewards of a staker.
	pub(crate) fn entitlement(
		&mut self,
		stake: &StakeRef<AccountIdOf<T>>,
	) -> Result<&mut AmountsOf<T>, DispatchError> {
		Ok(match self.entitlements.entry(stake.clone()) {
			Entry::Occupied(entry) => &mut entry.into_mut().now,
			Entry::Vacant(entry) => {
				&mut entry.insert(Loaded::load(entitlement_key::<T>(stake))?).now
			},
		})
	}

	/// Changes what a staker has settled.
	pub(crate) fn settled(
		&mut self,
		stake: &StakeRef<AccountIdOf<T>>,
		change: impl FnOnce(AmountsOf<T>) -> AmountsOf<T>,
	) -> DispatchResult {
		let settled = self.entitlement(stake)?;
		*settled = change(mem::take(settled));
		Ok(())
	}

	/// The streams of the pool.
	pub(crate) fn streams(&mut self) -> Result<&mut StreamsOf<T>, DispatchError> {
		let key = || Streams::<T>::hashed_key_for(self.info.pool_id);
		Ok(match &mut self.streams {
			Some(streams) => &mut streams.now,
			none => &mut none.insert(Loaded::load(key())?).now,
		})
	}

	/// The accumulators of the exits that were asked for in an epoch.
	pub(crate) fn exit_accumulators(
		&mut self,
		asked: EpochIndex,
	) -> Result<AccumulatorsOf<T>, DispatchError> {
		Ok(self.exits.get(asked)?.cloned().unwrap_or_default())
	}

	/// Keeps them, as long as any of those exits has reward weight.
	pub(crate) fn keep_exit_accumulators(
		&mut self,
		asked: EpochIndex,
		accumulators: AccumulatorsOf<T>,
	) -> DispatchResult {
		self.exits.set(asked, (!accumulators.is_empty()).then_some(accumulators))
	}

	/// Does something with the accumulators that some weight meets.
	pub(crate) fn with_books<R>(
		&mut self,
		before: &RewardWeights,
		now: &[Weighted],
		act: impl FnOnce(&mut Books<T::MaxRewardAssets, MaxBucketsOf<T>>) -> R,
	) -> Result<R, DispatchError> {
		let places = before.stored.iter().chain(now);
		let places = places.filter_map(|weighted| weighted.place.asked_epoch);
		let mut exits = BTreeMap::new();
		for asked in places.collect::<BTreeSet<_>>() {
			exits.insert(asked, self.exit_accumulators(asked)?);
		}
		let mut merged = BTreeMap::new();
		for start in before.followed.iter().map(|followed| followed.start) {
			merged.extend(self.merged.get(start)?.map(|record| (start, record.clone())));
		}

		let mut books =
			Books { pool: mem::take(&mut self.record.now.rewards.accumulators), exits, merged };
		let result = act(&mut books);
		self.record.now.rewards.accumulators = books.pool;
		for (asked, accumulators) in books.exits {
			self.keep_exit_accumulators(asked, accumulators)?;
		}
		for (start, merged) in books.merged {
			self.merged.set(start, (!merged.is_spent()).then_some(merged))?;
		}
		Ok(result)
	}

	/// Keeps everything that has changed, and notes what belongs to nobody.
	pub(crate) fn store(&mut self) -> DispatchResult {
		self.record.keep_if(true);
		self.exits.store();
		self.merged.store();
		self.expiries.store();
		if let Some(streams) = &mut self.streams {
			streams.keep_if(!streams.now.is_empty());
		}
		if let Some(credited) = &mut self.credited {
			credited.keep_if(!credited.now.is_empty());
		}
		for entitlement in self.entitlements.values_mut() {
			entitlement.keep_if(!entitlement.now.is_zero());
		}
		self.tell_streamed()
	}

	/// Tells what streams have paid, and gives up what they had for nobody.
	fn tell_streamed(&mut self) -> DispatchResult {
		let (pool_id, assets) = (self.pool_id(), self.record.now.assets.clone());
		let named = |at: u32| {
			let at = usize::try_from(at).unwrap_or(usize::MAX);
			assets.get(at).cloned().ok_or(Error::<T>::AssetNotListed)
		};
		for (at, amount) in mem::take(&mut self.streamed) {
			let (first_epoch, last_epoch) = (self.since, self.now().minus(1));
			let asset = named(at)?;
			let paid = Event::Streamed { pool_id, asset, amount, first_epoch, last_epoch };
			Pallet::<T>::deposit_event(paid);
		}
		for (at, amount) in mem::take(&mut self.unallocated) {
			Pallet::<T>::give_up(Payee::Pool(pool_id), named(at)?, amount)?;
		}
		Ok(())
	}
}

/// The key of what a staker has settled.
pub(crate) fn entitlement_key<T: Config>(stake: &StakeRef<AccountIdOf<T>>) -> Vec<u8> {
	let of_stake = EntitledStake::on_its_way(stake.to);
	Entitlements::<T>::hashed_key_for((&stake.staker, stake.pool_id, of_stake))
}
