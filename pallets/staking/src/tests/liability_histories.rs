// SPDX-License-Identifier: Apache-2.0

//! Whatever operators promise and take back, no charge finds its exit gone, and no exit waits an
//! epoch longer than that needs: checked by trying every charge in every epoch.

use crate::{mock::*, Departure, EpochIndex, Error, PoolId, Scope};
use bulwark_traits::RecordingLiability;
use frame_support::{assert_noop, assert_ok, hypothetically};
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config, RngSeed, TestRunner},
};
use std::{cell::RefCell, collections::BTreeMap};

/// What may happen, to the first operator or the second.
#[derive(Clone, Debug)]
enum Op {
	/// From so many epochs after the present one on it may be charged.
	Promise(usize, u32),
	/// After so many epochs after the present one it may not.
	End(usize, u32),
	/// Stake is asked back from its pool.
	Leave(usize),
	/// Stake is asked back from a plain pool.
	LeavePlain,
	/// Time passes.
	Skip(u32),
}

fn op() -> impl Strategy<Value = Op> {
	prop_oneof![
		3 => (0..2usize, 1..=3u32).prop_map(|(whose, delay)| Op::Promise(whose, delay)),
		4 => (0..2usize, 0..=2u32).prop_map(|(whose, delay)| Op::End(whose, delay)),
		8 => (0..2usize).prop_map(Op::Leave),
		1 => Just(Op::LeavePlain),
		7 => Just(Op::Skip(1)),
		1 => (2..=WINDOW + 2).prop_map(Op::Skip),
	]
}

const OWNERS: [AccountId; 2] = [OPERATOR, RIVAL];
/// More epochs than a history has.
const LAST: usize = 400;

/// Pools in which Alice has stake, and what she knows of them.
struct History {
	pools: [PoolId; 2],
	plain: PoolId,
	/// Whether an operator had promised something for an epoch.
	promised: [[bool; LAST]; 2],
	/// Pool and epoch of what was asked back and waits, and when it was said to be released.
	waiting: BTreeMap<(PoolId, u32), u32>,
	/// The same of what has been paid.
	paid: Vec<(PoolId, u32)>,
	/// How many epochs exits from the operators' pools had to wait.
	waits: Vec<u32>,
}

impl History {
	fn new() -> Self {
		LastLiable::set(&None);
		let pools = OWNERS.map(|operator| operator_pool_in(operator, NATIVE));
		let plain = plain_pool(NATIVE);
		for pool in pools.into_iter().chain([plain]) {
			delegate(pool, ALICE, 1_000_000);
		}
		skip(1);
		Self {
			pools,
			plain,
			promised: [[false; LAST]; 2],
			waiting: BTreeMap::new(),
			paid: vec![],
			waits: vec![],
		}
	}

	fn happen(&mut self, op: Op) {
		match op {
			Op::Promise(whose, delay) => {
				RecordingLiability::promise(OWNERS[whose], EpochIndex(now() + delay));
				self.promised[whose][(now() + delay) as usize..].fill(true);
			},
			Op::End(whose, delay) => {
				RecordingLiability::end(OWNERS[whose], EpochIndex(now() + delay));
				self.promised[whose][(now() + delay) as usize + 1..].fill(false);
			},
			Op::Leave(whose) => {
				let release = self.release(whose, now());
				self.waits.push(release - now());
				self.leave(self.pools[whose], release);
			},
			Op::LeavePlain => self.leave(self.plain, now() + 1),
			Op::Skip(epochs) => {
				skip(epochs);
				self.withdraw();
			},
		}
		self.check_releases();
		self.check_charges();
	}

	/// The first epoch after u in which nobody may charge any more for an epoch up to u: what the
	/// pallet knows as max(u + 1, z + W + 1).
	fn release(&self, whose: usize, asked: u32) -> u32 {
		let promised = |epoch: &u32| self.promised[whose][*epoch as usize];
		let is_free = |at: &u32| (0..=asked).filter(promised).all(|fault| fault + WINDOW < *at);
		(asked + 1..).find(is_free).expect("every charge is too late at last")
	}

