// SPDX-License-Identifier: Apache-2.0

//! An offer is for new locks alone, and whoever has stake hears of it before it holds.

use crate::{
	mock::*, AnnouncedOffer, Call, Destination, EpochIndex, Error, Event, Multiplier, Offer,
};
use bulwark_testing::mock::NOTICE;
use frame_support::{assert_noop, assert_ok};

/// Behind the operator, with a tier that weighs ten times as much.
fn tenfold() -> Offer<Test> {
	Offer { tiers: tiers(&[(3, 1_000)]), ..backed_offer() }
}

fn present_tiers() -> Vec<(u32, u16)> {
	let shown = Rewards::reward_pool(BACKED).expect("it pays");
	shown.tiers.iter().map(|tier| (tier.duration, tier.multiplier.0)).collect()
}

fn by_operator(offer: Offer<Test>) -> sp_runtime::DispatchResult {
	try_configure(signed(OPERATOR), BACKED, offer)
}

// Notice.

#[test]
fn offer_holds_after_the_notice_when_others_have_stake() {
	test(|| {
		delegate(BACKED, ALICE, 1);
		let announced_in = now();

		assert_ok!(by_operator(tenfold()));

		let effective_from = EpochIndex(announced_in + NOTICE + 1);
		assert_last(Event::OfferSet {
			pool_id: BACKED,
			old: Some(backed_offer()),
			new: tenfold(),
			effective_from,
		});
		let Offer { tiers, penalty, destination, .. } = tenfold();
		let announced =
			AnnouncedOffer { effective_from, tiers: tiers.into_inner(), penalty, destination };
		for _ in 0..=NOTICE {
			let shown = Rewards::reward_pool(BACKED).expect("it pays");
			assert_eq!(shown.announced, Some(announced.clone()));
			assert_eq!(present_tiers(), [(3, 100), (8, 200)]);
			let early = try_stake(BACKED, BOB, 100, tier(3, 1_000));
			assert_noop!(early, Error::<Test>::UnknownTier);
			skip(1);
		}
		assert_eq!(Rewards::reward_pool(BACKED).expect("it pays").announced, None);
		stake(BACKED, BOB, 100, tier(3, 1_000));
	});
}

#[test]
fn offer_holds_at_once_when_nobody_but_the_operator_has_stake() {
	test(|| {
		delegate(BACKED, OPERATOR, 100);

		assert_ok!(by_operator(tenfold()));

		stake(BACKED, BOB, 100, tier(3, 1_000));
		assert_ok!(by_operator(backed_offer()));
		assert_eq!(present_tiers(), [(3, 1_000)], "and now somebody else has");
	});
}

#[test]
fn offer_is_taken_back_in_its_own_epoch_by_the_present_one() {
	test(|| {
		delegate(BACKED, ALICE, 1);
		assert_ok!(by_operator(tenfold()));

		assert_ok!(by_operator(backed_offer()));

		assert_last(Event::OfferSet {
			pool_id: BACKED,
			old: Some(tenfold()),
			new: backed_offer(),
			effective_from: EpochIndex(now()),
		});
		skip(NOTICE + 1);
		assert_eq!(present_tiers(), [(3, 100), (8, 200)]);
	});
}

#[test]
fn offer_is_replaced_in_its_own_epoch_alone_and_lasts_when_it_holds() {
	test(|| {
		delegate(BACKED, ALICE, 1);
		assert_ok!(by_operator(Offer { tiers: tiers(&[]), ..backed_offer() }));
		assert_ok!(by_operator(tenfold()));
		for _ in 0..NOTICE {
			skip(1);
			for origin in [signed(OPERATOR), root()] {
				let another = try_configure(origin, BACKED, backed_offer());
				assert_noop!(another, Error::<Test>::OfferAnnounced);
			}
		}
		skip(1);
		assert_eq!(present_tiers(), [(3, 1_000)]);

		assert_ok!(by_operator(backed_offer()));

		for _ in 0..=NOTICE {
			assert_eq!(present_tiers(), [(3, 1_000)]);
			skip(1);
		}
		assert_eq!(present_tiers(), [(3, 100), (8, 200)]);
	});
}

#[test]
fn first_offer_needs_notice_too_when_others_have_stake() {
	test(|| {
		let pool = bare_pool(NATIVE);
		delegate(pool, ALICE, 100);
		skip(1);

		assert_ok!(try_configure(
			signed(OPERATOR),
			pool,
			Offer { destination: Destination::Burn, ..tenfold() }
		));

		assert_noop!(try_stake(pool, BOB, 1, tier(3, 1_000)), Error::<Test>::UnknownTier);
		reward(pool, GOLD, 40, now());
		assert_eq!(earned(pool, ALICE, GOLD), 40, "its assets are listed at once");
		skip(NOTICE + 1);
		stake(pool, BOB, 1, tier(3, 1_000));
	});
}

// Stories: what a party that profits decided for others.

/// In one batch it took 25 735 instead of 5 882 of 41 176.
#[test]
fn operator_reweighs_nobody_by_a_tier_for_one_transaction() {
	test(|| {
		delegate(BACKED, OPERATOR, 100);
		delegate(BACKED, ALICE, 600);
		skip(2);

		assert_ok!(by_operator(tenfold()));
		delegate(BACKED, OPERATOR, 1);
		let to_a_friend = try_stake(BACKED, BOB, 1, tier(3, 1_000));
		assert_ok!(by_operator(backed_offer()));
		reward(BACKED, GOLD, 41_176, now() - 1);

		assert_noop!(to_a_friend, Error::<Test>::UnknownTier);
		assert_eq!(earned(BACKED, OPERATOR, GOLD), 5_882);
		assert_eq!(earned(BACKED, ALICE, GOLD), 35_293);
	});
}

