// SPDX-License-Identifier: Apache-2.0

//! What votes, what is locked for it, and what becomes of both when stake moves.

mod locks;
mod power;
mod sequences;
mod slashes;
mod weights;
