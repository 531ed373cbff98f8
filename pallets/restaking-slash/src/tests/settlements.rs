// SPDX-License-Identifier: Apache-2.0

//! Ends of cases, stake that they slash, and destinations of the money.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{GetDispatchInfo, Pays},
};
use pallet_operator_staking::Amount;

fn to(destination: Destination<AccountId>) -> ConsumerTerms<AccountId> {
	ConsumerTerms { destination, ..terms() }
}

/// Reports a part of bond and pools, and executes it.
fn execute(part: u64) -> CaseId {
	let case_id = report(now(), of_pools(part));
	skip(2);
	settle(case_id, Outcome::Executed);
	case_id
}

fn issued(asset: AssetId) -> Balance {
	use frame_support::traits::fungibles::Inspect;
	AllAssets::total_issuance(asset)
}

// When.

#[test]
fn settle_is_refused_while_it_can_be_disputed() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		blocks(MIN_BLOCKS + 1);
		assert_noop!(try_settle(case_id), Error::<Test>::CaseOpen);
		skip(1);
		assert_noop!(try_settle(case_id), Error::<Test>::CaseOpen);

		skip(1);

		settle(case_id, Outcome::Executed);
	});
}

#[test]
fn settle_is_refused_when_there_is_no_such_case() {
	test_opted_in(|| {
		let case_id = execute(10);

		assert_noop!(try_settle(case_id), Error::<Test>::UnknownCase);
		assert_noop!(try_settle(CaseId(77)), Error::<Test>::UnknownCase);
	});
}

#[test]
fn settle_executes_through_the_last_epoch() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(WINDOW);

		settle(case_id, Outcome::Executed);

		assert_eq!(stake_of(POOL, ALICE), 900);
	});
}

#[test]
fn settle_takes_nothing_when_the_window_is_over() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		let upheld = report(now(), of_pools(10));
		uphold(upheld);
		skip(WINDOW);

		settle(case_id, Outcome::Lapsed);
		settle(upheld, Outcome::Lapsed);

		assert_eq!(bond_of(&OPERATOR), BOND);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(Restaking::cases_of(OPERATOR), []);
	});
}

#[test]
fn settle_gives_the_budget_back_when_the_case_lapses() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(50));
		skip(WINDOW + 1);
		settle(case_id, Outcome::Lapsed);

		// The fault lies W epochs before this one.
		report(now() - 1, of_pools(50));
	});
}

#[test]
fn settle_lapses_when_nothing_is_left_to_slash() {
	test_opted_in(|| {
		let fault = EpochIndex(now());
		let case_id = report(now(), of_bond(40));
		// Whoever else has the door takes the whole bond.
		slash_whole_bond(fault);
		skip(2);

		settle(case_id, Outcome::Lapsed);

		assert_eq!(distributed(case_id), []);
		assert_eq!(reportable(), budget(100, 50));
	});
}

#[test]
fn settle_takes_of_the_pools_when_nothing_is_left_of_the_bond() {
	test_opted_in(|| {
		let fault = EpochIndex(now());
		let case_id = propose(now(), of_pools(10));
		endorse(case_id);
		slash_whole_bond(fault);
		skip(2);

		settle(case_id, Outcome::Executed);

		let treasury = Destination::Treasury;
		assert_eq!(distributed(case_id), [(NATIVE, 100, treasury.clone()), (GOLD, 100, treasury)]);
		assert_eq!(Bounties::<Test>::get(case_id), None);
	});
}

#[test]
fn settle_goes_by_the_terms_that_held_at_the_fault() {
	test_opted_in(|| {
		let before = now();
		let other = ConsumerTerms { bounty: percent(50), ..terms() };
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, other));
		skip(NOTICE);
		opt_in(OPERATOR, ROLLUP, 100, 50);
		skip(NOTICE);
		let bounty_for = |fault| {
			let case_id = propose(fault, of_bond(10));
			endorse(case_id);
			skip(2);
			settle(case_id, Outcome::Executed);
			Bounties::<Test>::get(case_id).map(|bounty| bounty.amount)
		};

		assert_eq!(before + 2 * NOTICE, now());
		assert_eq!(bounty_for(now() - 1), Some(30));
		assert_eq!(bounty_for(now() - 1), Some(45), "of the 900 that are left");
	});
}

#[test]
fn settle_is_free_when_the_case_has_ended_with_it() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		let call: RuntimeCall = Call::settle { case_id }.into();
		assert_eq!(call.get_dispatch_info().pays_fee, Pays::Yes);
		let early = Restaking::settle(signed(PAUPER), case_id);
		assert_eq!(early.expect_err("it is too early").post_info.pays_fee, Pays::Yes);
		skip(2);

		let settled = Restaking::settle(signed(PAUPER), case_id);

		assert_eq!(settled.expect("it is time").pays_fee, Pays::No);
	});
}

