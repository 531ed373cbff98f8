// SPDX-License-Identifier: Apache-2.0

//! What the pallet tells: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
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
			/// The last epoch for which its bond answers, and when that is released.
			departure: Departure,
		},
		/// The admin closed an operator.
		OperatorRemoved {
			/// Its account.
			operator: T::AccountId,
			/// The last epoch for which its bond answers, and when that is released.
			departure: Departure,
		},
		/// An operator takes no stake and does not serve until it is resumed.
		OperatorSuspended {
			/// Its account.
			operator: T::AccountId,
			/// Why.
			reason: Suspension,
		},
		/// A suspension has ended.
		OperatorResumed {
			/// Whose.
			operator: T::AccountId,
		},
		/// What every operator has to stake itself has changed.
		MinSelfStakeSet {
			/// Before, in units of power.
			old: Power,
			/// From now on.
			new: Power,
		},
		/// An operator promised another minimum of own stake.
		OwnMinimumSet {
			/// Which.
			operator: T::AccountId,
			/// How much, in units of power.
			amount: Power,
			/// The epoch from which it counts.
			from: EpochIndex,
		},
		/// A slash left an operator with less own stake than it has to have.
		SelfStakeShort {
			/// Which.
			operator: T::AccountId,
			/// What it has, in units of power.
			own: Power,
			/// What it has to have.
			minimum: Power,
			/// The last epoch in which it may serve so.
			until: EpochIndex,
		},
		/// An operator has made up for its own stake.
		SelfStakeRestored {
			/// Which.
			operator: T::AccountId,
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
		/// Stake leaves a pool for another.
		Redelegated {
			/// The pool it leaves.
			from: PoolId,
			/// The pool it goes to.
			to: PoolId,
			/// Whose stake.
			holder: T::AccountId,
			/// What had not taken effect and goes on at once, in units of the pools' asset.
			returned: Balance,
			/// What leaves with this epoch, in units of the asset, before any slash to come.
			exiting: Balance,
			/// The last epoch in force in the old pool, and when what exits goes on.
			departure: Departure,
		},
		/// Stake has come to the pool it was on its way to.
		RedelegationCompleted {
			/// The pool it left.
			from: PoolId,
			/// The pool where it is.
			to: PoolId,
			/// Whose stake.
			holder: T::AccountId,
			/// How much, in units of the pools' asset.
			amount: Balance,
			/// The epoch from which it counts there.
			effective: EpochIndex,
		},
		/// A pool did not take the stake that was on its way to it: its holder can withdraw it where it was.
		RedelegationRefused {
			/// The pool it left, and where it can be withdrawn.
			from: PoolId,
			/// The pool that did not take it.
			to: PoolId,
			/// Whose stake.
			holder: T::AccountId,
			/// How much, in units of the pools' asset.
			amount: Balance,
			/// Why.
			reason: DispatchError,
		},
		/// Stake on its way to another pool is an ordinary exit now.
		RedelegationCancelled {
			/// The pool it leaves.
			from: PoolId,
			/// The pool it would have gone to.
			to: PoolId,
			/// Whose stake.
			holder: T::AccountId,
		},
		/// How many operators serve has changed.
		ActiveSetSizeSet {
			/// Before.
			old: u32,
			/// From the next block on.
			new: u32,
		},
		/// An epoch has begun and the operators that may serve were ranked by its stake.
		OperatorsRanked {
			/// The epoch.
			epoch: EpochIndex,
			/// How many they are.
			candidates: u32,
		},
		/// Another set of operators serves from this block on.
		ActiveSetChanged {
			/// Its number.
			id: SetId,
			/// The epoch.
			epoch: EpochIndex,
			/// Who is in it and was not before.
			joined: Vec<T::AccountId>,
			/// Who was in it before and is not now.
			left: Vec<T::AccountId>,
		},
		/// No operator may serve: those of the set in force go on, until somebody registers or is active again.
		ActiveSetKept {
			/// Its number.
			id: SetId,
			/// The epoch.
			epoch: EpochIndex,
		},
		/// Somebody who follows the active set knows it up to an epoch.
		SetAcknowledged {
			/// Who.
			follower: T::AccountId,
			/// The epoch.
			epoch: EpochIndex,
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
		/// What a share of a holder weighs that delegates from now on has changed.
		PlainWeightSet {
			/// The pool.
			pool: PoolId,
			/// Before, in hundredths.
			old: Multiplier,
			/// From now on.
			new: Multiplier,
		},
		/// Stake came in under a key of another pallet.
		Staked {
			/// The pool.
			pool: PoolId,
			/// Under which key it stands.
			key: T::AccountId,
			/// Whose money it was.
			payer: T::AccountId,
			/// How much, in units of the pool's asset.
			amount: Balance,
			/// The epoch from which it counts.
			effective: EpochIndex,
		},
		/// Stake was taken from under a key.
		Unstaked {
			/// The pool.
			pool: PoolId,
			/// Where it stood.
			key: T::AccountId,
			/// Whose it is now.
			to: T::AccountId,
			/// What had not taken effect and goes back at once, in units of the pool's asset.
			returned: Balance,
			/// What waits for its release, in units of the pool's asset, before any slash to come.
			exiting: Balance,
			/// What waits likewise for another; not part of `exiting`.
			levied: Balance,
			/// The last epoch in force, and when what waits is released.
			departure: Departure,
		},
		/// Every share under a key has another weight.
		StakeReweighed {
			/// The pool.
			pool: PoolId,
			/// The key.
			key: T::AccountId,
			/// Before, in hundredths.
			old: Multiplier,
			/// From now on.
			new: Multiplier,
		},
		/// Stake stands under another key.
		StakeMoved {
			/// The pool.
			pool: PoolId,
			/// Where it stood.
			from: T::AccountId,
			/// Where it stands.
			to: T::AccountId,
		},
		/// Released stake of a key was handed to whoever keeps the key.
		Collected {
			/// The pool.
			pool: PoolId,
			/// The key.
			key: T::AccountId,
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
}
