// SPDX-License-Identifier: Apache-2.0

//! What always holds, numbered as in `docs/invariants.md`. I4, that a lot follows its deposit through every slash,
//! speaks of history and is proved on the ledger against an exact model.

use crate::{
	matured::Matured, AssetIdOf, Backings, Balance, BucketsOf, Config, Conversions, ExitRows,
	Exits, ExitsOf, Fraction, HoldReason, HoldingOf, Holdings, LastPool, LastSet, MaxBuckets,
	OldestSet, Operators, Pallet, PoolBacking, PoolId, Pools, Pots, Rankings, Redelegations, Sets,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{tokens_in_force, Bucket, Cohort, EpochIndex, Pot, Shares};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;

/// Shares and weight of all holders, by bucket.
type Owned<K> = BTreeMap<K, (u128, u128)>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_operators()?;
		Self::try_links()?;
		let mut holdings = by_pool(Holdings::<T>::iter().map(|(who, id, held)| (id, (who, held))));
		let exits = Exits::<T>::iter().map(|(_, id, exits)| (id, exits));
		for (_, exits) in Redelegations::<T>::iter() {
			ensure!(exits.due() == 0, "what is free is not on its way any more");
		}
		let moving = Redelegations::<T>::iter().map(|((_, from, _), exits)| (from, exits));
		let mut exits = by_pool(exits.chain(moving));
		for id in Pools::<T>::iter_keys() {
			let holdings = holdings.remove(&id).unwrap_or_default();
			Self::try_pool(id, holdings, exits.remove(&id).unwrap_or_default())?;
		}
		for (asset, pot) in Pots::<T>::iter() {
			Self::try_pot(asset, pot)?;
		}
		Self::try_backings()?;
		Self::try_active_set()
	}

	/// What stands behind an operator is what stands in its pools: all of it, and its own.
	fn try_backings() -> Result<(), TryRuntimeError> {
		let operators = Operators::<T>::iter().count();
		ensure!(operators == Operators::<T>::count() as usize, "operators are counted");
		for operator in Backings::<T>::iter_keys() {
			ensure!(Operators::<T>::contains_key(operator), "nothing stands behind nobody");
		}
		for (operator, record) in Operators::<T>::iter() {
			let backing = Backings::<T>::get(&operator);
			let pools: Vec<_> = backing.iter().map(|entry| entry.pool).collect();
			ensure!(pools == record.pools.to_vec(), "a backing has an entry for each pool");
			for entry in backing.iter() {
				Self::try_backing(&operator, entry)?;
			}
		}
		Ok(())
	}

	fn try_backing(operator: &T::AccountId, entry: &PoolBacking<T>) -> Result<(), TryRuntimeError> {
		let mut pool = Matured::<T>::load(entry.pool)?;
		ensure!(pool.record.asset == entry.asset, "a backing names the asset of its pool");

		let (now, own) = (pool.at.now, pool.holding(operator)?);
		let row = ExitRows::<T>::get(entry.pool, now).unwrap_or_default();
		let buckets = &pool.record.buckets;
		let leaves = buckets.departure().is_some_and(|closed| closed.last <= now);
		let all = buckets.tokens().map_err(|_| "a sum overflows")?;
		let in_force = tokens_in_force([buckets, &row], now).map_err(|_| "a sum overflows")?;
		ensure!(entry.total.now(now) == in_force, "what stands behind an operator is in force");
		ensure!(entry.total.next() == if leaves { 0 } else { all }, "and so is what will");

		// Since it was noted a lot may have lost two units when it merged; other people's roundings only add.
		let worth = if leaves { 0 } else { own.value(buckets).map_err(|_| "a sum overflows")? };
		// (Saturates in a check only, far above the ceiling of a pot.)
		let most = worth.saturating_add(Balance::from(MaxBuckets::<T>::get()) * 2);
		ensure!(entry.own.next() <= most, "an operator's own stake is what its lots are worth");
		Ok(())
	}

	/// The set in force is the last one and not empty, those who can follow may serve, and nothing older than the
	/// window is kept for long.
	fn try_active_set() -> Result<(), TryRuntimeError> {
		for seat in Rankings::<T>::get().seats() {
			let record = Operators::<T>::get(&seat.operator).ok_or("a seat has its operator")?;
			ensure!(record.is_in_order(), "nobody is ranked who must not serve");
		}
		let Some(last) = LastSet::<T>::get() else { return Ok(()) };
		let set = Sets::<T>::get(last).ok_or("the set in force is there")?;
		ensure!(!set.members.is_empty(), "a set is never empty");
		for member in set.members {
			ensure!(Operators::<T>::contains_key(member), "nobody leaves with its bond who serves");
		}
		for (id, set) in Sets::<T>::iter() {
			ensure!(id == set.id, "a set knows its number");
			let oldest = OldestSet::<T>::get().ok_or("there is an oldest set")?;
			ensure!((oldest..=last).contains(&id), "no set is forgotten half");
		}
		Ok(())
	}

	/// A bond is what is held, and pools and operators name each other.
	fn try_operators() -> Result<(), TryRuntimeError> {
		for (operator, record) in Operators::<T>::iter() {
			let held = T::Native::balance_on_hold(&HoldReason::Bond.into(), &operator);
			ensure!(held == record.bond.held(), "the bond is what is held");
			ensure!(
				record.bond.held() <= record.bond.required(),
				"the bond is at most what it was"
			);
			for id in record.pools.iter() {
				let pool = Pools::<T>::get(id).ok_or("an operator's pool is there")?;
				ensure!(pool.operator.as_ref() == Some(&operator), "it names its operator");
				let (bond, pool) = (record.departure, pool.buckets.departure());
				ensure!(
					bond.map(|bond| bond.last) == pool.map(|pool| pool.last),
					"a pool closes with its operator",
				);
				ensure!(
					bond.map(|bond| bond.release) >= pool.map(|pool| pool.release),
					"a bond leaves with the last pool or later",
				);
			}
		}
		Ok(())
	}

	/// A pool is on the list of its operator until that has gone and has a pot, and nothing stands in a pool that
	/// is not there.
	fn try_links() -> Result<(), TryRuntimeError> {
		for (id, pool) in Pools::<T>::iter() {
			let operator = pool.operator.as_ref().and_then(Operators::<T>::get);
			let is_listed = operator.is_none_or(|operator| operator.pools.contains(&id));
			ensure!(is_listed, "an operator lists its pools");
			ensure!(Pots::<T>::contains_key(pool.asset), "I1: a pool has the pot of its asset");
		}
		let holdings = Holdings::<T>::iter_keys().map(|(_, id)| id);
		let exits = Exits::<T>::iter_keys().map(|(_, id)| id);
		let rows = ExitRows::<T>::iter_keys().map(|(id, _)| id);
		let conversions = Conversions::<T>::iter_keys().map(|(id, _)| id);
		let moving = Redelegations::<T>::iter_keys().flat_map(|(_, from, to)| [from, to]);
		for id in holdings.chain(exits).chain(moving).chain(rows).chain(conversions) {
			ensure!(Pools::<T>::contains_key(id), "nothing stands in a pool that is not there");
		}
		Ok(())
	}

	/// I1: the record of a pot is what stands in pools and exits, and the account holds it and the floor.
	fn try_pot(asset: AssetIdOf<T>, pot: Pot) -> Result<(), TryRuntimeError> {
		let pools: Vec<_> = Pools::<T>::iter().filter(|(_, pool)| pool.asset == asset).collect();
		let ids: BTreeSet<_> = pools.iter().map(|(id, _)| *id).collect();
		let mut tokens = Vec::new();
		for (_, pool) in &pools {
			tokens.extend(pool.buckets.iter().map(|(_, bucket)| bucket.tokens()));
		}
		for (_, _, row) in ExitRows::<T>::iter().filter(|(id, _, _)| ids.contains(id)) {
			tokens.extend(row.iter().map(|(_, bucket)| bucket.tokens()));
		}
		for (_, _, exits) in Exits::<T>::iter().filter(|(_, id, _)| ids.contains(id)) {
			tokens.push(exits.due());
		}
		let staked = Pot::checked_sum(tokens).map_err(|_| "I1: a sum overflows")?;
		ensure!(staked == pot.owed(), "I1: the record is the sum of all tokens");

		let needed = Pot::checked_sum([staked, pot.floor()]).map_err(|_| "I1: a sum overflows")?;
		let balance: Balance = T::Assets::total_balance(asset, &Self::pot());
		ensure!(balance >= needed, "I1: the pot holds its record and its floor");
		Ok(())
	}

	/// I2 and I3 for a pool and its exits.
	fn try_pool(
		id: PoolId,
		holdings: Vec<(T::AccountId, HoldingOf<T>)>,
		exits: Vec<ExitsOf<T>>,
	) -> Result<(), TryRuntimeError> {
		ensure!(Some(id) <= LastPool::<T>::get(), "a pool has a number that was given");

		let mut pool = Matured::<T>::load(id)?;
		let mut owned = Owned::<Cohort>::new();
		for (holder, stored) in holdings {
			ensure!(!stored.is_empty(), "nothing is kept of a holder without stake");
			let holding = pool.holding(&holder)?; // a lot worth nothing may follow into nothing
			for lot in holding.lots() {
				let weight = holding.multiplier().weigh(lot.shares).map_err(|_| "I2: overflow")?;
				own(&mut owned, lot.cohort, lot.shares, weight)?;
			}
		}
		for (cohort, bucket) in pool.record.buckets.iter() {
			let (shares, weight) = owned.remove(&cohort).unwrap_or_default();
			ensure!(shares <= bucket.shares().0, "I2: holders have no more than the bucket");
			ensure!(weight <= bucket.weight(), "I5: holders weigh no more than the bucket");
			if cohort != Cohort::Mature {
				ensure!(shares == bucket.shares().0, "I2: all of a young bucket is somebody's");
			}
		}
		ensure!(owned.is_empty(), "I2: no lot is without its bucket");
		ensure!(pool.is_followed(), "I2: a conversion waits for shares that somebody has");

		Self::try_rows(id, exits)?;
		let mark = Self::mark_of(&pool);
		let rows: Vec<BucketsOf<T>> = ExitRows::<T>::iter_prefix_values(id).collect();
		for buckets in rows.iter().chain([&pool.record.buckets]) {
			for (_, bucket) in buckets.iter() {
				try_price(bucket, mark)?;
			}
		}
		Ok(())
	}

	/// I2 for exits: every part is somebody's, to the last share.
	fn try_rows(id: PoolId, exits: Vec<ExitsOf<T>>) -> Result<(), TryRuntimeError> {
		let mut owned = Owned::<(EpochIndex, Cohort)>::new();
		for exits in exits {
			ensure!(!exits.is_empty(), "nothing is kept of a holder who waits for nothing");
			for exit in exits.waiting() {
				for part in exit.parts() {
					own(&mut owned, (exit.asked, part.cohort), part.shares, part.weight)?;
				}
			}
		}
		for (asked, row) in ExitRows::<T>::iter_prefix(id) {
			ensure!(!row.is_empty(), "nothing is kept of an empty row");
			for (cohort, bucket) in row.iter() {
				let sum = owned.remove(&(asked, cohort)).unwrap_or_default();
				ensure!(sum == (bucket.shares().0, bucket.weight()), "I2: a row is its parts");
			}
		}
		ensure!(owned.is_empty(), "I2: no part is without its row");
		Ok(())
	}

	/// The least price that the slashes of a pool's operator allow.
	fn mark_of(pool: &Matured<T>) -> Option<Fraction> {
		let operator = Operators::<T>::get(pool.record.operator.as_ref()?)?;
		Some(operator.mark.get())
	}
}

