// SPDX-License-Identifier: Apache-2.0

//! Operators, their pools, and the stake behind them.

use super::{breaks, forge, Raw};
use crate::{
	mock::*, BackingOf, Conversions, ExitBuckets, Exits, Holdings, NextPoolId, OperatorBackings,
	Operators, PoolBacking, PoolId, Pools, Pots, Redelegations,
};
use bulwark_ledger::{Conversion, EpochIndex, Scheduled};
use codec::{Compact, Decode, Encode};

/// Changes the backing of the pool of [`OPERATOR`].
fn change_backing(change: impl FnOnce(&mut PoolBacking<Test>)) {
	OperatorBackings::<Test>::mutate(OPERATOR, |backing| {
		change(backing.get_mut(0).expect("there is a pool"));
	});
}

#[test]
fn notices_a_bond_that_is_not_held() {
	breaks("the bond is what is held", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(_, held): &mut (Raw, Raw)| held.0 -= 1);
		});
	});
}

#[test]
fn notices_a_bond_above_what_was_asked_for() {
	breaks("the bond is at most what it was", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			let record = record.as_mut().expect("it is registered");
			forge(&mut record.bond, |(required, _): &mut (Raw, Raw)| required.0 -= 1);
		});
	});
}

#[test]
fn notices_an_operators_pool_that_is_not_there() {
	breaks("an operator's pool is there", Pools::<Test>::remove);
}

#[test]
fn notices_a_pool_that_names_another_operator() {
	for other in [None, Some(RIVAL)] {
		breaks("it names its operator", |pool| {
			Pools::<Test>::mutate(pool, |record| {
				record.as_mut().expect("it is there").operator = other;
			});
		});
	}
}

#[test]
fn notices_a_pool_that_its_operator_does_not_list() {
	breaks("an operator lists its pools", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			record.as_mut().expect("it is registered").pool_ids.clear();
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
	let words = "nothing stands in a pool that is not there";
	breaks(words, |pool| {
		Holdings::<Test>::insert(ALICE, NO_POOL, Holdings::<Test>::get(ALICE, pool).unwrap());
	});
	breaks(words, |pool| {
		Exits::<Test>::insert(ALICE, NO_POOL, Exits::<Test>::get(ALICE, pool).unwrap());
	});
	breaks(words, |pool| {
		let asked = EpochIndex(now());
		ExitBuckets::<Test>::insert(NO_POOL, asked, ExitBuckets::<Test>::get(pool, asked).unwrap());
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
		Conversions::<Test>::insert(NO_POOL, EpochIndex(1), conversion);
	});
}

#[test]
fn notices_a_pool_that_stays_open_when_its_operator_closes() {
	breaks("a pool closes with its operator", |_| {
		Operators::<Test>::mutate(OPERATOR, |record| {
			record.as_mut().expect("it is registered").departure = Some(leaving_now());
		});
	});
}

#[test]
fn notices_a_bond_that_leaves_before_a_pool() {
	breaks("a bond leaves with the last pool or later", |_| {
		retire(OPERATOR);
		Operators::<Test>::mutate(OPERATOR, |record| {
			let departure = &mut record.as_mut().expect("it is registered").departure;
			departure.as_mut().expect("it has closed").release_epoch = EpochIndex(now() + 1);
		});
	});
}

#[test]
fn notices_a_pool_with_an_id_that_nobody_gave() {
	breaks("a pool has an id that was given", |_| NextPoolId::<Test>::kill());
}

// Backings.

#[test]
fn notices_operators_that_were_not_counted() {
	breaks("operators are counted", |_| {
		let key = Operators::<Test>::counter_storage_final_key();
		frame_support::storage::unhashed::put(&key, &2u32);
	});
}

#[test]
fn notices_what_stands_behind_nobody() {
	breaks("nothing stands behind nobody", |_| {
		OperatorBackings::<Test>::insert(RIVAL, BackingOf::<Test>::default());
	});
}

#[test]
fn notices_a_pool_that_stands_behind_nobody() {
	breaks("a backing has an entry for each pool", |_| OperatorBackings::<Test>::remove(OPERATOR));
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
		breaks("what stands behind an operator is active", |_| {
			change_backing(|backing| {
				backing.total = Scheduled::new(wrong, EpochIndex(now() + 1), 160)
			});
		});
	}
}

#[test]
fn notices_power_that_will_not_be_active() {
	for wrong in [159, 161] {
		breaks("and so is what will", |_| {
			change_backing(|backing| {
				backing.total.set(wrong, EpochIndex(now()), EpochIndex(now() + 1));
			});
		});
	}
}

#[test]
fn notices_power_that_does_not_end_with_its_operator() {
	breaks("and so is what will", |_| {
		retire(OPERATOR);
		change_backing(|backing| {
			backing.total.set(1, EpochIndex(now()), EpochIndex(now() + 1));
		});
	});
}

#[test]
fn notices_own_stake_that_nobody_has() {
	let rounding = 2 * (u128::from(WINDOW) + 2);
	breaks("an operator's own stake is what its lots are worth", |pool| {
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
