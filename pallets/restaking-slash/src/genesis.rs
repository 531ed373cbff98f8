// SPDX-License-Identifier: Apache-2.0

//! Consumers and opt-ins that a chain starts with.

use crate::{Config, ConsumerTerms, GenesisConfig, OptIns, Pallet};
use bulwark_traits::{Epochs, Exposure};
use core::fmt::Debug;
use serde::{Deserialize, Serialize};

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

/// Panics if the chain spec asks for what no call would allow: a chain must not start on less than it says.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	for GenesisConsumer { manager, terms, admitted } in &genesis.consumers {
		expect(Pallet::<T>::do_register_consumer(manager.clone(), terms.clone(), *admitted));
	}

	for (payer, asset) in &genesis.pots {
		expect(Pallet::<T>::do_touch(payer.clone(), asset.clone()));
	}

	let at = T::Exposure::horizon();
	for (operator, cap) in &genesis.slash_caps {
		assert!(T::Exposure::may_opt_in(operator), "operators alone have a slash cap");
		let mut opt_ins = OptIns::<T>::get(operator);
		expect(opt_ins.set_slash_cap(*cap, at.now, at));
		OptIns::<T>::insert(operator, opt_ins);
	}
	for (operator, consumer_id, budget) in &genesis.opt_ins {
		let terms = expect(Pallet::<T>::terms_of(*consumer_id, 1));
		expect(Pallet::<T>::ensure_may_opt_in(operator, &terms, budget));
		let mut opt_ins = OptIns::<T>::get(operator);
		assert!(opt_ins.of(*consumer_id).is_none(), "an operator opts in once to each consumer");
		expect(opt_ins.begin(*consumer_id, *budget, 1, at));
		Pallet::<T>::put_opt_ins(operator, &[], opt_ins);
	}
}

fn expect<R, E: Debug>(result: Result<R, E>) -> R {
	result.unwrap_or_else(|error| panic!("the genesis of Restaking is refused: {error:?}"))
}
