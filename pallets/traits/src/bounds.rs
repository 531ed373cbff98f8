// SPDX-License-Identifier: Apache-2.0

//! Bounds by which a pallet has laid out its storage, kept in state: an upgrade that changes one is noticed.
//!
//! A list that is longer than the runtime lets it be does not decode any more, and a page of another size would be read as
//! other epochs.

use crate::{stored, Loaded};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	defensive_assert, ensure, storage::StorageValue, traits::ConstU32, BoundedVec,
};
use scale_info::TypeInfo;
use sp_runtime::TryRuntimeError;

/// Name of a bound: that of its item in `Config`.
pub type BoundName = BoundedVec<u8, ConstU32<24>>;
/// Bounds as a pallet keeps them.
pub type KeptBounds = BoundedVec<KeptBound, ConstU32<16>>;

/// Bound as it was when a chain began, or has grown since.
#[derive(Clone, PartialEq, Eq, Debug)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct KeptBound {
	/// Its name.
	pub name: BoundName,
	/// Its value.
	#[codec(compact)]
	pub value: u64,
}

/// Change of a bound that what is stored allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BoundRule {
	/// None, once a chain runs.
	Fixed,
	/// To a larger value.
	MayGrow,
}

/// Bound of a runtime.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
	/// Its name.
	pub name: &'static str,
	/// Its value.
	pub value: u64,
	/// Changes that are allowed.
	pub rule: BoundRule,
}

/// Bound that an upgrade has changed and must not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misfit {
	/// Its name.
	pub name: BoundName,
	/// Value by which the storage was laid out; none if the record of the bounds does not decode.
	pub kept: Option<u64>,
	/// Value of the runtime.
	pub runtime: u64,
}

impl Bound {
	/// One that never changes once a chain runs.
	pub fn fixed(name: &'static str, value: impl Into<u64>) -> Self {
		Self { name, value: value.into(), rule: BoundRule::Fixed }
	}

	/// One that may only grow.
	pub fn may_grow(name: &'static str, value: impl Into<u64>) -> Self {
		Self { name, value: value.into(), rule: BoundRule::MayGrow }
	}

	/// The name as it is kept.
	pub fn name(&self) -> BoundName {
		BoundName::truncate_from(self.name.into())
	}

	fn fits(&self, kept: u64) -> bool {
		kept == self.value || self.rule == BoundRule::MayGrow && kept < self.value
	}

	fn misfit(&self, kept: Option<u64>) -> Misfit {
		Misfit { name: self.name(), kept, runtime: self.value }
	}
}

/// Keeps the bounds of a runtime: those that are not kept yet, and those that have grown and may. Returns the others, and logs
/// an error for each; they stay as they are kept.
pub fn keep_bounds<Kept: StorageValue<KeptBounds>>(pallet: &str, bounds: &[Bound]) -> Vec<Misfit> {
	let misfits = take_over::<Kept>(bounds);
	for Misfit { name, kept, runtime } in &misfits {
		let name = core::str::from_utf8(name).unwrap_or_default();
		log::error!(
			"{pallet}: {name} of the runtime is {runtime}, its storage was laid out by {kept:?}"
		);
	}
	misfits
}

fn take_over<Kept: StorageValue<KeptBounds>>(bounds: &[Bound]) -> Vec<Misfit> {
	let Ok(mut kept) = Loaded::<KeptBounds>::load(Kept::hashed_key().into()) else {
		return bounds.iter().map(|bound| bound.misfit(None)).collect();
	};
	let mut misfits = Vec::new();
	for bound in bounds {
		let name = bound.name();
		let Some(one) = kept.now.iter_mut().find(|one| one.name == name) else {
			let is_kept = kept.now.try_push(KeptBound { name, value: bound.value });
			defensive_assert!(is_kept.is_ok(), "a pallet has fewer bounds");
			continue;
		};
		if bound.fits(one.value) {
			one.value = bound.value;
		} else {
			misfits.push(bound.misfit(Some(one.value)));
		}
	}
	kept.keep_if(true);
	misfits
}

/// Checks that the bounds of a runtime are those that are kept.
pub fn ensure_bounds<Kept: StorageValue<KeptBounds>>(
	bounds: &[Bound],
) -> Result<(), TryRuntimeError> {
	let kept: Option<KeptBounds> = stored(Kept::hashed_key()).ok().flatten();
	let kept = kept.unwrap_or_default();
	let is_kept = |bound: &Bound| {
		let name = bound.name();
		kept.iter().any(|one| one.name == name && one.value == bound.value)
	};
	ensure!(
		bounds.iter().all(is_kept),
		"I11: the bounds of the runtime are those by which its storage was laid out"
	);
	Ok(())
}
