// SPDX-License-Identifier: Apache-2.0

//! Operators, their pools, and the stake behind them.

use super::{breaks, forge, Raw};
use crate::{
	mock::*, Exits, HoldReason, Holdings, NextPoolId, Operators, PoolBacking, PoolId, Pools, Pots,
	Redelegations, RetiredOperators,
};
use bulwark_ledger::{Conversion, EpochIndex, Scheduled};
use codec::{Compact, Decode, Encode};
use frame_support::{traits::fungible::MutateHold, BoundedVec};

/// Changes the backing of the pool of [`OPERATOR`].
fn change_backing(change: impl FnOnce(&mut PoolBacking<Test>)) {
	Operators::<Test>::mutate(OPERATOR, |record| {
		let backing = &mut record.as_mut().expect("it is registered").backing;
		change(backing.pools.get_mut(0).expect("there is a pool"));
	});
}

#[test]
fn notices_a_bond_that_is_not_held() {
	breaks("I11: the bond of an operator is what is held on its account", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(_, held): &mut (Raw, Raw)| held.0 -= 1);
		});
	});
}

/// The amount required, and the parts.
type RawBond = (Raw, Vec<(u32, Raw)>);

#[test]
fn notices_a_part_of_a_bond_that_answers_too_late() {
	breaks("the parts of a bond answer from the next epoch on at the latest", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(_, parts): &mut RawBond| parts[0].0 += 99);
		});
	});
}

#[test]
fn notices_a_part_of_a_bond_that_is_empty() {
	breaks("no part of a bond is empty", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(_, parts): &mut RawBond| {
				let first = parts[0].0;
				parts.push((first + 1, Compact(0)));
			});
		});
	});
}

#[test]
fn notices_parts_of_a_bond_out_of_order() {
	breaks("a bond has one part for an epoch, the oldest first", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(_, parts): &mut RawBond| {
				let first = parts[0].0;
				parts.push((first, Compact(0)));
			});
		});
	});
}

#[test]
fn notices_a_slash_owed_that_the_pot_does_not_record() {
	breaks("I1: the recorded total of a pot is the sum of all tokens in its asset", |pool| {
		crate::OwedSlashes::<Test>::insert(pool, 7);
	});
}

#[test]
fn notices_a_slash_owed_of_nothing() {
	breaks("nothing is kept of a slash of which nothing is owed", |pool| {
		crate::OwedSlashes::<Test>::insert(pool, 0);
	});
}

#[test]
fn notices_a_slash_owed_in_no_pool() {
	breaks("I11: a slash is owed in a pool that is stored", |_| {
		crate::OwedSlashes::<Test>::insert(crate::PoolId(77), 1);
	});
}

#[test]
fn notices_a_bond_above_what_was_asked_for() {
	breaks("a bond is at most the required one", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(required, _): &mut RawBond| required.0 -= 1);
		});
	});
}

#[test]
fn notices_an_operators_pool_that_is_not_there() {
	breaks("I11: the pools of an operator are stored", Pools::<Test>::remove);
}

#[test]
fn notices_a_pool_that_names_another_operator() {
	for other in [None, Some(RIVAL)] {
		breaks("I11: a pool on the list of an operator names it", |pool| {
			Pools::<Test>::mutate(pool, |record| {
				record.as_mut().expect("it is there").operator = other;
			});
		});
	}
}

#[test]
fn notices_a_pool_that_its_operator_does_not_list() {
	breaks("I11: the operator of a pool lists it", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			record.as_mut().expect("it is registered").backing.pools.clear();
		});
	});
}

#[test]
fn notices_a_pool_without_a_pot() {
	breaks("I1: a pool has the pot of its asset", |_| Pots::<Test>::remove(NATIVE));
}

#[test]
fn notices_what_stands_in_a_pool_that_is_not_there() {
	const NO_POOL: PoolId = PoolId(77);
	let words = "I11: stake, exits and conversions are of pools that are stored";
	breaks(words, |pool| {
		Holdings::<Test>::insert(ALICE, NO_POOL, Holdings::<Test>::get(ALICE, pool).unwrap());
	});
	breaks(words, |pool| {
		Exits::<Test>::insert(ALICE, NO_POOL, Exits::<Test>::get(ALICE, pool).unwrap());
	});
	breaks(words, |pool| {
		forge_exit_bucket(NO_POOL, now(), exit_buckets(pool).remove(&now()));
	});
	for (from, to) in [(0, 1), (1, 0)] {
		breaks(words, |pool| {
			let exits = Exits::<Test>::take(ALICE, pool).unwrap();
			let way = [pool, NO_POOL];
			Redelegations::<Test>::insert((ALICE, way[from], way[to]), exits);
		});
	}
	breaks(words, |_| {
		let form = [Compact(1u128); 4].encode();
		let conversion = Conversion::decode(&mut &form[..]).expect("its form");
		forge_conversion(NO_POOL, 1, conversion);
	});
}

