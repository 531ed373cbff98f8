// SPDX-License-Identifier: Apache-2.0

//! What was earned in epochs that are over, whether it was claimed or not.

use crate::{mock::*, CreditedEpochs, EpochIndex, Payee, PoolId, RewardClaim, RewardKind};
use bulwark_ledger::Balance;
use bulwark_testing::StorageCalls;

fn of(claim: RewardClaim<AccountId>, epoch: u32) -> Vec<(AssetId, Balance)> {
	Rewards::earned(claim, EpochIndex(epoch))
}

fn of_staker(pool_id: PoolId, staker: AccountId, epoch: u32) -> Vec<(AssetId, Balance)> {
	of(RewardClaim::Stake { pool_id, staker }, epoch)
}

fn gold(amount: Balance) -> Vec<(AssetId, Balance)> {
	vec![(GOLD, amount)]
}

#[test]
fn earned_is_divided_by_the_stake_of_the_epoch() {
	test(|| {
		take(20);
		delegate(BACKED, ALICE, 300);
		delegate(BACKED, BOB, 100);
		skip(1);
		delegate(BACKED, BOB, 400);
		skip(1);
		reward(BACKED, GOLD, 100, 11);
		reward(BACKED, GOLD, 400, 11);
		reward(BACKED, SILVER, 1_000, 12);

		// A fifth is the operator's.
		assert_eq!(of_staker(BACKED, ALICE, 11), gold(300));
		assert_eq!(of_staker(BACKED, BOB, 11), gold(100));
		assert_eq!(of_staker(BACKED, ALICE, 12), [(SILVER, 300)]);
		assert_eq!(of_staker(BACKED, BOB, 12), [(SILVER, 500)]);
		assert_eq!(of(RewardClaim::Commission(BACKED), 11), gold(100));
		assert_eq!(of(RewardClaim::Commission(BACKED), 12), [(SILVER, 200)]);
		assert_eq!(of_staker(BACKED, CHARLIE, 11), []);
		assert_eq!(of_staker(BACKED, ALICE, 10), []);
	});
}

#[test]
fn earned_of_answers_the_same() {
	test(|| {
		take(20);
		delegate(BACKED, ALICE, 300);
		skip(1);
		reward(BACKED, GOLD, 100, 11);

		let answer = |kind| Rewards::earned_of(kind, BACKED, EpochIndex(11), ALICE);
		assert_eq!(answer(RewardKind::Staker), gold(80));
		assert_eq!(answer(RewardKind::Operator), gold(20));
	});
}

#[test]
fn earned_stays_when_it_was_claimed() {
	test(|| {
		delegate(BACKED, ALICE, 300);
		skip(1);
		reward(BACKED, GOLD, 100, 11);
		assert_eq!(earned(BACKED, ALICE, GOLD), 100);

		assert_eq!(of_staker(BACKED, ALICE, 11), gold(100));
	});
}

#[test]
fn earned_counts_stake_that_leaves_until_it_has_left() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(BACKED, BOB, 100);
		skip(1);
		undelegate_all(BACKED, ALICE);
		skip(1);
		reward(BACKED, GOLD, 100, 11);
		reward(BACKED, GOLD, 100, 12);

		assert_eq!(of_staker(BACKED, ALICE, 11), gold(50));
		assert_eq!(of_staker(BACKED, ALICE, 12), []);
		assert_eq!(of_staker(BACKED, BOB, 12), gold(100));
		skip(WINDOW - 1);
		assert_eq!(of_staker(BACKED, ALICE, 11), gold(50));
		skip(1);
		assert_eq!(withdraws(BACKED, ALICE), 100);
		assert_eq!(of_staker(BACKED, ALICE, 12), []);
	});
}

#[test]
fn earned_is_known_for_the_epochs_of_the_window() {
	test(|| {
		for pool in [BACKED, STANDALONE] {
			delegate(pool, ALICE, 100);
		}
		skip(1);
		for pool in [BACKED, STANDALONE] {
			reward(pool, GOLD, 100, 11);
		}

		skip(1);
		assert_eq!(of_staker(STANDALONE, ALICE, 11), gold(100));
		skip(1);
		assert_eq!(of_staker(STANDALONE, ALICE, 11), []);
		skip(WINDOW - 2);
		assert_eq!(of_staker(BACKED, ALICE, 11), gold(100));
		skip(1);
		assert_eq!(of_staker(BACKED, ALICE, 11), []);
	});
}

#[test]
fn earned_is_of_no_other_epoch() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		skip(1);
		reward(BACKED, GOLD, 100, 11);
		skip(WINDOW + 1);

		assert_eq!(of_staker(BACKED, ALICE, now()), []);
		reward(BACKED, GOLD, 7, now());

		assert_eq!(of_staker(BACKED, ALICE, now()), gold(7));
		assert_eq!(CreditedEpochs::<Test>::get(BACKED).iter().count(), 1);
	});
}

