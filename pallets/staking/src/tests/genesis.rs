// SPDX-License-Identifier: Apache-2.0

//! The genesis of operators, pools and stake.

use crate::{
	mock::*, EpochClock, EpochIndex, GenesisOperator, GenesisPool, NextPoolId, OperatorState,
	Operators, PoolId, Pots, Registration, RegistrationPolicy,
};
use bulwark_traits::Epochs;
use frame_support::{assert_noop, assert_ok};

pub(super) fn pool(
	asset: AssetId,
	minimum: u128,
	stakes: &[(u64, u128)],
) -> GenesisPool<u64, AssetId> {
	GenesisPool { asset, base: Default::default(), minimum, stakes: stakes.to_vec() }
}

pub(super) fn operator(
	account: u64,
	pools: &[GenesisPool<u64, AssetId>],
) -> GenesisOperator<u64, AssetId> {
	GenesisOperator { account, pools: pools.to_vec() }
}

/// Runs a test on a chain that started with some operators and standalone pools.
pub(super) fn test_on(staking: crate::GenesisConfig<Test>, run: impl FnOnce()) {
	let clock = genesis().staking.clock;
	let staking = crate::GenesisConfig { clock, ..staking };
	chain(RuntimeGenesisConfig { staking, ..genesis() }).execute_with(|| {
		run();
		check_invariants();
	});
}

/// Starts a chain that must not start.
fn refuse(operators: &[GenesisOperator<u64, AssetId>]) {
	let staking = crate::GenesisConfig { operators: operators.to_vec(), ..Default::default() };
	test_on(staking, || ());
}

#[test]
fn genesis_registers_operators_with_pools_and_stake_from_epoch_one() {
	let first = [pool(NATIVE, 10, &[(ALICE, 100), (OPERATOR, 50)]), pool(GOLD, 1, &[(BOB, 7)])];
	let operators = vec![operator(OPERATOR, &first), operator(RIVAL, &[pool(GOLD, 1, &[])])];

	test_on(crate::GenesisConfig { operators, ..Default::default() }, || {
		assert_eq!(now(), 0);
		assert_eq!(state(OPERATOR), OperatorState::Active);
		assert_eq!(state(RIVAL), OperatorState::Active);
		assert_eq!(bond_of(OPERATOR), BOND);
		let pools =
			|operator| Operators::<Test>::get(operator).expect("it is there").backing.pool_ids();
		assert_eq!(pools(OPERATOR), vec![PoolId(1), PoolId(2)]);
		assert_eq!(pools(RIVAL), vec![PoolId(3)]);

		assert_eq!((active(PoolId(1)), active(PoolId(2))), (0, 0));
		skip(1);
		assert_eq!((active(PoolId(1)), active(PoolId(2))), (150, 7));
		assert_eq!(staked(PoolId(1), ALICE), 100);
		assert_eq!(balance(GOLD, BOB), FUNDS - 7);
		assert_eq!(balance(GOLD, OPERATOR), FUNDS - 1, "the first in an asset pays its floor");
		assert_eq!(balance(GOLD, RIVAL), FUNDS);
	});
}

#[test]
fn genesis_opens_standalone_pools_that_their_payers_pay_for() {
	let standalone_pools =
		vec![(DAVE, pool(COPPER, 1, &[(ALICE, 100)])), (CHARLIE, pool(SILVER, 20, &[]))];

	test_on(crate::GenesisConfig { standalone_pools, ..Default::default() }, || {
		assert_eq!(Operators::<Test>::iter().count(), 0);
		assert_eq!(asset_of(PoolId(1)), COPPER);
		assert_eq!(Staking::pool(PoolId(2)).expect("it is there").operator, None);
		assert_eq!(balance(COPPER, DAVE), FUNDS - 1);
		assert_eq!(balance(SILVER, CHARLIE), FUNDS - 5);
		assert_eq!(staked(PoolId(1), ALICE), 100);
	});
}

#[test]
fn genesis_registers_its_operators_whoever_may_register_later() {
	let registration = RegistrationPolicy::AllowList;
	let operators = vec![operator(OPERATOR, &[])];

	test_on(crate::GenesisConfig { registration, operators, ..Default::default() }, || {
		assert_eq!(state(OPERATOR), OperatorState::Active);
		let refused = crate::Error::<Test>::NotAllowed;
		assert_noop!(Staking::register(signed(RIVAL)), refused);
		assert_ok!(Staking::allow_operator(root(), RIVAL));
		register(RIVAL);
	});
}

#[test]
fn genesis_of_nothing_leaves_nothing() {
	test_on(Default::default(), || {
		assert_eq!(Operators::<Test>::iter().count(), 0);
		assert_eq!(NextPoolId::<Test>::get(), PoolId::FIRST);
		assert_eq!(Pots::<Test>::iter().count(), 0);
		assert_eq!(Registration::<Test>::get(), RegistrationPolicy::Open);
	});
}

