// SPDX-License-Identifier: Apache-2.0

//! Random histories: after every call the invariants hold, no money has come or gone, what is final stays, and nobody is
//! charged twice.

use crate::{mock::*, Barred, BatchId, Batches, Event, Header, Kept, Ruling, SetNumber};
use bulwark_testing::{effort, live_all, Calls, Figures};
use proptest::{prelude::*, test_runner::TestCaseResult};
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
enum Op {
	SetKey { operator: usize, secret: u64 },
	Serve { mask: u8 },
	Promise { operator: usize, percent: u64 },
	Disorder { operator: usize },
	Signing { is_on: bool },
	Submit { who: usize, absent: usize, change: bool, spoilt: u8 },
	Adopt { is_admin: bool },
	Challenge { who: usize, batch: usize },
	Judge { batch: usize, challenger: Option<usize> },
	Prove { batch: usize, is_right: bool },
	Expire { batch: usize },
	Collect { batch: usize, who: usize },
	Release { batch: usize },
	Claim { batch: usize },
	LiftBar { operator: usize, is_admin: bool },
	EndCase { case: usize, is_executed: bool },
	Equivocate { who: usize },
	Refuse { is_on: bool },
	ReportAgain { batch: usize },
	Poke,
	Pass { turns: u64, blocks: u64 },
	Epoch,
}

/// Everybody who submits and challenges.
const ACTORS: [AccountId; 8] = [ALICE, BOB, CHARLIE, DAVE, ERIN, OUTSIDER, WATCHER, FRIEND];

fn op() -> impl Strategy<Value = Op> {
	let operator = 0..5usize;
	let who = 0..8usize;
	// The youngest ones first.
	let batch = prop_oneof![3 => 0..3usize, 1 => 0..12usize];
	prop_oneof![
		2 => (operator.clone(), 1..9u64).prop_map(|(operator, secret)| Op::SetKey { operator, secret }),
		3 => (1..32u8).prop_map(|mask| Op::Serve { mask }),
		1 => (operator.clone(), prop_oneof![1 => 0..12u64, 2 => Just(100)])
			.prop_map(|(operator, percent)| Op::Promise { operator, percent }),
		1 => operator.clone().prop_map(|operator| Op::Disorder { operator }),
		1 => prop::bool::weighted(0.7).prop_map(|is_on| Op::Signing { is_on }),
		12 => (who.clone(), prop_oneof![3 => Just(1usize), 4 => Just(0), 1 => 2..4usize], prop::bool::weighted(0.3), prop_oneof![9 => Just(0u8), 1 => 1..8u8])
			.prop_map(|(who, absent, change, spoilt)| Op::Submit { who, absent, change, spoilt }),
		2 => any::<bool>().prop_map(|is_admin| Op::Adopt { is_admin }),
		7 => (who.clone(), batch.clone()).prop_map(|(who, batch)| Op::Challenge { who, batch }),
		5 => (batch.clone(), proptest::option::of(who.clone()))
			.prop_map(|(batch, challenger)| Op::Judge { batch, challenger }),
		2 => (batch.clone(), any::<bool>()).prop_map(|(batch, is_right)| Op::Prove { batch, is_right }),
		4 => batch.clone().prop_map(|batch| Op::Expire { batch }),
		6 => (batch.clone(), who.clone()).prop_map(|(batch, who)| Op::Collect { batch, who }),
		3 => (0..12usize).prop_map(|batch| Op::Release { batch }),
		3 => (0..2usize).prop_map(|batch| Op::Claim { batch }),
		3 => (operator, prop::bool::weighted(0.3))
			.prop_map(|(operator, is_admin)| Op::LiftBar { operator, is_admin }),
		2 => (0..4usize, any::<bool>()).prop_map(|(case, is_executed)| Op::EndCase { case, is_executed }),
		1 => who.prop_map(|who| Op::Equivocate { who }),
		3 => prop::bool::weighted(0.8).prop_map(|is_on| Op::Refuse { is_on }),
		6 => (0..2usize).prop_map(|batch| Op::ReportAgain { batch }),
		1 => Just(Op::Poke),
		4 => (0..7u64, 0..8u64).prop_map(|(turns, blocks)| Op::Pass { turns, blocks }),
		4 => Just(Op::Epoch),
	]
}

/// Figures of many histories.
#[derive(Clone, Default, Debug)]
struct Seen {
	calls: Calls,
	reverts: u64,
	once: u64,
	finals: u64,
	bounties: u64,
	timeouts: u64,
	adopted: u64,
	equivocations: u64,
}

