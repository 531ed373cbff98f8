// SPDX-License-Identifier: Apache-2.0

//! The only way to the rewards of a pool's stakers: loaded as the clock has them, whoever touched them last.

use crate::{
	expiries::{due_expiries, ExpiryPages},
	AccountIdOf, AccumulatorsOf, AmountsOf, AssetIdOf, Config, CreditedOf, EarningsOf, Error,
	ExitRewards, MaxBucketsOf, MergedCohorts, MergedOf, PoolInfoOf, Position, RewardPool,
	RewardPools, StreamsOf,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{
	Balance, Buckets, CohortSpan, EpochIndex, ExitSpan, Exiting, LockState, PoolId, RewardWeights,
	Weighted,
};
use bulwark_traits::{Loaded, Pages, StakePools, StakeRef};
use core::mem;
use sp_runtime::{DispatchError, DispatchResult};

type ExitingOf<T> = Exiting<<T as Config>::MaxRewardAssets, MaxBucketsOf<T>>;
type ExitPages<T> = Pages<ExitRewards<T>, AccumulatorsOf<T>, ExitSpan<MaxBucketsOf<T>>>;
type MergedPages<T> = Pages<MergedCohorts<T>, MergedOf<T>, CohortSpan<MaxBucketsOf<T>>>;
/// The stake of exits, by the epoch in which they were asked for.
pub(crate) type LeavingOf<T> = BTreeMap<EpochIndex, Buckets<MaxBucketsOf<T>>>;

/// A pool's rewards, with the records that were needed so far. Nothing is kept until [`store`](Self::store).
pub(crate) struct Book<T: Config> {
	/// The pool in staking.
	pub(crate) info: PoolInfoOf<T>,
	pub(crate) record: Loaded<RewardPool<T>>,
	pub(crate) exits: ExitPages<T>,
	pub(crate) merged: MergedPages<T>,
	pub(crate) expiries: ExpiryPages<T>,
	pub(crate) streams: Option<Loaded<StreamsOf<T>>>,
	pub(crate) entitlements: BTreeMap<StakeRef<AccountIdOf<T>>, Loaded<AmountsOf<T>>>,
	/// The epoch since which streams paid when the clock was followed, for the events.
	pub(crate) since: EpochIndex,
	pub(crate) streamed: BTreeMap<u32, Balance>,
	pub(crate) unallocated: BTreeMap<u32, Balance>,
	pub(crate) credited: Option<Loaded<CreditedOf<T>>>,
	/// Number of times that staking was asked whether somebody has left for good.
	pub(crate) asked: u32,
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
	pub(crate) fn first(info: PoolInfoOf<T>, record: RewardPool<T>) -> Self {
		let key = RewardPools::<T>::hashed_key_for(info.pool_id);
		Self::new(info, Loaded::new(key, record))
	}

	fn new(info: PoolInfoOf<T>, record: Loaded<RewardPool<T>>) -> Self {
		let pool_id = info.pool_id;
		Self {
			info,
			record,
			exits: Pages::of(pool_id),
			merged: Pages::of(pool_id),
			expiries: Pages::of(pool_id),
			streams: None,
			entitlements: BTreeMap::new(),
			since: Default::default(),
			streamed: BTreeMap::new(),
			unallocated: BTreeMap::new(),
			credited: None,
			asked: 0,
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
			self.keep_exit_accumulators(asked, exiting.accumulators)?;
		}
		let Some(each) = raised else { return Ok(false) };
		self.note_credited(epoch, asset, amount, 0)?;
		self.raise_expiries(epoch, asset, each)?;
		Ok(true)
	}

	/// The unpaid rewards of a staker.
	pub(crate) fn owed(
		&mut self,
		stake: &StakeRef<T::AccountId>,
	) -> Result<AmountsOf<T>, DispatchError> {
		let weights = T::Stake::reward_weights(stake, self.now())?;
		self.owed_for(stake, &weights)
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
		let weights = T::Stake::reward_weights(&stake, self.now())?;
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
				let expiry = self.expiries.get(position.expiry)?;
				let mature = expiry.and_then(|expiry| expiry.mature().cloned());
				let mature = mature.ok_or(DispatchError::Corruption)?;
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
		self.asked = self.asked.saturating_add(is_over.into());
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

	/// Catches up with the clock.
	pub(crate) fn catch_up(&mut self) -> DispatchResult {
		if self.is_caught_up() {
			return Ok(());
		}
		let (now, window) = (self.now(), self.info.horizon.window);
		let since = self.record.now.rewards.matured_epoch();
		let stake = self.info.stake(since);
		let leaving = T::Stake::exits(self.pool_id(), since, since)?;
		let mut exits = Exiting {
			stake: leaving.into_values().next().unwrap_or_default(),
			accumulators: self.exit_accumulators(since)?,
		};
		let mut streams = mem::take(self.streams()?);

		let rewards = &mut self.record.now.rewards;
		let to_come = rewards.expiries_to_come();
		let expiries = due_expiries::<T>(&mut self.expiries, to_come, now, stake.departure())?;

		let done = rewards.mature(now, window, stake, &mut exits, &mut streams, expiries);
		let done = done.map_err(Error::<T>::from)?;

		self.keep_exit_accumulators(since, exits.accumulators)?;
		*self.streams()? = streams;
		for (start, merged) in done.merged {
			self.merged.set(start, Some(merged))?;
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
			let accumulators = self.exit_accumulators(asked)?;
			Ok((asked, Exiting { stake, accumulators }))
		});
		exiting.collect()
	}
}

/// True if a staker has no stake in a pool, unbonding stake included.
fn has_left<T: Config>(stake: &StakeRef<AccountIdOf<T>>, now: EpochIndex) -> bool {
	// What does not decode is there.
	T::Stake::reward_weights(stake, now).is_ok_and(|weights| weights.stored.is_empty())
}
