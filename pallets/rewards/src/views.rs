// SPDX-License-Identifier: Apache-2.0

//! The answers for wallets. View functions and the runtime API answer from here, and they say what the calls will do.

use crate::{
	book::Book, AccruedCommission, AmountsOf, AssetIdOf, Balance, Collection, Config, Destination,
	Entitlements, EpochIndex, Offer, Pallet, PoolId, PositionId, Positions, RewardClaim,
};
use alloc::{collections::BTreeSet, vec, vec::Vec};
use bulwark_ledger::{Amount, BaseTerms, Fraction, LockTier, Multiplier, Step};
use bulwark_traits::{PositionNfts, StakePools, StakeRef};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::Get,
};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// Everything that a wallet shows of a position.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PositionView<AccountId, AssetId> {
	/// Number of the position, and of its NFT.
	pub position_id: PositionId,
	/// Owner of the NFT; none if it was burnt outside this pallet.
	pub owner: Option<AccountId>,
	/// True if the NFT may not be transferred: then the position cannot be changed either.
	pub is_locked: bool,
	/// Pool of the stake.
	pub pool_id: PoolId,
	/// Asset that is staked.
	pub asset: AssetId,
	/// Operator of the pool; none for a standalone pool.
	pub operator: Option<AccountId>,
	/// Position account, under which staking keeps the stake.
	pub account: AccountId,
	/// Value of the active stake, in units of the asset.
	pub active: Balance,
	/// Value of the pending stake, which becomes active with the next epoch, in units of the asset.
	pub pending: Balance,
	/// Multiplier of the lock tier, in hundredths.
	pub multiplier: Multiplier,
	/// Duration of the lock tier, in epochs.
	pub duration: u32,
	/// First epoch in which the position is not locked.
	pub expiry: EpochIndex,
	/// True if the position has expired; never in a pool that closed before the expiry.
	pub is_expired: bool,
	/// Part of the active stake that leaving now costs.
	pub penalty: Fraction,
	/// Part of the stake that leaving early costs by the terms of the position, unless the owner may leave freely.
	pub agreed_penalty: Fraction,
	/// Destination of the penalty.
	pub destination: Destination<AccountId>,
	/// Account that the position was tagged for, if it was.
	pub tagged_for: Option<AccountId>,
	/// Rewards that a claim pays to the owner, in whole units of each asset.
	pub claimable: Vec<(AssetId, Balance)>,
	/// Rewards that have not vested, in whole units of each asset: they can be claimed from `vested_epoch` on, and go back
	/// to the pool if the stake leaves without a penalty before; if the pool has announced its closing they go to
	/// `OnUnallocated` then.
	pub unvested: Vec<(AssetId, Balance)>,
	/// First epoch in which all rewards of the lock can be claimed.
	pub vested_epoch: EpochIndex,
	/// Rewards since the expiry, in whole units of each asset: those of `tagged_for`, or the owner's if it restakes.
	pub expired_rewards: Vec<(AssetId, Balance)>,
	/// First epoch in which the position can be tagged.
	pub taggable_epoch: EpochIndex,
}

/// Two kinds of rewards in a pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum RewardKind {
	/// Commission of the pool's operator; the staker that is asked about plays no part.
	#[codec(index = 0)]
	Operator,
	/// Rewards of a staker.
	#[codec(index = 1)]
	Staker,
}

impl RewardKind {
	/// The claim of this kind.
	pub fn claim<AccountId>(self, pool_id: PoolId, staker: AccountId) -> RewardClaim<AccountId> {
		match self {
			Self::Operator => RewardClaim::Commission(pool_id),
			Self::Staker => RewardClaim::Stake { pool_id, staker },
		}
	}
}

/// The outcome of unstaking.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct UnstakePreview<AssetId> {
	/// Pending stake that is paid back at once, in units of the pool's asset.
	pub returned: Balance,
	/// Stake of the owner that is unbonding then, without the penalty, in units of the pool's asset.
	pub unbonding: Balance,
	/// Penalty for leaving early, in units of the pool's asset.
	pub penalty: Balance,
	/// Epoch from which the unbonding stake can be withdrawn.
	pub release_epoch: EpochIndex,
	/// Rewards that expired or have not vested and go back to the pool, in whole units of each asset.
	pub forgone: Vec<(AssetId, Balance)>,
}

/// A reward asset of a pool.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct StreamView<AssetId> {
	/// Reward asset.
	pub asset: AssetId,
	/// Amounts that the stream pays for each epoch to come, each from an epoch on until the next step.
	pub stream: Vec<Step>,
	/// Commission that the operator has earned and not claimed, in units of the asset.
	pub commission: Balance,
}

