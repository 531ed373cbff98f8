// SPDX-License-Identifier: Apache-2.0

//! The views as a runtime API, for clients that do not know view functions.

use crate::{Balance, CaseId, CaseView, ConsumerId, ConsumerView, PledgeView, PoolId};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// What a wallet asks of restaking.
	pub trait RestakingApi<AccountId, AssetId>
	where
		AccountId: Codec,
		AssetId: Codec,
	{
		/// A consumer and its terms.
		fn consumer(consumer: ConsumerId) -> Option<ConsumerView<AccountId>>;

		/// What an operator has promised to whom, and what is left of it.
		fn pledge(operator: AccountId) -> PledgeView;

		/// A case that has not ended.
		fn case(case: CaseId) -> Option<CaseView<AccountId, AssetId>>;

		/// The cases against an operator that have not ended.
		fn cases_of(operator: AccountId) -> Vec<CaseId>;

		/// What a case would cost an operator and its pools, in each asset, if it were executed now.
		fn cost(case: CaseId) -> Vec<(AssetId, Balance)>;

		/// What a case would cost a holder in a pool, an account or the key of a position, in units of the pool's asset.
		fn cost_to(case: CaseId, pool: PoolId, holder: AccountId) -> Balance;
	}
}
