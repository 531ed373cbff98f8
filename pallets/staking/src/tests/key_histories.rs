// SPDX-License-Identifier: Apache-2.0

//! Whatever who keeps keys does with the stake under them, beside holders who do what they like:
//! every invariant holds, every weight is told, no key is ever paid, and at the end everything leaves.

use crate::{
	mock::*, Amount, Balance, EpochIndex, Error, ExitRows, Exits, Fraction, Holdings, PoolId, Scope,
};
use bulwark_ledger::{Multiplier, Place, Weight};
use bulwark_testing::{effort, for_all, seed};
use bulwark_traits::{StakeKeeper, StakePools};
use frame_support::traits::{fungibles::Inspect, tokens::imbalance::ResolveAssetTo, OnUnbalanced};
use proptest::{collection::vec, prelude::*, sample::select};
use sp_runtime::{DispatchError, StateVersion};
use std::{cell::RefCell, collections::BTreeMap};

const KEYS: [AccountId; 3] = [KEY, OTHER_KEY, 1_002];
/// Whom a part of what leaves goes to.
const LEVIED: AccountId = 1_003;
const HOLDERS: [AccountId; 2] = [ALICE, BOB];

#[derive(Clone, Copy, Debug)]
enum Op {
	StakeFor { key: AccountId, amount: Balance, multiplier: Multiplier },
	Unstake { key: AccountId, part: u64, to: AccountId, levy: Option<Fraction> },
	Shift { from: AccountId, to: AccountId, part: u64 },
	Reweigh { key: AccountId, multiplier: Multiplier },
	SetPlain { multiplier: Multiplier },
	Collect { key: AccountId },
	Delegate { who: AccountId, amount: Balance },
	Undelegate { who: AccountId, part: u64 },
	Withdraw { who: AccountId, of: AccountId },
	Roll { who: AccountId },
	Slash { ago: u32, fraction: Fraction },
	Promise { made: bool },
	Retire,
	Skip { epochs: u32 },
}

fn op() -> impl Strategy<Value = Op> {
	let key = || select(&KEYS[..]);
	let holder = || select(&HOLDERS[..]);
	let amount = || select(&[1, 3, 17, 1_003, 77_777, 123_456_789, (1 << 90) + 12_345_677][..]);
	let part = || prop_oneof![2 => Just(100), 5 => 0..=101u64];
	let multiplier = || select(&[0, 25, 100, 150, 1_000][..]).prop_map(Multiplier);
	let fraction = || (0..=100u64).prop_map(percent);
	let small = (1..=40u64).prop_map(|part| Fraction::from_parts(part * 1_234_567_890_123_456));
	let anybody = select(&[KEY, OTHER_KEY, LEVIED, ALICE, BOB][..]);
	prop_oneof![
		10 => (key(), amount(), multiplier())
			.prop_map(|(key, amount, multiplier)| Op::StakeFor { key, amount, multiplier }),
		9 => (key(), part(), holder(), prop::option::of(fraction()))
			.prop_map(|(key, part, to, levy)| Op::Unstake { key, part, to, levy }),
		5 => (key(), key(), part()).prop_map(|(from, to, part)| Op::Shift { from, to, part }),
		4 => (key(), multiplier()).prop_map(|(key, multiplier)| Op::Reweigh { key, multiplier }),
		2 => multiplier().prop_map(|multiplier| Op::SetPlain { multiplier }),
		3 => Just(Op::Collect { key: LEVIED }),
		1 => key().prop_map(|key| Op::Collect { key }),
		5 => (holder(), amount()).prop_map(|(who, amount)| Op::Delegate { who, amount }),
		3 => (holder(), part()).prop_map(|(who, part)| Op::Undelegate { who, part }),
		3 => (holder(), anybody).prop_map(|(who, of)| Op::Withdraw { who, of }),
		2 => select(&[KEY, OTHER_KEY, ALICE][..]).prop_map(|who| Op::Roll { who }),
		6 => (0..=WINDOW, small).prop_map(|(ago, fraction)| Op::Slash { ago, fraction }),
		1 => any::<bool>().prop_map(|made| Op::Promise { made }),
		1 => prop::bool::weighted(0.2)
			.prop_map(|retires| if retires { Op::Retire } else { Op::Skip { epochs: 2 } }),
		10 => prop_oneof![8 => Just(1), 1 => 2..=2 * WINDOW].prop_map(|epochs| Op::Skip { epochs }),
	]
}

