// SPDX-License-Identifier: Apache-2.0

//! Slashes: each takes a part of exactly the stake that was active at the fault. Moving the money is in `seizures`.

use crate::{
	door_weights, matured::Matured, seizures::SlashedOf, AssetIdOf, Balance, ClosingCause, Config,
	CreditOf, Error, Event, Fraction, Operator, Operators, Pallet, WeightInfo,
};
use alloc::vec::Vec;
use bulwark_ledger::{
	active_tokens, slash, EpochIndex, Fractions, Horizon, PoolId, Scope, MAX_FRACTION,
};
use bulwark_traits::{Epochs, Liability, Slash};
use core::{iter, mem};
use frame_support::{ensure, weights::Weight};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

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
