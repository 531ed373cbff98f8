// SPDX-License-Identifier: Apache-2.0

//! Helpers that do something, and looks at what came of it.

use super::*;
use bulwark_ledger::Fractions;
use bulwark_traits::{Destination, Slash};
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	fungibles::{Balanced, Credit},
	tokens::{Fortitude, Preservation},
	Currency, InspectLockableCurrency,
};
use pallet_conviction_voting::{AccountVote, Conviction, Vote};
use pallet_operator_staking::Amount;
use pallet_staking_rewards::{Collection, LockTier, Multiplier, NextPositionId, Offer, PositionId};
use sp_runtime::DispatchResult;

/// A tier of 8 epochs that counts twice.
const TIER: LockTier = LockTier { duration: 8, multiplier: Multiplier(200) };

/// [`TIER`], rewards in native money, and a penalty of a half for the treasury.
pub fn offer() -> Offer<Test> {
	Offer {
		tiers: vec![TIER].try_into().expect("it is one"),
		assets: vec![NATIVE].try_into().expect("it is one"),
		penalty: percent(50),
		destination: Destination::Account(TREASURY),
	}
}

// Time.

/// Some epochs pass.
pub fn skip(epochs: u32) {
	go_to(now() + epochs);
}

/// All that unbonds is released.
pub fn pass_window() {
	skip(WINDOW + 1);
}

// Stake.

pub fn delegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::delegate(signed(who), pool, amount));
}

pub fn undelegate(pool: PoolId, who: AccountId, amount: Balance) {
	assert_ok!(Staking::undelegate(signed(who), pool, Amount::Exactly(amount)));
}

/// Anybody lets a staker be paid.
pub fn withdraw(pool: PoolId, who: AccountId) {
	assert_ok!(Staking::withdraw(signed(PAUPER), pool, who));
}

/// All stake of an account in a pool leaves it, and is paid once it is released.
pub fn leave(pool: PoolId, who: AccountId) {
	assert_ok!(Staking::undelegate(signed(who.clone()), pool, Amount::All));
	pass_window();
	withdraw(pool, who);
}

/// Half of the stake that was active behind [`OPERATOR`] in an epoch is taken and burnt.
pub fn slash_half(fault: u32) {
	drop(take_half(fault));
}

/// Half of it is taken and given to somebody.
pub fn slash_half_for(fault: u32, who: &AccountId) {
	for taken in take_half(fault) {
		assert!(<AllAssets as Balanced<_>>::resolve(who, taken).is_ok());
	}
}

fn take_half(fault: u32) -> Vec<Credit<AccountId, AllAssets>> {
	let fractions = Fractions { bond: percent(0), pools: percent(50) };
	let slashed = <Staking as Slash<_, _, _>>::slash(&OPERATOR, EpochIndex(fault), fractions);
	slashed.expect("there is stake").pools
}

/// Locks money in a position of [`POOL`].
pub fn open_position(who: AccountId, amount: Balance) -> PositionId {
	let position_id = NextPositionId::<Test>::get();
	let destination = Destination::Account(TREASURY);
	assert_ok!(Rewards::stake(signed(who), POOL, amount, TIER, Fraction::one(), destination));
	position_id
}

/// Gives a position away.
pub fn give_position(from: AccountId, position_id: PositionId, to: AccountId) {
	let collection = Collection::<Test>::get().expect("a pool offers positions");
	assert_ok!(Nfts::transfer(signed(from), collection, position_id.0, to));
}

/// Takes all out of a position, early.
pub fn close_position(who: AccountId, position_id: PositionId) {
	assert_ok!(Rewards::unstake(signed(who), position_id, Amount::All, Fraction::one()));
}

// Money.

pub fn balance(who: &AccountId) -> Balance {
	<Balances as Inspect<_>>::balance(who)
}

/// The money that an account can spend and live.
pub fn usable(who: &AccountId) -> Balance {
	Balances::reducible_balance(who, Preservation::Preserve, Fortitude::Polite)
}

pub fn try_give(from: &AccountId, to: &AccountId, amount: Balance) -> DispatchResult {
	<Balances as Mutate<_>>::transfer(from, to, amount, Preservation::Preserve).map(drop)
}

/// Gives away everything, to the last unit.
pub fn give_all(from: &AccountId, to: &AccountId) {
	let all = balance(from);
	assert_ok!(<Balances as Mutate<_>>::transfer(from, to, all, Preservation::Expendable));
	assert!(!System::account_exists(from));
}

// Votes.

/// The amount with which an account can vote.
pub fn power(who: &AccountId) -> Balance {
	<Power as Currency<_>>::total_balance(who)
}

/// The amount that votes lock on the balance of an account.
pub fn locked(who: &AccountId) -> Balance {
	<Balances as InspectLockableCurrency<_>>::balance_locked(*b"pyconvot", who)
}

fn aye(balance: Balance) -> AccountVote<Balance> {
	AccountVote::Standard { vote: Vote { aye: true, conviction: Conviction::Locked1x }, balance }
}

pub fn try_vote(who: &AccountId, amount: Balance) -> DispatchResult {
	Voting::vote(signed(who.clone()), POLL, aye(amount))
}

/// An account votes aye with so much.
pub fn vote(who: &AccountId, amount: Balance) {
	assert_ok!(try_vote(who, amount));
}

/// An account lets another vote with so much of its money.
pub fn delegate_votes(from: &AccountId, to: &AccountId, amount: Balance) {
	let to = to.clone();
	assert_ok!(Voting::delegate(signed(from.clone()), CLASS, to, Conviction::Locked1x, amount));
}

/// An account votes itself again.
pub fn undelegate_votes(who: &AccountId) {
	assert_ok!(Voting::undelegate(signed(who.clone()), CLASS));
}

pub fn remove_vote(who: &AccountId) {
	assert_ok!(Voting::remove_vote(signed(who.clone()), Some(CLASS), POLL));
}

/// Anybody lets the lock of an account be as its votes need it.
pub fn unlock(who: &AccountId) {
	assert_ok!(Voting::unlock(signed(PAUPER), CLASS, who.clone()));
}
