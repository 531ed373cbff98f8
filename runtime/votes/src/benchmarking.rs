// SPDX-License-Identifier: Apache-2.0

//! What a payment of staking costs beside itself where its stakers vote.

use crate::{conviction_lock::LOCK, StakeLock};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Currency, Get, InspectLockableCurrency, LockableCurrency, Polling, WithdrawReasons},
	BoundedVec,
};
use pallet_conviction_voting::{BalanceOf, ClassLocksFor};
use sp_runtime::traits::Zero;

/// A runtime with votes of staked money.
pub trait Config: pallet_conviction_voting::Config {
	/// Money of the native asset.
	type Money: InspectLockableCurrency<Self::AccountId, Balance = BalanceOf<Self>>;

	/// The lock of its votes.
	type Lock: StakeLock<Self::AccountId>;
}

/// Carries the benchmarks: no pallet of a chain.
pub struct Pallet<T: Config>(PhantomData<T>);

/// An account that votes in every class, by more than is locked, and has as many locks as an account may have.
fn voter<T: Config>() -> T::AccountId {
	let who = account("voter", 0, 0);
	let needed = T::Money::minimum_balance() * 1_000u32.into();
	T::Money::make_free_balance_be(&who, needed);
	let others = 1..<T::Money as LockableCurrency<T::AccountId>>::MaxLocks::get();
	let others = others.map(|number| u64::from(number).to_le_bytes());
	for id in others.chain([LOCK]) {
		T::Money::set_lock(id, &who, 1u32.into(), WithdrawReasons::TRANSFER);
	}
	let classes = T::Polls::classes().into_iter();
	let locks = classes.map(|class| (class, needed)).collect::<Vec<_>>();
	ClassLocksFor::<T, ()>::insert(&who, BoundedVec::truncate_from(locks));
	who
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Who is paid does not vote.
	#[benchmark]
	fn look() {
		let who: T::AccountId = account("staker", 0, 0);

		#[block]
		{
			T::Lock::paid(&who, 1);
		}

		assert!(T::Money::balance_locked(LOCK, &who).is_zero());
	}

	/// Who is paid votes, and the payment comes under the lock.
	#[benchmark]
	fn lock() {
		let who = voter::<T>();

		#[block]
		{
			T::Lock::paid(&who, 1);
		}

		let two: BalanceOf<T> = 2u32.into();
		assert_eq!(T::Money::balance_locked(LOCK, &who), two);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
