// SPDX-License-Identifier: Apache-2.0

//! One file per feature.

mod delegations;
mod errors;
mod genesis;
mod invariants;
mod operators;
mod pools;
mod sequences;
mod slashes;
mod views;
