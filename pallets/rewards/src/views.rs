// SPDX-License-Identifier: Apache-2.0

//! What a wallet asks for. View functions and the runtime API answer from here, and they say what the calls will do.

use crate::{
	book::Book, AssetIdOf, Balance, Commissioned, Commissions, Config, EpochIndex, Offers, Pallet,
	PoolId, PositionId, Positions,
};
use alloc::{vec, vec::Vec};
use bulwark_ledger::{Amount, Fraction, Multiplier, Preset, Step};
use bulwark_traits::{PositionNfts, Stake, StakePools};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::Get,
};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// A position.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PositionView<AccountId, AssetId> {
	/// Its number, and that of the NFT.
	pub id: PositionId,
	/// Who has the NFT; nobody if it was burnt behind the pallet's back.
	pub owner: Option<AccountId>,
	/// Whether somebody forbids that it moves.
	pub is_locked: bool,
	/// Where it is staked.
	pub pool: PoolId,
	/// What is staked.
	pub asset: AssetId,
	/// Behind whom.
	pub operator: Option<AccountId>,
	/// The key under which staking has it.
	pub key: AccountId,
	/// What its stake is worth that counts, in units of the asset.
	pub value: Balance,
	/// What its stake is worth that does not count yet.
	pub begins: Balance,
	/// What a share weighs, of what the position was opened with.
	pub multiplier: Multiplier,
	/// For how many epochs it was locked.
	pub duration: u32,
	/// The first epoch that is not locked.
	pub expiry: EpochIndex,
	/// Whether it has expired.
	pub is_expired: bool,
	/// What leaving costs now, of the stake that counts.
	pub penalty: Fraction,
	/// Who tagged it.
	pub tagged_for: Option<AccountId>,
	/// What a claim would pay to the owner, asset by asset.
	pub claimable: Vec<(AssetId, Balance)>,
	/// What it earned since it expired: for who tagged it, or for the owner if it restakes.
	pub extra: Vec<(AssetId, Balance)>,
	/// From which epoch on it can be tagged.
	pub taggable_from: EpochIndex,
}

/// Whose reward is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum RewardKind {
	/// What the operator has kept: the holder is not asked for.
	#[codec(index = 0)]
	Operator,
	/// What a holder has earned.
	#[codec(index = 1)]
	Staker,
}

/// What unstaking would do.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct UnstakePreview<AssetId> {
	/// What is paid back at once, in units of the pool's asset.
	pub returned: Balance,
	/// What waits for its release.
	pub exiting: Balance,
	/// What leaving early costs.
	pub penalty: Balance,
	/// The epoch from which the exit is paid.
	pub release: EpochIndex,
	/// What of the rewards returns to the pool because the position has expired.
	pub forgone: Vec<(AssetId, Balance)>,
}

/// A reward asset of a pool.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct StreamView<AssetId> {
	/// Which.
	pub asset: AssetId,
	/// What its stream pays from which epoch on, for each.
	pub stream: Vec<Step>,
	/// What the operator has kept and not claimed.
	pub commission: Balance,
}

/// What a pool pays and offers.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RewardsView<AccountId, AssetId> {
	/// Behind whom.
	pub operator: Option<AccountId>,
	/// Its reward assets.
	pub assets: Vec<StreamView<AssetId>>,
	/// What positions can be opened with.
	pub presets: Vec<Preset>,
	/// What leaving early costs.
	pub penalty: Fraction,
	/// What a share without a position weighs.
	pub plain: Multiplier,
	/// What the operator takes in the present epoch.
	pub commission: Fraction,
	/// What it takes from the next one on.
	pub next_commission: Fraction,
	/// The most it may set. A rate that was higher when the cap was lowered stays until it is changed.
	pub commission_cap: Fraction,
}

