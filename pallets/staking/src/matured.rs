// SPDX-License-Identifier: Apache-2.0

//! The only way to a pool's stake: loaded as the clock has it, whoever touched it last.

use crate::{
	BucketsOf, Config, Conversions, Error, ExitRows, HoldingOf, Holdings, Operators, Pallet, Pool,
	Pools,
};
use bulwark_ledger::{Departure, EpochIndex, Horizon, PoolId};
use bulwark_traits::{Epochs, Liability};
use frame_support::ensure;
use sp_runtime::DispatchError;

/// A pool whose due cohorts have merged, with the conversions that this made or needed. Nothing is kept until
/// [`store`](Self::store).
pub(crate) struct Matured<T: Config> {
	pub(crate) id: PoolId,
	pub(crate) at: Horizon,
	pub(crate) record: Pool<T>,
	conversions: bulwark_ledger::Conversions,
}

impl<T: Config> Matured<T> {
	/// `UnknownPool` if there is none.
	pub(crate) fn load(id: PoolId) -> Result<Self, DispatchError> {
		let mut record = Pools::<T>::get(id).ok_or(Error::<T>::UnknownPool)?;
		let at = record.horizon(Pallet::<T>::now());
		let mut conversions = Default::default();

		record.buckets.mature(at, &mut conversions).map_err(Error::<T>::from)?;
		Ok(Self { id, at, record, conversions })
	}

	/// A holder's lots, which have followed their cohorts.
	pub(crate) fn holding(&mut self, holder: &T::AccountId) -> Result<HoldingOf<T>, DispatchError> {
		let mut holding = Holdings::<T>::get(holder, self.id).unwrap_or_default();

		for cohort in holding.due(&self.record.buckets, self.at) {
			if self.conversions.contains_key(&cohort) {
				continue; // merged just now
			}
			if let Some(conversion) = Conversions::<T>::get(self.id, cohort) {
				self.conversions.insert(cohort, conversion);
			}
		}
		holding
			.follow(&mut self.record.buckets, self.at, &mut self.conversions)
			.map_err(Error::<T>::from)?;
		Ok(holding)
	}

	/// The exits of the present epoch, and when they leave: that is fixed with the first of them, or with the
	/// pool if it has closed.
	pub(crate) fn exit_row(&self) -> (Departure, BucketsOf<T>) {
		let row = ExitRows::<T>::get(self.id, self.at.now);
		let fixed = row.as_ref().and_then(|row| row.departure());
		let departure = fixed
			.or(self.record.buckets.departure())
			.unwrap_or_else(|| departure::<T>(self.record.operator.as_ref(), self.at));
		(departure, row.unwrap_or_else(|| BucketsOf::<T>::leaving(departure)))
	}

	/// Whether anybody may move what left with an epoch, because nobody can credit it any more either.
	pub(crate) fn is_settled(&self, left: EpochIndex) -> bool {
		left.plus(self.at.window) < self.at.now
	}

	/// `PoolClosed`, or `OperatorNotActive`, if the pool takes no stake.
	pub(crate) fn ensure_open(&self) -> Result<(), DispatchError> {
		ensure!(self.record.buckets.departure().is_none(), Error::<T>::PoolClosed);

		let Some(operator) = &self.record.operator else { return Ok(()) };
		let operator = Operators::<T>::get(operator).ok_or(Error::<T>::OperatorNotActive)?;
		ensure!(operator.is_active(), Error::<T>::OperatorNotActive);
		Ok(())
	}

	/// Whether no conversion waits for anybody, once every holding has been loaded.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn is_followed(&self) -> bool {
		let mut stored = Conversions::<T>::iter_key_prefix(self.id);
		stored.all(|cohort| self.conversions.contains_key(&cohort))
			&& self.conversions.values().all(|conversion| conversion.is_spent())
	}

	/// Keeps the pool and the conversions. A holding is kept by who loaded it.
	pub(crate) fn store(self) {
		for (cohort, conversion) in self.conversions {
			if conversion.is_spent() {
				Conversions::<T>::remove(self.id, cohort);
			} else {
				Conversions::<T>::insert(self.id, cohort, conversion);
			}
		}
		Pools::<T>::insert(self.id, self.record);
	}
}

/// When stake leaves that is asked back now: of an operator's when nobody can charge it any more.
pub(crate) fn departure<T: Config>(operator: Option<&T::AccountId>, at: Horizon) -> Departure {
	let liable = operator.and_then(|operator| T::Liability::last_liable(operator, at.now));
	Departure::new(at.now, liable, at.window)
}
