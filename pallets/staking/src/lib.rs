// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
//! Alice was active at the fault, Bob was not:
#![doc = docify::embed!("src/tests/slashes.rs", slash_takes_the_stake_that_was_active_at_the_fault)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod active_set;
mod active_set_info;
mod backing;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bounds;
mod config;
mod cover;
mod delegations;
mod door_weights;
mod effects;
mod elections;
mod epochs;
mod errors;
mod events;
mod exits;
mod exposure;
mod genesis;
mod idle;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod matured;
pub mod migrations;
mod operators;
mod own_stake;
mod payments;
mod places;
mod pools;
mod power_history;
mod prices;
mod redelegations;
pub mod runtime_api;
mod seizures;
mod self_stake;
mod slashes;
mod stake_keeper;
mod stake_pools;
mod standing;
mod storage;
mod types;
mod views;
pub mod weights;
mod work;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use backing::{Backing, PoolBacking};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
/// The type of the clock; the storage item of the same name is [`pallet::EpochClock`].
pub use bulwark_ledger::EpochClock;
pub use bulwark_ledger::{
	Amount, Balance, BaseTerms, Departure, EpochIndex, Fraction, Fractions, GlobalMinimum, Millis,
	Multiplier, PageIndex, PoolId, Power, Powers, Price, Scope, SelfStake, SetId, Shortage,
};
pub use genesis::{GenesisOperator, GenesisPool, GenesisStandalonePoolOf};
pub use pallet::*;
pub use prices::AtPar;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, traits::fungibles};
use sp_runtime::traits::StaticLookup;

/// The name of an account in a call.
pub type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;
/// The name of an asset.
pub type AssetIdOf<T> =
	<<T as Config>::Assets as fungibles::Inspect<<T as frame_system::Config>::AccountId>>::AssetId;

