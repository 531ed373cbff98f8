// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
#![doc = docify::embed!("src/tests/golden.rs", ratios_of_a_half_and_nine_tenths_pay_nine_and_four)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod book;
mod bounds;
mod claim_payments;
mod claims;
mod commissions;
mod config;
mod credits;
mod earned;
mod effects;
mod errors;
mod events;
mod expired_rewards;
mod expiries;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod listing;
pub mod migrations;
mod nft_text;
mod nfts;
mod observer;
mod offers;
mod payments;
mod penalties;
mod pokes;
mod positions;
mod records;
mod relocks;
pub mod runtime_api;
mod storage;
mod tags;
mod types;
mod unstakes;
mod vesting;
mod views;
mod waivers;
pub mod weights;
mod work;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bulwark_ledger::{
	Amount, Balance, EpochIndex, Fraction, LockTerms, LockTier, Multiplier, PoolId, Schedule,
};
pub use bulwark_traits::{Destination, Payee};
pub use genesis::{GenesisOffer, GenesisStream};
pub use pallet::*;
pub use types::*;
pub use views::{
	AnnouncedOffer, CommissionView, PositionView, RewardKind, RewardPoolView, StreamView,
	UnstakePreview,
};
pub use weights::WeightInfo;

use bulwark_traits::StakePools;
use claims::Claimed;
use frame_support::{pallet_macros::import_section, traits::fungibles};
use sp_runtime::traits::StaticLookup;

/// An account.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// An account as a call names it.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// An asset as a call names it.
pub type AssetIdOf<T> = <<T as Config>::Assets as fungibles::Inspect<AccountIdOf<T>>>::AssetId;
/// Money of one asset.
pub type CreditOf<T> = fungibles::Credit<AccountIdOf<T>, <T as Config>::Assets>;
/// A pool in staking.
pub type PoolInfoOf<T> =
	bulwark_traits::PoolInfoOf<AccountIdOf<T>, AssetIdOf<T>, <T as Config>::Stake>;
/// W + 2: the number of buckets of a pool in staking.
pub type MaxBucketsOf<T> =
	<<T as Config>::Stake as StakePools<AccountIdOf<T>, AssetIdOf<T>>>::MaxBuckets;

