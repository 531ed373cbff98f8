// SPDX-License-Identifier: Apache-2.0

//! Money that calls back: as tokens of a contract do, which let somebody act in the middle of a payment.

mod native;

use frame_support::traits::{
	fungibles::{Balanced, Credit, Debt, Dust, Inspect, Mutate, Unbalanced},
	tokens::{
		DepositConsequence, Fortitude, Precision, Preservation, Provenance, WithdrawConsequence,
	},
	AccountTouch,
};
use sp_runtime::{DispatchError, DispatchResult};
use std::{
	cell::{Cell, RefCell},
	marker::PhantomData,
};

/// Assets that call back before and after each payment. Otherwise they are those that it wraps.
pub struct CallsBack<Assets>(PhantomData<Assets>);

type Callback = Box<dyn Fn()>;

thread_local! {
	static CALLBACK: RefCell<Option<Callback>> = const { RefCell::new(None) };
	static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Does something while every payment calls back, but those of the callback itself. Panics if there was none.
pub fn calling_back<R>(callback: impl Fn() + 'static, act: impl FnOnce() -> R) -> R {
	CALLBACK.set(Some(Box::new(callback)));
	CALLS.set(0);

	let result = act();

	CALLBACK.set(None);
	assert!(CALLS.get() > 0, "nothing was paid, so nobody was called back");
	result
}

/// Makes a payment.
fn pay<R>(payment: impl FnOnce() -> R) -> R {
	call_back();
	let result = payment();
	call_back();
	result
}

fn call_back() {
	let Some(callback) = CALLBACK.take() else { return };
	CALLS.set(CALLS.get() + 1);
	callback();
	CALLBACK.set(Some(callback));
}

impl<W, A: Inspect<W>> Inspect<W> for CallsBack<A> {
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

impl<W, A: Unbalanced<W>> Unbalanced<W> for CallsBack<A> {
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

impl<W: Eq, A: Mutate<W>> Mutate<W> for CallsBack<A> {
	fn mint_into(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
	) -> Result<A::Balance, DispatchError> {
		pay(|| A::mint_into(asset, who, amount))
	}

	fn burn_from(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		preservation: Preservation,
		precision: Precision,
		force: Fortitude,
	) -> Result<A::Balance, DispatchError> {
		pay(|| A::burn_from(asset, who, amount, preservation, precision, force))
	}

	fn transfer(
		asset: A::AssetId,
		source: &W,
		dest: &W,
		amount: A::Balance,
		preservation: Preservation,
	) -> Result<A::Balance, DispatchError> {
		pay(|| A::transfer(asset, source, dest, amount, preservation))
	}
}

impl<W, A: Balanced<W>> Balanced<W> for CallsBack<A> {
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
		pay(|| A::deposit(asset, who, amount, precision))
	}

	fn withdraw(
		asset: A::AssetId,
		who: &W,
		amount: A::Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Credit<W, A>, DispatchError> {
		pay(|| A::withdraw(asset, who, amount, precision, preservation, force))
	}

	fn resolve(who: &W, credit: Credit<W, A>) -> Result<(), Credit<W, A>> {
		pay(|| A::resolve(who, credit))
	}
}

impl<Id, W, A: AccountTouch<Id, W>> AccountTouch<Id, W> for CallsBack<A> {
	type Balance = A::Balance;

	fn deposit_required(asset: Id) -> A::Balance {
		A::deposit_required(asset)
	}

	fn should_touch(asset: Id, who: &W) -> bool {
		A::should_touch(asset, who)
	}

	fn touch(asset: Id, who: &W, depositor: &W) -> DispatchResult {
		pay(|| A::touch(asset, who, depositor))
	}
}
