// SPDX-License-Identifier: Apache-2.0

//! Placeholder until measured.
#![allow(missing_docs)]
use core::marker::PhantomData;
use frame_support::weights::Weight;

macro_rules! unmeasured {
	($($name:ident),*) => {
		pub trait WeightInfo { $(fn $name() -> Weight;)* }
		impl WeightInfo for () { $(fn $name() -> Weight { Weight::from_parts(500_000_000, 50_000) })* }
		pub struct SubstrateWeight<T>(PhantomData<T>);
		impl<T> WeightInfo for SubstrateWeight<T> { $(fn $name() -> Weight { Weight::from_parts(500_000_000, 50_000) })* }
	};
}
unmeasured!(
	set_registration,
	allow,
	disallow,
	register,
	top_up_bond,
	retire,
	withdraw_bond,
	open_pool,
	open_plain_pool,
	delegate,
	undelegate,
	withdraw,
	roll,
	slash
);
