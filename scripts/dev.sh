#!/usr/bin/env bash
# Builds the development node and runs it: scripts/dev.sh [arguments for the node]
source "$(dirname "$0")/lib.sh"
source scripts/env.sh

node=$CARGO_TARGET_DIR/debug/bulwark-node
start=$SECONDS
if [ -x "$node" ]; then
	say "Building the node: seconds if nothing changed, about two minutes after a change in the runtime"
else
	say "Building the node for the first time, with the whole Polkadot SDK: about half an hour on two cores.
    It installs what is missing of a C compiler, pkg-config, protoc, git and the headers of OpenSSL (by apt-get), Rust
    $bulwark_rust and its target for wasm (by rustup), and keeps what it compiles in $CARGO_TARGET_DIR: several GB"
fi
scripts/setup.sh
source scripts/env.sh # anew: it may be another toolchain now
cargo_node build

say "The node is ready after $(since "$start") and starts; stop it with Ctrl-C"
exec "$node" --dev "$@"
