// SPDX-License-Identifier: Apache-2.0

//! Answers of the view functions and of the runtime API.

use crate::{
	AccountIdOf, BatchId, Batches, Chain, Config, Deadline, EpochIndex, Fork, Header, Kept, Member,
	NextIndex, Pallet, SetHash, SetNumber, Sets, Surety, UnpackedKey, Verdict,
};
use alloc::vec::Vec;
use bulwark_ledger::{least_signers, Millis, SubmitterTurns};
use bulwark_traits::Epochs;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;
use sp_runtime::traits::SaturatedConversion;

/// Place at which the next batch goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct HeadView {
	/// Fork of the next batch.
	pub fork: u32,
	/// Index of the next batch.
	pub index: u32,
	/// Id of the last batch; zeros if there is none.
	pub parent: BatchId,
	/// First block of the next batch; none if it is free to choose.
	pub first_block: Option<u64>,
	/// True if the next batch needs signatures.
	pub is_signing: bool,
	/// Set that attests to the next batch: before the first with signatures, and as long as there are none, the newest. None
	/// if no set was formed.
	pub set_number: Option<SetNumber>,
	/// True if the next batch has to name a set that attests after it.
	pub is_handover_due: bool,
}

/// Kept set.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct KeptSetView {
	/// Number of the set.
	pub set_number: SetNumber,
	/// Hash of the set.
	pub hash: SetHash,
	/// Epoch in which it was formed.
	pub formed_epoch: EpochIndex,
	/// Index of the first batch under it, if it ever attested.
	pub attested_from: Option<u32>,
}

/// Kept set with its members.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SequencerSetView<AccountId> {
	/// Hash of the set.
	pub hash: SetHash,
	/// Members with their unpacked keys, in the order of bitmaps.
	pub members: Vec<Member<AccountId>>,
	/// Sum of their keys, unpacked.
	pub sum: UnpackedKey,
	/// Least number of them that has to sign a batch.
	pub least_signers: u32,
}

/// Batch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BatchView<AccountId> {
	/// Header.
	pub header: Header,
	/// Account that has submitted it.
	pub submitter: AccountId,
	/// Surety of the submitter.
	pub surety: Surety,
	/// Number of members who have signed; 0 for one without signatures.
	pub signers: u32,
	/// Epoch in which it was accepted.
	pub accepted_epoch: EpochIndex,
	/// Time at which it was accepted, in milliseconds since 1970.
	pub time: Millis,
	/// Number of the block in which it was accepted.
	pub block: u64,
	/// State.
	pub state: BatchState,
	/// Verdict about it, if there was one.
	pub verdict: Option<Verdict>,
}

/// State of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum BatchState {
	/// In the chain. It can be challenged until the end of a time.
	#[codec(index = 0)]
	Challengeable {
		/// End of the time.
		until: Deadline,
	},
	/// In the chain, and too old to be challenged. A challenge of it, or of a batch before it, is open.
	#[codec(index = 1)]
	Waiting,
	/// In the chain for good.
	#[codec(index = 2)]
	Final,
	/// Reverted.
	#[codec(index = 3)]
	Void,
}

/// Turn of a submitter.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TurnView<AccountId> {
	/// Number of the turn.
	pub turn: u64,
	/// Account whose turn it is.
	pub owner: AccountId,
	/// Time at which it ends, in milliseconds since 1970.
	pub until: Millis,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn head_view() -> HeadView {
		let kept = Kept::<T>::get();
		let attested = Self::attested().map(|attested| attested.set_number);
		let (now, timeout) = (T::Operators::now(), T::SetTimeout::get());
		let last = Self::last_batch();
		HeadView {
			fork: Fork::<T>::get(),
			index: NextIndex::<T>::get(),
			parent: last.as_ref().map(|last| Self::batch_id(&last.header)).unwrap_or_default(),
			first_block: last.and_then(|last| last.header.last_block.checked_add(1)),
			is_signing: Self::is_signing(),
			set_number: attested.or_else(|| kept.newest().map(|newest| newest.set_number)),
			is_handover_due: attested
				.is_some_and(|attested| kept.is_handover_due(attested, now, timeout)),
		}
	}

	pub(crate) fn sets_view() -> Vec<KeptSetView> {
		let kept = Kept::<T>::get();
		let view = |one: &bulwark_ledger::KeptSet| {
			let hash = Sets::<T>::get(one.set_number)?.hash;
			Some(KeptSetView {
				set_number: one.set_number,
				hash,
				formed_epoch: one.formed_epoch,
				attested_from: one.attested_from,
			})
		};
		kept.all().iter().filter_map(view).collect()
	}

	pub(crate) fn set_view(set_number: SetNumber) -> Option<SequencerSetView<AccountIdOf<T>>> {
		let set = Sets::<T>::get(set_number)?;
		let least_signers = least_signers(set.members.len()).saturated_into(); // 255 at most
		let (hash, sum) = (set.hash, set.sum);
		Some(SequencerSetView { hash, members: set.members.into_inner(), sum, least_signers })
	}

	pub(crate) fn batch_view(batch_id: BatchId) -> Option<BatchView<AccountIdOf<T>>> {
		let batch = Batches::<T>::get(batch_id)?;
		let until = Self::times().challenge_until(batch.accepted());
		let state = if !Self::is_in_chain(&batch_id, &batch.header) {
			BatchState::Void
		} else if !until.is_over(Self::moment()) {
			BatchState::Challengeable { until }
		} else if Self::is_final(batch.header.index) {
			BatchState::Final
		} else {
			BatchState::Waiting
		};
		Some(BatchView {
			header: batch.header,
			submitter: batch.submitter,
			surety: batch.surety,
			signers: batch.signers,
			accepted_epoch: batch.accepted_epoch,
			time: batch.time,
			block: batch.block,
			state,
			verdict: batch.verdict,
		})
	}

	pub(crate) fn id_at(index: u32) -> Option<BatchId> {
		Chain::<T>::get(index).filter(|_| index < NextIndex::<T>::get())
	}

	pub(crate) fn turn_view() -> Option<TurnView<AccountIdOf<T>>> {
		let set = Sets::<T>::get(Self::set_in_charge()?)?;
		let turn = Self::present_turn();
		let place = SubmitterTurns::owner(turn, set.len())?;
		let owner = set.members.get(place)?.account.clone();
		let until = T::TurnLength::get().checked_mul(turn.checked_add(1)?)?;
		Some(TurnView { turn, owner, until })
	}
}
