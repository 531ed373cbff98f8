// SPDX-License-Identifier: Apache-2.0

//! The lock of `pallet-conviction-voting`, raised by stake that is paid out.

use crate::{StakeLock, WeightInfo};
use bulwark_ledger::Balance;
use core::marker::PhantomData;
use frame_support::{
	dispatch::DispatchClass,
	traits::{
		Currency, InspectLockableCurrency, LockIdentifier, LockableCurrency, WithdrawReasons,
	},
	weights::Weight,
};
use pallet_conviction_voting::{ClassLocksFor, Config};

/// Id of the lock, as `pallet-conviction-voting` has it.
pub(crate) const LOCK: LockIdentifier = *b"pyconvot";

/// Lock of the votes in a runtime on a currency, that of [`VotingPower`](crate::VotingPower): what a voter is paid out of a pool
/// is locked too, until as much is locked as its votes need.
pub struct ConvictionLock<Runtime, Money, Weights, Instance = ()>(
	PhantomData<(Runtime, Money, Weights, Instance)>,
);

impl<T, M, W, I> StakeLock<T::AccountId> for ConvictionLock<T, M, W, I>
where
	W: WeightInfo,
	I: 'static,
	T: Config<I>,
	<T as Config<I>>::Currency: Currency<T::AccountId, Balance = Balance>,
	M: InspectLockableCurrency<T::AccountId> + LockableCurrency<T::AccountId, Balance = Balance>,
{
	/// Payments are weighed without votes, so that the block is charged for what is read and written here.
	fn paid(who: &T::AccountId, amount: Balance) {
		let locks = ClassLocksFor::<T, I>::get(who);
		let Some(needed) = locks.iter().map(|(_, needed)| *needed).max() else {
			return charge_block::<T>(W::look());
		};

		// Set anew even where it is as high as it can be: a lock of an account that did not exist holds nothing of its balance.
		let raised = M::balance_locked(LOCK, who).saturating_add(amount).min(needed);
		M::extend_lock(LOCK, who, raised, WithdrawReasons::except(WithdrawReasons::RESERVE));
		charge_block::<T>(W::lock());
	}
}

fn charge_block<T: frame_system::Config>(weight: Weight) {
	frame_system::Pallet::<T>::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
}
