// SPDX-License-Identifier: Apache-2.0

//! One history on one chain, with everything checked that can be after each of its steps.

use super::op::{offers, Fault, Op};
use crate::{mock::*, *};
use bulwark_testing::Calls;
use bulwark_traits::FaultReporter;
use frame_support::{
	assert_ok,
	traits::{fungibles::Mutate, GetCallMetadata, Hooks},
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_runtime::{traits::Dispatchable, StateVersion};
use std::collections::BTreeMap;

/// Figures of histories.
#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub calls: Calls,
	/// Number of cases by their end.
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
	/// The largest budget that each consumer has ever had with each operator.
	budgets: BTreeMap<(AccountId, ConsumerId), Fractions>,
	/// The fractions taken for faults of each epoch, by consumer.
	taken: BTreeMap<(AccountId, ConsumerId), Vec<(EpochIndex, Fractions)>>,
}

impl Trial {
	/// Three consumers on different terms, and two operators that are opted in to all of them.
	pub fn new() -> Self {
		let [first, second, third, ..] = offers();
		register_with(MANAGER, first);
		register_with(DAVE, second);
		assert_ok!(Restaking::do_register_consumer(TREASURY, third, true));
		for consumer_id in [1, 2] {
			assert_ok!(Restaking::set_admission(root(), ConsumerId(consumer_id), true));
		}
		for operator in [OPERATOR, OTHER] {
			set_slash_cap(operator.clone(), 100);
			for (consumer_id, bond, pools) in [(1, 50, 40), (2, 30, 30), (3, 20, 10)] {
				opt_in(operator.clone(), ConsumerId(consumer_id), bond, pools);
			}
		}
		delegate(POOL, ALICE, 1_000_003);
		delegate(GOLD_POOL, BOB, 77_777);
		delegate(OTHER_POOL, ALICE, 999_983);
		lock(POOL, CHARLIE, 314_159);
		skip(NOTICE + 1);
		let mut trial =
			Self { figures: Figures::default(), budgets: BTreeMap::new(), taken: BTreeMap::new() };
		trial.note_opt_ins();
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
			Op::Prove { fault, rewarded } => self.prove(fault, *rewarded)?,
			Op::Freeze { thaw } => {
				let done = match thaw {
					true => Assets::thaw_asset(signed(TREASURY), 1),
					false => Assets::freeze_asset(signed(TREASURY), 1),
				};
				let _ = done; // it may be so already
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
		for case_id in open {
			self.must_succeed(signed(PAUPER), Call::settle { case_id })?;
		}
		let mut disputes: Vec<_> =
			Disputes::<Test>::iter().map(|(case_id, disputer, _)| (case_id, disputer)).collect();
		disputes.sort();
		for (case_id, disputer) in disputes {
			let call = Call::release_dispute_deposit { case_id, disputer };
			self.must_succeed(signed(PAUPER), call)?;
		}
		prop_assert_eq!(LostDisputes::<Test>::iter().count(), 0);
		prop_assert_eq!(Claims::<Test>::iter().count(), 0);
		skip(BOUNTY_DELAY);
		let _ = Assets::thaw_asset(signed(TREASURY), 1);
		assert_ok!(AllAssets::mint_into(NATIVE, &PAUPER, EXISTENTIAL_DEPOSIT));
		while let Some((case_id, asset)) = WithheldSlashes::<Test>::iter_keys().next() {
			self.must_succeed(signed(BOB), Call::release_slashed { case_id, asset })?;
		}
		for case_id in Bounties::<Test>::iter_keys().collect::<Vec<_>>() {
			self.must_succeed(signed(PAUPER), Call::claim_bounty { case_id })?;
		}
		for operator in [OPERATOR, OTHER] {
			let opt_ins = Restaking::opt_ins(operator.clone()).opt_ins;
			let goes_on = |opt_in: &&OptInView| {
				opt_in.spans.last().is_some_and(|last| !last.budget.is_nothing())
			};
			for opt_in in opt_ins.iter().filter(goes_on) {
				let consumer_id = opt_in.consumer_id;
				self.must_succeed(signed(operator.clone()), Call::opt_out { consumer_id })?;
			}
		}
		// What is announced to begin holds for an epoch first.
		skip(WINDOW + NARROW_NOTICE + 1);
		for operator in [OPERATOR, OTHER] {
			self.must_succeed(signed(PAUPER), Call::prune { operator: operator.clone() })?;
			prop_assert_eq!(Restaking::opt_ins(operator).counted, Fractions::NOTHING);
		}
		prop_assert_eq!(UsedBudgets::<Test>::iter().count(), 0);
		prop_assert_eq!(FiledCases::<Test>::iter().count(), 0);
		prop_assert_eq!(ProvedCases::<Test>::iter().count(), 0);
		prop_assert_eq!(ProposedCases::<Test>::iter().count(), 0);
		for who in CAST {
			for reason in [HoldReason::ReportDeposit, HoldReason::DisputeDeposit] {
				prop_assert_eq!(held(reason, &who), 0);
			}
		}
		Ok(())
	}

	fn must_succeed(&mut self, origin: RuntimeOrigin, call: Call<Test>) -> TestCaseResult {
		System::reset_events();
		let done = RuntimeCall::from(call.clone()).dispatch(origin);
		prop_assert!(done.is_ok(), "{:?} was refused: {:?}", call, done);
		self.note_ends(&[])?;
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
		self.note_opt_ins();
		self.note_ends(&open)
	}

	/// Through the door, which is no call.
	fn prove(&mut self, fault: &Fault, rewarded: bool) -> TestCaseResult {
		let before = sp_io::storage::root(StateVersion::V1);
		let reporter = rewarded.then_some(DAVE);

		let done = <Restaking as FaultReporter<_, _>>::report(
			fault.report(),
			fresh_id(),
			Basis::Proof,
			reporter,
		);

		self.figures.calls.count("prove", done.is_ok());
		if done.is_err() {
			prop_assert_eq!(before, sp_io::storage::root(StateVersion::V1));
		}
		Ok(())
	}

	fn note_opt_ins(&mut self) {
		for (operator, opt_ins) in OptIns::<Test>::iter() {
			for opt_in in opt_ins.list() {
				let key = (operator.clone(), opt_in.consumer_id);
				let most = self.budgets.entry(key).or_default();
				for span in opt_in.spans() {
					*most = most.max(span.budget);
				}
			}
		}
	}

	/// I7 from outside: what a consumer has taken within the window is never more than its largest budget.
	fn note_ends(&mut self, open: &[(CaseId, Case<Test>)]) -> TestCaseResult {
		for event in events() {
			match event {
				Event::Ended { case_id, outcome } => {
					*self.figures.outcomes.entry(format!("{outcome:?}")).or_default() += 1;
					let case = open.iter().find(|(of, _)| *of == case_id).map(|(_, case)| case);
					let filed = case.and_then(|case| Some((case, case.course.filing()?)));
					let Some((case, filing)) = filed else { continue };
					let slashed = events().into_iter().find_map(|event| match event {
						Event::Slashed { case_id: of, fractions } if of == case_id => {
							Some(fractions)
						},
						_ => None,
					});
					prop_assert_eq!(slashed.is_some(), outcome == Outcome::Executed);
					if let Some(fractions) = slashed {
						prop_assert!(filing.fractions.holds(&fractions));
						// Nothing before D is over, for anybody.
						let CaseState::Filed { until, .. } = &case.course.state else { continue };
						prop_assert!(until.is_over(Restaking::moment()));
						let key = (case.operator.clone(), case.consumer_id);
						let taken = self.taken.entry(key).or_default();
						taken.push((case.course.fault_epoch, fractions));
					}
				},
				Event::BountyClaimed { .. } => self.figures.paid_bounties += 1,
				_ => {},
			}
		}
		for (key, taken) in &self.taken {
			let most = self.budgets[key];
			for (first, _) in taken {
				let near = taken
					.iter()
					.filter(|(fault, _)| first <= fault && *fault <= first.plus(WINDOW));
				let sum =
					near.map(|(_, amount)| *amount).try_fold(Fractions::NOTHING, Fractions::plus);
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
