// SPDX-License-Identifier: Apache-2.0

//! The only way to the rewards of a pool's stakers: loaded as the clock has them, whoever touched them last.

use crate::{
	stored::{stored, stored_or_default},
	AccountIdOf, AccumulatorsOf, AmountsOf, AssetIdOf, Config, CreditedOf, EarningsOf,
	EntitledStake, Entitlements, Error, Event, ExitRewards, MaxBucketsOf, MergedCohorts, MergedOf,
	Pallet, Position, RewardPool, RewardPools, SnapshotOf, Snapshots, Streams,
};
use alloc::{
	collections::{btree_map::Entry, BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{
	Balance, Books, Buckets, EpochIndex, Exiting, Fixed, LockState, PoolId, RewardWeights,
	Schedule, Weighted,
};
use bulwark_traits::{Epochs, Payee, PoolInfo, StakePools, StakeRef};
use core::mem;
use sp_runtime::{DispatchError, DispatchResult};

type ExitingOf<T> = Exiting<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;

/// A pool's rewards, with the records that were needed so far. Nothing is kept until [`store`](Self::store).
pub(crate) struct Book<T: Config> {
	pub(crate) pool_id: PoolId,
	/// The pool in staking.
	pub(crate) info: PoolInfo<T::AccountId, AssetIdOf<T>>,
	pub(crate) record: RewardPool<T>,
	exits: BTreeMap<EpochIndex, AccumulatorsOf<T>>,
	merged: BTreeMap<EpochIndex, MergedOf<T>>,
	snapshots: BTreeMap<EpochIndex, SnapshotOf<T>>,
	/// By asset, if they paid or were funded.
	streams: BTreeMap<u32, Schedule>,
	/// The epoch since which streams paid when the clock was followed, for the events.
	since: EpochIndex,
	streamed: BTreeMap<u32, Balance>,
	unallocated: BTreeMap<u32, Balance>,
	/// By epoch, if anything was credited for it.
	pub(crate) credited: BTreeMap<EpochIndex, CreditedOf<T>>,
	/// True if the record differs from the stored one.
	has_changed: bool,
}

impl<T: Config> Book<T> {
	/// `UnknownPool` if there is none that pays rewards.
	pub(crate) fn load(pool_id: PoolId) -> Result<Self, DispatchError> {
		Self::foresee(pool_id, T::Stake::now())
	}

	/// As it will be in an epoch to come if nothing happens until then: not to be stored.
	pub(crate) fn foresee(pool_id: PoolId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		let mut info = T::Stake::pool(pool_id).ok_or(Error::<T>::UnknownPool)?;
		info.horizon.now = epoch;
		let record = stored(RewardPools::<T>::hashed_key_for(pool_id))?;
		let record = record.ok_or(Error::<T>::UnknownPool)?;
		let mut book = Self::new(pool_id, info, record);

		if book.record.rewards.matured_epoch() < epoch {
			book.mature(epoch)?;
		}
		Ok(book)
	}

	fn new(
		pool_id: PoolId,
		info: PoolInfo<T::AccountId, AssetIdOf<T>>,
		record: RewardPool<T>,
	) -> Self {
		Self {
			pool_id,
			info,
			record,
			exits: BTreeMap::new(),
			merged: BTreeMap::new(),
			snapshots: BTreeMap::new(),
			streams: BTreeMap::new(),
			since: Default::default(),
			streamed: BTreeMap::new(),
			unallocated: BTreeMap::new(),
			credited: BTreeMap::new(),
			has_changed: false,
		}
	}

	/// The present epoch, or the foreseen one.
	pub(crate) fn now(&self) -> EpochIndex {
		self.info.horizon.now
	}

	/// The place of an asset in the pool's list.
	pub(crate) fn asset(&self, asset: &AssetIdOf<T>) -> Result<u32, Error<T>> {
		let listed = (0..).zip(self.record.assets.iter()).find(|(_, listed)| *listed == asset);
		listed.map(|(at, _)| at).ok_or(Error::<T>::AssetNotListed)
	}

	/// The reward assets with their places.
	pub(crate) fn assets(&self) -> Vec<(u32, AssetIdOf<T>)> {
		(0..).zip(self.record.assets.iter().cloned()).collect()
	}

	/// Lists one more asset.
	pub(crate) fn push_asset(&mut self, asset: &AssetIdOf<T>) -> DispatchResult {
		let pushed = self.record.assets.try_push(asset.clone());
		pushed.map_err(|_| Error::<T>::TooManyAssets)?;
		self.has_changed = true;
		Ok(())
	}

	/// True if a position with this expiry is expired.
	pub(crate) fn has_expired(&self, expiry: EpochIndex) -> bool {
		bulwark_ledger::has_expired(expiry, self.now(), self.info.departure)
	}

	/// Credits those active in an epoch. Returns false, and has done nothing, if nobody was.
	pub(crate) fn credit(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		amount: Balance,
	) -> Result<bool, DispatchError> {
		let now = self.now();
		let stake = T::Stake::stake(self.pool_id, now);
		let mut exits = self.exiting(epoch)?;

		let rows = exits.iter_mut().map(|(asked, exiting)| (*asked, exiting));
		let raised = self.record.rewards.credit(epoch, asset, amount, &stake, rows);
		let raised = raised.map_err(Error::<T>::from)?;
		self.has_changed = true;

		for (asked, exiting) in exits {
			self.exits.insert(asked, exiting.accumulators);
		}
		let Some(each) = raised else { return Ok(false) };
		self.note_credited(epoch, asset, amount, 0)?;
		self.raise_snapshots(epoch, asset, each)?;
		Ok(true)
	}

	/// The unpaid rewards of a staker.
	pub(crate) fn owed(
		&mut self,
		stake: &StakeRef<T::AccountId>,
	) -> Result<AmountsOf<T>, DispatchError> {
		let weights = T::Stake::reward_weights(stake, self.now());
		let entitlement = entitlement::<T>(stake)?;
		self.with_books(&weights, &[], |books| books.owed(&entitlement, &weights))
	}

	/// The unpaid rewards of a position, by whose they are.
	pub(crate) fn earnings(
		&mut self,
		position: &Position<T>,
	) -> Result<EarningsOf<T>, DispatchError> {
		let stake = position.stake();
		let weights = T::Stake::reward_weights(&stake, self.now());
		let mut vesting = position.vesting.clone();
		if self.info.departure.is_some() {
			vesting.release_expired();
		}
		let is_vesting = !vesting.is_over(self.now());
		let mut entitlement = entitlement::<T>(&stake)?;
		if !is_vesting {
			entitlement = entitlement.plus(&vesting.noted());
		}

		let state = match &position.tag {
			Some(tag) => LockState::Tagged { earned: tag.earned.clone() },
			None if self.has_expired(position.expiry) => {
				// It is kept as long as the position is.
				let snapshot = self.snapshot(position.expiry)?;
				let SnapshotOf::<T> { mature, .. } = snapshot.ok_or(DispatchError::Corruption)?;
				let until_expiry = self.with_books(&weights, &[], |books| {
					books.owed_until(&entitlement, &weights, &mature)
				})?;
				LockState::Expired { until_expiry }
			},
			None if is_vesting => {
				let (base, own) = (self.info.base.multiplier, position.terms.tier.multiplier);
				LockState::Vesting { vesting, base, own }
			},
			None => LockState::Locked,
		};
		let accrued = self.with_books(&weights, &[], |books| books.owed(&entitlement, &weights))?;
		Ok(state.divide(accrued).map_err(Error::<T>::from)?)
	}

	/// Lets a staker's entitlement follow a change of its weight, and keeps it.
	pub(crate) fn change(
		&mut self,
		stake: &StakeRef<T::AccountId>,
		before: &RewardWeights,
		now: &[Weighted],
	) -> DispatchResult {
		let mut entitlement = entitlement::<T>(stake)?;
		self.has_changed = true;
		let changed =
			self.with_books(before, now, |books| books.change(&mut entitlement, before, now))?;
		changed.map_err(Error::<T>::from)?;

		// What was on its way has arrived: what it earned there is the staker's like everything else.
		let mut kept = stake.clone();
		if stake.to.is_some() && now.is_empty() {
			Entitlements::<T>::remove(entitlement_key(stake));
			kept.to = None;
			entitlement = entitlement.plus(&self::entitlement::<T>(&kept)?);
		}
		// Who has left for good leaves less than a unit behind, which nobody could ever be paid.
		let is_over = now.is_empty() && self.leaves_last(before) && has_left::<T>(&kept);
		let is_lost = is_over && entitlement.is_dust();
		keep_entitlement::<T>(&kept, if is_lost { Default::default() } else { entitlement });
		Ok(())
	}

	/// True if reward weight that leaves goes nowhere: that of exits does, and everything once the pool has left.
	fn leaves_last(&self, before: &RewardWeights) -> bool {
		let has_left =
			self.info.departure.is_some_and(|departure| departure.last_epoch < self.now());
		has_left || before.stored.iter().all(|weighted| weighted.place.asked_epoch.is_some())
	}

	/// A stream of the pool.
	pub(crate) fn stream(&mut self, asset: u32) -> Result<&mut Schedule, DispatchError> {
		let key = Streams::<T>::hashed_key_for(self.pool_id, asset);
		Ok(match self.streams.entry(asset) {
			Entry::Occupied(entry) => entry.into_mut(),
			Entry::Vacant(entry) => entry.insert(stored_or_default(key)?),
		})
	}

	/// One more position expires in an epoch, or has: in a pool that closed before, positions that never expired can
	/// still be divided.
	pub(crate) fn expect_expiry(&mut self, expiry: EpochIndex) -> DispatchResult {
		match self.snapshot(expiry)? {
			Some(mut snapshot) if expiry <= self.now() => {
				let positions = snapshot.positions.checked_add(1).ok_or(Error::<T>::Overflow)?;
				snapshot.positions = positions;
				self.snapshots.insert(expiry, snapshot);
			},
			_ => {
				self.record.rewards.expect_expiry(expiry).map_err(Error::<T>::from)?;
				self.has_changed = true;
			},
		}
		Ok(())
	}

	/// A position does not expire in an epoch any more.
	pub(crate) fn forget_expiry(&mut self, expiry: EpochIndex) -> DispatchResult {
		if self.record.rewards.forget_expiry(expiry) {
			self.has_changed = true;
			return Ok(());
		}
		if let Some(mut snapshot) = self.snapshot(expiry)? {
			// Never below zero: each position was counted once.
			snapshot.positions = snapshot.positions.saturating_sub(1);
			self.snapshots.insert(expiry, snapshot);
		}
		Ok(())
	}

	/// Keeps everything, and pays what belongs to nobody.
	pub(crate) fn store(mut self) -> DispatchResult {
		let now = self.now();
		self.keep_credited();
		let Self { pool_id, record, exits, merged, snapshots, streams, since, .. } = self;
		let (streamed, unallocated) = (self.streamed, self.unallocated);
		let assets = record.assets.clone();
		if self.has_changed {
			RewardPools::<T>::insert(pool_id, record);
		}
		for (asked, accumulators) in exits {
			let accumulators = (!accumulators.is_empty()).then_some(accumulators);
			ExitRewards::<T>::set(pool_id, asked, accumulators);
		}
		for (start, merged) in merged {
			MergedCohorts::<T>::set(pool_id, start, (!merged.is_spent()).then_some(merged));
		}
		for (expiry, snapshot) in snapshots {
			Snapshots::<T>::set(pool_id, expiry, (snapshot.positions > 0).then_some(snapshot));
		}
		for (asset, stream) in streams {
			if stream.is_empty() {
				Streams::<T>::remove(pool_id, asset);
			} else {
				Streams::<T>::insert(pool_id, asset, stream);
			}
		}

		let named = |at: u32| {
			let at = usize::try_from(at).unwrap_or(usize::MAX);
			assets.get(at).cloned().ok_or(Error::<T>::AssetNotListed)
		};
		for (at, amount) in streamed {
			let (first_epoch, last_epoch) = (since, now.minus(1));
			let asset = named(at)?;
			let paid = Event::Streamed { pool_id, asset, amount, first_epoch, last_epoch };
			Pallet::<T>::deposit_event(paid);
		}
		for (at, amount) in unallocated {
			Pallet::<T>::give_up(Payee::Pool(pool_id), named(at)?, amount)?;
		}
		Ok(())
	}

	/// Catches up with the clock.
	fn mature(&mut self, now: EpochIndex) -> DispatchResult {
		let since = self.record.rewards.matured_epoch();
		let window = self.info.horizon.window;
		let stake = T::Stake::stake(self.pool_id, since);
		let mut exits: Exiting<_, _> = Exiting {
			stake: T::Stake::exits(self.pool_id, since),
			accumulators: stored_or_default(ExitRewards::<T>::hashed_key_for(self.pool_id, since))?,
		};
		let had_exits = exits.accumulators.clone();
		let streams = self.assets().into_iter().map(|(at, _)| {
			stored_or_default::<Schedule>(Streams::<T>::hashed_key_for(self.pool_id, at))
		});
		let streams = streams.collect::<Result<Vec<_>, _>>()?;
		let mut paid = streams.clone();

		let done = self.record.rewards.mature(now, window, stake, &mut exits, &mut paid);
		let done = done.map_err(Error::<T>::from)?;
		self.has_changed = true;

		if exits.accumulators != had_exits {
			self.exits.insert(since, exits.accumulators);
		}
		for (at, (before, stream)) in (0..).zip(streams.into_iter().zip(paid)) {
			if before != stream {
				self.streams.insert(at, stream);
			}
		}
		self.merged.extend(done.merged);
		self.snapshots.extend(done.snapshots);
		for (epoch, at, amount) in done.streamed_in {
			self.note_credited(epoch, at, amount, 0)?;
		}
		self.since = since;
		self.streamed = done.streamed;
		self.unallocated = done.unallocated;
		Ok(())
	}

	/// The exits that answer for an epoch, with what they have earned.
	fn exiting(
		&mut self,
		epoch: EpochIndex,
	) -> Result<BTreeMap<EpochIndex, ExitingOf<T>>, DispatchError> {
		let mut exits = BTreeMap::new();
		for asked in epoch.through(self.now()) {
			let stake: Buckets<_> = T::Stake::exits(self.pool_id, asked);
			if !stake.is_empty() {
				let accumulators = self.exit_accumulators(asked)?;
				exits.insert(asked, Exiting { stake, accumulators });
			}
		}
		Ok(exits)
	}

	fn exit_accumulators(&mut self, asked: EpochIndex) -> Result<AccumulatorsOf<T>, DispatchError> {
		match self.exits.remove(&asked) {
			Some(loaded) => Ok(loaded),
			None => stored_or_default(ExitRewards::<T>::hashed_key_for(self.pool_id, asked)),
		}
	}

	/// All of them.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn snapshots(&self) -> BTreeMap<EpochIndex, SnapshotOf<T>> {
		let mut all: BTreeMap<_, _> = Snapshots::<T>::iter_prefix(self.pool_id).collect();
		all.extend(self.snapshots.clone());
		all.retain(|_, snapshot| snapshot.positions > 0);
		all
	}

	fn snapshot(&self, expiry: EpochIndex) -> Result<Option<SnapshotOf<T>>, DispatchError> {
		match self.snapshots.get(&expiry) {
			Some(loaded) => Ok(Some(loaded.clone())),
			None => stored(Snapshots::<T>::hashed_key_for(self.pool_id, expiry)),
		}
	}

	/// A credit for an epoch belongs to the owners of positions that expired after it.
	fn raise_snapshots(&mut self, epoch: EpochIndex, asset: u32, each: Fixed) -> DispatchResult {
		for expiry in epoch.next().through(self.now()) {
			if let Some(mut snapshot) = self.snapshot(expiry)? {
				snapshot.raise(asset, each).map_err(Error::<T>::from)?;
				self.snapshots.insert(expiry, snapshot);
			}
		}
		Ok(())
	}

	/// Does something with the accumulators that some weight meets.
	fn with_books<R>(
		&mut self,
		before: &RewardWeights,
		now: &[Weighted],
		act: impl FnOnce(&mut Books<T::MaxRewardAssets, MaxBucketsOf<T>>) -> R,
	) -> Result<R, DispatchError> {
		let places =
			before.stored.iter().chain(now).filter_map(|weighted| weighted.place.asked_epoch);
		for asked in places.collect::<BTreeSet<_>>() {
			let accumulators = self.exit_accumulators(asked)?;
			self.exits.insert(asked, accumulators);
		}
		for followed in &before.followed {
			if !self.merged.contains_key(&followed.start) {
				let key = MergedCohorts::<T>::hashed_key_for(self.pool_id, followed.start);
				let merged: Option<MergedOf<T>> = stored(key)?;
				self.merged.extend(merged.map(|merged| (followed.start, merged)));
			}
		}

		let mut books = Books {
			pool: mem::take(&mut self.record.rewards.accumulators),
			exits: mem::take(&mut self.exits),
			merged: mem::take(&mut self.merged),
		};
		let result = act(&mut books);
		self.record.rewards.accumulators = books.pool;
		self.exits = books.exits;
		self.merged = books.merged;
		Ok(result)
	}
}

/// A staker's entitlement.
pub(crate) fn entitlement<T: Config>(
	stake: &StakeRef<AccountIdOf<T>>,
) -> Result<AmountsOf<T>, DispatchError> {
	stored_or_default(Entitlements::<T>::hashed_key_for(entitlement_key(stake)))
}

/// True if a staker has no stake in a pool, unbonding stake included.
pub(crate) fn has_left<T: Config>(stake: &StakeRef<AccountIdOf<T>>) -> bool {
	T::Stake::reward_weights(stake, T::Stake::now()).stored.is_empty()
}

/// Keeps a staker's entitlement, if there is any.
pub(crate) fn keep_entitlement<T: Config>(
	stake: &StakeRef<AccountIdOf<T>>,
	entitlement: AmountsOf<T>,
) {
	let key = entitlement_key(stake);
	if entitlement.is_zero() {
		Entitlements::<T>::remove(key);
	} else {
		Entitlements::<T>::insert(key, entitlement);
	}
}

fn entitlement_key<AccountId>(stake: &StakeRef<AccountId>) -> (&AccountId, PoolId, EntitledStake) {
	(&stake.staker, stake.pool_id, EntitledStake::on_its_way(stake.to))
}
