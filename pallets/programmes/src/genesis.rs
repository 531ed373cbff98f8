// SPDX-License-Identifier: Apache-2.0

//! Programmes and nodes that a chain starts with: made by the very calls that make them later.

use crate::{
	book::Book, payments::PotOf, AccountIdOf, AssetIdOf, Balance, Config, Error, Event,
	GenesisConfig, GenesisFundings, IdleTurns, MintRate, NodeKeys, Pallet, PendingFunding,
	Programmes, Rule, WeightInfo,
};
use alloc::{format, string::String, vec::Vec};
use bulwark_ledger::{json_number, EpochIndex, Scheduled, MAX_REPORTERS};
use bulwark_traits::{Epochs, InField, PowerAt};
use frame_support::{
	defensive, ensure, storage::with_storage_layer, traits::Get, weights::WeightMeter, BoundedVec,
};
use serde::{Deserialize, Serialize};
use sp_runtime::{traits::Zero, DispatchResult};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod genesis {
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Programmes of the genesis, which get the ids from 1 on.
		pub programmes: Vec<GenesisProgramme<T::AccountId, AssetIdOf<T>>>,
		/// Nodes of operators of the genesis, each with the account of its key.
		pub nodes: Vec<(T::AccountId, T::AccountId)>,
		/// Number of turns without a block after which an author is suspended; 0 for never.
		pub idle_turns: u32,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.try_build()
				.unwrap_or_else(|why| panic!("the genesis of Programmes is refused: {why}"));
		}
	}
}

/// A programme of the genesis.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisProgramme<AccountId, AssetId> {
	/// Account that pays for the floor of a new pot, and for the money.
	pub payer: AccountId,
	/// Asset in which it pays.
	pub asset: AssetId,
	/// Rule by which it divides its budgets.
	pub rule: Rule,
	/// Accounts that report to it, at most 7.
	pub reporters: Vec<AccountId>,
	/// Money that it mints for each epoch, if any.
	pub mint: Option<MintRate>,
	/// Money that it has from the beginning, if any.
	pub funding: Option<GenesisFunding>,
}

/// Money of a programme of the genesis, for the epochs after that of the first block.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisFunding {
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
		let mut fundings = BoundedVec::new();
		for (i, programme) in self.programmes.iter().enumerate() {
			let funding = found::<T>(programme).map_err(|why| format!("programmes[{i}]{why}"))?;
			let most = T::MaxProgrammes::get();
			fundings.try_push(funding).map_err(|_| format!("programmes: at most {most}"))?;
		}
		if !fundings.is_empty() {
			GenesisFundings::<T>::put(fundings);
		}

		for (i, (operator, key)) in self.nodes.iter().enumerate() {
			let added = insert_node::<T>(operator, key);
			added.in_field(|| format!("nodes[{i}]"))?;
		}
		IdleTurns::<T>::put(Scheduled::new(0, EpochIndex(0), self.idle_turns));
		Ok(())
	}
}

/// Creates a programme, takes its money, and sees that it can be funded with it.
fn found<T: Config>(
	genesis: &GenesisProgramme<T::AccountId, AssetIdOf<T>>,
) -> Result<PendingFunding, String> {
	let GenesisProgramme { payer, asset, rule, reporters, mint, funding } = genesis.clone();
	let reporters =
		reporters.try_into().map_err(|_| format!(".reporters: at most {MAX_REPORTERS}"))?;
	let created = Pallet::<T>::do_create_programme(payer.clone(), asset.clone(), rule, reporters);
	let programme_id = created.in_field(String::new)?;
	if mint.is_some() {
		Pallet::<T>::do_set_mint(programme_id, mint).in_field(|| ".mint".into())?;
	}
	let Some(GenesisFunding { amount, epochs }) = funding else {
		return Ok(PendingFunding { programme_id, amount: 0, epochs: 0 });
	};

	let funded = with_storage_layer(|| -> DispatchResult {
		ensure!(amount > 0, Error::<T>::NothingToPay);
		let mut book = Book::<T>::load(programme_id)?;
		book.budget.fund(book.at.now, amount, epochs).map_err(Error::<T>::from)?;
		PotOf::<T>::receive(asset, &payer, amount)
	});
	funded.in_field(|| ".funding".into())?;
	Ok(PendingFunding { programme_id, amount, epochs })
}

/// A node whose key has signed nothing: whoever writes the chain spec answers for it.
fn insert_node<T: Config>(operator: &AccountIdOf<T>, key: &AccountIdOf<T>) -> DispatchResult {
	ensure!(T::Operators::is_operator(operator), Error::<T>::NotOperator);
	ensure!(!NodeKeys::<T>::contains_key(key), Error::<T>::KeyTaken);

	Pallet::<T>::insert_node(operator.clone(), key.clone(), T::Operators::now())
}

impl<T: Config> Pallet<T> {
	/// Begins the programmes of the genesis as soon as there is a time: with its epoch, and their money with the next.
	/// Afterwards this is one read for each block.
	pub(crate) fn open_programmes(meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
			return;
		}
		// What does not decode stays as it is.
		let Some(fundings) = GenesisFundings::<T>::get() else { return };
		if T::Operators::now().0.is_zero() {
			return;
		}
		let mut fundings = fundings.into_inner();
		while meter.try_consume(T::WeightInfo::open_programme()).is_ok() {
			let Some(funding) = fundings.pop() else { break };
			// A hook has all layers left.
			let opened = with_storage_layer(|| Self::open_programme(funding));
			if opened.is_err() {
				defensive!("the genesis has tried it");
			}
		}

		let left = BoundedVec::truncate_from(fundings);
		GenesisFundings::<T>::set((!left.is_empty()).then_some(left));
	}

	/// Its money has been in the pot since the genesis.
	pub(crate) fn open_programme(funding: PendingFunding) -> DispatchResult {
		let PendingFunding { programme_id, amount, epochs } = funding;
		let now = T::Operators::now();
		Programmes::<T>::mutate(programme_id, |programme| {
			// No epoch before this one has been.
			if let Some(programme) = programme {
				programme.next_epoch = now;
			}
		});
		if amount == 0 {
			return Ok(());
		}
		let mut book = Book::<T>::load(programme_id)?;
		book.budget.fund(now, amount, epochs).map_err(Error::<T>::from)?;
		let effective_from = book.at.effective();
		book.store();
		let payer = None;
		Self::deposit_event(Event::Funded { programme_id, payer, amount, effective_from, epochs });
		Ok(())
	}
}
