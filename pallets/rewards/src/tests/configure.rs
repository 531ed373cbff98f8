// SPDX-License-Identifier: Apache-2.0

//! What a pool offers, and who says so.

use crate::{
	mock::*, Beneficiary, Error, Event, Fraction, Multiplier, Offer, Offers, PoolId, Pools,
};
use frame_support::{assert_noop, assert_ok, traits::fungible::NativeOrWithId};
use sp_runtime::traits::BadOrigin;

// Who.

#[test]
fn configure_is_the_operators_and_the_admins() {
	test(|| {
		assert_ok!(try_configure(signed(OPERATOR), BACKED, backed_offer()));
		assert_ok!(try_configure(root(), BACKED, backed_offer()));
		assert_ok!(try_configure(root(), PLAIN, offer()));
	});
}

#[test]
fn configure_is_refused_when_the_pool_is_somebody_elses() {
	test(|| {
		for (who, pool) in [(ALICE, BACKED), (ALICE, PLAIN), (OPERATOR, PLAIN)] {
			let configured = try_configure(signed(who), pool, backed_offer());
			assert_noop!(configured, Error::<Test>::NotOperator);
		}
		assert_noop!(try_configure(RuntimeOrigin::none(), PLAIN, offer()), BadOrigin);
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

#[test]
fn configure_tells_what_was_offered_before() {
	test_bare(|| {
		configure(PLAIN, offer());
		assert_last(Event::OfferSet { pool: PLAIN, old: None, new: offer() });

		let dearer = Offer { penalty: percent(60), ..offer() };
		configure(PLAIN, dearer.clone());

		assert_last(Event::OfferSet { pool: PLAIN, old: Some(offer()), new: dearer.clone() });
		assert_eq!(Offers::<Test>::get(PLAIN), Some(dearer));
	});
}

// Assets.

#[test]
fn configure_takes_listed_assets_alone() {
	test(|| {
		let tin = Offer { assets: vec![TIN].try_into().expect("it is one"), ..offer() };

		assert_noop!(try_configure(root(), PLAIN, tin), Error::<Test>::AssetNotListed);
	});
}

#[test]
fn configure_takes_as_many_assets_as_there_may_be() {
	test_bare(|| {
		let of = |assets: &[AssetId]| Offer {
			assets: assets.to_vec().try_into().expect("there are few"),
			..offer()
		};
		configure(PLAIN, of(&[GOLD, SILVER]));
		configure(PLAIN, of(&[NATIVE]));

		let one_more = try_configure(root(), PLAIN, of(&[NativeOrWithId::WithId(4)]));

		assert_noop!(one_more, Error::<Test>::TooManyAssets);
		configure(PLAIN, of(&[SILVER, GOLD, NATIVE]));
	});
}

#[test]
fn configure_keeps_an_asset_that_was_listed_once() {
	test(|| {
		delegate(PLAIN, ALICE, 100);
		skip(1);
		configure(PLAIN, Offer { assets: Default::default(), ..offer() });

		reward(PLAIN, GOLD, 30, now());

		assert_eq!(earned(PLAIN, ALICE, GOLD), 30);
		assert_eq!(Pools::<Test>::get(PLAIN).expect("it pays").assets, offer().assets);
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
			assert_ok!(try_configure(signed(OPERATOR), BACKED, backed_offer()));
		});
		let second = pays(TREASURY, &|| configure(PLAIN, offer()));

		assert_eq!(first, [EXISTENTIAL_DEPOSIT, 1, 5]);
		assert_eq!(second, [0, 0, 0]);
	});
}

#[test]
fn configure_puts_native_money_into_the_pot_for_other_assets() {
	test_bare(|| {
		let gold = vec![GOLD].try_into().expect("it is one");
		configure(PLAIN, Offer { assets: gold, ..offer() });

		assert_eq!(balance(NATIVE, &Rewards::pot()), EXISTENTIAL_DEPOSIT);
		assert_eq!(balance(GOLD, &Rewards::pot()), 1);
	});
}

// Presets.

#[test]
fn configure_takes_locks_from_the_window_to_the_longest() {
	test(|| {
		let of = |duration| Offer { presets: presets(&[(duration, 100)]), ..offer() };
		for (pool, shortest) in [(PLAIN, 1), (BACKED, WINDOW)] {
			for duration in [shortest - 1, 27] {
				let configured = try_configure(root(), pool, of(duration));
				assert_noop!(configured, Error::<Test>::InvalidPreset);
			}
			configure(pool, of(shortest));
			configure(pool, of(26));
		}
	});
}

#[test]
fn configure_takes_weights_from_a_hundredth_to_ten() {
	test(|| {
		let of = |weight| Offer { presets: presets(&[(8, weight)]), ..offer() };
		for weight in [0, 1_001] {
			let configured = try_configure(root(), PLAIN, of(weight));
			assert_noop!(configured, Error::<Test>::InvalidPreset);
		}

		configure(PLAIN, of(1));
		configure(PLAIN, of(1_000));
	});
}

#[test]
fn configure_takes_one_preset_for_each_duration() {
	test(|| {
		let twice = Offer { presets: presets(&[(8, 100), (9, 100), (8, 120)]), ..offer() };

		assert_noop!(try_configure(root(), PLAIN, twice), Error::<Test>::InvalidPreset);

		configure(PLAIN, Offer { presets: presets(&[(8, 100), (9, 100)]), ..offer() });
	});
}

#[test]
fn configure_makes_the_collection_when_the_first_pool_offers_positions() {
	test_bare(|| {
		configure(PLAIN, Offer { presets: presets(&[]), ..offer() });
		assert_eq!(crate::Collection::<Test>::get(), None);

		configure(BACKED, backed_offer());
		configure(PLAIN, offer());

		assert_eq!(collection(), 0);
		let made = events().into_iter();
		let made = made.filter(|event| *event == Event::CollectionCreated { collection: 0 });
		assert_eq!(made.count(), 1);
	});
}

#[test]
fn configure_says_what_a_share_without_a_position_weighs() {
	test_bare(|| {
		let of = |list: &[(u32, u16)], plain| Offer { presets: presets(list), plain, ..offer() };

		configure(PLAIN, of(&[], true));
		assert_eq!(info(PLAIN).plain, Multiplier::ONE);
		configure(PLAIN, of(&[(4, 80), (1, 50), (8, 120)], true));
		assert_eq!(info(PLAIN).plain, Multiplier(50));
		configure(PLAIN, of(&[(4, 80), (1, 50), (8, 120)], false));
		assert_eq!(info(PLAIN).plain, Multiplier(0));
	});
}

#[test]
fn configure_leaves_positions_their_terms() {
	test(|| {
		let position = stake(PLAIN, ALICE, 1_000, preset(4, 80));
		skip(1);

		configure(PLAIN, Offer { presets: presets(&[(9, 10)]), penalty: percent(90), ..offer() });

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

		let all = try_configure(root(), PLAIN, of(Fraction::one()));
		assert_noop!(all, Error::<Test>::InvalidPenalty);

		configure(PLAIN, of(Fraction::from_parts(1_000_000_000_000_000_000 - 1)));
		configure(PLAIN, of(Fraction::zero()));
	});
}

#[test]
fn configure_gives_no_penalty_to_the_operator_of_the_pool() {
	test(|| {
		let of = |account| Offer { beneficiary: Beneficiary::Account(account), ..backed_offer() };

		let configured = try_configure(signed(OPERATOR), BACKED, of(OPERATOR));
		assert_noop!(configured, Error::<Test>::InvalidBeneficiary);

		configure(BACKED, of(ALICE));
		configure(PLAIN, Offer { beneficiary: Beneficiary::Account(OPERATOR), ..offer() });
	});
}

#[test]
fn configure_gives_no_penalty_to_a_key() {
	test(|| {
		let position = stake(PLAIN, ALICE, 1_000, preset(4, 80));
		let key = view(position).key;

		let to_key = Offer { beneficiary: Beneficiary::Account(key), ..offer() };
		let configured = try_configure(root(), PLAIN, to_key);

		assert_noop!(configured, Error::<Test>::InvalidBeneficiary);
	});
}

#[test]
fn configure_gives_penalties_to_stakers_when_the_pool_pays_in_what_it_stakes() {
	test_bare(|| {
		let of = |assets: &[AssetId]| Offer {
			assets: assets.to_vec().try_into().expect("there are few"),
			beneficiary: Beneficiary::Stakers,
			..offer()
		};
		let without = try_configure(root(), PLAIN, of(&[GOLD]));
		assert_noop!(without, Error::<Test>::InvalidBeneficiary);

		configure(PLAIN, of(&[GOLD, NATIVE]));
		configure(PLAIN, of(&[]));
	});
}
