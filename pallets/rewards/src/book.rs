// SPDX-License-Identifier: Apache-2.0

//! The only way to the rewards of a pool's stakers: loaded as the clock has them, whoever touched them last.

use crate::{
	AccountIdOf, AccumulatorsOf, AmountsOf, AssetIdOf, Config, CreditedOf, EarningsOf, Error,
	MaxBucketsOf, MergedCohorts, MergedOf, PoolInfoOf, Position, RewardPool, RewardPools,
	SnapshotOf, Snapshots,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{
	Balance, Buckets, EpochIndex, Exiting, Fixed, LockState, PoolId, RewardWeights, Schedule,
	Weighted,
};
use bulwark_traits::{Loaded, StakePools, StakeRef};
use sp_runtime::{DispatchError, DispatchResult};

type ExitingOf<T> = Exiting<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;
/// The stake of exits, by the epoch in which they were asked for.
pub(crate) type LeavingOf<T> = BTreeMap<EpochIndex, Buckets<MaxBucketsOf<T>>>;

/// A pool's rewards, with the records that were needed so far. Nothing is kept until [`store`](Self::store).
pub(crate) struct Book<T: Config> {
	/// The pool in staking.
	pub(crate) info: PoolInfoOf<T>,
	pub(crate) record: Loaded<RewardPool<T>>,
	pub(crate) exits: BTreeMap<EpochIndex, Loaded<AccumulatorsOf<T>>>,
	pub(crate) merged: BTreeMap<EpochIndex, Loaded<MergedOf<T>>>,
	pub(crate) snapshots: BTreeMap<EpochIndex, Loaded<SnapshotOf<T>>>,
	pub(crate) streams: BTreeMap<u32, Loaded<Schedule>>,
	pub(crate) entitlements: BTreeMap<StakeRef<AccountIdOf<T>>, Loaded<AmountsOf<T>>>,
	/// The epoch since which streams paid when the clock was followed, for the events.
	pub(crate) since: EpochIndex,
	pub(crate) streamed: BTreeMap<u32, Balance>,
	pub(crate) unallocated: BTreeMap<u32, Balance>,
	/// By epoch, if anything was credited for it.
	pub(crate) credited: BTreeMap<EpochIndex, Loaded<CreditedOf<T>>>,
}

impl<T: Config> Book<T> {
	/// A pool's rewards as they are in the present epoch; or in one to come, if nothing happens until then, and then they are
	/// not to be stored. `UnknownPool` if there is none that pays rewards.
	pub(crate) fn load(pool_id: PoolId, epoch: EpochIndex) -> Result<Self, DispatchError> {
		Self::of(T::Stake::pool(pool_id, epoch).ok_or(Error::<T>::UnknownPool)?)
	}

	/// The same, for whoever has the pool.
	pub(crate) fn of(info: PoolInfoOf<T>) -> Result<Self, DispatchError> {
		let mut book = Self::open(info)?.ok_or(Error::<T>::UnknownPool)?;
		book.catch_up()?;
		Ok(book)
	}

	/// A pool's rewards as they were left; none if it pays no rewards.
	pub(crate) fn open(info: PoolInfoOf<T>) -> Result<Option<Self>, DispatchError> {
		let record = Loaded::load_if_any(RewardPools::<T>::hashed_key_for(info.pool_id))?;
		Ok(record.map(|record| Self::new(info, record)))
	}

	/// The first rewards of a pool.
	pub(crate) fn begin(info: PoolInfoOf<T>, record: RewardPool<T>) -> Self {
		let key = RewardPools::<T>::hashed_key_for(info.pool_id);
		Self::new(info, Loaded::new(key, record))
	}

	fn new(info: PoolInfoOf<T>, record: Loaded<RewardPool<T>>) -> Self {
		Self {
			info,
			record,
			exits: BTreeMap::new(),
			merged: BTreeMap::new(),
			snapshots: BTreeMap::new(),
			streams: BTreeMap::new(),
			entitlements: BTreeMap::new(),
			since: Default::default(),
			streamed: BTreeMap::new(),
			unallocated: BTreeMap::new(),
			credited: BTreeMap::new(),
		}
	}

	/// True if everything has been done that the clock asks for.
	pub(crate) fn is_caught_up(&self) -> bool {
		self.record.now.rewards.matured_epoch() >= self.now()
	}

	/// The pool's record.
	pub(crate) fn record(&self) -> &RewardPool<T> {
		&self.record.now
	}

	pub(crate) fn pool_id(&self) -> PoolId {
		self.info.pool_id
	}

	/// The present epoch, or the foreseen one.
	pub(crate) fn now(&self) -> EpochIndex {
		self.info.horizon.now
	}

	/// The place of an asset in the pool's list.
	pub(crate) fn asset(&self, asset: &AssetIdOf<T>) -> Result<u32, Error<T>> {
		let listed = (0..).zip(self.record.now.assets.iter()).find(|(_, listed)| *listed == asset);
		listed.map(|(at, _)| at).ok_or(Error::<T>::AssetNotListed)
	}

	/// The reward assets with their places.
	pub(crate) fn assets(&self) -> Vec<(u32, AssetIdOf<T>)> {
		(0..).zip(self.record.now.assets.iter().cloned()).collect()
	}

	/// Lists one more asset.
	pub(crate) fn push_asset(&mut self, asset: &AssetIdOf<T>) -> DispatchResult {
		let pushed = self.record.now.assets.try_push(asset.clone());
		Ok(pushed.map_err(|_| Error::<T>::TooManyAssets)?)
	}

	/// True if a position with this expiry is expired.
	pub(crate) fn has_expired(&self, expiry: EpochIndex) -> bool {
		bulwark_ledger::has_expired(expiry, self.now(), self.info.departure())
	}

	/// Credits those active in an epoch: of exits `leaving`, which were asked for in it or since. Returns false, and has done
	/// nothing, if nobody was.
	pub(crate) fn credit(
		&mut self,
		epoch: EpochIndex,
		asset: u32,
		amount: Balance,
		leaving: LeavingOf<T>,
	) -> Result<bool, DispatchError> {
		let stake = self.info.stake(self.now());
		let mut exits = self.exiting(leaving)?;

		let rows = exits.iter_mut().map(|(asked, exiting)| (*asked, exiting));
		let raised = self.record.now.rewards.credit(epoch, asset, amount, &stake, rows);
		let raised = raised.map_err(Error::<T>::from)?;

		for (asked, exiting) in exits {
			*self.exit_accumulators(asked)? = exiting.accumulators;
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
		self.owed_for(stake, &T::Stake::reward_weights(stake, self.now()))
	}

	/// The same, for whoever has its reward weights.
	pub(crate) fn owed_for(
		&mut self,
		stake: &StakeRef<T::AccountId>,
		weights: &RewardWeights,
	) -> Result<AmountsOf<T>, DispatchError> {
		let entitlement = self.entitlement(stake)?.clone();
		self.with_books(weights, &[], |books| books.owed(&entitlement, weights))
	}

	/// The unpaid rewards of a position, by whose they are.
	pub(crate) fn earnings(
		&mut self,
		position: &Position<T>,
	) -> Result<EarningsOf<T>, DispatchError> {
		let stake = position.stake();
		let weights = T::Stake::reward_weights(&stake, self.now());
		let mut vesting = position.vesting.clone();
		if self.info.departure().is_some() {
			vesting.release_expired();
		}
		let is_vesting = !vesting.is_over(self.now());
		let mut entitlement = self.entitlement(&stake)?.clone();
		if !is_vesting {
			entitlement = entitlement.plus(&vesting.noted());
		}

		let state = match &position.tag {
			Some(tag) => LockState::Tagged { earned: tag.earned.clone() },
			None if self.has_expired(position.expiry) => {
				// It is kept as long as the position is.
				let snapshot = self.snapshot(position.expiry)?.ok_or(DispatchError::Corruption)?;
				let mature = snapshot.mature.clone();
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

	/// Lets a staker's entitlement follow a change of its weight.
	pub(crate) fn change(
		&mut self,
		stake: &StakeRef<T::AccountId>,
		before: &RewardWeights,
		now: &[Weighted],
	) -> DispatchResult {
		let mut entitlement = self.entitlement(stake)?.clone();
		let changed =
			self.with_books(before, now, |books| books.change(&mut entitlement, before, now))?;
		changed.map_err(Error::<T>::from)?;

		// What was on its way has arrived: what it earned there is the staker's like everything else.
		let mut kept = stake.clone();
		if stake.to.is_some() && now.is_empty() {
			*self.entitlement(stake)? = Default::default();
			kept.to = None;
			entitlement = entitlement.plus(self.entitlement(&kept)?);
		}
		// Who has left for good leaves less than a unit behind, which nobody could ever be paid.
		let is_over = now.is_empty() && entitlement.is_dust() && self.leaves_last(before);
		let is_lost = is_over && has_left::<T>(&kept, self.now());
		*self.entitlement(&kept)? = if is_lost { Default::default() } else { entitlement };
		Ok(())
	}

	/// True if reward weight that leaves goes nowhere: that of exits does, and everything once the pool has left.
	fn leaves_last(&self, before: &RewardWeights) -> bool {
		let has_left =
			self.info.departure().is_some_and(|departure| departure.last_epoch < self.now());
		has_left || before.stored.iter().all(|weighted| weighted.place.asked_epoch.is_some())
	}

	/// One more position expires in an epoch, or has: in a pool that closed before, positions that never expired can
	/// still be divided.
	pub(crate) fn expect_expiry(&mut self, expiry: EpochIndex) -> DispatchResult {
		if expiry <= self.now() {
			if let Some(snapshot) = self.snapshot(expiry)? {
				let positions = snapshot.positions.checked_add(1).ok_or(Error::<T>::Overflow)?;
				snapshot.positions = positions;
				return Ok(());
			}
		}
		Ok(self.record.now.rewards.expect_expiry(expiry).map_err(Error::<T>::from)?)
	}

	/// A position does not expire in an epoch any more.
	pub(crate) fn forget_expiry(&mut self, expiry: EpochIndex) -> DispatchResult {
		if self.record.now.rewards.forget_expiry(expiry) {
			return Ok(());
		}
		if let Some(snapshot) = self.snapshot(expiry)? {
			// Never below zero: each position was counted once.
			snapshot.positions = snapshot.positions.saturating_sub(1);
		}
		Ok(())
	}

	/// Catches up with the clock.
	pub(crate) fn catch_up(&mut self) -> DispatchResult {
		if self.is_caught_up() {
			return Ok(());
		}
		let (now, window) = (self.now(), self.info.horizon.window);
		let since = self.record.now.rewards.matured_epoch();
		let stake = self.info.stake(since);
		let mut exits = Exiting {
			stake: T::Stake::exits(self.pool_id(), since),
			accumulators: self.exit_accumulators(since)?.clone(),
		};
		let places = self.assets().into_iter().map(|(at, _)| at);
		let mut streams = places
			.map(|at| Ok(self.stream(at)?.clone()))
			.collect::<Result<Vec<_>, DispatchError>>()?;

		let done = self.record.now.rewards.mature(now, window, stake, &mut exits, &mut streams);
		let done = done.map_err(Error::<T>::from)?;

		*self.exit_accumulators(since)? = exits.accumulators;
		for (at, stream) in (0..).zip(streams) {
			*self.stream(at)? = stream;
		}
		for (start, merged) in done.merged {
			let key = MergedCohorts::<T>::hashed_key_for(self.pool_id(), start);
			self.merged.insert(start, Loaded::new(key, merged));
		}
		for (expiry, snapshot) in done.snapshots {
			let key = Snapshots::<T>::hashed_key_for(self.pool_id(), expiry);
			self.snapshots.insert(expiry, Loaded::new(key, snapshot));
		}
		for (epoch, at, amount) in done.streamed_in {
			self.note_credited(epoch, at, amount, 0)?;
		}
		self.since = since;
		self.streamed = done.streamed;
		self.unallocated = done.unallocated;
		Ok(())
	}

	/// Exits with what they have earned, those that have stake.
	fn exiting(
		&mut self,
		leaving: LeavingOf<T>,
	) -> Result<BTreeMap<EpochIndex, ExitingOf<T>>, DispatchError> {
		let leaving = leaving.into_iter().filter(|(_, stake)| !stake.is_empty());
		let exiting = leaving.map(|(asked, stake)| {
			let accumulators = self.exit_accumulators(asked)?.clone();
			Ok((asked, Exiting { stake, accumulators }))
		});
		exiting.collect()
	}

	/// A credit for an epoch belongs to the owners of positions that expired after it.
	fn raise_snapshots(&mut self, epoch: EpochIndex, asset: u32, each: Fixed) -> DispatchResult {
		for expiry in epoch.next().through(self.now()) {
			if let Some(snapshot) = self.snapshot(expiry)? {
				snapshot.raise(asset, each).map_err(Error::<T>::from)?;
			}
		}
		Ok(())
	}
}

/// True if a staker has no stake in a pool, unbonding stake included.
fn has_left<T: Config>(stake: &StakeRef<AccountIdOf<T>>, now: EpochIndex) -> bool {
	T::Stake::reward_weights(stake, now).stored.is_empty()
}
