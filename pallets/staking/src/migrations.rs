// SPDX-License-Identifier: Apache-2.0

//! The way in for a chain that runs already.
//!
//! A chain that gets this pallet by an upgrade, and nothing else, has no clock: time stands still in epoch 0, no operator
//! registers and no pool is opened. So the upgrade builds a genesis too, with the clock that the team wants. What other pallets
//! have noted until then is of epoch 0, as in a genesis, and past when the clock begins.

use crate::{
	door_weights, pallet::EpochClock, Config, ElectionCount, Event, GenesisConfig, IdleRound,
	LastElection, Pallet, PowerHistory, PriceHistory, Ranking, RankingPending, WeightInfo,
};
use alloc::string::String;
use bulwark_traits::{weigh_all, Initializable};
use frame_support::{traits::Get, weights::Weight};

/// Migration that builds the genesis which `Genesis` makes (a `Get<GenesisConfig<T>>`), by the rules of every genesis and
/// once. Until then there is no operator and no pool.
///
/// It stands before those of rewards and restaking, which ask for pools and epochs.
pub type Initialize<T, Genesis> = bulwark_traits::Initialize<Pallet<T>, Genesis>;

impl<T: Config> Initializable for Pallet<T> {
	type Genesis = GenesisConfig<T>;

	fn is_initialized() -> bool {
		EpochClock::<T>::exists()
	}

	fn initialize(genesis: &GenesisConfig<T>) -> Result<(), String> {
		Self::forget_elections();
		genesis.try_build()
	}

	fn tell(outcome: Result<(), String>) {
		Self::deposit_event(match outcome {
			Ok(()) => Event::Initialized { clock: EpochClock::<T>::get() },
			Err(reason) => Event::InitializationRefused { reason: reason.into_bytes() },
		});
	}

	fn look_weight() -> Weight {
		T::DbWeight::get().reads(1)
	}

	fn weight(genesis: &GenesisConfig<T>) -> Weight {
		let operators = genesis.operators.len();
		let backed = genesis.operators.iter().flat_map(|operator| &operator.pools);
		let standalone = genesis.standalone_pools.iter().map(|(_, pool)| pool);
		let stakes = backed.clone().chain(standalone).map(|pool| pool.stakes.len()).sum();
		let register = T::WeightInfo::register().saturating_add(door_weights::register::<T>());
		let stake = T::WeightInfo::delegate().saturating_add(door_weights::stake::<T>().most());
		let elect = T::WeightInfo::elect(u32::try_from(operators).unwrap_or(u32::MAX));
		weigh_all([
			(Self::forget_weight(), 1),
			// Clock, policy, minimum and size.
			(T::DbWeight::get().reads_writes(4, 4), 1),
			(register, operators),
			(T::WeightInfo::open_pool(), backed.count()),
			(T::WeightInfo::open_standalone_pool(), genesis.standalone_pools.len()),
			(stake, stakes),
			(T::WeightInfo::touch(), genesis.pots.len()),
			(elect.saturating_add(door_weights::enact::<T>()), 1),
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

impl<T: Config> Pallet<T> {
	/// Forgets what blocks noted without a clock, while there was nobody to elect, so that the genesis finds nothing: the round of
	/// idle blocks ends with epoch 0, which has no end.
	fn forget_elections() {
		LastElection::<T>::kill();
		ElectionCount::<T>::kill();
		Ranking::<T>::kill();
		RankingPending::<T>::kill();
		IdleRound::<T>::kill();
		let slots = T::Window::get().saturating_add(1); // the window is 14 at most
		let _ = PowerHistory::<T>::clear(slots, None);
		let _ = PriceHistory::<T>::clear(slots, None);
	}

	fn forget_weight() -> Weight {
		let slots = u64::from(T::Window::get()).saturating_add(1).saturating_mul(2);
		T::DbWeight::get().reads_writes(slots.saturating_add(4), slots.saturating_add(5))
	}
}
