// SPDX-License-Identifier: Apache-2.0

//! The events of the pallet: enough to rebuild its state.

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The policy for the registration of operators was set.
		RegistrationPolicySet {
			/// Policy before.
			old: RegistrationPolicy,
			/// Policy from now on.
			new: RegistrationPolicy,
		},
		/// An account was added to the allow-list and may register as an operator.
		AccountAllowed {
			/// Account that was added.
			who: T::AccountId,
		},
		/// An account was removed from the allow-list. If it is an operator it stays one.
		AccountDisallowed {
			/// Account that was removed.
			who: T::AccountId,
		},
		/// An account registered as an operator, and its bond is held.
		OperatorRegistered {
			/// Account of the operator.
			operator: T::AccountId,
			/// Bond, in native units.
			bond: Balance,
			/// Epoch of the registration, the first one for which the bond can be slashed.
			since_epoch: EpochIndex,
		},
		/// A bond that a slash had lowered was filled up.
		BondToppedUp {
			/// Account of the operator.
			operator: T::AccountId,
			/// Amount that was added, in native units.
			amount: Balance,
			/// First epoch whose faults can be slashed from it.
			effective_from: EpochIndex,
		},
		/// An operator was suspended: it takes no stake and does not serve until it is resumed.
		OperatorSuspended {
			/// Account of the operator.
			operator: T::AccountId,
			/// Cause of the suspension.
			reason: Suspension,
		},
		/// A suspension ended.
		OperatorResumed {
			/// Account of the operator.
			operator: T::AccountId,
		},
		/// The minimum self-stake of every operator was set.
		GlobalMinSelfStakeSet {
			/// Minimum before, in units of power.
			old: Power,
			/// Minimum from now on, in units of power.
			new: Power,
		},
		/// An operator set its own minimum self-stake. The global one counts if that is higher.
		MinSelfStakeSet {
			/// Account of the operator.
			operator: T::AccountId,
			/// Minimum in the present epoch, before this change, in units of power.
			old: Power,
			/// New minimum, in units of power.
			new: Power,
			/// First epoch of the new minimum: the present one if it is not lower, else the one after the notice of W epochs.
			effective_from: EpochIndex,
		},
		/// A slash, a lower price or a higher minimum left an operator with less self-stake than its minimum.
		SelfStakeBelowMinimum {
			/// Account of the operator.
			operator: T::AccountId,
			/// Self-stake from the next epoch on, in units of power.
			own: Power,
			/// Minimum self-stake, in units of power.
			minimum: Power,
			/// Last epoch of the cure period, in which the operator may still serve.
			cure_until_epoch: EpochIndex,
		},
		/// A shortage of self-stake is over: the operator staked enough itself, or an election found enough.
		SelfStakeRestored {
			/// Account of the operator.
			operator: T::AccountId,
		},
		/// An operator closes, with all its pools and for good: it retired, was closed, or was deactivated by its slashes.
		/// Emitted again if an operator that is closing already is deactivated.
		OperatorClosing {
			/// Account of the operator.
			operator: T::AccountId,
			/// Cause of the closing.
			cause: ClosingCause,
			/// Last epoch for which the bond can be slashed, and the epoch in which it is released. The pools close with the same
			/// last epoch, or with an earlier one if slashes have deactivated the operator; `PoolClosed` has theirs.
			departure: Departure,
		},
		/// The bond of a closed operator was released to its account, and the operator was removed.
		BondWithdrawn {
			/// Account of the operator.
			operator: T::AccountId,
			/// Amount that was left of the bond, in native units.
			amount: Balance,
		},
		/// A pool was opened.
		PoolOpened {
			/// Id of the pool.
			pool_id: PoolId,
			/// Asset that is staked in it.
			asset: AssetIdOf<T>,
			/// Operator that the pool stands behind; none for a standalone pool.
			operator: Option<T::AccountId>,
			/// Minimum of a deposit, and of the stake that a staker may leave, in units of the asset.
			minimum: Balance,
			/// Reward weight of stake without a position, for good.
			base: BaseTerms,
		},
		/// A pool closed with its operator: it takes no stake any more, and all its stake unbonds.
		PoolClosed {
			/// Id of the pool.
			pool_id: PoolId,
			/// Last epoch in which its stake is active, and the epoch in which it is released.
			departure: Departure,
		},
		/// A staker staked in a pool, without a position.
		Delegated {
			/// Id of the pool.
			pool_id: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Amount, in units of the pool's asset.
			amount: Balance,
			/// First epoch in which the stake is active.
			effective_from: EpochIndex,
		},
		/// A staker unstaked from a pool, without a position.
		Undelegated {
			/// Id of the pool.
			pool_id: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Pending stake that is free at once, in units of the pool's asset.
			returned: Balance,
			/// Stake that begins to unbond, in units of the pool's asset, at its present value.
			unbonding: Balance,
			/// Last epoch in which the unbonding stake is active, and the epoch in which it is released.
			departure: Departure,
		},
		/// A staker moved stake from a pool towards another one.
		Redelegated {
			/// Id of the pool that it leaves.
			from: PoolId,
			/// Id of the pool that it goes to.
			to: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Pending stake that goes on at once, in units of the pools' asset.
			returned: Balance,
			/// Stake that begins to unbond, in units of the pools' asset, at its present value.
			unbonding: Balance,
			/// Last epoch in which the unbonding stake is active in the old pool, and the epoch in which it can go on.
			departure: Departure,
		},
		/// Redelegated stake was staked in its new pool.
		RedelegationCompleted {
			/// Id of the pool that it left.
			from: PoolId,
			/// Id of the pool in which it is staked.
			to: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Amount, in units of the pools' asset.
			amount: Balance,
			/// First epoch in which the stake is active in the new pool.
			effective_from: EpochIndex,
		},
		/// Redelegated stake came back to its staker because its new pool closes. It was paid, or is due in the old pool if the
		/// asset refused the payment.
		RedelegationRefused {
			/// Id of the pool that it left.
			from: PoolId,
			/// Id of the pool that closes.
			to: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Amount, in units of the pools' asset.
			amount: Balance,
		},
		/// A redelegation was cancelled: its unbonding stake is an ordinary exit of the old pool now.
		RedelegationCancelled {
			/// Id of the pool that the stake leaves.
			from: PoolId,
			/// Id of the pool that it would have gone to.
			to: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
		},
		/// The size of the active set was set.
		ActiveSetSizeSet {
			/// Number of operators before.
			old: u32,
			/// Number of operators from the next block on.
			new: u32,
		},
		/// An epoch began, and the operators that may serve in it were ranked.
		OperatorsRanked {
			/// Present epoch.
			epoch: EpochIndex,
			/// Number of operators that may serve.
			candidates: u32,
		},
		/// Another active set serves from this block on.
		ActiveSetChanged {
			/// Id of the new set.
			set_id: SetId,
			/// Present epoch.
			epoch: EpochIndex,
			/// Operators that are in the set and were not in the one before.
			joined: Vec<T::AccountId>,
			/// Operators that were in the set before and are not in this one.
			left: Vec<T::AccountId>,
		},
		/// Members of an active set serve unsecured: not enough of their bonds answers to the chain's own consumers. Told with
		/// every change of the set, and every epoch.
		UnsecuredMembers {
			/// Id of the set.
			set_id: SetId,
			/// Present epoch.
			epoch: EpochIndex,
			/// Members that serve unsecured.
			operators: Vec<T::AccountId>,
		},
		/// The active set stays as it is, because no operator may serve: its members go on until one may.
		ActiveSetKept {
			/// Id of the set.
			set_id: SetId,
			/// Present epoch.
			epoch: EpochIndex,
		},
		/// Released stake was paid to its staker.
		Withdrawn {
			/// Id of the pool.
			pool_id: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Amount, in units of the pool's asset.
			amount: Balance,
		},
		/// Released stake could not be paid, because the asset refused it. It stays due: `withdraw` tries again, and its error
		/// says what helps.
		PaymentDeferred {
			/// Id of the pool.
			pool_id: PoolId,
			/// Account of the staker.
			staker: T::AccountId,
			/// Amount that is due, in units of the pool's asset.
			amount: Balance,
		},
		/// Stake was staked under a position account.
		StakedFor {
			/// Id of the pool.
			pool_id: PoolId,
			/// Position account.
			account: T::AccountId,
			/// Account that paid.
			payer: T::AccountId,
			/// Amount, in units of the pool's asset.
			amount: Balance,
			/// First epoch in which the stake is active.
			effective_from: EpochIndex,
		},
		/// Stake was unstaked from a position account, for another account.
		UnstakedFor {
			/// Id of the pool.
			pool_id: PoolId,
			/// Position account.
			account: T::AccountId,
			/// Account that gets the stake.
			to: T::AccountId,
			/// Pending stake that is free at once, in units of the pool's asset.
			returned: Balance,
			/// Stake that begins to unbond for `to`, in units of the pool's asset, at its present value.
			unbonding: Balance,
			/// Stake that begins to unbond as the penalty, for another account, in units of the pool's asset; not part of
			/// `unbonding`.
			penalty: Balance,
			/// Last epoch in which the unbonding stake is active, and the epoch in which it is released.
			departure: Departure,
		},
		/// The stake of a position account has another multiplier.
		StakeReweighed {
			/// Id of the pool.
			pool_id: PoolId,
			/// Position account.
			account: T::AccountId,
			/// Multiplier before, in hundredths.
			old: Multiplier,
			/// Multiplier from now on, in hundredths.
			new: Multiplier,
		},
		/// Stake was moved from one position account to another.
		StakeMoved {
			/// Id of the pool.
			pool_id: PoolId,
			/// Position account that had it.
			from: T::AccountId,
			/// Position account that has it.
			to: T::AccountId,
		},
		/// Released stake of a position account was handed to the pallet that keeps the account.
		Collected {
			/// Id of the pool.
			pool_id: PoolId,
			/// Position account.
			account: T::AccountId,
			/// Amount, in units of the pool's asset.
			amount: Balance,
		},
		/// An operator was slashed.
		Slashed {
			/// Account of the operator.
			operator: T::AccountId,
			/// Epoch of the fault: the stake that was active in it is slashed.
			fault_epoch: EpochIndex,
			/// Fractions that were taken of the bond and of each bucket of the pools, rounded down.
			fractions: Fractions,
			/// Amount that was taken from the bond, in native units.
			bond: Balance,
		},
		/// A pool was slashed with its operator.
		PoolSlashed {
			/// Id of the pool.
			pool_id: PoolId,
			/// Epoch of the fault.
			fault_epoch: EpochIndex,
			/// Fraction that was taken of each bucket, rounded down.
			fraction: Fraction,
			/// Amount that was taken, in units of the pool's asset.
			amount: Balance,
		},
		/// A part of what a slash took from a pool could not be moved: it is owed to whoever judges.
		SlashOwed {
			/// Id of the pool.
			pool_id: PoolId,
			/// Amount that could not be moved, in units of the pool's asset.
			amount: Balance,
		},
		/// Money that slashes had left owed in a pool was handed out to whoever judges.
		OwedSlashPaid {
			/// Id of the pool.
			pool_id: PoolId,
			/// Amount that was handed out, in units of the pool's asset.
			amount: Balance,
		},
		/// The stake pot was opened for an asset, or its floor was raised to a minimum balance that had risen.
		PotTouched {
			/// Asset.
			asset: AssetIdOf<T>,
			/// Account that paid.
			payer: T::AccountId,
			/// Amount that it put in, in units of the asset, without a deposit that the asset may have asked for.
			amount: Balance,
		},
		/// An upgrade has changed a bound by which the storage was laid out, and must not: records may not decode, and calls that
		/// meet them are refused, until another upgrade restores it.
		BoundViolated {
			/// Name of the bound, in ASCII.
			name: bulwark_traits::BoundName,
			/// Value by which the storage was laid out; none if the record of the bounds does not decode.
			kept: Option<u64>,
			/// Value of the runtime.
			runtime: u64,
		},
		/// A runtime upgrade built the genesis on a chain that had run without this pallet. Events of what it made stand
		/// before this one.
		Initialized {
			/// Clock of the epochs, for good.
			clock: bulwark_ledger::EpochClock,
		},
		/// A runtime upgrade could not build the genesis, and nothing of it was kept.
		InitializationRefused {
			/// Field and reason, as text.
			reason: alloc::vec::Vec<u8>,
		},
	}
}
