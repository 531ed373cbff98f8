// SPDX-License-Identifier: Apache-2.0

//! The promises of the pallet, feature by feature.

mod authors;
mod blocks;
mod finalising;
mod forgetting;
mod funding;
mod genesis;
mod idleness;
mod invariants;
mod lapses;
mod layers;
mod layout;
mod lifecycle;
mod minting;
mod nodes;
mod parameters;
mod pots;
mod refusals;
mod reports;
mod room;
mod sequences;
mod vectors;
mod views;
