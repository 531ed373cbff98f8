// SPDX-License-Identifier: Apache-2.0

//! Money of another chain that a consumer has brought here, to pay operators in it: by the chain that keeps its reserve.

use super::{
	consumers::{brought, Stage},
	*,
};

/// The chain that keeps the reserve of the dollar.
const RESERVE: u32 = 1_000;

/// So many of the smallest units of the dollar.
fn dollars(amount: u128) -> Asset {
	(ForeignAsset::Usdt.location(), amount).into()
}

/// Another token of that chain, which this one does not know.
fn unknown() -> Asset {
	let place = [Parachain(RESERVE), PalletInstance(50), GeneralIndex(1985)];
	(Location::new(1, place), 1_000_000).into()
}

/// Sends a message as the chain that keeps the reserve, and returns what has become of it.
fn tell(stage: &mut Stage, message: Xcm<()>) -> Vec<Fate> {
	let mut reserve = chain_beside(RESERVE, HOME);
	deliver(&mut reserve, RESERVE, &mut stage.home, HOME, message)
}

fn fees_in_dollars(stage: &mut Stage) -> u128 {
	let usdt = AssetKind::WithId(ForeignAsset::Usdt);
	stage.home.execute_with(|| NativeAndAssets::balance(usdt, &treasury()))
}

/// Chains for which the last message has left something that can be claimed.
fn claimers(stage: &mut Stage) -> Vec<Location> {
	let claimer = |event: pallet_xcm::Event<Runtime>| match event {
		pallet_xcm::Event::AssetsTrapped { origin, .. } => Some(origin),
		_ => None,
	};
	stage
		.home
		.execute_with(|| System::read_events_for_pallet().into_iter().filter_map(claimer).collect())
}

#[test]
fn dollars_are_on_the_account_when_their_reserve_brings_them() {
	let mut stage = Stage::set();
	let thousand = 1_000 * ForeignAsset::Usdt.unit();
	let (before, fees_before) = (stage.money(), fees_in_dollars(&mut stage));

	assert_eq!(tell(&mut stage, brought(dollars(thousand))), [Fate::Done]);

	let fee = fees_in_dollars(&mut stage) - fees_before;
	assert!(fee > 0 && fee < ForeignAsset::Usdt.unit(), "it costs {fee}");
	let [home, sibling] = before;
	let (native, issued) = home.issued;
	let expected = Money {
		dollars: home.dollars + thousand - fee,
		issued: (native, issued + thousand),
		..home
	};
	assert_eq!(stage.money(), [expected, sibling]);
	stage.home.execute_with(check_invariants);
}

/// What this chain has not in its own list of tokens does not exist for it, whoever brings it, and whatever comes with it.
#[test]
fn asset_without_a_place_is_not_taken_from_its_reserve() {
	let mut stage = Stage::set();
	let before = stage.money();
	let mut with_dollars = brought(dollars(1_000_000));
	let both = vec![dollars(1_000_000), unknown()];
	with_dollars.0[0] = ReserveAssetDeposited(both.into());

	for message in [brought(unknown()), with_dollars] {
		assert_eq!(tell(&mut stage, message), [Fate::Failed]);

		assert!(claimers(&mut stage).is_empty());
		let after = stage.money();
		assert_eq!(after, before);
	}
}

/// The message has given up its origin by then: the chain that sent it can claim them, and the consumer cannot.
#[test]
fn dollars_that_do_not_pay_for_their_message_are_trapped_for_their_reserve() {
	let mut stage = Stage::set();
	let (before, fees_before) = (stage.money(), fees_in_dollars(&mut stage));

	assert_eq!(tell(&mut stage, brought(dollars(1_000))), [Fate::Failed]);

	assert_eq!(claimers(&mut stage), [at(RESERVE)]);
	let [home, sibling] = stage.money();
	// What is trapped exists, and is nobody's.
	let expected = Money { issued: home.issued, ..before[0] };
	assert_eq!([home, sibling], [expected, before[1]]);
	assert_eq!(fees_in_dollars(&mut stage), fees_before);
}
