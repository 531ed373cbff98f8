// SPDX-License-Identifier: Apache-2.0

//! Work that always finds room: calls, hooks and messages against the limits of a block.

use crate::{
	configs::{
		messages::MessageQueueServiceWeight,
		referenda::ScheduledWeight,
		system::{RuntimeBlockWeights, NORMAL_DISPATCH_RATIO},
		xcm::{MaxInstructions, UnitWeightCost},
	},
	units::{WorkPrice, MAXIMUM_BLOCK_WEIGHT, UNIT},
	Runtime, RuntimeCall,
};
use codec::{Decode, Encode};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Get, GetCallIndex, GetCallMetadata, GetCallName},
	weights::{Weight, WeightToFee},
};
use pallet_operator_staking::WeightInfo;
use xcm::{latest::prelude::*, VersionedAssets, VersionedLocation};

/// Every call of a pallet with the arguments that zeros decode to.
fn calls(index: u8, indices: &[u8]) -> Vec<RuntimeCall> {
	let decode = |call: &u8| {
		let mut bytes = vec![index, *call];
		bytes.extend([0; 512]);
		RuntimeCall::decode(&mut bytes.as_slice()).ok()
	};
	indices.iter().filter_map(decode).collect()
}

/// Every call of Bulwark's pallets.
fn own_calls() -> Vec<RuntimeCall> {
	let all = [
		listed::<pallet_operator_staking::Call<Runtime>>(40),
		listed::<pallet_staking_rewards::Call<Runtime>>(41),
		listed::<pallet_restaking_slash::Call<Runtime>>(42),
		listed::<pallet_performance_programmes::Call<Runtime>>(43),
		listed::<pallet_rollup_attestation::Call<Runtime>>(44),
		listed::<pallet_set_messenger::Call<Runtime>>(45),
		listed::<pallet_set_follower::Call<Runtime>>(46),
	];
	all.concat()
}

/// Those of votes, which look at stake.
fn votes() -> Vec<RuntimeCall> {
	listed::<pallet_conviction_voting::Call<Runtime>>(53)
}

/// What blocks do by themselves when they have room for it, at most.
fn polls() -> [(&'static str, Weight); 2] {
	type StakingWeights = <Runtime as pallet_operator_staking::Config>::WeightInfo;
	let operators = <Runtime as pallet_operator_staking::Config>::MaxOperators::get();
	[
		("an election", StakingWeights::elect(operators)),
		("a set of sequencers", crate::Rollup::poll_weight()),
	]
}

fn listed<Call: GetCallIndex + GetCallName>(index: u8) -> Vec<RuntimeCall> {
	let calls = calls(index, Call::get_call_indices());
	let names = Call::get_call_names();
	assert!(calls.len() + 2 >= names.len(), "{} of {} decode", calls.len(), names.len());
	calls
}

fn assert_all_fit(calls: Vec<RuntimeCall>, limit: Weight) {
	for call in calls {
		let weight = call.get_dispatch_info().call_weight;
		let name = call.get_call_metadata();
		assert!(weight.all_lte(limit), "{name:?} weighs {weight:?}, more than {limit:?}");
	}
}

#[test]
fn every_call_fits_into_a_block() {
	let limits = RuntimeBlockWeights::get();
	let most = limits.get(DispatchClass::Normal).max_extrinsic.expect("there is a limit");

	assert_eq!(limits.max_block, MAXIMUM_BLOCK_WEIGHT);
	assert!(most.all_lt(NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT));
	assert_all_fit([own_calls(), votes()].concat(), most);
}

/// What weighs more is approved and never done.
#[test]
fn every_call_fits_into_what_is_carried_out_for_root() {
	assert_all_fit(own_calls(), ScheduledWeight::get());
}

#[test]
fn every_call_finds_room_beside_all_messages_and_all_that_was_decided() {
	let first = MessageQueueServiceWeight::get().saturating_add(ScheduledWeight::get());

	let left = MAXIMUM_BLOCK_WEIGHT.saturating_sub(first);
	assert_all_fit([own_calls(), votes()].concat(), left);
	for (what, weight) in polls() {
		assert!(weight.all_lte(left), "{what} weighs {weight:?}, more than {left:?}");
	}
	let longest = UnitWeightCost::get().saturating_mul(MaxInstructions::get().into());
	assert!(longest.all_lt(MessageQueueServiceWeight::get()), "{longest:?} is never serviced");
}

/// They do all that sending takes, and more. Transfers were declared with a round guess once, and without a proof.
#[test]
fn transfers_to_other_chains_weigh_more_than_the_sending() {
	let dest = Box::new(VersionedLocation::from(Location::parent()));
	let beneficiary = dest.clone();
	let assets = Box::new(VersionedAssets::from(Assets::new()));
	let weight_limit = WeightLimit::Unlimited;
	let transfer = pallet_xcm::Call::<Runtime>::transfer_assets {
		dest: dest.clone(),
		beneficiary: beneficiary.clone(),
		assets: assets.clone(),
		fee_asset_item: 0,
		weight_limit: weight_limit.clone(),
	};
	let by_reserve = pallet_xcm::Call::<Runtime>::limited_reserve_transfer_assets {
		dest,
		beneficiary,
		assets,
		fee_asset_item: 0,
		weight_limit,
	};
	let sending = <<Runtime as pallet_xcm::Config>::WeightInfo as pallet_xcm::WeightInfo>::send();
	assert!(sending.proof_size() > 0);

	for call in [RuntimeCall::from(transfer), by_reserve.into()] {
		assert!(call.get_dispatch_info().call_weight.all_gt(sending), "{call:?}");
		assert_all_fit(vec![call], ScheduledWeight::get());
	}
}

/// What a consumer or a follower elsewhere calls, in a message of ten instructions.
#[test]
fn calls_of_other_chains_fit_into_what_messages_get() {
	let largest_set = vec![crate::accounts::treasury(); 256];
	let note_set = (46u8, 0u8, 1u32, 1u32, largest_set).encode();
	let note_set = RuntimeCall::decode(&mut note_set.as_slice()).expect("it is a call");
	let of_consumers = listed::<pallet_restaking_slash::Call<Runtime>>(42);
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
