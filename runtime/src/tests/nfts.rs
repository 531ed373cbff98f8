// SPDX-License-Identifier: Apache-2.0

//! Texts of NFTs, as wallets and markets show them.

use super::chain;
use crate::{
	assets::{AssetKind, GOLD_UNIT, USDX_UNIT},
	presets::DEVELOPMENT,
	units::UNIT,
	Balance, OperatorStaking, Runtime, RuntimeOrigin, StakingRewards,
};
use frame_support::assert_ok;
use pallet_operator_staking::{Fraction, PoolId};
use pallet_staking_rewards::{Collection, LockTier, Multiplier, NextPositionId};
use serde_json::{json, Value};
use sp_keyring::Sr25519Keyring::Dave;

fn item(position: u32) -> Value {
	let collection = Collection::<Runtime>::get().expect("the genesis made it");
	let text = pallet_nfts::ItemMetadataOf::<Runtime>::get(collection, position);
	serde_json::from_slice(&text.expect("it has a text").data).expect("it is JSON")
}

/// The text of a lock of some stake in a pool.
fn locked(pool_id: u32, asset: AssetKind, amount: Balance) -> Value {
	let pool_id = PoolId(pool_id);
	assert_eq!(OperatorStaking::pool(pool_id).map(|pool| pool.asset), Some(asset));
	let offer = StakingRewards::reward_pool(pool_id).expect("it pays");
	let position = NextPositionId::<Runtime>::get();
	assert_ok!(StakingRewards::stake(
		RuntimeOrigin::signed(Dave.to_account_id()),
		pool_id,
		amount,
		LockTier { duration: 26, multiplier: Multiplier(200) },
		Fraction::one(),
		offer.destination.expect("it offers"),
	));
	item(position.0)
}

#[test]
fn nft_of_a_position_names_it_and_its_amount_by_symbol_and_decimals() {
	chain(DEVELOPMENT).execute_with(|| {
		// From epoch 1 on, in which their own stake is active, operators take that of others.
		pallet_timestamp::Now::<Runtime>::put(60_000);
		assert_eq!(
			locked(1, AssetKind::Native, 1_000 * UNIT),
			json!({
				"name": "Position 1",
				"description": "1 000 BULW in pool 1, multiplier 2.00, locked until epoch 28",
			})
		);
		let in_usdx = locked(2, AssetKind::WithId(1), 1_234 * USDX_UNIT + USDX_UNIT / 2);
		let in_gold = locked(4, AssetKind::WithId(2), 2 * GOLD_UNIT + 1);

		let begins = |text: &Value, amount: &str| {
			let description = text["description"].as_str().expect("it has one");
			assert!(description.starts_with(amount), "{description}");
		};
		begins(&in_usdx, "1 234.5 USDX in pool 2,");
		begins(&in_gold, "2.000000000000000001 GOLD in pool 4,");
	});
}

#[test]
fn collection_of_positions_has_a_name() {
	chain(DEVELOPMENT).execute_with(|| {
		let collection = Collection::<Runtime>::get().expect("the genesis made it");
		let text = pallet_nfts::CollectionMetadataOf::<Runtime>::get(collection);
		let text: Value =
			serde_json::from_slice(&text.expect("it has a text").data).expect("it is JSON");

		assert_eq!(text["name"], "Staking positions");
		assert!(text["description"].is_string());
	});
}
