// SPDX-License-Identifier: Apache-2.0

//! Blocks with too little weight to spare: work that does not fit is done later.

use crate::{mock::*, EpochIndex, LastElection, RankingPending, WeightInfo};
use frame_support::weights::Weight;

type Costs = <Test as crate::Config>::WeightInfo;

/// A set comes into force, and its followers hear of it.
fn enact() -> Weight {
	Costs::enact() + DOOR
}

/// A little less, in one dimension.
fn short_of(weight: Weight) -> [Weight; 2] {
	[Weight::from_parts(1, 0), Weight::from_parts(0, 1)].map(|little| weight - little)
}

/// A set of [`OPERATOR`], with [`RIVAL`] in reserve until the next epoch begins: then it is the
/// more powerful.
fn close_race() {
	let [_, rivals] = serve(1, [(OPERATOR, 200), (RIVAL, 100)]);
	delegate(rivals, BOB, 101);
}

#[test]
fn block_uses_what_its_work_costs() {
	test(|| {
		close_race();
		let operators = 2;
		assert_eq!(next_block_within(Weight::MAX), Costs::poll());

		skip(1);

		let elected = Costs::poll() + Costs::elect(operators);
		assert_eq!(next_block_within(Weight::MAX), elected);
		assert_eq!(next_block_within(Weight::MAX), Costs::poll() + enact());
		assert_eq!(next_block_within(Weight::MAX), Costs::poll());
	});
}

#[test]
fn block_does_nothing_when_it_has_not_the_weight_to_look() {
	test(|| {
		close_race();
		skip(1);

		for little in [Weight::zero()].into_iter().chain(short_of(Costs::poll())) {
			assert_eq!(next_block_within(little), Weight::zero());
		}

		assert_eq!(LastElection::<Test>::get(), Some(EpochIndex(1)));
		next_block();
		next_block();
		assert_eq!(members(), [RIVAL]);
	});
}

#[test]
fn election_waits_when_the_block_has_too_little_weight() {
	test(|| {
		close_race();
		skip(1);
		let needed = Costs::poll() + Costs::elect(2);

		for little in short_of(needed) {
			assert_eq!(next_block_within(little), Costs::poll());
		}
		assert_eq!(Staking::active_set().elected_epoch, Some(EpochIndex(1)));

		assert_eq!(next_block_within(needed), needed);
		assert_eq!(Staking::active_set().elected_epoch, Some(EpochIndex(2)));
		assert_eq!(ranking(), [RIVAL, OPERATOR]);
	});
}

#[test]
fn change_waits_when_the_block_has_too_little_weight() {
	test(|| {
		close_race();
		skip(1);
		next_block();
		let needed = Costs::poll() + enact();

		for little in short_of(needed) {
			assert_eq!(next_block_within(little), Costs::poll());
		}
		assert_eq!((members(), Staking::active_set().is_change_due), (vec![OPERATOR], true));

		assert_eq!(next_block_within(needed), needed);
		assert_eq!((members(), Staking::active_set().is_change_due), (vec![RIVAL], false));
	});
}

#[test]
fn change_comes_before_the_election_when_the_weight_lasts_for_one() {
	test(|| {
		close_race();
		retire(OPERATOR);
		skip(1);

		let needed = Costs::poll() + enact();
		assert_eq!(next_block_within(needed), needed);

		assert_eq!(members(), [RIVAL]);
		assert_eq!(LastElection::<Test>::get(), Some(EpochIndex(1)));
		next_block();
		assert_eq!(LastElection::<Test>::get(), Some(EpochIndex(2)));
	});
}

#[test]
fn change_and_election_fit_in_one_block() {
	test(|| {
		close_race();
		retire(OPERATOR);
		skip(1);

		let all = Costs::poll() + enact() + Costs::elect(2);
		assert_eq!(next_block_within(all), all);

		assert_eq!(members(), [RIVAL]);
		assert_eq!(LastElection::<Test>::get(), Some(EpochIndex(2)));
	});
}

#[test]
fn removals_and_stake_of_postponed_epochs_are_not_lost() {
	test(|| {
		let pools = serve(2, [(OPERATOR, 300), (RIVAL, 200), (THIRD, 100), (FOURTH, 50)]);
		for pool in pools {
			skip(1);
			next_block_within(Weight::zero());
			delegate(pool, BOB, 10);
		}
		retire(RIVAL);
		next_block_within(Weight::zero());
		assert!(RankingPending::<Test>::get());
		assert_eq!(members(), [OPERATOR, RIVAL]);
		skip(1);
		delegate(pools[3], BOB, 1_000);

		next_block();
		assert_eq!(members(), [OPERATOR, THIRD]);
		next_block();
		assert_eq!(ranking(), [OPERATOR, THIRD, FOURTH]);
		assert_eq!(Staking::power_history(FOURTH), [(EpochIndex(now()), 60)]);
	});
}
