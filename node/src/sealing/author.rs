// SPDX-License-Identifier: Apache-2.0

//! Makes the blocks that others ask for.

use super::{inherents::Inherents, Sealer, TASKS};
use crate::{
	client::{Backend, Client, Pool},
	clock::Clock,
};
use bulwark_runtime::{opaque::Block, Hash};
use futures::channel::mpsc;
use sc_basic_authorship::ProposerFactory;
use sc_consensus::LongestChain;
use sc_consensus_manual_seal::{
	consensus::aura::AuraConsensusDataProvider, run_manual_seal, EngineCommand, ManualSealParams,
};
use sc_service::{SpawnTaskHandle, TaskManager};
use sp_consensus_aura::SlotDuration;
use std::sync::Arc;

/// A command to the author: seal a block or finalise one.
pub type Command = EngineCommand<Hash>;

/// Commands that may wait before the next caller has to.
const BACKLOG: usize = 1_024;

/// The author, with its dependencies.
pub struct Author {
	/// The chain to build on.
	pub client: Arc<Client>,
	/// The storage, which has the best block.
	pub backend: Arc<Backend>,
	/// The source of transactions.
	pub pool: Arc<Pool>,
	/// The source of the time.
	pub clock: Arc<Clock>,
	/// The length of an Aura slot.
	pub slot: SlotDuration,
}

impl Author {
	/// Let the author wait for commands, and return the way to give them.
	pub fn start(self, tasks: &TaskManager) -> Sealer {
		let (commands, requests) = mpsc::channel(BACKLOG);

		tasks.spawn_essential_handle().spawn_blocking(
			"author",
			TASKS,
			self.run(tasks.spawn_handle(), requests),
		);

		Sealer::new(commands)
	}

	/// Make blocks until nobody can ask for them any more.
	///
	/// Nothing is signed: whoever holds the slot counts as the author, whether or not its key is
	/// here. The slot comes from the timestamp, as the runtime demands, and may serve many blocks.
	async fn run(self, spawner: SpawnTaskHandle, requests: mpsc::Receiver<Command>) {
		let Self { client, backend, pool, clock, slot } = self;
		let inherents = Inherents { client: client.clone(), clock };

		run_manual_seal(ManualSealParams {
			block_import: client.clone(),
			env: ProposerFactory::new(spawner, client.clone(), pool.clone(), None, None),
			client,
			pool,
			commands_stream: requests,
			select_chain: LongestChain::<_, Block>::new(backend),
			consensus_data_provider: Some(Box::new(
				AuraConsensusDataProvider::new_with_slot_duration(slot),
			)),
			create_inherent_data_providers: inherents,
		})
		.await
	}
}
