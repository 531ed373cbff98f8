// SPDX-License-Identifier: Apache-2.0

//! Assets that cannot be moved: they save nobody from a slash, and what they lost is handed out later.

use crate::{mock::*, Balance, Error, Event, Fractions, OwedSlashes, PoolId, Scope};
use bulwark_ledger::EpochIndex;
use bulwark_traits::{Slash, Slashed};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Inspect};
use sp_runtime::DispatchError;

type Owed = Vec<(PoolId, AssetId, Balance)>;

/// Slashes half of everything, and keeps the money: of the bond, of the pools, and what is owed.
fn slash_half(fault: u32) -> (Balance, Vec<(AssetId, Balance)>, Owed) {
	let fractions = Fractions { bond: percent(50), pools: percent(50) };
	let Slashed { bond, pools, owed } =
		<Staking as Slash<_, _, _>>::slash(&OPERATOR, EpochIndex(fault), fractions).unwrap();
	let pools = pools.iter().map(|money| (money.asset(), money.peek())).collect();
	(bond.map_or(0, |money| money.peek()), pools, owed)
}

/// The amount that is handed out of what is owed in a pool.
fn hand_out(pool: PoolId, amount: Balance) -> Result<Balance, DispatchError> {
	<Staking as Slash<_, _, _>>::hand_out(pool, amount).map(|money| money.peek())
}

/// Sets the minimum balance of gold.
fn set_minimum(minimum: Balance) {
	let who = TREASURY;
	assert_ok!(Assets::force_asset_status(root(), 1, who, who, who, who, minimum, true, false));
}

/// A native pool with 500 of a staker, and one of gold, which is frozen, with 2 of the operator's own.
fn frozen_pool() -> (PoolId, PoolId) {
	let (native, gold) = (operator_pool(), operator_pool_in(OPERATOR, GOLD));
	delegate(native, ALICE, 500);
	delegate(gold, OPERATOR, 2);
	skip(1);
	assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));
	(native, gold)
}

// Slashes.

#[test]
fn slash_takes_bond_and_pools_when_an_asset_of_the_operator_is_frozen() {
	test(|| {
		let (native, gold) = frozen_pool();

		let taken = slash_half(now());

		assert_eq!(taken, (500, vec![(NATIVE, 250)], vec![(gold, GOLD, 1)]));
		assert_has(Event::SlashOwed { pool_id: gold, amount: 1 });
		assert_eq!((staked(native, ALICE), staked(gold, OPERATOR)), (250, 1));
		assert_eq!(OwedSlashes::<Test>::get(gold), Some(1));
		assert_eq!(recorded(GOLD), 2); // the pot still has what is owed
	});
}

#[test]
fn hand_out_pays_what_is_owed_when_the_asset_can_be_moved_again() {
	test(|| {
		let (_, gold) = frozen_pool();
		slash_half(now());
		assert_noop!(hand_out(gold, 1), Error::<Test>::PaymentRefused);
		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));

		assert_ok!(hand_out(gold, 100), 1);

		assert_has(Event::OwedSlashPaid { pool_id: gold, amount: 1 });
		assert_eq!((OwedSlashes::<Test>::get(gold), recorded(GOLD)), (None, 1));
		assert_noop!(hand_out(gold, 1), Error::<Test>::NothingOwed);
	});
}

#[test]
fn hand_out_keeps_the_sums_of_cases_apart_by_their_amounts() {
	test(|| {
		let gold = operator_pool_in(OPERATOR, GOLD);
		delegate(gold, ALICE, 100);
		skip(1);
		assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));
		slash_half(now()); // 50
		slash_half(now()); // 25
		assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));

		assert_ok!(hand_out(gold, 50), 50);
		assert_noop!(hand_out(gold, 0), Error::<Test>::NothingOwed);
		assert_ok!(hand_out(gold, 25), 25);

		assert_eq!(recorded(GOLD), 25);
	});
}

#[test]
fn hand_out_is_refused_when_nothing_is_owed() {
	test(|| {
		let pool = operator_pool();

		assert_noop!(hand_out(pool, 1), Error::<Test>::NothingOwed);
		assert_noop!(hand_out(PoolId(77), 1), Error::<Test>::NothingOwed);
	});
}

// Minimum balances.

#[test]
fn withdraw_leaves_a_risen_minimum_behind_until_somebody_touches_the_pot() {
	test(|| {
		let pool = operator_pool_in(OPERATOR, GOLD);
		delegate(pool, ALICE, 100);
		skip(1);
		undelegate(pool, ALICE, 100);
		skip(WINDOW + 1);
		set_minimum(50);

		withdraw_by(ALICE, pool, ALICE, 51);
		assert_eq!(due(pool, ALICE), 49);
		assert_noop!(try_withdraw(ALICE, pool, ALICE), Error::<Test>::PaymentRefused);
		assert_ok!(Staking::touch(signed(BOB), GOLD));

		assert_last(Event::PotTouched { asset: GOLD, payer: BOB, amount: 49 });
		withdraw_by(ALICE, pool, ALICE, 49);
	});
}

