// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: followers are numbers, and a double of staking has the set that a test gives it.

use crate as pallet_set_messenger;
use crate::{EpochIndex, Event, FollowersOf, SetId};
use bulwark_traits::{ActiveSetInfo, SetChange, SetMessage, SetMessenger, SetTransport};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{ConstU32, Hooks},
	weights::{RuntimeDbWeight, Weight, WeightMeter},
};
use frame_system::EnsureRoot;
use sp_io::TestExternalities;
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(45)]
	pub type SetMessages = pallet_set_messenger;
}

/// Two chains that follow, and one more.
pub const LEFT: u32 = 2_001;
pub const RIGHT: u32 = 2_002;
pub const FAR: u32 = 2_003;
/// What a look at the set costs.
pub const LOOK: Weight = Weight::from_parts(3_000, 30);
/// What a message costs.
pub const MESSAGE: Weight = Weight::from_parts(7_000, 70);

/// Follower, id of the set, its epoch and its members.
pub type Sent = (u32, u32, u32, Vec<u64>);

parameter_types! {
	pub const DbWeight: RuntimeDbWeight = RuntimeDbWeight { read: 10, write: 100 };
	/// The active set, if there is one.
	pub storage Serving: Option<(SetId, Vec<u64>)> = None;
	/// Messages that were sent, the latest last.
	pub storage Outbox: Vec<Sent> = vec![];
	/// Followers to which no channel is open.
	pub storage Closed: Vec<u32> = vec![];
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type DbWeight = DbWeight;
}

pub struct Staking;
impl ActiveSetInfo<u64> for Staking {
	fn set() -> Option<(SetId, Vec<u64>)> {
		Serving::get()
	}

	fn is_active(who: &u64) -> bool {
		Serving::get().is_some_and(|(_, members)| members.contains(who))
	}

	fn weight() -> Weight {
		LOOK
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn worst_case() {
		Serving::set(&Some((SetId(1), vec![10, 20, 30])));
	}
}

/// Keeps what is sent. A message that fails has begun to be written.
pub struct Channels;
impl SetTransport<u32, u64> for Channels {
	type Place = u32;

	fn place(follower: &u32) -> u32 {
		*follower
	}

	fn send(follower: &u32, message: &SetMessage<u64>) -> DispatchResult {
		let mut all = Outbox::get();
		all.push((*follower, message.set_id.0, message.epoch.0, message.members.clone()));
		Outbox::set(&all);
		if Closed::get().contains(follower) {
			return Err(DispatchError::Unavailable);
		}
		Ok(())
	}

	fn weight() -> Weight {
		MESSAGE
	}
}

impl crate::Config for Test {
	type ActiveSet = Staking;
	type Follower = u32;
	type Transport = Channels;
	type AdminOrigin = EnsureRoot<u64>;
	type MaxFollowers = ConstU32<3>;
	type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

/// A chain in block 1 without followers and without a set.
pub fn new_test_ext() -> TestExternalities {
	ext_of(Default::default())
}

/// The same with a genesis of the pallet.
pub fn ext_of(set_messages: SetMessagesConfig) -> TestExternalities {
	let genesis = RuntimeGenesisConfig { set_messages, ..Default::default() };
	let mut ext = TestExternalities::from(genesis.build_storage().expect("the genesis is sound"));
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test on a chain whose set two others follow, and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	ext_of(SetMessagesConfig { followers: vec![LEFT, RIGHT] }).execute_with(|| {
		run();
		check_invariants();
	});
}

pub fn check_invariants() {
	assert_ok!(SetMessages::do_try_state());
}

pub fn followers(all: &[u32]) -> FollowersOf<Test> {
	FollowersOf::<Test>::try_from(all.to_vec()).expect("there is room")
}

/// Staking announces a set: of the election of the epoch, or before that.
pub fn announce(set_id: u32, epoch: u32, elected_epoch: u32, members: &[u64]) {
	Serving::set(&Some((SetId(set_id), members.to_vec())));
	let (set_id, epoch, elected_epoch) =
		(SetId(set_id), EpochIndex(epoch), Some(EpochIndex(elected_epoch)));
	let (joined, left) = (vec![], vec![]);
	SetMessages::announce(SetChange { set_id, epoch, elected_epoch, joined, left });
}

/// Staking announces the set of an epoch, and a block begins.
pub fn elect(set_id: u32, epoch: u32, members: &[u64]) {
	announce(set_id, epoch, epoch, members);
	poll(Weight::MAX);
}

/// A block begins that has so much weight to spare. Returns what of it was used.
pub fn poll(limit: Weight) -> Weight {
	let mut meter = WeightMeter::with_limit(limit);
	SetMessages::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

/// Messages since this was asked last.
pub fn sent() -> Vec<Sent> {
	let all = Outbox::get();
	Outbox::set(&vec![]);
	all
}

/// Events of the pallet since this was asked last.
pub fn events() -> Vec<Event<Test>> {
	let all = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	all
}
