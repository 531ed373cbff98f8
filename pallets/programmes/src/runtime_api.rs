// SPDX-License-Identifier: Apache-2.0

//! The views as a runtime API, for clients that do not know view functions. A runtime answers each by the view function of
//! the same name.

use crate::{EpochIndex, ProgrammeId, ProgrammeView, ScoreView, WorkView};
use alloc::vec::Vec;
use bulwark_ledger::Node;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Views of performance programmes: parameters, money, scores, nodes and work.
	pub trait PerformanceProgrammesApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// Ids of all programmes, in ascending order.
		fn programmes() -> Vec<ProgrammeId>;

		/// Parameters, money and progress of a programme; nothing if there is no programme with this id.
		fn programme(programme_id: ProgrammeId) -> Option<ProgrammeView<AccountId, AssetId>>;

		/// Score and reward of an operator in an epoch once it is scored, and before that everything from which they
		/// follow; nothing if the programme has no rule for that epoch, or its record is not kept any more.
		fn score(
			programme_id: ProgrammeId,
			epoch: EpochIndex,
			operator: AccountId,
		) -> Option<ScoreView<AccountId>>;

		/// Nodes of an operator by slot, with those that were removed and still count in an epoch that is not finalised.
		fn nodes_of(operator: AccountId) -> Vec<Node<AccountId>>;

		/// Bytes that the key of a node signs to become a node of an operator. The signature counts in the epoch that it
		/// names and in the one before.
		fn node_message(operator: AccountId, epoch: EpochIndex) -> Vec<u8>;

		/// Work of an operator in an epoch as it was counted: blocks, missed turns, batches and time-outs; nothing if there
		/// was none, or it is not kept any more.
		fn work_of(operator: AccountId, epoch: EpochIndex) -> Option<WorkView>;
	}
}
