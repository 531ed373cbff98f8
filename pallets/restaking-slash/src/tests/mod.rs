// SPDX-License-Identifier: Apache-2.0

mod acknowledgements;
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
mod opt_ins;
mod order;
mod overlapping;
mod proposals;
mod remittances;
mod reports;
mod sequences;
mod settlements;
mod views;
