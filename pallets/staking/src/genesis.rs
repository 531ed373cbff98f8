// SPDX-License-Identifier: Apache-2.0

//! The operators and the stake of the first block, made by the very calls that make them later.

use crate::{
	pallet::EpochClock, ActiveSetSize, AssetIdOf, Balance, BaseTerms, Config, EpochIndex,
	GenesisConfig, GlobalMinSelfStake, GlobalMinimum, Pallet, PoolId, Registration,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use serde::{Deserialize, Serialize};
use sp_runtime::DispatchError;

/// Operator of the first block. Its account pays the bond, and the minimum balance of every pot that its pools open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOperator<AccountId, AssetId> {
	/// The account of the operator.
	pub account: AccountId,
	/// The pools of the operator, in the order in which they get their ids.
	pub pools: Vec<GenesisPool<AccountId, AssetId>>,
}

/// Pool of the first block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisPool<AccountId, AssetId> {
	/// Asset that is staked in the pool.
	pub asset: AssetId,
	/// Reward weight of stake without a position; 1.00 if nothing is said.
	#[serde(default)]
	pub base: BaseTerms,
	/// Minimum deposit, and minimum stake that a staker may leave in the pool, in units of the asset.
	pub minimum: Balance,
	/// Accounts and the amounts that they stake, in units of the asset, active from the next epoch on.
	pub stakes: Vec<(AccountId, Balance)>,
}

/// A standalone pool of the first block, and the account that opens it.
pub type GenesisStandalonePoolOf<T> = (
	<T as frame_system::Config>::AccountId,
	GenesisPool<<T as frame_system::Config>::AccountId, AssetIdOf<T>>,
);

/// Panics if the chain spec asks for something that no call would allow: a chain must not start on less than it says.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	assert!(
		genesis.clock.is_valid(),
		"the genesis of OperatorStaking asks for epochs of under a second"
	);
	EpochClock::<T>::put(genesis.clock);

	for operator in &genesis.operators {
		let account = &operator.account;
		expect(Pallet::<T>::do_register(account.clone()), account);
		for pool in &operator.pools {
			let opened = Pallet::<T>::do_open_operator_pool(
				account.clone(),
				pool.asset.clone(),
				pool.minimum,
				pool.base,
			);
			stake::<T>(expect(opened, account), pool);
		}
	}
	for (payer, pool) in &genesis.standalone_pools {
		let opened = Pallet::<T>::do_open_standalone_pool(
			payer.clone(),
			pool.asset.clone(),
			pool.minimum,
			pool.base,
		);
		stake::<T>(expect(opened, payer), pool);
	}

	for (payer, asset) in &genesis.pots {
		expect(Pallet::<T>::do_touch(payer.clone(), asset.clone()), payer);
	}

	Registration::<T>::put(genesis.registration);
	GlobalMinSelfStake::<T>::put(GlobalMinimum {
		amount: genesis.global_min_self_stake,
		raised_epoch: EpochIndex(0),
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

	ActiveSetSize::<T>::put(size);
	let able = Pallet::<T>::found_set();
	assert!(
		able >= size,
		"the genesis of OperatorStaking asks for an active set of {size}, and only {able} of its operators may \
		 serve: add operators, or give them the minimum self-stake",
	);
}

fn stake<T: Config>(pool_id: PoolId, pool: &GenesisPool<T::AccountId, AssetIdOf<T>>) {
	for (staker, amount) in &pool.stakes {
		expect(Pallet::<T>::do_delegate(pool_id, staker.clone(), *amount), staker);
	}
}

fn expect<R>(result: Result<R, DispatchError>, who: &impl core::fmt::Debug) -> R {
	result.unwrap_or_else(|error| {
		panic!("the genesis of OperatorStaking is refused for {who:?}: {error:?}")
	})
}
