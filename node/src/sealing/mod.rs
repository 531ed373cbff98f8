// SPDX-License-Identifier: Apache-2.0

//! Sealing and finality of blocks.

mod author;
mod duty;
mod finality;
mod inherents;
mod instant;
mod interval;
mod mode;
mod sealer;

pub use author::{Author, Command};
pub use duty::{check, makes_blocks};
pub use finality::is_final;
pub use mode::Sealing;
pub use sealer::Sealer;

use crate::client::{Client, Pool};
use sc_service::TaskManager;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// The group of tasks that metrics count together.
const TASKS: Option<&str> = Some("block-authoring");

/// Start what finalises the blocks of the node that this one follows.
pub fn follow(tasks: &TaskManager, client: Arc<Client>) {
	tasks.spawn_essential_handle().spawn("delayed-finality", TASKS, finality::run(client));
}

/// Start what asks `sealer` for blocks in this mode, and what finalises them.
pub fn start(
	mode: Sealing,
	tasks: &TaskManager,
	sealer: Sealer,
	client: Arc<Client>,
	pool: Arc<Pool>,
) {
	let spawner = tasks.spawn_essential_handle();

	match mode {
		Sealing::Manual => return,
		Sealing::Instant => {
			let first = client.info().best_number == 0;
			spawner.spawn(
				"instant-sealing",
				TASKS,
				instant::run(sealer, client.clone(), pool, first),
			)
		},
		Sealing::Interval(period) => {
			spawner.spawn("interval-sealing", TASKS, interval::run(sealer, period))
		},
	}

	follow(tasks, client);
}
