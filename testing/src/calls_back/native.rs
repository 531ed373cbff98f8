// SPDX-License-Identifier: Apache-2.0

//! The same of the native asset, with its holds. No chain's own currency calls anybody back: this shows that nothing would
//! depend on it.

use super::{pay, CallsBack};
use frame_support::traits::{
	fungible::{
		hold::DoneSlash, Balanced, BalancedHold, Credit, Debt, Dust, Inspect, InspectHold,
		MutateHold, Unbalanced, UnbalancedHold,
	},
	tokens::{
		DepositConsequence, Fortitude, Precision, Preservation, Provenance, Restriction,
		WithdrawConsequence,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<W, A: Inspect<W>> Inspect<W> for CallsBack<A> {
	type Balance = A::Balance;

	fn total_issuance() -> A::Balance {
		A::total_issuance()
	}

	fn minimum_balance() -> A::Balance {
		A::minimum_balance()
	}

	fn total_balance(who: &W) -> A::Balance {
		A::total_balance(who)
	}

	fn balance(who: &W) -> A::Balance {
		A::balance(who)
	}

	fn reducible_balance(who: &W, preservation: Preservation, force: Fortitude) -> A::Balance {
		A::reducible_balance(who, preservation, force)
	}

	fn can_deposit(who: &W, amount: A::Balance, provenance: Provenance) -> DepositConsequence {
		A::can_deposit(who, amount, provenance)
	}

	fn can_withdraw(who: &W, amount: A::Balance) -> WithdrawConsequence<A::Balance> {
		A::can_withdraw(who, amount)
	}
}

impl<W, A: Unbalanced<W>> Unbalanced<W> for CallsBack<A> {
	fn handle_dust(Dust(amount): Dust<W, Self>) {
		A::handle_dust(Dust(amount));
	}

	fn write_balance(who: &W, amount: A::Balance) -> Result<Option<A::Balance>, DispatchError> {
		A::write_balance(who, amount)
	}

	fn set_total_issuance(amount: A::Balance) {
		A::set_total_issuance(amount);
	}
}

impl<W, A: Balanced<W>> Balanced<W> for CallsBack<A> {
	type OnDropDebt = A::OnDropDebt;
	type OnDropCredit = A::OnDropCredit;

	fn rescind(amount: A::Balance) -> Debt<W, A> {
		A::rescind(amount)
	}

	fn issue(amount: A::Balance) -> Credit<W, A> {
		A::issue(amount)
	}
}

impl<W, A: InspectHold<W>> InspectHold<W> for CallsBack<A> {
	type Reason = A::Reason;

	fn total_balance_on_hold(who: &W) -> A::Balance {
		A::total_balance_on_hold(who)
	}

	fn reducible_total_balance_on_hold(who: &W, force: Fortitude) -> A::Balance {
		A::reducible_total_balance_on_hold(who, force)
	}

	fn balance_on_hold(reason: &A::Reason, who: &W) -> A::Balance {
		A::balance_on_hold(reason, who)
	}

	fn hold_available(reason: &A::Reason, who: &W) -> bool {
		A::hold_available(reason, who)
	}
}

impl<W, A: UnbalancedHold<W>> UnbalancedHold<W> for CallsBack<A> {
	fn set_balance_on_hold(reason: &A::Reason, who: &W, amount: A::Balance) -> DispatchResult {
		A::set_balance_on_hold(reason, who, amount)
	}
}

impl<W, A: MutateHold<W>> MutateHold<W> for CallsBack<A> {
	fn hold(reason: &A::Reason, who: &W, amount: A::Balance) -> DispatchResult {
		pay(|| A::hold(reason, who, amount))
	}

	fn release(
		reason: &A::Reason,
		who: &W,
		amount: A::Balance,
		precision: Precision,
	) -> Result<A::Balance, DispatchError> {
		pay(|| A::release(reason, who, amount, precision))
	}

	fn transfer_on_hold(
		reason: &A::Reason,
		source: &W,
		dest: &W,
		amount: A::Balance,
		precision: Precision,
		mode: Restriction,
		force: Fortitude,
	) -> Result<A::Balance, DispatchError> {
		pay(|| A::transfer_on_hold(reason, source, dest, amount, precision, mode, force))
	}

	fn transfer_and_hold(
		reason: &A::Reason,
		source: &W,
		dest: &W,
		amount: A::Balance,
		precision: Precision,
		expendability: Preservation,
		force: Fortitude,
	) -> Result<A::Balance, DispatchError> {
		pay(|| A::transfer_and_hold(reason, source, dest, amount, precision, expendability, force))
	}
}

impl<W, A: BalancedHold<W>> BalancedHold<W> for CallsBack<A> {
	fn slash(reason: &A::Reason, who: &W, amount: A::Balance) -> (Credit<W, A>, A::Balance) {
		pay(|| A::slash(reason, who, amount))
	}
}

impl<Reason, W, B, A: DoneSlash<Reason, W, B>> DoneSlash<Reason, W, B> for CallsBack<A> {}
