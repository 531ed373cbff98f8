// SPDX-License-Identifier: Apache-2.0

//! The assets of the staking pallet, which lock what they pay to voters.

use bulwark_ledger::Balance;
use core::marker::PhantomData;
use frame_support::traits::{
	fungibles::{Balanced, Credit, Debt, Dust, Inspect, Mutate, Unbalanced},
	tokens::{
		DepositConsequence, Fortitude, Precision, Preservation, Provenance, WithdrawConsequence,
	},
	AccountTouch, Get,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Lock on money with which its owner voted while it was staked.
pub trait StakeLock<AccountId> {
	/// Raises the lock of an account that was paid so much out of a pool of the native asset. Does nothing if it has no votes.
	fn paid(who: &AccountId, amount: Balance);
}

/// Assets that lock what a pot pays of the native one, and are otherwise those that they wrap: the `Assets` of the staking pallet
/// with its pot, so that it is stake that is locked.
pub struct PaidUnderLock<Assets, NativeAsset, Pot, Lock>(
	PhantomData<(Assets, NativeAsset, Pot, Lock)>,
);

impl<W, A, N, P, L> Mutate<W> for PaidUnderLock<A, N, P, L>
where
	W: Eq,
	A: Mutate<W, Balance = Balance>,
	N: Get<A::AssetId>,
	P: Get<W>,
	L: StakeLock<W>,
{
	fn transfer(
		asset: A::AssetId,
		source: &W,
		dest: &W,
		amount: Balance,
		preservation: Preservation,
	) -> Result<Balance, DispatchError> {
		let is_stake = asset == N::get() && *source == P::get();
		let paid = A::transfer(asset, source, dest, amount, preservation)?;
		if is_stake {
			L::paid(dest, paid);
		}
		Ok(paid)
	}

	fn mint_into(asset: A::AssetId, who: &W, amount: Balance) -> Result<Balance, DispatchError> {
		A::mint_into(asset, who, amount)
	}

	fn burn_from(
		asset: A::AssetId,
		who: &W,
		amount: Balance,
		preservation: Preservation,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		A::burn_from(asset, who, amount, preservation, precision, force)
	}
}

impl<W, A: Inspect<W>, N, P, L> Inspect<W> for PaidUnderLock<A, N, P, L> {
	type AssetId = A::AssetId;
	type Balance = A::Balance;

	fn total_issuance(asset: A::AssetId) -> A::Balance {
		A::total_issuance(asset)
	}

	fn active_issuance(asset: A::AssetId) -> A::Balance {
		A::active_issuance(asset)
	}

	fn minimum_balance(asset: A::AssetId) -> A::Balance {
		A::minimum_balance(asset)
	}

	fn total_balance(asset: A::AssetId, who: &W) -> A::Balance {
		A::total_balance(asset, who)
	}

	fn balance(asset: A::AssetId, who: &W) -> A::Balance {
		A::balance(asset, who)
	}

	fn reducible_balance(
		asset: A::AssetId,
		who: &W,
		preservation: Preservation,
		force: Fortitude,
	) -> A::Balance {
		A::reducible_balance(asset, who, preservation, force)
	}

	fn can_deposit(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		provenance: Provenance,
	) -> DepositConsequence {
		A::can_deposit(asset, who, amount, provenance)
	}

	fn can_withdraw(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
	) -> WithdrawConsequence<A::Balance> {
		A::can_withdraw(asset, who, amount)
	}

	fn asset_exists(asset: A::AssetId) -> bool {
		A::asset_exists(asset)
	}
}

impl<W, A: Unbalanced<W>, N, P, L> Unbalanced<W> for PaidUnderLock<A, N, P, L> {
	fn handle_dust(Dust(asset, amount): Dust<W, Self>) {
		A::handle_dust(Dust(asset, amount));
	}

	fn write_balance(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
	) -> Result<Option<A::Balance>, DispatchError> {
		A::write_balance(asset, who, amount)
	}

	fn set_total_issuance(asset: A::AssetId, amount: A::Balance) {
		A::set_total_issuance(asset, amount);
	}

	fn decrease_balance(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<A::Balance, DispatchError> {
		A::decrease_balance(asset, who, amount, precision, preservation, force)
	}

	fn increase_balance(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		precision: Precision,
	) -> Result<A::Balance, DispatchError> {
		A::increase_balance(asset, who, amount, precision)
	}
}

impl<W, A: Balanced<W>, N, P, L> Balanced<W> for PaidUnderLock<A, N, P, L> {
	type OnDropDebt = A::OnDropDebt;
	type OnDropCredit = A::OnDropCredit;

	fn rescind(asset: A::AssetId, amount: A::Balance) -> Debt<W, A> {
		A::rescind(asset, amount)
	}

	fn issue(asset: A::AssetId, amount: A::Balance) -> Credit<W, A> {
		A::issue(asset, amount)
	}

	fn deposit(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		precision: Precision,
	) -> Result<Debt<W, A>, DispatchError> {
		A::deposit(asset, who, amount, precision)
	}

	fn withdraw(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Credit<W, A>, DispatchError> {
		A::withdraw(asset, who, amount, precision, preservation, force)
	}

	fn resolve(who: &W, credit: Credit<W, A>) -> Result<(), Credit<W, A>> {
		A::resolve(who, credit)
	}
}

impl<Id, W, A: AccountTouch<Id, W>, N, P, L> AccountTouch<Id, W> for PaidUnderLock<A, N, P, L> {
	type Balance = A::Balance;

	fn deposit_required(asset: Id) -> A::Balance {
		A::deposit_required(asset)
	}

	fn should_touch(asset: Id, who: &W) -> bool {
		A::should_touch(asset, who)
	}

	fn touch(asset: Id, who: &W, depositor: &W) -> DispatchResult {
		A::touch(asset, who, depositor)
	}
}
