// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod holdings;
mod operators;
pub mod runtime_api;

pub use holdings::{holdings_of, HoldingView};
pub use operators::{operators, OperatorProfile};

use pallet_operator_staking::AssetIdOf;

type Staking<T> = pallet_operator_staking::Pallet<T>;
type Rewards<T> = pallet_staking_rewards::Pallet<T>;
type Restaking<T> = pallet_restaking_slash::Pallet<T>;