#[import_section(config::config)]
#[import_section(genesis::genesis)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::Pot;
	use bulwark_traits::{Liability, SetMessenger, StakeObserver};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, AccountTouch, ConstU32, Contains, Get, Time},
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

	/// Reasons for which this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Bond of an operator.
		#[codec(index = 0)]
		Bond,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_runtime_upgrade() -> Weight {
			Self::keep_bounds()
		}

		fn integrity_test() {
			config::check::<T>();
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::poll(meter);
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::catch_up_with(remaining)
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Returns the present epoch, the times at which it began and ends, and the liability window.
		pub fn epoch() -> EpochView {
			views::epoch::<T>()
		}

		/// Returns the record and the state of an operator, or nothing if the account is none.
		pub fn operator(operator: T::AccountId) -> Option<OperatorView> {
			views::operator::<T>(&operator)
		}

		/// Returns operators with their records and states, at most `limit` of them: those after an account, or the first
		/// ones. They are in the order of their storage; fewer than `limit` are the last.
		pub fn operators(
			after: Option<T::AccountId>,
			limit: u32,
		) -> Vec<(T::AccountId, OperatorView)> {
			views::operators::<T>(after, limit)
		}

		/// Returns a pool as of the present epoch, or nothing if there is none with this id.
		pub fn pool(pool_id: PoolId) -> Option<PoolView<T::AccountId, AssetIdOf<T>>> {
			views::pool::<T>(pool_id)
		}

		/// Returns the stake of a staker in a pool at its present value, with its unbonding stake, or nothing if it has none
		/// there.
		pub fn stake_of(pool_id: PoolId, staker: T::AccountId) -> Option<StakeView> {
			views::stake_of::<T>(pool_id, &staker)
		}

		/// Returns all stake of a staker, by pool: the answers of `stake_of`.
		pub fn stakes_of(staker: T::AccountId) -> Vec<(PoolId, StakeView)> {
			views::stakes_of::<T>(&staker)
		}

		/// Returns the active set, and the ranking from which the next one is taken.
		pub fn active_set() -> ActiveSetView<T::AccountId> {
			views::active_set::<T>()
		}

		/// Returns the power of an operator when each epoch of the liability window began, the oldest first. Epochs without a
		/// block are left out.
		pub fn power_history(operator: T::AccountId) -> Vec<(EpochIndex, Power)> {
			views::power_history::<T>(&operator)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Sets the policy for the registration of operators. Present operators stay.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(0)]
		pub fn set_registration_policy(
			origin: OriginFor<T>,
			policy: RegistrationPolicy,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_registration_policy(policy);
			Ok(())
		}

		/// Adds an account to the allow-list, so that it may register as an operator.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(1)]
		pub fn allow_operator(origin: OriginFor<T>, who: AccountIdLookupOf<T>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_allow_operator(who);
			Ok(())
		}

		/// Removes an account from the allow-list. If it is an operator already it stays one.
		///
		/// Origin: `AdminOrigin`. Errors: `NotAllowed` if it is not on the list.
		#[pallet::call_index(2)]
		pub fn disallow_operator(
			origin: OriginFor<T>,
			who: AccountIdLookupOf<T>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_disallow_operator(who)
		}

		/// Registers the signer as an operator and holds the bond on its account. The first operator of a chain also pays
		/// the minimum balance of the native pot.
		///
		/// Errors: `NotInitialized`, `AlreadyRegistered`, `OperatorGone`, `NotAllowed`, `TooManyOperators`;
		/// `NotSpendable`, or the error of the native asset, if the account cannot pay the bond or the floor.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::register().saturating_add(door_weights::register::<T>()))]
		pub fn register(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_register(operator)
		}

		/// Fills up the bond of the signer after a slash, to exactly the full bond, which ends the suspension for it. What it
		/// adds answers from the next epoch on: no slash for an earlier one takes of it.
		///
		/// Errors: `NotOperator`, `AlreadyClosing`, `BondFull`; the error of the native asset if the account cannot pay.
		#[pallet::call_index(4)]
		pub fn top_up_bond(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_top_up_bond(operator)
		}

		/// Retires the signer for good: it leaves the ranking at once, and all its pools close with the last epoch of the
		/// consumers' notice (this one if nobody can charge it), until which bond and stake answer as before. Stakers need not
		/// do anything for that, and cannot delay it; nobody can take it back. Pending stake can be withdrawn at once.
		///
		/// The fee is that of as many pools as there can be; what of it was not needed comes back at once.
		///
		/// Errors: `NotOperator`, `AlreadyClosing`.
		#[pallet::call_index(5)]
		#[pallet::weight(work::close::<T>(T::WeightInfo::retire, T::MaxPools::get()))]
		pub fn retire(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let operator = ensure_signed(origin)?;
			let pools = Self::do_close(operator, ClosingCause::Retired)?;
			Ok(Some(work::close::<T>(T::WeightInfo::retire, pools)).into())
		}

		/// Releases the bond of a closed operator once nobody can slash it, and removes the operator, which makes room for
		/// another. Anyone may call it, whoever is in the active set: a member of a set that is kept for want of another may
		/// be gone. The account cannot register again.
		///
		/// Errors: `NotOperator`, `NotClosing`, `NotReleased`.
		#[pallet::call_index(6)]
		pub fn withdraw_bond(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_withdraw_bond(operator)
		}

		/// Opens a pool behind the signer, an operator. The first pool in an asset pays the floor of the asset's pot: one
		/// minimum balance, which stays there.
		///
		/// `minimum`: the minimum of a deposit, and of the stake that a staker may leave in the pool, in units of the asset.
		///
		/// `base`: the reward weight of stake without a position, for good. A pool in which that earns nothing takes it of
		/// its operator alone.
		///
		/// Errors: `NotOperator`, `OperatorNotActive`, `AssetNotListed`, `TooManyAssets`, `InvalidMultiplier`, `TooManyPools`;
		/// `NotSpendable`, or the error of the asset, if the account cannot pay the floor.
		#[pallet::call_index(7)]
		pub fn open_pool(
			origin: OriginFor<T>,
			asset: AssetIdOf<T>,
			minimum: Balance,
			base: BaseTerms,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_open_operator_pool(operator, asset, minimum, base).map(|_| ())
		}

		/// Opens a standalone pool: it stands behind no operator, is never slashed, and stake unbonds within an epoch.
		///
		/// `minimum`: the minimum of a deposit, and of the stake that a staker may leave in the pool, in units of the asset.
		///
		/// `base`: the reward weight of stake without a position, for good. A pool in which that earns nothing takes it of
		/// its operator alone.
		///
		/// Origin: `StandalonePoolOrigin`; its account pays the floors of new pots, the native one included. Errors:
		/// `NotInitialized`, `AssetNotListed`, `TooManyAssets`, `InvalidMultiplier`; `NotSpendable`, or the error of an asset,
		/// if the account cannot pay its floor.
		#[pallet::call_index(8)]
		pub fn open_standalone_pool(
			origin: OriginFor<T>,
			asset: AssetIdOf<T>,
			minimum: Balance,
			base: BaseTerms,
		) -> DispatchResult {
			let payer = T::StandalonePoolOrigin::ensure_origin(origin)?;
			Self::do_open_standalone_pool(payer, asset, minimum, base).map(|_| ())
		}

		/// Stakes `amount` units of the pool's asset, without a position. The stake is active from the next epoch on; until
		/// then it is pending and can be taken back at once.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Errors: `UnknownPool`, `PoolClosed`, `OperatorNotActive`, `SelfStakeTooLow`, `ForPositionsOnly`, `BelowMinimum`,
		/// `Overflow`, `NotSpendable`; the error of the asset if the money is not there. The account itself is kept alive.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::delegate().saturating_add(door_weights::stake::<T>().most()))]
		pub fn delegate(
			origin: OriginFor<T>,
			pool_id: PoolId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResultWithPostInfo {
			let staker = ensure_signed(origin)?;
			let work = Self::do_delegate(pool_id, staker, amount)?;
			let own = [T::WeightInfo::usual_delegate(), T::WeightInfo::delegate()];
			Ok(work.weigh(work::STAKE, own, door_weights::stake::<T>()))
		}

		/// Unstakes the signer's stake without a position. Pending stake comes back at once; then the oldest stake begins to
		/// unbond: it is active until the end of this epoch, can be slashed for its epochs, and is paid by `withdraw` from
		/// its release epoch on. Stake that is released already is paid on the way.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// `amount`: units of the asset, taken exactly at today's value, or `All`.
		///
		/// Errors: `UnknownPool`, `PoolClosed`, `NothingStaked`, `InsufficientStake`, `BelowMinimum`; `SelfStakeTooLow` for an operator that
		/// would keep too little of its own.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::undelegate().saturating_add(door_weights::unstake::<T>().most()))]
		pub fn undelegate(
			origin: OriginFor<T>,
			pool_id: PoolId,
			amount: Amount,
		) -> DispatchResultWithPostInfo {
			let staker = ensure_signed(origin)?;
			let (work, pays) = Self::do_undelegate(pool_id, staker, amount)?;
			let own = [work::usual_undelegate::<T>(pays), T::WeightInfo::undelegate()];
			Ok(work.weigh(work::UNSTAKE, own, door_weights::unstake::<T>()))
		}

		/// Pays a staker its released stake, and its stake in a closed pool. Anyone may call it for anyone, but an account
		/// other than the staker only from epoch u + W + 1 on (u: the epoch in which it was unstaked, W: the liability
		/// window, 1 in a standalone pool), when no late reward can come any more.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Errors: `UnknownPool`, `IsPositionAccount`, `NotReleased`, `NothingToWithdraw`; `PaymentRefused` if the asset
		/// refuses the payment, and then nothing changes.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::withdraw().saturating_add(door_weights::withdraw::<T>().most()))]
		pub fn withdraw(
			origin: OriginFor<T>,
			pool_id: PoolId,
			staker: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			let caller = ensure_signed(origin)?;
			let staker = T::Lookup::lookup(staker)?;
			let work = Self::do_withdraw(caller, pool_id, staker)?;
			let own = [T::WeightInfo::usual_withdraw(), T::WeightInfo::withdraw()];
			Ok(work.weigh(work::WITHDRAW, own, door_weights::withdraw::<T>()))
		}

		/// Matures a pool now: merges its cohorts that are older than the liability window, and lets the lots of a staker
		/// follow. It changes nobody's stake; anyone may call it. For an operator's pool it also asks anew for the epochs in
		/// which the operator's bond answers.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Errors: `UnknownPool`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::poke().saturating_add(door_weights::poke::<T>().most()))]
		pub fn poke(
			origin: OriginFor<T>,
			pool_id: PoolId,
			staker: Option<AccountIdLookupOf<T>>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let staker = staker.map(T::Lookup::lookup).transpose()?;
			let work = Self::do_poke(pool_id, staker)?;
			let own = [T::WeightInfo::usual_poke(), T::WeightInfo::poke()];
			Ok(work.weigh(work::STAKE, own, door_weights::poke::<T>()))
		}

		/// Suspends an operator: it takes no stake and does not serve until `EmergencyOrigin` resumes it. Its stake and bond stay
		/// and can be slashed as before.
		///
		/// Origin: `EmergencyOrigin`. Errors: `NotOperator`, `AlreadyClosing`, `AlreadySuspended`.
		#[pallet::call_index(13)]
		pub fn suspend(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_suspend(operator, Suspension::ByAdmin)
		}

		/// Ends a suspension. A bond that is not full, or self-stake below the minimum, still keeps the operator from
		/// serving.
		///
		/// Origin: `EmergencyOrigin`, or the operator itself if it was suspended for idleness in an earlier epoch.
		/// Errors: `NotOperator`, `NotSuspended`, `CannotResume`.
		#[pallet::call_index(14)]
		pub fn resume(origin: OriginFor<T>, operator: AccountIdLookupOf<T>) -> DispatchResult {
			let by = Self::ensure_emergency_or_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_resume(operator, by)
		}

		/// Closes an operator for good, as `retire` does. Its stake is released as soon as nobody can slash it.
		///
		/// Origin: `EmergencyOrigin`. Errors: `NotOperator`, `AlreadyClosing`.
		#[pallet::call_index(15)]
		#[pallet::weight(work::close::<T>(T::WeightInfo::close_operator, T::MaxPools::get()))]
		pub fn close_operator(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			T::EmergencyOrigin::ensure_origin(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let pools = Self::do_close(operator, ClosingCause::Closed)?;
			Ok(Some(work::close::<T>(T::WeightInfo::close_operator, pools)).into())
		}

		/// Sets the minimum self-stake of every operator, in units of power. Operators that have less have `CurePeriod`
		/// epochs to make up for it.
		///
		/// Origin: `AdminOrigin`.
		#[pallet::call_index(16)]
		pub fn set_global_min_self_stake(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Power,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_global_min_self_stake(amount);
			Ok(())
		}

		/// Sets a minimum self-stake that the signer, an operator, promises to keep, in units of power: at once if it is not
		/// lower than its present one, after W epochs if it is. The global minimum counts if that is higher.
		///
		/// Errors: `NotOperator`, `AlreadyClosing`; `SelfStakeTooLow` if it has less than it promises.
		#[pallet::call_index(17)]
		pub fn set_min_self_stake(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Power,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_set_min_self_stake(operator, amount)
		}

		/// Moves the signer's stake without a position from one pool to another in the same asset. Pending stake goes at once;
		/// the rest unbonds as by `undelegate`, can be slashed with the old operator, and goes on after its release when
		/// anybody calls `complete_redelegation`. Released stake of the same redelegation goes on with it.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// `amount`: units of the asset, taken exactly at today's value, or `All`.
		///
		/// Errors: `UnknownPool`, `SamePool`, `AssetMismatch`, `PoolClosed`, `OperatorNotActive`, `SelfStakeTooLow`,
		/// `ForPositionsOnly`, `NothingStaked`, `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(18)]
		#[pallet::weight(
			T::WeightInfo::redelegate().saturating_add(door_weights::redelegate::<T>().most())
		)]
		pub fn redelegate(
			origin: OriginFor<T>,
			from: PoolId,
			to: PoolId,
			amount: Amount,
		) -> DispatchResultWithPostInfo {
			let staker = ensure_signed(origin)?;
			let (work, arrives) = Self::do_redelegate(staker, from, to, amount)?;
			let own = [work::usual_redelegate::<T>(arrives), T::WeightInfo::redelegate()];
			Ok(work.weigh(work::REDELEGATE, own, door_weights::redelegate::<T>()))
		}

		/// Stakes released stake of a redelegation in its new pool, whatever slashes have left of it. If the new pool closes,
		/// the staker is paid instead. Anyone may call it for anyone, at the same time as `withdraw`. While the new pool takes
		/// no stake it waits, and the staker alone may give up, by `cancel_redelegation`.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Errors: `UnknownPool`, `NothingToWithdraw`, `NotReleased`; `OperatorNotActive` or `SelfStakeTooLow` while the new
		/// pool takes no stake.
		#[pallet::call_index(19)]
		#[pallet::weight(
			T::WeightInfo::complete_redelegation()
				.saturating_add(door_weights::complete_redelegation::<T>().most())
		)]
		pub fn complete_redelegation(
			origin: OriginFor<T>,
			from: PoolId,
			to: PoolId,
			staker: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			let caller = ensure_signed(origin)?;
			let staker = T::Lookup::lookup(staker)?;
			let work = Self::do_complete_redelegation(caller, staker, from, to)?;
			let own = [
				T::WeightInfo::usual_complete_redelegation(),
				T::WeightInfo::complete_redelegation(),
			];
			Ok(work.weigh(work::COMPLETE, own, door_weights::complete_redelegation::<T>()))
		}

		/// Turns a redelegation of the signer into ordinary unbonding stake of the old pool, with the same releases. Stake
		/// that is released already is paid.
		///
		/// The fee is that of the worst case; what of it was not needed comes back at once.
		///
		/// Errors: `UnknownPool`, `NothingToWithdraw`.
		#[pallet::call_index(20)]
		#[pallet::weight(
			T::WeightInfo::cancel_redelegation()
				.saturating_add(door_weights::cancel_redelegation::<T>().most())
		)]
		pub fn cancel_redelegation(
			origin: OriginFor<T>,
			from: PoolId,
			to: PoolId,
		) -> DispatchResultWithPostInfo {
			let staker = ensure_signed(origin)?;
			let work = Self::do_cancel_redelegation(staker, from, to)?;
			let own =
				[T::WeightInfo::usual_cancel_redelegation(), T::WeightInfo::cancel_redelegation()];
			Ok(work.weigh(work::CANCEL, own, door_weights::cancel_redelegation::<T>()))
		}

		/// Sets the number of operators in the active set, from the next block on.
		///
		/// Origin: `AdminOrigin`. Errors: `InvalidSetSize` unless 1 ≤ size < `MaxOperators`.
		#[pallet::call_index(21)]
		pub fn set_active_set_size(origin: OriginFor<T>, size: u32) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_active_set_size(size)
		}

		/// Opens the stake pot for a listed asset, or raises its floor to a minimum balance of the asset that has risen: until
		/// then payments leave the new minimum behind, and what they leave stays owed. Anyone may call it; the signer pays
		/// the floor, and the asset's deposit if strangers have filled the references of the pot's account. Nothing of
		/// it comes back.
		///
		/// Errors: `AssetNotListed`, `NotSpendable`; the error of the asset if the money is not there.
		#[pallet::call_index(22)]
		pub fn touch(origin: OriginFor<T>, asset: AssetIdOf<T>) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_touch(payer, asset)
		}

		/// Closes an operator that holds a place and does not use it: one that for `ReclaimPeriod` elections in a row was
		/// suspended, short of self-stake or without power; or, when there are `MaxOperators` operators and none of them is
		/// closing, the one of least power that was in no active set for as many elections. Anyone may call it. The operator
		/// closes as by `retire`, and the fee is that of its pools.
		///
		/// Errors: `NotOperator`, `AlreadyClosing`, `PlaceInUse`.
		#[pallet::call_index(23)]
		#[pallet::weight(work::close::<T>(T::WeightInfo::reclaim_place, T::MaxPools::get()))]
		pub fn reclaim_place(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			let pools = Self::do_reclaim_place(operator)?;
			Ok(Some(work::close::<T>(T::WeightInfo::reclaim_place, pools)).into())
		}
	}
}
