// SPDX-License-Identifier: Apache-2.0

//! One history on one chain, with everything checked that can be after each of its steps.

use super::{
	effects::{Change, Effects},
	op::{Act, Op, MAX_NOTICE},
};
use crate::{
	mock::*, Balance, Call, Conversions, Error, Event, ExitBuckets, Exits, Holdings, Operators,
	OwedSlashes, PoolId, Pools, Redelegations,
};
use bulwark_ledger::Cohort;
use bulwark_testing::Calls;
use frame_support::traits::{fungibles::Inspect, PalletInfoAccess};
use proptest::{prelude::*, test_runner::TestCaseResult};
use sp_runtime::{DispatchError, StateVersion};
use std::collections::BTreeMap;

/// The figures of histories.
#[derive(Clone, Debug, Default)]
pub struct Figures {
	pub calls: Calls,
	/// How often something rare happened: a payment waited, an operator was deactivated, a slash
	/// took from an exit.
	pub deferred: u64,
	pub deactivated: u64,
	pub slashed_exits: u64,
	/// Closings with notice, slashes of what could not be moved, and sums of them that were handed out.
	pub noticed: u64,
	pub owed: u64,
	pub handed_out: u64,
	/// The most that nobody owned of a pool when everybody had left.
	pub dust: Balance,
}

impl bulwark_testing::Figures for Figures {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
		self.deferred += other.deferred;
		self.deactivated += other.deactivated;
		self.slashed_exits += other.slashed_exits;
		self.noticed += other.noticed;
		self.owed += other.owed;
		self.handed_out += other.handed_out;
		self.dust = self.dust.max(other.dust);
	}
}

pub struct Trial {
	pub figures: Figures,
	/// The issuance of every listed asset.
	issuance: [Balance; 4],
	/// The number of deposits of a pool: at most as many lots followed a merge.
	deposits: BTreeMap<PoolId, Balance>,
}

impl Trial {
	/// Two operators with pools in several assets, and a standalone pool.
	pub fn new() -> Self {
		for (operator, asset) in
			[(OPERATOR, NATIVE), (OPERATOR, GOLD), (RIVAL, NATIVE), (RIVAL, SILVER)]
		{
			operator_pool_in(operator, asset);
		}
		standalone_pool(GOLD);
		Self {
			figures: Figures::default(),
			issuance: LISTED.map(AllAssets::total_issuance),
			deposits: BTreeMap::new(),
		}
	}

	/// Lets something happen, and checks everything.
	pub fn step(&mut self, op: &Op) -> TestCaseResult {
		System::reset_events();
		match self.figures.calls.total() % 16 {
			0 => RecordingObserver::begin(),
			_ => RecordingObserver::listen(),
		}
		match op.act() {
			Some(act) => self.act(act)?,
			None => op.happen(),
		}
		let paid = |event: &Event<Test>| matches!(event, Event::OwedSlashPaid { .. });
		self.figures.handed_out += events().iter().filter(|event| paid(event)).count() as u64;
		self.check()
	}

	/// Unblocks everybody, gives everybody the little it needs to be paid, and lets everybody
	/// leave. What stays belongs to nobody: under a share for each lot that followed a merge.
	pub fn finish(&mut self) -> TestCaseResult {
		LastLiable::set(&Some(u32::MAX));
		revive_all();
		hand_out_all();
		self.leave_all()?;
		skip(MAX_NOTICE + WINDOW + 1);
		self.withdraw_all()?;
		self.withdraw_bonds()?;

		prop_assert_eq!(Holdings::<Test>::iter().count(), 0);
		prop_assert_eq!(Redelegations::<Test>::iter().count(), 0);
		prop_assert_eq!(Exits::<Test>::iter().count(), 0);
		prop_assert_eq!(ExitBuckets::<Test>::iter().count(), 0);
		prop_assert_eq!(Conversions::<Test>::iter().count(), 0);
		prop_assert_eq!(Operators::<Test>::iter_keys().count(), 0);
		let mut dust = LISTED.map(|asset| (asset, 0));
		for (id, pool) in Pools::<Test>::iter() {
			for (cohort, bucket) in pool.buckets.iter() {
				prop_assert_eq!(cohort, Cohort::Mature);
				prop_assert_eq!(bucket.weight(), 0);
				prop_assert!(pool.operator.is_some(), "a standalone pool has no price but 1");
				prop_assert!(bucket.shares().0 < self.deposits[&id], "{id:?}: {bucket:?}");
				let sum = dust.iter_mut().find(|(asset, _)| *asset == pool.asset);
				sum.expect("it is listed").1 += bucket.tokens();
				self.figures.dust = self.figures.dust.max(bucket.tokens());
			}
		}
		for (asset, dust) in dust {
			prop_assert_eq!(recorded(asset), dust);
		}
		self.relieve()
	}

