// SPDX-License-Identifier: Apache-2.0

//! The promises of the pallet, feature by feature.

mod acknowledging;
mod following;
mod forgetting;
mod invariants;
mod layout;
mod lifecycle;
mod looks;
mod sequences;
mod weights;
