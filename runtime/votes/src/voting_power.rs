// SPDX-License-Identifier: Apache-2.0

//! The currency of votes. Its balances are those of another currency and the stake of the account; its locks fall on what is not
//! staked.

use bulwark_ledger::Balance;
use bulwark_traits::OwnStake;
use core::marker::PhantomData;
use frame_support::traits::{
	fungible::Inspect,
	tokens::{
		BalanceStatus, DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence,
	},
	Currency, ExistenceRequirement, Get, LockIdentifier, LockableCurrency, ReservableCurrency,
	SignedImbalance, WithdrawReasons,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Currency with which accounts vote: what they have of a currency, and what they have themselves staked, in so many pools at
/// most.
///
/// A lock of an amount locks what the stake of the account does not cover: stake cannot be spent, and what is not locked still
/// pays fees. Stake that leaves its pool comes under the lock by [`PaidUnderLock`](crate::PaidUnderLock).
pub struct VotingPower<Money, Stake, MostPools>(PhantomData<(Money, Stake, MostPools)>);

impl<Money, Stake, MostPools: Get<u32>> VotingPower<Money, Stake, MostPools> {
	fn own_stake<AccountId>(who: &AccountId) -> Balance
	where
		Stake: OwnStake<AccountId>,
	{
		Stake::own_stake(who, MostPools::get())
	}

	/// Part of a locked amount that is not staked.
	fn uncovered<AccountId>(who: &AccountId, amount: Balance) -> Balance
	where
		Stake: OwnStake<AccountId>,
	{
		amount.saturating_sub(Self::own_stake(who)) // nothing where the stake is more
	}
}

impl<W, M, S, P> Currency<W> for VotingPower<M, S, P>
where
	M: Currency<W, Balance = Balance>,
	S: OwnStake<W>,
	P: Get<u32>,
{
	type Balance = Balance;
	type PositiveImbalance = M::PositiveImbalance;
	type NegativeImbalance = M::NegativeImbalance;

	fn total_balance(who: &W) -> Balance {
		M::total_balance(who).saturating_add(Self::own_stake(who)) // no more than was issued
	}

	fn can_slash(who: &W, value: Balance) -> bool {
		M::can_slash(who, value)
	}

	fn total_issuance() -> Balance {
		M::total_issuance()
	}

	fn active_issuance() -> Balance {
		M::active_issuance()
	}

	fn deactivate(amount: Balance) {
		M::deactivate(amount);
	}

	fn reactivate(amount: Balance) {
		M::reactivate(amount);
	}

	fn minimum_balance() -> Balance {
		M::minimum_balance()
	}

	fn burn(amount: Balance) -> M::PositiveImbalance {
		M::burn(amount)
	}

	fn issue(amount: Balance) -> M::NegativeImbalance {
		M::issue(amount)
	}

	fn free_balance(who: &W) -> Balance {
		M::free_balance(who)
	}

	fn ensure_can_withdraw(
		who: &W,
		amount: Balance,
		reasons: WithdrawReasons,
		new_balance: Balance,
	) -> DispatchResult {
		M::ensure_can_withdraw(who, amount, reasons, new_balance)
	}

	fn transfer(
		source: &W,
		dest: &W,
		value: Balance,
		existence: ExistenceRequirement,
	) -> DispatchResult {
		M::transfer(source, dest, value, existence)
	}

	fn slash(who: &W, value: Balance) -> (M::NegativeImbalance, Balance) {
		M::slash(who, value)
	}

	fn deposit_into_existing(
		who: &W,
		value: Balance,
	) -> Result<M::PositiveImbalance, DispatchError> {
		M::deposit_into_existing(who, value)
	}

	fn deposit_creating(who: &W, value: Balance) -> M::PositiveImbalance {
		M::deposit_creating(who, value)
	}

	fn withdraw(
		who: &W,
		value: Balance,
		reasons: WithdrawReasons,
		liveness: ExistenceRequirement,
	) -> Result<M::NegativeImbalance, DispatchError> {
		M::withdraw(who, value, reasons, liveness)
	}

	fn make_free_balance_be(
		who: &W,
		balance: Balance,
	) -> SignedImbalance<Balance, M::PositiveImbalance> {
		M::make_free_balance_be(who, balance)
	}
}

impl<W, M, S, P> ReservableCurrency<W> for VotingPower<M, S, P>
where
	M: ReservableCurrency<W, Balance = Balance>,
	S: OwnStake<W>,
	P: Get<u32>,
{
	fn can_reserve(who: &W, value: Balance) -> bool {
		M::can_reserve(who, value)
	}

	fn slash_reserved(who: &W, value: Balance) -> (M::NegativeImbalance, Balance) {
		M::slash_reserved(who, value)
	}

	fn reserved_balance(who: &W) -> Balance {
		M::reserved_balance(who)
	}

	fn reserve(who: &W, value: Balance) -> DispatchResult {
		M::reserve(who, value)
	}

	fn unreserve(who: &W, value: Balance) -> Balance {
		M::unreserve(who, value)
	}

	fn repatriate_reserved(
		slashed: &W,
		beneficiary: &W,
		value: Balance,
		status: BalanceStatus,
	) -> Result<Balance, DispatchError> {
		M::repatriate_reserved(slashed, beneficiary, value, status)
	}
}

impl<W, M, S, P> LockableCurrency<W> for VotingPower<M, S, P>
where
	M: LockableCurrency<W, Balance = Balance>,
	S: OwnStake<W>,
	P: Get<u32>,
{
	type Moment = M::Moment;
	type MaxLocks = M::MaxLocks;

	/// An account without a balance has nothing to lock, and balances cannot keep a lock of it. Stake that it is paid comes
	/// under the lock by then.
	fn set_lock(id: LockIdentifier, who: &W, amount: Balance, reasons: WithdrawReasons) {
		let has_nothing = M::total_balance(who) == 0;
		let uncovered = if has_nothing { 0 } else { Self::uncovered(who, amount) };
		M::set_lock(id, who, uncovered, reasons);
	}

	fn extend_lock(id: LockIdentifier, who: &W, amount: Balance, reasons: WithdrawReasons) {
		M::extend_lock(id, who, Self::uncovered(who, amount), reasons);
	}

	fn remove_lock(id: LockIdentifier, who: &W) {
		M::remove_lock(id, who);
	}
}

impl<W, M, S, P> Inspect<W> for VotingPower<M, S, P>
where
	M: Inspect<W, Balance = Balance>,
	S: OwnStake<W>,
	P: Get<u32>,
{
	type Balance = Balance;

	fn total_issuance() -> Balance {
		M::total_issuance()
	}

	fn active_issuance() -> Balance {
		M::active_issuance()
	}

	fn minimum_balance() -> Balance {
		M::minimum_balance()
	}

	fn total_balance(who: &W) -> Balance {
		M::total_balance(who).saturating_add(Self::own_stake(who)) // no more than was issued
	}

	fn balance(who: &W) -> Balance {
		M::balance(who)
	}

	fn reducible_balance(who: &W, preservation: Preservation, force: Fortitude) -> Balance {
		M::reducible_balance(who, preservation, force)
	}

	fn can_deposit(who: &W, amount: Balance, provenance: Provenance) -> DepositConsequence {
		M::can_deposit(who, amount, provenance)
	}

	fn can_withdraw(who: &W, amount: Balance) -> WithdrawConsequence<Balance> {
		M::can_withdraw(who, amount)
	}
}
