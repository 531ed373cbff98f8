// SPDX-License-Identifier: Apache-2.0

//! Whatever the keeper of position accounts does with their stake, beside stakers who do what they like: every invariant
//! holds, every reward weight is told, no position account is ever paid, and at the end everything leaves.

use crate::{
	mock::*, Amount, Balance, BaseTerms, EpochIndex, Error, ExitBuckets, Exits, Fraction, Holdings,
	PoolId, Scope,
};
use bulwark_ledger::{Multiplier, Place, RewardWeight};
use bulwark_testing::{effort, for_all, seed};
use bulwark_traits::StakeKeeper;
use frame_support::traits::{fungibles::Inspect, tokens::imbalance::ResolveAssetTo, OnUnbalanced};
use proptest::{collection::vec, prelude::*, sample::select};
use sp_runtime::{DispatchError, StateVersion};
use std::{cell::RefCell, collections::BTreeMap};

const POSITIONS: [AccountId; 3] = [POSITION, OTHER_POSITION, 1_002];
/// The position account that gets penalties.
const PENALTY: AccountId = 1_003;
const STAKERS: [AccountId; 2] = [ALICE, BOB];

#[derive(Clone, Copy, Debug)]
enum Op {
	StakeFor { account: AccountId, amount: Balance, multiplier: Multiplier },
	Unstake { account: AccountId, part: u64, to: AccountId, penalty: Option<Fraction> },
	Shift { from: AccountId, to: AccountId, part: u64 },
	Reweigh { account: AccountId, multiplier: Multiplier },
	Collect { account: AccountId },
	Delegate { who: AccountId, amount: Balance },
	Undelegate { who: AccountId, part: u64 },
	Withdraw { who: AccountId, of: AccountId },
	Poke { who: AccountId },
	Slash { ago: u32, fraction: Fraction },
	OptIn { all: bool },
	Retire,
	Skip { epochs: u32 },
}

fn op() -> impl Strategy<Value = Op> {
	let account = || select(&POSITIONS[..]);
	let staker = || select(&STAKERS[..]);
	let amount = || select(&[1, 3, 17, 1_003, 77_777, 123_456_789, (1 << 90) + 12_345_677][..]);
	let part = || prop_oneof![2 => Just(100), 5 => 0..=101u64];
	let multiplier = || select(&[0, 25, 100, 150, 1_000][..]).prop_map(Multiplier);
	let fraction = || (0..=100u64).prop_map(percent);
	let small = (1..=40u64).prop_map(|part| Fraction::from_parts(part * 1_234_567_890_123_456));
	let anybody = select(&[POSITION, OTHER_POSITION, PENALTY, ALICE, BOB][..]);
	prop_oneof![
		10 => (account(), amount(), multiplier())
			.prop_map(|(account, amount, multiplier)| Op::StakeFor { account, amount, multiplier }),
		9 => (account(), part(), staker(), prop::option::of(fraction()))
			.prop_map(|(account, part, to, penalty)| Op::Unstake { account, part, to, penalty }),
		5 => (account(), account(), part()).prop_map(|(from, to, part)| Op::Shift { from, to, part }),
		4 => (account(), multiplier()).prop_map(|(account, multiplier)| Op::Reweigh { account, multiplier }),
		3 => Just(Op::Collect { account: PENALTY }),
		1 => account().prop_map(|account| Op::Collect { account }),
		5 => (staker(), amount()).prop_map(|(who, amount)| Op::Delegate { who, amount }),
		3 => (staker(), part()).prop_map(|(who, part)| Op::Undelegate { who, part }),
		3 => (staker(), anybody).prop_map(|(who, of)| Op::Withdraw { who, of }),
		2 => select(&[POSITION, OTHER_POSITION, ALICE][..]).prop_map(|who| Op::Poke { who }),
		6 => (0..=WINDOW, small).prop_map(|(ago, fraction)| Op::Slash { ago, fraction }),
		1 => any::<bool>().prop_map(|all| Op::OptIn { all }),
		1 => prop::bool::weighted(0.2)
			.prop_map(|retires| if retires { Op::Retire } else { Op::Skip { epochs: 2 } }),
		10 => prop_oneof![8 => Just(1), 1 => 2..=2 * WINDOW].prop_map(|epochs| Op::Skip { epochs }),
	]
}

