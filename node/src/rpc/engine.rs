// SPDX-License-Identifier: Apache-2.0

//! `engine_createBlock` and `engine_finalizeBlock`: manual seal as in the SDK, but not for everybody.
//!
//! The SDK's own calls do not ask who calls, and the second one says `true` of any block.

use super::guard;
use crate::{
	client::Client,
	sealing::{is_final, Sealer},
};
use bulwark_runtime::Hash;
use jsonrpsee::{
	core::{RegisterMethodError, RpcResult},
	types::Params,
	RpcModule,
};
use sc_consensus_manual_seal::{rpc::CreatedBlock, Error};
use std::sync::Arc;

/// The calls of the node that makes the blocks.
pub struct Engine {
	/// The chain.
	pub client: Arc<Client>,
	/// The maker of blocks.
	pub sealer: Sealer,
}

impl Engine {
	/// The calls by their names.
	pub fn into_rpc(self) -> Result<RpcModule<Self>, RegisterMethodError> {
		let mut module = RpcModule::new(self);

		guard::register(&mut module, "engine_createBlock", |params, engine| async move {
			engine.create_block(params).await
		})?;
		guard::register(&mut module, "engine_finalizeBlock", |params, engine| async move {
			engine.finalize_block(params).await
		})?;

		Ok(module)
	}

	/// Make a block: empty if there is no transaction and the first argument allows it, final at once
	/// if the second says so, and on the third if that is given.
	async fn create_block(&self, params: Params<'_>) -> RpcResult<CreatedBlock<Hash>> {
		let mut arguments = params.sequence();
		let create_empty = arguments.next()?;
		let finalize = arguments.next()?;
		let parent = arguments.optional_next()?;

		Ok(self.sealer.create(create_empty, finalize, parent).await?)
	}

	/// Finalise a block, with a justification if one is given; `true` if it is final now.
	async fn finalize_block(&self, params: Params<'_>) -> RpcResult<bool> {
		let mut arguments = params.sequence();
		let block = arguments.next()?;
		let justification = arguments.optional_next()?;

		if !is_final(&self.client, block).map_err(Error::from)? {
			self.sealer.finalize(block, justification).await?;
		}

		Ok(true)
	}
}
