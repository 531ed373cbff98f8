// SPDX-License-Identifier: Apache-2.0

//! What the tests of several crates share: random histories, how many of them, and the parts of mock runtimes.

mod calls;
#[cfg(feature = "mock")]
mod calls_back;
mod histories;
#[cfg(feature = "mock")]
mod layout;
#[cfg(feature = "mock")]
pub mod mock;
mod settings;
#[cfg(feature = "mock")]
mod storage;
#[cfg(feature = "mock")]
mod upgrades;

pub use calls::Calls;
#[cfg(feature = "mock")]
pub use calls_back::{calling_back, CallsBack};
pub use histories::{for_all, live_all, Figures};
pub use settings::{effort, seed};
#[cfg(feature = "mock")]
pub use storage::StorageCalls;
#[cfg(feature = "mock")]
pub use upgrades::{add_anew, stored_by};
