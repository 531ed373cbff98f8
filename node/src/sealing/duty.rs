// SPDX-License-Identifier: Apache-2.0

//! The one node that makes blocks: Alice's, which `--alice` and `--dev` name.
//!
//! Nothing is signed and nobody votes, so that two authors would finalise two chains. All other
//! nodes follow this one.

use super::Sealing;
use sc_service::Configuration;

/// The key of the author.
const ALICE: &str = "//Alice";

/// True if this node makes the blocks.
pub fn makes_blocks(config: &Configuration) -> bool {
	has_key(config.dev_key_seed.as_deref())
}

/// Fail if the node is told how to make blocks and makes none.
pub fn check(config: &Configuration, sealing: Option<Sealing>) -> Result<(), &'static str> {
	match sealing {
		Some(_) if !makes_blocks(config) => {
			Err("--sealing is for the node that makes the blocks: Alice's, with --alice or --dev")
		},
		_ => Ok(()),
	}
}

fn has_key(seed: Option<&str>) -> bool {
	seed == Some(ALICE)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::cli::Cli;
	use sc_cli::{CliConfiguration, SubstrateCli};

	/// True if a node with that command line makes blocks.
	fn makes_blocks(arguments: &[&str]) -> bool {
		let cli = Cli::try_from_iter([&["bulwark-node"], arguments].concat()).expect("it is sound");
		let dev = cli.run.is_dev().expect("a flag is there or not");

		has_key(cli.run.dev_key_seed(dev).expect("a flag is there or not").as_deref())
	}

	#[test]
	fn only_alice_makes_blocks() {
		for arguments in [&["--dev"][..], &["--alice"], &["--chain", "local", "--alice"]] {
			assert!(makes_blocks(arguments), "{arguments:?}");
		}
		for arguments in
			[&[][..], &["--chain", "local"], &["--bob"], &["--validator"], &["--dev", "--bob"]]
		{
			assert!(!makes_blocks(arguments), "{arguments:?}");
		}
	}
}
