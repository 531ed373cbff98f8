// SPDX-License-Identifier: Apache-2.0

mod attacks;
mod bounties;
mod cases;
mod consumers;
mod disputes;
mod doors;
mod genesis;
mod invariants;
mod liability;
mod lifecycle;
mod order;
mod overlapping;
mod promises;
mod proposals;
mod remittances;
mod reports;
mod sequences;
mod settlements;
mod views;
