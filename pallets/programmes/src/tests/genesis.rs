// SPDX-License-Identifier: Apache-2.0

//! Programmes that a chain starts with.

use crate::{
	mock::*, EpochIndex, Event, Fraction, GenesisFunding, GenesisFundings, GenesisProgramme,
	MintRate, ProgrammeId, Rule,
};
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use sp_runtime::BuildStorage;

fn programme(
	asset: AssetId,
	funding: Option<(Balance, u32)>,
) -> GenesisProgramme<AccountId, AssetId> {
	GenesisProgramme {
		payer: SPONSOR,
		asset,
		rule: Rule::Service(SERVICE),
		reporters: REPORTERS[..1].to_vec(),
		mint: None,
		funding: funding.map(|(amount, epochs)| GenesisFunding { amount, epochs }),
	}
}

fn with(programmes: Vec<GenesisProgramme<AccountId, AssetId>>) -> RuntimeGenesisConfig {
	let nodes = vec![(ALICE, key(1))];
	let programmes = crate::GenesisConfig { programmes, nodes, idle_turns: 16 };
	RuntimeGenesisConfig { programmes, ..genesis() }
}

fn refused(programmes: Vec<GenesisProgramme<AccountId, AssetId>>) {
	let _ = with(programmes).build_storage();
}

#[test]
fn genesis_programme_pays_for_the_epochs_after_the_first_block() {
	ext_of(with(vec![programme(GOLD, Some((4_000, 4)))])).execute_with(|| {
		assert_eq!((owed(GOLD), balance(GOLD, &SPONSOR)), (4_000, FUNDS - 4_001));
		check_invariants();

		poll();

		assert_eq!(next_epoch(), 10, "no epoch before was");
		assert!(!GenesisFundings::<Test>::exists());
		assert_told(Event::Funded {
			programme_id: FIRST,
			payer: None,
			amount: 4_000,
			effective_from: EpochIndex(11),
			epochs: 4,
		});
		set_powers(11, &[(ALICE, 5_000)]);
		go_to(12);
		report_week(0, 11, ALICE, &[900]);
		pass(11);
		finalise(10);
		assert_eq!(rewarded(11), [(ALICE, 1_000)]);
		check_invariants();
	});
}

#[test]
fn genesis_programmes_open_as_blocks_have_room() {
	let programmes = vec![programme(GOLD, Some((40, 4))), programme(GOLD, Some((20, 2)))];
	ext_of(with(programmes)).execute_with(|| {
		let one = <() as crate::WeightInfo>::open_programme();
		let reads = Weight::from_parts(90_000_000, 0);
		let mut meter = WeightMeter::with_limit(one.saturating_add(reads));

		Programmes::on_poll(1, &mut meter);
		assert_eq!(GenesisFundings::<Test>::get().map(|left| left.len()), Some(1));
		check_invariants();
		poll();

		assert!(!GenesisFundings::<Test>::exists());
		go_to(11);
		assert_eq!(due(11), 10);
		assert_eq!(look(ProgrammeId(2), |book| book.budget.due(EpochIndex(11))), 10);
		check_invariants();
	});
}

#[test]
fn money_of_the_genesis_that_does_not_decode_is_left_as_it_is() {
	ext_of(with(vec![programme(GOLD, Some((40, 4)))])).execute_with(|| {
		let key = GenesisFundings::<Test>::hashed_key();
		sp_io::storage::set(&key, &[9, 9]);

		poll();

		assert_eq!(sp_io::storage::get(&key), Some(vec![9, 9].into()));
	});
}

#[test]
fn genesis_programmes_wait_for_the_time() {
	ext_of(with(vec![programme(GOLD, Some((40, 4)))])).execute_with(|| {
		go_to(0);
		poll();
		assert!(GenesisFundings::<Test>::exists());

		go_to(10);
		poll();

		assert!(!GenesisFundings::<Test>::exists());
	});
}

#[test]
fn genesis_programme_mints_from_the_first_block_on() {
	let mint = Some(MintRate::OfIssuance(Fraction::from_rational(1u64, 1_000)));
	let programme = GenesisProgramme { mint, ..programme(NATIVE, None) };
	ext_of(with(vec![programme])).execute_with(|| {
		poll();

		assert!(due(10) > 0);
		check_invariants();
	});
}

#[test]
fn genesis_nodes_count_from_the_first_epoch_on() {
	ext_of(with(vec![])).execute_with(|| {
		let slots: Vec<_> = nodes_of(ALICE).slots(EpochIndex(1)).collect();
		assert_eq!(slots, [0]);
		assert_eq!(crate::IdleTurns::<Test>::get().at(EpochIndex(0)), 16);
		check_invariants();
	});
}

#[test]
#[should_panic = "the genesis of Programmes is refused: programmes[0]: InvalidRule"]
fn genesis_is_refused_when_a_rule_is_out_of_bounds() {
	let rule = Rule::Service(crate::ServiceRule { service_exponent: 65, ..SERVICE });
	refused(vec![GenesisProgramme { rule, ..programme(GOLD, None) }]);
}

#[test]
#[should_panic = "programmes[0].funding: InvalidDuration"]
fn genesis_is_refused_when_money_is_for_no_epoch() {
	refused(vec![programme(GOLD, Some((40, 0)))]);
}

#[test]
#[should_panic = "programmes[0].funding: "]
fn genesis_is_refused_when_the_payer_has_not_enough() {
	refused(vec![programme(GOLD, Some((FUNDS, 1)))]);
}

#[test]
#[should_panic = "programmes[0].mint: NotNative"]
fn genesis_is_refused_when_another_asset_shall_be_minted() {
	let mint = Some(MintRate::Amount(1));
	refused(vec![GenesisProgramme { mint, ..programme(GOLD, None) }]);
}

#[test]
#[should_panic = "nodes[0]: NotOperator"]
fn genesis_is_refused_when_a_node_is_nobodys() {
	let programmes = crate::GenesisConfig { nodes: vec![(SPONSOR, key(1))], ..Default::default() };
	let _ = RuntimeGenesisConfig { programmes, ..genesis() }.build_storage();
}
