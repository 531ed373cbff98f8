// SPDX-License-Identifier: Apache-2.0

//! The settings of every pallet, grouped by what the pallets are for.

pub mod assets;
pub mod consensus;
pub mod followers;
pub mod messages;
pub mod origins;
pub mod programmes;
pub mod proxies;
pub mod referenda;
pub mod refusals;
pub mod restaking;
pub mod rewards;
pub mod rollup;
pub mod staking;
pub mod system;
pub mod utility;
pub mod votes;
pub mod xcm;
