// SPDX-License-Identifier: Apache-2.0

//! From a chain spec to the state of block 0.
//!
//! A chain spec is written by people and by other programs. Whatever is refused has a field and a reason: a panic would show
//! neither, as a command that exports a spec starts no logger.

pub(crate) mod numbers;
mod path;

use crate::{AllPalletsWithSystem, RuntimeGenesisConfig};
use alloc::{
	format,
	string::{String, ToString},
};
use frame_support::traits::{BuildGenesisConfig, OnGenesis};
use serde_json::Value;

/// Builds the state of block 0, or says which field of the genesis is refused, and why.
pub fn build_state(json: &[u8]) -> Result<(), String> {
	let RuntimeGenesisConfig {
		system,
		aura,
		balances,
		transaction_payment,
		assets,
		sudo,
		operator_staking,
		staking_rewards,
		restaking,
		programmes,
		rollup,
		session,
	} = read(json)?;

	// In the order of the pallets' indices, as everywhere.
	system.build();
	aura.build();
	balances.build();
	transaction_payment.build();
	assets.build();
	sudo.build();
	operator_staking.try_build().map_err(|why| format!("operatorStaking.{why}"))?;
	staking_rewards.try_build().map_err(|why| format!("stakingRewards.{why}"))?;
	restaking.try_build().map_err(|why| format!("restaking.{why}"))?;
	programmes.try_build().map_err(|why| format!("programmes.{why}"))?;
	rollup.try_build().map_err(|why| format!("rollup.{why}"))?;
	session.build();
	AllPalletsWithSystem::on_genesis();
	Ok(())
}

/// Reads a genesis that any program may have written.
pub fn read(json: &[u8]) -> Result<RuntimeGenesisConfig, String> {
	let mut genesis: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
	numbers::spell_out(&mut genesis);

	let pretty = format!("{genesis:#}");
	serde_json::from_str(&pretty)
		.map_err(|error| format!("{}: {error}", path::of_line(&pretty, error.line())))
}
