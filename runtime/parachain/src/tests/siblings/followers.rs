// SPDX-License-Identifier: Apache-2.0

//! The set of one chain on another: messages that arrive in time, late, twice, out of order, and never.

use super::*;
use crate::{configs::followers::FollowerChain, AllPalletsWithSystem, SetFollower, SetMessages};
use frame_support::{traits::OnPoll, weights::WeightMeter};
use pallet_operator_staking::SetId;
use pallet_set_follower::FollowedSetView;
use sp_keyring::Sr25519Keyring::Bob;

/// The sibling as a chain that follows.
fn follower() -> FollowerChain {
	FollowerChain { para_id: SIBLING, pallet_index: 46, fee: UNIT }
}

/// The chain with the operators, and one that follows it. Each has money on the other.
pub(super) struct Pair {
	pub home: TestExternalities,
	pub sibling: TestExternalities,
}

impl Pair {
	pub fn new() -> Self {
		let mut home = chain_beside(HOME, SIBLING);
		let sibling = chain_beside(SIBLING, HOME);
		home.execute_with(|| {
			let followers = vec![follower()].try_into().expect("there is room");
			assert_ok!(SetMessages::set_followers(crate::RuntimeOrigin::root(), followers));
		});
		Self { home, sibling }
	}

	/// Lets an epoch begin, with the block that elects its set and the one in which that comes into force and is sent. Returns the
	/// epoch and the pages of messages, which are on their way.
	pub fn begin(&mut self, epoch: u64) -> (EpochIndex, Vec<Vec<u8>>) {
		let epoch = self.home.execute_with(|| {
			System::reset_events();
			go_to(epoch);
			poll();
			story::now()
		});
		(epoch, take(&mut self.home))
	}

	/// Lets pages arrive at the follower, and its answers at the chain with the operators. Returns what has become of all.
	pub fn arrive(&mut self, pages: &[Vec<u8>]) -> (Vec<Fate>, Vec<Fate>) {
		let told = arrive(&mut self.sibling, HOME, pages, Weight::MAX);
		let answers = take(&mut self.sibling);
		(told, arrive(&mut self.home, SIBLING, &answers, Weight::MAX))
	}

	pub fn followed(&mut self) -> Option<FollowedSetView<AccountId>> {
		self.sibling.execute_with(SetFollower::followed_set)
	}

	fn followed_epoch(&mut self) -> Option<EpochIndex> {
		self.followed().map(|set| set.epoch)
	}

	pub fn acknowledged(&mut self) -> Option<EpochIndex> {
		self.home.execute_with(|| Restaking::acknowledged_epoch(sovereign(SIBLING)))
	}
}

fn poll() {
	<AllPalletsWithSystem as OnPoll<_>>::on_poll(System::block_number(), &mut WeightMeter::new());
}

/// Events of the messenger.
pub(super) fn sent() -> Vec<pallet_set_messenger::Event<Runtime>> {
	System::read_events_for_pallet()
}

#[test]
fn set_is_known_on_the_sibling_and_acknowledged() {
	let mut pair = Pair::new();
	let before = [money(&mut pair.home), money(&mut pair.sibling)];

	let (epoch, pages) = pair.begin(1);
	let fates = pair.arrive(&pages);

	assert_eq!(fates, (vec![Fate::Done], vec![Fate::Done]));
	let set = pair.home.execute_with(OperatorStaking::current_set).expect("there is one");
	let members = set.members.into_inner();
	assert_eq!(members, [Alice, Bob].map(|who| who.to_account_id()));
	assert_eq!(pair.followed(), Some(FollowedSetView { set_id: set.set_id, epoch, members }));
	assert_eq!(pair.acknowledged(), Some(epoch));
	// The answer was paid for by the sibling's account, and nothing else has moved.
	let after = [money(&mut pair.home), money(&mut pair.sibling)];
	let fee = before[0].free - after[0].free;
	assert!(fee > 0 && after[0].treasury == before[0].treasury + fee, "{fee}");
	assert_eq!(after[0].issued, before[0].issued);
	assert_eq!(after[1].issued, before[1].issued);
	pair.home.execute_with(check_invariants);
	pair.sibling.execute_with(check_invariants);
}

/// The message is paid for by the account that the chain with the operators has on the sibling.
#[test]
fn message_is_paid_for_out_of_the_account_of_its_sender() {
	let mut pair = Pair::new();
	let native = |pair: &mut Pair| {
		pair.sibling.execute_with(|| {
			(Balances::free_balance(sovereign(HOME)), Balances::free_balance(treasury()))
		})
	};
	let (sender, treasury_before) = native(&mut pair);

	let (_, pages) = pair.begin(1);
	pair.arrive(&pages);

	let (sender_after, treasury_after) = native(&mut pair);
	let fee = treasury_after - treasury_before;
	assert!(fee > 0 && fee < UNIT, "a set costs {fee}");
	assert_eq!(sender_after, sender - fee);
}

