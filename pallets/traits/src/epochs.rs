// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{EpochIndex, Millis};

/// The one clock: staking has it, everybody reads it.
pub trait Epochs {
	/// The present epoch.
	fn now() -> EpochIndex;

	/// The epoch of a point in time.
	fn at(time: Millis) -> EpochIndex;

	/// When an epoch begins.
	fn start(epoch: EpochIndex) -> Millis;
}
