// SPDX-License-Identifier: Apache-2.0

//! Offers and streams that a chain starts with.

use crate::{
	mock::*, Destination, GenesisConfig, GenesisOffer, GenesisStream, GenesisStreams, Offers,
	WeightInfo,
};
use frame_support::{
	traits::{Get, Hooks},
	weights::{RuntimeDbWeight, Weight, WeightMeter},
};
use pallet_operator_staking::GenesisPool;
use sp_runtime::BuildStorage;

pub(super) fn genesis_offer() -> GenesisOffer<AccountId, AssetId> {
	GenesisOffer {
		pool_id: STANDALONE,
		payer: TREASURY,
		tiers: vec![tier(4, 80), tier(8, 100)],
		assets: vec![NATIVE, GOLD],
		penalty: percent(50),
		destination: Destination::Account(TREASURY),
	}
}

pub(super) fn genesis_stream(amount: u128, epochs: u32) -> (AccountId, GenesisStream<AssetId>) {
	(SPONSOR, GenesisStream { pool_id: STANDALONE, asset: GOLD, amount, epochs })
}

/// A chain with a standalone pool in which Alice has 100 from the first epoch on.
pub(super) fn chain(
	offers: Vec<GenesisOffer<AccountId, AssetId>>,
	streams: Vec<(AccountId, GenesisStream<AssetId>)>,
) -> sp_io::TestExternalities {
	let mut genesis = genesis();
	let pool = GenesisPool { asset: NATIVE, base: HALF, minimum: 1, stakes: vec![(ALICE, 100)] };
	genesis.staking.standalone_pools = vec![(TREASURY, pool)];
	genesis.rewards = GenesisConfig { offers, streams };
	genesis.build_storage().expect("the genesis is sound").into()
}

pub(super) fn poll(limit: Weight) {
	Rewards::on_poll(1, &mut WeightMeter::with_limit(limit));
}

#[test]
fn genesis_configures_pools_and_makes_the_collection() {
	chain(vec![genesis_offer()], vec![]).execute_with(|| {
		let offers = Offers::<Test>::get(STANDALONE).expect("it is offered");
		let (effective_from, offer) = offers.latest().expect("there is one");
		assert_eq!((effective_from.0, offer.tiers.to_vec()), (0, genesis_offer().tiers));
		assert_eq!(balance(GOLD, &Rewards::pot()), 1, "the floor");
		go_to(1);
		stake(STANDALONE, BOB, 1_000, tier(4, 80));
		check_invariants();
	});
}

#[test]
fn genesis_streams_begin_with_the_first_block_that_has_a_time() {
	let streams = vec![genesis_stream(100, 4), genesis_stream(60, 2)];
	chain(vec![genesis_offer()], streams).execute_with(|| {
		assert_eq!(balance(GOLD, &Rewards::pot()), 161);
		check_invariants();
		poll(Weight::MAX);
		assert_eq!(
			GenesisStreams::<Test>::get().map(|streams| streams.len()),
			Some(2),
			"no time yet"
		);

		go_to(1_000);
		poll(Weight::MAX);

		assert!(!GenesisStreams::<Test>::exists());
		assert_eq!(streaming(STANDALONE, 1), 160);
		check_invariants();
		skip(2);
		assert_eq!(available(STANDALONE, ALICE), [(GOLD, 55)]);
		skip(9);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 160);
		check_invariants();
	});
}

#[test]
fn genesis_streams_begin_one_by_one_when_blocks_have_little_room() {
	let streams = vec![genesis_stream(100, 4), genesis_stream(60, 2)];
	chain(vec![genesis_offer()], streams).execute_with(|| {
		go_to(1_000);
		let weights: RuntimeDbWeight = <Test as frame_system::Config>::DbWeight::get();
		let reads = weights.reads(1);
		let one = <<Test as crate::Config>::WeightInfo as WeightInfo>::open_stream();

		poll(reads);
		assert_eq!(GenesisStreams::<Test>::get().map(|streams| streams.len()), Some(2));
		poll(reads + one);
		assert_eq!(GenesisStreams::<Test>::get().map(|streams| streams.len()), Some(1));
		poll(reads + one);
		assert!(!GenesisStreams::<Test>::exists());

		assert_eq!(streaming(STANDALONE, 1), 160);
	});
}

#[test]
fn genesis_takes_as_many_streams_as_it_can_keep() {
	let streams = (0..64).map(|_| genesis_stream(10, 1)).collect();
	chain(vec![genesis_offer()], streams).execute_with(check_invariants);
}

#[test]
#[should_panic = "streams: at most 64"]
fn genesis_is_refused_when_it_has_more_streams_than_it_can_keep() {
	chain(vec![genesis_offer()], (0..65).map(|_| genesis_stream(10, 1)).collect());
}

#[test]
#[should_panic = "the genesis of StakingRewards is refused: offers[0]: InvalidTier"]
fn genesis_is_refused_when_an_offer_would_be() {
	chain(vec![GenesisOffer { tiers: vec![tier(0, 100)], ..genesis_offer() }], vec![]);
}

#[test]
#[should_panic = "streams[0]: InvalidDuration"]
fn genesis_is_refused_when_a_stream_would_be() {
	chain(vec![genesis_offer()], vec![genesis_stream(100, 105)]);
}

#[test]
#[should_panic = "streams[0]: NothingToPay"]
fn genesis_is_refused_when_a_stream_has_no_money() {
	chain(vec![genesis_offer()], vec![genesis_stream(0, 4)]);
}

#[test]
#[should_panic = "streams[0]: Funds are unavailable"]
fn genesis_is_refused_when_the_payer_has_not_got_it() {
	chain(vec![genesis_offer()], vec![genesis_stream(FUNDS + 1, 4)]);
}
