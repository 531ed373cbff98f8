// SPDX-License-Identifier: Apache-2.0

//! What a wallet asks for. View functions and the runtime API answer from here.

use crate::{
	matured::Matured, AssetIdOf, Balance, Config, Departure, EpochIndex, ExitRows, Exits, Fraction,
	Millis, OperatorState, Operators, Pallet, PoolId,
};
use alloc::vec::Vec;
use bulwark_ledger::{tokens_in_force, Bucket, Cohort, Shares};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;

/// The present epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EpochView {
	/// Its number.
	pub now: EpochIndex,
	/// When it began, in milliseconds since 1970.
	pub start: Millis,
	/// When the next begins.
	pub end: Millis,
	/// W: how many epochs back a slash can reach.
	pub window: u32,
}

/// An operator.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OperatorView {
	/// What it may do.
	pub state: OperatorState,
	/// What is left of its bond, in native units.
	pub bond: Balance,
	/// What its bond has to be.
	pub bond_required: Balance,
	/// The epoch of its registration.
	pub since: EpochIndex,
	/// When it leaves, if it does.
	pub departure: Option<Departure>,
	/// What is left of one after all slashes of its pools.
	pub mark: Fraction,
	/// Its pools.
	pub pools: Vec<PoolId>,
}

/// A pool.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PoolView<AccountId, AssetId> {
	/// What is staked.
	pub asset: AssetId,
	/// Whom it stands behind.
	pub operator: Option<AccountId>,
	/// The least deposit and the least remainder of a lot.
	pub minimum: Balance,
	/// When all of it leaves, if it closed.
	pub departure: Option<Departure>,
	/// What counts now, exits of this epoch included.
	pub in_force: Balance,
	/// All that stands in it, exits not included.
	pub tokens: Balance,
	/// The stake by cohort, the oldest first.
	pub buckets: Vec<(Cohort, Bucket)>,
}

/// What a holder has in a pool.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct StakeView {
	/// The value of all lots now: what `undelegate` of all would ask back.
	pub value: Balance,
	/// The lots, the oldest cohort first.
	pub lots: Vec<LotView>,
	/// What waits, the oldest first.
	pub exits: Vec<ExitView>,
	/// What `withdraw` by the holder would pay now.
	pub withdrawable: Balance,
}

/// A lot.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct LotView {
	/// Its cohort.
	pub cohort: Cohort,
	/// Its shares.
	pub shares: Shares,
	/// What they are worth now.
	pub value: Balance,
}

/// An exit.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ExitView {
	/// The epoch it was asked in, the last one it answers for.
	pub asked: EpochIndex,
	/// The epoch from which it is paid.
	pub release: EpochIndex,
	/// What it is worth now; a slash can still lower it.
	pub value: Balance,
}

impl<T: Config> Pallet<T> {
	/// See [`EpochView`].
	pub fn epoch_view() -> EpochView {
		let now = Self::now();
		EpochView {
			now,
			start: Self::start(now),
			end: Self::start(now.next()),
			window: T::Window::get(),
		}
	}

	/// See [`OperatorView`].
	pub fn operator_view(operator: &T::AccountId) -> Option<OperatorView> {
		let record = Operators::<T>::get(operator)?;
		Some(OperatorView {
			state: record.state(),
			bond: record.bond.held(),
			bond_required: record.bond.required(),
			since: record.since,
			departure: record.departure,
			mark: record.mark.get(),
			pools: record.pools.to_vec(),
		})
	}

	/// See [`PoolView`].
	pub fn pool_view(id: PoolId) -> Option<PoolView<T::AccountId, AssetIdOf<T>>> {
		let pool = Matured::<T>::load(id).ok()?;
		let buckets = &pool.record.buckets;
		let leaving = ExitRows::<T>::get(id, pool.at.now).unwrap_or_default();
		Some(PoolView {
			in_force: tokens_in_force([buckets, &leaving], pool.at.now).ok()?,
			tokens: buckets.tokens().ok()?,
			departure: buckets.departure(),
			buckets: buckets.iter().map(|(cohort, bucket)| (cohort, *bucket)).collect(),
			asset: pool.record.asset,
			operator: pool.record.operator,
			minimum: pool.record.minimum,
		})
	}

	/// See [`StakeView`].
	pub fn stake_view(id: PoolId, holder: &T::AccountId) -> Option<StakeView> {
		let mut pool = Matured::<T>::load(id).ok()?;
		let mut holding = pool.holding(holder).ok()?;
		let mut exits = Exits::<T>::get(holder, id).unwrap_or_default();

		let buckets = &pool.record.buckets;
		let value = holding.value(buckets).ok()?;
		let lots = holding.lots().iter().map(|lot| {
			let value = buckets.bucket(lot.cohort).value_floor(lot.shares).ok()?;
			Some(LotView { cohort: lot.cohort, shares: lot.shares, value })
		});
		let lots = lots.collect::<Option<_>>()?;
		let waiting = exits.waiting().iter().map(|exit| {
			let row = ExitRows::<T>::get(id, exit.asked).unwrap_or_default();
			let value = exit.value(&row).ok()?;
			Some(ExitView { asked: exit.asked, release: exit.release, value })
		});
		let waiting = waiting.collect::<Option<_>>()?;

		Self::free(&mut pool, &mut holding, &mut exits, true).ok()?;
		Some(StakeView { value, lots, exits: waiting, withdrawable: exits.due() })
	}
}
