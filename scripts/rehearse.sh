#!/usr/bin/env bash
# Rehearses on wasm the upgrade that adds our pallets to a chain: in Chopsticks, with all checks of try-runtime, and what
# operators and stakers do afterwards: scripts/rehearse.sh
source "$(dirname "$0")/lib.sh"

scripts/setup.sh --tests
source scripts/env.sh

say "The rehearsal takes a minute or two. The first time it compiles the SDK once more, about a quarter of an hour on two cores,
    and installs its packages (180 MB)"
cargo_node build
export BULWARK_NODE=$CARGO_TARGET_DIR/debug/bulwark-node

# A runtime that can be rehearsed is another one than the node's: it gets a folder of its own. Of the native runtime, which
# nobody runs, a check is enough.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR%/target}/rehearsal/target"
cargo check --locked -p bulwark-runtime --features try-runtime
export BULWARK_WASM=$CARGO_TARGET_DIR/debug/wbuild/bulwark-runtime/bulwark_runtime.wasm

cd scripts/rehearsal
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --ignore-scripts
npm start --silent

say "The rehearsal went well, in $(since 0)"
