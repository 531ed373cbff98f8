// SPDX-License-Identifier: Apache-2.0

//! Offers and streams that a chain starts with: made by the very calls that make them later.

use crate::{
	book::Book, AccountIdOf, AssetIdOf, Balance, Beneficiary, Config, Error, Event, Fraction,
	GenesisConfig, Offer, Opening, Pallet, PoolId, Preset, WeightInfo,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	defensive, ensure, storage::with_storage_layer, traits::Get, weights::WeightMeter, BoundedVec,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{traits::Zero, DispatchResult};

/// What a pool of the first block offers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOffer<AccountId, AssetId> {
	/// Which.
	pub pool: PoolId,
	/// Who pays for the floors of new pots.
	pub payer: AccountId,
	/// What positions can be opened with.
	pub presets: Vec<Preset>,
	/// In what it can be rewarded.
	pub assets: Vec<AssetId>,
	/// What leaving early costs.
	pub penalty: Fraction,
	/// Where that goes.
	pub beneficiary: Beneficiary<AccountId>,
	/// Whether stake without a position earns too.
	pub plain: bool,
}

/// A stream that begins with the first block.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Serialize,
	Deserialize,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisStream<AssetId> {
	/// Where.
	pub pool: PoolId,
	/// In what.
	pub asset: AssetId,
	/// In units of the asset.
	pub amount: Balance,
	/// For how many epochs.
	pub epochs: u32,
}

/// Panics if the chain spec asks for what no call would allow: a chain must not start on less than it says.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	for offer in &genesis.offers {
		let configured = Pallet::<T>::do_configure(
			offer.payer.clone(),
			offer.pool,
			Offer {
				presets: offer.presets.clone().try_into().expect("a pool offers so many presets"),
				assets: offer.assets.clone().try_into().expect("a pool has so many assets"),
				penalty: offer.penalty,
				beneficiary: offer.beneficiary.clone(),
				plain: offer.plain,
			},
		);
		expect(configured, offer.pool);
	}

	if genesis.streams.is_empty() {
		return;
	}
	let streams: Vec<_> = genesis.streams.iter().map(|(_, stream)| stream.clone()).collect();
	let streams = BoundedVec::try_from(streams).expect("at most 64 streams begin with the chain");
	for (payer, stream) in &genesis.streams {
		expect(take::<T>(payer, stream), stream.pool);
	}
	Opening::<T>::put(streams);
}

/// Takes the money, and sees that the stream can be funded with it.
fn take<T: Config>(payer: &AccountIdOf<T>, stream: &GenesisStream<AssetIdOf<T>>) -> DispatchResult {
	ensure!(stream.amount > 0, Error::<T>::NothingToPay);

	Book::<T>::load(stream.pool)?.fund(&stream.asset, stream.amount, stream.epochs)?;
	Pallet::<T>::receive(stream.asset.clone(), payer, stream.amount)
}

fn expect(result: DispatchResult, pool: PoolId) {
	if let Err(error) = result {
		panic!("the genesis of StakingRewards is refused for pool {}: {error:?}", pool.0);
	}
}

impl<T: Config> Pallet<T> {
	/// Begins the streams of the genesis as soon as there is a time, as many as a block has room for. Afterwards this is
	/// one read for each block.
	pub(crate) fn open_streams(meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() || !Opening::<T>::exists() {
			return;
		}
		if Self::now().0.is_zero() {
			return;
		}
		let mut streams = Opening::<T>::get().unwrap_or_default().into_inner();
		while meter.try_consume(T::WeightInfo::open_stream()).is_ok() {
			let Some(stream) = streams.pop() else { break };
			let opened = with_storage_layer(|| Self::open_stream(stream));
			if opened.is_err() {
				defensive!("the genesis has tried it");
			}
		}

		let left = BoundedVec::truncate_from(streams);
		Opening::<T>::set((!left.is_empty()).then_some(left));
	}

	/// Its money has been in the pot since the genesis.
	fn open_stream(stream: GenesisStream<AssetIdOf<T>>) -> DispatchResult {
		let GenesisStream { pool, asset, amount, epochs } = stream;
		let mut book = Book::<T>::load(pool)?;
		let from = book.fund(&asset, amount, epochs)?;
		book.store()?;
		Self::deposit_event(Event::Funded { pool, asset, amount, from, epochs });
		Ok(())
	}
}