impl Figures for Seen {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
		self.reverts += other.reverts;
		self.once += other.once;
		self.finals += other.finals;
		self.bounties += other.bounties;
		self.timeouts += other.timeouts;
		self.adopted += other.adopted;
		self.equivocations += other.equivocations;
	}
}

/// A chain, and what must stay as it was.
struct Trial {
	seen: Seen,
	/// Batches in the order in which they were accepted.
	ids: Vec<BatchId>,
	/// Batches that were final once.
	finals: BTreeSet<BatchId>,
	issuance: Balance,
	newest: Option<SetNumber>,
}

impl Trial {
	fn new() -> Self {
		set_keys(&OPERATORS[..4]);
		frame_support::assert_ok!(Rollup::set_signing(root(), true));
		go_to(11);
		poll();
		events();
		let issuance = Balances::total_issuance();
		let newest = Kept::<Test>::get().newest().map(|newest| newest.set_number);
		Self { seen: Seen::default(), ids: vec![], finals: BTreeSet::new(), issuance, newest }
	}

	fn apply(&mut self, op: &Op) -> TestCaseResult {
		let (name, done) = self.act(op);
		self.seen.calls.count(name, done);
		poll();
		self.tally();
		self.check()
	}

	fn id(&self, batch: usize) -> BatchId {
		self.ids.len().checked_sub(batch + 1).map_or([0; 32], |at| self.ids[at])
	}

	/// One of the challenged batches, or of all.
	fn challenged(&self, batch: usize) -> BatchId {
		let mut open: Vec<_> = crate::Challenges::<Test>::iter()
			.filter(|(_, challenge)| challenge.outcome.is_none())
			.map(|(id, _)| id)
			.collect();
		open.sort();
		open.get(batch).copied().unwrap_or_else(|| self.id(batch))
	}

	/// One of the deposits of challengers, most of whose challenges have ended.
	fn deposit(&self, batch: usize, who: usize) -> (BatchId, AccountId) {
		let mut all: Vec<_> = crate::Challengers::<Test>::iter_keys().collect();
		all.sort_by_key(|(id, who)| (self.is_open(*id), *id, who.clone()));
		all.get(batch).cloned().unwrap_or_else(|| (self.id(batch), ACTORS[who].clone()))
	}

	fn is_open(&self, id: BatchId) -> bool {
		Rollup::is_challenged(&id)
	}

