// SPDX-License-Identifier: Apache-2.0

//! Consumers and promises that a chain starts with.

use crate::{Config, GenesisConfig, Pallet, Pledges, Terms};
use bulwark_traits::Slash;
use core::fmt::Debug;
use serde::{Deserialize, Serialize};

/// A consumer of the first block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisConsumer<AccountId> {
	/// Who speaks for it, and pays the deposit.
	pub manager: AccountId,
	/// On what terms.
	pub terms: Terms<AccountId>,
	/// Whether slashed money may go to an account that it names, and to reporters.
	pub admitted: bool,
}

/// Panics if the chain spec asks for what no call would allow: a chain must not start on less than it says.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	for GenesisConsumer { manager, terms, admitted } in &genesis.consumers {
		expect(Pallet::<T>::do_register_consumer(manager.clone(), terms.clone(), *admitted));
	}

	let at = Pallet::<T>::horizon();
	for (operator, cap) in &genesis.caps {
		assert!(T::Slash::may_promise(operator), "operators alone have a cap");
		let mut pledge = Pledges::<T>::get(operator);
		expect(pledge.set_cap(*cap, 0, at));
		Pledges::<T>::insert(operator, pledge);
	}
	for (operator, consumer, budget) in &genesis.promises {
		let terms = expect(Pallet::<T>::terms_of(*consumer, 1));
		expect(Pallet::<T>::ensure_may_promise(operator, &terms, budget));
		let mut pledge = Pledges::<T>::get(operator);
		assert!(pledge.of(*consumer).is_none(), "an operator promises once to each consumer");
		expect(pledge.begin(*consumer, *budget, 1, at));
		Pledges::<T>::insert(operator, pledge);
	}
}

fn expect<R, E: Debug>(result: Result<R, E>) -> R {
	result.unwrap_or_else(|error| panic!("the genesis of Restaking is refused: {error:?}"))
}
