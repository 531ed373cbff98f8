// SPDX-License-Identifier: Apache-2.0

//! Nobody ends its liability in time. In the last block of an epoch adversaries end whatever can be ended, by themselves or
//! with friends: what they do in the next epoch is charged by everybody whom they had promised it. From then on whoever is in
//! the active set answers, or the chain has said that it does not.
//!
//! `BULWARK_SEED` replays a run, `BULWARK_EFFORT` makes it longer.

use super::{
	blocks::{seal, MONDAY},
	chain,
};
use crate::{
	accounts::treasury, configs::restaking::LeastCover, presets::DEVELOPMENT, AccountId, Balance,
	Balances, OperatorStaking, Restaking, Runtime, RuntimeEvent, RuntimeOrigin, Session, System,
};
use bulwark_testing::{effort, live_all, Calls};
use bulwark_traits::{Slash, Suspend};
use frame_support::{
	dispatch::DispatchResultWithPostInfo,
	storage::{with_storage_layer, with_transaction},
	traits::fungible::InspectHold,
};
use pallet_operator_staking::{
	Amount, EpochIndex, Event as StakingEvent, Fraction, HoldReason, PoolId, RankingPending,
};
use pallet_restaking_slash::{
	CaseId, ConsumerId, Event as RestakingEvent, Fractions, NextCaseId, ReportId, SlashRequest,
	When,
};
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{TestCaseError, TestCaseResult},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Ferdie};
use sp_runtime::{DispatchError, DispatchResult, TransactionOutcome};
use std::collections::{BTreeMap, BTreeSet};

const GOVERNANCE: ConsumerId = ConsumerId(1);
const ROLLUP: ConsumerId = ConsumerId(2);
const EPOCH: u64 = 60_000;

/// The adversaries: all operators of the genesis, each with the pool in which its own stake is.
const OPERATORS: [(Sr25519Keyring, PoolId); 3] =
	[(Alice, PoolId(1)), (Bob, PoolId(3)), (Charlie, PoolId(5))];

/// The epoch of the ends, counted from [`MONDAY`], and the one after it.
const ENDS: u64 = 2;
const FAULTS: u64 = ENDS + 1;

/// A way to end what an operator answers for, or that it serves.
#[derive(Clone, Copy, Debug)]
enum End {
	OptOut(ConsumerId),
	/// To so many percent of the bond, which is nearly nothing or as little as the chain asks for in sum.
	Narrow(ConsumerId, u32),
	Retire,
	Close,
	/// By slashes of its pools, as a friend may ask for: the bond stays whole.
	Deactivate,
	Suspend,
	Idle,
	/// Its bond is not full any more.
	Slash,
	/// Its own stake leaves.
	Undelegate,
	/// It has no place in the set.
	ShrinkSet(u32),
	PurgeKeys,
	/// The key of the consumer is the operator's, or a friend's.
	RetireConsumer(ConsumerId),
	Expel(ConsumerId),
}

fn ends() -> impl Strategy<Value = Vec<(End, usize)>> {
	let consumer = || select(&[GOVERNANCE, ROLLUP][..]);
	let end = prop_oneof![
		4 => consumer().prop_map(End::OptOut),
		3 => (consumer(), select(&[0, 5][..])).prop_map(|(of, percent)| End::Narrow(of, percent)),
		3 => Just(End::Retire),
		2 => Just(End::Close),
		3 => Just(End::Deactivate),
		2 => Just(End::Suspend),
		2 => Just(End::Idle),
		2 => Just(End::Slash),
		2 => Just(End::Undelegate),
		2 => (1..=2u32).prop_map(End::ShrinkSet),
		2 => Just(End::PurgeKeys),
		3 => consumer().prop_map(End::RetireConsumer),
		2 => consumer().prop_map(End::Expel),
	];
	vec((end, 0..OPERATORS.len()), 1..=6)
}

