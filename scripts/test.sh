#!/usr/bin/env bash
# Runs every test: the pallets and the runtime, the node, and the node from outside (scripts/e2e).
#
#   scripts/test.sh          what CI runs
#   scripts/test.sh --full   and those in scripts/e2e/full, on the wasm that scripts/wasm.sh builds for a live chain, and the
#                            rehearsals of an upgrade and of messages between two parachains (scripts/rehearse.sh). The first
#                            time that compiles the SDK three times more
#
# BULWARK_EFFORT=10 scripts/test.sh lives through ten times as many random histories.
source "$(dirname "$0")/lib.sh"

say "All tests take minutes when little has changed; the first time the Polkadot SDK is compiled, most of an hour on two cores.
    They need what scripts/dev.sh needs, Python and Node.js 22 (into the cache folder, 200 MB), and the packages of scripts/e2e
    (there, 220 MB): what is missing is installed"
scripts/setup.sh --tests
source scripts/env.sh

log=$(mktemp)
beside=$log.beside # what the step says that runs beside others
trap 'rm -f "$log" "$beside"' EXIT

compile_native() { cargo_native test --no-run; }
native_tests() {
	local status=0
	wait "$1" || status=$?
	tee -a "$log" <"$beside"
	return "$status"
}
node_is_built=
build_node() { cargo_node build && node_is_built=yes; }
node_tests() { cargo_node test --no-fail-fast | tee -a "$log"; }

# e2e_tests NPM_SCRIPT
e2e_tests() (
	cd scripts/e2e || exit 1
	if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
		npm ci --no-audit --no-fund || exit 1
	fi
	BULWARK_NODE=$CARGO_TARGET_DIR/debug/bulwark-node npm run "$1" | tee -a "$log"
)
full_e2e_tests() { BULWARK_WASM=$bulwark_wasm e2e_tests test:full; }

# Adds up what cargo's and Node's test runners said.
summary() {
	awk '
		/^test result:/ { passed += $4; failed += $6 }
		/^(#|ℹ) pass [0-9]+$/ { passed += $3 }
		/^(#|ℹ) fail [0-9]+$/ { failed += $3 }
		END { printf "%d passed, %d failed\n", passed, failed }
	' "$log"
}

run "Compiling the tests of the pallets and the runtime" compile_native
# They run beside what follows: for a good part of it one core waits while the other links the wasm.
cargo_native test --no-fail-fast >"$beside" 2>&1 &
job=$!
run "Building the node" build_node
run "Tests of the pallets and the runtime, begun with the node" native_tests "$job"
run "Tests of the node" node_tests
if [ ! -d scripts/e2e ]; then
	say "Skipping the tests from outside: there is no scripts/e2e"
elif [ "$node_is_built" ]; then
	run "Tests from outside, against the running node" e2e_tests test
fi
if [ "${1:-}" = --full ] && [ "$node_is_built" ]; then
	run "Building the wasm for a live chain" scripts/wasm.sh
	run "Tests from outside, with that wasm" full_e2e_tests
	run "Rehearsal of an upgrade that adds the pallets" scripts/rehearse.sh
fi
if [ "${1:-}" = --full ]; then
	run "Rehearsal of messages between two parachains" scripts/rehearse.sh --siblings
fi

say "All tests, in $(since 0)"
summary
finish
