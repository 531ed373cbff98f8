// SPDX-License-Identifier: Apache-2.0

//! Chain specs that people and other programs have written: what they say arrives, or a field is named and a reason.

use super::{chain, config, merge};
use crate::{
	assets::{AssetKind, NativeAndAssets, GOLD},
	genesis::{build_state, read},
	presets::{DEVELOPMENT, ENDOWMENT, GOLD_ENDOWMENT, LOCAL},
	OperatorStaking, Restaking, RuntimeGenesisConfig,
};
use frame_support::traits::fungibles::Inspect;
use pallet_operator_staking::PoolId;
use serde_json::{json, Value};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Dave};
use sp_runtime::{BuildStorage, Perquintill};

/// The whole genesis of the development chain.
fn genesis() -> Value {
	let mut genesis = config(None);
	merge(&mut genesis, config(Some(DEVELOPMENT.into())));
	genesis
}

/// The same with another value at a place.
fn genesis_with(pointer: &str, value: Value) -> Value {
	let mut genesis = genesis();
	*genesis.pointer_mut(pointer).expect("it is there") = value;
	genesis
}

/// The same as this program reads it.
fn config_of(genesis: &Value) -> RuntimeGenesisConfig {
	read(genesis.to_string().as_bytes()).expect("it reads")
}

fn built(genesis: &Value) -> Result<TestExternalities, String> {
	let mut state = TestExternalities::default();
	state.execute_with(|| build_state(genesis.to_string().as_bytes()))?;
	state.commit_all().expect("nothing is open");
	Ok(state)
}

fn root(mut state: TestExternalities) -> Vec<u8> {
	state.commit_all().expect("nothing is open");
	state.backend.root().as_ref().to_vec()
}

fn refusal(pointer: &str, value: Value) -> String {
	built(&genesis_with(pointer, value)).expect_err("it is refused")
}

/// A value after a program has read it whose numbers are doubles, as in JavaScript, and written it again.
fn as_javascript(value: Value) -> Value {
	match value {
		Value::Number(number) => {
			let double: f64 = number.to_string().parse().expect("it is a number");
			let text = if double < 1e21 { format!("{double}") } else { format!("{double:e}") };
			serde_json::from_str(&text.replace('e', "e+")).expect("it is one still")
		},
		Value::Array(items) => items.into_iter().map(as_javascript).collect(),
		Value::Object(fields) => {
			fields.into_iter().map(|(name, field)| (name, as_javascript(field))).collect()
		},
		other => other,
	}
}

#[test]
fn chain_spec_builds_the_state_that_the_sdk_would() {
	for name in [DEVELOPMENT, LOCAL] {
		let mut genesis = config(None);
		merge(&mut genesis, config(Some(name.into())));

		let storage = config_of(&genesis).build_storage().expect("it builds");

		assert_eq!(root(chain(name)), root(storage.into()));
	}
}

#[test]
fn chain_spec_survives_a_program_whose_numbers_are_doubles() {
	let by_the_types = serde_json::to_value(config_of(&genesis())).expect("it is written");

	for (written, exponents) in [(genesis(), false), (by_the_types, true)] {
		let rewritten = as_javascript(written);
		// The SDK's pallets write the endowment in GOLD as a number.
		assert_eq!(rewritten.to_string().contains("1e+24"), exponents);
		assert_eq!(root(built(&rewritten).expect("it starts")), root(chain(DEVELOPMENT)));
	}
}

/// Alice's native money and her GOLD, Dave's stake in the first pool, and Alice's slash cap in 10⁻¹⁸.
const BALANCE: &str = "/balances/balances/0/1";
const IN_GOLD: &str = "/assets/accounts/7/2";
const STAKE: &str = "/operatorStaking/operators/0/pools/0/stakes/1/1";
const CAP: &str = "/restaking/slashCaps/0/1";

#[test]
fn large_numbers_are_written_as_strings_and_keep_every_digit() {
	let mut genesis = genesis_with(STAKE, json!("20000000000000001"));
	*genesis.pointer_mut(CAP).expect("it is there") = json!("777777777777777777");
	let written = serde_json::to_value(config_of(&genesis)).expect("it is written");

	assert_eq!(written.pointer(STAKE), Some(&json!("20000000000000001")));
	let mut state = built(&as_javascript(written)).expect("it starts");

	state.execute_with(|| {
		let stake = OperatorStaking::stake_of(PoolId(1), Dave.to_account_id());
		assert_eq!(stake.map(|stake| stake.value), Some(20_000_000_000_000_001));
		let cap = Restaking::opt_ins(Alice.to_account_id()).slash_cap;
		assert_eq!(cap, Perquintill::from_parts(777_777_777_777_777_777));
	});
}

#[test]
fn large_amounts_of_the_sdks_pallets_are_strings_too() {
	let issued =
		|| [AssetKind::Native, AssetKind::WithId(GOLD)].map(NativeAndAssets::total_issuance);
	let before = chain(DEVELOPMENT).execute_with(issued);
	let mut genesis = genesis();

	for (pointer, amount) in [(BALANCE, ENDOWMENT), (IN_GOLD, GOLD_ENDOWMENT)] {
		let written = genesis.pointer_mut(pointer).expect("it is there");
		assert_eq!(*written, json!(amount.to_string()));
		*written = json!((amount + 1).to_string());
	}

	let mut state = built(&as_javascript(genesis)).expect("it starts");
	assert_eq!(state.execute_with(issued), before.map(|issuance| issuance + 1));
}