/// An offer that does not hold yet.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AnnouncedOffer<AccountId> {
	/// First epoch in which it holds.
	pub effective_from: EpochIndex,
	/// Lock tiers of new positions.
	pub tiers: Vec<LockTier>,
	/// Part of the stake that leaving a new position early costs.
	pub penalty: Fraction,
	/// Destination of that penalty.
	pub destination: Destination<AccountId>,
}

/// Commission of an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CommissionView {
	/// Commission of the present epoch.
	pub current: Fraction,
	/// Commission from the next epoch on.
	pub next: Fraction,
	/// Highest commission that the operator may set. A rate that was higher when the cap was lowered stays until it is
	/// changed.
	pub cap: Fraction,
}

/// Rewards, streams and offer of a pool.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RewardPoolView<AccountId, AssetId> {
	/// Operator of the pool; none for a standalone pool.
	pub operator: Option<AccountId>,
	/// Reward assets, in the order in which they were listed.
	pub assets: Vec<StreamView<AssetId>>,
	/// Lock tiers of new positions, now.
	pub tiers: Vec<LockTier>,
	/// Part of the stake that leaving a new position early costs.
	pub penalty: Fraction,
	/// Destination of that penalty; none if no offer holds yet.
	pub destination: Option<Destination<AccountId>>,
	/// Offer that was announced, which takes the place of this one.
	pub announced: Option<AnnouncedOffer<AccountId>>,
	/// Reward weight of stake without a position.
	pub base: BaseTerms,
	/// Commission of the present epoch.
	pub commission: Fraction,
	/// Commission from the next epoch on.
	pub next_commission: Fraction,
	/// Highest commission that the operator may set. A rate that was higher when the cap was lowered stays until it is
	/// changed.
	pub commission_cap: Fraction,
}

pub(crate) fn position<T: Config>(
	position_id: PositionId,
) -> Option<PositionView<T::AccountId, AssetIdOf<T>>> {
	let (position, now) = (Positions::<T>::get(position_id)?, Pallet::<T>::now());
	let mut book = Book::<T>::load(position.pool_id, now).ok()?;
	let worth = T::Stake::value(position.pool_id, &position.account, now).ok()?;
	let is_expired = book.has_expired(position.expiry);
	let penalty = match is_expired {
		true => None,
		false => Pallet::<T>::penalty(&book, &position).ok()?,
	};
	let earnings = book.earnings(&position).ok()?;

	Some(PositionView {
		position_id,
		owner: Pallet::<T>::nft_owner(position_id),
		is_locked: Pallet::<T>::is_locked(position_id),
		pool_id: position.pool_id,
		active: worth.active,
		pending: worth.pending,
		multiplier: position.terms.tier.multiplier,
		duration: position.terms.tier.duration,
		expiry: position.expiry,
		is_expired,
		penalty: penalty.map_or(Fraction::zero(), |(penalty, _)| penalty),
		agreed_penalty: position.terms.penalty,
		destination: position.terms.destination,
		claimable: book.whole_units(&earnings.owner),
		unvested: book.whole_units(&earnings.unvested),
		vested_epoch: position.vesting.vested_epoch(),
		expired_rewards: book.whole_units(&earnings.since_expiry()),
		taggable_epoch: position.expiry.plus(book.info.horizon.window),
		tagged_for: position.tag.map(|tag| tag.beneficiary),
		account: position.account,
		asset: book.info.asset,
		operator: book.info.operator,
	})
}

pub(crate) fn positions_of<T: Config>(account: &T::AccountId) -> Vec<PositionId> {
	let Some(collection) = Collection::<T>::get() else { return Vec::new() };
	let mut ids: Vec<_> = T::Nfts::owned(collection, account).into_iter().map(PositionId).collect();
	ids.sort();
	ids
}

pub(crate) fn reward_pools_of<T: Config>(staker: &T::AccountId) -> Vec<PoolId> {
	let entitlements = Entitlements::<T>::iter_key_prefix((staker,));
	let pool_ids: BTreeSet<_> = entitlements.map(|(pool_id, _)| pool_id).collect();
	pool_ids.into_iter().collect()
}

pub(crate) fn commission_of<T: Config>(operator: &T::AccountId) -> Option<CommissionView> {
	if T::Stake::pools_ever_of(operator).is_empty() {
		return None;
	}
	let (rates, now) = (Pallet::<T>::commission_rates(operator).ok()?, Pallet::<T>::now());
	Some(CommissionView {
		current: rates.rate(now),
		next: rates.rate(now.next()),
		cap: rates.cap(T::MaxCommission::get()),
	})
}

