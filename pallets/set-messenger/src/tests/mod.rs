// SPDX-License-Identifier: Apache-2.0

//! The promises of the pallet, feature by feature.

mod followers;
mod genesis;
mod invariants;
mod layout;
mod lifecycle;
mod sending;
mod weights;