// Whom.

#[test]
fn settle_slashes_who_left_after_the_fault() {
	test_opted_in(|| {
		let fault = now();
		delegate(POOL, BOB, 500);
		skip(1);
		undelegate_all(POOL, ALICE);
		undelegate(POOL, BOB, 200);
		let case_id = report(fault, of_pools(10));
		let other = report(fault + 1, of_pools(10));
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(exits_of(POOL, ALICE), [(fault + 1 + WINDOW + 1, 900)]);
		assert_eq!(exits_of(POOL, BOB), [(fault + 1 + WINDOW + 1, 200)]);
		settle(other, Outcome::Executed);
		assert_eq!(exits_of(POOL, ALICE), [(fault + 1 + WINDOW + 1, 810)]);
		assert_eq!(exits_of(POOL, BOB), [(fault + 1 + WINDOW + 1, 180)]);
		assert_eq!(stake_of(POOL, BOB), 270);
	});
}

#[test]
fn settle_spares_who_left_before_the_fault() {
	test_opted_in(|| {
		undelegate_all(POOL, ALICE);
		delegate(POOL, BOB, 500);
		skip(1);

		execute(10);

		assert_eq!(exits_of(POOL, ALICE).iter().map(|(_, value)| value).sum::<Balance>(), 1_000);
		assert_eq!(stake_of(POOL, BOB), 450);
		assert_eq!(stake_of(GOLD_POOL, ALICE), 900);
	});
}

#[test]
fn settle_spares_who_joined_in_the_epoch_of_the_fault_or_later() {
	test_opted_in(|| {
		delegate(POOL, BOB, 1_000);
		let case_id = report(now(), of_pools(10));
		skip(1);
		delegate(POOL, CHARLIE, 1_000);
		skip(1);

		settle(case_id, Outcome::Executed);

		assert_eq!(stake_of(POOL, ALICE), 900);
		assert_eq!(stake_of(POOL, BOB), 1_000);
		assert_eq!(stake_of(POOL, CHARLIE), 1_000);
	});
}

#[test]
fn settle_slashes_positions_like_everybody() {
	test_opted_in(|| {
		let (_, key) = lock(POOL, BOB, 1_000);
		skip(1);

		execute(10);

		assert_eq!(stake_of(POOL, key), 900);
	});
}

#[test]
fn settle_slashes_what_moves_to_another_operator() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		assert_ok!(Staking::redelegate(signed(ALICE), POOL, OTHER_POOL, Amount::All));
		skip(2);
		settle(case_id, Outcome::Executed);
		skip(WINDOW);

		assert_ok!(Staking::complete_redelegation(signed(BOB), POOL, OTHER_POOL, ALICE));

		assert_eq!(stake_of(OTHER_POOL, ALICE), 900);
	});
}

#[test]
fn settle_slashes_an_operator_that_has_closed_since() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		retire(OPERATOR);
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 900);
		skip(WINDOW);
		assert_eq!(withdraw(POOL, ALICE), 900);
		assert_ok!(Staking::withdraw_bond(signed(OPERATOR), OPERATOR));
	});
}

#[test]
fn settle_spares_the_pools_when_the_case_is_about_the_bond() {
	test_opted_in(|| {
		let case_id = report(now(), of_bond(70));
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(bond_of(&OPERATOR), 300);
		assert_eq!(stake_of(POOL, ALICE), 1_000);
		assert_eq!(distributed(case_id), [(NATIVE, 700, Destination::Treasury)]);
	});
}

#[test]
fn settle_leaves_other_operators_alone() {
	test_opted_in(|| {
		delegate(OTHER_POOL, BOB, 1_000);
		skip(1);

		execute(50);

		assert_eq!(stake_of(OTHER_POOL, BOB), 1_000);
		assert_eq!(bond_of(&OTHER), BOND);
	});
}

// Where.

#[test]
fn settle_tells_where_each_part_goes() {
	test_opted_in(|| {
		let case_id = report(now(), of_pools(10));
		skip(2);

		let gains = || gain(GOLD, TREASURY, || settle(case_id, Outcome::Executed));
		let mut gold = 0;
		let native = gain(NATIVE, TREASURY, || gold = gains());

		assert_eq!((native, gold), (200, 100));
		let treasury = Destination::Treasury;
		let parts = [
			(NATIVE, 100, treasury.clone()),
			(NATIVE, 100, treasury.clone()),
			(GOLD, 100, treasury),
		];
		assert_eq!(distributed(case_id), parts);
	});
}

