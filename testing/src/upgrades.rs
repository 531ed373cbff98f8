// SPDX-License-Identifier: Apache-2.0

//! Chains that get a pallet by an upgrade, and what pallets have stored.

use frame_support::{
	storage::{unhashed, PrefixIterator},
	traits::{BeforeAllRuntimeMigrations, OnRuntimeUpgrade, PalletInfoAccess},
	StorageHasher, Twox128,
};
use std::collections::BTreeMap;

/// Removes all that a pallet has stored, as if the chain had never had it, and adds it by an upgrade: what FRAME does before
/// all migrations, and what the pallet does itself.
pub fn add_anew<P: PalletInfoAccess + BeforeAllRuntimeMigrations + OnRuntimeUpgrade>() {
	let _ = unhashed::clear_prefix(&P::name_hash(), None, None);
	P::before_all_runtime_migrations();
	P::on_runtime_upgrade();
}

/// All that pallets with these names have stored.
pub fn stored_by(pallets: &[&'static str]) -> BTreeMap<(&'static str, Vec<u8>), Vec<u8>> {
	let entries = |name: &'static str| {
		let prefix = Twox128::hash(name.as_bytes()).to_vec();
		let all: PrefixIterator<(Vec<u8>, Vec<u8>)> =
			PrefixIterator::new(prefix.clone(), prefix, |key, value| {
				Ok((key.to_vec(), value.to_vec()))
			});
		all.map(move |(key, value)| ((name, key), value))
	};
	pallets.iter().flat_map(|name| entries(name)).collect()
}
