// SPDX-License-Identifier: Apache-2.0

//! Sets of operators between chains: those that follow the set of this one, and the one whose set this one follows.
//!
//! Both ways a message pays for itself with what the sender has on the other chain: nobody has to be trusted with unpaid work. And
//! both ways it is a chain that speaks, never an account on it.

use super::{
	messages::MAX_PAGE,
	origins::ParametersOrigin,
	xcm::{SiblingLocation, XcmRouter},
};
use crate::{
	assets::ForeignAsset, presets::PARACHAIN_ID, units::UNIT, AccountId, Balance, OperatorStaking,
	Runtime, RuntimeCall, RuntimeOrigin,
};
use alloc::{vec, vec::Vec};
use bulwark_traits::{Acknowledge, SetMessage, SetTransport};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	ensure, parameter_types,
	traits::{ConstU32, EnsureOrigin, Equals, Get},
	weights::{RuntimeDbWeight, Weight},
};
use frame_system::EnsureSigned;
use pallet_set_follower::EpochIndex;
use pallet_xcm::EnsureXcm;
use polkadot_parachain_primitives::primitives::Sibling;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{traits::AccountIdConversion, DispatchResult, TokenError};
use xcm::latest::prelude::*;

/// Index of `note_set` among the calls of `pallet-set-follower`.
const NOTE_SET: u8 = 0;

/// Parachain that follows the active set of this one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FollowerChain {
	/// Its id.
	pub para_id: u32,
	/// Index of `pallet-set-follower` there.
	pub pallet_index: u8,
	/// The most that a message may cost there, in its native token, which the sovereign account of this chain pays. What is not
	/// needed stays there.
	pub fee: Balance,
}

/// Sends sets to followers, each by a message with one `Transact`.
pub struct XcmMessenger;
impl SetTransport<FollowerChain, AccountId> for XcmMessenger {
	/// Chain and pallet: what a message may cost there is no other follower.
	type Place = (u32, u8);

	fn place(follower: &FollowerChain) -> (u32, u8) {
		(follower.para_id, follower.pallet_index)
	}

	fn send(follower: &FollowerChain, message: &SetMessage<AccountId>) -> DispatchResult {
		let SetMessage { set_id, epoch, members } = message;
		let call = (follower.pallet_index, NOTE_SET, set_id, epoch, members).encode();
		let there = Location::new(1, [Parachain(follower.para_id)]);
		send_call(there, OriginKind::Xcm, call, follower.fee)
	}

	fn weight() -> Weight {
		message_weight()
	}
}

/// Acknowledges sets as the sovereign account of this chain on the one that is followed.
pub struct XcmAcknowledgement;
impl Acknowledge for XcmAcknowledgement {
	fn acknowledge(epoch: EpochIndex) -> DispatchResult {
		// The chain that is followed runs this runtime too. For another one the indices of its pallet and call stand here.
		let call: RuntimeCall =
			pallet_restaking_slash::Call::<Runtime>::acknowledge_set { epoch }.into();
		let fee = AcknowledgementFee::get();
		send_call(FollowedChain::get(), OriginKind::SovereignAccount, call.encode(), fee)
	}

	fn weight() -> Weight {
		message_weight()
	}
}

/// Acknowledges sets of this chain: the sovereign account of a sibling, which only that chain itself speaks for. Each leaves one entry
/// in the storage without a deposit, so that there are no more of them than chains that had a channel; accounts there are without
/// number.
pub struct EnsureSibling;
impl EnsureOrigin<RuntimeOrigin> for EnsureSibling {
	type Success = AccountId;

	fn try_origin(origin: RuntimeOrigin) -> Result<AccountId, RuntimeOrigin> {
		let who = EnsureSigned::<AccountId>::try_origin(origin)?;
		match Sibling::try_from_account(&who) {
			Some(_) => Ok(who),
			None => Err(RuntimeOrigin::signed(who)),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(Sibling::from(PARACHAIN_ID).into_account_truncating()))
	}
}

/// Sends a call to a chain, where the sovereign account of this one pays for it: `fee` of the native token at most, and what is
/// left of that goes back there, whatever becomes of the call; a fee below the price over there is trapped there as a whole. `BelowMinimum` if that is nothing; `FundsUnavailable` if that account keeps the reserve of tokens here: it
/// is not this chain's to spend.
fn send_call(
	there: Location,
	origin_kind: OriginKind,
	call: Vec<u8>,
	fee: Balance,
) -> DispatchResult {
	ensure!(!ForeignAsset::is_reserve(&there), TokenError::FundsUnavailable);
	// Nothing is no asset: a message with it cannot even be written.
	ensure!(fee > 0, TokenError::BelowMinimum);
	let fees: Asset = (Here, fee).into();
	let rest = Xcm(vec![
		RefundSurplus,
		DepositAsset { assets: AllCounted(1).into(), beneficiary: SiblingLocation::get() },
	]);
	let message = Xcm(vec![
		WithdrawAsset(fees.clone().into()),
		BuyExecution { fees, weight_limit: Unlimited },
		SetAppendix(rest),
		Transact { origin_kind, fallback_max_weight: None, call: call.into() },
		// So that the queue over there shows whether it was done.
		ExpectTransactStatus(MaybeErrorCode::Success),
	]);
	send_xcm::<XcmRouter>(there, message).map_err(pallet_xcm::Error::<Runtime>::from)?;
	Ok(())
}

/// Weight of a message on its way out: measured with an empty queue, and what it takes if the last page of the queue is nearly
/// full. That page is read and in the proof, and the price of the next delivery is written. A quarter of a millisecond, declared and not
/// measured, is far above the time in which its hundred kilobytes are copied.
fn message_weight() -> Weight {
	let costs = <<Runtime as frame_system::Config>::DbWeight as Get<RuntimeDbWeight>>::get();
	<<Runtime as pallet_xcm::Config>::WeightInfo as pallet_xcm::WeightInfo>::send()
		.saturating_add(Weight::from_parts(250_000_000, MAX_PAGE.into()))
		.saturating_add(costs.reads_writes(1, 1))
}

impl pallet_set_messenger::Config for Runtime {
	type ActiveSet = OperatorStaking;
	type Follower = FollowerChain;
	type Transport = XcmMessenger;
	type AdminOrigin = ParametersOrigin;
	type MaxFollowers = ConstU32<8>;
	type WeightInfo = pallet_set_messenger::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// The chain whose set this one follows: that of the presets, which a sibling with this runtime hears. That chain itself
	/// follows nobody.
	pub FollowedChain: Location = Location::new(1, [Parachain(PARACHAIN_ID)]);
	/// The most that an acknowledgement may cost there.
	pub const AcknowledgementFee: Balance = UNIT;
}

impl pallet_set_follower::Config for Runtime {
	type Operator = AccountId;
	type SourceOrigin = EnsureXcm<Equals<FollowedChain>>;
	type AdminOrigin = ParametersOrigin;
	type Acknowledge = XcmAcknowledgement;
	// As many as staking elects.
	type MaxMembers = <Runtime as pallet_operator_staking::Config>::MaxOperators;
	type WeightInfo = pallet_set_follower::weights::SubstrateWeight<Runtime>;
}
