// SPDX-License-Identifier: Apache-2.0

//! `dev_newBlock` and `dev_timeTravel`: cross epochs in seconds.

use super::{
	arguments::{self, Instant, NewBlock},
	guard,
};
use crate::{chain_time, client::Client, clock::Clock, sealing::Sealer};
use bulwark_runtime::Hash;
use jsonrpsee::{
	core::{RegisterMethodError, RpcResult},
	types::{error::INTERNAL_ERROR_CODE, ErrorObjectOwned},
	RpcModule,
};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// The calls that only a node started with `--dev` has.
pub struct Dev {
	/// The chain.
	pub client: Arc<Client>,
	/// The maker of blocks.
	pub sealer: Sealer,
	/// The clock that gives blocks their time.
	pub clock: Arc<Clock>,
}

impl Dev {
	/// The calls by their names.
	pub fn into_rpc(self) -> Result<RpcModule<Self>, RegisterMethodError> {
		let mut module = RpcModule::new(self);

		guard::register(&mut module, "dev_newBlock", |params, dev| async move {
			let argument = arguments::optional(&params)?.unwrap_or_default();
			dev.new_block(argument).await
		})?;
		guard::register(&mut module, "dev_timeTravel", |params, dev| async move {
			let to = arguments::one::<Instant>(&params)?.millis()?;
			dev.time_travel(to).await
		})?;

		Ok(module)
	}

	/// Make blocks, and return the hash of the last one once it is imported.
	///
	/// Transactions and timers may make blocks in between; a call that names its last block stops
	/// there all the same.
	async fn new_block(&self, argument: NewBlock) -> RpcResult<Hash> {
		let blocks = argument.blocks(self.client.info().best_number)?;

		let mut last = self.sealer.seal().await?;
		for _ in 1..blocks {
			if argument.is_reached(self.client.info().best_number) {
				break;
			}
			last = self.sealer.seal().await?;
		}

		Ok(last)
	}

	/// Set the clock to `to`, make one block there, and return the time it carries.
	async fn time_travel(&self, to: u64) -> RpcResult<u64> {
		let present = self.time_at(self.client.info().best_hash)?;
		self.clock.travel(to, present).map_err(|error| arguments::invalid(error.to_string()))?;

		let block = self.sealer.seal().await?;

		self.time_at(block)
	}

	/// The time that a block carries.
	fn time_at(&self, block: Hash) -> RpcResult<u64> {
		chain_time::at(&self.client, block).map_err(|error| {
			ErrorObjectOwned::owned(INTERNAL_ERROR_CODE, error.to_string(), None::<()>)
		})
	}
}
