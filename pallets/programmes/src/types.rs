// SPDX-License-Identifier: Apache-2.0

//! The types of what the pallet stores and takes.

use crate::{
	AccountIdOf, AssetIdOf, Balance, BlocksReport, Config, EpochIndex, KeptEpochs, ProgrammeId,
	Score,
};
use bulwark_ledger::{
	BlocksReports, Budget, Division, History, Node, NodeRuns, Nodes, ServiceReports, Turns,
	MAX_REPORTERS,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// Values by the epoch from which they hold.
pub type ByEpoch<T, V> = History<(EpochIndex, V), KeptEpochs<T>>;
/// The money of a programme.
pub type BudgetOf<T> = Budget<KeptEpochs<T>>;
/// The turns of authors.
pub type TurnsOf<T> = Turns<KeptEpochs<T>>;
/// The accounts that report to a programme.
pub type ReportersOf<T> = BoundedVec<AccountIdOf<T>, ConstU32<MAX_REPORTERS>>;
/// A node.
pub type NodeOf<T> = Node<AccountIdOf<T>>;
/// The nodes of an operator.
pub type NodesOf<T> = Nodes<AccountIdOf<T>, <T as Config>::MaxNodes>;
/// An operator in an epoch.
pub type PerformanceOf<T> = Performance<<T as Config>::MaxNodes>;
/// The operators of a report of service.
pub type ServiceRowsOf<T> = BoundedVec<ServiceRow<T>, <T as Config>::MaxRows>;
/// The authors of a report of blocks.
pub type BlocksRowsOf<T> = BoundedVec<BlocksRow<AccountIdOf<T>>, <T as Config>::MaxRows>;

/// The first programme's id.
pub struct FirstProgrammeId;
impl Get<ProgrammeId> for FirstProgrammeId {
	fn get() -> ProgrammeId {
		ProgrammeId::FIRST
	}
}

/// Asset and progress of a programme.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Programme<T: Config> {
	/// Asset in which it pays.
	pub asset: AssetIdOf<T>,
	/// First epoch that is not finalised.
	pub next_epoch: EpochIndex,
	/// Progress of that epoch.
	pub stage: Stage<AccountIdOf<T>>,
}

/// Epoch of a record, as four bytes with the most significant first: so records stand in the order of their epochs, and
/// the oldest is the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct EpochKey([u8; 4]);

impl EpochKey {
	/// The key of an epoch.
	pub const fn new(epoch: EpochIndex) -> Self {
		Self(epoch.0.to_be_bytes())
	}

	/// The epoch.
	pub const fn epoch(self) -> EpochIndex {
		EpochIndex(u32::from_be_bytes(self.0))
	}
}

/// Progress of an epoch that is finalised operator by operator, in the order of the keys of `Performances`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub enum Stage<AccountId> {
	/// Operators are scored, if the epoch is over with its grace.
	#[codec(index = 0)]
	Scoring {
		/// Operator that was scored last.
		last: Option<AccountId>,
		/// Sum of the scores so far.
		#[codec(compact)]
		total: Score,
	},
	/// All are scored and rewards are paid.
	#[codec(index = 1)]
	Paying {
		/// Operator that was paid last.
		last: Option<AccountId>,
		/// The budget, and how much of it was given.
		division: Division,
		/// Part of what was given that was refused and is carried.
		#[codec(compact)]
		refused: Balance,
	},
}

impl<AccountId> Stage<AccountId> {
	/// Nobody is scored.
	pub const BEGIN: Self = Self::Scoring { last: None, total: Score(0) };
}

/// An operator in an epoch of a programme: reports on it, and then its score.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(N))]
#[codec(mel_bound())]
pub enum Performance<N: Get<u32>> {
	/// Reports of the service of its nodes.
	#[codec(index = 0)]
	Service(ServiceReports<N>),
	/// Reports of its blocks.
	#[codec(index = 1)]
	Blocks(BlocksReports),
	/// Scored.
	#[codec(index = 2)]
	Scored {
		/// Score.
		#[codec(compact)]
		score: Score,
		/// Reward that was paid, in units of the asset; zero until then, and if it was refused.
		#[codec(compact)]
		reward: Balance,
	},
}

/// Service of an operator's nodes as a reporter tells it.
#[derive(CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct ServiceRow<T: Config> {
	/// Account of the operator.
	pub operator: AccountIdOf<T>,
	/// Its nodes, at most `MaxNodes`, in ascending order of their slots, all over the same hours. Nodes that are not named
	/// were offline.
	pub nodes: BoundedVec<NodeRuns<T::MaxRuns>, T::MaxNodes>,
}

/// Blocks of an author as a reporter tells them.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct BlocksRow<AccountId> {
	/// Account of the author.
	pub operator: AccountId,
	/// Blocks that it made, and those that it missed.
	pub report: BlocksReport,
}

/// Money of a programme of the genesis, which is spread over epochs when the first block has told the time.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct PendingFunding {
	/// Id of the programme.
	pub programme_id: ProgrammeId,
	/// Amount over all epochs, in units of the asset; zero if it has no money at the beginning.
	#[codec(compact)]
	pub amount: Balance,
	/// Number of epochs.
	pub epochs: u32,
}