#[test]
fn earned_tells_what_streams_paid_epoch_by_epoch_before_anybody_comes() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		delegate(STANDALONE, BOB, 100);
		fund(BACKED, GOLD, 103, 10); // 13 for epoch 11, and 10 for each to come
		fund(STANDALONE, SILVER, 5, 1);
		skip(1);
		delegate(BACKED, BOB, 100);
		skip(2);

		let of_epochs =
			|who: AccountId| [11, 12].map(|epoch| of_staker(BACKED, who.clone(), epoch));
		assert_eq!(of_epochs(ALICE), [gold(13), gold(5)]);
		assert_eq!(of_epochs(BOB), [vec![], gold(5)]);
		assert_eq!(of_staker(BACKED, ALICE, 13), []);
		poke(BACKED);
		assert_eq!(of_epochs(ALICE), [gold(13), gold(5)]);
		skip(WINDOW);
		poke(BACKED);
		assert_eq!(of_staker(BACKED, ALICE, 12), []);
		assert_eq!(of_staker(BACKED, ALICE, 15), gold(5));
		assert_eq!(of_staker(STANDALONE, BOB, 11), []);
	});
}

#[test]
fn earned_by_nobody_is_not_noted() {
	test(|| {
		fund(BACKED, GOLD, 100, 2);
		skip(1);
		delegate(BACKED, ALICE, 100);
		reward(BACKED, GOLD, 100, 11);
		skip(2);

		assert_eq!(of_staker(BACKED, ALICE, 11), []);
		assert_eq!(of_staker(BACKED, ALICE, 12), gold(50));
	});
}

#[test]
fn earned_by_a_position_is_the_owners_until_it_expires() {
	test(|| {
		let position = stake(BACKED, ALICE, 100, tier(3, 100));
		delegate(BACKED, BOB, 100);
		skip(3);
		reward(BACKED, GOLD, 100, 13);
		skip(1);
		reward(BACKED, GOLD, 100, 14);

		assert_eq!(of(RewardClaim::Position(position), 13), gold(50));
		assert_eq!(of(RewardClaim::Position(position), 14), []);
		assert_eq!(of_staker(BACKED, BOB, 14), gold(50));
	});
}

#[test]
fn earned_tells_how_an_operators_reward_was_divided() {
	test(|| {
		take(10);
		let silver = second_pool(SILVER);
		delegate(BACKED, ALICE, 100);
		delegate(silver, BOB, 100);
		skip(1);

		assert_eq!(try_reward(Payee::Operator(OPERATOR), GOLD, 100, now()), Ok(()));

		assert_eq!(of_staker(BACKED, ALICE, now()), gold(30));
		assert_eq!(of_staker(silver, BOB, now()), gold(60));
		assert_eq!(of(RewardClaim::Commission(BACKED), now()), gold(10));
		assert_eq!(of(RewardClaim::Commission(silver), now()), []);
	});
}

#[test]
fn earned_is_nothing_where_nothing_is() {
	test(|| {
		let unknown = RewardClaim::Position(crate::PositionId(77));
		for claim in [unknown, RewardClaim::Commission(PoolId(77))] {
			assert_eq!(of(claim, now()), []);
		}
		assert_eq!(of_staker(PoolId(77), ALICE, now()), []);
		assert_eq!(of_staker(BACKED, ALICE, now() + 1), []);
	});
}

/// Random numbers, the same for each seed.
struct Noise(u64);

impl Noise {
	fn below(&mut self, limit: u64) -> u64 {
		self.0 =
			self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
		(self.0 >> 33) % limit
	}

	fn amount(&mut self) -> Balance {
		Balance::from(1 + self.below(1_000_000) * self.below(1_000_000))
	}
}

/// For each epoch the answer is less than a unit for each cohort below exact, and what can be claimed less than one.
#[test]
fn earned_adds_up_to_what_can_be_claimed() {
	for seed in 0..40 {
		test(|| {
			let mut noise = Noise(seed);
			let cast = [ALICE, BOB, CHARLIE];
			for _ in 0..=WINDOW {
				for _ in 0..6 {
					let who = cast[noise.below(3) as usize].clone();
					let amount = noise.amount();
					match noise.below(5) {
						0 | 1 => delegate(BACKED, who, amount),
						2 => {
							let part = staked(BACKED, who.clone()) / 2;
							if part > 0 {
								undelegate(BACKED, who, part);
							}
						},
						3 => fund(BACKED, GOLD, amount, 1 + noise.below(5) as u32),
						_ => {
							let late = noise.below(u64::from(now() - 9)) as u32;
							reward(BACKED, GOLD, amount, now() - late);
						},
					}
				}
				skip(1);
			}

			for who in cast {
				let gold_of = |amounts: Vec<(AssetId, Balance)>| {
					amounts
						.iter()
						.find(|(asset, _)| *asset == GOLD)
						.map_or(0, |(_, amount)| *amount)
				};
				let epochs = now() - WINDOW..=now();
				let told: Balance = epochs
					.clone()
					.map(|epoch| gold_of(of_staker(BACKED, who.clone(), epoch)))
					.sum();
				let claimable = gold_of(available(BACKED, who.clone()));

				let most = epochs.count() as Balance * Balance::from(WINDOW + 2);
				assert!(told <= claimable + 1, "{seed}: {told} of {claimable} to {who:?}");
				assert!(claimable <= told + most, "{seed}: {told} of {claimable} to {who:?}");
			}
		});
	}
}

#[test]
fn earned_reads_no_exits_of_an_epoch_that_is_too_old() {
	test(|| {
		delegate(BACKED, ALICE, 100);
		let old = now();
		skip(1_000);

		let (earned, storage) = StorageCalls::of(|| of_staker(BACKED, ALICE, old));

		assert_eq!(earned, []);
		assert!(storage.all_reads() < 100, "{}", storage.all_reads());
	});
}
