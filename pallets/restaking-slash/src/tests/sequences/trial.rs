// SPDX-License-Identifier: Apache-2.0

//! One history on one chain, with everything checked that can be after each of its steps.

use super::op::{offers, Op};
use crate::{mock::*, *};
use bulwark_testing::Calls;
use frame_support::{
	assert_ok,
	traits::{fungibles::Mutate, GetCallMetadata, Hooks},
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_runtime::{traits::Dispatchable, StateVersion};
use std::collections::BTreeMap;

/// What histories have seen.
#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub calls: Calls,
	/// How cases have ended.
	pub outcomes: BTreeMap<String, u64>,
	pub paid_bounties: u64,
}

impl bulwark_testing::Figures for Figures {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
		for (outcome, count) in &other.outcomes {
			*self.outcomes.entry(outcome.clone()).or_default() += count;
		}
		self.paid_bounties += other.paid_bounties;
	}
}

pub struct Trial {
	pub figures: Figures,
	/// The largest budget that each operator has ever promised to each consumer.
	promised: BTreeMap<(AccountId, ConsumerId), Budget>,
	/// What was taken for faults of each epoch, by whom.
	charged: BTreeMap<(AccountId, ConsumerId), Vec<(EpochIndex, Budget)>>,
}

impl Trial {
	/// Three consumers on different terms, and two operators that have promised something to all of them.
	pub fn new() -> Self {
		let [first, second, third, ..] = offers();
		register_with(MANAGER, first);
		register_with(DAVE, second);
		assert_ok!(Restaking::do_register_consumer(TREASURY, third, true));
		for consumer in [0, 1] {
			assert_ok!(Restaking::set_admission(root(), ConsumerId(consumer), true));
		}
		for operator in [OPERATOR, OTHER] {
			set_cap(operator.clone(), 100);
			for (consumer, bond, pools) in [(0, 50, 40), (1, 30, 30), (2, 20, 10)] {
				opt_in(operator.clone(), ConsumerId(consumer), bond, pools);
			}
		}
		delegate(POOL, ALICE, 1_000_003);
		delegate(GOLD_POOL, BOB, 77_777);
		delegate(OTHER_POOL, ALICE, 999_983);
		lock(POOL, CHARLIE, 314_159);
		skip(NOTICE + 1);
		let mut trial = Self {
			figures: Figures::default(),
			promised: BTreeMap::new(),
			charged: BTreeMap::new(),
		};
		trial.note_promises();
		trial
	}

	/// Lets something happen, and checks everything.
	pub fn step(&mut self, op: &Op) -> TestCaseResult {
		System::reset_events();
		match op {
			Op::Skip { epochs, blocks: made } => {
				go_to(now() + epochs);
				blocks(*made);
			},
			Op::Donate { amount } => {
				assert_ok!(AllAssets::mint_into(NATIVE, &Restaking::pot(), *amount));
			},
			op => {
				let Some((origin, call)) = op.call() else { return Ok(()) };
				self.dispatch(origin, call)?;
			},
		}
		self.check()
	}

	/// Whatever state it is in, all cases end by themselves, all bounties are paid, and everybody leaves with the stake.
	pub fn finish(&mut self) -> TestCaseResult {
		skip(WINDOW + 1);
		let mut open: Vec<_> = Cases::<Test>::iter_keys().collect();
		open.sort();
		for case in open {
			self.must_succeed(signed(PAUPER), Call::settle { case })?;
		}
		skip(BOUNTY_DELAY);
		for case in Bounties::<Test>::iter_keys().collect::<Vec<_>>() {
			self.must_succeed(signed(PAUPER), Call::claim_bounty { case })?;
		}
		for operator in [OPERATOR, OTHER] {
			let promises = Restaking::pledge_view(&operator).promises;
			for promise in promises.iter().filter(|promise| promise.present.is_some()) {
				let consumer = promise.consumer;
				self.must_succeed(signed(operator.clone()), Call::opt_out { consumer })?;
			}
		}
		skip(WINDOW + 1);
		for operator in [OPERATOR, OTHER] {
			self.must_succeed(signed(PAUPER), Call::prune { operator: operator.clone() })?;
			prop_assert_eq!(Restaking::pledge_view(&operator).counted, Budget::NOTHING);
		}
		prop_assert_eq!(Spendings::<Test>::iter().count(), 0);
		prop_assert_eq!(OpenCases::<Test>::iter().count(), 0);
		prop_assert_eq!(Proposals::<Test>::iter().count(), 0);
		for who in CAST {
			for reason in [HoldReason::Report, HoldReason::Dispute] {
				prop_assert_eq!(held(reason, &who), 0);
			}
		}
		Ok(())
	}

