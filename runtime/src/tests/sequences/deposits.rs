// SPDX-License-Identifier: Apache-2.0

//! Deposits of the rollup, followed by events from the account on which each is held to whoever has it in the end.

use crate::{AccountId, Balance, Balances, Runtime};
use bulwark_testing::Calls;
use frame_support::traits::fungible::InspectHold;
use pallet_rollup_attestation::{Event, HoldReason, Surety};

/// Number of different ends of sureties and deposits.
pub const ENDS: usize = 6;

/// Deposits that events say are held.
#[derive(Default)]
pub struct Deposits {
	held: Balance,
	/// Ends of sureties and deposits.
	pub ends: Calls,
}

impl Deposits {
	/// Follows the surety or the deposit that an event is about.
	pub fn note(&mut self, event: Event<Runtime>) {
		match event {
			Event::BatchAccepted { surety: Surety::Deposit(amount), .. }
			| Event::Challenged { deposit: amount, .. } => self.held += amount,
			Event::BatchDepositReleased { amount, .. } => self.end("batch: released", amount),
			// The bounty stays held.
			Event::BatchDepositLost { to_treasury, .. } => self.end("batch: lost", to_treasury),
			Event::BountyClaimed { amount, .. } => self.end("bounty: paid", amount),
			Event::ChallengeDepositReleased { amount, .. } => {
				self.end("challenge: released", amount)
			},
			Event::ChallengeDepositLost { to_submitter, to_treasury, .. } => {
				self.end("challenge: lost", to_submitter + to_treasury)
			},
			Event::Reported { .. } => self.end("bond: reported", 0),
			_ => {},
		}
	}

	fn end(&mut self, name: &'static str, amount: Balance) {
		self.held -= amount;
		self.ends.count(name, true);
	}

	/// True if accounts have on hold what the events say.
	pub fn are_held(&self) -> bool {
		let reasons = [HoldReason::BatchDeposit, HoldReason::ChallengeDeposit];
		let on_account = |who: AccountId| -> Balance {
			reasons.iter().map(|reason| Balances::balance_on_hold(&(*reason).into(), &who)).sum()
		};
		let all: Balance = frame_system::Account::<Runtime>::iter_keys().map(on_account).sum();
		self.held == all
	}

	/// True if somebody has every deposit.
	pub fn have_ended(&self) -> bool {
		self.held == 0
	}
}