/// What stands in each pool: read once, as a chain may have many pools.
fn by_pool<V>(entries: impl Iterator<Item = (PoolId, V)>) -> BTreeMap<PoolId, Vec<V>> {
	let mut by_pool = BTreeMap::<_, Vec<V>>::new();
	for (id, entry) in entries {
		by_pool.entry(id).or_default().push(entry);
	}
	by_pool
}

/// I3: wherever there are shares, 1 ≤ tokens ≤ shares, and the price is at least the mark.
fn try_price(bucket: &Bucket, mark: Option<Fraction>) -> Result<(), TryRuntimeError> {
	let (shares, tokens) = (bucket.shares().0, bucket.tokens());
	ensure!(shares > 0, "nothing is kept of an empty bucket");
	ensure!(tokens >= 1, "I3: a share is worth something");
	ensure!(tokens <= shares, "I3: a price is at most one");

	let least = mark.map_or(0, |mark| mark.mul_floor(shares));
	ensure!(tokens >= least, "I3: a price is at least the mark");
	Ok(())
}

fn own<K: Ord>(
	owned: &mut Owned<K>,
	key: K,
	shares: Shares,
	weight: u128,
) -> Result<(), TryRuntimeError> {
	let entry = owned.entry(key).or_default();
	entry.0 = Pot::checked_sum([entry.0, shares.0]).map_err(|_| "I2: a sum overflows")?;
	entry.1 = Pot::checked_sum([entry.1, weight]).map_err(|_| "I2: a sum overflows")?;
	Ok(())
}
