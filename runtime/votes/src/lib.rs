// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! # Example
//!
#![doc = docify::embed!("src/tests/locks.rs", money_that_was_withdrawn_votes_once)]
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "runtime-benchmarks")]
extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod conviction_lock;
mod paid_under_lock;
mod voting_power;
pub mod weights;
mod with_stake;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use conviction_lock::ConvictionLock;
pub use paid_under_lock::{PaidUnderLock, StakeLock};
pub use voting_power::VotingPower;
pub use weights::WeightInfo;
pub use with_stake::WithStake;
