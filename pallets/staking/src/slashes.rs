// SPDX-License-Identifier: Apache-2.0

//! Charging a fault to those who were in force when it happened.

use crate::{
	matured::Matured, AssetIdOf, Balance, BucketsOf, Config, CreditOf, Error, Event, ExitRows,
	Exits, Fraction, HoldReason, Operator, Operators, Pallet, Pools, Redelegations,
};
use alloc::vec::Vec;
use bulwark_ledger::{slash, tokens_in_force, EpochIndex, LedgerError, PoolId, Pot, Scope};
use bulwark_traits::{Liability, Slash, Slashed};
use core::iter;
use frame_support::{
	defensive_assert, ensure,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Charges an operator and returns what was taken.
	pub(crate) fn do_slash(
		operator: &T::AccountId,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Slashed<CreditOf<T>>, DispatchError> {
		let mut record = Operators::<T>::get(operator).ok_or(Error::<T>::UnknownOperator)?;

		Self::horizon().check(fault).map_err(Error::<T>::from)?;
		ensure!(!fraction.is_zero() && fraction <= scope.most(), Error::<T>::InvalidFraction);
		// Exits that nobody may charge are released early: what was never promised is never charged either.
		let liable = T::Liability::last_liable(operator, scope, fault);
		ensure!(liable == Some(fault), Error::<T>::NothingInForce);

		let was_short = !Self::self_stake_of(operator, &record).will_be_met();
		let bond = Self::charge_bond(&mut record, fault, fraction)?;
		let pools = Self::charge_pools(operator, &record, fault, fraction, scope)?;
		ensure!(bond.is_some() || !pools.is_empty(), Error::<T>::NothingInForce);

		let cut = bond.unwrap_or_default();
		let bond = Self::seize_bond(operator, cut)?;
		Self::deposit_event(Event::Slashed {
			operator: operator.clone(),
			fault,
			fraction,
			scope,
			bond: cut,
		});
		let mut credits = Vec::new();
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
			Self::lower_mark(operator, &mut record, fraction)?;
			Self::note_short(operator, &mut record, was_short);
		}
		Self::unseat(operator);
		Operators::<T>::insert(operator, record);
		Ok(Slashed { bond, pools: credits })
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
		Ok(Some(Self::take(T::NativeAsset::get(), cut)?))
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
	/// The exits that were asked for in an epoch or since.
	fn exits_since(
		&self,
		epoch: EpochIndex,
	) -> impl Iterator<Item = (EpochIndex, BucketsOf<T>)> + '_ {
		let asked = epoch.through(self.at.now);
		asked.filter_map(|asked| Some((asked, ExitRows::<T>::get(self.id, asked)?)))
	}

	/// Charges a pool with every exit that answers for the epoch: those asked for in it or since. Returns what
	/// was taken, and `None` if nothing was in force.
	fn charge(
		&mut self,
		fault: EpochIndex,
		fraction: Fraction,
	) -> Result<Option<Balance>, DispatchError> {
		let mut rows: Vec<_> = self.exits_since(fault).collect();

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

impl<T: Config> Slash<T::AccountId> for Pallet<T> {
	type AssetId = AssetIdOf<T>;
	type Money = CreditOf<T>;

	fn is_operator(who: &T::AccountId) -> bool {
		Operators::<T>::contains_key(who)
	}

	fn may_promise(operator: &T::AccountId) -> bool {
		Operators::<T>::get(operator).is_some_and(|record| record.departure.is_none())
	}

	fn chargeable(
		operator: &T::AccountId,
		fault: EpochIndex,
		scope: Scope,
	) -> Vec<(AssetIdOf<T>, Balance)> {
		chargeable::<T>(operator, fault, scope).unwrap_or_default()
	}

	fn stands_behind(pool: PoolId, operator: &T::AccountId) -> bool {
		Pools::<T>::get(pool).is_some_and(|pool| pool.operator.as_ref() == Some(operator))
	}

	fn answers(pool: PoolId, holder: &T::AccountId, fault: EpochIndex) -> Balance {
		answers::<T>(pool, holder, fault).unwrap_or_default()
	}

	fn slash(
		operator: &T::AccountId,
		fault: EpochIndex,
		fraction: Fraction,
		scope: Scope,
	) -> Result<Slashed<CreditOf<T>>, DispatchError> {
		Self::do_slash(operator, fault, fraction, scope)
	}
}

/// The bond if it answers for the epoch, and of each pool what was in force in it.
fn chargeable<T: Config>(
	operator: &T::AccountId,
	fault: EpochIndex,
	scope: Scope,
) -> Result<Vec<(AssetIdOf<T>, Balance)>, DispatchError> {
	let record = Operators::<T>::get(operator).ok_or(Error::<T>::UnknownOperator)?;
	Pallet::<T>::horizon().check(fault).map_err(Error::<T>::from)?;

	let mut amounts = Vec::new();
	if record.is_bonded(fault) {
		gather(&mut amounts, T::NativeAsset::get(), record.bond.held())
			.map_err(Error::<T>::from)?;
	}
	if scope == Scope::BondAndPools {
		for id in record.pools.iter() {
			let pool = Matured::<T>::load(*id)?;
			let exits: Vec<_> = pool.exits_since(fault).map(|(_, row)| row).collect();
			let pool_and_exits = iter::once(&pool.record.buckets).chain(&exits);
			let in_force = tokens_in_force(pool_and_exits, fault).map_err(Error::<T>::from)?;
			gather(&mut amounts, pool.record.asset, in_force).map_err(Error::<T>::from)?;
		}
	}
	Ok(amounts)
}

/// Adds an amount to the one of the same asset.
fn gather<AssetId: PartialEq>(
	amounts: &mut Vec<(AssetId, Balance)>,
	asset: AssetId,
	amount: Balance,
) -> Result<(), LedgerError> {
	if amount.is_zero() {
		return Ok(());
	}
	match amounts.iter_mut().find(|(present, _)| *present == asset) {
		Some((_, sum)) => *sum = Pot::checked_sum([*sum, amount])?,
		None => amounts.push((asset, amount)),
	}
	Ok(())
}

/// What of a holder's lots and exits answers for an epoch.
fn answers<T: Config>(
	id: PoolId,
	holder: &T::AccountId,
	fault: EpochIndex,
) -> Result<Balance, DispatchError> {
	let mut pool = Matured::<T>::load(id)?;
	pool.at.check(fault).map_err(Error::<T>::from)?;
	let holding = pool.holding(holder)?;

	let has_left = pool.record.buckets.departure().is_some_and(|closed| closed.last < fault);
	let lots = match has_left {
		true => Ok(0),
		false => holding.value_in_force(&pool.record.buckets, fault),
	};
	let own = Exits::<T>::get(holder, id).unwrap_or_default();
	let moving = Redelegations::<T>::iter_prefix_values((holder, id));
	let exits = iter::once(own).chain(moving).flat_map(|exits| exits.waiting().to_vec());
	let exits = exits.map(|exit| {
		let row = ExitRows::<T>::get(id, exit.asked).unwrap_or_default();
		exit.value_in_force(&row, fault)
	});
	let values = exits.chain(iter::once(lots)).collect::<Result<Vec<_>, _>>();
	Ok(values.and_then(Pot::checked_sum).map_err(Error::<T>::from)?)
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