#[import_section(config::config)]
#[import_section(genesis::genesis)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::offers::Offeror;
	use alloc::vec::Vec;
	use bulwark_ledger::{Commission, PageIndex, Pot};
	use bulwark_traits::{AssetNames, PositionNfts, Reward, StakeKeeper};
	use frame_support::{
		pallet_prelude::*,
		traits::{Contains, OnUnbalanced},
		weights::WeightMeter,
		PalletId,
	};
	use frame_system::pallet_prelude::*;

	/// The layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::open_streams(meter);
		}

		fn integrity_test() {
			config::check::<T>();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Everything that a wallet shows of a position; nothing if there is no such position.
		pub fn position(
			position_id: PositionId,
		) -> Option<PositionView<T::AccountId, AssetIdOf<T>>> {
			views::position::<T>(position_id)
		}

		/// Numbers of the positions that an account owns, in ascending order.
		pub fn positions_of(account: T::AccountId) -> Vec<PositionId> {
			views::positions_of::<T>(&account)
		}

		/// Ids of the pools that keep a record of an account's rewards as a staker, in ascending order: also of those that it
		/// has left and that still owe it something. A pool in which it has stake may pay it without a record.
		pub fn reward_pools_of(staker: T::AccountId) -> Vec<PoolId> {
			views::reward_pools_of::<T>(&staker)
		}

		/// Commission of an operator, in all its pools; nothing if it has never had a pool.
		pub fn commission_of(operator: T::AccountId) -> Option<CommissionView> {
			views::commission_of::<T>(&operator)
		}

		/// Amounts that a claim pays in an epoch, the present one or a later one if nothing happens until then, in whole
		/// units of each asset; nothing for an epoch that is over. Of a position it is the owner's part.
		pub fn available_reward(
			claim: RewardClaim<T::AccountId>,
			epoch: EpochIndex,
		) -> Vec<(AssetIdOf<T>, Balance)> {
			views::available_reward::<T>(claim, epoch)
		}

		/// The answer of `available_reward` for the commission of a pool or for a staker in it.
		pub fn available_reward_of(
			kind: RewardKind,
			pool_id: PoolId,
			epoch: EpochIndex,
			staker: T::AccountId,
		) -> Vec<(AssetIdOf<T>, Balance)> {
			views::available_reward::<T>(kind.claim(pool_id, staker), epoch)
		}

		/// Amounts that a claim has earned in an epoch, the present one or one that is over, from n − W on (n − 1 in a
		/// standalone pool), in whole units of each asset, whether they were claimed or not: its part, by the stake that it has
		/// now, of all that was credited for the epoch so far. It differs from what was credited by less than a unit for each
		/// cohort of the stake, and by more if stake was slashed, weighed anew or withdrawn since. Of a position it is the
		/// owner's part.
		pub fn earned(
			claim: RewardClaim<T::AccountId>,
			epoch: EpochIndex,
		) -> Vec<(AssetIdOf<T>, Balance)> {
			earned::earned::<T>(claim, epoch)
		}

		/// The answer of `earned` for the commission of a pool or for a staker in it.
		pub fn earned_of(
			kind: RewardKind,
			pool_id: PoolId,
			epoch: EpochIndex,
			staker: T::AccountId,
		) -> Vec<(AssetIdOf<T>, Balance)> {
			earned::earned::<T>(kind.claim(pool_id, staker), epoch)
		}

		/// Outcome of `unstake` for a position and an amount if it were called now by the owner, whatever the penalty;
		/// nothing if it would be refused.
		pub fn preview_unstake(
			position_id: PositionId,
			amount: Amount,
		) -> Option<UnstakePreview<AssetIdOf<T>>> {
			views::preview_unstake::<T>(position_id, amount)
		}

		/// Rewards, streams and offer of a pool; nothing if it pays no rewards.
		pub fn reward_pool(pool_id: PoolId) -> Option<RewardPoolView<T::AccountId, AssetIdOf<T>>> {
			views::reward_pool::<T>(pool_id)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Announces the next offer of a pool to new locks: its lock tiers, the penalty for leaving early and its
		/// destination, and the assets in which the pool can be rewarded. It takes effect after `Notice` whole epochs, or at
		/// once if nobody but the operator has stake in the pool. In the epoch of its announcement it can be replaced, or
		/// taken back by the present offer; later not before it holds.
		///
		/// Positions keep the terms they were opened with. Assets are listed at once, and one that was listed once stays
		/// listed. The caller pays the floor of the pot for each asset that is new to it, and for the native one. An offer has
		/// at most `MaxLockTiers` tiers and `MaxRewardAssets` assets; more do not decode, and the node answers with a trap.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: the operator of the pool, or `AdminOrigin`; only the latter names an account as the destination of
		/// penalties, which the operator's next offer may keep. Errors: `UnknownPool`, `NotOperator`, `PoolClosed`,
		/// `OfferAnnounced`, `AssetNotListed`, `TooManyAssets`, `InvalidTier`, `InvalidPenalty`, `InvalidDestination`,
		/// `NotSpendable`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::configure().max(T::WeightInfo::configure_first()))]
		pub fn configure(
			origin: OriginFor<T>,
			pool_id: PoolId,
			offer: Offer<T>,
		) -> DispatchResultWithPostInfo {
			let offeror = Self::ensure_configures(origin, pool_id)?;
			let met = Self::do_configure(offeror, pool_id, offer)?;
			Ok(work::weigh_configure::<T>(met))
		}

		/// Rewards the stake that was active in an epoch, in a pool or behind an operator, in proportion to its reward
		/// weight. The operator's commission of that epoch comes off first, rounded down. The reward of an operator, of one
		/// that has gone too, is divided over its pools by the power of the stake that earns in them, at the prices noted
		/// when the epoch was elected: each part is the exact one rounded up or down. If no stake that earns was active the
		/// money goes to `OnUnallocated`.
		///
		/// The asset has to be listed in every pool that gets a part; money of the admin lists it, but for one place in each
		/// pool that is kept for the native asset.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the payer, or `AdminOrigin`, whose account pays. Errors: `UnknownPool`, `AssetNotListed`,
		/// `NothingToPay`, `EpochInFuture`, `EpochTooOld`, `NotSpendable`; the error of the asset if the money is not there.
		#[pallet::call_index(1)]
		pub fn reward(
			origin: OriginFor<T>,
			to: Payee<T::AccountId>,
			asset: AssetIdOf<T>,
			#[pallet::compact] amount: Balance,
			earned_in: EpochIndex,
		) -> DispatchResultWithPostInfo {
			let (payer, may_list) = Self::ensure_pays(origin)?;
			let reward = Reward { to, asset, amount, earned_in, may_list };
			let credited = Self::do_reward(payer, reward)?;
			Ok(credited.map(|credits| credits.weigh::<T>()).into())
		}

		/// Adds money to a stream of a pool: ⌊amount / epochs⌋ for each of the next 1 to 104 epochs, and the remainder
		/// with the first. Each epoch is paid, when it is over, to the stake that was active in it. No commission is
		/// taken and nothing is refunded.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the payer. Errors: `UnknownPool`, `PoolClosed`, `AssetNotListed`, `NothingToPay`,
		/// `InvalidDuration`, `NotSpendable`; the error of the asset if the money is not there.
		#[pallet::call_index(2)]
		pub fn fund_stream(
			origin: OriginFor<T>,
			pool_id: PoolId,
			asset: AssetIdOf<T>,
			#[pallet::compact] amount: Balance,
			epochs: u32,
		) -> DispatchResultWithPostInfo {
			let payer = ensure_signed(origin)?;
			let met = Self::do_fund_stream(payer, pool_id, asset, amount, epochs)?;
			let usual = T::WeightInfo::usual_fund_stream();
			Ok(work::weigh(work::observe_pool::<T>(), met, usual, T::WeightInfo::fund_stream()))
		}

		/// Sets the commission of the signer from the next epoch on. It cannot be changed again in this epoch and the two
		/// after it.
		///
		/// Origin: signed by an operator. Errors: `NotOperator`, `CommissionTooHigh`, `CommissionLocked`.
		#[pallet::call_index(3)]
		pub fn set_commission(origin: OriginFor<T>, rate: Fraction) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_commission(operator, rate)
		}

		/// Lowers the highest commission that the signer may ever set. It cannot be raised again. A higher rate that is
		/// set already stays until it is changed.
		///
		/// Origin: signed by an operator. Errors: `NotOperator`, `CommissionTooHigh`.
		#[pallet::call_index(4)]
		pub fn lower_commission_cap(origin: OriginFor<T>, cap: Fraction) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_lower_commission_cap(operator, cap)
		}

		/// Pays rewards of all epochs and in all assets, in whole units. An asset that cannot be paid, because the amount
		/// is below its minimum balance for instance, stays owed and does not stop the others.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: any signed account. Only the owner of the position, the staker or the operator may choose another
		/// account `to` for its own part; the part of a tag's beneficiary always goes to that account. Errors:
		/// `NothingToClaim`, `NotOwner`, `UnknownPool`, `UnknownPosition`, `IsPositionAccount`, and `PaymentRefused` if
		/// nothing could be paid.
		#[pallet::call_index(5)]
		pub fn claim(
			origin: OriginFor<T>,
			claim: RewardClaim<T::AccountId>,
			to: Option<AccountIdLookupOf<T>>,
		) -> DispatchResultWithPostInfo {
			let caller = ensure_signed(origin)?;
			let to = to.map(T::Lookup::lookup).transpose()?;
			let is_of_position = matches!(claim, RewardClaim::Position(_));
			let Claimed { pages, paid } = Self::do_claim(caller, claim, to)?;
			let usual = work::usual_claim::<T>(is_of_position, paid);
			Ok(work::weigh(work::claim::<T>(), pages, usual, T::WeightInfo::claim()))
		}

		/// Locks stake and mints the NFT that owns it. The stake is active from the next epoch on and expires as many
		/// epochs later as the tier says. The offer of the pool may have changed since it was read: the tier has to be
		/// offered still, the penalty must not be above `max_penalty`, and penalties have to go to `destination`.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the payer, who becomes the owner. Errors: `UnknownPool`, `UnknownTier`, `PenaltyTooHigh`,
		/// `DestinationMismatch`, and staking's `PoolClosed`, `OperatorNotActive`, `SelfStakeTooLow`, `BelowMinimum`, `Overflow`,
		/// `NotSpendable`.
		#[pallet::call_index(6)]
		pub fn stake(
			origin: OriginFor<T>,
			pool_id: PoolId,
			#[pallet::compact] amount: Balance,
			tier: LockTier,
			max_penalty: Fraction,
			destination: Destination<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let met = Self::do_stake(owner, pool_id, amount, tier, max_penalty, destination)?;
			let usual = T::WeightInfo::usual_stake();
			Ok(work::weigh(work::stake::<T>(), met, usual, T::WeightInfo::stake()))
		}

		/// Takes stake out of a position. Pending stake is paid back at once; the rest becomes unbonding stake of the
		/// owner's own account in staking. The NFT is burnt, and remaining stake gets another one.
		///
		/// Before the expiry a part of the stake is the penalty, unless the pool closes; its operator is not active, and was when
		/// the lock began; its commission has just risen, or it was announced in an earlier epoch that the pool will be able to
		/// lose more, in both cases since the lock began and by another whole 0.01.
		/// The penalty must not be above `max_penalty`: leaving may have stopped being free before the call arrives. An
		/// expired position can only leave as a whole; its expired rewards go back to the pool, or to the beneficiary if
		/// it was tagged.
		///
		/// Rewards that have not vested go back to the pool, in proportion and rounded up to units, or all of them if the
		/// position was merged: those above the base multiplier if there is no penalty, expired ones always. All others are
		/// kept: claim them for the remaining position, or as `RewardClaim::Stake` if there is none. If the pool has announced
		/// its closing, expired rewards are the owner's, and those above the base multiplier go to `OnUnallocated`: whoever
		/// waits until the position's `vested_epoch` keeps them.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `PositionExpired`,
		/// `PenaltyTooHigh`, and staking's `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(7)]
		pub fn unstake(
			origin: OriginFor<T>,
			position_id: PositionId,
			amount: Amount,
			max_penalty: Fraction,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let (left, _) = Self::do_unstake(owner, position_id, amount, max_penalty)?;
			let usual = work::usual_unstake::<T>(amount == Amount::All, left.returned > 0);
			Ok(work::weigh(work::unstake::<T>(), left.pages, usual, T::WeightInfo::unstake()))
		}

		/// Locks a position anew before its expiry: for its whole duration from the next epoch on, under another number.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `PositionExpired`,
		/// `PositionTagged`, `PoolClosed`, `NothingToExtend`, `UnknownTier` if the pool does not offer its tier any more.
		#[pallet::call_index(8)]
		pub fn extend(origin: OriginFor<T>, position_id: PositionId) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let met = Self::do_extend(owner, position_id)?;
			let usual = T::WeightInfo::usual_extend();
			Ok(work::weigh(work::extend::<T>(), met, usual, T::WeightInfo::extend()))
		}

		/// Locks an expired position again, for the same duration, under another number. Its expired rewards are the
		/// owner's once the new lock has vested, and a tag ends.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `NotExpired`,
		/// `PoolClosed`, `UnknownTier` if the pool does not offer its tier any more.
		#[pallet::call_index(9)]
		pub fn restake(
			origin: OriginFor<T>,
			position_id: PositionId,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let met = Self::do_restake(owner, position_id)?;
			let usual = T::WeightInfo::usual_restake();
			Ok(work::weigh(work::restake::<T>(), met, usual, T::WeightInfo::restake()))
		}

		/// Splits a position in two under new numbers: one has the amount, the other the remaining stake and all rewards
		/// that can be claimed. Rewards that have not vested are divided by shares, rounded down for the amount. A position
		/// that was merged is split once it has vested.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `PositionExpired`,
		/// `PositionTagged`, `CannotSplit`, and staking's `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(10)]
		pub fn split(
			origin: OriginFor<T>,
			position_id: PositionId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let met = Self::do_split(owner, position_id, amount)?;
			let usual = T::WeightInfo::usual_split();
			Ok(work::weigh(work::split::<T>(), met, usual, T::WeightInfo::split()))
		}

		/// Merges two positions of one pool that have the same terms, under a new number and with the later expiry. Rewards
		/// that have not vested vest with the later lock.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: signed by the owner of both. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`,
		/// `PositionExpired`, `PositionTagged`, `CannotMerge`.
		#[pallet::call_index(11)]
		pub fn merge(
			origin: OriginFor<T>,
			position_id: PositionId,
			other_id: PositionId,
		) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let met = Self::do_merge(owner, position_id, other_id)?;
			let usual = T::WeightInfo::usual_merge();
			Ok(work::weigh(work::merge::<T>(), met, usual, T::WeightInfo::merge()))
		}

		/// Tags a position whose expiry is at least the window of its pool ago: from now on it earns for the beneficiary,
		/// with half of the pool's base multiplier, rounded down. Its expired rewards so far go back to the pool. Free of fee if
		/// they are at least the minimum balance of one asset and the active stake is at least the minimum of the pool, where
		/// the runtime charges fees inside of `SkipCheckIfFeeless`.
		///
		/// Origin: any signed account. Errors: `UnknownPosition`, `PositionTagged`, `NotExpired`, `TooEarlyToTag`,
		/// `PoolClosed`.
		#[pallet::call_index(12)]
		#[pallet::feeless_if(|origin: &OriginFor<T>, position_id: &PositionId, beneficiary: &AccountIdLookupOf<T>| -> bool {
			ensure_signed(origin.clone()).is_ok()
				&& T::Lookup::lookup(beneficiary.clone()).is_ok()
				&& Pallet::<T>::is_tag_free(*position_id)
		})]
		pub fn tag(
			origin: OriginFor<T>,
			position_id: PositionId,
			beneficiary: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let beneficiary = T::Lookup::lookup(beneficiary)?;
			let met = Self::do_tag(position_id, beneficiary)?;
			let usual = T::WeightInfo::usual_tag();
			Ok(work::weigh(work::tag::<T>(), met, usual, T::WeightInfo::tag()))
		}

		/// Fails if a position has less stake, fewer rewards of its owner (those that have not vested are counted), fewer
		/// expired rewards, another expiry or another tag than expected. Put it before a purchase in `batch_all`. Each list has
		/// at most `MaxRewardAssets` amounts; more do not decode, and the node answers with a trap.
		///
		/// Origin: any signed account. Errors: `UnknownPosition`, `BelowExpectation`, `AssetNotListed`.
		#[pallet::call_index(13)]
		pub fn ensure_worth(
			origin: OriginFor<T>,
			position_id: PositionId,
			expected: ExpectedWorth<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_ensure_worth(position_id, expected)
		}

		/// Mints the NFT of a position again, to an account, after it was burnt outside this pallet.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownPosition`, `NotBurnt`.
		#[pallet::call_index(14)]
		pub fn remint(
			origin: OriginFor<T>,
			position_id: PositionId,
			to: AccountIdLookupOf<T>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let to = T::Lookup::lookup(to)?;
			Self::do_remint(position_id, to)
		}

		/// Does what time has made due in a pool: released penalties are burnt or given to the stakers or the treasury, and
		/// money that nobody has earned is moved to `OnUnallocated`. An asset that cannot be moved waits and stops none of the
		/// others. Streams are paid and cohorts merged by every other call that touches the pool, too.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Origin: any signed account. Errors: `UnknownPool`.
		#[pallet::call_index(15)]
		pub fn poke(origin: OriginFor<T>, pool_id: PoolId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Ok(Self::do_poke(pool_id)?.weigh::<T>())
		}

		/// Opens the pot of rewards for an asset that pools may list, so that it is listed when it comes, or raises its floor
		/// to a minimum balance of the asset that has risen: until then payments leave the new minimum behind, and what they
		/// leave stays owed. Anyone may call it; the signer pays the floor, and the asset's deposit if strangers have filled
		/// the references of the pot's account. Nothing of it comes back.
		///
		/// Errors: `AssetNotListed`, `NotSpendable`; the error of the asset if the money is not there.
		#[pallet::call_index(16)]
		pub fn touch(origin: OriginFor<T>, asset: AssetIdOf<T>) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_touch(payer, asset)
		}
	}

	impl<T: Config> Pallet<T> {
		/// The account that pays a reward, and whether that is the admin's money.
		fn ensure_pays(origin: OriginFor<T>) -> Result<(T::AccountId, bool), DispatchError> {
			match T::AdminOrigin::try_origin(origin) {
				Ok(admin) => Ok((admin, true)),
				Err(origin) => Ok((ensure_signed(origin)?, false)),
			}
		}

		/// The account that configures a pool, and pays for it.
		fn ensure_configures(
			origin: OriginFor<T>,
			pool_id: PoolId,
		) -> Result<Offeror<T>, DispatchError> {
			if let Ok(payer) = T::AdminOrigin::ensure_origin(origin.clone()) {
				return Ok(Offeror { payer, is_admin: true });
			}
			let payer = ensure_signed(origin)?;
			Self::ensure_operator(&payer, pool_id)?;
			Ok(Offeror { payer, is_admin: false })
		}
	}
}
