// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
#![doc = docify::embed!("src/tests/golden.rs", ratios_of_a_half_and_nine_tenths_pay_nine_and_four)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod book;
mod claims;
mod commissions;
mod credits;
mod errors;
mod events;
mod extra;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod nfts;
mod observer;
mod offers;
mod payments;
mod penalties;
mod positions;
mod relocks;
mod rolls;
pub mod runtime_api;
mod storage;
mod tags;
mod types;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bulwark_ledger::{
	Amount, Balance, EpochIndex, Fraction, Multiplier, PoolId, Preset, Schedule, Terms,
};
pub use bulwark_traits::Payee;
pub use genesis::{GenesisOffer, GenesisStream};
pub use pallet::*;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, traits::fungibles};
use sp_runtime::traits::StaticLookup;

/// An account.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// How an account is named in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// What names an asset.
pub type AssetIdOf<T> = <<T as Config>::Assets as fungibles::Inspect<AccountIdOf<T>>>::AssetId;
/// Money of one asset.
pub type CreditOf<T> = fungibles::Credit<AccountIdOf<T>, <T as Config>::Assets>;
/// W + 2, as staking has it.
pub type MaxBucketsOf<T> =
	<<T as Config>::Stake as bulwark_traits::StakePools<AccountIdOf<T>>>::MaxBuckets;