	/// The last set goes on, though its members have gone, until somebody takes its place.
	fn relieve(&mut self) -> TestCaseResult {
		if Staking::current_set().is_none() {
			return Ok(());
		}
		self.must_succeed(root(), Call::set_global_min_self_stake { amount: 0 })?;
		self.must_succeed(signed(RELIEF), Call::register {})?;
		skip(1);
		for _ in 0..2 {
			self.step(&Op::NewBlock)?;
		}
		let set = Staking::current_set().expect("a set is never empty");
		prop_assert_eq!(set.members.into_inner(), [RELIEF]);
		Ok(())
	}

	fn leave_all(&mut self) -> TestCaseResult {
		for (staker, from, to) in Redelegations::<Test>::iter_keys().collect::<Vec<_>>() {
			self.must_succeed(signed(staker), Call::cancel_redelegation { from, to })?;
		}
		for (who, pool) in Holdings::<Test>::iter_keys().collect::<Vec<_>>() {
			self.must_succeed(signed(PAUPER), Call::poke { pool_id: pool, staker: Some(who) })?;
			let buckets = Pools::<Test>::get(pool).expect("it is there").buckets;
			if buckets.departure().is_none() && Holdings::<Test>::contains_key(who, pool) {
				self.must_succeed(
					signed(who),
					Call::undelegate { pool_id: pool, amount: crate::Amount::All },
				)?;
			}
		}
		for (operator, record) in Operators::<Test>::iter().collect::<Vec<_>>() {
			if record.departure.is_none() {
				self.must_succeed(signed(operator), Call::retire {})?;
			}
		}
		Ok(())
	}

	fn withdraw_all(&mut self) -> TestCaseResult {
		let mut waiting: Vec<_> =
			Holdings::<Test>::iter_keys().chain(Exits::<Test>::iter_keys()).collect();
		waiting.sort();
		waiting.dedup();
		for (staker, pool) in waiting {
			self.must_succeed(signed(PAUPER), Call::withdraw { pool_id: pool, staker })?;
		}
		Ok(())
	}

	/// Those who serve after all have retired go as well as the others.
	fn withdraw_bonds(&mut self) -> TestCaseResult {
		for operator in Operators::<Test>::iter_keys().collect::<Vec<_>>() {
			self.must_succeed(signed(PAUPER), Call::withdraw_bond { operator })?;
		}
		Ok(())
	}

	fn must_succeed(&mut self, origin: RuntimeOrigin, call: Call<Test>) -> TestCaseResult {
		let refused = self.figures.calls.refused();
		System::reset_events();
		RecordingObserver::begin();
		self.act(Act::Call(origin, call.clone()))?;
		prop_assert_eq!(self.figures.calls.refused(), refused, "{:?} was refused", call);
		self.check()
	}

	fn act(&mut self, act: Act) -> TestCaseResult {
		let root = state();
		let change = Change::before(&act);

		let result = act.clone().run();

		self.figures.calls.count(act.name(), result.is_ok());
		if let Err(refusal) = result {
			prop_assert!(may_refuse(&act, refusal), "{:?}: {:?}", act, refusal);
			prop_assert_eq!(state(), root, "a call that is refused changes nothing");
			return Ok(());
		}

		if let Act::Call(_, Call::delegate { pool_id, .. }) = act {
			*self.deposits.entry(pool_id).or_default() += 1;
		}
		for event in events() {
			if let Event::RedelegationCompleted { to, .. } = event {
				*self.deposits.entry(to).or_default() += 1;
			}
		}
		let Effects { deferred, deactivated, noticed, owed, slashed_exits } = change.check(&act)?;
		self.figures.noticed += u64::from(noticed);
		self.figures.owed += u64::from(owed);
		self.figures.deferred += u64::from(deferred);
		self.figures.deactivated += u64::from(deactivated);
		self.figures.slashed_exits += slashed_exits;
		Ok(())
	}

	/// Every invariant holds, the observer was told all reward weights, and no unit of money was made or lost.
	fn check(&self) -> TestCaseResult {
		prop_assert_eq!(Staking::do_try_state(), Ok(()));
		RecordingObserver::check();

		let others = [RELIEF, TREASURY, PAUPER, Staking::pot()];
		let accounts = || CAST.into_iter().chain(others);
		for (asset, issuance) in LISTED.into_iter().zip(self.issuance) {
			let sum: Balance =
				accounts().map(|who| AllAssets::total_balance(asset.clone(), &who)).sum();
			prop_assert_eq!(sum, issuance, "{:?}", asset);
			prop_assert_eq!(AllAssets::total_issuance(asset), issuance);
		}
		Ok(())
	}
}