#[test]
fn slash_leaves_a_risen_minimum_behind_and_notes_the_rest_as_owed() {
	test(|| {
		let gold = operator_pool_in(OPERATOR, GOLD);
		delegate(gold, ALICE, 100);
		skip(1);
		set_minimum(71); // 30 of 101 can leave

		let (bond, pools, owed) = slash_half(now());

		assert_eq!((bond, pools, owed), (500, vec![(GOLD, 30)], vec![(gold, GOLD, 20)]));
		assert_noop!(hand_out(gold, 20), Error::<Test>::PaymentRefused);
		assert_ok!(Staking::touch(signed(BOB), GOLD));
		assert_ok!(hand_out(gold, 20), 20);
	});
}

/// The bond goes through the pot of the native asset, which holds its floor alone here.
#[test]
fn slash_waits_for_a_touch_when_the_native_minimum_has_risen_above_what_the_pot_holds() {
	for part in [50, 1] {
		test(|| {
			let gold = operator_pool_in(OPERATOR, GOLD);
			delegate(gold, ALICE, 100);
			skip(1);
			NativeMinimum::set(&(EXISTENTIAL_DEPOSIT + 90));
			let slashed = || slash(OPERATOR, now(), percent(part), Scope::BondAndPools);

			assert_noop!(slashed(), Error::<Test>::PaymentRefused);
			assert_eq!((bond_of(OPERATOR), staked(gold, ALICE)), (BOND, 100));
			assert_ok!(Staking::touch(signed(BOB), NATIVE));

			assert_last(Event::PotTouched { asset: NATIVE, payer: BOB, amount: 90 });
			slash_pools(now(), percent(part));
			let left = percent(100 - part);
			assert_eq!(bond_of(OPERATOR), left.mul_floor(BOND));
			assert_eq!(staked(gold, ALICE), left.mul_floor(100u128));
		});
	}
}

#[test]
fn slash_goes_on_when_the_native_minimum_has_risen_and_the_pot_holds_more() {
	test(|| {
		let native = operator_pool();
		delegate(native, ALICE, 100);
		skip(1);
		NativeMinimum::set(&(EXISTENTIAL_DEPOSIT + 90)); // 10 of 100 can leave

		let (bond, pools, owed) = slash_half(now());

		assert_eq!((bond, pools, owed), (500, vec![(NATIVE, 10)], vec![(native, NATIVE, 40)]));
	});
}

// Pots.

#[test]
fn touch_opens_the_pot_of_a_listed_asset_once() {
	test(|| {
		assert_ok!(Staking::touch(signed(BOB), COPPER));
		assert_last(Event::PotTouched { asset: COPPER, payer: BOB, amount: 1 });
		assert_eq!(AllAssets::total_balance(COPPER, &Staking::pot()), 1);

		assert_ok!(Staking::touch(signed(BOB), COPPER));

		assert_last(Event::PotTouched { asset: COPPER, payer: BOB, amount: 0 });
		assert_eq!(AllAssets::total_balance(COPPER, &Staking::pot()), 1);
	});
}

#[test]
fn touch_is_refused_when_the_asset_is_not_listed_or_cannot_be_paid() {
	test(|| {
		let unlisted = AssetId::WithId(3);
		assert_noop!(Staking::touch(signed(BOB), unlisted), Error::<Test>::AssetNotListed);
		assert!(Staking::touch(signed(PAUPER), GOLD).is_err());
		assert_eq!(crate::Pots::<Test>::get(GOLD), None::<bulwark_ledger::Pot>);
	});
}

#[test]
fn pots_of_genesis_are_open_when_the_chain_begins() {
	let mut genesis = genesis();
	genesis.staking.pots = vec![(BOB, GOLD), (BOB, COPPER)];
	chain(genesis).execute_with(|| {
		for asset in [NATIVE, GOLD, COPPER] {
			assert!(crate::Pots::<Test>::contains_key(asset));
		}
		check_invariants();
	});
}

#[test]
fn open_pool_succeeds_when_strangers_have_filled_the_references_of_the_pot() {
	test(|| {
		register(OPERATOR); // the pot is there
		for id in 100..120 {
			assert_ok!(Assets::create(signed(BOB), id, BOB, 1));
			let _ = Assets::mint(signed(BOB), id, Staking::pot(), 5);
		}
		assert!(!System::can_accrue_consumers(&Staking::pot(), 2), "they are full");

		let pool = operator_pool_in(OPERATOR, COPPER);

		delegate(pool, ALICE, 100);
		assert_eq!(recorded(COPPER), 100);
	});
}
