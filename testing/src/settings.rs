// SPDX-License-Identifier: Apache-2.0

//! What the environment says, so that one binary serves the short run and the long one.

use std::env;

/// The seed of every random test: `BULWARK_SEED` replays a failure.
pub fn seed() -> u64 {
	setting("BULWARK_SEED", 2609)
}

/// How much to do of what is `usual`: `BULWARK_EFFORT` times as much.
pub fn effort(usual: u64) -> u64 {
	usual * setting("BULWARK_EFFORT", 1)
}

fn setting(name: &str, default: u64) -> u64 {
	env::var(name).map_or(default, |value| value.parse().expect("a number"))
}
