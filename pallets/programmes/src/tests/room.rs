// SPDX-License-Identifier: Apache-2.0

//! Room in blocks for what programmes do.

use crate::{config::check_weights, mock::*};
use frame_support::{dispatch::DispatchClass, weights::Weight};
use frame_system::limits::BlockWeights;

#[test]
#[should_panic = "a block has room to mint for all programmes"]
fn runtime_is_refused_when_no_block_has_room_to_mint() {
	let max_block = Weight::from_parts(80_000_000, u64::MAX);
	check_weights::<Test>(&BlockWeights { max_block, ..Default::default() });
}

#[test]
#[should_panic = "a call has room for a step of finalising"]
fn runtime_is_refused_when_no_call_has_room_to_finalise() {
	let mut limits = BlockWeights::default();
	let normal = limits.per_class.get_mut(DispatchClass::Normal);
	normal.max_extrinsic = Some(Weight::from_parts(80_000_000, u64::MAX));
	check_weights::<Test>(&limits);
}
