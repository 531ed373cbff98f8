// SPDX-License-Identifier: Apache-2.0

//! What the pallet promises, feature by feature.

mod called_back;
mod charges;
mod checks;
mod claims;
mod commissions;
mod configure;
mod donations;
mod earned;
mod ensure_worth;
mod expiries;
mod genesis;
mod golden;
mod invariants;
mod layers;
mod layout;
mod listing;
mod locks;
mod migrations;
mod observers;
mod offers;
mod pages;
mod penalties;
mod positions;
mod pots;
mod relocks;
mod rewards;
mod splits;
mod streams;
mod tags;
mod trade;
mod undecodable;
mod vesting;
mod views;
mod waivers;
