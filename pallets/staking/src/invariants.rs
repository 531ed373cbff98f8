// SPDX-License-Identifier: Apache-2.0

//! The invariants, numbered as in `docs/invariants.md`. I4, that a lot follows its deposit through every slash,
//! speaks of history and is proved on the ledger against an exact model.

mod operators;
mod pools;
mod serving;

use crate::{
	AssetIdOf, Balance, Bounds, Config, Conversions, ExitBuckets, Exits, Holdings, Operators,
	OwedSlashes, Pallet, PoolId, Pools, Pots, Redelegations, RetiredOperators,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::Pot;
use bulwark_traits::StakePools;
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		Self::try_operators()?;
		Self::try_holds()?;
		Self::try_links()?;
		Self::try_pools()?;
		for (asset, pot) in Pots::<T>::iter() {
			Self::try_pot(asset, pot)?;
		}
		Self::try_backings()?;
		Self::try_ranking()?;
		Self::try_slots()?;
		Self::try_active_set()
	}

	/// A pool is on the list of its operator, of one that has gone too, and has a pot, and nothing stands in a pool that
	/// is not there.
	fn try_links() -> Result<(), TryRuntimeError> {
		for (operator, pool_ids) in RetiredOperators::<T>::iter() {
			let is_registered = Operators::<T>::contains_key(operator);
			ensure!(!is_registered, "I11: no operator is both registered and retired");
			let known = pool_ids.iter().all(Pools::<T>::contains_key);
			ensure!(known, "I11: the pools of a retired operator are stored");
		}
		for (id, pool) in Pools::<T>::iter() {
			let is_listed =
				pool.operator.is_none_or(|operator| Self::pools_ever_of(&operator).contains(&id));
			ensure!(is_listed, "I11: the operator of a pool lists it");
			ensure!(Pots::<T>::contains_key(pool.asset), "I1: a pool has the pot of its asset");
		}
		for (id, owed) in OwedSlashes::<T>::iter() {
			ensure!(Pools::<T>::contains_key(id), "I11: a slash is owed in a pool that is stored");
			ensure!(owed > 0, "nothing is kept of a slash of which nothing is owed");
		}
		let holdings = Holdings::<T>::iter_keys().map(|(_, id)| id);
		let exits = Exits::<T>::iter_keys().map(|(_, id)| id);
		let buckets = ExitBuckets::<T>::iter_keys().map(|(id, _)| id);
		let conversions = Conversions::<T>::iter_keys().map(|(id, _)| id);
		let moving = Redelegations::<T>::iter_keys().flat_map(|(_, from, to)| [from, to]);
		for id in holdings.chain(exits).chain(moving).chain(buckets).chain(conversions) {
			let is_there = Pools::<T>::contains_key(id);
			ensure!(is_there, "I11: stake, exits and conversions are of pools that are stored");
		}
		Ok(())
	}

	/// I1: the record of a pot is what stands in pools and exits and what slashes are still owed, and the account holds it and
	/// the floor.
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
		let staked = Pot::checked_sum(tokens).map_err(|_| "a sum overflows")?;
		ensure!(
			staked == pot.owed(),
			"I1: the recorded total of a pot is the sum of all tokens in its asset"
		);

		let needed = Pot::checked_sum([staked, pot.floor()]).map_err(|_| "a sum overflows")?;
		let balance: Balance = T::Assets::total_balance(asset, &Self::pot());
		ensure!(
			balance >= needed,
			"I1: the balance of a pot is at least its recorded total and its floor"
		);
		Ok(())
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
