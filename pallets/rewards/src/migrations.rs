// SPDX-License-Identifier: Apache-2.0

//! The way in for a chain that runs already: pools that pay from the upgrade on. Without it every offer is made, and every
//! stream funded, by a call.

use crate::{Config, Event, GenesisConfig, NextPositionId, Offers, Pallet, WeightInfo};
use alloc::string::String;
use bulwark_traits::{weigh_all, Initializable};
use frame_support::{ensure, traits::Get, weights::Weight};

/// Migration that builds the genesis which `Genesis` makes (a `Get<GenesisConfig<T>>`), by the rules of every genesis and
/// once. It is refused as soon as a pool has an offer. Pools that it names are there before it: opened by calls, or by
/// staking's `Initialize`, after which it stands.
pub type Initialize<T, Genesis> = bulwark_traits::Initialize<Pallet<T>, Genesis>;

impl<T: Config> Initializable for Pallet<T> {
	type Genesis = GenesisConfig<T>;

	fn is_initialized() -> bool {
		NextPositionId::<T>::exists()
	}

	fn initialize(genesis: &GenesisConfig<T>) -> Result<(), String> {
		ensure!(Offers::<T>::iter_keys().next().is_none(), "offers: there are some already");

		genesis.try_build()
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
		weigh_all([
			(T::WeightInfo::configure(), genesis.offers.len()),
			(T::WeightInfo::fund_stream(), genesis.streams.len()),
			(T::DbWeight::get().reads_writes(2, 2), 1),
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
