// SPDX-License-Identifier: Apache-2.0

//! Work that always finds room: calls, hooks and messages against the limits of a block.

use crate::{
	configs::{
		messages::MessageQueueServiceWeight,
		system::{RuntimeBlockWeights, NORMAL_DISPATCH_RATIO},
		xcm::{MaxInstructions, UnitWeightCost},
	},
	units::{WorkPrice, MAXIMUM_BLOCK_WEIGHT, UNIT},
	Runtime, RuntimeCall,
};
use codec::{Decode, Encode};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{GetCallIndex, GetCallMetadata, GetCallName},
	weights::{Weight, WeightToFee},
};

/// Every call of a pallet with the arguments that zeros decode to.
fn calls(index: u8, indices: &[u8]) -> Vec<RuntimeCall> {
	let decode = |call: &u8| {
		let mut bytes = vec![index, *call];
		bytes.extend([0; 512]);
		RuntimeCall::decode(&mut bytes.as_slice()).ok()
	};
	indices.iter().filter_map(decode).collect()
}

#[test]
fn every_call_of_bulwark_fits_into_a_block() {
	let limits = RuntimeBlockWeights::get();
	let most = limits.get(DispatchClass::Normal).max_extrinsic.expect("there is a limit");
	let all = [
		calls(40, pallet_operator_staking::Call::<Runtime>::get_call_indices()),
		calls(41, pallet_staking_rewards::Call::<Runtime>::get_call_indices()),
		calls(42, pallet_restaking_slash::Call::<Runtime>::get_call_indices()),
		calls(43, pallet_performance_programmes::Call::<Runtime>::get_call_indices()),
		calls(44, pallet_rollup_attestation::Call::<Runtime>::get_call_indices()),
		calls(45, pallet_set_messenger::Call::<Runtime>::get_call_indices()),
		calls(46, pallet_set_follower::Call::<Runtime>::get_call_indices()),
	];
	let names: [&[&str]; 7] = [
		pallet_operator_staking::Call::<Runtime>::get_call_names(),
		pallet_staking_rewards::Call::<Runtime>::get_call_names(),
		pallet_restaking_slash::Call::<Runtime>::get_call_names(),
		pallet_performance_programmes::Call::<Runtime>::get_call_names(),
		pallet_rollup_attestation::Call::<Runtime>::get_call_names(),
		pallet_set_messenger::Call::<Runtime>::get_call_names(),
		pallet_set_follower::Call::<Runtime>::get_call_names(),
	];

	for (calls, names) in all.iter().zip(names) {
		assert!(calls.len() + 2 >= names.len(), "{} of {} decode", calls.len(), names.len());
		for call in calls {
			let weight = call.get_dispatch_info().call_weight;
			let name = call.get_call_metadata();
			assert!(weight.all_lte(most), "{name:?} weighs {weight:?}, more than {most:?}");
		}
	}
}

#[test]
fn block_has_room_for_people_beside_all_messages() {
	let limits = RuntimeBlockWeights::get();
	let reserved = limits.get(DispatchClass::Normal).max_total.expect("there is a limit");

	assert_eq!(limits.max_block, MAXIMUM_BLOCK_WEIGHT);
	assert_eq!(reserved, NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT);
	assert!(MessageQueueServiceWeight::get().all_lt(reserved));
	let longest = UnitWeightCost::get().saturating_mul(MaxInstructions::get().into());
	assert!(longest.all_lt(MessageQueueServiceWeight::get()), "{longest:?} is never serviced");
}

/// What a consumer or a follower elsewhere calls, in a message of ten instructions.
#[test]
fn calls_of_other_chains_fit_into_what_messages_get() {
	let largest_set = vec![crate::accounts::treasury(); 256];
	let note_set = (46u8, 0u8, 1u32, 1u32, largest_set).encode();
	let note_set = RuntimeCall::decode(&mut note_set.as_slice()).expect("it is a call");
	let of_consumers = calls(42, pallet_restaking_slash::Call::<Runtime>::get_call_indices());
	let instructions = UnitWeightCost::get().saturating_mul(10);

	for call in of_consumers.into_iter().chain([note_set]) {
		let weight = call.get_dispatch_info().call_weight.saturating_add(instructions);
		let name = call.get_call_metadata();
		assert!(weight.all_lt(MessageQueueServiceWeight::get()), "{name:?} weighs {weight:?}");
	}
}

#[test]
fn work_costs_by_time_or_proof_whichever_is_more() {
	let price = |time, proof| WorkPrice::weight_to_fee(&Weight::from_parts(time, proof));
	let block = MAXIMUM_BLOCK_WEIGHT;

	assert_eq!(price(block.ref_time(), 0), 2 * UNIT);
	assert_eq!(price(block.ref_time(), block.proof_size()), 2 * UNIT);
	let of_proof = price(0, block.proof_size());
	assert!(of_proof <= 2 * UNIT && of_proof > 2 * UNIT - UNIT / 100, "{of_proof}");
}
