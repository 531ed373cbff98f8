// SPDX-License-Identifier: Apache-2.0

//! A call weighs what it does and what its door does.

use crate::{mock::*, Call, EpochIndex, MembersOf, SetId, WeightInfo};
use bulwark_testing::StorageCalls;
use frame_support::{assert_ok, dispatch::GetDispatchInfo, traits::PalletInfoAccess};
use sp_runtime::DispatchResult;

type Costs = <Test as crate::Config>::WeightInfo;

#[test]
fn note_set_weighs_its_members_and_the_way_back() {
	let members = MembersOf::<Test>::truncate_from(vec![1, 2, 3]);
	let (set_id, epoch) = (SetId(1), EpochIndex(1));
	let call = Call::<Test>::note_set { set_id, epoch, members };

	assert_eq!(call.get_dispatch_info().call_weight, Costs::note_set(3) + DOOR);
	assert!(Costs::note_set(4).all_gte(Costs::note_set(3)));
}

/// How often an act reads and writes what the pallet stores.
fn storage_of(act: impl FnOnce() -> DispatchResult) -> (usize, usize) {
	let prefix = SetFollower::name_hash();
	let (result, calls) = StorageCalls::of(act);
	assert_ok!(result);
	let digits: String = prefix.iter().map(|byte| format!("{byte:02x}")).collect();
	let writes = calls.writes.iter().filter(|(key, _)| key.starts_with(&digits));
	(calls.reads_of(&prefix), writes.map(|(_, times)| times).sum())
}

#[test]
fn call_reads_the_set_once_and_writes_it_once() {
	test(|| {
		follow(1, 1, &[1, 2]);

		assert_eq!(storage_of(|| told(2, 2, &[3])), (1, 1));
		assert_eq!(storage_of(|| SetFollower::forget_set(RuntimeOrigin::root())), (1, 1));
	});
}
