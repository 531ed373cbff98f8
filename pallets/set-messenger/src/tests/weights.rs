// SPDX-License-Identifier: Apache-2.0

//! What is read and written, and what that weighs.

use crate::{mock::*, WeightInfo};
use bulwark_testing::StorageCalls;
use bulwark_traits::SetMessenger;
use frame_support::{traits::PalletInfoAccess, weights::Weight};

/// How often an act reads and writes what the pallet stores.
fn storage_of<R>(act: impl FnOnce() -> R) -> (usize, usize) {
	let prefix = SetMessages::name_hash();
	let (_, calls) = StorageCalls::of(act);
	let digits: String = prefix.iter().map(|byte| format!("{byte:02x}")).collect();
	let writes = calls.writes.iter().filter(|(key, _)| key.starts_with(&digits));
	(calls.reads_of(&prefix), writes.map(|(_, times)| times).sum())
}

#[test]
fn announcement_reads_and_writes_one_item() {
	test(|| assert_eq!(storage_of(|| announce(1, 5, 5, &[10])), (1, 1)));
}

#[test]
fn door_weighs_as_an_announcement() {
	let measured = <Test as crate::Config>::WeightInfo::announce();

	assert_eq!(<SetMessages as SetMessenger<u64>>::weight(), measured);
}

#[test]
fn block_reads_two_items_and_writes_two_when_it_sends() {
	test(|| {
		announce(1, 5, 5, &[10]);

		assert_eq!(storage_of(|| poll(Weight::MAX)), (2, 2));
		assert_eq!(storage_of(|| poll(Weight::MAX)), (1, 0));
	});
}
