#!/usr/bin/env bash
# Runs every check that is not a test: formats, lints, docs and what they refer to, wasm builds, features.
#
#   scripts/check.sh          what CI runs
#   scripts/check.sh --full   and the format of the TOML files (taplo), the dependencies' licences and sources
#                             (cargo-deny), the library crates compiled from their packages, the wasm of the parachain, and the
#                             runtime of docs/integration.md. The first time the two tools are compiled, and the SDK three times more
source "$(dirname "$0")/lib.sh"

scripts/setup.sh --tests
source scripts/env.sh

shell_scripts() {
	local script
	for script in scripts/*.sh .ci/run; do
		bash -n "$script" || return 1
	done
	! command -v shellcheck >/dev/null || shellcheck scripts/*.sh .ci/run
}

# The runtime with the peers is a workspace of its own.
format() { cargo fmt --all -- --check && cargo fmt --manifest-path benchmark/peers/Cargo.toml -- --check; }
lint() { cargo_checked clippy --all-targets -- -D warnings; }

# The runtime's tests have it too; here it also shows its count. With the features of all tests, or the SDK would be
# compiled once more.
metadata() { cargo_native test --lib tests::metadata -- --nocapture --test-threads 1; }

docs() { RUSTDOCFLAGS="-D warnings" cargo_checked doc --no-deps; }

# Each crate alone, so that no other member of the workspace lends it a feature, and with the flag that makes the
# SDK a runtime's.
wasm() {
	local manifest
	for manifest in pallets/*/Cargo.toml; do
		echo "$manifest"
		RUSTFLAGS="--cfg substrate_runtime" rustup run "${WASM_BUILD_TOOLCHAIN:-$bulwark_rust}" cargo check \
			--locked --manifest-path "$manifest" --no-default-features --target wasm32v1-none || return 1
	done
}

# The library crates as a registry would get them, all at once: cargo lets one find the others in a registry that lasts
# as long as the command. Offline, because cargo would ask for newer crates, and the check of features has brought those
# that are locked.
packages() {
	cargo package --locked --offline --allow-dirty --workspace --exclude bulwark-benchmark --exclude bulwark-node \
		--exclude bulwark-runtime --exclude bulwark-parachain-runtime --exclude bulwark-testing "$@"
}
# Each compiled from its package, with the features that it asks for itself; without what only a debugger reads. Cargo takes what comes
# out of a registry for what never changes: neither the sources of an earlier run nor what was compiled of them may be left.
compiled_packages() {
	local target=${CARGO_TARGET_DIR%/target}/packages/target
	rm -rf "${CARGO_HOME:-$HOME/.cargo}"/registry/{cache,src}/-*/{bulwark,pallet}-* "$target"/debug/.fingerprint/{bulwark,pallet}-*
	CARGO_TARGET_DIR=$target CARGO_PROFILE_DEV_DEBUG=false packages
}

# tool NAME CRATE VERSION: compiles a tool, unless this version is there, and puts it on the path.
tool() {
	local dir=${CARGO_TARGET_DIR%/*}/tools/$2-$3
	if [ ! -x "$dir/bin/$1" ]; then
		echo "Compiling $2 $3: this takes minutes, once"
		env -u CARGO_TARGET_DIR cargo install --locked --quiet --root "$dir" "$2@$3" || return 1
	fi
	PATH=$dir/bin:$PATH
}
toml_format() { tool taplo taplo-cli 0.10.0 && taplo format --check; }
licences() { tool cargo-deny cargo-deny 0.20.2 && cargo-deny --all-features check bans licenses sources; }
# The database of advisories is downloaded: without a network this says nothing about us.
advisories() { cargo-deny --all-features check advisories || echo "    not counted: see above"; }

run "Format" format
run "Shell scripts" shell_scripts
run "Features are passed on" python3 scripts/check-features.py
run "Links and names in the documentation" python3 scripts/check-links.py
run "Code in the documentation" python3 scripts/check-snippets.py
run "Invariants and the tests that break them" python3 scripts/check-invariants.py
run "Library crates as a registry expects them" python3 scripts/check-crates.py
run "Packages of the library crates" packages --no-verify
run "Declared proofs of the weights" python3 scripts/check-weights.py
run "Lints" lint
run "Names and docs in the metadata" metadata
run "Documentation" docs
run "Every pallet alone, for wasm" wasm
if [ "${1:-}" = --full ]; then
	run "Format of the TOML files" toml_format
	run "Licences and sources of the dependencies" licences
	run "Library crates compiled from their packages" compiled_packages
	run "Wasm of the parachain" parachain_wasm
	run "The runtime of the integration page" python3 scripts/check-template.py
	run "Known vulnerabilities in the dependencies" advisories
fi

say "All checks, in $(since 0)"
finish
