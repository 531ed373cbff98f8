// SPDX-License-Identifier: Apache-2.0

//! The answers to a wallet. The view functions of the pallet give them, and the runtime API asks those.

use crate::{
	matured::Matured, prices::Prices, self_stake::state, ActiveSetSize, AssetIdOf, Balance,
	ClosingCause, Config, Departure, ElectionCount, EpochIndex, Exits, ExitsOf, Fraction, Holdings,
	LastElection, Millis, OperatorState, Operators, Pallet, PoolId, Power, PowerHistory, Powers,
	Ranking, RankingPending, Redelegations, SelfStake, SetId, Suspension,
};
use alloc::{collections::BTreeSet, vec::Vec};
use bulwark_ledger::{
	active_tokens, BaseTerms, BondPart, Bucket, Cohort, Cover, Elected, Exit, Multiplier, Shares,
};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;

/// The present epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EpochView {
	/// The index of the present epoch.
	pub current: EpochIndex,
	/// The time at which it began, in milliseconds since 1970.
	pub start: Millis,
	/// The time at which the next one begins, in milliseconds since 1970.
	pub end: Millis,
	/// W: the number of epochs after a fault in which a slash for it may still be applied.
	pub window: u32,
}

/// An operator.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OperatorView {
	/// The state, by record and self-stake.
	pub state: OperatorState,
	/// The bond that is held, in native units.
	pub bond: Balance,
	/// The parts of the bond, each with the epoch from which it answers, the oldest first.
	pub bond_parts: Vec<BondPart>,
	/// The full bond, in native units.
	pub bond_required: Balance,
	/// The epoch of the registration.
	pub since_epoch: EpochIndex,
	/// The departure of the bond, if the operator closes. Its pools close with the same epoch, or with an earlier one if slashes
	/// have deactivated it.
	pub departure: Option<Departure>,
	/// The part of one that all slashes of its pools have left. At 20 % or less the operator is deactivated.
	pub unslashed: Fraction,
	/// The cause of a suspension, if there is one. A bond that is not full and a low self-stake are none.
	pub suspension: Option<Suspension>,
	/// The power of all stake behind the operator; none once it has closed.
	pub power: Powers,
	/// The power of the operator's own stake, and its minimum.
	pub self_stake: SelfStake,
	/// True if it is in the active set.
	pub is_serving: bool,
	/// The epochs in which its bond answers to the chain's own consumers.
	pub cover: Cover,
	/// The number of elections in a row at which it was suspended, short of self-stake or without power.
	pub unable_elections: u32,
	/// The number of elections in a row since which it was in no active set.
	pub unelected_elections: u32,
	/// The cause for which anybody may close it by `reclaim_place`, if there is one.
	pub reclaimable: Option<ClosingCause>,
	/// The ids of its pools.
	pub pool_ids: Vec<PoolId>,
}

/// The active set.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ActiveSetView<AccountId> {
	/// The id of the present set; 0 if there has never been one.
	pub set_id: SetId,
	/// The epoch in which it began to serve.
	pub since_epoch: EpochIndex,
	/// Its operators, the most powerful first when it began to serve.
	pub members: Vec<AccountId>,
	/// X: the number of operators that serve, if as many can.
	pub size: u32,
	/// The operators that can serve in this epoch, in the order in which they are elected: those that answer to the chain's
	/// own consumers first, each by power. The set of the next block is taken from it, the others are its reserve.
	pub ranking: Vec<Elected<AccountId>>,
	/// The epoch of the last election. If it is not the present one an election is due, and the next block that has weight for
	/// it elects.
	pub elected_epoch: Option<EpochIndex>,
	/// True if a change of the set is due: the next block that has weight for it brings it into force.
	pub is_change_due: bool,
}

/// A pool.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PoolView<AccountId, AssetId> {
	/// The asset that is staked.
	pub asset: AssetId,
	/// The operator that the pool stands behind; none for a standalone pool.
	pub operator: Option<AccountId>,
	/// The minimum of a deposit, and of the stake that a staker may leave in the pool, in units of the asset.
	pub minimum: Balance,
	/// The reward weight of stake without a position.
	pub base: BaseTerms,
	/// The departure of all stake, if the pool closed.
	pub departure: Option<Departure>,
	/// The stake that is active in the present epoch, stake unstaked in it included, in units of the asset.
	pub active: Balance,
	/// The stake in the pool, pending stake included and unbonding stake not, in units of the asset.
	pub staked: Balance,
	/// The stake by cohort, the oldest first.
	pub buckets: Vec<(Cohort, Bucket)>,
}

