// SPDX-License-Identifier: Apache-2.0

//! Parts of a credit: the buckets that were active in its epoch and have reward weight share it.

use crate::{Bucket, Buckets, EpochIndex, LedgerError, Place, RewardWeight};
use alloc::vec::Vec;
use bounded_collections::Get;
use core::iter;

/// The part of a bucket in a credit.
pub(super) struct Part {
	pub(super) place: Place,
	/// V.
	pub(super) weight: RewardWeight,
	/// s_b.
	pub(super) priced_weight: u128,
}

/// True if more than one bucket of a pool earns in an epoch.
pub(super) fn is_shared<S: Get<u32>>(
	stake: &Buckets<S>,
	epoch: EpochIndex,
) -> Result<bool, LedgerError> {
	Ok(parts(epoch, stake, iter::empty())?.len() > 1)
}

/// The buckets that were active in an epoch and have reward weight.
pub(super) fn parts<'a, S: Get<u32> + 'a>(
	epoch: EpochIndex,
	stake: &Buckets<S>,
	exits: impl Iterator<Item = (EpochIndex, &'a Buckets<S>)>,
) -> Result<Vec<Part>, LedgerError> {
	let part = |asked, cohort, bucket: &Bucket| {
		let place = Place { asked_epoch: asked, cohort };
		Ok(Part { place, weight: bucket.weight(), priced_weight: bucket.priced_weight()? })
	};
	let mut parts = Vec::new();
	for (cohort, bucket) in stake.active(epoch) {
		parts.push(part(None, cohort, bucket)?);
	}
	for (asked, exiting) in exits {
		for (cohort, bucket) in exiting.active(epoch) {
			parts.push(part(Some(asked), cohort, bucket)?);
		}
	}
	parts.retain(|part| part.priced_weight > 0);
	Ok(parts)
}
