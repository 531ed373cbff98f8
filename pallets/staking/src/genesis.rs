// SPDX-License-Identifier: Apache-2.0

//! Operators and stake that a chain starts with: made by the very calls that make them later.

use crate::{
	ActiveSetSize, AssetIdOf, Balance, Clock, Config, GenesisConfig, GlobalMinimum, LastPool,
	MinSelfStake, Pallet, PoolId, Registration,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use serde::{Deserialize, Serialize};
use sp_runtime::DispatchResult;

/// An operator of the first block. Its account pays the bond and the floors of the pots.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOperator<AccountId, AssetId> {
	/// Its account.
	pub account: AccountId,
	/// Its pools.
	pub pools: Vec<GenesisPool<AccountId, AssetId>>,
}

/// A pool of the first block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisPool<AccountId, AssetId> {
	/// What is staked.
	pub asset: AssetId,
	/// The least deposit, in units of the asset.
	pub minimum: Balance,
	/// Who stakes how much, effective from epoch 1.
	pub stakes: Vec<(AccountId, Balance)>,
}

/// Panics if the chain spec asks for what no call would allow: a chain must not start on less than it says.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	assert!(
		genesis.clock.is_valid(),
		"the genesis of OperatorStaking asks for epochs of under a second"
	);
	Clock::<T>::put(genesis.clock);

	for operator in &genesis.operators {
		let account = &operator.account;
		expect(Pallet::<T>::do_register(account.clone()), account);
		for pool in &operator.pools {
			let opened = Pallet::<T>::do_open_operator_pool(
				account.clone(),
				pool.asset.clone(),
				pool.minimum,
			);
			expect(opened, account);
			stake::<T>(pool);
		}
	}
	for (payer, pool) in &genesis.plain_pools {
		let opened =
			Pallet::<T>::do_open_plain_pool(payer.clone(), pool.asset.clone(), pool.minimum);
		expect(opened, payer);
		stake::<T>(pool);
	}

	Registration::<T>::put(genesis.registration);
	MinSelfStake::<T>::put(GlobalMinimum {
		amount: genesis.min_self_stake,
		raised: Default::default(),
	});
	found_set::<T>(genesis);
}

fn found_set<T: Config>(genesis: &GenesisConfig<T>) {
	let size = genesis.active_set_size;
	assert!(
		size < T::MaxOperators::get(),
		"the genesis of OperatorStaking asks for an active set of {size}, and there have to be fewer than {}",
		T::MaxOperators::get(),
	);
	if genesis.operators.is_empty() {
		ActiveSetSize::<T>::put(size);
		return;
	}

	let able = Pallet::<T>::found_set(size);
	assert!(
		able >= size,
		"the genesis of OperatorStaking asks for an active set of {size}, and only {able} of its operators may \
		 serve: add operators, or give them the minimum self-stake",
	);
}

fn stake<T: Config>(pool: &GenesisPool<T::AccountId, AssetIdOf<T>>) {
	let id: PoolId = LastPool::<T>::get().expect("a pool was just opened; qed");
	for (holder, amount) in &pool.stakes {
		expect(Pallet::<T>::do_delegate(id, holder.clone(), *amount), holder);
	}
}

fn expect(result: DispatchResult, who: &impl core::fmt::Debug) {
	if let Err(error) = result {
		panic!("the genesis of OperatorStaking is refused for {who:?}: {error:?}");
	}
}
