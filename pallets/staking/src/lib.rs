// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
//! Alice was in force at the fault, Bob was not:
#![doc = docify::embed!("src/tests/slashes.rs", slash_charges_who_was_in_force_at_the_fault)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod acknowledgements;
mod active_set;
mod backing;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod delegations;
mod doors;
mod epochs;
mod errors;
mod events;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod keeper;
mod matured;
mod operators;
mod payments;
mod pools;
mod redelegations;
pub mod runtime_api;
mod self_stake;
mod slashes;
mod storage;
mod types;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use backing::{BackingOf, PoolBacking};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use bulwark_ledger::{
	Amount, Balance, Departure, EpochClock, EpochIndex, Fraction, Millis, Multiplier, PoolId,
	Power, Powers, Scope, SelfStake, SetId, Shortage,
};
pub use genesis::{GenesisOperator, GenesisPool};
pub use pallet::*;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use core::marker::PhantomData;
use frame_support::{
	pallet_macros::import_section,
	traits::{fungibles, Get},
};
use sp_runtime::traits::StaticLookup;

/// How an account is named in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// What names an asset.
pub type AssetIdOf<T> =
	<<T as Config>::Assets as fungibles::Inspect<<T as frame_system::Config>::AccountId>>::AssetId;

/// W + 2: the mature bucket, W younger cohorts in force, and the one that begins with the next epoch.
pub struct MaxBuckets<T>(PhantomData<T>);
impl<T: Config> Get<u32> for MaxBuckets<T> {
	fn get() -> u32 {
		T::Window::get().saturating_add(2) // the window is 14 at most
	}
}

/// A plain pool of the first block, and the account that opens it.
pub type GenesisPlainPoolOf<T> = (
	<T as frame_system::Config>::AccountId,
	GenesisPool<<T as frame_system::Config>::AccountId, AssetIdOf<T>>,
);

