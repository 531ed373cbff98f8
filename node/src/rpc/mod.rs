// SPDX-License-Identifier: Apache-2.0

//! The RPC calls that this node adds to those of every Substrate node.

mod arguments;
mod dev;
mod engine;
mod greeting;
mod guard;
mod nonce;

pub use greeting::greet;

use crate::{
	client::{Client, Pool},
	clock::Clock,
	sealing::Sealer,
};
use dev::Dev;
use engine::Engine;
use jsonrpsee::{core::RegisterMethodError, RpcModule};
use nonce::Accounts;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use std::sync::Arc;
use substrate_frame_rpc_system::SystemApiServer;

/// Dependencies of the calls.
#[derive(Clone)]
pub struct Deps {
	/// The chain.
	pub client: Arc<Client>,
	/// The waiting transactions.
	pub pool: Arc<Pool>,
	/// The maker of blocks, if this node makes them.
	pub sealer: Option<Sealer>,
	/// The clock, if callers may set it and make blocks: under `--dev` only.
	pub clock: Option<Arc<Clock>>,
}

/// All calls in one module.
pub fn module(deps: Deps) -> Result<RpcModule<()>, RegisterMethodError> {
	let Deps { client, pool, sealer, clock } = deps;
	let mut module = RpcModule::new(());

	module.merge(Accounts::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	if let Some(sealer) = sealer {
		let engine = Engine { client: client.clone(), sealer: sealer.clone() };
		module.merge(engine.into_rpc()?)?;
		if let Some(clock) = clock {
			module.merge(Dev { client, sealer, clock }.into_rpc()?)?;
		}
	}

	Ok(module)
}
