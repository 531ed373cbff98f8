// SPDX-License-Identifier: Apache-2.0

//! A runtime for tests: it follows the chain that speaks as [`SOURCE`], by accounts that are numbers.

use crate as pallet_set_follower;
use crate::{EpochIndex, Error, Event, FollowedSetView, MembersOf, SetId};
use bulwark_traits::Acknowledge;
use frame_support::{
	assert_noop, assert_ok, derive_impl, ord_parameter_types, parameter_types,
	traits::ConstU32,
	weights::{RuntimeDbWeight, Weight},
};
use frame_system::{EnsureRoot, EnsureSignedBy};
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
	#[runtime::pallet_index(46)]
	pub type SetFollower = pallet_set_follower;
}

/// The chain that is followed.
pub const SOURCE: u64 = 1;
/// Anybody else.
pub const STRANGER: u64 = 2;
/// What the way back costs.
pub const DOOR: Weight = Weight::from_parts(7_000, 70);
pub const MAX_MEMBERS: u32 = 4;

ord_parameter_types! {
	pub const Source: u64 = SOURCE;
}

parameter_types! {
	pub const DbWeight: RuntimeDbWeight = RuntimeDbWeight { read: 10, write: 100 };
	/// Epochs that were acknowledged, the latest last.
	pub storage Acknowledged: Vec<u32> = vec![];
	/// True if no message can be sent back.
	pub storage IsCutOff: bool = false;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type DbWeight = DbWeight;
}

/// Keeps what is acknowledged. One that fails has begun to write.
pub struct WayBack;
impl Acknowledge for WayBack {
	fn acknowledge(epoch: EpochIndex) -> DispatchResult {
		let mut all = Acknowledged::get();
		all.push(epoch.0);
		Acknowledged::set(&all);
		if IsCutOff::get() {
			return Err(DispatchError::Unavailable);
		}
		Ok(())
	}

	fn weight() -> Weight {
		DOOR
	}
}

impl crate::Config for Test {
	type Operator = u64;
	type SourceOrigin = EnsureSignedBy<Source, u64>;
	type AdminOrigin = EnsureRoot<u64>;
	type Acknowledge = WayBack;
	type MaxMembers = ConstU32<MAX_MEMBERS>;
	type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

/// A chain in block 1 that knows no set.
pub fn new_test_ext() -> TestExternalities {
	let storage = RuntimeGenesisConfig::default().build_storage().expect("the genesis is sound");
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test on a new chain and checks every invariant at its end.
pub fn test(run: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		run();
		check_invariants();
	});
}

pub fn check_invariants() {
	assert_ok!(SetFollower::do_try_state());
}

pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// A message of the chain that is followed.
pub fn told(set_id: u32, epoch: u32, members: &[u64]) -> DispatchResult {
	told_by(signed(SOURCE), set_id, epoch, members)
}

/// The same of whoever is named.
pub fn told_by(origin: RuntimeOrigin, set_id: u32, epoch: u32, members: &[u64]) -> DispatchResult {
	let members = MembersOf::<Test>::try_from(members.to_vec()).expect("there is room");
	SetFollower::note_set(origin, SetId(set_id), EpochIndex(epoch), members)
}

/// A message that is news: the set is known, and its epoch acknowledged, after it.
pub fn follow(set_id: u32, epoch: u32, members: &[u64]) {
	assert_ok!(told(set_id, epoch, members));

	assert_known(set_id, epoch, members);
	assert_eq!(Acknowledged::get().last(), Some(&epoch));
	let members = MembersOf::<Test>::truncate_from(members.to_vec());
	let (set_id, epoch) = (SetId(set_id), EpochIndex(epoch));
	System::assert_last_event(Event::SetFollowed { set_id, epoch, members }.into());
}

/// A message that is refused: nothing is other than before.
pub fn refuse(set_id: u32, epoch: u32, members: &[u64], error: Error<Test>) {
	assert_noop!(told(set_id, epoch, members), error);
}

pub fn assert_known(set_id: u32, epoch: u32, members: &[u64]) {
	let (set_id, epoch, members) = (SetId(set_id), EpochIndex(epoch), members.to_vec());
	assert_eq!(SetFollower::followed_set(), Some(FollowedSetView { set_id, epoch, members }));
}