/// So many hundredths of what stands under a name now.
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
			Op::StakeFor { key, amount, multiplier } => {
				// Mostly as what is there weighs.
				let present = Holdings::<Test>::get(key, pool).map(|lots| lots.multiplier());
				let multiplier = present.filter(|_| amount != 3).unwrap_or(multiplier);
				Staking::stake_for(pool, &key, &ALICE, amount, multiplier).map(|_| ())
			},
			Op::Unstake { key, part, to, levy } => {
				let levy = levy.map(|fraction| (fraction, &LEVIED));
				let amount = part_of(pool, key, part);
				Staking::unstake_for(pool, &key, amount, &to, levy).map(|_| ())
			},
			Op::Shift { from, to, part } => {
				Staking::shift(pool, &from, &to, part_of(pool, from, part))
			},
			Op::Reweigh { key, multiplier } => Staking::reweigh(pool, &key, multiplier),
			Op::SetPlain { multiplier } => Staking::set_plain(pool, multiplier),
			Op::Collect { key } => {
				let money = Staking::collect(pool, &key)?;
				money.into_iter().for_each(ResolveAssetTo::<Treasury, AllAssets>::on_unbalanced);
				Ok(())
			},
			Op::Delegate { who, amount } => Staking::delegate(signed(who), pool, amount),
			Op::Undelegate { who, part } => {
				Staking::undelegate(signed(who), pool, part_of(pool, who, part))
			},
			Op::Withdraw { who, of } => try_withdraw(who, pool, of),
			Op::Roll { who } => Staking::roll(signed(PAUPER), pool, Some(who)),
			Op::Slash { ago, fraction } => {
				slash(OPERATOR, now().saturating_sub(ago), fraction, Scope::BondAndPools)
			},
			Op::Promise { made } => {
				LastLiable::set(&Some(if made { u32::MAX } else { now() }));
				Ok(())
			},
			Op::Retire => Staking::retire(signed(OPERATOR)),
			Op::Skip { epochs } => {
				skip(epochs);
				Ok(())
			},
		}
	}
}

/// What may be said to who asks for what can be.
fn may_refuse(op: Op, error: DispatchError) -> bool {
	use Error::*;
	let ours: Vec<Error<Test>> = match op {
		Op::StakeFor { .. } | Op::Delegate { .. } => {
			vec![WeightMismatch, PoolClosed, OperatorNotActive]
		},
		Op::Unstake { .. } => vec![InsufficientStake, BelowMinimum],
		Op::Shift { .. } => vec![WeightMismatch, InsufficientStake, BelowMinimum, SameHolder],
		Op::Reweigh { .. } => vec![InsufficientStake],
		Op::Undelegate { .. } => vec![InsufficientStake, BelowMinimum, PoolClosed],
		Op::Withdraw { .. } => vec![NotAnAccount, NothingToWithdraw, NotReleased],
		Op::Slash { .. } => vec![NothingInForce],
		Op::Retire => vec![AlreadyClosing],
		_ => vec![],
	};
	ours.into_iter().any(|ours| error == DispatchError::from(ours))
}

fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// What all together weigh is what the pool weighs, but for what a merge left to nobody.
fn check_weights(pool: PoolId) {
	let mut sums = BTreeMap::<Place, Weight>::new();
	for who in KEYS.into_iter().chain(HOLDERS).chain([LEVIED]) {
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
		let asked = place.asked.expect("only exits are left");
		assert_eq!(Staking::exits(pool, asked).bucket(place.cohort).weight(), sum);
	}
}

fn check(pool: PoolId) {
	check_invariants();
	check_weights(pool);
	for key in KEYS {
		assert_eq!(balance(GOLD, key), 0, "nobody can spend what a key is paid");
	}
	// Whom a levy goes to is paid like everybody: it may be an account that nobody signs for.
	let somebody = CAST.into_iter().chain([RELIEF, TREASURY, LEVIED, Staking::pot()]);
	let sum: Balance = somebody.map(|who| balance(GOLD, who)).sum();
	assert_eq!(sum, AllAssets::total_issuance(GOLD));
}

/// How often each act succeeded, and how often it was refused.
type Counts = BTreeMap<String, (u64, u64)>;

fn live(ops: Vec<Op>, counts: &RefCell<Counts>) {
	let pool = operator_pool_in(OPERATOR, GOLD);
	for op in ops {
		if bond_of(OPERATOR) < BOND && pool_info(pool).departure.is_none() {
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
	for key in KEYS {
		roll(pool, Some(key)); // the least lots may follow into nothing
		if Holdings::<Test>::contains_key(key, pool) {
			unstake_and_levy(pool, key, Amount::All, ALICE, Some((percent(30), LEVIED)));
		}
	}
	skip(WINDOW + 2);
	if pool_info(pool).departure.is_none() {
		assert_eq!(Staking::retire(signed(OPERATOR)), Ok(()));
	}
	skip(WINDOW + 1);
	for who in HOLDERS {
		let waits =
			Holdings::<Test>::contains_key(who, pool) || Exits::<Test>::contains_key(who, pool);
		if waits {
			assert_eq!(try_withdraw(who, pool, who), Ok(()));
		}
	}
	for key in KEYS.into_iter().chain([LEVIED]) {
		assert_eq!(in_call(|| Op::Collect { key }.act(pool)), Ok(()));
	}
	check(pool);
	assert_eq!(Holdings::<Test>::iter().count(), 0);
	assert_eq!(Exits::<Test>::iter().count(), 0);
	assert_eq!(ExitRows::<Test>::iter().count(), 0);
	assert!(stake_as_of(pool, now()).iter().all(|(_, bucket)| bucket.weight() == 0));
	assert_eq!(EpochIndex(now()), pool_info(pool).horizon.now);
}

#[test]
fn every_weight_is_told_and_no_key_is_paid_whatever_happens() {
	let counts = RefCell::new(Counts::new());

	for_all(seed(), effort(60), &vec(op(), 200), |ops| {
		new_test_ext().execute_with(|| live(ops, &counts));
		Ok(())
	});

	let counts = counts.into_inner();
	println!("{counts:#?}");
	assert!(counts.values().all(|(done, _)| *done >= 20), "too few to say anything: {counts:#?}");
}