#[test]
fn genesis_sets_the_clock() {
	let clock = EpochClock { origin: 1_500, length: 2_000 };
	let staking = crate::GenesisConfig { clock, ..Default::default() };
	let mut ext = chain(RuntimeGenesisConfig { staking, ..genesis() });

	ext.execute_with(|| {
		assert_eq!(crate::pallet::EpochClock::<Test>::get(), clock);
		assert_eq!(Staking::start(EpochIndex(2)), 5_500);
		for (time, epoch) in [(0, 0), (1_499, 0), (3_499, 0), (3_500, 1), (5_499, 1), (5_500, 2)] {
			assert_eq!(Staking::at(time), EpochIndex(epoch));
			pallet_timestamp::Now::<Test>::put(time);
			assert_eq!(Staking::now(), EpochIndex(epoch));
		}
	});
}

#[test]
fn genesis_counts_weeks_from_monday_when_nobody_said_otherwise() {
	let monday = 1_767_571_200_000; // 2026-01-05, 00:00:00 UTC
	let staking = crate::GenesisConfig::<Test>::default();
	let mut ext = chain(RuntimeGenesisConfig { staking, ..genesis() });

	ext.execute_with(|| {
		let epoch = Staking::at(monday);
		assert_eq!(Staking::start(epoch), monday);
		assert_eq!(Staking::at(monday - 1).next(), epoch);
		assert_eq!(Staking::start(epoch.next()) - monday, 7 * 24 * 3_600 * 1_000);
	});
}

/// Starts a chain with epochs of so many milliseconds.
fn start_with_epochs_of(length: u64) {
	let clock = EpochClock { origin: 0, length };
	let staking = crate::GenesisConfig { clock, ..Default::default() };
	chain(RuntimeGenesisConfig { staking, ..genesis() });
}

#[test]
fn genesis_takes_epochs_of_a_second() {
	start_with_epochs_of(1_000);
}

#[test]
#[should_panic = "the genesis of OperatorStaking is refused: clock.length"]
fn genesis_panics_when_epochs_are_shorter_than_a_second() {
	start_with_epochs_of(999);
}

#[test]
fn genesis_takes_epochs_up_to_a_year() {
	start_with_epochs_of(EpochClock::MAX_LENGTH);
}

#[test]
#[should_panic = "the genesis of OperatorStaking is refused: clock.length"]
fn genesis_panics_when_an_epoch_would_not_end() {
	start_with_epochs_of(EpochClock::MAX_LENGTH + 1);
}

#[test]
#[should_panic = "the genesis of OperatorStaking is refused: clock.origin"]
fn genesis_panics_when_the_origin_could_be_in_the_future() {
	let clock = EpochClock { origin: 2_000, length: 2_000 };
	let staking = crate::GenesisConfig { clock, ..Default::default() };
	chain(RuntimeGenesisConfig { staking, ..genesis() });
}

#[test]
#[should_panic = "operators[0].account: Funds are unavailable"]
fn genesis_panics_when_an_operator_cannot_pay() {
	refuse(&[operator(PAUPER, &[])]);
}

#[test]
#[should_panic = "operators[1].account: AlreadyRegistered"]
fn genesis_panics_when_an_operator_comes_twice() {
	refuse(&[operator(OPERATOR, &[]), operator(OPERATOR, &[])]);
}

#[test]
#[should_panic = "operators[0].pools[0]: AssetNotListed"]
fn genesis_panics_when_an_asset_is_not_listed() {
	refuse(&[operator(OPERATOR, &[pool(TIN, 1, &[])])]);
}

#[test]
#[should_panic = "operators[0].pools[0].stakes[0]: BelowMinimum"]
fn genesis_panics_when_a_stake_is_too_small() {
	refuse(&[operator(OPERATOR, &[pool(NATIVE, 10, &[(ALICE, 9)])])]);
}

#[test]
#[should_panic = "operators[0].pools[0].stakes[1]: Funds are unavailable"]
fn genesis_panics_when_a_staker_cannot_pay() {
	refuse(&[operator(OPERATOR, &[pool(NATIVE, 1, &[(ALICE, 9), (PAUPER, 9)])])]);
}

#[test]
#[should_panic = "operators[0].pools[4]: TooManyPools"]
fn genesis_panics_when_an_operator_has_too_many_pools() {
	let too_many = vec![pool(NATIVE, 1, &[]); MAX_POOLS as usize + 1];

	refuse(&[operator(OPERATOR, &too_many)]);
}

#[test]
#[should_panic = "account: TooManyOperators"]
fn genesis_panics_when_there_are_too_many_operators() {
	let operators: Vec<_> =
		CAST.into_iter().chain([TREASURY]).map(|who| operator(who, &[])).collect();

	refuse(&operators);
}