#[test]
fn numbers_are_read_however_they_are_written() {
	let number = |text: &str| serde_json::from_str::<Value>(text).expect("it is one");
	let stake = |value: Value| {
		built(&genesis_with(STAKE, value)).expect("it starts").execute_with(|| {
			OperatorStaking::stake_of(PoolId(1), Dave.to_account_id()).map(|stake| stake.value)
		})
	};

	for written in [json!("20000000000000001"), number("20000000000000001")] {
		assert_eq!(stake(written), Some(20_000_000_000_000_001));
	}
	for written in [json!("2500000000000000"), number("2.5e+15"), number("2500000e9")] {
		assert_eq!(stake(written), Some(2_500_000_000_000_000));
	}
	let exact = genesis_with(STAKE, json!(9_007_199_254_740_992_u64));
	let written = serde_json::to_value(config_of(&exact)).expect("it is written");
	assert_eq!(written.pointer(STAKE).map(Value::to_string), Some("9007199254740992".into()));
}

#[test]
fn what_does_not_read_is_refused_by_its_field() {
	for (pointer, value, refused) in [
		(CAP, json!("1000000000000000001"), "restaking.slashCaps[0][1]: "),
		(
			"/restaking/optIns/1/2/pools",
			json!(1_500_000_000_000_000_000_u64),
			"restaking.optIns[1][2].pools: ",
		),
		(
			"/restaking/consumers/0/terms/bounty",
			json!("-1"),
			"restaking.consumers[0].terms.bounty: ",
		),
		("/stakingRewards/offers/3/penalty", json!("1e18"), "stakingRewards.offers[3].penalty: "),
		(STAKE, json!("twenty"), "operatorStaking.operators[0].pools[0].stakes[1][1]: "),
		(STAKE, json!({ "amount": "1" }), "operatorStaking.operators[0].pools[0].stakes[1]"),
		(
			"/programmes/programmes/0/funding/amount",
			json!(1.5),
			"programmes.programmes[0].funding.amount: ",
		),
		(BALANCE, json!("1e18"), "balances.balances[0][1]: "),
		("/rollup/keys/1/1", json!("0x12"), "rollup.keys[1]: "),
		("/restaking/consumers/1/terms", json!({ "bounty": 0 }), "restaking.consumers[1].terms: "),
		("/operatorStaking/clock", json!({ "origin": 0, "lenght": 1 }), "operatorStaking.clock"),
	] {
		let refusal = refusal(pointer, value);
		assert!(refusal.starts_with(refused), "{refusal}");
	}
}

#[test]
fn what_no_call_would_allow_is_refused_by_its_field() {
	let tiers = vec![json!({ "duration": 7, "multiplier": 100 }); 9];
	let reporters = vec![json!(Alice.to_account_id()); 8];
	for (pointer, value, refused) in [
		("/operatorStaking/clock/length", json!(999), "operatorStaking.clock.length: "),
		("/operatorStaking/clock/length", json!(u64::MAX), "operatorStaking.clock.length: "),
		(
			"/operatorStaking/clock/origin",
			json!(4_102_444_800_000_u64),
			"operatorStaking.clock.origin: ",
		),
		("/operatorStaking/activeSetSize", json!(256), "operatorStaking.activeSetSize: "),
		("/operatorStaking/activeSetSize", json!(4), "operatorStaking.activeSetSize: "),
		(
			"/operatorStaking/operators/1/account",
			json!(Alice.to_account_id()),
			"operatorStaking.operators[1].account: AlreadyRegistered",
		),
		(
			"/operatorStaking/operators/0/pools/1/asset",
			json!({ "WithId": 9 }),
			"operatorStaking.operators[0].pools[1]: AssetNotListed",
		),
		(STAKE, json!(1), "operatorStaking.operators[0].pools[0].stakes[1]: BelowMinimum"),
		(
			STAKE,
			json!("1000000000000000000000"),
			"operatorStaking.operators[0].pools[0].stakes[1]: Funds are unavailable",
		),
		(
			"/stakingRewards/offers/2/tiers",
			json!(tiers),
			"stakingRewards.offers[2].tiers: at most 8",
		),
		(
			"/stakingRewards/offers/2/penalty",
			json!("1000000000000000000"),
			"stakingRewards.offers[2]: InvalidPenalty",
		),
		(
			"/stakingRewards/streams/0/1/epochs",
			json!(105),
			"stakingRewards.streams[0]: InvalidDuration",
		),
		(
			"/restaking/consumers/1/terms/bounty",
			json!("500000000000000001"),
			"restaking.consumers[1]: InvalidTerms",
		),
		(
			"/restaking/slashCaps/0/0",
			json!(Dave.to_account_id()),
			"restaking.slashCaps[0]: NotOperator",
		),
		("/restaking/optIns/1/1", json!(9), "restaking.optIns[1]: UnknownConsumer"),
		(
			"/programmes/programmes/0/reporters",
			json!(reporters),
			"programmes.programmes[0].reporters: at most 7",
		),
		(
			"/programmes/programmes/1/funding",
			json!({ "amount": 0, "epochs": 1 }),
			"programmes.programmes[1].funding: NothingToPay",
		),
		("/programmes/nodes/0/0", json!(Dave.to_account_id()), "programmes.nodes[0]: NotOperator"),
		("/rollup/keys/0/1", json!(format!("0x{}", "0".repeat(96))), "rollup.keys[0]: BadKey"),
	] {
		let refusal = refusal(pointer, value);
		assert!(refusal.starts_with(refused), "{refusal}");
	}
}
