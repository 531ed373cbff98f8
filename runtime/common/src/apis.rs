// SPDX-License-Identifier: Apache-2.0

//! The runtime APIs of Bulwark's pallets, forwarded to the view functions of the same names.
//!
//! `impl_runtime_apis!` has to see all APIs at once: each step adds one, and hands what it has to the next.

mod programmes;
mod restaking;
mod rewards;
mod rollup;
mod staking;
mod views;

/// `sp_api::impl_runtime_apis!` with the APIs of the pallets that are named: `staking`, `rewards`, `restaking`, `programmes`,
/// `rollup`, and with `views` that of `bulwark-views`. What follows the list are the APIs that the runtime implements itself.
///
/// The names of a runtime have to be in scope: `Runtime`, `Block`, `AccountId`, `Balance`, `AssetKind`, and the pallets as
/// `OperatorStaking`, `StakingRewards`, `Restaking`, `Programmes` and `Rollup`.
#[macro_export]
macro_rules! impl_runtime_apis_with {
	(@ [] { $($apis:tt)* }) => {
		sp_api::impl_runtime_apis! { $($apis)* }
	};
	(@ [staking $($rest:ident)*] $apis:tt) => {
		$crate::staking_apis_with! { [$($rest)*] $apis }
	};
	(@ [rewards $($rest:ident)*] $apis:tt) => {
		$crate::rewards_apis_with! { [$($rest)*] $apis }
	};
	(@ [restaking $($rest:ident)*] $apis:tt) => {
		$crate::restaking_apis_with! { [$($rest)*] $apis }
	};
	(@ [programmes $($rest:ident)*] $apis:tt) => {
		$crate::programmes_apis_with! { [$($rest)*] $apis }
	};
	(@ [rollup $($rest:ident)*] $apis:tt) => {
		$crate::rollup_apis_with! { [$($rest)*] $apis }
	};
	(@ [views $($rest:ident)*] $apis:tt) => {
		$crate::views_apis_with! { [$($rest)*] $apis }
	};
	([$($pallet:ident),* $(,)?] $($own:tt)*) => {
		$crate::impl_runtime_apis_with! { @ [$($pallet)*] { $($own)* } }
	};
}
