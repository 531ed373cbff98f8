// SPDX-License-Identifier: Apache-2.0

//! Pools: shares, prices and reward weights.

use super::by_pool;
use crate::{
	matured::{ExitPages, Matured},
	BucketsOf, Config, Conversions, ExitBuckets, Exits, ExitsOf, Fraction, HoldingOf, Holdings,
	NextPoolId, Operators, Pallet, PoolId, Pools, Redelegations,
};
use alloc::{collections::BTreeMap, vec::Vec};
use bulwark_ledger::{Bucket, Cohort, EpochIndex, Pot, Shares};
use bulwark_traits::Epochs;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

/// Shares and reward weight of all stakers, by bucket.
type Owned<K> = BTreeMap<K, (u128, u128)>;

impl<T: Config> Pallet<T> {
	pub(super) fn try_pools() -> Result<(), TryRuntimeError> {
		let mut holdings = by_pool(Holdings::<T>::iter().map(|(who, id, held)| (id, (who, held))));
		let exits = Exits::<T>::iter().map(|(_, id, exits)| (id, exits));
		for (_, exits) in Redelegations::<T>::iter() {
			ensure!(exits.due() == 0, "a redelegation has nothing due");
		}
		let moving = Redelegations::<T>::iter().map(|((_, from, _), exits)| (from, exits));
		let mut exits = by_pool(exits.chain(moving));
		for id in Pools::<T>::iter_keys() {
			ensure!(id < NextPoolId::<T>::get(), "I11: a pool has an id that was given");
			let mut pool = Matured::<T>::load(id, Self::now())?;
			Self::try_stakers(&mut pool, holdings.remove(&id).unwrap_or_default())?;
			let left =
				ExitPages::<T>::all(id).map_err(|_| "I11: everything that is stored decodes")?;
			Self::try_exits(&left, exits.remove(&id).unwrap_or_default())?;
			Self::try_pages(id)?;
			Self::try_prices(&pool, &left)?;
		}
		Ok(())
	}

	/// I2 and I5 for the stake of a pool.
	fn try_stakers(
		pool: &mut Matured<T>,
		holdings: Vec<(T::AccountId, HoldingOf<T>)>,
	) -> Result<(), TryRuntimeError> {
		let mut owned = Owned::<Cohort>::new();
		for (staker, stored) in holdings {
			ensure!(!stored.is_empty(), "nothing is kept of a staker without stake");
			let holding = pool.holding(&staker)?; // a lot worth nothing may follow into nothing
			for lot in holding.lots() {
				let weight = holding.multiplier().weigh(lot.shares);
				let weight = weight.map_err(|_| "a sum overflows")?;
				own(&mut owned, lot.cohort, lot.shares, weight)?;
			}
		}
		let next = pool.at.now.next();
		for (cohort, bucket) in pool.record.buckets.iter() {
			let begins = cohort.has_begun(next);
			ensure!(begins, "the cohorts of a pool begin with the next epoch at the latest");
			let (shares, weight) = owned.remove(&cohort).unwrap_or_default();
			let all = bucket.shares().0;
			ensure!(shares <= all, "I2: the stakers of a bucket have no more shares than it");
			ensure!(weight <= bucket.weight(), "I5: the stakers of a bucket weigh no more than it");
			let is_young = cohort != Cohort::Mature;
			ensure!(
				!is_young || shares == all,
				"I2: all shares of a young bucket are its stakers'"
			);
		}
		ensure!(owned.is_empty(), "I2: no lot is without its bucket");
		ensure!(pool.is_followed(), "I2: a conversion waits for shares that somebody has");
		Ok(())
	}

