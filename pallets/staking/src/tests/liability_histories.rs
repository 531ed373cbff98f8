// SPDX-License-Identifier: Apache-2.0

//! Whatever operators opt in to and out of, no slash finds its exit gone, and no exit unbonds an epoch longer than that
//! needs: checked by trying every slash in every epoch.

use crate::{mock::*, Departure, EpochIndex, Error, PoolId, Scope};
use bulwark_testing::{effort, for_all, seed};
use frame_support::{assert_noop, assert_ok, hypothetically};
use proptest::{collection::vec, prelude::*};
use std::{cell::RefCell, collections::BTreeMap};

/// The events of a history, of the first operator or the second.
#[derive(Clone, Debug)]
enum Op {
	/// From so many epochs after the present one on it may be slashed, or its bond.
	OptIn(usize, u32, Scope),
	/// After so many epochs after the present one it may not.
	End(usize, u32),
	/// Stake is asked back from its pool.
	Leave(usize),
	/// Stake is asked back from a standalone pool.
	LeaveStandalone,
	/// Time passes.
	Skip(u32),
}

fn op() -> impl Strategy<Value = Op> {
	let scope = prop_oneof![1 => Just(Scope::Bond), 2 => Just(Scope::BondAndPools)];
	prop_oneof![
		5 => (0..2usize, 1..=3u32, scope)
			.prop_map(|(whose, delay, scope)| Op::OptIn(whose, delay, scope)),
		4 => (0..2usize, 0..=2u32).prop_map(|(whose, delay)| Op::End(whose, delay)),
		8 => (0..2usize).prop_map(Op::Leave),
		1 => Just(Op::LeaveStandalone),
		7 => Just(Op::Skip(1)),
		1 => (2..=WINDOW + 2).prop_map(Op::Skip),
	]
}

const SCOPES: [Scope; 2] = [Scope::Bond, Scope::BondAndPools];
const OWNERS: [AccountId; 2] = [OPERATOR, RIVAL];
/// More epochs than a history has.
const LAST: usize = 400;

/// Pools in which Alice has stake, and her knowledge of them.
struct History {
	pools: [PoolId; 2],
	standalone: PoolId,
	/// Whether an operator was opted in with its bond, or its pools, in an epoch.
	opted_in: [[[bool; LAST]; 2]; 2],
	/// Pool and epoch of the exits, and the release that was said.
	waiting: BTreeMap<(PoolId, u32), u32>,
	/// The same of what has been paid.
	paid: Vec<(PoolId, u32)>,
	/// The number of epochs that exits from the operators' pools took.
	waits: Vec<u32>,
}

impl History {
	fn new() -> Self {
		LastLiable::set(&None);
		let pools = OWNERS.map(|operator| operator_pool_in(operator, NATIVE));
		let standalone = standalone_pool(NATIVE);
		for pool in pools.into_iter().chain([standalone]) {
			delegate(pool, ALICE, 1_000_000);
		}
		skip(1);
		Self {
			pools,
			standalone,
			opted_in: [[[false; LAST]; 2]; 2],
			waiting: BTreeMap::new(),
			paid: vec![],
			waits: vec![],
		}
	}

	fn happen(&mut self, op: Op) {
		match op {
			Op::OptIn(whose, delay, scope) => {
				let (operator, from) = (OWNERS[whose], EpochIndex(now() + delay));
				let [bond, pools] = &mut self.opted_in;
				bond[whose][from.0 as usize..].fill(true);
				match scope {
					Scope::Bond => RecordingLiability::opt_in_bond(operator, from),
					Scope::BondAndPools => {
						RecordingLiability::opt_in(operator, from);
						pools[whose][from.0 as usize..].fill(true);
					},
				}
			},
			Op::End(whose, delay) => {
				RecordingLiability::end(OWNERS[whose], EpochIndex(now() + delay));
				for opted_in in &mut self.opted_in {
					opted_in[whose][(now() + delay) as usize + 1..].fill(false);
				}
			},
			Op::Leave(whose) => {
				let release = self.release(whose, Scope::BondAndPools, now());
				self.waits.push(release - now());
				self.leave(self.pools[whose], release);
			},
			Op::LeaveStandalone => self.leave(self.standalone, now() + 1),
			Op::Skip(epochs) => {
				skip(epochs);
				self.withdraw();
			},
		}
		self.check_releases();
		self.check_slashes();
	}

