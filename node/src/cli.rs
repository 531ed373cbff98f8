// SPDX-License-Identifier: Apache-2.0

//! The command line.

use crate::{chain_spec, sealing::Sealing};
use clap::{builder::ArgPredicate, Command, Parser};
use sc_cli::{RunCmd, SubstrateCli};
use sc_service::ChainSpec;

/// Flags of sc-cli that mean nothing here: there is no GRANDPA and no telemetry.
const IDLE_FLAGS: [&str; 4] =
	["no_grandpa", "force_authoring", "no_telemetry", "telemetry_endpoints"];

/// The command line.
#[derive(Debug, Parser)]
pub struct Cli {
	/// Command to run instead of the node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// Sealing of blocks: `instant`, `manual`, or every so many milliseconds.
	///
	/// `instant` seals a block as soon as a transaction is ready and finalises it a second later;
	/// it is the default of development chains. A number seals a block every so many milliseconds,
	/// also finalised a second later; on other chains the default is once per slot. `manual` seals on
	/// `engine_createBlock` and `dev_newBlock` only, and leaves finality to `engine_finalizeBlock`.
	///
	/// One node seals: Alice's, with `--dev` or `--alice`. All others follow it.
	#[arg(long, value_name = "MODE")]
	pub sealing: Option<Sealing>,

	/// Options of the node.
	#[command(flatten)]
	pub run: RunCmd,
}

/// Commands besides running the node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Write a chain specification as JSON.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write a chain specification as JSON (older form, use `export-chain-spec`).
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Remove the whole chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Execute a block of the chain once more.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Take the chain some blocks back.
	Revert(sc_cli::RevertCmd),

	/// Show best and finalised block of the stored chain.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Make and inspect keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Bulwark Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id)?))
	}

	fn setup_command(command: Command) -> Command {
		let command = command
			.name(Self::executable_name())
			.version(Self::impl_version())
			.author(Self::author())
			.about(Self::description())
			.after_help(format!("Support: {}", Self::support_url()))
			.propagate_version(true)
			.args_conflicts_with_subcommands(true)
			.subcommand_negates_reqs(true)
			// There are no forks when one node makes all blocks, and the pool without views of
			// them knows at once what the last block took.
			.mut_arg("pool_type", |arg| arg.default_value("single-state"))
			.mut_subcommands(keep_states);
		let command = keep_states(command);

		IDLE_FLAGS.iter().fold(command, |command, flag| command.mut_arg(flag, |arg| arg.hide(true)))
	}
}

/// Keep all states under `--dev`: who looks into the past of a development chain should find it.
///
/// Commands that open a chain do so alike: what one of them has made the node would refuse otherwise.
fn keep_states(command: Command) -> Command {
	if command.get_arguments().all(|arg| arg.get_id() != "state_pruning") {
		return command;
	}

	command.mut_arg("state_pruning", |arg| {
		arg.default_value_if("dev", ArgPredicate::Equals("true".into()), "archive")
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_cli::{CliConfiguration, TransactionPoolType};
	use sc_service::PruningMode;
	use std::time::Duration;

	fn parse(arguments: &[&str]) -> clap::error::Result<Cli> {
		Cli::try_from_iter(std::iter::once(&"bulwark-node").chain(arguments))
	}

	#[test]
	fn command_is_sound() {
		Cli::setup_command(<Cli as clap::CommandFactory>::command()).debug_assert();
	}

	#[test]
	fn dev_runs_the_development_chain() {
		let cli = parse(&["--dev"]).expect("--dev is a flag");

		let chain = cli.run.chain_id(true).expect("a chain has an id");

		assert_eq!(chain, "dev");
		assert!(cli.run.shared_params.is_dev());
		assert_eq!(cli.sealing, None);
	}

	#[test]
	fn pool_is_single_state_by_default() {
		let cli = parse(&["--dev"]).expect("--dev is a flag");
		let other = parse(&["--pool-type", "fork-aware"]).expect("the other pool can be chosen");

		assert!(matches!(cli.run.pool_config.pool_type, TransactionPoolType::SingleState));
		assert!(matches!(other.run.pool_config.pool_type, TransactionPoolType::ForkAware));
	}

	#[test]
	fn dev_keeps_all_states() {
		let pruning = |arguments: &[&str]| {
			parse(arguments).expect("the flags exist").run.state_pruning().expect("it is a mode")
		};

		assert_eq!(pruning(&["--dev"]), Some(PruningMode::ArchiveAll));
		assert_eq!(pruning(&["--chain", "local"]), None);
		let told = pruning(&["--dev", "--state-pruning", "9"]);
		assert_eq!(told, Some(PruningMode::blocks_pruning(9)));
	}

	#[test]
	fn import_keeps_all_states_of_a_development_chain() {
		let pruning = |arguments: &[&str]| match parse(arguments).expect("the flags exist") {
			Cli { subcommand: Some(Subcommand::ImportBlocks(import)), .. } => {
				import.state_pruning().expect("it is a mode")
			},
			_ => panic!("it is another command"),
		};

		assert_eq!(pruning(&["import-blocks", "--dev"]), Some(PruningMode::ArchiveAll));
		assert_eq!(pruning(&["import-blocks", "--chain", "local"]), None);
	}

	#[test]
	fn own_flags_come_first() {
		let help = Cli::setup_command(<Cli as clap::CommandFactory>::command()).render_help();

		let help = help.to_string();

		let (_, options) = help.split_once("Options:\n").expect("there are options");

		assert!(options.trim_start().starts_with("--sealing"), "{options}");
	}

	#[test]
	fn sealing_is_read_from_its_flag() {
		let cli = parse(&["--dev", "--sealing", "500"]).expect("a number is a sealing mode");

		assert_eq!(cli.sealing, Some(Sealing::Interval(Duration::from_millis(500))));
		assert!(parse(&["--dev", "--sealing", "never"]).is_err());
	}

	#[test]
	fn database_is_parity_db_only() {
		assert!(parse(&["--database", "paritydb"]).is_ok());
		assert!(parse(&["--database", "auto"]).is_ok());
		assert!(parse(&["--database", "rocksdb"]).is_err());
	}
}