	/// I2 for exits: every part is somebody's, to the last share, and leaves with its bucket.
	fn try_exits(
		stored: &[(EpochIndex, BucketsOf<T>)],
		exits: Vec<ExitsOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let releases: BTreeMap<_, _> =
			stored.iter().map(|(asked, buckets)| (*asked, buckets.departure())).collect();
		let mut owned = Owned::<(EpochIndex, Cohort)>::new();
		for exits in exits {
			ensure!(!exits.is_empty(), "nothing is kept of a staker without exits");
			for exit in exits.waiting() {
				let departure = releases.get(&exit.asked_epoch).copied().flatten();
				ensure!(
					departure.is_none_or(|leaves| leaves.release_epoch == exit.release),
					"an exit is released with its exit bucket"
				);
				for part in exit.parts() {
					own(&mut owned, (exit.asked_epoch, part.cohort), part.shares, part.weight)?;
				}
			}
		}
		for (asked, buckets) in stored {
			ensure!(!buckets.is_empty(), "nothing is kept of an empty exit bucket");
			let leaves_with = buckets.departure().map(|leaves| leaves.last_epoch);
			let leaves_in_time = leaves_with == Some(*asked);
			ensure!(leaves_in_time, "an exit bucket leaves with the epoch of its exits");
			for (cohort, bucket) in buckets.iter() {
				let was_active = cohort.has_begun(*asked);
				ensure!(was_active, "an exit bucket is of cohorts that were active in its epoch");
				let sum = owned.remove(&(*asked, cohort)).unwrap_or_default();
				let all = (bucket.shares().0, bucket.weight());
				ensure!(sum == all, "I2: the parts of an exit bucket are all of it");
			}
		}
		ensure!(owned.is_empty(), "I2: no part is without its exit bucket");
		Ok(())
	}

	/// A page is there because of its records.
	fn try_pages(pool_id: PoolId) -> Result<(), TryRuntimeError> {
		let mut exits = ExitBuckets::<T>::iter_prefix_values(pool_id);
		let mut conversions = Conversions::<T>::iter_prefix_values(pool_id);
		let has_records =
			exits.all(|page| !page.is_empty()) && conversions.all(|page| !page.is_empty());
		ensure!(has_records, "nothing is kept of an empty page");
		Ok(())
	}

	/// I3 for a pool and its exits.
	fn try_prices(
		pool: &Matured<T>,
		left: &[(EpochIndex, BucketsOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let operator = pool.record.operator.as_ref().and_then(Operators::<T>::get);
		let unslashed = operator.map(|operator| operator.unslashed.get());
		let is_open = pool.record.buckets.departure().is_none();
		let exits = left.iter().map(|(_, exits)| exits);
		for buckets in exits.chain([&pool.record.buckets]) {
			for (_, bucket) in buckets.iter() {
				try_price(bucket, unslashed)?;
				let (shares, tokens) = (bucket.shares().0, bucket.tokens());
				ensure!(
					!is_open || shares <= tokens.saturating_mul(5),
					"I3: while a pool is open its shares are at most five times its tokens"
				);
			}
		}
		Ok(())
	}
}

/// I3: wherever there are shares, 1 ≤ tokens ≤ shares, and the price is at least the unslashed part.
fn try_price(bucket: &Bucket, unslashed: Option<Fraction>) -> Result<(), TryRuntimeError> {
	let (shares, tokens) = (bucket.shares().0, bucket.tokens());
	ensure!(shares > 0, "nothing is kept of an empty bucket");
	ensure!(tokens >= 1, "I3: a bucket with shares has tokens");
	ensure!(tokens <= shares, "I3: a price is at most one");

	let least = unslashed.map_or(0, |unslashed| unslashed.mul_floor(shares));
	ensure!(tokens >= least, "I3: a price is at least the unslashed part of its operator");
	Ok(())
}

fn own<K: Ord>(
	owned: &mut Owned<K>,
	key: K,
	shares: Shares,
	weight: u128,
) -> Result<(), TryRuntimeError> {
	let entry = owned.entry(key).or_default();
	entry.0 = Pot::checked_sum([entry.0, shares.0]).map_err(|_| "a sum overflows")?;
	entry.1 = Pot::checked_sum([entry.1, weight]).map_err(|_| "a sum overflows")?;
	Ok(())
}
