// SPDX-License-Identifier: Apache-2.0

//! The concrete types the node is made of.

use crate::executor::Executor;
use bulwark_runtime::{opaque::Block, RuntimeApi};
use sc_service::{TFullBackend, TFullClient};
use sc_transaction_pool::TransactionPoolHandle;
use sp_runtime::traits::NumberFor;

/// The database behind the client.
pub type Backend = TFullBackend<Block>;

/// The chain: blocks, state and the runtime's APIs.
pub type Client = TFullClient<Block, RuntimeApi, Executor>;

/// The transactions that wait for a block.
pub type Pool = TransactionPoolHandle<Block, Client>;

/// A block's position in the chain.
pub type BlockNumber = NumberFor<Block>;