impl<T: Config> Pallet<T> {
	/// See [`PositionView`].
	pub fn position_view(id: PositionId) -> Option<PositionView<T::AccountId, AssetIdOf<T>>> {
		let position = Positions::<T>::get(id)?;
		let mut book = Book::<T>::load(position.pool).ok()?;
		let worth = T::Stake::value(position.pool, &position.key);
		let is_expired = book.has_expired(position.expiry);
		let penalty = match is_expired {
			true => None,
			false => Self::penalty(&book, &position).ok()?,
		};

		let earned = Self::owners_part(&mut book, &position);
		let extra = match &position.tag {
			Some(_) => book.owed(&position.stake()),
			None if is_expired => Self::divide(&mut book, &position).ok()?.1,
			None => Default::default(),
		};
		let whole = |amounts: &crate::AmountsOf<T>, book: &Book<T>| {
			let assets = book.assets().into_iter();
			let units = assets.map(|(at, asset)| (asset, amounts.get(at).units_floor()));
			units.filter(|(_, units)| *units > 0).collect()
		};
		Some(PositionView {
			id,
			owner: Self::nft_owner(id),
			is_locked: Self::is_locked(id),
			pool: position.pool,
			value: worth.counts,
			begins: worth.begins,
			multiplier: position.terms.preset.multiplier,
			duration: position.terms.preset.duration,
			expiry: position.expiry,
			is_expired,
			penalty: penalty.map_or(Fraction::from_percent(0), |(penalty, _)| penalty),
			claimable: whole(&earned, &book),
			extra: whole(&extra, &book),
			taggable_from: position.expiry.plus(book.info.horizon.window),
			tagged_for: position.tag.map(|tag| tag.beneficiary),
			key: position.key,
			asset: book.info.asset,
			operator: book.info.operator,
		})
	}

	/// The positions of an account, as its NFTs say.
	pub fn positions_of_account(account: &T::AccountId) -> Vec<PositionId> {
		let Some(collection) = crate::Collection::<T>::get() else { return Vec::new() };
		let mut ids: Vec<_> =
			T::Nfts::owned(collection, account).into_iter().map(PositionId).collect();
		ids.sort();
		ids
	}

	/// What could be claimed in an epoch; nothing for one that is over.
	pub fn available_reward_view(
		kind: RewardKind,
		pool: PoolId,
		epoch: EpochIndex,
		holder: &T::AccountId,
	) -> Vec<(AssetIdOf<T>, Balance)> {
		if epoch < Self::now() {
			return Vec::new();
		}
		let Ok(mut book) = Book::<T>::foresee(pool, epoch) else { return Vec::new() };
		let assets = book.assets().into_iter();
		let owed = match kind {
			RewardKind::Operator => Commissioned::<T>::get(pool),
			RewardKind::Staker => book.owed(&Stake { pool, holder: holder.clone(), to: None }),
		};
		assets
			.map(|(at, asset)| (asset, owed.get(at).units_floor()))
			.filter(|(_, amount)| *amount > 0)
			.collect()
	}

	/// See [`UnstakePreview`]: does it, sees what it does, and takes it back.
	pub fn preview_unstake_view(
		id: PositionId,
		amount: Amount,
	) -> Option<UnstakePreview<AssetIdOf<T>>> {
		let position = Self::position_view(id)?;
		let owner = position.owner.clone()?;
		let forgone = match position.is_expired && position.tagged_for.is_none() {
			true => position.extra,
			false => vec![],
		};
		let left = with_transaction(|| {
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(Self::do_unstake(
				owner,
				id,
				amount,
				Fraction::one(),
			)))
		});
		let left = left.ok()?.ok()?;
		Some(UnstakePreview {
			returned: left.returned,
			exiting: left.exiting,
			penalty: left.levied,
			release: left.departure.release,
			forgone,
		})
	}

	/// See [`RewardsView`].
	pub fn rewards_view(pool: PoolId) -> Option<RewardsView<T::AccountId, AssetIdOf<T>>> {
		let mut book = Book::<T>::load(pool).ok()?;
		let offer = Offers::<T>::get(pool)?;
		let kept = Commissioned::<T>::get(pool);
		let commission = book.info.operator.as_ref().map(Commissions::<T>::get).unwrap_or_default();

		let assets = book.assets().into_iter().map(|(at, asset)| StreamView {
			asset,
			stream: book.stream(at).steps().to_vec(),
			commission: kept.get(at).units_floor(),
		});
		let assets = assets.collect();
		Some(RewardsView {
			assets,
			presets: offer.presets.into_inner(),
			penalty: offer.penalty,
			plain: book.info.plain,
			commission: commission.rate(book.now()),
			next_commission: commission.rate(book.now().next()),
			commission_cap: commission.cap(T::MaxCommission::get()),
			operator: book.info.operator,
		})
	}
}