#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::{Conversion, Pot};
	use bulwark_traits::{Liability, SetAcknowledgements, SetMessenger, StakeObserver};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains, Time, ValidatorRegistration},
		weights::WeightMeter,
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Convert;

	/// The layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What can be staked, the native asset among them: usually a `UnionOf` balances and assets.
		type Assets: fungibles::Mutate<
				Self::AccountId,
				AssetId: Parameter + Member + MaybeSerializeDeserialize,
				Balance = Balance,
			> + fungibles::Balanced<Self::AccountId>;

		/// The native asset as such: bonds are held in it.
		type Native: fungible::hold::Mutate<
			Self::AccountId,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;

		/// How `Assets` names what `Native` is.
		type NativeAsset: Get<AssetIdOf<Self>>;

		/// The runtime's reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// In which assets pools can be opened. One whose admin could freeze the pot has no place here: while it
		/// is frozen nobody is paid in it, and no slash that touches it goes through.
		type StakeAssets: Contains<AssetIdOf<Self>>;

		/// What so many units of an asset weigh when operators are ranked: cheap, and never less for more. To change
		/// it is to change who serves and who has staked enough: announce it.
		type Power: Convert<(AssetIdOf<Self>, Balance), Power>;

		/// Who knows until when an operator's bond and its pools answer; `()` lets every exit wait for the window.
		type Liability: Liability<Self::AccountId>;

		/// Who counts the weight of stake, to divide rewards by it; `()` if nobody does.
		type Observer: StakeObserver<Self::AccountId>;

		/// Who carries the changes of the active set to those who follow it.
		type Messenger: SetMessenger<Self::AccountId>;

		/// Who knows the operators that have session keys: `pallet-session`.
		type Keys: ValidatorRegistration<Self::AccountId>;

		/// Who says who may register, how much of their own operators have to stake, and how many of them serve;
		/// and may suspend and remove operators.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may acknowledge what it heard of the active set: those whom others believe in this. Each leaves an entry in
		/// the state.
		type FollowerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Who may open plain pools. The account pays the floor of a new pot.
		type PlainPoolOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The wall clock, in milliseconds: `pallet-timestamp`.
		type Time: Time<Moment = Millis>;

		/// The account that keeps all stake is derived from it.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// W: how many epochs after a fault a slash for it may still be applied; 1 to 14. Fixed for the life of a
		/// chain: bounds in storage and what has matured by now follow from it.
		#[pallet::constant]
		type Window: Get<u32>;

		/// The deposit of an operator, in units of the native asset.
		#[pallet::constant]
		type Bond: Get<Balance>;

		/// How many pools an operator may have.
		#[pallet::constant]
		type MaxPools: Get<u32>;

		/// How many operators there may be: an election looks at each; 2 to 256.
		#[pallet::constant]
		type MaxOperators: Get<u32>;

		/// How many epochs an operator has to make up for own stake that a slash or a higher minimum left short.
		#[pallet::constant]
		type CurePeriod: Get<u32>;

		/// What calls cost: measured.
		type WeightInfo: WeightInfo;

		/// Makes assets and time for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<AssetIdOf<Self>, Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An operator's bond.
		#[codec(index = 0)]
		Bond,
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The origin and the length of the epochs.
		pub clock: EpochClock,
		/// Who may register afterwards.
		pub registration: RegistrationPolicy,
		/// Operators, with their pools.
		pub operators: Vec<GenesisOperator<T::AccountId, AssetIdOf<T>>>,
		/// What every operator has to stake itself, in units of power.
		pub min_self_stake: Power,
		/// X: how many operators serve. If any are given at least so many have to be able to serve; 0 if nobody is
		/// elected.
		pub active_set_size: u32,
		/// Plain pools, opened by an account that pays for the pots.
		pub plain_pools: Vec<GenesisPlainPoolOf<T>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			genesis::build(self);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!((1..=14).contains(&T::Window::get()), "the liability window is 1 to 14 epochs");
			assert!(T::MaxPools::get() >= 1, "an operator needs a pool");
			assert!(
				(2..=256).contains(&T::MaxOperators::get()),
				"an election looks at 256 operators at most, and one has to be able to replace another"
			);
			let largest = T::BlockWeights::get().max_block;
			let elect = T::WeightInfo::elect(T::MaxOperators::get());
			let poll = T::WeightInfo::poll() + T::WeightInfo::enact() + elect;
			assert!(largest.all_gte(poll), "a block has room for an election");
			assert!(
				T::StakeAssets::contains(&T::NativeAsset::get()),
				"the native asset can be staked: bonds pass through its pot",
			);
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::poll(meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The present epoch, when it began and ends, and the liability window.
		pub fn epoch() -> EpochView {
			Self::epoch_view()
		}

		/// An operator's record and state.
		pub fn operator(operator: T::AccountId) -> Option<OperatorView> {
			Self::operator_view(&operator)
		}

		/// A pool as it stands now, matured.
		pub fn pool(pool: PoolId) -> Option<PoolView<T::AccountId, AssetIdOf<T>>> {
			Self::pool_view(pool)
		}

		/// What a holder has in a pool, with its value now, and what it waits for.
		pub fn stake(pool: PoolId, holder: T::AccountId) -> Option<StakeView> {
			Self::stake_view(pool, &holder)
		}

		/// The set in force, and the ranking from which the next comes.
		pub fn active_set() -> ActiveSetView<T::AccountId> {
			Self::active_set_view()
		}

		/// What stood behind an operator when each epoch of the window began, the oldest first.
		pub fn power_history(operator: T::AccountId) -> Vec<(EpochIndex, Power)> {
			Self::power_history_view(&operator)
		}

		/// The last epoch up to which a follower acknowledged the active sets.
		pub fn acknowledged(follower: T::AccountId) -> Option<EpochIndex> {
			<Self as SetAcknowledgements<T::AccountId>>::acknowledged(&follower)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Says who may register as an operator. Operators that are there stay.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(0)]
		pub fn set_registration(
			origin: OriginFor<T>,
			policy: RegistrationPolicy,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_registration(policy);
			Ok(())
		}

		/// Lets an account register under the allow-list.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(1)]
		pub fn allow(origin: OriginFor<T>, who: AccountIdLookupOf<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_allow(who);
			Ok(())
		}

		/// Takes an account off the allow-list. If it is an operator already it stays one.
		///
		/// Origin: `AdminOrigin`. Errors: `NotAllowed` if it was not on the list.
		#[pallet::call_index(2)]
		pub fn disallow(origin: OriginFor<T>, who: AccountIdLookupOf<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_disallow(who)
		}

		/// Registers the signer as an operator and holds the bond on its account. The first operator of a chain
		/// also pays the floor of the native pot.
		///
		/// Errors: `NotAllowed`, `AlreadyRegistered`, `OperatorGone`, `TooManyOperators`; the native asset's own if the bond is
		/// not there.
		#[pallet::call_index(3)]
		pub fn register(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_register(operator)
		}

		/// Fills the signer's bond up after a slash, to exactly what it was, which ends a suspension for that.
		///
		/// Errors: `UnknownOperator`, `AlreadyClosing`, `BondFull`.
		#[pallet::call_index(4)]
		pub fn top_up_bond(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_top_up_bond(operator)
		}

		/// Retires the signer: its pools close at the end of this epoch with all stake in them, and no holder needs
		/// to do anything for it or can delay it.
		///
		/// Errors: `UnknownOperator`, `AlreadyClosing`.
		#[pallet::call_index(5)]
		pub fn retire(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_retire(operator)
		}

		/// Gives an operator's bond back once nobody can charge it and the operator is out of the set in force, and
		/// forgets the operator, which makes room for another. The account cannot register again. Anyone may call it.
		///
		/// Errors: `UnknownOperator`, `NotClosing`, `NotReleased`, `InActiveSet`.
		#[pallet::call_index(6)]
		pub fn withdraw_bond(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_withdraw_bond(operator)
		}

		/// Opens a pool behind the signer, an operator. The first pool in an asset pays the floor of its pot: one
		/// minimum balance, which stays.
		///
		/// `minimum`: the least deposit and the least remainder of a lot, in units of the asset.
		///
		/// Errors: `UnknownOperator`, `OperatorNotActive`, `AssetNotListed`, `TooManyPools`; the asset's own if the
		/// floor is not there.
		#[pallet::call_index(7)]
		pub fn open_pool(
			origin: OriginFor<T>,
			asset: AssetIdOf<T>,
			minimum: Balance,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_open_operator_pool(operator, asset, minimum)
		}

		/// Opens a pool behind nobody: never slashed, left within an epoch.
		///
		/// Origin: `PlainPoolOrigin`; its account pays as for `open_pool`, and the floor of the native pot if it is the
		/// first of all. Errors: `AssetNotListed`, and the assets' own.
		#[pallet::call_index(8)]
		pub fn open_plain_pool(
			origin: OriginFor<T>,
			asset: AssetIdOf<T>,
			minimum: Balance,
		) -> DispatchResult {
			let payer = T::PlainPoolOrigin::ensure_origin(origin)?;
			Self::do_open_plain_pool(payer, asset, minimum)
		}

		/// Stakes `amount` units of the pool's asset. It counts from the next epoch; until then it can be taken
		/// back at once.
		///
		/// Errors: `UnknownPool`, `PoolClosed`, `OperatorNotActive`, `SelfStakeTooLow`, `BelowMinimum`, `Overflow`; the
		/// asset's own if the money is not there (the account itself is kept alive).
		#[pallet::call_index(9)]
		pub fn delegate(
			origin: OriginFor<T>,
			pool: PoolId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_delegate(pool, holder, amount)
		}

		/// Asks stake back: what does not count yet comes back at once, then the oldest goes into an exit, which
		/// answers for all of this epoch and is paid by `withdraw` after its release. What is released already is
		/// paid on the way.
		///
		/// An amount is taken exactly, at today's value. Errors: `UnknownPool`, `PoolClosed`,
		/// `InsufficientStake`, `BelowMinimum`, and `SelfStakeTooLow` for an operator that would keep too little.
		#[pallet::call_index(10)]
		pub fn undelegate(origin: OriginFor<T>, pool: PoolId, amount: Amount) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_undelegate(pool, holder, amount)
		}

		/// Pays a holder everything that is released: its exits, and its stake in a closed pool. Anyone may call it for
		/// anyone, but before epoch u + W + 1, until which late rewards may come, only the holder itself.
		///
		/// Errors: `UnknownPool`, `NotAnAccount`, `NotReleased`, `NothingToWithdraw`; the asset's own if it refuses
		/// the payment, and then nothing changes.
		#[pallet::call_index(11)]
		pub fn withdraw(
			origin: OriginFor<T>,
			pool: PoolId,
			holder: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let holder = T::Lookup::lookup(holder)?;
			Self::do_withdraw(caller, pool, holder)
		}

		/// Does the lazy work of a pool now: merges the cohorts that have matured, and lets a holder's lots follow.
		/// It changes nobody's stake; anyone may.
		///
		/// Errors: `UnknownPool`.
		#[pallet::call_index(12)]
		pub fn roll(
			origin: OriginFor<T>,
			pool: PoolId,
			holder: Option<AccountIdLookupOf<T>>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let holder = holder.map(T::Lookup::lookup).transpose()?;
			Self::do_roll(pool, holder)
		}

		/// Keeps an operator from taking stake and serving until the admin resumes it. Its stake and bond stay where
		/// they are and answer as before.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownOperator`, `AlreadyClosing`, `AlreadySuspended`.
		#[pallet::call_index(13)]
		pub fn suspend(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_suspend(operator, Suspension::ByAdmin)
		}

		/// Ends a suspension; a bond that is not full or too little own stake still keep the operator from serving.
		///
		/// Origin: `AdminOrigin`, or the operator itself if it was suspended for idleness in an earlier epoch.
		/// Errors: `UnknownOperator`, `NotSuspended`, `StillSuspended`.
		#[pallet::call_index(14)]
		pub fn resume(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			let by = match T::AdminOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(ensure_signed(origin)?),
			};
			let operator = T::Lookup::lookup(operator)?;
			Self::do_resume(operator, by)
		}

		/// Closes an operator as `retire` does. Its stakers are free as soon as nobody can charge them.
		///
		/// Origin: `AdminOrigin`. Errors: `UnknownOperator`, `AlreadyClosing`.
		#[pallet::call_index(15)]
		pub fn remove(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_remove(operator)
		}

		/// Says how much every operator has to stake itself, in units of power. Operators that have less have
		/// `CurePeriod` epochs to make up for it.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(16)]
		pub fn set_min_self_stake(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Power,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_min_self_stake(amount);
			Ok(())
		}

		/// Promises that the signer stakes at least so much itself, in units of power: at once if that is more than
		/// it promised before, after W epochs if it is less.
		///
		/// Errors: `UnknownOperator`, `AlreadyClosing`, `SelfStakeTooLow` if it has not so much.
		#[pallet::call_index(17)]
		pub fn set_own_minimum(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Power,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_own_minimum(operator, amount)
		}

		/// Moves stake to another pool in the same asset. What does not count yet goes at once; the rest leaves as by
		/// `undelegate`, answers for the old operator until its release, and goes on then when anybody calls
		/// `complete_redelegation`. Released stake that was on the same way goes on with it.
		///
		/// Errors: `UnknownPool`, `SamePool`, `AssetMismatch`, `PoolClosed`, `OperatorNotActive`,
		/// `SelfStakeTooLow`, `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(18)]
		// What is refused is noted at the old pool instead.
		#[pallet::weight(T::WeightInfo::redelegate() + T::DbWeight::get().reads_writes(1, 1))]
		pub fn redelegate(
			origin: OriginFor<T>,
			from: PoolId,
			to: PoolId,
			amount: Amount,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_redelegate(holder, from, to, amount)
		}

		/// Stakes what is released of a holder's on its way from one pool to another. If the new pool does not take it
		/// the holder can withdraw it from the old one. Anyone may call it for anyone, as for `withdraw`, but not while
		/// an open pool does not take it: then only the holder may decide that it does not wait.
		///
		/// Errors: `UnknownPool`, `NothingToWithdraw`, `NotReleased`, `OperatorNotActive`, `SelfStakeTooLow`, `BelowMinimum`.
		#[pallet::call_index(19)]
		// What is refused is noted at the old pool instead.
		#[pallet::weight(T::WeightInfo::complete_redelegation() + T::DbWeight::get().reads_writes(1, 1))]
		pub fn complete_redelegation(
			origin: OriginFor<T>,
			from: PoolId,
			to: PoolId,
			holder: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let holder = T::Lookup::lookup(holder)?;
			Self::do_complete_redelegation(caller, holder, from, to)
		}

		/// Makes the signer's stake on its way to another pool an ordinary exit, with the same releases. What is
		/// released already is paid.
		///
		/// Errors: `UnknownPool`, `NothingToWithdraw`.
		#[pallet::call_index(20)]
		pub fn cancel_redelegation(
			origin: OriginFor<T>,
			from: PoolId,
			to: PoolId,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_cancel_redelegation(holder, from, to)
		}

		/// Says how many operators serve, from the next block on.
		///
		/// Origin: `AdminOrigin`. Errors: `InvalidSetSize`.
		#[pallet::call_index(21)]
		pub fn set_active_set_size(origin: OriginFor<T>, size: u32) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_active_set_size(size)
		}

		/// Says that the caller knows the active sets up to an epoch.
		///
		/// Origin: `FollowerOrigin`. Errors: `EpochInFuture`, `AlreadyAcknowledged`.
		#[pallet::call_index(22)]
		pub fn acknowledge_set(origin: OriginFor<T>, epoch: EpochIndex) -> DispatchResult {
			let follower = T::FollowerOrigin::ensure_origin(origin)?;
			<Self as SetAcknowledgements<T::AccountId>>::acknowledge(&follower, epoch)
		}
	}
}