	fn act(&mut self, op: &Op) -> (&'static str, bool) {
		match op.clone() {
			Op::SetKey { operator, secret } => {
				let who = OPERATORS[operator].clone();
				// Keys of before come back, and those of others are tried.
				let secret = if secret < 3 { secret * 11 } else { super::secret_of(&who, secret) };
				("set_key", try_set_key(who, secret).is_ok())
			},
			Op::Serve { mask } => {
				let serving = OPERATORS.iter().enumerate();
				let serving = serving.filter(|(at, _)| mask >> at & 1 == 1);
				serve(&serving.map(|(_, who)| who.clone()).collect::<Vec<_>>());
				("serve", true)
			},
			Op::Promise { operator, percent } => {
				promise(OPERATORS[operator].clone(), percent);
				("promise", true)
			},
			Op::Disorder { operator } => {
				let mut out = OutOfOrder::get();
				let who = OPERATORS[operator].clone();
				if !out.remove(&who) {
					out.insert(who);
				}
				OutOfOrder::set(&out);
				("disorder", true)
			},
			Op::Signing { is_on } => ("set_signing", Rollup::set_signing(root(), is_on).is_ok()),
			Op::Submit { who, absent, change, spoilt } => {
				("submit", self.submit(ACTORS[who].clone(), absent, change, spoilt))
			},
			Op::Adopt { is_admin } => {
				let origin = if is_admin { root() } else { signed(PAUPER) };
				("adopt", Rollup::adopt(origin).is_ok())
			},
			Op::Challenge { who, batch } => {
				let (who, id) = (ACTORS[who].clone(), self.id(batch));
				let evidence = Rollup::evidence_of(&who, &[7; 32]);
				("challenge", Rollup::challenge(signed(who), id, evidence).is_ok())
			},
			Op::Judge { batch, challenger } => {
				let id = self.challenged(batch);
				let named = challenger.map(|who| ACTORS[who].clone());
				let known = crate::Challenges::<Test>::get(id).map(|challenge| challenge.first);
				let ruling = match (named, known) {
					(Some(named), Some(first)) => {
						let is_one = crate::Challengers::<Test>::contains_key(id, &named);
						Ruling::Bad { challenger: if is_one { named } else { first } }
					},
					_ => Ruling::Good,
				};
				("judge", try_judge(id, ruling).is_ok())
			},
			Op::Prove { batch, is_right } => {
				let id = self.id(batch);
				let content = Batches::<Test>::get(id).map_or(0, |batch| batch.header.hash[0]);
				let proof = vec![if is_right { content } else { !content }; 32];
				let proof = proof.try_into().expect("it is short");
				("prove", Rollup::prove(signed(FRIEND), id, proof).is_ok())
			},
			Op::Expire { batch } => {
				("expire", Rollup::expire(signed(PAUPER), self.challenged(batch)).is_ok())
			},
			Op::Collect { batch, who } => {
				let (id, who) = self.deposit(batch, who);
				let done = Rollup::release_challenge_deposit(signed(PAUPER), id, who);
				("collect", done.is_ok())
			},
			Op::Release { batch } => {
				("release", Rollup::release_batch(signed(PAUPER), self.id(batch)).is_ok())
			},
			Op::Claim { batch } => {
				let mut all: Vec<_> = crate::Bounties::<Test>::iter_keys().collect();
				all.sort();
				let id = all.get(batch).copied().unwrap_or_else(|| self.id(batch));
				("claim", Rollup::claim_bounty(signed(PAUPER), id).is_ok())
			},
			Op::LiftBar { operator, is_admin } => {
				let origin = if is_admin { root() } else { signed(PAUPER) };
				("lift_bar", Rollup::lift_bar(origin, OPERATORS[operator].clone()).is_ok())
			},
			Op::EndCase { case, is_executed } => {
				let open = Cases::get().into_iter().enumerate();
				let open: Vec<_> = open.filter(|(_, case)| case.taken.is_none()).collect();
				let found = open.get(case).map(|(at, _)| *at as u32 + 1);
				if let Some(case_id) = found {
					end_case(case_id, is_executed);
				}
				("end_case", found.is_some())
			},
			Op::Equivocate { who } => ("equivocate", self.equivocate(ACTORS[who].clone())),
			Op::Refuse { is_on } => {
				Refusal::set(&is_on.then_some(1));
				("refuse", true)
			},
			Op::ReportAgain { batch } => {
				Refusal::set(&None); // what stood against it is gone
				let mut unfiled: Vec<_> = Batches::<Test>::iter()
					.filter(|(_, batch)| batch.unfiled.is_some())
					.map(|(id, _)| id)
					.collect();
				unfiled.sort();
				let id = unfiled.get(batch).copied().unwrap_or_else(|| self.id(batch));
				("report_again", Rollup::report_again(signed(PAUPER), id).is_ok())
			},
			Op::Poke => ("poke", Rollup::poke_turns(signed(PAUPER)).is_ok()),
			Op::Pass { turns, blocks } => {
				pass_turns(turns);
				pass_blocks(blocks);
				("pass", true)
			},
			Op::Epoch => {
				pass_to(now() + 1);
				("epoch", true)
			},
		}
	}

	/// Submits the next batch, spoilt in some way or not.
	fn submit(&mut self, who: AccountId, absent: usize, change: bool, spoilt: u8) -> bool {
		let head = Rollup::head();
		let Some(set_number) = head.set_number else { return false };
		let mut header = Header { ..next_header(self.ids.len() as u8) };
		let newest = Kept::<Test>::get().newest().map_or(0, |newest| newest.set_number.0);
		if (change || head.is_handover_due) && newest > set_number.0 {
			header.next = change_to(newest);
		}
		match spoilt {
			1 => header.parent = [1; 32],
			2 => header.size = 0,
			3 => header.fork += 1,
			4 => header.index += 1,
			5 => header.last_block = header.first_block - 1,
			_ => {},
		}
		if !head.is_signing {
			header.next = None;
			return self.note(header, Rollup::submit_batch(signed(who), header, None).is_ok());
		}
		let Some(set) = crate::Sets::<Test>::get(set_number) else { return false };
		let places: Vec<_> = (0..set.members.len()).skip(absent).collect();
		let secrets: Vec<_> = places.iter().map(|place| super::secret_in(&set, *place)).collect();
		let mut bitmap = vec![0u8; set.members.len().div_ceil(8)];
		for place in &places {
			bitmap[place / 8] |= 1 << (place % 8);
		}
		match spoilt {
			6 => bitmap.push(0),
			7 => bitmap[0] ^= 1,
			_ => {},
		}
		let signature = signer::sign(&secrets, &Rollup::batch_id(&header), Suite::Signature);
		let attestation =
			crate::Attestation { signers: bitmap.try_into().expect("it is short"), signature };
		let done = Rollup::submit_batch(signed(who), header, Some(attestation)).is_ok();
		assert!(!done || spoilt == 0, "spoilt by {spoilt}");
		self.note(header, done)
	}