	/// The first epoch after u in which nobody may slash any more for an epoch up to u: what the pallet knows as
	/// max(u + 1, z + W + 1).
	fn release(&self, whose: usize, scope: Scope, asked: u32) -> u32 {
		let is_opted_in = |epoch: &u32| self.is_opted_in(whose, scope, *epoch);
		let is_free = |at: &u32| (0..=asked).filter(is_opted_in).all(|fault| fault + WINDOW < *at);
		(asked + 1..).find(is_free).expect("every slash is too late at last")
	}

	fn is_opted_in(&self, whose: usize, scope: Scope, epoch: u32) -> bool {
		let [bond, pools] = &self.opted_in;
		let opted_in = if scope == Scope::Bond { bond } else { pools };
		opted_in[whose][epoch as usize]
	}

	fn leave(&mut self, pool: PoolId, release: u32) {
		undelegate(pool, ALICE, 100);

		assert_eq!(unbonding(pool, ALICE).last().map(|exit| exit.0), Some(release));
		self.waiting.insert((pool, now()), release);
	}

	/// Alice takes what is released as soon as it is.
	fn withdraw(&mut self) {
		for pool in self.pools.into_iter().chain([self.standalone]) {
			let paid =
				self.waiting.extract_if(.., |(of, _), release| *of == pool && *release <= now());
			let paid: Vec<_> = paid.map(|(exit, _)| exit).collect();
			if !paid.is_empty() {
				assert_ok!(try_withdraw(ALICE, pool, ALICE));
			}
			self.paid.extend(paid);
		}
	}

	/// The release that was said when it was unstaked stands, whatever was opted in to since.
	fn check_releases(&self) {
		for pool in self.pools.into_iter().chain([self.standalone]) {
			let exits = stake_of(pool, ALICE).exits;
			let stored = exits.iter().map(|exit| ((pool, exit.asked_epoch.0), exit.release.0));
			let said = self.waiting.iter().filter(|((of, _), _)| *of == pool);
			assert!(stored.eq(said.map(|(exit, release)| (*exit, *release))));
		}
	}

	/// For an epoch with an opt-in all stake is slashed that was active in it, for another none is.
	fn check_slashes(&self) {
		for (whose, operator) in OWNERS.into_iter().enumerate() {
			let faults = now().saturating_sub(WINDOW).max(1)..=now();
			for (fault, scope) in faults.flat_map(|fault| SCOPES.map(|scope| (fault, scope))) {
				hypothetically!({
					if self.is_opted_in(whose, scope, fault) {
						self.slash(whose, fault, scope);
					} else {
						let slashed = slash(operator, fault, percent(50), scope);
						assert_noop!(slashed, Error::<Test>::NothingAtStake);
					}
				});
			}
		}
	}

	fn slash(&self, whose: usize, fault: u32, scope: Scope) {
		if scope == Scope::Bond {
			slash_and_check(OWNERS[whose], fault, percent(50), scope);
			assert_eq!(bond_of(OWNERS[whose]), BOND / 2);
			return;
		}
		let pool = self.pools[whose];
		let gone = self.paid.iter().find(|(of, asked)| *of == pool && *asked >= fault);
		assert_eq!(gone, None, "it was active in {fault}, and is paid");
		let before = stake_of(pool, ALICE);

		slash_and_check(OWNERS[whose], fault, percent(50), scope);

		let after = stake_of(pool, ALICE);
		assert_eq!(after.value, before.value / 2);
		for (before, after) in before.exits.iter().zip(&after.exits) {
			let part = if before.asked_epoch.0 >= fault { 2 } else { 1 };
			assert_eq!(after.value, before.value / part);
		}
	}

	/// An operator that retires is like an exit of everything. Returns how many epochs later the bond leaves.
	fn finish(&self) -> Vec<u32> {
		let close = |(whose, operator)| {
			let leaving = |scope| {
				let release_epoch = EpochIndex(self.release(whose, scope, now()));
				Departure { last_epoch: EpochIndex(now()), release_epoch }
			};
			let [bond, pool] = SCOPES.map(leaving);
			assert_ok!(Staking::retire(signed(operator)));
			assert_leave(operator, bond, pool);
			bond.release_epoch.0 - pool.release_epoch.0
		};
		OWNERS.into_iter().enumerate().map(close).collect()
	}
}

#[test]
fn exits_stay_for_every_opt_in_and_no_longer_whatever_happens() {
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
