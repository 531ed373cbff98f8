// SPDX-License-Identifier: Apache-2.0

//! Slashed money that waits: for an account until it is unlocked, or in a pool until it can be moved.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchResult;

/// Slashed money goes to Dave.
fn for_dave() -> ConsumerTerms<AccountId> {
	ConsumerTerms { destination: Destination::Account(DAVE), ..terms() }
}

fn open_escrow() {
	assert_ok!(Restaking::touch(signed(BOB), GOLD));
}

fn execute() -> CaseId {
	let case_id = report(now(), of_pools(10));
	skip(2);
	settle(case_id, Outcome::Executed);
	case_id
}

fn try_release(case_id: CaseId, asset: AssetId) -> DispatchResult {
	Restaking::release_slashed(signed(PAUPER), case_id, asset)
}

fn release(case_id: CaseId, asset: AssetId) {
	assert_ok!(try_release(case_id, asset));
}

#[test]
fn account_is_paid_through_the_escrow_after_the_delay() {
	test_opted_in_on(for_dave(), budget(100, 50), || {
		open_escrow();

		let case_id = execute();

		let unlock_epoch = EpochIndex(now() + BOUNTY_DELAY);
		let (asset, amount) = (GOLD, 100);
		assert_has(Event::SlashEscrowed { case_id, asset, amount, unlock_epoch });
		assert_eq!(distributed(case_id), []);
		skip(BOUNTY_DELAY - 1);
		for asset in [NATIVE, GOLD] {
			assert_noop!(try_release(case_id, asset), Error::<Test>::SlashLocked);
		}
		skip(1);
		let native = gain(NATIVE, DAVE, || release(case_id, NATIVE));
		let gold = gain(GOLD, DAVE, || release(case_id, GOLD));
		assert_eq!((native, gold), (200, 100));
		let to = Destination::Account(DAVE);
		assert_eq!(distributed(case_id), [(NATIVE, 200, to.clone()), (GOLD, 100, to)]);
		assert_noop!(try_release(case_id, NATIVE), Error::<Test>::NothingWithheld);
	});
}

#[test]
fn treasury_is_paid_instead_when_admission_has_ended_by_then() {
	test_opted_in_on(for_dave(), budget(100, 50), || {
		open_escrow();
		let case_id = execute();
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));
		skip(BOUNTY_DELAY);

		let gold = gain(GOLD, TREASURY, || release(case_id, GOLD));

		assert_eq!((gold, balance(GOLD, &DAVE)), (100, FUNDS));
	});
}

#[test]
fn treasury_is_paid_at_once_in_an_asset_that_the_escrow_does_not_take() {
	test_opted_in_on(for_dave(), budget(100, 50), || {
		let case_id = execute();

		assert_eq!(distributed(case_id), [(GOLD, 100, Destination::Treasury)]);
		assert_noop!(try_release(case_id, GOLD), Error::<Test>::NothingWithheld);
	});
}

#[test]
fn account_that_cannot_take_it_leaves_it_in_the_escrow() {
	let for_a_pauper = ConsumerTerms { destination: Destination::Account(PAUPER), ..terms() };
	test_opted_in_on(for_a_pauper, budget(100, 50), || {
		// 9 units are less than an account needs.
		let bond = Fraction::from_parts(9_000_000_000_000_000);
		let case_id = report(now(), request(Fractions { bond, ..Fractions::NOTHING }));
		skip(2);
		settle(case_id, Outcome::Executed);
		skip(BOUNTY_DELAY);
		assert_noop!(try_release(case_id, NATIVE), Error::<Test>::PaymentRefused);

		assert_ok!(Balances::transfer_allow_death(signed(BOB), PAUPER, EXISTENTIAL_DEPOSIT));

		assert_eq!(gain(NATIVE, PAUPER, || release(case_id, NATIVE)), 9);
	});
}

// What could not be moved.

fn freeze() {
	assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));
}

fn thaw() {
	assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
}

#[test]
fn asset_that_cannot_be_moved_is_charged_and_collected_later() {
	test_opted_in(|| {
		freeze();

		let case_id = execute();

		assert_eq!(bond_of(&OPERATOR), 900);
		assert_eq!((stake_of(POOL, ALICE), stake_of(GOLD_POOL, ALICE)), (900, 900));
		let (pool_id, asset, amount) = (GOLD_POOL, GOLD, 100);
		assert_has(Event::SlashOwed { case_id, pool_id, asset, amount });
		assert!(try_release(case_id, GOLD).is_err());
		thaw();
		let gold = gain(GOLD, TREASURY, || release(case_id, GOLD));
		assert_eq!(gold, 100);
		assert_noop!(try_release(case_id, GOLD), Error::<Test>::NothingWithheld);
	});
}

#[test]
fn asset_that_could_not_be_moved_goes_to_the_account_when_it_is_unlocked() {
	test_opted_in_on(for_dave(), budget(100, 50), || {
		freeze();
		let case_id = execute();
		thaw();
		assert_noop!(try_release(case_id, GOLD), Error::<Test>::SlashLocked);
		skip(BOUNTY_DELAY);

		let gold = gain(GOLD, DAVE, || release(case_id, GOLD));

		assert_eq!(gold, 100);
	});
}

#[test]
fn asset_that_could_not_be_moved_is_collected_pool_by_pool() {
	test(|| {
		let second = pallet_operator_staking::NextPoolId::<Test>::get();
		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()));
		delegate(second, BOB, 500);
		opt_in_on(terms(), budget(100, 50));
		freeze();
		let case_id = execute();
		thaw();

		let gains: Vec<_> =
			(0..2).map(|_| gain(GOLD, TREASURY, || release(case_id, GOLD))).collect();

		assert_eq!(gains.iter().sum::<Balance>(), 150);
		assert_noop!(try_release(case_id, GOLD), Error::<Test>::NothingWithheld);
	});
}

// The escrow.

/// The minimum balance of gold rises.
fn set_minimum(minimum: Balance) {
	let [one, two, three, four] = [TREASURY; 4];
	assert_ok!(Assets::force_asset_status(root(), 1, one, two, three, four, minimum, true, false));
}

#[test]
fn touch_opens_the_escrow_once() {
	test_opted_in(|| {
		for amount in [1, 0] {
			open_escrow();
			assert_last(Event::EscrowTouched { asset: GOLD, payer: BOB, amount });
			assert_eq!(balance(GOLD, &Restaking::pot()), 1);
		}
	});
}

#[test]
fn touch_is_refused_when_the_floor_cannot_be_paid_or_the_asset_is_unknown() {
	test_opted_in(|| {
		let refused = Restaking::touch(signed(PAUPER), SILVER);
		assert_noop!(refused, sp_runtime::TokenError::FundsUnavailable);
		assert!(Restaking::touch(signed(BOB), AssetId::WithId(77)).is_err());
		assert_eq!(Escrow::<Test>::iter_keys().collect::<Vec<_>>(), [NATIVE]);
	});
}

#[test]
fn account_is_paid_when_somebody_has_raised_the_floor_to_a_minimum_that_has_risen() {
	test_opted_in_on(for_dave(), budget(100, 50), || {
		open_escrow();
		let case_id = execute();
		skip(BOUNTY_DELAY);
		set_minimum(50);
		assert!(try_release(case_id, GOLD).is_err());

		open_escrow();

		assert_last(Event::EscrowTouched { asset: GOLD, payer: BOB, amount: 49 });
		assert_eq!(gain(GOLD, DAVE, || release(case_id, GOLD)), 100);
	});
}
