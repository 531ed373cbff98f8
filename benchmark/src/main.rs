// SPDX-License-Identifier: Apache-2.0

//! Runs the benchmarks that a runtime blob carries: `scripts/benchmark.sh` says how.
//!
//! A binary of its own, because the node should not carry the tool, nor the tool a database or a network of
//! ours.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> sc_cli::Result<()> {
	sc_cli::LoggerBuilder::new("warn").init()?;
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)
}
