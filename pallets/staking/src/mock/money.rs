// SPDX-License-Identifier: Apache-2.0

//! Balances of accounts and of the pot, and assets that refuse.

use super::*;
use crate::HoldReason;
use frame_support::traits::{
	fungible::InspectHold,
	fungibles::{Inspect, Mutate},
	tokens::Preservation,
};

/// The free balance.
pub fn balance(asset: AssetId, who: AccountId) -> Balance {
	AllAssets::balance(asset, &who)
}

/// The bond that is held.
pub fn bond_of(operator: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::Bond.into(), &operator)
}

/// The amount of an asset in the pot that is somebody's.
pub fn recorded(asset: AssetId) -> Balance {
	crate::Pots::<Test>::get(asset).map_or(0, |pot| pot.owed())
}

/// Moves money between accounts, to the last unit if need be.
pub fn transfer(asset: AssetId, from: AccountId, to: AccountId, amount: Balance) {
	assert_ok!(AllAssets::transfer(asset, &from, &to, amount, Preservation::Expendable));
}

/// Leaves an account no more than so much of an asset.
pub fn keep_only(asset: AssetId, who: AccountId, amount: Balance) {
	transfer(asset.clone(), who, TREASURY, balance(asset, who) - amount);
}

/// Lets an asset other than the native one refuse all payments to and from an account.
pub fn block(asset: AssetId, who: AccountId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can block native money") };
	assert_ok!(Assets::block(signed(TREASURY), id, who));
}

pub fn unblock(asset: AssetId, who: AccountId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can block native money") };
	assert_ok!(Assets::thaw(signed(TREASURY), id, who));
}

/// Lets an asset other than the native one refuse all payments. Nothing happens if it does.
pub fn freeze(asset: AssetId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can freeze native money") };
	let _ = Assets::freeze_asset(signed(TREASURY), id);
}

pub fn thaw(asset: AssetId) {
	let NativeOrWithId::WithId(id) = asset else { panic!("nobody can freeze native money") };
	let _ = Assets::thaw_asset(signed(TREASURY), id);
}
