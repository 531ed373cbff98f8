// SPDX-License-Identifier: Apache-2.0

//! Referenda: what is put to the vote, how long it takes, and what carries it out.
//!
//! Periods are in the chain's own blocks. The scheduler cannot follow those of the relay chain, and while this chain stands still
//! nobody can vote.

use super::{
	origins::{EmergencyOrigin, ParametersOrigin},
	system::RuntimeBlockWeights,
};
use crate::{
	units::{deposit, DAYS, UNIT},
	AccountId, Balance, Balances, BlockNumber, OriginCaller, Preimage, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, Scheduler, System,
};
use alloc::borrow::Cow;
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration, AsEnsureOriginWithArg, ConstU128, ConstU32,
		EqualPrivilegeOnly, LinearStoragePrice,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo};
use sp_runtime::{str_array, Perbill};

/// Referenda that are decided at once.
pub const MAX_DECIDING: u32 = 4;

/// Referenda that wait for one of those places.
pub const MAX_QUEUED: u32 = 20;

/// The one track: whatever `Root` may do.
pub struct RootTrack;

impl TracksInfo<Balance, BlockNumber> for RootTrack {
	type Id = u16;
	type RuntimeOrigin = OriginCaller;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<u16, Balance, BlockNumber>>> {
		let falling = |ceil, floor| Curve::LinearDecreasing {
			length: Perbill::one(),
			floor: Perbill::from_percent(floor),
			ceil: Perbill::from_percent(ceil),
		};
		let info = TrackInfo {
			name: str_array("root"),
			max_deciding: MAX_DECIDING,
			// Comes back when it is decided. As much as an operator's bond: whoever takes all places for a decision binds four.
			decision_deposit: 1_000 * UNIT,
			prepare_period: DAYS,
			decision_period: 14 * DAYS,
			confirm_period: DAYS,
			min_enactment_period: DAYS,
			// Of those who vote all agree at first and half at the end; with half of all money at first, a twentieth at the end.
			min_approval: falling(100, 50),
			min_support: falling(50, 5),
		};
		core::iter::once(Cow::Owned(Track { id: 0, info }))
	}

	fn track_for(origin: &OriginCaller) -> Result<u16, ()> {
		match origin {
			OriginCaller::system(RawOrigin::Root) => Ok(0),
			_ => Err(()),
		}
	}
}

impl pallet_referenda::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_referenda::weights::SubstrateWeight<Runtime>;
	type Scheduler = Scheduler;
	type Currency = Balances;
	type SubmitOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type CancelOrigin = EmergencyOrigin;
	type KillOrigin = ParametersOrigin;
	// Deposits of what was killed are burnt.
	type Slash = ();
	type Votes = Balance;
	type Tally = pallet_conviction_voting::TallyOf<Runtime>;
	// Kept unless it is approved or cancelled. Every submission makes an appointment with the scheduler, and where a block has as many
	// as it may, a decision gives its place to no other, and what was approved is not done: that has to cost more than anybody spends.
	type SubmissionDeposit = ConstU128<{ 1_000 * UNIT }>;
	type MaxQueued = ConstU32<MAX_QUEUED>;
	type UndecidingTimeout = ConstU32<{ 14 * DAYS }>;
	type AlarmInterval = ConstU32<1>;
	type Tracks = RootTrack;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

parameter_types! {
	/// A quarter of a block for what was decided. With messages that wait it leaves people two fifths.
	pub ScheduledWeight: Weight = Perbill::from_percent(25) * RuntimeBlockWeights::get().max_block;
	/// Why the deposit of a preimage is held.
	pub const PreimageHold: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	/// Deposit of a preimage before its first byte.
	pub const PreimageBase: Balance = deposit(1, 64);
	/// Deposit of a byte of a preimage.
	pub const PreimageByte: Balance = deposit(0, 1);
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = ScheduledWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	// The most for which its weights and those of referenda were measured.
	type MaxScheduledPerBlock = ConstU32<512>;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHold,
		LinearStoragePrice<PreimageBase, PreimageByte, Balance>,
	>;
}