pub(crate) fn available_reward<T: Config>(
	claim: RewardClaim<T::AccountId>,
	epoch: EpochIndex,
) -> Vec<(AssetIdOf<T>, Balance)> {
	if epoch < Pallet::<T>::now() {
		return Vec::new();
	}
	foresee_reward::<T>(claim, epoch).unwrap_or_default()
}

/// The whole units that a claim would pay to whoever is asked for.
fn foresee_reward<T: Config>(
	claim: RewardClaim<T::AccountId>,
	epoch: EpochIndex,
) -> Option<Vec<(AssetIdOf<T>, Balance)>> {
	let foresee = |pool_id| Book::<T>::load(pool_id, epoch).ok();
	Some(match claim {
		RewardClaim::Stake { pool_id, staker } => {
			let mut book = foresee(pool_id)?;
			let owed = book.owed(&StakeRef { pool_id, staker, to: None }).ok()?;
			book.whole_units(&owed)
		},
		RewardClaim::Position(position_id) => {
			let position = Positions::<T>::get(position_id)?;
			let mut book = foresee(position.pool_id)?;
			let earnings = book.earnings(&position).ok()?;
			book.whole_units(&earnings.owner)
		},
		RewardClaim::Commission(pool_id) => {
			foresee(pool_id)?.whole_units(&AccruedCommission::<T>::get(pool_id))
		},
	})
}

/// Does it, sees what it does, and takes it back.
pub(crate) fn preview_unstake<T: Config>(
	position_id: PositionId,
	amount: Amount,
) -> Option<UnstakePreview<AssetIdOf<T>>> {
	let position = position::<T>(position_id)?;
	let owner = position.owner.clone()?;
	// Who leaves in the epoch of the expiry keeps what it has earned in it.
	let has_gone_on = position.is_expired && Pallet::<T>::now() > position.expiry;
	let forgone = match has_gone_on && position.tagged_for.is_none() {
		true => position.expired_rewards,
		false => vec![],
	};
	let left = with_transaction(|| {
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(Pallet::<T>::do_unstake(
			owner,
			position_id,
			amount,
			Fraction::one(),
		)))
	});
	let (left, unvested) = left.ok()?.ok()?;
	let book = Book::<T>::load(position.pool_id, Pallet::<T>::now()).ok()?;
	let forgone = if unvested.is_zero() { forgone } else { book.whole_units(&unvested) };
	Some(UnstakePreview {
		returned: left.returned,
		unbonding: left.unbonding,
		penalty: left.penalty,
		release_epoch: left.departure.release_epoch,
		forgone,
	})
}

pub(crate) fn reward_pool<T: Config>(
	pool_id: PoolId,
) -> Option<RewardPoolView<T::AccountId, AssetIdOf<T>>> {
	let now = Pallet::<T>::now();
	let mut book = Book::<T>::load(pool_id, now).ok()?;
	// There is none if the pool pays only because money came in.
	let offers = Pallet::<T>::offers(pool_id).ok()?;
	let present = offers.at(now).map(|(_, offer)| offer);
	let announced = offers.announced(now).cloned().map(|(effective_from, offer)| {
		let Offer { tiers, penalty, destination, .. } = offer;
		AnnouncedOffer { effective_from, tiers: tiers.into_inner(), penalty, destination }
	});
	let kept = AccruedCommission::<T>::get(pool_id);
	let rates = book.info.operator.as_ref().map(Pallet::<T>::commission_rates);
	let commission = rates.transpose().ok()?.unwrap_or_default();

	let assets = book.assets().into_iter().map(|(at, asset)| {
		let stream = book.streams().ok()?.steps(at, now);
		Some(StreamView { asset, stream, commission: kept.get(at).units_floor() })
	});
	let assets = assets.collect::<Option<_>>()?;
	Some(RewardPoolView {
		assets,
		tiers: present.map(|offer| offer.tiers.to_vec()).unwrap_or_default(),
		penalty: present.map(|offer| offer.penalty).unwrap_or_default(),
		destination: present.map(|offer| offer.destination.clone()),
		announced,
		base: book.info.base,
		commission: commission.rate(now),
		next_commission: commission.rate(now.next()),
		commission_cap: commission.cap(T::MaxCommission::get()),
		operator: book.info.operator,
	})
}

impl<T: Config> Book<T> {
	/// The whole units of each asset of which there are any.
	fn whole_units(&self, amounts: &AmountsOf<T>) -> Vec<(AssetIdOf<T>, Balance)> {
		let assets = self.assets().into_iter();
		let units = assets.map(|(at, asset)| (asset, amounts.get(at).units_floor()));
		units.filter(|(_, units)| *units > 0).collect()
	}
}
