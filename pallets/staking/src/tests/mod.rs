// SPDX-License-Identifier: Apache-2.0

//! One file per feature.

mod delegations;
mod errors;
mod genesis;
mod operators;
mod pools;
mod slashes;
