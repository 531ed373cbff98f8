// SPDX-License-Identifier: Apache-2.0

//! Slashes, as a judge would apply them.

use super::*;
use crate::{Fractions, PoolId};
use bulwark_traits::{Slash, Slashed};
use frame_support::{
	storage::with_storage_layer,
	traits::{tokens::imbalance::ResolveAssetTo, OnUnbalanced},
};

/// Slashes as a judge would, in a call of its own: the money goes to the treasury.
pub fn slash(operator: AccountId, fault: u32, fraction: Fraction, scope: Scope) -> DispatchResult {
	slash_of(operator, fault, Fractions::of(scope, fraction))
}

/// The same of bond and pools by fractions of their own.
pub fn slash_of(operator: AccountId, fault: u32, fractions: Fractions) -> DispatchResult {
	with_storage_layer(|| {
		let Slashed { bond, pools, .. } =
			<Staking as Slash<_, _, _>>::slash(&operator, EpochIndex(fault), fractions)?;
		bond.into_iter()
			.chain(pools)
			.for_each(ResolveAssetTo::<Treasury, AllAssets>::on_unbalanced);
		Ok(())
	})
}

/// Hands out what is owed in a pool to the treasury, up to an amount.
pub fn hand_out_owed(pool: PoolId, amount: Balance) -> DispatchResult {
	with_storage_layer(|| {
		let money = <Staking as Slash<_, _, _>>::hand_out(pool, amount)?;
		ResolveAssetTo::<Treasury, AllAssets>::on_unbalanced(money);
		Ok(())
	})
}

/// Slashes the pools (and the bond) of [`OPERATOR`].
pub fn slash_pools(fault: u32, fraction: Fraction) {
	slash_and_check(OPERATOR, fault, fraction, Scope::BondAndPools);
}

/// Slashes the pools of [`OPERATOR`], and fills its bond up again, so that its pools go on.
pub fn slash_and_top_up(fault: u32, fraction: Fraction) {
	slash_pools(fault, fraction);
	top_up_bond(OPERATOR, BOND - bond_of(OPERATOR));
}

/// Slashes the bond of [`OPERATOR`].
pub fn slash_bond(fault: u32, fraction: Fraction) {
	slash_and_check(OPERATOR, fault, fraction, Scope::Bond);
}

/// Slashes, and checks that the treasury received what bond and pools lost, to the unit, in every
/// asset (I8).
pub fn slash_and_check(operator: AccountId, fault: u32, fraction: Fraction, scope: Scope) {
	let records = || LISTED.map(recorded);
	let riches = || LISTED.map(|asset| balance(asset, TREASURY));
	let (bond, recorded, rich) = (bond_of(operator), records(), riches());

	assert_ok!(slash(operator, fault, fraction, scope));

	let bond = bond - bond_of(operator);
	let fault = EpochIndex(fault);
	let fractions = Fractions::of(scope, fraction);
	assert_has(Event::Slashed { operator, fault_epoch: fault, fractions, bond });
	for (index, asset) in LISTED.into_iter().enumerate() {
		let from_bond = if asset == NATIVE { bond } else { 0 };
		let lost = recorded[index] - records()[index] + from_bond;
		assert_eq!(riches()[index] - rich[index], lost, "I8: {asset:?}");
	}
}
