// SPDX-License-Identifier: Apache-2.0

//! The doors between Bulwark's pallets.
//!
//! A pallet depends on these and never on another pallet; the runtime says who stands behind a door. `()` stands
//! for a neighbour that is not there.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod active_set;
mod epochs;
mod liability;
#[cfg(feature = "std")]
mod recording;
mod suspend;

pub use active_set::{SetAcknowledgements, SetMessenger, SetNotice};
pub use epochs::Epochs;
pub use liability::Liability;
#[cfg(feature = "std")]
pub use recording::RecordingLiability;
pub use suspend::Suspend;
