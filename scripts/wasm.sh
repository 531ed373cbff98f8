#!/usr/bin/env bash
# Builds the wasm of the runtime as a live chain takes it, compressed and with the hash of its own metadata, against which
# signing devices check what they show: scripts/wasm.sh
source "$(dirname "$0")/lib.sh"

scripts/setup.sh
source scripts/env.sh

say "Building the wasm twice, the second time with the hash: about four minutes after a change. The first time this compiles
    the SDK once more, and the tool that hashes: about a quarter of an hour on two cores"
# The build script makes the wasm: of the native runtime a check is enough.
cargo check --locked --release -p bulwark-runtime --features metadata-hash

# The compiler notes the values of the variables that it was given.
digest=$(sed -n 's/^# env-dep:RUNTIME_METADATA_HASH=//p' \
	"${bulwark_wasm%/*}"/target/wasm32v1-none/release/deps/frame_metadata_hash_extension-*.d)

say "The wasm is ready, after $(since 0)"
printf '%-15s %s\n' \
	file "$bulwark_wasm" \
	size "$(stat -c %s "$bulwark_wasm") bytes" \
	"code hash" "0x$(b2sum -l 256 "$bulwark_wasm" | cut -d ' ' -f 1)" \
	"metadata hash" "$digest"
