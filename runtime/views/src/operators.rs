// SPDX-License-Identifier: Apache-2.0

//! Operators as a staker compares them.

use crate::{AssetIdOf, Restaking, Rewards, Staking};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use pallet_operator_staking::{OperatorView, PoolId, PoolView};
use pallet_restaking_slash::OptInsView;
use pallet_staking_rewards::CommissionView;
use scale_info::TypeInfo;

/// An operator with everything by which a staker chooses one.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OperatorProfile<AccountId, AssetId> {
	/// Account of the operator.
	pub account: AccountId,
	/// Record, state, power and self-stake.
	pub operator: OperatorView,
	/// Commission; none before the first pool.
	pub commission: Option<CommissionView>,
	/// Pools, each with its id.
	pub pools: Vec<(PoolId, PoolView<AccountId, AssetId>)>,
	/// Opt-ins, and the slash cap.
	pub opt_ins: OptInsView,
}

/// Operators, at most `limit` of them: those after an account, or the first ones. They are in the order of their storage;
/// fewer than `limit` are the last.
pub fn operators<T>(
	after: Option<T::AccountId>,
	limit: u32,
) -> Vec<OperatorProfile<T::AccountId, AssetIdOf<T>>>
where
	T: pallet_operator_staking::Config
		+ pallet_restaking_slash::Config
		+ pallet_staking_rewards::Config,
{
	let pool = |pool_id: &PoolId| Some((*pool_id, Staking::<T>::pool(*pool_id)?));
	let operators = Staking::<T>::operators(after, limit).into_iter();
	let profiles = operators.map(|(account, operator)| OperatorProfile {
		commission: Rewards::<T>::commission_of(account.clone()),
		pools: operator.pool_ids.iter().filter_map(pool).collect(),
		opt_ins: Restaking::<T>::opt_ins(account.clone()),
		account,
		operator,
	});
	profiles.collect()
}
