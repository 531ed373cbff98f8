// SPDX-License-Identifier: Apache-2.0

//! Invariants: each once broken, by writing storage, and noticed.

mod of_staking;
mod records;

use crate::{
	mock::*, CommissionAnnouncements, CommissionRates, EntitledStake, Entitlements, ExitPageOf,
	ExitRewards, Expiries, ExpiryPageOf, NextPositionId, Offer, Offers, Position, PositionId,
	Positions, Pots, RewardPools, Streams, Tag, VestingOf,
};
use bulwark_ledger::{Announced, EpochIndex, Fixed, PageIndex, WaiverWindow};

/// Runs a story that breaks one invariant, where Alice has a position that has earned something, and an exit, and sees it
/// noticed in these words.
fn breaks(words: &str, story: impl FnOnce(PositionId)) {
	new_test_ext().execute_with(|| {
		delegate(BACKED, ALICE, 1_000);
		let position = stake(BACKED, ALICE, 1_000, tier(8, 200));
		skip(1);
		undelegate(BACKED, ALICE, 400);
		reward(BACKED, GOLD, 1_000, now());
		fund(BACKED, GOLD, 1_000, 4);
		take(10);
		check_invariants();

		story(position);

		let noticed = crate::Pallet::<Test>::do_try_state().expect_err("something is broken");
		assert_eq!(<&str>::from(noticed), words);
	});
}

fn change(position_id: PositionId, change: impl FnOnce(&mut Position<Test>)) {
	Positions::<Test>::mutate(position_id, |position| {
		change(position.as_mut().expect("it is open"))
	});
}

fn gold(units: u128) -> crate::AmountsOf<Test> {
	let mut amounts = crate::AmountsOf::<Test>::default();
	let pool = RewardPools::<Test>::get(BACKED).expect("it pays");
	let at = pool.assets.iter().position(|asset| *asset == GOLD).expect("it is listed");
	amounts.set(u32::try_from(at).expect("small"), Fixed::from_units(units)).expect("it is listed");
	amounts
}

// Money.

#[test]
fn notices_more_owed_than_there_is() {
	let words = "I5: the recorded total of a pot covers all that is owed in its asset";
	breaks(words, |_| {
		Entitlements::<Test>::insert((ALICE, BACKED, EntitledStake::Staked), gold(2_001));
	});
	breaks(words, |position| change(position, |position| position.vesting.owe(&gold(2_001))));
	breaks(words, |position| {
		let Position { expiry, .. } = Positions::<Test>::get(position).expect("it is open");
		skip(expiry.0 - now());
		change(position, |position| {
			position.tag = Some(Tag { beneficiary: BOB, earned: gold(2_001) });
		});
	});
	breaks(words, |_| {
		Streams::<Test>::mutate(BACKED, |streams| {
			let gold = (0..).find(|at| streams.get(*at).is_some_and(|one| !one.is_empty()));
			let at = gold.expect("something is funded");
			streams.fund(at, EpochIndex(now()), 2_001, 1).expect("it is small");
		});
	});
}

#[test]
fn notices_less_earned_than_nothing() {
	breaks("I5: nobody has earned less than nothing", |_| {
		let less = crate::AmountsOf::<Test>::default().minus(&gold(2_000));
		Entitlements::<Test>::insert((BOB, BACKED, EntitledStake::Staked), less);
	});
}

#[test]
fn notices_a_pot_without_its_floor() {
	breaks("I5: the balance of a pot is at least its recorded total and its floor", |_| {
		Pots::<Test>::mutate(GOLD, |pot| {
			pot.as_mut().expect("it is there").receive(1).expect("it is small");
		});
	});
}

// Links.

#[test]
fn notices_what_is_kept_for_a_pool_that_pays_nothing() {
	breaks("I11: what is kept of rewards is of pools that pay them", |_| {
		let (_, index, page) = Expiries::<Test>::iter().next().expect("something expires");
		Expiries::<Test>::insert(bare_pool(NATIVE), index, page);
	});
}

#[test]
fn notices_exits_that_are_gone() {
	breaks("nothing is kept of exits that are gone", |_| {
		let (asked, mut page) = (EpochIndex(now() - 1), ExitPageOf::<Test>::default());
		page.set(asked, Some(Default::default())).expect("it has a place");
		ExitRewards::<Test>::insert(BACKED, ExitPageOf::<Test>::index_of(asked), page);
	});
}

