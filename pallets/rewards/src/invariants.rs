// SPDX-License-Identifier: Apache-2.0

//! The invariants that can be read from the state, numbered as in `docs/invariants.md`. I6, that an epoch's money is paid
//! out exactly, speaks of history and is proved on the ledger against an exact model.

use crate::{
	book::Book, AccruedCommission, AssetIdOf, CommissionAnnouncements, Config, Entitlements,
	ExitRewards, Expiries, ExpiryPageOf, GenesisStreams, MergedCohorts, NextPositionId, Offers,
	Pallet, Positions, Pots, RewardPools, Streams, Unallocated,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{
	has_expired, Balance, Cohort, EpochIndex, Fraction, PageIndex, Place, PoolId, Pot, RewardWeight,
};
use bulwark_traits::{StakePools, StakeRef};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;

/// Money by the place of its asset in a pool's list.
type Owed = BTreeMap<u32, Balance>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut owed = Vec::new();
		for pool_id in RewardPools::<T>::iter_keys() {
			let book = Book::<T>::load(pool_id, Self::now());
			let book = book.map_err(|_| "a pool that pays is a pool")?;
			let assets = book.assets();
			let sums = Self::try_pool(book)?;
			for (at, asset) in assets {
				owed.push((asset, sums.get(&at).copied().unwrap_or_default()));
			}
		}
		Self::try_links()?;
		Self::try_offers()?;
		Self::try_announcements()?;
		Self::try_credited()?;
		for (asset, pot) in Pots::<T>::iter() {
			let pools = owed.iter().filter(|(of, _)| *of == asset).map(|(_, amount)| *amount);
			let pools = pools.chain([Unallocated::<T>::get(&asset)]);
			let opening = GenesisStreams::<T>::get().unwrap_or_default();
			let opening = opening.iter().filter(|stream| stream.asset == asset);
			let owed = Pot::checked_sum(pools.chain(opening.map(|stream| stream.amount)));
			Self::try_pot(asset, pot, owed.map_err(|_| "a sum overflows")?)?;
		}
		Self::try_positions()
	}

	/// I5: every weight that a pool's accumulators follow is its stakers', and nobody has earned less than nothing.
	/// Returns all that is owed of each asset, in whole units.
	fn try_pool(mut book: Book<T>) -> Result<Owed, TryRuntimeError> {
		let pool_id = book.pool_id();
		let mut weights = BTreeMap::<Place, RewardWeight>::new();
		let mut merged = BTreeMap::<EpochIndex, RewardWeight>::new();
		let mut owed = Owed::new();
		let mut stakes: BTreeSet<_> = T::Stake::stakers(pool_id).into_iter().collect();
		let entitled = Entitlements::<T>::iter_keys().filter(|(_, of, _)| *of == pool_id);
		stakes.extend(entitled.map(|(staker, pool_id, stake)| StakeRef {
			pool_id,
			staker,
			to: stake.to(),
		}));
		for stake in stakes {
			let of_stake = T::Stake::reward_weights(&stake, book.now());
			for followed in &of_stake.followed {
				add(merged.entry(followed.start).or_default(), followed.left)?;
			}
			for weighted in of_stake.present() {
				add(weights.entry(weighted.place).or_default(), weighted.weight)?;
			}
			let amounts = book.owed(&stake).map_err(|_| "I11: what is stored decodes")?;
			for (at, _) in book.assets() {
				let amount = amounts.get(at);
				ensure!(
					amount.units_floor() <= Pot::MAX_OWED,
					"I5: nobody has earned less than nothing"
				);
				add(owed.entry(at).or_default(), amount.units_floor())?;
			}
		}
		Self::try_weights(&book, &weights, &merged)?;

		let positions = || Positions::<T>::iter_values().filter(|one| one.pool_id == pool_id);
		for noted in positions().map(|position| position.vesting.noted()) {
			for (at, _) in book.assets() {
				add(owed.entry(at).or_default(), noted.get(at).units_floor())?;
			}
		}
		for tag in positions().filter_map(|position| position.tag) {
			for (at, _) in book.assets() {
				add(owed.entry(at).or_default(), tag.earned.get(at).units_floor())?;
			}
		}
		let (kept, now) = (AccruedCommission::<T>::get(pool_id), book.now());
		for (at, _) in book.assets() {
			add(owed.entry(at).or_default(), kept.get(at).units_floor())?;
		}
		for (at, _) in book.assets() {
			let streams = book.streams().map_err(|_| "I11: what is stored decodes")?;
			let left = streams.left(at, now).map_err(|_| "a sum overflows")?;
			add(owed.entry(at).or_default(), left)?;
		}
		Ok(owed)
	}

	/// The reward weight that accumulators follow is that of the stakers, and no more than staking says.
	fn try_weights(
		book: &Book<T>,
		weights: &BTreeMap<Place, RewardWeight>,
		merged: &BTreeMap<EpochIndex, RewardWeight>,
	) -> Result<(), TryRuntimeError> {
		let pool_id = book.pool_id();
		let stake = book.info.stake(book.now());
		for (place, weight) in weights {
			let bucket = match place.asked_epoch {
				None => stake.bucket(place.cohort),
				Some(asked) => T::Stake::exits(pool_id, asked, asked)
					.map_err(|_| "I11: what is stored decodes")?
					.get(&asked)
					.map(|exits| exits.bucket(place.cohort))
					.unwrap_or_default(),
			};
			ensure!(*weight <= bucket.weight(), "I5: no bucket weighs less than its stakers");
		}
		let young = stake.iter().filter(|(cohort, _)| *cohort != Cohort::Mature);
		for (cohort, bucket) in young {
			let held = weights.get(&Place::pool(cohort)).copied().unwrap_or_default();
			ensure!(bucket.weight() == held, "I5: a cohort weighs what its stakers have in it");
		}
		for (index, page) in ExitRewards::<T>::iter_prefix(pool_id) {
			ensure!(!page.is_empty(), "no page is kept without a record");
			for (asked, accumulators) in page.iter(index) {
				ensure!(!accumulators.is_empty(), "nothing is kept of exits that are gone");
				for (cohort, weight) in accumulators.weights() {
					let held = weights.get(&Place::exit(asked, cohort)).copied();
					let is_held = weight == held.unwrap_or_default();
					ensure!(is_held, "I5: exits weigh what their stakers have in them");
				}
			}
		}
		for (index, page) in MergedCohorts::<T>::iter_prefix(pool_id) {
			ensure!(!page.is_empty(), "no page is kept without a record");
			for (start, record) in page.iter(index) {
				let waits = merged.get(&start).copied().unwrap_or_default();
				ensure!(record.weight() == waits, "a merge is kept until everybody has followed");
				ensure!(!record.is_spent(), "nothing is kept of a merge that all have followed");
			}
		}
		Ok(())
	}

	/// I5: the record of a pot covers everything owed, and the account holds it and the floor.
	fn try_pot(asset: AssetIdOf<T>, pot: Pot, owed: Balance) -> Result<(), TryRuntimeError> {
		ensure!(owed <= pot.owed(), "I5: the pot has what is owed");
		let needed = Pot::checked_sum([pot.owed(), pot.floor()]);
		let needed = needed.map_err(|_| "a sum overflows")?;
		ensure!(T::Assets::balance(asset, &Self::pot()) >= needed, "I5: the account has it too");
		Ok(())
	}

	/// Nothing is kept for a pool that pays nothing.
	fn try_links() -> Result<(), TryRuntimeError> {
		let exits = ExitRewards::<T>::iter_keys().map(|(pool, _)| pool);
		let merged = MergedCohorts::<T>::iter_keys().map(|(pool, _)| pool);
		let expiries = Expiries::<T>::iter_keys().map(|(pool, _)| pool);
		let streams = Streams::<T>::iter_keys();
		let entitled = Entitlements::<T>::iter_keys().map(|(_, pool, _)| pool);
		let all = exits.chain(merged).chain(expiries).chain(streams).chain(entitled);
		for pool in all {
			ensure!(
				RewardPools::<T>::contains_key(pool),
				"nothing is kept for a pool that pays nothing"
			);
		}
		Ok(())
	}

	/// Every pool that makes an offer pays rewards, and no offer weighs a lock below stake without a position.
	fn try_offers() -> Result<(), TryRuntimeError> {
		for (pool_id, offers) in Offers::<T>::iter() {
			ensure!(RewardPools::<T>::contains_key(pool_id), "who offers pays rewards");
			let info = T::Stake::pool(pool_id, Self::now()).ok_or("a pool that pays is a pool")?;
			for (_, offer) in offers.all() {
				let mut tiers = offer.tiers.iter();
				ensure!(tiers.all(|tier| info.base.allows(tier.multiplier)), "a tier is fair");
				ensure!(offer.penalty < Fraction::one(), "a penalty leaves something");
			}
		}
		Ok(())
	}

	/// Rises of commissions were announced in order, and what holds or will is no more than the rates say.
	fn try_announcements() -> Result<(), TryRuntimeError> {
		let now = Self::now();
		for (operator, announced) in CommissionAnnouncements::<T>::iter() {
			ensure!(announced.is_sound(now), "rises are announced in order");
			let rates = Self::commission_rates(&operator);
			let rate = rates.map_err(|_| "I11: what is stored decodes")?.rate(now.next());
			let is_rate = announced.lasting().is_none_or(|rise| rise <= rate);
			ensure!(is_rate, "a rise that lasts is in the rates");
		}
		Ok(())
	}

	/// Every position has an account of its own, its pool pays rewards, and its expiry is counted. Stake it may have none: slashes and merges
	/// round a unit to nothing.
	fn try_positions() -> Result<(), TryRuntimeError> {
		let mut accounts = BTreeSet::new();
		let mut expiries = BTreeMap::<(PoolId, EpochIndex), u32>::new();
		let next_id = NextPositionId::<T>::get();
		for (position_id, position) in Positions::<T>::iter() {
			ensure!(position_id < next_id, "numbers are given in order");
			let is_alone = accounts.insert(position.account.clone());
			ensure!(is_alone, "no two positions have one account");
			let vests_in_time = position.vesting.vested_epoch() <= position.expiry;
			ensure!(vests_in_time, "a lock has vested when it expires");
			let is_tagged = position.tag.is_some();
			ensure!(!is_tagged || position.expiry <= Self::now(), "who is tagged has expired");
			let count = expiries.entry((position.pool_id, position.expiry)).or_default();
			*count = count.checked_add(1).ok_or("a sum overflows")?;
		}

		for (pool_id, index, page) in Expiries::<T>::iter() {
			ensure!(!page.is_empty(), "no page is kept without a record");
			Self::try_expiries(pool_id, index, &page)?;
			for (epoch, expiry) in page.iter(index) {
				let counted = expiries.remove(&(pool_id, epoch)).unwrap_or_default();
				ensure!(counted == expiry.positions(), "every expiry is counted");
			}
		}
		ensure!(expiries.is_empty(), "no position expires without being counted");
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Expiries to come lie within the bounds that the pool knows, and no rewards are noted with them.
	fn try_expiries(
		pool_id: PoolId,
		index: PageIndex,
		page: &ExpiryPageOf<T>,
	) -> Result<(), TryRuntimeError> {
		let record = RewardPools::<T>::get(pool_id).ok_or("who counts expiries pays rewards")?;
		let info = T::Stake::pool(pool_id, Self::now()).ok_or("a pool that pays is a pool")?;
		let (passed, departure) = (record.rewards.matured_epoch(), info.departure());
		let to_come = record.rewards.expiries_to_come();
		for (epoch, expiry) in page.iter(index) {
			let is_noted = expiry.mature().is_some();
			let words = "what a position has earned is noted when it expires";
			ensure!(is_noted == has_expired(epoch, passed, departure), words);
			if has_expired(epoch, EpochIndex(u32::MAX), departure) && passed < epoch {
				let is_found = to_come.is_some_and(|to_come| to_come.contains(epoch));
				ensure!(is_found, "every expiry to come is looked for");
			}
		}
		Ok(())
	}
}

fn add(sum: &mut u128, more: u128) -> Result<(), TryRuntimeError> {
	*sum = sum.checked_add(more).ok_or("a sum overflows")?;
	Ok(())
}
