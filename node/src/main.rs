// SPDX-License-Identifier: Apache-2.0

//! `bulwark-node`: a development node for the Bulwark runtime.
//!
//! One node makes all blocks, when a transaction arrives, at an interval or on request. Two RPC
//! calls, `dev_newBlock` and `dev_timeTravel`, take a test across epochs in a second.

#![warn(missing_docs)]
#![allow(clippy::result_large_err, reason = "the errors of sc-cli and sc-service are that large")]

mod chain_spec;
mod chain_time;
mod cli;
mod client;
mod clock;
mod command;
mod date;
mod executor;
mod genesis;
mod network;
mod patience;
mod ports;
mod private_folder;
mod rpc;
mod sealing;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}
