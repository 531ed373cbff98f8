#!/usr/bin/env bash
# Builds the development node and runs it: scripts/dev.sh [arguments for the node]
source "$(dirname "$0")/lib.sh"

scripts/setup.sh
source scripts/env.sh

node=$CARGO_TARGET_DIR/debug/bulwark-node
start=$SECONDS
if [ -x "$node" ]; then
	say "Building the node: seconds if nothing changed, about two minutes after a change in the runtime"
else
	say "Building the node for the first time, with the whole Polkadot SDK: about half an hour on two cores"
fi
cargo_node build

say "The node is ready after $(since "$start") and starts: connect polkadot.js to ws://127.0.0.1:9944, stop it with Ctrl-C"
exec "$node" --dev "$@"
