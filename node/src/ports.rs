// SPDX-License-Identifier: Apache-2.0

//! The ports that the node listens on.
//!
//! Where one is taken the SDK listens on another, or on none. Whoever named the port, or knows the
//! usual one, would talk to somebody else.

use sc_cli::RunCmd;
use sc_network::multiaddr::{Multiaddr, Protocol};
use sc_service::Configuration;
use std::{
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener},
};

/// A port that another program listens on.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("port {port} is taken: end the program that listens there, or choose another with {flag}")]
pub struct Taken {
	port: u16,
	flag: &'static str,
}

/// Insist on the ports, unless the user said for an endpoint that another will do, and fail if one is
/// taken.
pub fn insist(config: &mut Configuration, run: &RunCmd) -> Result<(), Taken> {
	let endpoints = config.rpc.addr.iter_mut().flatten();
	for endpoint in endpoints {
		endpoint.retry_random_port &= !run.rpc_params.experimental_rpc_endpoint.is_empty();
		if !endpoint.retry_random_port {
			check(endpoint.listen_addr, "--rpc-port")?;
		}
	}
	if let Some(metrics) = &config.prometheus_config {
		check(metrics.port, "--prometheus-port")?;
	}
	for address in config.network.listen_addresses.iter().filter_map(tcp) {
		check(address, "--port")?;
	}

	Ok(())
}

/// Fail if somebody listens at `address`. Any other trouble with it shows when the node listens.
fn check(address: SocketAddr, flag: &'static str) -> Result<(), Taken> {
	match TcpListener::bind(address) {
		Err(error) if error.kind() == ErrorKind::AddrInUse => {
			Err(Taken { port: address.port(), flag })
		},
		_ => Ok(()),
	}
}

/// The socket that `address` begins with.
fn tcp(address: &Multiaddr) -> Option<SocketAddr> {
	let mut parts = address.iter();
	let ip: IpAddr = match parts.next()? {
		Protocol::Ip4(ip) => ip.into(),
		Protocol::Ip6(ip) => ip.into(),
		_ => return None,
	};

	match parts.next()? {
		Protocol::Tcp(port) => Some((ip, port).into()),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn check_fails_when_the_port_is_taken() {
		let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
		let address = listener.local_addr().expect("it listens");
		let taken = Taken { port: address.port(), flag: "--rpc-port" };

		assert_eq!(check(address, "--rpc-port"), Err(taken));
		drop(listener);
		assert_eq!(check(address, "--rpc-port"), Ok(()));
	}

	#[test]
	fn taken_names_the_port_and_the_flag() {
		let message = Taken { port: 9_944, flag: "--rpc-port" }.to_string();

		assert!(message.contains("9944") && message.contains("--rpc-port"), "{message}");
	}

	#[test]
	fn tcp_reads_addresses_of_the_network() {
		let socket = |address: &str| tcp(&address.parse().expect("it is an address"));

		assert_eq!(socket("/ip4/127.0.0.1/tcp/30333/ws"), Some(([127, 0, 0, 1], 30_333).into()));
		assert_eq!(socket("/ip6/::1/tcp/30333"), "[::1]:30333".parse().ok());
		assert_eq!(socket("/ip4/0.0.0.0/udp/30333/webrtc-direct"), None);
		assert_eq!(socket("/dns4/example.com/tcp/30333"), None);
	}
}
