// SPDX-License-Identifier: Apache-2.0

//! Assets that call an operator or a staker back while a floor is put in, a bond is held, or a slash is taken.

use super::called_back::{acts_of_a_staker, make, Act};
use crate::{mock::*, Amount, Call, Error, Event, Fractions, NextPoolId, OwedSlashes, PoolId};
use bulwark_ledger::EpochIndex;
use bulwark_testing::calling_back;
use bulwark_traits::Slash;
use frame_support::{assert_noop, assert_ok};

/// Everything that an operator can do for itself, behind whose pool there is stake.
fn acts_of_an_operator(pool_id: PoolId) -> Vec<Act> {
	vec![
		Call::register {},
		Call::top_up_bond {},
		Call::retire {},
		Call::withdraw_bond { operator: OPERATOR },
		Call::open_pool { asset: GOLD, minimum: 1, base: Default::default() },
		Call::open_pool { asset: SILVER, minimum: 1, base: Default::default() },
		Call::delegate { pool_id, amount: 30 },
		Call::undelegate { pool_id, amount: Amount::All },
		Call::set_min_self_stake { amount: 1 },
	]
}

// Operators.

#[test]
fn open_pool_keeps_what_its_operator_does_when_the_asset_calls_it_back() {
	for at in 0..acts_of_an_operator(PoolId(0)).len() {
		test(|| {
			let pool = operator_pool();
			delegate(pool, OPERATOR, 100);
			let act = acts_of_an_operator(pool).swap_remove(at);
			let opened = NextPoolId::<Test>::get();

			calling_back(
				move || make(OPERATOR, act.clone()),
				|| {
					assert_ok!(Staking::open_pool(signed(OPERATOR), COPPER, 1, Default::default()));
				},
			);

			check_invariants();
			let known = Staking::backing_of(&OPERATOR).expect("it decodes").pool_ids();
			for id in (opened.0..NextPoolId::<Test>::get().0).map(PoolId) {
				assert!(known.contains(&id), "{id:?} is the operator's ({at})");
			}
		});
	}
}

#[test]
fn bond_is_held_and_released_once_when_the_native_asset_calls_back() {
	let payments: [fn(); 3] = [
		|| {
			assert_ok!(Staking::register(signed(OPERATOR)));
		},
		|| {
			assert_ok!(Staking::top_up_bond(signed(OPERATOR)));
		},
		|| {
			assert_ok!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR));
		},
	];
	let prepare: [fn(); 3] = [
		|| (),
		|| {
			operator_pool();
			skip(1);
			slash_bond(now(), percent(10));
		},
		|| {
			operator_pool();
			retire(OPERATOR);
			skip(WINDOW + 1);
		},
	];
	for (prepare, pay) in prepare.into_iter().zip(payments) {
		for at in 0..acts_of_an_operator(PoolId(1)).len() {
			test(|| {
				prepare();
				let act = acts_of_an_operator(PoolId(1)).swap_remove(at);
				calling_back(move || make(OPERATOR, act.clone()), pay);
			});
		}
	}
}

// Slashes.

/// A pool in gold and one in silver, in each of which Alice and Bob have a thousand.
fn slashable() -> [PoolId; 2] {
	let pools = [GOLD, SILVER].map(|asset| operator_pool_in(OPERATOR, asset));
	for pool in pools {
		for who in [ALICE, BOB] {
			delegate(pool, who, 1_000);
		}
	}
	skip(1);
	pools
}

#[test]
fn slash_keeps_what_is_done_when_the_assets_call_back() {
	for (who, at) in (0..10).map(|at| (ALICE, at)).chain((0..9).map(|at| (OPERATOR, at))) {
		test(|| {
			let [gold, silver] = slashable();
			let mut acts = match who {
				ALICE => acts_of_a_staker(gold, silver),
				_ => acts_of_an_operator(silver),
			};
			let act = acts.swap_remove(at);
			let before = balance(GOLD, TREASURY) + balance(SILVER, TREASURY);

			calling_back(
				move || make(who, act.clone()),
				|| {
					assert_ok!(slash(OPERATOR, now(), percent(10), crate::Scope::BondAndPools));
				},
			);

			check_invariants();
			assert_eq!(balance(GOLD, TREASURY) + balance(SILVER, TREASURY) - before, 400);
			for of_bob in [staked(gold, BOB), staked(silver, BOB)] {
				// What unstaking rounds off stays with the others.
				assert!((900..=901).contains(&of_bob), "{of_bob}: {who} ({at})");
			}
		});
	}
}

#[test]
fn slash_notes_once_what_is_refused_after_somebody_was_called_back() {
	test(|| {
		let [gold, _] = slashable();
		freeze(GOLD);
		let more = Call::delegate { pool_id: gold, amount: 30 };

		calling_back(
			move || make(ALICE, more.clone()),
			|| {
				assert_ok!(slash(OPERATOR, now(), percent(10), crate::Scope::BondAndPools));
			},
		);

		assert_has(Event::SlashOwed { pool_id: gold, amount: 200 });
		assert_eq!((OwedSlashes::<Test>::get(gold), recorded(GOLD)), (Some(200), 2_000));
	});
}

#[test]
fn hand_out_pays_once_when_the_asset_calls_back() {
	test(|| {
		let [gold, _] = slashable();
		freeze(GOLD);
		let fractions = Fractions { bond: percent(10), pools: percent(10) };
		let slashed = <Staking as Slash<_, _, _>>::slash(&OPERATOR, EpochIndex(now()), fractions);
		assert_eq!(slashed.map(|slashed| slashed.owed), Ok(vec![(gold, GOLD, 200)]));
		thaw(GOLD);
		let nothing = Err(sp_runtime::DispatchError::from(Error::<Test>::NothingOwed));
		let again = move || assert_eq!(hand_out_owed(gold, 200), nothing);

		calling_back(again, || {
			assert_ok!(hand_out_owed(gold, 200));
		});

		assert_eq!((OwedSlashes::<Test>::get(gold), recorded(GOLD)), (None, 1_800));
	});
}

// Checks.

#[test]
fn checks_come_before_the_money_of_who_has_none() {
	test(|| {
		let pool = operator_pool();
		delegate(pool, ALICE, 100);
		let poor = || signed(PAUPER);

		let unknown = Staking::delegate(poor(), PoolId(77), 10);
		assert_noop!(outcome(unknown), Error::<Test>::UnknownPool);
		assert_noop!(outcome(Staking::delegate(poor(), pool, 0)), Error::<Test>::BelowMinimum);
		assert_noop!(Staking::touch(poor(), TIN), Error::<Test>::AssetNotListed);
		let base = Default::default();
		let opened = Staking::open_pool(poor(), GOLD, 1, base);
		assert_noop!(opened, Error::<Test>::NotOperator);
		assert_noop!(Staking::top_up_bond(poor()), Error::<Test>::NotOperator);

		keep_only(NATIVE, OPERATOR, EXISTENTIAL_DEPOSIT);
		let opened = Staking::open_pool(signed(OPERATOR), TIN, 1, base);
		assert_noop!(opened, Error::<Test>::AssetNotListed);
		retire(OPERATOR);
		assert_noop!(outcome(Staking::delegate(poor(), pool, 10)), Error::<Test>::PoolClosed);
	});
}