#[derive(Clone, Debug, Default)]
struct Figures {
	ends: Calls,
	/// Faults of the next epoch that were charged, and those of members of a set in later ones.
	charged: u64,
	charged_later: u64,
	/// Members of a set that the chain has said do not answer.
	unsecured: u64,
}

impl bulwark_testing::Figures for Figures {
	fn add(&mut self, other: &Self) {
		self.ends.add(&other.ends);
		self.charged += other.charged;
		self.charged_later += other.charged_later;
		self.unsecured += other.unsecured;
	}
}

impl End {
	fn name(self) -> &'static str {
		match self {
			Self::OptOut(_) => "opt out",
			Self::Narrow(..) => "narrow",
			Self::Retire => "retire",
			Self::Close => "close",
			Self::Deactivate => "deactivate",
			Self::Suspend => "suspend",
			Self::Idle => "idle",
			Self::Slash => "slash the bond",
			Self::Undelegate => "undelegate",
			Self::ShrinkSet(_) => "shrink the set",
			Self::PurgeKeys => "purge keys",
			Self::RetireConsumer(_) => "retire a consumer",
			Self::Expel(_) => "expel a consumer",
		}
	}

	/// Some are refused after others.
	fn happen(self, who: AccountId, own: PoolId) -> DispatchResult {
		let (root, by_operator) = (RuntimeOrigin::root(), RuntimeOrigin::signed(who.clone()));
		match self {
			Self::OptOut(of) => Restaking::opt_out(by_operator, of),
			Self::Narrow(of, part) => {
				let bond = percent(part).max(Fraction::from_rational(1u64, 10_000));
				let budget = Fractions { bond, pools: Fraction::zero() };
				Restaking::opt_in(by_operator, of, 1, budget)
			},
			Self::Retire => bare(OperatorStaking::retire(by_operator)),
			Self::Close => bare(OperatorStaking::close_operator(root, who.into())),
			Self::Deactivate => {
				let half = Fractions { bond: Fraction::zero(), pools: percent(50) };
				(0..3).try_for_each(|_| slash(&who, half))
			},
			Self::Suspend => OperatorStaking::suspend(root, who.into()),
			Self::Idle => OperatorStaking::suspend_idle(&who).map(drop),
			Self::Slash => slash(&who, Fractions { bond: percent(1), pools: Fraction::zero() }),
			Self::Undelegate => bare(OperatorStaking::undelegate(by_operator, own, Amount::All)),
			Self::ShrinkSet(size) => OperatorStaking::set_active_set_size(root, size),
			Self::PurgeKeys => Session::purge_keys(by_operator),
			Self::RetireConsumer(of) => Restaking::retire_consumer(manager(of), of),
			Self::Expel(of) => Restaking::set_admission(root, of, false),
		}
	}
}

/// Without the weight.
fn bare(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|failed| failed.error)
}

fn percent(part: u32) -> Fraction {
	Fraction::from_percent(part.into())
}

fn epoch(number: u64) -> u64 {
	MONDAY + number * EPOCH
}

fn now() -> EpochIndex {
	OperatorStaking::epoch().current
}

fn bond_of(who: &AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::Bond.into(), who)
}

/// Whoever acts for a consumer.
fn manager(consumer_id: ConsumerId) -> RuntimeOrigin {
	match consumer_id {
		GOVERNANCE => RuntimeOrigin::root(),
		_ => RuntimeOrigin::signed(Ferdie.to_account_id()),
	}
}

/// Slashes for the present epoch; the money is burnt.
fn slash(who: &AccountId, fractions: Fractions) -> DispatchResult {
	with_storage_layer(|| {
		<OperatorStaking as Slash<_, _, _>>::slash(who, now(), fractions).map(drop)
	})
}

/// The consumers to which an operator has promised something for the present epoch, with what each could still take.
fn promises(who: &AccountId) -> Vec<(ConsumerId, Fractions)> {
	let answers = Restaking::what_answers(who.clone(), now());
	let promised = answers.promises.into_iter().map(|one| (one.consumer_id, one.unused));
	promised.filter(|(_, unused)| !unused.is_nothing()).collect()
}

