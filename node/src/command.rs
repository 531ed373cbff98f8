// SPDX-License-Identifier: Apache-2.0

//! Does what the command line says.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	network, ports, sealing, service,
};
use bulwark_runtime::opaque::Block;
use sc_cli::{CliConfiguration, Result, SubstrateCli};
use sc_service::{ChainSpec, Configuration, TaskManager};
use std::future::Future;

/// Parse the command line and act on it.
pub fn run() -> Result<()> {
	let mut cli = Cli::from_args();
	// An authority without a key for the network must not start where its peers know it by that
	// key. Here nobody does.
	cli.run.network_params.node_key_params.unsafe_force_node_key_generation = true;

	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(spec(&cmd.chain, cmd.raw)?),
		Some(Subcommand::BuildSpec(cmd)) => {
			let spec = spec(&cmd.chain_id(cmd.is_dev()?)?, cmd.raw)?;
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(spec, config.network))
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

/// The chain called `id` for a file: its state, or what people can read.
fn spec(id: &str, raw: bool) -> Result<Box<dyn ChainSpec>> {
	let spec = if raw { chain_spec::load(id) } else { chain_spec::readable(id) };

	Ok(Box::new(spec?))
}

/// Run the node until it is told to stop.
fn run_node(cli: &Cli) -> Result<()> {
	let mut runner = cli.create_runner(&cli.run)?;
	let config = runner.config_mut();
	let dev = cli.run.is_dev()?;

	if dev {
		network::keep_local(config, &cli.run);
	}
	ports::insist(config, &cli.run).map_err(|taken| sc_cli::Error::Application(taken.into()))?;
	sealing::check(config, cli.sealing)?;

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
