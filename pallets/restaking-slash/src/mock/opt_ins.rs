// SPDX-License-Identifier: Apache-2.0

//! Consumers, and operators that opt in to them.

use super::*;
use crate::Windows;
use sp_runtime::DispatchResult;

/// Up to all of the bond and half of the pools in one report, R = 2, D = 1 (so that W leaves two epochs for the verdict), a
/// bounty of 30 %, everything else to the treasury.
pub fn terms() -> ConsumerTerms<AccountId> {
	ConsumerTerms {
		most: budget(100, 50),
		windows: Windows { report: 2, dispute: 1 },
		bounty: percent(30),
		destination: Destination::Treasury,
		resolver: Some(RESOLVER),
		follower: None,
	}
}

/// Registers [`ROLLUP`] on [`terms`], and admits it.
pub fn register() {
	assert_eq!(register_with(MANAGER, terms()), ROLLUP);
	assert_ok!(Restaking::set_admission(root(), ROLLUP, true));
}

/// Registers a consumer, and checks what is held for it.
pub fn register_with(manager: AccountId, terms: ConsumerTerms<AccountId>) -> ConsumerId {
	let consumer = crate::NextConsumerId::<Test>::get();
	let before = held(crate::HoldReason::ConsumerDeposit, &manager);

	assert_ok!(Restaking::register_consumer(signed(manager.clone()), terms));

	assert_eq!(held(crate::HoldReason::ConsumerDeposit, &manager) - before, CONSUMER_DEPOSIT);
	consumer
}

pub fn set_slash_cap(operator: AccountId, cap: u64) {
	assert_ok!(Restaking::set_slash_cap(signed(operator), percent(cap)));
}

/// Opts in on the present terms of a consumer, with budgets in percent.
pub fn opt_in(operator: AccountId, consumer: ConsumerId, bond: u64, pools: u64) {
	assert_ok!(try_opt_in(operator, consumer, budget(bond, pools)));
}

pub fn try_opt_in(operator: AccountId, consumer: ConsumerId, budget: Fractions) -> DispatchResult {
	let version = Restaking::consumer(consumer).map_or(1, |view| view.version);
	Restaking::opt_in(signed(operator), consumer, version, budget)
}

pub fn opt_out(operator: AccountId, consumer: ConsumerId) {
	assert_ok!(Restaking::opt_out(signed(operator), consumer));
}