/// All of its old stake fell with the unit that arrived.
#[test]
fn arriving_redelegation_reweighs_nothing_whoever_completes_it() {
	test(|| {
		let other = second_pool(NATIVE);
		delegate(other, ALICE, 1_000);
		delegate(BACKED, ALICE, 1);
		skip(1);
		redelegate_all(BACKED, other, ALICE);
		assert_ok!(try_configure(signed(OPERATOR), other, tenfold()));
		skip(WINDOW + 1);

		assert_ok!(Staking::complete_redelegation(signed(DAVE), BACKED, other, ALICE));

		assert_eq!(reward_weight(other, &ALICE), 100 * 1_001);
	});
}

/// It earned nothing of the reward for an epoch that was over.
#[test]
fn who_delegates_more_earns_of_a_past_epoch_what_it_would_have() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(BACKED, BOB, 100);
		skip(1);
		assert_ok!(by_operator(tenfold()));
		skip(NOTICE + 1);

		delegate(BACKED, ALICE, 1);
		reward(BACKED, GOLD, 40, now() - 1);

		assert_eq!([ALICE, BOB].map(|who| earned(BACKED, who, GOLD)), [20, 20]);
	});
}

// Only what is offered still.

#[test]
fn extend_is_refused_when_the_tier_is_not_offered_any_more() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		skip(2);
		configure(STANDALONE, Offer { tiers: tiers(&[(8, 90)]), ..offer() });

		assert_noop!(try_extend(ALICE, position), Error::<Test>::UnknownTier);

		configure(STANDALONE, offer());
		extend(ALICE, position);
	});
}

#[test]
fn restake_is_refused_when_the_tier_is_not_offered_any_more() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		skip(9);
		configure(STANDALONE, Offer { tiers: tiers(&[]), ..offer() });

		assert_noop!(try_restake(ALICE, position), Error::<Test>::UnknownTier);

		unstake(ALICE, position);
	});
}

// Destinations of penalties.

#[test]
fn configure_by_the_operator_names_no_account_but_keeps_the_admins() {
	test(|| {
		let of = |destination| Offer { destination, ..backed_offer() };
		let friend = Destination::Account(BOB);

		assert_noop!(by_operator(of(friend.clone())), Error::<Test>::InvalidDestination);

		assert_ok!(by_operator(Offer { penalty: percent(10), ..backed_offer() }));
		for destination in [Destination::Burn, Destination::Stakers, Destination::Treasury] {
			assert_ok!(by_operator(of(destination)));
			let back = by_operator(of(Destination::Account(TREASURY)));
			assert_noop!(back, Error::<Test>::InvalidDestination);
		}
		assert_ok!(try_configure(root(), BACKED, of(friend.clone())));
		assert_ok!(by_operator(Offer { penalty: percent(10), ..of(friend) }));
	});
}

#[test]
fn stake_is_refused_when_penalties_go_elsewhere_than_is_accepted() {
	test(|| {
		let stake = |destination| Call::stake {
			pool_id: STANDALONE,
			amount: 1_000,
			tier: tier(8, 100),
			max_penalty: percent(50),
			destination,
		};
		for other in [Destination::Burn, Destination::Treasury, Destination::Account(BOB)] {
			let refused = calls(signed(ALICE), stake(other));
			assert_noop!(refused, Error::<Test>::DestinationMismatch);
		}

		assert_ok!(calls(signed(ALICE), stake(Destination::Account(TREASURY))));
		assert_eq!(view(last_position()).destination, Destination::Account(TREASURY));
	});
}

/// The present offer decided, and 5 000 of an old position went to the operator's second account.
#[test]
fn penalty_goes_where_it_went_when_the_position_was_opened() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 10_000, tier(8, 100));
		skip(1);
		configure(STANDALONE, Offer { destination: Destination::Account(BOB), ..offer() });

		unstake(ALICE, position);

		assert_eq!(unbonding(STANDALONE, BOB), []);
		assert_eq!(unbonding(STANDALONE, TREASURY), [(now() + 1, 5_000)]);
	});
}

#[test]
fn positions_whose_penalties_go_elsewhere_do_not_merge() {
	test(|| {
		let one = stake(STANDALONE, ALICE, 1_000, tier(8, 100));
		configure(STANDALONE, Offer { destination: Destination::Burn, ..offer() });
		let other = stake(STANDALONE, ALICE, 1_000, tier(8, 100));

		assert_noop!(try_merge(ALICE, one, other), Error::<Test>::CannotMerge);
	});
}

#[test]
fn penalty_for_the_treasury_is_moved_when_it_is_released() {
	test(|| {
		configure(STANDALONE, Offer { destination: Destination::Treasury, ..offer() });
		let position = stake(STANDALONE, ALICE, 10_000, tier(8, 100));
		skip(1);
		unstake(ALICE, position);
		skip(1);

		let to_treasury = gain(NATIVE, TREASURY, || poke(STANDALONE));

		assert_eq!(to_treasury, 5_000);
		assert_has(Event::PenaltiesCollected {
			pool_id: STANDALONE,
			amount: 5_000,
			destination: Destination::Treasury,
		});
	});
}

#[test]
fn multiplier_of_a_position_is_no_less_than_that_of_a_delegation() {
	test(|| {
		let base = info(BACKED).base.multiplier;
		assert_eq!(base, Multiplier::ONE);
		let below = Offer { tiers: tiers(&[(3, 99)]), ..backed_offer() };
		assert_noop!(by_operator(below), Error::<Test>::InvalidTier);
	});
}
