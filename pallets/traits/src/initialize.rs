// SPDX-License-Identifier: Apache-2.0

//! The way in for a chain that runs already: a runtime upgrade that adds a pallet builds its genesis too.

use alloc::string::String;
#[cfg(feature = "try-runtime")]
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{
	ensure,
	storage::with_transaction_unchecked,
	traits::{Get, OnRuntimeUpgrade, PalletInfoAccess},
	weights::Weight,
};
use sp_runtime::TransactionOutcome::{Commit, Rollback};
#[cfg(feature = "try-runtime")]
use sp_runtime::TryRuntimeError;

/// Target of the logs.
const LOG: &str = "runtime::initialize";

/// A pallet whose genesis can be built on a chain that has run without it.
pub trait Initializable: PalletInfoAccess {
	/// The genesis of the pallet: its `GenesisConfig`.
	type Genesis;

	/// True once the genesis was built, with the chain or by an upgrade.
	fn is_initialized() -> bool;

	/// Builds the genesis by its own rules. An error names the field; the caller undoes what was written before it.
	fn initialize(genesis: &Self::Genesis) -> Result<(), String>;

	/// Tells what became of a genesis, by an event.
	fn tell(outcome: Result<(), String>);

	/// The weight of [`is_initialized`](Self::is_initialized).
	fn look_weight() -> Weight;

	/// The most that building a genesis weighs.
	fn weight(genesis: &Self::Genesis) -> Weight;

	/// The most that it may weigh: a quarter of a block, as others come with it, and a block that weighs too much stops a
	/// parachain.
	fn room() -> Weight;

	/// Checks the invariants of the pallet.
	#[cfg(feature = "try-runtime")]
	fn check() -> Result<(), TryRuntimeError>;
}

/// Migration that builds the genesis of a pallet, once: all of it, or nothing and an event that says why. On a chain that
/// was born with the pallet it does nothing.
///
/// `G` makes the genesis. It is asked in the block of the upgrade, before the inherents: the time is that of the block
/// before.
pub struct Initialize<P, G>(PhantomData<(P, G)>);

impl<P: Initializable, G: Get<P::Genesis>> OnRuntimeUpgrade for Initialize<P, G> {
	fn on_runtime_upgrade() -> Weight {
		if P::is_initialized() {
			log::info!(target: LOG, "{} has been initialized: this migration can go", P::name());
			return P::look_weight();
		}
		let genesis = G::get();

		let built = with_transaction_unchecked(|| match build::<P>(&genesis) {
			Ok(()) => Commit(Ok(())),
			Err(why) => Rollback(Err(why)),
		});

		match &built {
			Ok(()) => log::info!(target: LOG, "{} is initialized", P::name()),
			Err(why) => log::error!(target: LOG, "{} is not initialized: {why}", P::name()),
		}
		P::tell(built);
		P::look_weight().saturating_add(P::weight(&genesis))
	}

	#[cfg(feature = "try-runtime")]
	fn pre_upgrade() -> Result<Vec<u8>, TryRuntimeError> {
		// A pallet that is new has nothing that could be checked, not even what its own hooks note with the upgrade.
		if P::is_initialized() {
			P::check()?;
		}
		Ok(Vec::new())
	}

	#[cfg(feature = "try-runtime")]
	fn post_upgrade(_: Vec<u8>) -> Result<(), TryRuntimeError> {
		ensure!(P::is_initialized(), "the genesis is refused: the log says why");
		P::check()
	}
}

/// A block that does not come to an end would stop the chain.
fn build<P: Initializable>(genesis: &P::Genesis) -> Result<(), String> {
	ensure!(P::weight(genesis).all_lte(P::room()), "it does not fit into a quarter of a block");
	P::initialize(genesis)
}

/// The sum of weights, each so many times.
pub fn weigh_all<const N: usize>(parts: [(Weight, usize); N]) -> Weight {
	let times = |(weight, count): (Weight, usize)| {
		weight.saturating_mul(u64::try_from(count).unwrap_or(u64::MAX))
	};
	parts.into_iter().map(times).fold(Weight::zero(), |sum, part| sum.saturating_add(part))
}
