// SPDX-License-Identifier: Apache-2.0

//! What the tests of several crates share: random histories, and how many of them.

mod calls;
mod histories;
mod settings;

pub use calls::Calls;
pub use histories::{for_all, live_all, Figures};
pub use settings::{effort, seed};
