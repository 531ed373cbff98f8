// SPDX-License-Identifier: Apache-2.0

//! Types of storage and of calls.

mod verdicts;

pub use verdicts::*;

use crate::{AccountIdOf, Balance, Config, EpochIndex, Key, SetNumber, Signature, UnpackedKey};
use bulwark_ledger::{Millis, Moment, SubmitterTurns};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{fungible, ConstU32},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_runtime::traits::SaturatedConversion;

/// Id of a batch: the hash of its header, which is what sequencers sign.
pub type BatchId = [u8; 32];
/// Hash of a set of sequencers.
pub type SetHash = [u8; 32];
/// Bitmap of signers: bit i of byte ⌊i/8⌋, the lowest first, is member i.
pub type Bitmap = BoundedVec<u8, ConstU32<32>>;
/// Lost deposits.
pub type NativeCreditOf<T> = fungible::Credit<AccountIdOf<T>, <T as Config>::Native>;
/// Batch as it is stored.
pub type BatchOf<T> = Batch<AccountIdOf<T>>;

/// Largest number of former keys of an operator that a kept set may still have.
pub const MAX_OLD_KEYS: u32 = 4;
/// Largest number of equivocations of an operator within the liability window.
pub const MAX_EQUIVOCATIONS: u32 = 8;
/// Largest number of accounts that one proof of equivocation accuses.
pub const MAX_ACCUSED: u32 = 8;
/// Number of challengers of a batch, the first ones, whose evidence a proof is compared with.
pub const MAX_NAMED_EVIDENCE: u32 = 256;

/// Header of a batch. Its id is SHA-256("bulwark/rollup/batch/1" ‖ genesis hash ‖ pallet id ‖ SCALE of the header).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Header {
	/// Number of reverts before it: what was signed for a batch that was reverted counts for no other.
	pub fork: u32,
	/// Number of the set that attests to it.
	pub set_number: SetNumber,
	/// Number of batches before it.
	pub index: u32,
	/// Id of the batch before; zeros for index 0.
	pub parent: BatchId,
	/// Hash of its content.
	pub hash: [u8; 32],
	/// First block of the second layer in it.
	pub first_block: u64,
	/// Last block in it.
	pub last_block: u64,
	/// Size of its content in bytes.
	pub size: u32,
	/// Set that attests to the batches after it, if another does.
	pub next: Option<NextSet>,
}

/// Set that attests from the next batch on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct NextSet {
	/// Number of the set.
	pub set_number: SetNumber,
	/// Hash of the set.
	pub hash: SetHash,
}

/// Signatures of sequencers over the id of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Attestation {
	/// Bitmap of those who have signed, at most 32 bytes.
	pub signers: Bitmap,
	/// Aggregate of their signatures.
	pub signature: Signature,
}

/// Header with the attestation of a set, accepted or not.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SignedHeader {
	/// Header.
	pub header: Header,
	/// Signatures over its id.
	pub attestation: Attestation,
}

/// Surety for a batch: what its submitter loses if it is bad.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Surety {
	/// Bond of an operator, as far as it was promised to the rollup.
	#[codec(index = 0)]
	Bond,
	/// Deposit that is held, in native units.
	#[codec(index = 1)]
	Deposit(#[codec(compact)] Balance),
	/// Nothing any more: the deposit was released or lost.
	#[codec(index = 2)]
	Gone,
}

/// Batch that was accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Batch<AccountId> {
	/// Header.
	pub header: Header,
	/// Account that has submitted it.
	pub submitter: AccountId,
	/// Surety of the submitter.
	pub surety: Surety,
	/// Number of members who have signed; 0 for one without signatures.
	#[codec(compact)]
	pub signers: u32,
	/// Epoch in which it was accepted.
	pub accepted_epoch: EpochIndex,
	/// Time at which it was accepted, in milliseconds since 1970.
	#[codec(compact)]
	pub time: Millis,
	/// Number of the block in which it was accepted.
	#[codec(compact)]
	pub block: u64,
	/// Verdict about it, if there was one.
	pub verdict: Option<Verdict>,
	/// Report of its submitter, as long as it is not filed for all of the bond.
	pub unfiled: Option<UnfiledReport<AccountId>>,
}

impl<AccountId> Batch<AccountId> {
	/// Epoch and block in which it was accepted.
	pub fn accepted(&self) -> Moment {
		Moment { epoch: self.accepted_epoch, block: self.block }
	}

	/// Amount that is held for it, in native units.
	pub fn deposit(&self) -> Balance {
		match self.surety {
			Surety::Deposit(amount) => amount,
			Surety::Bond | Surety::Gone => 0,
		}
	}
}

/// Member of a set of sequencers.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Member<AccountId> {
	/// Account of the operator.
	pub account: AccountId,
	/// Key, unpacked.
	pub key: UnpackedKey,
}

/// Set of sequencers.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct SequencerSet<T: Config> {
	/// Members, in the order of the active set.
	pub members: BoundedVec<Member<AccountIdOf<T>>, T::MaxSequencers>,
	/// Sum of their keys, unpacked.
	pub sum: UnpackedKey,
	/// SHA-256("bulwark/rollup/set/1" ‖ genesis hash ‖ pallet id ‖ number ‖ SCALE vector of (account, 48-byte key)).
	pub hash: SetHash,
}

impl<T: Config> SequencerSet<T> {
	/// Number of members.
	pub fn len(&self) -> u32 {
		self.members.len().saturated_into() // 255 at most
	}

	/// True if there are none, which no set is.
	pub fn is_empty(&self) -> bool {
		self.members.is_empty()
	}

	/// Place of an account in bitmaps.
	pub fn place(&self, who: &AccountIdOf<T>) -> Option<usize> {
		self.members.iter().position(|member| member.account == *who)
	}
}

/// Keys of an operator.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct KeyRecord {
	/// Key, which counts from the next set on.
	pub key: Key,
	/// Key, unpacked: it was checked.
	pub unpacked: UnpackedKey,
	/// Keys before it that a kept set may have. They are nobody else's yet.
	pub old: BoundedVec<OldKey, ConstU32<MAX_OLD_KEYS>>,
}

/// Key that an operator had before.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct OldKey {
	/// Key.
	pub key: Key,
	/// Last set that may have it.
	pub last_set: SetNumber,
}

/// Set whose signatures count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct AttestedSet {
	/// Number of the set.
	pub set_number: SetNumber,
	/// Epoch since which it is the attested one.
	pub since_epoch: EpochIndex,
}

/// Switch between batches without signatures and batches with them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct SigningSwitch {
	/// True if signatures were needed before that epoch.
	pub before: bool,
	/// First epoch of the latest setting.
	pub effective_from: EpochIndex,
	/// True if signatures are needed from that epoch on.
	pub latest: bool,
}

impl SigningSwitch {
	/// True if signatures are needed in an epoch, the present one or a later one.
	pub fn is_on(&self, epoch: EpochIndex) -> bool {
		match epoch < self.effective_from {
			true => self.before,
			false => self.latest,
		}
	}
}

/// Turns of submitters, and the set they belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct TurnRecord {
	/// Number of the set.
	pub set_number: SetNumber,
	/// Turns that were looked at.
	pub turns: SubmitterTurns,
}
