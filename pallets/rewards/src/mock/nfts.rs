// SPDX-License-Identifier: Apache-2.0

//! What owners do with the NFTs of their positions.

use super::*;
use crate::PositionId;
use frame_support::traits::tokens::nonfungibles_v2::{Inspect as _, Transfer};
use sp_runtime::DispatchResult;

/// The collection of the positions.
pub fn collection() -> u32 {
	crate::Collection::<Test>::get().expect("a pool offers positions")
}

/// Who has the NFT of a position.
pub fn owner(position: PositionId) -> Option<AccountId> {
	Nfts::owner(collection(), position.0)
}

/// What the NFT of a position says.
pub fn text(position: PositionId) -> String {
	let text = Nfts::attribute(&collection(), &position.0, &[]).expect("it says something");
	String::from_utf8(text).expect("it is text")
}

/// Gives a position away.
pub fn transfer(from: AccountId, position: PositionId, to: AccountId) {
	assert_ok!(try_transfer(from, position, to.clone()));
	assert_eq!(owner(position), Some(to));
}

pub fn try_transfer(from: AccountId, position: PositionId, to: AccountId) -> DispatchResult {
	let call = pallet_nfts::Call::transfer { collection: collection(), item: position.0, dest: to };
	calls(signed(from), call)
}

/// Offers a position for sale.
pub fn set_price(seller: AccountId, position: PositionId, price: Balance) {
	let (collection, item) = (collection(), position.0);
	let call = pallet_nfts::Call::set_price {
		collection,
		item,
		price: Some(price),
		whitelisted_buyer: None,
	};
	assert_ok!(calls(signed(seller), call));
}

pub fn try_buy(buyer: AccountId, position: PositionId, bid_price: Balance) -> DispatchResult {
	let (collection, item) = (collection(), position.0);
	calls(signed(buyer), pallet_nfts::Call::buy_item { collection, item, bid_price })
}

/// Offers a position for another one.
pub fn offer_swap(who: AccountId, offered: PositionId, desired: PositionId) {
	let call = pallet_nfts::Call::create_swap {
		offered_collection: collection(),
		offered_item: offered.0,
		desired_collection: collection(),
		maybe_desired_item: Some(desired.0),
		maybe_price: None,
		duration: 100,
	};
	assert_ok!(calls(signed(who), call));
}

/// Takes an offer up.
pub fn try_swap(who: AccountId, sent: PositionId, received: PositionId) -> DispatchResult {
	let call = pallet_nfts::Call::claim_swap {
		send_collection: collection(),
		send_item: sent.0,
		receive_collection: collection(),
		receive_item: received.0,
		witness_price: None,
	};
	calls(signed(who), call)
}

/// Somebody lends against a position: it may not move.
pub fn lock(position: PositionId) {
	assert_ok!(<Nfts as Transfer<_>>::disable_transfer(&collection(), &position.0));
}

pub fn unlock(position: PositionId) {
	assert_ok!(<Nfts as Transfer<_>>::enable_transfer(&collection(), &position.0));
}

/// The owner burns the NFT behind the pallet's back.
pub fn burn_nft(who: AccountId, position: PositionId) {
	let call = pallet_nfts::Call::burn { collection: collection(), item: position.0 };
	assert_ok!(calls(signed(who), call));
	assert_eq!(owner(position), None);
}
