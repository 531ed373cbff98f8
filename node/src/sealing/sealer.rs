// SPDX-License-Identifier: Apache-2.0

//! Asks the author for one block and waits for it.

use super::Command;
use bulwark_runtime::Hash;
use futures::{
	channel::{mpsc, oneshot},
	SinkExt,
};
use sc_consensus_manual_seal::{EngineCommand, Error};

/// The author's front door; all clones lead to the same author, who makes one block at a time.
#[derive(Clone)]
pub struct Sealer(mpsc::Sender<Command>);

impl Sealer {
	/// A door to the author who listens at the other end of `commands`.
	pub fn new(commands: mpsc::Sender<Command>) -> Self {
		Self(commands)
	}

	/// The way to give commands that are not plain sealing.
	pub fn commands(&self) -> mpsc::Sender<Command> {
		self.0.clone()
	}

	/// Make a block with whatever transactions are ready, and return its hash once it is imported.
	///
	/// The block may be empty: one that rotates a session takes no transactions, and a chain that
	/// refuses it would never get past the rotation.
	pub async fn seal(&self) -> Result<Hash, Error> {
		let (sender, receiver) = oneshot::channel();
		let command = EngineCommand::SealNewBlock {
			create_empty: true,
			finalize: false,
			parent_hash: None,
			sender: Some(sender),
		};

		self.commands().send(command).await?;

		Ok(receiver.await??.hash)
	}
}
