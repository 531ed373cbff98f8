// SPDX-License-Identifier: Apache-2.0

//! Calls that catch up with the clock: what of the worst case was not met is not charged.

use crate::{mock::*, work, Call, Destination, Offer, WeightInfo};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use sp_runtime::traits::Dispatchable;

type Own = <Test as crate::Config>::WeightInfo;

/// The weight that a call is charged for in the end.
fn charged(origin: RuntimeOrigin, call: Call<Test>) -> Weight {
	let call = RuntimeCall::from(call);
	let declared = call.get_dispatch_info();
	call.dispatch(origin).expect("nothing is wrong with it").calc_actual_weight(&declared)
}

/// Calls to the operator's pool, and what each weighs when nothing waits for it and when everything does.
fn calls_to_the_pool() -> [(RuntimeOrigin, Call<Test>, [Weight; 2]); 3] {
	let (pool_id, offer) = (BACKED, backed_offer());
	let stream = Call::fund_stream { pool_id, asset: GOLD, amount: 1_000, epochs: 10 };
	[
		(
			root(),
			Call::configure { pool_id, offer },
			[Own::usual_configure(), Own::configure().max(Own::configure_first())],
		),
		(signed(SPONSOR), stream, [Own::usual_fund_stream(), Own::fund_stream()]),
		(signed(DAVE), Call::poke { pool_id }, [Own::usual_poke(), Own::poke()]),
	]
}

#[test]
fn calls_declare_the_worst_case() {
	for (_, call, [_, most]) in calls_to_the_pool() {
		assert_eq!(call.get_dispatch_info().call_weight, most);
	}
}

#[test]
fn calls_are_charged_the_usual_when_the_pool_waits_for_nothing() {
	for (origin, call, [usual, _]) in calls_to_the_pool() {
		test(|| {
			delegate(BACKED, ALICE, 100);

			assert_eq!(charged(origin, call), usual);
		});
	}
}

#[test]
fn calls_are_charged_for_each_page_when_the_pool_has_to_follow() {
	for (origin, call, [usual, _]) in calls_to_the_pool() {
		test(|| {
			delegate(BACKED, ALICE, 100);
			skip(1);
			let most = match &call {
				Call::configure { .. } => Own::configure(),
				call => call.get_dispatch_info().call_weight,
			};

			// The exits of the epoch in which it was touched last.
			let one_page = work::observe_pool::<Test>().weigh(1, usual, most);
			assert_eq!(charged(origin, call), one_page);
		});
	}
}

#[test]
fn configure_is_charged_in_full_when_the_pool_begins_to_pay() {
	test_bare(|| {
		let configure = Call::configure { pool_id: STANDALONE, offer: offer() };

		assert_eq!(charged(root(), configure), Own::configure_first());
	});
}

#[test]
fn poke_is_charged_for_what_it_moves_once() {
	test(|| {
		configure(STANDALONE, Offer { destination: Destination::Burn, ..offer() });
		let position = stake(STANDALONE, ALICE, 10_000, tier(8, 100));
		skip(1);
		unstake(ALICE, position);
		skip(1);
		delegate(STANDALONE, BOB, 100); // the pool follows

		let poke = || charged(signed(DAVE), Call::poke { pool_id: STANDALONE });
		let weights = [poke(), poke()];

		assert_eq!(weights, [Own::moving_poke(), Own::usual_poke()]);
	});
}
