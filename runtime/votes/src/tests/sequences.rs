// SPDX-License-Identifier: Apache-2.0

//! Histories that nobody thought of: whatever three voters do with their money, no part of it votes twice.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_EFFORT` makes it longer.

use crate::mock::*;
use bulwark_ledger::Fractions;
use bulwark_testing::{effort, live_all, Calls, Figures};
use bulwark_traits::{OwnStake, Slash};
use frame_support::storage::with_storage_layer;
use pallet_conviction_voting::{
	AccountVote, ClassLocksFor, Conviction, Vote, Voting as Votes, VotingFor,
};
use pallet_operator_staking::Amount;
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{TestCaseError, TestCaseResult},
};
use sp_runtime::{traits::Dispatchable, DispatchResult};

type BalancesCall = pallet_balances::Call<Test>;
type StakingCall = pallet_operator_staking::Call<Test>;
type VotingCall = pallet_conviction_voting::Call<Test>;

/// Number of events in a history.
const LENGTH: usize = 150;

/// Charlie has nothing at first.
const VOTERS: [AccountId; 3] = [ALICE, BOB, CHARLIE];

/// Fewer than votes look at, so that all stake votes.
const POOLS: [PoolId; 2] = [POOL, OTHER_POOL];

/// Kinds of events.
#[derive(Clone, Copy, Debug)]
enum Act {
	Stake,
	Unstake,
	Withdraw,
	Give,
	Vote,
	RemoveVote,
	DelegateVotes,
	UndelegateVotes,
	Unlock,
	Slash,
	Wait,
}

/// Event, of a voter and a part of what there is for it.
#[derive(Clone, Debug)]
struct Op {
	act: Act,
	who: usize,
	other: usize,
	pool: usize,
	percent: Balance,
}

fn op() -> impl Strategy<Value = Op> {
	let act = prop_oneof![
		4 => Just(Act::Stake),
		4 => Just(Act::Unstake),
		4 => Just(Act::Withdraw),
		4 => Just(Act::Give),
		5 => Just(Act::Vote),
		2 => Just(Act::RemoveVote),
		2 => Just(Act::DelegateVotes),
		2 => Just(Act::UndelegateVotes),
		3 => Just(Act::Unlock),
		1 => Just(Act::Slash),
		4 => Just(Act::Wait),
	];
	(act, 0..3usize, 0..3usize, 0..2usize, 1..=100u128)
		.prop_map(|(act, who, other, pool, percent)| Op { act, who, other, pool, percent })
}

impl Op {
	fn name(&self) -> &'static str {
		match self.act {
			Act::Stake => "delegate",
			Act::Unstake => "undelegate",
			Act::Withdraw => "withdraw",
			Act::Give => "transfer",
			Act::Vote => "vote",
			Act::RemoveVote => "remove_vote",
			Act::DelegateVotes => "delegate votes",
			Act::UndelegateVotes => "undelegate votes",
			Act::Unlock => "unlock",
			Act::Slash => "slash",
			Act::Wait => "wait",
		}
	}

	fn who(&self) -> AccountId {
		VOTERS[self.who].clone()
	}

	/// The call; none if it is no call.
	fn call(&self) -> Option<RuntimeCall> {
		let (who, other, pool_id) = (self.who(), VOTERS[self.other].clone(), POOLS[self.pool]);
		let part = |whole: Balance| whole * self.percent / 100;
		let conviction = Conviction::Locked1x;
		let call: RuntimeCall = match self.act {
			Act::Stake => StakingCall::delegate { pool_id, amount: part(usable(&who)) }.into(),
			Act::Unstake => {
				let staked = Staking::stake_of(pool_id, who).map_or(0, |stake| stake.value);
				let is_all = self.percent > 80;
				let amount = if is_all { Amount::All } else { Amount::Exactly(part(staked)) };
				StakingCall::undelegate { pool_id, amount }.into()
			},
			Act::Withdraw => StakingCall::withdraw { pool_id, staker: who }.into(),
			Act::Give => {
				let value = part(balance(&who));
				BalancesCall::transfer_allow_death { dest: other, value }.into()
			},
			Act::Vote => {
				let vote = Vote { aye: true, conviction };
				let vote = AccountVote::Standard { vote, balance: part(power(&who)) };
				VotingCall::vote { poll_index: POLL, vote }.into()
			},
			Act::RemoveVote => VotingCall::remove_vote { class: Some(CLASS), index: POLL }.into(),
			Act::DelegateVotes => {
				let balance = part(power(&who));
				VotingCall::delegate { class: CLASS, to: other, conviction, balance }.into()
			},
			Act::UndelegateVotes => VotingCall::undelegate { class: CLASS }.into(),
			Act::Unlock => VotingCall::unlock { class: CLASS, target: who }.into(),
			Act::Slash | Act::Wait => return None,
		};
		Some(call)
	}

	/// Lets it happen. True if it was not refused.
	fn happens(&self) -> bool {
		if let Some(call) = self.call() {
			return call.dispatch(signed(self.who())).is_ok();
		}
		match self.act {
			Act::Slash => slash_a_tenth().is_ok(),
			_ => {
				skip(1 + u32::from(self.percent > 50));
				System::set_block_number(System::block_number() + 1);
				true
			},
		}
	}
}

