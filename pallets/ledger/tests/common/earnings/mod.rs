// SPDX-License-Identifier: Apache-2.0

//! Rewards in the small world: stored and called as a pallet would, beside an exact model of them.

pub mod acts;
pub mod audit;
pub mod division;
pub mod dues;
pub mod payroll;
pub mod sum;
pub mod tally;
