// SPDX-License-Identifier: Apache-2.0

//! One file per feature.

mod active_set;
mod cures;
mod deactivation;
mod delegations;
mod departures;
mod election;
mod errors;
mod genesis;
mod genesis_set;
mod golden;
mod invariants;
mod liability;
mod liability_histories;
mod lifecycle;
mod notices;
mod operator_errors;
mod operators;
mod own_minimum;
mod payments;
mod polling;
mod pools;
mod power;
mod power_history;
mod redelegation_arrivals;
mod redelegation_cancels;
mod redelegation_errors;
mod redelegations;
mod releases;
mod retirement;
mod rolls;
mod self_stake;
mod self_stake_short;
mod sequences;
mod set_errors;
mod set_history;
mod slash_amounts;
mod slash_exits;
mod slashes;
mod suspensions;
mod views;