/// A tenth of what is active behind [`OPERATOR`] is taken and burnt.
fn slash_a_tenth() -> DispatchResult {
	let fractions = Fractions { bond: percent(0), pools: percent(10) };
	with_storage_layer(|| {
		<Staking as Slash<_, _, _>>::slash(&OPERATOR, EpochIndex(now()), fractions).map(drop)
	})
}

/// The amount that has to be locked or staked for the votes of an account.
fn needed(who: &AccountId) -> Balance {
	ClassLocksFor::<Test>::get(who).iter().map(|(_, needed)| *needed).max().unwrap_or(0)
}

/// The amount with which an account votes, itself or by another.
fn cast(who: &AccountId) -> Balance {
	match VotingFor::<Test>::get(who, CLASS) {
		Votes::Casting(casting) => casting.votes.iter().map(|(_, vote)| vote.balance()).sum(),
		Votes::Delegating(delegating) => delegating.balance,
	}
}

/// Figures of many histories.
#[derive(Clone, Debug, Default)]
struct Seen {
	calls: Calls,
	/// Payments that came under a lock.
	locked: u64,
	/// Histories without a slash.
	unslashed: u64,
}

impl Figures for Seen {
	fn add(&mut self, other: &Self) {
		self.calls.add(&other.calls);
		self.locked += other.locked;
		self.unslashed += other.unslashed;
	}
}

/// A chain, and what its voters have lost.
#[derive(Default)]
struct Trial {
	seen: Seen,
	/// Lost by slashes, and by rounding since the first: nothing without one.
	lost: [Balance; 3],
	is_slashed: bool,
}

impl Trial {
	fn step(&mut self, op: &Op) -> TestCaseResult {
		let (powers, locks) = (VOTERS.map(|who| power(&who)), VOTERS.map(|who| locked(&who)));

		let done = op.happens();

		self.seen.calls.count(op.name(), done);
		self.is_slashed |= matches!(op.act, Act::Slash) && done;
		if self.is_slashed && !matches!(op.act, Act::Give) {
			for ((lost, who), before) in self.lost.iter_mut().zip(&VOTERS).zip(powers) {
				*lost += before.saturating_sub(power(who)); // a rounding may be somebody's gain
			}
		}
		if matches!(op.act, Act::Unstake | Act::Withdraw) && locks[op.who] < locked(&op.who()) {
			self.seen.locked += 1;
		}
		self.check()
	}

	fn check(&self) -> TestCaseResult {
		for (who, lost) in VOTERS.iter().zip(self.lost) {
			let (needed, locked, cast) = (needed(who), locked(who), cast(who));
			let staked = <Staking as OwnStake<AccountId>>::own_stake(who, MOST_POOLS);
			prop_assert!(locked <= needed, "{who:?}: {locked} is locked, {needed} is needed");
			prop_assert!(
				needed <= locked + staked + lost,
				"{who:?}: {needed} is needed, {locked} is locked, {staked} staked, {lost} lost"
			);
			let power = power(who);
			prop_assert!(cast <= power + lost, "{who:?}: {cast} votes, of {power} and {lost} lost");
		}
		let all: Balance = VOTERS.iter().map(power).sum();
		prop_assert!(support() <= all + self.lost.iter().sum::<Balance>(), "money votes twice");
		Ok(())
	}
}

fn live((has_slashes, history): (bool, Vec<Op>)) -> Result<Seen, TestCaseError> {
	new_test_ext().execute_with(|| {
		let mut trial = Trial::default();
		for op in &history {
			if has_slashes || !matches!(op.act, Act::Slash) {
				trial.step(op)?;
			}
		}
		trial.seen.unslashed = u64::from(!trial.is_slashed);
		Ok(trial.seen)
	})
}

#[test]
fn no_money_votes_twice_whatever_happens() {
	let histories = effort(40);

	let figures = live_all(histories, || (any::<bool>(), vec(op(), LENGTH)), live);

	let Seen { calls, locked, unslashed } = &figures;
	println!("{histories} histories, {} calls: {figures:#?}", calls.total());
	assert!(calls.total() > histories * 120, "histories are too short to say anything");
	calls.assert_done_at_least(histories / 4);
	assert_eq!(calls.kinds(), 11, "something never happened");
	assert!(locked * 4 > histories, "too few payments came under a lock");
	assert!(unslashed * 8 > histories, "too few histories had no slash");
}
