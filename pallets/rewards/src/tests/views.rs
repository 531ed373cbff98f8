// SPDX-License-Identifier: Apache-2.0

//! What a wallet sees, and that it is what happens.

use crate::{
	mock::*, Amount, CommissionView, Destination, Event, Multiplier, Offer, PoolId, PositionId,
	PositionView, RewardClaim, RewardKind, RewardPoolView, StreamView,
};
use bulwark_ledger::{BaseTerms, EpochIndex, Step};
use frame_support::{assert_ok, assert_storage_noop, hypothetically};

// A position.

#[test]
fn position_shows_everything_in_one_answer() {
	test(|| {
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		let account = Rewards::position_account(position);
		skip(1);
		reward(BACKED, GOLD, 40, now());

		let shown = Rewards::position(position).expect("it is there");

		let expected = PositionView {
			position_id: position,
			owner: Some(ALICE),
			is_locked: false,
			pool_id: BACKED,
			asset: NATIVE,
			operator: Some(OPERATOR),
			account,
			active: 1_000,
			pending: 0,
			multiplier: Multiplier(200),
			duration: 8,
			expiry: EpochIndex(19),
			is_expired: false,
			penalty: percent(50),
			agreed_penalty: percent(50),
			destination: Destination::Account(TREASURY),
			tagged_for: None,
			claimable: vec![(GOLD, 20)],
			unvested: vec![(GOLD, 20)],
			vested_epoch: EpochIndex(11 + WINDOW),
			expired_rewards: vec![],
			taggable_epoch: EpochIndex(19 + WINDOW),
		};
		assert_eq!(shown, expected);
	});
}

#[test]
fn position_shows_what_it_earned_before_and_after_its_expiry() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(4);
		reward(STANDALONE, SILVER, 50, now());

		let shown = view(position);

		assert!(shown.is_expired);
		assert_eq!(shown.penalty, percent(0));
		assert_eq!(
			(shown.claimable, shown.expired_rewards),
			(vec![(GOLD, 100)], vec![(SILVER, 50)])
		);
	});
}

#[test]
fn position_shows_for_whom_it_was_tagged() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		skip(5);
		tag(position, BOB);
		reward(STANDALONE, SILVER, 7, now());

		let shown = view(position);

		assert_eq!(shown.tagged_for, Some(BOB));
		assert_eq!(
			(shown.claimable, shown.expired_rewards),
			(vec![(GOLD, 100)], vec![(SILVER, 7)])
		);
	});
}

#[test]
fn position_shows_what_does_not_count_yet() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));

		assert_eq!((view(position).active, view(position).pending), (0, 1_000));
		assert_eq!(Rewards::position(PositionId(77)), None);
	});
}

#[test]
fn positions_of_an_account_follow_the_nfts() {
	test(|| {
		assert_eq!(Rewards::positions_of(ALICE), []);
		let ids = [ALICE, ALICE, BOB].map(|who| stake(STANDALONE, who, 1_000, tier(4, 80)));
		transfer(BOB, ids[2], ALICE);
		transfer(ALICE, ids[0], CHARLIE);

		assert_eq!(Rewards::positions_of(ALICE), [ids[1], ids[2]]);
		assert_eq!(Rewards::positions_of(BOB), []);
		assert_eq!(Rewards::positions_of(CHARLIE), [ids[0]]);
	});
}

// Rewards that can be claimed.

#[test]
fn reward_pools_of_a_staker_are_known_until_it_has_left_and_claimed() {
	test(|| {
		assert_eq!(Rewards::reward_pools_of(ALICE), []);
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());
		undelegate_all(STANDALONE, ALICE);
		skip(WINDOW + 1);
		assert_eq!(withdraws(STANDALONE, ALICE), 100);

		assert_eq!(Rewards::reward_pools_of(ALICE), [STANDALONE]);

		assert_eq!(available(STANDALONE, ALICE), [(GOLD, 40)]);
		assert_eq!(earned(STANDALONE, ALICE, GOLD), 40);
		assert_eq!(Rewards::reward_pools_of(ALICE), []);
	});
}

#[test]
fn available_reward_is_what_a_claim_pays() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(BACKED, BOB, 57);
		fund(BACKED, GOLD, 1_001, 3);
		for _ in 0..6 {
			skip(1);
			reward(BACKED, SILVER, 101, now());
			let shown = available(BACKED, ALICE);

			for (asset, amount) in shown {
				hypothetically!(assert_eq!(earned(BACKED, ALICE, asset), amount));
			}
		}
	});
}

