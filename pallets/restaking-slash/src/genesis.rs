// SPDX-License-Identifier: Apache-2.0

//! Consumers and opt-ins that a chain starts with.

use crate::{
	AccountIdOf, Config, ConsumerId, ConsumerTerms, Error, Event, Fraction, Fractions,
	GenesisConfig, NextConsumerId, OptIns, Pallet,
};
use alloc::{format, string::String};
use bulwark_traits::{Epochs, Exposure, InField};
use frame_support::ensure;
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchError, DispatchResult};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod genesis {
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Consumers, with ids from 1: the chain's own first.
		pub consumers: Vec<GenesisConsumer<T::AccountId>>,
		/// Slash caps of operators.
		#[serde(with = "bulwark_ledger::json_number::pairs")]
		pub slash_caps: Vec<(T::AccountId, Fraction)>,
		/// Opt-ins that hold at once, from epoch 0 on: operator, consumer, and budget.
		pub opt_ins: Vec<(T::AccountId, ConsumerId, Fractions)>,
		/// Assets for which the escrow is open from the first block on, each with the account that pays.
		pub pots: Vec<(T::AccountId, AssetIdOf<T>)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.try_build()
				.unwrap_or_else(|why| panic!("the genesis of Restaking is refused: {why}"));
		}
	}
}

/// Consumer of the first block.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisConsumer<AccountId> {
	/// Account that acts for the consumer, and pays the deposit.
	pub manager: AccountId,
	/// Terms on which operators opt in.
	pub terms: ConsumerTerms<AccountId>,
	/// True if slashed money may go to an account that the terms name, and bounties to reporters.
	pub admitted: bool,
}

impl<T: Config> GenesisConfig<T> {
	/// Builds the genesis by the calls' own rules: a chain must not start on less than its spec says. An error names the
	/// field.
	pub fn try_build(&self) -> Result<(), String> {
		Pallet::<T>::keep_bounds();
		// There is something from now on, even if the genesis is empty: no upgrade builds another one.
		NextConsumerId::<T>::put(NextConsumerId::<T>::get());
		for (i, consumer) in self.consumers.iter().enumerate() {
			let GenesisConsumer { manager, terms, admitted } = consumer.clone();
			let registered = Pallet::<T>::do_register_consumer(manager, terms, admitted);
			registered.in_field(|| format!("consumers[{i}]"))?;
		}
		for (i, (payer, asset)) in self.pots.iter().enumerate() {
			let opened = Pallet::<T>::do_touch(payer.clone(), asset.clone());
			opened.in_field(|| format!("pots[{i}]"))?;
		}
		for (i, (operator, cap)) in self.slash_caps.iter().enumerate() {
			set_slash_cap::<T>(operator, *cap).in_field(|| format!("slashCaps[{i}]"))?;
		}
		for (i, (operator, consumer_id, budget)) in self.opt_ins.iter().enumerate() {
			let opted_in = opt_in::<T>(operator, *consumer_id, *budget);
			opted_in.in_field(|| format!("optIns[{i}]"))?;
		}
		Ok(())
	}
}

/// A cap that holds at once.
fn set_slash_cap<T: Config>(operator: &AccountIdOf<T>, cap: Fraction) -> Result<(), Error<T>> {
	let at = T::Exposure::horizon();
	ensure!(T::Exposure::may_opt_in(operator), Error::<T>::NotOperator);

	let mut opt_ins = OptIns::<T>::get(operator);
	let old = opt_ins.slash_cap(at.now);
	let effective_from = opt_ins.set_slash_cap(cap, at.now, at)?;
	OptIns::<T>::insert(operator, opt_ins);

	let operator = operator.clone();
	Pallet::<T>::deposit_event(Event::SlashCapSet { operator, old, new: cap, effective_from });
	Ok(())
}

/// An opt-in to the first terms of a consumer that holds at once.
fn opt_in<T: Config>(
	operator: &AccountIdOf<T>,
	consumer_id: ConsumerId,
	budget: Fractions,
) -> DispatchResult {
	let at = T::Exposure::horizon();
	let terms = Pallet::<T>::terms_of(consumer_id, 1)?;
	Pallet::<T>::ensure_may_opt_in(operator, &terms, &budget)?;
	let mut opt_ins = OptIns::<T>::get(operator);
	let is_first = opt_ins.of(consumer_id).is_none();
	ensure!(is_first, DispatchError::Other("an operator opts in once to each consumer"));

	let version = 1;
	let begun = opt_ins.begin(consumer_id, budget, version, at);
	let effective_from = begun.map_err(Error::<T>::from)?;
	Pallet::<T>::put_opt_ins(operator, &[], opt_ins)?;

	let operator = operator.clone();
	Pallet::<T>::deposit_event(Event::OptedIn {
		operator,
		consumer_id,
		version,
		budget,
		effective_from,
	});
	Ok(())
}
