// SPDX-License-Identifier: Apache-2.0

//! The network of the node: one backend, and nobody else in it under `--dev`.

use bulwark_runtime::{opaque::Block, Hash};
use sc_cli::RunCmd;
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType, NetworkConfiguration},
	multiaddr::{Multiaddr, Protocol},
	Litep2pNetworkBackend, NetworkBackend, NotificationMetrics,
};
use sc_service::{Configuration, Error};
use std::net::Ipv4Addr;

/// The backend that is built in.
type Backend = Litep2pNetworkBackend;

/// The network's configuration in the form the backend wants.
pub fn full_config(config: &Configuration) -> FullNetworkConfiguration<Block, Hash, Backend> {
	FullNetworkConfiguration::new(&config.network, config.prometheus_registry().cloned())
}

/// The backend's metrics, if metrics are wanted.
pub fn metrics(config: &Configuration) -> NotificationMetrics {
	<Backend as NetworkBackend<Block, Hash>>::register_notification_metrics(
		config.prometheus_registry(),
	)
}

/// Refuse the backend that is not built in.
pub fn check_backend(config: &NetworkConfiguration) -> Result<(), Error> {
	match config.network_backend {
		NetworkBackendType::Litep2p => Ok(()),
		NetworkBackendType::Libp2p => {
			Err(Error::Other("this node has the network backend litep2p only".into()))
		},
	}
}

/// Look for nobody, and unless told where listen on any free port of this machine, and for nobody
/// who collects metrics: several development nodes can then run side by side.
pub fn keep_local(config: &mut Configuration, run: &RunCmd) {
	let network = &mut config.network;
	network.enable_dht_random_walk = false;

	if run.network_params.listen_addr.is_empty() && run.network_params.port.is_none() {
		network.listen_addresses = vec![Multiaddr::empty()
			.with(Protocol::Ip4(Ipv4Addr::LOCALHOST))
			.with(Protocol::Tcp(0))];
	}
	let metrics = &run.prometheus_params;
	if metrics.prometheus_port.is_none() && !metrics.prometheus_external {
		config.prometheus_config = None;
	}
}