#[test]
fn available_reward_of_an_operator_is_its_commission() {
	test(|| {
		take(20);
		delegate(BACKED, ALICE, 100);
		skip(1);
		reward(BACKED, GOLD, 10, now());

		let shown = Rewards::available_reward(RewardClaim::Commission(BACKED), EpochIndex(now()));

		assert_eq!(shown, [(GOLD, 2)]);
	});
}

#[test]
fn available_reward_of_a_position_is_the_owners_part() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);
		reward(STANDALONE, GOLD, 100, now());
		fund(STANDALONE, GOLD, 40, 4);
		let of =
			|epoch| Rewards::available_reward(RewardClaim::Position(position), EpochIndex(epoch));

		// The lock ends with 15: the stream pays the owner for three of its four epochs.
		assert_eq!([11, 13, 15, 17].map(|epoch| of(epoch)[0].1), [62, 110, 130, 130]);
		go_to(17);
		assert_eq!(of(17), [(GOLD, 130)]);
		tag(position, BOB);
		assert_eq!(of(17), [(GOLD, 130)]);
		assert_eq!(earned_by(position, GOLD), 130);
		assert_eq!(of(17), []);
		let unknown = RewardClaim::Position(PositionId(77));
		assert_eq!(Rewards::available_reward(unknown, EpochIndex(now())), []);
	});
}

#[test]
fn available_reward_of_a_kind_is_that_of_its_claim() {
	test(|| {
		take(20);
		delegate(BACKED, ALICE, 100);
		skip(1);
		reward(BACKED, GOLD, 10, now());
		let of = |kind| Rewards::available_reward_of(kind, BACKED, EpochIndex(now()), ALICE);

		assert_eq!(of(RewardKind::Staker), [(GOLD, 8)]);
		assert_eq!(of(RewardKind::Operator), [(GOLD, 2)]);
	});
}

#[test]
fn available_reward_is_nothing_for_an_epoch_that_is_over() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		reward(STANDALONE, GOLD, 40, now());

		assert_eq!(available_in(STANDALONE, ALICE, now() - 1), []);
		assert_eq!(available(PoolId(77), ALICE), []);
	});
}

#[test]
fn available_reward_foresees_streams() {
	let check = |pool: PoolId, happens: fn(PoolId)| {
		test(|| {
			delegate(pool, ALICE, 100);
			delegate(pool, BOB, 200);
			fund(pool, GOLD, 90_000, 9);
			happens(pool);
			let from = now();
			let shown: Vec<_> =
				(from..from + 12).map(|epoch| available_in(pool, ALICE, epoch)).collect();

			for (epoch, shown) in (from..).zip(shown) {
				go_to(epoch);
				assert_eq!(available(pool, ALICE), shown, "in {epoch}, seen in {from}");
			}
		})
	};
	for pool in [STANDALONE, BACKED] {
		check(pool, |_| {});
		check(pool, |_| skip(1));
		check(pool, |_| skip(2));
		check(pool, |pool| {
			skip(1);
			undelegate(pool, ALICE, 40);
		});
	}
	check(BACKED, |pool| {
		skip(WINDOW + 1);
		slash(now(), percent(30));
		top_up();
		delegate(pool, ALICE, 33);
	});
	check(BACKED, |_| {
		skip(2);
		retire();
	});
}

// Unstaking.

/// What a preview says is what then happens.
fn assert_preview(position: PositionId, amount: Amount) {
	let shown = preview(position, amount).expect("it can be unstaked");
	let owner = owner(position).expect("somebody has it");
	let pool = view(position).pool_id;
	let seen = events().len();

	assert_ok!(try_unstake(owner.clone(), position, amount));

	let new = events().split_off(seen);
	let forgone: Vec<_> = new
		.iter()
		.filter_map(|event| match event {
			Event::ExpiredRewardsReturned { asset, amount, .. } => Some((asset.clone(), *amount)),
			_ => None,
		})
		.collect();
	assert_eq!(shown.forgone, forgone);
	let done = new.into_iter().find_map(|event| match event {
		Event::Unstaked { returned, unbonding, penalty, .. } => {
			Some((returned, unbonding, penalty))
		},
		_ => None,
	});
	assert_eq!(done, Some((shown.returned, shown.unbonding, shown.penalty)));
	if let Some((release, waits)) = unbonding(pool, owner).last() {
		assert_eq!((shown.release_epoch.0, shown.unbonding), (*release, *waits));
	}
}

