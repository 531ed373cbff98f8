// SPDX-License-Identifier: Apache-2.0

//! The inherents of a block: its time, and nothing else.
//!
//! A block counts as empty by the number of its inherents, so a second one would not be harmless.

use crate::{chain_time, client::Client, clock::Clock};
use async_trait::async_trait;
use bulwark_runtime::{opaque::Block, Hash};
use sp_inherents::CreateInherentDataProviders;
use sp_timestamp::InherentDataProvider;
use std::{error::Error, sync::Arc};

/// Gives each block the later of its parent's time and the clock's.
pub struct Inherents {
	/// The chain, which has the parent.
	pub client: Arc<Client>,
	/// The source of the time.
	pub clock: Arc<Clock>,
}

#[async_trait]
impl CreateInherentDataProviders<Block, ()> for Inherents {
	type InherentDataProviders = InherentDataProvider;

	async fn create_inherent_data_providers(
		&self,
		parent: Hash,
		(): (),
	) -> Result<Self::InherentDataProviders, Box<dyn Error + Send + Sync>> {
		let parent = chain_time::at(&self.client, parent)?;

		Ok(InherentDataProvider::new(self.clock.block_time(parent).into()))
	}
}
