// SPDX-License-Identifier: Apache-2.0

//! The records of a pool's rewards: each is loaded when it is needed, once, and written if it has changed.

use crate::{
	book::Book, AccountIdOf, AccumulatorsOf, AmountsOf, Config, EntitledStake, Entitlements, Error,
	Event, ExitRewards, MaxBucketsOf, MergedCohorts, Pallet, SnapshotOf, Snapshots, Streams,
};
use alloc::{
	collections::{btree_map::Entry, BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{Books, EpochIndex, RewardWeights, Schedule, Weighted};
use bulwark_traits::{Loaded, Payee, StakeRef};
use core::mem;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Book<T> {
	/// What a staker has settled.
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

	/// A stream of the pool.
	pub(crate) fn stream(&mut self, asset: u32) -> Result<&mut Schedule, DispatchError> {
		let key = || Streams::<T>::hashed_key_for(self.info.pool_id, asset);
		Ok(match self.streams.entry(asset) {
			Entry::Occupied(entry) => &mut entry.into_mut().now,
			Entry::Vacant(entry) => &mut entry.insert(Loaded::load(key())?).now,
		})
	}

	/// The accumulators of the exits that were asked for in an epoch.
	pub(crate) fn exit_accumulators(
		&mut self,
		asked: EpochIndex,
	) -> Result<&mut AccumulatorsOf<T>, DispatchError> {
		let key = || ExitRewards::<T>::hashed_key_for(self.info.pool_id, asked);
		Ok(match self.exits.entry(asked) {
			Entry::Occupied(entry) => &mut entry.into_mut().now,
			Entry::Vacant(entry) => &mut entry.insert(Loaded::load(key())?).now,
		})
	}

	/// All of them.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn snapshots(&self) -> BTreeMap<EpochIndex, SnapshotOf<T>> {
		let mut all: BTreeMap<_, _> = Snapshots::<T>::iter_prefix(self.pool_id()).collect();
		let loaded = self.snapshots.iter();
		all.extend(loaded.map(|(expiry, snapshot)| (*expiry, snapshot.now.clone())));
		all.retain(|_, snapshot| snapshot.positions > 0);
		all
	}

	/// The snapshot of an expiry that has passed, if positions of it exist.
	pub(crate) fn snapshot(
		&mut self,
		expiry: EpochIndex,
	) -> Result<Option<&mut SnapshotOf<T>>, DispatchError> {
		let key = || Snapshots::<T>::hashed_key_for(self.info.pool_id, expiry);
		let snapshot = match self.snapshots.entry(expiry) {
			Entry::Occupied(entry) => &mut entry.into_mut().now,
			Entry::Vacant(entry) => &mut entry.insert(Loaded::load(key())?).now,
		};
		Ok((snapshot.positions > 0).then_some(snapshot))
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
		for asked in places.collect::<BTreeSet<_>>() {
			self.exit_accumulators(asked)?;
		}
		for start in before.followed.iter().map(|followed| followed.start) {
			let key = || MergedCohorts::<T>::hashed_key_for(self.info.pool_id, start);
			if let Entry::Vacant(entry) = self.merged.entry(start) {
				entry.insert(Loaded::load(key())?);
			}
		}

		let mut books = Books {
			pool: mem::take(&mut self.record.now.rewards.accumulators),
			exits: taken(&mut self.exits),
			merged: taken(&mut self.merged),
		};
		let result = act(&mut books);
		self.record.now.rewards.accumulators = books.pool;
		put_back(&mut self.exits, books.exits);
		put_back(&mut self.merged, books.merged);
		Ok(result)
	}

	/// Keeps everything that has changed, and pays what belongs to nobody.
	pub(crate) fn store(&mut self) -> DispatchResult {
		self.record.keep_if(true);
		for accumulators in self.exits.values_mut() {
			accumulators.keep_if(!accumulators.now.is_empty());
		}
		for merged in self.merged.values_mut() {
			merged.keep_if(!merged.now.is_spent());
		}
		for snapshot in self.snapshots.values_mut() {
			snapshot.keep_if(snapshot.now.positions > 0);
		}
		for stream in self.streams.values_mut() {
			stream.keep_if(!stream.now.is_empty());
		}
		for credited in self.credited.values_mut() {
			credited.keep_if(true);
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

/// Takes the records out to be changed.
fn taken<R: Default>(records: &mut BTreeMap<EpochIndex, Loaded<R>>) -> BTreeMap<EpochIndex, R> {
	records.iter_mut().map(|(epoch, record)| (*epoch, mem::take(&mut record.now))).collect()
}

/// Puts the records back that were taken out.
fn put_back<R>(records: &mut BTreeMap<EpochIndex, Loaded<R>>, taken: BTreeMap<EpochIndex, R>) {
	for (epoch, now) in taken {
		if let Some(record) = records.get_mut(&epoch) {
			record.now = now;
		}
	}
}

fn entitlement_key<T: Config>(stake: &StakeRef<AccountIdOf<T>>) -> Vec<u8> {
	let of_stake = EntitledStake::on_its_way(stake.to);
	Entitlements::<T>::hashed_key_for((&stake.staker, stake.pool_id, of_stake))
}