/// The stake of a staker in a pool.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct StakeView {
	/// The value of all lots now, which `undelegate` of `All` takes, in units of the asset.
	pub value: Balance,
	/// The multiplier of all lots, in hundredths: that by which stake without a position earns here, if all is unbonding.
	pub multiplier: Multiplier,
	/// The lots, the oldest cohort first.
	pub lots: Vec<LotView>,
	/// The unbonding stake, the oldest first.
	pub exits: Vec<ExitView>,
	/// The unbonding stake that goes to other pools.
	pub redelegations: Vec<RedelegationView>,
	/// The amount that `withdraw` by the staker would pay now, in units of the asset.
	pub withdrawable: Balance,
}

/// A lot: the shares of a staker in one cohort.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct LotView {
	/// The cohort.
	pub cohort: Cohort,
	/// The shares.
	pub shares: Shares,
	/// The value of the shares now, in units of the asset.
	pub value: Balance,
}

/// Unbonding stake that goes to another pool.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RedelegationView {
	/// The pool that it goes to.
	pub to: PoolId,
	/// The exits, the oldest first.
	pub exits: Vec<ExitView>,
}

/// An exit: the stake that was unstaked in one epoch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ExitView {
	/// The epoch in which it was unstaked, the last one in which it was active.
	pub asked_epoch: EpochIndex,
	/// The epoch from which it can be withdrawn.
	pub release: EpochIndex,
	/// The value now, in units of the asset; a slash can still lower it.
	pub value: Balance,
}

pub(crate) fn epoch<T: Config>() -> EpochView {
	let current = Pallet::<T>::now();
	EpochView {
		current,
		start: Pallet::<T>::start(current),
		end: Pallet::<T>::start(current.next()),
		window: T::Window::get(),
	}
}

pub(crate) fn operator<T: Config>(operator: &T::AccountId) -> Option<OperatorView> {
	let record = Operators::<T>::get(operator)?;
	let now = Pallet::<T>::now();
	let self_stake = Pallet::<T>::self_stake_of(&record, now);
	Some(OperatorView {
		state: state(&record, &self_stake),
		bond: record.bond.held().ok()?,
		bond_parts: record.bond.parts().to_vec(),
		bond_required: record.bond.required(),
		since_epoch: record.since_epoch,
		departure: record.departure,
		unslashed: record.unslashed.get(),
		suspension: record.suspension,
		power: record.lasting(Prices::in_force().power_of(&record.backing, now), now),
		self_stake,
		is_serving: Pallet::<T>::is_serving(operator),
		cover: record.backing.cover,
		unable_elections: record.unable.length(ElectionCount::<T>::get()),
		unelected_elections: record.unelected.length(ElectionCount::<T>::get()),
		reclaimable: Pallet::<T>::why_reclaimed(operator, &record),
		pool_ids: record.backing.pool_ids().into_inner(),
	})
}

/// The operators after an account, by the hashes of the accounts. That one may have gone since.
pub(crate) fn operators<T: Config>(
	after: Option<T::AccountId>,
	limit: u32,
) -> Vec<(T::AccountId, OperatorView)> {
	let records = match after {
		Some(last) => Operators::<T>::iter_from(Operators::<T>::hashed_key_for(last)),
		None => Operators::<T>::iter(),
	};
	let views = records.filter_map(|(account, _)| {
		let view = operator::<T>(&account)?;
		Some((account, view))
	});
	views.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect()
}

pub(crate) fn active_set<T: Config>() -> ActiveSetView<T::AccountId> {
	let (set_id, since_epoch, members) = match Pallet::<T>::current_set() {
		Some(set) => (set.set_id, set.since_epoch, set.members.into_inner()),
		None => Default::default(),
	};
	let size = ActiveSetSize::<T>::get();
	let ranking = Ranking::<T>::get().order().to_vec();
	ActiveSetView {
		set_id,
		since_epoch,
		members,
		size,
		ranking,
		elected_epoch: LastElection::<T>::get(),
		is_change_due: RankingPending::<T>::get(),
	}
}

