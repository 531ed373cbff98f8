// SPDX-License-Identifier: Apache-2.0

//! Pools, opened and looked at.

use super::*;
use crate::{BaseTerms, PoolId};

/// Registers [`OPERATOR`] with one pool in the native asset.
pub fn operator_pool() -> PoolId {
	operator_pool_in(OPERATOR, NATIVE)
}

/// Registers an operator if it is not yet, and opens a pool with a minimum of 1.
pub fn operator_pool_in(operator: AccountId, asset: AssetId) -> PoolId {
	if !crate::Operators::<Test>::contains_key(operator) {
		register(operator);
	}
	pool_in(operator, asset, BaseTerms::ONE)
}

/// Opens a pool of [`OPERATOR`] in the native asset, in which stake without a position weighs as much.
pub fn pool_on(base: BaseTerms) -> PoolId {
	register(OPERATOR);
	pool_in(OPERATOR, NATIVE, base)
}

/// Opens one more pool of an operator.
pub fn pool_in(operator: AccountId, asset: AssetId, base: BaseTerms) -> PoolId {
	assert_ok!(Staking::open_pool(signed(operator), asset, 1, base));
	last_pool()
}

pub fn standalone_pool(asset: AssetId) -> PoolId {
	assert_ok!(Staking::open_standalone_pool(root(), asset, 1, Default::default()));
	last_pool()
}

pub fn last_pool() -> PoolId {
	PoolId(crate::NextPoolId::<Test>::get().0 - 1)
}

pub fn asset_of(pool: PoolId) -> AssetId {
	crate::Pools::<Test>::get(pool).expect("there is such a pool").asset
}
