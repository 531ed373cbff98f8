// SPDX-License-Identifier: Apache-2.0

//! What a pool offers, and who says so.

use crate::{mock::*, Destination, Error, Event, Fraction, Multiplier, Offer, PoolId, RewardPools};
use frame_support::{assert_noop, assert_ok, traits::fungible::NativeOrWithId};
use sp_runtime::traits::BadOrigin;

// Who.

#[test]
fn configure_is_the_operators_and_the_admins() {
	test(|| {
		assert_ok!(try_configure(signed(OPERATOR), BACKED, backed_offer()));
		assert_ok!(try_configure(root(), BACKED, backed_offer()));
		assert_ok!(try_configure(root(), STANDALONE, offer()));
	});
}

#[test]
fn configure_is_refused_when_the_pool_is_somebody_elses() {
	test(|| {
		for (who, pool) in [(ALICE, BACKED), (ALICE, STANDALONE), (OPERATOR, STANDALONE)] {
			let configured = try_configure(signed(who), pool, backed_offer());
			assert_noop!(configured, Error::<Test>::NotOperator);
		}
		assert_noop!(try_configure(RuntimeOrigin::none(), STANDALONE, offer()), BadOrigin);
	});
}

#[test]
fn configure_is_refused_when_there_is_no_such_pool() {
	test(|| {
		for origin in [root(), signed(OPERATOR)] {
			let configured = try_configure(origin, PoolId(77), offer());
			assert_noop!(configured, Error::<Test>::UnknownPool);
		}
	});
}

#[test]
fn configure_is_refused_when_the_pool_has_closed() {
	test(|| {
		retire();

		let configured = try_configure(signed(OPERATOR), BACKED, backed_offer());
		assert_noop!(configured, Error::<Test>::PoolClosed);
	});
}

// Assets.

#[test]
fn configure_takes_listed_assets_alone() {
	test(|| {
		let tin = Offer { assets: vec![TIN].try_into().expect("it is one"), ..offer() };

		assert_noop!(try_configure(root(), STANDALONE, tin), Error::<Test>::AssetNotListed);
	});
}

#[test]
fn configure_takes_as_many_assets_as_there_may_be() {
	test_bare(|| {
		let of = |assets: &[AssetId]| Offer {
			assets: assets.to_vec().try_into().expect("there are few"),
			..offer()
		};
		configure(STANDALONE, of(&[GOLD, SILVER]));
		configure(STANDALONE, of(&[NATIVE]));

		let one_more = try_configure(root(), STANDALONE, of(&[NativeOrWithId::WithId(4)]));

		assert_noop!(one_more, Error::<Test>::TooManyAssets);
		configure(STANDALONE, of(&[SILVER, GOLD, NATIVE]));
	});
}

#[test]
fn configure_keeps_an_asset_that_was_listed_once() {
	test(|| {
		delegate(STANDALONE, ALICE, 100);
		skip(1);
		configure(STANDALONE, Offer { assets: Default::default(), ..offer() });

		reward(STANDALONE, GOLD, 30, now());

		assert_eq!(earned(STANDALONE, ALICE, GOLD), 30);
		assert_eq!(RewardPools::<Test>::get(STANDALONE).expect("it pays").assets, offer().assets);
	});
}

#[test]
fn configure_puts_the_floor_of_each_asset_into_the_pot_once() {
	test_bare(|| {
		let pays = |who: AccountId, act: &dyn Fn()| {
			let all = || [NATIVE, GOLD, SILVER].map(|asset| balance(asset, &who));
			let before = all();
			act();
			let after = all();
			[before[0] - after[0], before[1] - after[1], before[2] - after[2]]
		};

		let first = pays(OPERATOR, &|| {
			let burns = Offer { destination: Destination::Burn, ..backed_offer() };
			assert_ok!(try_configure(signed(OPERATOR), BACKED, burns));
		});
		let second = pays(TREASURY, &|| configure(STANDALONE, offer()));

		assert_eq!(first, [EXISTENTIAL_DEPOSIT, 1, 5]);
		assert_eq!(second, [0, 0, 0]);
	});
}

#[test]
fn configure_puts_native_money_into_the_pot_for_other_assets() {
	test_bare(|| {
		let gold = vec![GOLD].try_into().expect("it is one");
		configure(STANDALONE, Offer { assets: gold, ..offer() });

		assert_eq!(balance(NATIVE, &Rewards::pot()), EXISTENTIAL_DEPOSIT);
		assert_eq!(balance(GOLD, &Rewards::pot()), 1);
	});
}

// Lock tiers.

