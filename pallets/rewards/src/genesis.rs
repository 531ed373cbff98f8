// SPDX-License-Identifier: Apache-2.0

//! Offers and streams that a chain starts with: made by the very calls that make them later.

use crate::{
	book::Book, offers::Offeror, payments::PotOf, AccountIdOf, AssetIdOf, Balance, Config,
	Destination, Error, Event, Fraction, GenesisConfig, GenesisStreams, LockTier, NextPositionId,
	Offer, Pallet, PoolId, WeightInfo,
};
use alloc::{format, string::String, vec::Vec};
use bulwark_ledger::json_number;
use bulwark_traits::InField;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	defensive, ensure, storage::with_storage_layer, traits::Get, weights::WeightMeter, BoundedVec,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{traits::Zero, DispatchResult};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod genesis {
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Offers of pools of the genesis, each with the account that pays for the floors of new pots.
		pub offers: Vec<GenesisOffer<T::AccountId, AssetIdOf<T>>>,
		/// Streams that begin with the first block, each with the account that pays for it. At most 64.
		pub streams: Vec<(T::AccountId, GenesisStream<AssetIdOf<T>>)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.try_build()
				.unwrap_or_else(|why| panic!("the genesis of StakingRewards is refused: {why}"));
		}
	}
}

/// The offer of a pool of the genesis.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOffer<AccountId, AssetId> {
	/// Pool, by its number in staking's genesis.
	pub pool_id: PoolId,
	/// Account that pays for the floors of new pots.
	pub payer: AccountId,
	/// Lock tiers of new positions.
	pub tiers: Vec<LockTier>,
	/// Reward assets.
	pub assets: Vec<AssetId>,
	/// Part of the stake that leaving a lock early costs, below 1.
	#[serde(with = "json_number")]
	pub penalty: Fraction,
	/// Destination of penalties: an account, the stakers who stay, or burning.
	pub destination: Destination<AccountId>,
}

/// A stream that begins with the first block.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisStream<AssetId> {
	/// Pool whose stakers are paid.
	pub pool_id: PoolId,
	/// Reward asset, which the pool has to list.
	pub asset: AssetId,
	/// Sum over all epochs, in units of the asset.
	#[serde(with = "json_number")]
	pub amount: Balance,
	/// Number of epochs, 1 to 104.
	pub epochs: u32,
}

impl<T: Config> GenesisConfig<T> {
	/// Builds the genesis by the calls' own rules: a chain must not start on less than its spec says. An error names the
	/// field.
	pub fn try_build(&self) -> Result<(), String> {
		Pallet::<T>::keep_bounds();
		// There is something from now on, even if the genesis is empty: no upgrade builds another one.
		NextPositionId::<T>::put(NextPositionId::<T>::get());
		for (i, offer) in self.offers.iter().enumerate() {
			set_offer::<T>(offer).map_err(|why| format!("offers[{i}]{why}"))?;
		}

		if self.streams.is_empty() {
			return Ok(());
		}
		let streams: Vec<_> = self.streams.iter().map(|(_, stream)| stream.clone()).collect();
		let streams = BoundedVec::try_from(streams);
		let streams = streams.map_err(|_| "streams: at most 64 begin with the chain")?;
		for (i, (payer, stream)) in self.streams.iter().enumerate() {
			take::<T>(payer, stream).in_field(|| format!("streams[{i}]"))?;
		}
		GenesisStreams::<T>::put(streams);
		Ok(())
	}
}

fn set_offer<T: Config>(offer: &GenesisOffer<AccountIdOf<T>, AssetIdOf<T>>) -> Result<(), String> {
	let GenesisOffer { pool_id, payer, tiers, assets, penalty, destination } = offer.clone();
	let (most_tiers, most_assets) = (T::MaxLockTiers::get(), T::MaxRewardAssets::get());
	let tiers = tiers.try_into().map_err(|_| format!(".tiers: at most {most_tiers}"))?;
	let assets = assets.try_into().map_err(|_| format!(".assets: at most {most_assets}"))?;

	let offeror = Offeror { payer, is_admin: true };
	let offer = Offer { tiers, assets, penalty, destination };
	let nobody_was_there = Pallet::<T>::now();
	let set = Pallet::<T>::set_offer(offeror, pool_id, offer, nobody_was_there).map(drop);
	set.in_field(String::new)
}

/// Takes the money, and sees that the stream can be funded with it.
fn take<T: Config>(payer: &AccountIdOf<T>, stream: &GenesisStream<AssetIdOf<T>>) -> DispatchResult {
	ensure!(stream.amount > 0, Error::<T>::NothingToPay);

	Book::<T>::load(stream.pool_id, Pallet::<T>::now())?.fund(
		&stream.asset,
		stream.amount,
		stream.epochs,
	)?;
	PotOf::<T>::receive(stream.asset.clone(), payer, stream.amount)
}

impl<T: Config> Pallet<T> {
	/// Begins the streams of the genesis as soon as there is a time, as many as a block has room for. Afterwards this is
	/// one read for each block.
	pub(crate) fn open_streams(meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() || !GenesisStreams::<T>::exists()
		{
			return;
		}
		if Self::now().0.is_zero() {
			return;
		}
		let Some(streams) = GenesisStreams::<T>::get() else {
			defensive!("what is stored decodes");
			return;
		};
		let mut streams = streams.into_inner();
		while meter.try_consume(T::WeightInfo::open_stream()).is_ok() {
			let Some(stream) = streams.pop() else { break };
			// A hook has all layers left.
			let opened = with_storage_layer(|| Self::open_stream(stream));
			if opened.is_err() {
				defensive!("the genesis has tried it");
			}
		}

		let left = BoundedVec::truncate_from(streams);
		GenesisStreams::<T>::set((!left.is_empty()).then_some(left));
	}

	/// Its money has been in the pot since the genesis.
	fn open_stream(stream: GenesisStream<AssetIdOf<T>>) -> DispatchResult {
		let GenesisStream { pool_id, asset, amount, epochs } = stream;
		let mut book = Book::<T>::load(pool_id, Self::now())?;
		let effective_from = book.fund(&asset, amount, epochs)?;
		book.store()?;
		Self::deposit_event(Event::StreamFunded { pool_id, asset, amount, effective_from, epochs });
		Ok(())
	}
}
