// SPDX-License-Identifier: Apache-2.0

//! Rewards in assets that not every pool behind an operator lists: nobody is left out for it, and who pays may list what.

use crate::{mock::*, Balance, Call, Error, Event, Offer, Payee, PoolId, RewardPools};
use bulwark_ledger::EpochIndex;
use bulwark_traits::{Reward, RewardSink};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungibles::{Balanced, Create, Mutate},
};
use sp_runtime::DispatchResult;

/// An asset that is in no offer.
const COPPER: AssetId = AssetId::WithId(4);

/// Copper begins to exist, and the sponsor and the treasury have some.
fn make_copper() {
	assert_ok!(<Assets as Create<AccountId>>::create(4, DAVE, true, 1));
	for who in [SPONSOR, TREASURY, DAVE] {
		assert_ok!(AllAssets::mint_into(COPPER, &who, 1_000_000));
	}
}

fn lists(pool_id: PoolId, assets: &[AssetId]) {
	let assets = assets.to_vec().try_into().expect("there is room");
	configure(pool_id, Offer { assets, ..backed_offer() });
}

/// The admin's account pays.
fn admin_rewards(to: Payee<AccountId>, asset: AssetId, amount: Balance) -> DispatchResult {
	let earned_in = EpochIndex(now());
	calls(root(), Call::reward { to, asset, amount, earned_in })
}

fn listed(pool_id: PoolId) -> Vec<AssetId> {
	RewardPools::<Test>::get(pool_id).map_or(vec![], |record| record.assets.to_vec())
}

/// The pool of everybody lists native money alone, the operator's own with a unit in it gold too.
fn with_dust_of_the_operator(run: impl FnOnce(PoolId)) {
	test_bare(|| {
		lists(BACKED, &[NATIVE]);
		let own = second_pool(GOLD);
		take(0);
		delegate(BACKED, ALICE, 999_999);
		delegate(own, OPERATOR, 1);
		skip(1);
		run(own);
	});
}

#[test]
fn dust_in_the_only_pool_that_lists_an_asset_takes_what_dust_earns() {
	with_dust_of_the_operator(|own| {
		let paid = admin_rewards(Payee::Operator(OPERATOR), GOLD, 1_000_000);

		assert_ok!(paid);
		assert_eq!(earned(BACKED, ALICE, GOLD), 999_999);
		assert_eq!(earned(own, OPERATOR, GOLD), 1);
	});
}

#[test]
fn money_of_anybody_stays_with_it_when_a_pool_that_earns_does_not_list_it() {
	with_dust_of_the_operator(|own| {
		let refused = try_reward(Payee::Operator(OPERATOR), GOLD, 1_000_000, now());

		assert_noop!(refused, Error::<Test>::AssetNotListed);
		assert_eq!(earned(own, OPERATOR, GOLD), 0);
	});
}

#[test]
fn money_that_may_lists_its_asset_once() {
	with_dust_of_the_operator(|_| {
		assert_ok!(admin_rewards(Payee::Operator(OPERATOR), GOLD, 1_000_000));

		assert_has(Event::AssetListed { pool_id: BACKED, asset: GOLD });
		assert_eq!(listed(BACKED), [NATIVE, GOLD]);
		System::reset_events();
		assert_ok!(try_reward(Payee::Operator(OPERATOR), GOLD, 1_000_000, now()));
		let again = |event: &Event<Test>| matches!(event, Event::AssetListed { .. });
		assert!(!events().iter().any(again));
	});
}

#[test]
fn money_that_came_through_the_sink_lists_its_asset_if_it_may() {
	with_dust_of_the_operator(|_| {
		let sink = |may_list| {
			let (to, earned_in) = (Payee::Operator(OPERATOR), EpochIndex(now()));
			let amount = 1_000_000;
			<Rewards as RewardSink<_, _, _>>::reward(
				Reward { to, asset: GOLD, amount, earned_in, may_list },
				|| Ok(AllAssets::issue(GOLD, amount)),
			)
		};

		assert_noop!(sink(false), Error::<Test>::AssetNotListed);
		assert_ok!(sink(true));

		assert_eq!(earned(BACKED, ALICE, GOLD), 999_999);
	});
}

#[test]
fn money_that_may_pays_a_pool_that_nobody_ever_configured() {
	test(|| {
		let bare = bare_pool(NATIVE);
		delegate(bare, ALICE, 300);
		delegate(bare, BOB, 300);
		delegate(BACKED, CHARLIE, 600);
		skip(WINDOW + 2);
		undelegate_all(bare, BOB);
		delegate(bare, ALICE, 300);

		assert_ok!(admin_rewards(Payee::Operator(OPERATOR), GOLD, 1_200));

		assert_eq!(listed(bare), [GOLD]);
		assert_eq!([ALICE, BOB].map(|who| earned(bare, who, GOLD)), [300, 300]);
		assert_eq!(earned(BACKED, CHARLIE, GOLD), 600);
		skip(1);
		assert_ok!(admin_rewards(Payee::Pool(bare), GOLD, 600));
		assert_eq!([ALICE, BOB].map(|who| earned(bare, who, GOLD)), [600, 0]);
	});
}