#[test]
fn one_message_is_sent_in_an_epoch_whatever_happens_in_it() {
	let mut pair = Pair::new();
	let (_, pages) = pair.begin(1);
	assert_eq!(pages.len(), 1);

	pair.home.execute_with(|| {
		let bob = Bob.to_account_id();
		assert_ok!(OperatorStaking::suspend(crate::RuntimeOrigin::root(), bob.into()));
		poll();
		poll();
		assert_eq!(OperatorStaking::current_set().map(|set| set.members.len()), Some(1));
	});

	assert!(take(&mut pair.home).is_empty());
	let (_, pages) = pair.begin(2);
	pair.arrive(&pages);
	assert_eq!(pair.followed().map(|set| set.members.len()), Some(1));
}

#[test]
fn late_message_changes_nothing() {
	let mut pair = Pair::new();
	let (_, first) = pair.begin(1);
	let (second_epoch, second) = pair.begin(2);
	assert_eq!(pair.arrive(&second), (vec![Fate::Done], vec![Fate::Done]));
	let known = pair.followed();

	let fates = pair.arrive(&first);

	// The call in it fails, and there is no answer.
	assert_eq!(fates, (vec![Fate::Failed], vec![]));
	assert_eq!(pair.followed(), known);
	assert_eq!(pair.acknowledged(), Some(second_epoch));
}

#[test]
fn message_that_comes_twice_counts_once() {
	let mut pair = Pair::new();
	let (epoch, pages) = pair.begin(1);
	assert_eq!(pair.arrive(&pages), (vec![Fate::Done], vec![Fate::Done]));
	let known = pair.followed();

	assert_eq!(pair.arrive(&pages), (vec![Fate::Failed], vec![]));

	assert_eq!((pair.followed(), pair.acknowledged()), (known, Some(epoch)));
}

#[test]
fn lost_message_is_made_up_for_by_the_next() {
	let mut pair = Pair::new();
	let (lost_epoch, _lost) = pair.begin(1);
	assert_eq!((pair.followed(), pair.acknowledged()), (None, None));

	let (epoch, pages) = pair.begin(2);
	pair.arrive(&pages);

	assert_eq!(pair.followed_epoch(), Some(epoch));
	assert_eq!(pair.acknowledged(), Some(epoch));
	assert!(lost_epoch < epoch);
}

/// Both of two messages that arrive together are answered, and the newer answer counts.
#[test]
fn messages_that_arrive_together_are_both_answered() {
	let mut pair = Pair::new();
	let (_, first) = pair.begin(1);
	let (epoch, second) = pair.begin(2);

	let fates = pair.arrive(&[first, second].concat());

	assert_eq!(fates, (vec![Fate::Done; 2], vec![Fate::Done; 2]));
	assert_eq!(pair.followed_epoch(), Some(epoch));
	assert_eq!(pair.acknowledged(), Some(epoch));
}

#[test]
fn closed_channel_stops_no_election_and_is_told() {
	let mut pair = Pair::new();
	pair.home.execute_with(|| {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(STRANGER.into());
	});

	let (epoch, pages) = pair.begin(1);

	assert!(pages.is_empty());
	pair.home.execute_with(|| {
		let view = OperatorStaking::active_set();
		assert_eq!((view.elected_epoch, view.is_change_due), (Some(epoch), false));
		let reason = pallet_xcm::Error::<Runtime>::SendFailure.into();
		let (follower, set_id) = (follower(), SetId(1));
		let told =
			pallet_set_messenger::Event::<Runtime>::SetNotSent { follower, set_id, epoch, reason };
		assert_eq!(sent(), [told]);
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(SIBLING.into());
	});
	let (next_epoch, pages) = pair.begin(2);
	pair.arrive(&pages);
	assert_eq!(pair.acknowledged(), Some(next_epoch));
}

/// Nobody pays for what the sender cannot: the set stays unknown, and its epoch unacknowledged.
#[test]
fn message_without_money_is_not_executed() {
	let mut pair = Pair::new();
	pair.sibling.execute_with(|| {
		let from = crate::RuntimeOrigin::signed(sovereign(HOME));
		let to = Alice.to_account_id().into();
		assert_ok!(Balances::transfer_all(from, to, false));
	});
	let (_, pages) = pair.begin(1);

	assert_eq!(pair.arrive(&pages), (vec![Fate::Failed], vec![]));

	assert_eq!((pair.followed(), pair.acknowledged()), (None, None));
}

/// The set is known all the same: only that cannot be told.
#[test]
fn set_is_known_when_there_is_no_way_back() {
	let mut pair = Pair::new();
	pair.sibling.execute_with(|| {
		ParachainSystem::open_outbound_hrmp_channel_for_benchmarks_or_tests(STRANGER.into());
	});
	let (epoch, pages) = pair.begin(1);

	assert_eq!(pair.arrive(&pages), (vec![Fate::Done], vec![]));

	assert_eq!(pair.followed_epoch(), Some(epoch));
	assert_eq!(pair.acknowledged(), None);
	pair.sibling.execute_with(|| {
		let reason = pallet_xcm::Error::<Runtime>::SendFailure.into();
		let told = pallet_set_follower::Event::<Runtime>::NotAcknowledged { epoch, reason };
		assert!(System::read_events_for_pallet().contains(&told));
	});
}
