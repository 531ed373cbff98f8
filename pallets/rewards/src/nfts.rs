// SPDX-License-Identifier: Apache-2.0

//! The NFTs of positions, and the accounts under which their stake stands.

use crate::{
	nft_text::COLLECTION, Collection, Config, Destination, Error, Event, NextPositionId, Pallet,
	Position, PositionId, Positions,
};
use bulwark_ledger::{EpochIndex, PoolId};
use bulwark_traits::PositionNfts;
use frame_support::{ensure, traits::Get, PalletId};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

/// Tells position accounts from all others that come of the pallet's id.
const POSITION: [u8; 3] = *b"pos";
/// Penalties that those who stay will get.
const RETURNED: [u8; 3] = *b"ret";
/// Penalties that will be burnt.
const BURNT: [u8; 3] = *b"brn";
/// Penalties that the treasury will get.
const TREASURY: [u8; 3] = *b"trs";

impl<T: Config> Pallet<T> {
	/// The position account of a position that is minted with this number. The position keeps it when its number
	/// changes. Nobody has the private key to it, and nothing is paid to it.
	pub fn position_account(position_id: PositionId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((POSITION, position_id))
	}

	/// The account under which penalties of a pool are unbonding.
	pub(crate) fn penalty_account(
		pool_id: PoolId,
		destination: &Destination<T::AccountId>,
	) -> T::AccountId {
		let kind = match destination {
			Destination::Account(account) => return account.clone(),
			Destination::Stakers => RETURNED,
			Destination::Treasury => TREASURY,
			Destination::Burn => BURNT,
		};
		T::PalletId::get().into_sub_account_truncating((kind, pool_id))
	}

	/// True if an account is one of those.
	pub(crate) fn is_position_account(account: &T::AccountId) -> bool {
		let kinds = [POSITION, RETURNED, BURNT, TREASURY];
		Self::kind_of(account).is_some_and(|kind| kinds.contains(&kind))
	}

	/// True if an account is that of a position, of one that is gone too.
	#[cfg(any(test, feature = "try-runtime"))]
	pub(crate) fn is_of_position(account: &T::AccountId) -> bool {
		Self::kind_of(account) == Some(POSITION)
	}

	/// The kind of an account that comes of the pallet's id.
	fn kind_of(account: &T::AccountId) -> Option<[u8; 3]> {
		let (id, (kind, _)) = PalletId::try_from_sub_account::<([u8; 3], u32)>(account)?;
		(id == T::PalletId::get()).then_some(kind)
	}

	/// The owner of a position; `UnknownPosition` if it has none.
	pub(crate) fn owner_of(position_id: PositionId) -> Result<T::AccountId, Error<T>> {
		Self::nft_owner(position_id).ok_or(Error::<T>::UnknownPosition)
	}

	pub(crate) fn nft_owner(position_id: PositionId) -> Option<T::AccountId> {
		T::Nfts::owner(Collection::<T>::get()?, position_id.0)
	}

	/// True if the NFT may not be transferred.
	pub(crate) fn is_locked(position_id: PositionId) -> bool {
		let collection = Collection::<T>::get();
		collection.is_some_and(|collection| T::Nfts::is_locked(collection, position_id.0))
	}

	/// A number that was never used. The last one is never given.
	pub(crate) fn next_position_id() -> Result<PositionId, Error<T>> {
		let position_id = NextPositionId::<T>::get();
		NextPositionId::<T>::put(position_id.next().ok_or(Error::<T>::Overflow)?);
		Ok(position_id)
	}

	/// Keeps a position and mints its NFT, whose text says what it is.
	pub(crate) fn mint(
		position_id: PositionId,
		owner: &T::AccountId,
		position: Position<T>,
		now: EpochIndex,
	) -> DispatchResult {
		let collection = Collection::<T>::get().ok_or(Error::<T>::UnknownPosition)?;
		let text = Self::nft_text(position_id, &position, now);
		Positions::<T>::insert(position_id, position);
		T::Nfts::mint(collection, position_id.0, owner, text.as_bytes())
	}

	/// Forgets a position and burns its NFT.
	pub(crate) fn burn(position_id: PositionId) -> DispatchResult {
		let collection = Collection::<T>::get().ok_or(Error::<T>::UnknownPosition)?;
		Positions::<T>::remove(position_id);
		T::Nfts::burn(collection, position_id.0)
	}

	/// Gives a position another number.
	pub(crate) fn renumber(
		position_id: PositionId,
		owner: &T::AccountId,
		position: Position<T>,
		now: EpochIndex,
	) -> Result<PositionId, DispatchError> {
		let new_id = Self::next_position_id()?;
		Self::burn(position_id)?;
		Self::mint(new_id, owner, position, now)?;
		Ok(new_id)
	}

	/// Makes the collection when the first pool offers positions.
	pub(crate) fn ensure_collection() -> DispatchResult {
		if Collection::<T>::exists() {
			return Ok(());
		}
		let collection_id = T::Nfts::create_collection(&Self::pot(), COLLECTION.as_bytes())?;
		Collection::<T>::put(collection_id);
		Self::deposit_event(Event::CollectionCreated { collection_id });
		Ok(())
	}

	pub(crate) fn do_remint(position_id: PositionId, to: T::AccountId) -> DispatchResult {
		let position = Positions::<T>::get(position_id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(Self::nft_owner(position_id).is_none(), Error::<T>::NotBurnt);

		Self::mint(position_id, &to, position, Self::now())?;
		Self::deposit_event(Event::Reminted { position_id, owner: to });
		Ok(())
	}
}
