// SPDX-License-Identifier: Apache-2.0

//! Blocks, and the active set that they elect.

use super::*;
use crate::PoolId;
use frame_support::{traits::Hooks, weights::WeightMeter};

/// Lets a block begin that has weight for everything.
pub fn next_block() {
	next_block_within(Weight::MAX);
}

/// Lets a block begin that has so much weight to spare, and returns how much of it was used.
pub fn next_block_within(limit: Weight) -> Weight {
	let number = System::block_number() + 1;
	let mut meter = WeightMeter::with_limit(limit);

	System::set_block_number(number);
	Staking::on_poll(number, &mut meter);

	meter.consumed()
}

/// Lets an epoch begin with two blocks: one that ranks, and one in which the set is active.
pub fn next_epoch() {
	skip(1);
	next_block();
	next_block();
}

/// Says how many operators serve.
pub fn set_size(size: u32) {
	let old = crate::ActiveSetSize::<Test>::get();

	assert_ok!(Staking::set_active_set_size(root(), size));

	assert_last(Event::ActiveSetSizeSet { old, new: size });
}

/// Registers operators, each with a pool in the native asset and so much of Alice's stake behind
/// it, and lets the first X serve.
pub fn serve<const N: usize>(size: u32, powers: [(AccountId, Balance); N]) -> [PoolId; N] {
	set_size(size);
	let pools = powers.map(|(operator, power)| {
		let pool = operator_pool_in(operator, NATIVE);
		if power > 0 {
			delegate(pool, ALICE, power);
		}
		pool
	});

	next_epoch();

	let with_power = powers.iter().filter(|(_, power)| *power > 0).count();
	let able = if with_power == 0 { N } else { with_power };
	let least = able.min(size as usize).min(MinMembers::get() as usize);
	assert!((least..=able).contains(&members().len()));
	pools
}

/// The members of the active set.
pub fn members() -> Vec<AccountId> {
	Staking::active_set().members
}

/// The operators that can serve, the most powerful first.
pub fn ranking() -> Vec<AccountId> {
	Staking::active_set().ranking.iter().map(|ranked| ranked.operator).collect()
}