#[test]
fn settle_gives_each_asset_once_when_pools_share_one() {
	test(|| {
		let second = pallet_operator_staking::NextPoolId::<Test>::get();
		assert_ok!(Staking::open_pool(signed(OPERATOR), GOLD, 1, Default::default()));
		delegate(second, BOB, 500);
		opt_in_on(terms(), budget(100, 50));

		let case_id = execute(10);

		let gold = distributed(case_id).into_iter().filter(|(asset, ..)| *asset == GOLD);
		assert_eq!(gold.map(|(_, amount, _)| amount).collect::<Vec<_>>(), [150]);
	});
}

#[test]
fn settle_burns_when_the_terms_say_so() {
	test_opted_in_on(to(Destination::Burn), budget(100, 50), || {
		let before = [NATIVE, GOLD].map(issued);

		let case_id = execute(10);

		let after = [NATIVE, GOLD].map(issued);
		assert_eq!([before[0] - after[0], before[1] - after[1]], [200, 100]);
		let burn = Destination::Burn;
		let parts = [(NATIVE, 100, burn.clone()), (NATIVE, 100, burn.clone()), (GOLD, 100, burn)];
		assert_eq!(distributed(case_id), parts);
	});
}

#[test]
fn settle_pays_the_treasury_when_the_consumer_is_not_admitted_any_more() {
	test_opted_in_on(to(Destination::Account(DAVE)), budget(100, 50), || {
		let case_id = report(now(), of_pools(10));
		assert_ok!(Restaking::set_admission(root(), ROLLUP, false));
		skip(2);

		let paid = gain(NATIVE, TREASURY, || settle(case_id, Outcome::Executed));

		assert_eq!(paid, 200);
		assert!(distributed(case_id).iter().all(|(_, _, to)| *to == Destination::Treasury));
	});
}

#[test]
fn settle_goes_by_the_terms_that_the_opt_in_pins() {
	test_opted_in_on(to(Destination::Burn), budget(100, 50), || {
		assert_ok!(Restaking::set_terms(signed(MANAGER), ROLLUP, terms()));
		skip(NOTICE);

		let case_id = execute(10);

		assert!(distributed(case_id).iter().all(|(_, _, to)| *to == Destination::Burn));
	});
}

// To the unit.

/// 18 digits that divide nothing evenly.
const ODD: [u64; 6] = [
	123_456_789_012_345_678,
	333_333_333_333_333_333,
	999_999_999_999_999,
	77_777_777_777_777_777,
	1_000_000_000_000_000,
	100_000_000_000_000,
];

#[test]
fn settle_divides_what_was_taken_to_the_unit() {
	for parts in ODD {
		for bounty in [0, 1, 333_333_333_333_333_333, 500_000_000_000_000_000] {
			let bounty = Fraction::from_parts(bounty);
			test_opted_in_on(ConsumerTerms { bounty, ..terms() }, budget(100, 50), || {
				delegate(POOL, BOB, 777_777);
				delegate(GOLD_POOL, BOB, 13);
				skip(1);
				let fraction = Fraction::from_parts(parts);
				let case_id = propose(now(), both(parts));
				endorse(case_id);
				skip(2);
				let stakes = || [POOL, GOLD_POOL].map(staked);
				let (bond, before) = (bond_of(&OPERATOR), stakes());

				settle(case_id, Outcome::Executed);

				let cut = bond - bond_of(&OPERATOR);
				let after = stakes();
				assert_eq!(cut, fraction.mul_floor(bond));
				let due = Bounties::<Test>::get(case_id).map_or(0, |bounty| bounty.amount);
				assert_eq!(due, bounty.mul_floor(cut));
				let given = |asset: AssetId| -> Balance {
					let parts = distributed(case_id).into_iter();
					parts.filter(|(of, ..)| *of == asset).map(|(_, amount, _)| amount).sum()
				};
				assert_eq!(given(NATIVE), cut - due + before[0] - after[0]);
				assert_eq!(given(GOLD), before[1] - after[1]);
			});
		}
	}
}

/// All that stands in a pool, in units of its asset.
fn staked(pool: PoolId) -> Balance {
	Staking::pool(pool).expect("it is there").staked
}

#[test]
fn settle_says_nothing_of_what_is_nothing() {
	test_opted_in(|| {
		// A hundredth of a percent of 1 000 is nothing.
		let least = both(100_000_000_000_000);
		let case_id = report(now(), least);
		skip(2);

		settle(case_id, Outcome::Executed);

		assert_eq!(distributed(case_id), []);
		assert_eq!(bond_of(&OPERATOR), BOND);
	});
}

#[test]
fn settle_takes_the_same_part_of_what_others_have_left() {
	test_opted_in(|| {
		let cases = [report(now(), of_pools(20)), report(now(), of_pools(30))];
		skip(2);

		for case_id in cases {
			settle(case_id, Outcome::Executed);
		}

		assert_eq!(stake_of(POOL, ALICE), 560);
		assert_eq!(bond_of(&OPERATOR), 560);
	});
}
