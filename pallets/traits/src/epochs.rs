// SPDX-License-Identifier: Apache-2.0

use bulwark_ledger::{EpochClock, EpochIndex, Horizon, Millis, Moment};
use sp_runtime::traits::{BlockNumberProvider, SaturatedConversion};

/// The one clock and the one liability window: staking has both, everybody else reads them here.
pub trait Epochs {
	/// The time, in milliseconds since 1970.
	fn time() -> Millis;

	/// The clock of epochs: their origin and their length. As long as nobody has set one, time stands still in epoch 0: what is
	/// noted until then is of an epoch that is over as soon as the clock begins.
	fn clock() -> EpochClock;

	/// W: the number of epochs after a fault in which a slash for it may still be applied. A constant of the runtime:
	/// bounds in storage follow from it.
	fn window() -> u32;

	/// The epoch of a point in time.
	fn at(time: Millis) -> EpochIndex {
		Self::clock().at(time)
	}

	/// The time at which an epoch begins.
	fn start(epoch: EpochIndex) -> Millis {
		Self::clock().start(epoch)
	}

	/// The present epoch.
	fn now() -> EpochIndex {
		Self::at(Self::time())
	}

	/// The present epoch and block.
	fn moment<Blocks: BlockNumberProvider>() -> Moment {
		let block = Blocks::current_block_number();
		Moment { epoch: Self::now(), block: block.saturated_into() }
	}

	/// The epochs that can still be charged and paid: the present one and the window before it.
	fn horizon() -> Horizon {
		Horizon { now: Self::now(), window: Self::window() }
	}
}

/// Time stands still in epoch 0, which has no end, with the smallest window.
impl Epochs for () {
	fn time() -> Millis {
		0
	}

	fn clock() -> EpochClock {
		EpochClock::STOPPED
	}

	fn window() -> u32 {
		1
	}
}
