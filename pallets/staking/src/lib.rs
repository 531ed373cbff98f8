// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
//! Alice was in force at the fault, Bob was not:
#![doc = docify::embed!("src/tests/slashes.rs", slash_charges_who_was_in_force_at_the_fault)]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod delegations;
mod epochs;
mod genesis;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod matured;
mod operators;
mod payments;
mod pools;
pub mod runtime_api;
mod slashes;
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
	Amount, Balance, Departure, EpochClock, EpochIndex, Fraction, Millis, PoolId,
};
pub use genesis::{GenesisOperator, GenesisPool};
pub use pallet::*;
pub use slashes::Scope;
pub use types::*;
pub use views::*;
pub use weights::WeightInfo;

use core::marker::PhantomData;
use frame_support::traits::{fungibles, Get};
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
		T::Window::get().saturating_add(2)
	}
}

/// A plain pool of the first block, and the account that opens it.
pub type GenesisPlainPoolOf<T> = (
	<T as frame_system::Config>::AccountId,
	GenesisPool<<T as frame_system::Config>::AccountId, AssetIdOf<T>>,
);

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use bulwark_ledger::{Conversion, Pot};
	use bulwark_traits::Liability;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains, OnUnbalanced, Time},
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

		/// Where slashed money goes, one credit for each asset: a treasury, or `()` to burn it.
		type OnSlash: OnUnbalanced<CreditOf<Self>>;

		/// In which assets pools can be opened. One whose admin could freeze the pot has no place here: while it
		/// is frozen nobody is paid in it, and no slash that touches it goes through.
		type StakeAssets: Contains<AssetIdOf<Self>>;

		/// Who knows until when an operator's stake answers; `()` lets every exit wait for the window.
		type Liability: Liability<Self::AccountId>;

		/// Who says who may register.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may open plain pools. The account pays the floor of a new pot.
		type PlainPoolOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Who may slash.
		type SlashOrigin: EnsureOrigin<Self::RuntimeOrigin>;

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

	/// The origin and the length of the epochs, given at genesis and never changed.
	#[pallet::storage]
	pub type Clock<T> = StorageValue<_, EpochClock, ValueQuery>;

	/// Who may register.
	#[pallet::storage]
	pub type Registration<T> = StorageValue<_, RegistrationPolicy, ValueQuery>;

	/// The accounts that may register under `RegistrationPolicy::AllowList`.
	#[pallet::storage]
	pub type Allowed<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ()>;

	/// The operators.
	#[pallet::storage]
	pub type Operators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Operator<T>>;

	/// Operators that have gone. Their names are not used again, or an old record could be confused with a
	/// new one.
	#[pallet::storage]
	pub type Gone<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ()>;

	/// The number of the pool that was opened last.
	#[pallet::storage]
	pub type LastPool<T> = StorageValue<_, PoolId, OptionQuery>;

	/// The pools, by number.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageMap<_, Twox64Concat, PoolId, Pool<T>>;

	/// What a holder has in a pool.
	#[pallet::storage]
	pub type Holdings<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, PoolId, HoldingOf<T>>;

	/// What a holder waits for from a pool.
	#[pallet::storage]
	pub type Exits<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, PoolId, ExitsOf<T>>;

	/// The exits that a pool's holders asked for in an epoch.
	#[pallet::storage]
	pub type ExitRows<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, BucketsOf<T>>;

	/// How the shares of a merged cohort become mature ones, until its last holder has followed. A cohort
	/// without an entry merged one for one.
	#[pallet::storage]
	pub type Conversions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, EpochIndex, Conversion>;

	/// What the pot has to hold of each asset.
	#[pallet::storage]
	pub type Pots<T: Config> = StorageMap<_, Blake2_128Concat, AssetIdOf<T>, Pot>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The origin and the length of the epochs.
		pub clock: EpochClock,
		/// Who may register afterwards.
		pub registration: RegistrationPolicy,
		/// Operators, with their pools.
		pub operators: Vec<GenesisOperator<T::AccountId, AssetIdOf<T>>>,
		/// Plain pools, opened by an account that pays for the pots.
		pub plain_pools: Vec<GenesisPlainPoolOf<T>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			genesis::build(self);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Who may register has changed.
		RegistrationSet {
			/// Before.
			old: RegistrationPolicy,
			/// From now on.
			new: RegistrationPolicy,
		},
		/// An account may register.
		AccountAllowed {
			/// Which.
			who: T::AccountId,
		},
		/// An account may not register any more.
		AccountDisallowed {
			/// Which.
			who: T::AccountId,
		},
		/// An operator registered and its bond is held.
		OperatorRegistered {
			/// Its account.
			operator: T::AccountId,
			/// The bond, in native units.
			bond: Balance,
			/// The epoch.
			epoch: EpochIndex,
		},
		/// A bond that a slash had lowered is full again.
		BondToppedUp {
			/// Whose.
			operator: T::AccountId,
			/// What was added, in native units.
			amount: Balance,
		},
		/// An operator stops: its pools close.
		OperatorRetired {
			/// Its account.
			operator: T::AccountId,
			/// The last epoch in which its stake is in force, and when it is released.
			departure: Departure,
		},
		/// An operator's slashes add up to more than it may lose: it is closed for good.
		OperatorDeactivated {
			/// Its account.
			operator: T::AccountId,
			/// What is left of one after all slashes.
			mark: Fraction,
		},
		/// An operator's bond has left, and the operator with it.
		BondWithdrawn {
			/// Whose.
			operator: T::AccountId,
			/// What was left, in native units.
			amount: Balance,
		},
		/// A pool takes stake.
		PoolOpened {
			/// Its number.
			pool: PoolId,
			/// What is staked.
			asset: AssetIdOf<T>,
			/// Whom it stands behind.
			operator: Option<T::AccountId>,
			/// The least deposit, in units of the asset.
			minimum: Balance,
		},
		/// A pool takes no stake any more, and all of it leaves.
		PoolClosed {
			/// Which.
			pool: PoolId,
			/// The last epoch in force, and when the stake is released.
			departure: Departure,
		},
		/// Stake came in.
		Delegated {
			/// The pool.
			pool: PoolId,
			/// Whose stake.
			holder: T::AccountId,
			/// How much, in units of the pool's asset.
			amount: Balance,
			/// The epoch from which it counts.
			effective: EpochIndex,
		},
		/// Stake was asked back.
		Undelegated {
			/// The pool.
			pool: PoolId,
			/// Whose stake.
			holder: T::AccountId,
			/// What had not taken effect and goes back at once, in units of the pool's asset.
			returned: Balance,
			/// What leaves with this epoch, in units of the pool's asset, before any slash to come.
			exiting: Balance,
			/// The last epoch in force, and when what exits is released.
			departure: Departure,
		},
		/// Released stake was paid.
		Withdrawn {
			/// The pool.
			pool: PoolId,
			/// Whose stake, and who was paid.
			holder: T::AccountId,
			/// How much, in units of the pool's asset.
			amount: Balance,
		},
		/// Money is free but could not be paid now: it stays due, and `withdraw` tries again.
		PaymentDeferred {
			/// The pool.
			pool: PoolId,
			/// Whose.
			holder: T::AccountId,
			/// How much, in units of the pool's asset.
			amount: Balance,
		},
		/// An operator was slashed.
		Slashed {
			/// Which.
			operator: T::AccountId,
			/// The epoch of the fault: who was in force then is charged.
			fault: EpochIndex,
			/// The part of each bucket, and of the bond.
			fraction: Fraction,
			/// What was charged.
			scope: Scope,
			/// What the bond lost, in native units.
			bond: Balance,
		},
		/// A pool lost stake to a slash.
		PoolSlashed {
			/// Which.
			pool: PoolId,
			/// The epoch of the fault.
			fault: EpochIndex,
			/// The part of each bucket.
			fraction: Fraction,
			/// What was taken, in units of the pool's asset.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The registration is for allowed accounts: ask the chain's admin.
		NotAllowed,
		/// The account is an operator already.
		AlreadyRegistered,
		/// The account was an operator once and has gone: register with another one.
		OperatorGone,
		/// No operator has this account: look at `Operators`.
		UnknownOperator,
		/// The operator takes no stake and no pool: it is suspended, closing or deactivated. Choose another, or
		/// top up the bond.
		OperatorNotActive,
		/// The operator has left already, or was deactivated: wait for the release, then withdraw the bond.
		AlreadyClosing,
		/// The operator has not retired: retire first.
		NotClosing,
		/// The bond is full: nothing to top up.
		BondFull,
		/// The operator has as many pools as it may have: use one of them.
		TooManyPools,
		/// No pool has this number: look at `Pools`.
		UnknownPool,
		/// This asset cannot be staked: choose a listed one.
		AssetNotListed,
		/// The pool has closed and its stake leaves with it: wait for the release, then withdraw.
		PoolClosed,
		/// The deposit, or what would remain of a lot, is below the pool's minimum: take or leave more, or undelegate
		/// `All`.
		BelowMinimum,
		/// There is less stake than was asked for: ask for less, or for `All`.
		InsufficientStake,
		/// Nothing waits to be paid here.
		NothingToWithdraw,
		/// It is not released yet, or only its owner may ask so early: wait for the release.
		NotReleased,
		/// The epoch has not begun: nothing can be charged in it yet.
		EpochInFuture,
		/// The epoch lies before the liability window: its stake cannot be charged any more.
		EpochTooOld,
		/// No part, or more than half of a pool at once: choose a fraction above 0 and up to ½ (up to 1 for the bond
		/// alone).
		InvalidFraction,
		/// Nothing of this operator was in force in that epoch.
		NothingInForce,
		/// More than 2¹⁰⁰ units of one asset would be staked: stake less.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!((1..=14).contains(&T::Window::get()), "the liability window is 1 to 14 epochs");
			assert!(T::MaxPools::get() >= 1, "an operator needs a pool");
			assert!(
				T::StakeAssets::contains(&T::NativeAsset::get()),
				"the native asset can be staked: bonds pass through its pot",
			);
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
		/// Errors: `NotAllowed`, `AlreadyRegistered`, `OperatorGone`; the native asset's own if the bond is
		/// not there.
		#[pallet::call_index(3)]
		pub fn register(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_register(operator)
		}

		/// Fills the signer's bond up after a slash, to exactly what it was, which ends a suspension.
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

		/// Gives the signer's bond back once nobody can charge it, and forgets the operator. The account cannot
		/// register again.
		///
		/// Errors: `UnknownOperator`, `NotClosing`, `NotReleased`.
		#[pallet::call_index(6)]
		pub fn withdraw_bond(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_withdraw_bond(operator)
		}

		/// Opens a pool behind the signer, an operator. The first pool in an asset pays the floor of its pot: one
		/// minimum balance, which stays.
		///
		/// `minimum`: the least deposit and the least remainder of a lot, in units of the asset.
		///
		/// Errors: `UnknownOperator`, `OperatorNotActive`, `AssetNotListed`, `TooManyPools`.
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
		/// Origin: `PlainPoolOrigin`; its account pays as for `open_pool`. Errors: `AssetNotListed`.
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
		/// Errors: `UnknownPool`, `PoolClosed`, `OperatorNotActive`, `BelowMinimum`; the asset's own if the
		/// money is not there (the account itself is kept alive).
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
		/// `InsufficientStake`, `BelowMinimum`.
		#[pallet::call_index(10)]
		pub fn undelegate(origin: OriginFor<T>, pool: PoolId, amount: Amount) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_undelegate(pool, holder, amount)
		}

		/// Pays a holder everything that is released: its exits, and its stake in a closed pool. Anyone may call it
		/// for anyone, but before nobody can credit the stake any more either only the holder itself.
		///
		/// Errors: `UnknownPool`, `NotReleased`, `NothingToWithdraw`; the asset's own if it refuses the
		/// payment, and then nothing changes.
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

		/// Slashes an operator for a fault in an epoch: takes `fraction` of exactly the stake that was in force then,
		/// whoever has left or joined since. The money goes to `OnSlash`.
		///
		/// Origin: `SlashOrigin`. Errors: `UnknownOperator`, `EpochInFuture`, `EpochTooOld`,
		/// `InvalidFraction`, `NothingInForce`.
		#[pallet::call_index(13)]
		pub fn slash(
			origin: OriginFor<T>,
			operator: AccountIdLookupOf<T>,
			fault: EpochIndex,
			fraction: Fraction,
			scope: Scope,
		) -> DispatchResult {
			T::SlashOrigin::ensure_origin(origin)?;
			let operator = T::Lookup::lookup(operator)?;
			Self::do_slash(operator, fault, fraction, scope)
		}
	}
}