#[test]
fn preview_unstake_is_what_unstake_does() {
	let check = |pool: PoolId, happens: fn(PositionId)| {
		for amount in [Amount::Exactly(333), ALL] {
			test(|| {
				let lock = if pool == STANDALONE { tier(4, 80) } else { tier(3, 100) };
				let position = stake(pool, ALICE, 1_001, lock);
				delegate(pool, BOB, 500);
				happens(position);

				match amount {
					Amount::Exactly(_) if view(position).is_expired => {
						assert_eq!(preview(position, amount), None, "all or nothing");
					},
					amount => assert_preview(position, amount),
				}
			});
		}
	};
	for pool in [STANDALONE, BACKED] {
		check(pool, |_| {});
		check(pool, |_| skip(1));
		check(pool, |position| {
			skip(1);
			reward(view(position).pool_id, GOLD, 1_000, now());
		});
		check(pool, |_| skip(6));
		check(pool, |position| {
			skip(6);
			reward(view(position).pool_id, GOLD, 1_000, now());
			reward(view(position).pool_id, SILVER, 77, now());
		});
		check(pool, |position| {
			skip(10);
			reward(view(position).pool_id, GOLD, 1_000, now());
			tag(position, CHARLIE);
			reward(view(position).pool_id, GOLD, 1_000, now());
		});
	}
	check(BACKED, |_| {
		skip(1);
		slash(now(), percent(30));
	});
	check(BACKED, |_| {
		skip(1);
		take(10);
	});
	check(BACKED, |_| {
		skip(1);
		retire();
	});
	check(BACKED, |_| {
		skip(1);
		retire();
		skip(2);
	});
	check(BACKED, |_| {
		skip(6);
		retire();
		skip(2);
	});
}

#[test]
fn preview_unstake_changes_nothing() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);
		System::reset_events();

		assert_storage_noop!(preview(position, ALL).map(drop).expect("it can be unstaked"));
	});
}

#[test]
fn preview_unstake_is_nothing_when_unstake_would_be_refused() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);

		assert_eq!(preview(PositionId(77), ALL), None);
		assert_eq!(preview(position, Amount::Exactly(1_001)), None);
		lock(position);
		assert_eq!(preview(position, ALL), None);
		unlock(position);
		hypothetically!({
			burn_nft(ALICE, position);
			assert_eq!(preview(position, ALL), None);
		});
	});
}

// A pool.

#[test]
fn rewards_show_what_a_pool_pays_and_offers() {
	test(|| {
		take(20);
		assert_ok!(calls(signed(OPERATOR), crate::Call::lower_commission_cap { cap: percent(30) }));
		fund(BACKED, GOLD, 103, 4);

		let shown = Rewards::reward_pool(BACKED).expect("it pays");

		let step = |from, amount| Step { effective_from: EpochIndex(from), amount };
		let stream = |asset, stream| StreamView { asset, stream, commission: 0 };
		let expected = RewardPoolView {
			operator: Some(OPERATOR),
			assets: vec![
				stream(NATIVE, vec![]),
				stream(GOLD, vec![step(11, 28), step(12, 25), step(15, 0)]),
				stream(SILVER, vec![]),
			],
			tiers: vec![tier(3, 100), tier(8, 200)],
			penalty: percent(50),
			destination: Some(Destination::Account(TREASURY)),
			announced: None,
			base: BaseTerms::ONE,
			commission: percent(0),
			next_commission: percent(20),
			commission_cap: percent(30),
		};
		assert_eq!(shown, expected);
	});
}

#[test]
fn commission_of_an_operator_is_shown_with_the_next_one_and_the_cap() {
	test(|| {
		assert_eq!(Rewards::commission_of(ALICE), None);
		take(20);
		assert_ok!(calls(signed(OPERATOR), crate::Call::lower_commission_cap { cap: percent(30) }));

		let shown = Rewards::commission_of(OPERATOR);

		let (current, next, cap) = (percent(0), percent(20), percent(30));
		assert_eq!(shown, Some(CommissionView { current, next, cap }));
		skip(1);
		assert_eq!(Rewards::commission_of(OPERATOR).map(|shown| shown.current), Some(percent(20)));
	});
}

#[test]
fn rewards_are_nothing_when_the_pool_pays_nothing() {
	test(|| {
		assert_eq!(Rewards::reward_pool(bare_pool(NATIVE)), None);
		configure(STANDALONE, Offer { tiers: tiers(&[]), ..offer() });
		assert!(Rewards::reward_pool(STANDALONE).is_some_and(|shown| shown.tiers.is_empty()));
	});
}
