// SPDX-License-Identifier: Apache-2.0

//! Money that programmes mint.

use crate::{mock::*, EpochIndex, Error, Event, Fraction, LastMint, MintRate, ProgrammeId, Rule};
use bulwark_ledger::EpochClock;
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungibles::Inspect, Hooks},
	weights::{Weight, WeightMeter},
};
use sp_runtime::DispatchError;

fn issuance() -> Balance {
	AllAssets::total_issuance(NATIVE)
}

/// Two programmes in the native asset.
fn native_programmes() {
	create_programme(NATIVE, Rule::Service(SERVICE), 0);
	create_programme(NATIVE, Rule::Points(POINTS), 0);
}

fn minted() -> Vec<(u32, u32, Balance)> {
	let minted = |event| match event {
		Event::Minted { programme_id, epoch, amount } => Some((programme_id.0, epoch.0, amount)),
		_ => None,
	};
	events().into_iter().filter_map(minted).collect()
}

#[test]
fn mint_fills_the_pot_in_the_first_block_of_an_epoch() {
	test(|| {
		native_programmes();
		set_mint(FIRST, MintRate::Amount(500));
		poll();
		let before = issuance();
		assert_eq!(minted(), [], "it holds from the next epoch on");

		go_to(11);
		poll();
		poll();

		assert_eq!(minted(), [(1, 11, 500)]);
		assert_eq!((issuance() - before, owed(NATIVE), due(11)), (500, 500, 500));
		assert_eq!(pot_balance(NATIVE), 500 + EXISTENTIAL_DEPOSIT);
	});
}

/// Whoever adds the pallet before staking has a clock mints as soon as it has one.
#[test]
fn mint_begins_with_the_clock() {
	test(|| {
		let clock = Clock::get();
		Clock::set(&EpochClock::STOPPED);
		native_programmes();
		set_mint(FIRST, MintRate::Amount(500));
		poll();
		assert_eq!((minted(), LastMint::<Test>::get()), (vec![], Some(EpochIndex(0))));

		Clock::set(&clock);
		poll();

		assert_eq!(minted(), [(1, 10, 500)]);
	});
}

#[test]
fn mint_follows_the_issuance_epoch_by_epoch() {
	test(|| {
		native_programmes();
		let rate = Fraction::from_parts(159_653_587_452_900);
		set_mint(FIRST, MintRate::OfIssuance(rate));

		let mut expected = vec![];
		for epoch in 11..15 {
			expected.push((1, epoch, rate.mul_floor(issuance())));
			go_to(epoch);
			poll();
			assert_eq!(minted(), expected.split_off(0));
		}
	});
}

#[test]
fn mint_is_of_the_issuance_before_for_all_programmes() {
	test(|| {
		native_programmes();
		let half = MintRate::OfIssuance(Fraction::from_rational(1u64, 1_000));
		set_mint(FIRST, half);
		set_mint(ProgrammeId(2), half);
		let each = Fraction::from_rational(1u64, 1_000).mul_floor(issuance());

		go_to(11);
		poll();

		assert_eq!(minted(), [(1, 11, each), (2, 11, each)]);
	});
}

#[test]
fn epochs_without_a_block_mint_nothing() {
	test(|| {
		native_programmes();
		set_mint(FIRST, MintRate::Amount(500));
		go_to(11);
		poll();

		go_to(14);
		poll();

		assert_eq!(minted(), [(1, 11, 500), (1, 14, 500)]);
	});
}

#[test]
fn mint_waits_for_a_block_with_room() {
	test(|| {
		native_programmes();
		set_mint(FIRST, MintRate::Amount(500));
		go_to(11);

		let mut meter = WeightMeter::with_limit(Weight::from_parts(80_000_000, u64::MAX));
		Programmes::on_poll(1, &mut meter);
		assert_eq!(minted(), []);
		assert_eq!(LastMint::<Test>::get(), None);
		poll();

		assert_eq!(minted(), [(1, 11, 500)]);
	});
}

#[test]
fn mint_ends_when_nothing_is_set() {
	test(|| {
		native_programmes();
		set_mint(FIRST, MintRate::Amount(500));
		go_to(11);
		poll();

		assert_ok!(Programmes::set_mint(root(), FIRST, None));
		assert_told(Event::MintSet {
			programme_id: FIRST,
			old: Some(MintRate::Amount(500)),
			new: None,
			effective_from: EpochIndex(12),
		});
		go_to(12);
		poll();

		assert_eq!(minted(), [(1, 11, 500)]);
	});
}

#[test]
fn set_mint_is_refused_when_programmes_would_mint_more_than_they_may() {
	test(|| {
		native_programmes();
		let set = |id, rate| Programmes::set_mint(root(), ProgrammeId(id), Some(rate));
		let most = Fraction::from_percent(1).mul_floor(issuance());

		assert_noop!(set(1, MintRate::Amount(most + 1)), Error::<Test>::MintTooHigh);
		let more = Fraction::from_parts(Fraction::from_percent(1).deconstruct() + 1);
		assert_noop!(set(1, MintRate::OfIssuance(more)), Error::<Test>::MintTooHigh);
		assert_ok!(set(1, MintRate::Amount(most)));
		assert_ok!(set(1, MintRate::Amount(most - 9)));
		assert_ok!(set(2, MintRate::Amount(9)));
		assert_noop!(set(2, MintRate::Amount(10)), Error::<Test>::MintTooHigh);
	});
}

#[test]
fn set_mint_is_refused_when_it_cannot_be() {
	test(|| {
		service_programme(0);
		let set =
			|origin, id| Programmes::set_mint(origin, ProgrammeId(id), Some(MintRate::Amount(1)));

		assert_noop!(set(root(), 1), Error::<Test>::NotNative);
		assert_noop!(set(root(), 2), Error::<Test>::UnknownProgramme);
		assert_noop!(set(signed(ALICE), 1), DispatchError::BadOrigin);
		assert_ok!(Programmes::set_mint(root(), FIRST, None));
	});
}

#[test]
fn programmes_mint_less_when_the_issuance_has_fallen() {
	test(|| {
		native_programmes();
		let most = Fraction::from_percent(1).mul_floor(issuance());
		set_mint(FIRST, MintRate::Amount(most - 9));
		set_mint(ProgrammeId(2), MintRate::Amount(9));
		assert_ok!(Balances::burn(signed(SPONSOR), 1_000, false));

		go_to(11);
		poll();

		let most = most - 10;
		assert_eq!(minted(), [(1, 11, most)], "nothing is left for the second");
	});
}

#[test]
fn mint_that_fails_is_told_and_stops_nobody() {
	new_test_ext().execute_with(|| {
		native_programmes();
		create_programme(GOLD, Rule::Points(POINTS), 0);
		set_mint(FIRST, MintRate::Amount(500));
		set_mint(ProgrammeId(2), MintRate::Amount(7));
		// The pot's record is as good as full.
		let mut pot = bulwark_ledger::Pot::new(10);
		assert_ok!(pot.receive(bulwark_ledger::Pot::MAX_OWED - 7));
		crate::Pots::<Test>::insert(NATIVE, pot);

		go_to(11);
		poll();

		let failed = Event::MintFailed {
			programme_id: FIRST,
			epoch: EpochIndex(11),
			reason: Error::<Test>::Overflow.into(),
		};
		assert_told(failed);
		assert_eq!(minted(), [(2, 11, 7)]);
	});
}
