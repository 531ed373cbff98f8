// SPDX-License-Identifier: Apache-2.0

//! Positions as a collection of `pallet-nfts`.

use alloc::vec::Vec;
use bulwark_traits::PositionNfts;
use core::marker::PhantomData;
use frame_support::traits::{
	tokens::nonfungibles_v2::{Inspect, InspectEnumerable, Mutate},
	Incrementable,
};
use frame_system::RawOrigin;
use pallet_nfts::{
	CollectionConfig, CollectionSetting, CollectionSettings, ItemConfig, ItemConfigOf, ItemSetting,
	ItemSettings, MintSettings, MintType, NextCollectionId, Pallet, PalletAttributes,
};
use sp_runtime::{traits::StaticLookup, DispatchError, DispatchResult};

/// A collection of `pallet-nfts`, whose items trade like any other. Nobody has the key of its owner, so that only
/// code with this type mints and burns, and nobody changes a text.
///
/// Owners can burn what is theirs: the runtime has to refuse `Nfts::burn` for the collection.
pub struct NftCollection<T>(PhantomData<T>);

impl<T> NftCollection<T> {
	/// Items that move freely and whose text stays.
	fn item() -> ItemConfig {
		let locked = ItemSetting::UnlockedMetadata | ItemSetting::UnlockedAttributes;
		ItemConfig { settings: ItemSettings::from_disabled(locked) }
	}
}

impl<T: pallet_nfts::Config<CollectionId = u32, ItemId = u32>> PositionNfts<T::AccountId>
	for NftCollection<T>
{
	fn create_collection(owner: &T::AccountId, text: &[u8]) -> Result<u32, DispatchError> {
		let next = NextCollectionId::<T>::get().or(u32::initial_value());
		let collection = next.ok_or(pallet_nfts::Error::<T>::UnknownCollection)?;
		let config = CollectionConfig {
			// Deposits would have to be paid by somebody who did not choose to.
			settings: CollectionSettings::from_disabled(CollectionSetting::DepositRequired.into()),
			max_supply: None,
			mint_settings: MintSettings {
				mint_type: MintType::Issuer,
				price: None,
				start_block: None,
				end_block: None,
				default_item_settings: Self::item().settings,
			},
		};
		let owner = T::Lookup::unlookup(owner.clone());
		Pallet::<T>::force_create(RawOrigin::Root.into(), owner, config)?;
		<Pallet<T> as Mutate<_, ItemConfig>>::set_collection_metadata(None, &collection, text)?;
		Ok(collection)
	}

	fn mint(collection: u32, item: u32, to: &T::AccountId, text: &[u8]) -> DispatchResult {
		<Pallet<T> as Mutate<_, _>>::mint_into(&collection, &item, to, &Self::item(), true)?;
		<Pallet<T> as Mutate<_, ItemConfig>>::set_item_metadata(None, &collection, &item, text)
	}

	fn burn(collection: u32, item: u32) -> DispatchResult {
		// What is locked would be kept for ever, in case somebody mints the number again: nobody does.
		ItemConfigOf::<T>::insert(collection, item, ItemConfig::default());
		<Pallet<T> as Mutate<T::AccountId, ItemConfig>>::burn(&collection, &item, None)
	}

	fn owner(collection: u32, item: u32) -> Option<T::AccountId> {
		<Pallet<T> as Inspect<T::AccountId>>::owner(&collection, &item)
	}

	fn owned(collection: u32, owner: &T::AccountId) -> Vec<u32> {
		let items =
			<Pallet<T> as InspectEnumerable<T::AccountId>>::owned_in_collection(&collection, owner);
		items.collect()
	}

	fn items(collection: u32) -> Vec<u32> {
		<Pallet<T> as InspectEnumerable<T::AccountId>>::items(&collection).collect()
	}

	fn is_locked(collection: u32, item: u32) -> bool {
		// The item's own lock: what becomes of the collection as a whole keeps nobody's stake.
		let lock = PalletAttributes::TransferDisabled;
		let of_lender = Pallet::<T>::has_system_attribute(&collection, &item, lock);
		let is_frozen = ItemConfigOf::<T>::get(collection, item)
			.is_some_and(|config| config.has_disabled_setting(ItemSetting::Transferable));
		of_lender.is_ok_and(|is_locked| is_locked) || is_frozen
	}
}
