// SPDX-License-Identifier: Apache-2.0

//! What was credited for an epoch, and how much of it was a staker's.

use super::parts::parts;
use crate::{
	math::{add, wide_mul},
	Balance, Buckets, EpochIndex, LedgerError, Weighted,
};
use bounded_collections::{BoundedVec, Get};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use primitive_types::{U256, U512};
use scale_info::TypeInfo;

/// Money of one reward asset that was credited for an epoch, in units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct CreditedAmount {
	/// Amount that was divided among the stakers.
	#[codec(compact)]
	pub amount: Balance,
	/// Commission of the operator in addition.
	#[codec(compact)]
	pub commission: Balance,
}

/// All that was credited to a pool for an epoch.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A))]
#[codec(mel_bound(A: Get<u32>))]
pub struct Credited<A: Get<u32>> {
	/// The epoch in which it was earned.
	pub epoch: EpochIndex,
	/// Amounts by reward asset, in the order in which assets were listed; none after the last that was credited.
	amounts: BoundedVec<CreditedAmount, A>,
}

impl<A: Get<u32>> Credited<A> {
	/// Nothing yet.
	pub fn new(epoch: EpochIndex) -> Self {
		Self { epoch, amounts: BoundedVec::new() }
	}

	/// The amounts in an asset.
	pub fn get(&self, asset: u32) -> CreditedAmount {
		let at = usize::try_from(asset).unwrap_or(usize::MAX);
		self.amounts.get(at).copied().unwrap_or_default()
	}

	fn add(&mut self, asset: u32, amount: Balance, commission: Balance) -> Result<(), LedgerError> {
		let at = usize::try_from(asset).map_err(|_| LedgerError::Overflow)?;
		while self.amounts.len() <= at {
			let pushed = self.amounts.try_push(CreditedAmount::default());
			pushed.map_err(|_| LedgerError::Overflow)?;
		}
		let slot = self.amounts.get_mut(at).ok_or(LedgerError::Overflow)?;
		slot.amount = add(slot.amount, amount)?;
		slot.commission = add(slot.commission, commission)?;
		Ok(())
	}
}

/// All that was credited to a pool, for each of the W + 1 epochs up to the last that was credited. Which epochs they are, and
/// with what, does not depend on when it was noted.
#[derive_where(Clone, PartialEq, Eq, Debug, Default; A: Get<u32>, S: Get<u32>)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(A, S))]
#[codec(mel_bound(A: Get<u32>, S: Get<u32>))]
pub struct CreditedEpochs<A: Get<u32>, S: Get<u32>> {
	/// Sorted by epoch.
	list: BoundedVec<Credited<A>, S>,
}

impl<A: Get<u32>, S: Get<u32>> CreditedEpochs<A, S> {
	/// Those for which anything was credited, the oldest first.
	pub fn iter(&self) -> impl Iterator<Item = &Credited<A>> {
		self.list.iter()
	}

	/// True if nothing was credited.
	pub fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	/// The amounts in an asset that were credited for an epoch.
	pub fn get(&self, epoch: EpochIndex, asset: u32) -> CreditedAmount {
		let credited = self.list.iter().find(|credited| credited.epoch == epoch);
		credited.map(|credited| credited.get(asset)).unwrap_or_default()
	}

	/// Adds a credit for an epoch, unless W epochs or more lie between it and a later one that was credited. `Overflow` if the
	/// asset is not one of the pool's.
	pub fn add(
		&mut self,
		epoch: EpochIndex,
		window: u32,
		asset: u32,
		amount: Balance,
		commission: Balance,
	) -> Result<(), LedgerError> {
		let newest = self.list.last().map_or(epoch, |credited| credited.epoch.max(epoch));
		let oldest = newest.minus(window);
		self.list.retain(|credited| credited.epoch >= oldest);
		if epoch < oldest {
			return Ok(());
		}
		let at = match self.list.binary_search_by_key(&epoch, |credited| credited.epoch) {
			Ok(at) => at,
			Err(at) => {
				let inserted = self.list.try_insert(at, Credited::new(epoch));
				inserted.map_err(|_| LedgerError::Overflow)?;
				at
			},
		};
		self.list.get_mut(at).ok_or(LedgerError::Overflow)?.add(asset, amount, commission)
	}
}

