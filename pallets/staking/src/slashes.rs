// SPDX-License-Identifier: Apache-2.0

//! Charging a fault to those who were in force when it happened.

use crate::{
	matured::Matured, AssetIdOf, Balance, Config, CreditOf, Error, Event, ExitRows, Fraction,
	HoldReason, Operator, Operators, Pallet, PoolId,
};
use alloc::{vec, vec::Vec};
use bulwark_ledger::{slash, tokens_in_force, EpochIndex, MAX_FRACTION};
use bulwark_traits::Liability;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::iter;
use frame_support::{
	defensive_assert, ensure,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get, OnUnbalanced,
	},
};
use scale_info::TypeInfo;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

/// What a slash charges.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum Scope {
	/// The operator's own bond: up to all of it.
	#[codec(index = 0)]
	Bond,
	/// The bond and every pool behind the operator: up to half.
	#[codec(index = 1)]
	BondAndPools,
}

impl Scope {
	/// The largest fraction of it that one slash may take.
	fn most(self) -> Fraction {
		match self {
			Self::Bond => Fraction::one(),
			Self::BondAndPools => MAX_FRACTION,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_slash(
		operator: T::AccountId,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> DispatchResult {
		let credits = Self::charge(operator, fault, fraction, scope)?;
		credits.into_iter().for_each(T::OnSlash::on_unbalanced);
		Ok(())
	}

	/// Charges an operator and returns what was taken, one credit for each asset.
	fn charge(
		operator: T::AccountId,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Vec<CreditOf<T>>, DispatchError> {
		let mut record = Operators::<T>::get(&operator).ok_or(Error::<T>::UnknownOperator)?;

		Self::horizon().check(fault).map_err(Error::<T>::from)?;
		ensure!(!fraction.is_zero() && fraction <= scope.most(), Error::<T>::InvalidFraction);
		// Exits that nobody may charge are released early: what was never promised is never charged either.
		let liable = T::Liability::last_liable(&operator, fault);
		ensure!(liable == Some(fault), Error::<T>::NothingInForce);

		let was_short = !Self::self_stake_of(&operator, &record).will_be_met();
		let bond = Self::charge_bond(&mut record, fault, fraction)?;
		let pools = Self::charge_pools(&operator, &record, fault, fraction, scope)?;
		ensure!(bond.is_some() || !pools.is_empty(), Error::<T>::NothingInForce);

		let bond = bond.unwrap_or_default();
		let mut credits = Self::seize_bond(&operator, bond)?;
		Self::deposit_event(Event::Slashed {
			operator: operator.clone(),
			fault,
			fraction,
			scope,
			bond,
		});
		for (pool, asset, amount) in &pools {
			Self::write_off(asset, *amount)?;
			merge::<T>(&mut credits, Self::take(asset.clone(), *amount)?);
			Self::deposit_event(Event::PoolSlashed {
				pool: *pool,
				fault,
				fraction,
				amount: *amount,
			});
		}
		if !pools.is_empty() {
			Self::lower_mark(&operator, &mut record, fraction)?;
			Self::note_short(&operator, &mut record, was_short);
		}
		Self::unseat(&operator);
		Operators::<T>::insert(&operator, record);
		Ok(credits)
	}

	/// What the bond loses, or `None` if it does not answer for the epoch or nothing is left of it.
	fn charge_bond(
		record: &mut Operator<T>,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, DispatchError> {
		if !record.is_bonded(fault) || record.bond.held().is_zero() {
			return Ok(None);
		}
		let cut = record.bond.charge(fraction).map_err(Error::<T>::from)?;
		Ok(Some(cut))
	}

	/// What the pools lose that had anything in force in the epoch.
	fn charge_pools(
		operator: &T::AccountId,
		record: &Operator<T>,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Vec<(PoolId, AssetIdOf<T>, Balance)>, DispatchError> {
		let mut charged = Vec::new();
		if scope == Scope::Bond {
			return Ok(charged);
		}
		for id in record.pools.iter() {
			let mut pool = Matured::<T>::open(*id)?;
			let own = pool.holding(operator)?;
			let before = own.value(&pool.record.buckets).map_err(Error::<T>::from)?;
			if let Some(amount) = pool.charge(fault, fraction)? {
				charged.push((*id, pool.record.asset.clone(), amount));
			}
			// What merges have rounded off is no loss to note.
			if own.value(&pool.record.buckets).map_err(Error::<T>::from)? < before {
				pool.own_slashed(&own)?;
			}
			pool.put_holding(operator, own)?;
			pool.store()?;
		}
		Ok(charged)
	}

	/// Moves the cut of a bond through the pot, which turns a hold into a credit.
	fn seize_bond(
		operator: &T::AccountId,
		cut: Balance,
	) -> Result<Vec<CreditOf<T>>, DispatchError> {
		if cut.is_zero() {
			return Ok(Vec::new());
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
		Ok(vec![Self::take(T::NativeAsset::get(), cut)?])
	}

	/// Notes a slash of the pools in the operator's mark, and closes the operator if it was one too many.
	fn lower_mark(
		operator: &T::AccountId,
		record: &mut Operator<T>,
		fraction: Fraction,
	) -> DispatchResult {
		let was_spent = record.mark.is_spent();
		record.mark.fall(fraction);
		if was_spent || !record.mark.is_spent() {
			return Ok(());
		}

		Self::deposit_event(Event::OperatorDeactivated {
			operator: operator.clone(),
			mark: record.mark.get(),
		});
		if record.departure.is_none() {
			Self::close(operator, record)?;
		}
		Ok(())
	}
}

impl<T: Config> Matured<T> {
	/// Charges a pool with every exit that answers for the epoch: those asked for in it or since. Returns what
	/// was taken, and `None` if nothing was in force.
	fn charge(
		&mut self,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, DispatchError> {
		let asked = fault.through(self.at.now);
		let mut rows: Vec<_> =
			asked.filter_map(|asked| Some((asked, ExitRows::<T>::get(self.id, asked)?))).collect();

		let exits = rows.iter_mut().map(|(_, row)| row);
		let pool_and_exits = iter::once(&mut self.record.buckets).chain(exits);
		let taken = slash(pool_and_exits, self.at, fault, fraction).map_err(Error::<T>::from)?;

		let exits = rows.iter().map(|(_, row)| row);
		let pool_and_exits = iter::once(&self.record.buckets).chain(exits);
		let in_force = tokens_in_force(pool_and_exits, self.at.now).map_err(Error::<T>::from)?;
		self.follow.now = Some(in_force);

		for (asked, row) in rows {
			ExitRows::<T>::insert(self.id, asked, row);
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
