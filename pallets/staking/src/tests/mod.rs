// SPDX-License-Identifier: Apache-2.0

//! One file per feature.

mod deactivation;
mod delegations;
mod errors;
mod genesis;
mod invariants;
mod operators;
mod payments;
mod pools;
mod releases;
mod retirement;
mod rolls;
mod sequences;
mod slash_amounts;
mod slash_exits;
mod slashes;
mod views;
