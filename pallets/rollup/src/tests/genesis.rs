// SPDX-License-Identifier: Apache-2.0

//! Keys that a chain starts with.

use crate::{mock::*, GenesisKey};
use sp_runtime::BuildStorage;

fn with(keys: Vec<(AccountId, GenesisKey)>, signing: bool) -> RuntimeGenesisConfig {
	RuntimeGenesisConfig { rollup: crate::GenesisConfig { keys, signing }, ..genesis() }
}

fn key(who: &AccountId) -> (AccountId, GenesisKey) {
	(who.clone(), GenesisKey(key_of(who)))
}

fn all_keys() -> Vec<(AccountId, GenesisKey)> {
	OPERATORS[..4].iter().map(key).collect()
}

#[test]
fn keys_of_the_genesis_are_the_first_set() {
	ext_of(with(all_keys(), true)).execute_with(|| {
		poll();
		assert_eq!(members(1), OPERATORS[..4]);
		submit_next(ALICE, 0);
		check_invariants();
	});
}

#[test]
fn key_is_read_and_written_in_hexadecimal() {
	let key = GenesisKey(key_of(&ALICE));
	let text = serde_json::to_string(&key).unwrap();

	assert!(text.starts_with("\"0x80fd75eb") && text.len() == 100, "{text}");
	assert_eq!(serde_json::from_str::<GenesisKey>(&text).unwrap(), key);
	let bare = text.replace("0x", "");
	assert_eq!(serde_json::from_str::<GenesisKey>(&bare).unwrap(), key);
	for bad in ["\"\"", "\"0x80\"", &text.replace('8', "g"), &text.replace("0x", "0x00"), "7"] {
		assert!(serde_json::from_str::<GenesisKey>(bad).is_err(), "{bad}");
	}
	let sign = format!("\"0x+{}\"", "1".repeat(95));
	assert!(serde_json::from_str::<GenesisKey>(&sign).is_err());
}

#[test]
#[should_panic = "the genesis of Rollup is refused: keys[0]: NotOperator"]
fn genesis_refuses_keys_of_others() {
	let _ = with(vec![key(&OUTSIDER)], false).build_storage();
}

#[test]
#[should_panic = "keys[1]: KeyTaken"]
fn genesis_refuses_a_key_twice() {
	let twice = vec![key(&ALICE), (BOB, GenesisKey(key_of(&ALICE)))];
	let _ = with(twice, false).build_storage();
}

#[test]
#[should_panic = "keys[0]: BadKey"]
fn genesis_refuses_a_key_that_is_none() {
	let _ = with(vec![(ALICE, GenesisKey([0; 48]))], false).build_storage();
}

#[test]
fn genesis_refuses_keys_or_signatures_if_the_terms_leave_too_little_time() {
	let storage = genesis().build_storage().expect("it is sound");
	sp_io::TestExternalities::from(storage).execute_with(|| {
		ReportWindow::set(&2);
		let refusal = |keys, signing| {
			let genesis = crate::GenesisConfig::<Test> { keys, signing };
			genesis.try_build().expect_err("it is refused")
		};

		assert!(refusal(all_keys(), false).starts_with("keys: the consumer's terms"));
		assert!(refusal(vec![], true).starts_with("signing: the consumer's terms"));
	});
}
