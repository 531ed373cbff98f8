// SPDX-License-Identifier: Apache-2.0

//! Assets that call somebody back in the middle of a payment: what slashes took is paid once, and nobody else's money.

use crate::{mock::*, *};
use bulwark_testing::calling_back;
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungibles::Mutate, UnfilteredDispatchable},
};

/// Everything that anybody can do with a case and its consumer.
fn acts(case_id: CaseId) -> Vec<Call<Test>> {
	let (disputer, evidence) = (OPERATOR, SOME);
	vec![
		Call::settle { case_id },
		Call::claim_bounty { case_id },
		Call::release_slashed { case_id, asset: NATIVE },
		Call::release_slashed { case_id, asset: GOLD },
		Call::dispute { case_id, evidence },
		Call::release_dispute_deposit { case_id, disputer },
		Call::top_up_consumer { consumer_id: ROLLUP },
		Call::release_consumer_deposit { consumer_id: ROLLUP },
		Call::touch { asset: GOLD },
	]
}

/// Lets somebody do each of these while a case of an outsider is paid, which took a tenth of bond and pools: Dave gets 170
/// and 100, the outsider 30, each once.
fn assert_paid_once(prepare: fn() -> CaseId, pay: fn(CaseId)) {
	let for_dave = ConsumerTerms { destination: Destination::Account(DAVE), ..terms() };
	for at in 0..acts(CaseId(1)).len() {
		test_opted_in_on(for_dave.clone(), budget(100, 50), || {
			assert_ok!(Restaking::touch(signed(BOB), GOLD));
			let case_id = prepare();
			let act = acts(case_id).swap_remove(at);
			let act = move || {
				let _ = act.clone().dispatch_bypass_filter(signed(BOB));
			};

			calling_back(act, || pay(case_id));

			check_invariants();
			skip(BOUNTY_DELAY);
			for asset in [NATIVE, GOLD] {
				let _ = Restaking::release_slashed(signed(BOB), case_id, asset);
			}
			let _ = Restaking::claim_bounty(signed(BOB), case_id);
			let paid = [(NATIVE, DAVE), (GOLD, DAVE), (NATIVE, OUTSIDER)]
				.map(|(asset, who)| balance(asset, &who) - FUNDS);
			assert_eq!(paid, [170, 100, 30], "called back to act {at}");
			assert_eq!((stake_of(POOL, ALICE), stake_of(GOLD_POOL, ALICE)), (900, 900));
		});
	}
}

fn endorsed() -> CaseId {
	let case_id = propose(now(), of_pools(10));
	endorse(case_id);
	skip(2);
	case_id
}

/// The case is settled, and everything is unlocked.
fn settled() -> CaseId {
	let case_id = endorsed();
	settle(case_id, Outcome::Executed);
	skip(BOUNTY_DELAY);
	case_id
}

/// The same, when gold could not be moved at the time.
fn owed() -> CaseId {
	let case_id = endorsed();
	assert_ok!(Assets::freeze_asset(signed(TREASURY), 1));
	settle(case_id, Outcome::Executed);
	assert_ok!(Assets::thaw_asset(signed(TREASURY), 1));
	skip(BOUNTY_DELAY);
	case_id
}

#[test]
fn settled_case_pays_once_when_the_assets_call_back() {
	assert_paid_once(endorsed, |case_id| settle(case_id, Outcome::Executed));
}

#[test]
fn bounty_is_paid_once_when_the_asset_calls_back() {
	assert_paid_once(settled, |case_id| {
		assert_ok!(Restaking::claim_bounty(signed(BOB), case_id));
	});
}

#[test]
fn escrowed_money_is_paid_once_when_the_asset_calls_back() {
	assert_paid_once(settled, |case_id| {
		assert_ok!(Restaking::release_slashed(signed(BOB), case_id, GOLD));
	});
	assert_paid_once(settled, |case_id| {
		assert_ok!(Restaking::release_slashed(signed(BOB), case_id, NATIVE));
	});
}

#[test]
fn owed_money_is_collected_once_when_the_asset_calls_back() {
	assert_paid_once(owed, |case_id| {
		assert_ok!(Restaking::release_slashed(signed(BOB), case_id, GOLD));
	});
}

#[test]
fn lost_dispute_is_lost_when_the_native_asset_calls_back() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		uphold(case_id);
		let release = Call::<Test>::release_dispute_deposit { case_id, disputer: OPERATOR };

		calling_back(
			move || {
				let _ = release.clone().dispatch_bypass_filter(signed(BOB));
			},
			|| settle(case_id, Outcome::Executed),
		);

		let _ = Restaking::release_dispute_deposit(signed(BOB), case_id, OPERATOR);
		assert_eq!(held(HoldReason::DisputeDeposit, &OPERATOR), 0);
		assert_eq!(balance(NATIVE, &LOST), FUNDS + DISPUTE_DEPOSIT);
	});
}

#[test]
fn checks_come_before_the_money_of_who_has_none() {
	test_opted_in(|| {
		assert_ok!(AllAssets::mint_into(NATIVE, &PAUPER, CONSUMER_DEPOSIT + EXISTENTIAL_DEPOSIT));
		opt_in(OPERATOR, ROLLUP, 50, 50);
		skip(WINDOW + 1);
		let poor = register_with(PAUPER, terms());
		opt_in(OPERATOR, poor, 50, 0);
		skip(1);
		let remit = |asset, amount| {
			let earned_in = EpochIndex(now());
			Restaking::remit(signed(PAUPER), poor, OPERATOR, asset, amount, earned_in)
		};

		type Refused = pallet_staking_rewards::Error<Test>;
		for asset in [SILVER, TIN, AssetId::WithId(77)] {
			assert_noop!(remit(asset, 200), Refused::AssetNotListed);
		}
		assert_noop!(remit(GOLD, 0), Refused::NothingToPay);
		let poor_man = || signed(PAUPER);
		let unknown = Restaking::dispute(poor_man(), CaseId(77), SOME);
		assert_noop!(unknown, Error::<Test>::UnknownCase);
		let unchanged = Restaking::top_up_consumer(poor_man(), poor);
		assert_noop!(unchanged, Error::<Test>::Unchanged);
		let invalid = ConsumerTerms { most: budget(100, 51), ..terms() };
		let refused = Restaking::register_consumer(poor_man(), invalid);
		assert_noop!(refused, Error::<Test>::InvalidTerms);
	});
}
