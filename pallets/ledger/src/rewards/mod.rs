// SPDX-License-Identifier: Apache-2.0

//! What stake earns: a credit for an epoch pays exactly the stake in force in it.

mod accumulators;
mod amounts;
mod books;
mod commission;
mod pool;
mod schedule;
mod split;
mod terms;

pub use accumulators::{Accumulators, Merged};
pub use amounts::{Amounts, Fixed};
pub use books::Books;
pub use commission::Commission;
pub use pool::{Exiting, PoolRewards, Rolled, Snapshot};
pub use schedule::{Schedule, Step};
pub use split::{apportion, split_floor};
pub use terms::{tag_multiplier, Preset, Terms};
