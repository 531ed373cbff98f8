// SPDX-License-Identifier: Apache-2.0

//! The NFTs of positions as nobody may burn them.

use core::marker::PhantomData;
use frame_support::traits::{Contains, Get, IsSubType};

/// A call filter that refuses to burn the NFT of a position: it would leave stake that nobody owns. `unstake` burns it properly.
/// Calls inside of batches and proxies pass through the filter too. `Collection` is the one of the positions, once there is
/// one.
pub struct KeepPositions<T, Collection>(PhantomData<(T, Collection)>);

impl<T, Collection> Contains<<T as frame_system::Config>::RuntimeCall>
	for KeepPositions<T, Collection>
where
	T: pallet_nfts::Config<CollectionId = u32>,
	<T as frame_system::Config>::RuntimeCall: IsSubType<pallet_nfts::Call<T>>,
	Collection: Get<Option<u32>>,
{
	fn contains(call: &<T as frame_system::Config>::RuntimeCall) -> bool {
		let Some(pallet_nfts::Call::burn { collection, .. }) = call.is_sub_type() else {
			return true;
		};
		Collection::get() != Some(*collection)
	}
}