#[test]
fn rewards_show_a_pool_that_pays_and_offers_nothing() {
	test(|| {
		let bare = bare_pool(NATIVE);
		delegate(bare, ALICE, 300);
		skip(1);
		assert_ok!(admin_rewards(Payee::Pool(bare), GOLD, 600));

		let shown = Rewards::reward_pool(bare).expect("it pays");

		let assets: Vec<_> = shown.assets.into_iter().map(|stream| stream.asset).collect();
		assert_eq!(assets, [GOLD]);
		assert_eq!((shown.tiers, shown.destination, shown.announced), (vec![], None, None));
	});
}

#[test]
fn one_place_is_kept_for_native_money() {
	test_bare(|| {
		make_copper();
		lists(STANDALONE, &[COPPER]);
		lists(BACKED, &[GOLD, SILVER]);
		delegate(BACKED, ALICE, 100);
		skip(1);

		for to in [Payee::Operator(OPERATOR), Payee::Pool(BACKED)] {
			let refused = admin_rewards(to, COPPER, 40);
			assert_noop!(refused, Error::<Test>::AssetNotListed);
		}

		assert_ok!(admin_rewards(Payee::Operator(OPERATOR), NATIVE, 40));
		assert_eq!(listed(BACKED), [GOLD, SILVER, NATIVE]);
		let refused = admin_rewards(Payee::Operator(OPERATOR), COPPER, 40);
		assert_noop!(refused, Error::<Test>::AssetNotListed);
	});
}

#[test]
fn no_place_is_kept_twice() {
	test_bare(|| {
		make_copper();
		lists(STANDALONE, &[COPPER]);
		lists(BACKED, &[GOLD, NATIVE]);
		delegate(BACKED, ALICE, 100);
		skip(1);

		assert_ok!(admin_rewards(Payee::Operator(OPERATOR), COPPER, 40));

		assert_eq!(listed(BACKED), [GOLD, NATIVE, COPPER]);
		assert_eq!(earned(BACKED, ALICE, COPPER), 40);
	});
}

#[test]
fn money_lists_nothing_that_the_runtime_or_the_pot_does_not_have() {
	test_bare(|| {
		make_copper();
		lists(BACKED, &[NATIVE]);
		delegate(BACKED, ALICE, 100);
		skip(1);

		for asset in [TIN, COPPER] {
			let refused = admin_rewards(Payee::Operator(OPERATOR), asset, 40);
			assert_noop!(refused, Error::<Test>::AssetNotListed);
		}
	});
}

#[test]
fn pools_without_a_part_need_not_list_it() {
	test_bare(|| {
		lists(BACKED, &[NATIVE, GOLD]);
		let idle = bare_pool(GOLD);
		delegate(BACKED, ALICE, 100);
		skip(1);
		delegate(idle, OPERATOR, 100); // not yet

		assert_ok!(try_reward(Payee::Operator(OPERATOR), GOLD, 40, now()));

		assert_eq!(earned(BACKED, ALICE, GOLD), 40);
		assert_eq!(listed(idle), []);
	});
}

#[test]
fn nothing_goes_to_the_treasury_when_nothing_that_earns_has_a_price() {
	test(|| {
		Worthless::set(&true);
		let silver = second_pool(SILVER);
		skip(1);
		delegate(silver, ALICE, 100);
		delegate(silver, BOB, 300);
		skip(1);

		let to_treasury = gain(GOLD, TREASURY, || reward_operator(GOLD, 40, now()));

		assert_eq!(to_treasury, 0);
		assert_eq!([ALICE, BOB].map(|who| earned(silver, who, GOLD)), [10, 30]);
	});
}

#[test]
fn prices_are_those_of_the_epoch_in_which_it_was_earned() {
	test(|| {
		let silver = second_pool(SILVER);
		delegate(BACKED, ALICE, 100);
		delegate(silver, BOB, 100);
		skip(1);
		elect();
		let earned_in = now();
		skip(1);
		Worthless::set(&true);
		elect();

		reward_operator(GOLD, 90, earned_in);

		assert_eq!(earned(BACKED, ALICE, GOLD), 30);
		assert_eq!(earned(silver, BOB, GOLD), 60, "silver was worth twice as much");
	});
}

/// A pool that pays because money came in makes no offer: that is no reason to call it unknown.
#[test]
fn stake_in_a_pool_that_offers_nothing_names_the_tier() {
	test(|| {
		let bare = bare_pool(NATIVE);
		let lock = || try_stake(bare, ALICE, 1_000, tier(8, 200));
		assert_noop!(lock(), Error::<Test>::UnknownPool);
		delegate(bare, ALICE, 300);
		skip(1);
		let (to, earned_in) = (Payee::Pool(bare), EpochIndex(now()));
		let reward = Call::reward { to, asset: GOLD, amount: 600, earned_in };
		assert_ok!(calls(root(), reward));

		assert_noop!(lock(), Error::<Test>::UnknownTier);
	});
}