/// All that is stored.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// Nothing is frozen, nobody is blocked, and everybody can be paid.
fn revive_all() {
	LISTED.into_iter().filter(|asset| *asset != NATIVE).for_each(thaw);
	for who in CAST {
		for asset in LISTED {
			let least = AllAssets::minimum_balance(asset.clone());
			if balance(asset.clone(), who) < least {
				transfer(asset.clone(), TREASURY, who, least);
			}
			if asset != NATIVE {
				unblock(asset, who);
			}
		}
	}
}

/// What slashes left owed is handed out to the last unit.
fn hand_out_all() {
	for pool in OwedSlashes::<Test>::iter_keys().collect::<Vec<_>>() {
		hand_out_owed(pool, Balance::MAX).expect("its asset can be moved again");
	}
	assert_eq!(OwedSlashes::<Test>::iter().count(), 0);
}

/// The errors that an honest caller, or a slash, may get. `undelegate` never fails for a
/// payment (I9), and nothing ever overflows.
fn may_refuse(act: &Act, error: DispatchError) -> bool {
	use Error::*;
	let call = match act {
		Act::Call(_, call) => call,
		Act::Slash { .. } => {
			let ours = [NotOperator, EpochInFuture, EpochTooOld, InvalidFraction, NothingAtStake];
			return ours.into_iter().any(|ours: Error<Test>| DispatchError::from(ours) == error);
		},
	};
	let ours: Vec<Error<Test>> = match call {
		Call::register {} => vec![AlreadyRegistered, OperatorGone, TooManyOperators],
		Call::open_pool { .. } => {
			vec![NotOperator, OperatorNotActive, TooManyPools, InvalidMultiplier]
		},
		Call::open_standalone_pool { .. } => vec![InvalidMultiplier],
		Call::delegate { .. } => {
			vec![PoolClosed, OperatorNotActive, SelfStakeTooLow, ForPositionsOnly, BelowMinimum]
		},
		Call::undelegate { .. } => {
			vec![PoolClosed, NothingStaked, InsufficientStake, SelfStakeTooLow, BelowMinimum]
		},
		Call::redelegate { .. } => vec![
			SamePool,
			AssetMismatch,
			PoolClosed,
			OperatorNotActive,
			NothingStaked,
			InsufficientStake,
			SelfStakeTooLow,
			ForPositionsOnly,
			BelowMinimum,
		],
		Call::complete_redelegation { .. } => {
			vec![NotReleased, NothingToWithdraw, OperatorNotActive, SelfStakeTooLow]
		},
		Call::cancel_redelegation { .. } => vec![NothingToWithdraw],
		Call::suspend { .. } => vec![NotOperator, AlreadyClosing, AlreadySuspended],
		Call::resume { .. } => vec![NotOperator, NotSuspended, CannotResume],
		Call::close_operator { .. } => vec![NotOperator, AlreadyClosing],
		Call::reclaim_place { .. } => vec![NotOperator, AlreadyClosing, PlaceInUse],
		Call::set_min_self_stake { .. } => vec![NotOperator, AlreadyClosing, SelfStakeTooLow],
		Call::set_active_set_size { .. } => vec![InvalidSetSize],
		Call::withdraw { .. } => vec![NotReleased, NothingToWithdraw],
		Call::top_up_bond {} => vec![NotOperator, AlreadyClosing, BondFull],
		Call::retire {} => vec![NotOperator, AlreadyClosing],
		Call::withdraw_bond { .. } => {
			vec![NotOperator, NotClosing, NotReleased]
		},
		_ => vec![],
	};
	let pays = matches!(
		call,
		Call::register {}
			| Call::open_pool { .. }
			| Call::open_standalone_pool { .. }
			| Call::delegate { .. }
			| Call::withdraw { .. }
			| Call::top_up_bond {}
			| Call::touch { .. }
	);
	let assets_own = match error {
		DispatchError::Module(error) => usize::from(error.index) != Staking::index(),
		error => matches!(error, DispatchError::Token(_)),
	};
	let refuses =
		[NotSpendable, PaymentRefused].map(|own: Error<Test>| own.into()).contains(&error);
	let is_ours = ours.into_iter().any(|ours| DispatchError::from(ours) == error);
	is_ours || (pays && (assets_own || refuses))
}