	fn must_succeed(&mut self, origin: RuntimeOrigin, call: Call<Test>) -> TestCaseResult {
		System::reset_events();
		let done = RuntimeCall::from(call.clone()).dispatch(origin);
		prop_assert!(done.is_ok(), "{:?} was refused: {:?}", call, done);
		self.note_charges(&[])?;
		self.check()
	}

	fn dispatch(&mut self, origin: RuntimeOrigin, call: RuntimeCall) -> TestCaseResult {
		let before = sp_io::storage::root(StateVersion::V1);
		let open: Vec<_> = Cases::<Test>::iter().collect();
		let name = call.get_call_metadata().function_name;

		let done = call.clone().dispatch(origin);

		self.figures.calls.count(name, done.is_ok());
		if done.is_err() {
			let after = sp_io::storage::root(StateVersion::V1);
			prop_assert_eq!(before, after, "{:?} was refused and changed something", call);
			return Ok(());
		}
		self.note_promises();
		self.note_charges(&open)
	}

	fn note_promises(&mut self) {
		for (operator, pledge) in Pledges::<Test>::iter() {
			for promise in pledge.promises() {
				let key = (operator.clone(), promise.consumer);
				let most = self.promised.entry(key).or_default();
				for span in promise.spans() {
					*most = most.max(span.budget);
				}
			}
		}
	}

	/// I7 from outside: what a consumer has taken within the window is never more than the most it was ever promised.
	fn note_charges(&mut self, open: &[(CaseId, CaseRecord<Test>)]) -> TestCaseResult {
		for event in events() {
			match event {
				Event::Ended { case, outcome } => {
					*self.figures.outcomes.entry(format!("{outcome:?}")).or_default() += 1;
					let Some((_, record)) = open.iter().find(|(number, _)| *number == case) else {
						continue;
					};
					if outcome == Outcome::Executed {
						let key = (record.operator.clone(), record.consumer);
						let charged = self.charged.entry(key).or_default();
						charged.push((record.course.fault, record.charge()));
					}
				},
				Event::BountyClaimed { .. } => self.figures.paid_bounties += 1,
				_ => {},
			}
		}
		for (key, charged) in &self.charged {
			let most = self.promised[key];
			for (first, _) in charged {
				let near = charged
					.iter()
					.filter(|(fault, _)| first <= fault && *fault <= first.plus(WINDOW));
				let sum = near.map(|(_, amount)| *amount).try_fold(Budget::NOTHING, Budget::plus);
				prop_assert!(sum.is_some_and(|sum| most.holds(&sum)), "{:?}", key);
			}
		}
		Ok(())
	}

	/// Every invariant of all three pallets, and the money.
	fn check(&self) -> TestCaseResult {
		prop_assert_eq!(<Staking as Hooks<_>>::try_state(1), Ok(()));
		prop_assert_eq!(<Rewards as Hooks<_>>::try_state(1), Ok(()));
		prop_assert_eq!(Restaking::do_try_state(), Ok(()));

		let native: Balance = frame_system::Account::<Test>::iter_values()
			.map(|account| account.data.free + account.data.reserved)
			.sum();
		prop_assert_eq!(native, Balances::total_issuance());
		for id in 1..=3 {
			let all = pallet_assets::Account::<Test>::iter_prefix_values(id);
			let sum: Balance = all.map(|account| account.balance).sum();
			prop_assert_eq!(sum, Assets::total_supply(id));
		}
		Ok(())
	}
}