/// Now and then a pool for positions.
fn base() -> impl Strategy<Value = BaseTerms> {
	let multiplier = select(&[1, 25, 100, 150, 1_000][..]).prop_map(Multiplier);
	(multiplier, prop::bool::weighted(0.7))
		.prop_map(|(multiplier, delegations_earn)| BaseTerms { multiplier, delegations_earn })
}

/// So many hundredths of an account's stake.
fn part_of(pool: PoolId, who: AccountId, part: u64) -> Amount {
	match part {
		100 => Amount::All,
		part => Amount::Exactly(staked(pool, who) * Balance::from(part) / 100),
	}
}

impl Op {
	fn name(self) -> String {
		let whole = format!("{self:?}");
		whole.split(' ').next().expect("it has a name").into()
	}

	fn act(self, pool: PoolId) -> Result<(), DispatchError> {
		match self {
			Op::StakeFor { account, amount, multiplier } => {
				// Mostly with the multiplier of present stake.
				let present = Holdings::<Test>::get(account, pool).map(|lots| lots.multiplier());
				let multiplier = present.filter(|_| amount != 3).unwrap_or(multiplier);
				try_stake_for(pool, account, amount, multiplier).map(|_| ())
			},
			Op::Unstake { account, part, to, penalty } => {
				let penalty = penalty.map(|fraction| (fraction, &PENALTY));
				let amount = part_of(pool, account, part);
				Staking::unstake_for(pool, &account, amount, &to, penalty, epoch())?;
				Staking::pay_due(pool, &to)
			},
			Op::Shift { from, to, part } => {
				Staking::shift(pool, &from, &to, part_of(pool, from, part), epoch()).map(drop)
			},
			Op::Reweigh { account, multiplier } => {
				Staking::reweigh(pool, &account, multiplier, epoch()).map(|_| ())
			},
			Op::Collect { account } => {
				let money = Staking::collect(pool, &account, epoch())?;
				money.into_iter().for_each(ResolveAssetTo::<Treasury, AllAssets>::on_unbalanced);
				Ok(())
			},
			Op::Delegate { who, amount } => outcome(Staking::delegate(signed(who), pool, amount)),
			Op::Undelegate { who, part } => {
				outcome(Staking::undelegate(signed(who), pool, part_of(pool, who, part)))
			},
			Op::Withdraw { who, of } => try_withdraw(who, pool, of),
			Op::Poke { who } => outcome(Staking::poke(signed(PAUPER), pool, Some(who))),
			Op::Slash { ago, fraction } => {
				slash(OPERATOR, now().saturating_sub(ago), fraction, Scope::BondAndPools)
			},
			Op::OptIn { all } => {
				LastLiable::set(&Some(if all { u32::MAX } else { now() }));
				Ok(())
			},
			Op::Retire => outcome(Staking::retire(signed(OPERATOR))),
			Op::Skip { epochs } => {
				skip(epochs);
				Ok(())
			},
		}
	}
}

/// The errors that an act may get.
fn may_refuse(op: Op, error: DispatchError) -> bool {
	use Error::*;
	let ours: Vec<Error<Test>> = match op {
		Op::StakeFor { .. } | Op::Delegate { .. } => {
			vec![MultiplierMismatch, PoolClosed, OperatorNotActive, ForPositionsOnly]
		},
		Op::Unstake { .. } => vec![NothingStaked, InsufficientStake, BelowMinimum],
		Op::Shift { .. } => vec![MultiplierMismatch, InsufficientStake, BelowMinimum, SameStaker],
		Op::Reweigh { .. } => vec![InsufficientStake],
		Op::Undelegate { .. } => {
			vec![NothingStaked, InsufficientStake, BelowMinimum, PoolClosed]
		},
		Op::Withdraw { .. } => vec![IsPositionAccount, NothingToWithdraw, NotReleased],
		Op::Slash { .. } => vec![NothingAtStake],
		Op::Retire => vec![AlreadyClosing],
		_ => vec![],
	};
	ours.into_iter().any(|ours| error == DispatchError::from(ours))
}

fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// The reward weights of all stakers sum to those of the pool, but for what a merge left to nobody.
fn check_weights(pool: PoolId) {
	let mut sums = BTreeMap::<Place, RewardWeight>::new();
	for who in POSITIONS.into_iter().chain(STAKERS).chain([PENALTY]) {
		for (place, weight) in present(pool, who) {
			*sums.entry(place).or_default() += weight;
		}
	}
	for (cohort, bucket) in stake_as_of(pool, now()).iter() {
		let sum = sums.remove(&Place::pool(cohort)).unwrap_or_default();
		assert!(sum <= bucket.weight(), "{cohort:?}");
		assert!(sum == bucket.weight() || cohort == bulwark_ledger::Cohort::Mature, "{cohort:?}");
	}
	for (place, sum) in sums {
		let asked = place.asked_epoch.expect("only exits are left");
		let exits = exit_buckets(pool).remove(&asked.0).expect("somebody left");
		assert_eq!(exits.bucket(place.cohort).weight(), sum);
	}
}

fn check(pool: PoolId) {
	check_invariants();
	check_weights(pool);
	for account in POSITIONS {
		assert_eq!(balance(GOLD, account), 0, "nobody can spend what a position account is paid");
	}
	// A penalty is paid like everything: its account may be one that nobody signs for.
	let somebody = CAST.into_iter().chain([RELIEF, TREASURY, PENALTY, Staking::pot()]);
	let sum: Balance = somebody.map(|who| balance(GOLD, who)).sum();
	assert_eq!(sum, AllAssets::total_issuance(GOLD));
}

/// How often each act succeeded, and how often it was refused.
type Counts = BTreeMap<String, (u64, u64)>;

fn live(base: BaseTerms, ops: Vec<Op>, counts: &RefCell<Counts>) {
	register(OPERATOR);
	let pool = pool_in(OPERATOR, GOLD, base);
	for op in ops {
		if bond_of(OPERATOR) < BOND && pool_info(pool).departure().is_none() {
			top_up_bond(OPERATOR, BOND - bond_of(OPERATOR));
		}
		RecordingObserver::begin();
		let before = state();

		let done = frame_support::storage::with_storage_layer(|| op.act(pool));

		let mut counts = counts.borrow_mut();
		let count = counts.entry(op.name()).or_default();
		match done {
			Ok(()) => count.0 += 1,
			Err(error) => {
				count.1 += 1;
				assert!(may_refuse(op, error), "{op:?}: {error:?}");
				assert_eq!(state(), before);
			},
		}
		check(pool);
	}
	leave(pool);
}

/// Everything leaves, whatever the state of the pool, and nothing stays.
fn leave(pool: PoolId) {
	for account in POSITIONS {
		poke(pool, Some(account)); // the least lots may follow into nothing
		if Holdings::<Test>::contains_key(account, pool) {
			unstake_with_penalty(pool, account, Amount::All, ALICE, Some((percent(30), PENALTY)));
		}
	}
	skip(WINDOW + 2);
	if pool_info(pool).departure().is_none() {
		assert_eq!(outcome(Staking::retire(signed(OPERATOR))), Ok(()));
	}
	skip(WINDOW + 1);
	for who in STAKERS {
		let waits =
			Holdings::<Test>::contains_key(who, pool) || Exits::<Test>::contains_key(who, pool);
		if waits {
			assert_eq!(try_withdraw(who, pool, who), Ok(()));
		}
	}
	for account in POSITIONS.into_iter().chain([PENALTY]) {
		assert_eq!(in_call(|| Op::Collect { account }.act(pool)), Ok(()));
	}
	check(pool);
	assert_eq!(Holdings::<Test>::iter().count(), 0);
	assert_eq!(Exits::<Test>::iter().count(), 0);
	assert_eq!(ExitBuckets::<Test>::iter().count(), 0);
	assert!(stake_as_of(pool, now()).iter().all(|(_, bucket)| bucket.weight() == 0));
	assert_eq!(EpochIndex(now()), pool_info(pool).horizon.now);
}

#[test]
fn every_weight_is_told_and_no_position_account_is_paid_whatever_happens() {
	let counts = RefCell::new(Counts::new());

	for_all(seed(), effort(60), &(base(), vec(op(), 200)), |(base, ops)| {
		new_test_ext().execute_with(|| live(base, ops, &counts));
		Ok(())
	});

	let counts = counts.into_inner();
	println!("{counts:#?}");
	assert!(counts.values().all(|(done, _)| *done >= 20), "too few to say anything: {counts:#?}");
}