	fn note(&mut self, header: Header, done: bool) -> bool {
		if done {
			self.ids.push(Rollup::batch_id(&header));
		}
		done
	}

	/// Lets the first member of the set sign two contents for the next place.
	fn equivocate(&self, reporter: AccountId) -> bool {
		let head = Rollup::head();
		let Some(set) = head.set_number.and_then(crate::Sets::<Test>::get) else { return false };
		let sign = |size: u32| {
			let header = Header { size, ..next_header(1) };
			let secret = super::secret_in(&set, 0);
			let mut bitmap = vec![0u8; set.members.len().div_ceil(8)];
			bitmap[0] = 1;
			let id = Rollup::batch_id(&header);
			let signature = signer::sign(&[secret], &id, Suite::Signature);
			let signers = bitmap.try_into().expect("it is short");
			let attestation = crate::Attestation { signers, signature };
			crate::SignedHeader { header, attestation }
		};
		let accused = vec![set.members[0].account.clone()].try_into().expect("one");
		Rollup::prove_equivocation(signed(reporter), sign(1).into(), sign(2).into(), accused)
			.is_ok()
	}

	fn tally(&mut self) {
		for event in events() {
			match event {
				Event::Reverted { .. } => self.seen.reverts += 1,
				Event::ReportRefused { reason, .. }
					if reason == crate::Error::<Test>::OverBudget.into() =>
				{
					self.seen.once += 1;
				},
				Event::BountyClaimed { .. } => self.seen.bounties += 1,
				Event::TimedOut { .. } => self.seen.timeouts += 1,
				Event::Adopted { .. } => self.seen.adopted += 1,
				Event::Equivocated { .. } => self.seen.equivocations += 1,
				_ => {},
			}
		}
	}

	fn check(&mut self) -> TestCaseResult {
		if let Err(error) = Rollup::do_try_state() {
			return Err(TestCaseError::fail(format!("{error:?}")));
		}
		prop_assert_eq!(Balances::total_issuance(), self.issuance, "lost deposits have a place");

		for id in &self.finals {
			// It may be forgotten, but never void.
			let batch = Batches::<Test>::get(id);
			let stays = batch.is_none_or(|batch| Rollup::is_in_chain(id, &batch.header));
			prop_assert!(stays, "what is final was reverted");
		}
		for id in Batches::<Test>::iter_keys() {
			if is_final(id) && self.finals.insert(id) {
				self.seen.finals += 1;
			}
		}

		let newest = Kept::<Test>::get().newest().map(|newest| newest.set_number);
		if newest != self.newest {
			self.newest = newest;
			let new = members(newest.expect("sets never end").0);
			prop_assert!(new.iter().all(|who| !Barred::<Test>::contains_key(who)));
		}
		self.check_cases()
	}

	/// Whatever is judged, an operator loses no more than its bond within the window.
	fn check_cases(&self) -> TestCaseResult {
		let cases = Cases::get();
		for case in &cases {
			let near = cases.iter().filter(|other| {
				other.operator == case.operator
					&& other.fault_epoch >= case.fault_epoch
					&& other.fault_epoch - case.fault_epoch <= WINDOW
			});
			let sum: Balance = near.filter_map(|case| case.taken).sum();
			prop_assert!(sum <= 1_000, "a bond is lost once");
		}
		Ok(())
	}
}

#[test]
fn no_money_comes_or_goes_and_what_is_final_stays() {
	let seen = live_all(
		effort(80),
		|| prop::collection::vec(op(), 1..220),
		|ops| {
			new_test_ext().execute_with(|| {
				let mut trial = Trial::new();
				for op in &ops {
					trial.apply(op)?;
				}
				Ok(trial.seen)
			})
		},
	);

	println!("{seen:?}");
	seen.calls.assert_done_at_least(5);
	assert!(seen.reverts >= 20 && seen.finals >= 50 && seen.timeouts >= 50, "{seen:?}");
	assert!(seen.once >= 1 && seen.bounties >= 2 && seen.adopted >= 5, "{seen:?}");
}
