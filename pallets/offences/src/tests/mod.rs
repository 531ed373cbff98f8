// SPDX-License-Identifier: Apache-2.0

//! The promises of the pallet, feature by feature.

mod equivocations;
mod invariants;
mod lifecycle;
mod offline;
mod refusals;
mod sessions;
