// SPDX-License-Identifier: Apache-2.0

//! The operators and the stake of the first block, made by the very calls that make them later.

use crate::{
	pallet::EpochClock, ActiveSetSize, AssetIdOf, Balance, BaseTerms, Config, Event, GenesisConfig,
	Pallet, PoolId,
};
use alloc::{format, string::String, vec::Vec};
use bulwark_ledger::json_number;
use bulwark_traits::InField;
use frame_support::{ensure, traits::Get};
use serde::{Deserialize, Serialize};

/// A section of the pallet: pasted into it, and written here to be read alone.
#[frame_support::pallet_macros::pallet_section]
mod genesis {
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Origin and length of the epochs, fixed for the life of the chain.
		pub clock: bulwark_ledger::EpochClock,
		/// Registration policy after genesis.
		pub registration: RegistrationPolicy,
		/// Operators with their pools.
		pub operators: Vec<GenesisOperator<T::AccountId, AssetIdOf<T>>>,
		/// Minimum self-stake of every operator, in units of power.
		#[serde(with = "bulwark_ledger::json_number")]
		pub global_min_self_stake: Power,
		/// X, the size of the active set. If there are operators, as many have to be able to serve; 0 if nobody is elected.
		pub active_set_size: u32,
		/// Standalone pools, each with the account that opens it and pays the minimum balance of a new pot.
		pub standalone_pools: Vec<GenesisStandalonePoolOf<T>>,
		/// Assets whose pots are open from the first block on, pools or not, each with the account that pays.
		pub pots: Vec<(T::AccountId, AssetIdOf<T>)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.try_build()
				.unwrap_or_else(|why| panic!("the genesis of OperatorStaking is refused: {why}"));
		}
	}
}

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
#[serde(bound(
	serialize = "AccountId: Serialize, AssetId: Serialize",
	deserialize = "AccountId: Deserialize<'de>, AssetId: Deserialize<'de>"
))]
pub struct GenesisPool<AccountId, AssetId> {
	/// Asset that is staked in the pool.
	pub asset: AssetId,
	/// Reward weight of stake without a position; 1.00 if nothing is said.
	#[serde(default)]
	pub base: BaseTerms,
	/// Minimum deposit, and minimum stake that a staker may leave in the pool, in units of the asset.
	#[serde(with = "json_number")]
	pub minimum: Balance,
	/// Accounts and the amounts that they stake, in units of the asset, active from the next epoch on.
	#[serde(with = "json_number::pairs")]
	pub stakes: Vec<(AccountId, Balance)>,
}

/// A standalone pool of the first block, and the account that opens it.
pub type GenesisStandalonePoolOf<T> = (
	<T as frame_system::Config>::AccountId,
	GenesisPool<<T as frame_system::Config>::AccountId, AssetIdOf<T>>,
);

impl<T: Config> GenesisConfig<T> {
	/// Builds the genesis by the calls' own rules: a chain must not start on less than its spec says. An error names the
	/// field.
	pub fn try_build(&self) -> Result<(), String> {
		Pallet::<T>::keep_bounds();
		ensure!(
			self.clock.has_valid_length(),
			"clock.length: an epoch lasts from 1 000 ms to 31 622 400 000 ms, a year"
		);
		ensure!(
			self.clock.has_valid_origin(),
			"clock.origin: it lies within the first epoch since 1970, so it is less than the length"
		);
		EpochClock::<T>::put(self.clock);

		for (i, operator) in self.operators.iter().enumerate() {
			register::<T>(operator).map_err(|why| format!("operators[{i}].{why}"))?;
		}
		for (i, (payer, pool)) in self.standalone_pools.iter().enumerate() {
			let field = || format!("standalonePools[{i}]");
			let opened = Pallet::<T>::do_open_standalone_pool(
				payer.clone(),
				pool.asset.clone(),
				pool.minimum,
				pool.base,
			);
			let pool_id = opened.in_field(field)?;
			stake::<T>(pool_id, pool).map_err(|why| format!("{}[1].{why}", field()))?;
		}
		for (i, (payer, asset)) in self.pots.iter().enumerate() {
			let opened = Pallet::<T>::do_touch(payer.clone(), asset.clone());
			opened.in_field(|| format!("pots[{i}]"))?;
		}

		Pallet::<T>::do_set_registration_policy(self.registration);
		Pallet::<T>::do_set_global_min_self_stake(self.global_min_self_stake);
		self.found_set()
	}

	fn found_set(&self) -> Result<(), String> {
		let size = self.active_set_size;
		let most = T::MaxOperators::get();
		ensure!(
			size < most,
			format!("activeSetSize: {size} operators, and there have to be fewer than {most}")
		);

		let old = ActiveSetSize::<T>::get();
		ActiveSetSize::<T>::put(size);
		Pallet::<T>::deposit_event(Event::ActiveSetSizeSet { old, new: size });
		if self.operators.is_empty() {
			return Ok(());
		}
		let able = Pallet::<T>::found_set();
		ensure!(
			able >= size,
			format!(
				"activeSetSize: {size} operators, and only {able} of them may serve: add operators, or give them \
				 the minimum self-stake"
			)
		);
		Ok(())
	}
}

fn register<T: Config>(
	operator: &GenesisOperator<T::AccountId, AssetIdOf<T>>,
) -> Result<(), String> {
	let account = &operator.account;
	Pallet::<T>::do_register(account.clone()).in_field(|| "account".into())?;

	for (i, pool) in operator.pools.iter().enumerate() {
		let field = || format!("pools[{i}]");
		let opened = Pallet::<T>::do_open_operator_pool(
			account.clone(),
			pool.asset.clone(),
			pool.minimum,
			pool.base,
		);
		let pool_id = opened.in_field(field)?;
		stake::<T>(pool_id, pool).map_err(|why| format!("{}.{why}", field()))?;
	}
	Ok(())
}

fn stake<T: Config>(
	pool_id: PoolId,
	pool: &GenesisPool<T::AccountId, AssetIdOf<T>>,
) -> Result<(), String> {
	for (i, (staker, amount)) in pool.stakes.iter().enumerate() {
		let staked = Pallet::<T>::do_delegate(pool_id, staker.clone(), *amount);
		staked.in_field(|| format!("stakes[{i}]"))?;
	}
	Ok(())
}
