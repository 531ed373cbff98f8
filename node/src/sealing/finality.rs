// SPDX-License-Identifier: Apache-2.0

//! Finalises blocks a second after their import.
//!
//! Clients wait for different things: polkadot.js for a transaction in a block, PAPI for a final
//! one. Final at once, the first never sees its block; never final, the second waits for ever.
//! `sc_consensus_manual_seal::run_delayed_finalize` gives each block a task of its own, so that
//! blocks of the same moment are finalised in any order, with errors, and forks as well as the best
//! chain. Here the blocks of the best chain come in order.

use crate::client::Client;
use bulwark_runtime::{opaque::Block, Hash};
use futures::{future, pin_mut, StreamExt};
use sc_client_api::{BlockchainEvents, Finalizer};
use sp_blockchain::HeaderBackend;
use sp_runtime::traits::{Header, NumberFor};
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// From import to finality.
const DELAY: Duration = Duration::from_secs(1);

/// Blocks that wait at the same time; more than that wait a little longer.
const MAX_WAITING: usize = 4_096;

/// Finalise each block of the best chain when it is old enough.
pub async fn run(client: Arc<Client>) {
	let due = client
		.import_notification_stream()
		.filter(|block| future::ready(block.is_new_best))
		.map(|block| {
			let delay = sleep(DELAY);
			async move {
				delay.await;
				(*block.header.number(), block.hash)
			}
		})
		.buffered(MAX_WAITING);
	pin_mut!(due);

	while let Some((number, hash)) = due.next().await {
		finalize(&client, number, hash);
	}
}

/// True if the block is final: if it was finalised, or one that stands on it.
pub fn is_final(client: &Client, block: Hash) -> sp_blockchain::Result<bool> {
	let Some(number) = client.number(block)? else { return Ok(false) };

	Ok(number <= client.info().finalized_number && client.hash(number)? == Some(block))
}

/// Finalise the block, unless it is final or has left the best chain in the meantime.
fn finalize(client: &Client, number: NumberFor<Block>, hash: Hash) {
	let is_final = client.info().finalized_number >= number;
	let is_best = matches!(client.hash(number), Ok(Some(best)) if best == hash);
	if is_final || !is_best {
		return;
	}

	if let Err(error) = client.finalize_block(hash, None, true) {
		log::warn!("Block {number} was not finalised: {error}");
	}
}