#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::{Commission, LedgerError, Pot};
	use bulwark_traits::{Epochs, PositionNfts, StakeKeeper};
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

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What can be paid, the native asset among them: usually a `UnionOf` balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaxEncodedLen + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>;

		/// How `Assets` names the native asset.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// Where money goes that was for an epoch in which nobody was in force: a treasury, or `()` to burn it.
		type OnUnallocated: OnUnbalanced<CreditOf<Self>>;

		/// Who has the stake.
		type Stake: StakeKeeper<
			Self::AccountId,
			AssetId = AssetIdOf<Self>,
			Money = CreditOf<Self>,
			MaxBuckets: Send + Sync + 'static,
		>;

		/// The clock.
		type Epochs: Epochs;

		/// Who has the NFTs.
		type Nfts: PositionNfts<Self::AccountId>;

		/// In what pools can be rewarded. One whose admin could freeze the pot has no place here.
		type RewardAssets: Contains<AssetIdOf<Self>>;

		/// Who may configure every pool, and recover positions whose NFT was burnt. The account pays for the floors of
		/// new pots.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The account that keeps all rewards is derived from it, and the keys of positions.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// W: the liability window of staking.
		#[pallet::constant]
		type Window: Get<u32>;

		/// The most that an operator may take of its stakers' rewards; below 1.
		#[pallet::constant]
		type MaxCommission: Get<Fraction>;

		/// K: over how many epochs what is returned to a pool is paid out; 1 to 104.
		#[pallet::constant]
		type ReturnPeriod: Get<u32>;

		/// In how many assets a pool can be rewarded.
		#[pallet::constant]
		type MaxRewardAssets: Get<u32>;

		/// How many presets a pool can offer.
		#[pallet::constant]
		type MaxPresets: Get<u32>;

		/// For how many epochs stake can be locked.
		#[pallet::constant]
		type MaxDuration: Get<u32>;

		/// In how many different epochs to come positions of a pool can expire: with two more than `MaxDuration` there
		/// is always room.
		#[pallet::constant]
		type MaxExpiries: Get<u32>;

		/// What calls cost: measured.
		type WeightInfo: WeightInfo;

		/// Makes assets, stake and time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId>;
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What pools of the first block offer, and who pays for the floors of their pots.
		pub offers: Vec<GenesisOffer<T::AccountId, AssetIdOf<T>>>,
		/// Streams that begin with the first block.
		pub streams: Vec<(T::AccountId, GenesisStream<AssetIdOf<T>>)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			genesis::build(self);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::open_streams(meter);
		}

		fn integrity_test() {
			assert!(
				(1..=14).contains(&T::Window::get()),
				"the window is staking's: 1 to 14 epochs"
			);
			assert!(
				T::MaxCommission::get() < Fraction::one(),
				"something is left for the stakers of every reward"
			);
			assert!(
				(1..=Schedule::MAX_EPOCHS).contains(&T::ReturnPeriod::get()),
				"a stream pays over 1 to 104 epochs"
			);
			assert!(T::MaxRewardAssets::get() >= 1, "a pool needs an asset to pay");
			assert!(
				T::MaxDuration::get() >= T::Window::get(),
				"a lock ends when its stake has matured"
			);
			assert!(
				T::MaxExpiries::get().saturating_sub(2) >= T::MaxDuration::get(),
				"there is room for every epoch in which a position can expire"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	impl<T: Config> From<LedgerError> for Error<T> {
		fn from(error: LedgerError) -> Self {
			match error {
				LedgerError::EpochInFuture => Self::EpochInFuture,
				LedgerError::EpochTooOld => Self::EpochTooOld,
				LedgerError::InvalidDuration => Self::InvalidDuration,
				LedgerError::CommissionTooHigh => Self::CommissionTooHigh,
				LedgerError::CommissionLocked => Self::CommissionLocked,
				LedgerError::TooManyExpiries => Self::TooManyExpiries,
				// Of stake only staking asks, and has its own errors for it.
				LedgerError::BelowMinimum
				| LedgerError::InsufficientStake
				| LedgerError::Closed
				| LedgerError::WeightMismatch
				| LedgerError::NotReleased
				| LedgerError::FractionTooLarge
				| LedgerError::Overflow => Self::Overflow,
			}
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Everything a wallet shows of a position.
		pub fn position(position: PositionId) -> Option<PositionView<T::AccountId, AssetIdOf<T>>> {
			Self::position_view(position)
		}

		/// The positions of an account.
		pub fn positions_of(account: T::AccountId) -> Vec<PositionId> {
			Self::positions_of_account(&account)
		}

		/// What could be claimed in an epoch, the present one or one to come, if nothing happens until then; in whole
		/// units.
		pub fn available_reward(
			kind: RewardKind,
			pool: PoolId,
			epoch: EpochIndex,
			holder: T::AccountId,
		) -> Vec<(AssetIdOf<T>, Balance)> {
			Self::available_reward_view(kind, pool, epoch, &holder)
		}

		/// What unstaking so much of a position would do now.
		pub fn preview_unstake(
			position: PositionId,
			amount: Amount,
		) -> Option<UnstakePreview<AssetIdOf<T>>> {
			Self::preview_unstake_view(position, amount)
		}

		/// What a pool pays and offers.
		pub fn rewards(pool: PoolId) -> Option<RewardsView<T::AccountId, AssetIdOf<T>>> {
			Self::rewards_view(pool)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Says in what a pool can be rewarded, for which locks it offers which weights, and what leaving early costs.
		/// Positions keep the terms they were opened with. Assets that were listed once stay. The caller pays the floor
		/// of the pot of rewards for each asset that is new to it, the native one included.
		///
		/// Origin: the operator of the pool, or `AdminOrigin`. Errors: `UnknownPool`, `NotOperator`, `PoolClosed`,
		/// `AssetNotListed`, `TooManyAssets`, `InvalidPreset`, `InvalidPenalty`, `InvalidBeneficiary`.
		#[pallet::call_index(0)]
		pub fn configure(origin: OriginFor<T>, pool: PoolId, offer: Offer<T>) -> DispatchResult {
			let payer = Self::ensure_configures(origin, pool)?;
			Self::do_configure(payer, pool, offer)
		}

		/// Rewards those who were in force in an epoch, in a pool or behind an operator: the commission of that epoch
		/// first, rounded down. Where nobody was in force the money goes to `OnUnallocated`.
		///
		/// Origin: signed by who pays. Errors: `UnknownPool`, `AssetNotListed`, `NothingToPay`, `EpochInFuture`,
		/// `EpochTooOld`.
		#[pallet::call_index(1)]
		pub fn reward(
			origin: OriginFor<T>,
			to: Payee<T::AccountId>,
			asset: AssetIdOf<T>,
			#[pallet::compact] amount: Balance,
			earned_in: EpochIndex,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_reward(payer, to, asset, amount, earned_in)
		}

		/// Adds money to a pool's stream: ⌊amount / epochs⌋ for each of the next 1 to 104 epochs, what remains with the
		/// first. Each is paid to those in force in it when it is over. All of it is the stakers'; nothing is refunded.
		///
		/// Origin: signed by who pays. Errors: `UnknownPool`, `PoolClosed`, `AssetNotListed`, `NothingToPay`,
		/// `InvalidDuration`.
		#[pallet::call_index(2)]
		pub fn fund(
			origin: OriginFor<T>,
			pool: PoolId,
			asset: AssetIdOf<T>,
			#[pallet::compact] amount: Balance,
			epochs: u32,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_fund(payer, pool, asset, amount, epochs)
		}

		/// Sets what the signer takes of its stakers' rewards, from the next epoch on. Then it stays for two epochs.
		///
		/// Origin: signed by an operator. Errors: `NotOperator`, `CommissionTooHigh`, `CommissionLocked`.
		#[pallet::call_index(3)]
		pub fn set_commission(origin: OriginFor<T>, rate: Fraction) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_commission(operator, rate)
		}

		/// Promises never to set a higher commission. It cannot be taken back. A rate above it that is set already
		/// stays until it is changed.
		///
		/// Origin: signed by an operator. Errors: `NotOperator`, `CommissionTooHigh`.
		#[pallet::call_index(4)]
		pub fn lower_commission_cap(origin: OriginFor<T>, cap: Fraction) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_lower_commission_cap(operator, cap)
		}

		/// Pays what was earned, of all epochs and in all assets, in whole units. An asset that cannot be paid, below its
		/// minimum balance for instance, stays owed and stops none of the others.
		///
		/// Origin: anyone signed; the owner, holder or operator may name another account for its own part; what a
		/// tagged position earns goes to the beneficiary of the tag. Errors: `NothingToClaim`, `NotOwner`,
		/// `UnknownPool`, `UnknownPosition`, `KeyOfPosition`, and the asset's if nothing could be paid.
		#[pallet::call_index(5)]
		pub fn claim(
			origin: OriginFor<T>,
			claim: Claim<T::AccountId>,
			to: Option<AccountIdLookupOf<T>>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let to = to.map(T::Lookup::lookup).transpose()?;
			Self::do_claim(caller, claim, to)
		}

		/// Locks stake and mints the NFT that owns it. It counts from the next epoch, and expires `duration` epochs
		/// later. An offer may have changed since it was seen: the preset has to be the pool's still, and leaving early
		/// must not cost more than `max_penalty` of the stake.
		///
		/// Origin: signed by who pays. Errors: `UnknownPool`, `UnknownPreset`, `PenaltyTooHigh`, `TooManyExpiries`, and staking's
		/// `PoolClosed`, `OperatorNotActive`, `SelfStakeTooLow`, `BelowMinimum`, `Overflow`.
		#[pallet::call_index(6)]
		pub fn stake(
			origin: OriginFor<T>,
			pool: PoolId,
			#[pallet::compact] amount: Balance,
			preset: Preset,
			max_penalty: Fraction,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_stake(owner, pool, amount, preset, max_penalty)
		}

		/// Takes stake out of a position. What has not begun to count is paid back at once; the rest becomes an exit of
		/// the owner's own account in staking. Before expiry a part of it is the penalty, unless the pool closes, its
		/// operator is not active, its commission has just risen, or it was announced in an earlier epoch that the pool
		/// will be able to lose more. It must not cost more than `max_penalty` of what is taken out: whether leaving is
		/// free may change before the call arrives. Of an expired position all goes; what it earned after its expiry
		/// returns to the pool, and what it earned after a tag is the beneficiary's of that. The NFT is burnt; what is
		/// left has another.
		///
		/// What was earned is kept: claim it for the position that is left, or as `Claim::Stake` if none is.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `PositionExpired`,
		/// `PenaltyTooHigh`, and staking's `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(7)]
		pub fn unstake(
			origin: OriginFor<T>,
			position: PositionId,
			amount: Amount,
			max_penalty: Fraction,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_unstake(owner, position, amount, max_penalty)?;
			Ok(())
		}

		/// Locks a position anew, for its duration from the next epoch on, under another number.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `PositionExpired`,
		/// `PositionTagged`, `PoolClosed`, `NothingToExtend`, `TooManyExpiries`.
		#[pallet::call_index(8)]
		pub fn extend(origin: OriginFor<T>, position: PositionId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_extend(owner, position)
		}

		/// Locks an expired position again, for the same duration, under another number: its extra rewards are the
		/// owner's, and a tag ends.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `NotExpired`,
		/// `PoolClosed`, `TooManyExpiries`.
		#[pallet::call_index(9)]
		pub fn restake(origin: OriginFor<T>, position: PositionId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_restake(owner, position)
		}

		/// Makes two positions of one, an amount in one and the rest in the other, under new numbers. What was not claimed
		/// stays with the rest.
		///
		/// Origin: signed by the owner. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`, `PositionExpired`,
		/// `PositionTagged`, `CannotSplit`, and staking's `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(10)]
		pub fn split(
			origin: OriginFor<T>,
			position: PositionId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_split(owner, position, amount)
		}

		/// Makes one position of two under the same terms in one pool, with the later expiry, under a new number.
		///
		/// Origin: signed by the owner of both. Errors: `UnknownPosition`, `NotOwner`, `PositionLocked`,
		/// `PositionExpired`, `PositionTagged`, `CannotMerge`.
		#[pallet::call_index(11)]
		pub fn merge(
			origin: OriginFor<T>,
			position: PositionId,
			other: PositionId,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_merge(owner, position, other)
		}

		/// Tags a position whose expiry is as long past as late rewards can come: from now on it weighs half of the
		/// pool's plain weight, or of its own if that is less, rounded down, for the beneficiary: nothing in a pool for
		/// positions only. What it earned since it expired returns to the pool. Free of fee where that is at least the
		/// minimum balance of one of its assets and the stake at least the pool's minimum.
		///
		/// Origin: anyone signed. Errors: `UnknownPosition`, `PositionTagged`, `NotExpired`, `TooEarlyToTag`,
		/// `PoolClosed`.
		#[pallet::call_index(12)]
		#[pallet::feeless_if(|origin: &OriginFor<T>, position: &PositionId, beneficiary: &AccountIdLookupOf<T>| -> bool {
			ensure_signed(origin.clone()).is_ok()
				&& T::Lookup::lookup(beneficiary.clone()).is_ok()
				&& Pallet::<T>::is_tag_free(*position)
		})]
		pub fn tag(
			origin: OriginFor<T>,
			position: PositionId,
			beneficiary: AccountIdLookupOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let beneficiary = T::Lookup::lookup(beneficiary)?;
			Self::do_tag(position, beneficiary)
		}

		/// Fails if a position has less stake, or less to claim for its owner, than somebody who is about to buy it
		/// expects: to be put before the purchase in a `batch_all`.
		///
		/// Origin: anyone signed. Errors: `UnknownPosition`, `BelowExpectation`, `AssetNotListed`.
		#[pallet::call_index(13)]
		pub fn expect(
			origin: OriginFor<T>,
			position: PositionId,
			#[pallet::compact] principal: Balance,
			claimable: BoundedVec<(AssetIdOf<T>, Balance), T::MaxRewardAssets>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expect(position, principal, claimable.into_inner())
		}

		/// Mints the NFT of a position again, if it was burnt behind the pallet's back.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownPosition`, `NotBurnt`.
		#[pallet::call_index(14)]
		pub fn recover(
			origin: OriginFor<T>,
			position: PositionId,
			to: AccountIdLookupOf<T>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let to = T::Lookup::lookup(to)?;
			Self::do_recover(position, to)
		}

		/// Does what waits in a pool. Streams of epochs that are over and merges come with the next call that touches
		/// the pool, too; penalties that are released, and money of nobody that could not be moved, wait for this one.
		///
		/// Origin: anyone signed. Errors: `UnknownPool`.
		#[pallet::call_index(15)]
		pub fn roll(origin: OriginFor<T>, pool: PoolId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_roll(pool)
		}
	}

	impl<T: Config> Pallet<T> {
		/// Who may configure a pool, and pays for it.
		fn ensure_configures(
			origin: OriginFor<T>,
			pool: PoolId,
		) -> Result<T::AccountId, DispatchError> {
			if let Ok(admin) = T::AdminOrigin::ensure_origin(origin.clone()) {
				return Ok(admin);
			}
			let signer = ensure_signed(origin)?;
			Self::ensure_operator(&signer, pool)?;
			Ok(signer)
		}
	}
}