#[test]
fn notices_offers_that_are_not_fair() {
	let words = "no lock tier is below the base multiplier";
	breaks(words, |_| set_offer(Offer { tiers: tiers(&[(8, 99)]), ..backed_offer() }));
	breaks("no penalty is the whole", |_| {
		set_offer(Offer { penalty: percent(100), ..backed_offer() });
	});
	breaks("I11: a pool that makes an offer pays rewards", |_| {
		Offers::<Test>::insert(bare_pool(NATIVE), Offers::<Test>::get(BACKED).expect("it offers"));
	});
}

fn set_offer(offer: Offer<Test>) {
	Offers::<Test>::mutate(BACKED, |offers| {
		let now = EpochIndex(now());
		offers.as_mut().expect("it offers").set((now, offer), now).expect("there is room");
	});
}

#[test]
fn notices_rises_that_are_not_those_of_the_rates() {
	breaks("a rise of a commission that lasts is no more than the rates say", |_| {
		CommissionRates::<Test>::remove(OPERATOR)
	});
	breaks("rises of a commission are announced in the order of their epochs", |_| {
		CommissionAnnouncements::<Test>::mutate(OPERATOR, |announced| {
			let later = EpochIndex(now() + 1);
			let rise = Announced::of_one(later.next(), percent(10), percent(11));
			announced.prune(later, WaiverWindow { first: 0, after: 2 }, later);
			announced.announce(later, rise).expect("there is room");
		});
	});
}

/// One more position, like another but for a change.
fn another(like: PositionId, alter: impl FnOnce(&mut Position<Test>)) {
	let next = NextPositionId::<Test>::get();
	NextPositionId::<Test>::put(PositionId(next.0 + 1));
	Positions::<Test>::insert(next, Positions::<Test>::get(like).expect("it is open"));
	change(next, alter);
}

#[test]
fn notices_positions_that_are_not_counted() {
	breaks("I11: a position has a number that was given", NextPositionId::<Test>::put);
	breaks("as many positions expire in an epoch as are counted for it", |position| {
		change(position, |position| position.expiry = position.expiry.next());
	});
	breaks("no position expires without being counted", |position| {
		another(position, |position| {
			(position.account, position.expiry) = (BOB, position.expiry.next());
		});
	});
	breaks("I11: no two positions have one account", |position| another(position, |_| ()));
}

#[test]
fn notices_expiries_that_are_not_as_the_pool_knows_them() {
	breaks("no page is kept without a record", |_| {
		Expiries::<Test>::insert(BACKED, PageIndex(9), ExpiryPageOf::<Test>::default());
	});
	breaks("what positions have earned is noted when they expire, and not before", |position| {
		let Position { expiry, .. } = Positions::<Test>::get(position).expect("it is open");
		let (pool_id, index, page) = Expiries::<Test>::iter().next().expect("something expires");
		skip(expiry.0 - now());
		poke(BACKED);
		Expiries::<Test>::insert(pool_id, index, page);
	});
	breaks("I5: no more is noted with an expiry than the mature bucket has earned", |position| {
		let Position { expiry, .. } = Positions::<Test>::get(position).expect("it is open");
		skip(expiry.0 - now());
		poke(BACKED);
		let index = ExpiryPageOf::<Test>::index_of(expiry);
		Expiries::<Test>::mutate(BACKED, index, |page| {
			for (_, expiry) in page.as_mut().expect("it is there").iter_mut(index) {
				expiry.raise(1, Fixed::from_units(1)).expect("gold is listed");
			}
		});
	});
	breaks("every expiry to come lies within the bounds that its pool knows", |_| {
		RewardPools::<Test>::mutate(BACKED, |pool| {
			let rewards = &mut pool.as_mut().expect("it pays").rewards;
			let accumulators = std::mem::take(&mut rewards.accumulators);
			*rewards = crate::PoolRewardsOf::<Test>::new(EpochIndex(now()));
			rewards.accumulators = accumulators;
		});
	});
}

#[test]
fn notices_a_lock_that_vests_too_late() {
	breaks("a lock has vested when it expires", |position| {
		change(position, |position| {
			position.vesting = VestingOf::<Test>::new(position.expiry, 1);
		});
	});
}

#[test]
fn notices_a_tag_before_the_expiry() {
	breaks("a position that is tagged has expired", |position| {
		change(position, |position| {
			position.tag = Some(Tag { beneficiary: BOB, earned: Default::default() });
		});
	});
}
