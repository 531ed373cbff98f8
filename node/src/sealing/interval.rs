// SPDX-License-Identifier: Apache-2.0

//! Seals a block every so often.

use super::Sealer;
use std::time::Duration;
use tokio::time::{interval, MissedTickBehavior};

/// Seal a block now and then one per `period`; a block that takes longer leaves out the beats it
/// missed.
pub async fn run(sealer: Sealer, period: Duration) {
	let mut beats = interval(period);
	beats.set_missed_tick_behavior(MissedTickBehavior::Skip);

	loop {
		beats.tick().await;

		if let Err(error) = sealer.seal().await {
			log::error!("No block was sealed: {error}");
		}
	}
}
