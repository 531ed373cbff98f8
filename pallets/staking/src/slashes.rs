// SPDX-License-Identifier: Apache-2.0

//! Slashes: each takes a part of exactly the stake that was active at the fault.

use crate::{
	door_weights, matured::Matured, payments::PotOf, AssetIdOf, Balance, ClosingCause, Config,
	CreditOf, Error, Event, ExitBuckets, Fraction, HoldReason, Operator, Operators, Pallet,
};
use alloc::vec::Vec;
use bulwark_ledger::{active_tokens, slash, EpochIndex, PoolId, Scope};
use bulwark_traits::{Epochs, Liability, Slash, Slashed};
use core::iter;
use frame_support::{
	defensive_assert, ensure,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
	weights::Weight,
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

impl<T: Config> Slash<T::AccountId, CreditOf<T>> for Pallet<T> {
	fn slash(
		operator: &T::AccountId,
		fault_epoch: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Slashed<CreditOf<T>>, DispatchError> {
		Self::do_slash(operator, fault_epoch, fraction, scope)
	}

	fn weight() -> Weight {
		door_weights::slash::<T>()
	}
}

impl<T: Config> Pallet<T> {
	/// Slashes an operator and returns what was taken.
	pub(crate) fn do_slash(
		operator: &T::AccountId,
		fault_epoch: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Slashed<CreditOf<T>>, DispatchError> {
		let mut record = Operators::<T>::get(operator).ok_or(Error::<T>::NotOperator)?;

		Self::horizon().check(fault_epoch).map_err(Error::<T>::from)?;
		ensure!(!fraction.is_zero() && fraction <= scope.most(), Error::<T>::InvalidFraction);
		// Exits that nobody may slash are released early: stake that no opt-in covered is never slashed either.
		let liable = T::Liability::last_liable(operator, scope, fault_epoch);
		ensure!(liable == Some(fault_epoch), Error::<T>::NothingAtStake);

		let was_short = !Self::self_stake_of(operator, &record).will_be_met();
		let bond = Self::slash_bond(&mut record, fault_epoch, fraction)?;
		let pools = Self::slash_pools(operator, &record, fault_epoch, fraction, scope)?;
		ensure!(bond.is_some() || !pools.is_empty(), Error::<T>::NothingAtStake);

		let cut = bond.unwrap_or_default();
		let bond = Self::seize_bond(operator, cut)?;
		Self::deposit_event(Event::Slashed {
			operator: operator.clone(),
			fault_epoch,
			fraction,
			scope,
			bond: cut,
		});
		let mut credits = Vec::new();
		for (pool_id, asset, amount) in &pools {
			PotOf::<T>::note_paid(asset, *amount)?;
			merge::<T>(&mut credits, PotOf::<T>::withdraw(asset.clone(), *amount)?);
			Self::deposit_event(Event::PoolSlashed {
				pool_id: *pool_id,
				fault_epoch,
				fraction,
				amount: *amount,
			});
		}
		if !pools.is_empty() {
			Self::lower_unslashed(operator, &mut record, fraction)?;
			Self::note_shortage(operator, &mut record, was_short);
		}
		Self::unrank(operator);
		Operators::<T>::insert(operator, record);
		Ok(Slashed { bond, pools: credits })
	}

	/// Slashes the bond. `None` if it cannot be slashed for the epoch or nothing is left of it.
	fn slash_bond(
		record: &mut Operator<T>,
		fault_epoch: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, DispatchError> {
		if !record.is_bonded(fault_epoch) || record.bond.held().is_zero() {
			return Ok(None);
		}
		let cut = record.bond.slash(fraction).map_err(Error::<T>::from)?;
		Ok(Some(cut))
	}

	/// Slashes the pools that had any stake active in the epoch.
	fn slash_pools(
		operator: &T::AccountId,
		record: &Operator<T>,
		fault_epoch: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Vec<(PoolId, AssetIdOf<T>, Balance)>, DispatchError> {
		let mut slashed = Vec::new();
		if scope == Scope::Bond {
			return Ok(slashed);
		}
		for pool_id in record.pool_ids.iter() {
			let mut pool = Matured::<T>::open(*pool_id)?;
			let own = pool.holding(operator)?;
			let before = own.value(&pool.record.buckets).map_err(Error::<T>::from)?;
			if let Some(amount) = pool.slash(fault_epoch, fraction)? {
				slashed.push((*pool_id, pool.record.asset.clone(), amount));
			}
			// What merges have rounded off is no loss to note.
			if own.value(&pool.record.buckets).map_err(Error::<T>::from)? < before {
				pool.own_slashed(&own)?;
			}
			pool.put_holding(operator, own)?;
			pool.store()?;
		}
		Ok(slashed)
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

	/// Notes a slash of the pools in the operator's unslashed part, and closes the operator if it was one too many.
	fn lower_unslashed(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		fraction: Fraction,
	) -> DispatchResult {
		let was_spent = record.unslashed.is_spent();
		record.unslashed.fall(fraction);
		if was_spent || !record.unslashed.is_spent() {
			return Ok(());
		}

		// A closing that stands stays as it is: stake has left on its terms.
		let departure = match record.departure {
			Some(departure) => departure,
			None => Self::close(operator, record)?,
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
		let mut exits: Vec<_> = self.exits_since(fault_epoch).collect();

		let buckets = exits.iter_mut().map(|(_, bucket)| bucket);
		let pool_and_exits = iter::once(&mut self.record.buckets).chain(buckets);
		let taken =
			slash(pool_and_exits, self.at, fault_epoch, fraction).map_err(Error::<T>::from)?;

		let buckets = exits.iter().map(|(_, bucket)| bucket);
		let pool_and_exits = iter::once(&self.record.buckets).chain(buckets);
		let active = active_tokens(pool_and_exits, self.at.now).map_err(Error::<T>::from)?;
		self.change.active = Some(active);

		for (asked_epoch, bucket) in exits {
			ExitBuckets::<T>::insert(self.pool_id, asked_epoch, bucket);
		}
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
