// SPDX-License-Identifier: Apache-2.0

//! Operators, their bond and their self-stake.

use super::*;
use crate::{ClosingCause, OperatorState, PoolId, Power, Powers};
use frame_support::assert_noop;

/// Registers, and checks that the bond is held, and that the floor of the native pot was paid if it
/// was missing.
pub fn register(operator: AccountId) {
	let pot = crate::Pots::<Test>::contains_key(NATIVE);
	let floor = if pot { 0 } else { EXISTENTIAL_DEPOSIT };
	let before = balance(NATIVE, operator);

	assert_ok!(Staking::register(signed(operator)));

	assert_eq!(balance(NATIVE, operator), before - BOND - floor);
	assert_eq!(bond_of(operator), BOND);
	assert_eq!(state(operator), OperatorState::Active);
	let since_epoch = EpochIndex(now());
	assert_last(Event::OperatorRegistered { operator, bond: BOND, since_epoch });
}

/// Fills the bond up, and checks that exactly so much was held.
pub fn top_up_bond(operator: AccountId, amount: Balance) {
	let before = balance(NATIVE, operator);

	assert_ok!(Staking::top_up_bond(signed(operator)));

	assert_eq!(balance(NATIVE, operator), before - amount);
	assert_eq!(bond_of(operator), BOND);
	let effective_from = EpochIndex(now() + 1);
	assert_last(Event::BondToppedUp { operator, amount, effective_from });
}

/// Retires, and checks that every pool closes with the present epoch.
pub fn retire(operator: AccountId) {
	assert_ok!(Staking::retire(signed(operator)));

	assert_closed(operator, leaving_now());
	let (cause, departure) = (ClosingCause::Retired, leaving_now());
	assert_last(Event::OperatorClosing { operator, cause, departure });
}

/// Withdraws the bond, and checks that exactly so much was left of it.
pub fn withdraw_bond(operator: AccountId, amount: Balance) {
	let before = balance(NATIVE, operator);

	assert_ok!(Staking::withdraw_bond(signed(operator), operator));

	assert_eq!(balance(NATIVE, operator), before + amount);
	assert_eq!(bond_of(operator), 0);
	assert!(!crate::Operators::<Test>::contains_key(operator));
	assert_last(Event::BondWithdrawn { operator, amount });
}

pub fn state(operator: AccountId) -> OperatorState {
	Staking::state_of(&operator).expect("it is registered")
}

pub fn power(operator: AccountId) -> Powers {
	Staking::power_of(&operator).expect("it decodes")
}

pub fn own_power(operator: AccountId) -> Powers {
	Staking::own_power_of(&operator).expect("it decodes")
}

/// The operator and all its pools leave like this.
pub fn assert_closed(operator: AccountId, departure: Departure) {
	assert_leave(operator, departure, departure);
}

/// An operator's bond leaves like the one, all its pools like the other.
pub fn assert_leave(operator: AccountId, bond: Departure, pools: Departure) {
	let record = crate::Operators::<Test>::get(operator).expect("it is registered");
	assert_eq!(record.departure, Some(bond));
	for pool in record.backing.pool_ids() {
		let buckets = crate::Pools::<Test>::get(pool).expect("it is there").buckets;
		assert_eq!(buckets.departure(), Some(pools));
		assert_has(Event::PoolClosed { pool_id: pool, departure: pools });
	}
}

/// Says how much every operator has to stake itself.
pub fn demand(amount: Power) {
	let old = crate::GlobalMinSelfStake::<Test>::get().amount;

	assert_ok!(Staking::set_global_min_self_stake(root(), amount));

	assert_last(Event::GlobalMinSelfStakeSet { old, new: amount });
}

/// In epoch 10, [`OPERATOR`] with a pool in which so much of its own is active. A hundred are
/// demanded.
pub fn pool_with_own(own: Balance) -> PoolId {
	let pool = operator_pool();
	demand(100);
	delegate(pool, OPERATOR, own);
	go_to(10);
	pool
}

/// An operator's pool takes stake of others.
pub fn assert_takes(pool: PoolId) {
	delegate(pool, BOB, 1);
}

/// An operator's pool takes no stake of others: its own is too low.
pub fn assert_takes_nothing(pool: PoolId) {
	let refused = crate::Error::<Test>::SelfStakeTooLow;
	assert_noop!(Staking::delegate(signed(BOB), pool, 1), refused);
}
