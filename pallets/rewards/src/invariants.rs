// SPDX-License-Identifier: Apache-2.0

//! The invariants that can be read from the state, numbered as in `docs/invariants.md`. I6, that an epoch's money is paid
//! out exactly, speaks of history and is proved on the ledger against an exact model.

mod positions;

use crate::{
	book::Book, AccruedCommission, AmountsOf, AssetIdOf, Bounds, CommissionAnnouncements, Config,
	CreditedEpochs, Entitlements, ExitRewards, Expiries, GenesisStreams, GenesisStreamsOf,
	MergedCohorts, Offers, Pallet, PoolId, Positions, Pots, RewardPools, Streams, Unallocated,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use bulwark_ledger::{Balance, Cohort, EpochIndex, Fraction, Place, Pot, RewardWeight};
use bulwark_traits::{stored_or_default, Epochs, StakePools, StakeRef};
use frame_support::{ensure, traits::fungibles::Inspect};
use sp_runtime::TryRuntimeError;

/// Money by the place of its asset in a pool's list.
type Owed = BTreeMap<u32, Balance>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that can be read from the state.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		bulwark_traits::ensure_bounds::<Bounds<T>>(&Self::bounds())?;
		#[cfg(feature = "try-runtime")]
		bulwark_traits::ensure_decodes::<Self>()?;

		let mut owed = Vec::new();
		for pool_id in RewardPools::<T>::iter_keys() {
			let book = Book::<T>::load(pool_id, Self::now());
			let book = book.map_err(|_| "I11: a pool that pays rewards is one of staking")?;
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
		Self::try_pots(owed)?;
		Self::try_positions()?;
		Self::try_nfts()
	}

	/// I5: each asset has a pot, and that what is owed.
	fn try_pots(owed: Vec<(AssetIdOf<T>, Balance)>) -> Result<(), TryRuntimeError> {
		let assets = owed.iter().map(|(asset, _)| asset.clone());
		for asset in assets.chain(Unallocated::<T>::iter_keys()) {
			let has_pot = Pots::<T>::contains_key(asset);
			ensure!(has_pot, "I11: every asset in which rewards are owed has a pot");
		}
		let streams: GenesisStreamsOf<T> = stored_or_default(GenesisStreams::<T>::hashed_key())
			.map_err(|_| "I11: everything that is stored decodes")?;
		for (asset, pot) in Pots::<T>::iter() {
			let pools = owed.iter().filter(|(of, _)| *of == asset).map(|(_, amount)| *amount);
			let unallocated = Self::unallocated(&asset);
			let unallocated = unallocated.map_err(|_| "I11: everything that is stored decodes")?;
			let pools = pools.chain([unallocated]);
			let opening = streams.iter().filter(|stream| stream.asset == asset);
			let owed = Pot::checked_sum(pools.chain(opening.map(|stream| stream.amount)));
			Self::try_pot(asset, pot, owed.map_err(|_| "a sum overflows")?)?;
		}
		Ok(())
	}

	/// I5: every weight that a pool's accumulators follow is its stakers', and nobody has earned less than nothing.
	/// Returns all that is owed of each asset, in whole units.
	fn try_pool(mut book: Book<T>) -> Result<Owed, TryRuntimeError> {
		let matured = book.record().rewards.matured_epoch();
		let is_over = matured <= book.now();
		ensure!(is_over, "the rewards of a pool are as of the present epoch or an earlier one");
		let mut weights = BTreeMap::<Place, RewardWeight>::new();
		let mut merged = BTreeMap::<EpochIndex, RewardWeight>::new();
		let mut owed = Owed::new();
		for stake in Self::stakes_in(book.pool_id()) {
			let of_stake = T::Stake::reward_weights(&stake, book.now());
			let of_stake = of_stake.map_err(|_| "I11: everything that is stored decodes")?;
			for followed in &of_stake.followed {
				add(merged.entry(followed.start).or_default(), followed.left)?;
			}
			for weighted in of_stake.present() {
				add(weights.entry(weighted.place).or_default(), weighted.weight)?;
			}
			let amounts =
				book.owed(&stake).map_err(|_| "I11: everything that is stored decodes")?;
			for (at, _) in book.assets() {
				let amount = amounts.get(at);
				ensure!(
					amount.units_floor() <= Pot::MAX_OWED,
					"I5: nobody has earned less than nothing"
				);
				add(owed.entry(at).or_default(), amount.units_floor())?;
			}
		}
		Self::try_weights(&book, &weights)?;
		Self::try_pages(book.pool_id(), &weights, &merged)?;

		Self::add_owed_besides(&mut book, &mut owed)?;
		Ok(owed)
	}

	/// All stake in a pool, and all that is entitled to something there.
	fn stakes_in(pool_id: PoolId) -> BTreeSet<StakeRef<T::AccountId>> {
		let entitled = Entitlements::<T>::iter_keys().filter(|(_, of, _)| *of == pool_id);
		let entitled =
			entitled.map(|(staker, pool_id, stake)| StakeRef { pool_id, staker, to: stake.to() });
		T::Stake::stakers(pool_id).into_iter().chain(entitled).collect()
	}

	/// Adds what a pool owes besides the claims of its stakers: to positions and their tags, as commission, and by streams.
	fn add_owed_besides(book: &mut Book<T>, owed: &mut Owed) -> Result<(), TryRuntimeError> {
		let pool_id = book.pool_id();
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
		let now = book.now();
		let kept: AmountsOf<T> = stored_or_default(AccruedCommission::<T>::hashed_key_for(pool_id))
			.map_err(|_| "I11: everything that is stored decodes")?;
		for (at, _) in book.assets() {
			add(owed.entry(at).or_default(), kept.get(at).units_floor())?;
		}
		for (at, _) in book.assets() {
			let streams = book.streams().map_err(|_| "I11: everything that is stored decodes")?;
			let left = streams.left(at, now).map_err(|_| "a sum overflows")?;
			add(owed.entry(at).or_default(), left)?;
		}
		Ok(())
	}

	/// The reward weight that accumulators follow is that of the stakers, and no more than staking says.
	fn try_weights(
		book: &Book<T>,
		weights: &BTreeMap<Place, RewardWeight>,
	) -> Result<(), TryRuntimeError> {
		let pool_id = book.pool_id();
		let stake = book.info.stake(book.now());
		for (place, weight) in weights {
			let bucket = match place.asked_epoch {
				None => stake.bucket(place.cohort),
				Some(asked) => T::Stake::exits(pool_id, asked, asked)
					.map_err(|_| "I11: everything that is stored decodes")?
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
		Ok(())
	}

	/// Exits and merges weigh what is on its way out of them, and no page is kept for nothing.
	fn try_pages(
		pool_id: PoolId,
		weights: &BTreeMap<Place, RewardWeight>,
		merged: &BTreeMap<EpochIndex, RewardWeight>,
	) -> Result<(), TryRuntimeError> {
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
				ensure!(
					record.weight() == waits,
					"I5: the record of a merge weighs what its stakers have yet to follow with"
				);
				ensure!(!record.is_spent(), "nothing is kept of a merge that all have followed");
			}
		}
		Ok(())
	}

	/// I5: the record of a pot covers everything owed, and the account holds it and the floor.
	fn try_pot(asset: AssetIdOf<T>, pot: Pot, owed: Balance) -> Result<(), TryRuntimeError> {
		ensure!(
			owed <= pot.owed(),
			"I5: the recorded total of a pot covers all that is owed in its asset"
		);
		let needed = Pot::checked_sum([pot.owed(), pot.floor()]);
		let needed = needed.map_err(|_| "a sum overflows")?;
		ensure!(
			T::Assets::balance(asset, &Self::pot()) >= needed,
			"I5: the balance of a pot is at least its recorded total and its floor"
		);
		Ok(())
	}

	/// Nothing is kept for a pool that pays nothing.
	fn try_links() -> Result<(), TryRuntimeError> {
		let exits = ExitRewards::<T>::iter_keys().map(|(pool, _)| pool);
		let merged = MergedCohorts::<T>::iter_keys().map(|(pool, _)| pool);
		let expiries = Expiries::<T>::iter_keys().map(|(pool, _)| pool);
		let streams = Streams::<T>::iter_keys().chain(AccruedCommission::<T>::iter_keys());
		let credited = CreditedEpochs::<T>::iter_keys();
		let entitled = Entitlements::<T>::iter_keys().map(|(_, pool, _)| pool);
		let all =
			exits.chain(merged).chain(expiries).chain(streams).chain(credited).chain(entitled);
		for pool in all {
			ensure!(
				RewardPools::<T>::contains_key(pool),
				"I11: what is kept of rewards is of pools that pay them"
			);
		}
		Ok(())
	}

	/// Credits stand in the order of their epochs, of which none is to come and none too far from the last.
	fn try_credited() -> Result<(), TryRuntimeError> {
		for credited in CreditedEpochs::<T>::iter_values() {
			let epochs: Vec<_> = credited.iter().map(|credited| credited.epoch).collect();
			let is_sorted = epochs.windows(2).all(|pair| pair.first() < pair.last());
			let last = epochs.last().copied().unwrap_or_default();
			let oldest = last.minus(T::Stake::window());
			let is_recent = epochs.iter().all(|epoch| *epoch >= oldest) && last <= Self::now();
			ensure!(
				is_sorted && is_recent,
				"credits stand in the order of their epochs, those of one window, which have begun"
			);
		}
		Ok(())
	}

	/// Every pool that makes an offer pays rewards, and no offer weighs a lock below stake without a position.
	fn try_offers() -> Result<(), TryRuntimeError> {
		for (pool_id, offers) in Offers::<T>::iter() {
			ensure!(
				RewardPools::<T>::contains_key(pool_id),
				"I11: a pool that makes an offer pays rewards"
			);
			let info = T::Stake::pool(pool_id, Self::now());
			let info = info.ok_or("I11: a pool that pays rewards is one of staking")?;
			for (_, offer) in offers.all() {
				let mut tiers = offer.tiers.iter();
				ensure!(
					tiers.all(|tier| info.base.allows(tier.multiplier)),
					"no lock tier is below the base multiplier"
				);
				ensure!(offer.penalty < Fraction::one(), "no penalty is the whole");
			}
		}
		Ok(())
	}

	/// Rises of commissions were announced in order, and what holds or will is no more than the rates say.
	fn try_announcements() -> Result<(), TryRuntimeError> {
		let now = Self::now();
		for (operator, announced) in CommissionAnnouncements::<T>::iter() {
			ensure!(
				announced.is_sound(now),
				"rises of a commission are announced in the order of their epochs"
			);
			let rates = Self::commission_rates(&operator);
			let rate =
				rates.map_err(|_| "I11: everything that is stored decodes")?.rate(now.next());
			let is_rate = announced.lasting().is_none_or(|rise| rise <= rate);
			ensure!(is_rate, "a rise of a commission that lasts is no more than the rates say");
		}
		Ok(())
	}
}

fn add(sum: &mut u128, more: u128) -> Result<(), TryRuntimeError> {
	*sum = sum.checked_add(more).ok_or("a sum overflows")?;
	Ok(())
}
