// SPDX-License-Identifier: Apache-2.0

//! The view functions as a runtime API, for clients that do not know view functions.

use crate::{
	AnswersView, Balance, CaseId, CaseView, ConsumerId, ConsumerView, DisputesView, EpochIndex,
	OptInsView, PoolId,
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Views of restaking: consumers, opt-ins, cases, and slashes to expect.
	pub trait RestakingApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// Consumer with its terms; none if there is no consumer with this id.
		fn consumer(consumer_id: ConsumerId) -> Option<ConsumerView<AccountId>>;

		/// Last epoch up to which a follower has acknowledged the active sets.
		fn acknowledged_epoch(follower: AccountId) -> Option<EpochIndex>;

		/// Opt-ins of an operator, and its slash cap.
		fn opt_ins(operator: AccountId) -> OptInsView;

		/// Promises of an operator that answer for faults of an epoch, the present one, a later one as far as it is announced,
		/// or an earlier one of the window; and whether that is enough for the chain.
		fn what_answers(operator: AccountId, epoch: EpochIndex) -> AnswersView;

		/// Open case; none if it has ended or never was.
		fn case(case_id: CaseId) -> Option<CaseView<AccountId, AssetId>>;

		/// Disputes of a case whose deposits are held, and the end of the time to dispute it; none if there is neither.
		fn disputes_of(case_id: CaseId) -> Option<DisputesView<AccountId>>;

		/// Ids of the open cases against an operator, filed ones first.
		fn cases_of(operator: AccountId) -> Vec<CaseId>;

		/// Amounts that a case would slash from an operator and its pools if it was executed now, by asset, in units of the
		/// asset.
		fn slash_preview(case_id: CaseId) -> Vec<(AssetId, Balance)>;

		/// Amount that a case would slash from the stake of a staker in a pool, unbonding stake included, in units of the
		/// pool's asset. The staker is an account or a position account.
		fn slash_preview_for(case_id: CaseId, pool_id: PoolId, staker: AccountId) -> Balance;
	}
}
