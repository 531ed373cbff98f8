// SPDX-License-Identifier: Apache-2.0

//! Money from accounts.

use crate::{mock::*, EpochIndex, Error, Event, ProgrammeId};
use bulwark_ledger::EpochClock;
use bulwark_testing::calling_back;
use frame_support::{assert_noop, assert_ok, storage::unhashed, traits::fungibles::Mutate};
use sp_runtime::{DispatchError, TokenError};

/// Money due for each of some epochs when they have begun and none is finalised.
fn dues(epochs: std::ops::RangeInclusive<u32>) -> Vec<Balance> {
	go_to(*epochs.end());
	epochs.map(due).collect()
}

#[test]
fn fund_spreads_money_over_epochs_with_the_remainder_first() {
	test(|| {
		service_programme(0);

		fund(103, 4);

		assert_eq!(dues(10..=12), [0, 28, 25]);
		assert_eq!((owed(GOLD), pot_balance(GOLD)), (103, 104));
		assert_told(Event::Funded {
			programme_id: FIRST,
			payer: Some(SPONSOR),
			amount: 103,
			effective_from: EpochIndex(11),
			epochs: 4,
		});
	});
}

/// The epochs would be over when the clock begins, and all of their money would go to the first one that is scored.
#[test]
fn fund_is_refused_before_the_clock_begins() {
	test(|| {
		let clock = Clock::get();
		Clock::set(&EpochClock::STOPPED);
		service_programme(0);

		assert_noop!(Programmes::fund(signed(SPONSOR), FIRST, 100, 4), Error::<Test>::TooEarly);

		Clock::set(&clock);
		fund(100, 4);
		assert_eq!(due(10), 0);
		go_to(11);
		assert_eq!(due(11), 25);
	});
}

#[test]
fn fund_adds_up() {
	test(|| {
		service_programme(0);
		fund(100, 4);
		go_to(11);

		fund(60, 2);

		assert_eq!(dues(11..=14), [25, 55, 55, 25]);
	});
}

#[test]
fn fund_counts_everything_when_the_asset_calls_back() {
	test(|| {
		service_programme(0);

		calling_back(|| fund(10, 1), || fund(100, 1));

		assert_eq!(dues(10..=11), [0, 120], "it called before and after");
		assert_eq!((owed(GOLD), pot_balance(GOLD)), (120, 121));
	});
}

#[test]
fn fund_checks_before_it_takes_the_money_of_who_has_none() {
	test(|| {
		service_programme(0);
		let fund = |programme_id, amount, epochs| {
			Programmes::fund(signed(PAUPER), programme_id, amount, epochs)
		};

		assert_noop!(fund(ProgrammeId(7), 100, 1), Error::<Test>::UnknownProgramme);
		assert_noop!(fund(FIRST, 0, 1), Error::<Test>::NothingToPay);
		assert_noop!(fund(FIRST, 100, 0), Error::<Test>::InvalidDuration);
	});
}

#[test]
fn fund_takes_one_to_104_epochs() {
	test(|| {
		service_programme(0);
		let fund = |epochs| Programmes::fund(signed(SPONSOR), FIRST, 1_000, epochs);

		assert_noop!(fund(0), Error::<Test>::InvalidDuration);
		assert_noop!(fund(105), Error::<Test>::InvalidDuration);
		assert_ok!(fund(104));
		assert_ok!(fund(1));
	});
}

#[test]
fn fund_is_refused_when_there_is_nothing_or_nobody_to_pay() {
	test(|| {
		service_programme(0);
		let fund = |who, id, amount| Programmes::fund(signed(who), ProgrammeId(id), amount, 1);

		assert_noop!(fund(SPONSOR, 1, 0), Error::<Test>::NothingToPay);
		assert_noop!(fund(SPONSOR, 2, 1), Error::<Test>::UnknownProgramme);
		assert_noop!(fund(PAUPER, 1, 1), TokenError::FundsUnavailable);
	});
}

#[test]
fn fund_keeps_the_payer_alive() {
	test(|| {
		service_programme(0);

		let all = Programmes::fund(signed(SPONSOR), FIRST, FUNDS, 1);

		assert_eq!(all, Err(Error::<Test>::NotSpendable.into()));
		fund(FUNDS - 1, 1);
	});
}

#[test]
fn pot_holds_no_more_than_a_hundred_bits() {
	test(|| {
		service_programme(0);
		assert_ok!(AllAssets::mint_into(GOLD, &SPONSOR, 1 << 101));
		fund(1 << 100, 3);

		assert_noop!(Programmes::fund(signed(SPONSOR), FIRST, 1, 1), Error::<Test>::Overflow);
	});
}

#[test]
fn donations_change_nothing() {
	test(|| {
		service_programme(0);
		fund(100, 1);

		assert_ok!(AllAssets::mint_into(GOLD, &Programmes::pot(), 1_000));

		assert_eq!(owed(GOLD), 100);
		assert_eq!(dues(11..=11), [100]);
	});
}

#[test]
fn programmes_of_one_asset_have_money_of_their_own() {
	test(|| {
		service_programme(0);
		service_programme(0);
		fund(100, 1);
		assert_ok!(Programmes::fund(signed(SPONSOR), ProgrammeId(2), 7, 1));

		go_to(11);

		assert_eq!(due(11), 100);
		assert_eq!(look(ProgrammeId(2), |book| book.budget.due(EpochIndex(11))), 7);
		assert_eq!(owed(GOLD), 107);
	});
}

#[test]
fn fund_is_refused_when_a_programme_or_its_money_does_not_decode() {
	test(|| {
		service_programme(0);
		fund(100, 1);
		let programme = crate::Programmes::<Test>::hashed_key_for(FIRST);
		let budget = crate::Budgets::<Test>::hashed_key_for(FIRST);
		for key in [programme, budget] {
			let record = unhashed::get_raw(&key).expect("it is there");
			unhashed::put_raw(&key, &record[..record.len() - 1]);

			let funded = Programmes::fund(signed(SPONSOR), FIRST, 100, 1);
			assert_noop!(funded, DispatchError::Corruption);

			unhashed::put_raw(&key, &record);
		}
		fund(100, 1);
	});
}
