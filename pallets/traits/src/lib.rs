// SPDX-License-Identifier: Apache-2.0

//! The doors between Bulwark's pallets.
//!
//! A pallet depends on these and never on another pallet; the runtime says who stands behind a door. `()` stands
//! for a neighbour that is not there.

#![cfg_attr(not(feature = "std"), no_std)]

mod epochs;
mod liability;

pub use epochs::Epochs;
pub use liability::Liability;