#[test]
fn notices_a_pool_that_stays_open_when_its_operator_closes() {
	breaks("a pool closes with its operator, or earlier by its slashes", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			record.as_mut().expect("it is registered").departure = Some(leaving_now());
		});
	});
}

#[test]
fn notices_a_bond_that_leaves_before_a_pool() {
	breaks("a bond is released with the last pool or later", |_| {
		retire(OPERATOR);
		Operators::<Test>::mutate(OPERATOR, |record| {
			let departure = &mut record.as_mut().expect("it is registered").departure;
			departure.as_mut().expect("it has closed").release_epoch = EpochIndex(now() + 1);
		});
	});
}

#[test]
fn notices_a_pool_with_an_id_that_nobody_gave() {
	breaks("I11: a pool has an id that was given", |_| NextPoolId::<Test>::kill());
}

#[test]
fn notices_a_bond_that_is_held_for_nobody() {
	breaks("I11: a bond is held on accounts of operators alone", |_| {
		let held = Balances::hold(&HoldReason::Bond.into(), &ALICE, 1);
		assert_eq!(held, Ok(()));
	});
}

/// Notes what slashes have left of the pools of [`OPERATOR`].
pub(super) fn forge_unslashed(parts: u64) {
	Operators::<Test>::mutate(OPERATOR, |record| {
		let record = record.as_mut().expect("it is registered");
		forge(&mut record.unslashed, |left: &mut u64| *left = parts);
	});
}

#[test]
fn notices_an_operator_that_slashes_have_deactivated_and_stays() {
	let words = "an operator of whose pools slashes have left a fifth or less is closing";
	breaks(words, |_| forge_unslashed(percent(20).deconstruct()));
}

// Backings.

#[test]
fn notices_operators_that_were_not_counted() {
	breaks("operators are as many as are counted", |_| {
		let key = Operators::<Test>::counter_storage_final_key();
		frame_support::storage::unhashed::put(&key, &2u32);
	});
}

#[test]
fn notices_a_backing_in_another_asset() {
	breaks("a backing names the asset of its pool", |_| {
		change_backing(|backing| backing.asset = GOLD);
	});
}

#[test]
fn notices_power_that_is_not_active() {
	// 200 now, Alice's exit of 40 among them, and 160 from the next epoch on.
	for wrong in [199, 201] {
		breaks(
			"the backing of an operator in an epoch is the stake that is active in its pools",
			|_| {
				change_backing(|backing| {
					backing.total = Scheduled::new(wrong, EpochIndex(now() + 1), 160)
				});
			},
		);
	}
}

#[test]
fn notices_power_that_will_not_be_active() {
	for wrong in [159, 161] {
		breaks(
			"the backing of an operator in the next epoch is all that stays in its pools",
			|_| {
				change_backing(|backing| {
					backing.total.set(wrong, EpochIndex(now()), EpochIndex(now() + 1));
				});
			},
		);
	}
}

#[test]
fn notices_power_that_does_not_end_with_its_operator() {
	breaks("the backing of an operator in the next epoch is all that stays in its pools", |_| {
		retire(OPERATOR);
		change_backing(|backing| {
			backing.total.set(1, EpochIndex(now()), EpochIndex(now() + 1));
		});
	});
}

#[test]
fn notices_own_stake_that_nobody_has() {
	let rounding = 2 * (u128::from(WINDOW) + 2);
	breaks("the recorded self-stake of an operator is at most what its lots are worth", |pool| {
		delegate(pool, OPERATOR, 50);
		let note = |own| {
			change_backing(|backing| {
				backing.own.set(own, EpochIndex(now()), EpochIndex(now() + 1));
			});
		};
		note(50 + rounding);
		check_invariants();
		note(50 + rounding + 1);
	});
}

#[test]
fn notices_pools_of_an_operator_that_has_gone_and_is_there() {
	breaks("I11: no operator is both registered and retired", |_| {
		forget_pools_of(OPERATOR, vec![]);
	});
}

#[test]
fn notices_a_pool_that_an_operator_took_along() {
	breaks("I11: the operator of a pool lists it", |_| {
		retire(OPERATOR);
		skip(WINDOW + 1);
		withdraw_bond(OPERATOR, BOND);
		forget_pools_of(OPERATOR, vec![]);
	});
	breaks("I11: the pools of a retired operator are stored", |_| {
		forget_pools_of(ALICE, vec![PoolId(77)]);
	});
}

/// Has an operator gone that had these pools.
fn forget_pools_of(operator: AccountId, pool_ids: Vec<PoolId>) {
	let pool_ids: BoundedVec<_, _> = pool_ids.try_into().expect("there is room");
	RetiredOperators::<Test>::insert(operator, pool_ids);
}