/// The operator is at fault now, and each of the consumers reports it. Returns what they took when all was decided, of the
/// bond in units, and undoes it.
fn charged(
	who: &AccountId,
	reports: &[(ConsumerId, Fractions)],
) -> Result<Vec<(Balance, Fractions)>, DispatchError> {
	with_transaction(|| {
		let charge = || -> Result<_, DispatchError> {
			let (fault_epoch, time) = (now(), pallet_timestamp::Now::<Runtime>::get());
			// Followers hear of the epoch with its set, a block after its election.
			seal(time, vec![]);
			seal(time, vec![]);
			let mut cases = Vec::<CaseId>::new();
			for (consumer_id, fractions) in reports {
				cases.push(NextCaseId::<Runtime>::get());
				let request = SlashRequest { fractions: *fractions, quantity: None };
				Restaking::report_slash(
					manager(*consumer_id),
					*consumer_id,
					who.clone().into(),
					When::Epoch(fault_epoch),
					request,
					Default::default(),
					ReportId::default(),
				)?;
			}
			// The longest time to dispute is over, with enough blocks.
			let late = time + 3 * EPOCH;
			seal(late, vec![]);
			System::set_block_number(System::block_number() + 10);
			seal(late, vec![]);
			let by_anybody = || RuntimeOrigin::signed(treasury());
			let settle = |case_id| -> Result<_, DispatchError> {
				let before = bond_of(who);
				Restaking::settle(by_anybody(), case_id).map_err(|refused| refused.error)?;
				Ok((before - bond_of(who), slashed(case_id)))
			};
			cases.into_iter().map(settle).collect()
		};
		TransactionOutcome::Rollback(charge())
	})
}

/// The fractions that a case was settled with.
fn slashed(settled: CaseId) -> Fractions {
	let of_case = |event| match event {
		RuntimeEvent::Restaking(RestakingEvent::Slashed { case_id, fractions, .. }) => {
			(case_id == settled).then_some(fractions)
		},
		_ => None,
	};
	let said = System::events().into_iter().rev().find_map(|record| of_case(record.event));
	said.unwrap_or(Fractions::NOTHING)
}

/// Members of the set that has just come into force, or was kept, that do not answer as the chain says.
fn told_unsecured() -> Vec<AccountId> {
	let mut told = Vec::new();
	for record in System::events() {
		match record.event {
			RuntimeEvent::OperatorStaking(StakingEvent::UnsecuredMembers { operators, .. }) => {
				told.extend(operators)
			},
			RuntimeEvent::OperatorStaking(StakingEvent::ActiveSetKept { .. }) => {
				told.extend(OperatorStaking::active_set().members)
			},
			_ => (),
		}
	}
	told
}

