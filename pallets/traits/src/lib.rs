// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod acknowledgements;
mod active_set;
mod active_set_info;
mod asset_names;
mod author_log;
mod bounds;
mod cover_observer;
#[cfg(feature = "try-runtime")]
mod decodes;
mod destination;
mod effect;
mod epochs;
mod exposure;
mod faults;
mod genesis;
mod initialize;
mod layers;
mod liability;
mod opt_ins;
mod own_stake;
mod pages;
mod position_nfts;
mod pot;
mod power_at;
mod rewards;
mod set_messages;
mod slash;
mod stake_keeper;
mod stake_observer;
mod stake_pools;
mod standing;
mod stored;
mod suspend;
mod work;
mod work_log;

pub use acknowledgements::SetAcknowledgements;
pub use active_set::{SetChange, SetMessenger};
pub use active_set_info::ActiveSetInfo;
pub use asset_names::{AssetName, AssetNames};
pub use author_log::AuthorLog;
pub use bounds::{
	ensure_bounds, keep_bounds, Bound, BoundName, BoundRule, KeptBound, KeptBounds, Misfit,
};
pub use cover_observer::CoverObserver;
#[cfg(feature = "try-runtime")]
pub use decodes::ensure_decodes;
pub use destination::Destination;
pub use effect::Effect;
pub use epochs::Epochs;
pub use exposure::{Exposure, Slashable};
pub use faults::{evidence_of, Evidence, FaultReporter, Report, ReportId, SlashRequest, When};
pub use genesis::InField;
pub use initialize::{weigh_all, Initializable, Initialize};
pub use layers::{ensure_layers, LAYERS_OF_CHANGE, LAYERS_TO_GO_ON};
pub use liability::Liability;
pub use opt_ins::OptIns;
pub use own_stake::OwnStake;
pub use pages::Pages;
pub use position_nfts::PositionNfts;
pub use pot::{refused_by_asset, PotAccount, PotStore};
pub use power_at::PowerAt;
pub use rewards::{Payee, Reward, RewardSink};
pub use set_messages::{Acknowledge, SetMessage, SetTransport};
pub use slash::{Slash, Slashed};
pub use stake_keeper::{StakeKeeper, Unstake};
pub use stake_observer::StakeObserver;
pub use stake_pools::{PoolInfo, PoolInfoOf, StakePools, StakeRef};
pub use standing::Standing;
pub use stored::{stored, stored_or_default, Loaded};
pub use suspend::Suspend;
pub use work::{PagedWeight, PagesMet};
pub use work_log::WorkLog;
