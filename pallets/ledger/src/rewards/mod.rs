// SPDX-License-Identifier: Apache-2.0

//! Rewards: a credit for an epoch pays exactly the stake active in it.

mod accumulators;
mod amounts;
mod books;
mod by_power;
mod commission;
mod earned;
mod earnings;
mod expiries;
mod parts;
mod pool;
mod schedule;
mod split;
mod streams;
mod terms;
mod vesting;

pub use accumulators::{Accumulators, Merged};
pub use amounts::{Amounts, Fixed};
pub use books::Books;
pub use by_power::{divide_by_power, EarningStake};
pub use commission::Commission;
pub use earned::{earned_by, Credited, CreditedAmount, CreditedEpochs};
pub use earnings::{has_expired, Earnings, LockState};
pub use expiries::{ExpiriesToCome, Expiry, ExpirySpan};
pub use pool::{Exiting, Matured, PoolRewards};
pub use schedule::{Schedule, Step};
pub use split::split_floor;
pub use streams::Streams;
pub use terms::{LockTerms, LockTier};
pub use vesting::Vesting;
