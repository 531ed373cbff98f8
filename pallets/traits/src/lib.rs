// SPDX-License-Identifier: Apache-2.0

//! The doors between Bulwark's pallets.
//!
//! A pallet depends on these and never on another pallet; the runtime says who stands behind a door. `()` stands
//! for a neighbour that is not there.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod active_set;
mod epochs;
mod faults;
mod liability;
#[cfg(feature = "nfts")]
mod nft_collection;
mod position_nfts;
#[cfg(feature = "std")]
mod recording;
mod rewards;
mod slash;
mod stake_pools;
mod suspend;

pub use active_set::{SetAcknowledgements, SetMessenger, SetNotice};
pub use epochs::Epochs;
pub use faults::{Claim, FaultReporter, Report, ReportId, When};
pub use liability::Liability;
#[cfg(feature = "nfts")]
pub use nft_collection::NftCollection;
pub use position_nfts::PositionNfts;
#[cfg(feature = "std")]
pub use recording::RecordingLiability;
pub use rewards::{Payee, RewardSink};
pub use slash::{Slash, Slashed};
pub use stake_pools::{PoolInfo, Stake, StakeKeeper, StakeObserver, StakePools, Unstake};
pub use suspend::Suspend;
