// SPDX-License-Identifier: Apache-2.0

//! Programmes and their parameters.

use crate::{
	mock::*, CountedBy, EpochIndex, Error, Event, Pots, ProgrammeId, Programmes as Records, Rule,
	Rules, ServiceRule,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

const STEEP: ServiceRule = ServiceRule { service_exponent: 64, ..SERVICE };

/// α of the first programme's rule in some epochs, in sixteenths; none where there is no rule.
fn exponents(epochs: std::ops::Range<u32>) -> Vec<Option<u8>> {
	let rules = Rules::<Test>::get(FIRST).expect("it has rules");
	let at = |epoch| match rules.at(EpochIndex(epoch)) {
		Some((_, Rule::Service(rule))) => Some(rule.service_exponent),
		_ => None,
	};
	epochs.map(at).collect()
}

fn with_exponent(service_exponent: u8) -> Rule {
	Rule::Service(ServiceRule { service_exponent, ..SERVICE })
}

#[test]
fn create_programme_pays_from_the_next_epoch_on() {
	test(|| {
		let id = service_programme(2);

		assert_eq!(id, ProgrammeId(1));
		assert_eq!(exponents(10..13), [None, Some(48), Some(48)]);
		let record = Records::<Test>::get(FIRST).expect("it was created");
		assert_eq!((record.asset, record.next_epoch), (GOLD, EpochIndex(11)));
		assert_told(Event::ProgrammeCreated {
			programme_id: FIRST,
			asset: GOLD,
			rule: Rule::Service(SERVICE),
			reporters: REPORTERS[..2].to_vec().try_into().expect("two"),
			effective_from: EpochIndex(11),
		});
	});
}

#[test]
fn create_programme_pays_the_floor_of_the_pot_once() {
	test(|| {
		let before = balance(SILVER, &TREASURY);

		create_programme(SILVER, Rule::Points(POINTS), 0);
		create_programme(SILVER, Rule::Points(POINTS), 0);

		assert_eq!(balance(SILVER, &TREASURY), before - 5);
		assert_eq!(pot_balance(SILVER), 5);
		let pot = Pots::<Test>::get(SILVER).expect("it was opened");
		assert_eq!((pot.owed(), pot.floor()), (0, 5));
	});
}

#[test]
fn create_programme_is_the_admins() {
	test(|| {
		let reporters = Default::default();

		let created =
			Programmes::create_programme(signed(ALICE), GOLD, Rule::Points(POINTS), reporters);

		assert_eq!(created, Err(DispatchError::BadOrigin));
	});
}

#[test]
fn create_programme_is_refused_when_the_rule_is_out_of_bounds() {
	test(|| {
		// α = 4 and L = 0.75 is the bound: 4·¼ = 1.
		assert_ok!(try_create_programme(GOLD, with_exponent(64), &[]));
		assert_noop!(
			try_create_programme(GOLD, with_exponent(65), &[]),
			Error::<Test>::InvalidRule
		);
		let wide = ServiceRule { power_cap: SERVICE.least_power * 65_537, ..SERVICE };
		assert_noop!(
			try_create_programme(GOLD, Rule::Service(wide), &[]),
			Error::<Test>::InvalidRule
		);
	});
}

#[test]
fn create_programme_is_refused_when_there_is_no_such_asset() {
	test(|| {
		assert_noop!(
			try_create_programme(AssetId::WithId(9), Rule::Service(SERVICE), &[]),
			Error::<Test>::UnknownAsset
		);
	});
}

#[test]
fn create_programme_is_refused_when_rewards_do_not_take_the_asset() {
	test(|| {
		assert_noop!(
			try_create_programme(TIN, Rule::Service(SERVICE), &[]),
			Error::<Test>::AssetNotListed
		);
	});
}

#[test]
fn create_programme_is_refused_when_a_reporter_is_named_twice() {
	test(|| {
		let twice = [REPORTERS[0].clone(), REPORTERS[1].clone(), REPORTERS[0].clone()];

		assert_noop!(
			try_create_programme(GOLD, Rule::Service(SERVICE), &twice),
			Error::<Test>::DuplicateReporter
		);
	});
}

#[test]
fn create_programme_is_refused_when_there_are_as_many_as_may_be() {
	test(|| {
		for id in 1..=3 {
			assert_eq!(service_programme(0), ProgrammeId(id));
		}

		assert_noop!(
			try_create_programme(GOLD, Rule::Service(SERVICE), &[]),
			Error::<Test>::TooManyProgrammes
		);
	});
}

#[test]
fn set_rule_holds_from_the_next_epoch_on() {
	test(|| {
		service_programme(0);
		go_to(12);

		set_rule(Rule::Service(STEEP));

		assert_eq!(exponents(11..15), [Some(48), Some(48), Some(64), Some(64)]);
		assert_told(Event::RuleSet {
			programme_id: FIRST,
			old: Rule::Service(SERVICE),
			new: Rule::Service(STEEP),
			effective_from: EpochIndex(13),
		});
	});
}

#[test]
fn set_rule_replaces_what_does_not_hold_yet() {
	test(|| {
		service_programme(0);
		go_to(12);
		set_rule(Rule::Service(STEEP));

		set_rule(with_exponent(16));

		assert_eq!(exponents(11..15), [Some(48), Some(48), Some(16), Some(16)]);
	});
}

#[test]
fn set_rule_keeps_a_rule_for_every_epoch_that_is_not_finalised() {
	test(|| {
		service_programme(0);
		for epoch in 11..40 {
			go_to(epoch);
			set_rule(with_exponent(epoch as u8));

			let oldest = (epoch - 3).max(12);
			let expected: Vec<_> = (oldest..epoch + 2).map(|one| Some(one as u8 - 1)).collect();
			assert_eq!(exponents(oldest..epoch + 2), expected);
		}
	});
}

#[test]
fn set_rule_is_refused_when_it_is_of_another_kind_or_out_of_bounds() {
	test(|| {
		service_programme(0);
		create_programme(GOLD, Rule::Points(POINTS), 0);
		let set = |id, rule| Programmes::set_rule(root(), ProgrammeId(id), rule);

		assert_noop!(set(1, Rule::Points(POINTS)), Error::<Test>::InvalidRule);
		assert_noop!(set(2, Rule::Service(SERVICE)), Error::<Test>::InvalidRule);
		assert_noop!(set(1, with_exponent(65)), Error::<Test>::InvalidRule);
		assert_noop!(set(3, with_exponent(16)), Error::<Test>::UnknownProgramme);
		let oracle = crate::PointsRule { counted_by: CountedBy::Reporters, ..POINTS };
		assert_ok!(set(2, Rule::Points(oracle)));
		assert_noop!(
			Programmes::set_rule(signed(ALICE), FIRST, with_exponent(16)),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn set_reporters_holds_from_the_next_epoch_on() {
	test(|| {
		service_programme(1);
		go_to(11);

		set_reporters(&REPORTERS[1..]);

		let of = |epoch| Programmes::reporters(FIRST, EpochIndex(epoch)).expect("it has reporters");
		assert_eq!(of(11).as_slice(), &REPORTERS[..1]);
		assert_eq!(of(12).as_slice(), &REPORTERS[1..]);
		assert_told(Event::ReportersSet {
			programme_id: FIRST,
			old: REPORTERS[..1].to_vec().try_into().expect("one"),
			new: REPORTERS[1..].to_vec().try_into().expect("two"),
			effective_from: EpochIndex(12),
		});
	});
}

#[test]
fn set_reporters_is_refused_when_it_cannot_be() {
	test(|| {
		service_programme(1);
		let set = |origin, id, reporters: &[AccountId]| {
			let reporters = reporters.to_vec().try_into().expect("few");
			Programmes::set_reporters(origin, ProgrammeId(id), reporters)
		};

		let twice = [ALICE, ALICE];
		assert_noop!(set(root(), 1, &twice), Error::<Test>::DuplicateReporter);
		assert_noop!(set(root(), 2, &[]), Error::<Test>::UnknownProgramme);
		assert_noop!(set(signed(ALICE), 1, &[]), DispatchError::BadOrigin);
		let seven: Vec<_> = (50..57).map(|seed| AccountId::new([seed; 32])).collect();
		assert_ok!(set(root(), 1, &seven));
	});
}

#[test]
fn set_idle_turns_holds_from_the_next_epoch_on() {
	test(|| {
		assert_ok!(Programmes::set_idle_turns(root(), 16));

		let turns = crate::IdleTurns::<Test>::get();
		assert_eq!((turns.at(EpochIndex(10)), turns.at(EpochIndex(11))), (0, 16));
		assert_told(Event::IdleTurnsSet { old: 0, new: 16, effective_from: EpochIndex(11) });
		assert_noop!(Programmes::set_idle_turns(signed(ALICE), 16), DispatchError::BadOrigin);
	});
}
