// SPDX-License-Identifier: Apache-2.0

//! The RPC calls that this node adds to those of every Substrate node.

mod arguments;
mod dev;
mod greeting;

pub use greeting::greet;

use crate::{
	client::{Client, Pool},
	clock::Clock,
	sealing::Sealer,
};
use dev::Dev;
use jsonrpsee::{core::RegisterMethodError, RpcModule};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// Dependencies of the calls.
#[derive(Clone)]
pub struct Deps {
	/// The chain.
	pub client: Arc<Client>,
	/// The waiting transactions.
	pub pool: Arc<Pool>,
	/// The maker of blocks.
	pub sealer: Sealer,
	/// The clock, if callers may set it and make blocks: under `--dev` only.
	pub clock: Option<Arc<Clock>>,
}

/// All calls in one module.
pub fn module(deps: Deps) -> Result<RpcModule<()>, RegisterMethodError> {
	let Deps { client, pool, sealer, clock } = deps;
	let mut module = RpcModule::new(());

	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(ManualSeal::new(sealer.commands()).into_rpc())?;
	if let Some(clock) = clock {
		module.merge(Dev { client, sealer, clock }.into_rpc()?)?;
	}

	Ok(module)
}
