// SPDX-License-Identifier: Apache-2.0

//! The one line for people at the start.

use crate::sealing::Sealing;
use sc_network::multiaddr::{Multiaddr, Protocol};
use sc_service::RpcHandlers;

/// Say when blocks are made, or that another node makes them, and where to look at them.
pub fn greet(rpc: &RpcHandlers, mode: Option<Sealing>) {
	let sealing =
		mode.map_or("by Alice's node, which this one follows".into(), |it| it.to_string());
	let address = greeting(rpc.listen_addresses())
		.unwrap_or_else(|| "The RPC server does not listen.".into());

	log::info!("🏰 Sealing: {sealing}. {address}");
}

/// The addresses for clients, if the RPC server listens at any of `addresses`.
fn greeting(addresses: &[Multiaddr]) -> Option<String> {
	let port = addresses.iter().flat_map(Multiaddr::iter).find_map(|part| match part {
		Protocol::Tcp(port) => Some(port),
		_ => None,
	})?;

	Some(format!(
		"Connect to ws://127.0.0.1:{port}, or look at \
		https://polkadot.js.org/apps/?rpc=ws://127.0.0.1:{port}#/explorer"
	))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::net::Ipv4Addr;

	#[test]
	fn greeting_names_the_port_in_use() {
		let address =
			Multiaddr::empty().with(Protocol::Ip4(Ipv4Addr::LOCALHOST)).with(Protocol::Tcp(4_242));

		let greeting = greeting(&[address]).expect("there is a port");

		assert!(greeting.contains("ws://127.0.0.1:4242#/explorer"));
	}

	#[test]
	fn greeting_is_silent_when_nobody_listens() {
		assert_eq!(greeting(&[]), None);
	}
}