	fn leave(&mut self, pool: PoolId, release: u32) {
		undelegate(pool, ALICE, 100);

		assert_eq!(exiting(pool, ALICE).last().map(|exit| exit.0), Some(release));
		self.waiting.insert((pool, now()), release);
	}

	/// Alice takes what is released as soon as it is.
	fn withdraw(&mut self) {
		for pool in self.pools.into_iter().chain([self.plain]) {
			let paid =
				self.waiting.extract_if(.., |(of, _), release| *of == pool && *release <= now());
			let paid: Vec<_> = paid.map(|(exit, _)| exit).collect();
			if !paid.is_empty() {
				assert_ok!(try_withdraw(ALICE, pool, ALICE));
			}
			self.paid.extend(paid);
		}
	}

	/// What was said when it was asked for stands, whatever was promised since.
	fn check_releases(&self) {
		for pool in self.pools.into_iter().chain([self.plain]) {
			let exits = stake_of(pool, ALICE).exits;
			let stored = exits.iter().map(|exit| ((pool, exit.asked.0), exit.release.0));
			let said = self.waiting.iter().filter(|((of, _), _)| *of == pool);
			assert!(stored.eq(said.map(|(exit, release)| (*exit, *release))));
		}
	}

	/// For an epoch that was promised everything is charged that was in force in it, for another
	/// nothing is.
	fn check_charges(&self) {
		for (whose, operator) in OWNERS.into_iter().enumerate() {
			for fault in now().saturating_sub(WINDOW).max(1)..=now() {
				hypothetically!({
					if self.promised[whose][fault as usize] {
						self.charge(whose, fault);
					} else {
						let charged = slash(operator, fault, percent(50), Scope::BondAndPools);
						assert_noop!(charged, Error::<Test>::NothingInForce);
					}
				});
			}
		}
	}

	fn charge(&self, whose: usize, fault: u32) {
		let pool = self.pools[whose];
		let gone = self.paid.iter().find(|(of, asked)| *of == pool && *asked >= fault);
		assert_eq!(gone, None, "it answers for {fault}, and is paid");
		let before = stake_of(pool, ALICE);

		slash_and_check(OWNERS[whose], fault, percent(50), Scope::BondAndPools);

		let after = stake_of(pool, ALICE);
		assert_eq!(after.value, before.value / 2);
		for (before, after) in before.exits.iter().zip(&after.exits) {
			let part = if before.asked.0 >= fault { 2 } else { 1 };
			assert_eq!(after.value, before.value / part);
		}
	}

	/// An operator that retires is like an exit of everything.
	fn finish(&self) {
		for (whose, operator) in OWNERS.into_iter().enumerate() {
			let release = EpochIndex(self.release(whose, now()));
			assert_ok!(Staking::retire(signed(operator)));
			assert_closed(operator, Departure { last: EpochIndex(now()), release });
		}
	}
}

#[test]
fn exits_answer_to_every_promise_and_wait_no_longer_whatever_is_promised() {
	let config = Config {
		failure_persistence: None,
		rng_seed: RngSeed::Fixed(2609),
		..Config::with_cases(100)
	};
	let waits = RefCell::new(BTreeMap::<u32, u32>::new());

	let lived = TestRunner::new(config).run(&vec(op(), 60), |ops| {
		test(|| {
			let mut history = History::new();
			ops.into_iter().for_each(|op| history.happen(op));
			history.finish();
			for wait in history.waits {
				*waits.borrow_mut().entry(wait).or_default() += 1;
			}
		});
		Ok(())
	});

	lived.unwrap_or_else(|failure| panic!("{failure}"));
	let waits = waits.into_inner();
	assert!(
		waits.keys().copied().eq(1..=WINDOW + 1),
		"exits wait for an epoch to a window: {waits:?}"
	);
	assert!(waits.values().all(|count| *count >= 50), "too few to say anything: {waits:?}");
}
