// SPDX-License-Identifier: Apache-2.0

//! Whatever operators promise and take back, no charge finds its exit gone, and no exit waits an
//! epoch longer than that needs: checked by trying every charge in every epoch.

use crate::{mock::*, Departure, EpochIndex, Error, PoolId, Scope};
use bulwark_testing::{effort, for_all, seed};
use bulwark_traits::RecordingLiability;
use frame_support::{assert_noop, assert_ok, hypothetically};
use proptest::{collection::vec, prelude::*};
use std::{cell::RefCell, collections::BTreeMap};

/// What may happen, to the first operator or the second.
#[derive(Clone, Debug)]
enum Op {
	/// From so many epochs after the present one on it may be charged, or its bond.
	Promise(usize, u32, Scope),
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
	let scope = prop_oneof![1 => Just(Scope::Bond), 2 => Just(Scope::BondAndPools)];
	prop_oneof![
		5 => (0..2usize, 1..=3u32, scope)
			.prop_map(|(whose, delay, scope)| Op::Promise(whose, delay, scope)),
		4 => (0..2usize, 0..=2u32).prop_map(|(whose, delay)| Op::End(whose, delay)),
		8 => (0..2usize).prop_map(Op::Leave),
		1 => Just(Op::LeavePlain),
		7 => Just(Op::Skip(1)),
		1 => (2..=WINDOW + 2).prop_map(Op::Skip),
	]
}

const SCOPES: [Scope; 2] = [Scope::Bond, Scope::BondAndPools];
const OWNERS: [AccountId; 2] = [OPERATOR, RIVAL];
/// More epochs than a history has.
const LAST: usize = 400;

/// Pools in which Alice has stake, and what she knows of them.
struct History {
	pools: [PoolId; 2],
	plain: PoolId,
	/// Whether an operator had promised something of its bond, or its pools, for an epoch.
	promised: [[[bool; LAST]; 2]; 2],
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
			promised: [[[false; LAST]; 2]; 2],
			waiting: BTreeMap::new(),
			paid: vec![],
			waits: vec![],
		}
	}

	fn happen(&mut self, op: Op) {
		match op {
			Op::Promise(whose, delay, scope) => {
				let (operator, from) = (OWNERS[whose], EpochIndex(now() + delay));
				let [bond, pools] = &mut self.promised;
				bond[whose][from.0 as usize..].fill(true);
				match scope {
					Scope::Bond => RecordingLiability::promise_bond(operator, from),
					Scope::BondAndPools => {
						RecordingLiability::promise(operator, from);
						pools[whose][from.0 as usize..].fill(true);
					},
				}
			},
			Op::End(whose, delay) => {
				RecordingLiability::end(OWNERS[whose], EpochIndex(now() + delay));
				for promised in &mut self.promised {
					promised[whose][(now() + delay) as usize + 1..].fill(false);
				}
			},
			Op::Leave(whose) => {
				let release = self.release(whose, Scope::BondAndPools, now());
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
	fn release(&self, whose: usize, scope: Scope, asked: u32) -> u32 {
		let promised = |epoch: &u32| self.is_promised(whose, scope, *epoch);
		let is_free = |at: &u32| (0..=asked).filter(promised).all(|fault| fault + WINDOW < *at);
		(asked + 1..).find(is_free).expect("every charge is too late at last")
	}

	fn is_promised(&self, whose: usize, scope: Scope, epoch: u32) -> bool {
		let [bond, pools] = &self.promised;
		let promised = if scope == Scope::Bond { bond } else { pools };
		promised[whose][epoch as usize]
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
			let faults = now().saturating_sub(WINDOW).max(1)..=now();
			for (fault, scope) in faults.flat_map(|fault| SCOPES.map(|scope| (fault, scope))) {
				hypothetically!({
					if self.is_promised(whose, scope, fault) {
						self.charge(whose, fault, scope);
					} else {
						let charged = slash(operator, fault, percent(50), scope);
						assert_noop!(charged, Error::<Test>::NothingInForce);
					}
				});
			}
		}
	}

	fn charge(&self, whose: usize, fault: u32, scope: Scope) {
		if scope == Scope::Bond {
			slash_and_check(OWNERS[whose], fault, percent(50), scope);
			assert_eq!(bond_of(OWNERS[whose]), BOND / 2);
			return;
		}
		let pool = self.pools[whose];
		let gone = self.paid.iter().find(|(of, asked)| *of == pool && *asked >= fault);
		assert_eq!(gone, None, "it answers for {fault}, and is paid");
		let before = stake_of(pool, ALICE);

		slash_and_check(OWNERS[whose], fault, percent(50), scope);

		let after = stake_of(pool, ALICE);
		assert_eq!(after.value, before.value / 2);
		for (before, after) in before.exits.iter().zip(&after.exits) {
			let part = if before.asked.0 >= fault { 2 } else { 1 };
			assert_eq!(after.value, before.value / part);
		}
	}

	/// An operator that retires is like an exit of everything. Returns how many epochs later the bond leaves.
	fn finish(&self) -> Vec<u32> {
		let close = |(whose, operator)| {
			let leaving = |scope| {
				let release = EpochIndex(self.release(whose, scope, now()));
				Departure { last: EpochIndex(now()), release }
			};
			let [bond, pool] = SCOPES.map(leaving);
			assert_ok!(Staking::retire(signed(operator)));
			assert_leave(operator, bond, pool);
			bond.release.0 - pool.release.0
		};
		OWNERS.into_iter().enumerate().map(close).collect()
	}
}

#[test]
fn exits_answer_to_every_promise_and_wait_no_longer_whatever_is_promised() {
	let waits = RefCell::new(BTreeMap::<u32, u32>::new());
	let apart = RefCell::new(BTreeMap::<u32, u32>::new());

	for_all(seed(), effort(100), &vec(op(), 60), |ops| {
		test(|| {
			let mut history = History::new();
			ops.into_iter().for_each(|op| history.happen(op));
			for epochs in history.finish() {
				*apart.borrow_mut().entry(epochs).or_default() += 1;
			}
			for wait in history.waits {
				*waits.borrow_mut().entry(wait).or_default() += 1;
			}
		});
		Ok(())
	});

	let waits = waits.into_inner();
	assert!(
		waits.keys().copied().eq(1..=WINDOW + 1),
		"exits wait for an epoch to a window: {waits:?}"
	);
	assert!(waits.values().all(|count| *count >= 50), "too few to say anything: {waits:?}");
	let apart = apart.into_inner();
	assert!(apart.keys().copied().eq(0..=WINDOW), "bonds leave later: {apart:?}");
}
