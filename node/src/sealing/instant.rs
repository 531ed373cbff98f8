// SPDX-License-Identifier: Apache-2.0

//! Seals a block as soon as a transaction is ready.

use super::Sealer;
use crate::client::{Client, Pool};
use bulwark_runtime::Hash;
use futures::StreamExt;
use sc_client_api::BlockBackend;
use sc_transaction_pool_api::TransactionPool;
use sp_blockchain::HeaderBackend;
use std::{sync::Arc, time::Duration};

/// Blocks in a row that may take none of the ready transactions before sealing waits for the next
/// one to arrive. A block that rotates a session is such a block, and there may be a few in a row
/// after a journey in time; a transaction that no block can take must not seal for ever.
const MAX_FRUITLESS: u8 = 8;

/// The time that the pool may take to catch up with a block.
const POOL_TIMEOUT: Duration = Duration::from_secs(5);

/// Inherent extrinsics of a block: the timestamp.
const INHERENTS: usize = 1;

/// Seal until the pool is empty, each time a transaction becomes ready; start with an empty block
/// if it is the `first`, because time is zero before it.
pub async fn run(sealer: Sealer, client: Arc<Client>, pool: Arc<Pool>, first: bool) {
	let mut arrivals = pool.import_notification_stream();

	if first {
		seal(&sealer).await;
	}

	while arrivals.next().await.is_some() {
		seal_all(&sealer, &client, &pool).await;
	}
}

/// Seal until no transaction is ready.
async fn seal_all(sealer: &Sealer, client: &Client, pool: &Pool) {
	let mut fruitless = 0;

	while fruitless < MAX_FRUITLESS && is_ready(pool, client.info().best_hash).await {
		let Some(block) = seal(sealer).await else { return };

		fruitless = if is_fruitful(client, block) { 0 } else { fruitless + 1 };
	}
}

/// True if a transaction is left for the block after `best`.
///
/// The pool learns of a block a moment after its import. Asking for its state at `best` waits for
/// that; otherwise each transaction would be followed by an empty block.
async fn is_ready(pool: &Pool, best: Hash) -> bool {
	pool.ready_at_with_timeout(best, POOL_TIMEOUT).await.next().is_some()
}

/// True if the block took any transaction.
fn is_fruitful(client: &Client, block: Hash) -> bool {
	matches!(client.block_body(block), Ok(Some(body)) if body.len() > INHERENTS)
}

/// Seal one block; a failure is logged, and the next transaction tries again.
async fn seal(sealer: &Sealer) -> Option<Hash> {
	sealer.seal().await.inspect_err(|error| log::error!("No block was sealed: {error}")).ok()
}
