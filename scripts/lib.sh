# shellcheck shell=bash
# Shared by the scripts: source it first. It goes to the root of the repository.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n==> %s\n' "$*"; }
die() { printf '\nError: %s\n' "$*" >&2; exit 1; }
since() { printf '%dm %02ds' $(((SECONDS - $1) / 60)) $(((SECONDS - $1) % 60)); }

# run TITLE COMMAND...: runs a step and says how long it took. A failed step lets the next ones run: `finish`
# counts it. (The shell ignores `set -e` in here: join the commands of a step with &&.)
failed=()
run() {
	local title=$1 start=$SECONDS
	shift
	say "$title"
	if "$@"; then
		printf '    done in %s\n' "$(since "$start")"
	else
		printf '    FAILED after %s\n' "$(since "$start")"
		failed+=("$title")
	fi
}

# Ends the script: with an error that names the failed steps, if there are any.
finish() {
	if [ ${#failed[@]} -gt 0 ]; then
		printf 'Failed: %s\n' "${failed[@]}" >&2
		exit 1
	fi
}

# Two sets of features, each compiled once: this one for everything but the node, and the node's own with its
# defaults. SKIP_WASM_BUILD belongs to the first only. It makes the runtime's build script run again wherever it
# changes, but the two sets have a build script each: given to one of them always and to the other never, nothing
# is ever built twice.
native=(--workspace --exclude bulwark-node --exclude bulwark-benchmark)
native+=(--features "runtime-benchmarks try-runtime")
cargo_native() {
	local command=$1
	shift
	SKIP_WASM_BUILD=1 cargo "$command" --locked "${native[@]}" "$@"
}
cargo_node() {
	local command=$1
	shift
	cargo "$command" --locked -p bulwark-node "$@"
}
# What is checked without being run, both at once, so that the SDK is checked once. Clippy runs build scripts of its own, and would
# build the wasm through itself.
cargo_checked() {
	local command=$1
	shift
	SKIP_WASM_BUILD=1 cargo "$command" --locked --workspace --exclude bulwark-benchmark \
		--features "runtime-benchmarks try-runtime" "$@"
}
# The wasm of the parachain, with the function that the relay chain calls, which its build script makes: of the native runtime, which
# nobody runs, a check is enough.
parachain_wasm() { cargo check --locked -p bulwark-parachain-runtime; }
