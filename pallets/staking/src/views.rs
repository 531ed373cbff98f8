// SPDX-License-Identifier: Apache-2.0

//! What a wallet asks for. View functions and the runtime API answer from here.

use crate::{
	matured::Matured, self_stake::state, ActiveSetSize, AssetIdOf, Balance, Config, Departure,
	EpochIndex, ExitRows, Exits, ExitsOf, Fraction, Millis, OperatorState, Operators, Pallet,
	PoolId, Power, PowerHistory, Powers, Rankings, Redelegations, SelfStake, SetId, Suspension,
};
use alloc::vec::Vec;
use bulwark_ledger::{tokens_in_force, Bucket, Cohort, Exit, Seat, Shares};
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
	/// When its bond leaves, if it does; its pools end with the same epoch.
	pub departure: Option<Departure>,
	/// What is left of one after all slashes of its pools.
	pub mark: Fraction,
	/// Whether and why it is suspended, its bond and own stake apart.
	pub suspension: Option<Suspension>,
	/// Everything that stands behind it, in units of power.
	pub power: Powers,
	/// Its own part of that, and what it has to be.
	pub self_stake: SelfStake,
	/// Whether it is in the active set.
	pub is_serving: bool,
	/// Its pools.
	pub pools: Vec<PoolId>,
}

/// Who serves.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ActiveSetView<AccountId> {
	/// The number of the set in force; 0 if there has never been one.
	pub id: SetId,
	/// The epoch in which it came into force.
	pub epoch: EpochIndex,
	/// Who is in it, the most powerful first when it came into force.
	pub members: Vec<AccountId>,
	/// X: how many serve, if so many can.
	pub size: u32,
	/// Who can serve in this epoch, the most powerful first: the first X are the set of the next block, the
	/// others the reserve.
	pub ranking: Vec<Seat<AccountId>>,
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
	/// What is on its way to other pools.
	pub redelegations: Vec<RedelegationView>,
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

/// What is on its way to another pool.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RedelegationView {
	/// Where it goes.
	pub to: PoolId,
	/// What waits for its release, the oldest first.
	pub exits: Vec<ExitView>,
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
		let self_stake = Self::self_stake_of(operator, &record);
		Some(OperatorView {
			state: state(&record, &self_stake),
			bond: record.bond.held(),
			bond_required: record.bond.required(),
			since: record.since,
			departure: record.departure,
			mark: record.mark.get(),
			suspension: record.suspension,
			power: Self::power_of(operator),
			self_stake,
			is_serving: Self::is_serving(operator),
			pools: record.pools.to_vec(),
		})
	}

	/// See [`ActiveSetView`].
	pub fn active_set_view() -> ActiveSetView<T::AccountId> {
		let (id, epoch, members) = match Self::set_in_force() {
			Some(set) => (set.id, set.epoch, set.members.into_inner()),
			None => Default::default(),
		};
		ActiveSetView {
			id,
			epoch,
			members,
			size: ActiveSetSize::<T>::get(),
			ranking: Rankings::<T>::get().seats().to_vec(),
		}
	}

	/// What stood behind an operator when each epoch of the window began, the oldest first. An epoch without a
	/// block has none.
	pub fn power_history_view(operator: &T::AccountId) -> Vec<(EpochIndex, Power)> {
		let now = Self::now();
		let epochs = now.minus(T::Window::get()).through(now);
		let of_epoch = |epoch| {
			let history = PowerHistory::<T>::get(Self::history_slot(epoch))?;
			let found = history.powers.iter().find(|(who, _)| who == operator);
			(history.epoch == epoch).then_some((epoch, found.map_or(0, |(_, power)| *power)))
		};
		epochs.filter_map(of_epoch).collect()
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
		let waiting = exits_view::<T>(id, &exits)?;
		let redelegations = Redelegations::<T>::iter_prefix((holder, id))
			.map(|(to, exits)| Some(RedelegationView { to, exits: exits_view::<T>(id, &exits)? }));
		let redelegations = redelegations.collect::<Option<_>>()?;

		Self::free(&mut pool, &mut holding, &mut exits, true).ok()?;
		let withdrawable = exits.due();
		Some(StakeView { value, lots, exits: waiting, redelegations, withdrawable })
	}
}

fn exits_view<T: Config>(id: PoolId, exits: &ExitsOf<T>) -> Option<Vec<ExitView>> {
	let view = |exit: &Exit<_>| {
		let row = ExitRows::<T>::get(id, exit.asked).unwrap_or_default();
		let value = exit.value(&row).ok()?;
		Some(ExitView { asked: exit.asked, release: exit.release, value })
	};
	exits.waiting().iter().map(view).collect()
}
