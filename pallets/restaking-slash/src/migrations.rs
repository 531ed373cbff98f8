// SPDX-License-Identifier: Apache-2.0

//! The way in for a chain that runs already: its own consumers have the first ids, before anybody can register.

use crate::{Config, Event, GenesisConfig, NextConsumerId, Pallet, WeightInfo};
use alloc::string::String;
use bulwark_traits::{weigh_all, Initializable};
use frame_support::{
	ensure,
	traits::{Contains, Get},
	weights::Weight,
};

/// Migration that builds the genesis which `Genesis` makes (a `Get<GenesisConfig<T>>`), by the rules of every genesis and
/// once. Until then nobody registers a consumer. It stands after staking's `Initialize`, which sets the clock.
///
/// The genesis has every consumer that the runtime names by its id, or a stranger gets the id: it is refused if the next one is in
/// `Cover` and cover is asked for.
///
/// The manager of a consumer pays its deposit, so it has the money before the upgrade.
pub type Initialize<T, Genesis> = bulwark_traits::Initialize<Pallet<T>, Genesis>;

impl<T: Config> Initializable for Pallet<T> {
	type Genesis = GenesisConfig<T>;

	fn is_initialized() -> bool {
		NextConsumerId::<T>::exists()
	}

	fn initialize(genesis: &GenesisConfig<T>) -> Result<(), String> {
		genesis.try_build()?;
		// Whoever comes first gets the next id. By one that counts as cover operators could answer to themselves.
		let next_id = NextConsumerId::<T>::get();
		ensure!(
			T::LeastCover::get().is_zero() || !T::Cover::contains(&next_id),
			"consumers: the next id is one that Cover names, and anybody could register it"
		);
		Ok(())
	}

	fn tell(outcome: Result<(), String>) {
		Self::deposit_event(match outcome {
			Ok(()) => Event::Initialized,
			Err(reason) => Event::InitializationRefused { reason: reason.into_bytes() },
		});
	}

	fn look_weight() -> Weight {
		T::DbWeight::get().reads(1)
	}

	fn weight(genesis: &GenesisConfig<T>) -> Weight {
		let told = Self::tell_weight();
		weigh_all([
			(T::DbWeight::get().reads_writes(2, 1), 1),
			(T::WeightInfo::register_consumer(), genesis.consumers.len()),
			(T::WeightInfo::touch(), genesis.pots.len()),
			(T::WeightInfo::set_slash_cap().saturating_add(told), genesis.slash_caps.len()),
			(T::WeightInfo::opt_in().saturating_add(told), genesis.opt_ins.len()),
		])
	}

	fn room() -> Weight {
		T::BlockWeights::get().max_block.saturating_div(4)
	}

	#[cfg(feature = "try-runtime")]
	fn check() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::do_try_state()
	}
}
