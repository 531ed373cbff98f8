// SPDX-License-Identifier: Apache-2.0

//! The NFTs of positions, and the keys under which their stake stands.

use crate::{
	Collection, Config, Error, Event, LastPosition, Pallet, Position, PositionId, Positions,
};
use alloc::{format, string::String};
use bulwark_ledger::PoolId;
use bulwark_traits::{PositionNfts, StakePools};
use frame_support::{ensure, traits::Get, PalletId};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

/// Tells the keys of positions from all others that come of the pallet's id.
const POSITION: [u8; 3] = *b"pos";
/// Penalties that those who stay will get.
const RETURNED: [u8; 3] = *b"ret";
/// Penalties that will be burnt.
const BURNT: [u8; 3] = *b"brn";

impl<T: Config> Pallet<T> {
	/// The key under which the stake of a position stands that is minted with this number. It keeps it when the number
	/// changes. Nobody has the private key to it, and nothing is paid to it.
	pub fn key(id: PositionId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((POSITION, id))
	}

	/// The key under which penalties of a pool wait for their release.
	pub(crate) fn penalty_key(pool: PoolId, burnt: bool) -> T::AccountId {
		let kind = if burnt { BURNT } else { RETURNED };
		T::PalletId::get().into_sub_account_truncating((kind, pool))
	}

	/// Whether an account is a key of this pallet.
	pub(crate) fn is_key(account: &T::AccountId) -> bool {
		let parsed = PalletId::try_from_sub_account::<([u8; 3], u32)>(account);
		parsed.is_some_and(|(id, (kind, _))| {
			id == T::PalletId::get() && [POSITION, RETURNED, BURNT].contains(&kind)
		})
	}

	/// The owner of a position; `UnknownPosition` if it has none.
	pub(crate) fn owner_of(id: PositionId) -> Result<T::AccountId, Error<T>> {
		Self::nft_owner(id).ok_or(Error::<T>::UnknownPosition)
	}

	pub(crate) fn nft_owner(id: PositionId) -> Option<T::AccountId> {
		T::Nfts::owner(Collection::<T>::get()?, id.0)
	}

	/// Whether somebody forbids that the NFT moves.
	pub(crate) fn is_locked(id: PositionId) -> bool {
		Collection::<T>::get().is_some_and(|collection| T::Nfts::is_locked(collection, id.0))
	}

	/// A number that was never used.
	pub(crate) fn next_position() -> Result<PositionId, Error<T>> {
		let next = LastPosition::<T>::get().checked_add(1).ok_or(Error::<T>::Overflow)?;
		LastPosition::<T>::put(next);
		Ok(PositionId(next))
	}

	/// Keeps a position and mints its NFT, whose text says what it is.
	pub(crate) fn mint(
		id: PositionId,
		owner: &T::AccountId,
		position: Position<T>,
	) -> DispatchResult {
		let collection = Collection::<T>::get().ok_or(Error::<T>::UnknownPosition)?;
		let text = text(id, &position);
		Positions::<T>::insert(id, position);
		T::Nfts::mint(collection, id.0, owner, text.as_bytes())
	}

	/// Forgets a position and burns its NFT.
	pub(crate) fn burn(id: PositionId) -> DispatchResult {
		let collection = Collection::<T>::get().ok_or(Error::<T>::UnknownPosition)?;
		Positions::<T>::remove(id);
		T::Nfts::burn(collection, id.0)
	}

	/// Gives a position another number.
	pub(crate) fn renumber(
		id: PositionId,
		owner: &T::AccountId,
		position: Position<T>,
	) -> Result<PositionId, DispatchError> {
		let new = Self::next_position()?;
		Self::burn(id)?;
		Self::mint(new, owner, position)?;
		Ok(new)
	}

	/// Makes the collection when the first pool offers positions.
	pub(crate) fn ensure_collection() -> DispatchResult {
		if Collection::<T>::exists() {
			return Ok(());
		}
		let collection = T::Nfts::create_collection(&Self::pot())?;
		Collection::<T>::put(collection);
		Self::deposit_event(Event::CollectionCreated { collection });
		Ok(())
	}

	pub(crate) fn do_recover(id: PositionId, to: T::AccountId) -> DispatchResult {
		let position = Positions::<T>::get(id).ok_or(Error::<T>::UnknownPosition)?;
		ensure!(Self::nft_owner(id).is_none(), Error::<T>::NotBurnt);

		Self::mint(id, &to, position)?;
		Self::deposit_event(Event::Recovered { position: id, owner: to });
		Ok(())
	}
}

/// What the NFT of a position says, for ever.
fn text<T: Config>(id: PositionId, position: &Position<T>) -> String {
	let amount = T::Stake::value(position.pool, &position.key).total().unwrap_or_default();
	let multiplier = position.terms.preset.multiplier.0;
	let (whole, hundredths) = (multiplier / 100, multiplier % 100);
	format!(
		"Position {}: {amount} units in pool {}, weight {whole}.{hundredths:02}, locked until epoch {}",
		id.0, position.pool.0, position.expiry.0,
	)
}
