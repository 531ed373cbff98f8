// SPDX-License-Identifier: Apache-2.0

//! Does what the command line says.

use crate::{
	cli::{Cli, Subcommand},
	network, service,
};
use bulwark_runtime::opaque::Block;
use sc_cli::{CliConfiguration, Result, SubstrateCli};
use sc_service::{Configuration, TaskManager};
use std::future::Future;

/// Parse the command line and act on it.
pub fn run() -> Result<()> {
	let mut cli = Cli::from_args();
	// An authority without a key for the network must not start where its peers know it by that
	// key. Here nobody does.
	cli.run.network_params.node_key_params.unsafe_force_node_key_generation = true;

	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(cli.load_spec(&cmd.chain)?),
		Some(Subcommand::BuildSpec(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		},
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		},
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		},
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::CheckBlock(cmd)) => on_chain(&cli, cmd, |parts, config| {
			let queue = parts.import_queue(&config);
			(cmd.run(parts.client, queue), parts.task_manager)
		}),
		Some(Subcommand::ImportBlocks(cmd)) => on_chain(&cli, cmd, |parts, config| {
			let queue = parts.import_queue(&config);
			(cmd.run(parts.client, queue), parts.task_manager)
		}),
		Some(Subcommand::ExportBlocks(cmd)) => on_chain(&cli, cmd, |parts, config| {
			(cmd.run(parts.client, config.database), parts.task_manager)
		}),
		Some(Subcommand::Revert(cmd)) => on_chain(&cli, cmd, |parts, _| {
			(cmd.run(parts.client, parts.backend, None), parts.task_manager)
		}),
	}
}

/// Run the node until it is told to stop.
fn run_node(cli: &Cli) -> Result<()> {
	let mut runner = cli.create_runner(&cli.run)?;

	let dev = cli.run.is_dev()?;
	if dev {
		network::keep_local(&mut runner.config_mut().network, &cli.run.network_params);
	}

	runner.run_node_until_exit(|config| async move {
		service::start(config, cli.sealing, dev).map_err(sc_cli::Error::Service)
	})
}

/// Open the stored chain and do something with it.
fn on_chain<Cmd, Act, Work>(cli: &Cli, cmd: &Cmd, act: Act) -> Result<()>
where
	Cmd: CliConfiguration,
	Act: FnOnce(service::Parts, Configuration) -> (Work, TaskManager),
	Work: Future<Output = Result<()>>,
{
	cli.create_runner(cmd)?.async_run(|config| {
		let parts = service::parts(&config)?;

		Ok(act(parts, config))
	})
}
