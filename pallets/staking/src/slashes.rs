// SPDX-License-Identifier: Apache-2.0

//! Slashes: each takes a part of exactly the stake that was active at the fault.

use crate::{
	door_weights, matured::Matured, payments::PotOf, AssetIdOf, Balance, ClosingCause, Config,
	CreditOf, Error, Event, Fraction, HoldReason, Operator, Operators, OwedSlashes, Pallet, Pools,
	WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{
	active_tokens, slash, EpochIndex, Fractions, Horizon, PoolId, Pot, Scope, MAX_FRACTION,
};
use bulwark_traits::{refused_by_asset, stored_or_default, Epochs, Liability, Slash, Slashed};
use core::{iter, mem};
use frame_support::{
	defensive_assert, ensure,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
	weights::Weight,
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

/// Money that a slash took, in the pallet's assets.
type SlashedOf<T> = Slashed<AssetIdOf<T>, CreditOf<T>>;

impl<T: Config> Slash<T::AccountId, AssetIdOf<T>, CreditOf<T>> for Pallet<T> {
	fn slash(
		operator: &T::AccountId,
		fault_epoch: EpochIndex,
		fractions: Fractions,
	) -> Result<SlashedOf<T>, DispatchError> {
		Self::do_slash(operator, fault_epoch, fractions)
	}

	fn hand_out(pool_id: PoolId, amount: Balance) -> Result<CreditOf<T>, DispatchError> {
		Self::do_hand_out(pool_id, amount)
	}

	fn weight() -> Weight {
		door_weights::slash::<T>()
	}

	fn hand_out_weight() -> Weight {
		T::WeightInfo::hand_out()
	}
}

impl<T: Config> Pallet<T> {
	/// Slashes an operator and returns what was taken.
	pub(crate) fn do_slash(
		operator: &T::AccountId,
		fault_epoch: EpochIndex,
		fractions: Fractions,
	) -> Result<SlashedOf<T>, DispatchError> {
		let mut record = Operators::<T>::get(operator).ok_or(Error::<T>::NotOperator)?;

		let at = Self::horizon();
		Self::ensure_slashable(operator, at, fault_epoch, fractions)?;

		let was_short = !Self::self_stake_of(&record, at.now).will_be_met();
		let bond = Self::slash_bond(&mut record, at, fault_epoch, fractions.bond)?;
		let pools = Self::slash_pools(operator, &mut record, at.now, fault_epoch, fractions.pools)?;
		ensure!(bond.is_some() || !pools.is_empty(), Error::<T>::NothingAtStake);

		let cut = bond.unwrap_or_default();
		Self::deposit_event(Event::Slashed {
			operator: operator.clone(),
			fault_epoch,
			fractions,
			bond: cut,
		});
		let fraction = fractions.pools;
		for (pool_id, _, amount) in &pools {
			let (pool_id, amount) = (*pool_id, *amount);
			Self::deposit_event(Event::PoolSlashed { pool_id, fault_epoch, fraction, amount });
		}
		if !pools.is_empty() {
			Self::lower_unslashed(operator, &mut record, fraction, at.now)?;
			Self::note_shortage(operator, &mut record, was_short, at.now);
		}
		Self::unrank(operator);
		Operators::<T>::insert(operator, record);

		Self::seize(operator, cut, pools)
	}

	/// Checks that a fault can still be charged with such fractions, and that an opt-in covers what they are taken of.
	fn ensure_slashable(
		operator: &T::AccountId,
		at: Horizon,
		fault_epoch: EpochIndex,
		fractions: Fractions,
	) -> Result<(), Error<T>> {
		at.check(fault_epoch).map_err(Error::<T>::from)?;
		let is_valid = !fractions.is_nothing() && fractions.pools <= MAX_FRACTION;
		ensure!(is_valid, Error::<T>::InvalidFraction);
		// Exits that nobody may slash are released early: stake that no opt-in covered is never slashed either.
		let is_liable = |scope, part: Fraction| {
			let last = || T::Liability::last_liable(operator, scope, fault_epoch);
			part.is_zero() || last() == Some(fault_epoch)
		};
		let is_liable = is_liable(Scope::BondAndPools, fractions.pools)
			&& is_liable(Scope::Bond, fractions.bond);
		ensure!(is_liable, Error::<T>::NothingAtStake);
		Ok(())
	}

	/// Slashes the parts of the bond that answered in the epoch. `None` if none did or nothing is left of them.
	fn slash_bond(
		record: &mut Operator<T>,
		at: Horizon,
		fault_epoch: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, DispatchError> {
		let answers = record.slashable_bond(at, fault_epoch).map_err(Error::<T>::from)?;
		if fraction.is_zero() || answers.is_zero() {
			return Ok(None);
		}
		let cut = record.bond.slash(at, fault_epoch, fraction).map_err(Error::<T>::from)?;
		Ok(Some(cut))
	}

	/// Slashes the pools that had any stake active in the epoch.
	fn slash_pools(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		now: EpochIndex,
		fault_epoch: EpochIndex,
		fraction: Fraction,
	) -> Result<Vec<(PoolId, AssetIdOf<T>, Balance)>, DispatchError> {
		let mut slashed = Vec::new();
		if fraction.is_zero() {
			return Ok(slashed);
		}
		for pool_id in record.backing.pool_ids() {
			let mut pool = Matured::<T>::open(pool_id, now)?;
			let own = pool.holding(operator)?;
			let before = own.value(&pool.record.buckets).map_err(Error::<T>::from)?;
			if let Some(amount) = pool.slash(fault_epoch, fraction)? {
				slashed.push((pool_id, pool.record.asset.clone(), amount));
			}
			// What merges have rounded off is no loss to note.
			if own.value(&pool.record.buckets).map_err(Error::<T>::from)? < before {
				pool.own_slashed(&own)?;
			}
			pool.put_holding(operator, own)?;
			pool.store()?;
		}
		record.follow_pools(operator)?;
		Ok(slashed)
	}

	/// Moves what a slash took out of the hold and the pot, after everything was written.
	fn seize(
		operator: &T::AccountId,
		cut: Balance,
		pools: Vec<(PoolId, AssetIdOf<T>, Balance)>,
	) -> Result<SlashedOf<T>, DispatchError> {
		let seizures = pools.into_iter().map(|(pool_id, asset, amount)| {
			let moves = Self::note_seized(pool_id, &asset, amount)?;
			Ok((pool_id, asset, amount, moves))
		});
		let seizures: Vec<_> = seizures.collect::<Result<_, DispatchError>>()?;

		let mut taken = Slashed { bond: Self::seize_bond(operator, cut)?, ..Slashed::default() };
		for (pool_id, asset, amount, moves) in seizures {
			let moved = Self::seize_stake(pool_id, &asset, moves, &mut taken)?;
			let owed = amount.checked_sub(moved).ok_or(Error::<T>::Overflow)?;
			if owed > 0 {
				taken.owed.push((pool_id, asset, owed));
				Self::deposit_event(Event::SlashOwed { pool_id, amount: owed });
			}
		}
		Ok(taken)
	}

	/// Moves the cut of a bond through the pot, which turns a hold into a credit.
	fn seize_bond(
		operator: &T::AccountId,
		cut: Balance,
	) -> Result<Option<CreditOf<T>>, DispatchError> {
		if cut.is_zero() {
			return Ok(None);
		}
		T::Native::transfer_on_hold(
			&HoldReason::Bond.into(),
			operator,
			&Self::pot(),
			cut,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		Ok(Some(PotOf::<T>::withdraw(T::NativeAsset::get(), cut)?))
	}

	/// Notes that what a pool has lost leaves the pot, as far as it can; the rest is owed, and stays in the record of the
	/// pot. Returns the part that leaves.
	fn note_seized(
		pool_id: PoolId,
		asset: &AssetIdOf<T>,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		let moves = PotOf::<T>::payable(asset, amount).unwrap_or(0);
		if moves > 0 {
			PotOf::<T>::note_paid(asset, moves)?;
		}
		Self::owe_slash(pool_id, amount.checked_sub(moves).ok_or(Error::<T>::Overflow)?)?;
		Ok(moves)
	}

	/// Takes what was noted out of the pot, if its asset can be moved at present: a slash of the rest must not fail for it.
	/// Otherwise it is owed too. Returns the amount that was moved.
	fn seize_stake(
		pool_id: PoolId,
		asset: &AssetIdOf<T>,
		moves: Balance,
		taken: &mut SlashedOf<T>,
	) -> Result<Balance, DispatchError> {
		if moves == 0 {
			return Ok(0);
		}
		match PotOf::<T>::withdraw(asset.clone(), moves) {
			Ok(money) => {
				merge::<T>(&mut taken.pools, money);
				Ok(moves)
			},
			Err(_) => {
				PotOf::<T>::note_received(asset, moves)?;
				Self::owe_slash(pool_id, moves)?;
				Ok(0)
			},
		}
	}

	/// Notes what slashes took from a pool and cannot be moved.
	fn owe_slash(pool_id: PoolId, amount: Balance) -> DispatchResult {
		if amount > 0 {
			let before = stored_or_default(OwedSlashes::<T>::hashed_key_for(pool_id))?;
			let sum = Pot::checked_sum([before, amount]).map_err(Error::<T>::from)?;
			OwedSlashes::<T>::insert(pool_id, sum);
		}
		Ok(())
	}

	/// Takes money out of the pot that slashes left owed in a pool. Nothing has happened if the asset refuses.
	pub(crate) fn do_hand_out(
		pool_id: PoolId,
		amount: Balance,
	) -> Result<CreditOf<T>, DispatchError> {
		let owed = OwedSlashes::<T>::get(pool_id).ok_or(Error::<T>::NothingOwed)?;
		let pool = Pools::<T>::get(pool_id).ok_or(Error::<T>::UnknownPool)?;
		ensure!(amount > 0, Error::<T>::NothingOwed);
		let refused = |error| refused_by_asset(error, Error::<T>::PaymentRefused);
		let amount = PotOf::<T>::payable(&pool.asset, amount.min(owed)).map_err(refused)?;
		let left = owed.checked_sub(amount).ok_or(Error::<T>::Overflow)?;

		with_storage_layer(|| {
			OwedSlashes::<T>::set(pool_id, (left > 0).then_some(left));
			Self::deposit_event(Event::OwedSlashPaid { pool_id, amount });
			PotOf::<T>::take(pool.asset, amount).map_err(refused)
		})
	}

	/// Notes a slash of the pools in the operator's unslashed part, and closes the operator if it was one too many.
	fn lower_unslashed(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		fraction: Fraction,
		now: EpochIndex,
	) -> DispatchResult {
		let was_spent = record.unslashed.is_spent();
		record.unslashed.fall(fraction);
		if was_spent || !record.unslashed.is_spent() {
			return Ok(());
		}

		// What has closed stays as it is: stake has left on its terms. A closing that was announced is overtaken, but for the
		// bond: whoever has itself deactivated by slashes of its pools answers no shorter with it than whoever retires.
		let departure = match record.departure {
			Some(departure) if departure.last_epoch <= now => departure,
			announced => {
				T::Liability::closes(operator);
				let last_epoch = now.plus(T::Liability::notice(operator));
				let of_bond =
					announced.unwrap_or_else(|| Self::bond_departure(operator, last_epoch));
				Self::close(operator, record, now, of_bond)?;
				of_bond
			},
		};
		Self::deposit_event(Event::OperatorClosing {
			operator: operator.clone(),
			cause: ClosingCause::Deactivated { unslashed: record.unslashed.get() },
			departure,
		});
		Ok(())
	}
}

impl<T: Config> Matured<T> {
	/// Slashes a pool with every exit that was active in the epoch: those asked for in it or since. Returns the amount
	/// that was taken, and `None` if nothing was active.
	fn slash(
		&mut self,
		fault_epoch: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, DispatchError> {
		let (at, mut pool) = (self.at, mem::take(&mut self.record.buckets));

		let exits = self.exits_since(fault_epoch)?;
		let pool_and_exits = iter::once(&mut pool).chain(exits);
		let taken = slash(pool_and_exits, at, fault_epoch, fraction).map_err(Error::<T>::from)?;

		let exits = self.exits_since(fault_epoch)?;
		let pool_and_exits = iter::once(&pool).chain(exits.map(|exits| &*exits));
		let active = active_tokens(pool_and_exits, at.now).map_err(Error::<T>::from)?;
		self.change.active = Some(active);
		self.record.buckets = pool;
		Ok(taken)
	}
}

/// Adds a credit to the one of the same asset.
fn merge<T: Config>(credits: &mut Vec<CreditOf<T>>, credit: CreditOf<T>) {
	let same = credits.iter_mut().find(|present| present.asset() == credit.asset());
	match same {
		Some(present) => {
			let refused = present.subsume(credit);
			defensive_assert!(refused.is_ok(), "the assets are the same");
		},
		None => credits.push(credit),
	}
}
