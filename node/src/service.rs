// SPDX-License-Identifier: Apache-2.0

//! Puts the node together.

use crate::{
	chain_time,
	client::{Backend, Client, Pool},
	clock::Clock,
	executor::executor,
	network, patience, rpc,
	sealing::{self, Author, Sealing},
};
use bulwark_runtime::opaque::Block;
use sc_consensus::BasicQueue;
use sc_consensus_manual_seal::import_queue;
use sc_service::{
	build_network, new_full_parts, spawn_tasks, BuildNetworkParams, Configuration, Error,
	KeystoreContainer, RpcHandlers, SpawnTasksParams, TaskManager,
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus_aura::{sr25519::AuthorityId, AuraApi, SlotDuration};
use std::sync::Arc;

/// The parts of a node that are of use without the rest.
pub struct Parts {
	/// The chain.
	pub client: Arc<Client>,
	/// The database behind it.
	pub backend: Arc<Backend>,
	/// Keys.
	pub keystore: KeystoreContainer,
	/// All tasks; they end with it.
	pub task_manager: TaskManager,
}

impl Parts {
	/// The queue of blocks from elsewhere; its tasks end with it.
	pub fn import_queue(&self, config: &Configuration) -> BasicQueue<Block> {
		import_queue(
			Box::new(self.client.clone()),
			&self.task_manager.spawn_essential_handle(),
			config.prometheus_registry(),
		)
	}
}

/// Open the chain. A runtime that this machine has not run before is compiled.
pub fn parts(config: &Configuration) -> Result<Parts, Error> {
	let executor = executor(&config.executor);
	let (client, backend, keystore, task_manager) =
		patience::during("Opening the chain, and compiling its runtime if it is new here", || {
			new_full_parts(config, None, executor, Vec::new())
		})?;

	Ok(Parts { client: Arc::new(client), backend, keystore, task_manager })
}

/// Start the node; it runs until the task manager is dropped.
///
/// `sealing` is what the user chose, and `dev` adds the calls that make blocks and set the clock.
pub fn start(
	config: Configuration,
	sealing: Option<Sealing>,
	dev: bool,
) -> Result<TaskManager, Error> {
	network::check_backend(&config.network)?;

	let mut parts = parts(&config)?;
	let import_queue = parts.import_queue(&config);
	let client = parts.client.clone();
	let pool = pool(&config, &parts.task_manager, client.clone());
	let clock = Arc::new(Clock::resume(chain_time::at(&client, client.info().best_hash)?));
	let slot = slot_duration(&client)?;
	let default = Sealing::default_for(config.chain_spec.chain_type(), slot.as_duration());

	let author = sealing::makes_blocks(&config).then(|| Author {
		client: client.clone(),
		backend: parts.backend.clone(),
		pool: pool.clone(),
		clock: clock.clone(),
		slot,
	});
	let mode = author.is_some().then(|| sealing.unwrap_or(default));
	let sealer = author.map(|author| author.start(&parts.task_manager));

	let deps = rpc::Deps {
		client: client.clone(),
		pool: pool.clone(),
		sealer: sealer.clone(),
		clock: dev.then_some(clock),
	};
	let rpc = serve(config, &mut parts, import_queue, deps)?;

	match mode.zip(sealer) {
		Some((mode, sealer)) => sealing::start(mode, &parts.task_manager, sealer, client, pool),
		None => sealing::follow(&parts.task_manager, client),
	}
	rpc::greet(&rpc, mode);

	Ok(parts.task_manager)
}

/// Join the network and serve the RPC calls.
fn serve(
	config: Configuration,
	parts: &mut Parts,
	import_queue: BasicQueue<Block>,
	deps: rpc::Deps,
) -> Result<RpcHandlers, Error> {
	let (client, pool) = (parts.client.clone(), deps.pool.clone());
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		build_network(BuildNetworkParams {
			net_config: network::full_config(&config),
			config: &config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: None,
			block_relay: None,
			metrics: network::metrics(&config),
			gap_sync_body_policy: None,
		})?;

	spawn_tasks(SpawnTasksParams {
		config,
		client,
		backend: parts.backend.clone(),
		task_manager: &mut parts.task_manager,
		keystore: parts.keystore.keystore(),
		transaction_pool: pool,
		rpc_builder: Box::new(move |_| rpc::module(deps.clone()).map_err(application)),
		network,
		system_rpc_tx,
		tx_handler_controller,
		sync_service,
		telemetry: None,
		tracing_execute_block: None,
	})
}

/// The pool for transactions that wait.
fn pool(config: &Configuration, tasks: &TaskManager, client: Arc<Client>) -> Arc<Pool> {
	let builder = sc_transaction_pool::Builder::new(
		tasks.spawn_essential_handle(),
		client,
		config.role.is_authority().into(),
	);

	let pool = builder
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build();

	Arc::new(pool)
}

/// The length of an Aura slot, from the runtime.
fn slot_duration(client: &Client) -> Result<SlotDuration, Error> {
	AuraApi::<Block, AuthorityId>::slot_duration(&*client.runtime_api(), client.info().best_hash)
		.map_err(application)
}

/// An error of the node's own making.
fn application(error: impl std::error::Error + Send + Sync + 'static) -> Error {
	Error::Application(Box::new(error))
}
