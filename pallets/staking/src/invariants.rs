// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`. I4, that a lot follows its deposit through every slash,
//! speaks of history and is proved on the ledger against an exact model.

use crate::{
	matured::{ExitPages, Matured},
	ActiveSets, AssetIdOf, Balance, BucketsOf, Config, Conversions, ExitBuckets, Exits, ExitsOf,
	FirstSetId, Fraction, HoldReason, HoldingOf, Holdings, MaxBuckets, NextPoolId, NextSetId,
	OldestSetId, Operators, OwedSlashes, Pallet, PoolBacking, PoolId, Pools, Pots, PriceHistory,
	Ranking, Redelegations, ReplaceableOperator, RetiredOperators,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{active_tokens, Bucket, Cohort, EpochIndex, Pot, Shares};
use bulwark_traits::{Epochs, StakePools};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;

/// Shares and reward weight of all stakers, by bucket.
type Owned<K> = BTreeMap<K, (u128, u128)>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_operators()?;
		Self::try_links()?;
		let mut holdings = by_pool(Holdings::<T>::iter().map(|(who, id, held)| (id, (who, held))));
		let exits = Exits::<T>::iter().map(|(_, id, exits)| (id, exits));
		for (_, exits) in Redelegations::<T>::iter() {
			ensure!(exits.due() == 0, "a redelegation has nothing due");
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

	/// The backing of an operator is the stake in its pools: all of it, and its own.
	fn try_backings() -> Result<(), TryRuntimeError> {
		let operators = Operators::<T>::iter().count();
		ensure!(operators == Operators::<T>::count() as usize, "operators are counted");
		for (operator, record) in Operators::<T>::iter() {
			for entry in record.backing.pools.iter() {
				Self::try_backing(&operator, entry)?;
			}
		}
		Ok(())
	}

	fn try_backing(operator: &T::AccountId, entry: &PoolBacking<T>) -> Result<(), TryRuntimeError> {
		let mut pool = Matured::<T>::load(entry.pool_id, Self::now())?;
		ensure!(pool.record.asset == entry.asset, "a backing names the asset of its pool");

		let (now, own) = (pool.at.now, pool.holding(operator)?);
		let exits = pool.exit_bucket(now)?;
		let buckets = &pool.record.buckets;
		let last_epoch = buckets.departure().map(|closed| closed.last_epoch);
		if last_epoch.is_some_and(|last| last < now) {
			return Ok(()); // nothing of it counts any more, whether it was touched since or not
		}
		let leaves = last_epoch == Some(now);
		let all = buckets.lasting_tokens().map_err(|_| "a sum overflows")?;
		let active = active_tokens([buckets, &exits], now).map_err(|_| "a sum overflows")?;
		ensure!(entry.total.at(now) == active, "what stands behind an operator is active");
		let latest = entry.total.latest();
		ensure!(latest == all || leaves && latest == 0, "and so is what will");

		// Since it was noted a lot may have lost two units when it merged; other people's roundings only add.
		let worth = own.value(buckets).map_err(|_| "a sum overflows")?;
		// (Saturates in a check only, far above the ceiling of a pot.)
		let most = worth.saturating_add(Balance::from(MaxBuckets::<T>::get()) * 2);
		ensure!(entry.own.latest() <= most, "an operator's own stake is what its lots are worth");
		Ok(())
	}

	/// The active set is the last one and not empty, those who can follow may serve, and nothing older than the
	/// window is kept for long.
	fn try_active_set() -> Result<(), TryRuntimeError> {
		for ranked in Ranking::<T>::get().order() {
			let record =
				Operators::<T>::get(&ranked.operator).ok_or("a ranked operator is there")?;
			ensure!(record.is_in_order(), "nobody is ranked who must not serve");
		}
		if let Some(operator) = ReplaceableOperator::<T>::get() {
			let record = Operators::<T>::get(operator).ok_or("who makes room is there")?;
			ensure!(record.departure.is_none(), "who closes makes room already");
		}
		for (slot, noted) in PriceHistory::<T>::iter() {
			ensure!(
				slot == Self::history_slot(noted.epoch),
				"prices are in the slot of their epoch"
			);
		}
		let next = NextSetId::<T>::get();
		if next == FirstSetId::get() {
			ensure!(ActiveSets::<T>::iter().next().is_none(), "there has never been a set");
			return Ok(());
		}
		let set = Self::current_set().ok_or("the active set is there")?;
		ensure!(!set.members.is_empty(), "a set is never empty");
		for member in set.members {
			// A set that is kept outlasts the bonds of its members.
			let is_known = Operators::<T>::contains_key(&member)
				|| RetiredOperators::<T>::contains_key(&member);
			ensure!(is_known, "who serves is an operator or was one");
		}
		for (set_id, set) in ActiveSets::<T>::iter() {
			ensure!(set_id == set.set_id, "a set knows its id");
			let kept = OldestSetId::<T>::get()..next;
			ensure!(kept.contains(&set_id), "no set is forgotten half");
		}
		Ok(())
	}

	/// A bond is what is held, and pools and operators name each other.
	fn try_operators() -> Result<(), TryRuntimeError> {
		for (operator, record) in Operators::<T>::iter() {
			let held = T::Native::balance_on_hold(&HoldReason::Bond.into(), &operator);
			let bond = record.bond.held().map_err(|_| "a sum overflows")?;
			ensure!(held == bond, "the bond is what is held");
			ensure!(bond <= record.bond.required(), "the bond is at most what it was");
			let parts = record.bond.parts();
			let is_sorted =
				parts.windows(2).all(|two| two[0].effective_from < two[1].effective_from);
			ensure!(is_sorted, "a bond has one part for an epoch, the oldest first");
			ensure!(parts.iter().all(|part| part.amount > 0), "no part of a bond is empty");
			let last = parts.last().map(|part| part.effective_from);
			ensure!(
				last <= Some(<Self as Epochs>::now().next()),
				"a bond answers from the next epoch on"
			);
			for id in record.backing.pool_ids() {
				let pool = Pools::<T>::get(id).ok_or("an operator's pool is there")?;
				ensure!(pool.operator.as_ref() == Some(&operator), "it names its operator");
				let (bond, pool) = (record.departure, pool.buckets.departure());
				let (of_bond, of_pool) =
					(bond.map(|bond| bond.last_epoch), pool.map(|pool| pool.last_epoch));
				let closes_earlier = record.unslashed.is_spent() && of_pool.is_some();
				ensure!(
					of_pool == of_bond || closes_earlier && of_pool < of_bond,
					"a pool closes with its operator",
				);
				ensure!(
					bond.map(|bond| bond.release_epoch) >= pool.map(|pool| pool.release_epoch),
					"a bond leaves with the last pool or later",
				);
			}
		}
		Ok(())
	}

	/// A pool is on the list of its operator, of one that has gone too, and has a pot, and nothing stands in a pool that
	/// is not there.
	fn try_links() -> Result<(), TryRuntimeError> {
		for (operator, pool_ids) in RetiredOperators::<T>::iter() {
			ensure!(!Operators::<T>::contains_key(operator), "an operator has gone or has not");
			let known = pool_ids.iter().all(Pools::<T>::contains_key);
			ensure!(known, "nobody had a pool that is not there");
		}
		for (id, pool) in Pools::<T>::iter() {
			let is_listed =
				pool.operator.is_none_or(|operator| Self::pools_ever_of(&operator).contains(&id));
			ensure!(is_listed, "an operator lists its pools");
			ensure!(Pots::<T>::contains_key(pool.asset), "I1: a pool has the pot of its asset");
		}
		let holdings = Holdings::<T>::iter_keys().map(|(_, id)| id);
		let exits = Exits::<T>::iter_keys().map(|(_, id)| id);
		let buckets = ExitBuckets::<T>::iter_keys().map(|(id, _)| id);
		let conversions = Conversions::<T>::iter_keys().map(|(id, _)| id);
		let moving = Redelegations::<T>::iter_keys().flat_map(|(_, from, to)| [from, to]);
		for (id, owed) in OwedSlashes::<T>::iter() {
			ensure!(Pools::<T>::contains_key(id), "nothing is owed in a pool that is not there");
			ensure!(owed > 0, "nothing is kept of a slash of which nothing is owed");
		}
		for id in holdings.chain(exits).chain(moving).chain(buckets).chain(conversions) {
			ensure!(Pools::<T>::contains_key(id), "nothing stands in a pool that is not there");
		}
		Ok(())
	}

	/// I1: the record of a pot is what stands in pools and exits and what slashes are still owed, and the account holds it and the floor.
	fn try_pot(asset: AssetIdOf<T>, pot: Pot) -> Result<(), TryRuntimeError> {
		let pools: Vec<_> = Pools::<T>::iter().filter(|(_, pool)| pool.asset == asset).collect();
		let ids: BTreeSet<_> = pools.iter().map(|(id, _)| *id).collect();
		let mut tokens = Vec::new();
		for (_, pool) in &pools {
			tokens.extend(pool.buckets.iter().map(|(_, bucket)| bucket.tokens()));
		}
		for (_, index, page) in ExitBuckets::<T>::iter().filter(|(id, _, _)| ids.contains(id)) {
			let buckets = page.iter(index).flat_map(|(_, exits)| exits.iter());
			tokens.extend(buckets.map(|(_, bucket)| bucket.tokens()));
		}
		for (_, _, exits) in Exits::<T>::iter().filter(|(_, id, _)| ids.contains(id)) {
			tokens.push(exits.due());
		}
		tokens.extend(
			OwedSlashes::<T>::iter().filter(|(id, _)| ids.contains(id)).map(|(_, owed)| owed),
		);
		let staked = Pot::checked_sum(tokens).map_err(|_| "I1: a sum overflows")?;
		ensure!(staked == pot.owed(), "I1: the record is the sum of all tokens");

		let needed = Pot::checked_sum([staked, pot.floor()]).map_err(|_| "I1: a sum overflows")?;
		let balance: Balance = T::Assets::total_balance(asset, &Self::pot());
		ensure!(balance >= needed, "I1: the pot holds its record and its floor");
		Ok(())
	}

	/// I2 and I3 for a pool and its exits.
	fn try_pool(
		pool_id: PoolId,
		holdings: Vec<(T::AccountId, HoldingOf<T>)>,
		exits: Vec<ExitsOf<T>>,
	) -> Result<(), TryRuntimeError> {
		ensure!(pool_id < NextPoolId::<T>::get(), "a pool has an id that was given");

		let mut pool = Matured::<T>::load(pool_id, Self::now())?;
		let mut owned = Owned::<Cohort>::new();
		for (staker, stored) in holdings {
			ensure!(!stored.is_empty(), "nothing is kept of a staker without stake");
			let holding = pool.holding(&staker)?; // a lot worth nothing may follow into nothing
			for lot in holding.lots() {
				let weight = holding.multiplier().weigh(lot.shares).map_err(|_| "I2: overflow")?;
				own(&mut owned, lot.cohort, lot.shares, weight)?;
			}
		}
		for (cohort, bucket) in pool.record.buckets.iter() {
			let (shares, weight) = owned.remove(&cohort).unwrap_or_default();
			ensure!(shares <= bucket.shares().0, "I2: stakers have no more than the bucket");
			ensure!(weight <= bucket.weight(), "I5: stakers weigh no more than the bucket");
			if cohort != Cohort::Mature {
				ensure!(shares == bucket.shares().0, "I2: all of a young bucket is somebody's");
			}
		}
		ensure!(owned.is_empty(), "I2: no lot is without its bucket");
		ensure!(pool.is_followed(), "I2: a conversion waits for shares that somebody has");

		let stored = ExitPages::<T>::all(pool_id).map_err(|_| "what is stored decodes")?;
		Self::try_exits(&stored, exits)?;
		Self::try_pages(pool_id)?;
		let unslashed = Self::unslashed_of(&pool);
		let exits = stored.iter().map(|(_, exits)| exits);
		for buckets in exits.chain([&pool.record.buckets]) {
			for (_, bucket) in buckets.iter() {
				try_price(bucket, unslashed)?;
			}
		}
		Ok(())
	}

	/// I2 for exits: every part is somebody's, to the last share.
	fn try_exits(
		stored: &[(EpochIndex, BucketsOf<T>)],
		exits: Vec<ExitsOf<T>>,
	) -> Result<(), TryRuntimeError> {
		let mut owned = Owned::<(EpochIndex, Cohort)>::new();
		for exits in exits {
			ensure!(!exits.is_empty(), "nothing is kept of a staker without exits");
			for exit in exits.waiting() {
				for part in exit.parts() {
					own(&mut owned, (exit.asked_epoch, part.cohort), part.shares, part.weight)?;
				}
			}
		}
		for (asked_epoch, buckets) in stored {
			ensure!(!buckets.is_empty(), "nothing is kept of an empty exit bucket");
			for (cohort, bucket) in buckets.iter() {
				let sum = owned.remove(&(*asked_epoch, cohort)).unwrap_or_default();
				let all = (bucket.shares().0, bucket.weight());
				ensure!(sum == all, "I2: an exit bucket is its parts");
			}
		}
		ensure!(owned.is_empty(), "I2: no part is without its exit bucket");
		Ok(())
	}

	/// A page is there because of its records.
	fn try_pages(pool_id: PoolId) -> Result<(), TryRuntimeError> {
		let mut exits = ExitBuckets::<T>::iter_prefix_values(pool_id);
		ensure!(exits.all(|page| !page.is_empty()), "nothing is kept of an empty page");
		let mut conversions = Conversions::<T>::iter_prefix_values(pool_id);
		ensure!(conversions.all(|page| !page.is_empty()), "nothing is kept of an empty page");
		Ok(())
	}

	/// The least price that the slashes of a pool's operator allow.
	fn unslashed_of(pool: &Matured<T>) -> Option<Fraction> {
		let operator = Operators::<T>::get(pool.record.operator.as_ref()?)?;
		Some(operator.unslashed.get())
	}
}

/// Entries by pool: read once, as a chain may have many pools.
fn by_pool<V>(entries: impl Iterator<Item = (PoolId, V)>) -> BTreeMap<PoolId, Vec<V>> {
	let mut by_pool = BTreeMap::<_, Vec<V>>::new();
	for (id, entry) in entries {
		by_pool.entry(id).or_default().push(entry);
	}
	by_pool
}

/// I3: wherever there are shares, 1 ≤ tokens ≤ shares, and the price is at least the unslashed part.
fn try_price(bucket: &Bucket, unslashed: Option<Fraction>) -> Result<(), TryRuntimeError> {
	let (shares, tokens) = (bucket.shares().0, bucket.tokens());
	ensure!(shares > 0, "nothing is kept of an empty bucket");
	ensure!(tokens >= 1, "I3: a share is worth something");
	ensure!(tokens <= shares, "I3: a price is at most one");

	let least = unslashed.map_or(0, |unslashed| unslashed.mul_floor(shares));
	ensure!(tokens >= least, "I3: a price is at least the unslashed part");
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
