// SPDX-License-Identifier: Apache-2.0

//! The door to proofs that a batch is bad.

use crate::Header;
use frame_support::weights::Weight;

/// Decides by computation alone that a batch is bad: a fraud proof of the second layer.
pub trait BatchProofs {
	/// True if a proof shows that the batch with a header is bad by itself, its parent taken as right: one that is bad only
	/// because of a batch below is void with that, and costs its submitter nothing. It never panics.
	fn is_bad(header: &Header, proof: &[u8]) -> bool;

	/// The most that it costs to check a proof of so many bytes.
	fn weight(bytes: u32) -> Weight;
}

/// Nothing can be proved.
impl BatchProofs for () {
	fn is_bad(_: &Header, _: &[u8]) -> bool {
		false
	}

	fn weight(_: u32) -> Weight {
		Weight::zero()
	}
}