#[test]
fn configure_takes_locks_from_the_window_to_the_longest() {
	test(|| {
		let of = |duration| Offer { tiers: tiers(&[(duration, 100)]), ..offer() };
		for (pool, shortest) in [(STANDALONE, 1), (BACKED, WINDOW)] {
			for duration in [shortest - 1, 27] {
				let configured = try_configure(root(), pool, of(duration));
				assert_noop!(configured, Error::<Test>::InvalidTier);
			}
			configure(pool, of(shortest));
			configure(pool, of(26));
		}
	});
}

#[test]
fn configure_takes_multipliers_up_to_ten() {
	test(|| {
		let of = |multiplier| Offer { tiers: tiers(&[(8, multiplier)]), ..offer() };

		let above = try_configure(root(), STANDALONE, of(1_001));

		assert_noop!(above, Error::<Test>::InvalidTier);
		configure(STANDALONE, of(1_000));
	});
}

#[test]
fn configure_takes_one_tier_for_each_duration() {
	test(|| {
		let twice = Offer { tiers: tiers(&[(8, 100), (9, 100), (8, 120)]), ..offer() };

		assert_noop!(try_configure(root(), STANDALONE, twice), Error::<Test>::InvalidTier);

		configure(STANDALONE, Offer { tiers: tiers(&[(8, 100), (9, 100)]), ..offer() });
	});
}

#[test]
fn configure_makes_the_collection_when_the_first_pool_offers_positions() {
	test_bare(|| {
		configure(STANDALONE, Offer { tiers: tiers(&[]), ..offer() });
		assert_eq!(crate::Collection::<Test>::get(), None);

		configure(BACKED, backed_offer());
		configure(STANDALONE, offer());

		assert_eq!(collection(), 0);
		let made = events().into_iter();
		let made = made.filter(|event| *event == Event::CollectionCreated { collection_id: 0 });
		assert_eq!(made.count(), 1);
	});
}

#[test]
fn configure_takes_no_tier_below_the_base_multiplier() {
	test(|| {
		let of = |multiplier| Offer { tiers: tiers(&[(8, multiplier)]), ..offer() };
		for (pool, base) in [(STANDALONE, 50), (BACKED, 100), (pool_for_positions(), 100)] {
			let below = try_configure(root(), pool, of(base - 1));
			assert_noop!(below, Error::<Test>::InvalidTier);

			configure(pool, of(base));
			assert_eq!(info(pool).base.multiplier, Multiplier(base));
		}
	});
}

#[test]
fn configure_leaves_positions_their_terms() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		skip(1);

		configure(STANDALONE, Offer { tiers: tiers(&[(9, 60)]), penalty: percent(90), ..offer() });

		let view = view(position);
		assert_eq!((view.multiplier, view.duration, view.expiry.0), (Multiplier(80), 4, 15));
		assert_eq!(view.penalty, percent(50));
	});
}

// The price of leaving early.

#[test]
fn configure_takes_a_penalty_below_the_whole() {
	test(|| {
		let of = |penalty| Offer { penalty, ..offer() };

		let all = try_configure(root(), STANDALONE, of(Fraction::one()));
		assert_noop!(all, Error::<Test>::InvalidPenalty);

		configure(STANDALONE, of(Fraction::from_parts(1_000_000_000_000_000_000 - 1)));
		configure(STANDALONE, of(Fraction::zero()));
	});
}

#[test]
fn configure_gives_no_penalty_to_the_operator_of_the_pool() {
	test(|| {
		let of = |account| Offer { destination: Destination::Account(account), ..backed_offer() };

		let configured = try_configure(signed(OPERATOR), BACKED, of(OPERATOR));
		assert_noop!(configured, Error::<Test>::InvalidDestination);

		configure(BACKED, of(ALICE));
		configure(STANDALONE, Offer { destination: Destination::Account(OPERATOR), ..offer() });
	});
}

#[test]
fn configure_gives_no_penalty_to_a_position_account() {
	test(|| {
		let position = stake(STANDALONE, ALICE, 1_000, tier(4, 80));
		let account = view(position).account;

		let to_position = Offer { destination: Destination::Account(account), ..offer() };
		let configured = try_configure(root(), STANDALONE, to_position);

		assert_noop!(configured, Error::<Test>::InvalidDestination);
	});
}

#[test]
fn configure_gives_penalties_to_stakers_when_the_pool_pays_in_what_it_stakes() {
	test_bare(|| {
		let of = |assets: &[AssetId]| Offer {
			assets: assets.to_vec().try_into().expect("there are few"),
			destination: Destination::Stakers,
			..offer()
		};
		let without = try_configure(root(), STANDALONE, of(&[GOLD]));
		assert_noop!(without, Error::<Test>::InvalidDestination);

		configure(STANDALONE, of(&[GOLD, NATIVE]));
		configure(STANDALONE, of(&[]));
	});
}
