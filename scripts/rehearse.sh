#!/usr/bin/env bash
# Rehearses on wasm, in Chopsticks, what the tests of the runtimes show natively.
#
#   scripts/rehearse.sh              the upgrade that adds our pallets to a chain, with all checks of try-runtime, and what
#                                    operators and stakers do afterwards
#   scripts/rehearse.sh --siblings   two parachains beside each other: a consumer and a follower on one, operators on the other
source "$(dirname "$0")/lib.sh"

scripts/setup.sh --tests
source scripts/env.sh

say "The rehearsal takes a minute or two. The first time it compiles the SDK once more, about a quarter of an hour on two cores,
    and installs its packages (180 MB)"
if [ "${1:-}" = --siblings ]; then
	story=siblings
	parachain_wasm
	export BULWARK_PARACHAIN_WASM=$bulwark_parachain_wasm
else
	story=upgrade
	cargo_node build
	export BULWARK_NODE=$CARGO_TARGET_DIR/debug/bulwark-node

	# A runtime that can be rehearsed is another one than the node's: it gets a folder of its own. Of the native runtime, which
	# nobody runs, a check is enough.
	export CARGO_TARGET_DIR="${CARGO_TARGET_DIR%/target}/rehearsal/target"
	cargo check --locked -p bulwark-runtime --features try-runtime
	export BULWARK_WASM=$CARGO_TARGET_DIR/debug/wbuild/bulwark-runtime/bulwark_runtime.wasm
fi

cd scripts/rehearsal
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --ignore-scripts
npm run "$story" --silent

say "The rehearsal went well, in $(since 0)"
