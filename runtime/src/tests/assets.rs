// SPDX-License-Identifier: Apache-2.0

use super::chain;
use crate::{
	assets::{AssetKind, NativeAndAssets, GOLD, GOLD_UNIT, USDX, USDX_UNIT},
	presets::DEVELOPMENT,
	units::{EXISTENTIAL_DEPOSIT, UNIT},
	AccountId, Balance,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungibles::{Balanced, Inspect, Mutate},
		tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
	},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::TokenError;

/// Each asset with one unit of it.
fn kinds() -> [(AssetKind, Balance); 3] {
	[
		(AssetKind::Native, UNIT),
		(AssetKind::WithId(USDX), USDX_UNIT),
		(AssetKind::WithId(GOLD), GOLD_UNIT),
	]
}

#[test]
fn transfer_moves_money_of_every_kind() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());

		for (kind, unit) in kinds() {
			let balances = || [&alice, &bob].map(|who| NativeAndAssets::balance(kind.clone(), who));
			let before = balances();

			assert_ok!(NativeAndAssets::transfer(kind.clone(), &alice, &bob, unit, Preserve));

			assert_eq!(balances(), [before[0] - unit, before[1] + unit]);
		}
	});
}

#[test]
fn withdraw_keeps_issuance_until_credit_is_dropped() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());

		for (kind, unit) in kinds() {
			let issuance = NativeAndAssets::total_issuance(kind.clone());
			let credit =
				NativeAndAssets::withdraw(kind.clone(), &alice, 3 * unit, Exact, Preserve, Polite)
					.expect("Alice is rich");
			let (paid, burnt) = credit.split(2 * unit);

			assert_ok!(NativeAndAssets::resolve(&bob, paid));
			assert_eq!(NativeAndAssets::total_issuance(kind.clone()), issuance);

			drop(burnt);
			assert_eq!(NativeAndAssets::total_issuance(kind), issuance - unit);
		}
	});
}

#[test]
fn new_account_can_hold_usdx_alone_but_not_gold() {
	chain(DEVELOPMENT).execute_with(|| {
		let (alice, fresh) = (Alice.to_account_id(), AccountId::new([7; 32]));
		let (usdx, gold) = (AssetKind::WithId(USDX), AssetKind::WithId(GOLD));

		assert_noop!(
			NativeAndAssets::transfer(gold.clone(), &alice, &fresh, GOLD_UNIT, Preserve),
			TokenError::CannotCreate
		);
		assert_ok!(NativeAndAssets::transfer(usdx, &alice, &fresh, USDX_UNIT, Preserve));

		assert_ok!(NativeAndAssets::transfer(
			AssetKind::Native,
			&alice,
			&fresh,
			EXISTENTIAL_DEPOSIT,
			Preserve
		));
		assert_ok!(NativeAndAssets::transfer(gold, &alice, &fresh, GOLD_UNIT, Preserve));
	});
}
