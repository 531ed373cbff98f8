// SPDX-License-Identifier: Apache-2.0

//! `system_accountNextIndex`: the nonce for the next transaction of an account.
//!
//! The SDK reads the state before the pool. A block that comes in between takes transactions out of
//! the pool and is not in that state yet: the answer is a nonce that is used already. Here the pool is
//! read first, so that what leaves it in between is in the state.

use crate::client::{Client, Pool};
use bulwark_runtime::{opaque::Block, AccountId, Hash, Nonce};
use codec::Encode;
use jsonrpsee::{
	core::{async_trait, RpcResult},
	types::{error::INTERNAL_ERROR_CODE, ErrorObjectOwned},
	Extensions,
};
use sc_transaction_pool_api::{InPoolTransaction, TransactionPool};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::Bytes;
use sp_runtime::transaction_validity::TransactionTag;
use std::{collections::HashSet, sync::Arc};
use substrate_frame_rpc_system::{AccountNonceApi, System, SystemApiServer};

/// The SDK's calls about accounts, with a nonce that holds.
pub struct Accounts {
	client: Arc<Client>,
	pool: Arc<Pool>,
	sdk: System<Pool, Client, Block>,
}

impl Accounts {
	/// The calls about this chain and its pool.
	pub fn new(client: Arc<Client>, pool: Arc<Pool>) -> Self {
		Self { sdk: System::new(client.clone(), pool.clone()), client, pool }
	}

	/// The nonce after those of all transactions of `account`, in blocks and in the pool.
	fn next_nonce(&self, account: &AccountId) -> Result<Nonce, ApiError> {
		let waiting = || {
			let ready = self.pool.ready();
			ready.flat_map(|transaction| transaction.provides().to_vec()).collect()
		};
		let state = || {
			let best = self.client.info().best_hash;
			self.client.runtime_api().account_nonce(best, account.clone())
		};

		after(account, waiting, state)
	}
}

/// The first nonce of `account` from that of the state on which is not `waiting` in the pool.
fn after(
	account: &AccountId,
	waiting: impl FnOnce() -> HashSet<TransactionTag>,
	state: impl FnOnce() -> Result<Nonce, ApiError>,
) -> Result<Nonce, ApiError> {
	let waiting = waiting();
	let mut next = state()?;

	while waiting.contains(&(account, next).encode()) {
		next = next.saturating_add(1);
	}

	Ok(next)
}

#[async_trait]
impl SystemApiServer<Hash, AccountId, Nonce> for Accounts {
	async fn nonce(&self, account: AccountId) -> RpcResult<Nonce> {
		self.next_nonce(&account).map_err(|error| {
			ErrorObjectOwned::owned(INTERNAL_ERROR_CODE, error.to_string(), None::<()>)
		})
	}

	async fn dry_run(
		&self,
		extensions: &Extensions,
		extrinsic: Bytes,
		at: Option<Hash>,
	) -> RpcResult<Bytes> {
		SystemApiServer::<Hash, AccountId, Nonce>::dry_run(&self.sdk, extensions, extrinsic, at)
			.await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::cell::Cell;

	const ALICE: AccountId = AccountId::new([1; 32]);
	const BOB: AccountId = AccountId::new([2; 32]);

	/// The tags of transactions of `account` with these nonces.
	fn tags(account: &AccountId, nonces: &[Nonce]) -> HashSet<TransactionTag> {
		nonces.iter().map(|nonce| (account, nonce).encode()).collect()
	}

	#[test]
	fn next_is_after_the_state_and_the_pool() {
		let next = |waiting: &[Nonce]| after(&ALICE, || tags(&ALICE, waiting), || Ok(5));

		assert_eq!(next(&[]).ok(), Some(5));
		assert_eq!(next(&[5, 6]).ok(), Some(7));
		assert_eq!(next(&[3, 4]).ok(), Some(5), "those are in blocks");
		assert_eq!(next(&[6, 7]).ok(), Some(5), "5 is missing");
	}

	#[test]
	fn next_ignores_what_others_have_in_the_pool() {
		assert_eq!(after(&ALICE, || tags(&BOB, &[5]), || Ok(5)).ok(), Some(5));
	}

	#[test]
	fn next_is_right_when_a_block_comes_between_the_two_reads() {
		let (pool, state) = (Cell::new(tags(&ALICE, &[5, 6])), Cell::new(5));
		let block = || {
			state.set(7);
			pool.take()
		};
		let read_state = || {
			let nonce = state.get();
			block();
			Ok(nonce)
		};

		assert_eq!(after(&ALICE, block, read_state).ok(), Some(7));
	}
}
