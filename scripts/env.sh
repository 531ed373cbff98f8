# shellcheck shell=bash
# The environment of every build. The scripts source it; source it too before running cargo by hand, so that
# both use the same artefacts.

bulwark_root=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd)

command -v rustup >/dev/null || export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# Outside the checkout: a fresh clone then compiles our crates, not the whole SDK.
bulwark_cache=${XDG_CACHE_HOME:-$HOME/.cache}/bulwark
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$bulwark_cache/target}"
# There cargo knows our crates by their paths within the checkout and by the age of their files. What another
# checkout compiled in the meantime must not pass for this one's: its files become new.
if [ "$(cat "$CARGO_TARGET_DIR/checkout" 2>/dev/null)" != "$bulwark_root" ]; then
	mkdir -p "$CARGO_TARGET_DIR"
	find "$bulwark_root"/{benchmark,node,pallets,runtime,testing} -type f -exec touch {} +
	echo "$bulwark_root" >"$CARGO_TARGET_DIR/checkout"
fi
# The runtime for a live chain, as scripts/wasm.sh builds it.
bulwark_wasm=$CARGO_TARGET_DIR/release/wbuild/bulwark-runtime/bulwark_runtime.compact.compressed.wasm
# That of the parachain, as its tests build it.
bulwark_parachain_wasm=$CARGO_TARGET_DIR/debug/wbuild/bulwark-parachain-runtime/bulwark_parachain_runtime.wasm
# With such a folder the wasm builder cannot find the lock file by itself.
export WASM_BUILD_WORKSPACE_HINT="$bulwark_root"
# Set even to nothing this would leave the node without its runtime; the scripts set it per command.
unset SKIP_WASM_BUILD

# The Node.js of tests and tour, in the cache if the system's is older: setup.sh brings it.
bulwark_nodejs=22.23.3
bulwark_nodejs_folder=$bulwark_cache/nodejs-$bulwark_nodejs
if [ -d "$bulwark_nodejs_folder" ]; then export PATH="$bulwark_nodejs_folder/node_modules/.bin:$PATH"; fi

# The system's OpenSSL spares compiling another one.
if pkg-config --exists openssl 2>/dev/null; then export OPENSSL_NO_VENDOR=1; fi

# The toolchain that compiles for wasm32v1-none: the pinned one, or the stand-in that setup.sh made.
bulwark_rust=$(sed -n 's/^channel = "\(.*\)"/\1/p' "$bulwark_root/rust-toolchain.toml")
if rustup run debian rustc --version >/dev/null 2>&1 &&
	[ ! -d "$(rustup run "$bulwark_rust" rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32v1-none" ]; then
	export WASM_BUILD_TOOLCHAIN=debian
	# Otherwise every cargo command would try to download the target that rust-toolchain.toml asks for.
	export RUSTUP_AUTO_INSTALL=0
fi