pub(crate) fn pool<T: Config>(pool_id: PoolId) -> Option<PoolView<T::AccountId, AssetIdOf<T>>> {
	let mut pool = Matured::<T>::load(pool_id, Pallet::<T>::now()).ok()?;
	let exits = pool.exit_bucket(pool.at.now).ok()?;
	let buckets = &pool.record.buckets;
	Some(PoolView {
		active: active_tokens([buckets, &exits], pool.at.now).ok()?,
		staked: buckets.tokens().ok()?,
		departure: buckets.departure(),
		buckets: buckets.iter().map(|(cohort, bucket)| (cohort, *bucket)).collect(),
		asset: pool.record.asset,
		operator: pool.record.operator,
		minimum: pool.record.minimum,
		base: pool.record.base,
	})
}

pub(crate) fn stake_of<T: Config>(pool_id: PoolId, staker: &T::AccountId) -> Option<StakeView> {
	let mut pool = Matured::<T>::load(pool_id, Pallet::<T>::now()).ok()?;
	let mut holding = pool.holding(staker).ok()?;
	let mut exits = Exits::<T>::get(staker, pool_id).unwrap_or_default();

	let buckets = &pool.record.buckets;
	let value = holding.value(buckets).ok()?;
	let base = pool.record.base.of_delegations();
	let multiplier = if holding.is_empty() { base } else { holding.multiplier() };
	let lots = holding.lots().iter().map(|lot| {
		let value = buckets.bucket(lot.cohort).value_floor(lot.shares).ok()?;
		Some(LotView { cohort: lot.cohort, shares: lot.shares, value })
	});
	let lots = lots.collect::<Option<_>>()?;
	let unbonding = exits_of::<T>(&mut pool, &exits)?;
	let redelegations = Redelegations::<T>::iter_prefix((staker, pool_id))
		.map(|(to, exits)| Some(RedelegationView { to, exits: exits_of::<T>(&mut pool, &exits)? }));
	let redelegations = redelegations.collect::<Option<Vec<_>>>()?;
	if holding.is_empty() && exits.is_empty() && redelegations.is_empty() {
		return None;
	}

	Pallet::<T>::free(&mut pool, &mut holding, &mut exits, true).ok()?;
	let withdrawable = exits.due();
	Some(StakeView { value, multiplier, lots, exits: unbonding, redelegations, withdrawable })
}

pub(crate) fn stakes_of<T: Config>(staker: &T::AccountId) -> Vec<(PoolId, StakeView)> {
	let held = Holdings::<T>::iter_key_prefix(staker);
	let unbonding = Exits::<T>::iter_key_prefix(staker);
	let moving = Redelegations::<T>::iter_key_prefix((staker,)).map(|(from, _)| from);
	let pool_ids: BTreeSet<_> = held.chain(unbonding).chain(moving).collect();

	let stake = |pool_id| Some((pool_id, stake_of::<T>(pool_id, staker)?));
	pool_ids.into_iter().filter_map(stake).collect()
}

fn exits_of<T: Config>(pool: &mut Matured<T>, exits: &ExitsOf<T>) -> Option<Vec<ExitView>> {
	let view = |exit: &Exit<_>| {
		let bucket = pool.exit_bucket(exit.asked_epoch).ok()?;
		let value = exit.value(&bucket).ok()?;
		Some(ExitView { asked_epoch: exit.asked_epoch, release: exit.release, value })
	};
	exits.waiting().iter().map(view).collect()
}

pub(crate) fn power_history<T: Config>(operator: &T::AccountId) -> Vec<(EpochIndex, Power)> {
	let now = Pallet::<T>::now();
	let epochs = now.minus(T::Window::get()).through(now);
	let of_epoch = |epoch| {
		let history = PowerHistory::<T>::get(Pallet::<T>::history_slot(epoch))?;
		let found = history.powers.iter().find(|(who, _)| who == operator);
		(history.epoch == epoch).then_some((epoch, found.map_or(0, |(_, power)| *power)))
	};
	epochs.filter_map(of_epoch).collect()
}
