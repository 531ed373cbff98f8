// SPDX-License-Identifier: Apache-2.0

//! Asks the author for a block, or to finalise one, and waits for it.

use super::Command;
use bulwark_runtime::Hash;
use futures::{
	channel::{mpsc, oneshot},
	SinkExt,
};
use sc_consensus_manual_seal::{rpc::CreatedBlock, EngineCommand, Error};
use sp_runtime::EncodedJustification;

/// The author's front door; all clones lead to the same author, who makes one block at a time.
#[derive(Clone)]
pub struct Sealer(mpsc::Sender<Command>);

impl Sealer {
	/// A door to the author who listens at the other end of `commands`.
	pub fn new(commands: mpsc::Sender<Command>) -> Self {
		Self(commands)
	}

	/// Make a block with whatever transactions are ready, and return its hash once it is imported.
	///
	/// The block may be empty: one that rotates a session takes no transactions, and a chain that
	/// refuses it would never get past the rotation.
	pub async fn seal(&self) -> Result<Hash, Error> {
		Ok(self.create(true, false, None).await?.hash)
	}

	/// Make a block on `parent`, or on the best block.
	pub async fn create(
		&self,
		create_empty: bool,
		finalize: bool,
		parent: Option<Hash>,
	) -> Result<CreatedBlock<Hash>, Error> {
		let (sender, receiver) = oneshot::channel();
		let sender = Some(sender);
		let command =
			EngineCommand::SealNewBlock { create_empty, finalize, parent_hash: parent, sender };

		self.0.clone().send(command).await?;

		receiver.await?
	}

	/// Finalise `block` and all that it stands on.
	pub async fn finalize(
		&self,
		block: Hash,
		justification: Option<EncodedJustification>,
	) -> Result<(), Error> {
		let (sender, receiver) = oneshot::channel();
		let sender = Some(sender);
		let command = EngineCommand::FinalizeBlock { hash: block, sender, justification };

		self.0.clone().send(command).await?;

		receiver.await?
	}
}