fn live((ends, blocks): (Vec<(End, usize)>, u64)) -> Result<Figures, TestCaseError> {
	chain(DEVELOPMENT).execute_with(|| {
		let mut figures = Figures::default();
		for number in 0..=ENDS {
			seal(epoch(number), vec![]);
			seal(epoch(number), vec![]);
		}
		let promised: BTreeMap<_, _> = OPERATORS
			.iter()
			.map(|(who, _)| (who.to_account_id(), promises(&who.to_account_id())))
			.collect();

		let mut closed = BTreeSet::new();
		seal(epoch(FAULTS) - 1, vec![]);
		for (end, who) in ends {
			let (who, own) = OPERATORS[who];
			let done = with_storage_layer(|| end.happen(who.to_account_id(), own));
			figures.ends.count(end.name(), done.is_ok());
			if done.is_ok() && matches!(end, End::Deactivate) {
				closed.insert(who.to_account_id());
			}
		}

		// A consumer that retires is told to the election by `prune`: the one before could not know.
		let has_retired = [GOVERNANCE, ROLLUP]
			.map(Restaking::consumer)
			.into_iter()
			.flatten()
			.any(|consumer| consumer.last_epoch.is_some());
		let is_unknown = |number, block| has_retired && number == FAULTS + 1 && block == 0;

		let mut unsecured = Vec::new();
		for number in FAULTS..FAULTS + 3 {
			for block in 0..blocks {
				let is_pending = RankingPending::<Runtime>::get();
				seal(epoch(number) + block, vec![]);
				if is_pending {
					unsecured = told_unsecured();
				}
				for (who, promised) in &promised {
					if number == FAULTS {
						charges(who, promised, closed.contains(who))?;
						figures.charged += 1;
					}
					if !is_unknown(number, block) {
						serves(who, &unsecured, &mut figures)?;
					}
				}
			}
			// Whoever watches has a consumer's retirement counted.
			for who in promised.keys() {
				let by_anybody = RuntimeOrigin::signed(treasury());
				let pruned = Restaking::prune(by_anybody, who.clone().into());
				prop_assert!(pruned.is_ok());
			}
		}
		Ok(figures)
	})
}

/// In the next epoch each consumer charges a tenth of what it was promised a part of, whatever was ended and whether the
/// operator serves or not. Nothing is active any more in pools that slashes have closed.
fn charges(
	who: &AccountId,
	promised: &[(ConsumerId, Fractions)],
	is_closed: bool,
) -> TestCaseResult {
	let tenth = Fractions { bond: percent(10), pools: percent(10) };
	let tenths = promised.iter().map(|(of, unused)| (*of, tenth.min(*unused)));
	let tenths: Vec<_> = tenths.filter(|(_, asked)| !asked.bond.is_zero() || !is_closed).collect();
	prop_assert!(!tenths.is_empty());
	let taken = charged(who, &tenths);
	prop_assert!(taken.is_ok(), "a fault of {who} is not charged: {taken:?}");
	let mut left = bond_of(who);
	for ((taken, fractions), (_, asked)) in taken.unwrap_or_default().into_iter().zip(tenths) {
		prop_assert_eq!(fractions, asked);
		let due = asked.bond.mul_floor(left);
		prop_assert!(taken.abs_diff(due) <= 2, "{who}: {taken} of {left}");
		left -= taken;
	}
	Ok(())
}

/// Whoever is in the set answers with as much as the chain asks for, or was named.
fn serves(who: &AccountId, unsecured: &[AccountId], figures: &mut Figures) -> TestCaseResult {
	if !OperatorStaking::active_set().members.contains(who) {
		return Ok(());
	}
	if unsecured.contains(who) {
		figures.unsecured += 1;
		return Ok(());
	}
	let taken = charged(who, &promises(who));
	prop_assert!(taken.is_ok(), "a fault of {who}, which serves, is not charged: {taken:?}");
	let sum: Balance = taken.unwrap_or_default().into_iter().map(|(of_bond, _)| of_bond).sum();
	// The second takes of what the first has left.
	let least = LeastCover::get().mul_floor(bond_of(who)) * 9 / 10;
	prop_assert!(least <= sum, "{who} serves, and answers with {sum} of {}", bond_of(who));
	figures.charged_later += 1;
	Ok(())
}

#[test]
fn fault_is_charged_whatever_was_ended_in_the_last_block_of_the_epoch_before() {
	let histories = effort(120);

	let figures = live_all(histories, || (ends(), 1..=3u64), live);

	println!("{histories} histories: {figures:#?}");
	assert!(figures.ends.kinds() == 13, "some end was never tried");
	figures.ends.assert_done_at_least(histories / 40);
	assert!(figures.charged >= 3 * histories, "too few faults to say anything");
	assert!(figures.charged_later > histories, "too few of those who serve were charged");
	assert!(figures.unsecured > 0, "nobody served unsecured");
}
