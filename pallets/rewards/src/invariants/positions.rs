// SPDX-License-Identifier: Apache-2.0

//! Positions: their accounts, their expiries and their NFTs.

use crate::{
	Collection, Config, Expiries, ExpiryPageOf, NextPositionId, Pallet, PositionId, Positions,
	RewardPools,
};
use alloc::collections::{BTreeMap, BTreeSet};
use bulwark_ledger::{has_expired, Cohort, EpochIndex, PageIndex, PoolId, Pot};
use bulwark_traits::{stored, PositionNfts, StakePools};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Every position has an account of its own, and its expiry is counted. Stake it may have none: slashes and merges round a
	/// unit to nothing.
	pub(super) fn try_positions() -> Result<(), TryRuntimeError> {
		let mut accounts = BTreeSet::new();
		let mut expiries = BTreeMap::<(PoolId, EpochIndex), u32>::new();
		let next_id = NextPositionId::<T>::get();
		for (position_id, position) in Positions::<T>::iter() {
			ensure!(position_id < next_id, "I11: a position has a number that was given");
			let is_alone = accounts.insert(position.account.clone());
			ensure!(is_alone, "I11: no two positions have one account");
			let vests_in_time = position.vesting.vested_epoch() <= position.expiry;
			ensure!(vests_in_time, "a lock has vested when it expires");
			let is_tagged = position.tag.is_some();
			let has_expired = position.expiry <= Self::now();
			ensure!(!is_tagged || has_expired, "a position that is tagged has expired");
			let count = expiries.entry((position.pool_id, position.expiry)).or_default();
			*count = count.checked_add(1).ok_or("a sum overflows")?;
		}
		for (pool_id, index, page) in Expiries::<T>::iter() {
			ensure!(!page.is_empty(), "no page is kept without a record");
			Self::try_expiries(pool_id, index, &page)?;
			for (epoch, expiry) in page.iter(index) {
				let counted = expiries.remove(&(pool_id, epoch)).unwrap_or_default();
				let is_counted = counted == expiry.positions();
				ensure!(is_counted, "as many positions expire in an epoch as are counted for it");
			}
		}
		ensure!(expiries.is_empty(), "no position expires without being counted");
		Self::try_stakes(accounts)
	}

	/// Expiries to come lie within the bounds that the pool knows, and no rewards are noted with them.
	fn try_expiries(
		pool_id: PoolId,
		index: PageIndex,
		page: &ExpiryPageOf<T>,
	) -> Result<(), TryRuntimeError> {
		let record = RewardPools::<T>::get(pool_id)
			.ok_or("I11: what is kept of rewards is of pools that pay them")?;
		let info = T::Stake::pool(pool_id, Self::now())
			.ok_or("I11: a pool that pays rewards is one of staking")?;
		let (passed, departure) = (record.rewards.matured_epoch(), info.departure());
		let to_come = record.rewards.expiries_to_come();
		let earned = record.rewards.accumulators.each(Cohort::Mature);
		for (epoch, expiry) in page.iter(index) {
			let is_noted = expiry.mature().is_some();
			ensure!(
				is_noted == has_expired(epoch, passed, departure),
				"what positions have earned is noted when they expire, and not before"
			);
			let since =
				expiry.mature().map(|noted| earned.clone().minus(noted)).unwrap_or_default();
			let mut assets = (0..).zip(&record.assets);
			ensure!(
				assets.all(|(at, _)| since.get(at).units_floor() <= Pot::MAX_OWED),
				"I5: no more is noted with an expiry than the mature bucket has earned"
			);
			if has_expired(epoch, EpochIndex(u32::MAX), departure) && passed < epoch {
				let is_found = to_come.is_some_and(|to_come| to_come.contains(epoch));
				ensure!(
					is_found,
					"every expiry to come lies within the bounds that its pool knows"
				);
			}
		}
		Ok(())
	}

	/// I11: what stands under a position account is a position's.
	fn try_stakes(accounts: BTreeSet<T::AccountId>) -> Result<(), TryRuntimeError> {
		let stakes = RewardPools::<T>::iter_keys().flat_map(T::Stake::stakers);
		for stake in stakes.filter(|stake| Self::is_of_position(&stake.staker)) {
			// A position of which a unit was rounded to nothing can go before its shares.
			let is_known = accounts.contains(&stake.staker)
				|| T::Stake::value(stake.pool_id, &stake.staker, Self::now())
					.is_ok_and(|worth| worth.is_nothing());
			ensure!(is_known, "I11: stake under a position account is that of a position");
		}
		Ok(())
	}

	/// I11: a position has its NFT, and an NFT its position.
	pub(super) fn try_nfts() -> Result<(), TryRuntimeError> {
		let collection = stored::<u32>(Collection::<T>::hashed_key())
			.map_err(|_| "I11: everything that is stored decodes")?;
		let items = collection.map(T::Nfts::items).unwrap_or_default();
		let items: BTreeSet<_> = items.into_iter().map(PositionId).collect();
		for item in &items {
			let has_position = Positions::<T>::contains_key(item);
			ensure!(has_position, "I11: every NFT of the collection has its position");
		}
		for position_id in Positions::<T>::iter_keys() {
			ensure!(items.contains(&position_id), "I11: every position has its NFT");
		}
		Ok(())
	}
}