/// A staker's part of money for an epoch: Σ ⌊amount · s_b · w / (S · V_b)⌋ over the buckets b that were active in it, in
/// which the staker has the reward weight w, as the stake and its prices are now. So it is what a credit gives the staker
/// at this moment, and less than a unit for each bucket off; of an earlier credit if nothing was slashed or weighed anew
/// since.
///
/// `exits`: those that were asked for in that epoch or since.
pub fn earned_by<'a, S: Get<u32> + 'a>(
	epoch: EpochIndex,
	amount: Balance,
	stake: &Buckets<S>,
	exits: impl Iterator<Item = (EpochIndex, &'a Buckets<S>)>,
	weights: &[Weighted],
) -> Result<Balance, LedgerError> {
	let parts = parts(epoch, stake, exits)?;
	let total = parts.iter().try_fold(0, |sum, part| add(sum, part.priced_weight))?;
	let mut earned = 0;
	for weighted in weights {
		for part in parts.iter().filter(|part| part.place == weighted.place) {
			let own = wide_mul(U256::from(part.priced_weight), weighted.weight)?;
			let all = U512::from(wide_mul(U256::from(total), part.weight)?);
			let units = own.full_mul(amount.into()).checked_div(all);
			let units = units.and_then(|units| Balance::try_from(units).ok());
			earned = add(earned, units.ok_or(LedgerError::Overflow)?)?;
		}
	}
	Ok(earned)
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;
	use bounded_collections::ConstU32;

	const WINDOW: u32 = 3;
	type Credits = CreditedEpochs<ConstU32<2>, ConstU32<5>>;

	fn credits(of: &[(u32, Balance)]) -> Credits {
		let mut credits = Credits::default();
		for (epoch, amount) in of {
			assert_eq!(credits.add(EpochIndex(*epoch), WINDOW, 0, *amount, 0), Ok(()));
		}
		credits
	}

	fn epochs(credits: &Credits) -> Vec<u32> {
		credits.iter().map(|credited| credited.epoch.0).collect()
	}

	#[test]
	fn credits_of_an_epoch_add_up() {
		let (mut credits, epoch) = (Credits::default(), EpochIndex(7));

		assert_eq!(credits.add(epoch, WINDOW, 1, 80, 20), Ok(()));
		assert_eq!(credits.add(epoch, WINDOW, 1, 8, 2), Ok(()));

		assert_eq!(credits.get(epoch, 0), CreditedAmount::default());
		assert_eq!(credits.get(epoch, 1), CreditedAmount { amount: 88, commission: 22 });
		assert_eq!(credits.get(epoch, 2), CreditedAmount::default());
		assert_eq!(credits.get(EpochIndex(8), 1), CreditedAmount::default());
	}

	#[test]
	fn an_asset_that_the_pool_cannot_have_is_refused() {
		let (mut credits, epoch) = (Credits::default(), EpochIndex(7));

		assert_eq!(credits.add(epoch, WINDOW, 2, 80, 20), Err(LedgerError::Overflow));
		assert_eq!(credits.add(epoch, WINDOW, 0, u128::MAX, 0), Ok(()));
		assert_eq!(credits.add(epoch, WINDOW, 0, 1, 0), Err(LedgerError::Overflow));
	}

	#[test]
	fn the_window_before_the_last_credit_is_kept() {
		assert_eq!(epochs(&credits(&[(4, 1), (5, 1), (6, 1), (7, 1)])), [4, 5, 6, 7]);
		assert_eq!(epochs(&credits(&[(4, 1), (5, 1), (6, 1), (7, 1), (8, 1)])), [5, 6, 7, 8]);
		assert_eq!(epochs(&credits(&[(4, 1), (5, 1), (99, 1)])), [99]);
	}

	#[test]
	fn it_makes_no_difference_when_a_credit_is_noted() {
		let in_order = credits(&[(1, 1), (4, 2), (5, 3), (6, 4), (8, 5)]);
		assert_eq!(credits(&[(8, 5), (1, 1), (6, 4), (4, 2), (5, 3)]), in_order);
		assert_eq!(epochs(&in_order), [5, 6, 8]);
	}
}
