// SPDX-License-Identifier: Apache-2.0

mod acknowledgements;
mod attacks;
mod bounties;
mod cases;
mod consumers;
mod covers;
mod disputes;
mod doors;
mod evidence;
mod forfeits;
mod genesis;
mod invariants;
mod liability;
mod lifecycle;
mod opt_ins;
mod order;
mod overlapping;
mod proofs;
mod proposals;
mod remittances;
mod reports;
mod sequences;
mod settlements;
mod views;
mod withheld;
